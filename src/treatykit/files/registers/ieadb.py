"""Members of the International Environmental Agreements Database (IEADB): one row for each country and agreement.

The names of the columns mislead: ``ceif3`` is entry into force for the country, ``ceif4`` its first withdrawal, ``ceif5``
its return, ``ceif6`` and ``ceif7`` the second withdrawal and the return after it, ``ceif8`` an objection to entry into force
by tacit acceptance, and ``ceif9`` the removal of the objection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from treatykit.days import DayLike, DaySet
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import Flaw, day_number
from treatykit.files.registers.clauses import chosen
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft
from treatykit.files.registers.report import Outcome, Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.coverage import Matter
from treatykit.record.sources import Source

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["read"]

#: Years that stand for something that the workbook does not explain.
_PLACEHOLDERS = frozenset({"2699", "2899", "2999", "9999"})

#: Columns about a country: the kind of act, the stay, and what more is to be said.
_ACTS: tuple[tuple[str, ActKind, int | None, dict[str, Any]], ...] = (
    ("csig", ActKind.SIGNATURE, None, {"subject_to": SubjectTo.NOT_STATED}),
    ("crat", ActKind.DEPOSIT, 1, {"instrument": Instrument.OTHER, "note": "ratification or similar"}),
    ("ceif3", ActKind.ENTRY_INTO_FORCE, 1, {}),
    ("ceif4", ActKind.WITHDRAWAL_EFFECTIVE, 1, {"ground": Ground.NOT_STATED}),
    ("ceif5", ActKind.ENTRY_INTO_FORCE, 2, {"note": "joined again"}),
    ("ceif6", ActKind.WITHDRAWAL_EFFECTIVE, 2, {"ground": Ground.NOT_STATED}),
    ("ceif7", ActKind.ENTRY_INTO_FORCE, 3, {"note": "joined again"}),
    ("ceif8", ActKind.DECLARATION, None, {"note": "objection to entry into force by tacit acceptance"}),
    ("ceif9", ActKind.DECLARATION, None, {"note": "removal of the objection to entry into force by tacit acceptance"}),
)


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> tuple[Corpus, Report]:
    """Read members tables: a file or workbook, a folder, open files or frames. The key of a treaty is its ``mitch_id``.

    Days are ISO, or numbers as spreadsheets count them. ``as_of`` is the day of issue; without it, the day of the latest
    signature, ratification or notice in the table. The other arguments are those of
    :func:`treatykit.registers.mtdsg.read`.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no members table.

    >>> import io, treatykit as tk
    >>> table = io.StringIO("country,mitch_id,inclusion,treatyname,csig,crat,ceif3,ceif4,ceif5\\n"
    ...     "XFR,77,MEA,Eel Convention,1946-12-02,1947-03-10,1948-11-10,1959-06-30,1962-05-04\\n")
    >>> corpus, report = tk.registers.ieadb.read(table, as_of="1970-01-01")
    >>> print(corpus["77"].timeline("XFR"))
    [..., 1946-12-02) none
    [1946-12-02, 1947-03-10) signatory
    [1947-03-10, 1948-11-10) contracting
    [1948-11-10, 1959-06-30) party
    [1959-06-30, 1962-05-04) former
    [1962-05-04, 1970-01-02) party
    [1970-01-02, ...) unknown
    """
    known = chosen(clauses)
    draft = Draft("ieadb", source, encoding=encoding, names=names)
    for table in draft.tables:
        places = {
            name: table.where(name) for name in ("tsig", "tterm", "inclusion", "treatyname", *(a[0] for a in _ACTS))
        }
        places |= {name: table.need(name) for name in ("country", "mitch_id")}
        draft.not_read(table, places.values())
        about = Source(
            id="table",
            title=f"IEADB members, {table.name.rpartition('/')[2]}",
            type="dataset",
            publisher="International Environmental Agreements Database Project",
            published=as_of,
        )
        for row in draft.rows_of(table):
            _read_row(row, places, about)
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, known, as_of=as_of)


def _read_row(row: Row, places: dict[str, int | None], about: Source) -> None:
    key = row.text(places["mitch_id"])
    if not key:
        row.lose(Flaw("no-treaty", "the row names no treaty"), places["mitch_id"], is_date=False)
        _lose_days(row, places)
        return
    one = row.draft.treaty(
        key, row.text(places["treatyname"]), about, bilateral=row.text(places["inclusion"]) == "BEA", row=row
    )
    country = places["country"]
    assert country is not None
    code = row.draft.participant(row, country, one)
    if code is None:
        _lose_days(row, places)
        return
    _read_treaty(row, places, one)
    found = {name: _add(row, places[name], one, code, kind, episode, more) for name, kind, episode, more in _ACTS}
    if not any(found.values()):
        row.remark("scope", Weight.NOTE, country, "no act of this country is in the table", treaty=one.id, party=code)
    if found["csig"] is None:
        one.silence(Matter.SIGNATURE, code)
    if found["crat"] is None:
        one.silence(Matter.CONSENT, code)


def _lose_days(row: Row, places: dict[str, int | None]) -> None:
    for name in ("tsig", "tterm", *(act[0] for act in _ACTS)):
        if row.text(places[name]) not in {"", "0"}:
            row.draft.outcomes[Outcome.LOST] += 1


def _read_treaty(row: Row, places: dict[str, int | None], one: TreatyDraft) -> None:
    signed = _days(row, places["tsig"], one, "")
    if signed is not None:
        one.once(ActKind.AUTHENTICATION, signed, row, places["tsig"], note="signature of the agreement")
    ended = _days(row, places["tterm"], one, "")
    if ended is not None:
        one.once(ActKind.TERMINATION, ended, row, places["tterm"], ground=Ground.NOT_STATED)


def _days(row: Row, place: int | None, one: TreatyDraft, code: str) -> DaySet | None:
    """The days in a cell; a placeholder is none, and is told."""
    cell = row.text(place)
    if not cell or cell in {"0", "0.0"}:
        return None
    days = row.days(place, day_number, treaty=one.id, party=code)
    if days is None or str(days)[:4] not in _PLACEHOLDERS:
        return days
    row.draft.outcomes[Outcome.PLACEHOLDER] += 1
    told = "a placeholder whose meaning is not documented; whether the act was done is not told"
    row.remark("no-usable-date", Weight.DOUBT, place, told, treaty=one.id, party=code)
    return None


def _add(
    row: Row, place: int | None, one: TreatyDraft, code: str, kind: ActKind, episode: int | None, more: dict[str, Any]
) -> DaySet | None:
    days = _days(row, place, one, code)
    if days is not None:
        one.add(kind, [code], days, row, place, episode=episode, **more)
    return days
