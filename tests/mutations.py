"""Records as plain data, and ways to spoil them."""

from __future__ import annotations

import copy
import datetime as dt
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import treatykit as tk

FIXTURES = Path(__file__).parent / "fixtures"
VALID = FIXTURES / "valid" / "xfr-xsy-1931.toml"

Steps = tuple[str | int, ...]

#: Stands for "take it away".
GONE = object()

#: What may stand anywhere, and hardly ever should.
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 5, 2**60, 10**400, 1.0, float("nan"), float("inf")),
    *("", " ", "x", "\0", "\ud800", "é", "4", "preamble", "signature", "deposit", "on_day", "EU", "XFR", "RUS", "SUN"),
    *("2024", "2024-06-19", "2024-13", "2024-02-30", "../..", "[2024-01-01,2024-01-03]"),
    *("P1Y", "P", "P0D", "other", "none"),
    *([], {}, [[]], [{}], [None], ["x"], ["XFR"], ["XFR", "XFR"], [["rule", "on_signature"]], {"a": 1}),
    *({"rule": "on_signature"}, {"kind": "indefinite"}, {"rule": "any_of", "rules": [{"rule": "on_signature"}]}),
    *(dt.date(2024, 6, 19), dt.datetime(2024, 6, 19), dt.time(12)),
)


def valid() -> dict[str, Any]:
    """The invented record of the fixtures, as plain data that may be spoilt."""
    return tomllib.loads(VALID.read_text(encoding="utf-8"))


def refusal(read: Callable[..., object], *given: object) -> tk.TreatykitError | None:
    """The error with which something is refused; nothing if it is taken."""
    try:
        read(*given)
    except tk.TreatykitError as problem:
        return problem
    return None


@cache
def schema() -> Any:
    """The validator of the shipped schema."""
    return Draft202012Validator(tk.schema())


def steps(path: str) -> Steps:
    """The steps of a path such as ``act[0].kind``."""
    return tuple(int(item) if item else key for key, item in re.findall(r"([\w-]+)|\[(\d+)\]", path))


def _at(data: Any, way: Steps) -> Any:
    for step in way:
        data = data[step]
    return data


def spoilt(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with a value at a path; a number one past the end of a list adds to it."""
    found = copy.deepcopy(data)
    way = steps(path)
    place, last = _at(found, way[:-1]), way[-1]
    if value is GONE:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return found


def places(data: Any, way: Steps = ()) -> Iterator[Steps]:
    """The way to every value inside plain data."""
    yield way
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*way, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, (*way, index))


def mutate(data: dict[str, Any], chance: random.Random) -> None:
    """Spoil plain data in one place, or leave it good by luck: delete, replace, insert, move or cut something."""
    ways = list(places(data))
    way = chance.choice(ways[1:])
    place: Any = _at(data, way[:-1])
    last: Any = way[-1]
    odd = copy.deepcopy(chance.choice(ODD))
    choice = chance.randrange(5)
    if choice == 0:
        del place[last]
    elif choice == 1:
        place[last] = odd
    elif choice == 2 and isinstance(place, list):
        place.insert(chance.randrange(len(place) + 1), odd)
    elif choice == 2:
        keys = [step for other in ways for step in other if isinstance(step, str)]
        place[chance.choice([*keys, "", "é", "a b", "kinds", "\ud800", "x" * 300])] = odd
    elif choice == 3:
        place[last] = copy.deepcopy(_at(data, chance.choice(ways[1:])))
    elif isinstance(place[last], str):
        place[last] = place[last][:-1]
    elif isinstance(place, list):
        place.append(copy.deepcopy(place[last]))


def mutated(data: dict[str, Any], seed: int, most: int = 4) -> dict[str, Any]:
    """A copy spoilt in up to ``most`` places, the same for the same seed."""
    chance = random.Random(seed)
    found = copy.deepcopy(data)
    for _ in range(chance.randint(1, most)):
        if len(found) > 1:
            mutate(found, chance)
    return found
