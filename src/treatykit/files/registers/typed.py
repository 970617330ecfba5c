"""Typed tables: workbooks and frames, whose cells become the texts that they would be in a delimited file.

Workbooks are read by python-calamine, frames of pandas, polars and pyarrow through narwhals; both come with the extra
``registers``.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable
from typing import Any

from treatykit.errors import MissingExtraError, TreatyFileError

__all__ = ["as_text", "from_frame", "from_workbook"]


def from_workbook(name: str, raw: bytes) -> tuple[tuple[str, ...], list[list[str]], list[int], tuple[str, ...]]:
    """The columns of the first sheet, its rows, the line of each, and the names of the other sheets.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no workbook, and
    :class:`~treatykit.errors.MissingExtraError` without the extra that reads it.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingExtraError(
            f"{name} is a workbook; to read it, install: pip install 'treatykit[registers]' (or save the sheet as CSV)"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, IndexError) as problem:
        raise TreatyFileError(f"{name} cannot be read as a workbook: {problem}") from None
    numbered = _filled([as_text(cell) for cell in row] for row in cells)
    if not numbered:
        raise TreatyFileError(f"the first sheet of {name} is empty")
    (_, columns), *rest = numbered
    names = tuple(cell.strip() for cell in columns)
    return names, [row for _, row in rest], [line for line, _ in rest], tuple(book.sheet_names[1:])


def from_frame(frame: Any) -> tuple[tuple[str, ...], list[list[str]], list[int]]:
    """The columns of a frame, its rows, and the number of each, from 1.

    Raises ``TypeError`` for what is no frame, :class:`~treatykit.errors.TreatyFileError` for one that is no table, and
    :class:`~treatykit.errors.MissingExtraError` without the extra that reads it.
    """
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError(
            "to read a frame, install: pip install 'treatykit[registers]' (or name a file instead)"
        ) from None
    try:
        made = nw.from_native(_with_index(frame), eager_only=True)
    except TypeError:
        hint = "; call .collect() on it first" if hasattr(frame, "collect") else ""
        raise TypeError(
            f"{type(frame).__name__} is nothing a table can be read from{hint}; give a path, an open file, a frame of pandas, "
            "polars or pyarrow, or a list of them"
        ) from None
    except ValueError as problem:
        raise TreatyFileError(
            f"the columns of the frame need different names ({' '.join(str(problem).split())}); rename them"
        ) from None
    if not made.columns:
        raise TreatyFileError(
            "the frame has no columns; a table has at least those that name the treaty and the participant"
        )
    cells = ([as_text(cell) for cell in made.get_column(column).to_list()] for column in made.columns)
    numbered = _filled(map(list, zip(*cells, strict=True)))
    columns = tuple(str(column).strip() for column in made.columns)
    return columns, [row for _, row in numbered], [number for number, _ in numbered]


def _filled(rows: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    """The rows that have a filled cell, each with its number, from 1."""
    return [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]


def _with_index(frame: Any) -> Any:
    """A frame of pandas with its index among its columns, if the index has a name."""
    index = getattr(frame, "index", None)
    named = any(name is not None for name in getattr(index, "names", ()))
    return frame.reset_index() if named and hasattr(frame, "reset_index") else frame


def as_text(cell: Any) -> str:
    """A typed cell as it would stand in a text: nothing for what is missing, ISO for days, no ``.0`` behind whole numbers."""
    if isinstance(cell, str):
        return cell
    is_missing = isinstance(cell, float | dt.date) and cell != cell  # NaN and NaT do not equal themselves
    if cell is None or is_missing or type(cell).__name__ == "NAType":
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
