"""Timelines: all days cut into periods, and the look-up in them."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from itertools import pairwise

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatykit.days import Date, DaySet
from treatykit.errors import DayError
from treatykit.testing import day_sets
from treatykit.timeline import Period, Timeline, days_where

_SETTINGS = settings(max_examples=100, deadline=None)

Changes = list[tuple[dt.date, str]]

_DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2001, 2, 15))
_CHANGES = st.lists(st.tuples(_DAYS, st.sampled_from("abc")), max_size=8).map(
    lambda pairs: sorted(pairs, key=lambda pair: pair[0])
)
_WHOLE = [dt.date(2000, 12, 25) + dt.timedelta(days=step) for step in range(60)]


def slow(first: str, changes: Changes, day: dt.date) -> str:
    """The value on a day, by going through the changes one by one."""
    value = first
    for start, new in changes:
        if start <= day:
            value = new
    return value


def line(*changes: tuple[str, object], first: object = "-") -> Timeline[object]:
    return Timeline(first, changes)


# ------------------------------------------------------------------------------------------- the partition


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES)
def test_a_look_up_is_a_linear_search(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    for day in _WHOLE:
        assert made.on(day) == slow(first, changes, day)
        assert made.on(day.isoformat()) == made.on(pendulum.Date.fromordinal(day.toordinal())) == made.on(day)


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES)
def test_every_day_lies_in_exactly_one_period(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    periods = list(made)
    assert len(made) == len(periods) == len(made.values)
    assert periods[0].start is None
    assert periods[-1].until is None
    for before, after in pairwise(periods):
        assert before.until == after.start
        assert before.until is not None
        assert before.value != after.value, "neighbours differ"
    for period in periods[1:-1]:
        assert period.start is not None
        assert period.until is not None
        assert period.start < period.until
    for day in _WHOLE:
        holding = [
            period
            for period in periods
            if (period.start is None or period.start <= day) and (period.until is None or day < period.until)
        ]
        assert holding == [made.period_on(day)]
        assert holding[0].value == made.on(day)


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES)
def test_there_is_one_timeline_for_each_meaning(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    by_day = [(day, slow(first, changes, day)) for day in _WHOLE]
    again = Timeline(first, by_day)
    assert again == made
    assert hash(again) == hash(made)
    rebuilt = Timeline(made.values[0], zip(made.changes, made.values[1:], strict=True))
    assert rebuilt == made


def test_the_last_of_several_changes_on_one_day_counts() -> None:
    made = line(("2024-06-19", "a"), ("2024-06-19", "b"), ("2024-12-04", "c"), ("2024-12-04", "b"))
    assert list(map(str, made)) == ["[..., 2024-06-19) -", "[2024-06-19, ...) b"]
    assert line(("2024-06-19", "a"), ("2024-06-19", "-")) == line()


def test_changes_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order of their days"):
        line(("2024-12-04", "a"), ("2024-06-19", "b"))


def test_the_ends_of_the_calendar_open_no_empty_period() -> None:
    assert line(("0001-01-01", "a")) == Timeline("a")
    assert [period.value for period in line(("0001-01-02", "a"))] == ["-", "a"]
    made = line(("9999-12-31", "a"))
    assert made.on("9999-12-31") == "a"
    assert made.on("9999-12-30") == "-"
    assert Timeline("-", [(3652060, "a")]) == Timeline("-")
    assert Timeline("-", [(float("inf"), "a")]) == Timeline("-")


def test_a_timeline_without_changes_is_one_period() -> None:
    made = Timeline("a")
    assert [(period.start, period.until, period.value) for period in made] == [(None, None, "a")]
    assert made.on("0001-01-01") == made.on("9999-12-31") == "a"
    assert made.changes == ()


# ------------------------------------------------------------------------------------------- looking up


def test_a_look_up_asks_for_one_exact_day() -> None:
    made = line(("2024-06-19", "a"))
    for look_up in (made.on, made.period_on):
        for bad in ("2024-06", "2024-13-01", dt.datetime(2024, 6, 19), 5):
            with pytest.raises(DayError):
                look_up(bad)  # type: ignore[arg-type]


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES, day_sets(dt.date(2001, 1, 1), dt.date(2001, 2, 10)))
def test_over_a_set_of_days_the_values_come_in_order_without_repetition(
    first: str, changes: Changes, days: DaySet
) -> None:
    made = Timeline(first, changes)
    expected: list[str] = []
    for day in days:
        value = slow(first, changes, day)
        if not expected or expected[-1] != value:
            expected.append(value)
    assert made.over(days) == tuple(expected)


def test_over_takes_whatever_a_set_of_days_may_be_given_as() -> None:
    made = line(("2024-06-19", "a"), ("2024-12-04", "b"))
    assert made.over("2024") == ("-", "a", "b")
    assert made.over("2024-12-03") == made.over(dt.date(2024, 12, 3)) == ("a",)
    assert made.over("../2024-06-18") == ("-",)
    assert made.over("2024-12-04/..") == ("b",)
    assert made.over("../..") == ("-", "a", "b")
    assert made.over("[2024-06-18,2024-12-04]") == ("-", "b")


def test_periods_can_be_taken_by_their_place() -> None:
    made = line(("2024-06-19", "a"), ("2024-12-04", "b"))
    assert [made[index].value for index in (0, 1, 2)] == ["-", "a", "b"]
    assert made[-1] == made[2]
    for bad in (3, -4):
        with pytest.raises(IndexError):
            made[bad]


def test_a_period_counts_its_days() -> None:
    opening, middle, rest = line(("2024-06-19", "a"), ("2024-12-04", "b"))
    assert (opening.days, opening.last) == (None, dt.date(2024, 6, 18))
    assert (middle.days, middle.last) == (168, dt.date(2024, 12, 3))
    assert (rest.days, rest.last) == (None, None)
    assert type(middle.start) is Date
    one = line(("2024-06-19", "a"), ("2024-06-20", "b"))[1]
    assert (one.days, one.start, one.last) == (1, dt.date(2024, 6, 19), dt.date(2024, 6, 19))


# ------------------------------------------------------------------------------------------- making others


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES)
def test_map_changes_the_value_of_each_day(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    mapped = made.map(lambda value: value == "a")
    for day in _WHOLE:
        assert mapped.on(day) == (made.on(day) == "a")
    assert all(a != b for a, b in pairwise(mapped.values))
    assert made.map(lambda value: value) == made


@_SETTINGS
@given(_CHANGES, _CHANGES)
def test_zip_combines_the_values_of_each_day(left: Changes, right: Changes) -> None:
    a, b = Timeline("a", left), Timeline("b", right)
    both = a.zip(b, lambda x, y: x + y)
    for day in _WHOLE:
        assert both.on(day) == a.on(day) + b.on(day)
    assert set(both.changes) == set(a.changes) | set(b.changes)
    same = a.zip(b, lambda x, y: x == y)
    for day in _WHOLE:
        assert same.on(day) is (a.on(day) == b.on(day))
    assert a.zip(b, lambda x, y: None) == Timeline(None)


@_SETTINGS
@given(st.sampled_from("ab"), _CHANGES)
def test_the_days_where_something_holds(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    found = days_where(made, lambda value: value == "a")
    for day in _WHOLE:
        assert (found is not None and day in found) == (made.on(day) == "a")
    assert (found is None) == ("a" not in made.values)


# ------------------------------------------------------------------------------------------- as a value


@_SETTINGS
@given(st.sampled_from("abc"), _CHANGES)
def test_a_timeline_is_a_value(first: str, changes: Changes) -> None:
    made = Timeline(first, changes)
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made), Timeline(first, changes)):
        assert again == made
        assert hash(again) == hash(made)
    assert made != Timeline(first + "!", changes) or made.values[0] != first


def test_a_timeline_and_its_periods_cannot_be_changed() -> None:
    made = line(("2024-06-19", "a"))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made._values = ()  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made[0].value = "b"  # type: ignore[misc]
    assert isinstance(made.values, tuple)


def test_how_a_timeline_reads() -> None:
    made = line(("2024-06-19", "signatory"), ("2024-12-04", "party"), first="none")
    assert str(made).splitlines() == [
        "[..., 2024-06-19) none",
        "[2024-06-19, 2024-12-04) signatory",
        "[2024-12-04, ...) party",
    ]
    assert repr(made) == "<Timeline of 3 periods>"
    assert repr(line()) == "<Timeline of 1 period>"
    assert str(Period(start=None, until=None, value=1)) == "[..., ...) 1"
