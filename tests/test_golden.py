"""Golden answers: the questions that the design writes down, and the cases that break naive rules.

The first part asks the bundled record of 2024. The rest are small built records between invented States.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import pendulum
import pytest

import treatykit as tk
from treatykit import (
    Act,
    Claim,
    DaySet,
    LegalEffect,
    Party,
    PartyStatus,
    Source,
    Treaty,
    TreatyStatus,
    Truth,
    UndeterminedError,
    UnknownPartyError,
)
from treatykit.law.cases import prepare
from treatykit.law.status import Law
from treatykit.record.acts import ActKind
from treatykit.record.articles import Article
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CalendarExit,
    CompletionNotices,
    EntryIntoForce,
    ExchangeOfInstruments,
    FixedTerm,
    Indefinite,
    Instruments,
    OnDay,
    OnSignature,
    Renewable,
    UntilDay,
)
from treatykit.record.context import Title
from treatykit.record.obligations import Obligation
from treatykit.record.sources import Policy

NONE, SIGNATORY, CONTRACTING, PARTY, FORMER = PartyStatus


# ------------------------------------------------------------------------------------------- the record of 2024


@pytest.fixture(scope="module")
def t() -> Treaty:
    return tk.load("rus-prk-2024")


def test_the_status_of_a_party_on_a_day(t: Treaty) -> None:
    assert t.status_on("2024-11-10", party="RUS").status is SIGNATORY
    assert t.status_on("2024-11-10", party="RUS").status == "signatory"
    assert t.status_on("2024-12-04", party="PRK").status is PARTY
    assert t.status_on("2024-11-10").status is TreatyStatus.PENDING
    assert t.status_on("2025-01-01", party="KOR").status is NONE
    assert list(TreatyStatus) == ["not_concluded", "pending", "in_force", "ended"]
    assert list(PartyStatus) == ["none", "signatory", "contracting", "party", "former"]
    assert issubclass(PartyStatus, StrEnum)
    assert issubclass(TreatyStatus, StrEnum)


def test_a_misspelt_party_is_an_error_with_a_suggestion(t: Treaty) -> None:
    with pytest.raises(UnknownPartyError, match="did you mean 'RUS'"):
        t.status_on("2024-11-10", party="RSU")


def test_what_an_answer_carries(t: Treaty) -> None:
    s = t.status_on("2024-11-10", party="RUS")
    assert (str(s.since), str(s.until)) == ("2024-06-19", "2024-12-04")
    assert type(s.since) is type(s.until) is pendulum.Date
    assert s.possible == frozenset({SIGNATORY})
    assert (s.certain, s.disputed, s.projected, s.exact, s.hypothetical) == (True, False, False, True, False)
    assert s.effect is LegalEffect.GOOD_FAITH
    assert {s.provisional, s.suspended, s.leaving, s.disclaimed} == {Truth.NO}
    because = " ".join(s.because)
    for words in ("2024-06-19", "Pyongyang", "State Duma", "exchange of instruments", "2024-12-04", "VCLT 18"):
        assert words in because
    assert all(reason.endswith(".") for reason in s.because)
    assert {"s01", "s12"} <= {source.id for source in s.sources}
    assert all(isinstance(source, Source) for source in s.sources)


def test_whether_it_is_in_force(t: Treaty) -> None:
    assert t.in_force_on("2024-12-03") is Truth.NO
    assert t.in_force_on("2024-12-04") is Truth.YES
    assert t.in_force_on("2024-12") is Truth.MAYBE
    assert t.in_force_on("2024-10") is Truth.NO
    assert t.in_force_on("2025") is Truth.YES
    assert not t.in_force_on("2024-10")
    with pytest.raises(UndeterminedError):
        bool(t.in_force_on("2024-12"))


def test_timelines_of_the_parties_and_the_treaty(t: Treaty) -> None:
    for code in ("RUS", "PRK"):
        assert [str(period) for period in t.timeline(code)] == [
            "[..., 2024-06-19) none",
            "[2024-06-19, 2024-12-04) signatory",
            "[2024-12-04, ...) party",
        ]
        assert t.timeline(code)[1].days == 168
    assert [str(period) for period in t.timeline()] == [
        "[..., 2024-06-19) not_concluded",
        "[2024-06-19, 2024-12-04) pending",
        "[2024-12-04, ...) in_force",
    ]
    assert t.timeline("KOR").values[0].possible == {NONE}
    assert len(t.timeline("KOR")) == 1
    assert t.timeline().on("2024-12-04").status is TreatyStatus.IN_FORCE


def test_the_days_of_the_treaty(t: Treaty) -> None:
    assert t.signed_on == DaySet("2024-06-19")
    assert t.in_force_from == DaySet("2024-12-04")
    assert t.ended_on is None


def test_ratification_is_a_chain_of_steps(t: Treaty) -> None:
    chain = t.ratification("RUS")
    assert [(str(step.date), step.body, step.kind, step.is_international) for step in chain.steps] == [
        ("2024-10-24", "State Duma", ActKind.DOMESTIC_APPROVAL, False),
        ("2024-11-06", "Federation Council", ActKind.DOMESTIC_APPROVAL, False),
        ("2024-11-09", "President", ActKind.DOMESTIC_APPROVAL, False),
        ("2024-12-04", "", ActKind.EXCHANGE, True),
    ]
    assert [step.party for step in chain] == ["RUS"] * 4
    assert len(chain.domestic) == 3
    assert [step.act.id for step in chain.international] == ["exchange"]
    assert [str(step.date) for step in chain.preparatory] == ["2024-10-14", "2024-10-23", "2024-11-09"]
    assert [(str(step.date), step.kind) for step in t.ratification("PRK")] == [
        ("2024-11-11", "domestic_approval"),
        ("2024-12-04", "exchange"),
    ]


def test_how_far_ratification_had_come(t: Treaty) -> None:
    chain = t.ratification("RUS")
    then = chain.on("2024-11-07")
    assert [step.body for step in then] == ["State Duma", "Federation Council"]
    assert len(then) == 2
    assert then.next is not None
    assert (then.next.body, then.consent) == ("President", Truth.NO)
    complete = chain.on("2024-11-10")
    assert [step.body for step in complete.done] == ["State Duma", "Federation Council", "President"]
    assert complete.next is not None
    assert (complete.next.kind, complete.consent) == (ActKind.EXCHANGE, Truth.NO)
    after = chain.on("2024-12-04")
    assert (len(after.done), after.next, after.consent) == (4, None, Truth.YES)
    month = chain.on("2024-11")
    assert [step.body for step in month.done] == ["State Duma"]
    assert [step.body for step in month.possible] == ["Federation Council", "President"]
    assert chain.on("2024-12").consent is Truth.MAYBE
    assert chain.on("2024-06-19").done == ()


def test_the_articles(t: Treaty) -> None:
    article = t.article(4)
    assert article is t.article("4")
    assert (article.number, article.name) == (4, "Article 4")
    assert article.summary
    assert article.quotations
    assert article.obligations
    assert article.sources
    assert [found.at for found in t.articles] == ["preamble", *map(str, range(1, 24))]
    assert t.preamble is t.article("preamble")
    assert t.obligations == tuple(o for found in t.articles for o in found.obligations)
    assert len(t.obligations) > 23


def test_the_duty_to_assist(t: Treaty) -> None:
    (duty,) = t.duties(on="2025-01-01", bearer="RUS", given=tk.armed_attack(against="PRK"))
    assert (duty.at, duty.bearer, duty.toward) == ("4", "RUS", "PRK")
    assert duty.binding is Truth.YES
    assert duty.effect is LegalEffect.BINDING
    assert duty.obligation.modality == "must"
    assert duty.obligation.trigger is not None
    assert duty.obligation.trigger.kind == "force.attack"
    assert duty.obligation.themes
    assert duty.obligation.sources
    assert duty.caveats
    assert duty.sources


def test_the_duty_to_assist_before_entry_into_force(t: Treaty) -> None:
    (duty,) = t.duties(on="2024-10-15", bearer="RUS", given=tk.armed_attack(against="PRK"))
    assert (duty.at, duty.binding, duty.effect) == ("4", Truth.NO, LegalEffect.GOOD_FAITH)


def test_the_duty_to_consult(t: Treaty) -> None:
    (duty,) = t.duties(on="2025-01-01", bearer="PRK", given=tk.threat(against="RUS"))
    assert (duty.at, duty.bearer, duty.toward, duty.binding) == ("3", "PRK", "RUS", Truth.YES)
    assert duty.triggered is Truth.MAYBE, "it arises on request, and no request was given"
    assert any("on request of either side" in caveat for caveat in duty.caveats)
    facts = [tk.threat(against="RUS"), tk.request(by="RUS")]
    (asked,) = t.duties(on="2025-01-01", bearer="PRK", given=facts)
    assert (asked.at, asked.triggered) == ("3", Truth.YES)
    assert asked.obligation.time_limit == "immediately"


def test_duties_by_theme_and_by_article(t: Treaty) -> None:
    assert {duty.at for duty in t.duties(on="2025-01-01", theme="science")} == {"10"}
    by_article = t.duties(on="2025-01-01", article=16)
    assert {duty.at for duty in by_article} == {"16"}
    assert {duty.obligation.id for duty in by_article} == {o.id for o in t.article(16).obligations}
    assert {duty.bearer for duty in by_article} == {"RUS", "PRK"}


def test_narrowing(t: Treaty) -> None:
    assert t.using("all").status_on("2024-06-18", party="RUS").possible == {NONE, SIGNATORY}
    early = t.known_by("2024-11-30")
    assert early.in_force_on("2024-12-10") is Truth.NO
    assert early.status_on("2024-12-10").projected
    assert not early.status_on("2024-11-30").projected
    assert t.trusting(["seed"]).signed_on == DaySet("2024-06-18")


def test_events_links_and_findings(t: Treaty) -> None:
    assert t.event("troops-reported").date == DaySet("2024-10")
    found = {(finding.code, finding.subject) for finding in t.check()}
    assert ("date-disputed", "signature") in found
    assert ("registration-unknown", "registration") in found
    assert [link.treaty for link in t.supersedes] == ["rus-prk-2000"]


def test_the_record_can_be_written_and_read(t: Treaty, tmp_path: Path) -> None:
    assert tk.parse(tk.dump(t, "json"), "json") == t
    tk.write(t, tmp_path / "rus-prk-2024.toml")
    assert tk.read(tmp_path / "rus-prk-2024.toml") == t
    assert tk.schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("code", ["RUS", "PRK"])
@pytest.mark.parametrize(
    ("days", "status"),
    [
        ("../2024-06-18", NONE),
        ("2024-06-19/2024-12-03", SIGNATORY),
        ("2024-12-04/..", PARTY),
    ],
)
def test_fixed_points_of_the_parties(t: Treaty, code: str, days: str, status: PartyStatus) -> None:
    answer = t.status_on(days, party=code)
    assert answer.possible == {status}
    assert CONTRACTING not in t.status_on("../..", party=code).possible


def test_south_korea_is_a_third_state_on_every_day(t: Treaty) -> None:
    answer = t.status_on("../..", party="KOR")
    assert answer.possible == {NONE}
    assert (answer.since, answer.until, answer.effect) == (None, None, LegalEffect.NONE)
    assert t.duties(on="2025-01-01", bearer="KOR") == ()


def test_the_18th_of_june_is_possible_when_every_claim_counts(t: Treaty) -> None:
    ranked = t.status_on("2024-06-18", party="RUS")
    assert (ranked.status, ranked.disputed) == (NONE, True)
    every = t.using("all")
    for code in ("RUS", "PRK"):
        answer = every.status_on("2024-06-18", party=code)
        assert answer.possible == {NONE, SIGNATORY}
        assert not answer.certain
        with pytest.raises(UndeterminedError, match="none or signatory"):
            answer.status  # noqa: B018
    assert every.signed_on == DaySet("[2024-06-18,2024-06-19]")
    assert every.status_on("2024-06-19", party="RUS").status is SIGNATORY
    assert every.in_force_from == DaySet("2024-12-04"), "the forecast of 6 November is deprecated"


def test_article_4_was_not_in_force_when_troops_were_reported(t: Treaty) -> None:
    days = t.event("troops-reported").date
    assert t.in_force_on(days) is Truth.NO
    for duty in t.duties(on=days, article=4):
        assert (duty.binding, duty.effect) == (Truth.NO, LegalEffect.GOOD_FAITH)


@pytest.mark.skipif("rus-prk-2000" not in tk.catalogue(), reason="the treaty of 2000 is not bundled")
def test_the_old_treaty_ends_on_the_day_on_which_the_new_one_begins(t: Treaty) -> None:
    old = tk.load("rus-prk-2000")
    assert old.ended_on == t.in_force_from == DaySet("2024-12-04")
    year = list(DaySet("2024"))
    covered = [(old.in_force_on(day), t.in_force_on(day)) for day in year]
    assert covered.count((Truth.YES, Truth.NO)) == 338
    assert covered.count((Truth.NO, Truth.YES)) == 28
    assert len(covered) == 366


# ------------------------------------------------------------------------------------------- built records


def act(id: str, kind: str, date: str, *by: str, **more: Any) -> Act:
    for name in ("received", "effective"):
        if name in more:
            more[name] = [Claim(date=day, source="g") for day in [more[name]]]
    return Act(id=id, kind=ActKind(kind), by=by, claims=[Claim(date=date, source="g")], **more)


def signed(date: str, *by: str, subject_to: str = "ratification", **more: Any) -> Act:
    return act(f"signed-{'-'.join(by)}".lower().rstrip("-"), "signature", date, *by, subject_to=subject_to, **more)


def deposit(date: str, by: str, instrument: str = "ratification", **more: Any) -> Act:
    return act(more.pop("id", f"deposit-{by}".lower()), "deposit", date, by, instrument=instrument, **more)


def notice(date: str, by: str, **more: Any) -> Act:
    return act(more.pop("id", f"notice-{by}".lower()), "withdrawal_notice", date, by, ground="clause", **more)


def record(*acts: Act, codes: str = "XAA XBB", **more: Any) -> Treaty:
    return Treaty(
        id="built",
        titles=[Title(lang="en", text="A built treaty")],
        reviewed_through="2100-12-31",
        parties=[
            Party(code=code, name=code, kind="state" if len(code) == 3 else "organisation") for code in codes.split()
        ],
        sources=[Source(id="g", title="Gazette")],
        acts=acts,
        **more,
    )


def life(treaty: Treaty, code: str | None = None) -> list[str]:
    """The timeline, one line for each period."""
    return [str(period) for period in treaty.timeline(code)]


def three(*acts: Act, **more: Any) -> Treaty:
    """A treaty among three that is in force from 2000-01-31, with the deposits of XAA and XBB."""
    more.setdefault("entry_into_force", Instruments(count=2, delay="P30D"))
    return record(deposit("1999-06-01", "XAA"), deposit("2000-01-01", "XBB"), *acts, codes="XAA XBB XCC", **more)


# ------------------------------------------------------------------------------------------- cases that break naive rules


def test_a_succession_reaches_back() -> None:
    treaty = three(deposit("2003-12-29", "XCC", "succession", effective="2002-03-06"))
    assert life(treaty, "XCC") == ["[..., 2002-03-06) none", "[2002-03-06, ...) party"]
    assert treaty.act("deposit-xcc").date == DaySet("2003-12-29")


def test_a_succession_reaches_back_to_entry_into_force_at_most() -> None:
    treaty = three(deposit("2003-12-29", "XCC", "succession", effective="1992-03-06"))
    assert life(treaty, "XCC")[-1] == "[2000-01-31, ...) party"


def test_a_succession_without_an_effective_day_has_no_delay() -> None:
    treaty = three(deposit("2003-12-29", "XCC", "succession"))
    assert life(treaty, "XCC") == ["[..., 2003-12-29) none", "[2003-12-29, ...) party"]


def test_retroactive_effect_makes_nobody_a_party_before_its_consent() -> None:
    treaty = record(signed("1931-06-20", "XAA", "XBB", subject_to="nothing"), entry_into_force=OnDay(day="1931-01-01"))
    assert life(treaty, "XAA") == life(treaty, "XBB") == ["[..., 1931-06-20) none", "[1931-06-20, ...) party"]
    assert treaty.in_force_on("1931-03-01") is Truth.NO


def test_contested_effect_leaves_both_days_possible() -> None:
    out = Act(
        id="out",
        kind=ActKind.WITHDRAWAL_EFFECTIVE,
        by=["XAA"],
        ground="contested",
        of="notice-xaa",
        claims=[Claim(date="2003-01-11", source="g"), Claim(date="2003-04-10", source="g")],
    )
    treaty = three(notice("2003-01-10", "XAA"), out, duration=Indefinite(notice="P3M"))
    assert treaty.status_on("2003-01-10", party="XAA").status is PARTY
    for day in ("2003-01-11", "2003-02-20", "2003-04-09"):
        assert treaty.status_on(day, party="XAA").possible == {PARTY, FORMER}
    assert treaty.status_on("2003-04-10", party="XAA").status is FORMER
    assert treaty.status_on("2003-04-10", party="XBB").status is PARTY


def test_a_treaty_does_not_end_by_falling_below_its_threshold() -> None:
    treaty = three(notice("2001-01-01", "XAA"), notice("2001-02-01", "XBB"), duration=Indefinite(notice="P1Y"))
    assert treaty.status_on("2005-01-01", party="XAA").status is FORMER
    assert treaty.status_on("2005-01-01", party="XBB").status is FORMER
    assert treaty.in_force_on("2005-01-01") is Truth.YES
    assert treaty.ended_on is None


def test_whoever_left_may_come_back() -> None:
    treaty = three(
        notice("2019-11-04", "XAA"),
        deposit("2021-01-20", "XAA", "acceptance", id="again"),
        duration=Indefinite(notice="P1Y"),
        entry_into_force=Instruments(count=2, delay="P30D"),
    )
    assert life(treaty, "XAA") == [
        "[..., 1999-06-01) none",
        "[1999-06-01, 2000-01-31) contracting",
        "[2000-01-31, 2019-11-04) party",
        "[2019-11-04, 2020-11-04) party (notice of withdrawal given)",
        "[2020-11-04, 2021-01-20) former",
        "[2021-01-20, 2021-02-19) contracting",
        "[2021-02-19, ...) party",
    ]


def test_whoever_left_may_come_back_twice() -> None:
    treaty = three(
        notice("2001-01-01", "XAA", id="n1"),
        deposit("2003-01-01", "XAA", id="d2"),
        notice("2004-01-01", "XAA", id="n2"),
        deposit("2006-01-01", "XAA", id="d3"),
        duration=Indefinite(notice="P6M"),
    )
    statuses = [period.value.status for period in treaty.timeline("XAA")]
    assert [status for status in statuses if status in {PARTY, FORMER}] == [PARTY, PARTY, FORMER] * 2 + [PARTY]


def test_a_notice_revoked_in_time_leaves_no_trace() -> None:
    clause = Indefinite(notice="P6M")
    revoked = act("back", "notice_revoked", "2001-06-30", "XAA", of="notice-xaa")
    treaty = three(notice("2001-01-01", "XAA"), revoked, duration=clause)
    assert life(treaty, "XAA")[2:] == [
        "[2000-01-31, 2001-01-01) party",
        "[2001-01-01, 2001-06-30) party (notice of withdrawal given)",
        "[2001-06-30, ...) party",
    ]
    late = act("back", "notice_revoked", "2001-07-01", "XAA", of="notice-xaa")
    too_late = three(notice("2001-01-01", "XAA"), late, duration=clause)
    assert life(too_late, "XAA")[-1] == "[2001-07-01, ...) former"


def test_consent_and_entry_into_force_on_one_day_leave_no_day_between() -> None:
    treaty = record(
        signed("2001-01-01", "XAA", "XBB"),
        act("x", "exchange", "2001-03-01", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
    )
    assert life(treaty, "XAA") == [
        "[..., 2001-01-01) none",
        "[2001-01-01, 2001-03-01) signatory",
        "[2001-03-01, ...) party",
    ]


def test_the_end_of_the_old_treaty_and_the_start_of_the_new_meet() -> None:
    old = record(
        signed("2000-02-09", "XAA", "XBB", subject_to="nothing"),
        act("end", "supersession", "2024-12-04", ground="later_treaty"),
        entry_into_force=OnSignature(),
    )
    new = record(act("x", "exchange", "2024-12-04"), entry_into_force=ExchangeOfInstruments())
    assert old.ended_on == new.in_force_from == DaySet("2024-12-04")
    for day in DaySet("2024-11-25/2024-12-15"):
        assert [old.in_force_on(day), new.in_force_on(day)].count(Truth.YES) == 1
    assert old.status_on("2024-12-03", party="XAA").status is PARTY
    assert old.status_on("2024-12-04", party="XAA").status is FORMER


def test_an_instrument_taken_back_before_entry_into_force_leaves_the_signature() -> None:
    treaty = record(
        signed("1996-09-24", "XAA", "XBB", "XCC"),
        deposit("2000-06-30", "XAA"),
        act("back", "instrument_withdrawn", "2023-11-02", "XAA", of="deposit-xaa"),
        codes="XAA XBB XCC",
        entry_into_force=Instruments(delay="P180D"),
    )
    assert life(treaty, "XAA") == [
        "[..., 1996-09-24) none",
        "[1996-09-24, 2000-06-30) signatory",
        "[2000-06-30, 2023-11-02) contracting",
        "[2023-11-02, ...) signatory",
    ]


def test_an_instrument_taken_back_no_longer_counts_towards_the_threshold() -> None:
    acts = [
        deposit("2001-01-01", "XAA"),
        act("back", "instrument_withdrawn", "2001-02-01", "XAA", of="deposit-xaa"),
        deposit("2001-03-01", "XBB"),
    ]
    treaty = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2))
    assert treaty.in_force_from is None
    more = record(*acts, deposit("2001-04-01", "XCC"), codes="XAA XBB XCC", entry_into_force=Instruments(count=2))
    assert more.in_force_from == DaySet("2001-04-01")
    assert more.status_on("2002-01-01", party="XAA").status is NONE


@pytest.mark.parametrize(
    "clause",
    [None, AsStated(), OnDay(day="2000-01-01"), AnyOf(rules=[OnDay(day="2000-01-01")]), Instruments()],
    ids=["silent", "as stated", "on a day", "any of", "instruments"],
)
def test_between_two_an_instrument_taken_back_keeps_both_out(clause: EntryIntoForce | None) -> None:
    acts = [
        deposit("2001-01-01", "XAA"),
        act("back", "instrument_withdrawn", "2001-02-01", "XAA", of="deposit-xaa"),
        deposit("2001-03-01", "XBB"),
    ]
    treaty = record(*acts, entry_into_force=clause)
    assert treaty.in_force_from is None
    assert life(treaty, "XAA") == [
        "[..., 2001-01-01) none",
        "[2001-01-01, 2001-02-01) contracting",
        "[2001-02-01, ...) none",
    ]
    assert life(treaty, "XBB") == ["[..., 2001-03-01) none", "[2001-03-01, ...) contracting"]
    if not isinstance(clause, AsStated):
        again = record(*acts, deposit("2002-01-01", "XAA", id="again"), entry_into_force=clause)
        assert again.in_force_from == DaySet("2002-01-01")


def test_among_three_an_instrument_taken_back_is_no_consent_of_all() -> None:
    treaty = record(
        deposit("2001-01-01", "XAA"),
        act("back", "instrument_withdrawn", "2001-02-01", "XAA", of="deposit-xaa"),
        deposit("2001-03-01", "XBB"),
        deposit("2001-03-01", "XCC"),
        codes="XAA XBB XCC",
    )
    assert treaty.in_force_from is None
    assert life(treaty, "XCC")[-1] == "[2001-03-01, ...) contracting"


def test_an_exchange_known_by_month_is_never_contracting() -> None:
    treaty = record(
        signed("2024-06-19", "XAA", "XBB"),
        act("x", "exchange", "2024-12", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
    )
    for day in DaySet("2024-12-01/2024-12-30"):
        for code in ("XAA", "XBB"):
            answer = treaty.status_on(day, party=code)
            assert answer.possible == {SIGNATORY, PARTY}
            assert answer.exact
        assert treaty.in_force_on(day) is Truth.MAYBE
    assert treaty.status_on("2024-11-30", party="XAA").status is SIGNATORY
    assert treaty.status_on("2024-12-31", party="XAA").status is PARTY
    assert treaty.in_force_from == DaySet("2024-12")


def test_it_cannot_be_that_exactly_one_of_two_is_bound() -> None:
    treaty = record(
        signed("2024-06-19", "XAA", "XBB"),
        act("x", "exchange", "2024-12", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
    )
    case = prepare(
        parties=treaty.parties,
        acts=treaty.acts,
        entry=treaty.entry_into_force,
        duration=None,
        bilateral=True,
        policy=Policy.RANKED,
    )
    law, day = Law(case), DaySet("2024-12-15").bounds[0]
    found, exact = law.ask(
        lambda world: tuple(law.standing(code, world, day).status is PARTY for code in ("XAA", "XBB"))
    )
    assert (found, exact) == ({(True, True), (False, False)}, True)


def test_absence_is_no_act_and_beyond_the_review_it_is_projected() -> None:
    treaty = three()
    assert treaty.status_on("2050-01-01", party="XCC").status is NONE
    assert not treaty.status_on("2100-12-31", party="XCC").projected
    answer = treaty.status_on("2101-01-01", party="XCC")
    assert answer.projected
    assert any("reviewed through 2100-12-31" in caveat for caveat in answer.caveats)


# ------------------------------------------------------------------------------------------- entry into force, the general case


def many(days: list[str], **clause: Any) -> Treaty:
    """As many participants as days, each depositing on its day."""
    codes = [f"X{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJ"][: len(days)]
    return record(
        *(deposit(day, code) for code, day in zip(codes, days, strict=True)),
        codes=" ".join(codes),
        entry_into_force=Instruments(**clause),
    )


@pytest.mark.parametrize(
    ("name", "count", "delay", "trigger", "entry"),
    [
        ("law of treaties", 35, "P30D", "1979-12-28", "1980-01-27"),
        ("climate", 55, "P30D", "2016-10-05", "2016-11-04"),
        ("arms trade", 50, "P90D", "2014-09-25", "2014-12-24"),
        ("nuclear ban", 50, "P90D", "2020-10-24", "2021-01-22"),
        ("chemical weapons", 65, "P180D", "1996-10-31", "1997-04-29"),
        ("law of the sea", 60, "P12M", "1993-11-16", "1994-11-16"),
        ("criminal court", 60, "P60D then next-month-start", "2002-04-11", "2002-07-01"),
        ("mine ban", 40, "P6M then month-start", "1998-09-16", "1999-03-01"),
        ("cluster munitions", 30, "P6M then month-start", "2010-02-16", "2010-08-01"),
        ("high seas", 60, "P120D", "2025-09-19", "2026-01-17"),
        ("torture", 20, "P30D", "1987-05-27", "1987-06-26"),
        ("rights of the child", 20, "P30D", "1990-08-03", "1990-09-02"),
        ("civil and political rights", 35, "P3M", "1975-12-23", "1976-03-23"),
    ],
)
def test_the_nth_instrument_brings_a_treaty_into_force(
    name: str, count: int, delay: str, trigger: str, entry: str
) -> None:
    last = pendulum.Date.fromisoformat(trigger)
    early = [str(last.subtract(days=7 * step)) for step in range(count - 1, 0, -1)]
    late = str(last.add(years=3))
    treaty = many([*early, trigger, late], count=count, delay=delay)
    assert treaty.in_force_from == DaySet(entry)
    before = pendulum.Date.fromisoformat(entry).subtract(days=1)
    first, nth, latecomer = (treaty.parties[index].code for index in (0, count - 1, count))
    for code in (first, nth):
        assert treaty.status_on(before, party=code).status is CONTRACTING
        assert treaty.status_on(entry, party=code).status is PARTY
    start = tk.Span(delay).after(late)
    assert treaty.status_on(start, party=latecomer).status is PARTY
    assert treaty.status_on(start.subtract(days=1), party=latecomer).status is CONTRACTING
    fewer = many([*early, late], count=count, delay=delay)
    assert fewer.in_force_from == DaySet(tk.Span(delay).after(late))


@pytest.mark.parametrize(
    ("deposited", "start"),
    [
        ("1988-06-30", "1989-01-01"),
        ("1988-12-31", "1989-01-01"),
        ("1989-05-19", "1989-08-17"),
        ("1990-09-18", "1990-12-17"),
        ("1991-07-30", "1991-10-28"),
        ("1996-06-12", "1996-09-10"),
        ("1999-10-08", "2000-01-06"),
    ],
)
def test_whoever_joins_late_has_a_delay_of_its_own(deposited: str, start: str) -> None:
    treaty = record(
        deposit("1987-06-01", "XAA"),
        deposit("1987-07-01", "XBB"),
        deposit(deposited, "XCC"),
        codes="XAA XBB XCC",
        entry_into_force=Instruments(count=2, not_before="1989-01-01", late_delay="P90D"),
    )
    assert treaty.in_force_from == DaySet("1989-01-01")
    assert life(treaty, "XCC")[-1] == f"[{start}, ...) party"


def test_named_parties_must_be_among_them() -> None:
    clause = Instruments(count=2, delay="P30D", including=["XCC"])
    treaty = record(
        deposit("2001-01-01", "XAA"),
        deposit("2001-02-01", "XBB"),
        deposit("2001-06-01", "XCC"),
        codes="XAA XBB XCC",
        entry_into_force=clause,
    )
    assert treaty.in_force_from == DaySet("2001-07-01")
    without = record(
        deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB"), codes="XAA XBB XCC", entry_into_force=clause
    )
    assert without.in_force_from is None


def test_only_some_parties_count() -> None:
    acts = [deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB"), deposit("2001-06-01", "XCC")]
    among = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2, among=["XAA", "XCC"]))
    excluding = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2, excluding=["XBB"]))
    assert among.in_force_from == excluding.in_force_from == DaySet("2001-06-01")
    assert among.status_on("2001-06-01", party="XBB").status is PARTY


def test_an_organisation_counts_only_where_the_clause_says_so() -> None:
    acts = [deposit("2001-01-01", "XAA"), deposit("2001-02-01", "EU"), deposit("2001-06-01", "XCC")]
    states = record(*acts, codes="XAA EU XCC", entry_into_force=Instruments(count=2))
    both = record(*acts, codes="XAA EU XCC", entry_into_force=Instruments(count=2, actors=["state", "organisation"]))
    assert states.in_force_from == DaySet("2001-06-01")
    assert both.in_force_from == DaySet("2001-02-01")
    assert states.status_on("2001-06-01", party="EU").status is PARTY


def test_some_instruments_do_not_count() -> None:
    acts = [deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB", "accession"), deposit("2001-06-01", "XCC")]
    every = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2))
    some = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2, instruments=["ratification"]))
    assert every.in_force_from == DaySet("2001-02-01")
    assert some.in_force_from == DaySet("2001-06-01")


def test_a_definitive_signature_counts_as_an_instrument() -> None:
    treaty = record(
        signed("2001-01-01", "XAA", subject_to="nothing"),
        signed("2001-01-01", "XBB"),
        deposit("2001-02-01", "XCC"),
        codes="XAA XBB XCC",
        entry_into_force=Instruments(count=2),
    )
    assert treaty.in_force_from == DaySet("2001-02-01")
    assert treaty.status_on("2001-02-01", party="XBB").status is SIGNATORY


def test_a_succession_before_the_threshold_counts() -> None:
    acts = [deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB", "succession"), deposit("2001-06-01", "XCC")]
    treaty = record(*acts, codes="XAA XBB XCC", entry_into_force=Instruments(count=2, delay="P30D"))
    assert treaty.in_force_from == DaySet("2001-03-03")


def test_an_instrument_counts_even_if_the_party_left_later() -> None:
    treaty = three(notice("2000-06-01", "XAA"), duration=Indefinite(notice="P1M"))
    assert treaty.in_force_from == DaySet("2000-01-31")
    assert treaty.in_force_on("2010-01-01") is Truth.YES


def test_the_pivot_tells_who_is_late() -> None:
    def start(pivot: str) -> str:
        treaty = three(
            deposit("2000-01-15", "XCC"),
            entry_into_force=Instruments(count=2, delay="P30D", late_delay="P60D", pivot=pivot),
        )
        assert treaty.in_force_from == DaySet("2000-01-31")
        return life(treaty, "XCC")[-1]

    assert start("entry") == "[2000-01-31, ...) party"
    assert start("trigger") == "[2000-03-15, ...) party"


def test_whoever_deposits_on_the_day_of_the_pivot_is_in_time() -> None:
    for pivot, day in (("entry", "2000-01-31"), ("trigger", "2000-01-01")):
        treaty = three(
            deposit(day, "XCC"),
            entry_into_force=Instruments(count=2, delay="P30D", late_delay="P60D", pivot=pivot),
        )
        assert life(treaty, "XCC")[-1] == "[2000-01-31, ...) party"


def test_the_delay_of_latecomers_is_its_own() -> None:
    same = three(deposit("2001-05-01", "XCC"))
    own = three(deposit("2001-05-01", "XCC"), entry_into_force=Instruments(count=2, delay="P12M", late_delay="P30D"))
    assert life(same, "XCC")[-1] == "[2001-05-31, ...) party"
    assert own.in_force_from == DaySet("2001-01-01")
    assert life(own, "XCC")[-1] == "[2001-05-31, ...) party"


def test_a_fixed_day_holds_if_the_condition_is_met_by_then() -> None:
    acts = [deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB")]
    for fixed, expected in (("2001-02-01", "2001-02-01"), ("2001-03-01", "2001-03-01"), ("2001-01-31", "2001-05-02")):
        treaty = record(
            *acts, codes="XAA XBB XCC", entry_into_force=Instruments(fixed_day=fixed, count=2, delay="P90D")
        )
        assert treaty.in_force_from == DaySet(expected)


def test_entry_into_force_may_have_an_earliest_day() -> None:
    for earliest, expected in (("1999-01-01", "2000-01-31"), ("2005-01-01", "2005-01-01")):
        treaty = three(entry_into_force=Instruments(count=2, delay="P30D", not_before=earliest))
        assert treaty.in_force_from == DaySet(expected)


def test_clear_days_are_one_more() -> None:
    treaty = three(entry_into_force=Instruments(count=2, delay="P30D clear"))
    assert treaty.in_force_from == DaySet("2000-02-01")


def test_all_of_and_any_of_several_conditions() -> None:
    rules = [Instruments(count=2, delay="P30D"), OnDay(day="2001-01-01")]
    assert three(entry_into_force=AllOf(rules=rules)).in_force_from == DaySet("2001-01-01")
    assert three(entry_into_force=AnyOf(rules=rules)).in_force_from == DaySet("2000-01-31")
    assert three(entry_into_force=AllOf(rules=rules, delay="P1M")).in_force_from == DaySet("2001-02-01")


def test_as_stated_takes_the_day_that_is_stated() -> None:
    treaty = record(
        deposit("2016-09-03", "XAA"),
        deposit("2016-10-05", "XBB"),
        deposit("2017-01-01", "XCC"),
        act("force", "entry_into_force", "2016-11-04"),
        codes="XAA XBB XCC",
        entry_into_force=AsStated(condition="55 States with 55 % of emissions", late_delay="P30D"),
    )
    assert treaty.in_force_from == DaySet("2016-11-04")
    assert life(treaty, "XBB")[-1] == "[2016-11-04, ...) party"
    assert life(treaty, "XCC")[-1] == "[2017-01-31, ...) party"
    unstated = record(deposit("2016-09-03", "XAA"), codes="XAA XBB XCC", entry_into_force=AsStated())
    assert unstated.in_force_from is None


def test_a_silent_treaty_needs_the_consent_of_all() -> None:
    two = record(deposit("2001-01-01", "XAA"), deposit("2001-02-01", "XBB"), codes="XAA XBB XCC")
    assert two.in_force_from is None
    every = two.with_act(deposit("2001-03-01", "XCC"))
    assert every.in_force_from == DaySet("2001-03-01")


def test_the_last_notice_of_completion_counts_by_receipt_or_by_dispatch() -> None:
    acts = [
        act("a", "completion_notice", "2001-01-01", "XAA", received="2001-03-01"),
        act("b", "completion_notice", "2001-02-01", "XBB", received="2001-02-10"),
    ]
    for counted, expected in (("receipt", "2001-03-31"), ("dispatch", "2001-03-03"), ("unknown", "2001-03-03")):
        clause = CompletionNotices(delay="P30D", counted_from=counted)
        assert record(*acts, entry_into_force=clause).in_force_from == DaySet(expected)


def test_signature_alone_binds_only_where_the_treaty_says_so() -> None:
    acts = [signed("2001-01-01", "XAA"), signed("2001-02-01", "XBB")]
    assert record(*acts, entry_into_force=OnSignature()).in_force_from == DaySet("2001-02-01")
    silent = record(*acts)
    assert silent.in_force_from is None
    assert silent.status_on("2050-01-01", party="XAA").status is SIGNATORY


def test_a_signature_ad_referendum_needs_its_confirmation() -> None:
    acts = [
        signed("2001-01-01", "XAA", subject_to="confirmation"),
        signed("2001-01-01", "XBB", subject_to="nothing"),
        act("yes", "confirmation", "2001-05-01", "XAA", of="signed-xaa"),
    ]
    treaty = record(*acts)
    assert life(treaty, "XAA") == [
        "[..., 2001-01-01) none",
        "[2001-01-01, 2001-05-01) signatory",
        "[2001-05-01, ...) party",
    ]


def test_an_exchange_of_notes_is_consent() -> None:
    treaty = record(act("notes", "exchange_of_notes", "2001-01-01", "XAA", "XBB"))
    assert life(treaty, "XAA") == ["[..., 2001-01-01) none", "[2001-01-01, ...) party"]


def test_an_exchange_with_a_delay_leaves_days_of_contracting() -> None:
    treaty = record(
        act("x", "exchange", "2001-01-01", "XAA", "XBB"), entry_into_force=ExchangeOfInstruments(delay="P60D")
    )
    assert life(treaty, "XBB") == [
        "[..., 2001-01-01) none",
        "[2001-01-01, 2001-03-02) contracting",
        "[2001-03-02, ...) party",
    ]


# ------------------------------------------------------------------------------------------- leaving and ending


@pytest.mark.parametrize(
    ("period", "given", "out"),
    [
        ("P1Y", "2019-11-04", "2020-11-04"),
        ("P6M", "2019-02-02", "2019-08-02"),
        ("P6M", "2020-05-22", "2020-11-22"),
        ("P3M", "2003-01-10", "2003-04-10"),
        ("P1Y", "2016-10-27", "2017-10-27"),
    ],
)
def test_a_notice_takes_effect_after_its_period(period: str, given: str, out: str) -> None:
    treaty = three(notice(given, "XAA"), duration=Indefinite(notice=period))
    assert life(treaty, "XAA")[-2:] == [
        f"[{given}, {out}) party (notice of withdrawal given)",
        f"[{out}, ...) former",
    ]


def test_a_treaty_that_is_silent_asks_for_twelve_months() -> None:
    for duration in (None, Indefinite()):
        treaty = three(notice("2003-01-10", "XAA"), duration=duration)
        assert life(treaty, "XAA")[-1] == "[2004-01-10, ...) former"


def test_a_notice_counts_from_receipt_where_the_clause_says_so() -> None:
    given = notice("2003-01-10", "XAA", received="2003-02-01")
    for counted, out in (("receipt", "2004-02-01"), ("dispatch", "2004-01-10"), ("unknown", "2004-01-10")):
        treaty = three(given, duration=Indefinite(notice="P1Y", notice_from=counted))
        assert life(treaty, "XAA")[-1] == f"[{out}, ...) former"
        assert treaty.status_on("2003-01-10", party="XAA").leaving is Truth.YES


def test_a_stated_effect_wins_over_the_formula() -> None:
    clause = Indefinite(notice="P1Y")
    on_the_notice = three(notice("2003-01-10", "XAA", effective="2003-12-31"), duration=clause)
    as_an_act = three(
        notice("2003-01-10", "XAA"),
        act("out", "withdrawal_effective", "2003-12-31", "XAA", ground="clause", of="notice-xaa"),
        duration=clause,
    )
    for treaty in (on_the_notice, as_an_act):
        assert life(treaty, "XAA")[-1] == "[2003-12-31, ...) former"


@pytest.mark.parametrize(
    ("rule", "given", "out"),
    [
        (CalendarExit(day="06-30", notice_by="01-01"), "2018-01-01", "2018-06-30"),
        (CalendarExit(day="06-30", notice_by="01-01"), "2018-01-02", "2019-06-30"),
        (CalendarExit(day="01-01", notice_by="07-01", years=1), "2018-07-01", "2019-01-01"),
        (CalendarExit(day="01-01", notice_by="07-01", years=1), "2018-07-02", "2020-01-01"),
        (CalendarExit(day="12-31", notice_by="12-31", years=1), "2018-05-05", "2019-12-31"),
        (CalendarExit(day="12-31", notice_by="12-31", years=1), "2018-12-31", "2019-12-31"),
    ],
)
def test_leaving_by_the_calendar(rule: CalendarExit, given: str, out: str) -> None:
    treaty = three(notice(given, "XAA"), duration=Indefinite(calendar=[rule]))
    assert life(treaty, "XAA")[-1] == f"[{out}, ...) former"


def test_between_two_one_denunciation_ends_the_treaty_for_both() -> None:
    treaty = record(
        act("x", "exchange", "2000-01-01", "XAA", "XBB"),
        notice("2001-01-01", "XAA"),
        entry_into_force=ExchangeOfInstruments(),
        duration=Indefinite(notice="P1Y"),
    )
    for code in ("XAA", "XBB"):
        assert life(treaty, code) == [
            "[..., 2000-01-01) none",
            "[2000-01-01, 2001-01-01) party",
            "[2001-01-01, 2002-01-01) party (notice of withdrawal given)",
            "[2002-01-01, ...) former",
        ]
    assert life(treaty)[-1] == "[2002-01-01, ...) ended"
    assert treaty.ended_on == DaySet("2002-01-01")


def test_a_term_ends_on_the_day_that_it_reaches() -> None:
    exchange = act("x", "exchange", "2011-02-05", "XAA", "XBB")
    treaty = record(exchange, entry_into_force=ExchangeOfInstruments(), duration=FixedTerm(term="P10Y"))
    assert life(treaty, "XAA")[-2:] == ["[2011-02-05, 2021-02-05) party", "[2021-02-05, ...) former"]
    assert treaty.timeline("XAA")[1].last == pendulum.date(2021, 2, 4)
    longer = treaty.with_act(act("longer", "prolongation", "2021-01-26", "XAA", "XBB", effective="2026-02-05"))
    assert life(longer, "XAA")[-2:] == ["[2011-02-05, 2026-02-05) party", "[2026-02-05, ...) former"]


def test_a_term_may_run_from_signature() -> None:
    treaty = record(
        signed("2001-01-01", "XAA", "XBB"),
        act("x", "exchange", "2002-01-01", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
        duration=FixedTerm(term="P5Y", runs_from="signature"),
    )
    assert treaty.ended_on == DaySet("2006-01-01")


def test_a_treaty_may_run_until_a_day() -> None:
    treaty = record(
        act("x", "exchange", "1996-01-01", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
        duration=UntilDay(day="1999-01-01"),
    )
    assert treaty.ended_on == DaySet("1999-01-01")
    assert treaty.in_force_on("1998-12-31") is Truth.YES


@pytest.mark.parametrize(
    ("given", "out"),
    [
        ("1971-07-06", "1971-07-06"),
        ("1970-07-06", "1971-07-06"),
        ("1970-07-07", "1976-07-06"),
        ("1975-07-06", "1976-07-06"),
        ("1990-01-01", "1991-07-06"),
    ],
)
def test_a_renewable_term_ends_with_the_term_that_the_notice_still_reaches(given: str, out: str) -> None:
    treaty = record(
        act("x", "exchange", "1961-07-06", "XAA", "XBB"),
        notice(given, "XAA"),
        entry_into_force=ExchangeOfInstruments(),
        duration=Renewable(term="P10Y", renewal="P5Y", notice="P0D" if given == out else "P1Y"),
    )
    assert treaty.ended_on == DaySet(out)
    assert treaty.in_force_on(treaty.ended_on.exact().subtract(days=1)) is Truth.YES


def test_a_renewable_term_without_notice_goes_on() -> None:
    treaty = record(
        act("x", "exchange", "1961-07-06", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
        duration=Renewable(term="P10Y", renewal="P5Y", notice="P1Y"),
    )
    assert treaty.ended_on is None
    assert treaty.in_force_on("2024-06-19") is Truth.YES


def test_termination_ends_a_treaty_for_all() -> None:
    treaty = three(act("end", "termination", "2005-01-01", ground="consent"), signed("1999-01-01", "XCC"))
    assert treaty.ended_on == DaySet("2005-01-01")
    assert life(treaty, "XAA")[-1] == "[2005-01-01, ...) former"
    assert life(treaty, "XCC") == [
        "[..., 1999-01-01) none",
        "[1999-01-01, 2005-01-01) signatory",
        "[2005-01-01, ...) none",
    ]


def test_a_treaty_given_up_before_entry_into_force_was_never_in_force() -> None:
    treaty = record(
        signed("2001-01-01", "XAA", "XBB"),
        act("end", "termination", "2005-01-01", "XAA", "XBB", ground="consent"),
        entry_into_force=ExchangeOfInstruments(),
    )
    assert life(treaty) == [
        "[..., 2001-01-01) not_concluded",
        "[2001-01-01, 2005-01-01) pending",
        "[2005-01-01, ...) ended",
    ]
    assert life(treaty, "XAA")[-1] == "[2005-01-01, ...) none"
    assert treaty.in_force_from is None
    because = " ".join(treaty.status_on("2006-01-01").because)
    assert "has not come about" in because


# ------------------------------------------------------------------------------------------- flags


def test_a_disclaimer_ends_the_duty_of_good_faith() -> None:
    treaty = record(
        signed("2000-12-31", "XAA", "XBB", "XCC"),
        act("no", "disclaimer", "2002-05-06", "XAA"),
        act("yes", "disclaimer_withdrawn", "2009-01-01", "XAA", of="no"),
        codes="XAA XBB XCC",
        entry_into_force=Instruments(count=3),
    )
    assert life(treaty, "XAA") == [
        "[..., 2000-12-31) none",
        "[2000-12-31, 2002-05-06) signatory",
        "[2002-05-06, 2009-01-01) signatory (will not become a party)",
        "[2009-01-01, ...) signatory",
    ]
    effects = [treaty.status_on(day, party="XAA").effect for day in ("2001-01-01", "2005-01-01", "2010-01-01")]
    assert effects == [LegalEffect.GOOD_FAITH, LegalEffect.NONE, LegalEffect.GOOD_FAITH]


def test_provisional_application_ends_with_entry_into_force() -> None:
    treaty = record(
        signed("1994-12-17", "XAA", "XBB"),
        act("pa", "provisional_start", "1994-12-17", "XAA"),
        act("pb", "provisional_start", "1995-01-01", "XBB"),
        act("x", "exchange", "1998-04-16", "XAA", "XBB"),
        entry_into_force=ExchangeOfInstruments(),
    )
    assert life(treaty, "XAA") == [
        "[..., 1994-12-17) none",
        "[1994-12-17, 1998-04-16) signatory (applied provisionally)",
        "[1998-04-16, ...) party",
    ]
    assert life(treaty) == [
        "[..., 1994-12-17) not_concluded",
        "[1994-12-17, 1995-01-01) pending",
        "[1995-01-01, 1998-04-16) pending (applied provisionally)",
        "[1998-04-16, ...) in_force",
    ]
    assert treaty.status_on("1996-01-01", party="XAA").effect is LegalEffect.PROVISIONAL


def test_who_suspends_stays_a_party() -> None:
    treaty = three(
        act("pause", "suspension", "2007-12-12", "XAA", ground="changed_circumstances"),
        act("on", "resumption", "2010-01-01", "XAA", of="pause"),
    )
    assert life(treaty, "XAA")[-3:] == [
        "[2000-01-31, 2007-12-12) party",
        "[2007-12-12, 2010-01-01) party (suspended)",
        "[2010-01-01, ...) party",
    ]
    answer = treaty.status_on("2008-01-01", party="XAA")
    assert (answer.status, answer.effect) == (PARTY, LegalEffect.SUSPENDED)
    assert treaty.status_on("2008-01-01", party="XBB").effect is LegalEffect.BINDING


def test_between_two_a_suspension_is_for_both() -> None:
    treaty = record(
        act("x", "exchange", "2000-01-01", "XAA", "XBB"),
        act("pause", "suspension", "2023-02-28", "XAA", ground="contested"),
        entry_into_force=ExchangeOfInstruments(),
    )
    for code in ("XAA", "XBB", None):
        assert treaty.status_on("2024-01-01", party=code).suspended is Truth.YES
        assert treaty.status_on("2024-01-01", party=code).effect is LegalEffect.SUSPENDED


def test_some_articles_can_be_suspended_alone() -> None:
    duties = [Obligation(id=f"o{at}", at=at, modality="must", action="help", sources=["g"]) for at in ("1", "2")]
    treaty = record(
        act("x", "exchange", "2000-01-01", "XAA", "XBB"),
        act("pause", "suspension", "2023-02-28", "XAA", "XBB", ground="consent", scope=["2"]),
        entry_into_force=ExchangeOfInstruments(),
        articles=[Article(at=o.at, obligations=[o]) for o in duties],
    )
    assert treaty.status_on("2024-01-01", party="XAA").suspended is Truth.NO
    binding = {duty.at: duty.binding for duty in treaty.duties(on="2024-01-01", bearer="XAA")}
    assert binding == {"1": Truth.YES, "2": Truth.NO}


def test_domestic_acts_alone_make_nobody_anything() -> None:
    treaty = record(
        act("vote", "domestic_approval", "2001-01-01", "XAA", body="Parliament"),
        act("decree", "domestic_approval", "2001-02-01", "XBB"),
        act("bill", "domestic_step", "2000-12-01", "XAA"),
        entry_into_force=ExchangeOfInstruments(),
    )
    assert life(treaty, "XAA") == life(treaty, "XBB") == ["[..., ...) none"]
    assert life(treaty) == ["[..., ...) not_concluded"]
