"""Consent and entry into force: who is bound, by what, and what never binds anybody (VCLT 2, 11-18, 24-26, 34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from test_law_oracle import interesting_days
from treatykit import Act, Claim, LegalEffect, PartyStatus, Treaty, TreatyStatus, Truth
from treatykit.days import DaySet, Span
from treatykit.law.cases import prepare
from treatykit.law.status import Law
from treatykit.law.terms import Standing, TreatyStanding, effect_of
from treatykit.law.worlds import World
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.clauses import AsStated, Indefinite, Instruments, OnSignature, all_rules
from treatykit.testing import claims, days, spans, treaties

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NONE, SIGNATORY, CONTRACTING, PARTY, FORMER = PartyStatus

CONSENTS = {
    ActKind.CONFIRMATION,
    ActKind.EXCHANGE_OF_NOTES,
    ActKind.EXCHANGE,
    ActKind.DEPOSIT,
    ActKind.COMPLETION_NOTICE,
}
INERT = {ActKind.REGISTRATION, ActKind.PUBLICATION, ActKind.CORRECTION, ActKind.DECLARATION}
DOMESTIC = {ActKind.DOMESTIC_STEP, ActKind.DOMESTIC_APPROVAL}


def codes(treaty: Treaty) -> list[str]:
    return [party.code for party in treaty.parties]


def doers(treaty: Treaty, act: Act) -> Iterable[str]:
    return act.by or codes(treaty)


def exact(treaty: Treaty) -> Treaty:
    """The record with every date on its first candidate day."""

    def first(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(attrs.evolve(claim, date=DaySet(claim.date.earliest or "")) for claim in claims[:1])

    acts = [
        attrs.evolve(act, claims=first(act.claims), received=first(act.received), effective=first(act.effective))
        for act in treaty.acts
    ]
    return attrs.evolve(treaty, acts=acts)


def without(treaty: Treaty, *kinds: ActKind) -> Treaty:
    """The record without acts of some kinds, and without what answers them."""
    left = {act.id for act in treaty.acts if act.kind not in kinds}
    kept = [act for act in treaty.acts if act.id in left and (not act.of or act.of in left)]
    return attrs.evolve(treaty, acts=kept)


def everything(treaty: Treaty, asked: Iterable[dt.date]) -> list[Any]:
    """All that the law says of a treaty, and of its duties on the days asked about."""
    return [
        treaty.timeline(),
        *(treaty.timeline(code) for code in codes(treaty)),
        treaty.signed_on,
        treaty.in_force_from,
        treaty.ended_on,
        *((duty.binding, duty.effects) for day in asked for duty in treaty.duties(on=day)),
    ]


def law_of(treaty: Treaty) -> Law:
    return Law(
        prepare(
            parties=treaty.parties,
            acts=treaty.acts,
            entry=treaty.entry_into_force,
            duration=treaty.duration,
            bilateral=treaty.is_bilateral,
            policy=treaty.policy,
        )
    )


# ------------------------------------------------------------------------------------------- what never binds


@_SETTINGS
@given(treaties(), st.data())
def test_domestic_acts_are_inert(treaty: Treaty, data: st.DataObject) -> None:
    asked = interesting_days(treaty)[::5]
    before = everything(treaty, asked)
    kinds_and_codes = st.tuples(st.sampled_from(sorted(DOMESTIC)), st.sampled_from(codes(treaty)))
    added = [
        Act(id=f"domestic{number}", kind=kind, by=[code], claims=data.draw(claims()))
        for number, (kind, code) in enumerate(data.draw(st.lists(kinds_and_codes, min_size=1, max_size=3)))
    ]
    place = data.draw(st.integers(0, len(treaty.acts)))
    more = attrs.evolve(treaty, acts=(*treaty.acts[:place], *added, *treaty.acts[place:]))
    assert everything(more, asked) == before
    assert everything(without(treaty, *DOMESTIC), asked) == before


@_SETTINGS
@given(treaties(), st.data())
def test_registration_and_publication_are_inert(treaty: Treaty, data: st.DataObject) -> None:
    asked = interesting_days(treaty)[::5]
    before = everything(treaty, asked)
    kinds = data.draw(st.lists(st.sampled_from(sorted(INERT)), min_size=1, max_size=3))
    by = data.draw(st.sampled_from([(), codes(treaty)[:1]]))
    added = [
        Act(id=f"inert{number}", kind=kind, by=by, claims=data.draw(claims())) for number, kind in enumerate(kinds)
    ]
    assert everything(attrs.evolve(treaty, acts=(*treaty.acts, *added)), asked) == before
    assert everything(without(treaty, *INERT), asked) == before


@_SETTINGS
@given(treaties())
def test_simple_signatures_alone_bind_nobody(treaty: Treaty) -> None:
    clause = treaty.entry_into_force
    assume(clause is None or not any(isinstance(rule, OnSignature) for rule in all_rules(clause)))
    simple = [
        act
        for act in treaty.acts
        if act.kind in DOMESTIC | INERT or (act.kind is ActKind.SIGNATURE and act.subject_to is not SubjectTo.NOTHING)
    ]
    treaty = attrs.evolve(treaty, acts=simple)
    for code in codes(treaty):
        for found in treaty.timeline(code).values:
            assert found.possible <= {NONE, SIGNATORY}
    assert treaty.in_force_from is None or not treaty.is_bilateral
    for day in interesting_days(treaty):
        assert all(duty.binding is Truth.NO or duty.obligation.final for duty in treaty.duties(on=day))


@_SETTINGS
@given(treaties(imprecise=0), days())
def test_a_third_state_has_no_status_and_no_duty(treaty: Treaty, day: dt.date) -> None:
    assert treaty.timeline("KOR").values[0].standings == {Standing(NONE)}
    assert len(treaty.timeline("KOR")) == 1
    answer = treaty.status_on(day, party="KOR")
    assert (answer.status, answer.effect, answer.sources) == (NONE, LegalEffect.NONE, ())
    assert treaty.duties(on=day, bearer="KOR") == treaty.duties(on=day, toward="KOR") == ()
    for duty in treaty.duties(on=day):
        if duty.bearer is not None:
            assert duty.bearer in codes(treaty)
            found = treaty.timeline(duty.bearer).on(day)
            if found.possible == {NONE} and found.provisional is Truth.NO:
                assert duty.binding is Truth.NO


# ------------------------------------------------------------------------------------------- what binds


def consent_days(treaty: Treaty, code: str) -> list[DaySet]:
    """The days on which the acts by which a party may be bound have effect: of the doing, and as stated."""
    clause = treaty.entry_into_force
    by_signature = clause is not None and any(isinstance(rule, OnSignature) for rule in all_rules(clause))
    as_stated = isinstance(clause, AsStated | None)
    found = []
    for act in treaty.acts:
        if code not in doers(treaty, act):
            continue
        signature = act.kind is ActKind.SIGNATURE and (by_signature or act.subject_to is SubjectTo.NOTHING)
        # stated between two it stands in for their consents; for one of more it implies its consent
        implies = as_stated if treaty.is_bilateral else set(doers(treaty, act)) != set(codes(treaty))
        stated = implies and act.kind is ActKind.ENTRY_INTO_FORCE
        if act.kind in CONSENTS or signature or stated:
            found.append(act.day_effective(treaty.policy) or act.day(treaty.policy))
    return [found_day for found_day in found if found_day is not None]


@_SETTINGS
@given(treaties(imprecise=2))
def test_a_party_has_consented_with_effect_by_then(treaty: Treaty) -> None:
    for code in codes(treaty):
        given_by = [found.bounds[0] for found in consent_days(treaty, code)]
        surely_by = [found.bounds[-1] for found in consent_days(treaty, code)]
        for period in treaty.timeline(code):
            start = -1 if period.start is None else period.start.toordinal()
            if PARTY in period.value.possible:
                assert any(first <= start for first in given_by), (code, str(period))
            if period.value.possible == {PARTY} and len(surely_by) == 1:
                assert surely_by[0] <= start, "in every world"
            if CONTRACTING in period.value.possible:
                assert given_by


@_SETTINGS
@given(treaties(imprecise=0), st.integers(1, 4), spans(in_days=True))
def test_in_force_means_that_enough_have_consented(treaty: Treaty, count: int, delay: Span) -> None:
    treaty = attrs.evolve(treaty, form="multilateral", entry_into_force=Instruments(count=count, delay=delay))
    first_of = {
        code: min(
            (
                act.date.bounds[0]
                for act in treaty.acts
                if code in doers(treaty, act)
                and (act.kind in CONSENTS or (act.kind is ActKind.SIGNATURE and act.subject_to is SubjectTo.NOTHING))
            ),
            default=float("inf"),
        )
        for code in codes(treaty)
    }
    for period in treaty.timeline():
        if period.value.status is TreatyStatus.IN_FORCE:
            assert period.start is not None
            by_then = period.start.toordinal() - delay.days - delay.clear
            assert sum(day <= by_then for day in first_of.values()) >= count
    reached = sorted(first_of.values())[count - 1] if count <= len(first_of) else float("inf")
    expected = delay.shift(reached)
    law = law_of(treaty)
    assert law.ask(lambda world: law.treaty_course(world).entry) == ({expected}, True)


@_SETTINGS
@given(treaties())
def test_a_party_is_one_only_while_the_treaty_is_in_force(treaty: Treaty) -> None:
    """Whoever is a party is one to a treaty that has begun and has not ended, in the same world."""
    law = law_of(treaty)
    for day in interesting_days(treaty)[::4]:
        for code in codes(treaty):

            def ask(world: World[Any], code: str = code, ordinal: int = day.toordinal()) -> tuple[PartyStatus, bool]:
                ended = world.by(law.treaty_course(world).end, ordinal)
                return law.standing(code, world, ordinal).status, ended

            found, is_exact = law.ask(ask)
            if is_exact:
                assert (PARTY, True) not in found
                assert (CONTRACTING, True) not in found
                assert (SIGNATORY, True) not in found


# ------------------------------------------------------------------------------------------- effects

_EFFECTS = {
    NONE: LegalEffect.NONE,
    SIGNATORY: LegalEffect.GOOD_FAITH,
    CONTRACTING: LegalEffect.GOOD_FAITH,
    PARTY: LegalEffect.BINDING,
    FORMER: LegalEffect.RESIDUAL,
}


def expected_effect(standing: Standing) -> LegalEffect:
    """The table of effects: the rule behind each status, as the flags change it."""
    if standing.status is PARTY and standing.suspended:
        return LegalEffect.SUSPENDED
    if standing.status in {NONE, SIGNATORY, CONTRACTING, FORMER} and standing.provisional:
        return LegalEffect.PROVISIONAL
    if standing.status is SIGNATORY and standing.disclaimed:
        return LegalEffect.NONE
    return _EFFECTS[standing.status]


@given(
    st.sampled_from(PartyStatus),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from("12")),
)
def test_the_effect_is_a_function_of_status_and_flags(
    status: PartyStatus, provisional: bool, suspended: bool, leaving: bool, disclaimed: bool, articles: set[str]
) -> None:
    standing = Standing(status, provisional, suspended, leaving, disclaimed, frozenset(articles))
    assert standing.effect is effect_of(standing) is expected_effect(standing)
    assert attrs.evolve(standing, leaving=not leaving).effect is standing.effect, "whoever is leaving is still bound"
    assert standing.effect.rule.endswith(", as treaty law or custom")


@_SETTINGS
@given(treaties())
def test_answers_carry_the_effects_of_their_standings(treaty: Treaty) -> None:
    for day in interesting_days(treaty)[::6]:
        for code in codes(treaty):
            answer = treaty.status_on(day, party=code)
            assert answer.effects == {expected_effect(standing) for standing in answer.found.standings}
            assert answer.possible == {standing.status for standing in answer.found.standings}


def test_the_effect_of_the_treaty_as_a_whole() -> None:
    assert [effect_of(TreatyStanding(status)) for status in TreatyStatus] == [
        LegalEffect.NONE,
        LegalEffect.GOOD_FAITH,
        LegalEffect.BINDING,
        LegalEffect.RESIDUAL,
    ]
    assert effect_of(TreatyStanding(TreatyStatus.IN_FORCE, suspended=True)) is LegalEffect.SUSPENDED
    assert effect_of(TreatyStanding(TreatyStatus.PENDING, provisional=True)) is LegalEffect.PROVISIONAL


# ------------------------------------------------------------------------------------------- pauses and provisional application


def statuses(treaty: Treaty) -> list[Any]:
    """What the parties are on all days, without the flags."""
    return [treaty.timeline(code).map(lambda found: (found.possible, found.exact)) for code in codes(treaty)]


@_SETTINGS
@given(treaties(), st.data())
def test_who_suspends_stays_a_party(treaty: Treaty, data: st.DataObject) -> None:
    by = data.draw(st.sampled_from([codes(treaty), codes(treaty)[:1]]))
    pause = Act(id="pause", kind=ActKind.SUSPENSION, by=by, ground=Ground.BREACH, claims=data.draw(claims()), episode=1)
    lifted = Act(id="lifted", kind=ActKind.RESUMPTION, by=by, of="pause", claims=data.draw(claims()), episode=1)
    paused = attrs.evolve(treaty, acts=(*treaty.acts, pause, *data.draw(st.sampled_from([(), (lifted,)]))))
    assert statuses(paused) == statuses(treaty)
    for code in codes(paused):
        for found in paused.timeline(code).values:
            for standing in found.standings:
                assert standing.status is PARTY or not standing.suspended
                assert standing.status is PARTY or not standing.suspended_articles


@_SETTINGS
@given(treaties(imprecise=0), days(), st.integers(0, 300))
def test_resumption_restores_what_was_suspended(treaty: Treaty, start: dt.date, length: int) -> None:
    treaty = without(treaty, ActKind.SUSPENSION)
    stop = start + dt.timedelta(days=length)
    acts = [
        Act(id=id, kind=kind, by=codes(treaty), of=of, ground=ground, claims=[Claim(date=DaySet(day), source="notes")])
        for id, kind, of, ground, day in (
            ("pause", ActKind.SUSPENSION, "", Ground.CONSENT, start),
            ("lifted", ActKind.RESUMPTION, "pause", None, stop),
        )
    ]
    paused = attrs.evolve(treaty, acts=(*treaty.acts, *acts))
    for code in codes(treaty):
        for day in (*interesting_days(treaty)[::3], start, stop, stop - dt.timedelta(days=1)):
            plain, found = treaty.timeline(code).on(day), paused.timeline(code).on(day)
            within = start <= day < stop if length else start <= day
            assert found.status is plain.status
            assert found.suspended is Truth.of([within and plain.status is PARTY])
            if plain.status is PARTY:
                assert found.effect is (LegalEffect.SUSPENDED if within else LegalEffect.BINDING)


@_SETTINGS
@given(treaties(), st.data())
def test_provisional_application_changes_no_status_and_ends_with_entry_into_force(
    treaty: Treaty, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(codes(treaty)))
    start = Act(id="prov", kind=ActKind.PROVISIONAL_START, by=[code], claims=data.draw(claims()), episode=1)
    applied = attrs.evolve(treaty, acts=(*treaty.acts, start))
    assert statuses(applied) == statuses(treaty)
    for found in applied.timeline(code).values:
        for standing in found.standings:
            if standing.provisional:
                assert standing.status not in {PARTY, FORMER}
                assert standing.effect is LegalEffect.PROVISIONAL


@_SETTINGS
@given(treaties(imprecise=0), st.data(), days(), st.integers(1, 200))
def test_provisional_application_ends_with_a_disclaimer(
    treaty: Treaty, data: st.DataObject, start: dt.date, length: int
) -> None:
    code = data.draw(st.sampled_from(codes(treaty)))
    treaty = without(treaty, ActKind.PROVISIONAL_START, ActKind.DISCLAIMER)
    stop = start + dt.timedelta(days=length)
    acts = [
        Act(id=str(kind), kind=kind, by=[code], claims=[Claim(date=DaySet(day), source="notes")], episode=1)
        for kind, day in ((ActKind.PROVISIONAL_START, start), (ActKind.DISCLAIMER, stop))
    ]
    treaty = attrs.evolve(treaty, acts=(*treaty.acts, *acts))
    line = treaty.timeline(code)
    for day in (*interesting_days(treaty)[::3], start, stop):
        if not start <= day < stop:
            assert line.on(day).provisional is Truth.NO
        elif line.on(day).status in {NONE, SIGNATORY, CONTRACTING}:
            ended = treaty.timeline().on(day).status is TreatyStatus.ENDED
            assert line.on(day).provisional is Truth.of([not ended])


# ------------------------------------------------------------------------------------------- two parties


@_SETTINGS
@given(treaties(bilateral=True))
def test_between_two_it_is_in_force_for_one_if_and_only_if_for_the_other(treaty: Treaty) -> None:
    law = law_of(treaty)
    one, other = codes(treaty)
    for day in interesting_days(treaty)[::4]:

        def ask(world: World[Any], ordinal: int = day.toordinal()) -> tuple[PartyStatus, PartyStatus, bool]:
            core = law.treaty_course(world)
            in_force = world.by(core.entry, ordinal) and not world.by(core.end, ordinal)
            return law.standing(one, world, ordinal).status, law.standing(other, world, ordinal).status, in_force

        found, is_exact = law.ask(ask)
        if is_exact:
            for a, b, in_force in found:
                assert (a is PARTY) == (b is PARTY) == in_force
                assert (a is FORMER) == (b is FORMER)


@_SETTINGS
@given(treaties(bilateral=True))
def test_between_two_both_go_at_once(treaty: Treaty) -> None:
    one, other = (
        treaty.timeline(code).map(lambda found: (PARTY in found.possible, FORMER in found.possible, found.leaving))
        for code in codes(treaty)
    )
    assert one == other
    both = treaty.timeline(codes(treaty)[0]).map(lambda found: found.is_(PARTY))
    assert both == treaty.timeline().map(lambda found: found.is_(TreatyStatus.IN_FORCE))


# ------------------------------------------------------------------------------------------- re-entry and the end of the calendar


@_SETTINGS
@given(treaties(bilateral=False, imprecise=0), st.data(), days(), st.integers(0, 200), st.integers(1, 300))
def test_re_entry_is_a_new_episode(
    treaty: Treaty, data: st.DataObject, given_on: dt.date, period: int, later: int
) -> None:
    code = data.draw(st.sampled_from(codes(treaty)))
    leaving = {
        ActKind.WITHDRAWAL_NOTICE,
        ActKind.WITHDRAWAL_EFFECTIVE,
        ActKind.NOTICE_REVOKED,
        ActKind.TERMINATION,
    }
    acts = [act for act in without(treaty, *leaving).acts if act.episode != 2]
    out = given_on + dt.timedelta(days=period)
    again = out + dt.timedelta(days=later)
    back = [
        Act(
            id="go",
            kind=ActKind.WITHDRAWAL_NOTICE,
            by=[code],
            ground=Ground.CLAUSE,
            claims=[Claim(date=DaySet(given_on), source="wire")],
        ),
        Act(
            id="back",
            kind=ActKind.DEPOSIT,
            by=[code],
            instrument=Instrument.ACCESSION,
            claims=[Claim(date=DaySet(again), source="wire")],
        ),
    ]
    treaty = attrs.evolve(treaty, acts=[*acts, *back], duration=Indefinite(notice=Span.of(days=period)))
    before = treaty.timeline(code).on(out - dt.timedelta(days=1)).status
    assume(before is PARTY)
    assume(treaty.in_force_from is not None)  # a day that is stated for this party alone is not one of the treaty
    line = treaty.timeline(code)
    assert line.on(out).status is FORMER
    assert line.on(again - dt.timedelta(days=1)).status is FORMER
    assert line.on(again).status in {CONTRACTING, PARTY}
    assert line.on("9999-12-31").status is PARTY
    assert line.on("9999-12-31").leaving is Truth.NO
