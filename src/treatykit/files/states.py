"""The bundled table of States: who goes by which name, code and number, and when."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from treatykit.days import DayLike
from treatykit.record.directory import Directory
from treatykit.record.states import DatedName, Numbering, Spell, State

__all__ = ["directory", "state"]

_TABLE = Path(__file__).parent.parent / "data" / "states.toml"
_FORMAT = "treatykit-states/1"


@cache
def directory() -> Directory:
    """All States, territories and organisations of the bundled table; it is read once.

    >>> directory().by_cow(365, on="1985").name
    'Soviet Union'
    """
    import tomllib

    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    if table.get("format") != _FORMAT:
        raise ValueError(f"{_TABLE} is not a table of the format {_FORMAT!r}; install treatykit again")
    return Directory(_state(entry) for entry in table["state"])


_PARTS: dict[str, type[Spell] | type[Numbering]] = {
    "spells": Spell,
    "dated_names": DatedName,
    "cow": Numbering,
    "gw": Numbering,
}


def _state(entry: dict[str, Any]) -> State:
    fields: dict[str, Any] = {
        key: [_PARTS[key](**part) for part in value] if key in _PARTS else value for key, value in entry.items()
    }
    return State(**fields)


def state(
    name: str | None = None,
    /,
    *,
    on: DayLike | None = None,
    cow: int | None = None,
    gw: int | None = None,
    iso_numeric: str | int | None = None,
    iso_alpha2: str | None = None,
) -> State:
    """The State, territory or organisation of a name or code, or of a number, on a day.

    Give exactly one of: a name or alpha-3 code; a Correlates of War number; a Gleditsch-Ward number; a numeric code or an
    alpha-2 code of ISO 3166. With ``on``, the answer is one that existed on that day, or on any day of an imprecise one.
    Without it, a State's own name, long name and code win over its other names.

    >>> import treatykit as tk
    >>> tk.state("Russia").code, tk.state("Russia", on="1985").code, tk.state("Russia", on="1900").code
    ('RUS', 'SUN', 'RUS')
    >>> tk.state("Korea, Republic of").code, tk.state("Dem. People's Rep. of Korea").code
    ('KOR', 'PRK')
    >>> tk.state(cow=345, on="1950").name, tk.state(gw=260, on="2000").name, tk.state(iso_alpha2="NA").name
    ('Yugoslavia', 'Germany', 'Namibia')
    >>> tk.state(cow=255)
    Traceback (most recent call last):
    ...
    treatykit.errors.UnknownPartyError: 255 is the Correlates of War number of ...; give on=, the day that is meant

    Raises :class:`~treatykit.errors.UnknownPartyError` if there is none, or more than one: names are never guessed.
    """
    ways = {"name": name, "cow": cow, "gw": gw, "iso_numeric": iso_numeric, "iso_alpha2": iso_alpha2}
    given = [way for way, value in ways.items() if value is not None]
    if len(given) != 1:
        raise TypeError(
            f"state() needs exactly one of a name or code, cow=, gw=, iso_numeric= and iso_alpha2=, not {len(given)}"
        )
    known = directory()
    if cow is not None:
        return known.by_cow(cow, on)
    if gw is not None:
        return known.by_gw(gw, on)
    if iso_numeric is not None:
        return known.by_iso_numeric(iso_numeric, on)
    if iso_alpha2 is not None:
        return known.by_alpha2(iso_alpha2, on)
    assert name is not None
    return known.find(name, on)
