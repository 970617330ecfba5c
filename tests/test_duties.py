"""Duties: who owes what to whom on a day, asked inside every world; and what the facts given set off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from test_law_oracle import interesting_days, question_of
from treatykit import (
    Act,
    Claim,
    DaySet,
    LegalEffect,
    Party,
    Situation,
    Source,
    Treaty,
    Truth,
    UndeterminedError,
    UnknownPartyError,
    UnknownTreatyError,
)
from treatykit.record.acts import ActKind
from treatykit.record.articles import Article, article_of
from treatykit.record.clauses import ExchangeOfInstruments
from treatykit.record.context import Title
from treatykit.record.obligations import Obligation, Trigger, TriggerKind
from treatykit.testing import obligations, treaties

import oracle

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def treaties_with_duties(draw: Any, /, **more: Any) -> Treaty:
    """Treaties with an obligation or two, some of them between named parties."""
    treaty: Treaty = draw(treaties(**more))
    codes = [party.code for party in treaty.parties]
    drawn = [draw(obligations(f"d{number}")) for number in range(draw(st.integers(1, 3)))]
    named = []
    for obligation in drawn:
        bearer = draw(st.sampled_from(["each", "both", "none", *codes]))
        toward = draw(st.sampled_from([code for code in ("other", "none", *codes) if code != bearer]))
        named.append(attrs.evolve(obligation, bearer=bearer, toward=toward))
    articles = [Article(at=at, obligations=[o for o in named if o.at[0] == at]) for at in ("1", "2")]
    return attrs.evolve(treaty, articles=articles)


# ------------------------------------------------------------------------------------------- the law


def applies(standing: oracle.PartyStanding, obligation: Obligation) -> bool:
    """Whether somebody in this standing has to perform an obligation."""
    article = article_of(obligation.at)
    if standing.status == "party":
        return not standing.suspended and article not in standing.suspended_articles
    if standing.provisional:
        return not standing.provisional_articles or article in standing.provisional_articles
    return standing.status == "former" and obligation.survives


def binds(reading: oracle.Reading, duty: tk.Duty, day: dt.date) -> bool:
    """Whether an obligation binds in one world: the rule, written from the table of effects."""
    alive = reading.treaty(day).status in {"pending", "in_force"}
    if duty.bearer is None:
        return alive if duty.obligation.final else reading.treaty(day).status == "in_force"
    sides = [reading.party(code, day) for code in (duty.bearer, duty.toward) if code is not None]
    if duty.obligation.final:
        return alive and sides[0].status != "none"
    return all(applies(side, duty.obligation) for side in sides)


@_SETTINGS
@given(treaties_with_duties(imprecise=2))
def test_a_duty_binds_if_and_only_if_the_rule_holds_in_every_world(treaty: Treaty) -> None:
    readings = question_of(treaty).readings
    for day in interesting_days(treaty)[::5]:
        for duty in treaty.duties(on=day):
            found = {binds(reading, duty, day) for reading in readings}
            expected = Truth.MAYBE if len(found) > 1 else Truth.YES if found.pop() else Truth.NO
            if duty.exact:
                assert duty.binding is expected, (duty, day)
            else:
                assert duty.binding in {expected, Truth.MAYBE}


@_SETTINGS
@given(treaties_with_duties(imprecise=1), st.data())
def test_a_duty_over_several_days_binds_if_it_binds_on_all_of_them(treaty: Treaty, data: st.DataObject) -> None:
    days = interesting_days(treaty)
    if not days:
        return
    first = data.draw(st.sampled_from(days))
    asked = DaySet.between(first, first + dt.timedelta(days=data.draw(st.integers(1, 40))))
    by_day = [treaty.duties(on=day) for day in asked]
    for index, duty in enumerate(treaty.duties(on=asked)):
        truths = {one[index].binding for one in by_day}
        assert duty.binding is (truths.pop() if len(truths) == 1 else Truth.MAYBE)
        assert duty.effects == frozenset().union(*(one[index].effects for one in by_day))


@_SETTINGS
@given(treaties_with_duties())
def test_each_owes_the_other_what_the_other_owes(treaty: Treaty) -> None:
    codes = [party.code for party in treaty.parties]
    for day in interesting_days(treaty)[::9]:
        found = {(duty.obligation.id, duty.bearer, duty.toward): duty for duty in treaty.duties(on=day)}
        assert len(found) == len(treaty.duties(on=day)), "no duty twice"
        for obligation in treaty.obligations:
            own = [(bearer, toward) for id, bearer, toward in found if id == obligation.id]
            if obligation.bearer in {"each", "both"}:
                owing = (
                    codes if obligation.toward in {"other", "none"} else [c for c in codes if c != obligation.toward]
                )
                assert [bearer for bearer, _ in own] == owing
            if obligation.bearer in {"each", "both"} and obligation.toward == "other" and len(codes) == 2:
                assert own == [(codes[0], codes[1]), (codes[1], codes[0])]
                there, back = (found[obligation.id, *pair].binding for pair in own)
                if not obligation.final:
                    assert there is back
            for bearer, toward in own:
                assert bearer != toward or bearer is None


@_SETTINGS
@given(treaties_with_duties())
def test_each_duty_has_a_place_in_the_treaty_and_a_source(treaty: Treaty) -> None:
    for duty in treaty.duties(on="2001-06-01"):
        assert duty.at == duty.obligation.at
        assert treaty.article(article_of(duty.at)).obligations
        assert duty.sources
        assert [source.id for source in duty.sources] == list(duty.obligation.sources)
        assert duty.treaty == treaty.id
        assert duty.binding is Truth.NO or duty.effects
        assert repr(duty).startswith("<Duty: generated Art. ")


def test_between_two_a_duty_binds_both_or_neither_even_if_the_day_is_vague() -> None:
    treaty = small([duty("a", trigger=None)], "2024-12")
    there, back = treaty.duties(on="2024-12-15")
    assert there.binding is back.binding is Truth.MAYBE
    assert there.effects == {LegalEffect.NONE, LegalEffect.BINDING}
    with pytest.raises(UndeterminedError, match=r"read \.effects"):
        there.effect  # noqa: B018


# ------------------------------------------------------------------------------------------- the facts


@_SETTINGS
@given(treaties_with_duties(imprecise=0), st.data())
def test_a_longer_trigger_returns_a_subset(treaty: Treaty, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([party.code for party in treaty.parties]))

    def found(kind: str) -> set[tuple[str, str | None, str | None]]:
        fact = Situation(kind=kind, against=code)
        return {(d.obligation.id, d.bearer, d.toward) for d in treaty.duties(on="2001-06-01", given=fact)}

    assert found("force.attack") <= found("force")
    assert found("force.threat") <= found("force")
    everything = {d.obligation.id for d in treaty.duties(on="2001-06-01")}
    assert {id for id, _, _ in found("force")} <= everything


@_SETTINGS
@given(treaties_with_duties(imprecise=0), st.data())
def test_narrowing_a_question_narrows_the_answer(treaty: Treaty, data: st.DataObject) -> None:
    codes = [party.code for party in treaty.parties]
    bearer, toward = data.draw(st.sampled_from(codes)), data.draw(st.sampled_from(codes))
    theme, article = data.draw(st.sampled_from(["security", "trade"])), data.draw(st.sampled_from([1, 2]))
    everything = treaty.duties(on="2001-06-01")
    assert treaty.duties(on="2001-06-01", bearer=bearer) == tuple(d for d in everything if d.bearer == bearer)
    if len(codes) == 2:
        assert treaty.duties(on="2001-06-01", toward=toward) == tuple(d for d in everything if d.toward == toward)
    assert all(d.toward == toward and d.bearer != toward for d in treaty.duties(on="2001-06-01", toward=toward))
    assert treaty.duties(on="2001-06-01", theme=theme) == tuple(d for d in everything if theme in d.obligation.themes)
    assert treaty.duties(on="2001-06-01", article=article) == tuple(d for d in everything if d.at[0] == str(article))


def duty(id: str, at: str = "1", **more: Any) -> Obligation:
    return Obligation(id=id, at=at, **{"modality": "must", "action": "help", "sources": ["g"], **more})


def small(
    found: list[Obligation], exchanged: str = "2001-01-01", *acts: Act, codes: str = "XAA XBB", **more: Any
) -> Treaty:
    places = dict.fromkeys(article_of(obligation.at) for obligation in found)
    exchange = Act(id="x", kind=ActKind.EXCHANGE, claims=[Claim(date=DaySet(exchanged), source="g")])
    return Treaty(
        id="small",
        titles=[Title(lang="en", text="A small treaty")],
        reviewed_through="2010-12-31",
        parties=[Party(code=code, name=code) for code in codes.split()],
        sources=[Source(id="g", title="Gazette")],
        entry_into_force=ExchangeOfInstruments(),
        acts=[exchange, *acts],
        articles=[
            Article(at=place, obligations=[o for o in found if article_of(o.at) == place], **more) for place in places
        ],
    )


ON = "2005-01-01"


@pytest.mark.parametrize(
    ("kind", "fact", "expected"),
    [
        ("force", "force", True),
        ("force", "force.attack", True),
        ("force", "force.threat", True),
        ("force.attack", "force", True),
        ("force.attack", "force.attack", True),
        ("force.attack", "force.threat", False),
        ("force.threat", "force.attack", False),
        ("measures.coercive", "measures", True),
        ("measures", "force", False),
        ("third_state", "third_state.dealing", True),
        ("challenge", "issue", False),
    ],
)
def test_a_fact_sets_off_triggers_within_its_kind_and_above_it(kind: str, fact: str, expected: bool) -> None:
    treaty = small([duty("a", trigger=Trigger(kind=kind, against="toward"))])
    found = treaty.duties(on=ON, bearer="XAA", given=Situation(kind=fact, against="XBB"))
    assert [one.triggered for one in found] == ([Truth.YES] if expected else [])


@pytest.mark.parametrize(
    ("against", "struck", "owing"),
    [
        ("toward", "XBB", {("XAA", "XBB")}),
        ("bearer", "XBB", {("XBB", "XAA")}),
        ("either", "XBB", {("XAA", "XBB"), ("XBB", "XAA")}),
        (None, "XBB", {("XAA", "XBB"), ("XBB", "XAA")}),
        ("toward", "KOR", set()),
        ("either", "KOR", set()),
    ],
)
def test_who_is_struck_decides_who_owes(against: str | None, struck: str, owing: set[tuple[str, str]]) -> None:
    treaty = small([duty("a", trigger=Trigger(kind="force.attack", against=against))])
    found = treaty.duties(on=ON, given=tk.armed_attack(against=struck))
    assert {(one.bearer, one.toward) for one in found} == owing
    assert all(one.triggered is Truth.YES for one in found)


def test_who_is_struck_may_be_left_open() -> None:
    treaty = small([duty("a", trigger=Trigger(kind="force.attack", against="toward"))])
    (found,) = treaty.duties(on=ON, bearer="XAA", given=Situation(kind="force.attack"))
    assert found.triggered is Truth.MAYBE


def test_a_condition_that_is_not_stated_leaves_it_open() -> None:
    trigger = Trigger(kind="force.attack", against="toward", by="one State or several", requires=["it is at war"])
    treaty = small([duty("a", trigger=trigger)])
    (found,) = treaty.duties(on=ON, bearer="XAA", given=tk.armed_attack(against="XBB"))
    assert (found.triggered, found.binding) == (Truth.MAYBE, Truth.YES)
    told = " ".join(found.caveats)
    assert "also asks that it is at war" in told
    assert "acts by one State or several" in told
    stated = tk.armed_attack(against="XBB", conditions_met=True)
    (met,) = treaty.duties(on=ON, bearer="XAA", given=stated)
    assert met.triggered is Truth.YES
    assert "also asks" not in " ".join(met.caveats)
    (named,) = treaty.duties(on=ON, bearer="XAA", given=tk.armed_attack(against="XBB", by="KOR"))
    assert "acts by one State or several" not in " ".join(named.caveats)


@pytest.mark.parametrize(
    ("side", "by", "expected"),
    [
        ("either", "XAA", Truth.YES),
        ("either", "XBB", Truth.YES),
        ("toward", "XBB", Truth.YES),
        ("toward", "XAA", Truth.MAYBE),
        ("bearer", "XAA", Truth.YES),
        ("bearer", "XBB", Truth.MAYBE),
    ],
)
def test_a_request_may_be_needed(side: str, by: str, expected: Truth) -> None:
    trigger = Trigger(kind="force.threat", against="toward", on_request_of=side)
    treaty = small([duty("a", trigger=trigger)])
    (without,) = treaty.duties(on=ON, bearer="XAA", given=tk.threat(against="XBB"))
    assert without.triggered is Truth.MAYBE
    (found,) = treaty.duties(on=ON, bearer="XAA", given=[tk.threat(against="XBB"), tk.request(by=by)])
    assert found.triggered is expected
    assert any("on request of" in caveat for caveat in found.caveats) == (expected is Truth.MAYBE)


def test_a_request_alone_sets_off_a_duty_on_request() -> None:
    treaty = small([duty("a", trigger=Trigger(kind="request", on_request_of="toward")), duty("b")])
    found = treaty.duties(on=ON, given=tk.request(by="XBB"))
    assert [(one.obligation.id, one.bearer, one.triggered) for one in found] == [("a", "XAA", Truth.YES)]


def test_duties_without_a_trigger_are_not_set_off() -> None:
    treaty = small([duty("a"), duty("b", trigger=Trigger(kind="force"))])
    assert {one.obligation.id for one in treaty.duties(on=ON)} == {"a", "b"}
    assert all(one.triggered is Truth.NO for one in treaty.duties(on=ON))
    assert {one.obligation.id for one in treaty.duties(on=ON, given=tk.threat(against="XBB"))} == {"b"}


def test_every_kind_of_trigger_can_be_set_off_by_its_own_fact() -> None:
    for kind in TriggerKind:
        treaty = small([duty("a", trigger=Trigger(kind=kind))])
        found = treaty.duties(on=ON, given=Situation(kind=kind, against="XBB", by="XAA"))
        assert {one.triggered for one in found} == {Truth.YES}, kind


# ------------------------------------------------------------------------------------------- between whom


def test_among_three_the_facts_or_the_question_name_the_counterparty() -> None:
    treaty = small([duty("a", trigger=Trigger(kind="force.attack", against="toward"))], codes="XAA XBB XCC")
    asked = treaty.duties(on=ON, toward="XCC")
    assert [(one.bearer, one.toward) for one in asked] == [("XAA", "XCC"), ("XBB", "XCC")]
    two = treaty.duties(on=ON, between=("XCC", "XAA"))
    assert [(one.bearer, one.toward) for one in two] == [("XCC", "XAA"), ("XAA", "XCC")]
    open_ones = treaty.duties(on=ON, bearer="XAA")
    assert [(one.bearer, one.toward) for one in open_ones] == [("XAA", None)]
    found = treaty.duties(on=ON, given=tk.armed_attack(against="XCC"))
    assert [(one.bearer, one.toward) for one in found] == [("XAA", "XCC"), ("XBB", "XCC")]


def test_a_duty_of_one_party_towards_another() -> None:
    treaty = small([duty("a", bearer="XAA", toward="XBB"), duty("b", bearer="none"), duty("c", toward="none")])
    assert [(one.obligation.id, one.bearer, one.toward) for one in treaty.duties(on=ON)] == [
        ("a", "XAA", "XBB"),
        ("b", None, None),
        ("c", "XAA", None),
        ("c", "XBB", None),
    ]


def test_a_final_clause_operates_from_the_adoption_of_the_text() -> None:
    signature = Act(
        id="s",
        kind=ActKind.SIGNATURE,
        by=["XAA", "XBB"],
        subject_to="ratification",
        claims=[Claim(date="2000-01-01", source="g")],
    )
    treaty = small([duty("a"), duty("f", final=True), duty("n", bearer="none", final=True)], "2001-01-01", signature)

    def truth(day: str) -> dict[str, str]:
        return {one.obligation.id: str(one.binding) for one in treaty.duties(on=day) if one.bearer in {None, "XAA"}}

    assert truth("1999-12-31") == {"a": "no", "f": "no", "n": "no"}
    assert truth("2000-01-01") == {"a": "no", "f": "yes", "n": "yes"}
    assert truth("2001-01-01") == {"a": "yes", "f": "yes", "n": "yes"}


def test_what_survives_the_end_still_binds() -> None:
    end = Act(id="end", kind=ActKind.TERMINATION, ground="consent", claims=[Claim(date="2003-01-01", source="g")])
    treaty = small([duty("a"), duty("s", survives=True), duty("f", final=True)], "2001-01-01", end)
    found = {one.obligation.id: one.binding for one in treaty.duties(on=ON, bearer="XAA")}
    assert found == {"a": Truth.NO, "s": Truth.YES, "f": Truth.NO}
    assert {one.effect for one in treaty.duties(on=ON)} == {LegalEffect.RESIDUAL}


def test_a_reservation_excludes_the_article_that_it_names() -> None:
    def made(kind: str, date: str, **more: Any) -> Act:
        return Act(id=more.pop("id", kind), kind=kind, by=["XAA"], claims=[Claim(date=date, source="g")], **more)

    treaty = small(
        [duty("a"), duty("b", at="2(1)")],
        "2001-01-01",
        made("reservation", "2000-06-01", scope=["2"], summary="It does not take part in this."),
        made("reservation_withdrawn", "2004-01-01", of="reservation"),
    )

    def truth(day: str) -> dict[tuple[str, str | None], Truth]:
        return {(one.obligation.id, one.bearer): one.binding for one in treaty.duties(on=day)}

    assert truth("2003-12-31") == {
        ("a", "XAA"): Truth.YES,
        ("a", "XBB"): Truth.YES,
        ("b", "XAA"): Truth.NO,
        ("b", "XBB"): Truth.YES,
    }
    assert set(truth("2004-01-01").values()) == {Truth.YES}
    (reserved,) = treaty.duties(on="2003-01-01", bearer="XAA", article=2)
    assert any("made a reservation" in caveat and "not computed" in caveat for caveat in reserved.caveats)


def test_a_reservation_with_two_dates_leaves_it_open_from_the_first() -> None:
    claims = [Claim(date="2004-01-01", source="g", rank="preferred"), Claim(date="2003-01-01", source="g")]
    reservation = Act(id="r", kind=ActKind.RESERVATION, by=["XAA"], scope=["1"], claims=claims)
    treaty = small([duty("a")], "2001-01-01", reservation).using("all")

    def truth(on: str) -> Truth:
        return treaty.duties(on=on, bearer="XAA")[0].binding

    assert [truth(day) for day in ("2002-12-31", "2003-01-01", "2003-12-31", "2004-01-01")] == [
        Truth.YES,
        Truth.MAYBE,
        Truth.MAYBE,
        Truth.NO,
    ]
    assert truth("2002-06/2003-06") is Truth.MAYBE
    assert truth("2002-06/2004-06") is Truth.MAYBE


# ------------------------------------------------------------------------------------------- caveats and errors


def test_what_a_duty_leaves_open_is_said() -> None:
    found = [
        duty("a", trigger=Trigger(kind="force.attack", against="toward"), dissent="Another source says otherwise."),
        duty("b", modality="declares"),
        duty("c", located="inferred"),
        duty("d", located="unverified"),
        duty("e", evidence="alleged"),
    ]
    treaty = small(found)
    told = {one.obligation.id: " ".join(one.caveats) for one in treaty.duties(on=ON, bearer="XAA")}
    assert "Another source says otherwise." in told["a"]
    assert "requires nothing by itself" in told["b"]
    assert "is inferred" in told["c"]
    assert "is not verified" in told["d"]
    assert "The content is alleged." in told["e"]
    (attacked,) = treaty.duties(on=ON, bearer="XAA", given=tk.armed_attack(against="XBB"))
    for words in ("The facts are the user's", "VCLT 28", "Article 103"):
        assert words in " ".join(attacked.caveats)
    (beyond,) = treaty.duties(on="2030-01-01", bearer="XAA", given=tk.armed_attack(against="XBB"))
    assert beyond.projected
    assert "reviewed through 2010-12-31" in " ".join(beyond.caveats)
    assert not attacked.projected


def test_a_duty_can_be_read() -> None:
    limited = duty("a", trigger=Trigger(kind="force"), time_limit="at once", subject_to=["its own laws"])
    treaty = small([limited, duty("p", at="preamble", modality="must_not")])
    first, _, preamble, _ = treaty.duties(on=ON)
    text = str(first)
    for words in (
        "Art. 1, XAA towards XBB: must help",
        "binding on 2005-01-01: yes",
        "at once",
        "its own laws",
        "sources: g",
    ):
        assert words in text
    assert "\n" not in repr(first)
    assert str(preamble).startswith("Preamble, XAA towards XBB: must not help")
    assert "<table>" in first._repr_html_()


def test_questions_that_make_no_sense_are_errors() -> None:
    treaty = small([duty("a", themes=["security"])])
    for asked in ({"bearer": "XAB"}, {"toward": "nobody"}, {"given": tk.armed_attack(against="RSU")}):
        with pytest.raises(UnknownPartyError):
            treaty.duties(on=ON, **asked)
    with pytest.raises(UnknownTreatyError, match="no article '7'"):
        treaty.duties(on=ON, article=7)
    assert treaty.duties(on=ON, theme="trade") == ()
    with pytest.raises(ValueError, match=r"did you mean 'force\.attack'"):
        Situation(kind="force.atack", against="XAA")


def test_facts_are_written_in_words() -> None:
    assert str(tk.armed_attack(against="PRK", by="KOR")) == "armed attack against PRK by KOR"
    assert str(tk.threat(against="RUS")) == "direct threat of armed attack against RUS"
    assert str(tk.request(by="RUS")) == "request by RUS"
