"""Rarer acts and clauses against the oracle: instruments taken back, prolongations, stated days of one party, calendars."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_law_oracle import as_tuple, interesting_days, question_of, treaty_as_tuple
from treatykit import Act, Claim, DaySet, Treaty
from treatykit.record.acts import ActKind, Ground, SubjectTo
from treatykit.record.clauses import CalendarExit, FixedTerm, Indefinite, UntilDay
from treatykit.testing import day_sets, days, treaties

import oracle

_SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))

_EXITS = [
    CalendarExit(day="06-30", notice_by="01-01"),
    CalendarExit(day="01-01", notice_by="07-01", years=1),
    CalendarExit(day="12-31", notice_by="12-31", years=1),
]


CONSENTS = {
    ActKind.SIGNATURE,
    ActKind.CONFIRMATION,
    ActKind.EXCHANGE_OF_NOTES,
    ActKind.DEPOSIT,
    ActKind.EXCHANGE,
    ActKind.COMPLETION_NOTICE,
}


@st.composite
def unusual(draw: Any) -> Treaty:
    """Treaties with a few acts and clauses that the everyday strategy leaves out."""
    treaty: Treaty = draw(treaties(imprecise=1))
    codes = [party.code for party in treaty.parties]
    disclaimers = [act for act in treaty.acts if act.kind is ActKind.DISCLAIMER]
    acts: list[Act] = []
    left = [2]

    def dated() -> list[Claim]:
        vague = left[0] > 0 and draw(st.booleans())
        left[0] -= vague
        return [Claim(date=draw(day_sets(longest=3)) if vague else DaySet(draw(days())), source="wire")]

    for number in range(draw(st.integers(1, 3))):
        code = draw(st.sampled_from(codes))
        kind = draw(
            st.sampled_from(
                ["taken back", "own start", "prolonged", "superseded", "reconsidered", "confirmed", "notes", "left"]
            )
        )
        common: dict[str, Any] = {"id": f"r{number}", "claims": dated(), "episode": 1}
        if kind == "taken back":
            acts.append(Act(kind=ActKind.INSTRUMENT_WITHDRAWN, by=[code], **common))
        elif kind == "own start":
            acts.append(Act(kind=ActKind.ENTRY_INTO_FORCE, by=[code], **common))
        elif kind == "prolonged":
            acts.append(Act(kind=ActKind.PROLONGATION, by=codes, effective=dated(), **common))
        elif kind == "superseded":
            acts.append(
                Act(
                    kind=ActKind.SUPERSESSION,
                    ground=Ground.LATER_TREATY,
                    effective=dated() if draw(st.booleans()) else [],
                    **common,
                )
            )
        elif kind == "reconsidered" and disclaimers:
            answered = draw(st.sampled_from(disclaimers))
            acts.append(Act(kind=ActKind.DISCLAIMER_WITHDRAWN, by=answered.by, of=answered.id, **common))
        elif kind == "confirmed":
            signed = Act(
                id=f"s{number}",
                kind=ActKind.SIGNATURE,
                by=[code],
                claims=dated(),
                subject_to=SubjectTo.CONFIRMATION,
                episode=1,
            )
            acts += [signed, Act(kind=ActKind.CONFIRMATION, by=[code], of=signed.id, **common)]
        elif kind == "notes":
            acts.append(Act(kind=ActKind.EXCHANGE_OF_NOTES, by=codes[:2], **common))
        elif kind == "left":
            acts.append(Act(kind=ActKind.WITHDRAWAL_EFFECTIVE, by=[code], ground=Ground.CONTESTED, **common))
    duration = draw(
        st.sampled_from(
            [
                treaty.duration,
                Indefinite(calendar=[draw(st.sampled_from(_EXITS))]),
                Indefinite(calendar=_EXITS[:2], notice_from="receipt"),
                FixedTerm(term="P200D", runs_from="signature"),
                UntilDay(day="2002-06-30"),
            ]
        )
    )
    every = [act for act in (*treaty.acts, *acts) if act.kind is not ActKind.INSTRUMENT_WITHDRAWN]
    back = [
        act for act in acts if act.kind is ActKind.INSTRUMENT_WITHDRAWN and _takes_back_one(treaty, every, act.by[0])
    ]
    return attrs.evolve(treaty, acts=(*every, *back), duration=duration)


def _takes_back_one(treaty: Treaty, acts: list[Act], code: str) -> bool:
    """Whether there is one consent, and one only, that a party can take back, in a treaty that says how it begins."""
    given = [act.kind for act in acts if act.kind in CONSENTS and code in act.by]
    one = len(given) == 1 and given[0] in {ActKind.DEPOSIT, ActKind.EXCHANGE, ActKind.COMPLETION_NOTICE}
    return one and treaty.entry_into_force is not None and not treaty.is_bilateral


@_SETTINGS
@given(unusual(), st.randoms(use_true_random=False))
def test_standings_are_those_of_the_worlds(treaty: Treaty, random: Any) -> None:
    question = question_of(treaty)
    asked = interesting_days(treaty)
    for day in random.sample(asked, min(len(asked), 10)):
        for party in treaty.parties:
            found = treaty.timeline(party.code).on(day)
            engine = {as_tuple(standing) for standing in found.standings}
            expected = {tuple(standing) for standing in oracle.possible_party(question, party.code, day)}
            assert engine == expected if found.exact else engine >= expected, (party.code, day)
        found = treaty.timeline().on(day)
        engine = {treaty_as_tuple(standing) for standing in found.standings}
        expected = {tuple(standing) for standing in oracle.possible_treaty(question, day)}
        assert engine == expected if found.exact else engine >= expected, day


@_SETTINGS
@given(unusual())
def test_the_days_of_entry_are_those_of_the_worlds(treaty: Treaty) -> None:
    expected = {day for day in oracle.entry_days(question_of(treaty)) if day is not None}
    assert (set(treaty.in_force_from) if treaty.in_force_from is not None else set()) == expected
