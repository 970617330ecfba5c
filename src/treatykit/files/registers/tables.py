"""Tables as they come: delimited files in any encoding, workbooks, open files and frames, read as texts with their lines.

Delimited text is read by the ``csv`` module of the standard library: it alone among the readers tried gives the line on
which each row begins, and lets rows that are too short or too long be refused. Frames of pandas, polars and pyarrow come
in through narwhals, workbooks through python-calamine; both come with the extra ``registers``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

import attrs

from treatykit.errors import MissingExtraError, TreatyFileError, did_you_mean

__all__ = ["SUFFIXES", "Source", "Table", "tables"]

#: What can be read: a path to a file or folder, an open file, a frame, or several of them.
Source: TypeAlias = Any

#: A larger table is something else.
MOST_BYTES = 256 * 1024 * 1024
TEXTS = (".csv", ".tsv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SUFFIXES = TEXTS + WORKBOOKS
_DELIMITERS = ",;\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@attrs.define(frozen=True, slots=True, eq=False, repr=False)
class Table:
    """One table: its columns, its rows as texts, and the line on which each row begins."""

    #: the file as it was named, or ``frame``
    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    #: the encoding, where it had to be guessed
    guessed: str = ""

    @property
    def stem(self) -> str:
        """The name of the file without folder and suffix."""
        return Path(self.name).stem

    def where(self, *names: str) -> int | None:
        """The place of the first column that goes by one of several names; capitals, spaces and signs do not matter."""
        wanted = [_plain(name) for name in names]
        found = [_plain(column) for column in self.columns]
        return next((found.index(name) for name in wanted if name in found), None)

    def need(self, *names: str) -> int:
        """The place of a column that must be there.

        Raises :class:`~treatykit.errors.TreatyFileError` with the columns that are there.
        """
        place = self.where(*names)
        if place is None:
            shown = ", ".join(map(repr, self.columns[:30])) + (", ..." if len(self.columns) > 30 else "")
            raise TreatyFileError(
                f"{self.name} has no column {names[0]!r}{did_you_mean(names[0], self.columns)}; it has {shown}"
            )
        twice = [column for column in self.columns if _plain(column) == _plain(self.columns[place])]
        if len(twice) > 1:
            raise TreatyFileError(f"{self.name} has {len(twice)} columns {twice[0]!r}; which of them is meant?")
        return place

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows, {len(self.columns)} columns>"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def tables(source: Source, *, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Table]:
    """Every table in a source: a file, a folder (with those in it, in the order of their names), an open file, a frame.

    ``encoding`` and ``delimiter`` are found out if they are not given: UTF-8, or what a byte-order mark says; a file that
    is neither is read as Windows-1252, and says so.

    Raises :class:`~treatykit.errors.TreatyFileError` for whatever is no table, and
    :class:`~treatykit.errors.MissingExtraError` for a frame or a workbook without the extra that reads it.
    """
    if isinstance(source, str | os.PathLike):
        for path in _files(Path(os.fspath(source))):
            yield _of_file(path, encoding, delimiter)
    elif isinstance(source, Table):
        yield source
    elif hasattr(source, "read"):
        yield _of_stream(source, encoding, delimiter)
    elif isinstance(source, list | tuple):
        for part in source:
            yield from tables(part, encoding=encoding, delimiter=delimiter)
    else:
        yield _of_frame(source)


# ------------------------------------------------------------------------------------------- files


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        found = sorted(
            (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")),
            key=lambda file: [(len(part), part) for part in file.relative_to(path).parts],
        )
    except (OSError, ValueError) as problem:
        raise TreatyFileError(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}") from None
    if not found:
        raise TreatyFileError(f"{path} is a folder without tables; tables end in {', '.join(SUFFIXES)}")
    return found


def _of_file(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise TreatyFileError(
            f"{path} is no table that can be read; tables end in {', '.join(SUFFIXES)}"
            " (an R or Stata file can be read with pandas or pyreadr, and the frame given instead)"
        )
    raw = _bytes_of(path)
    if suffix in WORKBOOKS:
        return _of_workbook(str(path), raw)
    return _of_bytes(str(path), raw, encoding, delimiter or ("\t" if suffix in {".tsv", ".tab"} else None))


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise TreatyFileError(f"{path} is not a regular file")
        if found.st_size > MOST_BYTES:
            raise _too_large(str(path), found.st_size)
        return path.read_bytes()
    except TreatyFileError:
        raise
    except FileNotFoundError:
        raise TreatyFileError(f"{path} does not exist{_near(path)}") from None
    except (OSError, ValueError) as problem:
        raise TreatyFileError(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}") from None


def _too_large(name: str, size: int) -> TreatyFileError:
    return TreatyFileError(f"{name} has {size:,} bytes; a table of treaties has {MOST_BYTES:,} at most")


def _near(path: Path) -> str:
    try:
        return did_you_mean(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        return ""


def _of_stream(stream: IO[Any], encoding: str | None, delimiter: str | None) -> Table:
    name = getattr(stream, "name", None)
    name = name if isinstance(name, str) else "open file"
    try:
        content = stream.read(MOST_BYTES + 1)
    except UnicodeDecodeError as problem:
        raise TreatyFileError(
            f"{name} was opened as {problem.encoding}, which it is not; open it with 'rb', and give encoding="
        ) from None
    except (OSError, ValueError) as problem:
        raise TreatyFileError(f"{name} cannot be read: {problem}") from None
    if len(content) > MOST_BYTES:
        raise _too_large(name, len(content))
    if isinstance(content, str):
        return _of_text(name, content, delimiter, "")
    if name.lower().endswith(WORKBOOKS) or content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        return _of_workbook(name, content)
    return _of_bytes(name, content, encoding, delimiter)


# ------------------------------------------------------------------------------------------- delimited text


def _of_bytes(name: str, raw: bytes, encoding: str | None, delimiter: str | None) -> Table:
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)
    wanted = encoding or marked or "utf-8"
    try:
        return _of_text(name, raw.decode(wanted).removeprefix("\ufeff"), delimiter, "")
    except LookupError:
        raise TreatyFileError(
            f"{encoding!r} is no encoding that is known; give one such as 'utf-8' or 'cp1252'"
        ) from None
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        told = f"{name}, line {line}: byte {raw[problem.start]:#04x} is not {wanted}"
        if encoding or marked or b"\0" in raw:
            raise TreatyFileError(f"{told}; give the encoding of the file, such as encoding='cp1252'") from None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise TreatyFileError(f"{told}, nor Windows-1252; give the encoding of the file with encoding=") from None
    return _of_text(name, text, delimiter, "Windows-1252")


def _of_text(name: str, text: str, delimiter: str | None, guessed: str) -> Table:
    nul = text.find("\0")
    if nul >= 0:
        raise TreatyFileError(
            f"{name}, line {text.count(chr(10), 0, nul) + 1} holds a NUL character: this is no table as text; if it is "
            "UTF-16, give encoding='utf-16'"
        )
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as problem:
        raise TreatyFileError(f"{name}, line {line}: {_reason(str(problem))}") from None
    if not rows:
        raise TreatyFileError(f"{name} is empty; a table begins with the names of its columns")
    return _made(name, [cell.strip() for cell in rows[0]], rows[1:], lines[1:], guessed)


def _reason(problem: str) -> str:
    if "field larger" in problem:
        return f"a cell has more than {csv.field_size_limit():,} characters; is a quotation mark missing?"
    if "unexpected end" in problem:
        return "a quotation mark that begins a cell of this row is never closed"
    if "expected after" in problem:
        return 'something stands behind the closing quotation mark of a cell; a mark inside a cell is doubled: ""'
    return f"this row cannot be read: {problem}"


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first line; a comma if none does."""
    first, quoted = text.partition("\n")[0], False
    counts = dict.fromkeys(_DELIMITERS, 0)
    for letter in first[:100_000]:
        if letter == '"':
            quoted = not quoted
        elif letter in counts and not quoted:
            counts[letter] += 1
    return max(counts, key=lambda sign: counts[sign])


def _made(name: str, columns: list[str], rows: list[list[str]], lines: list[int], guessed: str) -> Table:
    """The table, if every row has a cell for every column and for no more."""
    width = len(columns)
    wrong = []
    for number, row in enumerate(rows):
        if len(row) != width:
            if len(row) > width and not any(row[width:]):
                rows[number] = row[:width]
            else:
                wrong.append(f"line {lines[number]} has {len(row)}")
    if wrong:
        more = f", and {len(wrong) - 5:,} more such lines" if len(wrong) > 5 else ""
        raise TreatyFileError(
            f"{name}: the first line names {width} columns, but {'; '.join(wrong[:5])}{more}. A cell that holds the "
            "delimiter needs quotation marks; which cell belongs to which column is not guessed"
        )
    return Table(name, tuple(columns), rows, lines, guessed)


# ------------------------------------------------------------------------------------------- workbooks and frames


def _of_workbook(name: str, raw: bytes) -> Table:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingExtraError(
            f"{name} is a workbook; to read it, install: pip install 'treatykit[registers]' (or save the sheet as CSV)"
        ) from None
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, IndexError) as problem:
        raise TreatyFileError(f"{name} cannot be read as a workbook: {problem}") from None
    rows = [[_as_text(cell) for cell in row] for row in cells]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not numbered:
        raise TreatyFileError(f"the first sheet of {name} is empty")
    (_, columns), *rest = numbered
    return _made(name, [cell.strip() for cell in columns], [row for _, row in rest], [number for number, _ in rest], "")


def _of_frame(frame: Any) -> Table:
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError(
            "to read a frame, install: pip install 'treatykit[registers]' (or name a file instead)"
        ) from None
    try:
        made = nw.from_native(frame, eager_only=True)
    except TypeError:
        hint = "; call .collect() on it first" if hasattr(frame, "collect") else ""
        raise TypeError(
            f"{type(frame).__name__} is nothing a table can be read from{hint}; give a path, an open file, or a frame of "
            "pandas, polars or pyarrow"
        ) from None
    columns = [str(column).strip() for column in made.columns]
    cells: Iterable[list[str]] = (
        [_as_text(cell) for cell in made.get_column(column).to_list()] for column in made.columns
    )
    rows = list(map(list, zip(*cells, strict=True)))
    return Table("frame", tuple(columns), rows, range(1, len(rows) + 1))


def _as_text(cell: Any) -> str:
    """A typed cell as it would stand in a text: nothing for what is missing, ISO for days, no ``.0`` behind whole numbers."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
