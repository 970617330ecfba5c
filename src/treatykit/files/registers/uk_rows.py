"""What a row of UK Treaties Online holds: its columns, the two days of each kind of event, and who takes part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import attrs

from treatykit.days import DaySet, ordinal_of
from treatykit.files.registers.cells import Flaw, day_first, formula
from treatykit.files.registers.drafts import Row, TreatyDraft
from treatykit.files.registers.report import Weight
from treatykit.files.registers.tables import Table
from treatykit.files.states import directory
from treatykit.record.directory import keys_of
from treatykit.record.states import State, is_user_assigned
from treatykit.truth import Truth

__all__ = ["FAR", "KINDS", "Columns", "Days", "Participants", "days_in", "gap"]

#: The kinds of event, as the columns spell them; the register itself writes ``definative``.
KINDS: Mapping[str, tuple[str, ...]] = {
    "signed": ("signed",),
    "adopted": ("adopted",),
    "provisional": ("provisional_eif", "provisional"),
    "entry": ("definative_eif", "definitive_eif"),
    "terminated": ("terminated",),
    "withdrawn": ("withdrawn",),
    "unofficial": ("unofficial_info",),
}

#: Two days of one treaty that lie further apart, in days, may be a slip of a century.
FAR = 50 * 365
#: Days that stand for "none" or "never" in tables of treaties.
_FIRST, _NO_DAY = ordinal_of("0001-01-01"), ordinal_of("9000-01-01")

_BRACKETS = re.compile(r"\s*\([^()]*\)")


@attrs.define(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the columns of a table are."""

    uuid: int | None
    record: int | None
    type: int | None
    subject: int | None
    title: int | None
    names: int
    place: int | None
    references: int | None
    #: the places of the date and of the effective date of each kind
    days: Mapping[str, tuple[int | None, int | None]]

    @classmethod
    def of(cls, table: Table) -> Columns:
        """The columns of a table.

        Raises :class:`~treatykit.errors.TreatyFileError` where one is missing that must be there.
        """
        if table.where("uuid") is None:
            table.need("record_id")
        days = {
            kind: (
                table.where(*(f"{name}_event_date" for name in spellings)),
                table.where(*(f"{name}_event_effective_date" for name in spellings)),
            )
            for kind, spellings in KINDS.items()
        }
        if all(place is None for places in days.values() for place in places):
            table.need("signed_event_date")
        return cls(
            uuid=table.where("uuid"),
            record=table.where("record_id"),
            type=table.where("type"),
            subject=table.where("subject"),
            title=table.where("title"),
            names=table.need("country_name"),
            place=table.where("signed_event_location"),
            references=table.where("references"),
            days=days,
        )

    @property
    def all(self) -> Iterator[int | None]:
        """The places of all of them."""
        yield from (self.uuid, self.record, self.type, self.subject, self.title, self.names, self.place)
        yield self.references
        for places in self.days.values():
            yield from places


# ------------------------------------------------------------------------------------------- days


@attrs.define(frozen=True, slots=True)
class Days:
    """What a row says of one kind of event: the day of the act, and the day of its effect. One of them at least is given."""

    date: DaySet | None
    effective: DaySet | None
    #: the columns of the two
    date_at: int | None
    effective_at: int | None

    @property
    def act(self) -> DaySet:
        """The day of the act; that of its effect where the act is not dated."""
        found = self.effective if self.date is None else self.date
        assert found is not None
        return found

    @property
    def day(self) -> DaySet:
        """The day from which it counts: that of its effect, or else that of the act."""
        return self.act if self.effective is None else self.effective

    @property
    def act_at(self) -> int | None:
        """The column of the day of the act."""
        return self.effective_at if self.date is None else self.date_at

    @property
    def day_at(self) -> int | None:
        """The column of the day from which it counts."""
        return self.date_at if self.effective is None else self.effective_at

    @property
    def are_two(self) -> bool:
        """Whether both are given."""
        return self.date is not None and self.effective is not None

    @property
    def is_far(self) -> bool:
        """Whether the two lie so far apart that one may be a slip."""
        return self.are_two and gap(self.act, self.day) > FAR

    @property
    def cells(self) -> tuple[tuple[DaySet, int | None], ...]:
        """The days that are given, each with its column."""
        both = ((self.date, self.date_at), (self.effective, self.effective_at))
        return tuple((days, place) for days, place in both if days is not None)

    @property
    def stated(self) -> tuple[tuple[DaySet, int | None], ...]:
        """The day from which it counts, with its column; both days where one of them may be a slip."""
        return self.cells if self.is_far else ((self.day, self.day_at),)


def gap(one: DaySet, other: DaySet) -> float:
    """The days between two sets of days, in either order; 0 or less if they touch."""
    return max(one.bounds[0] - other.bounds[-1], other.bounds[0] - one.bounds[-1])


def days_in(row: Row, places: tuple[int | None, int | None], treaty: str) -> Days | None:
    """What the two cells of one kind say; ``None`` if they say nothing that can be used, which is then reported."""
    date, effective = (row.days(place, _day, treaty=treaty) for place in places)
    return None if date is None and effective is None else Days(date, effective, *places)


def _day(cell: str) -> DaySet | Flaw:
    found = day_first(cell)
    if isinstance(found, DaySet) and (found.bounds[0] >= _NO_DAY or found.bounds == (_FIRST, _FIRST)):
        return Flaw("no-usable-date", "other tables mean 'none' or 'never' by this; what it means here is not known")
    return found


# ------------------------------------------------------------------------------------------- who takes part


@cache
def _keys() -> frozenset[str]:
    """The forms under which names are looked up. What is not among them need not be looked for, which takes longest."""
    names = (
        name
        for state in directory().states
        for name in (state.code, *state.former_codes, state.name, state.official, *state.names)
    )
    dated = (each.name for state in directory().states for each in state.dated_names)
    return frozenset(next(keys_of(name)) for name in (*names, *dated) if name)


@lru_cache(maxsize=65536)
def _is_known(name: str) -> bool:
    return any(key in _keys() for key in keys_of(name))


@attrs.define(slots=True, eq=False)
class Participants:
    """Who takes part in a treaty: the names in one cell, each taken as a participant or as a territory.

    Capitals alone do not tell: dominions stand in mixed case, and territories under the name of the State that they
    became in capitals. So the day decides, too.
    """

    row: Row
    one: TreatyDraft
    column: int
    #: the day of the treaty
    on: DaySet | None
    #: whether States that came later are to be expected
    is_open: bool
    #: the participants in capitals, each with whether it existed on the day
    capitals: dict[str, bool] = attrs.field(factory=dict)
    #: the others
    others: dict[str, None] = attrs.field(factory=dict)
    territories: list[str] = attrs.field(factory=list)

    @property
    def codes(self) -> tuple[str, ...]:
        """All participants, those in capitals first."""
        return tuple(dict.fromkeys((*self.capitals, *self.others)))

    @property
    def two_sides(self) -> tuple[str, ...]:
        """The two between which a bilateral treaty was made; none if they cannot be told from the others."""
        there = tuple(code for code, existed in self.capitals.items() if existed)
        return next((codes for codes in (self.codes, tuple(self.capitals), there) if len(codes) == 2), ())

    def read(self) -> Participants:
        """Read the names: those in capitals first, since they tell what the others are."""
        names = list(filter(None, (" ".join(name.split()) for name in self.row.text(self.column).split(";"))))
        plain = [name for name in names if self._is_plain(name)]
        for name in plain:
            self._take(name)
        for name in dict.fromkeys(names):
            if name not in plain:
                self._take_mixed(name)
        return self

    def _is_plain(self, name: str) -> bool:
        """Whether a name is none of a territory by its letters; what is no name at all is to be reported as such."""
        bare = _BRACKETS.sub("", name) or name
        return self._is_given(name) or bare == bare.upper() or formula(name) is not None

    def _is_given(self, name: str) -> bool:
        return name in self.row.draft.names or is_user_assigned(name)

    def _take(self, name: str) -> None:
        wanted, on, existed = name, self.on, True
        if not self._is_given(name) and not _is_known(name):
            wanted = self._without_brackets(name)
        known = not self._is_given(wanted) and _is_known(wanted)
        if known and on is not None:
            state = directory().match(wanted, on).state
            if state is not None and state.exists_on(on) is Truth.NO:
                existed, on = False, self._later(state, wanted, on)
        code = self.row.draft.participant(self.row, self.column, self.one, on=on if known else None, name=wanted)
        if code is None:
            return
        if code in self.capitals:
            self._remark("repeated-row", Weight.NOTE, f"{name!r} names {code}, which stands here already", code)
        self.capitals.setdefault(code, existed)

    def _without_brackets(self, name: str) -> str:
        short = _BRACKETS.sub("", name).strip()
        if short == name or not short or not _is_known(short):
            return name
        self._remark("doubtful-name", Weight.DOUBT, f"{name!r} is taken as {short!r}, without what stands in brackets")
        return short

    def _later(self, state: State, name: str, on: DaySet) -> DaySet:
        """A day on which a State exists that came after the treaty; the day of the treaty if it was gone by then."""
        later = [spell.since for spell in state.spells if spell.since and spell.since.bounds[0] > on.bounds[-1]]
        if not later or directory().match(name, later[0]).state is not state:
            return on
        told = (
            f"{state} exists {state.existence}, and the treaty is of {on}: it joined or succeeded later, or its name stands "
            "for what was there before"
        )
        self._remark("doubtful-name", Weight.NOTE if self.is_open else Weight.DOUBT, told, state.code)
        return later[0]

    def _take_mixed(self, name: str) -> None:
        state = directory().match(name, self.on).state if _is_known(name) else None
        if not _is_known(name):
            self._take_territory(name, f"{name!r} is no State that is known here, and is not in capitals")
        elif self.on is None or state is None or state.kind == "territory" or state.exists_on(self.on) is Truth.NO:
            self._take_territory(name, f"{name!r} was no State on the day, and is not in capitals")
        elif state.code in self.capitals:
            self._take_territory(name, f"{name!r} is not in capitals, and {state.code} stands here in capitals, too")
        else:
            code = self.row.draft.participant(self.row, self.column, self.one, on=self.on, name=name)
            if code is not None:
                self.others[code] = None
                told = f"{name!r} is not in capitals, as territories are; it existed on the day, and is taken as a participant"
                self._remark("doubtful-name", Weight.DOUBT, told, code)

    def _take_territory(self, name: str, reason: str) -> None:
        self.territories.append(name)
        self._remark("territory", Weight.NOTE, f"{reason}: taken as a territory to which the treaty was extended")

    def _remark(self, code: str, weight: Weight, message: str, party: str = "") -> None:
        self.row.remark(code, weight, self.column, message, treaty=self.one.id, party=party)
