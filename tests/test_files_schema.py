"""The shipped schema is that of the classes, accepts every record, and refuses what reading refuses, save what it cannot see."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import treatykit as tk
from treatykit import DaySet, Span
from treatykit.files.codec import from_data, to_data
from treatykit.files.schema import BEYOND, build_schema, schema_text
from treatykit.files.shape import ARRAYS, KEYS, REQUIRED, UNIONS, fields_of

from mutations import VALID, mutated, refusal, schema, spoilt, valid

DATA = Path(tk.__file__).parent / "data"


# ------------------------------------------------------------------------------------------- as shipped


def test_the_shipped_schema_is_the_one_that_is_built() -> None:
    """If this fails: python -m treatykit.files.schema > src/treatykit/data/treaty.schema.json."""
    assert (DATA / "treaty.schema.json").read_text(encoding="utf-8") == schema_text()
    assert tk.schema() == build_schema() == json.loads(schema_text())


def test_it_is_a_valid_schema_of_its_draft() -> None:
    assert tk.schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(tk.schema())


def test_each_caller_has_a_schema_of_its_own() -> None:
    tk.schema()["properties"].clear()
    assert tk.schema()["properties"]


@pytest.mark.parametrize("id", tk.catalogue())
def test_every_bundled_record_is_valid_as_written_and_as_dumped(id: str) -> None:
    schema().validate(tomllib.loads((DATA / "treaties" / f"{id}.toml").read_text(encoding="utf-8")))
    schema().validate(to_data(tk.load(id)))


def test_the_invented_record_is_valid() -> None:
    schema().validate(tomllib.loads(VALID.read_text(encoding="utf-8")))


# ------------------------------------------------------------------------------------------- of the classes


def tables(part: Any) -> Iterator[dict[str, Any]]:
    """Every table inside a schema, rules between its fields apart."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for key, value in part.items():
            if key not in {"if", "then", "else"}:
                yield from tables(value)
    elif isinstance(part, list):
        for value in part:
            yield from tables(value)


def test_no_table_takes_unknown_keys() -> None:
    unions = [tk.schema()["$defs"][name] for name in UNIONS]
    found = [table for table in tables(tk.schema()) if table not in unions]
    assert len(found) > 25
    for table in found:
        assert table["additionalProperties"] in (False, {"$ref": "#/$defs/text"}), table["description"]


def test_every_field_of_every_class_is_there_and_no_other() -> None:
    found = tk.schema()
    assert tuple(found["properties"]) == KEYS
    assert tuple(found["required"]) == REQUIRED
    for cls in [cls for _, cls in ARRAYS.values()]:
        assert list(found["$defs"][cls.__name__]["properties"]) == list(fields_of(cls))
    for tag, known in UNIONS.values():
        for name, cls in known.items():
            table = found["$defs"][cls.__name__]
            assert list(table["properties"]) == [tag, *fields_of(cls)]
            assert table["properties"][tag] == {"const": name}


def test_fields_and_tables_are_described() -> None:
    found = tk.schema()["$defs"]
    assert found["Act"]["properties"]["scope"]["description"] == "The articles concerned; none means the whole treaty."
    assert found["Instruments"]["properties"]["late_delay"]["description"].startswith(
        "From the consent of a late joiner"
    )
    assert found["Claim"]["properties"]["rank"]["default"] == "normal"
    assert all(part.get("description") for part in found.values() if "enum" in part or "additionalProperties" in part)


# ------------------------------------------------------------------------------------------- beside the reader

#: What reading says of each thing that no schema can see.
SAYINGS = dict(
    zip(
        BEYOND,
        (
            r"there is no (source|party|act|article)|this treaty itself|no party in this record",
            r"stands already in",
            r"has \d\d days|ends before it starts",
            r"is more than one day",
            r"answers '",
            r"towards itself",
            r"deep",
            r"decimal point, not the number -?[\d.e+]+",
            r"half of a character pair",
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("block", range(10))
def test_reader_and_schema_agree_on_spoilt_records(block: int) -> None:
    """Whatever reading takes is valid; whatever is valid and refused is refused for what no schema can see."""
    for seed in range(block * 120, (block + 1) * 120):
        data = mutated(valid(), seed, most=2)
        if has_native_dates(data):
            continue
        problem = refusal(from_data, data)
        if problem is None:
            schema().validate(data)
        elif not any(re.search(said, str(problem)) for said in SAYINGS.values()):
            assert not schema().is_valid(data), problem


def has_native_dates(part: Any) -> bool:
    if isinstance(part, dict | list):
        return any(map(has_native_dates, part.values() if isinstance(part, dict) else part))
    return isinstance(part, dt.date | dt.time)


def valid_as(name: str, text: str) -> bool:
    found = tk.schema()
    return bool(Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": found["$defs"]}).is_valid(text))


years = st.sampled_from(["2024", "0001", "9999", "0000", "204", "20240"])
months = st.sampled_from(["", "-01", "-12", "-13", "-00", "-XX", "-1", "-21"])
ends = st.sampled_from(["", "-01", "-28", "-31", "-32", "-00", "-XX", "-1"])
flags = st.sampled_from(["", "", "", "?", "~", "%", "??"])
dates = st.builds("{}{}{}{}".format, years, months, ends, flags)
members = dates | st.builds("{}..{}".format, dates | st.just(""), dates | st.just(""))
day_texts = (
    dates
    | st.builds("{}/{}".format, dates | st.just(".."), dates | st.just(".."))
    | st.lists(members, max_size=3).map(lambda found: f"[{','.join(found)}]")
    | st.lists(dates | st.sampled_from(["..", "/", "[", "]", ",", "\n", " "]), max_size=4).map("".join)
)


@settings(deadline=None, max_examples=300)
@given(day_texts)
@example("2024-02-30")
@example("2024-06-19\n")
@example("../..")
@example("[..]")
def test_dates_are_read_as_the_schema_has_them(text: str) -> None:
    problem = refusal(DaySet, text)
    if valid_as("days", text):
        assert problem is None or re.search(SAYINGS[BEYOND[2]], str(problem))
    else:
        assert problem is not None


lengths = st.sampled_from(["1Y", "0M", "12M", "2W", "30D", "99999D", "123456D", "12345Y", "T1H"])
span_parts = lengths | st.sampled_from(["P", " clear", " then ", "month-start", "later", "\n"])


@settings(deadline=None, max_examples=300)
@given(st.lists(span_parts, max_size=6).map("".join))
@example("P30D")
@example("P60D then next-month-start")
@example("P clear")
@example("P30D\n")
def test_distances_are_read_as_the_schema_has_them(text: str) -> None:
    assert valid_as("span", text) is (refusal(Span, text) is None)


@pytest.mark.parametrize(
    ("day", "good"),
    [
        ("1932-01-01", True),
        ("1932-01-01?", True),
        ("[1932-01-01]", True),
        ("1932-01-01/1932-01-01", True),
        ("1932-01", False),
        ("1932-XX-XX", False),
        ("1932", False),
        ("../1932-01-01", False),
        ("1932-01-01/..", False),
    ],
)
def test_one_day_is_asked_for_by_both(day: str, good: bool) -> None:
    data = spoilt(valid(), "entry_into_force.not_before", day)
    assert schema().is_valid(data) is good
    assert (refusal(from_data, data) is None) is good


def test_a_deep_rule_costs_no_more_than_its_depth() -> None:
    """A choice among all members at each level would cost a power of it."""
    rule: dict[str, Any] = {"rule": "on_signature"}
    for _ in range(30):
        rule = {"rule": "any_of", "rules": [rule]}
    assert schema().is_valid(spoilt(valid(), "entry_into_force", rule))
