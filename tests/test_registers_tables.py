"""Tables are read as they come, with the lines of the file, or refused with what was given, what is accepted and what to do."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.errors import MissingExtraError, TreatyFileError, TreatykitError
from treatykit.files.registers import progress, tables
from treatykit.files.registers.tables import Table
from treatykit.files.registers.typed import as_text


def table(source: Any, **options: Any) -> Table:
    (found,) = tables.tables(source, **options)
    return found


def rows(source: Any, **options: Any) -> list[list[str]]:
    return [list(row) for row in table(source, **options).rows]


def file(folder: Path, text: str | bytes, name: str = "parties.csv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(source: Any, **options: Any) -> str:
    """What is said of a source that is no table."""
    with pytest.raises(TreatyFileError) as caught:
        list(tables.tables(source, **options))
    assert isinstance(caught.value, TreatykitError)
    return str(caught.value)


# ------------------------------------------------------------------------------------------- lines and rows


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a,b\n1,2\n", [2]),
        ("a,b\n1,2", [2]),
        ("a,b\r\n1,2\r\n3,4\r\n", [2, 3]),
        ("a,b\r1,2\r3,4", [2, 3]),
        ("\n\na,b\n\n1,2\n\n3,4\n", [5, 7]),
        ('a,b\n"x\ny",2\n3,4\n', [2, 4]),
        ('a,b\n"x\r\ny",2\n3,4\n', [2, 4]),
        ('"a\n,b",b\nx,2\n', [3]),
        ("a,b\n1,\x0b\x1c\u2028\x85\n3,4\n", [2, 3]),
        ("   \na,b\n,\n1,2\n \t \n3,4\n , \n", [4, 6]),
    ],
)
def test_each_row_has_the_line_of_the_file_on_which_it_begins(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert list(table(file(tmp_path, text)).lines) == lines
    assert list(table(io.StringIO(text, newline="")).lines) == lines


def test_a_row_without_a_filled_cell_is_no_row() -> None:
    assert rows(io.StringIO("a,b\n,\n1,2\n , \n\n3,\n")) == [["1", "2"], ["3", ""]]


def test_a_table_can_have_no_rows() -> None:
    assert rows(io.StringIO("a,b\n")) == []


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6),
            min_size=3,
            max_size=3,
        ),
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([",", ";", "\t", "|"]),
)
@settings(max_examples=100, deadline=None)
def test_what_the_csv_module_writes_is_read_back(cells: list[list[str]], end: str, sign: str) -> None:
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *cells])
    found = table(io.StringIO(out.getvalue(), newline=""))
    assert [list(row) for row in found.rows] == [row for row in cells if any(cell.strip() for cell in row)]
    text = out.getvalue()
    for row, line in zip(found.rows, found.lines, strict=True):
        first = row[0].replace('"', '""')
        assert _from_line(text, line).startswith(f'"{first}"')


def _from_line(text: str, line: int) -> str:
    """The text from the beginning of a line, by the ends of lines that files have."""
    ends = [end.end() for end in re.finditer(r"\r\n|\r|\n", text)]
    return text if line == 1 else text[ends[line - 2] :]


# ------------------------------------------------------------------------------------------- delimiters


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_first_row(sign: str) -> None:
    assert table(io.StringIO(f"a{sign}b{sign}c\n1{sign}2{sign}3\n")).columns == ("a", "b", "c")


def test_a_delimiter_inside_quotation_marks_does_not_count() -> None:
    assert table(io.StringIO('"a,b,c,d";e\n1;2\n')).columns == ("a,b,c,d", "e")


def test_a_header_that_goes_over_several_lines_has_its_delimiter() -> None:
    assert table(io.StringIO('"a,\nb";c\n1;2\n')).columns == ("a,\nb", "c")


def test_empty_lines_and_later_rows_do_not_decide_on_the_delimiter() -> None:
    assert table(io.StringIO("\n\na;b\n1,2,3;4\n")).columns == ("a", "b")
    assert table(io.StringIO("a;b\r1,2,3;4\r", newline="")).columns == ("a", "b")


@pytest.mark.parametrize("name", ["parties.tsv", "parties.tab", "PARTIES.TSV"])
def test_the_suffix_tells_of_tabs(tmp_path: Path, name: str) -> None:
    assert table(file(tmp_path, "a,b\tc\n1,2\t3\n", name)).columns == ("a,b", "c")


# ------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_8_and_what_a_mark_tells_is_found_out(tmp_path: Path, codec: str) -> None:
    raw = "país,b\nCôte,2\n".encode(codec)
    for source in (file(tmp_path, raw), io.BytesIO(raw)):
        found = table(source)
        assert (found.columns, list(found.rows[0]), found.guessed) == (("país", "b"), ["Côte", "2"], "")


def test_marks_of_both_byte_orders_are_known(tmp_path: Path) -> None:
    assert rows(io.BytesIO(b"\xfe\xff" + "a,b\n1,é\n".encode("utf-16-be"))) == [["1", "é"]]
    assert rows(io.BytesIO(b"\0\0\xfe\xff" + "a,b\n1,é\n".encode("utf-32-be"))) == [["1", "é"]]


def test_a_mark_in_a_text_is_taken_off() -> None:
    assert table(io.StringIO("\ufeffa,b\n1,2\n")).columns == ("a", "b")
    assert table(io.BytesIO("\ufeffa,b\n".encode("utf-16-le")), encoding="utf-16-le").columns == ("a", "b")


def test_what_is_not_utf_8_is_read_as_windows_1252_and_the_report_says_so(tmp_path: Path) -> None:
    raw = 'Participant,"Ratification, Accession(a)"\nCôte d’Ivoire,1 Jul 1931 a\n'.encode("cp1252")
    corpus, report = tk.registers.mtdsg.read(file(tmp_path, raw), clauses=[])
    assert [party.code for party in corpus.treaties[0].parties] == ["CIV"]
    (remark,) = report.of("note", code="encoding")
    assert "Windows-1252" in remark.message
    assert "encoding=" in remark.message
    _, report = tk.registers.mtdsg.read(file(tmp_path, raw), clauses=[], encoding="cp1252")
    assert not report.of(code="encoding")


@pytest.mark.parametrize(
    ("raw", "encoding", "told"),
    [
        (b"a,b\n1,\x81\n", None, ["line 2", "0x81", "nor is the file Windows-1252", "encoding="]),
        (b"a,b\n1,\xe9\n", "utf-8", ["line 2", "0xe9 is not utf-8", "leave encoding= out"]),
        ("a,b\n1,é\n".encode(), "ascii", ["line 2", "not ascii"]),
        ("a,b\n1,é\n".encode("utf-16-le"), None, ["NUL", "encoding='utf-16-le'"]),
        ("a,b\n1,2\n".encode("utf-16-be"), None, ["NUL", "utf-16-be"]),
        (b"a,b\n1,\0\n", None, ["line 2", "NUL"]),
        ("a,b\n".encode("utf-16") + b"x", None, ["utf-16", "the mark", "damaged"]),
        ("\ufeffa,b\n".encode(), "cp1252", ["begins with the mark of utf-8", "not cp1252", "leave encoding= out"]),
        ("a,b\n".encode("utf-16"), "utf-8", ["begins with the mark of utf-16"]),
        (b"a,b\n", "utf-99", ["'utf-99' is no encoding", "'cp1252'"]),
        (b"a,b\n", "base64", ["'base64' is no encoding"]),
        (b"a,b\n", "", ["'' is no encoding"]),
        (b"a,b\n", "a\0b", ["is no encoding"]),
    ],
)
def test_a_wrong_encoding_is_told_with_its_line(raw: bytes, encoding: str | None, told: list[str]) -> None:
    said = refused(io.BytesIO(raw), encoding=encoding)
    assert all(words in said for words in told), said


def test_an_encoding_is_a_name() -> None:
    with pytest.raises(TypeError, match=r"encoding= takes the name of an encoding, such as 'cp1252', not int"):
        list(tables.tables(io.BytesIO(b"a\n"), encoding=5))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------- what is no table as text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["is empty", "names of its columns"]),
        ("\n \n", ["is empty"]),
        ("a,b,c\n1,2\n1,2,3\n1,2,3,4\n", ["names 3 columns", "line 2 has 2", "line 4 has 4", "quotation marks"]),
        ("a,b\n" + "1\n" * 9, ["line 6 has 1", "and 4 more such lines"]),
        ('a, b\n1, "x,y"\n', ["line 2 has 3", "no space before"]),
        ('a,b\n1,2\n"3,4\n5,6\n', ["line 3", "never closed"]),
        ('a,b\n"1"x,2\n', ["line 2", "behind the closing quotation mark", '""']),
        ("a,b\n1," + "x" * 200_000 + "\n", ["line 2", "131,072 characters", "quotation mark missing"]),
    ],
)
def test_a_broken_table_is_refused_with_its_lines(text: str, told: list[str]) -> None:
    said = refused(io.StringIO(text))
    assert all(words in said for words in told), said
    assert len(said) < 500


def test_cells_behind_the_last_column_are_nothing_if_they_are_empty() -> None:
    assert rows(io.StringIO("a,b\n1,2,,\n3,4\n")) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF"),
        (b"PK\x03\x04\x14\0", "a workbook or a ZIP archive"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"<!DOCTYPE html>\n<html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        (b"PAR1", "a Parquet file"),
    ],
)
def test_other_files_under_the_name_of_a_table_are_named(tmp_path: Path, raw: bytes, what: str) -> None:
    said = refused(file(tmp_path, raw))
    assert what in said
    assert ".xlsx" in said


@pytest.mark.parametrize("name", ["a.rda", "a.dta", "a.json", "a.zip", "a.csv.gz", "a"])
def test_other_suffixes_are_refused_with_those_that_are_read(tmp_path: Path, name: str) -> None:
    said = refused(file(tmp_path, "a,b\n", name))
    assert "tables end in .csv, .tsv" in said
    assert "pandas" in said


# ------------------------------------------------------------------------------------------- paths and folders


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    file(tmp_path, "a\n")
    assert "does not exist; did you mean 'parties.csv'?" in refused(tmp_path / "partes.csv")
    assert "does not exist" in refused(tmp_path / "parties")
    assert "does not exist" in refused(tmp_path / "nowhere" / "parties.csv")


def test_links_and_what_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "gone.csv")
    assert "link to" in refused(tmp_path / "link.csv")
    assert "gone.csv, which does not exist" in refused(tmp_path / "link.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert "cannot be read" in refused(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not a regular file" in refused(tmp_path / "pipe.csv")


@pytest.mark.parametrize("path", ["a\0.csv", "\ud800.csv", "x" * 5000 + ".csv"])
def test_paths_that_no_file_can_have(path: str) -> None:
    assert "cannot be read" in refused(path)


def test_an_empty_path_is_not_the_present_folder() -> None:
    assert "the path is empty" in refused("")


def test_a_text_is_no_path() -> None:
    assert "io.StringIO(text)" in refused("a,b\n1,2\n")


def test_the_tables_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("10-1.csv", "2-1.csv", "2-1-a.csv", "sub/1.csv", "sub.csv/2.csv", "notes.md"):
        file(tmp_path, "a\n1\n", name)
    names = [Path(found.name).relative_to(tmp_path).as_posix() for found in tables.tables(tmp_path)]
    assert names == ["2-1-a.csv", "2-1.csv", "10-1.csv", "sub/1.csv", "sub.csv/2.csv"]


def test_hidden_files_and_those_of_programs_are_no_tables(tmp_path: Path) -> None:
    for name in (".hidden.csv", ".git/a.csv", "~$a.xlsx"):
        file(tmp_path, "a\n", name)
    assert "is a folder without tables; tables end in" in refused(tmp_path)


def test_a_dangling_link_in_a_folder_is_told(tmp_path: Path) -> None:
    file(tmp_path, "a\n1\n")
    (tmp_path / "z.csv").symlink_to(tmp_path / "gone.csv")
    assert "gone.csv, which does not exist" in refused(tmp_path)


def test_a_folder_named_like_a_table_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    assert "folder without tables" in refused(tmp_path / "x.csv")


def test_sources_can_be_several(tmp_path: Path) -> None:
    found = list(tables.tables([file(tmp_path, "a\n1\n"), (io.StringIO("a\n2\n"), [str(tmp_path)])]))
    assert [list(each.rows[0]) for each in found] == [["1"], ["2"], ["1"]]
    assert "list of tables is empty" in refused([])


@pytest.mark.parametrize("source", [None, 5, b"a,b", {"a": [1]}, object(), iter([]), [5]])
def test_what_is_no_source_is_told_with_what_is(source: object) -> None:
    pytest.importorskip("narwhals")
    with pytest.raises(TypeError, match=r"give a path, an open file, a frame of pandas, polars or pyarrow, or a list"):
        list(tables.tables(source))


# ------------------------------------------------------------------------------------------- sizes


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    assert "1,073,741,824 bytes; a table of treaties has 268,435,456 at most" in refused(path)


def test_the_size_holds_for_open_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 20)
    assert rows(io.BytesIO(b"a,b\n1,2\n3,4\n5,6\n7,8\n"[:20]))[-1] == ["7", "8"]
    for stream in (io.BytesIO(b"a,b\n1,2\n3,4\n5,6\n7,8\n9"), io.StringIO("a,b\n1,2\n3,4\n5,6\n7,8\n9")):
        assert "20 at most" in refused(stream)


class _Piecemeal(io.RawIOBase):
    """An open file that gives one byte at a time, as sockets do."""

    def __init__(self, raw: bytes) -> None:
        self._rest = io.BytesIO(raw)

    def read(self, size: int = -1) -> bytes:
        return self._rest.read(1)


def test_an_open_file_that_gives_little_at_a_time_is_read_to_its_end() -> None:
    assert rows(_Piecemeal(b"a,b\n1,2\n3,4\n")) == [["1", "2"], ["3", "4"]]


def test_open_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = file(tmp_path, "a,b\n1,é\n".encode("cp1252"))
    closed = io.StringIO("a\n")
    closed.close()
    assert "cannot be read" in refused(closed)
    with path.open("a") as stream:
        assert "cannot be read: not readable" in refused(stream)
    with path.open(encoding="utf-8") as stream:
        assert "was opened as utf-8, which it is not; open it with 'rb', and give encoding=" in refused(stream)
    with path.open("rb") as raw:
        assert rows(raw, encoding="cp1252") == [["1", "é"]]


class _Odd:
    def read(self, size: int = -1) -> object:
        return 5


def test_what_an_open_file_gives_is_a_text_or_bytes() -> None:
    with pytest.raises(TypeError, match=r"read\(\) of open file gives int, where a text or bytes are needed"):
        list(tables.tables(_Odd()))


# ------------------------------------------------------------------------------------------- columns


def test_columns_are_found_whatever_their_capitals_spaces_and_signs() -> None:
    found = Table("x.csv", ("State ID", "treaty_id", ""), [], [])
    assert found.where("stateID") == 0
    assert found.where("nothing", "TreatyID") == 1
    assert found.where("nothing") is None


def test_a_column_that_is_needed_is_told_with_those_that_are_there() -> None:
    found = Table("x.csv", ("stateid", *(f"c{n}" for n in range(40))), [], [])
    with pytest.raises(
        TreatyFileError, match=r"x.csv has no column 'statID'; did you mean 'stateid'\?; it has .*, \.\.\."
    ):
        found.need("statID")


@pytest.mark.parametrize("columns", ["stateID,treatyID,StateID", "stateID,treatyID,StateEnd,stateend"])
def test_a_column_that_stands_twice_is_refused(columns: str) -> None:
    source = io.StringIO(f"{columns}\n" + ",".join("1" for _ in columns.split(",")) + "\n")
    with pytest.raises(TreatyFileError, match=r"two columns that could be meant: .*; rename one of them"):
        tk.registers.many.read(source, as_of="2000-01-01")


def test_a_column_that_is_not_read_may_stand_twice() -> None:
    source = io.StringIO("stateID,treatyID,Coder,Coder\nXAA,t,x,y\n")
    _, report = tk.registers.many.read(source, as_of="2000-01-01")
    assert "Coder, Coder" in report.of(code="column-not-read")[0].message


# ------------------------------------------------------------------------------------------- frames


def _frame(library: str, columns: dict[str, list[Any]]) -> Any:
    module = pytest.importorskip(library)
    pytest.importorskip("narwhals")
    return module.table(columns) if library == "pyarrow" else module.DataFrame(columns)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_typed_columns_become_what_would_stand_in_a_text(library: str) -> None:
    found = table(
        _frame(
            library,
            {
                "day": [dt.date(1976, 3, 23), None],
                "moment": [dt.datetime(1976, 3, 23), dt.datetime(1976, 3, 23, 12, 30)],
                "year": [1976.0, None],
                "share": [1976.5, 1.0],
                "number": [1, 2],
                "truth": [True, False],
                "text": [" x ", None],
            },
        )
    )
    assert found.columns == ("day", "moment", "year", "share", "number", "truth", "text")
    assert [list(row) for row in found.rows] == [
        ["1976-03-23", "1976-03-23", "1976", "1976.5", "1", "True", " x "],
        ["", "1976-03-23T12:30:00", "", "1", "2", "False", ""],
    ]
    assert (found.name, list(found.lines)) == ("frame", [1, 2])


def test_what_is_missing_in_pandas_is_nothing() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    frame = pandas.DataFrame(
        {
            "here": ["x", "x"],
            "Int64": pandas.array([1976, None], dtype="Int64"),
            "boolean": pandas.array([True, None], dtype="boolean"),
            "string": pandas.array(["a", None], dtype="string"),
            "category": pandas.Categorical(["a", None]),
            "moment": pandas.to_datetime(["1976-03-23", None]),
            "object": [pandas.NA, pandas.NaT],
            "float": [float("nan"), None],
        }
    )
    assert rows(frame) == [["x", "1976", "True", "a", "a", "1976-03-23", "", ""], ["x", *[""] * 7]]


def test_a_list_in_a_cell_is_a_text() -> None:
    numpy = pytest.importorskip("numpy")
    assert as_text(numpy.array([1, 2])) == "[1 2]"
    assert as_text(["a"]) == "['a']"
    assert [as_text(number) for number in (float("nan"), float("inf"), -0.0, 1e20)] == [
        "",
        "inf",
        "0",
        "100000000000000000000",
    ]


def test_an_index_with_a_name_is_a_column() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    frame = pandas.DataFrame({"Participant": ["XFR"], "Signature": ["12 Apr 1931"]})
    assert table(frame.set_index("Participant")).columns == ("Participant", "Signature")
    assert table(frame[frame.Participant == "XFR"]).columns == ("Participant", "Signature")


def test_rows_of_a_frame_keep_their_numbers() -> None:
    frame = _frame("pandas", {"a": ["x", None, "y"], "b": [None, float("nan"), 1]})
    assert list(table(frame).lines) == [1, 3]


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
def test_columns_of_one_name_are_refused(library: str) -> None:
    module = pytest.importorskip(library)
    pytest.importorskip("narwhals")
    if library == "pandas":
        frame = module.DataFrame([[1, 2]], columns=["a", "a"])
    else:
        frame = module.table([module.array([1]), module.array([2])], names=["a", "a"])
    said = refused(frame)
    assert "need different names" in said
    assert "'a' 2 times" in said


def test_a_frame_without_columns_is_refused() -> None:
    assert "the frame has no columns" in refused(_frame("pandas", {}))


def test_a_lazy_frame_is_to_be_collected() -> None:
    lazy = _frame("polars", {"a": [1]}).lazy()
    with pytest.raises(TypeError, match=r"LazyFrame .* call \.collect\(\) on it first"):
        list(tables.tables(lazy))


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_frame_gives_the_corpus_that_its_file_gives(library: str) -> None:
    text = "stateID,treatyID,StateSignature,StateForce\nXAA,t,1931-04-12,1932-07-01\nXAB,t,,1932-07-01\n"
    frame = _frame(
        library,
        {
            "stateID": ["XAA", "XAB"],
            "treatyID": ["t", "t"],
            "StateSignature": [dt.date(1931, 4, 12), None],
            "StateForce": [dt.datetime(1932, 7, 1), dt.datetime(1932, 7, 1)],
        },
    )
    one, two = (tk.registers.many.read(source, as_of="2000-01-01")[0] for source in (io.StringIO(text), frame))
    assert [(act.kind, act.by, act.date) for act in one.treaties[0].acts] == [
        (act.kind, act.by, act.date) for act in two.treaties[0].acts
    ]


# ------------------------------------------------------------------------------------------- workbooks


def _workbook(*sheets: list[list[Any]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, cells in enumerate(sheets, 1):
        sheet = book.create_sheet(f"sheet {number}")
        for row in cells:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_with_its_rows(tmp_path: Path) -> None:
    raw = _workbook(
        [
            [],
            [None, "a", "b", None, "c"],
            [None, dt.date(1976, 3, 23), dt.datetime(1976, 3, 23, 12, 30), None, 1976.0],
            [],
            [None, True, " x ", None, 1.5],
        ]
    )
    for source in (io.BytesIO(raw), file(tmp_path, raw, "a.xlsx")):
        found = table(source)
        assert [column for column in found.columns if column] == ["a", "b", "c"]
        places = [found.columns.index(name) for name in "abc"]
        assert [[row[place] for place in places] for row in found.rows] == [
            ["1976-03-23", "1976-03-23T12:30:00", "1976"],
            ["True", " x ", "1.5"],
        ]
        assert list(found.lines) == [3, 5]


def test_other_sheets_are_not_read_and_the_report_says_so() -> None:
    raw = _workbook([["country", "mitch_id", "csig"], ["XAA", 77, dt.date(1931, 4, 12)]], [["notes"], ["x"]])
    corpus, report = tk.registers.ieadb.read(io.BytesIO(raw))
    assert len(corpus["77"].acts) == 1
    (remark,) = report.of("note", code="sheet-not-read")
    assert "'sheet 2'" in remark.message


@pytest.mark.parametrize("raw", [b"", b"not a workbook", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_a_damaged_workbook_is_refused(tmp_path: Path, raw: bytes, name: str) -> None:
    pytest.importorskip("python_calamine")
    assert "cannot be read as a workbook" in refused(file(tmp_path, raw, name))


def test_half_a_workbook_and_an_empty_one_are_refused() -> None:
    raw = _workbook([["a"], ["1"]])
    assert "cannot be read as a workbook" in refused(io.BytesIO(raw[: len(raw) // 2]))
    assert "first sheet of open file is empty" in refused(io.BytesIO(_workbook([[]])))


# ------------------------------------------------------------------------------------------- without the extra


def test_without_narwhals_files_are_read_and_frames_ask_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = _frame("pandas", {"a": [1]})
    monkeypatch.setitem(sys.modules, "narwhals", None)
    assert rows(io.StringIO("a\n1\n")) == [["1"]]
    with pytest.raises(MissingExtraError, match=r"to read a frame, install: pip install 'treatykit\[registers\]'"):
        list(tables.tables(frame))


def test_without_calamine_texts_are_read_and_workbooks_ask_for_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert rows(io.StringIO("a\n1\n")) == [["1"]]
    with pytest.raises(
        MissingExtraError, match=r"a.xlsx is a workbook; .*pip install 'treatykit\[registers\]'.*as CSV"
    ):
        list(tables.tables(file(tmp_path, b"PK\x03\x04", "a.xlsx")))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_tqdm_there_is_no_bar_and_nothing_else_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    for name in ("tqdm", "tqdm.auto"):
        monkeypatch.setitem(sys.modules, name, None)
    assert list(progress.progress([1, 2], "reading")) == [1, 2]
    assert shown.getvalue() == ""


def test_a_bar_is_shown_on_a_terminal_only_and_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")
    monkeypatch.setattr(sys, "stderr", None)
    assert list(progress.progress([1, 2], "reading")) == [1, 2]
    hidden, shown = io.StringIO(), _Terminal()
    monkeypatch.setattr(progress, "DELAY", 0)
    for stream in (hidden, shown):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(progress.progress(range(3), "reading", 3)) == [0, 1, 2]
    assert hidden.getvalue() == ""
    assert "reading" in shown.getvalue()


# ------------------------------------------------------------------------------------------- formulas


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "=1+1", "@SUM(A1)"])
def test_formulas_are_lost_with_a_remark_in_every_column(formula: str) -> None:
    rows = [[formula, "t", "1931-04-12"], ["XAA", "t", formula], ["XAB", "t", "1931-04-12"]]
    text = "stateID,treatyID,StateSignature\n" + "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    corpus, report = tk.registers.many.read(io.StringIO(text), as_of="2000-01-01")
    assert [(remark.line, remark.column, remark.cell) for remark in report.of("lost", code="formula")] == [
        (2, "stateID", formula),
        (3, "StateSignature", formula),
    ]
    assert [act.by for act in corpus.treaties[0].acts] == [("XAB",)]
