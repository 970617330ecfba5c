"""Record objects: frozen through and through, equal by value, and strict about what they hold."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import inspect
import pickle
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import treatykit as tk
from treatykit import Act, Claim, DaySet, Event, Link, Obligation, Party, Situation, Source, Span, Treaty
from treatykit.errors import RecordError
from treatykit.law import answers, courses, duties, findings, terms
from treatykit.record import acts, articles, clauses, context, coverage, fields, obligations, sources, states
from treatykit.record.acts import ActKind, Ground, Person
from treatykit.record.articles import Article, Content, article_of
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CalendarExit,
    CompletionNotices,
    ExchangeOfInstruments,
    FixedTerm,
    Indefinite,
    Instruments,
    OnDay,
    OnSignature,
    Renewable,
    UntilDay,
    all_rules,
)
from treatykit.record.context import Name, Neighbour, Statement, Title, Unknown
from treatykit.record.coverage import Coverage, Silence
from treatykit.record.obligations import Trigger, TriggerKind
from treatykit.record.sources import Policy, Quotation, candidates
from treatykit.record.states import (
    FORMER_CODES,
    ISO_CODES,
    DatedName,
    Numbering,
    Spell,
    State,
    is_known_code,
    is_user_assigned,
)
from treatykit.testing import treaties

_SETTINGS = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
MODULES = (acts, articles, clauses, context, coverage, obligations, sources, states)


def claim(date: str = "2024-06-19", source: str = "g", **more: Any) -> Claim:
    return Claim(date=date, source=source, **more)


def small(**more: Any) -> Treaty:
    return Treaty(
        id=more.pop("id", "small"),
        titles=more.pop("titles", [Title(lang="en", text="A small treaty")]),
        reviewed_through="2010-12-31",
        parties=more.pop("parties", [Party(code=code, name=code) for code in ("XAA", "XBB")]),
        sources=more.pop("sources", [Source(id="g", title="Gazette")]),
        **more,
    )


#: One of each class of the record.
ONE_OF_EACH: list[Any] = [
    Source(id="g", title="Gazette", published="2024-06", authors=["A", "B"]),
    claim(rank="preferred", evidence="official"),
    Quotation(text="words", lang="en", source="g"),
    Person(name="Somebody", names=["S."]),
    Act(id="s", kind="signature", by=["XAA", "XBB"], subject_to="ratification", claims=[claim()]),
    Party(code="RUS", name="Russian Federation", names=["Russia"]),
    Spell(until="1991-12-26"),
    DatedName(name="Zaire", since="1971-10-27"),
    Numbering(number=365, since=1816, until=1922),
    State(code="XAA", name="Freedonia", spells=[Spell(since="1900")], cow=[Numbering(number=999, since=1900)]),
    Silence(on="withdrawal", by=["XAA"]),
    Coverage(since="1815-01-01", beyond="unknown", silences=[Silence(on="entry")]),
    Title(lang="en", text="A treaty"),
    Name(text="A treaty", lang="en", kind="usual", sources=["g"]),
    Event(id="e", summary="Something happened", claims=[claim("2024-10")]),
    Statement(id="s", about="e", says="It did not.", sources=["g"]),
    Link(kind="supersedes", treaty="old"),
    Neighbour(treaty="new", in_force_from=DaySet("2024-12-04"), supersedes=True),
    Unknown(about="registration", what="whether it is registered"),
    Trigger(kind="force.attack", against="toward", requires=["it is at war"]),
    Obligation(id="o", at="4", modality="must", action="help", sources=["g"], within="P30D", atop=["defense"]),
    Situation(kind="force.attack", against="XAA"),
    Article(at="4", summary="Help.", sources=["g"]),
    OnSignature(count=2),
    OnDay(day="1957-09-01"),
    ExchangeOfInstruments(article="22", delay="P30D"),
    CompletionNotices(counted_from="receipt"),
    Instruments(count=35, delay="P30D", including=["XAA"], instruments=["ratification"], fixed_day="1957-09-01"),
    AllOf(rules=[OnSignature(), OnDay(day="1957-09-01")]),
    AnyOf(rules=[OnSignature(), ExchangeOfInstruments()]),
    AsStated(condition="weights"),
    CalendarExit(day="06-30", notice_by="01-01"),
    Indefinite(notice="P1Y"),
    FixedTerm(term="P10Y"),
    Renewable(term="P20Y", renewal="P5Y"),
    UntilDay(day="1998-12-31"),
]


def parts(value: Any) -> Iterator[Any]:
    """The value and everything in it."""
    yield value
    if isinstance(value, tuple | frozenset):
        for one in value:
            yield from parts(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name))


def test_there_is_one_of_each_class() -> None:
    public = {
        thing
        for module in MODULES
        for name, thing in vars(module).items()
        if inspect.isclass(thing) and attrs.has(thing) and thing.__module__ == module.__name__ and name[0] != "_"
    }
    computed = {acts.Step, acts.ChainProgress, acts.RatificationChain}
    assert {type(one) for one in ONE_OF_EACH} == public - computed


@pytest.mark.parametrize("one", ONE_OF_EACH, ids=lambda one: type(one).__name__)
def test_a_record_object_is_a_value(one: Any) -> None:
    names = [field.name for field in attrs.fields(type(one))]
    rebuilt = type(one)(**{name: getattr(one, name) for name in names})
    copies = [rebuilt, copy.copy(one), copy.deepcopy(one), attrs.evolve(one)]
    copies += [pickle.loads(pickle.dumps(one, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for again in copies:
        assert again == one
        assert hash(again) == hash(one)
    assert one != object()


@pytest.mark.parametrize("one", ONE_OF_EACH, ids=lambda one: type(one).__name__)
def test_a_record_object_cannot_be_changed(one: Any) -> None:
    for field in attrs.fields(type(one)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(one, field.name, getattr(one, field.name))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(one, field.name)
    with pytest.raises((AttributeError, TypeError)):
        one.something_new = 1
    assert not hasattr(one, "__dict__"), "slotted"
    with pytest.raises(TypeError):
        type(one)(*[getattr(one, field.name) for field in attrs.fields(type(one))])  # keywords only


@pytest.mark.parametrize("one", ONE_OF_EACH, ids=lambda one: type(one).__name__)
def test_every_field_can_make_a_difference(one: Any) -> None:
    """A value that differs in one field is another value."""
    for field in attrs.fields(type(one)):
        value = getattr(one, field.name)
        if (
            isinstance(value, str)
            and not isinstance(value, enum.Enum)
            and field.name not in {"code", "at", "day", "notice_by", "kind"}
        ):
            other = attrs.evolve(one, **{field.name: value + "x"})
        elif isinstance(value, DaySet):
            other = attrs.evolve(one, **{field.name: DaySet("1900-01-01")})
        elif isinstance(value, bool):
            other = attrs.evolve(one, **{field.name: not value})
        else:
            continue
        assert other != one, field.name


def test_a_loaded_record_holds_nothing_that_can_change() -> None:
    plain = (str, int, float, bool, type(None), tuple, frozenset, enum.Enum, dt.date)
    for part in parts(tk.load("rus-prk-2024")):
        assert isinstance(part, plain) or attrs.has(type(part)), type(part)
        if attrs.has(type(part)):
            assert not isinstance(part, list | dict | set)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(part, attrs.fields(type(part))[0].name, None)


def test_what_is_given_as_a_list_is_kept_as_a_tuple() -> None:
    given_codes = ["XAA", "XBB"]
    act = Act(id="a", kind="exchange", by=given_codes, claims=[claim()])
    given_codes.append("XCC")
    assert act.by == ("XAA", "XBB")
    assert Act(id="a", kind="exchange", by=iter(["XAA", "XBB"]), claims=iter([claim()])) == act
    with pytest.raises(TypeError, match=r"a list is needed here, not the single text 'XAA'; write \['XAA'\]"):
        Act(id="a", kind="exchange", by="XAA", claims=[claim()])


# ------------------------------------------------------------------------------------------- answers and computed objects


def answers_of(treaty: Treaty) -> list[Any]:
    codes = [party.code for party in treaty.parties]
    return [
        treaty,
        *treaty.check(),
        *(treaty.status_on("2001-06-01", party=code) for code in (None, "KOR", *codes)),
        *treaty.duties(on="2001-06/2002-06"),
        *(treaty.ratification(code) for code in codes),
        *(treaty.ratification(code).on("2001-06-01") for code in codes),
        *(treaty.timeline(code) for code in (None, *codes)),
        *(period for code in codes for period in treaty.timeline(code)),
        treaty.using("all"),
        treaty.known_by("2001-06-01"),
    ]


@_SETTINGS
@given(treaties(most_claims=2))
def test_answers_are_values_and_no_call_changes_anything(treaty: Treaty) -> None:
    before = copy.deepcopy(treaty)
    first, second, fresh = answers_of(treaty), answers_of(treaty), answers_of(before)
    assert first == second == fresh
    assert treaty == before
    assert hash(treaty) == hash(before)
    for one in first:
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert hash(again) == hash(one)
        assert copy.copy(one) == copy.deepcopy(one) == one
        assert "\n" not in repr(one)
        assert str(one)


def test_answers_cannot_be_changed() -> None:
    treaty = tk.load("rus-prk-2024")
    chain = treaty.ratification("RUS")
    found = [
        treaty,
        treaty.status_on("2024-11-10", party="RUS"),
        treaty.status_on("2024-11-10", party="RUS").found,
        next(iter(treaty.timeline("RUS").values[0].standings)),
        treaty.duties(on="2025-01-01")[0],
        treaty.check()[0],
        chain,
        chain.steps[0],
        chain.on("2024-11-07"),
    ]
    for one in found:
        for field in attrs.fields(type(one)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, field.name, None)


def test_every_class_of_the_law_is_frozen() -> None:
    for module in (answers, courses, duties, findings, terms):
        for thing in vars(module).values():
            if inspect.isclass(thing) and attrs.has(thing) and thing.__module__ == module.__name__:
                assert thing.__setattr__ is not object.__setattr__, thing


# ------------------------------------------------------------------------------------------- vocabularies


def words() -> list[type[fields.Word]]:
    return [
        thing
        for module in (*MODULES, __import__("treatykit.record.treaties", fromlist=["Form"]))
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, fields.Word) and thing.__module__ == module.__name__
    ]


@pytest.mark.parametrize("word", words(), ids=lambda word: word.__name__)
def test_a_word_outside_the_vocabulary_is_refused_with_the_nearest(word: type[fields.Word]) -> None:
    first = next(iter(word))
    assert word(str(first)) is first
    assert first == str(first)
    with pytest.raises(ValueError, match=f"did you mean '{first}'") as caught:
        word(f"{first}x")
    assert str(caught.value).startswith(repr(f"{first}x"))
    strange: list[Any] = [None, 4, ["x"], "x" * 10_000]
    for bad in strange:
        with pytest.raises(ValueError, match="is not one of"):
            word(bad)


# ------------------------------------------------------------------------------------------- what is refused

_FOUR: Any = 4

#: What is built, and the words of the refusal.
REFUSED: list[tuple[Any, str]] = [
    (lambda: Source(id="", title="x"), "id must be a text that is not empty"),
    (lambda: Source(id="g", title="  "), "title must be a text that is not empty"),
    (lambda: Source(id="g", title=_FOUR), "title must be a text"),
    (lambda: Source(id="g", title="x", type="newspaper"), "is not one of"),
    (lambda: Source(id="g", title="x", published="20 June 2024"), "is not a date"),
    (lambda: claim("2024-02-30"), "February 2024 has 29 days"),
    (lambda: claim(rank="best"), "is not one of: preferred, normal, deprecated"),
    (lambda: claim(evidence="certain"), "is not one of"),
    (lambda: claim(source=""), "source must be a text"),
    (lambda: Act(id="a", kind="signatur", claims=[claim()]), "did you mean 'signature'"),
    (lambda: Act(id="a", kind="deposit", claims=[]), "at least one claim"),
    (lambda: Act(id="a", kind="signature", claims=[claim()]), "subject_to"),
    (lambda: Act(id="a", kind="deposit", subject_to="nothing", claims=[claim()]), "belongs to a signature"),
    (lambda: Act(id="a", kind="withdrawal_notice", claims=[claim()]), "must name its ground"),
    (lambda: Act(id="a", kind="termination", claims=[claim()]), "must name its ground"),
    (lambda: Act(id="a", kind="suspension", claims=[claim()]), "must name its ground"),
    (lambda: Act(id="a", kind="prolongation", claims=[claim()]), "until when"),
    (lambda: Act(id="a", kind="deposit", episode=0, claims=[claim()]), "episode counts from 1, not 0"),
    (lambda: Act(id="a", kind="deposit", instrument="ratified", claims=[claim()]), "is not one of"),
    (lambda: Party(code="RSU", name="x"), "not the code of a State"),
    (lambda: Party(code="rus", name="x"), "not the code of a State"),
    (lambda: Party(code="eu", name="x", kind="organisation"), "not the code of an organisation"),
    (lambda: Party(code=_FOUR, name="x"), "code must be a text"),
    (lambda: Party(code="RUS", name=""), "name must be a text"),
    (lambda: Obligation(id="o", at="4", modality="must", action="help", sources=[]), "at least one source"),
    (
        lambda: Obligation(id="o", at="4", modality="must", action="x", sources=["g"], bearer="XAA", toward="XAA"),
        "towards itself",
    ),
    (lambda: Obligation(id="o", at="4", modality="shall", action="x", sources=["g"]), "is not one of"),
    (lambda: Trigger(kind="force.atack"), "did you mean 'force.attack'"),
    (lambda: Article(at="16(2)"), "named without its paragraphs: '16'"),
    (lambda: Article(at="Article 4"), "is not a place in a treaty"),
    (lambda: Article(at="4", content="sourced"), "has no summary"),
    (lambda: Article(at="4", summary="Help."), "has a summary and no sources"),
    (
        lambda: Article(at="4", obligations=[Obligation(id="o", at="5", modality="must", action="x", sources=["g"])]),
        "stands at 5, not in article 4",
    ),
    (lambda: Event(id="e", summary="x", claims=[]), "claims"),
    (lambda: Statement(id="s", about="x", says="y", sources=[]), "sources"),
    (lambda: Instruments(count=0), "count"),
    (lambda: OnSignature(count=-1), "count"),
    (lambda: AllOf(rules=[]), "rules"),
    (lambda: Instruments(delay="30 days"), "is not a legal distance"),
    (lambda: CalendarExit(day="31-12", notice_by="01-01"), "a month and a day"),
    (lambda: CalendarExit(day="02-29", notice_by="01-01"), "a month and a day"),
    (lambda: CalendarExit(day="06-30", notice_by="1-1"), "a month and a day"),
    (lambda: Renewable(term="P5Y", renewal="P0D"), "longer than nothing"),
    (lambda: UntilDay(day="never"), "is not a date"),
    (lambda: fields.many("XAA"), "a list is needed here"),
]


@pytest.mark.parametrize(("build", "said"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_is_refused(build: Any, said: str) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        build()
    assert said in str(caught.value)


def test_every_kind_of_act_can_be_recorded() -> None:
    for kind in ActKind:
        needed: dict[str, Any] = {"ground": Ground.CONSENT} if kind in acts.ENDING else {}
        if kind is ActKind.SIGNATURE:
            needed = {"subject_to": "ratification"}
        elif kind is ActKind.PROLONGATION:
            needed = {"effective": [claim("2030-01-01")]}
        act = Act(id="a", kind=kind, by=["XAA"], claims=[claim()], **needed)
        assert act.kind is kind
        assert act.kind.is_domestic == kind.startswith("domestic")
        assert str(act.date) in str(act)


def test_all_faults_of_a_record_are_told_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        small(
            id="Not An Id",
            titles=[],
            form="bilateral",
            parties=[Party(code=code, name=code) for code in ("XAA", "XBB", "XCC")],
            acts=[
                Act(id="a", kind="exchange", by=["XAA"], claims=[claim(source="wire")]),
                Act(id="a", kind="domestic_approval", claims=[claim()]),
                Act(id="c", kind="notice_revoked", by=["XDD"], of="a", claims=[claim()]),
            ],
            links=[Link(kind="related", treaty="other", sources=["nowhere"])],
        )
    paths = {fault.path for fault in caught.value.faults}
    assert {"id", "title", "form", "act[1].id", "act[1].by", "act[2].of"} <= paths
    text = str(caught.value)
    assert f"has {len(caught.value.faults)} faults" in text
    for words_said in ("'wire'", "'XDD'", "'nowhere'", "a joint act", "one party"):
        assert words_said in text
    assert isinstance(caught.value, ValueError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.faults) == (text, caught.value.faults)


# ------------------------------------------------------------------------------------------- small questions of the parts


def test_an_act_gives_its_days_by_policy() -> None:
    act = Act(
        id="a",
        kind="deposit",
        claims=[
            claim("2024-06-19", rank="preferred"),
            claim("2024-06-18"),
            claim("2024-11-06", rank="deprecated"),
        ],
        received=[claim("2024-07-01")],
    )
    assert act.date == act.day(Policy.RANKED) == DaySet("2024-06-19")
    assert act.day(Policy.ALL) == DaySet("[2024-06-18,2024-06-19]")
    assert act.day_received(Policy.RANKED) == DaySet("2024-07-01")
    assert act.day_effective(Policy.RANKED) is None
    assert len(act.all_claims) == 4
    only = attrs.evolve(act, claims=[claim("2024-11-06", rank="deprecated")])
    assert only.day(Policy.RANKED) is only.day(Policy.ALL) is None
    assert only.date == DaySet("2024-11-06")
    assert candidates([], Policy.ALL) is None


def test_a_source_is_public_from_the_first_sure_sign_of_it() -> None:
    assert Source(id="g", title="x", published="2024-06", retrieved="2024-06-01").public_by == DaySet("2024-06")
    assert Source(id="g", title="x", retrieved="2024-10-15", archived="2024-09-30").public_by == DaySet("2024-09-30")
    assert Source(id="g", title="x").public_by is None


@pytest.mark.parametrize(
    ("place", "article"),
    [("4", "4"), ("16(2)", "16"), ("16(2)(a)", "16"), ("preamble", "preamble"), ("5bis", "5bis"), ("I", "I")],
)
def test_a_place_lies_in_an_article(place: str, article: str) -> None:
    assert article_of(place) == article


def test_an_article_without_content_says_so() -> None:
    assert Article(at="13").content is Content.NOT_SOURCED
    assert not Article(at="13").is_sourced
    assert "Its content is not sourced." in str(Article(at="13"))
    assert (Article(at="13").number, Article(at="preamble").number, Article(at="5bis").number) == (13, None, None)
    assert (Article(at="13").name, Article(at="preamble").name) == ("Article 13", "Preamble")
    assert Article(at="4", summary="Help.", sources=["g"]).content is Content.SOURCED


def test_kinds_of_trigger_lie_within_each_other() -> None:
    assert TriggerKind.FORCE_ATTACK.lies_within(TriggerKind.FORCE)
    assert TriggerKind.FORCE.lies_within(TriggerKind.FORCE)
    assert not TriggerKind.FORCE.lies_within(TriggerKind.FORCE_ATTACK)
    assert not TriggerKind.THIRD_STATE.lies_within(TriggerKind.FORCE)


def test_the_rules_inside_a_clause_can_be_gone_through() -> None:
    inner = OnSignature()
    clause = AllOf(rules=[OnDay(day="1957-09-01"), AnyOf(rules=[inner, AsStated()])])
    assert [rule.rule for rule in all_rules(clause)] == ["all_of", "on_day", "any_of", "on_signature", "as_stated"]


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (Instruments(count=35, delay="P30D", article="84"), "on instrument no. 35 with a delay of 30 days (Art. 84)"),
        (Instruments(), "on the last instrument of the parties"),
        (Instruments(count=2, including=["XAA"]), "on instrument no. 2, among them those of XAA"),
        (OnSignature(count=2, not_before="2024-01-01"), "on signature by 2 States, not before 2024-01-01"),
        (FixedTerm(term="P10Y", notice="P6M", article="9"), "for 10 years; ends 6 months after notice (Art. 9)"),
        (UntilDay(day="1998-12-31"), "until 1998-12-31"),
        (CompletionNotices(count=2), "on notification of completion no. 2"),
    ],
    ids=str,
)
def test_a_clause_reads_as_a_phrase(clause: Any, text: str) -> None:
    assert str(clause) == text


def test_spans_and_days_in_clauses_may_be_given_as_text() -> None:
    clause = Instruments(delay="P30D", late_delay="P1M", not_before="2024-01-01")
    assert (clause.delay, clause.late_delay, clause.not_before) == (Span("P30D"), Span("P1M"), DaySet("2024-01-01"))
    assert Indefinite().notice is None


# ------------------------------------------------------------------------------------------- codes of States


def test_the_codes_of_states_are_those_of_iso_3166() -> None:
    pycountry = pytest.importorskip("pycountry")
    assert {country.alpha_3 for country in pycountry.countries} == ISO_CODES
    assert {country.alpha_3 for country in pycountry.historic_countries} - ISO_CODES <= FORMER_CODES


def test_codes_known_and_codes_left_to_users() -> None:
    assert len(ISO_CODES) == 249
    assert not ISO_CODES & FORMER_CODES
    assert {"SUN", "DDR", "YUG", "CSK"} <= FORMER_CODES
    for code in ISO_CODES | FORMER_CODES:
        assert len(code) == 3
        assert code.isascii()
        assert code.isupper()
        assert is_known_code(code)
        assert Party(code=code, name="x").code == code
        assert not is_user_assigned(code)
    for code in ("AAA", "AAZ", "QMA", "QZZ", "XAA", "XZZ", "ZZA", "ZZZ"):
        assert is_user_assigned(code)
        assert Party(code=code, name="x")
    for code in ("ABA", "QLZ", "RAA", "YAA", "ZYZ", "XA", "XAAA", "xaa", "X4A"):
        assert not is_user_assigned(code)
    assert Party(code="EU", name="European Union", kind="organisation")
