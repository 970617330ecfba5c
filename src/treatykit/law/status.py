"""Status: what a party, and the treaty, is on every day, in every possible world (VCLT 2(1), 18, 24-26, 54-72).

In one world the course of a party is a handful of days, and its standing on a day is a comparison with them. The
possible standings on a day are those found in all worlds; they change only on days that some course names.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property, lru_cache, reduce
from itertools import pairwise
from typing import Any, TypeVar

import attrs

from treatykit.days import FIRST, LAST, DaySet, Rounding
from treatykit.law.cases import Case
from treatykit.law.courses import (
    AnyWorld,
    PartyCourse,
    TreatyCourse,
    Turns,
    days_of_party,
    days_of_treaty,
    party_course,
    treaty_course,
)
from treatykit.law.ending import end_of_treaty
from treatykit.law.entry import BEGINNING, ONE_DAY
from treatykit.law.readings import Open, open_of, views_of
from treatykit.law.standings import standing_on, treaty_standing_on
from treatykit.law.terms import ALL_STANDINGS, ALL_TREATY_STANDINGS, Possible, Standing, TreatyStanding
from treatykit.law.worlds import NEVER, Box, Moment, Window, World, earlier, explore, hangs_on, settled, shifted
from treatykit.record.acts import ActKind
from treatykit.record.clauses import FixedTerm, Renewable, all_rules
from treatykit.record.coverage import Matter
from treatykit.timeline import Timeline

__all__ = ["Law"]

S = TypeVar("S", Standing, TreatyStanding)
C = TypeVar("C")


#: The keys of the turning points of a treaty, where they are taken as free days of their own.
_TURNS = ("law:trigger", "law:entry", "law:end")


class Law:
    """The law applied to one case: courses, standings and timelines.

    A course is worked out once for each box of worlds; every question about a day is a comparison with it.
    """

    #: entry and end of the treaty may hang on this many imprecise acts before they are taken as free days of their own
    most_entangled = 10
    #: into this many different courses the worlds may fall before whole periods are asked about instead of days
    most_courses = 400
    #: this many boxes of worlds are asked about for all the days of a timeline together
    most_boxes = 8_000
    #: over this many years a day that a clause rounds may range before the same is done
    most_years = 10

    def __init__(self, case: Case) -> None:
        self.case = case
        self.box = Box.of(dict(case.imprecise))
        self.exact = True
        #: the law on the next reading of the record, where there is one
        self.other: Law | None = None if case.alternative is None else Law(case.alternative)
        self._views: dict[Open, list[Case]] = {}
        self._free = False
        self._rounds = _roundings(case)
        self._root = self._root_core()
        self._root_hangs_on = hangs_on(days_of_treaty(self._root)) if self._root is not None else frozenset()

    # ------------------------------------------------------------------------------ courses

    def treaty_course(self, world: AnyWorld) -> TreatyCourse:
        """The life of the treaty in a world; worked out once."""
        if world.core is None:
            world.core = self._course(world)
        return world.core

    def _course(self, world: AnyWorld) -> TreatyCourse:
        if not self._free:
            return treaty_course(self.case, world)
        return treaty_course(self.case, world, Turns(*(world.day(key) for key in _TURNS)))

    def views(self, code: str) -> list[Case]:
        """This reading with all that may have been done by a participant; made once for all of whom the same is open."""
        if self.case.bilateral or not self.case.silent:
            return [self.case]
        is_open = open_of(self.case, code)
        if is_open not in self._views:
            self._views[is_open] = [
                attrs.evolve(self.case, assumed=assumed, is_late=is_late, ends_before=ends_before, alternative=None)
                for assumed, is_late, ends_before in views_of(self.case, is_open)
            ]
        return self._views[is_open]

    def _way(self, view: Case, code: str, world: AnyWorld) -> tuple[PartyCourse, TreatyCourse]:
        """The way of a party through the treaty in a world, and the life of the treaty that it hangs on."""
        core = self._core_for_party(view, world)
        return party_course(view, code, world, core), core

    def _core_for_party(self, view: Case, world: AnyWorld) -> TreatyCourse:
        """The life of the treaty, as far as the way of a party hangs on it.

        Where entry into force is open and assumed, it comes with the first consent, and so for each party with its own: then
        no party hangs on another.
        """
        if view.ends_before:
            core = self.treaty_course(world)
            end = earlier(core.end, shifted(ONE_DAY.shift, core.last_sure))
            return attrs.evolve(core, end=end, last_sure=NEVER)
        if not self._is_local:
            return self.treaty_course(world)
        return self._local_core if self._local_core is not None else self._local(world)

    @cached_property
    def _is_local(self) -> bool:
        case = self.case
        open_entry = case.entry_open and Matter.ENTRY in case.assumed and not case.bilateral
        return (
            open_entry
            and not case.of(ActKind.ENTRY_INTO_FORCE)
            and not isinstance(case.duration, FixedTerm | Renewable)
        )

    def _local(self, world: AnyWorld) -> TreatyCourse:
        turns = Turns(BEGINNING, BEGINNING, end_of_treaty(self.case, world, BEGINNING))
        return treaty_course(self.case, world, turns)

    @cached_property
    def _local_core(self) -> TreatyCourse | None:
        """The same for all worlds, where it is."""
        core = settled(self.box, self._local)
        return None if core is None or hangs_on(days_of_treaty(core)) else core

    # ------------------------------------------------------------------------------ standings

    def standing(self, code: str, world: AnyWorld, day: Moment, view: Case | None = None) -> Standing:
        """What a party is on a day of a world, in one of its views."""
        return standing_on(*self._way(view or self.case, code, world), world, day)

    # ------------------------------------------------------------------------------ timelines

    def readings(self) -> Iterator[Law]:
        """This law, and those on the other readings of the record."""
        law: Law | None = self
        while law is not None:
            yield law
            law = law.other

    def party_timeline(self, code: str) -> Timeline[Possible[Standing]]:
        """The possible standings of a party on all days."""
        found: Timeline[Possible[Standing]] | None = None
        mixes = False
        for law in self.readings():
            lines = [law._party_timeline(view, code) for view in law.views(code)]
            if lines:
                line = reduce(lambda one, other: one.zip(other, _either), lines)
                found = line if found is None else found.zip(line, _either_mixed if mixes else _either)
            mixes = law.case.mixes
        assert found is not None  # the reading that has the treaty enter into force has views of everyone
        return found

    def _party_timeline(self, view: Case, code: str) -> Timeline[Possible[Standing]]:
        return self._timeline(
            lambda world: self._way(view, code, world),
            lambda courses, world: days_of_party(*courses, world),
            lambda courses, world, day: standing_on(*courses, world, day),
            ALL_STANDINGS,
        )

    def treaty_timeline(self) -> Timeline[Possible[TreatyStanding]]:
        """The possible standings of the treaty on all days."""
        line = self._treaty_timeline()
        if self.other is None:
            return line
        return line.zip(self.other.treaty_timeline(), _either_mixed if self.case.mixes else _either)

    def _treaty_timeline(self) -> Timeline[Possible[TreatyStanding]]:
        starters = [code for code in self.case.parties if self.case.by(code, ActKind.PROVISIONAL_START)]

        def courses(world: AnyWorld) -> tuple[TreatyCourse, tuple[PartyCourse, ...]]:
            return self.treaty_course(world), tuple(self._way(self.case, code, world)[0] for code in starters)

        return self._timeline(
            courses,
            lambda found, world: days_of_treaty(found[0]).union(
                *(days_of_party(way, found[0], world) for way in found[1])
            ),
            lambda found, world, day: treaty_standing_on(*found, world, day),
            ALL_TREATY_STANDINGS,
        )

    def ask(
        self, question: Callable[[AnyWorld], Hashable], otherwise: Iterable[Hashable] = (), budget: int = 1500
    ) -> tuple[set[Any], bool]:
        """Every answer that some world gives to a question, and whether none was added beyond them."""
        found, exact = explore(
            self.box,
            question,
            core=self._root,
            core_hangs_on=self._root_hangs_on,
            otherwise=otherwise,
            budget=budget,
        )
        return found, exact and self.exact

    def days_of(self, moment: Callable[[AnyWorld], Moment]) -> DaySet | None:
        """All the days on which something falls in some world; ``None`` if it falls on none."""
        plain = all(span.in_days for span in _spans(self.case)) and not self._rounds

        def pinned(world: AnyWorld) -> Hashable:
            value = moment(world)
            value = world.one_run(value) if plain else world.one_day(value)
            return (value.first, value.last) if isinstance(value, Window) else (value, value)

        found, _ = self.ask(pinned)
        ranges = [(max(first, FIRST), max(min(last, LAST), FIRST)) for first, last in found if first <= LAST]
        return DaySet._make(ranges) if ranges else None

    def entry_days(self) -> DaySet | None:
        """The days on which the treaty may have entered into force; ``None`` if it never does, or ended before."""

        def entry(world: AnyWorld) -> Moment:
            core = self.treaty_course(world)
            return NEVER if world.by(core.end, core.entry) else core.entry

        found = self.days_of(entry)
        if self.case.entry_slides:
            found = _or_later(found)
        return _joined(found, None if self.other is None else self.other.entry_days())

    def end_days(self) -> DaySet | None:
        """The first days on which the treaty may no longer apply; ``None`` if it never ends."""
        found = self.days_of(lambda world: self.treaty_course(world).end)
        if self.case.term_slides:
            found = _or_later(found)
        untold = self.days_of(lambda world: shifted(ONE_DAY.shift, self.treaty_course(world).last_sure))
        found = _joined(found, _or_later(untold))
        return _joined(found, None if self.other is None else self.other.end_days())

    def _timeline(
        self,
        courses: Callable[[AnyWorld], C],
        named: Callable[[C, AnyWorld], frozenset[Moment]],
        standing: Callable[[C, AnyWorld, Moment], S],
        otherwise: frozenset[S],
    ) -> Timeline[Possible[S]]:
        world: AnyWorld = World(self.box, self._root)

        def course_and_days(world: AnyWorld) -> tuple[C, frozenset[Moment]]:
            found = courses(world)
            return found, named(found, world)

        settled_course = settled(self.box, course_and_days, self._root)
        if settled_course is not None and not hangs_on(settled_course[1]):
            # every day on the way is exact: one world stands for all
            found, days = settled_course
            exact = sorted(day for day in days if not isinstance(day, Window) and FIRST < day <= LAST)
            first = standing(found, world, FIRST - 1)
            return Timeline(
                _sure(first, self.exact), ((day, _sure(standing(found, world, day), self.exact)) for day in exact)
            )

        def question(day: Moment) -> Callable[[AnyWorld], S]:
            return lambda world: standing(courses(world), world, day)

        cuts: list[float]
        cuts, complete = self._cuts(lambda world: named(courses(world), world))
        if complete:
            budget = min(1500, max(100, self.most_boxes // (len(cuts) + 1)))
            values = [self._possible(question(day), otherwise, budget) for day in (FIRST - 1, *cuts)]
        else:
            # too many days on which something may change: ask about whole periods, both ways where it is open
            ends: list[float] = [FIRST - 1, *cuts, LAST + 1]
            periods = [Window(first, last - 1, frozenset()) for first, last in pairwise(ends)]
            values = [self._possible(question(period), otherwise, budget=0) for period in periods]
        return Timeline(values[0], zip(cuts, values[1:], strict=True))

    def _possible(self, question: Callable[[AnyWorld], S], otherwise: frozenset[S], budget: int = 1500) -> Possible[S]:
        answers, exact = self.ask(question, otherwise, budget)
        return Possible(frozenset(answers), exact)

    def _cuts(self, days_named: Callable[[AnyWorld], frozenset[Moment]]) -> tuple[list[float], bool]:
        """The days on which the possible standings may change, in order, and whether these are all.

        They are the bounds of whatever some course names. An act with several runs of candidate days is looked at one
        run at a time, so that no bound hides another.
        """
        found, complete = explore(self.box, days_named, budget=self.most_courses)
        moments: set[Moment] = set().union(*found)  # type: ignore[arg-type]
        for key in hangs_on(moments):
            bounds = self.box.days[key]
            for pair in zip(bounds[::2], bounds[1::2], strict=True) if len(bounds) > 2 else ():
                found, all_found = explore(self.box.with_days(key, pair), days_named, budget=self.most_courses)
                complete = complete and all_found
                moments.update(*found)  # type: ignore[arg-type]
        cuts: set[float] = set()
        for moment in moments:
            if isinstance(moment, Window):
                cuts |= {moment.first, moment.last, moment.last + 1}
                if self._rounds and moment.last - moment.first > self.most_years * 366:
                    complete = False
                else:
                    cuts.update(self._irregular(moment))
            else:
                cuts.add(moment)
        return sorted(cut for cut in cuts if FIRST < cut <= LAST), complete

    def _irregular(self, window: Window) -> Iterator[float]:
        """Days inside a window on which a rounding may land, or from which it may jump."""
        if not self._rounds:
            return
        first, last = max(window.first, FIRST), min(window.last, LAST)
        yearly = self._rounds <= {Rounding.NEXT_YEAR_START, Rounding.YEAR_END}
        day = dt.date.fromordinal(int(first)).replace(day=1)
        while day.toordinal() <= last:
            if not yearly or day.month == 1:
                yield from (day.toordinal() - 1, day.toordinal())
            if (day.year, day.month) == (9999, 12):
                return
            day = (day + dt.timedelta(days=31)).replace(day=1)

    # ------------------------------------------------------------------------------ the treaty as a whole

    def _root_core(self) -> TreatyCourse | None:
        """The life of the treaty over all worlds at once, if that needs no split.

        Where entry or end hang on too many imprecise acts, they are taken as days of their own, free within their
        bounds: a superset of the worlds, so nothing is exact any more.
        """
        core = settled(self.box, self._course)
        if core is None:
            return None
        turns = dict(zip(_TURNS, (core.trigger, core.entry, core.end), strict=True))
        if len(hangs_on(turns.values())) > self.most_entangled:
            self.exact = False
            self._free = True
            self.box = Box({**self.box.days, **{key: _bounds(moment) for key, moment in turns.items()}})
            return settled(self.box, self._course)
        return core


@lru_cache(maxsize=512)
def _sure(standing: S, exact: bool) -> Possible[S]:
    """The one standing that is possible; the same object for equal ones."""
    return Possible(frozenset((standing,)), exact)


def _either(one: Possible[S], other: Possible[S]) -> Possible[S]:
    """What is possible under either reading."""
    return one if one == other else Possible(one.standings | other.standings, one.exact and other.exact)


def _either_mixed(one: Possible[S], other: Possible[S]) -> Possible[S]:
    """The same where the readings mix: mixtures are not gone through, so where they differ it is not exact."""
    return one if one == other else Possible(one.standings | other.standings, exact=False)


def _or_later(days: DaySet | None) -> DaySet | None:
    """Any day from the first of some days on: what is assumed is assumed as early as it can be."""
    return None if days is None else DaySet._make([(days.bounds[0], math.inf)])


def _joined(one: DaySet | None, other: DaySet | None) -> DaySet | None:
    return one if other is None else other if one is None else one | other


def _bounds(moment: Moment) -> tuple[float, ...]:
    if isinstance(moment, Window):
        return moment.first, min(moment.last, LAST + 1)
    return (moment, moment) if math.isfinite(moment) else (LAST + 1, LAST + 1)


def _spans(case: Case) -> Iterator[Any]:
    if case.entry is not None:
        for rule in all_rules(case.entry):
            yield rule.delay
            if rule.late_delay is not None:
                yield rule.late_delay
    if case.duration is not None:
        for name in ("notice", "term", "renewal"):
            span = getattr(case.duration, name, None)
            if span is not None:
                yield span


def _roundings(case: Case) -> set[Rounding]:
    rounds = {span.rounding for span in _spans(case)} - {Rounding.NONE}
    if case.duration is not None and case.duration.calendar:
        rounds.add(Rounding.MONTH_START)
    return rounds
