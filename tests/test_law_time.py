"""Time: all days are covered, later acts change nothing before them, and answers move with their dates."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import attrs
import pendulum
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from test_law_oracle import interesting_days
from treatykit import Act, Claim, DaySet, Party, PartyStatus, Source, Span, Treaty, TreatyStatus, Truth
from treatykit.days import date_of, days_of
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.clauses import AsStated, ExchangeOfInstruments, Indefinite
from treatykit.record.context import Title
from treatykit.testing import day_sets, days, treaties
from treatykit.timeline import Timeline

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ONE = dt.timedelta(days=1)


def codes(treaty: Treaty) -> list[str]:
    return [party.code for party in treaty.parties]


def lines(treaty: Treaty) -> list[Timeline[Any]]:
    return [treaty.timeline(), *(treaty.timeline(code) for code in codes(treaty))]


# ------------------------------------------------------------------------------------------- the partition of all days


@_SETTINGS
@given(treaties())
def test_a_timeline_parts_all_days(treaty: Treaty) -> None:
    for line in lines(treaty):
        periods = list(line)
        assert periods[0].start is None
        assert periods[-1].until is None
        for before, after in pairwise(periods):
            assert before.until == after.start
            assert before.value != after.value
        for period in periods:
            assert period.value.standings, "something is possible on every day"
            if period.start is not None and period.until is not None:
                assert period.start < period.until
        for day in interesting_days(treaty)[::4]:
            holding = [
                one
                for one in periods
                if (one.start is None or one.start <= day) and (one.until is None or day < one.until)
            ]
            assert [one.value for one in holding] == [line.on(day)]


@_SETTINGS
@given(treaties())
def test_the_status_on_a_day_is_the_period_that_holds_it(treaty: Treaty) -> None:
    for code in (None, *codes(treaty)):
        for day in interesting_days(treaty)[::5]:
            answer = treaty.status_on(day, party=code)
            period = treaty.timeline(code).period_on(day)
            assert (answer.found, answer.since, answer.until) == (period.value, period.start, period.until)
            assert answer.since is None or answer.since <= day
            assert answer.until is None or answer.until > day
            assert treaty.in_force_on(day) is treaty.timeline().on(day).is_(TreatyStatus.IN_FORCE)


@_SETTINGS
@given(treaties(), day_sets(runs=3, longest=40))
def test_the_answer_over_several_days_is_that_of_all_of_them(treaty: Treaty, asked: DaySet) -> None:
    for code in (None, codes(treaty)[0]):
        answer = treaty.status_on(asked, party=code)
        by_day = [treaty.timeline(code).on(day) for day in asked]
        assert answer.found.standings == frozenset().union(*(found.standings for found in by_day))
        assert answer.exact == all(found.exact for found in by_day)
    truths = {treaty.in_force_on(day) for day in asked}
    assert treaty.in_force_on(asked) is (truths.pop() if len(truths) == 1 else Truth.MAYBE)


@_SETTINGS
@given(treaties(imprecise=0))
def test_exact_dates_give_one_status_on_every_day(treaty: Treaty) -> None:
    for line in lines(treaty):
        for found in line.values:
            assert len(found.standings) == 1
            assert found.certain
            assert found.exact
    for days_found in (treaty.signed_on, treaty.in_force_from, treaty.ended_on):
        assert days_found is None or days_found.is_exact


@_SETTINGS
@given(treaties())
def test_the_days_of_the_treaty_are_those_of_its_timeline(treaty: Treaty) -> None:
    line = treaty.timeline()
    if treaty.in_force_from is not None:
        first = treaty.in_force_from.earliest
        assert first is not None
        assert treaty.in_force_on(first - ONE) is Truth.NO
    else:
        assert all(found.is_(TreatyStatus.IN_FORCE) is Truth.NO for found in line.values)
    if treaty.ended_on is None:
        assert all(found.is_(TreatyStatus.ENDED) is Truth.NO for found in line.values)
    else:
        assert treaty.ended_on.earliest is not None
        before = line.on(treaty.ended_on.earliest - ONE)
        assert before.is_(TreatyStatus.ENDED) is Truth.NO


def test_a_treaty_of_one_day_has_one_day() -> None:
    treaty = Treaty(
        id="one-day",
        titles=[Title(lang="en", text="A treaty of one day")],
        reviewed_through="2010-12-31",
        parties=[Party(code=code, name=code) for code in ("XAA", "XBB")],
        sources=[Source(id="g", title="Gazette")],
        entry_into_force=ExchangeOfInstruments(),
        acts=[
            Act(id="x", kind=ActKind.EXCHANGE, claims=[Claim(date=DaySet("2001-05-05"), source="g")]),
            Act(
                id="end",
                kind=ActKind.TERMINATION,
                ground=Ground.CONSENT,
                claims=[Claim(date=DaySet("2001-05-06"), source="g")],
            ),
        ],
    )
    day = treaty.timeline("XAA").period_on("2001-05-05")
    assert (day.days, day.value.status) == (1, PartyStatus.PARTY)
    assert (day.start, day.until) == (pendulum.date(2001, 5, 5), pendulum.date(2001, 5, 6))
    assert [str(period) for period in treaty.timeline()] == [
        "[..., 2001-05-05) not_concluded",
        "[2001-05-05, 2001-05-06) in_force",
        "[2001-05-06, ...) ended",
    ]


# ------------------------------------------------------------------------------------------- later acts

_LATER = [
    ActKind.SIGNATURE,
    ActKind.DEPOSIT,
    ActKind.EXCHANGE,
    ActKind.COMPLETION_NOTICE,
    ActKind.DISCLAIMER,
    ActKind.PROVISIONAL_START,
    ActKind.SUSPENSION,
    ActKind.WITHDRAWAL_NOTICE,
    ActKind.TERMINATION,
    ActKind.SUPERSESSION,
    ActKind.AMENDMENT,
    ActKind.REGISTRATION,
    ActKind.DOMESTIC_APPROVAL,
]


@_SETTINGS
@given(treaties(), st.data(), st.sampled_from(_LATER), day_sets(), st.booleans())
def test_an_act_with_effect_after_a_day_changes_nothing_on_it(
    treaty: Treaty, data: st.DataObject, kind: ActKind, when: DaySet, stated: bool
) -> None:
    # a stated entry into force stands in for consents that are not recorded, so recording one later moves it
    clause = treaty.entry_into_force
    assume(
        not isinstance(clause, AsStated | None) or not any(act.kind is ActKind.ENTRY_INTO_FORCE for act in treaty.acts)
    )
    by = codes(treaty) if kind is ActKind.EXCHANGE else [data.draw(st.sampled_from(codes(treaty)))]
    effect = Span.of(days=data.draw(st.integers(0, 60))).shift_days(when)
    later = Act(
        id="later",
        kind=kind,
        by=by,
        claims=[Claim(date=when, source="wire")],
        effective=[Claim(date=effect, source="wire")] if stated else [],
        subject_to=data.draw(st.sampled_from(SubjectTo)) if kind is ActKind.SIGNATURE else None,
        instrument=Instrument.ACCESSION if kind is ActKind.DEPOSIT else None,
        ground=Ground.CLAUSE,
        episode=1,
    )
    more = attrs.evolve(treaty, acts=(*treaty.acts, later))
    until = (when.earliest or dt.date.min) - ONE
    for before, after in zip(lines(treaty), lines(more), strict=True):
        assert after.over(DaySet.between(None, until)) == before.over(DaySet.between(None, until))
        for day in (*interesting_days(treaty)[::4], until):
            if day <= until:
                assert after.on(day) == before.on(day)


# ------------------------------------------------------------------------------------------- moving all dates


def moved(value: Any, by: int) -> Any:
    """The value with every day in it moved, wherever it stands."""
    if isinstance(value, DaySet):
        return Span.of(days=by).shift_days(value)
    if isinstance(value, dt.date):
        return date_of(value.toordinal() + by)
    if isinstance(value, tuple):
        return tuple(moved(one, by) for one in value)
    if attrs.has(type(value)) and not isinstance(value, Span):
        fields = attrs.fields(type(value))
        return attrs.evolve(value, **{field.name: moved(getattr(value, field.name), by) for field in fields})
    return value


def in_days(value: Any) -> Any:
    """The value with every distance in it a plain number of days."""
    if isinstance(value, Span):
        return Span.of(days=31 * value.months + value.days, clear=value.clear)
    if isinstance(value, tuple):
        return tuple(map(in_days, value))
    if attrs.has(type(value)) and not isinstance(value, DaySet):
        fields = attrs.fields(type(value))
        return attrs.evolve(value, **{field.name: in_days(getattr(value, field.name)) for field in fields})
    return value


@_SETTINGS
@given(treaties(), st.integers(1, 4000))
def test_moving_every_date_moves_every_answer(treaty: Treaty, by: int) -> None:
    clause = treaty.duration or Indefinite()
    clause = attrs.evolve(clause, notice=clause.notice or Span("P90D"))
    treaty = in_days(attrs.evolve(treaty, duration=clause))
    later = moved(treaty, by)
    for before, after in zip(lines(treaty), lines(later), strict=True):
        assert after.values == before.values
        assert after.changes == tuple(date_of(day.toordinal() + by) for day in before.changes)
    for name in ("signed_on", "in_force_from", "ended_on"):
        assert getattr(later, name) == moved(getattr(treaty, name), by)
    for day in interesting_days(treaty)[::9]:
        was, now = treaty.duties(on=day), later.duties(on=days_of(day + by * ONE))
        assert [(duty.bearer, duty.binding, duty.effects) for duty in now] == [
            (duty.bearer, duty.binding, duty.effects) for duty in was
        ]


# ------------------------------------------------------------------------------------------- the horizon


@_SETTINGS
@given(treaties(), days(), day_sets(runs=3, longest=60))
def test_an_answer_is_projected_if_and_only_if_it_reaches_beyond_the_review(
    treaty: Treaty, reviewed: dt.date, asked: DaySet
) -> None:
    treaty = attrs.evolve(treaty, reviewed_through=reviewed)
    beyond = (asked.latest or dt.date.max) > reviewed
    for code in (None, codes(treaty)[0], "KOR"):
        answer = treaty.status_on(asked, party=code)
        assert answer.projected == beyond
        assert any("was reviewed through" in caveat for caveat in answer.caveats) == beyond
        assert ("projected" in repr(answer)) == beyond
    for duty in treaty.duties(on=asked):
        assert duty.projected == beyond
    assert treaty.status_on("2000/..").projected
    assert not treaty.status_on(reviewed).projected
    assert treaty.status_on(reviewed + ONE).projected


@_SETTINGS
@given(treaties(), days(), days())
def test_moving_the_review_changes_nothing_but_that_mark(treaty: Treaty, first: dt.date, second: dt.date) -> None:
    one, other = (attrs.evolve(treaty, reviewed_through=day) for day in (first, second))
    assert lines(one) == lines(other)
    assert (one.signed_on, one.in_force_from, one.ended_on) == (other.signed_on, other.in_force_from, other.ended_on)
    for day in (*interesting_days(treaty)[::9], first, second):
        for code in (None, *codes(treaty)[:1]):
            a, b = one.status_on(day, party=code), other.status_on(day, party=code)
            assert attrs.evolve(a, projected=False, caveats=()) == attrs.evolve(b, projected=False, caveats=())
            assert {caveat for caveat in a.caveats if "reviewed through" not in caveat} == {
                caveat for caveat in b.caveats if "reviewed through" not in caveat
            }
