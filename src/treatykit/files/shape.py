"""The shape of a record on disk: which keys stand where, and what each table becomes in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

import attrs

from treatykit.record.acts import Act
from treatykit.record.articles import Article
from treatykit.record.clauses import Duration, EntryIntoForce
from treatykit.record.context import Event, Link, Name, Statement, Unknown
from treatykit.record.coverage import Coverage
from treatykit.record.obligations import Obligation
from treatykit.record.sources import Source
from treatykit.record.states import Party

__all__ = ["ARRAYS", "CLAUSES", "FORMAT", "KEYS", "REQUIRED", "SCALARS", "TABLES", "UNIONS", "fields_of"]

FORMAT = "treatykit/1"

#: The unions of the model by name, each with the key that tells its members apart, and the members.
UNIONS: Mapping[str, tuple[str, Mapping[str, type]]] = {
    "EntryIntoForce": (
        "rule",
        {cls.rule: cls for cls in get_args(EntryIntoForce)},
    ),
    "Duration": ("kind", {cls.kind: cls for cls in get_args(Duration)}),
}
#: Keys that hold one clause, each with its union.
CLAUSES: Mapping[str, str] = {"entry_into_force": "EntryIntoForce", "duration": "Duration"}

#: Keys that hold one table: the key, which is the field of Treaty too, and the class.
TABLES: Mapping[str, type] = {"coverage": Coverage}

#: Keys that hold one array of tables for each kind of object: the key, the field of Treaty, the class.
ARRAYS: Mapping[str, tuple[str, type]] = {
    "name": ("names", Name),
    "party": ("parties", Party),
    "source": ("sources", Source),
    "act": ("acts", Act),
    "article": ("articles", Article),
    "obligation": ("obligations", Obligation),
    "event": ("events", Event),
    "statement": ("statements", Statement),
    "link": ("links", Link),
    "unknown": ("unknowns", Unknown),
}
#: Keys that hold a single value or a list of them; ``reviewed_through`` is read by itself.
SCALARS = ("id", "form", "reviewed_through", "languages", "depositary", "parties_complete")
KEYS = ("format", *SCALARS, "title", *TABLES, *CLAUSES, *ARRAYS)
REQUIRED = ("format", "id", "reviewed_through", "title", "party")

#: Fields of the objects that do not stand on disk where they stand in memory.
_ELSEWHERE: Mapping[type, frozenset[str]] = {Article: frozenset({"obligations"})}


@cache
def fields_of(cls: type) -> Mapping[str, attrs.Attribute[Any]]:
    """The fields of a record class that stand in its table, by name and in order."""
    left_out = _ELSEWHERE.get(cls, frozenset())
    return {field.name: field for field in attrs.fields(cls) if field.name not in left_out}
