"""Participant tables of the UN Treaty Collection: multilateral treaties deposited with the Secretary-General (MTDSG).

One table for each treaty. The header of a column names the kinds of act in its cells, and the letter that marks each:
``Ratification, Acceptance(A), Accession(a)``. ``a`` is not ``A``. A cell is a day and perhaps a letter: ``18 Nov 2002 A``.
A name in brackets is that of a participant that left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DayLike, DaySet, date_of
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import Flaw, named_month
from treatykit.files.registers.clauses import chosen
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft, day_of_issue, spelled
from treatykit.files.registers.report import Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.tables import Table
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.context import Event
from treatykit.record.coverage import Matter
from treatykit.record.sources import Claim, Source

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["Kind", "kinds_of", "read"]

PUBLISHER = "United Nations Treaty Collection"


@attrs.define(frozen=True, slots=True)
class Kind:
    """A kind of act that a column can hold: its letter, its words in the header, and what it is in law."""

    marker: str
    words: str
    act: ActKind | None
    instrument: Instrument | None = None
    subject_to: SubjectTo | None = None


#: How the words of a header begin, and what they stand for; the longest beginning that fits decides.
_WORDS: tuple[tuple[str, ActKind | None, Instrument | None, SubjectTo | None], ...] = (
    ("confirmation", ActKind.CONFIRMATION, None, None),
    ("signature ad referendum", ActKind.SIGNATURE, None, SubjectTo.CONFIRMATION),
    ("succession to signature", ActKind.SIGNATURE, Instrument.SUCCESSION, None),
    ("succession to the signature", ActKind.SIGNATURE, Instrument.SUCCESSION, None),
    ("definitive signature", ActKind.SIGNATURE, None, SubjectTo.NOTHING),
    ("signature", ActKind.SIGNATURE, None, None),
    ("ratification", ActKind.DEPOSIT, Instrument.RATIFICATION, None),
    ("acceptance", ActKind.DEPOSIT, Instrument.ACCEPTANCE, None),
    ("approval", ActKind.DEPOSIT, Instrument.APPROVAL, None),
    ("accession", ActKind.DEPOSIT, Instrument.ACCESSION, None),
    ("succession", ActKind.DEPOSIT, Instrument.SUCCESSION, None),
    ("formal confirmation", ActKind.DEPOSIT, Instrument.FORMAL_CONFIRMATION, None),
    ("act of formal confirmation", ActKind.DEPOSIT, Instrument.FORMAL_CONFIRMATION, None),
    ("consent to be bound", ActKind.DEPOSIT, Instrument.OTHER, None),
    ("participation", ActKind.DEPOSIT, Instrument.OTHER, None),
    ("simplified procedure", ActKind.DEPOSIT, Instrument.OTHER, None),
    ("provisional application", ActKind.PROVISIONAL_START, None, None),
    ("notification of provisional application", ActKind.PROVISIONAL_START, None, None),
    ("denunciation", ActKind.WITHDRAWAL_NOTICE, None, None),
    ("withdrawal", ActKind.WITHDRAWAL_NOTICE, None, None),
    ("declaration", ActKind.DECLARATION, None, None),
    ("notification of non-provisional application", ActKind.DECLARATION, None, None),
    ("registration date", ActKind.REGISTRATION, None, None),
)
_CONSENTS = frozenset({ActKind.DEPOSIT, ActKind.CONFIRMATION})

_LETTER = re.compile(r"\(\s*(AA|[aAdPsnpcC])\s*\)")
#: Before a small letter that stands for a part of a provision: ``Section 3 (c)``, ``article 7 (1) (b)``.
_PROVISION = re.compile(r"\b(?:section|article|paragraph|para|art)s?\.?\s*\d*\s*(?:\([^()]*\)\s*)*$", re.IGNORECASE)
_FOOTNOTES = re.compile(r"(?<=\D)\s*\d{1,2}(\s*,\s*\d{1,2})*\s*$")


@lru_cache(maxsize=4096)
def kinds_of(header: str) -> tuple[Kind, ...]:
    """The kinds of act that the header of a column defines, each with its letter; the one without a letter has none.

    >>> for kind in kinds_of("Accession(a), Succession(d), Ratification"):
    ...     print(repr(kind.marker), kind.instrument)
    'a' accession
    'd' succession
    '' ratification
    >>> [kind.subject_to for kind in kinds_of("Signature ad referendum(s)")]
    [<SubjectTo.CONFIRMATION: 'confirmation'>]
    """
    found: list[Kind] = []
    for words, marker in _pieces(_FOOTNOTES.sub("", header)):
        act, instrument, subject_to = _meaning(words)
        continues = words[:1].islower() and not marker and found
        if act is None and continues:
            continue  # "adoption of the Agreement or accession thereto" goes on with the words before it
        if words[:1].islower() and found and not found[-1].marker:
            words = f"{found.pop().words}, {words}" if act is None else words
            act, instrument, subject_to = _meaning(words)
        found.append(Kind(marker, words, act, instrument, subject_to))
    return tuple(found)


def _pieces(header: str) -> Iterator[tuple[str, str]]:
    """The parts of a header between commas, each with the letter at its end; a part of a provision is no marker."""
    for part in re.split(r",\s*(?![^()]*\))", " ".join(header.split())):
        letters = [
            match
            for match in _LETTER.finditer(part)
            if match[1].isupper() or not _PROVISION.search(part[: match.start()])
        ]
        marker = letters[-1] if letters else None
        words = (part if marker is None else part[: marker.start()] + part[marker.end() :]).strip(" ,;")
        if words or marker:
            yield words, "" if marker is None else marker[1]


def _meaning(words: str) -> tuple[ActKind | None, Instrument | None, SubjectTo | None]:
    plain = words.casefold()
    if " or " in plain and plain.startswith(("ratification", "acceptance", "approval", "accession")):
        return ActKind.DEPOSIT, Instrument.OTHER, None
    fitting = [row for row in _WORDS if plain.startswith(row[0])]
    return max(fitting, key=lambda row: len(row[0]))[1:] if fitting else (None, None, None)


# ------------------------------------------------------------------------------------------- reading


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
    left: str = "shown",
) -> tuple[Corpus, Report]:
    """Read participant tables: a file, a folder of them, open files or frames. The key of a treaty is the name of its file.

    ``clauses`` names a file of clauses on entry into force, or is a ``Clauses``; the shipped ones are used beside it, and
    none at all for an empty list. ``supplement`` is an event list of historical instruments that today's table no longer
    has. ``as_of`` is the day of issue of the tables: what comes after it is unknown. Without it, each table speaks up to
    its own latest act. ``names`` gives codes for names that are not known. ``left`` is ``"shown"`` if names in brackets
    mark who left, or ``"not_shown"`` for a copy that has lost the brackets: then whoever is a party may have left.

    An index (columns ``chapter_no``, ``treaty_no``, ``treaty_name``) in the folder gives the titles.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no participant table, and
    :class:`~treatykit.errors.RecordError` for faulty clauses.

    >>> import io, treatykit as tk
    >>> table = io.StringIO("Participant,Signature,\\"Ratification, Accession(a)\\"\\nXFR,12 Apr 1931,1 Jul 1931\\nXSY,,5 Sept 1931 a\\n")
    >>> corpus, report = tk.registers.mtdsg.read(table)
    >>> for act in corpus.treaties[0].acts:
    ...     print(act)
    1931-04-12  signature by XFR
    1931-07-01  deposit of an instrument of ratification by XFR
    1931-09-05  deposit of an instrument of accession by XSY
    >>> report.understood
    1.0
    """
    if left not in {"shown", "not_shown"}:
        raise ValueError(
            f"left={left!r} is neither 'shown' nor 'not_shown': do the tables mark who left with brackets?"
        )
    known = chosen(clauses)
    draft = Draft("mtdsg", source, encoding=encoding, names=names)
    titles = _titles(draft)
    draft.one_table_each()
    issued = day_of_issue(as_of)
    shows_exits = any(row[0].strip().startswith("[") for table in draft.tables for row in table.rows if row)
    for table in draft.tables:
        _read_table(draft, table, titles.get(_key(table), ""), issued)
    for one in draft.treaties.values():
        if left == "not_shown":
            one.silence(Matter.WITHDRAWAL)
        elif not shows_exits:
            one.note = (
                "The table marks nobody as having left. Copies of these tables often lose the brackets that do; whether a "
                "party has left since is then not told."
            )
    if not shows_exits and draft.tables:
        told = "no name stands in brackets; if this copy has lost them, withdrawals are missing (left='not_shown' keeps that doubt)"
        draft.remark("withdrawals-not-shown", Weight.NOTE, draft.tables[0], told)
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, known, as_of=as_of, each_its_horizon=True)


def _key(table: Table) -> str:
    return table.stem


def _titles(draft: Draft) -> dict[str, str]:
    """The titles from an index in the folder, by the keys of the tables; the index is taken off the tables."""
    titles: dict[str, str] = {}
    for table in list(draft.tables):
        places = [table.where(name) for name in ("chapter_no", "treaty_no", "treaty_name")]
        if None in places:
            continue
        draft.tables.remove(table)
        chapter, number, name = (place for place in places if place is not None)
        for row in table.rows:
            key = f"{row[chapter].strip()}-{row[number].strip()}".replace(".", "-").replace(",", "-").replace("--", "-")
            titles[key] = " ".join(row[name].split())
    return titles


def _read_table(draft: Draft, table: Table, title: str, issued: int | None) -> None:
    key = _key(table)
    if not _FOOTNOTES.sub("", table.columns[0]).casefold().startswith(("participant", "state", "country", "party")):
        table.need("Participant")
    source = Source(
        id="table",
        title=f"Participants in treaty {key}, {table.name.rpartition('/')[2]}",
        type="dataset",
        publisher=PUBLISHER,
        published=None if issued is None else date_of(issued),
    )
    one = draft.treaty(key, title, source)
    one.depositary = "Secretary-General of the United Nations"
    columns = [kinds_of(column) for column in table.columns[1:]]
    _settle(draft, table, one, columns)
    on = "9999-12-31" if issued is None else spelled(issued)
    for row in draft.rows_of(table):
        _read_row(row, one, columns, on, issued)


def _settle(draft: Draft, table: Table, one: TreatyDraft, columns: list[tuple[Kind, ...]]) -> None:
    """What the columns tell as a whole: on what the table is silent, and which of them name no act."""
    kinds = [kind for column in columns for kind in column]
    if not any(kind.act in _CONSENTS or kind.subject_to is SubjectTo.NOTHING for kind in kinds):
        one.silence(Matter.CONSENT)
    for name, column in zip(table.columns[1:], columns, strict=True):
        unmarked = [kind for kind in column if not kind.marker and kind.act is not None]
        if len(unmarked) > 1:
            told = " or ".join(kind.words for kind in unmarked)
            draft.remark(
                "several-kinds",
                Weight.DOUBT,
                table,
                f"a cell without a letter can be {told}",
                column=name,
                treaty=one.id,
            )
        if not any(kind.act for kind in column):
            draft.remark(
                "kept-as-event",
                Weight.NOTE,
                table,
                "this names no act of the law of treaties; days in it are kept as events, other cells as notes",
                column=name,
                treaty=one.id,
            )


def _subject(columns: list[tuple[Kind, ...]]) -> SubjectTo:
    """What a simple signature in the table is subject to: the first kind of consent that a signatory can give."""
    kinds = {kind.instrument for column in columns for kind in column if kind.act is ActKind.DEPOSIT}
    for instrument in (Instrument.RATIFICATION, Instrument.ACCEPTANCE, Instrument.APPROVAL):
        if instrument in kinds:
            return SubjectTo(str(instrument))
    return SubjectTo.NOT_STATED


def _read_row(row: Row, one: TreatyDraft, columns: list[tuple[Kind, ...]], on: str, issued: int | None) -> None:
    name, has_left = _name(row.text(0))
    code = draft_code = row.draft.participant(row, 0, one, on=on, name=name)
    if draft_code is None:
        for place in range(1, len(row.cells)):
            if row.text(place):
                row.lose(Flaw("unknown-name", "whose act this is, is not known"), place, treaty=one.id)
        return
    assert code is not None
    others: dict[str, str] = {}
    for place, kinds in enumerate(columns, 1):
        cell = " ".join(row.text(place).split())  # pages have spaces that do not break
        if not cell:
            continue
        unnamed = _no_act(cell, kinds)
        if unnamed is None:
            _read_cell(row, one, code, place, cell, kinds, columns)
        elif unnamed.marker:
            others[unnamed.words] = _CELL.sub(r"\1", cell)
        else:
            others[row.table.columns[place]] = cell
    if others:
        _keep_others(row, one, code, others)
    if has_left:
        _leave(row, one, code, issued)


def _name(text: str) -> tuple[str, bool]:
    """The name without footnotes and brackets, and whether it stood in brackets."""
    plain = _FOOTNOTES.sub("", text)
    has_left = plain.startswith("[")
    if has_left:
        plain = _FOOTNOTES.sub("", plain.strip("[] "))
    return plain.rstrip("*† ").strip(), has_left


_CELL = re.compile(
    r"\[?\s*(\d{1,2}\s+[A-Za-z]+\.?\s+\d{4})\s*(?:([A-Za-z]{1,2}))?\s*(?:\d{1,2}(?:\s*,\s*\d{1,2})*)?\s*\]?", re.ASCII
)


def _no_act(cell: str, kinds: tuple[Kind, ...]) -> Kind | None:
    """The kind in a cell, if it is one that names no act of the law of treaties."""
    if not any(kind.act for kind in kinds):
        return Kind("", "", None)
    match = _CELL.fullmatch(cell)
    marker = "" if match is None else match[2] or ""
    fitting = [kind for kind in kinds if kind.marker == marker]
    return fitting[0] if marker and fitting and not any(kind.act for kind in fitting) else None


def _read_cell(
    row: Row,
    one: TreatyDraft,
    code: str,
    place: int,
    cell: str,
    kinds: tuple[Kind, ...],
    columns: list[tuple[Kind, ...]],
) -> None:
    match = _CELL.fullmatch(cell)
    if match is None:
        flaw = named_month(cell)
        reason = flaw if isinstance(flaw, Flaw) else Flaw("unreadable-date", "a day and perhaps a letter is needed")
        row.lose(reason, place, treaty=one.id, party=code)
        return
    days, marker = named_month(match[1]), match[2] or ""
    if isinstance(days, Flaw):
        row.lose(days, place, treaty=one.id, party=code)
        return
    fitting = [kind for kind in kinds if kind.marker == marker and kind.act is not None]
    if not fitting:
        known = ", ".join(f"{kind.marker or 'no letter'} for {kind.words}" for kind in kinds)
        told = f"{marker!r}" if marker else "a day without a letter"
        row.lose(
            Flaw("unknown-marker", f"{told} is not in the header of the column ({known})"),
            place,
            treaty=one.id,
            party=code,
        )
        return
    _add(row, one, code, place, days, fitting, columns)


def _add(
    row: Row,
    one: TreatyDraft,
    code: str,
    place: int,
    days: DaySet,
    fitting: list[Kind],
    columns: list[tuple[Kind, ...]],
) -> None:
    kind = fitting[0]
    assert kind.act is not None
    more: dict[str, Any] = {"instrument": kind.instrument}
    if len(fitting) > 1:
        more = {"instrument": Instrument.OTHER if kind.act is ActKind.DEPOSIT else kind.instrument}
        more["note"] = " or ".join(other.words for other in fitting)
    elif (
        kind.instrument is Instrument.OTHER
        or kind.act in {ActKind.DECLARATION, ActKind.PROVISIONAL_START}
        or kind.words.casefold() not in {words for words, *_ in _WORDS}
    ):
        more["note"] = kind.words
    if kind.act is ActKind.SIGNATURE:
        more["subject_to"] = kind.subject_to or _subject(columns)
    if kind.act is ActKind.WITHDRAWAL_NOTICE:
        more["ground"] = Ground.CLAUSE
    one.add(kind.act, [code], days, row, place, **more)


def _keep_others(row: Row, one: TreatyDraft, code: str, others: dict[str, str]) -> None:
    """Cells that tell of no act: days as events, and the rest beside them as notes."""
    dated = {column: named_month(cell) for column, cell in others.items()}
    told = "; ".join(f"{column}: {cell}" for column, cell in others.items() if isinstance(dated[column], Flaw))
    for column, days in dated.items():
        if isinstance(days, Flaw):
            continue
        one.events.append(
            Event(
                id=f"event-{code}-{len(one.events) + 1}",
                summary=column,
                claims=[Claim(date=days, source="table", at=f"line {row.line}")],
                by=[code],
                note=told,
            )
        )
        row.draft.outcomes["act"] += 1  # type: ignore[index]
    last = one.facts[-1] if one.facts else None
    if told and last is not None and last.row is row and last.kind is ActKind.REGISTRATION:
        last.act_number, last.note = others.get("Registration Number", ""), told
    elif told and all(isinstance(days, Flaw) for days in dated.values()):
        one.parties[code] = attrs.evolve(one.parties[code], note=told)


def _leave(row: Row, one: TreatyDraft, code: str, issued: int | None) -> None:
    """A participant in brackets has left, on a day that stands in a footnote: after its last act, by the day of issue."""
    own = [fact.days.bounds[-1] for fact in one.facts if fact.row is row]
    first = max(own, default=None)
    if first is None and issued is None:
        row.remark("scope", Weight.DOUBT, 0, "left, on a day that is not in the table", treaty=one.id, party=code)
        return
    end = issued if issued is not None and (first is None or issued > first) else None
    days = DaySet.between(None if first is None else date_of(first + 1), None if end is None else date_of(end))
    one.add(
        ActKind.WITHDRAWAL_EFFECTIVE,
        [code],
        days,
        row,
        None,
        ground=Ground.NOT_STATED,
        note="the name stands in brackets; the day of the denunciation is in a footnote that the table does not have",
    )
