"""Drafts: a register on its way into a corpus. Rows are read one by one, and each is kept or reported; nothing is lost silently."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any

import attrs

from treatykit.days import DayLike, DaySet, date_of, ordinal_of
from treatykit.errors import TreatyFileError
from treatykit.files.registers.cells import BLANKS, Flaw, Reader, formula
from treatykit.files.registers.progress import progress
from treatykit.files.registers.report import Outcome, Remark, Weight
from treatykit.files.registers.tables import NAMELESS, Table, tables
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.states import directory
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.clauses import EntryIntoForce
from treatykit.record.context import Event, Link, Unknown
from treatykit.record.coverage import Matter
from treatykit.record.obligations import Obligation
from treatykit.record.sources import Claim, Source
from treatykit.record.states import Party, is_known_code, is_user_assigned

__all__ = ["Draft", "Fact", "Row", "TreatyDraft"]


#: The ids of the sources that are tables being read.
OWN = ("table", "supplement")


@attrs.define(slots=True, eq=False)
class Row:
    """One row of a table, and whether anything of it was kept or reported."""

    draft: Draft
    table: Table
    number: int
    cells: Any
    is_kept: bool = False
    is_reported: bool = False
    _at: str = ""

    @property
    def at(self) -> str:
        """The place in the table, in words; the same text for all that the row says."""
        if not self._at:
            self._at = f"line {self.line}"
        return self._at

    @property
    def line(self) -> int:
        """The line of the file on which the row begins."""
        return self.table.lines[self.number]

    def text(self, column: int | None) -> str:
        """A cell without the spaces around it; nothing where the table lacks the column or the cell is blank."""
        if column is None:
            return ""
        cell: str = self.cells[column].strip()
        return "" if cell in BLANKS else cell

    def days(self, column: int | None, read: Reader, *, treaty: str = "", party: str = "") -> DaySet | None:
        """The days in a cell; ``None`` where it is blank, and where it is not understood, which is then reported."""
        if column is None:
            return None
        cell: str = self.cells[column]
        if not cell or cell.strip() in BLANKS:
            return None
        found = read(cell)
        if isinstance(found, DaySet):
            return found
        self.lose(found, column, treaty=treaty, party=party)
        return None

    def lose(self, flaw: Flaw, column: int | None, *, treaty: str = "", party: str = "", is_date: bool = True) -> None:
        """Report a cell that is not in the corpus."""
        if is_date:
            self.draft.outcomes[Outcome.LOST] += 1
        self.remark(flaw.code, Weight.LOST, column, flaw.reason, treaty=treaty, party=party)

    def placeholder(self) -> None:
        """Count a cell that holds a placeholder whose meaning is known."""
        self.draft.outcomes[Outcome.PLACEHOLDER] += 1
        self.is_kept = True

    def remark(
        self, code: str, weight: Weight, column: int | None, message: str, *, treaty: str = "", party: str = ""
    ) -> None:
        """Say something about the row or one of its cells."""
        self.is_reported = self.is_reported or weight is Weight.LOST
        self.draft.remarks.append(
            Remark(
                code=code,
                weight=weight,
                file=self.table.name,
                line=self.line,
                column="" if column is None else self.table.columns[column],
                cell="" if column is None else self.cells[column],
                treaty=treaty,
                party=party,
                message=message,
            )
        )


@attrs.define(slots=True, eq=False, kw_only=True)
class Fact:
    """What one cell, or one row, says was done: an act on its way."""

    kind: ActKind
    #: who did it; none for the treaty as a whole
    by: tuple[str, ...]
    days: DaySet
    row: Row | None = None
    column: int | None = None
    effective: DaySet | None = None
    received: DaySet | None = None
    instrument: Instrument | None = None
    subject_to: SubjectTo | None = None
    ground: Ground | None = None
    episode: int | None = None
    of: str = ""
    #: the id of the act, where the table gives one
    id: str = ""
    source: str = "table"
    place: str = ""
    body: str = ""
    scope: tuple[str, ...] = ()
    act_number: str = ""
    summary: str = ""
    note: str = ""
    rank: str = "normal"
    evidence: str | None = None
    claim_note: str = ""
    #: the place in the source, where the table gives one
    said_at: str = ""
    #: whether the table names the source itself, so that a line of the table is no place in it
    is_cited: bool = False
    #: further claims on the day of its receipt or effect
    more: list[tuple[str, Claim]] = attrs.field(factory=list)

    def claim(self, days: DaySet) -> Claim:
        """A claim on a day, in the words of the table."""
        return Claim(
            date=days, source=self.source, rank=self.rank, evidence=self.evidence, at=self.at, note=self.claim_note
        )

    @property
    def is_cell(self) -> bool:
        """Whether a cell about a day tells of it; other facts follow from a name or a status, and count as no such cell."""
        return self.row is not None and self.column is not None

    @property
    def at(self) -> str:
        """The place in the source; where the table is the source, its line."""
        if self.said_at or self.is_cited or self.row is None or self.source not in OWN:
            return self.said_at
        return self.row.at


@attrs.define(slots=True, eq=False)
class TreatyDraft:
    """A treaty on its way: who takes part, what was done, and what is not told."""

    id: str
    key: str
    title: str
    table: Source
    bilateral: bool = False
    parties: dict[str, Party] = attrs.field(factory=dict)
    facts: list[Fact] = attrs.field(factory=list)
    events: list[Event] = attrs.field(factory=list)
    unknowns: list[Unknown] = attrs.field(factory=list)
    obligations: list[Obligation] = attrs.field(factory=list)
    links: list[Link] = attrs.field(factory=list)
    names: list[tuple[str, str]] = attrs.field(factory=list)
    #: matters on which the table is silent, with the participants of whom it does not tell; an empty set means all
    silent: dict[Matter, set[str]] = attrs.field(factory=dict)
    #: what to keep in mind with every answer
    note: str = ""
    sources: dict[str, Source] = attrs.field(factory=dict)
    depositary: str = ""
    #: fields of the treaty that the register gives as they are
    fields: dict[str, Any] = attrs.field(factory=dict)
    #: the clause on entry into force, where the register itself gives one
    entry: EntryIntoForce | None = None
    #: whether the register tells that the treaty had not ended by the day of issue
    is_alive: bool = False
    #: whether the table itself tells on what it is silent and from when its acts have effect, so that nothing is inferred
    tells_all: bool = False
    #: the first day of which the register speaks, and what holds after the last
    since: DayLike | None = None
    beyond: str = "unknown"
    #: rows that tell of the treaty itself and are no acts, each with how many of its cells count
    told: list[tuple[Row, int]] = attrs.field(factory=list)
    _once: set[object] = attrs.field(factory=set)

    def add(self, kind: ActKind, by: Iterable[str], days: DaySet, row: Row, column: int | None, **more: Any) -> Fact:
        """Record what a cell says was done; the row is kept with it."""
        row.is_kept = True
        fact = Fact(kind=kind, by=_together(tuple(by)), days=days, row=row, column=column, **more)
        self.facts.append(fact)
        return fact

    def compare(self, row: Row, title: str, bilateral: bool) -> None:
        """Tell, once for each, where a row says something else of the treaty than the first; the first is kept."""
        for what, own, other in (("title", self.title, title), ("form", self.bilateral, bilateral)):
            if own != other and other != "" and (what, other) not in self._once:
                self._once.add((what, other))
                told = f"another row gives this treaty another {what}; the one that came first is kept"
                row.remark("levels-differ", Weight.DOUBT, None, told, treaty=self.id)

    def once(self, kind: ActKind, days: DaySet, row: Row, column: int | None, **more: Any) -> None:
        """Record what every row of a treaty says of the treaty itself: the first time, and wherever it says something else."""
        row.is_kept = True
        if (kind, days) in self._once:
            row.draft.outcomes[Outcome.REPEATED] += 1
            return
        self._once.add((kind, days))
        self.add(kind, (), days, row, column, **more)

    def silence(self, matter: Matter, *codes: str) -> None:
        """The table does not tell of a matter: of some participants, or of any."""
        if not codes:
            self.silent[matter] = set()
        elif matter not in self.silent or self.silent[matter]:
            self.silent.setdefault(matter, set()).update(codes)


class Draft:
    """A register on its way into a corpus: its rows, what they say, and what is to be reported."""

    def __init__(
        self, register: str, source: TableSource, *, encoding: str | None, names: Mapping[str, str] | None
    ) -> None:
        self.register = register
        #: what ids of treaties begin with
        self.prefix = f"{register}-"
        self.tables = list(progress(tables(source, encoding=encoding), f"{register}: reading"))
        self.names = {name.strip(): code for name, code in (names or {}).items()}
        self.treaties: dict[str, TreatyDraft] = {}
        self.remarks: list[Remark] = []
        self.outcomes: Counter[Outcome] = Counter()
        self.rows = self.kept_rows = 0
        self._ids: set[str] = set()
        self._parties: dict[tuple[str, str], Party] = {}
        for table in self.tables:
            if table.other_sheets:
                told = f"only the first sheet is read; the others are {', '.join(map(repr, table.other_sheets))}"
                self.remark("sheet-not-read", Weight.NOTE, table, told)
            if table.guessed:
                self.remark(
                    "encoding",
                    Weight.NOTE,
                    table,
                    f"the file is not UTF-8; read as {table.guessed} (encoding= tells another)",
                )

    def rows_of(self, table: Table) -> Iterator[Row]:
        """The rows of a table. A row of which nothing was kept is reported, whatever happened to it."""
        for number, cells in enumerate(progress(table.rows, f"{self.register}: {table.stem}", len(table.rows))):
            row = Row(self, table, number, cells)
            yield row
            self.rows += 1
            if row.is_kept:
                self.kept_rows += 1
            elif not row.is_reported:
                filled = next((place for place, cell in enumerate(cells) if cell.strip() not in BLANKS), None)
                row.remark(
                    "incomplete", Weight.LOST, filled, "nothing in this row says who did what under which treaty"
                )

    def remark(
        self, code: str, weight: Weight, table: Table, message: str, *, column: str = "", treaty: str = ""
    ) -> None:
        """Say something about a whole table or column."""
        self.remarks.append(
            Remark(code=code, weight=weight, file=table.name, column=column, treaty=treaty, message=message)
        )

    def not_read(self, table: Table, read: Iterable[int | None]) -> None:
        """Say which columns of a table were left aside."""
        there = set(read)
        left = [name or "(no name)" for place, name in enumerate(table.columns) if place not in there]
        if left:
            self.remark("column-not-read", Weight.NOTE, table, f"not imported: {', '.join(left)}")

    def treaty(
        self, key: str, title: str, table: Source, *, bilateral: bool = False, row: Row | None = None
    ) -> TreatyDraft:
        """The treaty of a key, made when it is first met; a later row that says something else of it is told."""
        found = self.treaties.get(key)
        if found is None:
            id = f"{self.prefix}{slug(key)}"
            if id in self._ids:  # keys that differ in signs only
                id = next(free for free in (f"{id}-{number}" for number in count(2)) if free not in self._ids)
            self._ids.add(id)
            found = self.treaties[key] = TreatyDraft(id, key, title, table, bilateral)
        elif row is not None:
            found.compare(row, title, bilateral)
        return found

    def one_table_each(self) -> None:
        """Say where two tables go by one name, where the name is the key of the treaty; nameless ones are refused.

        Raises :class:`~treatykit.errors.TreatyFileError` for several tables without a name.
        """
        first: dict[str, Table] = {}
        for table in self.tables:
            other = first.setdefault(table.stem, table)
            if other is table:
                continue
            if table.name in NAMELESS:
                raise TreatyFileError(
                    "several tables have no name, and the name of a table tells which treaty it is about; read files, or set "
                    ".name on open ones"
                )
            told = f"{other.name} goes by the same name; both are taken as tables of one treaty"
            self.remark("two-tables", Weight.DOUBT, table, told)

    # ------------------------------------------------------------------------------ participants

    def participant(
        self,
        row: Row,
        column: int,
        treaty: TreatyDraft,
        *,
        on: DayLike | None = None,
        find: Callable[[str, DayLike | None], Any] | None = None,
        name: str | None = None,
    ) -> str | None:
        """The code of a participant, which is added to the treaty; ``None`` if nobody is known by that name, which is reported."""
        text = row.text(column) if name is None else name
        if not text:
            row.lose(Flaw("no-participant", "the row names no participant"), column, treaty=treaty.id, is_date=False)
            return None
        flaw = formula(text)
        if flaw is not None:
            row.lose(flaw, column, treaty=treaty.id, is_date=False)
            return None
        if text in self.names or is_user_assigned(text):
            return self._own_participant(row, column, treaty, text)
        match = (find or directory().match)(text, on)
        if match.state is None:
            near = ", ".join(f"{state.name} ({state.code})" for state in match.nearest)
            told = match.doubt or "unknown"
            message = told if not near or "did you mean" in told else f"{told}; nearest: {near}"
            row.lose(Flaw("unknown-name", message), column, treaty=treaty.id, is_date=False)
            return None
        code: str = match.state.code
        if match.doubt:
            row.remark("doubtful-name", Weight.DOUBT, column, match.doubt, treaty=treaty.id, party=code)
        if code not in treaty.parties:
            key = (code, text)
            party = self._parties.get(key)
            if party is None:
                party = self._parties[key] = _with_name(match.state.party(), text)
            treaty.parties[code] = party
        row.is_kept = True
        return code

    def _own_participant(self, row: Row, column: int, treaty: TreatyDraft, text: str) -> str | None:
        """A participant that the caller named, by ``names=`` or by a user-assigned code."""
        code = self.names.get(text, text)
        known = directory().match(code)
        if code not in treaty.parties:
            if known.state is not None and known.state.code == code:
                treaty.parties[code] = _with_name(known.state.party(), text)
            elif is_known_code(code) or is_user_assigned(code):
                treaty.parties[code] = Party(code=code, name=text)
            else:
                treaty.parties[code] = Party(code=code, name=text, kind="organisation")
        row.is_kept = True
        return code


@lru_cache(maxsize=4096)
def _together(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The same codes as one object, however often they act."""
    return codes


def _with_name(party: Party, name: str) -> Party:
    """The participant with the spelling of the table among its names."""
    if name in {party.name, party.code, *party.names}:
        return party
    return attrs.evolve(party, names=(*party.names, name))


def slug(text: str) -> str:
    """A text as part of an id: lower-case letters, digits and hyphens.

    >>> slug("RUS-USA[FKC]_1967E:RUS-USA[FKC]_1965A")
    'rus-usa-fkc-1967e-rus-usa-fkc-1965a'
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(filter(None, "".join(letter if letter.isalnum() else " " for letter in plain).split())) or "x"


def horizon(days: Iterable[DaySet]) -> int | None:
    """The last day up to which a table surely speaks: that of its latest act, or the first that it can have been.

    ``None`` if nothing is dated.
    """
    return max((int(found.bounds[0]) for found in days if math.isfinite(found.bounds[0])), default=None)


def day_of_issue(as_of: DayLike | None) -> int | None:
    """The day of issue that the caller gives, as an ordinal."""
    return None if as_of is None else ordinal_of(as_of)


def spelled(ordinal: int) -> str:
    """A day, as ISO."""
    return str(date_of(ordinal))
