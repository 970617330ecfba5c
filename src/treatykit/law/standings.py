"""Standings: what a party, or the treaty, is on a day, from its course. Comparisons with the day, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from treatykit.law.courses import PartyCourse, Spell, Stay, TreatyCourse
from treatykit.law.entry import ONE_DAY
from treatykit.law.terms import PartyStatus, Standing, TreatyStanding, TreatyStatus
from treatykit.law.worlds import NEVER, Moment, World, shifted

__all__ = ["standing_on", "treaty_standing_on"]

AnyWorld = World[Any]


def treaty_standing_on(
    core: TreatyCourse, appliers: Iterable[PartyCourse], world: AnyWorld, day: Moment
) -> TreatyStanding:
    """How the treaty stands on a day; it is applied provisionally if two participants or more do so (VCLT 25)."""
    if not world.by(core.concluded, day):
        return TreatyStanding(TreatyStatus.NOT_CONCLUDED)
    if world.by(core.end, day) or _is_past(core.last_sure, world, day):
        return TreatyStanding(TreatyStatus.ENDED)
    if world.by(core.entry, day):
        return TreatyStanding(
            TreatyStatus.IN_FORCE,
            suspended=any(_within(start, stop, world, day) for start, stop in core.suspensions),
            leaving=any(_within(start, stop, world, day) for start, stop in core.notices),
        )
    applying = sum(standing_on(course, core, world, day).provisional for course in appliers)
    return TreatyStanding(TreatyStatus.PENDING, provisional=applying >= 2)


def standing_on(course: PartyCourse, core: TreatyCourse, world: AnyWorld, day: Moment) -> Standing:
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
    if status is PartyStatus.PARTY and course.suspended:
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


def _stay_on(stay: Stay, world: AnyWorld, day: Moment) -> PartyStatus:
    """What one stay alone makes of the party on a day."""
    if world.by(stay.taken_back, day) and not world.by(stay.start, stay.taken_back):
        return PartyStatus.NONE  # taken back before the treaty was in force for it
    begun = world.by(stay.start, day)  # a succession may reach back before the day of its notice
    if not begun and not world.by(stay.consent, day):
        return PartyStatus.NONE
    if world.by(stay.out, day):
        return PartyStatus.FORMER if begun and not world.by(stay.out, stay.start) else PartyStatus.NONE
    if begun and _is_past(stay.last_sure, world, day):
        return PartyStatus.FORMER
    return PartyStatus.PARTY if begun else PartyStatus.CONTRACTING


def _is_past(last: Moment, world: AnyWorld, day: Moment) -> bool:
    """Whether a day comes after the last on which something surely holds."""
    return last != NEVER and world.by(shifted(ONE_DAY.shift, last), day)


def _within(start: Moment, stop: Moment, world: AnyWorld, day: Moment) -> bool:
    return world.by(start, day) and not world.by(stop, day)


def _covered(spells: Iterable[Spell], world: AnyWorld, day: Moment) -> tuple[bool, frozenset[str]]:
    """Whether a spell covers the whole treaty on a day, and otherwise the articles that spells cover."""
    scopes = [spell.scope for spell in spells if _within(spell.start, spell.stop, world, day)]
    whole = any(not scope for scope in scopes)
    return whole, _NO_ARTICLES if whole else frozenset().union(*scopes)
