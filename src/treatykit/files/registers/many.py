"""Party tables of the many* packages (manytreaties, manyenviron): one row for each State and treaty, or each stay in it.

Built tables are in EDTF; raw ones in ``dd.mm.yyyy`` with ISO between, and with a column for each kind of consent. A blank
cell is not verified, which is not a no. ``9999-12-31`` as an end says that the State is known to be in still, and as a day
of force that it is not in force yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DayLike, DaySet, date_of
from treatykit.errors import TreatyFileError
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import BLANKS, Flaw, day_first
from treatykit.files.registers.clauses import chosen
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft, day_of_issue, horizon
from treatykit.files.registers.report import Outcome, Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.tables import Table
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.clauses import AsStated
from treatykit.record.coverage import Matter
from treatykit.record.sources import Source

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["read"]

_OPEN = "9999-12-31"
_NO_DAY = "0001-01-01"
_BILATERAL = re.compile(r"[A-Z]{3}-[A-Z]{3}(?![A-Z-])")

#: Columns of consent, each with its instrument; a merged column can be of any kind.
_CONSENTS: tuple[tuple[tuple[str, ...], Instrument], ...] = (
    (("Accession",), Instrument.ACCESSION),
    (("Succession",), Instrument.SUCCESSION),
    (("Acceptance",), Instrument.ACCEPTANCE),
    (("StateRatification", "stateRat", "Rat"), Instrument.OTHER),
    (("Consent",), Instrument.OTHER),
    (("Deposit",), Instrument.OTHER),
)
_MERGED = "the table merges ratification, accession, acceptance and approval"


@attrs.define(frozen=True, slots=True)
class _Columns:
    """Where everything stands in a table."""

    state: int
    treaty: int
    title: int | None
    signature: int | None
    force: int | None
    end: int | None
    state_signature: int | None
    consents: tuple[tuple[int, Instrument], ...]
    forces: tuple[int, ...]
    ends: tuple[int, ...]
    provisional: int | None
    notes: tuple[int, ...]

    @classmethod
    def of(cls, table: Table) -> _Columns:
        """The columns of a party table; raises ``TreatyFileError`` for a table of agreements."""
        if table.where("stateID") is None and table.where("treatyID") is not None:
            raise TreatyFileError(
                f"{table.name} has no column 'stateID': it lists agreements; the table of parties is needed"
            )
        found = [(table.where(*names), instrument) for names, instrument in _CONSENTS]
        return cls(
            state=table.need("stateID"),
            treaty=table.need("treatyID"),
            title=table.where("Title"),
            signature=table.where("Signature"),
            force=table.where("Force"),
            end=table.where("End"),
            state_signature=table.where("StateSignature"),
            consents=tuple((place, instrument) for place, instrument in found if place is not None),
            forces=_numbered(table, "StateForce"),
            ends=_numbered(table, "StateEnd") or _numbered(table, "stateWithdrawal"),
            provisional=table.where("ProvisionalApp"),
            notes=tuple(place for name in ("Comments", "Notes") if (place := table.where(name)) is not None),
        )

    @property
    def all(self) -> tuple[int | None, ...]:
        """Every column that is read."""
        single = (
            self.state,
            self.treaty,
            self.title,
            self.signature,
            self.force,
            self.end,
            self.state_signature,
            self.provisional,
        )
        return (*single, *(place for place, _ in self.consents), *self.forces, *self.ends, *self.notes)


def _numbered(table: Table, name: str) -> tuple[int, ...]:
    """The columns of a name for the first, the second and the third time."""
    found = (table.where(name), table.where(f"{name}2"), table.where(f"{name}3"))
    return tuple(place for place in found if place is not None)


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> tuple[Corpus, Report]:
    """Read party tables: a file, a folder, open files or frames. The key of a treaty is its ``treatyID``.

    ``as_of`` is the day of issue of the data; without it, the day of the latest signature or consent in it. The other
    arguments are those of :func:`treatykit.registers.mtdsg.read`.

    A blank cell is not verified: who has no recorded signature, consent, day of force or end may have one all the same,
    and answers hold both. ``9999-12-31`` as an end tells that there was none by the day of issue.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no party table.

    >>> import io, treatykit as tk
    >>> table = io.StringIO("stateID,treatyID,Signature,Force,StateForce,StateEnd\\n"
    ...     "XFR,XFR-XSY_1931A,1931-06-20,1932-07-01,1932-07-01,9999-12-31\\n"
    ...     "XSY,XFR-XSY_1931A,1931-06-20,1932-07-01,1932-07-01,9999-12-31\\n")
    >>> corpus, report = tk.registers.many.read(table, as_of="1950-12-31")
    >>> print(corpus.treaties[0].timeline("XFR"))
    [..., 1931-06-20) none
    [1931-06-20, 1932-07-01) none or signatory or contracting
    [1932-07-01, 1951-01-01) party
    [1951-01-01, ...) unknown
    """
    known = chosen(clauses)
    draft = Draft("many", source, encoding=encoding, names=names)
    places = [_Columns.of(table) for table in draft.tables]
    issued = day_of_issue(as_of)
    if issued is None:
        issued = _latest(draft, places)
    for table, columns in zip(draft.tables, places, strict=True):
        draft.not_read(table, columns.all)
        about = Source(
            id="table",
            title=f"Party table, {table.name.rpartition('/')[2]}",
            type="dataset",
            publisher="many* packages (globalgov)",
            published=None if as_of is None else as_of,
        )
        for row in draft.rows_of(table):
            _read_row(row, columns, about, issued)
    for one in draft.treaties.values():
        if not one.is_alive:  # neither an end, nor a party that is known to be in still
            one.silence(Matter.ENDING)
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, known, as_of=None if issued is None else date_of(issued))


def _latest(draft: Draft, places: list[_Columns]) -> int | None:
    """The day of the latest signature or consent in the tables."""
    cells: set[str] = set()
    for table, columns in zip(draft.tables, places, strict=True):
        wanted = [
            place for place in (columns.state_signature, *(place for place, _ in columns.consents)) if place is not None
        ]
        for place in wanted:
            cells.update(row[place].strip() for row in table.rows)
    found = [day_first(cell) for cell in cells if cell not in BLANKS and not _is_open(cell)]
    return horizon(days for days in found if isinstance(days, DaySet))


def _is_open(cell: str) -> bool:
    return cell in {_OPEN, "31.12.9999"}


def _read_row(row: Row, columns: _Columns, about: Source, issued: int | None) -> None:
    key = row.text(columns.treaty)
    if not key:
        row.lose(Flaw("no-treaty", "the row names no treaty"), columns.treaty, is_date=False)
        _lose_days(row, columns)
        return
    one = row.draft.treaty(key, row.text(columns.title), about, bilateral=_BILATERAL.match(key) is not None, row=row)
    code = row.draft.participant(row, columns.state, one)
    if code is None:
        _lose_days(row, columns)
        return
    _read_treaty(row, columns, one, issued)
    _read_party(row, columns, one, code, issued)


def _lose_days(row: Row, columns: _Columns) -> None:
    """The days of a row that nobody is known to stand behind are lost with it."""
    single = (columns.signature, columns.force, columns.end, columns.state_signature, columns.provisional)
    for place in (*single, *(place for place, _ in columns.consents), *columns.forces, *columns.ends):
        if place is not None and _day_cell(row, place):
            row.draft.outcomes[Outcome.LOST] += 1


def _day_cell(row: Row, place: int | None) -> str:
    """A cell about a day; a lone zero is a value that was lost in building, and counts as blank."""
    cell = row.text(place)
    return "" if cell == "0" else cell


def _days(row: Row, place: int | None, one: TreatyDraft, code: str) -> DaySet | None:
    """The days in a cell; placeholders are none."""
    cell = _day_cell(row, place)
    if not cell:
        return None
    if cell in {_NO_DAY, "01.01.0001"}:
        row.draft.outcomes[Outcome.PLACEHOLDER] += 1
        told = "no usable day; whether the act was done is not told"
        row.remark("no-usable-date", Weight.DOUBT, place, told, treaty=one.id, party=code)
        return None
    return row.days(place, day_first, treaty=one.id, party=code)


def _read_treaty(row: Row, columns: _Columns, one: TreatyDraft, issued: int | None) -> None:
    signed = _days(row, columns.signature, one, "")
    if signed is not None:
        one.once(ActKind.AUTHENTICATION, signed, row, columns.signature, note="signature of the agreement")
    if _is_open(_day_cell(row, columns.force)):
        row.placeholder()
        one.entry = AsStated(condition="not in force by the day of issue, as the table states")
    else:
        force = _days(row, columns.force, one, "")
        if force is not None:
            one.once(ActKind.ENTRY_INTO_FORCE, force, row, columns.force)
    if _is_open(_day_cell(row, columns.end)):
        row.placeholder()
        one.is_alive = True
    else:
        end = _days(row, columns.end, one, "")
        if end is not None:
            one.once(ActKind.TERMINATION, end, row, columns.end, ground=Ground.NOT_STATED)


def _read_party(row: Row, columns: _Columns, one: TreatyDraft, code: str, issued: int | None) -> None:
    note = "; ".join(filter(None, (row.text(place) for place in columns.notes)))
    signed = _days(row, columns.state_signature, one, code)
    if signed is None:
        one.silence(Matter.SIGNATURE, code)
    else:
        one.add(
            ActKind.SIGNATURE, [code], signed, row, columns.state_signature, subject_to=SubjectTo.NOT_STATED, note=note
        )
    consented = False
    for place, instrument in columns.consents:
        days = _days(row, place, one, code)
        if days is not None:
            consented = True
            told = note or (_MERGED if instrument is Instrument.OTHER else "")
            one.add(ActKind.DEPOSIT, [code], days, row, place, instrument=instrument, note=told)
    if not consented:
        one.silence(Matter.CONSENT, code)
    if note and signed is None and not consented:
        one.parties[code] = attrs.evolve(one.parties[code], note=note)
    _read_stays(row, columns, one, code, issued)
    provisional = _days(row, columns.provisional, one, code)
    if provisional is not None:
        one.add(ActKind.PROVISIONAL_START, [code], provisional, row, columns.provisional)


def _read_stays(row: Row, columns: _Columns, one: TreatyDraft, code: str, issued: int | None) -> None:
    """The days of force and the ends: the first, second and third are those of one stay after the other."""
    for number, place in enumerate(columns.forces, 1):
        if _is_open(_day_cell(row, place)):
            row.placeholder()
            days = DaySet.between(None if issued is None else date_of(issued + 1), None)
            told = "not in force yet on the day of issue"
            one.add(
                ActKind.ENTRY_INTO_FORCE, [code], days, row, None, episode=number if number > 1 else None, note=told
            )
            continue
        force = _days(row, place, one, code)
        if force is not None:
            one.add(ActKind.ENTRY_INTO_FORCE, [code], force, row, place, episode=number if number > 1 else None)
    told_end = False
    for place in columns.ends:
        if _is_open(_day_cell(row, place)):
            row.placeholder()
            told_end = one.is_alive = True
            continue
        end = _days(row, place, one, code)
        if end is not None:
            told_end = True
            one.add(ActKind.WITHDRAWAL_EFFECTIVE, [code], end, row, place, ground=Ground.NOT_STATED)
    if not told_end:
        one.silence(Matter.WITHDRAWAL, code)
