"""Readings: a record that is silent on some matters, read from "nothing more was done" to "all that can have been".

Where a source does not tell who consented, or when the treaty came into force, what is not recorded may have happened on
any day, or never. On any given day it has happened or it has not. So a reading assumes of every matter either that it never
came, or that it came as early as it can have, and the readings together hold every status that is possible.

Between two parties one thing leads to the next for both: a signature, consent, entry into force, leaving, the end. Between
more, what is assumed of the treaty and what is assumed of the participant asked about vary apart: others may have
consented and brought the treaty into force and to its end, and this one not. So a reading is one of the treaty, and has a
few *views* of each participant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

import attrs

from treatykit.days import Span
from treatykit.law.cases import Case
from treatykit.law.episodes import with_episodes
from treatykit.record.acts import ActKind
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    FixedTerm,
    OnDay,
    OnSignature,
    Renewable,
    TermFrom,
    all_rules,
)
from treatykit.record.coverage import Matter

__all__ = ["Open", "View", "open_of", "views_of", "with_readings"]

Matters: TypeAlias = frozenset[Matter]
Silent: TypeAlias = Mapping[Matter, frozenset[str]]

#: What a view of a participant assumes of it; whether it consents late, and whether the treaty ends before it is a party.
View: TypeAlias = tuple[Matters, bool, bool]

_NOTHING: Matters = frozenset()
_TEXT = frozenset({Matter.SIGNATURE, Matter.CONSENT})
_ENTRY = frozenset({Matter.ENTRY})
_LEAVES = frozenset({Matter.WITHDRAWAL})
_ALL = frozenset(Matter)


def with_readings(case: Case) -> Case:
    """The case with its episodes numbered, and with the further readings of the treaty that its silences call for."""
    numbered = with_episodes(case)
    if not case.silent:
        return numbered
    known = _with_what_is_open(numbered)
    of_treaty = _between_two(known) if case.bilateral else _between_more(known)
    found: Case | None = None
    for assumed, silent in reversed(list(of_treaty)):
        reading = _assuming(known, assumed, silent)
        found = reading if found is None else _followed_by(reading, found)
    assert found is not None
    return found


def _assuming(case: Case, assumed: Matters, silent: Silent) -> Case:
    """A reading that assumes some matters, in every numbering of the episodes."""
    other = None if case.alternative is None else _assuming(case.alternative, assumed, silent)
    return attrs.evolve(case, assumed=assumed, silent=silent, alternative=other)


def _followed_by(reading: Case, rest: Case) -> Case:
    """A reading, with another at the end of what is alternative to it."""
    if reading.alternative is None:
        return attrs.evolve(reading, alternative=rest, mixes=False)
    return attrs.evolve(reading, alternative=_followed_by(reading.alternative, rest))


# ------------------------------------------------------------------------------------------- of the treaty


def _between_two(case: Case) -> Iterator[tuple[Matters, Silent]]:
    """One matter more assumed in each reading; and of consent also that one gave it, and the other did not."""
    leaves = case.term_slides and isinstance(case.duration, Renewable)
    expires = case.term_slides and isinstance(case.duration, FixedTerm)
    is_open = {
        Matter.SIGNATURE: Matter.SIGNATURE in case.silent and not case.signature_binds,
        Matter.CONSENT: Matter.CONSENT in case.silent,
        Matter.ENTRY: case.entry_open and not case.stated,
        Matter.WITHDRAWAL: Matter.WITHDRAWAL in case.silent or leaves,
        Matter.ENDING: Matter.ENDING in case.silent or expires,
    }
    assumed = _NOTHING
    yield assumed, case.silent
    for matter in Matter:
        assumed |= {matter}
        if matter is Matter.CONSENT and all(case.lacks(matter, code) for code in case.parties):
            for code in case.parties:
                yield assumed, _silent_on_one(case, code)
        if is_open[matter]:
            yield assumed, case.silent


def _silent_on_one(case: Case, code: str) -> Silent:
    """What a record is silent on, where it tells of all but one that they did not consent."""
    only = frozenset({code})
    bound = _TEXT if case.signature_binds else {Matter.CONSENT}
    return {matter: by & only if matter in bound else by for matter, by in case.silent.items()}


def _between_more(case: Case) -> Iterator[tuple[Matters, Silent]]:
    """Nothing assumed, as far as that differs; the treaty in force; and its end.

    Where a text is not told of, there may be one and no entry into force.
    """
    yield _NOTHING, case.silent
    if case.entry_slides and not case.concluding and _TEXT & case.silent.keys():
        yield _TEXT, case.silent
    yield _ALL - {Matter.ENDING}, case.silent
    if Matter.ENDING in case.silent or (case.term_slides and isinstance(case.duration, FixedTerm)):
        yield _ALL, case.silent


# ------------------------------------------------------------------------------------------- of a participant


class Open(NamedTuple):
    """What is open of a participant in a reading of the treaty; the same for many of them."""

    signs: bool
    consents: bool
    starts: bool
    leaves: bool
    notice_slides: bool
    returns: bool
    may_be_late: bool
    may_end_before: bool


def open_of(case: Case, code: str) -> Open:
    """What is open of a participant in a reading of the treaty between more than two."""
    has_own_start = _has_own_start(case, code)
    ends = Matter.ENDING in case.assumed
    return Open(
        signs=case.lacks(Matter.SIGNATURE, code),
        consents=case.lacks(Matter.CONSENT, code),
        starts=not has_own_start and (case.entry_open or case.is_silent(Matter.ENTRY, code)),
        leaves=case.is_silent(Matter.WITHDRAWAL, code),
        notice_slides=_notice_slides(case, code),
        returns=any(deed.episode > 1 for deed in case.by_party[code]),
        may_be_late=not ends and not has_own_start and _may_be_late(case, code),
        may_end_before=ends and not has_own_start and _may_end_before(case, code),
    )


def views_of(case: Case, is_open: Open) -> Iterator[View]:
    """What to assume of a participant of whom so much is open."""
    steps = list(_steps(case, is_open))
    everything = _NOTHING.union(*steps)
    if Matter.ENTRY not in case.assumed:  # whoever has consented waits; the rest is in the views below
        if case.entry_slides and not case.assumed:
            yield everything - _ENTRY, False, False
            if is_open.notice_slides:
                yield everything - _ENTRY | _LEAVES, False, False
    elif Matter.ENDING not in case.assumed:
        prefixes = [_NOTHING]
        for step in steps:
            own = prefixes[-1] | step
            if step == _ENTRY and case.entry_slides:  # who waits for its own start may as well wait for the treaty's
                prefixes.pop()
            prefixes.append(own)
        yield from ((own, False, False) for own in prefixes)
        if is_open.leaves or is_open.notice_slides:
            for own in prefixes if is_open.returns else (everything,):
                yield own | _LEAVES, False, False
        if is_open.may_be_late:
            yield everything - _ENTRY, True, False
    else:
        yield everything, False, False
        if is_open.may_end_before:
            yield _NOTHING, False, True


def _steps(case: Case, is_open: Open) -> Iterator[Matters]:
    """What is open of a participant, in the order in which one thing leads to the next."""
    if case.signature_binds and (is_open.signs or is_open.consents):
        yield _TEXT
    else:
        if is_open.signs:
            yield frozenset({Matter.SIGNATURE})
        if is_open.consents:
            yield frozenset({Matter.CONSENT})
    if is_open.starts:
        yield _ENTRY


def _has_own_start(case: Case, code: str) -> bool:
    """Whether the start of the one stay of a participant is stated."""
    if ActKind.ENTRY_INTO_FORCE not in case.by_kind or any(deed.episode > 1 for deed in case.by_party[code]):
        return False
    return any(not case.concerns_all(deed) for deed in case.by(code, ActKind.ENTRY_INTO_FORCE))


def _notice_slides(case: Case, code: str) -> bool:
    """Whether a notice may take effect on any day from some day on."""
    slides = case.term_slides and isinstance(case.duration, Renewable)
    return slides and bool(case.by(code, ActKind.WITHDRAWAL_NOTICE))


def _may_be_late(case: Case, code: str) -> bool:
    """Whether a participant may have consented when the treaty was in force, and have had to wait."""
    if case.entry_slides or not case.lacks(Matter.CONSENT, code):
        return False
    if case.entry_open or case.is_silent(Matter.ENTRY, code) or case.entry is None:
        return True
    late = case.entry.delay if case.entry.late_delay is None else case.entry.late_delay
    return late != Span("P0D")


def _may_end_before(case: Case, code: str) -> bool:
    """Whether the treaty may have ended before a participant came under it: where entry is open, by others alone.

    Not where its start is stated: the end comes after every start that is recorded.
    """
    return not case.entry_slides or any(
        other != code
        and (
            case.is_silent(Matter.CONSENT, other)
            or any(case.is_consent(deed) or deed.kind is ActKind.ENTRY_INTO_FORCE for deed in case.by_party[other])
        )
        for other in case.parties
    )


# ------------------------------------------------------------------------------------------- what is open


def _with_what_is_open(case: Case) -> Case:
    """The case with what its silences leave open, in every numbering of the episodes."""
    signs, consents = (
        any(case.lacks(matter, code) for code in case.silent.get(matter, ()))
        for matter in (Matter.SIGNATURE, Matter.CONSENT)
    )
    entry_open = _is_entry_open(case, signs, consents)
    implied = bool(case.stated) and isinstance(case.entry, AsStated | None)
    entry_slides = (entry_open and not case.stated) or (case.bilateral and consents and not implied)
    clause = case.duration
    return attrs.evolve(
        case,
        entry_open=entry_open,
        entry_slides=entry_slides,
        term_slides=isinstance(clause, FixedTerm | Renewable)
        and (entry_slides if clause.runs_from is TermFrom.ENTRY else signs),
        alternative=None if case.alternative is None else _with_what_is_open(case.alternative),
    )


def _is_entry_open(case: Case, signs: bool, consents: bool) -> bool:
    """Whether a record does not tell what its entry into force depends on: no clause, or not all that a clause counts."""
    if case.entry is None:
        return Matter.ENTRY in case.silent or consents
    for rule in all_rules(case.entry):
        if isinstance(rule, OnSignature):
            if signs:
                return True
        elif not isinstance(rule, AllOf | AnyOf | AsStated | OnDay) and consents:
            return True
    return False
