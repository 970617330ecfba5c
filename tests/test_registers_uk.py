"""UK Treaties Online: what each column becomes, and that every row and every day is in the corpus or in the report."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.files.documents import dump
from treatykit.files.registers import uk
from treatykit.files.registers.cells import BLANKS
from treatykit.files.registers.report import Outcome, Remark, Report
from treatykit.files.registers.uk_rows import KINDS
from treatykit.record.acts import Act, ActKind
from treatykit.treaty import Treaty
from treatykit.truth import Truth

EVENTS = tuple(spellings[0] for spellings in KINDS.values())
DATES = tuple(f"{kind}_event_date" for kind in EVENTS)
EFFECTS = tuple(f"{kind}_event_effective_date" for kind in EVENTS)
COLUMNS = (
    *("uuid", "record_id", "type", "subject", "title", "country_name", "signed_event_location", "references"),
    *DATES,
    *EFFECTS,
)
AS_OF = "2022-03-12"


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> io.StringIO:
    """A table in the layout of the register. A row is a bilateral treaty with France, unless it says otherwise."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for number, row in enumerate(rows, 1):
        usual = {"uuid": f"u{number}", "record_id": str(number), "type": "BI", "title": f"Invented Treaty {number}"}
        usual |= {"country_name": "FRANCE ; UNITED KINGDOM"}
        filled = {**usual, **{_column(key): cell for key, cell in row.items()}}
        writer.writerow({key: cell for key, cell in filled.items() if key in columns})
    return io.StringIO(text.getvalue())


def _column(key: str) -> str:
    """``entry`` and ``entry_effect`` are short for the columns of an event; other keys are columns."""
    kind, _, effect = key.partition("_effect")
    if kind in KINDS and effect == "" and key in {kind, f"{kind}_effect"}:
        return f"{KINDS[kind][0]}_event_{'effective_' if key != kind else ''}date"
    return key


def read(*rows: dict[str, str], **options: Any) -> tuple[Corpus, Report]:
    corpus, report = uk.read(table(*rows), **({"as_of": AS_OF} | options))
    return corpus, report


def one(**row: str) -> tuple[Treaty, Report]:
    corpus, report = read(row)
    (treaty,) = corpus.treaties
    return treaty, report


def act(treaty: Treaty, kind: str) -> Act:
    (found,) = (act for act in treaty.acts if act.kind is ActKind(kind))
    return found


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def statuses(treaty: Treaty, day: str, party: str | None = None) -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


def silences(treaty: Treaty) -> dict[str, tuple[str, ...]]:
    assert treaty.coverage is not None
    return {str(silence.on): silence.by for silence in treaty.coverage.silences}


def only(report: Report, code: str, weight: str) -> Remark:
    (remark,) = report.of(weight, code=code)
    return remark


def codes(report: Report) -> Counter[tuple[str, str]]:
    return Counter(report.counts())


# ------------------------------------------------------------------------------------------- the seven kinds of event


def test_signed_between_two_is_a_signature_by_both() -> None:
    treaty, report = one(signed="1931-04-12", signed_event_location="Tunbridge")
    assert acts(treaty) == ["1931-04-12  signature by FRA and GBR"]
    (signature,) = treaty.acts
    assert (signature.place, str(signature.subject_to)) == ("Tunbridge", "not_stated")
    assert report.outcomes[Outcome.ACT] == report.cells == 1


def test_signed_by_more_says_of_nobody_that_he_signed() -> None:
    treaty, _ = one(type="MULTI", country_name="FRANCE ; SPAIN ; UNITED KINGDOM", signed="1931-04-12")
    assert acts(treaty) == ["1931-04-12  authentication"]
    assert statuses(treaty, "1931-04-11") == {"not_concluded"}
    assert "signatory" in statuses(treaty, "1931-05-01", "ESP")
    assert "none" in statuses(treaty, "1931-05-01", "ESP")


def test_signed_has_an_effective_date_too() -> None:
    treaty, report = one(signed="1931-04-12", signed_effect="1931-05-01")
    assert [str(claim.date) for claim in treaty.acts[0].effective] == ["1931-05-01"]
    assert report.outcomes[Outcome.ACT] == 2


def test_adopted() -> None:
    treaty, report = one(type="MULTI", adopted="1990-04-12", adopted_effect="1990-05-01")
    assert acts(treaty) == ["1990-04-12  adoption"]
    assert [str(claim.date) for claim in treaty.acts[0].effective] == ["1990-05-01"]
    assert report.outcomes[Outcome.ACT] == 2


def test_provisional_application_begins_with_its_effect() -> None:
    treaty, report = one(signed="1931-04-12", provisional="1931-04-20", provisional_effect="1931-05-01")
    assert acts(treaty)[1] == "1931-04-20  provisional start"
    before, after = (treaty.status_on(day, "GBR") for day in ("1931-04-30", "1931-05-01"))
    assert before.provisional is Truth.NO
    assert after.provisional is Truth.MAYBE  # it may have been in force, or ended
    assert report.doubts == ()


def test_provisional_application_among_many_is_doubtful() -> None:
    _, report = one(type="MULTI", country_name="FRANCE ; SPAIN ; UNITED KINGDOM", provisional="1931-04-20")
    assert "by whom is not in the register" in only(report, "scope", "doubt").message


def test_the_stated_entry_decides() -> None:
    treaty, report = one(signed="1931-04-12", entry="1931-07-01", terminated="1950-01-01")
    assert str(treaty.in_force_from) == "1931-07-01"
    assert statuses(treaty, "1931-06-30") == {"pending"}
    assert statuses(treaty, "1931-07-01") == {"in_force"}
    # a consent before that day is not in the register, and may have been given
    assert statuses(treaty, "1931-06-30", "GBR") == {"signatory", "contracting"}
    assert statuses(treaty, "1931-07-01", "GBR") == {"party"}
    assert report.remarks == ()


def test_the_effect_of_the_entry_is_the_day_in_force() -> None:
    treaty, report = one(signed="1931-04-12", entry="1931-07-01", entry_effect="1932-01-01", terminated="1950-01-01")
    assert str(treaty.in_force_from) == "1932-01-01"
    assert statuses(treaty, "1931-12-31") == {"pending"}
    assert statuses(treaty, "1932-01-01") == {"in_force"}
    remark = only(report, "two-dates", "note")
    assert "1931-07-01" in remark.message
    assert remark.column == "definative_eif_event_effective_date"
    assert "1931-07-01" in act(treaty, "entry_into_force").claims[0].note
    assert report.outcomes[Outcome.ACT] == 4


def test_an_entry_with_the_same_day_twice_is_nothing_to_remark() -> None:
    treaty, report = one(signed="1931-04-12", entry="1931-07-01", entry_effect="1931-07-01")
    assert str(treaty.in_force_from) == "1931-07-01"
    assert report.remarks == ()
    assert report.outcomes[Outcome.ACT] == 3


def test_an_entry_of_which_only_the_effect_is_given() -> None:
    treaty, _ = one(signed="1931-04-12", entry_effect="1931-07-01")
    assert str(treaty.in_force_from) == "1931-07-01"


def test_definitive_is_read_in_either_spelling() -> None:
    columns = ("record_id", "type", "country_name", "definitive_eif_event_date")
    corpus, _ = uk.read(table({"definitive_eif_event_date": "1931-07-01"}, columns=columns), as_of=AS_OF)
    assert str(corpus["uk-1"].in_force_from) == "1931-07-01"


def test_a_termination_is_a_notice_and_its_effect_is_the_end() -> None:
    treaty, report = one(
        signed="1895-01-01", entry="1896-01-01", terminated="1907-10-29", terminated_effect="1908-11-01"
    )
    end = act(treaty, "termination")
    assert (str(end.date), [str(claim.date) for claim in end.effective]) == ("1907-10-29", ["1908-11-01"])
    assert str(end.ground) == "not_stated"
    assert statuses(treaty, "1908-10-31") == {"in_force"}
    assert statuses(treaty, "1908-11-01") == {"ended"}
    assert report.outcomes[Outcome.ACT] == 4


def test_a_termination_without_effect_is_the_end() -> None:
    treaty, _ = one(signed="1895-01-01", entry="1896-01-01", terminated="1907-10-29")
    assert statuses(treaty, "1907-10-28") == {"in_force"}
    assert statuses(treaty, "1907-10-29") == {"ended"}


def test_a_withdrawal_is_that_of_the_united_kingdom() -> None:
    names = "FRANCE ; SPAIN ; UNITED KINGDOM"
    treaty, _ = one(
        type="MULTI", country_name=names, adopted="1960-01-01", withdrawn="1970-01-01", withdrawn_effect="1971-01-01"
    )
    assert acts(treaty)[1] == "1970-01-01  withdrawal notice by GBR"
    assert "party" not in statuses(treaty, "1971-01-01", "GBR")
    assert "party" in statuses(treaty, "1971-01-01", "ESP")
    treaty, _ = one(type="MULTI", country_name=names, adopted="1960-01-01", withdrawn="1970-01-01")
    assert acts(treaty)[1] == "1970-01-01  withdrawal effective by GBR"  # no period of notice is made up
    assert "party" not in statuses(treaty, "1970-01-01", "GBR")


def test_a_withdrawal_ends_a_bilateral_treaty() -> None:
    treaty, _ = one(signed="1931-04-12", entry="1931-07-01", withdrawn="1950-01-01")
    assert statuses(treaty, "1949-12-31") == {"in_force"}
    assert statuses(treaty, "1950-01-01") == {"ended"}


def test_a_withdrawal_from_a_treaty_without_the_united_kingdom_is_kept_as_an_event() -> None:
    treaty, report = one(country_name="FRANCE ; SPAIN", signed="1931-04-12", withdrawn="1950-01-01")
    assert [str(event.date) for event in treaty.events] == ["1950-01-01"]
    assert only(report, "kept-as-event", "doubt").cell == "1950-01-01"
    assert report.outcomes[Outcome.ACT] == 2


def test_unofficial_information_is_an_event() -> None:
    treaty, report = one(signed="1931-04-12", unofficial="1932-01-01", unofficial_effect="1933-01-01")
    assert [str(event.date) for event in treaty.events] == ["1932-01-01", "1933-01-01"]
    assert len(treaty.acts) == 1
    assert report.outcomes[Outcome.ACT] == 3


def test_the_days_can_be_in_the_raw_form() -> None:
    days = {
        "signed": ("1931-04-12", "12/04/1931"),
        "entry": ("1931-07-01", "01/07/1931"),
        "terminated": ("1950-12-31", "31/12/1950"),
    }
    iso, raw = ({kind: both[number] for kind, both in days.items()} for number in (0, 1))
    assert one(**iso)[0] == one(**raw)[0]


# ------------------------------------------------------------------------------------------- traps


def test_signed_and_never_stated_to_be_in_force_is_unknown() -> None:
    treaty, _ = one(signed="1931-04-12")
    assert statuses(treaty, "1940-01-01") == {"pending", "in_force", "ended"}
    assert statuses(treaty, "1940-01-01", "GBR") == {"signatory", "contracting", "party", "former"}


def test_a_treaty_without_a_termination_may_have_ended() -> None:
    treaty, _ = one(signed="1931-04-12", entry="1931-07-01")
    assert statuses(treaty, "1990-01-01") == {"in_force", "ended"}
    corpus, _ = read({"signed": "1931-04-12", "entry": "1931-07-01"}, endings="all")
    assert statuses(corpus["uk-1"], "1990-01-01") == {"in_force"}


def test_after_the_harvest_nothing_is_known() -> None:
    corpus, _ = read({"signed": "1931-04-12", "entry": "1931-07-01"}, endings="all")
    assert statuses(corpus["uk-1"], AS_OF) == {"in_force"}
    assert any(AS_OF in caveat for caveat in corpus["uk-1"].status_on("2023-01-01").caveats)


def test_without_as_of_the_table_speaks_up_to_its_last_day() -> None:
    corpus, report = read({"signed": "1931-04-12"}, {"signed": "1930-01-01", "terminated": "1998-03-20"}, as_of=None)
    assert {str(treaty.reviewed_through) for treaty in corpus} == {"1998-03-20"}
    remark = only(report, "scope", "note")
    assert "1998-03-20" in remark.message
    assert "line 3" in remark.message


def test_unofficial_information_does_not_tell_up_to_when_the_table_speaks() -> None:
    corpus, _ = read({"signed": "1931-04-12", "unofficial": "2142-08-01"}, as_of=None)
    assert str(corpus["uk-1"].reviewed_through) == "1931-04-12"


def test_in_force_before_it_was_signed_is_kept_and_reported() -> None:
    treaty, report = one(signed="1931-04-12", entry="1931-01-01", provisional="1930-12-01")
    assert str(treaty.in_force_from) == "1931-01-01"
    told = [remark.message for remark in report.of("doubt", code="entry-before-signature")]
    assert [message.split(" before")[0] for message in told] == ["in force", "applied provisionally"]


def test_an_end_before_the_start_is_kept_and_reported_once() -> None:
    for row in (
        {"signed": "1931-04-12", "terminated": "1930-01-01"},
        {"signed": "1931-04-12", "entry": "1931-07-01", "terminated": "1931-06-01"},
        {"signed": "1931-04-12", "entry": "1931-07-01", "terminated": "1931-08-01", "terminated_effect": "1931-06-01"},
        {"signed": "1931-04-12", "withdrawn": "1930-01-01"},
        {"type": "MULTI", "provisional": "1931-07-01", "terminated": "1931-06-01"},
    ):
        treaty, report = one(**row)
        assert only(report, "end-before-start", "doubt").line == 2
        assert len(treaty.acts) == len([cell for key, cell in row.items() if key in KINDS])


def test_a_slip_of_a_century_is_two_claims() -> None:
    treaty, report = one(signed="1879-12-08", entry="1979-12-08", entry_effect="1879-12-22")
    (stated,) = (act for act in treaty.acts if act.kind is ActKind.ENTRY_INTO_FORCE)
    assert sorted(str(claim.date) for claim in stated.claims) == ["1879-12-22", "1979-12-08"]
    assert "in_force" in statuses(treaty, "1900-01-01")
    assert "pending" in statuses(treaty, "1900-01-01")
    assert "pending" not in statuses(treaty, "1980-01-01")
    only(report, "two-dates", "doubt")
    assert report.outcomes[Outcome.ACT] == 3


def test_a_slip_of_a_century_in_an_end_leaves_both_days_open() -> None:
    treaty, report = one(
        signed="1879-12-08", entry="1880-01-01", terminated="1895-01-01", terminated_effect="1995-06-01"
    )
    assert statuses(treaty, "1894-12-31") == {"in_force"}
    assert statuses(treaty, "1950-01-01") == {"in_force", "ended"}
    assert statuses(treaty, "1995-06-01") == {"ended"}
    only(report, "far-apart", "doubt")


def test_an_entry_a_century_from_the_signature_is_reported() -> None:
    treaty, report = one(signed="1879-12-08", entry="1979-12-08")
    assert str(treaty.in_force_from) == "1979-12-08"
    only(report, "far-apart", "doubt")


def test_names_mean_who_bore_them_on_the_day() -> None:
    rows = [
        ("RUSSIA ; UNITED KINGDOM", "1895-01-01", {"RUS", "GBR"}),
        ("SOVIET UNION ; UNITED KINGDOM", "1930-01-01", {"SUN", "GBR"}),
        ("PRUSSIA ; RUSSIA", "1840-01-01", {"PRU", "RUS"}),
        ("SWEDEN AND NORWAY ; UNITED KINGDOM", "1860-01-01", {"SWN", "GBR"}),
        ("SARDINIA ; TUSCANY", "1850-01-01", {"SRD", "TUS"}),
        ("KOREA REPUBLIC OF ; UNITED KINGDOM", "1960-01-01", {"KOR", "GBR"}),
        ("KOREA DEMOCRATIC PEOPLE'S REPUBLIC OF ; UNITED KINGDOM", "1960-01-01", {"PRK", "GBR"}),
    ]
    corpus, report = read(*({"country_name": names, "signed": day} for names, day, _ in rows))
    assert [{party.code for party in treaty.parties} for treaty in corpus] == [codes for *_, codes in rows]
    assert report.remarks == ()


def test_territories_are_kept_and_are_no_participants() -> None:
    treaty, report = one(
        country_name="Gibraltar ; FRANCE ; UNITED KINGDOM ; Leeward Islands ; Kenya", signed="1931-04-12"
    )
    assert str(treaty.form) == "bilateral"
    (kept,) = (statement for statement in treaty.statements if statement.about == "territories")
    assert kept.says == "Gibraltar; Leeward Islands; Kenya"
    assert [remark.message.split("'")[1] for remark in report.of("note", code="territory")] == [
        "Gibraltar",
        "Leeward Islands",
        "Kenya",
    ]


def test_a_dominion_in_mixed_case_is_a_participant_with_a_doubt() -> None:
    treaty, report = one(country_name="Canada ; FRANCE ; UNITED KINGDOM", signed="1931-04-12", entry="1931-07-01")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR", "CAN"]
    assert only(report, "doubtful-name", "doubt").party == "CAN"
    # the two sides are those in capitals, and the register does not tell of the third
    assert acts(treaty)[0] == "1931-04-12  signature by FRA and GBR"
    assert statuses(treaty, "1931-07-01", "FRA") == {"party"}
    assert statuses(treaty, "1931-08-01", "CAN") > {"none", "party"}


def test_a_name_in_both_forms_is_one_participant() -> None:
    treaty, report = one(country_name="Canada ; CANADA ; UNITED KINGDOM", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["CAN", "GBR"]
    assert "in capitals, too" in only(report, "territory", "note").message


def test_a_name_in_mixed_case_that_was_no_state_on_the_day_is_a_territory() -> None:
    treaty, _ = one(country_name="Cyprus ; FRANCE ; UNITED KINGDOM", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR"]
    treaty, _ = one(country_name="Cyprus ; FRANCE ; UNITED KINGDOM", signed="1971-04-12")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR", "CYP"]


def test_a_state_in_capitals_that_came_later_takes_part_and_is_reported() -> None:
    row = {"country_name": "KENYA ; FRANCE ; UNITED KINGDOM", "signed": "1931-04-12", "entry": "1931-07-01"}
    treaty, report = one(**row)
    assert [party.code for party in treaty.parties] == ["KEN", "FRA", "GBR"]
    assert "1963" in only(report, "doubtful-name", "doubt").message
    assert acts(treaty)[0] == "1931-04-12  signature by FRA and GBR"
    _, report = one(**row, type="MULTI")  # here it is to be expected
    only(report, "doubtful-name", "note")
    assert report.doubts == ()


def test_a_state_that_was_gone_takes_part_and_is_doubtful() -> None:
    treaty, report = one(country_name="PRUSSIA ; UNITED KINGDOM", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["PRU", "GBR"]
    only(report, "doubtful-name", "doubt")


def test_repeats_and_brackets() -> None:
    treaty, report = one(country_name="FRANCE ; FRANCE ; UNITED KINGDOM ; PALESTINE (INCL. PLO)", signed="1995-04-12")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR", "PSE"]
    only(report, "repeated-row", "note")
    treaty, report = one(country_name="FRANCE (1931 only) ; UNITED KINGDOM", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR"]
    assert "'FRANCE'" in only(report, "doubtful-name", "doubt").message


def test_an_unknown_name_in_capitals_is_lost_with_the_nearest() -> None:
    treaty, report = one(country_name="FRANCE ; UNITED KINGDOM ; FRENCE", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["FRA", "GBR"]
    assert "'France'" in only(report, "unknown-name", "lost").message
    corpus, report = read({"country_name": "UNITED KINGDOM ; FRENCE", "signed": "1931-04-12"}, names={"FRENCE": "FRA"})
    assert [party.code for party in corpus["uk-1"].parties] == ["GBR", "FRA"]
    assert report.remarks == ()


def test_a_territory_in_capitals_takes_part() -> None:
    treaty, report = one(country_name="GIBRALTAR ; UNITED KINGDOM", signed="1931-04-12")
    assert [party.code for party in treaty.parties] == ["GIB", "GBR"]
    assert report.lost == ()


def test_a_bilateral_treaty_with_one_participant_is_doubtful() -> None:
    treaty, report = one(country_name="UNITED KINGDOM", signed="1881-04-12")
    assert acts(treaty) == ["1881-04-12  authentication"]
    only(report, "incomplete", "doubt")


def test_bilateral_with_more_than_two_is_multilateral() -> None:
    treaty, _ = one(country_name="BELGIUM ; LUXEMBOURG ; UNITED KINGDOM", signed="1931-04-12", entry="1931-07-01")
    assert str(treaty.form) == "multilateral"
    assert acts(treaty) == ["1931-04-12  authentication", "1931-07-01  entry into force"]
    treaty, _ = one(type="MULTI", signed="1931-04-12")  # two are named, which does not say that there are no others
    assert str(treaty.form) == "multilateral"
    assert acts(treaty) == ["1931-04-12  authentication"]


def test_of_many_the_register_tells_of_nobody_in_particular() -> None:
    treaty, _ = one(
        type="MULTI", country_name="FRANCE ; SPAIN ; UNITED KINGDOM", signed="1931-04-12", entry="1931-07-01"
    )
    assert set(silences(treaty)) == {"signature", "consent", "entry", "withdrawal", "ending"}
    assert statuses(treaty, "1931-07-01") >= {"in_force"}
    assert statuses(treaty, "1931-08-01", "ESP") >= {"none", "signatory", "party", "former"}


def test_a_treaty_without_a_signature_says_that_later_signatures_are_missing() -> None:
    treaty, _ = one(adopted="1990-04-12")
    assert treaty.coverage is not None
    assert "1976-02-24" in treaty.coverage.note
    assert any("1976-02-24" in caveat for caveat in treaty.status_on("1991-01-01").caveats)
    treaty, _ = one(signed="1931-04-12")
    assert treaty.coverage is not None
    assert treaty.coverage.note == ""


def test_subject_references_and_place_are_kept() -> None:
    references = "Treaty Series 001/1931: Cmd 1||https://example.org/a;UN Registration 77/0: 0; "
    treaty, report = one(
        subject="TRAMWAYS", references=references, signed_event_location="Tunbridge", entry="1931-07-01"
    )
    assert [(each.about, each.says, each.note) for each in treaty.statements] == [
        ("subject", "TRAMWAYS", ""),
        ("place of signature", "Tunbridge", ""),
        ("reference", "Treaty Series 001/1931: Cmd 1", "https://example.org/a"),
        ("reference", "UN Registration 77/0: 0", ""),
    ]
    assert not any(act.kind is ActKind.REGISTRATION for act in treaty.acts)
    assert report.remarks == ()


def test_the_uuid_is_a_name() -> None:
    treaty, _ = one(uuid="0af1-22", record_id="58", signed="1931-04-12")
    assert treaty.id == "uk-58"
    assert {"58", "0af1-22"} <= {name.text for name in treaty.names}


def test_other_columns_are_reported() -> None:
    _, report = uk.read(table({"signed": "1931-04-12", "colour": "red"}, columns=(*COLUMNS, "colour")), as_of=AS_OF)
    assert "colour" in only(report, "column-not-read", "note").message


def test_clauses_of_the_caller_are_used(tmp_path: Path) -> None:
    path = tmp_path / "clauses.toml"
    path.write_text(
        'format = "treatykit-clauses/1"\n[[treaty]]\nkeys = ["uk:1"]\n'
        '[treaty.entry_into_force]\nrule = "exchange_of_instruments"\n'
    )
    corpus, _ = read(
        {"signed": "1931-04-12", "entry": "1931-07-01"}, {"signed": "1931-04-12", "entry": "1931-07-01"}, clauses=path
    )
    assert [str(type(treaty.entry_into_force).__name__) for treaty in corpus] == ["ExchangeOfInstruments", "AsStated"]
    # with a clause that counts consents, which the register does not tell, the stated day is the earliest
    assert [str(treaty.in_force_from) for treaty in corpus] == ["1931-07-01/..", "1931-07-01"]


# ------------------------------------------------------------------------------------------- rows that repeat


def test_a_record_that_comes_twice_is_one_treaty() -> None:
    row = {"uuid": "a", "record_id": "1", "title": "T", "signed": "1931-04-12", "entry": "1931-07-01"}
    row |= {
        "entry_effect": "1931-07-02",
        "terminated": "1950-01-01",
        "terminated_effect": "1951-01-01",
        "unofficial": "1960-01-01",
    }
    once, _ = read(row)
    twice, report = read(row, row)
    assert twice["uk-1"].acts == once["uk-1"].acts
    assert twice["uk-1"].events == once["uk-1"].events
    assert report.kept_rows == 2
    assert report.cells == 12
    assert report.doubts == ()
    assert report.outcomes[Outcome.REPEATED] >= 5


def test_what_a_repeated_record_dates_otherwise_is_kept() -> None:
    row = {"uuid": "a", "record_id": "1", "signed": "1931-04-12", "terminated": "1950-01-01"}
    corpus, report = read(row, row | {"terminated_effect": "1951-01-01"})
    assert [str(claim.date) for claim in act(corpus["uk-1"], "termination").effective] == ["1951-01-01"]
    only(report, "two-dates", "doubt")
    corpus, report = read(row, row | {"signed": "1931-04-13"})
    assert str(corpus["uk-1"].acts[0].date) == "[1931-04-12,1931-04-13]"
    only(report, "two-dates", "doubt")


def test_a_record_id_of_two_uuids_is_two_treaties() -> None:
    corpus, report = read(
        {"uuid": "a", "record_id": "1", "signed": "1931-04-12"}, {"uuid": "b", "record_id": "1", "signed": "1932-04-12"}
    )
    assert [treaty.id for treaty in corpus] == ["uk-1", "uk-b"]
    only(report, "repeated-row", "doubt")


# ------------------------------------------------------------------------------------------- what cannot be read


def test_a_row_without_a_key_is_lost_with_its_days() -> None:
    corpus, report = read(
        {"uuid": "", "record_id": "", "signed": "1931-04-12", "entry": "1931-07-01"}, {"signed": "1931-04-12"}
    )
    assert len(corpus) == 1
    assert (report.rows, report.kept_rows) == (2, 1)
    assert codes(report) == {("lost", "no-treaty"): 3}
    assert report.outcomes[Outcome.LOST] == 2


@pytest.mark.parametrize("names", ["", "Gibraltar", " ; ", "FRENCE", "=1+1", "NA"])
def test_a_row_without_a_participant_is_lost_with_its_days(names: str) -> None:
    corpus, report = read({"country_name": names, "signed": "1931-04-12"}, {"signed": "1931-04-12"})
    assert len(corpus) == 1
    assert (report.rows, report.kept_rows) == (2, 1)
    assert report.of("lost", code="no-participant")
    assert report.outcomes[Outcome.LOST] == 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1931", "impossible-day"),
        ("1931-02-30", "impossible-day"),
        ("13/13/1931", "impossible-day"),
        ("=TODAY()", "formula"),
        ("soon", "unreadable-date"),
        ("12 April 1931", "unreadable-date"),
        ("9999-12-31", "no-usable-date"),
        ("0001-01-01", "no-usable-date"),
        ("１２/04/1931", "unreadable-date"),
        ("1931-04-12\n", ""),
        ("1931", ""),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("effect", ["", "_effect"])
def test_a_cell_that_is_no_day_is_lost_and_nothing_else(cell: str, code: str, kind: str, effect: str) -> None:
    corpus, report = read({kind + effect: cell}, {"signed": "1931-04-12"})
    assert len(corpus) == 2
    assert report.kept_rows == 2
    assert report.cells == 2
    if code:
        remark = only(report, code, "lost")
        assert (remark.cell, remark.column, remark.line) == (cell, _column(kind + effect), 2)
    else:
        assert report.lost == ()


def test_a_type_that_is_unknown_is_reported() -> None:
    treaty, report = one(type="TRI", signed="1931-04-12")
    assert only(report, "unknown-value", "doubt").cell == "TRI"
    assert str(treaty.form) == "multilateral"


def test_what_is_no_such_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(tk.TreatyFileError, match="no column 'country_name'"):
        uk.read(io.StringIO("record_id,signed_event_date\n1,1931-04-12\n"))
    with pytest.raises(tk.TreatyFileError, match="no column 'record_id'"):
        uk.read(io.StringIO("country_name,signed_event_date\nFRANCE,1931-04-12\n"))
    with pytest.raises(tk.TreatyFileError, match="no column 'signed_event_date'"):
        uk.read(io.StringIO("record_id,country_name\n1,FRANCE\n"))
    with pytest.raises(tk.TreatyFileError, match="give as_of="):
        read({}, as_of=None)
    batch = tmp_path / "1_batch.json"
    batch.write_text("{}")
    with batch.open() as stream:
        for source in (batch, str(batch), [batch], stream):
            with pytest.raises(tk.TreatyFileError, match="make a flat table of it"):
                uk.read(source)
    with pytest.raises(ValueError, match="neither 'some' nor 'all'"):
        read({}, endings="none")


# ------------------------------------------------------------------------------------------- accounting

names = st.sampled_from(
    (
        *("FRANCE", "UNITED KINGDOM", "Gibraltar", "Canada", "CANADA", "KENYA", "Kenya", "PRUSSIA", "RUSSIA", "FRENCE"),
        *("SPAIN (1)", "", "=A1", "XFR", "Virgin Islands", "123", "SWEDEN AND NORWAY", "European Community", "Nowhere"),
    )
)
days = st.dates().map(str) | st.dates().map(lambda day: f"{day:%d/%m/%Y}")
garbage = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
cells = (
    st.sampled_from(["", "", "NA", "1931", "1931-04", "1931-04-12/..", "../1931-04-12", "1931-04-12~"]) | days | garbage
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    row = {column: draw(cells) for column in draw(st.sets(st.sampled_from(DATES + EFFECTS), max_size=8))}
    row["country_name"] = " ; ".join(draw(st.lists(names, max_size=5)))
    row["type"] = draw(st.sampled_from(["BI", "MULTI", "bi", ""]) | garbage)
    row["record_id"] = draw(st.sampled_from(["1", "2", "", "no/1", "NO 1"]) | garbage)
    row["uuid"] = draw(st.sampled_from(["a", "b", ""]) | garbage)
    for column in ("title", "subject", "references", "signed_event_location"):
        row[column] = draw(st.sampled_from(["", "a;b||c", ";||"]) | garbage)
    return row


@given(st.lists(rows(), max_size=4), st.sampled_from([AS_OF, None]), st.sampled_from(["some", "all"]))
def test_whatever_stands_in_it_a_table_is_read_and_accounted_for(
    drawn: list[dict[str, str]], as_of: str | None, endings: str
) -> None:
    source = table(*drawn, {"uuid": "last", "record_id": "last", "signed": "1931-04-12"})
    filled = [
        row[column].strip()
        for row in csv.DictReader(io.StringIO(source.getvalue(), newline=""))
        for column in DATES + EFFECTS
    ]
    corpus, report = uk.read(source, as_of=as_of, endings=endings)
    assert report.rows == len(drawn) + 1
    gone = {remark.line for remark in report.lost if remark.code in {"no-treaty", "no-participant"}}
    assert report.rows - report.kept_rows == len(gone)
    assert report.cells == sum(cell not in BLANKS for cell in filled)
    assert report.acts == sum(len(treaty.acts) for treaty in corpus)
    lost = [remark for remark in report.lost if remark.column in DATES + EFFECTS]
    assert report.outcomes[Outcome.LOST] == len(lost)
    for treaty in corpus:
        assert treaty.parties
        assert tk.parse(dump(treaty)) == treaty
        if all(claim.date.is_exact for act in treaty.acts for claim in act.all_claims):  # as in the register itself
            for day in ("1900-01-01", "1931-04-12", "2000-01-01"):
                assert treaty.status_on(day).possible
