"""Tables as they come: delimited files in any encoding, workbooks, open files and frames, read as texts with their lines.

Delimited text is read by the ``csv`` module of the standard library: it alone among the readers tried gives the line on
which each row begins, and lets rows that are too short or too long be refused.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

import attrs

from treatykit.errors import TreatyFileError, did_you_mean
from treatykit.files.registers.typed import from_frame, from_workbook

__all__ = ["NAMELESS", "SUFFIXES", "Source", "Table", "tables"]

#: What can be read: a path to a file or folder, an open file, a frame, or several of them.
Source: TypeAlias = Any

_FRAME, _OPEN_FILE = "frame", "open file"
#: What tables go by that have no name of their own.
NAMELESS = (_FRAME, _OPEN_FILE)

#: A larger table is something else.
MOST_BYTES = 256 * 1024 * 1024
TEXTS = (".csv", ".tsv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SUFFIXES = TEXTS + WORKBOOKS
_DELIMITERS = ",;\t|"
#: Byte-order marks, and the encodings that they tell; the longer ones first.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: How files begin that are no text, whatever their name says.
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a workbook or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a document in RTF"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "the stand-in of Git LFS for a file that was not fetched"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")


@attrs.define(frozen=True, slots=True, eq=False, repr=False)
class Table:
    """One table: its columns, its rows as texts, and the line on which each row begins."""

    #: the file as it was named, or ``frame``
    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    #: the names of the other sheets of a workbook, which are not read
    other_sheets: tuple[str, ...] = ()
    #: the encoding, where it had to be guessed
    guessed: str = ""

    @property
    def stem(self) -> str:
        """The name of the file without folder and suffix."""
        return Path(self.name).stem

    def where(self, *names: str) -> int | None:
        """The place of the first column that goes by one of several names; capitals, spaces and signs do not matter.

        Raises :class:`~treatykit.errors.TreatyFileError` if two columns go by that name.
        """
        wanted = [_plain(name) for name in names]
        found = [_plain(column) for column in self.columns]
        place = next((found.index(name) for name in wanted if name in found), None)
        if place is not None and found.count(found[place]) > 1:
            twice = ", ".join(repr(column) for column in self.columns if _plain(column) == found[place])
            raise TreatyFileError(f"{self.name} has two columns that could be meant: {twice}; rename one of them")
        return place

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
        return place

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows, {len(self.columns)} columns>"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def tables(source: Source, *, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Table]:
    """Every table in a source: a file, a folder (with those in it, in the order of their names), an open file, a frame.

    ``encoding`` and ``delimiter`` are found out if they are not given: UTF-8, or what a byte-order mark says; a file that
    is neither is read as Windows-1252, and says so. A row without a filled cell is no row. Of a workbook, the first sheet is
    read; of a frame, the columns, and an index that has a name.

    Raises :class:`~treatykit.errors.TreatyFileError` for whatever is no table, and
    :class:`~treatykit.errors.MissingExtraError` for a frame or a workbook without the extra that reads it.
    """
    if encoding is not None:
        _check_encoding(encoding)
    if isinstance(source, str | os.PathLike):
        for path in _files(_path(source)):
            yield _of_file(path, encoding, delimiter)
    elif isinstance(source, Table):
        yield source
    elif hasattr(source, "read"):
        yield _of_stream(source, encoding, delimiter)
    elif isinstance(source, list | tuple):
        if not source:
            raise TreatyFileError("the list of tables is empty; name at least one file, folder, open file or frame")
        for part in source:
            yield from tables(part, encoding=encoding, delimiter=delimiter)
    else:
        yield Table(_FRAME, *from_frame(source))


# ------------------------------------------------------------------------------------------- files


def _path(source: str | os.PathLike[str]) -> Path:
    given = os.fspath(source)
    if not isinstance(given, str):
        raise TypeError(f"the path of a table is a text or a Path, not {type(given).__name__}")
    if not given:
        raise TreatyFileError("the path is empty; name a file or a folder, such as '.' for this one")
    if "\n" in given or "\r" in given:
        raise TreatyFileError(
            f"{given[:40]!r} is no path: it has several lines; to read a text, give it as io.StringIO(text)"
        )
    return Path(given)


def _check_encoding(encoding: object) -> None:
    if not isinstance(encoding, str):
        raise TypeError(f"encoding= takes the name of an encoding, such as 'cp1252', not {type(encoding).__name__}")
    try:
        "1".encode(encoding)
    except (LookupError, ValueError):
        raise TreatyFileError(
            f"{encoding!r} is no encoding that is known; give one such as 'utf-8' or 'cp1252'"
        ) from None


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        found = sorted(
            (file for file in path.rglob("*") if _is_meant(file, path)), key=lambda file: _by_name(file, path)
        )
    except (OSError, ValueError) as problem:
        raise _unreadable(path, problem) from None
    if not found:
        raise TreatyFileError(f"{path} is a folder without tables; tables end in {', '.join(SUFFIXES)}")
    return found


def _is_meant(file: Path, folder: Path) -> bool:
    """Whether a file in a folder is one of its tables: not hidden, and not what a program for sheets keeps beside it."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in SUFFIXES and not hidden and not file.name.startswith("~$") and not file.is_dir()


def _by_name(file: Path, folder: Path) -> list[list[tuple[bool, int, str]]]:
    """What puts files into the order of their names, with numbers in the order of numbers: 2-1 before 10-1."""
    return [
        [(piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece) for piece in re.split(r"(\d+)", part)]
        for part in file.relative_to(folder).parts
    ]


def _unreadable(path: Path, problem: Exception) -> TreatyFileError:
    return TreatyFileError(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}")


def _of_file(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    suffix = path.suffix.lower()
    found = _stat_of(path)
    if suffix not in SUFFIXES:
        raise TreatyFileError(
            f"{path} is no table that can be read; tables end in {', '.join(SUFFIXES)}"
            " (an R or Stata file can be read with pandas or pyreadr, and the frame given instead)"
        )
    if not stat.S_ISREG(found.st_mode):
        raise TreatyFileError(f"{path} is not a regular file")
    if found.st_size > MOST_BYTES:
        raise _too_large(str(path), found.st_size)
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise _unreadable(path, problem) from None
    if suffix in WORKBOOKS:
        return Table(str(path), *from_workbook(str(path), raw))
    return _of_bytes(str(path), raw, encoding, delimiter or ("\t" if suffix in {".tsv", ".tab"} else None))


def _stat_of(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise TreatyFileError(f"{path} is a link to {os.readlink(path)}, which does not exist") from None
        raise TreatyFileError(f"{path} does not exist{_near(path)}") from None
    except (OSError, ValueError) as problem:
        raise _unreadable(path, problem) from None


def _too_large(name: str, size: int) -> TreatyFileError:
    return TreatyFileError(f"{name} has {size:,} bytes; a table of treaties has {MOST_BYTES:,} at most")


def _near(path: Path) -> str:
    try:
        return did_you_mean(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        return ""


def _of_stream(stream: IO[Any], encoding: str | None, delimiter: str | None) -> Table:
    name = getattr(stream, "name", None)
    name = name if isinstance(name, str) else _OPEN_FILE
    try:
        content = _content(stream, name)
    except UnicodeDecodeError as problem:
        raise TreatyFileError(
            f"{name} was opened as {problem.encoding}, which it is not; open it with 'rb', and give encoding="
        ) from None
    except (OSError, ValueError) as problem:
        raise TreatyFileError(f"{name} cannot be read: {problem}") from None
    if isinstance(content, str):
        return _of_text(name, content, delimiter, "")
    if name.lower().endswith(WORKBOOKS) or content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        return Table(name, *from_workbook(name, content))
    return _of_bytes(name, content, encoding, delimiter)


def _content(stream: IO[Any], name: str) -> str | bytes:
    """All that an open file holds. One that is not buffered gives it piece by piece."""
    pieces: list[Any] = []
    size = 0
    while piece := stream.read(MOST_BYTES + 1 - size):
        if not isinstance(piece, str | bytes):
            raise TypeError(f"read() of {name} gives {type(piece).__name__}, where a text or bytes are needed")
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise _too_large(name, size)
    empty = b"" if piece is None else piece
    return empty.join(pieces)


# ------------------------------------------------------------------------------------------- delimited text


def _of_bytes(name: str, raw: bytes, encoding: str | None, delimiter: str | None) -> Table:
    other = next((what for begin, what in _OTHERS if raw[:32].lower().startswith(begin.lower())), None)
    if other is not None:
        raise TreatyFileError(f"{name} is {other}, not a table as text; tables end in {', '.join(SUFFIXES)}")
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)
    if encoding and marked and not codecs.lookup(encoding).name.startswith(marked):
        raise TreatyFileError(f"{name} begins with the mark of {marked}, and is not {encoding}; leave encoding= out")
    wanted = encoding or marked or "utf-8"
    try:
        return _of_text(name, raw.decode(wanted), delimiter, "")
    except UnicodeError as problem:
        start = getattr(problem, "start", 0)
        told = f"{name}, line {raw.count(10, 0, start) + 1}: byte {raw[start]:#04x} is not {wanted}"
    if b"\0" in raw and not encoding and not marked:
        raise TreatyFileError(
            f"{told}, and there are NUL bytes; if it is UTF-16, give encoding='utf-16-le' or 'utf-16-be'"
        )
    if encoding:
        raise TreatyFileError(f"{told}; give the encoding of the file, such as 'cp1252', or leave encoding= out")
    if marked:
        raise TreatyFileError(f"{told}, of which it has the mark; the file is damaged, save it anew")
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise TreatyFileError(f"{told}, nor is the file Windows-1252; give its encoding with encoding=") from None
    return _of_text(name, text, delimiter, "Windows-1252")


def _of_text(name: str, text: str, delimiter: str | None, guessed: str) -> Table:
    text = text.removeprefix("\ufeff")
    nul = text.find("\0")
    if nul >= 0:
        raise TreatyFileError(
            f"{name}, line {text.count(chr(10), 0, nul) + 1} holds a NUL character: this is no table as text; if it is "
            "UTF-16, give encoding='utf-16-le' or 'utf-16-be'"
        )
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(_lines_of(text), delimiter=delimiter or _delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as problem:
        raise TreatyFileError(f"{name}, line {line}: {_reason(str(problem))}") from None
    if not rows:
        raise TreatyFileError(f"{name} is empty; a table begins with the names of its columns")
    return _made(name, [cell.strip() for cell in rows[0]], rows[1:], lines[1:], guessed)


def _lines_of(text: str) -> Iterator[str]:
    """The lines of a text with their ends; ``io.StringIO`` would hold it once more, with four bytes for each letter."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _reason(problem: str) -> str:
    if "field larger" in problem:
        return f"a cell has more than {csv.field_size_limit():,} characters; is a quotation mark missing?"
    if "unexpected end" in problem:
        return "a quotation mark that begins a cell of this row is never closed"
    if "expected after" in problem:
        return 'something stands behind the closing quotation mark of a cell; a mark inside a cell is doubled: ""'
    return f"this row cannot be read: {problem}"


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first row; a comma if none does."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = begun = False
    for letter in text[:100_000]:
        if letter in "\r\n" and begun and not quoted:
            break
        if letter == '"':
            quoted = not quoted
        elif letter in counts and not quoted:
            counts[letter] += 1
        begun = begun or not letter.isspace()
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
            "delimiter needs quotation marks, with no space before them; which cell belongs to which column is not guessed"
        )
    return Table(name, tuple(columns), rows, lines, guessed=guessed)
