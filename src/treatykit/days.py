"""Days: sets of candidate days (an EDTF subset) and legal distances between days.

The unit is the whole civil day at the place of the act: no clock, no time zone, no sentinel date.
Inside the library a day is its proleptic Gregorian ordinal, and ``-inf`` and ``inf`` stand for "no bound".
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import attrs
from pendulum import Date

from treatykit import edtf
from treatykit.errors import DayError

__all__ = ["Date", "DayLike", "DaySet", "Rounding", "Span", "date_of", "days_of", "ordinal_of"]

FIRST = 1
LAST = 3652059  # 9999-12-31, the last day that a date can hold

#: What a day may be given as: an ISO or EDTF string, a date, or a set of days.
DayLike: TypeAlias = "str | dt.date | DaySet"


# ------------------------------------------------------------------------------------------- day sets


@attrs.define(frozen=True, slots=True, init=False, repr=False)
class DaySet:
    """The days on which something may have happened: one exact day, a span of days, or several.

    Read from a subset of EDTF (ISO 8601-2): ``2024-12-04``, ``2024-12``, ``2024``, ``2024-XX-XX``,
    ``2024-12-XX``, ``a/b``, ``../b``, ``a/..`` and ``[a,b]`` (one of; ``a..b`` inside the brackets is a run of
    days). A closing ``?`` (uncertain), ``~`` (approximate) or ``%`` (both) is kept as a flag and widens nothing.
    Every day in the set is a candidate; no day outside it is. Two sets with the same days and flags are equal,
    however they were spelled.

    >>> signed = DaySet("[2024-06-18,2024-06-19]")
    >>> signed.earliest, signed.latest, len(signed)
    (Date(2024, 6, 18), Date(2024, 6, 19), 2)
    >>> DaySet("2024-12-XX") == DaySet("2024-12")
    True
    >>> DaySet("2024-12-04").is_exact
    True

    Raises :class:`~treatykit.errors.DayError` for anything else, by name.
    """

    #: Sorted, disjoint, non-adjacent closed ranges as ordinals: (first, last, first, last, ...).
    bounds: tuple[float, ...]
    uncertain: bool
    approximate: bool
    #: The spelling this set was read from, or the empty string.
    text: str = attrs.field(eq=False)

    def __init__(self, value: DayLike) -> None:
        if isinstance(value, DaySet):
            bounds, uncertain, approximate, text = (
                value.bounds,
                value.uncertain,
                value.approximate,
                value.text,
            )
        elif isinstance(value, str):
            bounds, uncertain, approximate = _read(value)
            text = value
        else:
            ordinal = ordinal_of(value)
            bounds, uncertain, approximate, text = (ordinal, ordinal), False, False, ""
        self.__attrs_init__(bounds, uncertain, approximate, text)

    @classmethod
    def _make(cls, ranges: Iterable[tuple[float, float]], uncertain: bool = False, approximate: bool = False) -> DaySet:
        """The one canonicalising constructor: sorts, joins and checks closed ranges of ordinals."""
        new = cls.__new__(cls)
        new.__attrs_init__(_canonical(ranges), uncertain, approximate, "")
        return new

    @classmethod
    def parse(cls, text: str) -> DaySet:
        """Read an EDTF string; the same as ``DaySet(text)``.

        >>> DaySet.parse("2024-06/2024-08").latest
        Date(2024, 8, 31)
        """
        return cls(text)

    @classmethod
    def between(cls, first: DayLike | None, last: DayLike | None) -> DaySet:
        """All days from ``first`` to ``last``, both included; ``None`` for no bound on that side.

        >>> str(DaySet.between("2024-06-01", "2024-06-30"))
        '2024-06'
        """
        start = -math.inf if first is None else ordinal_of(first)
        end = math.inf if last is None else ordinal_of(last)
        if start > end:
            raise DayError(f"the first day {first} is after the last day {last}")
        return cls._make([(start, end)])

    # ------------------------------------------------------------------------------ what it holds

    @property
    def is_exact(self) -> bool:
        """Whether the set is one day."""
        return len(self.bounds) == 2 and self.bounds[0] == self.bounds[1]

    @property
    def earliest(self) -> Date | None:
        """The first candidate day, or ``None`` where the set is open towards the past."""
        return None if self.bounds[0] == -math.inf else date_of(int(self.bounds[0]))

    @property
    def latest(self) -> Date | None:
        """The last candidate day, or ``None`` where the set is open towards the future."""
        return None if self.bounds[-1] == math.inf else date_of(int(self.bounds[-1]))

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """The closed ranges of ordinals, in order; ``-inf`` and ``inf`` for open ends."""
        return tuple(zip(self.bounds[::2], self.bounds[1::2], strict=True))

    def exact(self) -> Date:
        """The one day of an exact set.

        >>> DaySet("2024-12-04").exact()
        Date(2024, 12, 4)
        """
        if not self.is_exact:
            raise DayError(f"{self} is not one exact day")
        return date_of(int(self.bounds[0]))

    def __len__(self) -> int:
        """How many candidate days there are; an open set has no length and raises ``DayError``."""
        total = sum(last - first + 1 for first, last in self.ranges)
        if total == math.inf:
            raise DayError(f"{self} is open-ended and holds no countable number of days")
        return int(total)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Date]:
        """Every candidate day in order; an open set raises ``DayError``."""
        len(self)
        for first, last in self.ranges:
            for ordinal in range(int(first), int(last) + 1):
                yield date_of(ordinal)

    def __contains__(self, day: object) -> bool:
        """Whether a day is a candidate; for a set of days, whether all of it are.

        >>> "2024-12-04" in DaySet("2024-12")
        True
        """
        if not isinstance(day, str | dt.date | DaySet):
            return False
        return DaySet(day).issubset(self)

    # ------------------------------------------------------------------------------ sets of days

    def issubset(self, other: DaySet) -> bool:
        """Whether every candidate here is a candidate there; flags play no part.

        >>> DaySet("2024-12-04").issubset(DaySet("2024"))
        True
        """
        theirs = other.ranges
        return all(any(low <= first and last <= high for low, high in theirs) for first, last in self.ranges)

    def __or__(self, other: DaySet) -> DaySet:
        """The days that are candidates in either; flags of both are kept.

        >>> str(DaySet("2024-06-18") | DaySet("2024-06-20"))
        '[2024-06-18,2024-06-20]'
        """
        return DaySet._make(
            self.ranges + other.ranges,
            self.uncertain or other.uncertain,
            self.approximate or other.approximate,
        )

    def __and__(self, other: DaySet) -> DaySet | None:
        """The days that are candidates in both, or ``None`` when there are none.

        >>> str(DaySet("2024-06") & DaySet("2024-06-19/2024-07-02"))
        '2024-06-19/2024-06-30'
        """
        shared = [(max(a, c), min(b, d)) for a, b in self.ranges for c, d in other.ranges if max(a, c) <= min(b, d)]
        if not shared:
            return None
        return DaySet._make(shared, self.uncertain or other.uncertain, self.approximate or other.approximate)

    # ------------------------------------------------------------------------------ spelling

    def __str__(self) -> str:
        """The canonical EDTF spelling; reading it back gives an equal set."""
        return edtf.spell(self.ranges, self.uncertain, self.approximate)

    def __repr__(self) -> str:
        return f"DaySet({str(self)!r})"


def days_of(value: DayLike) -> DaySet:
    """The set of days meant by a string, a date or a set of days."""
    return value if isinstance(value, DaySet) else DaySet(value)


def ordinal_of(value: object) -> int:
    """The ordinal of one exact day, given as a string, a date or an exact set.

    >>> ordinal_of("2024-12-04") == ordinal_of(dt.date(2024, 12, 4))
    True
    """
    if isinstance(value, dt.date):
        if isinstance(value, dt.datetime):
            raise DayError(
                f"{value!r} is a moment, not a day; treatykit counts whole civil days at the place of the act: "
                "pass its .date()"
            )
        return value.toordinal()
    if isinstance(value, str | DaySet):
        days = days_of(value)
        if days.is_exact:
            return int(days.bounds[0])
        raise DayError(f"{str(days)!r} is more than one day; one exact day is needed here")
    raise DayError(f"{value!r} is not a day; give an ISO or EDTF string such as '2024-12-04', or a datetime.date")


def date_of(ordinal: float) -> Date:
    """The calendar day of an ordinal."""
    return Date.fromordinal(int(ordinal))


@lru_cache(maxsize=32768)
def _read(text: str) -> tuple[tuple[float, ...], bool, bool]:
    """Bounds and flags of one EDTF string; the same string is read once."""
    ranges, uncertain, approximate = edtf.read(text)
    return _canonical(ranges), uncertain, approximate


def _canonical(ranges: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    flat: list[float] = []
    for first, last in sorted(ranges):
        # what lies beyond the calendar counts as its last day or later, and as its first day or earlier
        first, last = min(first, LAST), max(last, FIRST)
        if flat and first <= flat[-1] + 1:
            flat[-1] = max(flat[-1], last)
        else:
            flat += (first, last)
    if not flat:
        raise DayError("a set of days needs at least one candidate day")
    return tuple(flat)


# ------------------------------------------------------------------------------------------- legal distances


class Rounding(StrEnum):
    """What happens to the day reached after a distance has been counted."""

    NONE = "none"
    #: the first day of the month reached ("the first day of the sixth month after the month in which")
    MONTH_START = "month-start"
    #: the first day of the month after ("the first day of the month after the 60th day")
    NEXT_MONTH_START = "next-month-start"
    #: 1 January of the year after
    NEXT_YEAR_START = "next-year-start"
    #: the last day of the year reached
    YEAR_END = "year-end"


_SPAN = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?P<clear> clear)?(?: then (?P<rounding>[a-z-]+))?",
    re.ASCII,
)


@attrs.define(frozen=True, slots=True, init=False, repr=False)
class Span:
    """A legal distance: months and years in one step, then days, then a rounding.

    Written as an ISO 8601 duration of years, months, weeks and days, with an optional ``clear`` (neither the first
    nor the last day counts) and an optional rounding: ``P30D``, ``P12M``, ``P60D then next-month-start``,
    ``P6M then month-start``, ``P30D clear``. The day of the triggering act is not counted; months go to the
    same-numbered day, or to the last day of a shorter month; a distance of zero is the identity.

    >>> Span("P30D").after("1979-12-28")
    Date(1980, 1, 27)
    >>> Span("P60D then next-month-start").after("2002-04-11")
    Date(2002, 7, 1)
    >>> Span("P1Y").after("2024-02-29")
    Date(2025, 2, 28)
    >>> Span("P12M") == Span("P1Y")
    True
    """

    months: int
    days: int
    clear: bool
    rounding: Rounding

    def __init__(self, text: str | Span) -> None:
        if isinstance(text, Span):
            self.__attrs_init__(text.months, text.days, text.clear, text.rounding)
            return
        if not isinstance(text, str):
            raise DayError(f"{text!r} is not a legal distance; give an ISO 8601 duration such as 'P30D' or 'P1Y'")
        match = _SPAN.fullmatch(text)
        if match is None or text[:2] in {"P", "P "}:
            raise DayError(
                f"{text[:60]!r} is not a legal distance; accepted are ISO 8601 durations of whole years, months, weeks "
                "and days such as 'P30D', 'P12M' or 'P1Y', with an optional ' clear' and an optional "
                f"' then ' and one of {', '.join(r for r in Rounding if r != Rounding.NONE)}"
            )
        years, months, weeks, days = (int(part or 0) for part in match.groups()[:4])
        name = match["rounding"]
        if name is not None and name not in set(Rounding):
            raise DayError(
                f"{name!r} is not a rounding; use one of {', '.join(r for r in Rounding if r != Rounding.NONE)}"
            )
        self.__attrs_init__(
            12 * years + months,
            7 * weeks + days,
            match["clear"] is not None,
            Rounding(name) if name else Rounding.NONE,
        )

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a distance; the same as ``Span(text)``."""
        return cls(text)

    @classmethod
    def of(
        cls, *, years: int = 0, months: int = 0, days: int = 0, clear: bool = False, rounding: Rounding = Rounding.NONE
    ) -> Span:
        """A distance from its parts.

        >>> Span.of(months=6, rounding=Rounding.MONTH_START)
        Span('P6M then month-start')
        """
        new = cls.__new__(cls)
        new.__attrs_init__(12 * years + months, days, clear, rounding)
        return new

    @property
    def is_zero(self) -> bool:
        """Whether the distance is the identity."""
        return not (self.months or self.days or self.clear) and self.rounding is Rounding.NONE

    @property
    def in_days(self) -> bool:
        """Whether the distance is a plain number of days, the same from every starting day."""
        return not self.months and self.rounding is Rounding.NONE

    def after(self, day: str | dt.date) -> Date:
        """The day reached from one exact day.

        Raises :class:`~treatykit.errors.DayError` where the result lies beyond the year 9999.
        """
        reached = self.shift(ordinal_of(day))
        if reached == math.inf:
            raise DayError(f"{self} after {day} lies beyond the year 9999")
        return date_of(reached)

    def shift(self, ordinal: float) -> float:
        """The ordinal reached from an ordinal; infinite days stay, and a day beyond 9999-12-31 is ``inf``.

        The function is monotone: a later start never gives an earlier end.
        """
        if self.months or self.rounding is not Rounding.NONE:
            return self._shift_calendar(ordinal)
        reached = ordinal + self.days + self.clear
        return reached if reached <= LAST else math.inf

    def shift_days(self, days: DaySet) -> DaySet:
        """Every day that can be reached from a set of candidate days.

        An open end stays open.

        >>> str(Span("P1M").shift_days(DaySet("2025-01-30/2025-01-31")))
        '2025-02-28'
        """
        reached: list[tuple[float, float]] = []
        for first, last in days.ranges:
            if self.in_days or first == -math.inf or last == math.inf:
                reached.append((self.shift(first), self.shift(last)))
            else:
                reached += [(day, day) for day in map(self.shift, range(int(first), int(last) + 1))]
        return DaySet._make(reached, days.uncertain, days.approximate)

    def _shift_calendar(self, ordinal: float) -> float:
        if ordinal > LAST:
            return math.inf
        if ordinal < FIRST:  # before the calendar there are no months to count
            return ordinal + self.days + self.clear
        day = dt.date.fromordinal(int(ordinal))
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year > 9999:
            return math.inf
        length = calendar.monthrange(year, month + 1)[1]
        reached = dt.date(year, month + 1, min(day.day, length)).toordinal() + self.days + self.clear
        return _ROUND[self.rounding](reached) if reached <= LAST else math.inf

    def __str__(self) -> str:
        """The canonical spelling; reading it back gives an equal distance."""
        years, months = divmod(self.months, 12)
        if years and months:
            years, months = 0, self.months
        parts = "".join(f"{count}{unit}" for count, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if count)
        clear = " clear" if self.clear else ""
        then = "" if self.rounding is Rounding.NONE else f" then {self.rounding}"
        return f"P{parts or '0D'}{clear}{then}"

    def __repr__(self) -> str:
        return f"Span({str(self)!r})"

    def in_words(self) -> str:
        """The distance as a reader would say it.

        >>> Span("P60D then next-month-start").in_words()
        '60 days, then the first day of the month after'
        """
        years, months = divmod(self.months, 12)
        if years and months:
            years, months = 0, self.months
        counted = [
            f"{count} {unit}{'' if count == 1 else 's'}"
            for count, unit in ((years, "year"), (months, "month"), (self.days, "day"))
            if count
        ]
        words = " and ".join(counted) or "no delay"
        if self.clear:
            words += ", counted clear"
        return words if self.rounding is Rounding.NONE else f"{words}, then {_ROUNDING_WORDS[self.rounding]}"


_ROUNDING_WORDS = {
    Rounding.MONTH_START: "the first day of that month",
    Rounding.NEXT_MONTH_START: "the first day of the month after",
    Rounding.NEXT_YEAR_START: "1 January of the year after",
    Rounding.YEAR_END: "31 December of that year",
}


def _month_start(ordinal: float) -> float:
    return dt.date.fromordinal(int(ordinal)).replace(day=1).toordinal()


def _next_month_start(ordinal: float) -> float:
    day = dt.date.fromordinal(int(ordinal))
    if (day.year, day.month) == (9999, 12):
        return math.inf
    year, month = divmod(day.year * 12 + day.month, 12)
    return dt.date(year, month + 1, 1).toordinal()


def _next_year_start(ordinal: float) -> float:
    year = dt.date.fromordinal(int(ordinal)).year
    return math.inf if year == 9999 else dt.date(year + 1, 1, 1).toordinal()


def _year_end(ordinal: float) -> float:
    return dt.date(dt.date.fromordinal(int(ordinal)).year, 12, 31).toordinal()


_ROUND: dict[Rounding, Callable[[float], float]] = {
    Rounding.NONE: lambda ordinal: ordinal,
    Rounding.MONTH_START: _month_start,
    Rounding.NEXT_MONTH_START: _next_month_start,
    Rounding.NEXT_YEAR_START: _next_year_start,
    Rounding.YEAR_END: _year_end,
}
