"""The rows of the two tables of ATOP: spells of members, and alliances, each with its days and its pledges."""

from __future__ import annotations

import re
from collections import Counter

import attrs

from treatykit.days import DayLike, DaySet
from treatykit.files.registers.cells import Flaw, parts
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft
from treatykit.files.registers.report import Weight
from treatykit.files.registers.tables import Table
from treatykit.files.states import directory
from treatykit.record.directory import Match
from treatykit.record.obligations import AtopType, Modality
from treatykit.record.sources import Source

__all__ = ["PLEDGES", "SINCE", "Alliance", "Pledge", "Pledged", "Read", "Spell", "read_alliances", "read_members"]

PUBLISHER = "Alliance Treaty Obligations and Provisions Project"
#: No alliance before it is coded.
SINCE = "1815-01-01"

_TITLES = ("title", "treatyname", "treaty_name", "name")
_NUMBER = re.compile(r"(\d{1,9})(\.0+)?", re.ASCII)


@attrs.define(frozen=True, slots=True)
class Pledge:
    """One of the five pledges: its column, and what it asks of who has made it."""

    type: AtopType
    column: str
    modality: Modality
    #: what is owed, in our own words
    action: str
    #: the column that says that it holds under conditions only, and how the columns of single conditions begin
    condition: str = ""
    single: str = ""


#: The five pledges of ATOP.
PLEDGES = (
    Pledge(AtopType.DEFENSE, "defense", Modality.MUST, "give active military support in defence", "defcon", "defco"),
    Pledge(
        AtopType.OFFENSE,
        "offense",
        Modality.MUST,
        "give active military support also where it is no defence",
        "offcon",
        "offco",
    ),
    Pledge(AtopType.NEUTRALITY, "neutral", Modality.MUST, "stay neutral", "neucon", "neuco"),
    Pledge(AtopType.NONAGGRESSION, "nonagg", Modality.MUST_NOT, "use force against the other"),
    Pledge(AtopType.CONSULTATION, "consul", Modality.MUST, "consult with the other in a crisis", "concon", "conco"),
)
#: How the names of the columns of single conditions end, and what they limit a pledge to.
_SINGLE = {
    "adv": "certain adversaries",
    "loc": "certain places",
    "con": "a certain conflict that goes on",
    "num": "a number of adversaries",
    "dem": "certain demands",
    "npr": "attacks that were not provoked",
    "att": "attacks on the other",
    "req": "a request",
}


@attrs.define(slots=True, eq=False, kw_only=True)
class Pledged:
    """What a row says of one pledge: made, not made, or (``None``) not told; and on what conditions."""

    made: bool | None
    conditions: tuple[str, ...] = ()
    #: the cell, where it does not tell
    cell: str = ""


@attrs.define(slots=True, eq=False, kw_only=True)
class Spell:
    """A row of the member-level table: one member in one alliance, or in a phase of it, for a time."""

    row: Row
    source: str
    number: str
    entry: DaySet | None
    exit: DaySet | None
    entry_column: int | None
    exit_column: int | None
    #: whether it is in effect at the end of coverage; ``None`` if that is not told
    in_effect: bool | None
    #: how and why it ended, in the codes of the table
    how: str
    pledges: dict[AtopType, Pledged] = attrs.field(factory=dict)


@attrs.define(slots=True, eq=False, kw_only=True)
class Alliance:
    """A row of the alliance-level table."""

    row: Row
    source: str
    #: when it began and ended
    entry: DaySet | None
    exit: DaySet | None
    entry_column: int | None
    exit_column: int | None
    in_effect: bool | None
    #: the members that the member-level table does not have, by code, each with its column
    members: dict[str, int] = attrs.field(factory=dict)
    pledges: dict[AtopType, Pledged] = attrs.field(factory=dict)


@attrs.define(slots=True, eq=False)
class Read:
    """All that the tables say, by the keys of treaties."""

    spells: dict[str, dict[str, list[Spell]]] = attrs.field(factory=dict)
    heads: dict[str, list[Alliance]] = attrs.field(factory=dict)
    #: the phases of each alliance, with the keys of their treaties
    phases: dict[str, dict[int, str]] = attrs.field(factory=dict)

    def of(self, alliance: str) -> list[str]:
        """The keys of the treaties of an alliance, in the order of its phases."""
        return [key for _, key in sorted(self.phases.get(alliance, {}).items())]


# ------------------------------------------------------------------------------------------- cells


def _source(table: Table, level: str, number: int) -> Source:
    """The table as a source, with the version that most of its rows name."""
    place = table.where("version")
    versions = (
        Counter(row[place].strip() for row in table.rows if row[place].strip()) if place is not None else Counter()
    )
    version = versions.most_common(1)[0][0] if versions else ""
    if re.fullmatch(r"\d{1,3}\.\d{1,12}", version, re.ASCII):  # 4.0100002 is 4.01 as a float
        version = f"{round(float(version), 2):g}"
    name = " ".join(filter(None, ("Alliance Treaty Obligations and Provisions (ATOP)", version[:20])))
    id = {"member": "table", "alliance": "alliances"}[level]
    return Source(
        id=id if number == 1 else f"{id}-{number}",
        title=f"{name}, {level} level",
        type="dataset",
        publisher=PUBLISHER,
    )


@attrs.define(frozen=True, slots=True)
class _Day:
    """The three columns of a day."""

    year: int | None
    month: int | None
    day: int | None

    @classmethod
    def of(cls, table: Table, *names: str) -> _Day:
        return cls(*(table.where(name) for name in names))

    @property
    def columns(self) -> tuple[int | None, ...]:
        return (self.year, self.month, self.day)

    def read(self, row: Row, treaty: str) -> DaySet | None:
        """The days meant; ``None`` if no year is given, and if the year is not understood, which is reported.

        A day that no calendar has is kept as its month, and a month that no year has as its year, in doubt.
        """
        texts = [row.text(column) for column in self.columns]
        found = parts(*texts)
        if isinstance(found, Flaw) and found.code == "impossible-day":
            wider = next(d for d in (parts(*texts[:2], ""), parts(texts[0], "", "")) if not isinstance(d, Flaw))
            if wider is not None:
                told = f"{found.reason}; kept as {wider}, in doubt"
                row.remark(found.code, Weight.DOUBT, self._filled(row), told, treaty=treaty)
                return DaySet(f"{wider}?")
        if isinstance(found, Flaw):
            row.lose(found, self.year, treaty=treaty)
            return None
        return found

    def _filled(self, row: Row) -> int | None:
        return next((column for column in reversed(self.columns) if row.text(column)), self.year)

    def is_filled(self, row: Row) -> bool:
        """Whether anything but zeros stands there."""
        return any(row.text(column) not in {"", "0", "0.0"} for column in self.columns)


def _flag(row: Row, column: int | None, treaty: str) -> bool | None:
    """Whether something is so; ``None`` where it is not told, and where the value is not known, which is reported."""
    text = row.text(column)
    if text in {"0", "0.0", "1", "1.0"}:
        return text.startswith("1")
    if text:
        row.lose(Flaw("unknown-value", "this is neither 0 nor 1"), column, treaty=treaty, is_date=False)
    return None


class _PledgeColumns:
    """Where the five pledges and their conditions stand."""

    def __init__(self, draft: Draft, table: Table) -> None:
        for each in PLEDGES:
            if table.where(each.column) is None:
                told = f"the table has no column {each.column!r}: whether there are pledges of {each.type} is not known"
                draft.remark("incomplete", Weight.DOUBT, table, told)
        names = [name.strip().casefold() for name in table.columns]
        self.table = table
        self.any_condition = table.where("conditio")
        self.made = {each.type: table.where(each.column) for each in PLEDGES}
        self.condition = {each.type: table.where(each.condition) for each in PLEDGES if each.condition}
        self.single = {
            each.type: [
                (place, words)
                for ending, words in _SINGLE.items()
                for place, name in enumerate(names)
                if each.single and name == each.single + ending and name != each.condition
            ]
            for each in PLEDGES
        }

    @property
    def all(self) -> list[int | None]:
        """Every column that is read."""
        single = [place for found in self.single.values() for place, _ in found]
        return [self.any_condition, *self.made.values(), *self.condition.values(), *single]

    def read(self, row: Row, treaty: str, party: str) -> dict[AtopType, Pledged]:
        """What a row says of each pledge; of one without a column, nothing."""
        found = {}
        for each in PLEDGES:
            column = self.made[each.type]
            made = Pledged(made=None) if column is None else self._pledged(row, each.type, column, treaty, party)
            found[each.type] = made
        conditional = _is_one(row, self.any_condition)
        if conditional and not any(pledged.conditions for pledged in found.values()):
            told = f"conditions that are not told ({self._name(self.any_condition)} = 1)"
            for pledged in found.values():
                pledged.conditions = (told,)
        return found

    def _pledged(self, row: Row, type: AtopType, column: int, treaty: str, party: str) -> Pledged:
        text = row.text(column)
        if text not in {"0", "0.0", "1", "1.0"}:
            told = f"whether there is a pledge of {type} is not told: " + (
                "the cell is blank" if not text else "this is neither 0 nor 1"
            )
            row.remark("unknown-value", Weight.DOUBT, column, f"{told}; kept as unknown", treaty=treaty, party=party)
            return Pledged(made=None, cell=row.cells[column])
        single = [(place, words) for place, words in self.single[type] if _is_one(row, place)]
        conditions = [f"limited to {words} ({self._name(place)} = 1)" for place, words in single]
        place = self.condition.get(type)
        if not conditions and _is_one(row, place):
            conditions.append(f"conditions that are not told ({self._name(place)} = 1)")
        return Pledged(made=text.startswith("1"), conditions=tuple(conditions))

    def _name(self, place: int | None) -> str:
        return "" if place is None else self.table.columns[place].upper()


def _is_one(row: Row, column: int | None) -> bool:
    return row.text(column) in {"1", "1.0"}


def _key(row: Row, column: int, phase: int | None) -> tuple[str, int] | None:
    """The alliance of a row, and its phase, which is 0 where there is one only."""
    text = row.text(column)
    if text in {"", "0", "0.0"}:
        row.lose(Flaw("no-treaty", "the row names no alliance"), column, is_date=False)
        return None
    match = _NUMBER.fullmatch(text)
    key = match[1] if match is not None else text
    number = _NUMBER.fullmatch(row.text(phase) or "0")
    if number is None or int(number[1]) > 99:
        row.remark(
            "unknown-value", Weight.DOUBT, phase, "this is no number of a phase; read as none", treaty=f"atop-{key}"
        )
        return key, 0
    return key, int(number[1])


# ------------------------------------------------------------------------------------------- rows


def _treaty(
    draft: Draft, read: Read, row: Row, alliance: str, phase: int, source: Source, titles: int | None
) -> TreatyDraft:
    """The treaty of an alliance, or of a later phase of it."""
    phase = max(phase, 1)
    key = read.phases.setdefault(alliance, {}).setdefault(phase, alliance if phase == 1 else f"{alliance}-{phase}")
    one = draft.treaty(key, "", source)
    one.title = one.title or " ".join(row.text(titles).split())
    if source.id != one.table.id:
        one.sources[source.id] = source
    return one


def _by_number(text: str, on: DayLike | None) -> Match:
    """The State of a Correlates of War number on a day, as far as that can be told."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Match(state=None, doubt=f"{text[:40]!r} is no Correlates of War number; names= can give its code")
    return directory().match_cow(int(match[1]), on)


def _plain(text: str) -> str:
    """A number without what a spreadsheet adds to it."""
    match = _NUMBER.fullmatch(text)
    return text if match is None else match[1]


def _member(draft: Draft, row: Row, column: int, one: TreatyDraft, on: DaySet | None) -> str | None:
    """The code of a member, which keeps the number that the table gives it."""
    code = draft.participant(row, column, one, on=on, find=_by_number, name=_plain(row.text(column)))
    match = _NUMBER.fullmatch(row.text(column))
    if code is not None and match is not None:
        one.parties[code] = attrs.evolve(one.parties[code], cow=int(match[1]))
    return code


def read_members(draft: Draft, table: Table, number: int, read: Read) -> None:
    """Read a member-level table."""
    source = _source(table, "member", number)
    id, member, phase = table.need("atopid"), table.need("member"), table.where("phase")
    entry, exit = _Day.of(table, "yrent", "moent", "dayent"), _Day.of(table, "yrexit", "moexit", "dayexit")
    in_effect, titles = table.where("ineffect"), table.where(*_TITLES)
    how = [place for place in (table.where("termmode"), table.where("termcaus")) if place is not None]
    pledges = _PledgeColumns(draft, table)
    used = [id, member, phase, in_effect, titles, *entry.columns, *exit.columns, *how, *pledges.all]
    draft.not_read(table, [*used, table.where("version")])
    for row in draft.rows_of(table):
        key = _key(row, id, phase)
        if key is None:
            continue
        one = _treaty(draft, read, row, *key, source, titles)
        spell = Spell(
            row=row,
            source=source.id,
            number=_plain(row.text(member)),
            entry=entry.read(row, one.id),
            exit=exit.read(row, one.id),
            entry_column=entry.year,
            exit_column=exit.year,
            in_effect=_flag(row, in_effect, one.id),
            how="; ".join(
                f"{table.columns[place]} {row.text(place)}" for place in how if row.text(place) not in {"", "0"}
            ),
        )
        code = _member(draft, row, member, one, spell.entry or spell.exit)
        if code is None:
            for days, column in ((spell.entry, entry.year), (spell.exit, exit.year)):
                if days is not None:
                    row.lose(Flaw("unknown-name", "whose day this is, is not known"), column, treaty=one.id)
            continue
        spell.pledges = pledges.read(row, one.id, code)
        read.spells.setdefault(one.key, {}).setdefault(code, []).append(spell)


def read_alliances(draft: Draft, table: Table, number: int, read: Read) -> None:
    """Read an alliance-level table, after the member-level one."""
    source = _source(table, "alliance", number)
    id, in_effect, titles = table.need("atopid"), table.where("ineffect"), table.where(*_TITLES)
    begin, end = _Day.of(table, "begyr", "begmo", "begday"), _Day.of(table, "endyr", "endmo", "endday")
    members = [
        place for place, name in enumerate(table.columns) if re.fullmatch(r"mem\d{1,3}", name.strip().casefold())
    ]
    pledges = _PledgeColumns(draft, table)
    used = [id, in_effect, titles, *begin.columns, *end.columns, *members, *pledges.all, table.where("version")]
    draft.not_read(table, used)
    for row in draft.rows_of(table):
        key = _key(row, id, None)
        if key is None:
            continue
        phases = read.of(key[0])
        for other in (draft.treaties[phase] for phase in phases):
            other.title = other.title or " ".join(row.text(titles).split())
            other.sources.setdefault(source.id, source)
        one = draft.treaties[phases[0]] if phases else _treaty(draft, read, row, *key, source, titles)
        if one.table.id != source.id:
            one.sources[source.id] = source
        head = Alliance(
            row=row,
            source=source.id,
            entry=begin.read(row, one.id),
            exit=end.read(row, one.id),
            entry_column=begin.year,
            exit_column=end.year,
            in_effect=_flag(row, in_effect, one.id),
        )
        coded = {spell.number for phase in phases for found in read.spells.get(phase, {}).values() for spell in found}
        for column in members:
            if row.text(column) not in {"", "0"} and _plain(row.text(column)) not in coded:
                code = _member(draft, row, column, one, head.entry or head.exit)
                if code is not None:
                    head.members[code] = column
        row.is_kept = row.is_kept or bool(coded)
        head.pledges = pledges.read(row, one.id, "each")
        read.heads.setdefault(one.key, []).append(head)
