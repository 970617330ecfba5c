"""Doubt: refining a date only narrows an answer; order and names do not matter; claims, trust and knowledge."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from test_law_oracle import interesting_days
from treatykit import Act, Claim, DaySet, Party, Source, Span, Treaty, TreatyStatus, Truth
from treatykit.record.clauses import Instruments
from treatykit.record.context import Title
from treatykit.record.sources import Policy, Rank
from treatykit.testing import claims, day_sets, days, treaties
from treatykit.timeline import Timeline

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

CLAIMS = ("claims", "received", "effective")


def codes(treaty: Treaty) -> list[str]:
    return [party.code for party in treaty.parties]


def lines(treaty: Treaty) -> list[Timeline[Any]]:
    return [treaty.timeline(), *(treaty.timeline(code) for code in sorted(codes(treaty)))]


def says(treaty: Treaty) -> list[Any]:
    return [*lines(treaty), treaty.signed_on, treaty.in_force_from, treaty.ended_on]


def narrower(one: Timeline[Any], other: Timeline[Any]) -> bool:
    """Whether on every day the one allows nothing that the other does not; an inexact answer may hold too much."""
    return all(one.zip(other, lambda a, b: not a.exact or a.standings <= b.standings).values)


def with_claims(act: Act, **found: Any) -> Act:
    return attrs.evolve(act, **found)


# ------------------------------------------------------------------------------------------- refining


@_SETTINGS
@given(treaties(imprecise=3, most_claims=2), st.data())
def test_refining_a_date_adds_nothing(treaty: Treaty, data: st.DataObject) -> None:
    open_ones = [
        (index, name, number)
        for index, act in enumerate(treaty.acts)
        for name in CLAIMS
        for number, claim in enumerate(getattr(act, name))
        if not claim.date.is_exact
    ]
    assume(open_ones)
    index, name, number = data.draw(st.sampled_from(open_ones))
    act = treaty.acts[index]
    found = list(getattr(act, name))
    candidates = list(found[number].date)
    kept = data.draw(st.lists(st.sampled_from(candidates), min_size=1, max_size=len(candidates), unique=True))
    refined_date = DaySet(kept[0])
    for day in kept[1:]:
        refined_date = refined_date | DaySet(day)
    found[number] = attrs.evolve(found[number], date=refined_date)
    acts = list(treaty.acts)
    acts[index] = with_claims(act, **{name: tuple(found)})
    refined = attrs.evolve(treaty, acts=acts)

    for policy in Policy:
        fine, coarse = refined.using(policy), treaty.using(policy)
        for one, other in zip(lines(fine), lines(coarse), strict=True):
            assert narrower(one, other)
        for attribute in ("signed_on", "in_force_from", "ended_on"):
            days_now, days_before = getattr(fine, attribute), getattr(coarse, attribute)
            assert days_now is None or (days_before is not None and days_now.issubset(days_before))
        for day in interesting_days(treaty)[::5]:
            if coarse.in_force_on(day) is not Truth.MAYBE:
                assert fine.in_force_on(day) is coarse.in_force_on(day)
            for was, now in zip(coarse.duties(on=day), fine.duties(on=day), strict=True):
                assert now.effects <= was.effects or not now.exact
                if was.binding is not Truth.MAYBE:
                    assert now.binding is was.binding


@_SETTINGS
@given(treaties(imprecise=0), st.data(), day_sets(runs=3))
def test_the_answer_to_a_vague_date_is_the_sum_of_the_answers_to_its_days(
    treaty: Treaty, data: st.DataObject, when: DaySet
) -> None:
    assume(treaty.acts)
    index = data.draw(st.integers(0, len(treaty.acts) - 1))
    act = treaty.acts[index]
    found = act.claims[0]

    def on(day: DaySet) -> Treaty:
        dated = with_claims(act, claims=(attrs.evolve(found, date=day),))
        return attrs.evolve(treaty, acts=(*treaty.acts[:index], dated, *treaty.acts[index + 1 :]))

    vague, worlds = on(when), [on(DaySet(day)) for day in when]
    for code in (None, *codes(treaty)):
        for day in {*interesting_days(vague)[::3], *when}:
            possible = vague.timeline(code).on(day)
            assert possible.exact
            assert possible.standings == frozenset().union(
                *(world.timeline(code).on(day).standings for world in worlds)
            )


# ------------------------------------------------------------------------------------------- order, names, repetition


def shuffled(treaty: Treaty, data: st.DataObject) -> Treaty:
    """The record with everything in it in another order."""
    acts = [
        with_claims(act, **{name: data.draw(st.permutations(getattr(act, name))) for name in CLAIMS})
        for act in treaty.acts
    ]
    return attrs.evolve(
        treaty,
        acts=data.draw(st.permutations(acts)),
        sources=data.draw(st.permutations(treaty.sources)),
        parties=data.draw(st.permutations(treaty.parties)),
        articles=data.draw(st.permutations(treaty.articles)),
    )


def bound(treaty: Treaty, day: dt.date) -> set[tuple[Any, ...]]:
    return {
        (duty.obligation.id, duty.bearer, duty.toward, duty.binding, duty.effects) for duty in treaty.duties(on=day)
    }


@_SETTINGS
@given(treaties(imprecise=2, most_claims=3), st.data())
def test_the_order_of_acts_claims_sources_and_parties_does_not_matter(treaty: Treaty, data: st.DataObject) -> None:
    other = shuffled(treaty, data)
    for policy in Policy:
        assert says(other.using(policy)) == says(treaty.using(policy))
    for day in interesting_days(treaty)[::8]:
        assert bound(other, day) == bound(treaty, day)


def crowded(value: Any) -> Any:
    """The value with every exact day in it moved to one of four days, so that many acts fall on one."""
    if isinstance(value, DaySet):
        return DaySet(dt.date(2001, 1, 1) + dt.timedelta(days=100 * (int(value.bounds[0]) % 4)))
    if isinstance(value, tuple):
        return tuple(map(crowded, value))
    if attrs.has(type(value)) and not isinstance(value, Span):
        fields = [field.name for field in attrs.fields(type(value))]
        return attrs.evolve(value, **{name: crowded(getattr(value, name)) for name in fields})
    return value


@_SETTINGS
@given(treaties(imprecise=0), st.data())
def test_the_order_does_not_matter_even_among_acts_of_one_day(treaty: Treaty, data: st.DataObject) -> None:
    treaty = crowded(treaty)
    assert says(shuffled(treaty, data)) == says(treaty)


@pytest.mark.parametrize("instrument", ["accession", "succession"])
def test_two_consents_of_one_day_mean_the_same_in_either_order(instrument: str) -> None:
    def deposit(id: str, by: str, day: str, instrument: str, *effective: str) -> Act:
        dated = [[Claim(date=one, source="g")] for one in (day, *effective)]
        return Act(
            id=id,
            kind="deposit",
            by=[by],
            instrument=instrument,
            claims=dated[0],
            effective=dated[1] if effective else (),
        )

    early = [deposit("a", "XAA", "2000-01-01", "ratification"), deposit("b", "XBB", "2000-01-01", "ratification")]
    plain = deposit("c", "XCC", "2003-01-01", "ratification")
    reaching_back = deposit("d", "XCC", "2003-01-01", instrument, "2002-01-01")
    one, other = (
        Treaty(
            id="two-orders",
            titles=[Title(lang="en", text="A treaty")],
            reviewed_through="2010-12-31",
            parties=[Party(code=code, name=code) for code in ("XAA", "XBB", "XCC")],
            sources=[Source(id="g", title="Gazette")],
            entry_into_force=Instruments(count=2, delay="P30D"),
            acts=[*early, *last],
        )
        for last in ([plain, reaching_back], [reaching_back, plain])
    )
    assert one.timeline("XCC") == other.timeline("XCC")


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The value with other codes for the parties, wherever they stand."""
    if isinstance(value, str):
        return names.get(value, value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(renamed(one, names) for one in value)
    if attrs.has(type(value)) and not isinstance(value, DaySet | Span):
        fields = [field.name for field in attrs.fields(type(value))]
        return attrs.evolve(value, **{name: renamed(getattr(value, name), names) for name in fields})
    return value


@_SETTINGS
@given(treaties(), st.permutations(["XAA", "XBB", "XCC", "XQQ", "QMA", "ZZZ"]))
def test_renaming_the_parties_renames_the_answers(treaty: Treaty, others: list[str]) -> None:
    names = dict(zip(codes(treaty), others, strict=False))
    again = renamed(treaty, names)
    assert codes(again) == [names[code] for code in codes(treaty)]
    assert again.timeline() == treaty.timeline()
    for code in codes(treaty):
        assert again.timeline(names[code]) == treaty.timeline(code)
    for day in interesting_days(treaty)[::8]:
        for was, now in zip(treaty.duties(on=day), again.duties(on=day), strict=True):
            assert (now.bearer, now.toward) == (names.get(was.bearer or ""), names.get(was.toward or ""))
            assert (now.binding, now.effects, now.obligation.id) == (was.binding, was.effects, was.obligation.id)


@_SETTINGS
@given(treaties(imprecise=2, most_claims=2), st.data())
def test_a_repeated_claim_changes_nothing(treaty: Treaty, data: st.DataObject) -> None:
    assume(treaty.acts)
    index = data.draw(st.integers(0, len(treaty.acts) - 1))
    name = data.draw(st.sampled_from([name for name in CLAIMS if getattr(treaty.acts[index], name)]))
    found = getattr(treaty.acts[index], name)
    again = attrs.evolve(data.draw(st.sampled_from(found)), source="notes", note="the same once more")
    acts = list(treaty.acts)
    acts[index] = with_claims(acts[index], **{name: (*found, again)})
    more = attrs.evolve(treaty, acts=acts)
    for policy in Policy:
        assert says(more.using(policy)) == says(treaty.using(policy))


# ------------------------------------------------------------------------------------------- policies and trust


@_SETTINGS
@given(treaties(imprecise=3, most_claims=3))
def test_the_best_ranked_claims_allow_nothing_that_all_of_them_do_not(treaty: Treaty) -> None:
    for one, other in zip(lines(treaty.using("ranked")), lines(treaty.using("all")), strict=True):
        assert narrower(one, other)
    assert treaty.using("all").using("ranked") == treaty


@_SETTINGS
@given(treaties(imprecise=3, most_claims=3), st.sets(st.sampled_from(["gazette", "wire", "notes"])))
def test_fewer_sources_with_the_same_acts_allow_nothing_new(treaty: Treaty, trusted: set[str]) -> None:
    every = treaty.using("all")
    some = every.trusting(sorted(trusted))

    def dated(asked: Treaty) -> list[tuple[Any, ...]]:
        return [
            (
                act.id,
                act.day(Policy.ALL) is None,
                act.day_received(Policy.ALL) is None,
                act.day_effective(Policy.ALL) is None,
            )
            for act in asked.acts
        ]

    assert {claim.source for act in some.acts for claim in act.all_claims} <= trusted
    if dated(some) == dated(every):
        for one, other in zip(lines(some), lines(every), strict=True):
            assert narrower(one, other)
    assert some.trusting(sorted(trusted)) == some


@_SETTINGS
@given(treaties(imprecise=1), st.data(), day_sets())
def test_a_deprecated_claim_is_never_used(treaty: Treaty, data: st.DataObject, when: DaySet) -> None:
    assume(treaty.acts)
    index = data.draw(st.integers(0, len(treaty.acts) - 1))
    acts = list(treaty.acts)
    old = Claim(date=when, source="wire", rank=Rank.DEPRECATED)
    acts[index] = attrs.evolve(acts[index], claims=(old, *acts[index].claims))
    more = attrs.evolve(treaty, acts=acts)
    for policy in Policy:
        assert says(more.using(policy)) == says(treaty.using(policy))
        for day in interesting_days(treaty)[::9]:
            assert not more.using(policy).status_on(day).disputed or treaty.using(policy).status_on(day).disputed


# ------------------------------------------------------------------------------------------- knowledge


@st.composite
def dated_treaties(draw: Any) -> Treaty:
    """Treaties whose sources were published on some day, or are not dated."""
    treaty: Treaty = draw(treaties(imprecise=2, most_claims=3))
    sources = [attrs.evolve(source, published=draw(st.none() | day_sets())) for source in treaty.sources]
    retrieved = draw(st.none() | day_sets())
    return attrs.evolve(treaty, sources=(attrs.evolve(sources[0], retrieved=retrieved), *sources[1:]))


@_SETTINGS
@given(dated_treaties(), days(), days())
def test_known_by_composes_to_the_earlier_day(treaty: Treaty, first: dt.date, second: dt.date) -> None:
    earlier = treaty.known_by(min(first, second))
    assert treaty.known_by(first).known_by(second) == earlier
    assert treaty.known_by(second).known_by(first) == earlier
    assert earlier.known_by(first) == earlier


@_SETTINGS
@given(dated_treaties(), days())
def test_known_by_leaves_what_was_public_by_then(treaty: Treaty, day: dt.date) -> None:
    known = treaty.known_by(day)
    public = {source.id for source in treaty.sources if surely_public(source, day)}
    kept = {act.id for act in known.acts}
    for act in known.acts:
        assert {claim.source for claim in act.all_claims} <= public
        assert act.claims == tuple(claim for claim in treaty.act(act.id).claims if claim.source in public)
    for act in treaty.acts:
        if act.id not in kept:
            alone = all(claim.source not in public for claim in act.claims)
            assert alone or (act.of and act.of not in kept)
    assert known.reviewed_through == min(day, treaty.reviewed_through)
    assert known.sources == treaty.sources
    assert (known.articles, known.entry_into_force, known.duration) == (
        treaty.articles,
        treaty.entry_into_force,
        treaty.duration,
    )
    assert treaty.known_by(dt.date(1900, 1, 1)).acts == ()


def surely_public(source: Source, day: dt.date) -> bool:
    """Whether a source was surely public by a day: by its publication, or else by the first sure sign of it."""
    signs = [source.published] if source.published is not None else [source.archived, source.retrieved]
    return any(sign.latest is not None and sign.latest <= day for sign in signs if sign is not None)


@_SETTINGS
@given(treaties(imprecise=1), claims(most=1))
def test_narrowing_and_adding_make_another_treaty(treaty: Treaty, when: tuple[Claim, ...]) -> None:
    before = attrs.evolve(treaty)
    added = treaty.with_act(Act(id="what-if", kind="termination", claims=when, ground="consent"))
    assert added.hypothetical == ("what-if",)
    assert added != treaty
    assert added.status_on("2005-01-01").hypothetical
    assert added.timeline().on("9999-12-31").is_(TreatyStatus.IN_FORCE) is Truth.NO
    assert not treaty.status_on("2005-01-01").hypothetical
    assert treaty == before
