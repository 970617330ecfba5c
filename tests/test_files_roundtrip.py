"""What is written reads back equal, in both formats, and there is one spelling of each record."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit import Act, Article, Claim, Source, Treaty
from treatykit.files.codec import from_data, to_data
from treatykit.files.shape import ARRAYS, KEYS
from treatykit.files.toml import from_toml, to_toml
from treatykit.record.context import Title
from treatykit.testing import treaties

from mutations import VALID, schema, spoilt, valid

BUNDLED = Path(tk.__file__).parent / "data" / "treaties"
FORMATS = ("toml", "json")
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def again(treaty: Treaty, format: str) -> Treaty:
    return tk.parse(tk.dump(treaty, format), format)


# ------------------------------------------------------------------------------------------- whole records


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("id", tk.catalogue())
def test_a_bundled_record_reads_back_equal_and_has_one_spelling(id: str, format: str, tmp_path: Path) -> None:
    treaty = tk.load(id)
    tk.write(treaty, tmp_path / f"copy.{format}")
    copy = tk.read(tmp_path / f"copy.{format}")
    assert copy == treaty
    assert hash(copy) == hash(treaty)
    assert tk.dump(copy, format) == tk.dump(treaty, format) == (tmp_path / f"copy.{format}").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", tk.catalogue())
def test_the_name_of_a_bundled_file_is_the_id(id: str) -> None:
    assert tk.read(BUNDLED / f"{id}.toml").id == id


@slow
@given(treaties(parties=4, most_claims=3, imprecise=3))
def test_a_generated_record_reads_back_equal_and_is_valid(treaty: Treaty) -> None:
    for format in FORMATS:
        copy = again(treaty, format)
        assert copy == treaty
        assert tk.dump(copy, format) == tk.dump(treaty, format)
    assert schema().is_valid(to_data(treaty))


def test_the_order_of_keys_and_tables_is_canonical() -> None:
    treaty = tk.read(VALID)
    shuffled = {
        key: [dict(reversed(item.items())) for item in value] if key in ARRAYS else value
        for key, value in reversed(valid().items())
    }
    assert from_data(shuffled) == treaty
    for format in FORMATS:
        assert tk.dump(from_data(shuffled), format) == tk.dump(treaty, format)
    assert list(to_data(treaty)) == [key for key in KEYS if key in to_data(treaty)]


def test_defaults_are_not_written() -> None:
    data = spoilt(valid(), "act[0].claims[1].rank", "normal")
    data = spoilt(data, "act[0].note", "")
    data = spoilt(data, "form", "bilateral")
    assert from_data(data) == tk.read(VALID)
    assert tk.dump(from_data(data)) == tk.dump(tk.read(VALID))
    assert "normal" not in tk.dump(from_data(data))


def test_the_spelling_does_not_hang_on_the_seed_of_hashes() -> None:
    code = "import treatykit as tk; print(tk.dump(tk.load('rus-prk-2024')))"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(tk.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_every_field_of_a_treaty_stands_on_disk_or_is_known_not_to() -> None:
    on_disk = {field for field, _ in ARRAYS.values()} - {"obligations"}
    on_disk |= {"titles" if key == "title" else key for key in KEYS if key not in {"format", *ARRAYS}}
    assert {field.name for field in attrs.fields(Treaty)} - on_disk == {"policy", "hypothetical", "neighbours"}


def test_what_is_assumed_is_not_written() -> None:
    treaty = tk.load("rus-prk-2024")
    assumed = treaty.with_act(
        Act(
            id="notice",
            kind="withdrawal_notice",
            by=["RUS"],
            ground="clause",
            claims=[Claim(date="2030-01-01", source="me"), Claim(date="2030-01-02", source="seed")],
        )
    )
    assert len(assumed.sources) == len(treaty.sources) + 1
    for format in FORMATS:
        assert tk.dump(assumed, format) == tk.dump(treaty, format)
    assert again(treaty.using("all"), "toml") == treaty


@pytest.mark.parametrize("order", [("3", "11", "2"), ("11", "3"), ("2", "3", "11")])
def test_articles_keep_their_order_whether_they_are_described_or_not(order: tuple[str, ...]) -> None:
    (aid,) = tk.read(VALID).obligations
    articles = [Article(at=at, obligations=[attrs.evolve(aid, id=at, at=at)] if at != "11" else []) for at in order]
    treaty = attrs.evolve(tk.read(VALID), articles=articles, duration=None)
    for format in FORMATS:
        assert again(treaty, format) == treaty


def test_what_is_no_treaty_is_not_written() -> None:
    with pytest.raises(TypeError, match="a Treaty is needed, not dict"):
        tk.dump({"id": "x"})  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------- texts

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ODD = [
    'a "quoted" word',
    "one\ntwo\r\nthree\rfour",
    "back\\slash, \\n, \\u0041, C:\\",
    "\0\x01\x1f\x7f\x80\x9f",
    "tab\there",
    "\U0001f54a\U0010ffff\ufeff\u2028\u2029\u200b",
    "'''\"\"\"",
    "# no comment",
    "[no] = heading",
    '", "',
    "  blanks  ",
]


def with_texts(*found: str) -> Treaty:
    """A record with a text in every kind of place, and a list of them."""
    first, last = found[0], found[-1]
    filled = f"x{first}"
    treaty = tk.read(VALID)
    source = Source(id=filled, title=filled, publisher=last, authors=found, note=first)
    claim = Claim(date="1931-06-20", source=filled, note=first, at=last)
    return attrs.evolve(
        treaty,
        titles=[Title(lang=f"x{last}", text=filled), Title(lang="en", text=f"y{last}")],
        depositary=last,
        languages=found,
        sources=[*treaty.sources, source],
        acts=[*treaty.acts, Act(id=filled, kind="registration", claims=[claim, claim], summary=last, number=first)],
    )


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_texts_survive(text: str, format: str, tmp_path: Path) -> None:
    treaty = with_texts(text, text)
    assert again(treaty, format) == treaty
    tk.write(treaty, tmp_path / f"odd.{format}")
    assert tk.read(tmp_path / f"odd.{format}") == treaty


@slow
@given(st.lists(texts, min_size=1, max_size=4))
def test_any_texts_survive(found: list[str]) -> None:
    treaty = with_texts(*found)
    for format in FORMATS:
        assert again(treaty, format) == treaty


@pytest.mark.parametrize("format", FORMATS)
def test_long_lists_and_long_texts_survive(format: str) -> None:
    treaty = tk.read(VALID)
    many = [Source(id=f"s{number}", title="x" * (number % 300 + 1)) for number in range(3000)]
    names = tuple(f"Name {number}" for number in range(3000))
    party = attrs.evolve(treaty.parties[0], names=names, note="long " * 20_000)
    treaty = attrs.evolve(treaty, sources=[*treaty.sources, *many], parties=[party, treaty.parties[1]])
    assert again(treaty, format) == treaty


# ------------------------------------------------------------------------------------------- TOML by itself

keys = texts | st.sampled_from(["id", "a-b", "a_1", "é", "a b", ""])
scalars = texts | st.integers(-(2**62), 2**62) | st.booleans()
flat = st.lists(texts, max_size=5) | st.lists(st.integers(), max_size=3)
inner = st.recursive(
    scalars | flat,
    lambda deeper: (
        st.dictionaries(keys, deeper, max_size=3) | st.lists(st.dictionaries(keys, deeper, max_size=3), max_size=3)
    ),
    max_leaves=8,
)
tables = st.dictionaries(keys, inner, max_size=4)
documents = st.dictionaries(keys, scalars | flat | tables | st.lists(tables, max_size=3), max_size=5)


@slow
@given(documents)
def test_toml_that_is_written_is_toml_and_means_what_was_meant(data: dict[str, Any]) -> None:
    text = to_toml(data)
    assert tomllib.loads(text) == data
    assert from_toml(text) in (data, None)


@pytest.mark.parametrize("value", [None, 1.5, object()])
def test_what_no_record_holds_is_not_written(value: object) -> None:
    with pytest.raises(TypeError, match="a record holds no"):
        to_toml({"x": value})


def test_the_canonical_spelling_is_read_without_the_standard_library() -> None:
    """Not for its own sake: that is the quick way."""
    for id in tk.catalogue():
        data = from_toml(tk.dump(tk.load(id)))
        assert data is not None
        assert data == tomllib.loads(tk.dump(tk.load(id))) == json.loads(tk.dump(tk.load(id), "json"))
