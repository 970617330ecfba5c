"""Days: which spellings are sets of days, which are refused and why; sets of days as sets; legal distances."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from itertools import pairwise

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatykit.days import Date, DaySet, Rounding, Span, date_of, days_of, ordinal_of
from treatykit.errors import DayError, TreatykitError
from treatykit.testing import day_sets, spans

_FEW = settings(max_examples=100, deadline=None)
LAST = dt.date.max.toordinal()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def run(first: str, last: str) -> set[dt.date]:
    """Every day from one to another, both included, counted one by one."""
    return {day(first) + dt.timedelta(days=step) for step in range((day(last) - day(first)).days + 1)}


# ------------------------------------------------------------------------------------------- what is read

#: A spelling, the days meant, and the canonical spelling where it is another.
READ = [
    ("2024-12-04", run("2024-12-04", "2024-12-04"), ""),
    ("2024-02-29", run("2024-02-29", "2024-02-29"), ""),
    ("0001-01-01", run("0001-01-01", "0001-01-01"), ""),
    ("9999-12-31", run("9999-12-31", "9999-12-31"), ""),
    ("2024-12", run("2024-12-01", "2024-12-31"), ""),
    ("2024-02", run("2024-02-01", "2024-02-29"), ""),
    ("1900-02", run("1900-02-01", "1900-02-28"), ""),
    ("2024", run("2024-01-01", "2024-12-31"), ""),
    ("2024-XX", run("2024-01-01", "2024-12-31"), "2024"),
    ("2024-XX-XX", run("2024-01-01", "2024-12-31"), "2024"),
    ("2024-12-XX", run("2024-12-01", "2024-12-31"), "2024-12"),
    ("2024-06-18/2024-06-20", run("2024-06-18", "2024-06-20"), ""),
    ("2024-06-18/2024-06-18", run("2024-06-18", "2024-06-18"), "2024-06-18"),
    ("2024-06/2024-08", run("2024-06-01", "2024-08-31"), ""),
    ("2023/2024", run("2023-01-01", "2024-12-31"), ""),
    ("2024-06-18/2024-08", run("2024-06-18", "2024-08-31"), "2024-06-18/2024-08-31"),
    ("2024-06-01/2024-06-30", run("2024-06-01", "2024-06-30"), "2024-06"),
    ("2024-01/2024-12", run("2024-01-01", "2024-12-31"), "2024"),
    ("2024-06-XX/2024-07-XX", run("2024-06-01", "2024-07-31"), "2024-06/2024-07"),
    ("[2024-06-18,2024-06-19]", run("2024-06-18", "2024-06-19"), ""),
    ("[2024-06-19,2024-06-18]", run("2024-06-18", "2024-06-19"), "[2024-06-18,2024-06-19]"),
    ("[2024-06-18]", run("2024-06-18", "2024-06-18"), "2024-06-18"),
    ("[2024-06-18,2024-06-18]", run("2024-06-18", "2024-06-18"), "2024-06-18"),
    ("[2024-06-18..2024-06-20]", run("2024-06-18", "2024-06-20"), "2024-06-18/2024-06-20"),
    (
        "[2024-06-18..2024-06-20,2024-07-01]",
        run("2024-06-18", "2024-06-20") | run("2024-07-01", "2024-07-01"),
        "",
    ),
    ("[2024-06,2024-08]", run("2024-06-01", "2024-06-30") | run("2024-08-01", "2024-08-31"), ""),
    ("[2024-06,2024-07]", run("2024-06-01", "2024-07-31"), "2024-06/2024-07"),
    ("[2023,2025]", run("2023-01-01", "2023-12-31") | run("2025-01-01", "2025-12-31"), ""),
]


@pytest.mark.parametrize(("text", "expected", "canonical"), READ, ids=[row[0] for row in READ])
def test_a_spelling_holds_the_days_it_names(text: str, expected: set[dt.date], canonical: str) -> None:
    found = DaySet(text)
    assert set(found) == expected
    assert len(found) == len(expected)
    assert (found.earliest, found.latest) == (min(expected), max(expected))
    assert str(found) == (canonical or text)
    assert found.text == text
    assert found.is_exact == (len(expected) == 1)
    assert not found.uncertain
    assert not found.approximate


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("../2024-12-04", None, "2024-12-04"),
        ("../2024", None, "2024-12-31"),
        ("2024-12-04/..", "2024-12-04", None),
        ("2024-12/..", "2024-12-01", None),
        ("[..2024-12-04]", None, "2024-12-04"),
        ("[2024-12-04..]", "2024-12-04", None),
        ("../..", None, None),
    ],
)
def test_an_open_end_has_no_day(text: str, earliest: str | None, latest: str | None) -> None:
    found = DaySet(text)
    assert found.earliest == (None if earliest is None else day(earliest))
    assert found.latest == (None if latest is None else day(latest))
    assert not found.is_exact
    for use in (len, list, lambda days: days.exact()):
        with pytest.raises(DayError):
            use(found)
    assert DaySet(str(found)) == found


def test_an_open_set_says_that_it_cannot_be_counted() -> None:
    with pytest.raises(DayError, match="open-ended"):
        len(DaySet("2024/.."))


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2024-12-04?", True, False),
        ("2024-12-04~", False, True),
        ("2024-12-04%", True, True),
        ("2024-12?", True, False),
        ("2024~", False, True),
        ("2024-06-18/2024-06-20?", True, False),
        ("2024-06-18~/2024-06-20", False, True),
        ("2024-06-18~/2024-06-20?", True, True),
        ("[2024-06-18?,2024-06-20]", True, False),
        ("[2024-06-18,2024-06-20~]", False, True),
        ("2024-06-18?/..", True, False),
        ("../2024-06-18~", False, True),
    ],
)
def test_flags_are_kept_and_widen_nothing(text: str, uncertain: bool, approximate: bool) -> None:
    found = DaySet(text)
    plain = DaySet(text.translate(str.maketrans("", "", "?~%")))
    assert (found.uncertain, found.approximate) == (uncertain, approximate)
    assert found.ranges == plain.ranges
    assert found != plain
    assert DaySet(str(found)) == found


# ------------------------------------------------------------------------------------------- what is refused

#: A spelling, and the words that the refusal must hold.
REFUSED = [
    ("", "empty"),
    ("  ", "empty"),
    ("now", "reads the clock"),
    ("today", "reads the clock"),
    ("Tomorrow", "reads the clock"),
    (" 2024-12-04", "blank"),
    ("2024-12-04 ", "blank"),
    ("2024-12-04\n", "blank"),
    ("2024-12-04T00:00:00", "time of day"),
    ("2024-12-04T10:00Z", "time of day"),
    ("{2024-06-18,2024-06-19}", "all of"),
    ("Y12024", "four digits"),
    ("Y-12024", "four digits"),
    ("2024E2", "exponents"),
    ("-0044-03-15", "before year 1"),
    ("-2024", "before year 1"),
    ("0000", "year 0"),
    ("0000-01-01", "year 0"),
    ("2024-21", "seasons"),
    ("2024-24", "seasons"),
    ("2024-33", "seasons"),
    ("2024-21?", "seasons"),
    ("2024-21/2024-22", "seasons"),
    ("202X", "decades"),
    ("20XX", "decades"),
    ("XXXX", "decades"),
    ("XXXX-12-04", "decades"),
    ("2024-XX-04", "unspecified month"),
    ("2024-1X", "left unspecified"),
    ("2024-12-0X", "left unspecified"),
    ("2024-X1", "left unspecified"),
    ("2024-W49", "week dates"),
    ("2024-W49-3", "week dates"),
    ("2024W493", "week dates"),
    ("2024-339", "ordinal dates"),
    ("20241204", "compact dates"),
    ("202412", "compact dates"),
    ("04.12.2024", "order of day and month"),
    ("4/12/2024", "order of day and month"),
    ("04-12-2024", "order of day and month"),
    ("2024-1-4", "two digits"),
    ("2024-1", "two digits"),
    ("2024-12-4", "two digits"),
    ("2024/12/04", "hyphens"),
    ("12024", "four digits"),
    ("12024-01-01", "four digits"),
    ("2024?-12-04", "at the end"),
    ("2024-12?-04", "at the end"),
    ("?2024", "at the end"),
    ("~2024-12-04", "at the end"),
    ("2024-06-18..2024-06-20", "a/b"),
    ("2024-06-18/", "a/.."),
    ("/2024-06-18", "../b"),
    ("2024-06-20/2024-06-18", "ends before it starts"),
    ("[2024-06-20..2024-06-18]", "ends before it starts"),
    ("[2024-06-18,2024-06-19", "not closed"),
    ("[2024-06-18,2024-06-19]?", "not closed"),
    ("2024-13", "no month 13"),
    ("2024-00", "no month 00"),
    ("2024-00-10", "no month 00"),
    ("2024-13-01/2024-14", "no month 13"),
    ("2024-02-30", "February 2024 has 29 days"),
    ("2023-02-29", "February 2023 has 28 days"),
    ("1900-02-29", "February 1900 has 28 days"),
    ("2024-06-31", "June 2024 has 30 days"),
    ("2024-12-00", "December 2024 has 31 days"),
    ("2024-12-32", "December 2024 has 31 days"),
    ("[2024-02-30,2024-03-01]", "February 2024 has 29 days"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_a_known_spelling_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(DayError) as caught:
        DaySet(text)
    message = str(caught.value)
    assert words in message
    assert repr(text) in message, "what was given"
    assert "accepted are 2024-12-04" in message, "what is accepted"


@pytest.mark.parametrize(
    "text",
    [
        "yesterday's",
        "December 2024",
        "4 December 2024",
        "2024-12-04-05",
        "2024--12",
        "2024-12-04??",
        "2024-12-04%?",
        "[]",
        "[,]",
        "[2024-12-04,]",
        "[2024-12-04, 2024-12-05]",
        "2024-12-04/2024-12-05/2024-12-06",
        "2024-12-04//2024-12-05",
        "..",
        "../",
        "[2024-12-04/2024-12-05]",
        "+2024",
        "2024-12-04+01:00",
        "٢٠٢٤-١٢-٠٤",
        "２０２４-12-04",
        "2024‑12‑04",
        "2024-12-0४",
        "xx",
        "\x00",
        "2024-12-04\x00",
        "2024-xx-xx",
        "20²4",
    ],
)
def test_whatever_else_is_given_is_refused(text: str) -> None:
    with pytest.raises(DayError) as caught:
        DaySet(text)
    assert "accepted are" in str(caught.value)


def test_a_long_text_is_refused_in_a_short_message() -> None:
    with pytest.raises(DayError) as caught:
        DaySet("2" * 100_000)
    assert len(str(caught.value)) < 400


@_FEW
@given(st.text(max_size=12) | st.text("0123456789-/.[],?~%XxTW {}", max_size=24))
def test_any_text_is_a_set_of_days_or_a_day_error(text: str) -> None:
    try:
        found = DaySet(text)
    except DayError:
        assert issubclass(DayError, TreatykitError)
        assert issubclass(DayError, ValueError)
    else:
        assert DaySet(str(found)) == found


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2024, 12, 4, 10, 30),
        dt.datetime(2024, 12, 4, tzinfo=dt.UTC),
        pendulum.datetime(2024, 12, 4),
    ],
    ids=["naive", "aware", "pendulum"],
)
def test_a_moment_is_refused_with_a_hint(moment: dt.datetime) -> None:
    for use in (DaySet, days_of, ordinal_of):
        with pytest.raises(DayError, match=r"whole civil days.*\.date\(\)"):
            use(moment)
    with pytest.raises(DayError, match=r"\.date\(\)"):
        DaySet.between(moment, None)


@pytest.mark.parametrize("value", [20241204, 2024.5, None, b"2024-12-04", ["2024-12-04"], dt.time(1)], ids=repr)
def test_what_is_no_day_at_all_is_refused(value: object) -> None:
    with pytest.raises(DayError, match="is not a day"):
        DaySet(value)  # type: ignore[arg-type]
    with pytest.raises(DayError, match="is not a day"):
        ordinal_of(value)


def test_a_day_is_taken_from_a_date_of_any_make() -> None:
    for value in ("2024-12-04", dt.date(2024, 12, 4), pendulum.date(2024, 12, 4), DaySet("2024-12-04")):
        assert ordinal_of(value) == dt.date(2024, 12, 4).toordinal()
        assert DaySet(value) == DaySet("2024-12-04")
        assert days_of(value).exact() == dt.date(2024, 12, 4)
    assert type(DaySet(dt.date(2024, 12, 4)).exact()) is Date
    assert DaySet.parse("2024-12") == DaySet("2024-12")


def test_one_exact_day_is_asked_for_where_one_is_needed() -> None:
    for value in ("2024-12", "[2024-06-18,2024-06-20]"):
        with pytest.raises(DayError, match="one exact day is needed"):
            ordinal_of(value)
        with pytest.raises(DayError, match="not one exact day"):
            DaySet(value).exact()


def test_every_day_of_the_calendar_can_be_held() -> None:
    for text in ("0001-01-01", "9999-12-31"):
        assert date_of(ordinal_of(text)) == day(text)
    assert len(DaySet("9999")) == 365
    assert len(DaySet("0001")) == 365


# ------------------------------------------------------------------------------------------- spelling


@_FEW
@given(day_sets(runs=3), st.booleans(), st.booleans())
def test_the_canonical_spelling_reads_back_to_the_same_days(days: DaySet, uncertain: bool, approximate: bool) -> None:
    days = _flagged(days, uncertain, approximate)
    again = DaySet(str(days))
    assert again == days
    assert hash(again) == hash(days)
    assert str(again) == str(days)
    assert repr(days) == f"DaySet({str(days)!r})"
    assert set(again) == set(days)


def _flagged(days: DaySet, uncertain: bool, approximate: bool) -> DaySet:
    if uncertain:
        days = days | DaySet(f"{days.earliest}?")
    if approximate:
        days = days | DaySet(f"{days.earliest}~")
    return days


def test_equal_days_are_equal_however_they_were_spelled() -> None:
    spelled = [DaySet(text) for text in ("2024-12", "2024-12-XX", "2024-12-01/2024-12-31", "[2024-12-01..2024-12-31]")]
    assert len(set(spelled)) == 1
    assert len({found.text for found in spelled}) == 4


def test_one_more_day_or_a_flag_makes_another_set() -> None:
    assert DaySet("2024-06-18/2024-06-20") != DaySet("[2024-06-18,2024-06-20]")
    assert DaySet("2024-06-18?") != DaySet("2024-06-18")
    assert DaySet("2024-06-18") != object()


# ------------------------------------------------------------------------------------------- as sets


@_FEW
@given(day_sets(runs=3), day_sets(runs=3))
def test_sets_of_days_behave_as_sets(a: DaySet, b: DaySet) -> None:
    x, y = set(a), set(b)
    assert set(a | b) == x | y
    both = a & b
    assert (set() if both is None else set(both)) == x & y
    assert a.issubset(b) == (x <= y)
    assert (b in a) == (y <= x)
    assert len(a) == len(x)
    assert (a | b) == (b | a)
    assert (a & b) == (b & a)
    assert a.issubset(a | b)
    for one in sorted(x | y):
        assert (one in a) == (one in x)


@_FEW
@given(day_sets())
def test_the_days_come_in_order_and_once(days: DaySet) -> None:
    listed = list(days)
    assert listed == sorted(set(listed))
    assert all(type(one) is Date for one in listed)
    ranges = days.ranges
    assert all(first <= last for first, last in ranges)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(ranges))


def test_membership_takes_what_a_day_may_be_given_as() -> None:
    month = DaySet("2024-12")
    assert "2024-12-04" in month
    assert dt.date(2024, 12, 31) in month
    assert DaySet("2024-12-04/2024-12-05") in month
    assert "2025-01-01" not in month
    assert "2024" not in month
    assert 4 not in month
    assert "1999-01-01" in DaySet("../2024")
    assert "2025-01-01" not in DaySet("../2024")
    assert DaySet("2025/..") in DaySet("2024/..")
    assert DaySet("2024/..") not in DaySet("2025/..")


def test_open_sets_meet_and_join() -> None:
    before, after = DaySet("../2024-06-30"), DaySet("2024-06-01/..")
    assert before & after == DaySet("2024-06")
    assert before | after == DaySet("../..")
    assert DaySet("../2023") & DaySet("2025/..") is None
    apart = DaySet("../2023") | DaySet("2025/..")
    assert DaySet("[..2023,2025..]") == apart == DaySet(str(apart))
    assert "2024-06-19" not in apart


def test_flags_of_both_sides_are_kept() -> None:
    joined = DaySet("2024-06-18?") | DaySet("2024-06-20~")
    assert (joined.uncertain, joined.approximate) == (True, True)
    met = DaySet("2024-06?") & DaySet("2024-06-20")
    assert met is not None
    assert (met.uncertain, met.approximate) == (True, False)


@_FEW
@given(st.dates(), st.dates())
def test_between_holds_both_its_bounds(a: dt.date, b: dt.date) -> None:
    first, last = min(a, b), max(a, b)
    found = DaySet.between(first, last)
    assert (found.earliest, found.latest) == (first, last)
    assert len(found) == (last - first).days + 1
    if first < last:
        with pytest.raises(DayError, match="after the last day"):
            DaySet.between(last, first)


def test_between_may_be_open() -> None:
    assert DaySet.between(None, "2024-12-04") == DaySet("../2024-12-04")
    assert DaySet.between("2024-12-04", None) == DaySet("2024-12-04/..")
    assert DaySet.between(None, None) == DaySet("../..")


def test_a_set_of_days_is_never_false_and_never_empty() -> None:
    assert DaySet("2024/..")
    with pytest.raises(DayError, match="at least one"):
        DaySet._make([])


@_FEW
@given(day_sets())
def test_a_set_of_days_is_a_value(days: DaySet) -> None:
    again = pickle.loads(pickle.dumps(days))
    assert (again, hash(again), again.text) == (days, hash(days), days.text)
    assert DaySet(days) == days
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        days.uncertain = True  # type: ignore[misc]


# ------------------------------------------------------------------------------------------- distances

#: Clauses of treaties, the day they are counted from, and the day they give.
GOLDEN = [
    ("VCLT, 30th day after the 35th deposit", "P30D", "1979-12-28", "1980-01-27"),
    ("Paris Agreement, 30th day after", "P30D", "2016-10-05", "2016-11-04"),
    ("Arms Trade Treaty, 90 days following the 50th", "P90D", "2014-09-25", "2014-12-24"),
    ("Arms Trade Treaty, counted from another day", "P90D", "2014-09-28", "2014-12-27"),
    ("nuclear ban, 90 days after the 50th", "P90D", "2020-10-24", "2021-01-22"),
    ("chemical weapons, 180 days after the 65th", "P180D", "1996-10-31", "1997-04-29"),
    ("UNCLOS, 12 months after the 60th", "P12M", "1993-11-16", "1994-11-16"),
    (
        "Rome Statute, 60th day, then the first of the month after",
        "P60D then next-month-start",
        "2002-04-11",
        "2002-07-01",
    ),
    ("mine ban, first day of the 6th month after the month", "P6M then month-start", "1998-09-16", "1999-03-01"),
    ("cluster munitions, first day of the 6th month after", "P6M then month-start", "2010-02-16", "2010-08-01"),
    ("high seas, 120 days after the 60th", "P120D", "2025-09-19", "2026-01-17"),
    ("Montreal Protocol, Argentina", "P90D", "1990-09-18", "1990-12-17"),
    ("Montreal Protocol, Australia", "P90D", "1989-05-19", "1989-08-17"),
    ("Montreal Protocol, Azerbaijan", "P90D", "1996-06-12", "1996-09-10"),
    ("Montreal Protocol, Albania", "P90D", "1999-10-08", "2000-01-06"),
    ("Montreal Protocol, Costa Rica", "P90D", "1991-07-30", "1991-10-28"),
    ("leaving the Paris Agreement, one year", "P1Y", "2019-11-04", "2020-11-04"),
    ("leaving INF, six months", "P6M", "2019-02-02", "2019-08-02"),
    ("leaving Open Skies, six months", "P6M", "2020-05-22", "2020-11-22"),
    ("leaving the NPT, three months", "P3M", "2003-01-10", "2003-04-10"),
    ("leaving the Rome Statute, one year", "P1Y", "2016-10-27", "2017-10-27"),
    ("Torture Convention, 30th day after the 20th", "P30D", "1987-05-27", "1987-06-26"),
    ("rights of the child, 30th day after the 20th", "P30D", "1990-08-03", "1990-09-02"),
    ("civil and political rights, three months", "P3M", "1975-12-23", "1976-03-23"),
    ("New START, ten years", "P10Y", "2011-02-05", "2021-02-05"),
]


@pytest.mark.parametrize(("name", "span", "start", "expected"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_a_clause_gives_the_day_that_is_known(name: str, span: str, start: str, expected: str) -> None:
    reached = Span(span).after(start)
    assert reached == day(expected)
    assert type(reached) is Date
    assert reached == by_hand(Span(span), day(start))


#: The conventions on counting, one by one.
CONVENTIONS = [
    ("the day of the act is not counted", "P1D", "2024-06-19", "2024-06-20"),
    ("no delay is the same day", "P0D", "2024-06-19", "2024-06-19"),
    ("a month goes to the same-numbered day", "P1M", "2024-06-19", "2024-07-19"),
    ("a shorter month ends earlier", "P1M", "2025-01-31", "2025-02-28"),
    ("a shorter month ends earlier, in a leap year", "P1M", "2024-01-31", "2024-02-29"),
    ("the last day of a month is no special day", "P1M", "2025-02-28", "2025-03-28"),
    ("29 February in a common year", "P1Y", "2024-02-29", "2025-02-28"),
    ("29 February in a leap year", "P4Y", "2024-02-29", "2028-02-29"),
    ("29 February in a century", "P4Y", "2096-02-29", "2100-02-28"),
    ("two months in one step", "P2M", "2024-12-31", "2025-02-28"),
    ("a year and a month in one step", "P1Y1M", "2024-01-31", "2025-02-28"),
    ("months first, then days", "P1M1D", "2025-01-31", "2025-03-01"),
    ("across the end of the year", "P2M", "2024-12-04", "2025-02-04"),
    ("weeks are seven days", "P2W", "2024-06-19", "2024-07-03"),
    ("twelve months and a year are one", "P12M", "2024-06-19", "2025-06-19"),
    ("a year is not 365 days", "P365D", "2023-06-19", "2024-06-18"),
    ("clear days: neither the first nor the last counts", "P30D clear", "2024-06-19", "2024-07-20"),
    ("clear days: none between", "P0D clear", "2024-06-19", "2024-06-20"),
    ("clear days after months", "P1M clear", "2025-01-31", "2025-03-01"),
    ("clear days, then a rounding", "P30D clear then next-month-start", "2024-05-31", "2024-08-01"),
    ("first day of the month reached", "P0D then month-start", "2024-06-19", "2024-06-01"),
    ("first day of the month after", "P0D then next-month-start", "2024-06-19", "2024-07-01"),
    ("first day of the month after, on a first", "P0D then next-month-start", "2024-06-01", "2024-07-01"),
    ("first day of the month after, in December", "P0D then next-month-start", "2024-12-31", "2025-01-01"),
    ("1 January of the year after", "P0D then next-year-start", "2024-01-01", "2025-01-01"),
    ("31 December of the year reached", "P1Y then year-end", "2024-06-19", "2025-12-31"),
    ("31 December on that day", "P0D then year-end", "2024-12-31", "2024-12-31"),
]


@pytest.mark.parametrize(("name", "span", "start", "expected"), CONVENTIONS, ids=[row[0] for row in CONVENTIONS])
def test_a_convention_on_counting(name: str, span: str, start: str, expected: str) -> None:
    assert Span(span).after(start) == day(expected)
    assert by_hand(Span(span), day(start)) == day(expected)


def test_months_are_counted_in_one_step() -> None:
    assert Span("P2M").after("2024-12-31") == day("2025-02-28")
    twice = Span("P1M").after(Span("P1M").after("2024-12-31"))
    assert twice == day("2025-02-28")
    assert Span("P1M").after(Span("P1M").after("2025-01-31")) == day("2025-03-28")
    assert Span("P2M").after("2025-01-31") == day("2025-03-31")


def by_hand(span: Span, start: dt.date) -> dt.date | None:
    """The day reached, by stepping through the calendar day by day; ``None`` beyond its end."""
    one = dt.timedelta(days=1)
    try:
        month = start.month - 1 + span.months
        year, month, number = start.year + month // 12, month % 12 + 1, start.day
        if year > 9999:
            return None
        while True:  # the last day that the month has
            try:
                reached = dt.date(year, month, number)
                break
            except ValueError:
                number -= 1
        for _ in range(span.days + span.clear):
            reached += one
        if span.rounding is Rounding.MONTH_START:
            while reached.day > 1:
                reached -= one
        elif span.rounding is Rounding.NEXT_MONTH_START:
            reached += one
            while reached.day > 1:
                reached += one
        elif span.rounding is Rounding.NEXT_YEAR_START:
            reached += one
            while (reached.month, reached.day) != (1, 1):
                reached += one
        elif span.rounding is Rounding.YEAR_END:
            while (reached.month, reached.day) != (12, 31):
                reached += one
    except OverflowError:
        return None
    return reached


_ANY_SPAN = st.builds(
    lambda years, months, days, clear, rounding: Span.of(
        years=years, months=months, days=days, clear=clear, rounding=rounding
    ),
    st.integers(0, 3),
    st.integers(0, 30),
    st.integers(0, 200),
    st.booleans(),
    st.sampled_from(Rounding),
)
_ANY_DAY = st.dates() | st.dates(dt.date(2023, 12, 1), dt.date(2024, 3, 31)) | st.dates(dt.date(9994, 1, 1))


@settings(max_examples=200, deadline=None)
@given(_ANY_SPAN, _ANY_DAY)
def test_a_distance_agrees_with_counting_by_hand(span: Span, start: dt.date) -> None:
    expected = by_hand(span, start)
    reached = span.shift(start.toordinal())
    assert reached == (math.inf if expected is None else expected.toordinal())
    if expected is None:
        with pytest.raises(DayError, match="beyond the year 9999"):
            span.after(start)
    else:
        assert span.after(start) == expected


@_FEW
@given(_ANY_SPAN, _ANY_DAY, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(span: Span, start: dt.date, more: int) -> None:
    one = start.toordinal()
    assert span.shift(one) <= span.shift(min(one + more, LAST))


@_FEW
@given(_ANY_DAY)
def test_a_distance_of_zero_is_the_identity(start: dt.date) -> None:
    zero = Span("P0D")
    assert zero.is_zero
    assert zero.after(start) == start
    assert zero == Span.of()


@_FEW
@given(spans(), day_sets(runs=3))
def test_shifting_a_set_reaches_what_its_days_reach(span: Span, days: DaySet) -> None:
    assert set(span.shift_days(days)) == {span.after(one) for one in days}


def test_shifting_keeps_open_ends_and_flags() -> None:
    assert Span("P30D").shift_days(DaySet("../2024-06-19")) == DaySet("../2024-07-19")
    assert Span("P1M").shift_days(DaySet("2024-06-19/..")) == DaySet("2024-07-19/..")
    shifted = Span("P1D").shift_days(DaySet("2024-06-19?"))
    assert shifted == DaySet("2024-06-20?")
    assert Span("P1M").shift_days(DaySet("2025-01-28/2025-01-31")) == DaySet("2025-02-28")


def test_no_bound_stays_no_bound() -> None:
    for span in (Span("P30D"), Span("P1M"), Span("P1Y then year-end")):
        assert span.shift(math.inf) == math.inf
        assert span.shift(-math.inf) == -math.inf


@pytest.mark.parametrize(
    ("span", "start"),
    [
        ("P1D", "9999-12-31"),
        ("P1M", "9999-12-01"),
        ("P1Y", "9999-01-01"),
        ("P8000Y", "2024-06-19"),
        ("P0D then next-month-start", "9999-12-01"),
        ("P0D then next-year-start", "9999-01-01"),
        ("P0D clear", "9999-12-31"),
        ("P31D then month-start", "9999-12-31"),
    ],
)
def test_beyond_the_end_of_the_calendar_there_is_no_day(span: str, start: str) -> None:
    assert Span(span).shift(ordinal_of(start)) == math.inf
    with pytest.raises(DayError, match="beyond the year 9999"):
        Span(span).after(start)


def test_the_last_day_of_the_calendar_can_be_reached() -> None:
    assert Span("P30D").after("9999-12-01") == day("9999-12-31")
    assert Span("P0D then year-end").after("9999-02-03") == day("9999-12-31")
    assert Span("P1M").after("9999-11-30") == day("9999-12-30")


# ------------------------------------------------------------------------------------------- distances as text


@pytest.mark.parametrize(
    ("text", "months", "days", "clear", "rounding", "canonical"),
    [
        ("P0D", 0, 0, False, "none", "P0D"),
        ("P30D", 0, 30, False, "none", "P30D"),
        ("P2W", 0, 14, False, "none", "P14D"),
        ("P12M", 12, 0, False, "none", "P1Y"),
        ("P1Y", 12, 0, False, "none", "P1Y"),
        ("P1Y6M", 18, 0, False, "none", "P18M"),
        ("P1Y2M3W4D", 14, 25, False, "none", "P14M25D"),
        ("P30D clear", 0, 30, True, "none", "P30D clear"),
        ("P60D then next-month-start", 0, 60, False, "next-month-start", "P60D then next-month-start"),
        ("P6M then month-start", 6, 0, False, "month-start", "P6M then month-start"),
        ("P30D clear then year-end", 0, 30, True, "year-end", "P30D clear then year-end"),
        ("P0D then next-year-start", 0, 0, False, "next-year-start", "P0D then next-year-start"),
    ],
)
def test_a_distance_is_read_and_spelled(
    text: str, months: int, days: int, clear: bool, rounding: str, canonical: str
) -> None:
    span = Span(text)
    assert (span.months, span.days, span.clear, span.rounding) == (months, days, clear, rounding)
    assert str(span) == canonical
    assert Span.parse(text) == span == Span(str(span))


@_FEW
@given(_ANY_SPAN)
def test_the_spelling_of_a_distance_reads_back(span: Span) -> None:
    assert Span(str(span)) == span
    assert repr(span) == f"Span({str(span)!r})"
    assert pickle.loads(pickle.dumps(span)) == span
    assert span.in_days == (span.months == 0 and span.rounding is Rounding.NONE)
    assert span.is_zero == (str(span) == "P0D")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "30D",
        "P30",
        "PT1H",
        "P1.5Y",
        "-P30D",
        "P-30D",
        "P30D ",
        " P30D",
        "P1D1M",
        "p30d",
        "P30D then",
        "P٣D",
        "P3OD",
        "P99999Y",
        "P clear",
        "P then month-start",
        "30 days",
        "P1Y clear clear",
        "P30Dclear",
    ],
)
def test_what_is_no_distance_is_refused(text: str) -> None:
    with pytest.raises(DayError) as caught:
        Span(text)
    assert "'P30D'" in str(caught.value)
    assert "month-start" in str(caught.value)


@pytest.mark.parametrize("name", ["month-end", "next-week-start", "none-such"])
def test_an_unknown_rounding_is_refused_by_name(name: str) -> None:
    with pytest.raises(DayError, match=f"'{name}' is not a rounding; use one of month-start"):
        Span(f"P30D then {name}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P0D", "no delay"),
        ("P1D", "1 day"),
        ("P30D", "30 days"),
        ("P1M", "1 month"),
        ("P1Y", "1 year"),
        ("P18M", "18 months"),
        ("P1M10D", "1 month and 10 days"),
        ("P30D clear", "30 days, counted clear"),
        ("P6M then month-start", "6 months, then the first day of that month"),
        ("P60D then next-month-start", "60 days, then the first day of the month after"),
        ("P1Y then next-year-start", "1 year, then 1 January of the year after"),
        ("P1Y then year-end", "1 year, then 31 December of that year"),
    ],
)
def test_a_distance_in_words(text: str, words: str) -> None:
    assert Span(text).in_words() == words


# ------------------------------------------------------------------------------------------- half-open periods


def test_the_end_day_is_the_first_day_out() -> None:
    start = day("2011-02-05")
    end = Span("P10Y").after(start)
    assert end == day("2021-02-05")
    assert end.toordinal() - start.toordinal() == sum(366 if year % 4 == 0 else 365 for year in range(2012, 2022))


def test_the_treaties_of_2000_and_2024_share_the_year_2024() -> None:
    entered, year = day("2024-12-04"), DaySet("2024")
    before = DaySet.between("2024-01-01", entered - dt.timedelta(days=1))
    after = DaySet.between(entered, "2024-12-31")
    assert (len(before), len(after), len(year)) == (338, 28, 366)
    assert before & after is None
    assert before | after == year
