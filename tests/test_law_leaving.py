"""Leaving and ending: notices, their period and their revocation, and what stays when a party goes (VCLT 54-59, 65-70)."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from test_law_oracle import interesting_days
from treatykit import Act, Claim, DaySet, Party, PartyStatus, Source, Span, Treaty, TreatyStatus, Truth
from treatykit.record.acts import ActKind, Ground
from treatykit.record.clauses import CountedFrom, ExchangeOfInstruments, Indefinite
from treatykit.record.context import Title
from treatykit.testing import day_sets, days, spans, treaties

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NONE, SIGNATORY, CONTRACTING, PARTY, FORMER = PartyStatus
ONE = dt.timedelta(days=1)

LEAVING = {ActKind.WITHDRAWAL_NOTICE, ActKind.NOTICE_REVOKED, ActKind.WITHDRAWAL_EFFECTIVE}
ENDING = LEAVING | {ActKind.TERMINATION, ActKind.SUPERSESSION}


def codes(treaty: Treaty) -> list[str]:
    return [party.code for party in treaty.parties]


def lasting(treaty: Treaty, notice: Span | None = None, counted: CountedFrom = CountedFrom.UNKNOWN) -> Treaty:
    """The record without whatever ends it or leads out of it, and with a notice period."""
    acts = [act for act in treaty.acts if act.kind not in ENDING and act.episode != 2]
    return attrs.evolve(treaty, acts=acts, duration=Indefinite(notice=notice, notice_from=counted))


def claim(day: dt.date) -> tuple[Claim, ...]:
    return (Claim(date=DaySet(day), source="gazette"),)


def notice_of(code: str, day: dt.date, received: dt.date | None = None) -> Act:
    return Act(
        id="go",
        kind=ActKind.WITHDRAWAL_NOTICE,
        by=[code],
        ground=Ground.CLAUSE,
        claims=claim(day),
        received=() if received is None else claim(received),
    )


# ------------------------------------------------------------------------------------------- notices


@_SETTINGS
@given(treaties(imprecise=0), st.data(), days(), spans(), st.sampled_from(CountedFrom), st.integers(0, 40))
def test_a_notice_changes_nothing_before_it_takes_effect_and_leaving_is_exactly_between(
    treaty: Treaty, data: st.DataObject, day: dt.date, period: Span, counted: CountedFrom, way: int
) -> None:
    treaty = lasting(treaty, period, counted)
    code = data.draw(st.sampled_from(codes(treaty)))
    received = day + dt.timedelta(days=way)
    out = period.after(received if counted is CountedFrom.RECEIPT else day)
    leaver = attrs.evolve(treaty, acts=(*treaty.acts, notice_of(code, day, received)))
    gone = codes(treaty) if treaty.is_bilateral else [code]
    for asked in {*interesting_days(treaty)[::3], day - ONE, day, received, out - ONE, out, out + 30 * ONE}:
        for other in codes(treaty):
            before, after = treaty.timeline(other).on(asked), leaver.timeline(other).on(asked)
            if other not in gone:
                assert after == before
            elif asked < out:
                assert after.status is before.status
                assert after.leaving is Truth.of([day <= asked and before.status is PARTY])
            else:
                assert after.leaving is Truth.NO
                was_in = before.status is PARTY and treaty.timeline(other).on(out - ONE).status is PARTY
                if was_in:
                    assert after.status is FORMER


@_SETTINGS
@given(treaties(imprecise=0), st.data(), days(), spans(), st.integers(0, 250))
def test_a_notice_revoked_in_time_leaves_no_trace_and_a_late_revocation_is_a_finding(
    treaty: Treaty, data: st.DataObject, day: dt.date, period: Span, wait: int
) -> None:
    treaty = lasting(treaty, period)
    code = data.draw(st.sampled_from(codes(treaty)))
    out, revoked = period.after(day), day + dt.timedelta(days=wait)
    assume(out >= day)
    back = Act(id="back", kind=ActKind.NOTICE_REVOKED, by=[code], of="go", claims=claim(revoked))
    given_notice = attrs.evolve(treaty, acts=(*treaty.acts, notice_of(code, day)))
    taken_back = attrs.evolve(given_notice, acts=(*given_notice.acts, back))
    late = {finding.subject for finding in taken_back.check() if finding.code == "notice-after-revocation"}
    assert late == (set() if revoked < out else {"back"})
    expected = treaty if revoked < out else given_notice
    for other in codes(treaty):
        line = taken_back.timeline(other)
        assert line.map(lambda found: found.possible) == expected.timeline(other).map(lambda found: found.possible)
        if revoked < out and (other == code or treaty.is_bilateral):
            for asked in (day - ONE, day, revoked - ONE, revoked, out):
                left_open = day <= asked < revoked and line.on(asked).status is PARTY
                assert line.on(asked).leaving is Truth.of([left_open])


@_SETTINGS
@given(treaties(), st.data(), st.integers(0, 120))
def test_the_effect_of_a_notice_is_never_before_the_notice(treaty: Treaty, data: st.DataObject, period: int) -> None:
    treaty = lasting(treaty, Span.of(days=period))
    code = data.draw(st.sampled_from(codes(treaty)))
    given_on = data.draw(day_sets())
    leave = attrs.evolve(notice_of(code, dt.date(2001, 1, 1)), claims=[Claim(date=given_on, source="wire")])
    line = attrs.evolve(treaty, acts=(*treaty.acts, leave)).timeline(code)
    for found in line.over(DaySet.between(None, (given_on.earliest or dt.date.min) - ONE)):
        assert FORMER not in found.possible
        assert found.leaving is Truth.NO


@_SETTINGS
@given(treaties(bilateral=False, imprecise=0), st.data(), st.lists(days(), min_size=1, max_size=3, unique=True))
def test_a_multilateral_treaty_outlives_its_parties(
    treaty: Treaty, data: st.DataObject, given_on: list[dt.date]
) -> None:
    treaty = lasting(treaty, Span("P30D"))
    # whoever leaves before a day that is stated for it alone applies the treaty provisionally for longer
    treaty = attrs.evolve(treaty, acts=[act for act in treaty.acts if act.kind != "entry_into_force" or not act.by])
    going = data.draw(st.lists(st.sampled_from(codes(treaty)), min_size=1, max_size=3, unique=True))
    acts = [
        attrs.evolve(notice_of(code, day), id=f"go-{code}".lower()) for code, day in zip(going, given_on, strict=False)
    ]
    leavers = attrs.evolve(treaty, acts=(*treaty.acts, *acts))
    assert leavers.timeline() == treaty.timeline()
    assert leavers.ended_on is None
    assert leavers.in_force_from == treaty.in_force_from
    found = [period.value.status for period in leavers.timeline()]
    assert TreatyStatus.ENDED not in found
    if TreatyStatus.IN_FORCE in found:
        assert found[-1] is TreatyStatus.IN_FORCE


# ------------------------------------------------------------------------------------------- two parties


@_SETTINGS
@given(treaties(bilateral=True), st.data())
def test_one_effective_denunciation_ends_it_for_both_on_one_day(treaty: Treaty, data: st.DataObject) -> None:
    treaty = lasting(treaty, Span("P90D"))
    code = data.draw(st.sampled_from(codes(treaty)))
    leave = attrs.evolve(
        notice_of(code, dt.date(2001, 1, 1)), claims=[Claim(date=data.draw(day_sets()), source="wire")]
    )
    gone = attrs.evolve(treaty, acts=(*treaty.acts, leave))
    lines = [gone.timeline(other).map(lambda found: found.is_(FORMER)) for other in codes(treaty)]
    assert lines[0] == lines[1]
    assert gone.ended_on == Span("P90D").shift_days(leave.date)
    ended = gone.timeline().map(lambda found: found.is_(TreatyStatus.ENDED))
    assert ended.on(leave.date.earliest or "") is Truth.NO
    assert gone.in_force_on("9999-12-31") is Truth.NO


# ------------------------------------------------------------------------------------------- ending for all


@_SETTINGS
@given(treaties(), st.sampled_from([ActKind.TERMINATION, ActKind.SUPERSESSION]), day_sets())
def test_after_the_end_nobody_is_bound(treaty: Treaty, kind: ActKind, when: DaySet) -> None:
    end = Act(id="end", kind=kind, ground=Ground.CONSENT, claims=[Claim(date=when, source="wire")])
    ended = attrs.evolve(treaty, acts=(*treaty.acts, end))
    surely = (when.latest or dt.date.max).isoformat()
    for code in codes(treaty):
        for found in ended.timeline(code).over(f"{surely}/.."):
            assert found.possible <= {NONE, FORMER}
            assert found.leaving is found.provisional is found.suspended is Truth.NO
    for found in ended.timeline().over(f"{surely}/.."):
        assert found.possible <= {TreatyStatus.ENDED, TreatyStatus.NOT_CONCLUDED}
    for day in interesting_days(treaty)[-3:]:
        if day.isoformat() >= surely:
            for duty in ended.duties(on=day):
                assert duty.binding is Truth.NO or duty.obligation.survives


@_SETTINGS
@given(day_sets(runs=3))
def test_a_supersession_leaves_no_gap_and_no_overlap(when: DaySet) -> None:
    """The end of the old treaty is the entry into force of the new one, whatever day that is."""
    new = _between_two(Act(id="x", kind=ActKind.EXCHANGE, claims=[Claim(date=when, source="gazette")]))
    old = _between_two(
        Act(id="x", kind=ActKind.EXCHANGE, claims=claim(dt.date(2000, 2, 9))),
        Act(id="end", kind=ActKind.SUPERSESSION, claims=[Claim(date=when, source="gazette")]),
    )
    assert old.ended_on == new.in_force_from == when
    for day in {*when, *(one - ONE for one in when), *(one + ONE for one in when)}:
        first, second = old.in_force_on(day), new.in_force_on(day)
        assert {first, second} in ({Truth.YES, Truth.NO}, {Truth.MAYBE})


def _between_two(*acts: Act) -> Treaty:
    return Treaty(
        id="two",
        titles=[Title(lang="en", text="A treaty between two")],
        reviewed_through="2010-12-31",
        parties=[Party(code=code, name=code) for code in ("XAA", "XBB")],
        sources=[Source(id="gazette", title="Gazette")],
        acts=acts,
        entry_into_force=ExchangeOfInstruments(),
    )
