"""Clauses for registers: what a table of participants does not say, from a small TOML file; those of known treaties are shipped.

A file of clauses is TOML:

.. code-block:: toml

    format = "treatykit-clauses/1"

    [[source]]
    id = "pact-text"
    title = "Text of the pact"

    [[treaty]]
    id = "pact-1931"
    keys = ["mtdsg:30-1"]
    in_force_from = "1932-07-01"

    [treaty.entry_into_force]
    rule = "instruments"
    count = 3
    delay = "P30D"
    sources = ["pact-text"]

``keys`` are the names under which registers hold the treaty: the register and its own key, or the key alone. The keys of the
two clause tables are those of a record.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DaySet
from treatykit.errors import Fault, RecordError
from treatykit.files.codec import converter
from treatykit.files.documents import plain, write_text
from treatykit.files.toml import to_toml
from treatykit.record.clauses import AsStated, Duration, EntryIntoForce
from treatykit.record.fields import many, optional_day
from treatykit.record.sources import Source
from treatykit.treaty import Treaty

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["Clauses", "KnownTreaty", "dump", "of", "read", "shipped", "write"]

_FORMAT = "treatykit-clauses/1"
#: What an import calls the table, the supplement and the table of States that it draws on.
RESERVED = frozenset({"table", "supplement", "states"})
_SHIPPED = Path(__file__).parents[2] / "data" / "clauses.toml"


@attrs.define(frozen=True, slots=True, kw_only=True)
class KnownTreaty:
    """What is known of a treaty beside a register: its clauses, and the day on which sources say that it entered into force.

    >>> KnownTreaty(keys=["mtdsg:4-4"], in_force_from="1976-03-23").in_force_from.exact()
    Date(1976, 3, 23)
    """

    id: str = ""
    #: the names under which registers hold it, such as ``mtdsg:4-4``
    keys: tuple[str, ...] = attrs.field(converter=many, validator=attrs.validators.min_len(1))
    title: str = ""
    names: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: the stated day of entry into force
    in_force_from: DaySet | None = attrs.field(default=None, converter=optional_day)
    #: the stated day on which the condition for it was met
    condition_met_on: DaySet | None = attrs.field(default=None, converter=optional_day)
    entry_into_force: EntryIntoForce | None = None
    duration: Duration | None = None
    #: ids of the sources of the stated days
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""

    @property
    def clause(self) -> EntryIntoForce | None:
        """The clause on entry into force, with the stated day of its condition where it cannot be computed."""
        entry = self.entry_into_force
        if isinstance(entry, AsStated) and entry.met_on is None and self.condition_met_on is not None:
            return attrs.evolve(entry, met_on=self.condition_met_on)
        return entry

    @property
    def as_stated(self) -> AsStated:
        """The clause with the stated day in place of its condition, for a table in which that cannot be counted."""
        clause = self.clause
        if clause is None or isinstance(clause, AsStated):
            return clause or AsStated()
        return AsStated(
            condition=str(attrs.evolve(clause, article="")),
            met_on=self.condition_met_on,
            late_delay=clause.delay if clause.late_delay is None else clause.late_delay,
            pivot=clause.pivot,
            article=clause.article,
            sources=clause.sources,
            note=clause.note,
        )

    @property
    def all_sources(self) -> frozenset[str]:
        """The ids of all the sources that it names."""
        named = set(self.sources)
        for clause in (self.entry_into_force, self.duration):
            named.update(clause.sources if clause is not None else ())
        return frozenset(named)


@attrs.define(frozen=True, slots=True)
class Clauses:
    """The clauses of many treaties, to be looked up by the keys of a register.

    >>> covenant = shipped().find("mtdsg", "4-4")
    >>> print(covenant.entry_into_force)
    on instrument no. 35 with a delay of 3 months (Art. 49)
    >>> shipped().find("mtdsg", "99-99") is None
    True

    ``mine | others`` holds both, and the first wins: under its keys, and under every register's where a key names none.
    Raises :class:`~treatykit.errors.RecordError` for a key or the id of a source that stands twice, and for a source that
    is not there.
    """

    treaties: tuple[KnownTreaty, ...] = attrs.field(default=(), converter=many)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many)
    _by_key: Mapping[str, KnownTreaty] = attrs.field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise RecordError(faults, where="the clauses")
        object.__setattr__(self, "_by_key", {key: known for known in self.treaties for key in known.keys})

    def _faults(self) -> Iterator[Fault]:
        there: set[str] = set()
        for number, source in enumerate(self.sources):
            if source.id in there:
                yield Fault(
                    f"source[{number}].id", f"{source.id!r} stands there twice; give each source an id of its own"
                )
            if source.id in RESERVED:
                yield Fault(
                    f"source[{number}].id",
                    f"{source.id!r} is what an import calls a source of its own; give another id",
                )
            there.add(source.id)
        seen: dict[str, int] = {}
        for number, known in enumerate(self.treaties):
            for key in known.keys:
                if not key.strip():
                    yield Fault(
                        f"treaty[{number}].keys", "a key is empty; name the register and its key, such as 'mtdsg:4-4'"
                    )
                if key in seen:
                    yield Fault(f"treaty[{number}].keys", f"{key!r} stands already in treaty[{seen[key]}]")
                seen.setdefault(key, number)
            for id in sorted(known.all_sources - there):
                yield Fault(f"treaty[{number}]", f"there is no source {id!r} in this file; add it under [[source]]")

    def find(self, register: str, key: str) -> KnownTreaty | None:
        """What is known of the treaty that a register holds under a key."""
        return self._by_key.get(f"{register}:{key}") or self._by_key.get(key)

    def sources_of(self, known: KnownTreaty) -> tuple[Source, ...]:
        """The sources that a treaty's clauses and days rest on."""
        wanted = known.all_sources
        return tuple(source for source in self.sources if source.id in wanted)

    def __or__(self, other: Clauses) -> Clauses:
        if not isinstance(other, Clauses):
            return NotImplemented
        own = {source.id: source for source in self.sources}
        taken = {*own, *(source.id for source in other.sources)}
        renamed: dict[str, str] = {}
        for source in other.sources:
            if own.get(source.id, source) != source:
                free = (f"{source.id}-{number}" for number in count(2))
                renamed[source.id] = next(id for id in free if id not in taken)
                taken.add(renamed[source.id])
        added = (_with_keys(known, tuple(key for key in known.keys if not self._has(key))) for known in other.treaties)
        more = (attrs.evolve(source, id=renamed.get(source.id, source.id)) for source in other.sources)
        return Clauses(
            (*self.treaties, *(_with_sources(known, renamed) for known in added if known is not None)),
            (*self.sources, *(source for source in more if source.id not in own)),
        )

    def _has(self, key: str) -> bool:
        return key in self._by_key or key.partition(":")[2] in self._by_key


def _with_keys(known: KnownTreaty, keys: tuple[str, ...]) -> KnownTreaty | None:
    return None if not keys else known if keys == known.keys else attrs.evolve(known, keys=keys)


def _with_sources(known: KnownTreaty, renamed: Mapping[str, str]) -> KnownTreaty:
    """The same, with other ids of sources."""
    if not known.all_sources & set(renamed):
        return known

    def ids(old: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(renamed.get(id, id) for id in old)

    entry, duration = known.entry_into_force, known.duration
    return attrs.evolve(
        known,
        sources=ids(known.sources),
        entry_into_force=None if entry is None else attrs.evolve(entry, sources=ids(entry.sources)),
        duration=None if duration is None else attrs.evolve(duration, sources=ids(duration.sources)),
    )


def read(path: str | os.PathLike[str]) -> Clauses:
    """Read a file of clauses, TOML or JSON.

    Raises :class:`~treatykit.errors.TreatyFileError` if it cannot be read at all, and
    :class:`~treatykit.errors.RecordError`, with every fault, if it holds no clauses.
    """
    return _built(plain(path), str(path))


@cache
def shipped() -> Clauses:
    """The clauses of widely known treaties that come with treatykit, each with its sources.

    >>> len(shipped().treaties) > 50
    True
    """
    return read(_SHIPPED)


def of(treaties: Corpus | Treaty | Iterable[Treaty]) -> Clauses:
    """The clauses of treaties, each under its id: what an event list does not hold, for when it is read back.

    >>> import treatykit as tk
    >>> print(of(tk.load("usa-kor-1953")).find("events", "usa-kor-1953").duration)
    indefinite; ends 1 year after notice (Art. 6)
    """
    found: list[KnownTreaty] = []
    sources: dict[str, Source] = {}
    for treaty in [treaties] if isinstance(treaties, Treaty) else treaties:
        if treaty.entry_into_force is None and treaty.duration is None:
            continue
        known = KnownTreaty(
            id=treaty.id,
            keys=[treaty.id],
            title=treaty.title,
            entry_into_force=treaty.entry_into_force,
            duration=treaty.duration,
        )
        own = {source.id: source for source in treaty.sources if source.id in known.all_sources}
        renamed = {
            id: f"{treaty.id}:{id}" for id, source in own.items() if id in RESERVED or sources.get(id, source) != source
        }
        found.append(_with_sources(known, renamed))
        sources |= {renamed.get(id, id): attrs.evolve(own[id], id=renamed.get(id, id)) for id in own}
    return Clauses(found, sources.values())


def dump(clauses: Clauses) -> str:
    """The text of a file of clauses, in TOML, which :func:`read` takes."""
    made = converter()
    data: dict[str, Any] = {"format": _FORMAT}
    data["source"] = [made.unstructure(source) for source in clauses.sources]
    data["treaty"] = [made.unstructure(known) for known in clauses.treaties]
    return to_toml({key: value for key, value in data.items() if value})


def write(clauses: Clauses, path: str | os.PathLike[str]) -> None:
    """Write a file of clauses, whole or not at all.

    Raises :class:`~treatykit.errors.TreatyFileError` if that is not possible.
    """
    write_text(dump(clauses), Path(os.fspath(path)))


def _built(data: Any, where: str) -> Clauses:
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise RecordError([Fault("format", f'must be "{_FORMAT}", the format of a file of clauses')], where=where)
    faults = [
        Fault(key, "is no key of a file of clauses; it has format, source and treaty")
        for key in data
        if key not in {"format", "source", "treaty"}
    ]
    from treatykit.files.faults import attempt

    treaties = attempt(
        faults, "treaty", lambda v: converter().structure(v, tuple[KnownTreaty, ...]), data.get("treaty", [])
    )
    sources = attempt(faults, "source", lambda v: converter().structure(v, tuple[Source, ...]), data.get("source", []))
    if not faults:
        try:
            return Clauses(treaties, sources)
        except RecordError as problem:
            faults = list(problem.faults)
    raise RecordError(faults, where=where)


def chosen(clauses: Clauses | str | os.PathLike[str] | tuple[()] | list[Any] | None) -> Clauses:
    """What an importer is to use: the shipped ones; a file's or one's own over these; or, for an empty list, none."""
    if clauses is None:
        return shipped()
    if isinstance(clauses, Clauses):
        return clauses | shipped()
    if isinstance(clauses, list | tuple) and not clauses:
        return Clauses()
    if not isinstance(clauses, str | os.PathLike):
        raise TypeError(
            f"clauses= takes a path, a Clauses object, or an empty list for none at all, not {type(clauses).__name__}"
        )
    return read(clauses) | shipped()
