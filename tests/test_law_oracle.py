"""The engine against the oracle: the same possible statuses on every day, whenever the answer is exact."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from treatykit import Treaty
from treatykit.days import date_of
from treatykit.law.terms import Standing, TreatyStanding
from treatykit.testing import treaties

import oracle

_SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def question_of(treaty: Treaty) -> oracle.Question:
    return oracle.Question(
        parties=treaty.parties,
        acts=treaty.acts,
        entry=treaty.entry_into_force,
        duration=treaty.duration,
        bilateral=treaty.is_bilateral,
        policy=str(treaty.policy),
    )


def as_tuple(standing: Standing) -> tuple[object, ...]:
    return (
        str(standing.status),
        standing.provisional,
        standing.suspended,
        standing.leaving,
        standing.disclaimed,
        standing.suspended_articles,
        standing.provisional_articles,
    )


def treaty_as_tuple(standing: TreatyStanding) -> tuple[object, ...]:
    return (str(standing.status), standing.provisional, standing.suspended, standing.leaving)


def interesting_days(treaty: Treaty) -> list[dt.date]:
    """The days around every change that the engine sees, and around every date in the record."""
    found: set[int] = set()
    for line in (treaty.timeline(), *(treaty.timeline(party.code) for party in treaty.parties)):
        found.update(day.toordinal() for day in line.changes)
    for act in treaty.acts:
        for claim in act.all_claims:
            found.update(int(bound) for bound in claim.date.bounds)
    near = {day + step for day in found for step in (-1, 0, 1)} | {day + 30 for day in found}
    return [date_of(day) for day in sorted(near)]


@_SETTINGS
@given(treaties(imprecise=2, most_claims=2), st.sampled_from(["ranked", "all"]), st.randoms(use_true_random=False))
def test_party_standings_are_those_of_the_worlds(treaty: Treaty, policy: str, random: object) -> None:
    treaty = treaty.using(policy)
    question = question_of(treaty)
    days = interesting_days(treaty)
    days = sorted(random.sample(days, min(len(days), 14)))  # type: ignore[attr-defined]
    event(f"worlds: {len(str(oracle.number_of_worlds(question)))} digits")
    for party in treaty.parties:
        line = treaty.timeline(party.code)
        for day in days:
            found = line.on(day)
            engine = {as_tuple(standing) for standing in found.standings}
            expected = {tuple(standing) for standing in oracle.possible_party(question, party.code, day)}
            if found.exact:
                assert engine == expected, (party.code, day)
            else:
                assert engine >= expected, (party.code, day)


@_SETTINGS
@given(treaties(imprecise=2, most_claims=2), st.randoms(use_true_random=False))
def test_treaty_standings_are_those_of_the_worlds(treaty: Treaty, random: object) -> None:
    question = question_of(treaty)
    days = interesting_days(treaty)
    days = sorted(random.sample(days, min(len(days), 14)))  # type: ignore[attr-defined]
    line = treaty.timeline()
    for day in days:
        found = line.on(day)
        engine = {treaty_as_tuple(standing) for standing in found.standings}
        expected = {tuple(standing) for standing in oracle.possible_treaty(question, day)}
        assert engine == expected if found.exact else engine >= expected, day


@_SETTINGS
@given(treaties(imprecise=2))
def test_entry_into_force_falls_on_the_days_of_the_worlds(treaty: Treaty) -> None:
    expected = {day for day in oracle.entry_days(question_of(treaty)) if day is not None}
    found = treaty.in_force_from
    assert (set(found) if found is not None else set()) == expected
