"""Members of the environmental agreements database: columns that mislead, returns, placeholders, day numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.files.registers import ieadb
from treatykit.files.registers.report import Outcome, Report
from treatykit.treaty import Treaty

COLUMNS = (
    *("country", "mitch_id", "tsig", "inclusion", "treatyname", "tterm", "csig", "crat"),
    *(f"ceif{number}" for number in range(3, 10)),
)
AS_OF = "1990-01-01"


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> io.StringIO:
    """A table in the layout; a row is of France in the Eel Convention, unless it says otherwise."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    usual = {"country": "France", "mitch_id": "77", "inclusion": "MEA", "treatyname": "Eel Convention"}
    writer.writerows({**usual, **row} for row in rows)
    return io.StringIO(text.getvalue())


def one(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, **options: Any) -> tuple[Treaty, Report]:
    corpus, report = ieadb.read(table(*rows, columns=columns), **({"clauses": [], "as_of": AS_OF} | options))
    (treaty,) = corpus.treaties
    return treaty, report


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def statuses(treaty: Treaty, day: str, party: str | None = "FRA") -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


def silences(treaty: Treaty) -> dict[str, tuple[str, ...]]:
    assert treaty.coverage is not None
    return {str(silence.on): silence.by for silence in treaty.coverage.silences}


def codes(report: Report) -> Counter[tuple[str, str]]:
    return Counter(report.counts())


JOINED = {"tsig": "1946-12-02", "csig": "1946-12-02", "crat": "1947-03-10", "ceif3": "1948-11-10"}


# ------------------------------------------------------------------------------------------- columns


def test_every_column_of_a_row() -> None:
    treaty, report = one(
        JOINED
        | {
            "tterm": "1985-01-01",
            "ceif4": "1959-06-30",
            "ceif5": "1962-05-04",
            "ceif6": "1970-12-31",
            "ceif7": "1977-06-15",
            "ceif8": "1978-01-01",
            "ceif9": "1979-01-01",
        }
    )
    assert (treaty.id, treaty.title, treaty.form) == ("ieadb-77", "Eel Convention", "multilateral")
    assert [(str(act), act.episode, act.note) for act in treaty.acts] == [
        ("1946-12-02  authentication", None, "signature of the agreement"),
        ("1985-01-01  termination", None, ""),
        ("1946-12-02  signature by FRA", None, ""),
        ("1947-03-10  deposit of an instrument of other by FRA", 1, "ratification or similar"),
        ("1948-11-10  entry into force by FRA", 1, ""),
        ("1959-06-30  withdrawal effective by FRA", 1, ""),
        ("1962-05-04  entry into force by FRA", 2, "joined again"),
        ("1970-12-31  withdrawal effective by FRA", 2, ""),
        ("1977-06-15  entry into force by FRA", 3, "joined again"),
        ("1978-01-01  declaration by FRA", None, "objection to entry into force by tacit acceptance"),
        ("1979-01-01  declaration by FRA", None, "removal of the objection to entry into force by tacit acceptance"),
    ]
    assert report.outcomes[Outcome.ACT] == report.cells == 11
    assert not report.remarks


def test_ceif4_is_a_withdrawal_and_not_another_entry_into_force() -> None:
    treaty, _ = one(JOINED | {"ceif4": "1959-06-30"})
    assert statuses(treaty, "1959-06-29") == {"party"}
    assert statuses(treaty, "1959-06-30") == {"former"}
    assert statuses(treaty, AS_OF) == {"former"}


def test_a_country_may_leave_and_return_twice() -> None:
    treaty, report = one(
        JOINED | {"ceif4": "1959-06-30", "ceif5": "1962-05-04", "ceif6": "1970-12-31", "ceif7": "1977-06-15"}
    )
    assert [str(period) for period in treaty.timeline("FRA")][3:] == [
        "[1948-11-10, 1959-06-30) party",
        "[1959-06-30, 1962-05-04) former",
        "[1962-05-04, 1970-12-31) party",
        "[1970-12-31, 1977-06-15) former",
        "[1977-06-15, 1990-01-02) party",
        "[1990-01-02, ...) unknown",
    ]
    assert not report.doubts


def test_a_treaty_and_its_members() -> None:
    treaty, report = one(JOINED, JOINED | {"country": "Norway", "csig": "", "crat": ""})
    assert [party.code for party in treaty.parties] == ["FRA", "NOR"]
    assert report.outcomes[Outcome.REPEATED] == 1  # the signature of the treaty stands in both rows
    assert silences(treaty)["signature"] == ("NOR",)
    assert silences(treaty)["consent"] == ("NOR",)
    assert statuses(treaty, "1948-11-10", "NOR") == {"party"}
    assert "contracting" in statuses(treaty, "1948-01-01", "NOR")


def test_bea_is_bilateral() -> None:
    treaty, _ = one(JOINED | {"inclusion": "BEA"}, JOINED | {"inclusion": "BEA", "country": "Norway"})
    assert treaty.form == "bilateral"


def test_a_row_without_acts_is_a_participant_of_whom_nothing_is_told() -> None:
    treaty, report = one(JOINED, {"country": "Norway"})
    assert [party.code for party in treaty.parties] == ["FRA", "NOR"]
    (remark,) = report.notes
    assert (remark.code, remark.line, remark.party) == ("scope", 3, "NOR")
    assert {"none", "party"} <= statuses(treaty, "1950-01-01", "NOR")
    assert (report.rows, report.kept_rows) == (2, 2)


@pytest.mark.parametrize("missing", [name for name in COLUMNS if name not in {"country", "mitch_id", "crat"}])
def test_a_column_may_be_missing(missing: str) -> None:
    treaty, report = one(JOINED, columns=tuple(name for name in COLUMNS if name != missing))
    assert "1947-03-10  deposit of an instrument of other by FRA" in acts(treaty)
    assert not report.lost


@pytest.mark.parametrize("missing", ["country", "mitch_id"])
def test_two_columns_are_needed(missing: str) -> None:
    with pytest.raises(tk.TreatyFileError, match=f"no column '{missing}'"):
        ieadb.read(table(JOINED, columns=tuple(name for name in COLUMNS if name != missing)))


# ------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1947-03-10", "1947-03-10"),
        ("17236", "1947-03-10"),
        ("17236.0", "1947-03-10"),
        ("1947-03-10 00:00:00", "1947-03-10"),
        ("1947", "1947"),
        ("367", "1901-01-01"),
        ("10.03.1947", "1947-03-10"),
    ],
)
def test_days_are_iso_or_numbers_of_a_spreadsheet(cell: str, expected: str) -> None:
    treaty, report = one({"crat": cell})
    assert [str(act.date) for act in treaty.acts] == [expected]
    assert report.understood == 1.0


@pytest.mark.parametrize("cell", ["2899-01-01", "2999-01-01", "2699-01-01", "364880", "9999-12-31"])
def test_a_placeholder_is_no_day_and_does_not_tell_whether_the_act_was_done(cell: str) -> None:
    treaty, report = one(JOINED | {"ceif3": "", "ceif4": cell, "crat": cell})
    assert acts(treaty) == ["1946-12-02  authentication", "1946-12-02  signature by FRA"]
    assert report.outcomes[Outcome.PLACEHOLDER] == 2
    assert [(remark.code, remark.column) for remark in report.doubts] == [
        ("no-usable-date", "crat"),
        ("no-usable-date", "ceif4"),
    ]
    assert silences(treaty)["consent"] == ("FRA",)


@pytest.mark.parametrize("nothing", ["", "NA", "0", "0.0"])
def test_nothing_is_no_day(nothing: str) -> None:
    treaty, report = one({"csig": "1946-12-02", "crat": nothing})
    assert acts(treaty) == ["1946-12-02  signature by FRA"]
    assert report.cells == 1


@pytest.mark.parametrize(("cell", "code"), [("soon", "unreadable-date"), ("1947-02-29", "impossible-day")])
def test_a_day_that_cannot_be_read_is_reported(cell: str, code: str) -> None:
    _, report = one(JOINED | {"ceif4": cell})
    (remark,) = report.lost
    assert (remark.code, remark.line, remark.column, remark.party) == (code, 2, "ceif4", "FRA")


def test_a_workbook_holds_real_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["country", "mitch_id", "inclusion", "treatyname", "csig", "crat", "ceif3"])
    sheet.append(["France", 77, "MEA", "Eel Convention", dt.date(1946, 12, 2), 17236, dt.datetime(1948, 11, 10)])
    book.save(tmp_path / "members.xlsx")
    corpus, report = ieadb.read(tmp_path / "members.xlsx", clauses=[])
    assert acts(corpus["77"]) == [
        "1946-12-02  signature by FRA",
        "1947-03-10  deposit of an instrument of other by FRA",
        "1948-11-10  entry into force by FRA",
    ]
    assert report.understood == 1.0


# ------------------------------------------------------------------------------------------- contradictions and limits


def test_a_withdrawal_before_entry_is_kept_and_told() -> None:
    treaty, report = one(JOINED | {"ceif4": "1940-01-01"})
    assert len(treaty.acts) == 5
    (remark,) = report.doubts
    assert (remark.code, remark.column) == ("end-before-start", "ceif4")


def test_a_country_that_nobody_is_known_by_loses_its_days() -> None:
    treaty, report = one(JOINED, JOINED | {"country": "Ruritania"})
    assert [party.code for party in treaty.parties] == ["FRA"]
    assert codes(report)["lost", "unknown-name"] == 1
    assert report.outcomes[Outcome.LOST] == 4
    treaty, report = one(JOINED, JOINED | {"country": "Ruritania"}, names={"Ruritania": "XRU"})
    assert treaty.party("XRU").name == "Ruritania"
    assert not report.lost


def test_a_row_without_a_number_is_lost() -> None:
    _, report = one(JOINED, JOINED | {"mitch_id": ""})
    assert [(remark.code, remark.line) for remark in report.lost] == [("no-treaty", 3)]
    assert report.outcomes[Outcome.LOST] == 4


def test_after_the_day_of_issue_nothing_is_known() -> None:
    treaty, _ = one(JOINED)
    assert statuses(treaty, AS_OF) == {"party"}
    assert treaty.status_on("1990-01-02", party="FRA").found.unknown
    treaty, _ = one(JOINED, as_of=None)
    assert str(treaty.reviewed_through) == "1947-03-10"  # a day of force may lie ahead of the day of issue


def test_of_a_country_that_is_not_in_the_table_nothing_is_known() -> None:
    treaty, _ = one(JOINED)
    assert treaty.status_on("1950-01-01", party="ITA").found.unknown


# ------------------------------------------------------------------------------------------- an independent reading

_KINDS = {
    "csig": "signature",
    "crat": "deposit",
    "ceif3": "entry_into_force",
    "ceif4": "withdrawal_effective",
    "ceif5": "entry_into_force",
    "ceif6": "withdrawal_effective",
    "ceif7": "entry_into_force",
    "ceif8": "declaration",
    "ceif9": "declaration",
}


def _second(cell: str) -> str:
    if cell.isdecimal():
        return str(dt.date(1899, 12, 30) + dt.timedelta(days=int(cell)))
    return cell


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.fixed_dictionaries(
            {"country": st.sampled_from(["XAA", "XBB", "XCC"]), "mitch_id": st.sampled_from(["77", "78"])},
            optional={
                column: st.dates().map(str) | st.integers(10_000, 60_000).map(str) | st.just("2899-01-01")
                for column in _KINDS
            },
        ),
        min_size=1,
    )
)
def test_a_second_reading_of_the_layout_finds_the_same(rows: list[dict[str, str]]) -> None:
    corpus, report = ieadb.read(table(*rows), clauses=[], as_of="9999-12-30")
    found = {
        (treaty.id, act.by[0], str(act.kind), str(claim.date))
        for treaty in corpus
        for act in treaty.acts
        for claim in act.claims
    }
    assert found == {
        (f"ieadb-{row['mitch_id']}", row["country"], kind, _second(row[column]))
        for row in rows
        for column, kind in _KINDS.items()
        if row.get(column, "") and _second(row[column])[:4] not in {"2699", "2899", "2999", "9999"}
    }
    assert report.understood == 1.0
    assert report.cells == sum(column in row for row in rows for column in _KINDS)
