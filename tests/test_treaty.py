"""The treaty as an object: looking things up, narrowing, adding, comparing, and how it reads."""

from __future__ import annotations

import datetime as dt
import html.parser
from typing import Any

import attrs
import pytest

import treatykit as tk
from treatykit import (
    Act,
    Claim,
    DayError,
    DaySet,
    Event,
    Link,
    Obligation,
    Party,
    PartyStatus,
    Source,
    Treaty,
    TreatyStatus,
    Truth,
    UndeterminedError,
    UnknownPartyError,
    UnknownTreatyError,
)
from treatykit.errors import TreatykitError
from treatykit.record.articles import Article
from treatykit.record.clauses import ExchangeOfInstruments, Indefinite
from treatykit.record.context import Name, Statement, Title
from treatykit.record.sources import Quotation


@pytest.fixture(scope="module")
def t() -> Treaty:
    return tk.load("rus-prk-2024")


def claim(date: str = "2001-01-01", source: str = "g", **more: Any) -> Claim:
    return Claim(date=date, source=source, **more)


def built(**more: Any) -> Treaty:
    return Treaty(
        id="built",
        titles=more.pop("titles", [Title(lang="en", text="A built treaty")]),
        reviewed_through="2010-12-31",
        parties=more.pop("parties", [Party(code=code, name=code) for code in ("XAA", "XBB")]),
        sources=more.pop("sources", [Source(id="g", title="Gazette")]),
        **more,
    )


# ------------------------------------------------------------------------------------------- looking things up


def test_things_are_found_by_their_names(t: Treaty) -> None:
    assert t.act("exchange").kind == "exchange"
    assert t.event("visit").date == DaySet("2024-06-19")
    assert t.obligation("a4-1").at == "4"
    assert t.source("seed-01").publisher == "BBC News"
    assert t.party("PRK").name == "Democratic People's Republic of Korea"
    assert t.article("4").number == 4
    assert t.article("16(2)") is t.article(16)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda t: t.article(24), "has no article '24'"),
        (lambda t: t.article("preambel"), "did you mean 'preamble'"),
        (lambda t: t.act("exchang"), "has no act 'exchang'; did you mean 'exchange'"),
        (lambda t: t.event("troops"), "has no event 'troops'"),
        (lambda t: t.obligation("a4-2"), "has no obligation 'a4-2'; did you mean 'a"),
        (lambda t: t.source("seed-1"), "has no source 'seed-1'; did you mean 'seed-1"),
        (lambda t: t.trusting(["sead"]), "has no source 'sead'; did you mean 'seed'"),
    ],
)
def test_what_is_not_there_is_an_error_with_a_suggestion(t: Treaty, ask: Any, said: str) -> None:
    with pytest.raises(UnknownTreatyError) as caught:
        ask(t)
    assert said in str(caught.value)
    assert "rus-prk-2024" in str(caught.value)
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, TreatykitError)


def test_a_record_without_parts_says_that_it_has_none() -> None:
    for ask, what in (("article", "articles"), ("act", "acts"), ("event", "events"), ("obligation", "obligations")):
        with pytest.raises(UnknownTreatyError, match=f"records no {what}"):
            getattr(built(), ask)("x")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("RSU", "did you mean 'RUS'"),
        ("RUX", "did you mean 'RUS'"),
        ("rus", "did you mean 'RUS'"),
        ("Russia", "did you mean 'RUS'"),
        ("RU", "did you mean 'RUS'"),
        ("North Korea", "did you mean 'PRK'"),
        ("KP", "did you mean 'PRK'"),
        ("dprk", "did you mean 'PRK'"),
        ("ZZ", "participants: RUS, PRK"),
        ("", "participants: RUS, PRK"),
        (365, "365"),
    ],
)
def test_a_code_that_names_no_state_is_an_error(t: Treaty, code: Any, said: str) -> None:
    for ask in (
        lambda: t.status_on("2025-01-01", party=code),
        lambda: t.timeline(code),
        lambda: t.party(code),
        lambda: t.participant(code),
        lambda: t.ratification(code),
    ):
        with pytest.raises(UnknownPartyError) as caught:
            ask()
        assert said in str(caught.value)


def test_a_third_state_can_be_asked_about_and_has_no_ratification(t: Treaty) -> None:
    assert t.status_on("2025-01-01", party="SUN").status is PartyStatus.NONE
    assert t.participant("KOR") is None
    for ask in (t.party, t.ratification):
        with pytest.raises(UnknownPartyError, match="'KOR' is not a participant in rus-prk-2024"):
            ask("KOR")


def test_a_state_that_continues_a_participant_takes_its_place() -> None:
    treaty = built(
        parties=[
            Party(code="SUN", name="Soviet Union", continued_by="RUS"),
            Party(code="XAA", name="Sylvania"),
        ],
        entry_into_force=ExchangeOfInstruments(),
        acts=[Act(id="x", kind="exchange", claims=[claim()])],
    )
    assert treaty.participant("RUS") == "SUN"
    assert treaty.timeline("RUS") == treaty.timeline("SUN")
    answer = treaty.status_on("2005-01-01", party="RUS")
    assert (answer.status, answer.party) == (PartyStatus.PARTY, "RUS")
    assert "RUS continues SUN" in answer.because[0]
    assert treaty.status_on("2005-01-01", party="UKR").status is PartyStatus.NONE


def test_absence_is_no_answer_where_the_participants_are_not_all_listed() -> None:
    treaty = built(parties_complete=False)
    answer = treaty.status_on("2005-01-01", party="KOR")
    assert answer.possible == frozenset(PartyStatus)
    assert "does not list all participants" in answer.because[0]
    assert treaty.status_on("2005-01-01", party="XAA").status is PartyStatus.NONE


@pytest.mark.parametrize("day", ["2024-13-01", "now", "4 December 2024", dt.datetime(2024, 12, 4), 20241204, None])
def test_a_day_that_is_none_is_an_error_at_every_door(t: Treaty, day: Any) -> None:
    for ask in (t.status_on, t.in_force_on, t.known_by, t.ratification("RUS").on, t.timeline().on):
        with pytest.raises(DayError):
            ask(day)
    with pytest.raises(DayError):
        t.duties(on=day)


def test_a_day_may_be_given_in_every_accepted_form(t: Treaty) -> None:
    for day in ("2024-12-04", dt.date(2024, 12, 4), DaySet("2024-12-04"), t.timeline().changes[1]):
        assert t.in_force_on(day) is Truth.YES
        assert t.status_on(day, party="RUS").on == DaySet("2024-12-04")


# ------------------------------------------------------------------------------------------- what is recorded


def test_the_plain_facts(t: Treaty) -> None:
    assert t.title.startswith("Treaty on Comprehensive Strategic Partnership between the Russian Federation")
    assert t.is_bilateral
    assert t.form == "bilateral"
    assert t.signatories == ("RUS", "PRK")
    assert t.languages == ("ru", "ko")
    assert built(titles=[Title(lang="ru", text="Договор")]).title == "Договор"
    assert built().signatories == ()
    three = built(parties=[Party(code=code, name=code) for code in ("XAA", "XBB", "XCC")])
    assert (three.form, three.is_bilateral) == ("multilateral", False)


def test_a_claim_and_a_clause_lead_to_their_sources(t: Treaty) -> None:
    answer = t.status_on("2024-12-04", party="PRK")
    ids = {source.id for source in answer.sources}
    assert {"s34", "s38", "s40"} <= ids
    assert all(t.source(id) in answer.sources for id in ids)
    assert len(ids) == len(answer.sources)


# ------------------------------------------------------------------------------------------- narrowing and adding


def test_policies(t: Treaty) -> None:
    every = t.using("all")
    assert every is not t
    assert every.policy == "all"
    assert every != t
    assert every.using("ranked") == t
    with pytest.raises(ValueError, match="did you mean 'ranked'"):
        t.using("rank")


def test_trusting_keeps_the_claims_of_the_sources_named(t: Treaty) -> None:
    seed = t.trusting(["seed"])
    assert seed.signed_on == DaySet("2024-06-18")
    assert seed.in_force_from is None, "the article does not date the exchange"
    assert {c.source for act in seed.acts for c in act.all_claims} == {"seed"}
    assert "exchange" not in {act.id for act in seed.acts}
    with pytest.raises(TypeError, match="a list is needed"):
        t.trusting("seed")
    assert t.trusting([]).acts == ()
    assert t.trusting([]).status_on("2025-01-01", party="RUS").status is PartyStatus.NONE


def test_what_answers_an_act_goes_with_it() -> None:
    notice = Act(id="n", kind="withdrawal_notice", by=["XAA"], ground="clause", claims=[claim(source="wire")])
    back = Act(id="r", kind="notice_revoked", by=["XAA"], of="n", claims=[claim("2001-02-01")])
    treaty = built(acts=[notice, back], sources=[Source(id="g", title="Gazette"), Source(id="wire", title="Wire")])
    assert [act.id for act in treaty.trusting(["g"]).acts] == []
    assert [act.id for act in treaty.trusting(["wire"]).acts] == ["n"]
    assert [act.id for act in treaty.trusting(["wire", "g"]).acts] == ["n", "r"]


def test_a_prolongation_goes_with_its_new_end() -> None:
    longer = Act(
        id="p", kind="prolongation", claims=[claim()], effective=[claim("2026-02-05", source="wire")], by=["XAA", "XBB"]
    )
    treaty = built(acts=[longer], sources=[Source(id="g", title="Gazette"), Source(id="wire", title="Wire")])
    assert treaty.trusting(["g"]).acts == ()


def test_known_by_moves_the_horizon_back_and_never_forward(t: Treaty) -> None:
    assert t.known_by("2024-11-30").reviewed_through == dt.date(2024, 11, 30)
    assert t.known_by("2030-01-01").reviewed_through == t.reviewed_through
    early = t.known_by("2024-06-20")
    assert early.signed_on == DaySet("2024-06-19")
    assert early.ratification("RUS").steps == ()
    assert [act.id for act in t.known_by("2024-06-16").acts] == []


def test_what_if_is_marked(t: Treaty) -> None:
    notice = Act(id="if", kind="withdrawal_notice", by=["RUS"], ground="clause", claims=[claim("2026-03-01", "me")])
    asked = t.with_act(notice)
    assert asked.hypothetical == ("if",)
    assert asked.source("me").title == "An assumption of the user, not a publication"
    answer = asked.status_on("2026-06-01", party="PRK")
    assert (answer.leaving, answer.hypothetical) == (Truth.YES, True)
    assert "hypothetical" in repr(answer)
    assert "hypothetical" in repr(asked)
    assert asked.status_on("2027-03-01", party="PRK").status is PartyStatus.FORMER
    assert all(duty.hypothetical for duty in asked.duties(on="2026-06-01"))
    assert not t.status_on("2026-06-01", party="PRK").hypothetical
    same = t.what_if("withdrawal_notice", on="2026-03-01", by="RUS")
    assert same.timeline("PRK") == asked.timeline("PRK")
    twice = same.what_if("notice_revoked", on="2026-05-01", by="RUS")
    assert twice.hypothetical == ("what-if-1", "what-if-2")
    assert twice.in_force_on("2030-01-01") is Truth.YES
    with pytest.raises(tk.RecordError, match="stands already"):
        asked.with_act(notice)


def test_equal_records_are_equal_treaties(t: Treaty) -> None:
    again = tk.load("rus-prk-2024")
    assert again == t
    assert hash(again) == hash(t)
    assert len({t, again, t.using("all"), t.known_by("2024-11-30")}) == 3
    assert attrs.evolve(t, reviewed_through="2024-12-31") != t


# ------------------------------------------------------------------------------------------- certainty


def test_an_uncertain_status_is_no_status() -> None:
    treaty = built(
        entry_into_force=ExchangeOfInstruments(), acts=[Act(id="x", kind="exchange", claims=[claim("2001")])]
    )
    answer = treaty.status_on("2001-06-01", party="XAA")
    assert answer.possible == {PartyStatus.NONE, PartyStatus.PARTY}
    for ask in (lambda: answer.status, lambda: answer.effect, lambda: bool(treaty.in_force_on("2001-06-01"))):
        with pytest.raises(UndeterminedError):
            ask()
    assert answer.found.is_(PartyStatus.PARTY) is Truth.MAYBE
    assert answer.found.is_(PartyStatus.PARTY, PartyStatus.NONE) is Truth.YES
    assert answer.found.is_(PartyStatus.FORMER) is Truth.NO
    assert "none or party" in repr(answer)
    assert "not certain" in repr(answer)


def test_too_many_worlds_give_a_superset_that_says_so() -> None:
    codes = [f"X{a}{b}" for a in "AB" for b in "ABCDEFGHIJ"]
    treaty = built(
        parties=[Party(code=code, name=code) for code in codes],
        acts=[Act(id=code.lower(), kind="deposit", by=[code], claims=[claim("2001")]) for code in codes],
    )
    possible = treaty.status_on("2001-06-01").possible
    assert {TreatyStatus.NOT_CONCLUDED, TreatyStatus.PENDING, TreatyStatus.IN_FORCE} <= possible
    assert treaty.status_on("2000-12-31").status is TreatyStatus.NOT_CONCLUDED
    assert treaty.status_on("2002-01-01").status is TreatyStatus.IN_FORCE
    answer = treaty.status_on("2001-06-01", party="XAA")
    assert {PartyStatus.NONE, PartyStatus.CONTRACTING, PartyStatus.PARTY} <= answer.possible
    if not answer.exact:
        assert "not exact" in repr(answer)
        assert any("too many possible worlds" in caveat for caveat in answer.caveats)


def test_a_doubtful_date_is_a_caveat() -> None:
    treaty = built(acts=[Act(id="x", kind="exchange", claims=[claim("2001-05-05~")])])
    caveats = " ".join(treaty.status_on("2001-06-01", party="XAA").caveats)
    assert "marked uncertain or approximate" in caveats
    assert treaty.status_on("2001-06-01", party="XAA").certain


def test_a_dispute_is_a_caveat_even_where_it_makes_no_difference(t: Treaty) -> None:
    far, near = t.status_on("2024-11-10", party="RUS"), t.status_on("2024-06-18", party="RUS")
    assert not far.disputed
    assert near.disputed
    assert any("on this day it makes no difference" in caveat for caveat in far.caveats)
    assert any("this answer depends on it" in caveat for caveat in near.caveats)
    assert all("2024-06-18 (seed" in " ".join(answer.caveats) for answer in (far, near))


def test_a_notice_of_unknown_counting_is_a_caveat() -> None:
    notice = Act(id="n", kind="withdrawal_notice", by=["XAA"], ground="clause", claims=[claim("2005-01-01")])
    treaty = built(
        entry_into_force=ExchangeOfInstruments(),
        acts=[Act(id="x", kind="exchange", claims=[claim()]), notice],
        duration=Indefinite(notice="P1Y"),
    )
    assert any("dispatch or from receipt" in caveat for caveat in treaty.status_on("2005-06-01", party="XAA").caveats)


# ------------------------------------------------------------------------------------------- how it reads


def test_a_treaty_reads_in_one_line_or_in_several(t: Treaty) -> None:
    assert repr(t) == f"<Treaty rus-prk-2024: {t.title}>"
    assert repr(t.using("all")).endswith(", using all>")
    text = str(t)
    for words in (
        "signed: 2024-06-19",
        "entry into force: 2024-12-04",
        "end: none",
        "24 articles",
        "Russian Federation (RUS)",
    ):
        assert words in text
    assert "not in the record" in str(built())
    many = built(parties=[Party(code=f"X{a}{b}", name="x") for a in "AB" for b in "ABCDEFGHIJ"])
    assert "and 12 more" in str(many)


def test_an_answer_reads_in_one_line_or_in_several(t: Treaty) -> None:
    answer = t.status_on("2024-11-10", party="RUS")
    assert repr(answer) == "<RUS on 2024-11-10: signatory>"
    assert repr(t.status_on("2024-12-05")) == "<rus-prk-2024 on 2024-12-05: in_force>"
    assert "projected" in repr(t.status_on("2050-01-01"))
    text = str(answer)
    for words in (
        "from 2024-06-19, until 2024-12-04 (the first day after)",
        "good_faith (VCLT 18, as treaty law or custom)",
        "Because:",
        "Not known, or to be kept in mind:",
        "Sources:",
    ):
        assert words in text
    assert "from the beginning" in str(t.status_on("2000-01-01"))
    assert "with no end known" in str(t.status_on("2025-01-01"))


class _Tags(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


BAD = "<script>alert('x')</script>&\"<img src=x onerror=y>"


def test_html_never_holds_text_of_the_record_unescaped() -> None:
    treaty = built(
        titles=[Title(lang="en", text=BAD)],
        parties=[Party(code=code, name=BAD, names=[BAD], note=BAD) for code in ("XAA", "XBB")],
        sources=[Source(id="g", title=BAD, authors=[BAD], publisher=BAD, url=BAD, note=BAD)],
        names=[Name(text=BAD, lang="en", kind="usual", sources=["g"])],
        entry_into_force=ExchangeOfInstruments(note=BAD),
        acts=[
            Act(
                id="x", kind="exchange", claims=[claim(note=BAD), claim("2001-02-02", note=BAD)], place=BAD, summary=BAD
            ),
            Act(id="d", kind="domestic_approval", by=["XAA"], body=BAD, claims=[claim()]),
            Act(id="r", kind="reservation", by=["XAA"], scope=["1"], summary=BAD, claims=[claim()]),
        ],
        articles=[
            Article(
                at="1",
                title=BAD,
                summary=BAD,
                sources=["g"],
                quotations=[Quotation(text=BAD, lang="en", source="g")],
                obligations=[
                    Obligation(
                        id="o", at="1", modality="must", action=BAD, subject_to=[BAD], dissent=BAD, sources=["g"]
                    )
                ],
            )
        ],
        events=[Event(id="e", summary=BAD, claims=[claim()])],
        statements=[Statement(id="s", about="x", says=BAD, sources=["g"])],
        links=[Link(kind="related", treaty="other", title=BAD)],
    )
    shown: list[Any] = [
        treaty,
        treaty.status_on("2001-01-15", party="XAA"),
        treaty.status_on("2001-01-15"),
        treaty.duties(on="2005-01-01")[0],
    ]
    for one in shown:
        text = one._repr_html_()
        assert "<script" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text
        assert set(_Tags(text).tags) <= {"table", "caption", "tr", "th", "td", "br"}
        assert "\n" not in repr(one)


def test_the_table_of_an_answer_names_what_matters(t: Treaty) -> None:
    text = t.status_on("2024-11-10", party="RUS")._repr_html_()
    for words in ("signatory", "2024-06-19", "2024-12-04", "because", "VCLT 18"):
        assert words in text
    assert "rus-prk-2024" in t._repr_html_()
