"""Courses: the life of the treaty, and the way of a party through it, as a handful of days in one box of worlds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from treatykit.law.cases import Case, Deed
from treatykit.law.ending import Exit, end_of_treaty, exit_of, last_sure_day
from treatykit.law.entry import ONE_DAY, concluded_on, consents_of, entry_into_force, signed_on
from treatykit.law.worlds import NEVER, Moment, World, earlier, later, shifted
from treatykit.record.acts import ActKind
from treatykit.record.coverage import Matter

__all__ = ["AnyWorld", "PartyCourse", "Spell", "Stay", "TreatyCourse", "Turns", "party_course", "treaty_course"]


@attrs.define(frozen=True, slots=True)
class Turns:
    """The turning points of the treaty: its condition met, in force, ended."""

    trigger: Moment
    entry: Moment
    end: Moment


@attrs.define(frozen=True, slots=True)
class TreatyCourse:
    """The life of the treaty in a box of worlds."""

    concluded: Moment
    trigger: Moment
    entry: Moment
    end: Moment
    suspensions: tuple[tuple[Moment, Moment], ...]
    notices: tuple[tuple[Moment, Moment], ...]
    #: the last day on which the treaty surely had not ended, where its end is not told and is assumed
    last_sure: Moment = NEVER


@attrs.define(frozen=True, slots=True)
class Stay:
    """One episode of a party: consent, the treaty in force for it, and out; ``taken_back`` before it began."""

    episode: int
    consent: Moment
    start: Moment
    out: Moment
    taken_back: Moment
    notices: tuple[tuple[Moment, Moment], ...]
    #: the last day on which the party surely had not left, where leaving is not told and is assumed
    last_sure: Moment = NEVER


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


def treaty_course(case: Case, world: AnyWorld, turns: Turns | None = None) -> TreatyCourse:
    """The life of the treaty in a world; its turning points are worked out if they are not given."""
    if turns is None:
        trigger, entry = entry_into_force(case, world)
        turns = Turns(trigger, entry, end_of_treaty(case, world, entry))
    trigger, entry, end = turns.trigger, turns.entry, turns.end
    notices: list[tuple[Moment, Moment]] = []
    if case.bilateral:
        for code in case.parties:
            for episode in case.episodes(code):
                notices += exit_of(case, code, episode, world, entry).notices
    together = [
        (spell.start, spell.stop)
        for deed in case.of(ActKind.SUSPENSION)
        if not deed.act.scope and _concerns_all(case, deed)
        for spell in [_suspension(case, deed, world)]
    ]
    last_sure = last_sure_day(case, world, entry, end)
    return TreatyCourse(concluded_on(case, world), trigger, entry, end, tuple(together), tuple(notices), last_sure)


def _concerns_all(case: Case, deed: Deed) -> bool:
    return case.bilateral or case.concerns_all(deed)


def party_course(case: Case, code: str, world: AnyWorld, core: TreatyCourse) -> PartyCourse:
    """The way of a party through the treaty in a world."""
    own = case.by_party[code]
    disclaimed: list[tuple[Moment, Moment]] = []
    suspended: list[Spell] = []
    provisional: list[Spell] = []
    for deed in own:
        kind = deed.act.kind
        if kind is ActKind.DISCLAIMER:
            back = case.answers(deed, ActKind.DISCLAIMER_WITHDRAWN, code)
            disclaimed.append((world.day(deed.done), _first_after(deed, back, world)))
        elif kind is ActKind.SUSPENSION and not case.bilateral:
            suspended.append(_suspension(case, deed, world))
        elif kind is ActKind.PROVISIONAL_START:
            # a recorded end decides; else notice of the intention not to become a party ends it (VCLT 25(2))
            ends = case.answers(deed, ActKind.PROVISIONAL_END, code) or case.by(code, ActKind.DISCLAIMER)
            provisional.append(_spell(deed, ends, deed.episode, world))
    if case.bilateral:  # what is suspended between two is suspended for both (VCLT 72)
        suspended = [_suspension(case, deed, world) for deed in case.of(ActKind.SUSPENSION)]
    stays = tuple(stay for episode in case.episodes(code) for stay in _stays(case, code, episode, world, core))
    return PartyCourse(
        signed_on(case, code, world),
        stays,
        tuple(disclaimed),
        tuple(suspended),
        tuple(provisional),
    )


def _stays(case: Case, code: str, episode: int, world: AnyWorld, core: TreatyCourse) -> list[Stay]:
    """One episode: a stay for its consent, and one for each consent before it that was taken back."""
    leave = exit_of(case, code, episode, world, core.entry)
    return [
        Stay(
            episode=episode,
            consent=consent,
            start=start,
            out=earlier(leave.out, core.end),
            taken_back=back,
            notices=core.notices if case.bilateral else leave.notices,
            last_sure=_last_sure_day(case, code, leave, start, core),
        )
        for consent, start, back in consents_of(case, code, episode, world, core.trigger, core.entry)
    ]


def _last_sure_day(case: Case, code: str, leave: Exit, start: Moment, core: TreatyCourse) -> Moment:
    """The last day on which a party surely was one: that of its start, or the last on which the treaty had not ended.

    Between two parties leaving is the end.
    """
    if leave.out == NEVER and case.assumes(Matter.WITHDRAWAL, code) and not case.bilateral:
        return start
    return NEVER if core.last_sure == NEVER else later(start, core.last_sure)


def _suspension(case: Case, deed: Deed, world: AnyWorld) -> Spell:
    lifted = [other for other in case.of(ActKind.RESUMPTION) if other.act.of in {deed.act.id, ""}]
    return _spell(deed, lifted, 0 if _concerns_all(case, deed) else deed.episode, world)


def _spell(deed: Deed, ends: Iterable[Deed], episode: int, world: AnyWorld) -> Spell:
    stop = _first_after(deed, ends, world)
    return Spell(_effect(deed, world), stop, frozenset(deed.act.scope), episode)


def _effect(deed: Deed, world: AnyWorld) -> Moment:
    return world.day(deed.done if deed.effective is None else deed.effective)


def _first_after(deed: Deed, answers: Iterable[Deed], world: AnyWorld) -> Moment:
    """The first of the answers that comes after an act has begun."""
    begun = _effect(deed, world)
    after = [day for other in answers if not world.by(day := _effect(other, world), begun)]
    return earlier(*after) if after else NEVER


def days_of_treaty(course: TreatyCourse) -> frozenset[Moment]:
    """Every day that the life of the treaty names."""
    pairs = [moment for pair in course.suspensions + course.notices for moment in pair]
    after = shifted(ONE_DAY.shift, course.last_sure)
    return frozenset([course.concluded, course.trigger, course.entry, course.end, after, *pairs])


def days_of_party(course: PartyCourse, core: TreatyCourse, world: AnyWorld) -> frozenset[Moment]:
    """Every day that the way of a party names, in a box in which its turning points come in one order."""
    for stay in course.stays:
        world.by(stay.out, stay.start)
        world.by(stay.start, stay.taken_back)
    named: list[Moment] = [course.signed, core.end, core.entry]
    for stay in course.stays:
        named += [stay.consent, stay.start, stay.out, stay.taken_back, shifted(ONE_DAY.shift, stay.last_sure)]
        named += [moment for pair in stay.notices for moment in pair]
    named += [moment for pair in course.disclaimed for moment in pair]
    for spell in (*course.suspended, *course.provisional):
        named += [spell.start, spell.stop]
    return frozenset(named)
