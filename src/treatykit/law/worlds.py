"""Worlds: one day for every act; and the search through all of them.

A box is a set of worlds in which every imprecise act ranges over some of its candidate days. The law is asked about a
whole box at once. Where a comparison of two days comes out the same all over the box, it has an answer; where it does
not, the box is split and each half is asked again. What is found at the end is exactly what the worlds hold. If that
takes too many boxes, the rest is answered both ways at every open comparison: a superset, marked as not exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeAlias, TypeVar

import attrs

from treatykit.days import FIRST, LAST, DaySet

__all__ = ["NEVER", "Box", "Moment", "Window", "World", "explore", "hangs_on", "settled"]

NEVER = math.inf

A = TypeVar("A", bound=Hashable)
T = TypeVar("T")


@attrs.define(frozen=True, slots=True)
class Window:
    """When something falls in a box of worlds, if that is more than one day: the first and last day it can fall on."""

    first: float
    last: float
    #: the imprecise acts that it depends on
    hangs_on: frozenset[str]
    #: the act whose day it is, neither more nor less; empty for a day that was worked out
    day_of: str = ""


#: A day in a box of worlds: an ordinal (``NEVER`` if it does not come), or a window.
Moment: TypeAlias = "float | Window"


class _OpenError(Exception):
    """A comparison comes out differently within the box; ``split`` says where to cut it, if that is known."""

    def __init__(self, left: Moment, right: Moment, split: tuple[str, float] | None = None) -> None:
        self.left = left
        self.right = right
        self.split = split


@attrs.define(frozen=True, slots=True)
class Box:
    """The candidate days of every imprecise act, as flat bounds of closed ranges (see ``DaySet.bounds``)."""

    days: dict[str, tuple[float, ...]]

    @classmethod
    def of(cls, days: dict[str, DaySet]) -> Box:
        """The box of all worlds; open ends are taken to the ends of the calendar."""
        return cls({key: tuple(min(max(b, FIRST - 1), LAST + 1) for b in value.bounds) for key, value in days.items()})

    def window(self, key: str) -> Moment:
        """When the act falls in this box."""
        bounds = self.days[key]
        if bounds[0] == bounds[-1]:
            return bounds[0]
        return Window(bounds[0], bounds[-1], frozenset((key,)), key)

    def with_days(self, key: str, bounds: tuple[float, ...]) -> Box:
        """The box with other candidate days for one act."""
        return Box({**self.days, key: bounds})

    def split(self, key: str, at: float) -> tuple[Box, Box]:
        """The worlds in which the act falls on or before an ordinal, and the others; neither is empty."""
        bounds = self.days[key]
        at = min(max(at, bounds[0]), bounds[-1] - 1)
        low: list[float] = []
        high: list[float] = []
        for first, last in zip(bounds[::2], bounds[1::2], strict=True):
            if first <= at:
                low += (first, min(last, at))
            if last > at:
                high += (max(first, at + 1), last)
        return self.with_days(key, tuple(low)), self.with_days(key, tuple(high))


def _first(moment: Moment) -> float:
    return moment.first if isinstance(moment, Window) else moment


def _last(moment: Moment) -> float:
    return moment.last if isinstance(moment, Window) else moment


def hangs_on(moments: Iterable[Moment]) -> frozenset[str]:
    """The imprecise acts that any of several days depends on."""
    return frozenset().union(*(moment.hangs_on for moment in moments if isinstance(moment, Window)))


def _moment(first: float, last: float, parts: Iterable[Moment]) -> Moment:
    return first if first == last else Window(first, last, hangs_on(parts))


def _one_of(first: float, last: float, parts: list[Moment]) -> Moment:
    """One of several days, whichever it is; where only one can be it and no other bounds it, that one."""
    one = parts[0]
    is_whole = isinstance(one, Window) and (one.first, one.last) == (first, last)
    if is_whole and (len(parts) == 1 or (one.day_of and all(part == one for part in parts))):  # type: ignore[union-attr]
        return one
    return _moment(first, last, parts)


def later(*moments: Moment) -> Moment:
    """The last of several days."""
    first, last = max(map(_first, moments)), max(map(_last, moments))
    return first if first == last else _one_of(first, last, [m for m in moments if _last(m) > first])


def earlier(*moments: Moment) -> Moment:
    """The first of several days."""
    first, last = min(map(_first, moments)), min(map(_last, moments))
    return first if first == last else _one_of(first, last, [m for m in moments if _first(m) < last])


def nth(count: int, moments: list[Moment]) -> Moment:
    """The day on which ``count`` of several have come; ``NEVER`` if there are fewer."""
    if count > len(moments):
        return NEVER
    first = sorted(map(_first, moments))[count - 1]
    last = sorted(map(_last, moments))[count - 1]
    if first == last:
        return first
    # what surely comes before the window or after it does not move it
    return _moment(first, last, [m for m in moments if _last(m) > first and _first(m) < last])


def shifted(shift: Callable[[float], float], moment: Moment) -> Moment:
    """The day reached from a day by a monotone rule."""
    if moment.__class__ is Window:
        return _moment(shift(moment.first), shift(moment.last), (moment,))
    return shift(moment)  # type: ignore[arg-type]


class World(Generic[A]):
    """One box of worlds, as the law sees it: the day of every act, and comparisons that have one answer.

    ``core`` keeps what was worked out about the treaty as a whole, and is handed on to the halves of a split
    box where the split does not touch it.
    """

    __slots__ = ("_guesses", "_taken", "box", "core")

    def __init__(self, box: Box, core: A | None = None, guesses: tuple[bool, ...] | None = None) -> None:
        self.box = box
        self.core = core
        self._guesses = guesses
        self._taken = 0

    def day(self, spec: float | str) -> Moment:
        """The day of an act: its ordinal, or the window of the imprecise act that goes by the key."""
        return self.box.window(spec) if isinstance(spec, str) else spec

    def by(self, moment: Moment, limit: Moment) -> bool:
        """Whether a day has come by another: on it or before it."""
        if moment.__class__ is not Window and limit.__class__ is not Window:
            return moment <= limit  # type: ignore[operator]
        if _last(moment) <= _first(limit):
            return True
        if _first(moment) > _last(limit):
            return False
        if isinstance(moment, Window) and isinstance(limit, Window) and moment.day_of and moment.day_of == limit.day_of:
            return True  # the same day, whichever it is
        if self._guesses is None:
            raise _OpenError(moment, limit)
        if self._taken == len(self._guesses):
            raise _ForkError
        self._taken += 1
        return self._guesses[self._taken - 1]

    def one_run(self, moment: Moment) -> Moment:
        """The moment, in a box in which no act that it hangs on has gaps between its candidate days."""
        if isinstance(moment, Window) and self._guesses is None:
            for key in sorted(moment.hangs_on):
                if len(self.box.days[key]) > 2:
                    raise _OpenError(moment, moment, (key, self.box.days[key][1]))
        return moment

    def one_day(self, moment: Moment) -> Moment:
        """The moment, in a box in which it is one day."""
        if isinstance(moment, Window) and self._guesses is None:
            raise _OpenError(moment, moment.first)
        return moment


class _ForkError(Exception):
    """A guess is needed that has not been made yet."""


def explore(
    box: Box,
    question: Callable[[World[A]], Hashable],
    *,
    core: A | None = None,
    core_hangs_on: frozenset[str] = frozenset(),
    otherwise: Iterable[Hashable] = (),
    budget: int = 4000,
) -> tuple[set[Hashable], bool]:
    """Every answer that some world in the box gives, and whether none was added beyond them.

    Up to ``budget`` boxes are asked; after that the answers are a superset, and the second result is ``False``.
    ``otherwise`` holds all answers there are, for a question that branches too often even to guess at.
    """
    found: set[Hashable] = set()
    stack = [box]
    while stack:
        if budget <= 0:
            for rest in stack:
                found |= _answer_both_ways(rest, question, otherwise)
            return found, False
        budget -= 1
        current = stack.pop()
        kept = core if core is not None and all(current.days[k] == box.days[k] for k in core_hangs_on) else None
        try:
            found.add(question(World(current, kept)))
        except _OpenError as problem:
            stack += _halves(current, problem)
    return found, True


def settled(box: Box, question: Callable[[World[A]], T], core: A | None = None) -> T | None:
    """The one answer to a question all over the box, or ``None`` if some comparison in it is open."""
    try:
        return question(World(box, core))
    except _OpenError:
        return None


def _halves(box: Box, problem: _OpenError) -> tuple[Box, Box]:
    """Split where the open comparison turns, as far as that can be told from the two windows."""
    if problem.split is not None:
        return box.split(*problem.split)
    left, right = problem.left, problem.right
    keys = hangs_on((left, right))
    key = max(sorted(keys), key=lambda k: box.days[k][-1] - box.days[k][0])
    start = box.days[key][0]
    if isinstance(left, Window) and key in left.hangs_on:
        at = start + (_last(right) - left.first)
    else:
        at = start + (_first(left) - 1 - _first(right))
    if not math.isfinite(at) or not start <= at < box.days[key][-1]:
        at = (start + box.days[key][-1]) // 2
    return box.split(key, at)


def _answer_both_ways(
    box: Box, question: Callable[[World[A]], Hashable], otherwise: Iterable[Hashable], most: int = 5_000
) -> set[Hashable]:
    """The answers along every path of guesses: a superset, since guesses that exclude each other are both made.

    ``most`` bounds how many guesses are made in all; every path makes all of its own again.
    """
    found: set[Hashable] = set()
    paths: list[tuple[bool, ...]] = [()]
    while paths:
        path = paths.pop()
        most -= 1 + len(path)
        if most < 0:
            return found.union(otherwise)
        try:
            found.add(question(World(box, None, path)))
        except _ForkError:
            paths += [(*path, True), (*path, False)]
    return found
