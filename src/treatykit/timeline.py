"""Timelines: the partition of all days into periods, and the look-up in it.

A period is half-open, ``[start, until)``; ``None`` stands for no bound. Whatever asks "on which day" uses this type.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import attrs

from treatykit.days import FIRST, LAST, Date, DayLike, DaySet, date_of, days_of

__all__ = ["Period", "Timeline"]

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")

_EXACT_DAYS = frozenset({dt.date, Date})


@attrs.define(frozen=True, slots=True, kw_only=True)
class Period(Generic[T]):
    """A run of whole days with one answer: from ``start`` up to, and not including, ``until``.

    >>> from treatykit.days import date_of, ordinal_of
    >>> period = Period(start=date_of(ordinal_of("2024-06-19")), until=date_of(ordinal_of("2024-12-04")), value="a")
    >>> period.days
    168
    """

    start: Date | None
    until: Date | None
    value: T

    @property
    def days(self) -> int | None:
        """How many days the period holds, or ``None`` where it is open."""
        if self.start is None or self.until is None:
            return None
        return self.until.toordinal() - self.start.toordinal()

    @property
    def last(self) -> Date | None:
        """The last day of the period, or ``None`` where it has no end."""
        return None if self.until is None else date_of(self.until.toordinal() - 1)

    def __str__(self) -> str:
        start = "..." if self.start is None else str(self.start)
        until = "..." if self.until is None else str(self.until)
        return f"[{start}, {until}) {self.value}"


@attrs.define(frozen=True, slots=True, init=False, repr=False)
class Timeline(Generic[T]):
    """All days, cut into periods; neighbours differ, so two timelines that mean the same are equal.

    Built from the value before the first change and the changes in order of their days.

    >>> line = Timeline("none", [("2024-06-19", "signatory"), ("2024-12-04", "party")])
    >>> line.on("2024-12-03"), line.on("2024-12-04")
    ('signatory', 'party')
    >>> len(line), line.period_on("2024-07-01").days
    (3, 168)
    >>> [str(period.start) for period in line]
    ['None', '2024-06-19', '2024-12-04']
    """

    _cuts: tuple[float, ...]
    _values: tuple[T, ...]

    def __init__(self, first: T, changes: Iterable[tuple[DayLike | float, T]] = ()) -> None:
        cuts: list[float] = []
        values = [first]
        for day, value in changes:
            cut = float(day) if isinstance(day, int | float) else float(days_of(day).bounds[0])
            if cuts and cut < cuts[-1]:
                raise ValueError("the changes of a timeline must be given in the order of their days")
            if cut <= FIRST:  # no day of the calendar lies before it
                values[0] = value
                continue
            if cut > LAST:
                continue
            if cuts and cut == cuts[-1]:
                cuts.pop()
                values.pop()
            if value is not values[-1] and value != values[-1]:
                cuts.append(cut)
                values.append(value)
        self.__attrs_init__(tuple(cuts), tuple(values))

    # ------------------------------------------------------------------------------ look-up

    def on(self, day: str | dt.date) -> T:
        """The value on one exact day: a bisection, whatever the number of periods.

        Raises :class:`~treatykit.errors.DayError` for anything but one exact day; ``over`` takes sets of days.
        """
        if day.__class__ in _EXACT_DAYS:
            return self._values[bisect_right(self._cuts, day.toordinal())]
        return self._values[bisect_right(self._cuts, _exact(day))]

    def over(self, days: DayLike) -> tuple[T, ...]:
        """The values met on a set of days, in order of time and without immediate repetition.

        >>> Timeline(0, [("2024-06-19", 1), ("2024-12-04", 2)]).over("2024")
        (0, 1, 2)
        """
        met: list[T] = []
        for first, last in days_of(days).ranges:
            low, high = bisect_right(self._cuts, first), bisect_right(self._cuts, last)
            for value in self._values[low : high + 1]:
                if not met or met[-1] != value:
                    met.append(value)
        return tuple(met)

    def period_on(self, day: str | dt.date) -> Period[T]:
        """The period that holds one exact day."""
        return self._period(bisect_right(self._cuts, _exact(day)))

    # ------------------------------------------------------------------------------ as a sequence

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Period[T]]:
        return map(self._period, range(len(self._values)))

    def __getitem__(self, index: int) -> Period[T]:
        """A period by its place; negative places count from the end."""
        return self._period(range(len(self._values))[index])

    @property
    def changes(self) -> tuple[Date, ...]:
        """The first day of every period but the first, in order.

        >>> Timeline(0, [("2024-06-19", 1)]).changes
        (Date(2024, 6, 19),)
        """
        return tuple(map(date_of, self._cuts))

    @property
    def values(self) -> tuple[T, ...]:
        """The value of every period, in order."""
        return self._values

    def _period(self, index: int) -> Period[T]:
        return Period(
            start=date_of(self._cuts[index - 1]) if index else None,
            until=date_of(self._cuts[index]) if index < len(self._cuts) else None,
            value=self._values[index],
        )

    # ------------------------------------------------------------------------------ making others

    def map(self, change: Callable[[T], U]) -> Timeline[U]:
        """The same days with other values; neighbours that become equal are merged.

        >>> len(Timeline(1, [("2024-06-19", 2), ("2024-12-04", 3)]).map(lambda n: n > 1))
        2
        """
        values = [change(value) for value in self._values]
        return Timeline(values[0], zip(self._cuts, values[1:], strict=True))

    def within(self, first: float, last: float, *, otherwise: T) -> Timeline[T]:
        """The same from one day to another, both as ordinals and included, with another value on all other days.

        >>> from treatykit.days import ordinal_of
        >>> line = Timeline(0, [("2024-06-19", 1)])
        >>> print(line.within(ordinal_of("2024-01-01"), ordinal_of("2024-12-31"), otherwise=None))
        [..., 2024-01-01) None
        [2024-01-01, 2024-06-19) 0
        [2024-06-19, 2025-01-01) 1
        [2025-01-01, ...) None
        """
        start = otherwise if first > FIRST else self._values[0]
        low, high = bisect_right(self._cuts, first), bisect_right(self._cuts, last)
        changes: list[tuple[float, T]] = [(first, self._values[low])] if first > FIRST else []
        changes += zip(self._cuts[low:high], self._values[low + 1 : high + 1], strict=True)
        return Timeline(start, [*changes, (last + 1, otherwise)])

    def zip(self, other: Timeline[U], combine: Callable[[T, U], V]) -> Timeline[V]:
        """Two timelines laid over each other, their values combined on each day.

        >>> a, b = Timeline(0, [("2024-06-19", 1)]), Timeline(0, [("2024-12-04", 1)])
        >>> a.zip(b, lambda x, y: x + y).values
        (0, 1, 2)
        """
        cuts = sorted({*self._cuts, *other._cuts})
        return Timeline(
            combine(self._values[0], other._values[0]),
            (
                (
                    cut,
                    combine(
                        self._values[bisect_right(self._cuts, cut)],
                        other._values[bisect_right(other._cuts, cut)],
                    ),
                )
                for cut in cuts
            ),
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    def __repr__(self) -> str:
        return f"<Timeline of {len(self)} period{'' if len(self) == 1 else 's'}>"


def _exact(day: str | dt.date) -> int:
    from treatykit.days import ordinal_of

    return ordinal_of(day)


def days_where(line: Timeline[T], holds: Callable[[T], bool]) -> DaySet | None:
    """The days on which a condition holds, as a set of days; ``None`` if there are none."""
    ranges = [
        (
            -math.inf if period.start is None else period.start.toordinal(),
            math.inf if period.until is None else period.until.toordinal() - 1,
        )
        for period in line
        if holds(period.value)
    ]
    return DaySet._make(ranges) if ranges else None
