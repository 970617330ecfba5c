"""Findings: one small record for each code, records that give none, and what the seed record is and is not told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit import Act, Claim, DaySet, Event, Finding, Link, Obligation, Party, Source, Treaty
from treatykit.law.findings import CODES, Severity
from treatykit.record.acts import ActKind
from treatykit.record.articles import Article
from treatykit.record.clauses import ExchangeOfInstruments, Indefinite, Renewable
from treatykit.record.context import Title
from treatykit.record.sources import Quotation
from treatykit.testing import treaties

# ------------------------------------------------------------------------------------------- a record without findings


def changed(clause: Any, **fields: object) -> Any:
    """A clause with other values in some fields."""
    return attrs.evolve(clause, **fields)


def source(id: str, **more: Any) -> Source:
    fields: dict[str, Any] = {
        "title": f"Title of {id}",
        "type": "treaty-text",
        "authors": ["A. Author"],
        "publisher": "A publisher",
        "published": "2001-12-31",
        "archived": "2002-01-05",
        "retrieved": "2002-01-05",
        "url": f"https://example.org/{id}",
    }
    return Source(id=id, **(fields | more))


def claim(date: str, by: str = "g", **more: Any) -> Claim:
    return Claim(date=date, source=by, **more)


def act(id: str, kind: str, date: str, *by: str, **more: Any) -> Act:
    for name in ("received", "effective"):
        if isinstance(more.get(name), str):
            more[name] = [claim(more[name])]
    if kind in {"signature", "exchange"}:
        more.setdefault("place", "Klopstokia")
    return Act(id=id, kind=ActKind(kind), by=by, claims=more.pop("claims", [claim(date)]), **more)


BOTH = ("XAA", "XBB")
SIGNATURE = act("signature", "signature", "2001-01-01", *BOTH, subject_to="ratification")
EXCHANGE = act("exchange", "exchange", "2001-06-01", *BOTH)
REGISTRATION = act("registration", "registration", "2001-07-01")
QUOTATIONS = tuple(Quotation(text="words", lang="en", source=id, rendering="authentic") for id in ("g", "h"))
AID = Obligation(id="aid", at="1", modality="must", action="help", sources=["h"])
ARTICLE = Article(at="1", summary="Help.", sources=["g", "h"], quotations=QUOTATIONS, obligations=[AID])

CLEAN = Treaty(
    id="clean",
    titles=[Title(lang="en", text="A treaty without findings")],
    reviewed_through="2010-12-31",
    parties=[Party(code=code, name=code) for code in BOTH],
    languages=["en"],
    sources=[source("g"), source("h")],
    entry_into_force=ExchangeOfInstruments(article="1", sources=["g"]),
    duration=Indefinite(notice="P6M", article="1", sources=["g"]),
    acts=[SIGNATURE, EXCHANGE, REGISTRATION],
    articles=[ARTICLE],
)


def plus(*acts: Act, **more: Any) -> Treaty:
    """The clean record with some more acts, or other parts."""
    return attrs.evolve(CLEAN, acts=(*CLEAN.acts, *acts), **more)


def instead(one: Act, *others: Act) -> Treaty:
    """The clean record with other acts in the place of one."""
    return attrs.evolve(CLEAN, acts=(*(a for a in CLEAN.acts if a.id != one.id), *others))


def with_source(**fields: Any) -> Treaty:
    """The clean record with another second source."""
    return attrs.evolve(CLEAN, sources=[source("g"), source("h", **fields)])


def event(date: str, *articles: str, by: str = "g") -> Event:
    return Event(id="e", summary="Something happened", claims=[claim(date, by)], articles=articles)


def test_a_record_with_everything_in_its_place_has_no_findings() -> None:
    assert CLEAN.check() == ()


def notice(date: str, **more: Any) -> Act:
    return act("notice", "withdrawal_notice", date, "XAA", ground="clause", **more)


def revoked(date: str) -> Act:
    return act("revoked", "notice_revoked", date, "XAA", of="notice")


def out(date: str, **more: Any) -> Act:
    return act("out", "withdrawal_effective", date, "XAA", ground="clause", **more)


#: The code, its severity, what it is about, and a record that gives this finding and no other.
ONE_EACH: list[tuple[str, str, str, Callable[[], Treaty]]] = [
    (
        "act-after-end",
        "warning",
        "late",
        lambda: plus(
            act("end", "termination", "2003-01-01", ground="consent"),
            act("late", "suspension", "2004-01-01", *BOTH, ground="consent"),
        ),
    ),
    (
        "act-out-of-order",
        "warning",
        "vote",
        lambda: plus(act("vote", "domestic_approval", "2000-06-01", "XAA")),
    ),
    (
        "act-out-of-order",
        "warning",
        "vote",
        lambda: plus(act("vote", "domestic_approval", "2001-06-02", "XAA")),
    ),
    ("act-without-place", "info", "exchange", lambda: instead(EXCHANGE, attrs.evolve(EXCHANGE, place=""))),
    ("archived-after-retrieved", "warning", "h", lambda: with_source(archived="2002-02-01")),
    ("archived-before-published", "error", "h", lambda: with_source(archived="2001-12-30", retrieved="2001-12-31")),
    ("claim-before-event", "info", "late", lambda: plus(act("late", "publication", "2002-01-01"))),
    ("claim-before-event", "info", "e", lambda: plus(events=[event("2002-06-01")])),
    ("clause-missing", "warning", "entry_into_force", lambda: plus(entry_into_force=None)),
    ("clause-missing", "info", "duration", lambda: plus(duration=None)),
    (
        "consent-before-signature",
        "warning",
        "exchange",
        lambda: instead(SIGNATURE, attrs.evolve(SIGNATURE, claims=[claim("2001-06-02")])),
    ),
    ("content-not-sourced", "warning", "articles", lambda: plus(articles=[ARTICLE, Article(at="2")])),
    (
        "date-disputed",
        "warning",
        "signature",
        lambda: instead(SIGNATURE, attrs.evolve(SIGNATURE, claims=[claim("2001-01-01", rank="preferred"), claim("2001-01-02")])),
    ),
    (
        "date-disputed",
        "warning",
        "notice.effective",
        lambda: plus(notice("2001-06-15", effective=[claim("2001-12-30"), claim("2001-12-31")])),
    ),
    ("date-disputed", "warning", "e", lambda: plus(events=[attrs.evolve(event("2001-06-01"), claims=[claim("2001-08-01"), claim("2001-09-01")])])),
    ("date-imprecise", "info", "registration", lambda: instead(REGISTRATION, attrs.evolve(REGISTRATION, claims=[claim("2001-07")]))),
    ("effect-before-act", "warning", "exchange", lambda: instead(EXCHANGE, attrs.evolve(EXCHANGE, effective=[claim("2001-05-31")]))),
    ("effect-before-act", "warning", "notice", lambda: plus(notice("2001-08-02", received="2001-08-01"))),
    (
        "end-before-start",
        "error",
        "resumed",
        lambda: plus(
            act("paused", "suspension", "2001-08-01", *BOTH, ground="consent"),
            act("resumed", "resumption", "2001-07-31", *BOTH, of="paused"),
        ),
    ),
    ("end-before-start", "error", "out", lambda: plus(out("2001-05-31"))),
    ("end-before-start", "error", "entry_into_force", lambda: plus(act("end", "termination", "2001-05-31", ground="consent"))),
    ("event-before-entry", "info", "e", lambda: plus(events=[event("2001-05", "1")])),
    ("field-empty", "info", "languages", lambda: plus(languages=[])),
    ("field-empty", "info", "signatories", lambda: instead(SIGNATURE)),
    ("link-unresolved", "warning", "entry_into_force", lambda: plus(entry_into_force=changed(CLEAN.entry_into_force, waits_for="other"))),
    (
        "link-unresolved",
        "info",
        "entry_into_force",
        lambda: plus(
            entry_into_force=changed(CLEAN.entry_into_force, waits_for="other"),
            links=[Link(kind="protocol_to", treaty="other")],
        ),
    ),
    ("locator-unverified", "info", "articles", lambda: plus(articles=[attrs.evolve(ARTICLE, located="inferred")])),
    ("no-address", "info", "sources", lambda: with_source(url="")),
    ("no-archive", "info", "sources", lambda: with_source(archived=None)),
    ("no-author", "info", "sources", lambda: with_source(authors=[])),
    ("no-primary-text", "warning", "sources", lambda: plus(sources=[source("g", type="news"), source("h", type="news")])),
    ("notice-after-revocation", "warning", "revoked", lambda: plus(notice("2001-07-01"), revoked("2002-01-01"), sources=[source("g", published="2002-01-05", archived="2002-01-05"), source("h")])),
    ("notice-too-early", "warning", "notice", lambda: plus(notice("2001-08-01"), duration=changed(CLEAN.duration, no_notice_before="P1Y"))),
    ("notice-too-short", "warning", "notice", lambda: plus(notice("2001-06-15"), out("2001-12-14", of="notice"))),
    ("notice-too-short", "warning", "notice", lambda: plus(notice("2001-06-15", effective="2001-12-14"))),
    ("party-source", "info", "sources", lambda: with_source(party="XAA")),
    ("printed-date-formats", "info", "sources", lambda: plus(sources=[source("g", printed="31 December 2001"), source("h", printed="December 31, 2001")])),
    ("quote-from-translation", "warning", "Article 1", lambda: plus(articles=[attrs.evolve(ARTICLE, quotations=[QUOTATIONS[0], attrs.evolve(QUOTATIONS[1], rendering="")])])),
    ("registration-unknown", "info", "registration", lambda: instead(REGISTRATION)),
    ("retrieved-before-published", "error", "h", lambda: with_source(retrieved="2001-12-30", archived=None)),
    ("single-source", "info", "Article 1", lambda: plus(articles=[attrs.evolve(ARTICLE, quotations=QUOTATIONS[:1])])),
    ("source-imprecise", "info", "h", lambda: with_source(published="2001-12")),
    ("source-incomplete", "warning", "h", lambda: with_source(authors=[], publisher="")),
    ("source-undated", "warning", "h", lambda: with_source(published=None)),
    ("source-unused", "info", "i", lambda: plus(sources=[source("g"), source("h"), source("i")])),
    (
        "stated-differs-from-computed",
        "error",
        "entry_into_force",
        lambda: plus(act("stated", "entry_into_force", "2001-06-02")),
    ),
    (
        "suspension-outside-force",
        "warning",
        "paused",
        lambda: plus(act("paused", "suspension", "2001-05-31", *BOTH, ground="consent")),
    ),
    ("title-not-unique", "warning", "g", lambda: with_source(title="TITLE OF G")),
]  # fmt: skip

#: What a finding brings with it.
WITH = {
    "act-after-end": {"claim-before-event"},
    "retrieved-before-published": {"no-archive"},
    "source-incomplete": {"no-author"},
}


@pytest.mark.parametrize(
    ("code", "severity", "subject", "build"), ONE_EACH, ids=[f"{row[0]} {row[2]}" for row in ONE_EACH]
)
def test_a_record_with_one_fault_has_one_finding(
    code: str, severity: str, subject: str, build: Callable[[], Treaty]
) -> None:
    found = build().check()
    told = [(finding.code, finding.severity, finding.subject) for finding in found]
    assert told.count((code, Severity(severity), subject)) == 1, told
    assert {finding.code for finding in found} == {code, *WITH.get(code, ())}
    for finding in found:
        assert finding.message
        assert str(finding).startswith(f"{finding.severity}  {finding.code}  {finding.subject}: ")


def test_every_code_is_produced_and_explained() -> None:
    assert {row[0] for row in ONE_EACH} == set(CODES)
    assert list(CODES) == sorted(CODES)
    assert all(meaning and not meaning.endswith(".") for meaning in CODES.values())


def test_only_known_codes_can_be_found() -> None:
    with pytest.raises(ValueError, match="code"):
        Finding(code="something-else", severity="info", subject="x", message="y")
    with pytest.raises(ValueError, match="is not a valid Severity"):
        Finding(code="no-archive", severity="fatal", subject="x", message="y")


# ------------------------------------------------------------------------------------------- just not a finding


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("archived on the day of publication", lambda: with_source(archived="2001-12-31")),
        ("read on the day of publication", lambda: with_source(retrieved="2001-12-31", archived="2001-12-31")),
        ("archived on the day of reading", lambda: with_source(archived="2002-01-05", retrieved="2002-01-05")),
        ("published in the month in which it was read", lambda: with_source(published="2001-12-31?")),
        ("cited for the day of publication", lambda: plus(act("p", "publication", "2001-12-31"))),
        ("a deprecated claim", lambda: instead(SIGNATURE, attrs.evolve(SIGNATURE, claims=[claim("2001-01-01"), claim("1999-01-01", rank="deprecated")]))),
        ("a vaguer claim that agrees", lambda: instead(SIGNATURE, attrs.evolve(SIGNATURE, claims=[claim("2001-01-01", rank="preferred"), claim("2001-01")]))),
        ("approved on the day of signature", lambda: plus(act("v", "domestic_approval", "2001-01-01", "XAA"))),
        ("approved on the day of the exchange", lambda: plus(act("v", "domestic_approval", "2001-06-01", "XAA"))),
        ("promulgated after the exchange", lambda: plus(act("v", "domestic_step", "2001-06-09", "XAA"))),
        ("signed and exchanged on one day", lambda: instead(SIGNATURE, attrs.evolve(SIGNATURE, claims=[claim("2001-06-01")]))),
        ("stated as computed", lambda: plus(act("s", "entry_into_force", "2001-06-01"))),
        ("in effect on the day of the act", lambda: instead(EXCHANGE, attrs.evolve(EXCHANGE, effective=[claim("2001-06-01")]))),
        ("notice long enough", lambda: plus(notice("2001-06-15"), out("2001-12-15", of="notice"))),
        ("notice on the first day", lambda: plus(notice("2001-12-01"), duration=changed(CLEAN.duration, no_notice_before="P6M"))),
        ("revoked on the last day", lambda: plus(notice("2001-06-15"), revoked("2001-12-14"))),
        ("counted from receipt", lambda: plus(notice("2001-06-15", received="2001-06-30", effective="2001-12-30"), duration=changed(CLEAN.duration, notice_from="receipt"))),
        ("suspended on the first day", lambda: plus(act("p", "suspension", "2001-06-01", *BOTH, ground="consent"))),
        ("an event after entry into force", lambda: plus(events=[event("2001-06-01", "1")])),
        ("an event that touches no article", lambda: plus(events=[event("2001-02-01")])),
        ("an act on the day of the end", lambda: plus(act("end", "termination", "2001-12-01", ground="consent"), act("p", "suspension", "2001-12-01", *BOTH, ground="consent"))),
        ("renewable: notice is no period to wait", lambda: plus(notice("2001-06-15", effective="2001-12-01"), duration=Renewable(term="P6M", renewal="P1Y", notice="P1Y", article="1", sources=["g"]))),
        ("a succession reaches back", lambda: plus(act("s", "deposit", "2001-08-01", "XAA", instrument="succession", effective="2001-02-01"))),
        ("one printed format", lambda: plus(sources=[source("g", printed="31 December 2001"), source("h", printed="1 January 2002")])),
    ],
)  # fmt: skip
def test_at_the_edge_there_is_no_finding(name: str, build: Callable[[], Treaty]) -> None:
    assert [str(finding) for finding in build().check()] == []


# ------------------------------------------------------------------------------------------- the seed record


@pytest.fixture(scope="module")
def seed() -> Treaty:
    return tk.load("rus-prk-2024")


def found(treaty: Treaty, code: str) -> set[str]:
    return {finding.subject for finding in treaty.check() if finding.code == code}


def test_what_can_be_told_of_the_seed_article_is_told(seed: Treaty) -> None:
    assert "signature" in found(seed, "date-disputed")
    assert "seed-02" in found(seed, "archived-before-published")
    assert "seed-14" in found(seed, "archived-after-retrieved")
    assert {"seed-05", "seed-06", "seed-16"} <= found(seed, "source-undated")
    assert "seed-12" in found(seed, "source-imprecise")
    assert "seed-15" in found(seed, "source-incomplete")
    assert "seed-15" in found(seed, "title-not-unique")
    assert found(seed, "no-primary-text") == {"sources"}
    assert found(seed, "registration-unknown") == {"registration"}
    assert found(seed, "printed-date-formats") == {"sources"}
    assert "troops-reported" in found(seed, "event-before-entry")
    assert {f"Article {number}" for number in (3, 4, 8, 10, 16)} <= found(seed, "quote-from-translation")
    sources = {f.code: set(f.sources) for f in seed.check() if f.subject == "sources"}
    references = {f"seed-{number:02}" for number in range(1, 17)}
    assert references <= sources["no-address"]
    assert {f"seed-{number:02}" for number in (3, 4, 5, 6, 7, 8, 9, 15, 16)} == references & sources["no-archive"]
    assert {f"seed-{number:02}" for number in (3, 4, 5, 6, 7, 8, 9, 10, 15, 16)} == references & sources["no-author"]
    assert {"seed-03", "seed-16"} == references & sources["party-source"]


def test_what_is_right_in_the_seed_article_is_not_told(seed: Treaty) -> None:
    assert found(seed, "act-out-of-order") == set()
    assert found(seed, "consent-before-signature") == set()
    assert found(seed, "stated-differs-from-computed") == set()
    assert not {f"seed-{number:02}" for number in range(1, 17)} & found(seed, "retrieved-before-published")
    assert not {f"seed-{number:02}" for number in range(1, 17)} & found(seed, "source-unused")
    assert "seed-13" not in found(seed, "archived-before-published"), "archived on the day of publication"
    for policy in ("ranked", "all"):
        assert found(seed.using(policy), "act-out-of-order") == set(), "with the 18th of June or the 19th"


def test_the_references_of_the_seed_article_are_all_there_and_all_used(seed: Treaty) -> None:
    numbers = [source.id for source in seed.sources if source.id.startswith("seed-")]
    assert numbers == [f"seed-{number:02}" for number in range(1, 17)]


def test_a_stated_day_can_decide_between_claims() -> None:
    """Of two days for the instrument that counts, only one agrees with the day of entry into force that is stated."""

    def treaty(day: str) -> Treaty:
        exchange = attrs.evolve(EXCHANGE, claims=[claim(day)])
        stated = act("stated", "entry_into_force", "2001-12-24")
        clause = changed(CLEAN.entry_into_force, delay="P90D")
        return attrs.evolve(CLEAN, entry_into_force=clause, acts=[SIGNATURE, exchange, REGISTRATION, stated])

    assert found(treaty("2001-09-25"), "stated-differs-from-computed") == set()
    assert found(treaty("2001-09-28"), "stated-differs-from-computed") == {"entry_into_force"}


# ------------------------------------------------------------------------------------------- never an error


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(treaties(most_claims=3), st.data())
def test_a_check_never_fails_whatever_the_dates(treaty: Treaty, data: st.DataObject) -> None:
    odd = st.sampled_from(["../2001", "2002/..", "../..", "9999", "9999-12-31", "0001-01-01", "[2001,2003]", "2001~"])
    changed = [
        attrs.evolve(act, claims=[attrs.evolve(act.claims[0], date=data.draw(odd)), *act.claims[1:]])
        if data.draw(st.booleans())
        else act
        for act in treaty.acts
    ]
    sources = [attrs.evolve(one, published=data.draw(st.none() | odd.map(DaySet))) for one in treaty.sources]
    duration = treaty.duration and attrs.evolve(
        treaty.duration, no_notice_before=data.draw(st.sampled_from(["P1Y", "P9000Y"]))
    )
    odd_one = attrs.evolve(treaty, acts=changed, sources=sources, duration=duration)
    for policy in ("ranked", "all"):
        for finding in odd_one.using(policy).check():
            assert finding.code in CODES
            assert finding.subject
            assert finding.message


def test_a_notice_may_come_before_the_first_day_for_notices_even_if_that_lies_beyond_the_calendar() -> None:
    treaty = plus(notice("2001-08-01"), duration=changed(CLEAN.duration, no_notice_before="P9000Y"))
    assert "notice-too-early" in {finding.code for finding in treaty.check()}
