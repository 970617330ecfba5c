"""Clauses for registers: a file is read whole or refused with every fault, one's own come first, and the shipped ones hold together."""

from __future__ import annotations

import copy
import io
import json
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.days import DaySet
from treatykit.errors import RecordError, TreatyFileError
from treatykit.files.registers.clauses import Clauses, KnownTreaty, chosen, read, shipped
from treatykit.record.clauses import AsStated, Instruments
from treatykit.record.sources import Source

HEAD = 'format = "treatykit-clauses/1"\n'
TREATY = HEAD + '[[treaty]]\nkeys = ["mtdsg:30-1"]\n'
SOURCE = '[[source]]\nid = "text"\ntitle = "Text of the pact"\n'


def written(folder: Path, text: str, name: str = "clauses.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def known(*keys: str, **more: Any) -> KnownTreaty:
    return KnownTreaty(keys=list(keys), **more)


# ------------------------------------------------------------------------------------------- files


def test_a_file_is_read(tmp_path: Path) -> None:
    text = (
        TREATY
        + 'id = "pact-1931"\nin_force_from = "1932-07-01"\nsources = ["text"]\n'
        + '[treaty.entry_into_force]\nrule = "instruments"\ncount = 3\ndelay = "P30D"\nsources = ["text"]\n'
        + SOURCE
    )
    found = read(written(tmp_path, text)).find("mtdsg", "30-1")
    assert found is not None
    assert found.in_force_from == DaySet("1932-07-01")
    assert found.entry_into_force == Instruments(count=3, delay="P30D", sources=["text"])


def test_json_is_read_as_toml_is(tmp_path: Path) -> None:
    data = {
        "format": "treatykit-clauses/1",
        "source": [{"id": "text", "title": "Text of the pact"}],
        "treaty": [{"keys": ["mtdsg:30-1"], "sources": ["text"]}],
    }
    one = read(written(tmp_path, json.dumps(data), "clauses.json"))
    assert one == read(written(tmp_path, HEAD + SOURCE + '[[treaty]]\nkeys = ["mtdsg:30-1"]\nsources = ["text"]\n'))


def test_a_file_may_hold_nothing(tmp_path: Path) -> None:
    assert read(written(tmp_path, HEAD)) == Clauses()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["format: must be"]),
        ('format = "treatykit/1"\n', ["format: must be"]),
        (HEAD + "clauses = 1\n", ["clauses: is no key of a file of clauses; it has format, source and treaty"]),
        (HEAD + "treaty = 1\n", ["treaty: must be a list"]),
        (HEAD + '[treaty]\nkeys = ["a"]\n', ["treaty: must be a list"]),
        (HEAD + 'source = "x"\n', ["source: must be a list"]),
        (HEAD + '[[treaty]]\nid = "x"\n', ["treaty[0].keys: is missing"]),
        (HEAD + "[[treaty]]\nkeys = []\n", ["treaty[0].keys: must hold at least one"]),
        (HEAD + '[[treaty]]\nkeys = "a"\n', ["treaty[0].keys: must be a list"]),
        (HEAD + "[[treaty]]\nkeys = [1]\n", ["treaty[0].keys[0]: must be a text"]),
        (HEAD + '[[treaty]]\nkeys = [" "]\n', ["treaty[0].keys: a key is empty"]),
        (
            TREATY + 'in_froce_from = "1932-07-01"\n',
            ["treaty[0].in_froce_from: is not a key here; did you mean 'in_force_from'?"],
        ),
        (
            TREATY + 'in_force_from = "1932-02-30"\n',
            ["treaty[0].in_force_from: '1932-02-30'", "February 1932 has 29 days"],
        ),
        (TREATY + "in_force_from = 1932\n", ["treaty[0].in_force_from: must be a date in quotes"]),
        (TREATY + "in_force_from = 1932-07-01\n", ['write "1932-07-01"']),
        (TREATY + "title = 1\n", ["treaty[0].title: must be a text"]),
        (
            TREATY + 'sources = ["text"]\n',
            ["treaty[0]: there is no source 'text' in this file; add it under [[source]]"],
        ),
        (
            TREATY + '[treaty.entry_into_force]\nrule = "instruments"\ncount = 3\nsources = ["text"]\n',
            ["treaty[0]: there is no source 'text'"],
        ),
        (
            TREATY + '[treaty.entry_into_force]\nrule = "instrumens"\n',
            ["rule: 'instrumens'", "did you mean 'instruments'?"],
        ),
        (
            TREATY + '[treaty.entry_into_force]\nrule = "instruments"\ncount = "3"\n',
            ["entry_into_force.count: must be a whole number"],
        ),
        (
            TREATY + '[treaty.entry_into_force]\nrule = "instruments"\ncount = 3\ndelay = "30 days"\n',
            ["entry_into_force.delay: '30 days' is not a legal distance"],
        ),
        (TREATY + "[treaty.duration]\nyears = 1\n", ["treaty[0].duration"]),
        (TREATY + '[[treaty]]\nkeys = ["mtdsg:30-1"]\n', ["treaty[1].keys: 'mtdsg:30-1' stands already in treaty[0]"]),
        (HEAD + '[[treaty]]\nkeys = ["a", "a"]\n', ["treaty[0].keys: 'a' stands already in treaty[0]"]),
        (HEAD + SOURCE + SOURCE, ["source[1].id: 'text' stands there twice"]),
        (HEAD + '[[source]]\nid = "text"\n', ["source[0].title: is missing"]),
        (HEAD + "[[treaty]\n", ["is not TOML"]),
        (
            HEAD + "x = 1\n[[treaty]]\n[[treaty]]\nkeys = 1\n",
            ["x: is no key", "treaty[0].keys: is missing", "treaty[1].keys: must"],
        ),
    ],
)
def test_every_fault_is_told_with_its_path(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(RecordError) as caught:
        read(path)
    said = str(caught.value)
    assert said.startswith(str(path))
    assert all(fault in said for fault in faults), said


def test_a_file_that_is_not_there_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    written(tmp_path, HEAD)
    with pytest.raises(TreatyFileError, match=r"does not exist; did you mean 'clauses.toml'\?"):
        read(tmp_path / "clause.toml")
    with pytest.raises(TreatyFileError, match=r"ends in neither \.toml nor \.json"):
        read(written(tmp_path, HEAD, "clauses.txt"))


# ------------------------------------------------------------------------------------------- which are used


def test_the_shipped_ones_are_used_unless_a_list_without_any_is_given(tmp_path: Path) -> None:
    assert chosen(None) is shipped()
    assert chosen([]) == chosen(()) == Clauses()
    path = written(tmp_path, HEAD + '[[treaty]]\nkeys = ["mtdsg:4-4"]\ntitle = "Mine"\n')
    for given in (path, str(path), read(path)):
        assert chosen(given).find("mtdsg", "4-4") == known("mtdsg:4-4", title="Mine")
        assert chosen(given).find("mtdsg", "4-5") == shipped().find("mtdsg", "4-5")


@pytest.mark.parametrize("given", [{}, {"a": 1}, 5, b"x", ["a.toml"], (1,), object()])
def test_what_cannot_be_clauses_is_told_with_what_can(given: Any) -> None:
    with pytest.raises(
        TypeError, match=r"clauses= takes a path, a Clauses object, or an empty list for none at all, not "
    ):
        chosen(given)


def test_the_key_of_a_register_comes_before_a_key_for_all() -> None:
    both = Clauses([known("30-1", title="any"), known("mtdsg:30-1", title="this")])
    assert [both.find(register, "30-1").title for register in ("mtdsg", "many")] == ["this", "any"]  # type: ignore[union-attr]
    assert both.find("mtdsg", "30-2") is None


def test_the_first_wins_and_the_others_stay_under_their_other_keys() -> None:
    mine = Clauses([known("mtdsg:30-1", title="mine"), known("40-1", title="mine for all")])
    other = Clauses(
        [known("mtdsg:30-1", "many:PACT", title="other"), known("mtdsg:40-1", title="other"), known("mtdsg:50-1")]
    )
    both = mine | other
    assert both.find("mtdsg", "30-1") == mine.treaties[0]
    assert both.find("mtdsg", "40-1") == mine.treaties[1]
    assert both.find("many", "PACT") == attrs.evolve(other.treaties[0], keys=["many:PACT"])
    assert both.find("mtdsg", "50-1") == other.treaties[2]


def test_joining_with_none_or_with_oneself_changes_nothing() -> None:
    assert shipped() | Clauses() == Clauses() | shipped() == shipped() | shipped() == shipped()


def test_sources_of_one_id_stay_apart_however_many_are_joined() -> None:
    parts = [Clauses([known(key, sources=["text"])], [Source(id="text", title=f"Text of {key}")]) for key in "abcd"]
    parts.append(
        Clauses(
            [known("e", sources=["text-2", "text"])],
            [Source(id="text-2", title="Another"), Source(id="text", title="Text of e")],
        )
    )
    joined = parts[0] | parts[1] | parts[2] | parts[3] | parts[4]
    titles = {one.keys[0]: [source.title for source in joined.sources_of(one)] for one in joined.treaties}
    assert titles == {**{key: [f"Text of {key}"] for key in "abcd"}, "e": ["Another", "Text of e"]}
    assert len({source.id for source in joined.sources}) == len(joined.sources)


def test_sources_are_renamed_in_the_clauses_too() -> None:
    def made(title: str, key: str) -> Clauses:
        return Clauses([known(key, entry_into_force=AsStated(sources=["text"]))], [Source(id="text", title=title)])

    joined = made("one", "a") | made("two", "b")
    (source,) = joined.sources_of(joined.treaties[1])
    assert source.title == "two"
    assert joined.treaties[1].entry_into_force == AsStated(sources=[source.id])


def test_clauses_are_joined_with_clauses_only() -> None:
    with pytest.raises(TypeError):
        Clauses() | 5  # type: ignore[operator]


def test_clauses_are_copied_and_pickled_with_their_keys() -> None:
    for again in (pickle.loads(pickle.dumps(shipped())), copy.deepcopy(shipped())):
        assert again == shipped()
        assert hash(again) == hash(shipped())
        assert again.find("mtdsg", "4-4") == shipped().find("mtdsg", "4-4")


# ------------------------------------------------------------------------------------------- what is made of them

TABLE = 'Participant,Signature,"Ratification, Accession(a)"\nXAA,12 Apr 1931,1 Jul 1931\nXAB,,5 Sept 1931 a\n'


class _Named(io.StringIO):
    name = "30-1.csv"


@pytest.mark.parametrize("sources", [(), ("text",)])
@pytest.mark.parametrize(
    "entry", [None, AsStated(), Instruments(count=2, delay="P30D")], ids=lambda entry: type(entry).__name__
)
def test_a_stated_day_is_used_with_or_without_a_source(entry: Any, sources: tuple[str, ...]) -> None:
    mine = Clauses(
        [known("mtdsg:30-1", in_force_from="1932-07-01", entry_into_force=entry, sources=sources)],
        [Source(id="text", title="Text of the pact")],
    )
    corpus, report = tk.registers.mtdsg.read(_Named(TABLE), clauses=mine)
    assert corpus.treaties[0].in_force_from == DaySet("1932-07-01")
    assert report.acts == len(corpus.treaties[0].acts) == 4
    assert [difference.treaty for difference in report.differences] == (
        [corpus.treaties[0].id] if isinstance(entry, Instruments) else []
    )


def test_a_clause_that_gives_the_stated_day_makes_no_difference() -> None:
    mine = Clauses(
        [known("mtdsg:30-1", in_force_from="1931-10-05", entry_into_force=Instruments(count=2, delay="P30D"))]
    )
    corpus, report = tk.registers.mtdsg.read(_Named(TABLE), clauses=mine)
    assert corpus.treaties[0].in_force_from == DaySet("1931-10-05")
    assert not report.differences


# ------------------------------------------------------------------------------------------- the shipped ones

_SHIPPED = shipped().treaties


def _imported(one: KnownTreaty) -> Corpus:
    """A table that holds the treaty, and little of it."""
    register, _, key = one.keys[0].partition(":")
    if register == "ieadb":
        return tk.registers.ieadb.read(
            io.StringIO(f"country,mitch_id,crat\nXAA,{key},1931-07-01\n"), as_of="2015-03-14"
        )[0]
    stand_in = _Named(TABLE)
    stand_in.name = f"{key}.csv"
    return tk.registers.mtdsg.read(stand_in, as_of="2015-03-14")[0]


@pytest.mark.parametrize("one", _SHIPPED, ids=lambda one: one.id)
def test_a_shipped_treaty_is_found_sourced_and_accepted(one: KnownTreaty) -> None:
    assert one.id
    assert one.title
    for key in one.keys:
        register, _, rest = key.partition(":")
        assert shipped().find(register, rest) is one
    assert one.all_sources, "a fact has a source"
    if one.in_force_from is not None or one.condition_met_on is not None:
        assert one.sources, "a stated day has a source"
    made = _imported(one).treaties[0]
    if one.in_force_from is not None:
        assert made.in_force_from == one.in_force_from
    assert made.duration == one.duration
    assert one.id in {name.text for name in made.names} | {made.id}


@pytest.mark.parametrize(
    "one",
    [
        one
        for one in _SHIPPED
        if one.in_force_from is not None and one.condition_met_on is not None and one.entry_into_force is not None
    ],
    ids=lambda one: one.id,
)
def test_the_stated_day_is_the_day_of_the_condition_and_the_delay(one: KnownTreaty) -> None:
    clause = one.entry_into_force
    assert clause is not None
    assert one.condition_met_on is not None
    assert one.in_force_from is not None
    delay = clause.late_delay if isinstance(clause, AsStated) and clause.late_delay is not None else clause.delay
    assert delay.after(one.condition_met_on.exact()) == one.in_force_from.exact()


def test_every_shipped_source_is_used() -> None:
    used = {id for one in _SHIPPED for id in one.all_sources}
    assert {source.id for source in shipped().sources} == used


def test_shipped_treaties_wait_for_treaties_that_are_there() -> None:
    ids = [one.id for one in _SHIPPED]
    assert len(set(ids)) == len(ids)
    assert {one.entry_into_force.waits_for for one in _SHIPPED if one.entry_into_force is not None} <= {"", *ids}


def test_a_source_of_clauses_does_not_take_the_id_of_a_table() -> None:
    with pytest.raises(tk.RecordError, match="calls a source of its own"):
        Clauses([], [tk.Source(id="table", title="Text of the pact")])
