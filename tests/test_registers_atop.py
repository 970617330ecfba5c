"""Alliances as ATOP codes them: what becomes of every row, and the panel of pledges that is made of them."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
import treatykit.files.registers.atop as atop
from treatykit import Corpus, Treaty, Truth
from treatykit.days import DaySet
from treatykit.errors import TreatyFileError
from treatykit.files.registers.report import Outcome, Report
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.context import Unknown
from treatykit.record.coverage import Beyond, Matter
from treatykit.record.obligations import AtopType, Modality
from treatykit.record.sources import Located
from treatykit.testing import treaties

_SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

MEMBER = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,ineffect,phase,defense,offense,neutral,nonagg,consul"
ALLIANCE = "atopid,begyr,begmo,begday,endyr,endmo,endday,ineffect,defense,offense,neutral,nonagg,consul,mem1,mem2,mem3"
PLEDGES = tuple(AtopType)


def table(*rows: str, header: str = MEMBER) -> io.StringIO:
    return io.StringIO("\n".join([header, *rows]) + "\n")


def read(*rows: str, header: str = MEMBER, **options: Any) -> tuple[Corpus, Report]:
    return atop.read(table(*rows, header=header), **options)


def codes(report: Report) -> set[tuple[str, str]]:
    return {(str(remark.weight), remark.code) for remark in report.remarks}


def acts(treaty: Treaty) -> list[str]:
    return [str(act) for act in treaty.acts]


def panel(corpus: Corpus, a: str, b: str, **options: Any) -> dict[int, str]:
    """The pledges of one direction, year by year, in short."""
    return {
        row.year: str(row).partition(": ")[2].partition(" (")[0]
        for row in atop.dyad_years(corpus, **options)
        if (row.a, row.b) == (a, b)
    }


PACT = ("9001,220,1931,4,12,1938,9,30,0,0,1,0,0,1,0", "9001,290,1931,4,12,1938,9,30,0,0,0,0,0,1,0")


# ------------------------------------------------------------------------------------------- members


def test_the_days_are_days_of_signature() -> None:
    treaty = read(*PACT)[0]["atop-9001"]
    assert acts(treaty) == ["1931-04-12  signature by FRA", "1931-04-12  signature by POL", "1938-09-30  termination"]
    assert {act.subject_to for act in treaty.acts if act.kind is ActKind.SIGNATURE} == {SubjectTo.NOT_STATED}
    assert treaty.acts[-1].ground is Ground.NOT_STATED
    assert {str(status) for status in treaty.status_on("1935-01-01", party="FRA").possible} == {
        "signatory",
        "contracting",
        "party",
    }
    assert "party" not in treaty.status_on("1938-09-30", party="FRA").possible
    assert treaty.in_force_on("1935-01-01") is Truth.MAYBE


def test_an_alliance_goes_by_its_id_and_its_number() -> None:
    corpus, _ = read(*PACT)
    assert corpus["ATOP 9001"].id == corpus["9001"].id == "atop-9001"
    assert corpus["9001"].title == "ATOP alliance 9001"
    assert corpus["9001"].is_bilateral
    assert [party.cow for party in corpus["9001"].parties] == [220, 290]


def test_a_title_in_the_data_is_used() -> None:
    header = f"{MEMBER},title"
    corpus, _ = read(*(f"{row},Pact  of Aid" for row in PACT), header=header)
    assert corpus["Pact of Aid"].id == "atop-9001"


def test_each_member_owes_its_own_pledges() -> None:
    treaty = read(*PACT)[0]["9001"]
    assert [(each.bearer, each.toward, *each.atop) for each in treaty.obligations] == [
        ("FRA", "other", "defense"),
        ("FRA", "other", "nonaggression"),
        ("POL", "other", "nonaggression"),
    ]
    assert [each.modality for each in treaty.obligations] == [Modality.MUST, Modality.MUST_NOT, Modality.MUST_NOT]
    assert {each.located for each in treaty.obligations} == {Located.UNVERIFIED}
    assert all("no article" in each.note for each in treaty.obligations)


def test_the_clauses_can_tell_when_it_entered_into_force(tmp_path: Path) -> None:
    path = tmp_path / "clauses.toml"
    path.write_text(
        'format = "treatykit-clauses/1"\n[[source]]\nid = "text"\ntitle = "Text"\n'
        '[[treaty]]\nkeys = ["atop:9001"]\nin_force_from = "1932-01-15"\ntitle = "The pact"\nsources = ["text"]\n',
        encoding="utf-8",
    )
    corpus, _ = read(*PACT, clauses=path)
    assert corpus["The pact"].in_force_on("1931-12-31") is Truth.NO
    assert min(panel(corpus, "FRA", "POL")) == 1931
    assert min(panel(corpus, "FRA", "POL", since="force")) == 1932


def test_a_supplement_tells_of_ratifications() -> None:
    events = io.StringIO(
        "treaty,party,act,date,instrument,source\n"
        "9001,FRA,deposit,1931-06-01,ratification,gazette\n9001,POL,deposit,1931-07-01,ratification,gazette\n"
    )
    treaty = read(*PACT, supplement=events)[0]["9001"]
    assert {str(status) for status in treaty.status_on("1931-06-30", party="FRA").possible} <= {"contracting", "party"}
    assert treaty.in_force_on("1931-06-30") is Truth.NO


def test_what_is_not_told_of_force_is_perhaps() -> None:
    corpus, _ = read(*PACT)
    assert panel(corpus, "FRA", "POL", since="force", last=1931) == {1931: "perhaps defense, perhaps nonaggression"}
    with pytest.raises(ValueError, match="neither 'signature' nor 'force'"):
        atop.dyad_years(corpus, since="ever")


# ------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ("1931,4,12", "1931-04-12"),
        ("1931,4,", "1931-04"),
        ("1931,4,0", "1931-04"),
        ("1931,,", "1931"),
        ("1931,0,5", "1931"),
    ],
)
def test_a_part_that_is_blank_is_not_known(parts: str, days: str) -> None:
    treaty = read(f"9001,220,{parts},1938,9,30,0,0,1,0,0,0,0", PACT[1])[0]["9001"]
    assert treaty.acts[0].date == DaySet(days)


def test_an_exit_with_a_blank_day_is_some_day_of_the_month() -> None:
    rows = [row.replace("1938,9,30", "1938,9,") for row in PACT]
    treaty = read(*rows)[0]["9001"]
    assert str(treaty.acts[-1]) == "1938-09  termination"
    assert "party" in treaty.status_on("1938-09-29", party="FRA").possible
    assert "party" not in treaty.status_on("1938-09-30", party="FRA").possible


def test_no_exit_and_in_effect_is_the_end_of_coverage() -> None:
    corpus, report = read(
        *(row.replace("1938,9,30,0", "0,0,0,1") for row in PACT), "9002,211,1940,1,1,1941,1,1,0,0,1,0,0,0,0"
    )
    treaty = corpus["9001"]
    assert treaty.coverage is not None
    assert (str(treaty.reviewed_through), treaty.coverage.beyond) == ("1941-12-31", Beyond.UNKNOWN)
    assert report.outcomes[Outcome.PLACEHOLDER] == 2
    assert not treaty.coverage.silences or all(each.on is not Matter.WITHDRAWAL for each in treaty.coverage.silences)
    assert treaty.status_on("1942-01-01", party="FRA").found.unknown
    assert max(panel(corpus, "FRA", "POL")) == 1941


def test_no_exit_and_not_in_effect_is_not_told() -> None:
    corpus, report = read(PACT[0].replace("1938,9,30,0", "0,0,0,0"), PACT[1], as_of="1940-12-31")
    silences = {each.on: each.by for each in corpus["9001"].coverage.silences}  # type: ignore[union-attr]
    assert silences[Matter.WITHDRAWAL] == ("FRA",)
    assert ("doubt", "no-usable-date") in codes(report)
    assert panel(corpus, "FRA", "POL")[1931] == "defense, nonaggression"
    assert panel(corpus, "FRA", "POL")[1935] == "perhaps defense, perhaps nonaggression"


def test_an_entry_that_is_not_known_is_some_day_before_the_exit() -> None:
    corpus, report = read(PACT[0].replace("1931,4,12", "0,0,0"), PACT[1])
    assert str(corpus["9001"].acts[0].date) == "1931-04-12/1938-09-30"
    assert ("doubt", "no-usable-date") in codes(report)
    assert panel(corpus, "POL", "FRA")[1931] == "perhaps nonaggression"


def test_as_of_is_the_day_up_to_which_the_table_speaks() -> None:
    corpus, _ = read(*PACT, as_of="1936-06-30")
    assert max(panel(corpus, "FRA", "POL")) == 1936
    assert str(corpus["9001"].reviewed_through) == "1936-06-30"


def test_an_impossible_day_is_kept_as_its_month_in_doubt() -> None:
    corpus, report = read(PACT[0].replace("1931,4,12", "1931,6,31"), PACT[1].replace("4,12", "13,1"))
    assert [str(act.date) for act in corpus["9001"].acts[:2]] == ["1931-06?", "1931?"]
    found = report.of("doubt", code="impossible-day")
    assert [(remark.line, remark.column, remark.cell) for remark in found] == [(2, "dayent", "31"), (3, "dayent", "1")]


def test_an_end_before_the_beginning_is_kept_and_reported() -> None:
    corpus, report = read(PACT[0].replace("1938,9,30", "1930,1,1"), PACT[1])
    assert ("doubt", "end-before-start") in codes(report)
    assert [str(event.date) for event in corpus["9001"].events] == ["1930-01-01"]
    assert panel(corpus, "POL", "FRA")[1931] == "nonaggression"
    assert panel(corpus, "POL", "FRA")[1937] == "perhaps nonaggression"


def test_an_exit_of_what_is_in_effect_is_a_doubt() -> None:
    _, report = read(PACT[0].replace("30,0,0,1", "30,1,0,1"), PACT[1])
    assert ("doubt", "status-contradicts-year") in codes(report)


@pytest.mark.parametrize("cell", ["x", "19311", "-1931", "=A1", "19.31"])
def test_what_is_no_number_is_reported(cell: str) -> None:
    corpus, report = read(PACT[0].replace("1931", cell, 1), PACT[1])
    assert report.lost
    assert report.outcomes[Outcome.LOST] == 1
    assert len(corpus["9001"].parties) == 2


# ------------------------------------------------------------------------------------------- leaving and coming back


def test_who_leaves_alone_withdraws() -> None:
    corpus, _ = read(
        "9001,220,1931,4,12,1934,1,1,0,0,1,0,0,0,0",
        "9001,290,1931,4,12,1938,9,30,0,0,1,0,0,0,0",
        "9001,211,1932,4,12,1938,9,30,0,0,1,0,0,0,0",
    )
    treaty = corpus["9001"]
    assert {act for act in acts(treaty) if "signature" not in act} == {
        "1934-01-01  withdrawal effective by FRA",
        "1938-09-30  termination",
    }
    assert "party" not in treaty.status_on("1934-01-01", party="FRA").possible


def test_an_exit_on_the_first_day_of_a_year_counts_in_that_year() -> None:
    corpus, _ = read(
        "9001,220,1931,4,12,1934,1,1,0,0,1,0,0,0,0",
        "9001,290,1931,4,12,0,0,0,1,0,1,0,0,0,0",
        as_of="1940-12-31",
    )
    assert sorted(panel(corpus, "FRA", "POL")) == [1931, 1932, 1933, 1934]
    assert sorted(panel(corpus, "FRA", "POL", since="force")) == [1931, 1932, 1933]


def test_two_who_miss_each_other_in_a_year_are_not_in_together() -> None:
    corpus, _ = read(
        "9001,220,1931,1,1,1935,3,10,0,0,1,0,0,0,0",
        "9001,290,1935,10,1,1938,9,30,0,0,1,0,0,0,0",
        "9001,211,1931,1,1,1938,9,30,0,0,1,0,0,0,0",
    )
    assert panel(corpus, "FRA", "POL") == {}
    assert sorted(panel(corpus, "FRA", "BEL")) == [1931, 1932, 1933, 1934, 1935]
    assert sorted(panel(corpus, "POL", "BEL")) == [1935, 1936, 1937, 1938]


def test_who_comes_back_has_two_stays() -> None:
    corpus, report = read(
        "9001,220,1931,4,12,1933,3,31,0,0,1,0,0,0,0",
        "9001,220,1936,5,22,0,0,0,1,0,1,0,0,0,0",
        "9001,290,1931,4,12,0,0,0,1,0,1,0,0,0,0",
        "9001,211,1931,4,12,0,0,0,1,0,1,0,0,0,0",
    )
    treaty = corpus["9001"]
    own = sorted((act for act in treaty.acts if act.by == ("FRA",)), key=lambda act: act.date.bounds)
    assert [(act.kind, act.episode, str(act.date)) for act in own] == [
        (ActKind.SIGNATURE, 1, "1931-04-12"),
        (ActKind.WITHDRAWAL_EFFECTIVE, 1, "1933-03-31"),
        (ActKind.DEPOSIT, 2, "1936-05-22"),
    ]
    assert own[-1].instrument is Instrument.OTHER
    assert sorted(panel(corpus, "FRA", "POL")) == [1931, 1932, 1933, 1936]
    assert "party" in treaty.status_on("1936-06-01", party="FRA").possible
    assert ("doubt", "end-before-start") not in codes(report)


def test_two_rows_for_one_spell_are_reported() -> None:
    corpus, report = read(PACT[0], PACT[0], PACT[1], PACT[0].replace("4,12", "4,13"))
    assert ("note", "repeated-row") in codes(report)
    assert ("doubt", "two-dates") in codes(report)
    signature = corpus["9001"].acts[0]
    assert [str(claim.date) for claim in signature.claims] == ["1931-04-12", "1931-04-13"]
    assert report.kept_rows == report.rows == 4


def test_the_spells_of_a_state_whose_number_changed_are_one() -> None:
    corpus, report = read(
        "9001,260,1963,1,22,1990,10,3,0,0,1,0,0,0,0",
        "9001,255,1990,10,3,0,0,0,1,0,1,0,0,0,0",
        "9001,220,1963,1,22,0,0,0,1,0,1,0,0,0,0",
        as_of="1992-12-31",
    )
    treaty = corpus["9001"]
    assert acts(treaty) == ["1963-01-22  signature by DEU", "1963-01-22  signature by FRA"]
    assert ("note", "repeated-row") in codes(report)
    numbers = [(row.year, row.a_cow) for row in atop.dyad_years(corpus, first=1989) if row.b_cow == 220]
    assert numbers == [(1989, 260), (1990, 255), (1990, 260), (1991, 255), (1992, 255)]


@pytest.mark.parametrize(
    ("number", "first", "last", "codes"),
    [
        (365, 1985, 1995, {1985: "SUN", 1990: "SUN", 1991: "RUS", 1995: "RUS"}),
        (345, 1998, 2010, {1998: "YUG", 2005: "SCG", 2008: "SRB"}),
        (816, 1970, 1980, {1970: "VDR", 1976: "VNM", 1980: "VNM"}),
        (255, 1866, 1880, {1866: "PRU", 1871: "DEU", 1880: "DEU"}),
    ],
)
def test_a_membership_that_outlives_the_state_goes_on_under_its_number(
    number: int, first: int, last: int, codes: dict[int, str]
) -> None:
    corpus, _ = read(
        f"9001,{number},{first},1,1,{last},6,30,0,0,1,0,0,0,0",
        f"9001,220,{first},1,1,{last},6,30,0,0,1,0,0,0,0",
        f"9002,{number},{last - 3},1,1,{last},6,30,0,0,0,0,0,1,0",
        f"9002,220,{last - 3},1,1,{last},6,30,0,0,0,0,0,1,0",
    )
    rows = [row for row in atop.dyad_years(corpus) if row.b_cow == 220]
    assert [row.year for row in rows] == list(range(first, last + 1))
    assert {row.a_cow for row in rows} == {number}
    found = {row.year: row.a for row in rows}
    assert {year: found[year] for year in codes} == codes
    assert rows[-1].treaties == ("atop-9001", "atop-9002")


# ------------------------------------------------------------------------------------------- members that are not known


def test_a_member_outside_the_state_system_is_found_with_doubt() -> None:
    corpus, report = read("9001,165,1851,5,29,1859,1,2,0,0,1,0,0,0,0", "9001,140,1851,5,29,1859,1,2,0,0,1,0,0,0,0")
    assert ("doubt", "doubtful-name") in codes(report)
    assert panel(corpus, "URY", "BRA")[1851] == "defense"


def test_a_number_that_is_not_known_is_reported_or_named() -> None:
    rows = (PACT[0].replace(",220,", ",8152,"), PACT[1])
    corpus, report = read(*rows)
    assert report.of("lost", code="unknown-name")[0].cell == "8152"
    assert report.kept_rows == 1
    assert report.outcomes[Outcome.LOST] == 2
    corpus, report = read(*rows, names={"8152": "XAA"})
    assert not report.lost
    assert {(row.a, row.a_cow) for row in atop.dyad_years(corpus)} == {("XAA", 8152), ("POL", 290)}


@pytest.mark.parametrize(
    ("id", "member"), [("", "220"), ("0", "220"), ("9001", ""), ("9001", "France"), ("9001", "-9")]
)
def test_a_row_without_alliance_or_member_is_reported(id: str, member: str) -> None:
    corpus, report = read(PACT[0].replace("9001,220", f"{id},{member}"), PACT[1])
    assert report.lost
    assert report.kept_rows == 1
    assert [party.code for party in corpus["9001"].parties] == ["POL"]


# ------------------------------------------------------------------------------------------- pledges


def test_conditions_are_kept_in_words() -> None:
    header = f"{MEMBER},conditio,defcon,defcoadv,defconpr,neucon"
    corpus, report = read(
        f"{PACT[0]},1,1,1,1,0",
        "9001,290,1931,4,12,1938,9,30,0,0,1,0,1,1,0,1,0,0,0,1",
        "9001,211,1931,4,12,1938,9,30,0,0,0,0,0,1,0,1,0,0,0,0",
        header=header,
    )
    treaty = corpus["9001"]
    assert treaty.obligation("defense-FRA").subject_to == (
        "limited to certain adversaries (DEFCOADV = 1)",
        "limited to attacks that were not provoked (DEFCONPR = 1)",
    )
    assert treaty.obligation("nonaggression-FRA").subject_to == ()
    assert treaty.obligation("neutrality-POL").subject_to == ("conditions that are not told (NEUCON = 1)",)
    assert treaty.obligation("nonaggression-BEL").subject_to == ("conditions that are not told (CONDITIO = 1)",)
    assert ("note", "column-not-read") not in codes(report)


@pytest.mark.parametrize("cell", ["", "9", "-9", "NA", "yes", "2", "=1"])
def test_a_pledge_that_is_not_told_is_perhaps(cell: str) -> None:
    corpus, report = read(PACT[0].replace(",0,0,1,0,0,1,0", f",0,0,{cell},0,0,1,0"), PACT[1])
    assert ("doubt", "unknown-value") in codes(report)
    assert any(
        isinstance(each, Unknown) and each.about == "pledge of defense by FRA" for each in corpus["9001"].unknowns
    )
    assert panel(corpus, "FRA", "POL")[1935] == "perhaps defense, nonaggression"
    assert panel(corpus, "POL", "FRA")[1935] == "nonaggression"


def test_a_pledge_without_a_column_is_perhaps() -> None:
    header = MEMBER.replace(",consul", "")
    corpus, report = read(*(row.rpartition(",")[0] for row in PACT), header=header)
    assert ("doubt", "incomplete") in codes(report)
    assert panel(corpus, "POL", "FRA")[1935] == "nonaggression, perhaps consultation"


def test_active_is_no_pledge() -> None:
    header = f"{MEMBER},active"
    corpus, report = read(f"{PACT[0]},1", f"{PACT[1]},1", header=header)
    assert panel(corpus, "POL", "FRA")[1935] == "nonaggression"
    assert any("active" in remark.message for remark in report.of("note", code="column-not-read"))


def test_who_has_pledged_nothing_has_a_row_without_pledges() -> None:
    corpus, _ = read("9001,220,1931,4,12,1932,9,30,0,0,1,0,0,0,0", "9001,290,1931,4,12,1932,9,30,0,0,0,0,0,0,0")
    (row,) = atop.dyad_years(corpus, first=1932, last=1932)[1:]
    assert (row.a, row.b) == ("POL", "FRA")
    assert set(row.pledges.values()) == {Truth.NO}
    assert row.treaties == ("atop-9001",)
    assert row.behind("defense") == ()


def test_pledges_are_a_union_over_treaties() -> None:
    corpus, _ = read(*PACT, "9002,220,1933,1,1,1934,12,31,0,0,0,0,0,0,1", "9002,290,1933,1,1,1934,12,31,0,0,0,1,0,0,1")
    assert panel(corpus, "FRA", "POL")[1932] == "defense, nonaggression"
    assert panel(corpus, "FRA", "POL")[1934] == "defense, nonaggression, consultation"
    assert panel(corpus, "POL", "FRA")[1934] == "offense, nonaggression, consultation"
    row = next(row for row in atop.dyad_years(corpus) if (row.year, row.a) == (1934, "FRA"))
    assert row.treaties == ("atop-9001", "atop-9002")
    assert row.behind("defense") == ("atop-9001",)
    assert row.behind("consultation") == ("atop-9002",)
    assert row.pledge("defense") is row.defense is Truth.YES
    with pytest.raises(ValueError, match="did you mean 'defense'"):
        row.pledge("defence")


def test_spells_that_pledge_differently_are_reported() -> None:
    _, report = read(
        "9001,220,1931,4,12,1933,3,31,0,0,1,0,0,0,0",
        "9001,220,1936,5,22,0,0,0,1,0,0,0,0,0,0",
        "9001,290,1931,4,12,0,0,0,1,0,1,0,0,0,0",
    )
    assert ("doubt", "levels-differ") in codes(report)


# ------------------------------------------------------------------------------------------- phases

PHASES = (
    "9001,220,1931,1,1,1934,1,1,0,1,1,0,0,0,0",
    "9001,290,1931,1,1,1934,1,1,0,1,1,0,0,0,0",
    "9001,220,1934,1,1,1938,1,1,0,2,0,0,0,1,0",
    "9001,290,1934,1,1,1938,1,1,0,2,0,0,0,1,0",
)


@pytest.mark.parametrize("order", [PHASES, PHASES[::-1]])
def test_a_phase_is_a_treaty_that_amends_the_one_before(order: tuple[str, ...]) -> None:
    corpus, _ = read(*order)
    assert {treaty.id for treaty in corpus} == {"atop-9001", "atop-9001-2"}
    assert corpus["9001"].id == corpus["ATOP 9001"].id == "atop-9001"
    assert corpus["9001"].title == "ATOP alliance 9001 (phase 1)"
    later = corpus["ATOP 9001-2"]
    assert later.title == "ATOP alliance 9001 (phase 2)"
    assert [(str(link.kind), link.treaty) for link in later.links] == [("amends", "atop-9001")]
    assert panel(corpus, "FRA", "POL") == {
        **dict.fromkeys(range(1931, 1934), "defense"),
        1934: "defense, nonaggression",
        **dict.fromkeys(range(1935, 1939), "nonaggression"),
    }


def test_a_phase_that_stands_alone_goes_by_the_alliance_too() -> None:
    corpus, _ = read(*PHASES[2:])
    assert corpus["9001"].id == corpus["ATOP 9001"].id == "atop-9001-2"


def test_what_is_no_phase_is_reported() -> None:
    corpus, report = read(PACT[0].replace("30,0,0", "30,0,x"), PACT[1])
    assert ("doubt", "unknown-value") in codes(report)
    assert len(corpus["9001"].parties) == 2


# ------------------------------------------------------------------------------------------- the alliance level


def test_the_alliance_level_alone_merges_the_pledges_of_all() -> None:
    corpus, _ = read("9001,1931,4,12,1938,9,30,0,1,0,0,1,0,220,290,", header=ALLIANCE)
    treaty = corpus["9001"]
    assert acts(treaty) == ["1931-04-12  signature by FRA and POL", "1938-09-30  termination"]
    assert [(each.bearer, *each.atop) for each in treaty.obligations] == [
        ("each", "defense"),
        ("each", "nonaggression"),
    ]
    assert panel(corpus, "FRA", "POL") == panel(corpus, "POL", "FRA")
    assert sorted(panel(corpus, "FRA", "POL")) == list(range(1931, 1939))
    assert treaty.coverage is not None
    assert "does not tell when" in treaty.coverage.note


def test_the_alliance_level_alone_can_be_in_effect_or_silent() -> None:
    corpus, report = read(
        "9001,1931,4,12,0,0,0,1,1,0,0,1,0,220,290,",
        "9002,1931,4,12,0,0,0,0,1,0,0,1,0,220,211,",
        "9003,0,0,0,1933,1,1,0,1,0,0,,0,210,211,",
        header=ALLIANCE,
        as_of="1936-12-31",
    )
    assert panel(corpus, "FRA", "POL")[1936] == "defense, nonaggression"
    assert panel(corpus, "FRA", "BEL")[1936].startswith("perhaps defense")
    assert panel(corpus, "NLD", "BEL")[1932] == "perhaps defense, perhaps nonaggression"
    assert report.outcomes[Outcome.PLACEHOLDER] == 2
    assert len(report.of("doubt", code="no-usable-date")) == 2


def both(*members: str, alliance: str) -> tuple[Corpus, Report]:
    return atop.read([table(alliance, header=ALLIANCE), table(*members)])


def test_both_levels_tell_of_one_treaty() -> None:
    corpus, report = both(*PACT, alliance="9001,1931,4,12,1938,9,30,0,1,0,0,1,0,220,290,")
    (treaty,) = corpus
    assert acts(treaty) == ["1931-04-12  signature by FRA", "1931-04-12  signature by POL", "1938-09-30  termination"]
    assert {claim.source for claim in treaty.acts[-1].claims} == {"table", "alliances"}
    assert {each.bearer for each in treaty.obligations} == {"FRA", "POL"}
    assert report.kept_rows == report.rows == 3
    assert report.understood == 1.0
    assert not report.doubts


def test_the_order_of_the_tables_does_not_matter(tmp_path: Path) -> None:
    alliance = "9001,1931,4,12,1938,9,30,0,1,0,0,1,0,220,290,"
    (tmp_path / "a.csv").write_text("\n".join([MEMBER, *PACT]), encoding="utf-8")
    (tmp_path / "b.csv").write_text("\n".join([ALLIANCE, alliance]), encoding="utf-8")
    one, _ = atop.read([tmp_path / "a.csv", tmp_path / "b.csv"])
    other, _ = atop.read([tmp_path / "b.csv", tmp_path / "a.csv"])
    folder, _ = atop.read(tmp_path)
    assert one == other == folder


def test_where_the_levels_differ_both_are_kept_and_reported() -> None:
    corpus, report = both(
        *PACT, "9001,211,1933,1,1,0,0,0,1,0,0,0,0,1,0", alliance="9001,1931,1,1,1936,1,1,0,1,1,0,1,0,220,290,210"
    )
    treaty = corpus["9001"]
    found = {(remark.code, remark.column) for remark in report.doubts}
    assert {("after-end", "endyr"), ("levels-differ", "offense"), ("levels-differ", "mem3")} <= found
    assert ActKind.TERMINATION not in {act.kind for act in treaty.acts}
    assert [str(event.date) for event in treaty.events] == ["1936-01-01"]
    assert treaty.party("NLD").cow == 210
    assert panel(corpus, "NLD", "BEL")[1936].startswith("defense")


def test_an_alliance_may_begin_on_a_day_of_its_own() -> None:
    corpus, report = both(*PACT, alliance="9001,1931,1,1,1938,9,30,0,1,0,0,1,0,220,290,")
    assert [str(event.date) for event in corpus["9001"].events] == ["1931-01-01"]
    assert ("doubt", "levels-differ") in codes(report)


def test_spells_that_begin_later_than_the_alliance_keep_their_days() -> None:
    corpus, _ = both(
        *PACT, "9001,211,1935,5,5,1938,9,30,0,0,1,0,0,0,0", alliance="9001,1931,4,12,1938,9,30,0,1,0,0,1,0,220,290,211"
    )
    assert sorted(panel(corpus, "BEL", "POL")) == [1935, 1936, 1937, 1938]


# ------------------------------------------------------------------------------------------- files and versions


def test_the_version_is_read_as_it_is_meant() -> None:
    header = f"{MEMBER},version"
    corpus, _ = read(*(f"{row},4.0100002" for row in PACT), header=header)
    assert "4.01" in corpus["9001"].source("table").title
    assert "4.0100" not in corpus["9001"].source("table").title


def test_latin_1_is_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "member.csv"
    path.write_bytes("\n".join([f"{MEMBER},title", *(f"{row},Traité" for row in PACT)]).encode("latin-1"))
    corpus, report = atop.read(path)
    assert corpus["9001"].title == "Traité"
    assert ("note", "encoding") in codes(report)
    assert atop.read(path, encoding="latin-1")[0] == corpus


def test_frames_are_read() -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("narwhals")
    frame = polars.read_csv(table(*PACT).read().encode())
    assert acts(atop.read(frame)[0]["9001"]) == acts(read(*PACT)[0]["9001"])


def test_what_is_no_table_of_atop_is_refused_or_reported(tmp_path: Path) -> None:
    with pytest.raises(TreatyFileError, match="neither the member-level table"):
        read("1,2", header="statea,stateb")
    other = table("1,2", header="statea,stateb")
    _, report = atop.read([table(*PACT), other])
    assert any("neither the member-level" in remark.message for remark in report.lost)


def test_two_releases_are_two_sources() -> None:
    header = f"{MEMBER},version"
    corpus, report = atop.read(
        [table(*(f"{row},{version}" for row in PACT), header=header) for version in ("4.01", "5.1")]
    )
    assert [source.title.split()[-3] for source in corpus["9001"].sources] == ["4.01,", "5.1,"]
    assert acts(corpus["9001"]) == acts(read(*PACT)[0]["9001"])
    assert report.kept_rows == report.rows == 4
    assert tk.parse(tk.dump(corpus["9001"])) == corpus["9001"]


def test_a_table_without_any_date_needs_a_day() -> None:
    row = "9001,220,0,0,0,0,0,0,1,0,1,0,0,0,0"
    with pytest.raises(TreatyFileError, match="as_of"):
        read(row)
    assert len(read(row, as_of="1950-12-31")[0]) == 1


@_SETTINGS
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "0",
                    "1",
                    "9001",
                    "220",
                    "290",
                    "1931",
                    "13",
                    "31",
                    "-9",
                    "NA",
                    "=1+1",
                    "x",
                    "9999",
                    "1e9",
                    "\ud7ff",
                    "'",
                ]
            ),
            min_size=15,
            max_size=15,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_row_is_lost_silently_whatever_is_in_it(rows: list[list[str]]) -> None:
    corpus, report = read(*(",".join(row) for row in rows), as_of="1960-12-31")
    reported = {remark.line for remark in report.lost}
    assert report.rows == sum(any(cell.strip() for cell in row) for row in rows)
    assert report.kept_rows + len(reported) >= report.rows
    for since in ("signature", "force"):
        for row in atop.dyad_years(corpus, since=since):
            assert row.year <= 1960
            assert row.a != row.b
    for treaty in corpus:
        treaty.check()


# ------------------------------------------------------------------------------------------- the panel, day by day

NUMBERS = {220: "FRA", 290: "POL", 211: "BEL"}
FIRST, LAST = dt.date(1930, 1, 1), dt.date(1933, 12, 31)


@attrs.define
class Spell:
    """A spell with the days on which it may have begun and ended."""

    alliance: int
    member: int
    entry: tuple[dt.date, dt.date]
    exit: tuple[dt.date, dt.date] | None
    cells: str
    pledges: tuple[bool, ...]

    def surely(self, day: dt.date) -> bool:
        return self.entry[1] <= day and (self.exit is None or day <= self.exit[0])

    def perhaps(self, day: dt.date) -> bool:
        return self.entry[0] <= day and (self.exit is None or day <= self.exit[1])


@st.composite
def dates(draw: Any, first: dt.date, last: dt.date) -> tuple[str, tuple[dt.date, dt.date]]:
    """The cells of a day, and its first and last day."""
    day = draw(st.dates(first, last))
    known = draw(st.sampled_from(["day", "day", "month", "year"]))
    if known == "day":
        return f"{day.year},{day.month},{day.day}", (day, day)
    if known == "month":
        length = calendar.monthrange(day.year, day.month)[1]
        return f"{day.year},{day.month},", (day.replace(day=1), day.replace(day=length))
    return f"{day.year},0,0", (dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


@st.composite
def spells(draw: Any) -> list[Spell]:
    found: list[Spell] = []
    for alliance in draw(st.sampled_from([(9001,), (9001, 9002)])):
        for member in draw(st.sampled_from([(220, 290), (220, 290, 211)])):
            pledges = tuple(draw(st.lists(st.booleans(), min_size=5, max_size=5)))
            start: dt.date | None = FIRST
            while start is not None and start < LAST - dt.timedelta(days=40):
                entered, entry = draw(dates(start, LAST - dt.timedelta(days=20)))
                if entry[0] < start:
                    break
                left, exit = draw(st.just(("0,0,0", None)) | dates(entry[0], LAST))
                if exit is not None and exit[0] < entry[1]:
                    left, exit = f"{entry[1].year},12,31", (dt.date(entry[1].year, 12, 31),) * 2
                cells = f"{alliance},{member},{entered},{left},{int(exit is None)},0"
                found.append(Spell(alliance, member, entry, exit, cells, pledges))
                again = exit is not None and draw(st.integers(0, 3)) == 0
                start = exit[1] + dt.timedelta(days=2) if again and exit is not None else None
    return found


def day_by_day(drawn: list[Spell]) -> dict[tuple[int, str, str], tuple[str, ...]]:
    """The panel, by looking at every day."""
    last = max(day for spell in drawn for pair in (spell.entry, spell.exit) if pair is not None for day in pair).year
    found: dict[tuple[int, str, str], list[int]] = {}
    day = FIRST
    pledged_in = {spell.alliance for spell in drawn if any(spell.pledges)}
    while day.year <= last:
        for one in (spell for spell in drawn if spell.alliance in pledged_in):
            for other in drawn:
                if one.alliance != other.alliance or one.member == other.member:
                    continue
                if one.perhaps(day) and other.perhaps(day):
                    cell = found.setdefault((day.year, NUMBERS[one.member], NUMBERS[other.member]), [0] * 5)
                    level = 2 if one.surely(day) and other.surely(day) else 1
                    for place, pledged in enumerate(one.pledges):
                        cell[place] = max(cell[place], level * pledged)
        day += dt.timedelta(days=1)
    return {key: tuple(("no", "maybe", "yes")[level] for level in cell) for key, cell in found.items()}


@settings(_SETTINGS, max_examples=120)
@given(spells(), st.randoms(use_true_random=False))
def test_the_panel_is_what_every_day_says(drawn: list[Spell], shuffle: random.Random) -> None:
    rows = [f"{spell.cells},{','.join(str(int(made)) for made in spell.pledges)}" for spell in drawn]
    shuffle.shuffle(rows)
    corpus, report = read(*rows)
    found = {(row.year, row.a, row.b): tuple(map(str, row.pledges.values())) for row in atop.dyad_years(corpus)}
    assert found == day_by_day(drawn)
    assert not report.lost


@_SETTINGS
@given(spells())
def test_years_that_are_not_asked_for_have_no_row(drawn: list[Spell]) -> None:
    corpus, _ = read(*(f"{spell.cells},1,0,0,0,0" for spell in drawn))
    rows = atop.dyad_years(corpus)
    assert atop.dyad_years(corpus, first=1931, last=1932) == tuple(row for row in rows if 1931 <= row.year <= 1932)
    assert list(rows) == sorted(rows, key=lambda row: (row.year, row.a_cow, row.b_cow))
    assert len({(row.year, row.a, row.b) for row in rows}) == len(rows)
    assert all(set(row.behind("defense")) <= set(row.treaties) for row in rows)


# ------------------------------------------------------------------------------------------- the panel of any corpus


def days_to_ask(treaty: Treaty) -> Iterator[dt.date]:
    since = treaty.coverage.since if treaty.coverage else None
    first = dt.date(1990, 1, 1) if since is None else since.earliest
    cuts = {day for party in treaty.parties for day in treaty.timeline(party.code).changes}
    years = {dt.date(year, month, day) for year in range(1999, 2012) for month, day in ((1, 1), (12, 31))}
    for act in treaty.acts:
        days = act.day(treaty.policy)
        if act.kind in {ActKind.RESERVATION, ActKind.RESERVATION_WITHDRAWN} and days is not None:
            cuts |= {day for day in (days.earliest, days.latest) if day is not None}
    for day in sorted(cuts | years):
        if first is not None and first <= day <= treaty.reviewed_through and 1999 <= day.year <= 2011:
            yield day


@settings(_SETTINGS, max_examples=80)
@given(treaties(covered=True, parties=3) | treaties())
def test_the_panel_since_force_never_contradicts_the_duties(treaty: Treaty) -> None:
    rows = {(r.year, r.a, r.b): r for r in atop.dyad_years(Corpus([treaty]), since="force", first=1999, last=2011)}
    codes = [party.code for party in treaty.parties]
    for a in codes:
        for b in codes:
            if a == b:
                continue
            answers: dict[tuple[int, AtopType], set[Truth]] = {}
            for day in days_to_ask(treaty):
                for duty in treaty.duties(on=day, bearer=a, toward=b, between=(a, b)):
                    for pledge in duty.obligation.atop if not duty.obligation.final else ():
                        answers.setdefault((day.year, pledge), set()).add(duty.binding)
            for (year, pledge), found in answers.items():
                row = rows.get((year, a, b))
                told = Truth.NO if row is None else row.pledge(pledge)
                if told is Truth.NO:
                    assert found == {Truth.NO}, (year, a, b, pledge)
                if Truth.YES in found:
                    assert told is not Truth.NO
                if told is Truth.YES:
                    assert Truth.YES in found, (year, a, b, pledge)


def test_the_bundled_records_make_a_panel() -> None:
    rows = {
        row.year: row
        for row in atop.dyad_years(tk.load_all(), since="force", first=1961)
        if (row.a_cow, row.b_cow) == (365, 731)
    }
    assert (rows[1970].a, rows[1970].defense, rows[1970].treaties) == ("SUN", Truth.YES, ("sun-prk-1961",))
    assert 1998 not in rows
    assert rows[2024].behind("defense") == ("rus-prk-2024",)
    assert max(rows) <= max(treaty.reviewed_through.year for treaty in tk.load_all())


def test_beyond_the_coverage_of_a_treaty_nothing_is_no() -> None:
    early, _ = read(*(row.replace("1938,9,30,0", "0,0,0,1") for row in PACT), as_of="1935-12-31")
    ended, _ = read(*(row.replace("9001", "9003").replace("1938", "1933") for row in PACT), as_of="1935-12-31")
    late, _ = read(*(f"9002,{member},1934,1,1,0,0,0,1,0,0,0,0,0,1" for member in (220, 290)), as_of="1940-12-31")
    rows = panel(Corpus((*early, *late, *ended)), "FRA", "POL")
    assert rows[1935] == "defense, nonaggression, consultation"
    assert rows[1936] == rows[1940] == "perhaps defense, perhaps nonaggression, consultation"
    assert panel(Corpus((*ended, *late)), "FRA", "POL")[1936] == "consultation"
    assert max(panel(Corpus([*early]), "FRA", "POL")) == 1935


def test_a_row_reads_as_a_sentence() -> None:
    row = atop.DyadYear(year=1931, a="FRA", b="POL", defense="yes", offense="maybe", treaties=["pact"])
    assert str(row) == "1931 FRA to POL: defense, perhaps offense (pact)"
    assert repr(row) == f"<DyadYear {row}>"
    assert str(atop.DyadYear(year=1931, a="POL", b="FRA", treaties=["pact"])) == "1931 POL to FRA: nothing (pact)"
