"""Merging: which cells tell of one act. The same day twice is one claim; two days for one act are two claims, and a doubt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain, count

import attrs

from treatykit.files.registers.drafts import Draft, Fact, TreatyDraft
from treatykit.files.registers.report import Outcome, Weight
from treatykit.record.acts import ActKind, Instrument
from treatykit.record.sources import Claim

__all__ = ["Merged", "merged"]

_CONSENTS = frozenset({ActKind.DEPOSIT, ActKind.CONFIRMATION, ActKind.COMPLETION_NOTICE})
_EXITS = frozenset({ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE})
#: What opens the next stay of a party, if it comes after an exit.
_ENTRIES = _CONSENTS | {ActKind.ENTRY_INTO_FORCE}

#: What one party may do several times, each time about something else; what it is about tells one from another.
_MANY = frozenset(
    {
        ActKind.DECLARATION,
        ActKind.RESERVATION,
        ActKind.OBJECTION,
        ActKind.AMENDMENT,
        ActKind.CORRECTION,
        ActKind.DOMESTIC_STEP,
        ActKind.DOMESTIC_APPROVAL,
    }
)


@attrs.define(slots=True, eq=False)
class Merged:
    """An act, with the facts that tell of it: the first decides on everything but its days."""

    id: str
    facts: list[Fact]
    episode: int | None
    instrument: Instrument | None


def merged(draft: Draft, one: TreatyDraft) -> Iterator[Merged]:
    """The acts of a treaty. Every fact goes into one of them, or repeats another."""
    place = {id(fact): number for number, fact in enumerate(one.facts)}
    yield from sorted(_merged_acts(draft, one), key=lambda found: place[id(found.facts[0])])


def _merged_acts(draft: Draft, one: TreatyDraft) -> Iterator[Merged]:
    by_party: dict[tuple[str, ...], list[Fact]] = {}
    for fact in one.facts:
        by_party.setdefault(fact.by, []).append(fact)
    #: who holds each id that the table gives; no other act may have it
    held = {fact.id: fact for fact in reversed(one.facts) if fact.id}
    taken = set(held)
    for by, facts in by_party.items():
        _report_contradictions(one, by, facts)
        episodes = _episodes(facts)
        families: dict[object, list[Fact]] = {}
        for fact, episode in zip(facts, episodes, strict=True):
            families.setdefault(_family(fact, episode), []).append(fact)
        for (_, _, episode, _), family in families.items():  # type: ignore[misc]
            for group in _acts(family):
                number = _told(family[0], episode)
                yield _merged(draft, one, group, number, _id(one, group, number, held, taken))


def _told(fact: Fact, episode: object) -> int | None:
    """The stay that an act of the corpus names: as the table gives it, or from the second on."""
    if fact.episode is not None or not isinstance(episode, int) or episode < 2 or fact.kind not in _ENTRIES | _EXITS:
        return fact.episode
    return episode


def _family(fact: Fact, episode: int) -> tuple[object, ...]:
    """What facts must share to tell of one act."""
    if fact.id:
        return fact.id, fact.kind, None, None
    own = (fact.body, fact.act_number, fact.summary, fact.note) if fact.kind in _MANY else ()
    return fact.kind, fact.of, episode, (fact.scope, own)


def _acts(family: list[Fact]) -> Iterator[list[Fact]]:
    """The facts of one kind in one stay, parted by the instrument that they name; "other" goes with any."""
    if family[0].id:  # the table says itself which rows tell of one act
        yield family
        return
    named: dict[Instrument | None, list[Fact]] = {}
    for fact in family:
        named.setdefault(None if fact.instrument is Instrument.OTHER else fact.instrument, []).append(fact)
    general = named.pop(None, [])
    groups = list(named.values())
    if not groups:
        yield general
        return
    for fact in general:
        same_day = next((group for group in groups if any(fact.days == other.days for other in group)), groups[0])
        same_day.append(fact)
    yield from groups


def _merged(draft: Draft, one: TreatyDraft, facts: list[Fact], episode: int | None, id: str) -> Merged:
    by_day: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (fact.days, fact.source, fact.rank, fact.evidence, fact.said_at, fact.claim_note)
        if key in by_day:
            _repeat(draft, one, fact, by_day[key])
            by_day[key].more += _further(fact, by_day[key])
        else:
            by_day[key] = fact
            if fact.is_cell:
                draft.outcomes[Outcome.ACT] += 1
    kept = list(by_day.values())
    first = kept[0]
    if len({fact.days for fact in kept}) > 1:
        for fact in kept[1:]:
            if fact.row is not None and fact.days != first.days:
                fact.row.remark(
                    "two-dates",
                    Weight.DOUBT,
                    fact.column,
                    f"{_line(first) or 'another source'} dates the same {first.kind.replace('_', ' ')} {first.days}; both are kept "
                    "as claims",
                    treaty=one.id,
                    party=" ".join(fact.by),
                )
    instrument = next((f.instrument for f in kept if f.instrument not in (None, Instrument.OTHER)), first.instrument)
    return Merged(id, kept, episode, instrument)


def _repeat(draft: Draft, one: TreatyDraft, fact: Fact, other: Fact) -> None:
    if fact.row is None:
        return
    if fact.is_cell:
        draft.outcomes[Outcome.REPEATED] += 1
    if other.row is not None and other.row is not fact.row:
        fact.row.remark(
            "repeated-row",
            Weight.NOTE,
            fact.column,
            f"{_line(other)} says the same",
            treaty=one.id,
            party=" ".join(fact.by),
        )


def _further(fact: Fact, other: Fact) -> list[tuple[str, Claim]]:
    """What a fact says of its receipt and its effect beside another of the same day."""
    found = [
        (name, fact.claim(days))
        for name in ("effective", "received")
        if (days := getattr(fact, name)) is not None and days != getattr(other, name)
    ]
    return found + fact.more


def _id(one: TreatyDraft, facts: list[Fact], episode: int | None, held: dict[str, Fact], taken: set[str]) -> str:
    """The id that the table gives, if no other act has it, or one that is made."""
    first = facts[0]
    if first.id and any(fact is held[first.id] for fact in facts):
        return first.id
    if first.id:
        told = f"the id {first.id!r} is that of another act ({_line(held[first.id])}); this one is given its own"
        _report(one, first.by, first, "id-twice", told)
    return _named(first, episode, taken)


def _named(fact: Fact, episode: int | None, taken: set[str]) -> str:
    """An id for an act: its kind, who did it, and a number where that is not enough."""
    parts = [str(fact.kind).replace("_", "-"), *fact.by[:2]]
    made = "-".join(parts) + (f"-{episode}" if episode is not None and episode > 1 else "")
    numbered = (f"{made}.{number}" for number in count(2))
    id = sys.intern(next(free for free in chain([made], numbered) if free not in taken))  # the same in every treaty
    taken.add(id)
    return id


# ------------------------------------------------------------------------------------------- stays


def _episodes(facts: list[Fact]) -> list[int]:
    """The stay to which each fact belongs: a consent, or a day in force, that comes after an exit opens the next."""
    if not any(fact.kind in _EXITS for fact in facts) or all(fact.episode is not None for fact in facts):
        return [fact.episode or 1 for fact in facts]
    found = [1] * len(facts)
    episode, left = 1, False
    order = sorted(
        range(len(facts)),
        key=lambda n: (
            *facts[n].days.bounds[:: len(facts[n].days.bounds) - 1],
            facts[n].kind in _EXITS,
            facts[n].kind not in _ENTRIES,
        ),
    )
    for n in order:
        fact = facts[n]
        if fact.episode is not None:
            episode = max(episode, fact.episode)
        elif left and fact.kind in _ENTRIES:
            episode, left = episode + 1, False
        found[n] = fact.episode or episode
        left = left or fact.kind in _EXITS
    return found


# ------------------------------------------------------------------------------------------- what cannot be so


def _report_contradictions(one: TreatyDraft, by: tuple[str, ...], facts: list[Fact]) -> None:
    """Report days that stand in an order that cannot be; they are kept as they are."""
    if len(facts) < 2:
        return
    signed = [fact for fact in facts if fact.kind is ActKind.SIGNATURE and fact.instrument is not Instrument.SUCCESSION]
    consents = [fact for fact in facts if fact.kind in _CONSENTS]
    starts = [fact for fact in facts if fact.kind is ActKind.ENTRY_INTO_FORCE]
    ends = [fact for fact in facts if fact.kind in _EXITS or fact.kind is ActKind.TERMINATION]
    for fact, others, code, told in (
        *((fact, signed, "consent-before-signature", "the signature") for fact in consents),
        *((fact, signed, "entry-before-signature", "the signature") for fact in starts),
    ):
        if others and all(fact.days.bounds[-1] < other.days.bounds[0] for other in others):
            _report(one, by, fact, code, f"this is before {told} ({others[0].days}, {_line(others[0])}); both are kept")
    begun = starts or consents
    for fact in ends:
        if any(None not in (fact.episode, other.episode) and other.episode != fact.episode for other in begun):
            continue  # the importer says which stay each of them belongs to
        if begun and all(fact.days.bounds[-1] < other.days.bounds[0] for other in begun):
            told = f"this is before the start that it ends ({begun[0].days}, {_line(begun[0])}); both are kept"
            _report(one, by, fact, "end-before-start", told)


def _line(fact: Fact) -> str:
    return "" if fact.row is None else f"line {fact.row.line}"


def _report(one: TreatyDraft, by: tuple[str, ...], fact: Fact, code: str, message: str) -> None:
    if fact.row is not None:
        fact.row.remark(code, Weight.DOUBT, fact.column, message, treaty=one.id, party=" ".join(by))
