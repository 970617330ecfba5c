"""Entry into force: when the condition of each clause is met, and for whom the treaty then begins (VCLT 24)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from treatykit.days import FIRST, Span
from treatykit.law.cases import Case, Deed, instrument_of
from treatykit.law.worlds import NEVER, Moment, World, earlier, later, nth, shifted
from treatykit.record.acts import ActKind, Instrument
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CompletionNotices,
    EntryIntoForce,
    ExchangeOfInstruments,
    Instruments,
    OnDay,
    OnSignature,
    Pivot,
)
from treatykit.record.coverage import Matter

__all__ = ["ONE_DAY", "concluded_on", "consent_day", "consents_of", "entry_into_force", "signed_on", "stated_day"]

AnyWorld = World[Any]

ONE_DAY = Span("P1D")

#: Before every day of the calendar.
BEGINNING = float(FIRST - 1)


def entry_into_force(case: Case, world: AnyWorld) -> tuple[Moment, Moment]:
    """The day on which the condition is met, and the day on which the treaty enters into force.

    A treaty that is silent enters into force when all negotiating States have consented (VCLT 24(2)); a stated day
    stands in where their consent is not recorded. Where the record is silent on what entry into force depends on, a
    stated day decides, and otherwise the reading.
    """
    if case.entry_open:
        trigger = entry = _open_entry(case, world)
    elif case.entry is not None:
        trigger, entry = _by_clause(case.entry, case, world)
    else:
        trigger = _both_consent(case, world, 0) if case.bilateral else _all_consent(case, world)
        if trigger == NEVER:
            trigger = stated_day(case, world)
        entry = trigger
    if case.bilateral:  # in force for one if and only if for the other
        entry = _both_consent(case, world, entry)
    return trigger, entry


def _open_entry(case: Case, world: AnyWorld) -> Moment:
    """The stated day; without one, the first consent if that much is assumed, and never if it is not."""
    stated = stated_day(case, world)
    if stated != NEVER or Matter.ENTRY not in case.assumed:
        return stated
    if case.bilateral:
        return _both_consent(case, world, 0)
    return earlier(NEVER, *(consent_day(case, code, 1, world)[0] for code in case.parties))


def concluded_on(case: Case, world: AnyWorld) -> Moment:
    """The day on which there is a text: of the first act that shows one (VCLT 9, 10).

    Where the record has no such act and does not tell of them, there may have been a text from the beginning.
    """
    if case.concluding:
        return earlier(*map(world.day, case.concluding))
    untold = case.silent.get(Matter.SIGNATURE) or case.silent.get(Matter.CONSENT)
    return BEGINNING if untold and case.assumed & {Matter.SIGNATURE, Matter.CONSENT} else NEVER


def signed_on(case: Case, code: str, world: AnyWorld) -> Moment:
    """The day of a party's first signature; the first day of the text where it is not told and is to be assumed."""
    signed = [world.day(deed.done) for deed in case.by(code, ActKind.SIGNATURE)]
    if signed:
        return earlier(*signed)
    if case.assumes(Matter.SIGNATURE, code):
        return concluded_on(case, world)
    return NEVER


def stated_day(case: Case, world: AnyWorld) -> Moment:
    """The day of entry into force that the record states for the treaty as a whole; ``NEVER`` if it states none."""
    return earlier(*(world.day(deed.done) for deed in case.stated)) if case.stated else NEVER


def _by_clause(clause: EntryIntoForce, case: Case, world: AnyWorld) -> tuple[Moment, Moment]:
    trigger = _TRIGGER[type(clause)](clause, case, world)
    entry = trigger if clause.delay.is_zero else shifted(clause.delay.shift, trigger)
    if isinstance(clause, AsStated) and clause.met_on is not None:
        trigger = clause.met_on.bounds[0]
    if isinstance(clause, Instruments) and clause.fixed_day is not None:
        fixed = clause.fixed_day.bounds[0]
        if world.by(trigger, fixed):
            entry = fixed
    if clause.not_before is not None:
        entry = later(entry, clause.not_before.bounds[0])
    if clause.waits_for:
        # a treaty that this record knows nothing of is not waited for; check() reports it
        waited = case.outside.get(clause.waits_for)
        entry = entry if waited is None else later(entry, world.day(waited))
    return trigger, entry


# ------------------------------------------------------------------------------------------- the conditions


def _on_signature(clause: OnSignature, case: Case, world: AnyWorld) -> Moment:
    days = [
        earlier(*(world.day(deed.done) for deed in signed))
        for code in case.parties
        if (signed := case.by(code, ActKind.SIGNATURE, ActKind.EXCHANGE_OF_NOTES))
    ]
    return nth(clause.count or len(case.parties), days)


def _on_day(clause: OnDay, case: Case, world: AnyWorld) -> Moment:
    return clause.day.bounds[0]


def _exchange(clause: ExchangeOfInstruments, case: Case, world: AnyWorld) -> Moment:
    """The day of the exchange, or the day from which it is stated to have effect."""
    joint = [deed for deed in case.of(ActKind.EXCHANGE) if case.concerns_all(deed)]
    first = _first_done(joint, world)
    return earlier(NEVER, *(world.day(deed.done if deed.effective is None else deed.effective) for deed in first))


def _first_done(deeds: list[Deed], world: AnyWorld) -> list[Deed]:
    """The acts that were done first: one, or several of one day."""
    if len(deeds) < 2:
        return deeds
    first = earlier(*(world.day(deed.done) for deed in deeds))
    return [deed for deed in deeds if world.by(world.day(deed.done), first)] or deeds


def _notices(clause: CompletionNotices, case: Case, world: AnyWorld) -> Moment:
    days = [
        earlier(*(world.day(deed.counted(clause.counted_from)) for deed in given))
        for code in case.parties
        if (given := case.by(code, ActKind.COMPLETION_NOTICE))
    ]
    return nth(clause.count or len(case.parties), days)


def _instruments(clause: Instruments, case: Case, world: AnyWorld) -> Moment:
    counted = [days for code in case.parties if (days := _counted_consents(clause, case, code, world))]
    reached = _standing_together(clause.count or len(case.parties), counted, world)
    named = [
        [world.day(deed.done) for deed in case.by_party[code] if _is_counted(clause, case, deed)]
        for code in clause.including
    ]
    return later(reached, *(earlier(*days) if days else NEVER for days in named))


def _is_counted(clause: Instruments, case: Case, deed: Deed) -> bool:
    return case.is_consent(deed) and (not clause.instruments or instrument_of(deed) in clause.instruments)


def _counted_consents(clause: Instruments, case: Case, code: str, world: AnyWorld) -> list[tuple[Moment, Moment]]:
    """From when to when a participant counts towards the threshold, one pair for each instrument."""
    if (
        code in clause.excluding
        or (clause.among and code not in clause.among)
        or (not clause.among and case.kinds[code] not in clause.actors)
    ):
        return []
    return [
        (world.day(deed.done), taken_back(case, code, deed, world))
        for deed in case.by_party[code]
        if _is_counted(clause, case, deed)
    ]


def _standing_together(count: int, standing: list[list[tuple[Moment, Moment]]], world: AnyWorld) -> Moment:
    """The first day on which ``count`` participants have instruments that stand."""
    if all(until == NEVER for spells in standing for _, until in spells):
        return nth(count, [earlier(*(day for day, _ in spells)) for spells in standing])
    reached: Moment = NEVER
    for day in (day for spells in standing for day, _ in spells):
        there = sum(
            any(world.by(begun, day) and not world.by(until, day) for begun, until in spells) for spells in standing
        )
        if there >= count:
            reached = earlier(reached, day)
    return reached


def _all_of(clause: AllOf, case: Case, world: AnyWorld) -> Moment:
    return later(*(_by_clause(rule, case, world)[1] for rule in clause.rules))


def _any_of(clause: AnyOf, case: Case, world: AnyWorld) -> Moment:
    return earlier(*(_by_clause(rule, case, world)[1] for rule in clause.rules))


def _as_stated(clause: AsStated, case: Case, world: AnyWorld) -> Moment:
    return stated_day(case, world)


_TRIGGER: dict[type, Callable[[Any, Case, AnyWorld], Moment]] = {
    OnSignature: _on_signature,
    OnDay: _on_day,
    ExchangeOfInstruments: _exchange,
    CompletionNotices: _notices,
    Instruments: _instruments,
    AllOf: _all_of,
    AnyOf: _any_of,
    AsStated: _as_stated,
}


# ------------------------------------------------------------------------------------------- for one party


def consent_day(case: Case, code: str, episode: int, world: AnyWorld) -> tuple[Moment, list[Deed]]:
    """The day on which a party consented in an episode, and the acts of that day by which it did (VCLT 11-16)."""
    given = [deed for deed in case.by_party[code] if deed.episode == episode and case.is_consent(deed)]
    if not given or (episode == 1 and _signed_untold(case, code)):
        return _consent_not_recorded(case, code, episode, world), []
    first = _first_done(given, world)
    return earlier(*(world.day(deed.done) for deed in first)), first


def _signed_untold(case: Case, code: str) -> bool:
    """Whether a signature is assumed that is consent: it comes before whatever consent is recorded."""
    return case.signature_binds and case.assumes(Matter.SIGNATURE, code) and not case.by(code, ActKind.SIGNATURE)


def _consent_not_recorded(case: Case, code: str, episode: int, world: AnyWorld) -> Moment:
    """The consent that a stated entry into force implies; and where the record is silent, the consent to be assumed."""
    implied: Moment = NEVER
    if not case.bilateral:
        implied = earlier(NEVER, *_own_start(case, code, episode, world))
    elif episode == 1 and isinstance(case.entry, AsStated | None):
        implied = stated_day(case, world)
    if episode != 1 or not case.assumes(Matter.CONSENT, code):
        return implied
    signed = signed_on(case, code, world)
    return earlier(implied, concluded_on(case, world) if signed == NEVER else signed)


def _own_start(case: Case, code: str, episode: int, world: AnyWorld) -> list[Moment]:
    """The days on which the treaty is stated to have entered into force for one party."""
    return [
        world.day(deed.done)
        for deed in case.by(code, ActKind.ENTRY_INTO_FORCE)
        if deed.episode == episode and not case.concerns_all(deed)
    ]


def consents_of(
    case: Case, code: str, episode: int, world: AnyWorld, trigger: Moment, entry: Moment
) -> list[tuple[Moment, Moment, Moment]]:
    """The consents of a party in an episode, in order: the day, the start of the treaty for it, and when it was taken back.

    The first that was not taken back before the treaty began for the party is the last of the list (VCLT 24(1), (3)).
    """
    consent, deeds = consent_day(case, code, episode, world)
    if case.is_late and not deeds:
        consent = later(consent, shifted(ONE_DAY.shift, _pivot(case, trigger, entry)))
        return [(consent, NEVER, _untold_taken_back(case, code, episode, world))]
    start = _start(case, code, episode, world, consent, deeds, trigger, entry)
    if consent == NEVER or not case.by(code, ActKind.INSTRUMENT_WITHDRAWN):
        return [(consent, start, NEVER)]
    found: list[tuple[Moment, Moment, Moment]] = []
    if not deeds:  # implied or assumed
        back = _untold_taken_back(case, code, episode, world)
        found.append((consent, start, back))
        if world.by(start, back):
            return found
    left = [deed for deed in case.by_party[code] if deed.episode == episode and case.is_consent(deed)]
    while left:
        for deed in sorted(_first_done(left, world), key=lambda deed: deed.act.id):
            left.remove(deed)
            consent, back = world.day(deed.done), taken_back(case, code, deed, world)
            start = _start(case, code, episode, world, consent, [deed], trigger, entry)
            found.append((consent, start, back))
            if world.by(start, back):
                return found
    return found


def _start(
    case: Case,
    code: str,
    episode: int,
    world: AnyWorld,
    consent: Moment,
    deeds: list[Deed],
    trigger: Moment,
    entry: Moment,
) -> Moment:
    """The day from which the treaty is in force for the party (VCLT 24(1), (3)).

    A succession reaches back to its effective day, but not before the entry into force of the treaty; a stated
    effective day wins over the formula; whoever consents by the pivot starts with the treaty, and whoever comes later
    has a delay of its own.
    """
    if consent == NEVER:
        return NEVER
    if case.bilateral:
        return entry
    stated = _own_start(case, code, episode, world)
    if stated:
        return earlier(*stated)
    if not deeds:
        return _by_pivot(case, code, world, consent, trigger, entry)
    return earlier(*(_start_by(deed, case, code, world, consent, trigger, entry) for deed in deeds))


def _start_by(
    deed: Deed, case: Case, code: str, world: AnyWorld, consent: Moment, trigger: Moment, entry: Moment
) -> Moment:
    """The day from which the treaty is in force for a party by one act of consent."""
    if deed.effective is not None:
        return later(world.day(deed.effective), entry)
    if instrument_of(deed) is Instrument.SUCCESSION:
        return later(consent, entry)
    return _by_pivot(case, code, world, consent, trigger, entry)


def _by_pivot(case: Case, code: str, world: AnyWorld, consent: Moment, trigger: Moment, entry: Moment) -> Moment:
    """The day from which the treaty is in force for whoever consented by the pivot, and for whoever came late."""
    clause, untold = case.entry, case.is_silent(Matter.ENTRY, code) or case.entry_open
    if clause is None and not untold:
        return later(consent, entry)
    if world.by(consent, _pivot(case, trigger, entry)):
        return entry
    if clause is None or untold:
        return later(consent, entry) if Matter.ENTRY in case.assumed else NEVER
    late = clause.delay if clause.late_delay is None else clause.late_delay
    return later(entry, shifted(late.shift, consent))


def _pivot(case: Case, trigger: Moment, entry: Moment) -> Moment:
    """The day after which whoever consents is late."""
    return trigger if case.entry is not None and case.entry.pivot is Pivot.TRIGGER else entry


def taken_back(case: Case, code: str, deed: Deed, world: AnyWorld) -> Moment:
    """The day on which an instrument was taken back; ``NEVER`` if it was not."""
    back = case.answers(deed, ActKind.INSTRUMENT_WITHDRAWN, code)
    return earlier(*(world.day(other.done) for other in back)) if back else NEVER


def _untold_taken_back(case: Case, code: str, episode: int, world: AnyWorld) -> Moment:
    """The day on which a consent that is assumed was taken back; one that is implied is not."""
    if episode != 1 or not case.assumes(Matter.CONSENT, code):
        return NEVER
    back = [deed for deed in case.by(code, ActKind.INSTRUMENT_WITHDRAWN) if not deed.act.of and deed.episode == episode]
    return earlier(NEVER, *(world.day(deed.done) for deed in back))


def _all_consent(case: Case, world: AnyWorld) -> Moment:
    """The first day on which the consents of all parties stand (VCLT 24(2))."""
    given = [
        [
            (world.day(deed.done), taken_back(case, code, deed, world))
            for deed in case.by_party[code]
            if case.is_consent(deed)
        ]
        for code in case.parties
    ]
    return _standing_together(len(case.parties), [spells for spells in given if spells], world)


def _both_consent(case: Case, world: AnyWorld, not_before: Moment) -> Moment:
    """The first day, not before another, on which both parties have consents that have effect and stand."""
    reached: Moment = NEVER
    for pair in product(*(_standing_consents(case, code, world) for code in case.parties)):
        day = later(not_before, *(begun for begun, _ in pair))
        if all(until == NEVER or not world.by(until, day) for _, until in pair):
            reached = earlier(reached, day)
    return reached


def _standing_consents(case: Case, code: str, world: AnyWorld) -> list[tuple[Moment, Moment]]:
    """From when to when each consent of a party stands: from the day on which it was given and has effect."""
    spells: list[tuple[Moment, Moment]] = [
        (
            world.day(deed.done) if deed.effective is None else later(world.day(deed.done), world.day(deed.effective)),
            taken_back(case, code, deed, world),
        )
        for deed in case.by_party[code]
        if case.is_consent(deed)
    ]
    day, given = consent_day(case, code, 1, world)
    if not given:  # a stated entry into force may stand in for it
        spells.append((day, _untold_taken_back(case, code, 1, world)))
    return spells
