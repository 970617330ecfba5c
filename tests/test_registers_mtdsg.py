"""Participant tables of the UN Treaty Collection: what each header and letter means, and what is not in the tables."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.files.registers import mtdsg
from treatykit.files.registers.clauses import Clauses, KnownTreaty
from treatykit.files.registers.mtdsg import kinds_of
from treatykit.files.registers.report import Outcome, Report
from treatykit.record.acts import Act
from treatykit.record.clauses import AsStated, Instruments
from treatykit.record.sources import Source
from treatykit.treaty import Treaty

CONSENT = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"
COLUMNS = ("Participant", "Signature", CONSENT)


class Named(io.StringIO):
    """An open file with a name."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, name: str = "30-1.csv") -> Named:
    """A table in the layout of the collection; rows that are too short are filled up."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
    return Named(text.getvalue(), name)


def one(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, **options: Any) -> tuple[Treaty, Report]:
    corpus, report = mtdsg.read(table(*rows, columns=columns), **({"clauses": []} | options))
    (treaty,) = corpus.treaties
    return treaty, report


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def act(treaty: Treaty, kind: str, party: str = "") -> Act:
    (found,) = (each for each in treaty.acts if each.kind == kind and party in {"", *each.by})
    return found


def statuses(treaty: Treaty, day: str, party: str | None = None) -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


def silences(treaty: Treaty) -> dict[str, tuple[str, ...]]:
    assert treaty.coverage is not None
    return {str(silence.on): silence.by for silence in treaty.coverage.silences}


def codes(report: Report) -> Counter[tuple[str, str]]:
    return Counter(report.counts())


def clause(count: int = 3, delay: str = "P30D", *, in_force_from: str | None = None, **more: Any) -> Clauses:
    """A clause for the table 30-1: entry into force on the ``count``-th instrument."""
    known = KnownTreaty(
        id="eel-pact",
        keys=["mtdsg:30-1"],
        title="Pact on the Protection of Eels",
        names=["Eel Pact"],
        in_force_from=in_force_from,
        sources=["pact-text"],
        entry_into_force=Instruments(count=count, delay=delay, sources=["pact-text"], **more),
    )
    return Clauses([known], [Source(id="pact-text", title="Text of the pact")])


# ------------------------------------------------------------------------------------------- headers


def told(header: str) -> list[tuple[str, str]]:
    """What a header defines: each letter, with the act and the instrument, or what the signature is subject to."""
    return [
        (kind.marker, f"{kind.act} {kind.instrument or kind.subject_to or ''}".strip()) for kind in kinds_of(header)
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Signature", [("", "signature")]),
        ("Accession", [("", "deposit accession")]),
        ("Ratification, Accession(a)", [("", "deposit ratification"), ("a", "deposit accession")]),
        ("Accession(a), Ratification", [("a", "deposit accession"), ("", "deposit ratification")]),
        ("Ratification , Accession (a)", [("", "deposit ratification"), ("a", "deposit accession")]),
        ("Acceptance(A), Accession(a)", [("A", "deposit acceptance"), ("a", "deposit accession")]),
        ("Acceptance(A), Approval(AA)", [("A", "deposit acceptance"), ("AA", "deposit approval")]),
        ("Succession(d), Ratification", [("d", "deposit succession"), ("", "deposit ratification")]),
        ("Signature, Succession to signature(d)", [("", "signature"), ("d", "signature succession")]),
        ("Consent to be bound(P), Accession(a)", [("P", "deposit other"), ("a", "deposit accession")]),
        ("Participation under article 5(P)", [("P", "deposit other")]),
        ("Definitive signature(s), Ratification", [("s", "signature nothing"), ("", "deposit ratification")]),
        ("Signature ad referendum(s)", [("s", "signature confirmation")]),
        ("Confirmation of signature ad referendum(C)", [("C", "confirmation")]),
        ("Confirmation(C)", [("C", "confirmation")]),
        ("Formal confirmation(c), Ratification", [("c", "deposit formal_confirmation"), ("", "deposit ratification")]),
        ("Ratification under Section 3 (c) (i)", [("", "deposit ratification")]),
        ("Acceptance under article 7 (1) (a)", [("", "deposit acceptance")]),
        ("Accession to the Protocol of 1953(a)", [("a", "deposit accession")]),
        ("Simplified procedure(p), Ratification", [("p", "deposit other"), ("", "deposit ratification")]),
        ("Notification of provisional application(n)", [("n", "provisional_start")]),
        ("Provisional application(n), Signature", [("n", "provisional_start"), ("", "signature")]),
        (
            "Provisional application by virtue of signature, adoption of the Agreement or accession thereto",
            [("", "provisional_start")],
        ),
        ("Notification of non-provisional application under article 7 (1) (b)", [("", "declaration")]),
        ("Withdrawal", [("", "withdrawal_notice")]),
        ("Denunciation2, 3", [("", "withdrawal_notice")]),
        ("Ratification 4", [("", "deposit ratification")]),
        ("Date of Adoption", [("", "None")]),
        ("UNTS Volume", [("", "None")]),
    ],
)
def test_the_header_of_a_column_defines_the_letters_in_its_cells(header: str, expected: list[tuple[str, str]]) -> None:
    assert told(header) == expected


KINDS = {
    "Ratification": ("", "ratification"),
    "Acceptance(A)": ("A", "acceptance"),
    "Approval(AA)": ("AA", "approval"),
    "Accession(a)": ("a", "accession"),
    "Succession(d)": ("d", "succession"),
    "Formal confirmation(c)": ("c", "formal_confirmation"),
    "Consent to be bound(P)": ("P", "other"),
}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(list(KINDS)), st.integers(1, len(KINDS)))
def test_the_kinds_stand_in_any_order(words: list[str], count: int) -> None:
    found = kinds_of(", ".join(words[:count]))
    assert [(kind.marker, str(kind.instrument)) for kind in found] == [KINDS[word] for word in words[:count]]


# ------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 Jul 1931", "1931-07-01  deposit of an instrument of ratification by FRA"),
        ("1 Jul 1931 A", "1931-07-01  deposit of an instrument of acceptance by FRA"),
        ("1 Jul 1931 a", "1931-07-01  deposit of an instrument of accession by FRA"),
        ("1 Jul 1931 AA", "1931-07-01  deposit of an instrument of approval by FRA"),
        ("1 Jul 1931 d", "1931-07-01  deposit of an instrument of succession by FRA"),
        ("13 July 1931", "1931-07-13  deposit of an instrument of ratification by FRA"),
        ("5 Sept 1931 a", "1931-09-05  deposit of an instrument of accession by FRA"),
        ("05 Sep 1931", "1931-09-05  deposit of an instrument of ratification by FRA"),
        ("1 Jul 1931 A 3", "1931-07-01  deposit of an instrument of acceptance by FRA"),
        ("1 Jul 1931 4, 5", "1931-07-01  deposit of an instrument of ratification by FRA"),
        ("[1 Jul 1931 a]", "1931-07-01  deposit of an instrument of accession by FRA"),
    ],
)
def test_a_cell_is_a_day_and_perhaps_a_letter(cell: str, expected: str) -> None:
    treaty, report = one(("France", "", cell))
    assert acts(treaty) == [expected]
    assert report.outcomes[Outcome.ACT] == report.cells == 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1 Jul 1931 P", "unknown-marker"),
        ("1 Jul 1931 aa", "unknown-marker"),
        ("31 Jun 1931", "impossible-day"),
        ("30 Feb 1931 a", "impossible-day"),
        ("1 Foo 1931", "unreadable-date"),
        ("1931-07-01", "unreadable-date"),
        ("July 1931", "unreadable-date"),
        ("yes", "unreadable-date"),
        ('=HYPERLINK("x")', "formula"),
    ],
)
def test_a_cell_that_is_not_understood_is_reported_with_its_place(cell: str, code: str) -> None:
    treaty, report = one(("Spain", "2 Apr 1931", ""), ("France", "3 Apr 1931", cell))
    assert [each.kind for each in treaty.acts] == ["signature", "signature"]
    (remark,) = report.lost
    assert (remark.code, remark.line, remark.column, remark.cell, remark.party) == (code, 3, CONSENT, cell, "FRA")
    assert report.outcomes[Outcome.LOST] == 1
    assert report.rows == report.kept_rows == 2


def test_an_unknown_letter_is_told_with_those_that_are_known() -> None:
    _, report = one(("France", "3 Apr 1931 x", "1 Jul 1931"))
    assert report.lost[0].message == "'x' is not in the header of the column (no letter for Signature)"


def test_a_day_without_a_letter_needs_a_kind_without_a_letter() -> None:
    treaty, report = one(("France", "3 Apr 1931", "1 Jul 1931"), columns=("Participant", "Signature", "Accession(a)"))
    assert acts(treaty) == ["1931-04-03  signature by FRA"]
    assert report.lost[0].message == "a day without a letter is not in the header of the column (a for Accession)"


def test_d_in_a_signature_column_is_a_succession_to_the_signature() -> None:
    columns = ("Participant", "Signature, Succession to signature(d)", CONSENT)
    treaty, _ = one(
        ("Slovakia", "28 May 1993 d", ""),
        ("Czechia", "22 Feb 1993 d", "21 Jun 1996"),
        ("Slovenia", "", "6 Jul 1992 d"),
        ("France", "2 Apr 1980", "1 Jul 1981"),
        columns=columns,
    )
    assert (act(treaty, "signature", "SVK").instrument, str(act(treaty, "signature", "SVK").subject_to)) == (
        "succession",
        "ratification",
    )
    assert statuses(treaty, "1995-01-01", "SVK") == {"signatory"}
    assert act(treaty, "deposit", "CZE").instrument == "ratification"
    assert act(treaty, "deposit", "SVN").instrument == "succession"
    assert "signatory" not in statuses(treaty, "1995-01-01", "SVN")


def test_a_definitive_signature_binds_and_one_ad_referendum_does_not() -> None:
    for header, expected in (("Definitive signature(s)", "contracting"), ("Signature ad referendum(s)", "signatory")):
        columns = ("Participant", f"Signature, {header}", "Ratification")
        known = clause(count=2)
        treaty, _ = one(("France", "2 Apr 1931 s"), ("Spain", "2 Apr 1931"), columns=columns, clauses=known)
        assert statuses(treaty, "1931-04-02", "FRA") == {expected}, header
        assert statuses(treaty, "1931-04-02", "ESP") == {"signatory"}, header


def test_definitive_signatures_count_to_the_threshold() -> None:
    columns = ("Participant", "Signature", "Definitive signature(s), Ratification")
    treaty, _ = one(
        ("France", "", "2 Apr 1931 s"), ("Spain", "2 Apr 1931", "1 Jul 1931"), columns=columns, clauses=clause(count=2)
    )
    assert str(treaty.in_force_from) == "1931-07-31"


def test_the_confirmation_of_a_signature_ad_referendum_is_consent() -> None:
    columns = ("Participant", "Signature ad referendum(s)", "Confirmation of signature ad referendum(C)")
    treaty, _ = one(("France", "2 Apr 1931 s", "1 Jul 1931 C"), columns=columns, clauses=clause(count=2))
    assert acts(treaty) == ["1931-04-02  signature by FRA", "1931-07-01  confirmation by FRA"]
    assert statuses(treaty, "1931-06-30", "FRA") == {"signatory"}
    assert statuses(treaty, "1931-07-01", "FRA") == {"contracting"}


def test_provisional_application_begins_by_signature_or_by_notification() -> None:
    columns = (
        "Participant",
        "Signature",
        "Provisional application by virtue of signature, adoption of the Agreement or accession thereto, "
        "Provisional application by virtue of a notification (n)",
        "Notification of non-provisional application under article 7 (1) (b)",
        "Simplified procedure(p), Definitive signature(s), Ratification, Consent to be bound(P)",
    )
    treaty, report = one(
        ("Kenya", "", "16 Nov 1994", "", "29 Jul 1994 s"),
        ("Bahamas", "29 Jul 1994", "16 Nov 1994 n", "", "28 Jul 1995 p"),
        ("Spain", "29 Jul 1994", "", "1 Aug 1994", "15 Jan 1997 P"),
        columns=columns,
        clauses=clause(count=40),
        as_of="2000-01-01",
    )
    assert report.understood == 1.0
    answer = treaty.status_on("1994-12-01", party="KEN")
    assert (str(answer.provisional), {str(effect) for effect in answer.effects}) == ("yes", {"provisional"})
    assert str(treaty.status_on("1994-11-15", party="KEN").provisional) == "no"
    assert act(treaty, "provisional_start", "BHS").note == "Provisional application by virtue of a notification"
    assert act(treaty, "deposit", "BHS").note == "Simplified procedure"
    assert act(treaty, "deposit", "ESP").note == "Consent to be bound"
    assert act(treaty, "declaration", "ESP").note.startswith("Notification of non-provisional application")
    assert str(treaty.status_on("1994-12-01", party="ESP").provisional) == "no"


def test_a_letter_whose_kind_is_no_act_is_kept_as_an_event() -> None:
    columns = ("Participant", "Signature", "Ratification, Notification in respect of the Agreement as amended(d)")
    treaty, report = one(("France", "2 Apr 1931", "1 Jul 1931"), ("Spain", "", "4 Jul 1931 d"), columns=columns)
    assert [(event.summary, str(event.claims[0].date), event.by) for event in treaty.events] == [
        ("Notification in respect of the Agreement as amended", "1931-07-04", ("ESP",))
    ]
    assert report.outcomes[Outcome.ACT] == report.cells == 3


def test_a_column_whose_bare_days_can_be_of_two_kinds_is_told() -> None:
    treaty, report = one(("France", "", "1 Jul 1931"), columns=("Participant", "Signature", "Ratification, Approval"))
    (deposit,) = treaty.acts
    assert (deposit.instrument, deposit.note) == ("other", "Ratification or Approval")
    assert codes(report)["doubt", "several-kinds"] == 1


def test_a_column_on_withdrawal_is_a_notice() -> None:
    columns = (*COLUMNS, "Withdrawal")
    treaty, _ = one(("France", "", "1 Jul 1931", "5 May 1940"), columns=columns)
    notice = act(treaty, "withdrawal_notice")
    assert (str(notice.claims[0].date), notice.ground) == ("1940-05-05", "clause")


# ------------------------------------------------------------------------------------------- participants


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("France", "FRA"),
        ("France 2", "FRA"),
        ("France3,4", "FRA"),
        ("France 3, 4", "FRA"),
        ("France*", "FRA"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Cabo Verde", "CPV"),
        ("Libyan Arab Jamahiriya", "LBY"),
        ("Côte d'Ivoire 5", "CIV"),
        ("XAA", "XAA"),
    ],
)
def test_names_drift_and_carry_footnotes(name: str, code: str) -> None:
    treaty, report = one((name, "3 Apr 1991"), as_of="2015-01-01")
    assert [party.code for party in treaty.parties] == [code]
    assert not report.lost


def test_an_organisation_is_a_participant() -> None:
    treaty, _ = one(("European Union", "3 Apr 1991", ""), as_of="2015-01-01")
    (party,) = treaty.parties
    assert party.kind == "organisation"


def test_a_name_that_nobody_is_known_by_loses_its_cells_and_names_helps() -> None:
    rows = (("Ruritania", "3 Apr 1991", "4 May 1992 a"), ("France", "3 Apr 1991", ""))
    treaty, report = one(*rows)
    assert [party.code for party in treaty.parties] == ["FRA"]
    assert [remark.code for remark in report.lost] == ["unknown-name"] * 3
    assert (report.rows, report.kept_rows, report.outcomes[Outcome.LOST]) == (2, 1, 2)
    treaty, report = one(*rows, names={"Ruritania": "XRU"})
    assert [(party.code, party.name) for party in treaty.parties] == [("XRU", "Ruritania"), ("FRA", "France")]
    assert not report.lost


def test_a_state_that_has_done_nothing_is_a_row_all_the_same() -> None:
    treaty, report = one(("France", "3 Apr 1991", ""), ("Spain", "", ""))
    assert {party.code for party in treaty.parties} == {"FRA", "ESP"}
    assert statuses(treaty, "1991-04-03", "ESP") == {"none"}
    assert report.kept_rows == 2


def test_a_table_may_have_participants_only() -> None:
    treaty, report = one(("France",), ("Spain",), columns=("Participant",), as_of="2015-01-01")
    assert [party.code for party in treaty.parties] == ["FRA", "ESP"]
    assert silences(treaty)["consent"] == ()
    assert "party" in statuses(treaty, "2014-01-01", "FRA")
    assert report.cells == 0


def test_without_any_day_the_day_of_issue_must_be_given() -> None:
    with pytest.raises(tk.TreatyFileError, match="as_of="):
        mtdsg.read(table(("France",), columns=("Participant",)))


# ------------------------------------------------------------------------------------------- no act columns


CHARTER = ("Participant", "Resolution", "Date of Adoption", "Registration Date", "Registration Number", "UNTS Volume")


def test_columns_that_name_no_act_are_kept_as_events_and_notes() -> None:
    treaty, report = one(
        ("Tuvalu", "A/RES/1", "17 Feb 2000", "5 Sept 2000", "36939", "2122"), columns=CHARTER, as_of="2015-01-01"
    )
    (registration,) = treaty.acts
    assert str(registration) == "2000-09-05  registration by TUV"
    assert registration.number == "36939"
    assert registration.note == "Resolution: A/RES/1; Registration Number: 36939; UNTS Volume: 2122"
    (event,) = treaty.events
    assert (event.summary, str(event.claims[0].date)) == ("Date of Adoption", "2000-02-17")
    assert "Resolution: A/RES/1" in event.note
    assert codes(report)["note", "kept-as-event"] == 4
    assert report.outcomes[Outcome.ACT] == report.cells == 2


def test_without_columns_of_consent_who_is_bound_is_not_told() -> None:
    treaty, _ = one(
        ("Tuvalu", "A/RES/1", "17 Feb 2000", "5 Sept 2000", "36939", "2122"), columns=CHARTER, as_of="2015-01-01"
    )
    assert silences(treaty)["consent"] == ()
    assert {"none", "party"} <= statuses(treaty, "2001-01-01", "TUV")


def test_a_text_in_a_further_column_is_a_note_on_the_participant() -> None:
    treaty, _ = one(("France", "3 Apr 1931", "", "With a letter"), columns=(*COLUMNS, "Remarks"))
    assert treaty.party("FRA").note == "Remarks: With a letter"


# ------------------------------------------------------------------------------------------- who has left


LEFT = (("France", "", "1 Jul 1931"), ("Spain", "", "1 Jul 1931"), ("[Jamaica] 3", "", "3 Oct 1975 a"))


def test_a_name_in_brackets_has_left_on_a_day_that_the_table_does_not_tell() -> None:
    treaty, report = one(*LEFT, as_of="2015-01-01", clauses=clause(count=2))
    left = act(treaty, "withdrawal_effective")
    assert (left.by, str(left.claims[0].date)) == (("JAM",), "1975-10-04/2015-01-01")
    assert left.ground == "not_stated"
    assert statuses(treaty, "1975-10-03", "JAM") == {"contracting"}
    assert statuses(treaty, "1990-01-01", "JAM") == {"party", "former", "none"}  # it may have left before it was bound
    assert statuses(treaty, "2015-01-01", "JAM") == {"former", "none"}
    assert statuses(treaty, "1990-01-01", "FRA") == {"party"}
    assert not report.of(code="withdrawals-not-shown")


def test_without_a_day_of_issue_the_end_of_one_who_left_is_open() -> None:
    treaty, _ = one(*LEFT, clauses=clause(count=2))
    assert str(act(treaty, "withdrawal_effective").claims[0].date) == "1975-10-04/.."
    assert str(treaty.reviewed_through) == "1975-10-03"


def test_a_table_without_brackets_may_have_lost_them() -> None:
    rows = (("France", "", "1 Jul 1931"), ("Spain", "", "1 Jul 1931"))
    treaty, report = one(*rows, as_of="2015-01-01", clauses=clause(count=2))
    answer = treaty.status_on("1990-01-01", party="FRA")
    assert answer.status == tk.PartyStatus.PARTY
    assert any("lose the brackets" in caveat for caveat in answer.caveats)
    assert codes(report)["note", "withdrawals-not-shown"] == 1


def test_with_withdrawals_not_shown_a_party_may_have_left() -> None:
    rows = (("France", "", "1 Jul 1931"), ("Spain", "", "1 Jul 1931"), ("Norway", "1 Jul 1931", ""))
    treaty, _ = one(*rows, as_of="2015-01-01", clauses=clause(count=2), left="not_shown")
    assert silences(treaty)["withdrawal"] == ()
    assert statuses(treaty, "1990-01-01", "FRA") == {"party", "former"}
    assert statuses(treaty, "1990-01-01", "NOR") == {"signatory"}
    assert statuses(treaty, "1931-06-30", "FRA") == {"none"}


def test_left_takes_two_words() -> None:
    with pytest.raises(ValueError, match="'shown' nor 'not_shown'"):
        mtdsg.read(table(*LEFT), left="perhaps")


# ------------------------------------------------------------------------------------------- entry into force


PARTIES = (
    ("France", "2 Apr 1931", "1 Jul 1931"),
    ("Spain", "2 Apr 1931", "5 Sept 1931 A"),
    ("Norway", "", "1 Jan 1932 a"),
    ("Sweden", "", "1 Mar 1933 a"),
)


def test_entry_into_force_is_computed_from_the_clause_and_a_late_joiner_comes_later() -> None:
    treaty, report = one(*PARTIES, clauses=clause())
    assert str(treaty.in_force_from) == "1932-01-31"
    assert str(treaty.timeline("SWE")) == (
        "[..., 1933-03-01) none\n[1933-03-01, 1933-03-02) contracting\n[1933-03-02, ...) unknown"
    )
    treaty, _ = one(*PARTIES, clauses=clause(), as_of="1940-01-01")
    assert statuses(treaty, "1933-03-30", "SWE") == {"contracting"}
    assert statuses(treaty, "1933-03-31", "SWE") == {"party"}
    assert not report.differences


@pytest.mark.parametrize(("pivot", "expected"), [("entry", "1932-01-31"), ("trigger", "1932-02-19")])
def test_the_pivot_decides_who_is_late(pivot: str, expected: str) -> None:
    rows = (*PARTIES[:3], ("Sweden", "", "20 Jan 1932 a"))
    treaty, _ = one(*rows, clauses=clause(pivot=pivot), as_of="1940-01-01")
    assert str(treaty.in_force_from) == "1932-01-31"
    bound = [period for period in treaty.timeline("SWE") if period.value.is_(tk.PartyStatus.PARTY) == tk.Truth.YES]
    assert [str(period.start) for period in bound] == [expected]


def test_an_instrument_of_the_european_union_does_not_count() -> None:
    rows = (*PARTIES[:2], ("European Union", "", "1 Oct 1991 a"), ("Norway", "", "1 Jan 1992 a"))
    treaty, _ = one(*rows, clauses=clause(), as_of="2000-01-01")
    assert str(treaty.in_force_from) == "1992-01-31"


def test_without_a_clause_the_table_does_not_tell_who_is_a_party() -> None:
    treaty, _ = one(*PARTIES, as_of="1940-01-01")
    assert silences(treaty)["entry"] == ()
    assert statuses(treaty, "1939-01-01", "FRA") == {"contracting", "party"}
    assert statuses(treaty, "1931-05-01", "FRA") == {"signatory"}


def test_as_stated_takes_the_stated_day_of_the_condition() -> None:
    known = KnownTreaty(
        keys=["30-1"],
        in_force_from="1932-01-31",
        condition_met_on="1932-01-01",
        sources=["pact-text"],
        entry_into_force=AsStated(condition="55 % of the catch", late_delay="P30D", sources=["pact-text"]),
    )
    clauses = Clauses([known], [Source(id="pact-text", title="Text of the pact")])
    rows = (*PARTIES[:3], ("Sweden", "", "20 Jan 1932 a"))
    treaty, report = one(*rows, clauses=clauses, as_of="1940-01-01")
    assert str(treaty.in_force_from) == "1932-01-31"
    assert statuses(treaty, "1932-01-30", "FRA") == {"contracting"}
    assert statuses(treaty, "1932-01-31", "FRA") == {"party"}
    assert not report.differences


REPLACED = (
    ("France", "", "1 Jul 1931"),
    ("Slovakia", "", "28 May 1993 d"),
    ("Czechia", "", "22 Feb 1993 d"),
    ("Norway", "", "1 Jan 1932 a"),
    ("Sweden", "", "1 Mar 1933 a"),
)
HISTORY = "treaty,party,act,date\n30-1,CSK,ratification,1931-09-05\n"


def test_a_table_whose_predecessor_was_replaced_gives_another_day_than_the_stated_one() -> None:
    treaty, report = one(*REPLACED, clauses=clause(in_force_from="1932-01-31"), as_of="2015-01-01")
    (difference,) = report.differences
    assert (str(difference.stated), str(difference.computed)) == ("1932-01-31", "1933-03-31")
    assert "supplement=" in difference.cause
    assert codes(report)["doubt", "entry-differs"] == 1
    assert str(treaty.in_force_from) == "1932-01-31"
    assert statuses(treaty, "1932-06-01", "FRA") == {"party"}
    assert isinstance(treaty.entry_into_force, AsStated)


def test_a_supplement_of_historical_instruments_makes_the_computed_day_the_stated_one() -> None:
    treaty, report = one(
        *REPLACED,
        clauses=clause(in_force_from="1932-01-31"),
        as_of="2015-01-01",
        supplement=Named(HISTORY, "history.csv"),
    )
    assert not report.differences
    assert str(treaty.in_force_from) == "1932-01-31"
    assert isinstance(treaty.entry_into_force, Instruments)
    assert "Czechoslovakia" in {party.name for party in treaty.parties}
    assert {claim.source for each in treaty.acts for claim in each.claims} == {"table", "supplement", "pact-text"}


def test_a_supplement_about_another_treaty_is_reported() -> None:
    other = Named("treaty,party,act,date\nmtdsg:99-9,CSK,ratification,1931-09-05\n", "history.csv")
    treaty, report = one(*REPLACED, supplement=other, as_of="2015-01-01")
    assert codes(report)["lost", "no-treaty"] == 1
    assert treaty.id == "mtdsg-30-1"


def test_a_succession_reaches_back_to_the_birth_of_the_state() -> None:
    treaty, _ = one(*PARTIES, ("Slovenia", "", "6 Jul 1992 d"), clauses=clause(), as_of="2015-01-01")
    (effect,) = act(treaty, "deposit", "SVN").effective
    assert (str(effect.date), effect.source, effect.evidence) == ("1991-06-25", "states", "inferred")
    assert statuses(treaty, "1991-06-24", "SVN") == {"none"}
    assert statuses(treaty, "1991-06-25", "SVN") == {"party"}


def test_a_succession_does_not_reach_behind_the_treaty() -> None:
    rows = (("France", "", "1 Jul 1992"), ("Spain", "", "2 Jul 1992"), ("Slovenia", "", "6 Jul 1993 d"))
    treaty, _ = one(*rows, clauses=clause(), as_of="2015-01-01")
    assert str(treaty.in_force_from) == "1993-08-05"
    assert statuses(treaty, "1993-08-04", "SVN").isdisjoint({"party"})


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("Accession(a), Ratification", "ratification"),
        ("Acceptance(A), Accession(a)", "acceptance"),
        ("Approval(AA)", "approval"),
        ("Accession(a), Succession(d)", "not_stated"),
    ],
)
def test_a_signature_is_subject_to_the_consent_that_the_table_knows(header: str, subject: str) -> None:
    treaty, _ = one(("France", "2 Apr 1931"), columns=("Participant", "Signature", header))
    assert treaty.acts[0].subject_to == subject


# ------------------------------------------------------------------------------------------- what is not told


def test_after_the_day_of_issue_nothing_is_known_and_it_is_never_none() -> None:
    treaty, _ = one(*PARTIES, clauses=clause(), as_of="1940-01-01")
    everything = {str(status) for status in tk.PartyStatus}
    for party in ("FRA", "SWE"):
        answer = treaty.status_on("1940-01-02", party=party)
        assert {str(status) for status in answer.possible} == everything
        assert answer.found.unknown
        assert answer.caveats
    assert treaty.in_force_on("1940-01-02") == tk.Truth.MAYBE


def test_each_table_speaks_up_to_its_own_latest_act() -> None:
    corpus, _ = mtdsg.read(
        [table(("France", "2 Apr 1931"), name="30-1.csv"), table(("France", "3 May 1950"), name="30-2.csv")],
        clauses=[],
    )
    assert [str(treaty.reviewed_through) for treaty in corpus] == ["1931-04-02", "1950-05-03"]


def test_of_a_state_that_is_not_in_the_table_nothing_is_known() -> None:
    treaty, _ = one(*PARTIES, clauses=clause(), as_of="1940-01-01")
    assert not treaty.parties_complete
    for day in ("1935-01-01", "1940-01-02"):
        assert treaty.status_on(day, party="ITA").found.unknown
    assert treaty.status_on("1935-01-01", party="ITA").caveats


def test_a_day_after_the_day_of_issue_is_doubtful() -> None:
    _, report = one(("France", "2 Apr 1931", "1 Jul 1931"), as_of="1931-05-01")
    (remark,) = report.of("doubt", code="after-issue")
    assert (remark.party, remark.cell) == ("FRA", "1 Jul 1931")


# ------------------------------------------------------------------------------------------- folders and names


def write(folder: Path, name: str, stream: io.StringIO) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(stream.getvalue(), encoding="utf-8")


def test_a_folder_is_a_corpus_and_its_index_gives_the_titles(tmp_path: Path) -> None:
    write(tmp_path, "tables/30-1.csv", table(*PARTIES))
    write(tmp_path, "tables/30-6-a.csv", table(*PARTIES))
    write(
        tmp_path,
        "index.csv",
        table(
            ("30", "1", "Pact on the Protection  of Eels", "x"),
            ("30", "6.a", "Protocol to the Pact", "x"),
            columns=("chapter_no", "treaty_no", "treaty_name", "url"),
        ),
    )
    corpus, report = mtdsg.read(tmp_path, clauses=[])
    assert [(treaty.id, treaty.title) for treaty in corpus] == [
        ("mtdsg-30-1", "Pact on the Protection of Eels"),
        ("mtdsg-30-6-a", "Protocol to the Pact"),
    ]
    assert report.rows == 8
    assert corpus["30-6-a"].id == "mtdsg-30-6-a"
    assert corpus["Protocol to the Pact"].id == "mtdsg-30-6-a"


def test_the_key_in_the_index_may_have_a_comma(tmp_path: Path) -> None:
    write(tmp_path, "21-6-a.csv", table(*PARTIES))
    index = table(("21", "6,a", "An Agreement"), columns=("chapter_no", "treaty_no", "treaty_name"))
    write(tmp_path, "index.csv", index)
    corpus, _ = mtdsg.read(tmp_path, clauses=[])
    assert corpus.treaties[0].title == "An Agreement"


def test_the_clauses_give_title_and_names() -> None:
    corpus, _ = mtdsg.read(table(*PARTIES), clauses=clause())
    for name in ("mtdsg-30-1", "30-1", "Eel Pact", "Pact on the Protection of Eels", "eel-pact"):
        assert corpus[name].id == "mtdsg-30-1"


def test_the_shipped_clauses_know_the_covenant_by_its_short_name() -> None:
    corpus, _ = mtdsg.read(table(*PARTIES, name="4-4.csv"))
    assert corpus["ICCPR"].id == "mtdsg-4-4"
    assert str(corpus["ICCPR"].in_force_from) == "1976-03-23"


def test_another_table_is_refused() -> None:
    with pytest.raises(tk.TreatyFileError, match="no column 'Participant'"):
        mtdsg.read(table(("1", "2", "3"), columns=("a", "b", "c")))


def test_the_first_column_may_be_called_otherwise() -> None:
    for first in ("Participant2, 3", "State", "Country"):
        treaty, _ = one(("France", "3 Apr 1931"), columns=(first, "Signature"))
        assert [party.code for party in treaty.parties] == ["FRA"]


# ------------------------------------------------------------------------------------------- an independent reading

_HEADER = re.compile(r"(?P<words>[A-Za-z ]+?)\s*(?:\((?P<letter>\w+)\))?$")
_CELL = re.compile(r"(?P<day>\d+) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})(?: (?P<letter>[A-Za-z]+))?$")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WORDS = {
    "Signature": "signature",
    "Succession to signature": "succession to signature",
    "Definitive signature": "definitive signature",
    "Ratification": "ratification",
    "Acceptance": "acceptance",
    "Approval": "approval",
    "Accession": "accession",
    "Succession": "succession",
    "Formal confirmation": "formal_confirmation",
    "Consent to be bound": "other",
    "Provisional application": "provisional_start",
}


def second_reading(text: str) -> Counter[tuple[str, str, str]]:
    """Party, kind and day of every cell, read a second time, from the layout as it is written down."""
    header, *rows = csv.reader(io.StringIO(text))
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for column, cell in zip(header[1:], row[1:], strict=True):
            if not cell:
                continue
            letters = {}
            for part in column.split(", "):
                words = _HEADER.fullmatch(part)
                assert words is not None
                letters[words["letter"] or ""] = _WORDS[words["words"]]
            day = _CELL.fullmatch(cell)
            assert day is not None
            month = _MONTHS.index(day["month"]) + 1
            found[row[0], letters[day["letter"] or ""], f"{day['year']}-{month:02}-{int(day['day']):02}"] += 1
    return found


def importers_reading(corpus: Corpus) -> Counter[tuple[str, str, str]]:
    return Counter(_triples(corpus))


def _triples(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for treaty in corpus:
        for each in treaty.acts:
            kind = str(each.instrument) if each.kind == "deposit" else str(each.kind)
            if each.kind == "signature" and each.instrument == "succession":
                kind = "succession to signature"
            elif each.kind == "signature" and each.subject_to == "nothing":
                kind = "definitive signature"
            for claim in each.claims:
                yield each.by[0], kind, str(claim.date)


@st.composite
def drawn_tables(draw: Any) -> str:
    """Tables with columns and kinds in any order, and States that do some of it."""
    signatures = draw(
        st.sampled_from(["Signature", "Signature, Succession to signature(d)", "Definitive signature(s)"])
    )
    consents = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, unique=True))
    columns = [signatures, ", ".join(consents)]
    if draw(st.booleans()):
        columns.append("Provisional application")
    columns = draw(st.permutations(columns))
    letters = [[kind.partition("(")[2].rstrip(")") for kind in column.split(", ")] for column in columns]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Participant", *columns])
    for code in draw(st.lists(st.sampled_from([f"X{a}{b}" for a in "ABCD" for b in "ABCD"]), unique=True)):
        cells = []
        for known in letters:
            day = draw(st.none() | st.dates().filter(lambda found: found.year > 1000))
            month = "" if day is None else _MONTHS[day.month - 1]
            month = draw(st.sampled_from([month, {"Jul": "July", "Sep": "Sept"}.get(month, month)]))
            cells.append("" if day is None else f"{day.day} {month} {day.year} {draw(st.sampled_from(known))}".strip())
        writer.writerow([code, *cells])
    return out.getvalue()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn_tables())
def test_a_second_reading_of_the_layout_finds_the_same(text: str) -> None:
    corpus, report = mtdsg.read(Named(text, "30-1.csv"), clauses=[], as_of="9999-12-30")
    assert importers_reading(corpus) == second_reading(text)
    assert report.understood == 1.0
    assert report.kept_rows == report.rows == text.count("\n") - 1
