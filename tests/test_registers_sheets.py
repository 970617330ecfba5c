"""Sheets coded by hand: a year is a year, the status is kept, and what goes against it is told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.files.registers import sheets
from treatykit.files.registers.clauses import Clauses, KnownTreaty
from treatykit.files.registers.report import Outcome, Report
from treatykit.record.clauses import Instruments
from treatykit.record.sources import Source
from treatykit.treaty import Treaty

COLUMNS = (
    *("iso2", "member", "state party", "year ratification or accession", "signatory", "no action", "status", "note"),
)
AS_OF = "2022-08-01"
PARTY, SIGNATORY, NOTHING = "state party", "signatory state", "no action"


class Named(io.StringIO):
    """An open file with a name."""

    def __init__(self, text: str, name: str = "eel_pact.csv") -> None:
        super().__init__(text)
        self.name = name


def text_of(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, line_end: str = "\r\n") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator=line_end, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        status = row.get("status", "")
        marks = {PARTY: "state party", SIGNATORY: "signatory", NOTHING: "no action"}
        flags = {mark: str(int(word == status)) for word, mark in marks.items()}
        writer.writerow(flags | {column: cell for column, cell in row.items() if column != "year"} | _year(row))
    return text.getvalue()


def _year(row: dict[str, str]) -> dict[str, str]:
    return {"year ratification or accession": row["year"]} if "year" in row else {}


def one(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, **options: Any) -> tuple[Treaty, Report]:
    """The treaty and the report of a sheet; of a row, ``year`` is short for its column."""
    source = Named(text_of(*rows, columns=columns))
    corpus, report = sheets.read(source, **({"clauses": [], "as_of": AS_OF} | options))
    (treaty,) = corpus.treaties
    return treaty, report


def row(iso2: str, member: str, status: str, year: str = "", **more: str) -> dict[str, str]:
    return {"iso2": iso2, "member": member, "status": status, "year": year, **more}


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def statuses(treaty: Treaty, day: str, party: str = "FRA") -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


def silences(treaty: Treaty) -> dict[str, tuple[str, ...]]:
    assert treaty.coverage is not None
    return {str(silence.on): silence.by for silence in treaty.coverage.silences}


FRANCE = row("FR", "France", PARTY, "1980")


# ------------------------------------------------------------------------------------------- years and status


def test_a_year_is_a_year_and_not_the_first_of_january() -> None:
    treaty, report = one(FRANCE)
    deposit, entry = treaty.acts
    assert (str(deposit.date), deposit.instrument) == ("1980", "other")
    assert (str(entry.date), entry.note) == ("1980-01-01/2022-08-01", "a party on the day of issue")
    assert statuses(treaty, "1979-12-31") <= {"none", "signatory"}
    assert {"none", "party"} <= statuses(treaty, "1980-06-30")
    assert "none" not in statuses(treaty, "1980-12-31")
    assert statuses(treaty, AS_OF) == {"party"}
    assert report.outcomes[Outcome.ACT] == report.cells == 1


def test_the_status_holds_on_the_day_of_issue_and_after_it_nothing_is_known() -> None:
    treaty, _ = one(FRANCE, row("ES", "Spain", SIGNATORY), row("NO", "Norway", NOTHING))
    assert [statuses(treaty, AS_OF, code) for code in ("FRA", "ESP", "NOR")] == [{"party"}, {"signatory"}, {"none"}]
    for code in ("FRA", "ESP", "NOR", "ITA"):
        assert treaty.status_on("2022-08-02", party=code).found.unknown
    assert treaty.status_on(AS_OF, party="ITA").found.unknown  # not in the sheet


def test_no_action_is_none_on_every_day_to_the_day_of_issue() -> None:
    treaty, _ = one(FRANCE, row("NO", "Norway", NOTHING))
    assert statuses(treaty, "1950-01-01", "NOR") == statuses(treaty, "2022-08-01", "NOR") == {"none"}


def test_when_a_signatory_signed_is_the_year_or_not_told() -> None:
    treaty, _ = one(FRANCE, row("ES", "Spain", SIGNATORY), row("NO", "Norway", SIGNATORY, "1981"))
    assert acts(treaty)[2:] == ["../2022-08-01  signature by ESP", "1981  signature by NOR"]
    assert statuses(treaty, "2000-01-01", "ESP") == {"none", "signatory"}
    assert statuses(treaty, "1982-01-01", "NOR") == {"signatory"}


def test_without_a_day_of_issue_it_is_the_first_of_the_latest_year() -> None:
    treaty, _ = one(FRANCE, row("ES", "Spain", PARTY, "2021"), as_of=None)
    assert str(treaty.reviewed_through) == "2021-01-01"
    with pytest.raises(tk.TreatyFileError, match="as_of="):
        one(row("NO", "Norway", NOTHING), as_of=None)


@pytest.mark.parametrize("cell", ["1980", "1980.0", "1980-06-30", "30.06.1980"])
def test_a_whole_day_is_taken_too(cell: str) -> None:
    treaty, report = one(row("FR", "France", PARTY, cell))
    assert treaty.acts[0].date.issubset(tk.DaySet("1980"))
    assert report.understood == 1.0


@pytest.mark.parametrize("cell", ["0000", "soon", "1980/81", "=A1"])
def test_a_year_that_cannot_be_read_is_lost_and_the_status_is_kept(cell: str) -> None:
    treaty, report = one(FRANCE, row("ES", "Spain", PARTY, cell))
    (remark,) = report.lost
    assert (remark.line, remark.column, remark.cell, remark.party) == (3, COLUMNS[3], cell, "ESP")
    assert report.outcomes[Outcome.LOST] == 1
    assert statuses(treaty, AS_OF, "ESP") == {"party"}


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("State Party", "party"),
        ("party", "party"),
        ("ratified", "party"),
        ("Acceded", "party"),
        ("signatory", "signatory"),
        ("Signature only", "signatory"),
        ("signed", "signatory"),
        ("No action", "none"),
        ("none", "none"),
    ],
)
def test_words_for_the_status(word: str, status: str) -> None:
    columns = ("member", "year", "status")
    treaty, _ = one(FRANCE, {"member": "Spain", "status": word}, columns=columns)
    assert statuses(treaty, AS_OF, "ESP") == {status}


@pytest.mark.parametrize(
    ("party", "signatory", "nothing", "status"),
    [("1", "0", "0", "party"), ("0", "1", "0", "signatory"), ("0", "0", "1", "none"), ("1.0", "", "no", "party")],
)
def test_the_columns_of_0_and_1_are_enough(party: str, signatory: str, nothing: str, status: str) -> None:
    flags = {"state party": party, "signatory": signatory, "no action": nothing}
    treaty, report = one(
        FRANCE | {"status": "", "state party": "1"}, {"iso2": "ES", "member": "Spain"} | flags, columns=COLUMNS[:6]
    )
    assert statuses(treaty, AS_OF, "ESP") == {status}
    assert not report.lost


# ------------------------------------------------------------------------------------------- contradictions


def test_a_status_that_the_year_contradicts() -> None:
    treaty, report = one(FRANCE, row("ES", "Spain", PARTY), row("NO", "Norway", NOTHING, "1985"))
    doubt, lost = report.remarks
    assert (doubt.code, str(doubt.weight), doubt.party) == ("status-contradicts-year", "doubt", "ESP")
    assert (lost.code, str(lost.weight), lost.party) == ("status-contradicts-year", "lost", "NOR")
    assert statuses(treaty, AS_OF, "ESP") == {"party"}
    assert statuses(treaty, AS_OF, "NOR") == {"none"}
    assert report.outcomes[Outcome.LOST] == 1


def test_a_word_that_the_columns_of_0_and_1_contradict_is_kept() -> None:
    treaty, report = one(FRANCE, row("ES", "Spain", SIGNATORY) | {"state party": "1", "signatory": "0"})
    (remark,) = report.doubts
    assert (remark.code, remark.column, remark.party) == ("status-contradicts-year", "status", "ESP")
    assert statuses(treaty, AS_OF, "ESP") == {"signatory"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"status": "observer"}, "unknown-value"),
        ({"status": "", "state party": "1", "signatory": "1"}, "unknown-value"),
        ({"status": "", "state party": "0", "no action": "0"}, "unknown-value"),
    ],
)
def test_a_row_without_a_status_is_lost(cells: dict[str, str], code: str) -> None:
    _, report = one(FRANCE, row("ES", "Spain", "", "1980") | cells)
    (remark,) = report.lost
    assert (remark.code, remark.line, remark.party) == (code, 3, "ESP")
    assert report.outcomes[Outcome.LOST] == 1


def test_a_mark_that_is_neither_0_nor_1_is_doubtful() -> None:
    _, report = one(FRANCE | {"no action": "maybe"})
    (remark,) = report.doubts
    assert (remark.code, remark.column) == ("unknown-value", "no action")


def test_a_year_after_the_day_of_issue_is_doubtful() -> None:
    treaty, report = one(row("FR", "France", PARTY, "2024"))
    assert [remark.code for remark in report.doubts] == ["after-issue"]
    assert str(treaty.acts[0].date) == "2024"


# ------------------------------------------------------------------------------------------- States and notes


def test_na_is_namibia() -> None:
    treaty, report = one(FRANCE, row("NA", "Namibia", PARTY, "1994"))
    assert [party.code for party in treaty.parties] == ["FRA", "NAM"]
    assert not report.remarks
    treaty, _ = one(FRANCE, {"iso2": "NA", "year": "1994", "status": PARTY}, columns=("iso2", "year", "status"))
    assert [party.code for party in treaty.parties] == ["FRA", "NAM"]


@pytest.mark.parametrize(
    ("iso2", "name", "code"),
    [
        ("CV", "Cape Verde", "CPV"),
        ("CI", "Ivory Coast", "CIV"),
        ("SZ", "Swaziland", "SWZ"),
        ("CD", "Democratic Republic of Congo", "COD"),
        ("CG", "Congo", "COG"),
    ],
)
def test_the_names_of_coders_are_known(iso2: str, name: str, code: str) -> None:
    treaty, report = one(row(iso2, name, PARTY, "1994"))
    assert [party.code for party in treaty.parties] == [code]
    assert not report.remarks


def test_a_name_that_is_not_known_is_found_by_its_code_and_told() -> None:
    treaty, report = one(FRANCE, row("ES", "Kingdom by the Sea", PARTY, "1994"))
    assert treaty.parties[1].code == "ESP"
    (remark,) = report.doubts
    assert (remark.code, remark.cell) == ("doubtful-name", "Kingdom by the Sea")


def test_where_name_and_code_differ_the_name_is_kept() -> None:
    treaty, report = one(row("ES", "France", PARTY, "1994"))
    assert [party.code for party in treaty.parties] == ["FRA"]
    (remark,) = report.doubts
    assert (remark.code, remark.column, remark.cell) == ("doubtful-name", "iso2", "ES")


def test_a_name_without_a_code_that_nobody_is_known_by_is_lost() -> None:
    rows = (FRANCE, row("", "Ruritania", PARTY, "1994"))
    _, report = one(*rows)
    assert [(remark.code, remark.line) for remark in report.lost] == [("unknown-name", 3)]
    assert report.outcomes[Outcome.LOST] == 1
    treaty, report = one(*rows, names={"Ruritania": "XRU"})
    assert treaty.party("XRU").name == "Ruritania"


def test_a_row_without_a_state_is_lost() -> None:
    _, report = one(FRANCE, row("", "", PARTY, "1994"))
    assert [(remark.code, remark.line) for remark in report.lost] == [("no-participant", 3)]


def test_a_note_is_kept_with_the_party_and_decides_nothing() -> None:
    treaty, _ = one(FRANCE | {"note": "Denounced in 1997"})
    assert treaty.party("FRA").note == "Denounced in 1997"
    assert statuses(treaty, AS_OF) == {"party"}


def test_the_column_of_notes_may_be_missing_and_lines_may_end_either_way() -> None:
    for line_end in ("\r\n", "\n"):
        text = text_of(FRANCE, row("NA", "Namibia", PARTY, "1994"), columns=COLUMNS[:7], line_end=line_end)
        corpus, report = sheets.read(Named(text), clauses=[], as_of=AS_OF)
        assert len(corpus.treaties[0].parties) == report.rows == 2
        assert not report.remarks


def test_a_note_with_a_line_end_in_it_moves_the_lines() -> None:
    _, report = one(FRANCE | {"note": "first\r\nsecond"}, row("", "Ruritania", PARTY, "1994"))
    assert report.lost[0].line == 4


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("year", "status"), "no column 'member'"),
        (("member", "year"), "neither a column 'status' nor columns"),
    ],
)
def test_a_sheet_names_states_and_gives_a_status(columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(tk.TreatyFileError, match=message):
        one(FRANCE, columns=columns)


@pytest.mark.parametrize("library", [pd, pl], ids=["pandas", "polars"])
def test_a_frame_is_a_sheet(library: Any) -> None:
    data = {"member": ["France", "Namibia", "Spain"], "year": [1980, 1994, None], "status": [PARTY, PARTY, NOTHING]}
    corpus, report = sheets.read(library.DataFrame(data), clauses=[], as_of=AS_OF)
    assert [str(act) for act in corpus.treaties[0].acts if act.kind == "deposit"] == [
        "1980  deposit of an instrument of other by FRA",
        "1994  deposit of an instrument of other by NAM",
    ]
    assert report.rows == 3


# ------------------------------------------------------------------------------------------- keys and clauses


def test_the_key_of_a_treaty_is_the_name_of_its_file(tmp_path: Path) -> None:
    for name in ("eel_pact", "elver_pact"):
        (tmp_path / f"{name}.csv").write_text(text_of(FRANCE), encoding="utf-8")
    corpus, _ = sheets.read(tmp_path, clauses=[])
    assert [treaty.id for treaty in corpus] == ["sheets-eel-pact", "sheets-elver-pact"]
    assert corpus["eel_pact"].id == "sheets-eel-pact"


def test_clauses_are_found_by_another_key() -> None:
    clause = Instruments(count=2, delay="P1Y", sources=["text"])
    known = Clauses(
        [KnownTreaty(keys=["mtdsg:30-1"], title="Eel Pact", entry_into_force=clause)], [Source(id="text", title="Text")]
    )
    rows = (FRANCE, row("ES", "Spain", PARTY, "1982"))
    treaty, _ = one(*rows, clauses=known, keys={"eel_pact": "mtdsg:30-1"})
    assert (treaty.title, str(treaty.in_force_from)) == ("Eel Pact", "1983")
    assert statuses(treaty, "1982-12-31") == {"contracting"}
    assert statuses(treaty, "1984-01-01") == {"party"}
    assert [act.kind for act in treaty.acts] == ["deposit", "deposit"]


def test_without_a_clause_answers_tell_what_the_sheet_does_not() -> None:
    treaty, _ = one(FRANCE)
    answer = treaty.status_on("1990-01-01", party="FRA")
    assert answer.caveats
    assert any("years only" in caveat for caveat in answer.caveats)
    assert silences(treaty) == {"signature": ("FRA",), "entry": ()}


# ------------------------------------------------------------------------------------------- every sheet


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["XAA", "XBB", "XCC", "XDD"]),
        st.tuples(st.sampled_from([PARTY, SIGNATORY, NOTHING]), st.just("") | st.integers(1900, 2022).map(str)),
        min_size=1,
    )
)
def test_the_status_of_the_sheet_is_the_status_on_the_day_of_issue(told: dict[str, tuple[str, str]]) -> None:
    treaty, report = one(
        *({"member": code, "status": status, "year": year} for code, (status, year) in told.items()), as_of="2022-12-31"
    )
    words = {PARTY: "party", SIGNATORY: "signatory", NOTHING: "none"}
    for code, (status, _) in told.items():
        assert statuses(treaty, "2022-12-31", code) == {words[status]}
    wrong = Counter(
        status for status, year in told.values() if (status, bool(year)) in {(PARTY, False), (NOTHING, True)}
    )
    assert len(report.of(code="status-contradicts-year")) == wrong.total()
    assert report.cells == sum(bool(year) for _, year in told.values())
    assert report.rows == report.kept_rows == len(told)
