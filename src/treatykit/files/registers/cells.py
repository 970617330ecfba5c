"""Cells: what a text in a table says about days. Every form is read strictly; what is not in the form is a flaw, with a reason."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import attrs

from treatykit.days import DaySet
from treatykit.errors import DayError

__all__ = [
    "BLANKS",
    "Flaw",
    "Reader",
    "day_first",
    "day_number",
    "is_blank",
    "iso_or_edtf",
    "named_month",
    "parts",
    "year",
]

#: What stands for nothing, whatever the column.
BLANKS = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "NaT", "<NA>", "None", "NULL", "null", ".", "-9"})


@attrs.define(frozen=True, slots=True)
class Flaw:
    """Why a cell is not understood: the code of the remark, and the reason as a clause."""

    code: str
    reason: str


#: Reads a cell as days.
Reader: TypeAlias = Callable[[str], "DaySet | Flaw"]

_MOST_KEPT = 65536


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing.

    >>> is_blank(" "), is_blank("NA"), is_blank("0")
    (True, True, False)
    """
    return cell.strip() in BLANKS


def formula(cell: str) -> Flaw | None:
    """A flaw, if the cell is a spreadsheet formula."""
    if cell.lstrip().startswith(("=", "@")):
        return Flaw("formula", "this is a formula; save the sheet with the values of its cells")
    return None


def _exact(year: int, month: int, day: int) -> DaySet | Flaw:
    if not 1 <= month <= 12:
        return Flaw("impossible-day", f"there is no month {month}")
    if year < 1:
        return Flaw("impossible-day", "there is no year 0 in the calendar used here")
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        return Flaw("impossible-day", f"{calendar.month_name[month]} {year} has {length} days")
    return DaySet(dt.date(year, month, day))


# ------------------------------------------------------------------------------------------- month by name

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}
_NAMED = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\.?\s+(\d{4})", re.ASCII)


@lru_cache(maxsize=_MOST_KEPT)
def named_month(cell: str) -> DaySet | Flaw:
    """A day with the name of its month: ``12 Apr 2013``, ``5 Sept 2000``, ``13 July 2010``.

    >>> print(named_month("5 Sept 2000"))
    2000-09-05
    >>> named_month("31 Jun 1972").reason
    'June 1972 has 30 days'
    """
    match = _NAMED.fullmatch(" ".join(cell.split()))  # pages have spaces that do not break
    month = _MONTHS.get(match[2].casefold()) if match is not None else None
    if match is None or month is None:
        return formula(cell) or Flaw("unreadable-date", "a day such as '12 Apr 2013' is needed")
    return _exact(int(match[3]), month, int(match[1]))


# ------------------------------------------------------------------------------------------- numbers

_DAY_FIRST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})([?~]?)", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0+)?)?(Z|\+00:00)?", re.ASCII)
_ANY_MONTH = re.compile(r"(\d{4})-XX-(\d\d)([?~%]?)", re.ASCII)
_LEADING = re.compile(r"([?~%])(\S+)")
_MARKED = re.compile(r"[?~%]")
_YEAR = re.compile(r"(\d{4})(\.0)?", re.ASCII)
#: What the reader of EDTF says of a day that is written well and is in no calendar.
_IMPOSSIBLE = re.compile(r"has \d\d days|there is no (month|year)")
_NEEDED = "an ISO or EDTF day such as '1972-06-30' or '1972-06' is needed"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


@lru_cache(maxsize=_MOST_KEPT)
def iso_or_edtf(cell: str) -> DaySet | Flaw:
    """A day as ISO 8601 or EDTF, also in the spelling of messydates: ``1981-09..1981-10``, ``1964-XX-16``, ``~1962``.

    >>> print(iso_or_edtf("1981-09..1981-10"), iso_or_edtf("1962-07-31?"))
    1981-09/1981-10 1962-07-31?
    >>> iso_or_edtf("2010-02-29").reason
    'February 2010 has 28 days'
    >>> len(iso_or_edtf("1964-XX-16"))
    12
    """
    text = cell.strip()
    if match := _ISO.fullmatch(text):
        return _exact(int(match[1]), int(match[2]), int(match[3]))
    if match := _ISO_TIME.fullmatch(text):
        return iso_or_edtf(match[1])
    if match := _LEADING.fullmatch(text):
        text = match[2] + match[1]
    if match := _ANY_MONTH.fullmatch(text):
        return _one_of_the_months(int(match[1]), int(match[2]), match[3])
    flag = "".join(sorted(set(_MARKED.findall(text)))) if ".." in text and not text.startswith("[") else ""
    if flag:
        text = _MARKED.sub("", text)
    if ".." in text and "/" not in text and not text.startswith("["):
        text, mark = text.strip("{}"), "" if text == ".." else "%" if len(flag) > 1 else flag
        text = f"[{text[:-2]}{mark}..]" if text.endswith("..") and mark else f"[{text}{mark}]"
    try:
        return DaySet(text.replace("{", "[").replace("}", "]"))
    except DayError as problem:
        why = str(problem).partition("is not a date that treatykit reads")[2].removeprefix(": ").partition("; ")[0]
        code = "impossible-day" if _IMPOSSIBLE.search(why) else "unreadable-date"
        return formula(cell) or Flaw(code, why or _NEEDED)


def _one_of_the_months(year: int, day: int, flag: str) -> DaySet | Flaw:
    days = [
        f"{year:04}-{month:02}-{day:02}" for month in range(1, 13) if day <= calendar.monthrange(year or 1, month)[1]
    ]
    if not year:
        return Flaw("impossible-day", "there is no year 0 in the calendar used here")
    if not days or not day:
        return Flaw("impossible-day", f"no month has a day {day}")
    return DaySet(f"[{','.join(days)}{flag}]")


@lru_cache(maxsize=_MOST_KEPT)
def day_first(cell: str) -> DaySet | Flaw:
    """A day as ``dd.mm.yyyy`` or ``dd/mm/yyyy``, or as ISO or EDTF, which stand in the same columns.

    >>> print(day_first("02.12.1972"), day_first("20/05/1910"), day_first("1972-12"))
    1972-12-02 1910-05-20 1972-12
    """
    match = _DAY_FIRST.fullmatch(cell.strip())
    if match is None:
        other = iso_or_edtf(cell)
        if isinstance(other, Flaw) and other.reason == _NEEDED:
            return Flaw(other.code, "a day such as '1972-06-30', '1972-06' or '30.06.1972' is needed")
        return other
    found = _exact(int(match[4]), int(match[3]), int(match[1]))
    return DaySet(f"{found}{match[5]}") if match[5] and isinstance(found, DaySet) else found


#: Day 0 of spreadsheets that take 1900 for a leap year.
_DAY_ZERO = dt.date(1899, 12, 30)
_NUMBER = re.compile(r"-?\d{1,20}(\.0+)?", re.ASCII)
_PART = re.compile(r"\d{1,4}(\.0+)?", re.ASCII)


@lru_cache(maxsize=_MOST_KEPT)
def day_number(cell: str) -> DaySet | Flaw:
    """A day as a spreadsheet numbers it, from 1899-12-30, or as ISO or EDTF. Four digits are a year, not a number.

    >>> print(day_number("36526"), day_number("2000-01-01"), day_number("-17"))
    2000-01-01 2000-01-01 1899-12-13
    """
    text = cell.strip()
    if _NUMBER.fullmatch(text) and not _YEAR.fullmatch(text):
        number = int(text.partition(".")[0])
        try:
            return DaySet(_DAY_ZERO + dt.timedelta(days=number))
        except OverflowError:
            return Flaw("impossible-day", f"day number {number} lies outside the calendar")
    return year(cell)


@lru_cache(maxsize=_MOST_KEPT)
def year(cell: str) -> DaySet | Flaw:
    """A year, which is every day of it; a whole day is taken too. No precision is made up.

    >>> print(year("1976"), year("1976.0"), year("1976-03-23"))
    1976 1976 1976-03-23
    """
    match = _YEAR.fullmatch(cell.strip())
    if match is not None:
        return DaySet(match[1]) if match[1] != "0000" else Flaw("impossible-day", "there is no year 0")
    return day_first(cell)


@lru_cache(maxsize=_MOST_KEPT)
def parts(year: str, month: str, day: str) -> DaySet | Flaw | None:
    """A day whose year, month and day stand in three columns; a blank or zero part is not known. ``None`` without a year.

    >>> print(parts("1961", "7", "6"), parts("1961", "7", ""), parts("1961", "", "6"), parts("0", "0", "0"))
    1961-07-06 1961-07 1961 None
    """
    numbers = []
    for part in (year, month, day):
        text = part.strip()
        if text in BLANKS:
            numbers.append(0)
        elif _PART.fullmatch(text):
            numbers.append(int(text.partition(".")[0]))
        else:
            return formula(text) or Flaw("unreadable-date", f"{text[:40]!r} is no number of a year, month or day")
    y, m, d = numbers
    if not y:
        return None if not m and not d else Flaw("unreadable-date", "the year is missing")
    if y < 1000:
        return Flaw("unreadable-date", f"a year has four digits, and {y} has not")
    if m > 12:
        return Flaw("impossible-day", f"there is no month {m}")
    if d > 31:
        return Flaw("impossible-day", f"no month has a day {d}")
    if not m or not d:
        return DaySet(f"{y:04}-{m:02}" if m else f"{y:04}")
    return _exact(y, m, d)
