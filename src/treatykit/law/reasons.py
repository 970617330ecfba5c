"""Reasons: the acts and clauses behind a status, as sentences, and the sources behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from treatykit.days import Date, DaySet
from treatykit.display import listed
from treatykit.law.cases import Case
from treatykit.law.terms import LegalEffect, PartyStatus, Possible, Standing, TreatyStanding
from treatykit.record.acts import Act, ActKind, SubjectTo
from treatykit.record.clauses import AsStated, CountedFrom, Duration, EntryIntoForce
from treatykit.record.coverage import Beyond, Coverage, Matter
from treatykit.record.sources import Policy, candidates, used

__all__ = ["Known", "because", "caveats", "sentence", "source_ids"]


@attrs.define(frozen=True, slots=True, kw_only=True)
class Known:
    """What the reasons are drawn from."""

    acts: tuple[Act, ...]
    case: Case
    policy: Policy
    #: the days on which the treaty may have entered into force, and may have ended
    entry: DaySet | None
    end: DaySet | None


_DONE = {
    ActKind.ADOPTION: "The text was adopted",
    ActKind.AUTHENTICATION: "The text was authenticated",
    ActKind.SIGNATURE: "signed",
    ActKind.CONFIRMATION: "confirmed the signature",
    ActKind.EXCHANGE_OF_NOTES: "exchanged notes that constitute the treaty",
    ActKind.EXCHANGE: "exchanged instruments",
    ActKind.DEPOSIT: "deposited an instrument",
    ActKind.COMPLETION_NOTICE: "gave notice that internal procedures are complete",
    ActKind.INSTRUMENT_WITHDRAWN: "took the instrument back before entry into force; the signature stays",
    ActKind.DISCLAIMER: "declared that it does not intend to become a party",
    ActKind.DISCLAIMER_WITHDRAWN: "took back the declaration that it does not intend to become a party",
    ActKind.ENTRY_INTO_FORCE: "The sources state that the treaty entered into force",
    ActKind.PROVISIONAL_START: "began to apply the treaty provisionally",
    ActKind.PROVISIONAL_END: "ended provisional application",
    ActKind.RESERVATION: "made a reservation",
    ActKind.RESERVATION_WITHDRAWN: "withdrew a reservation",
    ActKind.OBJECTION: "objected to a reservation",
    ActKind.DECLARATION: "made a declaration",
    ActKind.AMENDMENT: "The treaty was amended",
    ActKind.SUSPENSION: "suspended the operation of the treaty",
    ActKind.RESUMPTION: "resumed the operation of the treaty",
    ActKind.WITHDRAWAL_NOTICE: "gave notice of withdrawal",
    ActKind.NOTICE_REVOKED: "revoked the notice of withdrawal",
    ActKind.WITHDRAWAL_EFFECTIVE: "left the treaty",
    ActKind.PROLONGATION: "The term was prolonged",
    ActKind.TERMINATION: "The treaty was terminated",
    ActKind.SUPERSESSION: "The treaty was superseded by a later one",
    ActKind.REGISTRATION: "The treaty was registered",
    ActKind.PUBLICATION: "The text was published",
    ActKind.CORRECTION: "The text was corrected",
    ActKind.DOMESTIC_STEP: "took a domestic step",
    ActKind.DOMESTIC_APPROVAL: "approved the treaty",
}

#: The articles of the Vienna Convention that give an act its place.
_RULE = {
    ActKind.SIGNATURE: "VCLT 10, 18",
    ActKind.CONFIRMATION: "VCLT 12(2)(b)",
    ActKind.EXCHANGE_OF_NOTES: "VCLT 13",
    ActKind.EXCHANGE: "VCLT 16(a)",
    ActKind.DEPOSIT: "VCLT 16(b)",
    ActKind.COMPLETION_NOTICE: "VCLT 16(c)",
    ActKind.DISCLAIMER: "VCLT 18(a)",
    ActKind.PROVISIONAL_START: "VCLT 25",
    ActKind.PROVISIONAL_END: "VCLT 25(2)",
    ActKind.SUSPENSION: "VCLT 57, 72",
    ActKind.WITHDRAWAL_NOTICE: "VCLT 54, 56, 67",
    ActKind.NOTICE_REVOKED: "VCLT 68",
    ActKind.WITHDRAWAL_EFFECTIVE: "VCLT 70",
    ActKind.TERMINATION: "VCLT 54(b), 70",
    ActKind.SUPERSESSION: "VCLT 59",
}

#: Acts that never move a status and are not told as reasons.
_SILENT = frozenset(
    {
        ActKind.REGISTRATION,
        ActKind.PUBLICATION,
        ActKind.CORRECTION,
        ActKind.RESERVATION,
        ActKind.RESERVATION_WITHDRAWN,
        ActKind.OBJECTION,
        ActKind.DECLARATION,
        ActKind.AMENDMENT,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.DOMESTIC_STEP,
    }
)


def when(days: DaySet) -> str:
    """A set of days in a sentence.

    >>> when(DaySet("2024-12-04")), when(DaySet("2024-12"))
    ('on 2024-12-04', 'at some time in 2024-12')
    """
    if days.is_exact:
        return f"on {days}"
    return f"on one of the days {days}" if str(days).startswith("[") else f"at some time in {days}"


def sentence(act: Act, policy: Policy, party: str | None = None) -> str:
    """One act as a sentence: who did what, when and where; of many who acted together, the party asked about is named."""
    done = _DONE[act.kind]
    who = _named(act.by, party) if act.by else "The parties"
    text = done if done.startswith("The ") else f"{who} {done}"
    if act.kind is ActKind.DOMESTIC_APPROVAL:
        text = f"{act.body or who} {done} for {who}" if act.body else f"{who} {done}"
    if act.kind is ActKind.EXCHANGE and act.instrument is not None:
        text += f" of {act.instrument.replace('_', ' ')}"
    elif act.instrument is not None:
        text += f" ({act.instrument.replace('_', ' ')})"
    day = act.day(policy)
    if day is not None:
        text += f" {when(day)}"
    if act.place:
        text += f" at {act.place}"
    if act.subject_to is SubjectTo.NOTHING:
        text += "; the signature is definitive"
    elif act.subject_to is SubjectTo.NOT_STATED:
        text += "; what the signature is subject to is not stated"
    elif act.subject_to is not None:
        text += f", subject to {act.subject_to}"
    received, effective = act.day_received(policy), act.day_effective(policy)
    if received is not None:
        text += f", received {when(received)}"
    if effective is not None:
        text += f", with effect {when(effective)}"
    if act.scope:
        text += f", for Art. {listed(act.scope)}"
    rule = _RULE.get(act.kind)
    return f"{text} ({rule})." if rule else f"{text}."


def _named(codes: tuple[str, ...], party: str | None) -> str:
    if len(codes) <= 4:
        return listed(codes)
    first = party if party in codes else codes[0]
    return f"{first} and {len(codes) - 1} others"


def because(
    known: Known, party: str | None, on: DaySet, found: Possible[Standing] | Possible[TreatyStanding]
) -> tuple[str, ...]:
    """The sentences behind a status: what had been done by then, what was still to come, and the effect."""
    return tuple(_because(known, party, on, found))


def _because(
    known: Known, party: str | None, on: DaySet, found: Possible[Standing] | Possible[TreatyStanding]
) -> Iterator[str]:
    if party is not None and party not in known.case.parties:
        yield f"{party} is no party, signatory or other participant in the record: a third State (VCLT 34)."
        return
    done = [act for act, day in _dated(known, party) if _has_begun(act, day, known.policy, on)]
    if not done:
        yield f"By {on} the record knows of no act{f' by {party}' if party else ''} under this treaty."
    for act in done:
        yield sentence(act, known.policy, party)
    yield from _domestic(known, party, on)
    yield from _force(known, on)
    yield from _ending(known, on)
    if party is not None:
        some = "" if len(found.effects) == 1 else "On some of the days, or in some possible worlds: "
        for effect in sorted(found.effects, key=list(LegalEffect).index):
            yield some + _EFFECT_WORDS[effect].format(party=party)


def _has_begun(act: Act, day: DaySet, policy: Policy, on: DaySet) -> bool:
    """Whether an act may have been done by the end of some days, or have effect that reaches back to them."""
    effective = act.day_effective(policy)
    return day.bounds[0] <= on.bounds[-1] or (effective is not None and effective.bounds[0] <= on.bounds[-1])


def _dated(known: Known, party: str | None) -> Iterator[tuple[Act, DaySet]]:
    """The international acts that bear on a party, or on the treaty, in the order of their days."""
    found = []
    for act in known.acts:
        if act.kind in _SILENT or act.kind.is_domestic:
            continue
        if party is not None and act.by and party not in act.by:
            continue
        day = act.day(known.policy)
        if day is not None:
            found.append((act, day))
    most = 12
    if party is None and len(found) > most:
        found = [pair for pair in found if pair[0].kind is not ActKind.DEPOSIT][:most]
    yield from sorted(found, key=lambda pair: pair[1].bounds)


def _domestic(known: Known, party: str | None, on: DaySet) -> Iterator[str]:
    if party is None:
        return
    steps = [
        (act, day)
        for act in known.acts
        if act.kind is ActKind.DOMESTIC_APPROVAL
        and party in act.by
        and (day := act.day(known.policy)) is not None
        and day.bounds[0] <= on.bounds[-1]
    ]
    if steps:
        told = listed(f"{act.body or 'an organ not named'} ({day})" for act, day in steps)
        yield (
            f"Domestic approval by {told} belongs to internal law and changes no status: ratification is the "
            "international act (VCLT 2(1)(b))."
        )


def _force(known: Known, on: DaySet) -> Iterator[str]:
    clause = known.case.entry
    if known.case.entry_open:
        rule = (
            f"The treaty enters into force {clause}"
            if clause
            else "The clause on entry into force is not in the record"
        )
        if known.entry is None:
            yield f"{rule}; no consent is recorded from which it could have entered into force."
        elif known.entry.is_exact:
            yield f"{rule}; the source states that it entered into force {when(known.entry)} (VCLT 24)."
        elif known.entry.bounds[0] <= on.bounds[-1]:
            yield f"{rule}; it may have entered into force on any day from {known.entry.earliest} on, or not at all."
        return
    if clause is None:
        rule = (
            "The record has no clause on entry into force; then the consent of all its parties is needed (VCLT 24(2))"
        )
    else:
        rule = f"The treaty enters into force {clause}"
    if known.entry is None:
        yield f"{rule}; as far as the record goes, that has not come about."
    elif known.entry.bounds[-1] <= on.bounds[0]:
        yield f"{rule}; that came about {when(known.entry)} (VCLT 24)."
    elif known.entry.bounds[0] > on.bounds[-1]:
        yield f"{rule}; that came about only later, {when(known.entry)} (VCLT 24)."
    elif known.entry.is_exact:
        yield f"{rule}; that came about within the days asked about, {when(known.entry)} (VCLT 24)."
    else:
        yield f"{rule}; that came about {when(known.entry)}, so perhaps by then and perhaps not (VCLT 24)."


def _ending(known: Known, on: DaySet) -> Iterator[str]:
    if known.end is None or known.end.bounds[0] > on.bounds[-1]:
        return
    if known.end.latest is None and known.case.silent.keys() & {Matter.ENDING, Matter.WITHDRAWAL}:
        yield f"Whether the treaty has ended is not told; it may have, on any day from {known.end.earliest} on (VCLT 70)."
    else:
        yield f"The treaty ended for all {when(known.end)}, the first day on which it no longer applied (VCLT 70)."


_EFFECT_WORDS = {
    LegalEffect.NONE: "{party} is not bound and owes nothing under the treaty (VCLT 34, as treaty law or custom).",
    LegalEffect.GOOD_FAITH: (
        "{party} is not bound by the treaty's obligations, and must not defeat its object and purpose (VCLT 18, as treaty "
        "law or custom)."
    ),
    LegalEffect.PROVISIONAL: (
        "{party} applies the treaty, or part of it, provisionally, as if it were in force (VCLT 25, as treaty law or custom)."
    ),
    LegalEffect.BINDING: "{party} is bound and must perform the treaty in good faith (VCLT 26, as treaty law or custom).",
    LegalEffect.SUSPENDED: (
        "{party} is a party, released from performance while the treaty is suspended (VCLT 72, as treaty law or custom)."
    ),
    LegalEffect.RESIDUAL: (
        "{party} is released for the future; what accrued before stays (VCLT 70, as treaty law or custom)."
    ),
}


def beyond(reviewed_through: Date) -> str:
    """What to keep in mind of a day beyond the horizon of a record."""
    return (
        f"The record was reviewed through {reviewed_through}; beyond that day the answer assumes that nothing further was "
        "done."
    )


class Reach(Protocol):
    """What a record says of its own reach."""

    @property
    def reviewed_through(self) -> Date:
        """The last day of the review."""

    @property
    def coverage(self) -> Coverage | None:
        """From when to when it speaks, and on what it is silent."""


def coverage_of(record: Reach, on: DaySet) -> Iterator[str]:
    """What the reach of a record means for an answer about some days, as sentences."""
    coverage = record.coverage
    if coverage is not None and coverage.since is not None and on.bounds[0] < coverage.since.bounds[0]:
        yield f"The record speaks of the days from {coverage.since} on; of those before, nothing is known."
    if on.bounds[-1] > record.reviewed_through.toordinal():
        if coverage is not None and coverage.beyond is Beyond.UNKNOWN:
            yield (
                f"The record speaks of the days up to {record.reviewed_through}; what was done after that is not known, "
                "which does not say that nothing was."
            )
        else:
            yield beyond(record.reviewed_through)
    if coverage is None:
        return
    for silence in coverage.silences:
        yield _NOT_TOLD[silence.on]
    if coverage.note:
        yield coverage.note


_NOT_TOLD = {
    Matter.SIGNATURE: "The source does not tell who signed: a participant without a recorded signature may have signed.",
    Matter.CONSENT: "The source does not tell who consented to be bound: a consent that is not recorded may have been given.",
    Matter.ENTRY: (
        "The source does not tell when the treaty came into force, or for whom: where no day is stated, it may have been "
        "any day after consent, or none."
    ),
    Matter.WITHDRAWAL: "The source does not tell who left: a party without a recorded exit may have left.",
    Matter.ENDING: "The source does not tell whether the treaty ended.",
}


def caveats(
    known: Known,
    party: str | None,
    on: DaySet,
    found: Possible[Standing] | Possible[TreatyStanding],
    *,
    disputed: bool,
) -> tuple[str, ...]:
    """What the answer does not know, as sentences."""
    return tuple(_caveats(known, party, on, found, disputed=disputed))


def _caveats(
    known: Known,
    party: str | None,
    on: DaySet,
    found: Possible[Standing] | Possible[TreatyStanding],
    *,
    disputed: bool,
) -> Iterator[str]:
    if not found.exact:
        yield "There are too many possible worlds to go through: the statuses given may be more than those possible."
    for act in _bearing(known, party):
        claims = [claim for claim in act.claims if claim.rank != "deprecated"]
        values = {claim.date: claim for claim in reversed(claims)}
        if len(values) > 1:
            told = "; ".join(
                f"{days} ({', '.join(claim.source for claim in claims if claim.date == days)})"
                for days in sorted(values, key=lambda d: d.bounds)
            )
            rests = "the best-ranked claims" if known.policy is Policy.RANKED else "all claims that are not deprecated"
            effect = "this answer depends on it" if disputed else "on this day it makes no difference"
            yield f"The sources date the {act.kind.replace('_', ' ')} differently: {told}. The answer rests on {rests}; {effect}."
        if any(claim.date.uncertain or claim.date.approximate for claim in used(act.claims, known.policy)):
            yield f"The date of the {act.kind.replace('_', ' ')} is marked uncertain or approximate in a source; that widens nothing here."
    clause = known.case.duration
    if (
        clause is not None
        and clause.notice is not None
        and clause.notice_from is CountedFrom.UNKNOWN
        and _leaves(known)
    ):
        yield "Whether the notice period runs from dispatch or from receipt is not known; it is counted from the day recorded."
    if isinstance(known.case.entry, AsStated) and known.entry is not None:
        yield "The day of entry into force is the one that sources state; it was not computed from instruments."
    if PartyStatus.SIGNATORY in found.possible and not found.unknown:
        yield "How far VCLT 18 binds as custom is argued about where a State is no party to the Convention."


def _bearing(known: Known, party: str | None) -> Iterator[Act]:
    for act in known.acts:
        if act.kind.is_domestic or (act.kind in _SILENT and act.kind is not ActKind.ENTRY_INTO_FORCE):
            continue
        if party is None or not act.by or party in act.by:
            yield act


def _leaves(known: Known) -> bool:
    return any(act.kind is ActKind.WITHDRAWAL_NOTICE for act in known.acts)


def source_ids(
    known: Known, party: str | None, on: DaySet, clauses: Iterable[EntryIntoForce | Duration | None]
) -> tuple[str, ...]:
    """The ids of the sources behind a status: of the acts done by then, of what brought it into force, of the clauses."""
    if party is not None and party not in known.case.parties:
        return ()
    ids: list[str] = []
    for act, day in _dated(known, party):
        brings_into_force = known.entry is not None and candidates(act.claims, known.policy) == known.entry
        if _has_begun(act, day, known.policy, on) or brings_into_force:
            ids += [claim.source for claim in used(act.claims, known.policy) + used(act.effective, known.policy)]
    for clause in clauses:
        if clause is not None:
            ids += clause.sources
    return tuple(dict.fromkeys(ids))
