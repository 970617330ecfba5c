"""Cells say what days they mean, in the forms that registers use, and everything else is a flaw with its reason."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatykit.days import DaySet
from treatykit.files.registers.cells import (
    BLANKS,
    Flaw,
    Reader,
    day_first,
    day_number,
    formula,
    is_blank,
    iso_or_edtf,
    named_month,
    parts,
    year,
)
from treatykit.files.registers.report import CODES

READERS = (named_month, iso_or_edtf, day_first, day_number, year)
_DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def flaw(found: DaySet | Flaw | None) -> tuple[str, str]:
    assert isinstance(found, Flaw), found
    assert found.code in CODES
    return found.code, found.reason


# ------------------------------------------------------------------------------------------- days there and back


@given(_DAYS, st.sampled_from([" ", "  ", "\u00a0", "\t"]), st.sampled_from(["short", "long", "dot", "capitals"]))
def test_a_day_with_a_month_by_name_reads_back(day: dt.date, space: str, form: str) -> None:
    name = {
        "short": calendar.month_abbr[day.month],
        "long": calendar.month_name[day.month],
        "dot": f"{calendar.month_abbr[day.month]}.",
        "capitals": calendar.month_name[day.month].upper(),
    }[form]
    assert named_month(f"{day.day}{space}{name}{space}{day.year:04}") == DaySet(day)


@given(_DAYS)
def test_a_day_as_iso_reads_back_wherever_it_may_stand(day: dt.date) -> None:
    for read in (iso_or_edtf, day_first, day_number, year):
        assert read(day.isoformat()) == read(f" {day.isoformat()} ") == DaySet(day)
        assert read(f"{day.isoformat()}T00:00:00") == read(f"{day.isoformat()} 00:00:00.000") == DaySet(day)


@given(_DAYS, st.sampled_from("./"), st.booleans())
def test_a_day_that_begins_with_the_day_reads_back(day: dt.date, sign: str, is_padded: bool) -> None:
    first = [f"{day.day:02}", f"{day.month:02}"] if is_padded else [str(day.day), str(day.month)]
    cell = sign.join([*first, f"{day.year:04}"])
    assert day_first(cell) == day_number(cell) == year(cell) == DaySet(day)


@given(_DAYS, st.sampled_from(["", ".0", ".000"]))
def test_a_day_number_reads_back_unless_it_looks_like_a_year(day: dt.date, rest: str) -> None:
    number = (day - dt.date(1899, 12, 30)).days
    found = day_number(f"{number}{rest}")
    if 1000 <= number <= 9999 and rest in {"", ".0"}:
        assert found == DaySet(str(number))
    elif 1000 <= number <= 9999 or (number == -9 and not rest):
        assert isinstance(found, DaySet)
    else:
        assert found == DaySet(day)


def test_a_year_in_a_column_of_day_numbers_is_a_year() -> None:
    assert day_number("1976") == day_number("1976.0") == DaySet("1976")
    assert day_number("36526") == day_number("36526.0") == DaySet("2000-01-01")


@given(st.integers(1, 9999), st.sampled_from(["", ".0"]))
def test_a_year_is_every_day_of_it(number: int, rest: str) -> None:
    assert year(f"{number:04}{rest}") == DaySet.between(dt.date(number, 1, 1), dt.date(number, 12, 31))


@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from(["", ".0"]))
def test_a_day_in_three_columns_reads_back(day: dt.date, rest: str) -> None:
    texts = [f"{part}{rest}" for part in (day.year, day.month, day.day)]
    assert parts(*texts) == DaySet(day)
    for blank in ("", "0", "-9", "NA", " "):
        assert parts(texts[0], texts[1], blank) == DaySet(f"{day:%Y-%m}".zfill(7))
        assert parts(texts[0], blank, texts[2]) == parts(texts[0], blank, blank) == DaySet(f"{day.year:04}")
        assert parts(blank, blank, blank) is None
        assert flaw(parts(blank, texts[1], texts[2])) == ("unreadable-date", "the year is missing")


# ------------------------------------------------------------------------------------------- messydates


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("1962", "1962"),
        ("1962-07", "1962-07"),
        ("1964-XX", "1964"),
        ("1964-XX-XX", "1964"),
        ("1964-02-XX", "1964-02"),
        ("1981-09..1981-10", "1981-09/1981-10"),
        ("1981-09-05..1981", "1981-09-05/1981-12-31"),
        ("..1964", "../1964-12-31"),
        ("1964..", "1964-01-01/.."),
        ("..", "../.."),
        ("1964/..", "1964-01-01/.."),
        ("../1964", "../1964-12-31"),
        ("~1962", "1962~"),
        ("?1962-07", "1962-07?"),
        ("%1962", "1962%"),
        ("1962-07-31?", "1962-07-31?"),
        ("1962-07-31~", "1962-07-31~"),
        ("1981-09?..1981-10", "1981-09/1981-10?"),
        ("1981-09..1981-10~", "1981-09/1981-10~"),
        ("~1981..1982?", "1981/1982%"),
        ("1964..?", "1964-01-01?/.."),
        ("..1964?", "../1964-12-31?"),
        ("..?", "../.."),
        ("{1964-01-01,1965}", "[1964-01-01,1965]"),
        ("{1964..1966,1970}", "[1964..1966,1970]"),
        ("[1964,1966]", "[1964,1966]"),
        ("1964-XX-16", "[" + ",".join(f"1964-{month:02}-16" for month in range(1, 13)) + "]"),
        ("1964-XX-31?", "[" + ",".join(f"1964-{month:02}-31" for month in (1, 3, 5, 7, 8, 10, 12)) + "?]"),
        ("~1900-XX-29", "[" + ",".join(f"1900-{month:02}-29" for month in (1, *range(3, 13))) + "~]"),
        ("2000-XX-29", "[" + ",".join(f"2000-{month:02}-29" for month in range(1, 13)) + "]"),
    ],
)
@pytest.mark.parametrize("read", [iso_or_edtf, day_first, day_number, year])
def test_forms_of_messydates(read: Reader, cell: str, days: str) -> None:
    found = read(cell)
    assert found == DaySet(days)
    assert str(found) == str(DaySet(days))  # with the marks


# ------------------------------------------------------------------------------------------- flaws

_IMPOSSIBLE = [
    (named_month, "31 Jun 1972", "June 1972 has 30 days"),
    (named_month, "29 Feb 2001", "February 2001 has 28 days"),
    (named_month, "0 Jan 2000", "January 2000 has 31 days"),
    (named_month, "1 Jan 0000", "there is no year 0"),
    (iso_or_edtf, "2010-02-29", "February 2010 has 28 days"),
    (iso_or_edtf, "1900-02-29", "February 1900 has 28 days"),
    (iso_or_edtf, "1972-06-31?", "June 1972 has 30 days"),
    (iso_or_edtf, "1972-06-31..1973", "June 1972 has 30 days"),
    (iso_or_edtf, "1964-13-01", "there is no month 13"),
    (iso_or_edtf, "1964-13", "there is no month 13"),
    (iso_or_edtf, "0000", "there is no year 0"),
    (iso_or_edtf, "0000-01-01", "there is no year 0"),
    (iso_or_edtf, "0000-XX-01", "there is no year 0"),
    (iso_or_edtf, "1964-XX-00", "no month has a day 0"),
    (iso_or_edtf, "1964-XX-32", "no month has a day 32"),
    (iso_or_edtf, "2010-02-29T00:00:00", "February 2010 has 28 days"),
    (day_first, "31.06.1972", "June 1972 has 30 days"),
    (day_first, "29/02/1900", "February 1900 has 28 days"),
    (day_first, "12.31.1972", "there is no month 31"),
    (day_first, "05/13/2003", "there is no month 13"),
    (day_number, "2958466", "day number 2958466 lies outside the calendar"),
    (day_number, "-693594", "outside the calendar"),
    (day_number, "19640101", "outside the calendar"),
    (year, "0000", "there is no year 0"),
    (year, "0000.0", "there is no year 0"),
]


@pytest.mark.parametrize(("read", "cell", "reason"), _IMPOSSIBLE)
def test_days_that_no_calendar_has(read: Reader, cell: str, reason: str) -> None:
    code, told = flaw(read(cell))
    assert code == "impossible-day"
    assert reason in told


_UNREADABLE = [
    *(
        (named_month, cell, "'12 Apr 2013'")
        for cell in ("1 Mai 2000", "1 avril 2000", "1 Okt 2000", "1 Dez 2000", "1 enero 2000")
    ),
    *(
        (named_month, cell, "'12 Apr 2013'")
        for cell in ("1 Ja 2000", "1 Janu 2000", "Jan 1 2000", "1 Jan 99", "1Jan2000", "1-Jan-2000")
    ),
    *(
        (named_month, cell, "'12 Apr 2013'")
        for cell in ("１ Jan 2000", "1 ſep 2000", "+1", "1 Jan 20000", "123 Jan 2000", "1976-03-23")
    ),
    *(
        (iso_or_edtf, cell, "'1972-06-30'")
        for cell in ("1971-0706", "1985-11-01-", "open", "١٩٦٤", "1964‑01‑01", "1964-01-01?~")
    ),
    *((iso_or_edtf, cell, "before year 1") for cell in ("-0044", "-0044-03-15")),
    *((iso_or_edtf, cell, "four digits") for cell in ("12345", "12345-01-01", "9" * 5000, "Y12345", "1e9")),
    (iso_or_edtf, "19640101", "hyphens"),
    (iso_or_edtf, "1964-1-1", "two digits"),
    (iso_or_edtf, "1964/1/1", "hyphens"),
    (iso_or_edtf, "1964-W03", "week"),
    (iso_or_edtf, "1964-21", "seasons"),
    (iso_or_edtf, "196X", "decades"),
    (iso_or_edtf, "1964..1963", "ends before it starts"),
    (iso_or_edtf, "[1964", "bracket"),
    (iso_or_edtf, "{}", "empty"),
    (iso_or_edtf, "1964-01-01T12:00:00", "time of day"),
    (iso_or_edtf, "1964-01-01T00:00:00+09:00", "time of day"),
    *(
        (day_first, cell, "'30.06.1972'")
        for cell in ("02.12.72", "1972.12.02", "1.1.12345", "soon", "02.12.1972 12:00")
    ),
    *((day_first, cell, "order of day and month") for cell in ("02.12/1972", "02-12-1972")),
    *((year, cell, "needed") for cell in ("0", "976", "1976.5", "c. 1976", "1976/77", "True")),
    (day_number, "9" * 5000, "four digits"),
    (day_number, "٣٦٥٢٦", "needed"),
]


@pytest.mark.parametrize(("read", "cell", "reason"), _UNREADABLE)
def test_what_is_no_day_in_the_form(read: Reader, cell: str, reason: str) -> None:
    code, told = flaw(read(cell))
    assert code == "unreadable-date"
    assert reason in told
    assert len(told) < 120


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        (("1961", "13", "1"), "impossible-day", "there is no month 13"),
        (("1961", "13", ""), "impossible-day", "there is no month 13"),
        (("1961", "2", "30"), "impossible-day", "February 1961 has 28 days"),
        (("1961", "", "32"), "impossible-day", "no month has a day 32"),
        (("61", "7", "6"), "unreadable-date", "a year has four digits"),
        (("1961.5", "7", "6"), "unreadable-date", "'1961.5' is no number"),
        (("1961", "x", "6"), "unreadable-date", "'x' is no number"),
        (("1961", "-7", "6"), "unreadable-date", "'-7' is no number"),
        (("1961", "7", "=1"), "formula", "formula"),
        (("x" * 500, "7", "1"), "unreadable-date", "is no number"),
    ],
)
def test_flaws_in_three_columns(given: tuple[str, str, str], code: str, reason: str) -> None:
    found, told = flaw(parts(*given))
    assert found == code
    assert reason in told
    assert len(told) < 120


# ------------------------------------------------------------------------------------------- anything


@given(st.one_of(st.text(max_size=30), st.text("0123456789-/.,[]{}?~%XQTWZ:+=@ eESY", max_size=24)))
def test_every_cell_is_read_or_flawed_and_always_the_same(cell: str) -> None:
    for read in READERS:
        found = read(cell)
        assert isinstance(found, DaySet | Flaw)
        if isinstance(found, Flaw):
            assert found.code in CODES
            assert found.reason
            assert len(found.reason) < 120
        assert read(f"  {cell.strip()} ") == found


@given(
    st.text("0123456789-/.X", max_size=12), st.text("0123456789-.x", max_size=6), st.text("0123456789-.x", max_size=6)
)
def test_three_columns_are_always_read_or_flawed(a: str, b: str, c: str) -> None:
    assert isinstance(parts(a, b, c), DaySet | Flaw | None)


@pytest.mark.parametrize("cell", sorted(BLANKS))
def test_blanks_are_blank_with_spaces_around_them(cell: str) -> None:
    assert is_blank(cell)
    assert is_blank(f" {cell}\u00a0")


@pytest.mark.parametrize("cell", ["0", "-", "—", "na", "n.a.", "?", "#N/A", "#REF!", "-99", "none"])
def test_other_signs_for_nothing_are_not_guessed(cell: str) -> None:
    assert not is_blank(cell)
    assert all(isinstance(read(cell), Flaw) for read in (named_month, iso_or_edtf, day_first, year))


@pytest.mark.parametrize("cell", ["=1+1", ' =HYPERLINK("x")', "@SUM(A1)"])
def test_formulas_are_told_in_every_form(cell: str) -> None:
    assert {flaw(read(cell))[0] for read in READERS} == {"formula"}
    assert formula(cell) is not None
    assert flaw(parts(cell, "1", "1"))[0] == "formula"
