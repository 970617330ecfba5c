"""Status: what a party, and the treaty, is on every day, in every possible world (VCLT 2(1), 18, 24-26, 54-72).

In one world the course of a party is a handful of days, and its standing on a day is a comparison with them. The
possible standings on a day are those found in all worlds; they change only on days that some course names.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import product
from typing import Any, TypeAlias, TypeVar

import attrs

from treatykit.days import FIRST, LAST, DaySet, Rounding
from treatykit.law.cases import Case, Deed
from treatykit.law.ending import end_of_treaty, exit_of
from treatykit.law.entry import entry_into_force, start_for
from treatykit.law.terms import PartyStatus, Possible, Standing, TreatyStanding, TreatyStatus
from treatykit.law.worlds import NEVER, Box, Moment, Window, World, earlier, explore, hangs_on, settled
from treatykit.record.acts import ActKind
from treatykit.record.clauses import all_rules
from treatykit.timeline import Timeline

__all__ = ["Law"]

S = TypeVar("S", Standing, TreatyStanding)
C = TypeVar("C")


@attrs.define(frozen=True, slots=True)
class TreatyCourse:
    """The life of the treaty in a box of worlds."""

    concluded: Moment
    trigger: Moment
    entry: Moment
    end: Moment
    suspensions: tuple[tuple[Moment, Moment], ...]
    notices: tuple[tuple[Moment, Moment], ...]


@attrs.define(frozen=True, slots=True)
class Stay:
    """One episode of a party: consent, the treaty in force for it, and out; ``taken_back`` before it began."""

    episode: int
    consent: Moment
    start: Moment
    out: Moment
    taken_back: Moment
    #: whether the treaty was ever in force for it: not taken back, and not out, before that
    begins: bool
    undone: bool
    notices: tuple[tuple[Moment, Moment], ...]


@attrs.define(frozen=True, slots=True)
class Spell:
    """A suspension or a provisional application, of the whole treaty or of some articles."""

    start: Moment
    stop: Moment
    scope: frozenset[str]
    #: the episode that it belongs to; 0 for all
    episode: int


@attrs.define(frozen=True, slots=True)
class PartyCourse:
    """The way of one party through the treaty in a box of worlds."""

    signed: Moment
    stays: tuple[Stay, ...]
    disclaimed: tuple[tuple[Moment, Moment], ...]
    suspended: tuple[Spell, ...]
    provisional: tuple[Spell, ...]


AnyWorld: TypeAlias = World[TreatyCourse]

#: Acts that show that there is a text.
_CONCLUDING = frozenset(
    {
        ActKind.ADOPTION,
        ActKind.AUTHENTICATION,
        ActKind.SIGNATURE,
        ActKind.EXCHANGE_OF_NOTES,
        ActKind.EXCHANGE,
        ActKind.DEPOSIT,
        ActKind.COMPLETION_NOTICE,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.PROVISIONAL_START,
    }
)

_YES_NO = (False, True)
_ALL_STANDINGS = frozenset(
    Standing(status, a, b, c, d) for status, a, b, c, d in product(PartyStatus, _YES_NO, _YES_NO, _YES_NO, _YES_NO)
)
_ALL_TREATY_STANDINGS = frozenset(
    TreatyStanding(status, a, b, c) for status, a, b, c in product(TreatyStatus, _YES_NO, _YES_NO, _YES_NO)
)


class Law:
    """The law applied to one case: courses, standings and timelines.

    A course is worked out once for each box of worlds; every question about a day is a comparison with it.
    """

    #: entry and end of the treaty may hang on this many imprecise acts before they are taken as free days of their own
    most_entangled = 10

    def __init__(self, case: Case) -> None:
        self.case = case
        self.box = Box.of(dict(case.imprecise))
        self.exact = True
        self._free = False
        self._rounds = _roundings(case)
        self._root = self._root_core()
        self._root_hangs_on = hangs_on(_moments(self._root)) if self._root is not None else frozenset()

    # ------------------------------------------------------------------------------ courses

    def treaty_course(self, world: AnyWorld) -> TreatyCourse:
        """The life of the treaty in a world; worked out once."""
        if world.core is None:
            world.core = self._treaty_course(world)
        return world.core

    def _treaty_course(self, world: AnyWorld) -> TreatyCourse:
        case = self.case
        if self._free:
            trigger, entry, end = (world.day(key) for key in ("law:trigger", "law:entry", "law:end"))
        else:
            trigger, entry = entry_into_force(case, world)
            end = end_of_treaty(case, world, entry)
        texts = [
            self._effect(deed, world) if deed.act.kind is ActKind.PROVISIONAL_START else world.day(deed.done)
            for deed in case.deeds
            if deed.act.kind in _CONCLUDING
        ]
        notices: list[tuple[Moment, Moment]] = []
        if case.bilateral:
            for code in case.parties:
                for episode in case.episodes(code):
                    notices += exit_of(case, code, episode, world, entry).notices
        together = [
            (spell.start, spell.stop)
            for deed in case.of(ActKind.SUSPENSION)
            if not deed.act.scope and self._concerns_all(deed)
            for spell in [self._suspension(deed, world)]
        ]
        return TreatyCourse(
            earlier(*texts) if texts else NEVER, trigger, entry, end, tuple(together), tuple(notices)
        )

    def _concerns_all(self, deed: Deed) -> bool:
        return self.case.bilateral or set(deed.act.by or self.case.parties) >= set(self.case.parties)

    def party_course(self, code: str, world: AnyWorld) -> PartyCourse:
        """The way of a party through the treaty in a world."""
        case, core = self.case, self.treaty_course(world)
        own = case.by_party[code]
        signed: list[Moment] = []
        disclaimed: list[tuple[Moment, Moment]] = []
        suspended: list[Spell] = []
        provisional: list[Spell] = []
        for deed in own:
            kind = deed.act.kind
            if kind is ActKind.SIGNATURE:
                signed.append(world.day(deed.done))
            elif kind is ActKind.DISCLAIMER:
                back = case.answers(deed, ActKind.DISCLAIMER_WITHDRAWN, code)
                disclaimed.append((world.day(deed.done), self._first_after(deed, back, world)))
            elif kind is ActKind.SUSPENSION and not case.bilateral:
                suspended.append(self._suspension(deed, world))
            elif kind is ActKind.PROVISIONAL_START:
                ends = case.answers(deed, ActKind.PROVISIONAL_END, code) + case.by(code, ActKind.DISCLAIMER)
                provisional.append(self._spell(deed, ends, deed.episode, world))
        if case.bilateral:  # what is suspended between two is suspended for both (VCLT 72)
            suspended = [self._suspension(deed, world) for deed in case.of(ActKind.SUSPENSION)]
        stays = tuple(self._stay(code, episode, world, core) for episode in case.episodes(code))
        return PartyCourse(
            earlier(*signed) if signed else NEVER,
            stays,
            tuple(disclaimed),
            tuple(suspended),
            tuple(provisional),
        )

    def _stay(self, code: str, episode: int, world: AnyWorld, core: TreatyCourse) -> Stay:
        case = self.case
        consent, start = start_for(case, code, episode, world, core.trigger, core.entry)
        leave = exit_of(case, code, episode, world, core.entry)
        back = [
            world.day(deed.done)
            for deed in case.by(code, ActKind.INSTRUMENT_WITHDRAWN)
            if deed.episode == episode
        ]
        out, taken_back = earlier(leave.out, core.end), earlier(*back) if back else NEVER
        undone = not world.by(start, taken_back)
        return Stay(
            episode=episode,
            consent=consent,
            start=start,
            out=out,
            taken_back=taken_back,
            begins=not undone and not world.by(out, start),
            undone=undone,
            notices=core.notices if case.bilateral else leave.notices,
        )

    def _suspension(self, deed: Deed, world: AnyWorld) -> Spell:
        lifted = [other for other in self.case.of(ActKind.RESUMPTION) if other.act.of in {deed.act.id, ""}]
        return self._spell(deed, lifted, 0 if self._concerns_all(deed) else deed.episode, world)

    def _spell(self, deed: Deed, ends: Iterable[Deed], episode: int, world: AnyWorld) -> Spell:
        stop = self._first_after(deed, ends, world)
        return Spell(self._effect(deed, world), stop, frozenset(deed.act.scope), episode)

    @staticmethod
    def _effect(deed: Deed, world: AnyWorld) -> Moment:
        return world.day(deed.done if deed.effective is None else deed.effective)

    def _first_after(self, deed: Deed, answers: Iterable[Deed], world: AnyWorld) -> Moment:
        """The first of the answers that comes after an act has begun."""
        begun = self._effect(deed, world)
        after = [day for other in answers if not world.by(day := self._effect(other, world), begun)]
        return earlier(*after) if after else NEVER

    # ------------------------------------------------------------------------------ standings

    def standing(self, code: str, world: AnyWorld, day: float) -> Standing:
        """What a party is on a day of a world."""
        course, core = self.party_course(code, world), self.treaty_course(world)
        return standing_on(course, core, world, day)

    # ------------------------------------------------------------------------------ timelines

    def party_timeline(self, code: str) -> Timeline[Possible[Standing]]:
        """The possible standings of a party on all days."""
        return self._timeline(
            lambda world: (self.party_course(code, world), self.treaty_course(world)),
            lambda courses: _days_named(*courses),
            lambda courses, world, day: standing_on(*courses, world, day),
            _ALL_STANDINGS,
        )

    def treaty_timeline(self) -> Timeline[Possible[TreatyStanding]]:
        """The possible standings of the treaty on all days."""
        starters = [
            code
            for code in self.case.parties
            if self.case.by(code, ActKind.PROVISIONAL_START)
        ]

        def courses(world: AnyWorld) -> tuple[TreatyCourse, tuple[PartyCourse, ...]]:
            return self.treaty_course(world), tuple(self.party_course(code, world) for code in starters)

        return self._timeline(
            courses,
            lambda found: _moments(found[0]).union(*(_days_named(way, found[0]) for way in found[1])),
            lambda found, world, day: treaty_standing_on(*found, world, day),
            _ALL_TREATY_STANDINGS,
        )

    def ask(
        self, question: Callable[[AnyWorld], Hashable], otherwise: Iterable[Hashable] = ()
    ) -> tuple[set[Any], bool]:
        """Every answer that some world gives to a question, and whether none was added beyond them."""
        found, exact = explore(
            self.box, question, core=self._root, core_hangs_on=self._root_hangs_on, otherwise=otherwise
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
        ranges = [(max(first, FIRST), min(last, LAST)) for first, last in found if first <= LAST]
        return DaySet._make(ranges) if ranges else None

    def entry_days(self) -> DaySet | None:
        """The days on which the treaty may have entered into force; ``None`` if it never does, or ended before."""

        def entry(world: AnyWorld) -> Moment:
            core = self.treaty_course(world)
            return NEVER if world.by(core.end, core.entry) else core.entry

        return self.days_of(entry)

    def _timeline(
        self,
        courses: Callable[[AnyWorld], C],
        named: Callable[[C], frozenset[Moment]],
        standing: Callable[[C, AnyWorld, float], S],
        otherwise: frozenset[S],
    ) -> Timeline[Possible[S]]:
        world: AnyWorld = World(self.box, self._root)
        found = settled(self.box, courses, self._root)
        days = None if found is None else named(found)
        if found is not None and days is not None and not hangs_on(days):
            # every day on the way is exact: one world stands for all
            exact = sorted(day for day in days if not isinstance(day, Window) and FIRST < day <= LAST)
            return Timeline(
                Possible(frozenset((standing(found, world, FIRST - 1),)), self.exact),
                ((day, Possible(frozenset((standing(found, world, day),)), self.exact)) for day in exact),
            )

        def possible(day: float) -> Possible[S]:
            answers, exact = self.ask(lambda world: standing(courses(world), world, day), otherwise)
            return Possible(frozenset(answers), exact)

        cuts = sorted(self._cuts(lambda world: named(courses(world))))
        return Timeline(possible(FIRST - 1), ((cut, possible(cut)) for cut in cuts))

    def _cuts(self, days_named: Callable[[AnyWorld], frozenset[Moment]]) -> set[float]:
        """The days on which the possible standings may change: the bounds of whatever some course names.

        An act with several runs of candidate days is looked at one run at a time, so that no bound hides another.
        """
        boxes = [self.box]
        for key, bounds in self.box.days.items():
            if len(bounds) > 2:
                pairs = zip(bounds[::2], bounds[1::2], strict=True)
                boxes += [self.box.with_days(key, pair) for pair in pairs]
        moments: set[Moment] = set()
        for box in boxes:
            found, _ = explore(box, days_named)
            moments.update(*found)  # type: ignore[arg-type]
        cuts: set[float] = set()
        for moment in moments:
            if isinstance(moment, Window):
                cuts |= {moment.first, moment.last, moment.last + 1}
                cuts.update(self._irregular(moment))
            else:
                cuts.add(moment)
        return {cut for cut in cuts if FIRST < cut <= LAST}

    def _irregular(self, window: Window) -> Iterator[float]:
        """Days inside a window on which a rounding may land, or from which it may jump."""
        if not self._rounds:
            return
        first, last = max(window.first, FIRST), min(window.last, LAST)
        if last - first > 40 * 366:
            return
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
        core = settled(self.box, self._treaty_course)
        if core is None:
            return None
        pivots = {"law:trigger": core.trigger, "law:entry": core.entry, "law:end": core.end}
        if len(hangs_on(pivots.values())) > self.most_entangled:
            self.exact = False
            self._free = True
            self.box = Box({**self.box.days, **{key: _bounds(moment) for key, moment in pivots.items()}})
            return settled(self.box, self._treaty_course)
        return core


def treaty_standing_on(
    core: TreatyCourse, appliers: Iterable[PartyCourse], world: AnyWorld, day: float
) -> TreatyStanding:
    """How the treaty stands on a day; it is applied provisionally if two participants or more do so (VCLT 25)."""
    if not world.by(core.concluded, day):
        return TreatyStanding(TreatyStatus.NOT_CONCLUDED)
    if world.by(core.end, day):
        return TreatyStanding(TreatyStatus.ENDED)
    if world.by(core.entry, day):
        return TreatyStanding(
            TreatyStatus.IN_FORCE,
            suspended=any(_within(start, stop, world, day) for start, stop in core.suspensions),
            leaving=any(_within(start, stop, world, day) for start, stop in core.notices),
        )
    applying = sum(standing_on(course, core, world, day).provisional for course in appliers)
    return TreatyStanding(TreatyStatus.PENDING, provisional=applying >= 2)


def standing_on(course: PartyCourse, core: TreatyCourse, world: AnyWorld, day: float) -> Standing:
    """What a party is on a day, from its course and the treaty's.

    The stays are looked at one by one, with comparisons with the day only. Where the treaty has ended, whoever never
    became a party is to it what a third State is.
    """
    status, stay = PartyStatus.NONE, None
    for other in course.stays:
        found = _stay_on(other, world, day)
        if found is not PartyStatus.NONE and _WEIGHT[found] >= _WEIGHT[status]:
            status, stay = found, other
    episode = stay.episode if stay is not None else 0
    leaving = status is PartyStatus.PARTY and any(
        _within(given, out, world, day) for given, out in (stay.notices if stay is not None else ())
    )
    if status is PartyStatus.NONE and world.by(course.signed, day) and not world.by(core.end, day):
        status = PartyStatus.SIGNATORY
    suspended, parts = False, _NO_ARTICLES
    if status is PartyStatus.PARTY:
        own = [spell for spell in course.suspended if spell.episode in {0, episode}]
        suspended, parts = _covered(own, world, day)
    disclaimed = status is PartyStatus.SIGNATORY and any(
        _within(start, stop, world, day) for start, stop in course.disclaimed
    )
    provisional, applied = False, _NO_ARTICLES
    if (
        course.provisional
        and status in {PartyStatus.NONE, PartyStatus.SIGNATORY, PartyStatus.CONTRACTING}
        and not world.by(core.end, day)
    ):
        own = [spell for spell in course.provisional if spell.episode >= episode]
        whole, applied = _covered(own, world, day)
        provisional = whole or bool(applied)
        applied = _NO_ARTICLES if whole else applied
    return Standing(status, provisional, suspended, leaving, disclaimed, parts, applied)


_NO_ARTICLES: frozenset[str] = frozenset()

#: Which stay decides, if several speak: being a party, then having consented, then having been a party.
_WEIGHT = {PartyStatus.NONE: 0, PartyStatus.FORMER: 1, PartyStatus.CONTRACTING: 2, PartyStatus.PARTY: 3}


def _stay_on(stay: Stay, world: AnyWorld, day: float) -> PartyStatus:
    """What one stay alone makes of the party on a day."""
    if stay.undone and world.by(stay.taken_back, day):
        return PartyStatus.NONE  # taken back before the treaty was in force for it
    begun = world.by(stay.start, day)  # a succession may reach back before the day of its notice
    if not begun and not world.by(stay.consent, day):
        return PartyStatus.NONE
    if world.by(stay.out, day):
        return PartyStatus.FORMER if begun and stay.begins else PartyStatus.NONE
    return PartyStatus.PARTY if begun else PartyStatus.CONTRACTING


def _within(start: Moment, stop: Moment, world: AnyWorld, day: float) -> bool:
    return world.by(start, day) and not world.by(stop, day)


def _covered(spells: Iterable[Spell], world: AnyWorld, day: float) -> tuple[bool, frozenset[str]]:
    """Whether a spell covers the whole treaty on a day, and otherwise the articles that spells cover."""
    scopes = [spell.scope for spell in spells if _within(spell.start, spell.stop, world, day)]
    whole = any(not scope for scope in scopes)
    return whole, _NO_ARTICLES if whole else frozenset().union(*scopes)


def _moments(course: TreatyCourse) -> frozenset[Moment]:
    pairs = [moment for pair in course.suspensions + course.notices for moment in pair]
    return frozenset([course.concluded, course.trigger, course.entry, course.end, *pairs])


def _days_named(course: PartyCourse, core: TreatyCourse) -> frozenset[Moment]:
    named: list[Moment] = [course.signed, core.end, core.entry]
    for stay in course.stays:
        named += [stay.consent, stay.start, stay.out, stay.taken_back]
        named += [moment for pair in stay.notices for moment in pair]
    named += [moment for pair in course.disclaimed for moment in pair]
    for spell in (*course.suspended, *course.provisional):
        named += [spell.start, spell.stop]
    return frozenset(named)


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
