"""Sheets coded by hand: one row for each State, with a status in words or in 0 and 1, and a year.

A year is a year, not the first of January. What the status says is so on the day of issue; from when on, only the year tells,
and in such sheets it is sometimes the year of the signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DayLike, DaySet, date_of
from treatykit.errors import TreatyFileError, did_you_mean
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import BLANKS, Flaw, year
from treatykit.files.registers.clauses import Clauses, chosen
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft, day_of_issue, horizon
from treatykit.files.registers.report import Outcome, Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.tables import Table
from treatykit.files.states import directory
from treatykit.record.acts import ActKind, Instrument, SubjectTo
from treatykit.record.coverage import Matter
from treatykit.record.sources import Source

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["read"]

_PARTY, _SIGNATORY, _NONE = "state party", "signatory", "no action"
#: The words of sheets for the three things that a State can be.
_WORDS = {
    **dict.fromkeys(
        ("state party", "party", "ratified", "acceded", "ratification", "accession", "ratified/acceded"), _PARTY
    ),
    **dict.fromkeys(
        ("signatory", "signatory state", "signed", "signature", "signature only", "signed only"), _SIGNATORY
    ),
    **dict.fromkeys(("no action", "none", "non-party", "not party", "no"), _NONE),
}
_YES, _NO = frozenset({"1", "yes", "true", "x"}), frozenset({"", "0", "no", "false"})


@attrs.define(frozen=True, slots=True)
class _Columns:
    """Where everything stands in a sheet."""

    name: int | None
    alpha2: int | None
    status: int | None
    flags: tuple[tuple[str, int], ...]
    year: int | None
    note: int | None

    @classmethod
    def of(cls, table: Table) -> _Columns:
        """The columns of a sheet; raises ``TreatyFileError`` where it names no States or gives no status."""
        found = {
            _PARTY: table.where("state party", "party"),
            _SIGNATORY: table.where("signatory"),
            _NONE: table.where("no action"),
        }
        flags = tuple((word, place) for word, place in found.items() if place is not None)
        name, alpha2 = table.where("member", "country", "state", "name"), table.where("iso2", "alpha2")
        if name is None and alpha2 is None:
            table.need("member")
        status = table.where("status")
        if status is None and not flags:
            raise TreatyFileError(
                f"{table.name} has neither a column 'status' nor columns 'state party', 'signatory', 'no action'"
            )
        return cls(
            name,
            alpha2,
            status,
            flags,
            table.where("year ratification or accession", "year", "date"),
            table.where("note", "notes"),
        )

    @property
    def all(self) -> tuple[int | None, ...]:
        """Every column that is read."""
        return (self.name, self.alpha2, self.status, *(place for _, place in self.flags), self.year, self.note)


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> tuple[Corpus, Report]:
    """Read sheets of one treaty each: a file, a folder, open files or frames. The key of a treaty is the name of its file.

    ``keys`` gives other keys for names of files, such as ``{"hr_status_iccpr": "mtdsg:4-4"}``, under which clauses are
    found. ``as_of`` is the day on which the sheet was made; without it, the first day of the latest year in it. The other
    arguments are those of :func:`treatykit.registers.mtdsg.read`.

    A State with the status "no action" is known to be no party on the day of issue; one that is not in the sheet is not.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no such sheet.

    >>> import io, treatykit as tk
    >>> sheet = io.StringIO("member,year,status\\nXFR,1976,state party\\nXSY,,signatory state\\nXAA,,no action\\n")
    >>> corpus, report = tk.registers.sheets.read(sheet, as_of="2022-08-01")
    >>> for code in ("XFR", "XSY", "XAA"):
    ...     print(code, corpus.treaties[0].status_on("2022-08-01", party=code).status)
    XFR party
    XSY signatory
    XAA none
    """
    known = chosen(clauses)
    draft = Draft("sheets", source, encoding=encoding, names=names)
    draft.one_table_each()
    places = [_Columns.of(table) for table in draft.tables]
    issued = day_of_issue(as_of)
    if issued is None:
        issued = _latest(draft, places)
    for table, columns in zip(draft.tables, places, strict=True):
        _read_sheet(draft, table, columns, issued, (keys or {}).get(table.stem, table.stem), as_of, known)
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, known, as_of=date_of(issued))


def _latest(draft: Draft, places: list[_Columns]) -> int:
    cells = {
        row[columns.year].strip()
        for table, columns in zip(draft.tables, places, strict=True)
        if columns.year is not None
        for row in table.rows
    }
    found = horizon(days for cell in cells - BLANKS if isinstance(days := year(cell), DaySet))
    if found is None:
        raise TreatyFileError("nothing in the sheet is dated, so that its day of issue is not known; give as_of=")
    return found


def _read_sheet(
    draft: Draft, table: Table, columns: _Columns, issued: int, key: str, as_of: DayLike | None, known: Clauses
) -> None:
    about = Source(
        id="table", title=f"Sheet {table.name.rpartition('/')[2]}, coded by hand", type="dataset", published=as_of
    )
    draft.not_read(table, columns.all)
    one = draft.treaty(key, "", about)
    one.note = "The sheet gives years only, and the kind of consent is not told. Such years are sometimes those of the signature."
    has_clause = known.find(draft.register, key) is not None
    for row in draft.rows_of(table):
        _read_row(row, columns, one, issued, has_clause)


def _read_row(row: Row, columns: _Columns, one: TreatyDraft, issued: int, has_clause: bool) -> None:
    code = _participant(row, columns, one)
    status = None if code is None else _status(row, columns, one, code)
    if code is None or status is None:
        if row.text(columns.year):
            row.draft.outcomes[Outcome.LOST] += 1
        return
    note = row.text(columns.note)
    if note:
        one.parties[code] = attrs.evolve(one.parties[code], note=note)
    days = row.days(columns.year, year, treaty=one.id, party=code)
    if status == _PARTY:
        _party(row, columns, one, code, days, issued, has_clause)
    elif status == _SIGNATORY:
        signed = days or DaySet.between(None, date_of(issued))
        one.add(ActKind.SIGNATURE, [code], signed, row, columns.year if days else None, subject_to=SubjectTo.NOT_STATED)
    elif days is not None:
        row.draft.outcomes[Outcome.LOST] += 1
        told = "the status says that nothing was done, and there is a year; the status is kept, the year is not"
        row.remark("status-contradicts-year", Weight.LOST, columns.year, told, treaty=one.id, party=code)
    if status == _PARTY and days is None and not row.text(columns.year):
        told = "a party without a year: since when is not known"
        row.remark("status-contradicts-year", Weight.DOUBT, columns.year, told, treaty=one.id, party=code)


def _party(
    row: Row, columns: _Columns, one: TreatyDraft, code: str, days: DaySet | None, issued: int, has_clause: bool
) -> None:
    """Consent in the year; in force by the clause, or on some day up to the day of issue, on which it is a party."""
    one.silence(Matter.SIGNATURE, code)
    since = days if days is not None else DaySet.between(None, date_of(issued))
    if since.bounds[0] > issued:  # which is reported
        issued = int(since.bounds[-1])
    one.add(ActKind.DEPOSIT, [code], since, row, columns.year if days else None, instrument=Instrument.OTHER)
    if has_clause:
        return
    first = None if since.earliest is None else since.earliest
    force = DaySet.between(first, date_of(issued))
    one.add(ActKind.ENTRY_INTO_FORCE, [code], force, row, None, note="a party on the day of issue").row = None


def _participant(row: Row, columns: _Columns, one: TreatyDraft) -> str | None:
    """The State, by its name, and by its alpha-2 code where the name is not known; ``NA`` is Namibia here."""
    alpha2 = "" if columns.alpha2 is None else row.cells[columns.alpha2].strip().upper()
    by_alpha2 = _by_alpha2(alpha2)
    if columns.name is None or not row.text(columns.name):
        if by_alpha2 is None:
            place = columns.alpha2 if columns.name is None else columns.name
            assert place is not None
            row.lose(Flaw("no-participant", "the row names no State"), place, treaty=one.id, is_date=False)
            return None
        return row.draft.participant(row, columns.alpha2 or 0, one, name=by_alpha2)
    name = row.text(columns.name)
    if by_alpha2 is not None and name not in row.draft.names and directory().match(name).state is None:
        told = f"the name is not known; the alpha-2 code {alpha2} is that of {by_alpha2}"
        row.remark("doubtful-name", Weight.DOUBT, columns.name, told, treaty=one.id, party=by_alpha2)
        return row.draft.participant(row, columns.name, one, name=by_alpha2)
    code = row.draft.participant(row, columns.name, one)
    if code is not None and by_alpha2 not in (None, code):
        told = f"the alpha-2 code {alpha2} is that of {by_alpha2}, the name that of {code}; the name is kept"
        row.remark("doubtful-name", Weight.DOUBT, columns.alpha2, told, treaty=one.id, party=code)
    return code


def _by_alpha2(alpha2: str) -> str | None:
    if len(alpha2) != 2:
        return None
    try:
        return directory().by_alpha2(alpha2).code
    except LookupError:
        return None


def _status(row: Row, columns: _Columns, one: TreatyDraft, code: str) -> str | None:
    """What the row says the State is. Where the word and the 0 and 1 differ, the word is kept, and that is told."""
    marked = []
    for word, place in columns.flags:
        cell = row.text(place).casefold().removesuffix(".0")
        if cell in _YES:
            marked.append(word)
        elif cell not in _NO:
            row.remark("unknown-value", Weight.DOUBT, place, "neither 0 nor 1", treaty=one.id, party=code)
    word = row.text(columns.status)
    if columns.status is not None and word:
        status = _WORDS.get(word.casefold())
        if status is None:
            told = f"no status that is known{did_you_mean(word, _WORDS)} (known: {', '.join(_WORDS)})"
            row.lose(Flaw("unknown-value", told), columns.status, treaty=one.id, party=code, is_date=False)
            return None
        if marked and marked != [status]:
            told = f"the columns of 0 and 1 say {' and '.join(marked)}; the word is kept"
            row.remark("status-contradicts-year", Weight.DOUBT, columns.status, told, treaty=one.id, party=code)
        return status
    if len(marked) == 1:
        return marked[0]
    told = "the columns of 0 and 1 give no status" if not marked else f"the columns say {' and '.join(marked)} at once"
    row.lose(
        Flaw("unknown-value", told),
        columns.flags[0][1] if columns.flags else columns.status,
        treaty=one.id,
        party=code,
        is_date=False,
    )
    return None
