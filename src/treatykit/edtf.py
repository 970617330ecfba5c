"""EDTF: reading and spelling the subset of ISO 8601-2 that treatykit keeps. Everything else is refused by name."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re

from treatykit.errors import DayError

__all__ = ["read", "refuse", "spell"]


# ------------------------------------------------------------------------------------------- reading

_DAY = re.compile(r"(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?", re.ASCII)
_ACCEPTED = (
    "accepted are 2024-12-04, 2024-12, 2024, 2024-XX-XX, 2024-12-XX, a/b, ../b, a/.. and [a,b], "
    "each with an optional closing ? or ~"
)

#: Spellings that are known and refused: a pattern, and what to say about it.
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"\s*", "it is empty"),
    (r"(now|today|yesterday|tomorrow|current)", "nothing here reads the clock: name the day"),
    (r"\s.*|.*\s", "it begins or ends with a blank"),
    (r".*\dT\d.*", "it has a time of day, and treatykit counts whole days"),
    (r"\{.*", "sets of 'all of' ({}) are not dates of one act: give each act its own date"),
    (r"Y-?\d.*|.*\dE\d.*", "years with exponents or more than four digits lie outside the calendar used here"),
    (r"-\d.*", "years before year 1 lie outside the calendar used here"),
    (r"\d{4}-(2[1-9]|3\d|4[01])([?~%].*)?", "seasons and quarters have no agreed first and last day: give a/b"),
    (r"\d{1,3}X{1,3}.*|X.*", "decades and centuries with unspecified digits are not kept: give a/b"),
    (r"\d{4}-XX-\d{2}", "a day in an unspecified month is not kept: give [a,b] or the year"),
    (r"\d{4}-(\dX|X\d).*|\d{4}-\d{2}-(\dX|X\d)", "only whole months and days can be left unspecified"),
    (r"\d{4}-?W\d.*", "week dates are not kept: give the days as a/b"),
    (r"\d{4}-\d{3}", "ordinal dates are not kept: give the month and the day"),
    (r"\d{8}|\d{6}", "compact dates are not kept: put hyphens between year, month and day"),
    (r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}-\d{1,2}-\d{4}", "the order of day and month is not certain"),
    (r"\d{4}-\d(-\d{1,2})?|\d{4}-\d{2}-\d", "months and days have two digits"),
    (r"\d{4}/\d{1,2}/\d{1,2}", "a day is written with hyphens; a slash stands between two days"),
    (r"\d{5,}.*", "years have four digits"),
    (r".*[?~%]-.*|[?~%].*", "a flag stands at the end of a date, not inside it or before it"),
    (r".*\d\.\.\d.*", "a run of days is written a/b, or inside brackets [a..b]"),
    (r".*/", "the end of the interval is unknown: write a/.. if it is open"),
    (r"/.*", "the start of the interval is unknown: write ../b if it is open"),
)


def _reason(text: str) -> str:
    """What to say of a spelling that is known and refused; nothing for any other."""
    found = (why for pattern, why in _REFUSED if re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE))
    return next(found, "")


def refuse(text: str, why: str = "") -> DayError:
    """The error for a text that is not read, with the reason where there is one."""
    if not why:
        why = _reason(text)
    shown = text if len(text) <= 60 else text[:57] + "..."
    return DayError(f"{shown!r} is not a date that treatykit reads{': ' + why if why else ''}; {_ACCEPTED}")


def read(text: str) -> tuple[list[tuple[float, float]], bool, bool]:
    """The closed ranges of ordinals in one EDTF string, and whether it is marked uncertain, and approximate."""
    try:
        if text.startswith("["):
            ranges, flags = _read_one_of(text)
        elif "/" in text:
            ranges, flags = _read_interval(text, "/")
        else:
            first, last, flags = _read_date(text, text)
            ranges = [(first, last)]
    except _UnreadableError as problem:
        raise refuse(text, problem.why) from None
    return ranges, "?" in flags or "%" in flags, "~" in flags or "%" in flags


class _UnreadableError(Exception):
    def __init__(self, why: str) -> None:
        self.why = why


def _read_one_of(text: str) -> tuple[list[tuple[float, float]], str]:
    if not text.endswith("]"):
        raise _UnreadableError("the bracket is not closed; flags stand inside it")
    ranges: list[tuple[float, float]] = []
    flags = ""
    for member in text[1:-1].split(","):
        if ".." in member:
            found, marks = _read_interval(member, "..")
        else:
            first, last, marks = _read_date(member, text)
            found = [(first, last)]
        ranges += found
        flags += marks
    return ranges, flags


def _read_interval(text: str, mark: str) -> tuple[list[tuple[float, float]], str]:
    left, _, right = text.partition(mark)
    start, end, flags = -math.inf, math.inf, ""
    open_end = ".." if mark == "/" else ""
    if left != open_end:
        start, _, marks = _read_date(left, text)
        flags += marks
    if right != open_end:
        _, end, marks = _read_date(right, text)
        flags += marks
    if start > end:
        raise _UnreadableError("it ends before it starts")
    return [(start, end)], flags


def _read_date(text: str, whole: str) -> tuple[int, int, str]:
    flag = text[-1:] if text[-1:] in {"?", "~", "%"} else ""
    match = _DAY.fullmatch(text.removesuffix(flag) if flag else text)
    if match is None:
        raise _UnreadableError(_reason(whole) or _reason(text))
    year, month, day = match.groups()
    if year == "0000":
        raise _UnreadableError("there is no year 0 in the calendar used here")
    y = int(year)
    if month is None or month == "XX":
        if month == "XX" and day not in (None, "XX"):
            raise _UnreadableError("a day in an unspecified month is not kept: give [a,b] or the year")
        return dt.date(y, 1, 1).toordinal(), dt.date(y, 12, 31).toordinal(), flag
    m = int(month)
    if not 1 <= m <= 12:
        if 21 <= m <= 41:
            raise _UnreadableError("seasons and quarters have no agreed first and last day: give a/b")
        raise _UnreadableError(f"there is no month {month}")
    length = calendar.monthrange(y, m)[1]
    if day is None or day == "XX":
        return dt.date(y, m, 1).toordinal(), dt.date(y, m, length).toordinal(), flag
    if not 1 <= int(day) <= length:
        raise _UnreadableError(f"{calendar.month_name[m]} {y} has {length} days")
    ordinal = dt.date(y, m, int(day)).toordinal()
    return ordinal, ordinal, flag


# ------------------------------------------------------------------------------------------- spelling


def spell(ranges: tuple[tuple[float, float], ...], uncertain: bool, approximate: bool) -> str:
    """The canonical spelling of sorted, disjoint, closed ranges of ordinals, with flags."""
    flag = "%" if uncertain and approximate else "?" if uncertain else "~" if approximate else ""
    if len(ranges) == 1 and ranges[0][1] - ranges[0][0] == 1:
        ranges = tuple((day, day) for day in ranges[0])
    if len(ranges) == 1:
        return _spell_range(*ranges[0], flag=flag, mark="/", open_end="..")
    parts = [_spell_range(*pair, flag="", mark="..", open_end="") for pair in ranges]
    if flag:
        parts[-1] = parts[-1].removesuffix("..") + flag + ".." if parts[-1].endswith("..") else parts[-1] + flag
    return f"[{','.join(parts)}]"


def _spell_range(first: float, last: float, *, flag: str, mark: str, open_end: str) -> str:
    if first == -math.inf and last == math.inf:
        return f"{open_end}{mark}{open_end}"
    if first == -math.inf:
        return f"{open_end}{mark}{_spell_whole(last, last)}{flag}"
    if last == math.inf:
        return f"{_spell_whole(first, first)}{flag}{mark}{open_end}"
    whole = _spell_whole(first, last)
    if whole:
        return whole + flag
    start, end = dt.date.fromordinal(int(first)), dt.date.fromordinal(int(last))
    month_ends = calendar.monthrange(end.year, end.month)[1] == end.day
    if start.day == 1 and month_ends:
        if start.month == 1 and end.month == 12:
            return f"{start.year:04}{mark}{end.year:04}{flag}"
        return f"{start.isoformat()[:7]}{mark}{end.isoformat()[:7]}{flag}"
    return f"{start.isoformat()}{mark}{end.isoformat()}{flag}"


def _spell_whole(first: float, last: float) -> str:
    """A day, a month or a year, where the range is exactly that; else nothing."""
    start, end = dt.date.fromordinal(int(first)), dt.date.fromordinal(int(last))
    if start == end:
        return start.isoformat()
    if start.day == 1 and start.year == end.year and end.day == calendar.monthrange(end.year, end.month)[1]:
        if start.month == end.month:
            return start.isoformat()[:7]
        if start.month == 1 and end.month == 12:
            return start.isoformat()[:4]
    return ""
