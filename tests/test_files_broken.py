"""Every kind of broken record is refused, with all its faults, each at its place and in words that help.

Each row of the table spoils the valid record in one place. The last column says what of it a schema cannot see.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import treatykit as tk
from treatykit import RecordError
from treatykit.files.codec import from_data
from treatykit.files.schema import BEYOND

from mutations import FIXTURES, GONE, VALID, schema, spoilt, valid

REFERENCES, TWICE, DAYS, ONE_DAY, ANSWERS, ITSELF, DEPTH, POINT, HALF = BEYOND

CLAIM = {"date": "1931-06-20", "source": "gazette-12"}
ACT = {"id": "other", "kind": "deposit", "by": ["XFR"], "claims": [CLAIM]}
ARTICLE = {"at": "3", "summary": "They help each other.", "sources": ["gazette-12"]}
OTHERS = [{"at": "11"}, {"at": "12"}]
OBLIGATION = {"id": "aid", "at": "3", "modality": "must", "action": "give help", "sources": ["gazette-12"]}
EVENT = {"id": "fire", "summary": "There is a fire.", "claims": [CLAIM]}
STATEMENT = {"id": "good", "about": "the pact", "says": "It is good.", "sources": ["gazette-12"]}
NAME = {"text": "Pact", "lang": "en", "kind": "usual"}
LINK = {"kind": "related", "treaty": "xaa-xbb-1900"}
QUOTATION = {"text": "armed and other help", "lang": "en", "source": "gazette-12"}
DAY_RULE = {"rule": "on_day", "day": "1932-01-01"}


def deep(levels: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": "on_signature"}
    for _ in range(levels):
        rule = {"rule": "any_of", "rules": [rule]}
    return rule


class Row(NamedTuple):
    """Where the valid record is spoilt, how, at which path that is told, in which words, and what a schema misses."""

    where: str
    value: Any
    path: str
    words: str
    beyond: str = ""


ROWS = [
    # the record itself
    Row("format", GONE, "format", 'is missing; write format = "treatykit/1"'),
    Row("format", "treatykit/2", "format", "the one format that is read here, not the text 'treatykit/2'"),
    Row("format", [["treatykit/1"]], "format", "not a list"),
    Row("id", GONE, "id", "is missing; name the record"),
    Row("id", "XFR XSY", "id", "use lower-case letters, digits and hyphens"),
    Row("id", "", "id", "is not an id"),
    Row("id", "xfr--xsy", "id", "is not an id"),
    Row("id", "xfr-xsy\n", "id", "is not an id"),
    Row("reviewed_through", GONE, "reviewed_through", "is missing; name the last day of the review"),
    Row("reviewed_through", "1936", "reviewed_through", "is more than one day; name the last day"),
    Row(
        "reviewed_through", "1936-12-31?", "reviewed_through", "is not sure; name the last day of the review, without ?"
    ),
    Row("reviewed_through", "1936-12-32", "reviewed_through", "December 1936 has 31 days"),
    Row("reviewed_through", 1936, "reviewed_through", 'in quotes, not the number 1936; write "1936"'),
    Row("form", "bilaterally", "form", "did you mean 'bilateral'? (known: bilateral, multilateral)"),
    Row("form", True, "form", "one of the words bilateral, multilateral, not true"),
    Row("languages", "en", "languages", "must be a list, in square brackets, not the text 'en'"),
    Row("languages", [1], "languages[0]", 'must be a text, not the number 1; write "1"'),
    Row("depositary", 5, "depositary", 'must be a text, not the number 5; write "5"'),
    Row("title", GONE, "title", "is missing; give at least one"),
    Row("title", {}, "title", "is missing; give at least one"),
    Row("title", "Pact", "title", "must be a table of languages and titles"),
    Row("title.fr", 5, "title.fr", "must be a text, not the number 5"),
    Row("title.fr", " ", "title.fr", "must be a text that is not empty"),
    Row("title", {"en": "Pact", "": "Traité"}, "title.''", "is no language"),
    Row("acts", [], "acts", "is not a key of a record; did you mean 'act'?"),
    Row("notes", "x", "notes", "is not a key of a record"),
    # parties
    Row("party", [], "party", "is missing; a treaty needs its parties"),
    Row("party", {"code": "XFR"}, "party", "in TOML each under its own [[party]], not a table"),
    Row("party[2]", "XAA", "party[2]", "must be a table, with the keys code, name at least, not the text 'XAA'"),
    Row("party[2]", {"name": "Ruritania"}, "party[2].code", "is missing"),
    Row(
        "party[2]", {"code": "RSU", "name": "Ruritania"}, "party[2].code", "is not the code of a State; use ISO 3166-1"
    ),
    Row("party[2]", {"code": "eu", "name": "Union", "kind": "organisation"}, "party[2].code", "use capital letters"),
    Row(
        "party[2]",
        {"code": "EU", "name": "Union", "kind": "organization"},
        "party[2].kind",
        "did you mean 'organisation'?",
    ),
    Row("party[2]", {"code": "XFR", "name": "Again"}, "party[2].code", "'XFR' stands already in party[0]", TWICE),
    Row("party[1].name", "  ", "party[1].name", "must be a text that is not empty"),
    Row("party[1].cow", "365", "party[1].cow", "must be a whole number, without quotes"),
    Row("party[1].cow", True, "party[1].cow", "not true"),
    Row("party[1].cow", 1.5, "party[1].cow", "without a decimal point, not the number 1.5"),
    Row("party[1].cow", 365.0, "party[1].cow", "without a decimal point, not the number 365.0", POINT),
    Row("party[1].cow", 2**60, "party[1].cow", "not a number of more than 15 digits"),
    Row("party[1].names", "Sylvania", "party[1].names", "must be a list, in square brackets"),
    Row("party[1].note", None, "party[1].note", "not null (leave the key out)"),
    Row("party[1].note", "\ud800", "party[1].note", "half of a character pair", HALF),
    Row("party[1].colour", "red", "party[1].colour", "is not a key here (keys: code, name"),
    Row("party[1]", GONE, "act[0].by[1]", "there is no party 'XSY' in this record", REFERENCES),
    # sources
    Row("source[2]", {"id": " ", "title": "Cable"}, "source[2].id", "must be a text that is not empty"),
    Row("source[0].title", GONE, "source[0].title", "is missing (in source 'gazette-12')"),
    Row("source[0].type", "newspaper", "source[0].type", "is not a word that can stand here"),
    Row("source[0].titel", "x", "source[0].titel", "is not a key here; did you mean 'title'?"),
    Row("source[0].published", "July 1931", "source[0].published", "'July 1931' is not a date that treatykit reads"),
    Row("source[0].published", "", "source[0].published", "it is empty"),
    Row("source[0].published", "1931-02-29", "source[0].published", "February 1931 has 28 days", DAYS),
    Row("source[0].published", "1931-07-04/1931-07-03", "source[0].published", "ends before it starts", DAYS),
    Row("source[0].published", "0000-07-03", "source[0].published", "there is no year 0"),
    Row("source[0].published", "1931-07-03\n", "source[0].published", "is not a date"),
    Row("source[0].published", ["1931"], "source[0].published", "must be a date in quotes, not a list"),
    Row(
        "source[0].party",
        "XFX",
        "source[0].party",
        "there is no party 'XFX' in this record; did you mean 'XFR'?",
        REFERENCES,
    ),
    Row("source[2]", {"id": "wire-0619", "title": "Again"}, "source[2].id", "stands already in source[1]", TWICE),
    Row("source[1]", GONE, "act[0].claims[1].source", "there is no source 'wire-0619' in this record", REFERENCES),
    # clauses
    Row("entry_into_force.rule", GONE, "entry_into_force.rule", "is missing; use one of on_signature, on_day"),
    Row("entry_into_force.rule", "on_signatur", "entry_into_force.rule", "did you mean 'on_signature'?"),
    Row("entry_into_force.rule", ["on_day"], "entry_into_force.rule", "a list is not a rule that is known"),
    Row("entry_into_force", "on_signature", "entry_into_force", "must be a table with the key 'rule', not the text"),
    Row(
        "entry_into_force",
        [["rule", "on_signature"]],
        "entry_into_force",
        "must be a table with the key 'rule', not a list",
    ),
    Row("entry_into_force.day", "1931-01-01", "entry_into_force.day", "is not a key here"),
    Row("entry_into_force.delay", "30 days", "entry_into_force.delay", "is not a legal distance; accepted are"),
    Row("entry_into_force.delay", "P", "entry_into_force.delay", "is not a legal distance"),
    Row("entry_into_force.delay", "P1M then later", "entry_into_force.delay", "'later' is not a rounding; use one of"),
    Row("entry_into_force.delay", 30, "entry_into_force.delay", 'not the number 30; write "P30D"'),
    Row("entry_into_force.not_before", "1932", "entry_into_force.not_before", "a clause names one exact day"),
    Row(
        "entry_into_force.not_before",
        "1932-01-01/1932-02-01",
        "entry_into_force.not_before",
        "a clause names one exact day",
        ONE_DAY,
    ),
    Row("entry_into_force", {**DAY_RULE, "day": "../1932"}, "entry_into_force.day", "a clause names one exact day"),
    Row(
        "entry_into_force.article",
        "Art. 11",
        "entry_into_force.article",
        "is not a place in a treaty; write an article",
    ),
    Row("entry_into_force.sources", ["x"], "entry_into_force.sources[0]", "there is no source 'x'", REFERENCES),
    Row(
        "entry_into_force.waits_for",
        "xfr-xsy-1931",
        "entry_into_force.waits_for",
        "it cannot wait for itself",
        REFERENCES,
    ),
    Row("entry_into_force", {"rule": "all_of", "rules": []}, "entry_into_force.rules", "must hold at least one"),
    Row("entry_into_force", deep(12), f"entry_into_force{'.rules[0]' * 8}", "rules lie more than 8 deep", DEPTH),
    Row("entry_into_force", deep(40), "entry_into_force", "is nested more than 60 levels deep", DEPTH),
    Row("entry_into_force", {"rule": "on_signature", "count": 0}, "entry_into_force.count", "must be 1 or more"),
    Row(
        "entry_into_force",
        {"rule": "instruments", "including": ["XFS"]},
        "entry_into_force.including[0]",
        "there is no party 'XFS' in this record",
        REFERENCES,
    ),
    Row("duration.kind", "endless", "duration.kind", "is not a kind that is known (known: indefinite, fixed_term"),
    Row("duration", {"kind": "fixed_term"}, "duration.term", "is missing"),
    Row("duration", {"kind": "until_day", "day": "1940"}, "duration.day", "a clause names one exact day"),
    Row("duration", {"kind": "renewable", "term": "P5Y", "renewal": "P0D"}, "duration.renewal", "longer than nothing"),
    Row("duration.calendar", [{"day": "02-29", "notice_by": "01-01"}], "duration.calendar[0].day", "such as '06-30'"),
    Row("duration.calendar", [{"day": "06-30"}], "duration.calendar[0].notice_by", "is missing"),
    Row(
        "duration.calendar",
        [{"day": "06-30", "notice_by": "01-01", "years": -1}],
        "duration.calendar[0].years",
        "must be 0 or more",
    ),
    # acts
    Row("act", {"id": "signature"}, "act", "in TOML each under its own [[act]]"),
    Row("act[0].kind", "signatur", "act[0].kind", "is not a word that can stand here; did you mean 'signature'?"),
    Row("act[0].kind", GONE, "act[0].kind", "is missing"),
    Row("act[0].subject_to", GONE, "act[0]", "a signature must say what it is subject to"),
    Row("act[1]", {**ACT, "subject_to": "ratification"}, "act[1]", "subject_to belongs to a signature"),
    Row("act[1]", {**ACT, "kind": "termination"}, "act[1]", "must name its ground"),
    Row("act[1]", {**ACT, "kind": "prolongation"}, "act[1]", "a prolongation must say until when"),
    Row("act[1]", {**ACT, "kind": "exchange"}, "act[1].by", "an exchange is a joint act: name all who took part"),
    Row("act[1]", {**ACT, "kind": "domestic_approval", "by": []}, "act[1].by", "belongs to one party: name it"),
    Row("act[1]", {**ACT, "by": ["XFR", "XFR"]}, "act[1].by", "names a party twice"),
    Row("act[1]", {**ACT, "by": ["XFS"]}, "act[1].by[0]", "there is no party 'XFS'", REFERENCES),
    Row("act[1]", {**ACT, "by": "XFR"}, "act[1].by", "must be a list, in square brackets, not the text 'XFR'"),
    Row("act[1]", {**ACT, "kind": "domestic_step", "by": "XFR"}, "act[1].by", "must be a list, in square brackets"),
    Row("act[1]", {**ACT, "kind": "exchange", "by": ["XFR", 5]}, "act[1].by[1]", "must be a text, not the number 5"),
    Row("act[1]", {**ACT, "claims": []}, "act[1].claims", "must hold at least one claim"),
    Row("act[1]", {**ACT, "claims": CLAIM}, "act[1].claims", "must be a list, in square brackets, not a table"),
    Row("act[1]", {**ACT, "claims": [[CLAIM]]}, "act[1].claims[0]", "with the keys date, source at least, not a list"),
    Row("act[1]", {**ACT, "id": "signature"}, "act[1].id", "stands already in act[0]; each needs its own", TWICE),
    Row("act[1]", {**ACT, "of": "signature"}, "act[1].of", "answers no other act; leave 'of' out"),
    Row(
        "act[1]", {**ACT, "kind": "resumption", "of": "signatur"}, "act[1].of", "there is no act 'signatur'", REFERENCES
    ),
    Row("act[1]", {**ACT, "kind": "resumption", "of": "signature"}, "act[1].of", "answers 'suspension', and", ANSWERS),
    Row("act[1]", {**ACT, "scope": ["Article 3"]}, "act[1].scope[0]", "is not a place in a treaty"),
    Row("act[1]", {**ACT, "episode": 0}, "act[1].episode", "counts from 1, not 0"),
    Row("act[1]", {**ACT, "people": [{"name": "", "party": "XFR"}]}, "act[1].people[0].name", "that is not empty"),
    Row("act[1]", {**ACT, "people": [{"name": "A", "party": "X"}]}, "act[1].people[0].party", "there is no party 'X'"),
    Row("act[0].claims[0].rank", "best", "act[0].claims[0].rank", "(known: preferred, normal, deprecated)"),
    Row("act[0].claims[0].evidence", "sure", "act[0].claims[0].evidence", "is not a word that can stand here"),
    Row("act[0].received", [{"date": "1931"}], "act[0].received[0].source", "is missing"),
    # articles and obligations
    Row("article", [{"at": "3(1)"}, *OTHERS], "article[0].at", "an article is named without its paragraphs"),
    Row("article", [{"at": "three!"}, *OTHERS], "article[0].at", "is not a place in a treaty"),
    Row("article", [{"at": "3", "content": "sourced"}, *OTHERS], "article[0]", "is marked sourced and has no summary"),
    Row("article", [{"at": "3", "summary": "Help."}, *OTHERS], "article[0]", "has a summary and no sources"),
    Row("article", [{"at": "3", "obligations": []}, *OTHERS], "article[0].obligations", "is not a key here"),
    Row(
        "article",
        [{**ARTICLE, "quotations": [{**QUOTATION, "source": "gazette-13"}]}, *OTHERS],
        "article[0].quotations[0].source",
        "did you mean 'gazette-12'?",
        REFERENCES,
    ),
    Row("obligation[0].at", "Article 3", "obligation[0].at", "is not a place in a treaty"),
    Row("obligation[0].modality", "shall", "obligation[0].modality", "(known: must, must_not, may, declares)"),
    Row("obligation[0].sources", [], "obligation[0].sources", "an obligation needs at least one source"),
    Row("obligation[0].sources", [""], "obligation[0].sources[0]", "there is no source ''"),
    Row("obligation[0].bearer", "XFS", "obligation[0].bearer", "there is no party 'XFS'", REFERENCES),
    Row("obligation[0].toward", "both", "obligation[0].toward", "(other words here: other, none)"),
    Row("obligation[0]", {**OBLIGATION, "bearer": "XFR", "toward": "XFR"}, "obligation[0]", "towards itself", ITSELF),
    Row("obligation[0].trigger", "force", "obligation[0].trigger", "must be a table, with the keys kind at least"),
    Row("obligation[0].trigger.kind", "force.atack", "obligation[0].trigger.kind", "did you mean 'force.attack'?"),
    Row(
        "obligation[0].final", "yes", "obligation[0].final", "must be true or false, without quotes, not the text 'yes'"
    ),
    Row("obligation[0].final", 1, "obligation[0].final", "must be true or false, without quotes, not the number 1"),
    Row("obligation[0].within", "soon", "obligation[0].within", "is not a legal distance"),
    Row("obligation[0].atop", ["defence"], "obligation[0].atop[0]", "did you mean 'defense'?"),
    # what surrounds them
    Row("event", [{**EVENT, "claims": []}], "event[0].claims", "must hold at least one; an empty list says nothing"),
    Row("event", [{**EVENT, "by": ["XFS", "RSU"]}], "event[0].by[1]", "no State of ISO 3166", REFERENCES),
    Row("event", [{**EVENT, "by": ["reporters"]}], "event[0].by[0]", "others can be named in attributed_to"),
    Row("event", [EVENT, EVENT], "event[1].id", "'fire' stands already in event[0]", TWICE),
    Row("statement", [{**STATEMENT, "sources": []}], "statement[0].sources", "must hold at least one"),
    Row("statement", [STATEMENT, STATEMENT], "statement[1].id", "'good' stands already in statement[0]", TWICE),
    Row("name", [{**NAME, "copy_of": "XAA"}], "name[0].copy_of", "there is no party 'XAA'", REFERENCES),
    Row("name", [{**NAME, "lang": ""}], "name[0].lang", "must be a text that is not empty"),
    Row("link", [{**LINK, "kind": "superseded"}], "link[0].kind", "did you mean 'supersede"),
    Row("link", [{**LINK, "treaty": "xfr-xsy-1931"}], "link[0].treaty", "is this treaty itself", REFERENCES),
    Row("link", [{**LINK, "sources": ["x"]}], "link[0].sources[0]", "there is no source 'x'", REFERENCES),
    Row("unknown", [{"about": "registration"}], "unknown[0].what", "is missing"),
]


def named(row: Row) -> str:
    value = "gone" if row.value is GONE else str(row.value)[:30]
    return f"{row.where}-{value!a}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_fault_is_told_at_its_place_in_words_that_help(row: Row) -> None:
    with pytest.raises(RecordError) as caught:
        from_data(spoilt(valid(), row.where, row.value), where="mine.toml")
    (fault,) = caught.value.faults
    assert fault.path == row.path
    assert row.words in fault.message
    assert str(caught.value).startswith("mine.toml has 1 fault:\n")


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_the_schema_refuses_it_too_unless_a_schema_cannot_see_it(row: Row) -> None:
    assert schema().is_valid(spoilt(valid(), row.where, row.value)) is bool(row.beyond)


def test_every_blindness_of_the_schema_that_is_documented_has_a_row() -> None:
    assert {row.beyond for row in ROWS} == {"", *BEYOND}


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_it_is_refused_from_a_file_of_json_as_well(row: Row, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(spoilt(valid(), row.where, row.value)), encoding="utf-8")
    with pytest.raises(RecordError, match=r"mine\.json has 1 fault"):
        tk.read(file)


# ------------------------------------------------------------------------------------------- several faults


def test_bilateral_is_between_two() -> None:
    three = spoilt(valid(), "party[2]", {"code": "XRU", "name": "Ruritania"})
    assert from_data(three).form == "multilateral"
    assert faults({**three, "form": "bilateral"}) == ["form"]
    assert not schema().is_valid({**three, "form": "bilateral"})


def test_the_valid_record_is_valid() -> None:
    assert tk.read(VALID).id == "xfr-xsy-1931"


def test_the_faults_of_a_file_are_all_told_in_its_order() -> None:
    """A golden text: what a reader is told of a file with a fault in every table."""
    with pytest.raises(RecordError) as caught:
        tk.read(FIXTURES / "broken" / "many-faults.toml")
    told = [f"{fault}\n" for fault in caught.value.faults]
    assert "".join(told) == (FIXTURES / "broken" / "many-faults.txt").read_text(encoding="utf-8")


def test_a_fault_in_one_object_hides_none_in_another() -> None:
    data = spoilt(valid(), "source[0].title", 5)
    data = spoilt(data, "obligation[0].sources[0]", "gazette-21")
    data = spoilt(data, "act[0].claims[1].source", "wire")
    data = spoilt(data, "party[0].name", GONE)
    data = spoilt(data, "act[0].by[1]", "XSX")
    assert faults(data) == [
        "party[0].name",
        "source[0].title",
        "act[0].claims[1].source",
        "act[0].by[1]",
        "obligation[0].sources[0]",
    ]


def test_a_fault_in_a_field_hides_none_in_the_same_object() -> None:
    data = spoilt(valid(), "act[0].kind", "sign")
    data = spoilt(data, "act[0].by[1]", 5)
    data = spoilt(data, "act[0].id", "")
    data = spoilt(data, "act[0].claims[0].date", "19 June")
    data = spoilt(data, "act[0].claims[0].source", "x")
    data = spoilt(data, "act[0].claims[1]", None)
    assert sorted(faults(data)) == [
        "act[0].by[1]",
        "act[0].claims[0].date",
        "act[0].claims[0].source",
        "act[0].claims[1]",
        "act[0].id",
        "act[0].kind",
    ]


def test_an_unreadable_object_is_told_once() -> None:
    """What refers to it, by an id that can be read, is not at fault; and a list that cannot be read hides its items."""
    assert faults(spoilt(valid(), "source[1]", {"id": "wire-0619"})) == ["source[1].title"]
    assert faults(spoilt(valid(), "party[0].code", "XF")) == ["party[0].code", "act[0].by[0]"]
    assert faults(spoilt(valid(), "party[0].name", 5)) == ["party[0].name"]
    assert faults(spoilt(valid(), "source", "none")) == ["source"]
    assert faults(spoilt(valid(), "party", "none")) == ["party"]
    assert faults(spoilt(valid(), "act", "none")) == ["act"]


def test_obligations_are_counted_as_in_the_file() -> None:
    """Though in memory they stand with their articles, in the order of those."""
    first = valid()["obligation"][0]
    data = spoilt(valid(), "article", [{"at": "11"}, {"at": "12"}, {"at": "2"}, {"at": "3"}])
    data = spoilt(
        data, "obligation", [{**first, "id": "b", "at": "3", "sources": ["x"]}, {**first, "id": "a", "at": "2"}]
    )
    assert faults(data) == ["obligation[0].sources[0]"]


@pytest.mark.parametrize("wrong", [None, 5, "x", [], [{}], True, 1.5])
def test_what_is_no_table_at_all_is_refused(wrong: object) -> None:
    with pytest.raises(RecordError, match="must be a table of keys"):
        from_data(wrong)


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("article", {**ARTICLE, "sources": ["x"]}),
        ("article", {**ARTICLE, "number_sources": ["x"]}),
        ("article", {**ARTICLE, "quotations": [{**QUOTATION, "source": "x"}]}),
        ("obligation", {**OBLIGATION, "sources": ["x"]}),
        ("obligation", {**OBLIGATION, "quotations": [{**QUOTATION, "source": "x"}]}),
        ("name", {**NAME, "sources": ["x"]}),
        ("event", {**EVENT, "claims": [{**CLAIM, "source": "x"}]}),
        ("statement", {**STATEMENT, "sources": ["x"]}),
        ("statement", {**STATEMENT, "quotations": [{**QUOTATION, "source": "x"}]}),
        ("link", {**LINK, "sources": ["x"]}),
        ("act", {**ACT, "claims": [{**CLAIM, "source": "x"}]}),
        ("act", {**ACT, "received": [{**CLAIM, "source": "x"}]}),
        ("act", {**ACT, "effective": [{**CLAIM, "source": "x"}]}),
    ],
)
def test_a_source_that_is_not_there_is_told_wherever_it_is_named(key: str, table: dict[str, Any]) -> None:
    others = OTHERS if key == "article" else []
    with pytest.raises(RecordError) as caught:
        from_data(spoilt(valid(), key, [table, *others]))
    (fault,) = caught.value.faults
    assert fault.path.startswith(f"{key}[0].")
    assert "there is no source 'x' in this record" in fault.message


def test_where_articles_are_described_a_reference_to_another_dangles() -> None:
    described = spoilt(valid(), "article", [ARTICLE, *OTHERS])
    assert from_data(described).article(11).number == 11
    assert faults(spoilt(described, "entry_into_force.article", "10")) == ["entry_into_force.article"]
    assert faults(spoilt(described, "duration.article", "13(2)")) == ["duration.article"]
    assert faults(spoilt(described, "act[0].scope", ["3(1)", "9"])) == ["act[0].scope[1]"]
    assert faults(spoilt(described, "event", [{**EVENT, "articles": ["9"]}])) == ["event[0].articles[0]"]
    assert faults(spoilt(described, "link", [{**LINK, "article": "9"}])) == ["link[0].article"]
    assert from_data(valid()).articles[0].at == "3"  # described by nobody, so that any other may be named


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(RecordError) as caught:
        from_data(data)
    return [fault.path for fault in caught.value.faults]
