"""Party tables of the many* packages: dates, placeholders, stays, contradictions, and what a blank cell says."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.files.registers import many
from treatykit.files.registers.clauses import Clauses, KnownTreaty
from treatykit.files.registers.report import Outcome, Report
from treatykit.record.acts import Act
from treatykit.record.clauses import Instruments
from treatykit.record.sources import Source
from treatykit.treaty import Treaty

BUILT = (
    *("stateID", "treatyID", "Title", "Begin", "End", "Signature", "StateSignature", "StateRatification", "Force"),
    *("StateForce", "Term", "StateEnd", "Coder", "Comments"),
)
RAW = (
    *("treatyID", "stateID", "Title", "End", "Signature", "Force", "stateSignature", "stateRat", "stateForce"),
    *("stateForce2", "stateForce3", "stateWithdrawal", "stateWithdrawal2", "Deposit", "ProvisionalApp", "Consent"),
    *("Acceptance", "Accession", "Succession", "Notes"),
)
STILL_IN = "9999-12-31"
AS_OF = "1960-01-01"


def table(*rows: dict[str, str], columns: tuple[str, ...] = BUILT) -> io.StringIO:
    """A table in the layout; a row is of XAA in the Eel Pact, unless it says otherwise."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"stateID": "XAA", "treatyID": "EELPCT_1931A", **row} for row in rows)
    return io.StringIO(text.getvalue())


def read(*rows: dict[str, str], columns: tuple[str, ...] = BUILT, **options: Any) -> tuple[Corpus, Report]:
    return many.read(table(*rows, columns=columns), **({"clauses": [], "as_of": AS_OF} | options))


def one(*rows: dict[str, str], columns: tuple[str, ...] = BUILT, **options: Any) -> tuple[Treaty, Report]:
    corpus, report = read(*rows, columns=columns, **options)
    (treaty,) = corpus.treaties
    return treaty, report


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def act(treaty: Treaty, kind: str, party: str = "XAA") -> Act:
    (found,) = (each for each in treaty.acts if each.kind == kind and party in each.by)
    return found


def dates(treaty: Treaty, kind: str, party: str = "XAA") -> list[str]:
    return [str(claim.date) for claim in act(treaty, kind, party).claims]


def statuses(treaty: Treaty, day: str, party: str | None = "XAA") -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


def silences(treaty: Treaty) -> dict[str, tuple[str, ...]]:
    assert treaty.coverage is not None
    return {str(silence.on): silence.by for silence in treaty.coverage.silences}


def codes(report: Report) -> Counter[tuple[str, str]]:
    return Counter(report.counts())


# ------------------------------------------------------------------------------------------- what each column becomes


def test_a_built_row() -> None:
    treaty, report = one(
        {
            "Title": "Pact on Eels",
            "Begin": "1931-06-20",
            "End": STILL_IN,
            "Signature": "1931-06-20",
            "StateSignature": "1931-06-21",
            "StateRatification": "1931-07-01",
            "Force": "1932-01-01",
            "StateForce": "1932-02-01",
            "Term": "-218569",
            "StateEnd": "1940-01-01",
            "Coder": "Nobody",
            "Comments": "By letter",
        }
    )
    assert (treaty.id, treaty.title) == ("many-eelpct-1931a", "Pact on Eels")
    assert acts(treaty) == [
        "1931-06-20  authentication",
        "1932-01-01  entry into force",
        "1931-06-21  signature by XAA",
        "1931-07-01  deposit of an instrument of other by XAA",
        "1932-02-01  entry into force by XAA",
        "1940-01-01  withdrawal effective by XAA",
    ]
    assert [(each.note, str(each.ground or each.subject_to or "")) for each in treaty.acts] == [
        ("signature of the agreement", ""),
        ("", ""),
        ("By letter", "not_stated"),
        ("By letter", ""),
        ("", ""),
        ("", "not_stated"),
    ]
    (remark,) = report.remarks
    assert (remark.code, remark.message) == ("column-not-read", "not imported: Begin, Term, Coder")
    assert report.outcomes == {
        Outcome.ACT: 6,
        Outcome.REPEATED: 0,
        Outcome.PLACEHOLDER: 1,
        Outcome.LOST: 0,
    }


def test_the_kinds_of_consent_are_merged_in_built_tables_and_kept_in_raw_ones() -> None:
    treaty, _ = one({"StateRatification": "1931-07-01"})
    deposit = act(treaty, "deposit")
    assert (deposit.instrument, deposit.note) == (
        "other",
        "the table merges ratification, accession, acceptance and approval",
    )
    for column in ("Accession", "Succession", "Acceptance"):
        treaty, _ = one({column: "01.07.1931"}, columns=RAW)
        assert act(treaty, "deposit").instrument == column.lower()
    for column in ("stateRat", "Consent", "Deposit"):
        treaty, _ = one({column: "01.07.1931"}, columns=RAW)
        assert act(treaty, "deposit").instrument == "other"


def test_the_same_consent_in_two_columns_is_one_act_of_the_kind_that_is_named() -> None:
    treaty, report = one({"stateRat": "27.09.1931", "Accession": "27.09.1931", "Deposit": "28.09.1931"}, columns=RAW)
    deposit = act(treaty, "deposit")
    assert deposit.instrument == "accession"
    assert [str(claim.date) for claim in deposit.claims] == ["1931-09-27", "1931-09-28"]
    assert report.outcomes[Outcome.REPEATED] == 1
    assert codes(report)["doubt", "two-dates"] == 1


def test_raw_rows_have_provisional_application_and_notes() -> None:
    treaty, _ = one({"ProvisionalApp": "05.05.1931", "stateRat": "01.07.1931", "Notes": "By letter"}, columns=RAW)
    assert dates(treaty, "provisional_start") == ["1931-05-05"]
    assert act(treaty, "deposit").note == "By letter"
    assert str(treaty.status_on("1931-06-01", party="XAA").provisional) == "yes"


def test_a_comment_without_an_act_is_a_note_on_the_party() -> None:
    treaty, _ = one({"StateForce": "1932-01-01", "Comments": "Signatory was the Duchy"})
    assert treaty.party("XAA").note == "Signatory was the Duchy"


# ------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1931-07-01", "1931-07-01"),
        ("1931-07", "1931-07"),
        ("1931", "1931"),
        ("1931-07-01?", "1931-07-01?"),
        ("1931-07-01~", "1931-07-01~"),
        ("~1931", "1931~"),
        ("1931-06..1931-07", "1931-06/1931-07"),
        ("1931-07-XX", "1931-07"),
        ("1931-XX-XX", "1931"),
        ("{1931-07-01,1931-07-03}", "[1931-07-01,1931-07-03]"),
        ("01.07.1931", "1931-07-01"),
        ("02.12.1931", "1931-12-02"),
    ],
)
@pytest.mark.parametrize("columns", [BUILT, RAW], ids=["built", "raw"])
def test_dates_are_edtf_or_day_first_in_the_same_column(columns: tuple[str, ...], cell: str, expected: str) -> None:
    column = "StateRatification" if columns is BUILT else "stateRat"
    treaty, report = one({column: cell}, columns=columns)
    (found,) = act(treaty, "deposit").claims
    assert tk.DaySet(str(found.date)) == tk.DaySet(expected)
    assert report.understood == 1.0


def test_a_month_that_is_not_known_leaves_twelve_days() -> None:
    treaty, _ = one({"StateRatification": "1931-XX-16"})
    assert len(act(treaty, "deposit").claims[0].date) == 12


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2010-02-29", "impossible-day"),
        ("1972-06-31?", "impossible-day"),
        ("30.02.1931", "impossible-day"),
        ("1971-0706", "unreadable-date"),
        ("1985-11-01-", "unreadable-date"),
        ("soon", "unreadable-date"),
        ("=A1", "formula"),
    ],
)
def test_a_date_that_cannot_be_is_reported(cell: str, code: str) -> None:
    treaty, report = one({"StateSignature": "1931-06-20", "StateRatification": cell})
    assert acts(treaty) == ["1931-06-20  signature by XAA"]
    (remark,) = report.lost
    assert (remark.code, remark.line, remark.column, remark.cell, remark.party) == (
        code,
        2,
        "StateRatification",
        cell,
        "XAA",
    )
    assert (report.rows, report.kept_rows, report.outcomes[Outcome.LOST]) == (1, 1, 1)


def test_a_term_is_a_number_and_no_date() -> None:
    treaty, _ = one({"StateSignature": "1931-06-20", "Term": "-218569"})
    assert acts(treaty) == ["1931-06-20  signature by XAA"]


@pytest.mark.parametrize("nothing", ["", "NA", "n/a", "0", " "])
def test_nothing_is_no_date(nothing: str) -> None:
    treaty, report = one({"StateSignature": "1931-06-20", "StateRatification": nothing, "StateEnd": nothing})
    assert acts(treaty) == ["1931-06-20  signature by XAA"]
    assert report.cells == 1


def test_a_constant_zero_in_succession_is_nothing() -> None:
    treaty, report = one({"stateRat": "01.07.1931", "Succession": "0"}, columns=RAW)
    assert len(treaty.acts) == report.cells == 1


# ------------------------------------------------------------------------------------------- placeholders


LIFE = {
    "StateSignature": "1931-06-20",
    "StateRatification": "1931-07-01",
    "Force": "1932-01-01",
    "StateForce": "1932-01-01",
}


@pytest.mark.parametrize("cell", [STILL_IN, "31.12.9999"])
def test_an_end_of_9999_says_that_the_state_is_in_to_the_day_of_issue(cell: str) -> None:
    treaty, report = one(LIFE | {"StateEnd": cell})
    assert statuses(treaty, AS_OF) == {"party"}
    assert statuses(treaty, "1940-01-01") == {"party"}
    assert treaty.status_on("1960-01-02", party="XAA").found.unknown
    assert report.outcomes[Outcome.PLACEHOLDER] == 1
    assert not {"withdrawal", "ending"} & set(silences(treaty))


def test_a_blank_end_is_not_verified() -> None:
    treaty, _ = one(LIFE)
    assert statuses(treaty, "1932-01-01") == {"party"}
    assert statuses(treaty, AS_OF) == {"party", "former"}
    assert silences(treaty)["withdrawal"] == ("XAA",)
    assert silences(treaty)["ending"] == ()


def test_who_is_known_to_be_in_keeps_the_treaty_alive_for_the_others() -> None:
    treaty, _ = one(LIFE | {"StateEnd": STILL_IN}, LIFE | {"stateID": "XBB"})
    assert "ending" not in silences(treaty)
    assert statuses(treaty, AS_OF, None) == {"in_force"}
    assert statuses(treaty, AS_OF, "XBB") == {"party", "former"}


def test_9999_as_a_day_of_force_says_the_opposite_not_in_force_yet() -> None:
    rows = [
        {"StateSignature": "1931-06-20", "StateRatification": consent, "Force": STILL_IN, "StateForce": STILL_IN}
        | {"End": STILL_IN, "StateEnd": STILL_IN, "stateID": code}
        for code, consent in (("XAA", "1931-07-01"), ("XBB", ""))
    ]
    treaty, report = one(*rows)
    assert statuses(treaty, AS_OF) == {"contracting"}
    assert statuses(treaty, AS_OF, "XBB") == {"signatory", "contracting"}
    assert treaty.in_force_on(AS_OF) == tk.Truth.NO
    assert report.outcomes[Outcome.PLACEHOLDER] == 8


@pytest.mark.parametrize("cell", ["0001-01-01", "01.01.0001"])
def test_0001_does_not_tell_whether_the_act_was_done(cell: str) -> None:
    treaty, report = one({"StateSignature": "1931-06-20", "StateRatification": cell})
    assert acts(treaty) == ["1931-06-20  signature by XAA"]
    (remark,) = report.of("doubt", code="no-usable-date")
    assert (remark.line, remark.column, remark.cell, remark.party) == (2, "StateRatification", cell, "XAA")
    assert silences(treaty)["consent"] == ("XAA",)
    assert {"signatory", "contracting"} <= statuses(treaty, "1940-01-01")


# ------------------------------------------------------------------------------------------- blank cells


def test_a_blank_cell_is_not_a_no() -> None:
    treaty, _ = one({"StateSignature": "1931-06-20", "StateEnd": STILL_IN}, {"stateID": "XBB", "StateEnd": STILL_IN})
    assert silences(treaty)["consent"] == ("XAA", "XBB")
    assert silences(treaty)["signature"] == ("XBB",)
    assert statuses(treaty, "1931-06-19") == {"none"}
    assert statuses(treaty, "1940-01-01") == {"signatory", "contracting", "party"}
    assert "none" in statuses(treaty, "1940-01-01", "XBB")
    assert "party" in statuses(treaty, "1940-01-01", "XBB")


def test_of_a_state_that_is_not_in_the_table_nothing_is_known() -> None:
    treaty, _ = one(LIFE | {"StateEnd": STILL_IN})
    assert treaty.status_on("1940-01-01", party="ITA").found.unknown


def test_without_a_day_of_issue_the_latest_signature_or_consent_is_the_last_day() -> None:
    treaty, _ = one(LIFE | {"StateEnd": STILL_IN, "StateForce": "1950-01-01"}, as_of=None)
    assert str(treaty.reviewed_through) == "1931-07-01"


# ------------------------------------------------------------------------------------------- stays


def test_a_return_is_another_row_in_built_tables() -> None:
    treaty, report = one(
        LIFE | {"StateEnd": "1940-01-01"},
        LIFE
        | {"StateSignature": "", "StateRatification": "1950-01-01", "StateForce": "1950-02-01", "StateEnd": STILL_IN},
    )
    assert str(treaty.timeline("XAA")) == (
        "[..., 1931-06-20) none\n"
        "[1931-06-20, 1931-07-01) signatory\n"
        "[1931-07-01, 1932-01-01) contracting\n"
        "[1932-01-01, 1940-01-01) party\n"
        "[1940-01-01, 1950-01-01) former\n"
        "[1950-01-01, 1950-02-01) contracting\n"
        "[1950-02-01, 1960-01-02) party\n"
        "[1960-01-02, ...) unknown"
    )
    assert not report.doubts


def test_a_return_is_a_numbered_column_in_raw_ones() -> None:
    treaty, report = one(
        {
            "stateRat": "01.07.1931",
            "stateForce": "01.01.1932",
            "stateWithdrawal": "01.01.1940",
            "stateForce2": "1950-02-01",
            "stateWithdrawal2": "31.12.9999",
        },
        columns=RAW,
    )
    assert statuses(treaty, "1945-01-01") == {"former"}
    assert statuses(treaty, "1955-01-01") == {"party"}
    assert [each.episode for each in treaty.acts if each.kind == "entry_into_force"] == [None, 2]
    assert not report.doubts


# ------------------------------------------------------------------------------------------- contradictions


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"StateForce": "1932-01-01", "StateEnd": "1931-01-01"}, "end-before-start", "StateEnd"),
        ({"StateSignature": "1931-06-20", "StateForce": "1931-01-01"}, "entry-before-signature", "StateForce"),
        (
            {"StateSignature": "1931-06-20", "StateRatification": "1931-01-01"},
            "consent-before-signature",
            "StateRatification",
        ),
    ],
)
def test_days_in_an_order_that_cannot_be_are_kept_and_told(row: dict[str, str], code: str, column: str) -> None:
    treaty, report = one(row)
    assert len(treaty.acts) == 2
    (remark,) = report.doubts
    assert (remark.code, remark.column, remark.line, remark.party) == (code, column, 2, "XAA")


def test_two_rows_for_one_act_are_two_claims() -> None:
    treaty, report = one(LIFE | {"StateEnd": STILL_IN}, LIFE | {"StateEnd": STILL_IN, "StateSignature": "1931-06-25"})
    assert dates(treaty, "signature") == ["1931-06-20", "1931-06-25"]
    assert statuses(treaty, "1931-06-22") == {"none", "signatory"}
    (remark,) = report.doubts
    assert (remark.code, remark.line, remark.column) == ("two-dates", 3, "StateSignature")


def test_a_row_that_is_there_twice_says_nothing_new() -> None:
    treaty, report = one(LIFE | {"StateEnd": STILL_IN}, LIFE | {"StateEnd": STILL_IN})
    assert len(treaty.acts) == 4
    assert report.outcomes[Outcome.REPEATED] == 4
    assert {remark.code for remark in report.remarks} == {"column-not-read", "repeated-row"}
    assert (report.rows, report.kept_rows) == (2, 2)


def test_rows_that_date_the_treaty_differently_are_claims_too() -> None:
    treaty, _ = one(LIFE, LIFE | {"stateID": "XBB", "Force": "1932-02-01"})
    (entry,) = (each for each in treaty.acts if each.kind == "entry_into_force" and not each.by)
    assert [str(claim.date) for claim in entry.claims] == ["1932-01-01", "1932-02-01"]


# ------------------------------------------------------------------------------------------- keys and parties


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("XAA-XBB_1931A", "bilateral"),
        ("XAA-XBB[EEL]_1931E:XAA-XBB[EEL]_1930A", "bilateral"),
        ("EELPCT_1931A", "multilateral"),
        ("XAA-XBB-XCC_1931A", "multilateral"),
    ],
)
def test_a_key_of_two_states_is_that_of_a_bilateral_treaty(key: str, form: str) -> None:
    row = {"treatyID": key, "StateSignature": "1931-06-20"}
    treaty, _ = one(row, row | {"stateID": "XBB"})
    assert treaty.form == form


def test_a_bilateral_key_with_three_parties_is_multilateral() -> None:
    row = {"treatyID": "XAA-XBB_1931A", "StateSignature": "1931-06-20"}
    treaty, _ = one(*(row | {"stateID": code} for code in ("XAA", "XBB", "XCC")))
    assert treaty.form == "multilateral"


def test_the_treaty_is_found_by_its_key() -> None:
    corpus, _ = read({"treatyID": "XAA-XBB[EEL]_1931A", "StateSignature": "1931-06-20"})
    assert corpus["XAA-XBB[EEL]_1931A"].id == "many-xaa-xbb-eel-1931a"


def test_a_row_of_a_state_that_is_not_known_is_lost_with_its_days_and_names_helps() -> None:
    rows = (LIFE, LIFE | {"stateID": "EEL", "StateEnd": STILL_IN})
    treaty, report = one(*rows)
    assert [party.code for party in treaty.parties] == ["XAA"]
    assert codes(report)["lost", "unknown-name"] == 1
    assert (report.kept_rows, report.outcomes[Outcome.LOST]) == (1, 5)
    treaty, report = one(*rows, names={"EEL": "XEE"})
    assert [party.code for party in treaty.parties] == ["XAA", "XEE"]
    assert not report.lost


def test_a_row_without_a_treaty_or_a_state_is_lost() -> None:
    _, report = one(LIFE, LIFE | {"treatyID": ""}, LIFE | {"stateID": "NA"})
    assert [(remark.code, remark.line) for remark in report.lost] == [("no-treaty", 3), ("no-participant", 4)]


def test_historical_states_have_codes() -> None:
    treaty, _ = one(LIFE | {"stateID": "DDR"})
    assert treaty.parties[0].name == "East Germany"


def test_a_table_of_agreements_is_refused() -> None:
    with pytest.raises(tk.TreatyFileError, match="it lists agreements; the table of parties is needed"):
        many.read(io.StringIO("treatyID,Title,Begin\nEELPCT_1931A,Pact,1931\n"))
    with pytest.raises(tk.TreatyFileError, match="no column 'stateID'"):
        many.read(io.StringIO("a,b\n1,2\n"))


def test_a_clause_on_kinds_of_instrument_counts_all_where_the_table_merges_them() -> None:
    clause = Instruments(count=1, instruments=["ratification"], sources=["text"])
    known = Clauses(
        [KnownTreaty(keys=["many:EELPCT_1931A"], entry_into_force=clause)], [Source(id="text", title="Text")]
    )
    treaty, _ = one({"StateRatification": "1931-07-01", "StateEnd": STILL_IN}, clauses=known)
    assert str(treaty.in_force_from) == "1931-07-01"


# ------------------------------------------------------------------------------------------- an independent reading

_KINDS = {
    "stateSignature": "signature",
    "stateRat": "deposit",
    "Accession": "deposit",
    "Succession": "deposit",
    "Acceptance": "deposit",
    "stateForce": "entry_into_force",
    "stateWithdrawal": "withdrawal_effective",
    "ProvisionalApp": "provisional_start",
}


def second_reading(text: str) -> set[tuple[str, str, str]]:
    """State, kind and day of every cell that tells of a day, read from the layout as it is written down."""
    found = set()
    for row in csv.DictReader(io.StringIO(text)):
        for column, kind in _KINDS.items():
            cell = re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", r"\3-\2-\1", row[column])
            if cell not in {"", "NA", "0", "9999-12-31", "0001-01-01"}:
                found.add((row["stateID"], kind, cell))
    return found


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.fixed_dictionaries(
            {"stateID": st.sampled_from(["XAA", "XBB", "XCC"])},
            optional={
                column: st.dates().map(lambda day: f"{day.day:02}.{day.month:02}.{day.year:04}")
                | st.dates().map(str)
                | st.sampled_from(["NA", "0", "0001-01-01"])
                for column in _KINDS
            }
            | {"stateWithdrawal": st.sampled_from(["31.12.9999", "01.01.1950", "1951-02-02", "NA"])},
        ),
        min_size=1,
    )
)
def test_a_second_reading_of_the_layout_finds_the_same(rows: list[dict[str, str]]) -> None:
    text = table(*rows, columns=RAW).getvalue()
    corpus, report = many.read(io.StringIO(text), clauses=[], as_of="9999-12-30")
    found = {
        (act.by[0], str(act.kind), str(claim.date)) for treaty in corpus for act in treaty.acts for claim in act.claims
    }
    assert found == second_reading(text)
    assert report.understood == 1.0
    assert report.rows == len(rows)


def test_in_force_for_a_party_before_the_treaty_is_kept_and_told() -> None:
    corpus, report = many.read(
        table(
            {"Force": "1932-07-01", "StateForce": "1931-01-01", "StateEnd": STILL_IN},
            {"stateID": "XBB", "Force": "1932-07-01", "StateForce": "1932-07-01"},
        ),
        as_of=AS_OF,
    )
    found = report.of(code="entry-before-treaty")
    assert [(remark.party, remark.cell) for remark in found] == [("XAA", "1931-01-01")]
    assert corpus.treaties[0].status_on("1931-06-01", party="XAA").status == "party"
