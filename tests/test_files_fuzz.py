"""Whatever data or text is read, a treaty comes out or all its faults do; the quick way and the thorough one agree."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit import RecordError, Treaty
from treatykit.files import codec
from treatykit.files.codec import from_data
from treatykit.files.faults import survey
from treatykit.files.shape import ARRAYS, KEYS, UNIONS
from treatykit.files.toml import from_toml

from mutations import VALID, mutated, refusal, valid

TEXT = VALID.read_text(encoding="utf-8")


def read_both_ways(data: Any) -> Treaty | None:
    """The treaty of both ways, or nothing where both refuse; faults have words, and paths that lead somewhere."""
    try:
        quick: Treaty | None = codec._quickly(data)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
        quick = None
    parts, faults = survey(data)
    if faults:
        assert quick is None
        with pytest.raises(RecordError) as caught:
            from_data(data)
        assert list(caught.value.faults) == faults
        assert str(caught.value).encode()
        for fault in faults:
            assert fault.message.strip()
            assert "_quickly" not in fault.message
            assert fault.path or not isinstance(data, dict)
    else:
        assert quick == Treaty(**parts) == from_data(data)
    return quick


# ------------------------------------------------------------------------------------------- data


@pytest.mark.parametrize("block", range(10))
def test_spoilt_records_are_refused_or_read_alike_both_ways(block: int) -> None:
    read = 0
    for seed in range(block * 150, (block + 1) * 150):
        treaty = read_both_ways(mutated(valid(), seed))
        if treaty is not None:
            read += 1
            for format in ("toml", "json"):
                copy = tk.parse(tk.dump(treaty, format), format)
                assert copy == treaty
                assert tk.dump(copy, format) == tk.dump(treaty, format)
    assert 0 < read < 75


@pytest.mark.parametrize("id", tk.catalogue())
def test_bundled_records_spoilt_are_refused_or_read_alike_both_ways(id: str) -> None:
    data = codec.to_data(tk.load(id))
    assert read_both_ways(data) == tk.load(id)
    for seed in range(8):
        read_both_ways(mutated(data, seed, most=6))


def test_the_quick_way_knows_every_class() -> None:
    """It goes by annotations; one that it could not follow would make all records go the slow way."""
    waiting = [cls for _, cls in ARRAYS.values()] + [cls for _, known in UNIONS.values() for cls in known.values()]
    for cls in waiting:
        codec._table(cls)
    for id in tk.catalogue():
        assert codec._quickly(codec.to_data(tk.load(id))) == tk.load(id)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_any_plain_data_under_known_keys_is_refused_with_faults(data: dict[str, Any]) -> None:
    read_both_ways(data)
    read_both_ways({**valid(), **data})


@settings(deadline=None)
@given(anything)
def test_any_plain_data_at_all_is_refused_with_faults(data: Any) -> None:
    assert read_both_ways(data) is None


# ------------------------------------------------------------------------------------------- text and bytes

PIECES = (*"\"[]=#\\\n\t'.0-é\0", "[[", "{ ", " }", " = ", ", ", '"""', "true")


def edited(text: str, chance: random.Random) -> str:
    """A text with a few characters changed, put in, taken out or moved, or a line that stands twice."""
    for _ in range(chance.choice([1, 1, 2, 5])):
        place = chance.randrange(len(text))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:place] + chance.choice(PIECES) + text[place + 1 :]
        elif kind == 1:
            text = text[:place] + chance.choice(PIECES) + text[place:]
        elif kind == 2:
            text = text[:place] + text[place + 1 :]
        elif kind == 3:
            other = chance.randrange(len(text))
            text = text[:place] + text[other : other + chance.randrange(30)] + text[place:]
        else:
            lines = text.split("\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            text = "\n".join(lines)
    return text


@pytest.mark.parametrize("block", range(5))
def test_edited_toml_is_refused_or_read(block: int) -> None:
    for seed in range(block * 200, (block + 1) * 200):
        text = edited(TEXT, random.Random(seed))
        by_library: Any
        try:
            by_library = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            by_library = None
        assert from_toml(text) in (None, by_library)
        refused_or_read(text, "toml")


def test_edited_json_is_refused_or_read() -> None:
    text = json.dumps(valid(), indent=1)
    for seed in range(400):
        refused_or_read(edited(text, random.Random(seed)), "json")


def refused_or_read(text: str, format: str) -> None:
    problem = refusal(tk.parse, text, format)
    if problem is None:
        treaty = tk.parse(text, format)
        assert tk.parse(tk.dump(treaty)) == treaty
    else:
        assert isinstance(problem, RecordError)
        assert problem.faults


def test_flipped_bytes_are_refused_or_read(tmp_path: Path) -> None:
    raw = TEXT.encode()
    for seed in range(300):
        chance = random.Random(seed)
        spoilt = bytearray(raw)
        for _ in range(chance.choice([1, 1, 3])):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        (tmp_path / "mine.toml").write_bytes(spoilt)
        problem = refusal(tk.read, tmp_path / "mine.toml")
        assert problem is None or str(tmp_path / "mine.toml") in str(problem)


@pytest.mark.parametrize(
    "line",
    [
        'a = "',
        'a = "x" "y"',
        'a = { b = "x", c = " }',
        'a = { b = "x", b = "y" }',
        'a = { b = "x"  c = "y" }',
        'a = { b = ["x", c = "y" }',
        'a = { b = "x"], c = "y" }',
        'a = ["x", y"]',
        'a = ["]',
        "a = [",
        'a = [\n  "x"\n  "y",\n]',
        "a = 01",
        "a = True",
        'a = "x"\na = "y"',
        "[a]\n[a]",
        "[a]\n[[a]]",
        "[[a]]\n[a]",
        "[[a]",
        "[a]]",
        "a = []\n[[a]]",
        'a = "\\q"',
        'a = "\t\0"',
        'é = "x"',
        "a",
    ],
)
def test_what_is_nearly_toml_is_not_read_the_quick_way(line: str) -> None:
    assert from_toml(line) is None
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(line)


WORDS = (
    "a",
    "b",
    '"x"',
    '["x"]',
    '["x", "y"]',
    "[]",
    '{ a = "x" }',
    "[a]",
    "[[b]]",
    "12",
    "01",
    "\\\\",
    '\\"',
    "  ",
    ",",
)
tokens = st.sampled_from(PIECES + WORDS)


@settings(max_examples=1000, deadline=None)
@given(st.lists(tokens, max_size=12).map("".join))
def test_what_is_read_the_quick_way_is_what_the_library_reads(text: str) -> None:
    quick = from_toml(text)
    if quick is not None:
        assert tomllib.loads(text) == quick
