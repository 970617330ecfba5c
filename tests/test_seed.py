"""The encyclopedia article from which the first record starts: each fact in it has a place in the objects."""

from __future__ import annotations

import pytest

import treatykit as tk
from treatykit.record.sources import Rank

T = tk.load("rus-prk-2024")


def says(about: str) -> str:
    return " ".join(statement.says for statement in T.statements if statement.about == about)


def quoted(at: str) -> list[str]:
    return [quotation.text for quotation in T.article(at).quotations]


def test_the_box() -> None:
    assert T.title == (
        "Treaty on Comprehensive Strategic Partnership between the Russian Federation and the Democratic People's "
        "Republic of Korea"
    )
    assert "North Korean–Russian Treaty on Comprehensive Strategic Partnership" in {name.text for name in T.names}
    assert "friendship" in says("classification")
    assert "defence pact" in says("classification")
    assert "Government Complex No. 1" in says("signature")
    assert T.act("signature").place == "Pyongyang"
    assert T.signatories == ("RUS", "PRK")
    assert [party.code for party in T.parties] == ["RUS", "PRK"]
    assert T.languages == ("ru", "ko")


def test_the_day_of_signature_stands_as_a_claim_beside_the_better_one() -> None:
    claims = {(str(claim.date), claim.source, claim.rank) for claim in T.act("signature").claims}
    assert ("2024-06-18", "seed", Rank.NORMAL) in claims
    assert str(T.signed_on) == "2024-06-19"
    assert str(T.trusting(["seed"]).signed_on) == "2024-06-18"


def test_who_signed_and_what_was_said() -> None:
    assert {person.name for person in T.act("signature").people} == {"Vladimir Putin", "Kim Jong Un"}
    words = {q.text for statement in T.statements for q in statement.quotations if q.source == "seed-02"}
    assert words == {"fiery friendship", "strongest ever treaty", "breakthrough document"}
    assert "drawing closer" in says("relations")
    assert "suspected" in says("relations")


@pytest.mark.parametrize(
    ("party", "body", "day", "source"),
    [
        ("RUS", "State Duma", "2024-10-24", "seed-03"),
        ("RUS", "Federation Council", "2024-11-06", "seed-04"),
        ("RUS", "Federation Council", "2024-11-06", "seed-05"),
        ("RUS", "President", "2024-11-09", "seed-06"),
        ("PRK", "President of the State Affairs", "2024-11-11", "seed-07"),
        ("PRK", "President of the State Affairs", "2024-11-11", "seed-08"),
    ],
)
def test_the_dates_of_ratification_are_domestic_approvals(party: str, body: str, day: str, source: str) -> None:
    step = next(step for step in T.ratification(party).steps if step.body == body)
    assert (str(step.date), step.kind, step.is_international) == (day, "domestic_approval", False)
    assert source in step.sources


def test_it_came_into_force_after_the_exchange_of_instruments() -> None:
    assert str(T.in_force_from) == "2024-12-04"
    assert str(T.act("exchange").date) == "2024-12-04"
    assert "seed-09" in {claim.source for claim in T.act("entry-into-force").claims}


def test_the_content() -> None:
    assert T.preamble is not None
    assert [article.number for article in T.articles] == [None, *range(1, 24)]
    assert "seed-10" in next(s for s in T.statements if s.id == "structure").sources
    assert "political, trade, investment and security" in says("scope")
    assert quoted("3") == [
        "in case a direct threat of armed invasion is created",
        "shall immediately operate the channel of bilateral negotiations for the purpose of adjusting their stands",
        "discussing feasible practical measures",
    ]
    assert quoted("4") == [
        "put in a state of war by an armed invasion",
        "provide military and other assistance with all means in its possession without delay",
        "with Article 51 of the UN Charter and the laws of the DPRK and the Russian Federation",
    ]
    assert quoted("8") == ["shall establish mechanisms", "strengthen defense capabilities to prevent war"]
    assert quoted("10") == ["develop exchanges and cooperation", "peaceful nuclear energy"]
    assert quoted("16")[0] == "unilateral coercive measures of an extraterritorial nature"
    assert quoted("16")[1].startswith("consider the implementation of such measures to be illegal")
    assert {duty.at for duty in T.duties(on="2025-01-01", theme="science")} == {"10"}


def test_the_aftermath() -> None:
    troops = T.event("troops-reported")
    assert (str(troops.date), troops.sources) == ("2024-10", ("seed-14",))
    assert "1,500" in troops.summary
    assert "South Korea's intelligence agency" in troops.attributed_to
    reception = T.event("reception")
    assert str(reception.date) == "2024-12-10"
    assert {"seed-15", "seed-16"} <= set(reception.sources)
    assert "2024-12" in {str(claim.date) for claim in reception.claims}
    assert "Matsegora" in reception.summary


#: id, authors, title (its beginning), publisher, published, archived, retrieved, language
REFERENCES = [
    ("seed-01", ["Wong, Tessa"], "Putin and Kim pledge", "BBC News", "2024-06-19", "2024-09-30", "2024-10-15", "en"),
    (
        "seed-02",
        ["Kim, Tong-hyung", "Ghosal, Aniruddha"],
        "Russia and North Korea sign",
        "Associated Press",
        "2024-06-20",
        "2024-06-19",
        "2024-10-15",
        "en",
    ),
    ("seed-03", [], "The State Duma ratified", "State Duma", "2024-10-24", None, "2025-02-04", "en"),
    ("seed-04", [], "Russian Senators Ratify", "The Moscow Times", "2024-11-06", None, "2024-11-06", "en"),
    ("seed-05", [], "Federation Council ratifies", "Interfax", None, None, "2024-11-07", "en"),
    ("seed-06", [], "Putin signs into law", "Reuters", None, None, "2024-11-10", "en"),
    ("seed-07", [], "North Korea ratifies landmark", "Al Jazeera", "2024-11-12", None, "2024-11-12", "en"),
    ("seed-08", [], "N.Korean leader signs decree", "NHK World", "2024-11-12", None, "2024-12-04", "en"),
    ("seed-09", [], "North Korea-Russia treaty comes", "Reuters", "2024-12-04", None, "2024-12-05", "en"),
    ("seed-10", [], "N. Korea's new pact", "The Hankyoreh", "2024-06-21", "2024-10-05", "2024-10-15", "en"),
    (
        "seed-11",
        ["Regan, Helen", "Bae, Gawon", "Seo, Yoonjung"],
        "North Korea says Kim and Putin's",
        "CNN",
        "2024-06-20",
        "2024-09-26",
        "2024-10-15",
        "en",
    ),
    (
        "seed-12",
        ["Davenport, Kelsey"],
        "North Korea, Russia Strengthen",
        "Arms Control Association",
        "2024-08",
        "2024-09-09",
        "2024-10-15",
        "en",
    ),
    (
        "seed-13",
        ["Kim, eung-yeon"],
        "New Russia-N.K. treaty",
        "Yonhap News Agency",
        "2024-06-20",
        "2024-06-20",
        "2024-10-15",
        "en",
    ),
    (
        "seed-14",
        ["Kim, Thong-Yiung"],
        "South Korean intelligence says",
        "AP News",
        "2024-10-18",
        "2024-11-09",
        "2024-10-20",
        "en",
    ),
    ("seed-15", [], "Russian Ambassador to DPRK", "", "2024-12-11", None, "2025-02-04", "en"),
    ("seed-16", [], "조선민주주의인민공화국과", "DPRK Ministry of Foreign Affairs", None, None, "2025-02-04", "ko"),
]


@pytest.mark.parametrize("reference", REFERENCES, ids=[reference[0] for reference in REFERENCES])
def test_every_reference(reference: tuple[str, list[str], str, str, str | None, str | None, str | None, str]) -> None:
    id, authors, title, publisher, published, archived, retrieved, lang = reference
    source = T.source(id)
    assert list(source.authors) == authors
    assert source.title.startswith(title)
    assert (source.publisher, source.lang) == (publisher, lang)
    days = (source.published, source.archived, source.retrieved)
    assert [None if day is None else str(day) for day in days] == [published, archived, retrieved]


def test_the_references_that_are_not_iso_keep_their_printed_dates() -> None:
    printed = {source.id: source.printed for source in T.sources if source.printed}
    assert printed["seed-01"] == "19 June 2024"
    assert printed["seed-12"] == "August 2024"
    assert printed["seed-14"] == "October 18, 2024"


def test_sources_of_a_party_are_marked() -> None:
    assert (T.source("seed-03").party, T.source("seed-16").party) == ("RUS", "PRK")
