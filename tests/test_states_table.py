"""The bundled table of States holds together, and agrees with ISO 3166 as others keep it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs
import pycountry
import pytest

import treatykit as tk
from treatykit.days import FIRST, LAST, date_of
from treatykit.files.states import directory
from treatykit.record.directory import keys_of
from treatykit.record.states import EXTINCT_CODES, FORMER_CODES, ISO_CODES, Spell, State, is_user_assigned

ROOT = Path(__file__).parents[1]
TABLE = Path(tk.__file__).parent / "data" / "states.toml"
STATES = directory().states
BY_CODE = {state.code: state for state in STATES}

#: Names that two States bear at one time; on such a day they are not resolved.
RIVALS = {
    "Republic of the Congo": {"COD", "COG"},
    "Republic of Congo": {"COD", "COG"},
    "Korea": {"KOR", "PRK"},
    "Virgin Islands": {"VGB", "VIR"},
}

#: Numbers that pass from one State to another, and the years in which both have them.
HANDED_ON = {
    "cow": {
        (255, 1871): {"PRU", "DEU"},
        (325, 1861): {"SRD", "ITA"},
        (345, 1918): {"SRB", "YUG"},
        (345, 2003): {"YUG", "SCG"},
        (345, 2006): {"SCG", "SRB"},
        (365, 1922): {"RUS", "SUN"},
        (365, 1991): {"SUN", "RUS"},
        (816, 1976): {"VDR", "VNM"},
    },
    "gw": {
        (255, 1871): {"PRU", "DEU"},
        (325, 1861): {"SRD", "ITA"},
        (345, 2003): {"YUG", "SCG"},
        (365, 1922): {"RUS", "SUN"},
        (365, 1991): {"SUN", "RUS"},
        (816, 1976): {"VDR", "VNM"},
    },
}

#: Years in which a list counts a State that the table does not have as existing, with the reason.
COUNTED_ALTHOUGH = {
    ("gw", "AUT"): (1939, 1944),  # incorporated in Germany
    ("gw", "ETH"): (1937, 1940),  # occupied by Italy
    ("cow", "GRC"): (1828, 1829),  # before its independence was recognised
    ("gw", "GRC"): (1828, 1829),
    ("gw", "HAN"): (1867, 1871),  # annexed by Prussia in 1866
    ("gw", "HSE"): (1867, 1871),
    ("cow", "SAU"): (1927, 1931),  # the Hejaz and Nejd
    ("gw", "SYR"): (1959, 1960),  # in union with Egypt
    ("gw", "VEN"): (1829, 1829),  # still in Great Colombia
    ("cow", "ZWE"): (1965, 1979),  # Rhodesia, which no State recognised
    ("gw", "ZWE"): (1965, 1979),
}

ENDS = {"cow": 2016, "gw": 2017}


def years(state: State, system: str) -> Iterator[tuple[int, int]]:
    """Every number and year of a State in one of the two lists."""
    for each in getattr(state, system):
        yield from ((each.number, year) for year in range(each.since, (each.until or ENDS[system]) + 1))


def some_days(spell: Spell) -> list[dt.date]:
    """The first, the last and a middle day on which a spell holds whatever its bounds; within the years of the lists."""
    first = max(spell.since.bounds[-1] if spell.since else FIRST, dt.date(1816, 1, 1).toordinal())
    last = min((spell.until.bounds[0] if spell.until else LAST) - 1, dt.date(2026, 12, 31).toordinal())
    return [date_of(day) for day in sorted({first, (first + last) // 2, last})] if first <= last else []


# ------------------------------------------------------------------------------------------- codes


def test_the_table_says_what_it_is() -> None:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    assert set(table) == {"format", "state"}
    keys = [field.name for field in attrs.fields(State)]
    for entry in table["state"]:
        assert set(entry) <= set(keys)
        assert all(value not in ("", [], {}) for value in entry.values()), entry["code"]
        assert entry["name"] not in entry.get("names", [])
        assert all(len(set(value)) == len(value) for key, value in entry.items() if key in {"names", "predecessors"})


def test_iso_3166_is_complete() -> None:
    for country in pycountry.countries:
        state = BY_CODE[country.alpha_3]
        assert (state.iso_alpha2, state.iso_numeric) == (country.alpha_2, country.numeric)
        assert state.kind in {"state", "territory"}
        names = {
            country.name,
            getattr(country, "official_name", country.name),
            getattr(country, "common_name", country.name),
        }
        for name in names:
            assert directory().match(name).state is state, name
    for country in pycountry.historic_countries:
        state = directory().find(country.alpha_3)
        if state.code == country.alpha_3 and state.code not in ISO_CODES:
            assert (state.iso_alpha2, state.iso_numeric) == (country.alpha_2, getattr(country, "numeric", ""))


def test_every_code_is_accounted_for_once() -> None:
    codes = [code for state in STATES for code in (state.code, *state.former_codes)]
    assert len(set(codes)) == len(codes)
    organisations = {state.code for state in STATES if state.kind == "organisation"}
    own = {code for code in codes if is_user_assigned(code)} - organisations
    assert own == {"XKX"}
    assert set(codes) == ISO_CODES | FORMER_CODES | EXTINCT_CODES | {"ROM"} | own | organisations
    assert not organisations & (ISO_CODES | FORMER_CODES | EXTINCT_CODES)


def test_our_own_codes_are_nobody_elses() -> None:
    assert not EXTINCT_CODES & (ISO_CODES | FORMER_CODES)
    assert not [code for code in EXTINCT_CODES if is_user_assigned(code)]
    assert all(BY_CODE[code].iso_alpha2 == BY_CODE[code].iso_numeric == "" for code in EXTINCT_CODES)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_a_state_makes_a_party(state: State) -> None:
    party = state.party()
    assert (party.code, party.name, party.continued_by) == (state.code, state.name, state.continued_by)
    assert party.kind == ("organisation" if state.kind == "organisation" else "state")


# ------------------------------------------------------------------------------------------- time


def test_spells_are_in_order_and_apart() -> None:
    for state in STATES:
        for earlier, later in zip(state.spells, state.spells[1:], strict=False):
            assert earlier.until is not None, state.code
            assert later.since is not None, state.code
            assert earlier.until.bounds[-1] <= later.since.bounds[0], state.code


def test_numbers_are_in_order_and_apart() -> None:
    for state in STATES:
        for system in ENDS:
            numberings = getattr(state, system)
            assert list(numberings) == sorted(numberings, key=lambda each: each.since), state.code
            assert all(each.until is not None for each in numberings[:-1]), state.code
            assert all(1816 <= each.since <= (each.until or ENDS[system]) <= ENDS[system] for each in numberings)


@pytest.mark.parametrize("system", ENDS)
def test_a_number_is_one_states_in_a_year(system: str) -> None:
    held = defaultdict(set)
    for state in STATES:
        for number, year in years(state, system):
            held[number, year].add(state.code)
    assert {at: codes for at, codes in held.items() if len(codes) > 1} == HANDED_ON[system]


def test_a_number_that_is_handed_on_is_one_states_on_a_day() -> None:
    for system, cases in HANDED_ON.items():
        find = getattr(directory(), f"by_{system}")
        for (number, year), codes in cases.items():
            assert {find(number, on).code for on in (f"{year}-01-01", f"{year}-12-31")} == codes


def test_a_state_exists_in_the_years_of_its_numbers() -> None:
    absent = defaultdict(list)
    for state in STATES:
        for system in ENDS:
            for _, year in years(state, system):
                if state.exists_on(str(year)) is tk.Truth.NO:
                    absent[system, state.code].append(year)
    assert {at: (found[0], found[-1]) for at, found in absent.items()} == COUNTED_ALTHOUGH


def test_only_states_have_numbers() -> None:
    assert {state.kind for state in STATES if state.cow or state.gw} == {"state"}


def test_neighbours_in_time_know_each_other() -> None:
    for state in STATES:
        for code in state.predecessors:
            assert state.code in BY_CODE[code].successors, (state.code, code)
        for code in state.successors:
            assert state.code in BY_CODE[code].predecessors, (state.code, code)
        if state.continued_by:
            assert state.continued_by in state.successors
    assert {state.code for state in STATES if state.continued_by} == {"SUN", "SCG"}


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("SUN", "1922-12-30", "1991-12-26"),
        ("YUG", "1918-12-01", "2003-02-04"),
        ("SCG", "2003-02-04", "2006-06-05"),
        ("CSK", "1918-10-28", "1993-01-01"),
        ("DDR", "1949-10-07", "1990-10-03"),
        ("YMD", "1967-11-30", "1990-05-22"),
        ("VDR", "1945-09-02", "1976-07-02"),
        ("ERI", "1993-05-24", None),
        ("SSD", "2011-07-09", None),
        ("TLS", "2002-05-20", None),
        ("MNE", "2006-06-03", None),
        ("NAM", "1990-03-21", None),
        ("PRK", "1948-09-09", None),
        ("KOR", "1948-08-15", None),
    ],
)
def test_days_that_matter_most(code: str, since: str, until: str | None) -> None:
    last = BY_CODE[code].spells[-1]
    assert (str(last.since), until and str(last.until)) == (since, until)


def test_states_that_came_since_1945_have_days() -> None:
    without = {
        state.code
        for state in STATES
        if state.kind == "state" and state.code in ISO_CODES and state.spells
        for since in [state.spells[-1].since]
        if since is not None and since.bounds[0] >= dt.date(1945, 1, 1).toordinal() and not since.is_exact
    }
    assert without == {"AUT", "SYR", "TWN"}


# ------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_every_name_is_resolved_on_every_day_of_its_state(state: State) -> None:
    names = {state.code, *state.former_codes, state.name, state.official or state.name, *state.names}
    for spell in state.spells or (Spell(),):
        for day in some_days(spell):
            held = names | {dated.name for dated in state.dated_names if dated.holds_on(day) is tk.Truth.YES}
            for name in held:
                match = directory().match(name, day)
                if name in RIVALS and match.state is None:
                    assert {near.code for near in match.nearest} == RIVALS[name]
                else:
                    assert match.state is state, (name, day)
                    assert not match.doubt, (name, day)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_its_own_names_are_a_states_at_any_time(state: State) -> None:
    for name in (state.code, *state.former_codes, state.name, state.official or state.name):
        assert directory().find(name) is state


def test_a_name_has_words() -> None:
    for state in STATES:
        for name in (state.name, *state.names, *(dated.name for dated in state.dated_names)):
            assert next(keys_of(name)), (state.code, name)
            assert name == name.strip()


# ------------------------------------------------------------------------------------------- the page


def test_the_page_tells_every_key_and_every_code_of_our_own() -> None:
    page = " ".join((ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8").split())
    for field in attrs.fields(State):
        assert f"`{field.name}`" in page, field.name
    for member in dir(State):
        assert member.startswith("_") or f"`{member}" in page, member
    for member in dir(directory()):
        assert member.startswith("_") or f"`{member}" in page, member
    for code in (*EXTINCT_CODES, "XKX"):
        assert f"`{code}` {BY_CODE[code].name}" in page, code
