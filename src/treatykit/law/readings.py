"""Readings: a record that is silent on some matters, read from "nothing more was done" to "all that can have been".

Where a source does not tell who consented, or when the treaty came into force, what is not recorded may have happened on
any day, or never. One thing leads to the next: a signature, consent, entry into force, leaving, the end. Each reading
assumes one matter more than the one before, as early as it can have been. On any given day the unrecorded act has been
done or has not, so that the readings together hold every status that is possible.
"""

from __future__ import annotations

import attrs

from treatykit.law.cases import Case
from treatykit.law.episodes import with_episodes
from treatykit.record.coverage import Matter

__all__ = ["with_readings"]


def with_readings(case: Case) -> Case:
    """The case with its episodes numbered, and with the further readings that its silences call for."""
    matters = [matter for matter in Matter if _is_open(case, matter)]
    numbered = with_episodes(case)
    found: Case | None = None
    for count in range(len(matters), -1, -1):
        reading = _assuming(numbered, frozenset(matters[:count])) if count else numbered
        found = reading if found is None else _followed_by(reading, found)
    assert found is not None
    return found


def _is_open(case: Case, matter: Matter) -> bool:
    return bool(case.silent.get(matter)) or (matter is Matter.ENTRY and case.entry_is_open())


def _assuming(case: Case, matters: frozenset[Matter]) -> Case:
    """A reading that assumes some matters, in every numbering of the episodes."""
    other = None if case.alternative is None else _assuming(case.alternative, matters)
    return attrs.evolve(case, assumed=matters, alternative=other)


def _followed_by(reading: Case, rest: Case) -> Case:
    """A reading, with another at the end of what is alternative to it."""
    if reading.alternative is None:
        return attrs.evolve(reading, alternative=rest, mixes=False)
    return attrs.evolve(reading, alternative=_followed_by(reading.alternative, rest))
