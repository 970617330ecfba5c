"""UK Treaties Online, the treaty register of the Foreign, Commonwealth and Development Office, as a flat table.

One treaty for each row, with seven kinds of event. Each kind has the date of the act and, in a column of its own, the
date of its effect. Who takes part stands in one cell: States in capitals, territories mostly not.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DayLike, DaySet, date_of
from treatykit.errors import TreatyFileError
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import Flaw
from treatykit.files.registers.clauses import Clauses, chosen
from treatykit.files.registers.drafts import Draft, Fact, Row, TreatyDraft, day_of_issue, spelled
from treatykit.files.registers.report import Outcome, Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.uk_rows import FAR, KINDS, Columns, Days, Participants, days_in, gap
from treatykit.record.acts import ActKind, Ground, SubjectTo
from treatykit.record.clauses import AsStated
from treatykit.record.context import Event, Statement, Unknown
from treatykit.record.coverage import Matter
from treatykit.record.sources import Claim, Source

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["read"]

PUBLISHER = "Foreign, Commonwealth and Development Office"
#: Whose register it is; a withdrawal in it is that of the United Kingdom.
UNITED_KINGDOM = "GBR"

_NO_SIGNATURE = (
    "The register gives no day of signature. Its flat table has no signatures after 1976-02-24, so that this does not say "
    "that the treaty was not signed."
)


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
    endings: str = "some",
) -> tuple[Corpus, Report]:
    """Read the flat table of UK Treaties Online: a file, a folder, open files or frames. The key of a treaty is its ``record_id``.

    ``clauses`` names a file of clauses on entry into force, or is a ``Clauses``; the shipped ones are used beside it, and
    none at all for an empty list. ``supplement`` is an event list of acts that the register does not have. ``as_of`` is the
    day of the harvest: what comes after it is unknown. Without it, the table speaks up to the last day in it. ``names``
    gives codes for names that are not known. ``endings`` is ``"some"``, since the register dates the end of few treaties,
    so that one without an end may have ended all the same; or ``"all"``, to take it at its word.

    Days are read as ``1895-11-12`` and as ``12/11/1895``.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no such table, and
    :class:`~treatykit.errors.RecordError` for faulty clauses.

    >>> import io, treatykit as tk
    >>> table = io.StringIO(
    ...     "record_id,type,title,country_name,signed_event_date,definative_eif_event_date\\n"
    ...     "77,BI,Tramway Agreement,FRANCE ; UNITED KINGDOM ; Gibraltar,12/04/1931,01/07/1931\\n")
    >>> corpus, report = tk.registers.uk.read(table, as_of="2022-03-12")
    >>> for act in corpus["uk-77"].acts:
    ...     print(act)
    1931-04-12  signature by FRA and GBR
    1931-07-01  entry into force
    >>> [remark.code for remark in report.remarks], report.understood
    (['territory'], 1.0)
    """
    if endings not in {"some", "all"}:
        raise ValueError(
            f"endings={endings!r} is neither 'some' nor 'all': does the table date the end of some of the treaties that "
            "ended, or of all?"
        )
    _refuse_json(source)
    reading = _Reading(chosen(clauses), day_of_issue(as_of), endings)
    draft = Draft("uk", source, encoding=encoding, names=names)
    for table in draft.tables:
        columns = Columns.of(table)
        draft.not_read(table, columns.all)
        for row in draft.rows_of(table):
            reading.read(row, columns)
    if reading.issued is None and reading.last is not None:
        day, place = reading.last
        reading.issued = int(day)
        told = (
            f"as_of= is not given; the table is taken to speak up to {spelled(int(day))}, the last day in it ({place})"
        )
        draft.remark("scope", Weight.NOTE, draft.tables[0], told)
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, reading.known, as_of=None if reading.issued is None else date_of(reading.issued))


def _refuse_json(source: TableSource) -> None:
    """Refuse a batch of the harvest as it came: what its records of treaties look like is not known well enough."""
    for part in source if isinstance(source, list | tuple) else (source,):
        name = os.fspath(part) if isinstance(part, str | os.PathLike) else getattr(part, "name", "")
        if isinstance(name, str) and name.lower().endswith(".json"):
            raise TreatyFileError(
                f"{name} is a batch of the harvest as it came; make a flat table of it first, with one row for each uuid and "
                "the columns record_id, type, title, country_name, signed_event_date, signed_event_effective_date and so on"
            )


# ------------------------------------------------------------------------------------------- rows


@attrs.define(slots=True, eq=False)
class _Reading:
    """What is kept from row to row."""

    known: Clauses
    issued: int | None
    endings: str
    #: the last day on which something was done, and its place
    last: tuple[float, str] | None = None
    #: the uuid, and the line, under which each key was first met
    met: dict[str, tuple[str, int]] = attrs.field(factory=dict)

    def read(self, row: Row, columns: Columns) -> None:
        """Read one row: one treaty."""
        one = self._treaty(row, columns)
        id = "" if one is None else one.id
        found = {kind: days for kind in KINDS if (days := days_in(row, columns.days[kind], id)) is not None}
        if one is None:
            _lose(row, found, Flaw("no-treaty", "the row has neither a record_id nor a uuid"), columns.record, id)
            return
        is_open = row.text(columns.type).upper() != "BI"
        people = Participants(row, one, columns.names, _day_of_text(found), is_open).read()
        if not people.codes:
            _lose(row, found, Flaw("no-participant", "the row names nobody who can be a party"), columns.names, id)
            return
        treaty = _OneTreaty(row, one, columns, people, found)
        treaty.add()
        treaty.settle(self.known, self.endings)
        for kind, days in found.items():
            if kind != "unofficial":
                first, last = days.act.bounds[0], days.act.bounds[-1]
                day = last if math.isfinite(last) else first
                if math.isfinite(day) and (self.last is None or day > self.last[0]):
                    self.last = day, f"{row.table.name}, line {row.line}"

    def _treaty(self, row: Row, columns: Columns) -> TreatyDraft | None:
        uuid, record = row.text(columns.uuid), row.text(columns.record)
        key = record or uuid
        if not key:
            return None
        first, line = self.met.setdefault(key, (uuid, row.line))
        if uuid and record and first != uuid:
            told = f"line {line} has another uuid for this record_id; the row is kept under its uuid"
            row.remark("repeated-row", Weight.DOUBT, columns.record, told)
            key = uuid
        entry = Source(
            id="table",
            title=f"UK Treaties Online, record {key}",
            type="dataset",
            publisher=PUBLISHER,
            published=None if self.issued is None else date_of(self.issued),
        )
        title = " ".join(row.text(columns.title).split())
        one = row.draft.treaty(key, title, entry)
        one.title = one.title or title
        one.names += [(name, "en") for name in (uuid, title) if name and (name, "en") not in one.names]
        return one


def _day_of_text(found: Mapping[str, Days]) -> DaySet | None:
    """The day of the treaty, by which names are understood: of signature or adoption, or else the first that is given."""
    for kind in ("signed", "adopted"):
        if kind in found:
            return found[kind].act
    return min((days.act for days in found.values()), key=lambda days: days.bounds[0], default=None)


def _lose(row: Row, found: Mapping[str, Days], flaw: Flaw, column: int | None, treaty: str) -> None:
    """Report a row that is not in the corpus, and each of its days."""
    row.lose(flaw, column, treaty=treaty, is_date=False)
    for days in found.values():
        for _, place in days.cells:
            row.lose(flaw, place, treaty=treaty)


# ------------------------------------------------------------------------------------------- one treaty


@attrs.define(slots=True, eq=False)
class _OneTreaty:
    """What one row says of its treaty."""

    row: Row
    one: TreatyDraft
    columns: Columns
    people: Participants
    found: Mapping[str, Days]
    #: the two between which a bilateral treaty was made
    sides: tuple[str, ...] = ()

    def add(self) -> None:
        """Record what the row says. Each of its days is counted once, by its fact or here."""
        self._take_type()
        self._describe()
        for kind, days in self.found.items():
            _ADD[kind](self, days)
        self._check_order()

    def _take_type(self) -> None:
        kind = self.row.text(self.columns.type).upper()
        self.one.bilateral = kind == "BI" and len(self.one.parties) == 2
        if kind == "BI":
            self.sides = self.people.two_sides
            if len(self.people.codes) == 1:
                told = "a bilateral treaty of which one participant is named; who the other was is not known here"
                self._remark("incomplete", Weight.DOUBT, self.columns.names, told)
        elif kind not in {"MULTI", ""}:
            self._remark("unknown-value", Weight.DOUBT, self.columns.type, "neither BI nor MULTI; read as MULTI")

    def _describe(self) -> None:
        """What the register says of the treaty that is no act, kept as its statements."""
        row, columns = self.row, self.columns
        place = "" if "signed" in self.found else row.text(columns.place)
        extended = "; ".join(self.people.territories)
        told = [("subject", row.text(columns.subject), ""), ("place of signature", place, "")]
        told += [("reference", *_reference(part)) for part in row.text(columns.references).split(";")]
        told += [("territories", extended, "the treaty was extended to these, as far as can be told")]
        made = list(self.one.fields.get("statements", ()))
        there = {(statement.about, statement.says) for statement in made}
        for about, says, note in told:
            if says and (about, says) not in there:
                there.add((about, says))
                id = f"statement-{len(made) + 1}"
                made.append(Statement(id=id, about=about, says=says, by=PUBLISHER, sources=["table"], note=note))
        self.one.fields["statements"] = tuple(made)

    # ------------------------------------------------------------------------------ acts

    def _act(self, kind: ActKind, by: Iterable[str], days: Days, **more: Any) -> None:
        """Record an act with the day of its effect, where that is given besides."""
        effective = days.effective if days.are_two else None
        if days.is_far and effective is not None:
            told = f"the act is dated {days.act} and its effect {effective}; one may be a slip, and the effect is taken as either"
            self._remark("far-apart", Weight.DOUBT, days.effective_at, told)
            effective = effective | days.act
        if days.date is None:
            more.setdefault("claim_note", "the day of its effect; that of the act is not given")
        said = self._said(kind, tuple(by), days.act)
        if effective is not None:
            self._count(again=said is not None and said.effective == effective)
        if said is not None and effective is not None and said.effective != effective:
            # the row repeats an act that is there, with another effect: what repeats is not built again
            told = f"{said.at} gives the same act {f'the effect {said.effective}' if said.effective else 'no day of effect'}"
            self._remark("two-dates", Weight.DOUBT, days.effective_at, f"{told}; both are kept")
            said.effective = effective if said.effective is None else said.effective | effective
        self.one.add(kind, by, days.act, self.row, days.act_at, effective=effective, **more)

    def _said(self, kind: ActKind, by: tuple[str, ...], days: DaySet) -> Fact | None:
        same = (fact for fact in self.one.facts if (fact.kind, fact.by, fact.days) == (kind, by, days))
        return next(same, None)

    def _count(self, *, again: bool = False) -> None:
        self.row.draft.outcomes[Outcome.REPEATED if again else Outcome.ACT] += 1

    def _add_signature(self, days: Days) -> None:
        place = self.row.text(self.columns.place)
        if self.sides:
            self._act(ActKind.SIGNATURE, self.sides, days, subject_to=SubjectTo.NOT_STATED, place=place)
        else:  # a signature would say of somebody in particular that he signed
            note = "the day of signature; who signed is not in the register"
            self._act(ActKind.AUTHENTICATION, (), days, place=place, note=note)

    def _add_adoption(self, days: Days) -> None:
        self._act(ActKind.ADOPTION, (), days)

    def _add_provisional(self, days: Days) -> None:
        note = ""
        if not self.one.bilateral:
            note = "by whom is not in the register; all participants are taken to have applied it"
            self._remark("scope", Weight.DOUBT, days.day_at, note)
        self._act(ActKind.PROVISIONAL_START, (), days, note=note)

    def _add_entry(self, days: Days) -> None:
        """The stated day in force: that of the effect, if both days are given; either of them, if one must be a slip."""
        kind, note = ActKind.ENTRY_INTO_FORCE, ""
        if days.are_two and not days.is_far:
            self._count()
            if days.act != days.day:
                note = f"the register dates the entry {days.act} and its effect {days.day}, which is taken as the day in force"
                self._remark("two-dates", Weight.NOTE, days.effective_at, note)
        for day, place in days.stated:
            self.one.add(kind, (), day, self.row, place, claim_note=note)
            if self.sides and not self.one.bilateral:
                # a bilateral treaty that is in force binds its two sides, whoever is named beside them
                told = "in force between the two sides of a bilateral treaty"
                self.one.facts.append(Fact(kind=kind, by=self.sides, days=day, claim_note=told))

    def _add_termination(self, days: Days) -> None:
        self._act(ActKind.TERMINATION, (), days, ground=Ground.NOT_STATED)

    def _add_withdrawal(self, days: Days) -> None:
        """A withdrawal of the United Kingdom. One day alone is that of its effect: no period of notice is made up."""
        if UNITED_KINGDOM not in self.people.codes:
            told = (
                "a withdrawal in this register is the United Kingdom's, which the row does not name; kept as an event"
            )
            self._remark("kept-as-event", Weight.DOUBT, days.act_at, told)
            self._add_event(days, "withdrawal; whose is not in the register")
            return
        kind = ActKind.WITHDRAWAL_NOTICE if days.are_two else ActKind.WITHDRAWAL_EFFECTIVE
        self._act(kind, (UNITED_KINGDOM,), days, ground=Ground.NOT_STATED)

    def _add_event(
        self, days: Days, summary: str = "unofficial information; what it is, is not in the register"
    ) -> None:
        for day, place in days.cells:
            words = f"{summary} (day of effect)" if place == days.effective_at else summary
            again = any(event.summary == words and event.claims[0].date == day for event in self.one.events)
            self._count(again=again)
            self.row.is_kept = True
            if not again:
                claim = Claim(date=day, source="table", at=f"line {self.row.line}")
                self.one.events.append(Event(id=f"event-{len(self.one.events) + 1}", summary=words, claims=[claim]))

    # ------------------------------------------------------------------------------ as a whole

    def _check_order(self) -> None:
        """Report days in an order that cannot be, or is rare. All of them are kept as they are."""
        found = self.found
        signed, entry, ended = (
            found.get("signed"),
            found.get("entry"),
            found.get("terminated") or found.get("withdrawn"),
        )
        if signed is not None:
            for words, start in (("in force", entry), ("applied provisionally", found.get("provisional"))):
                if start is not None:
                    self._check_start(words, start, signed.act)
        begun = next((days for days in (entry, found.get("provisional"), signed) if days is not None), None)
        if begun is None or ended is None or ended.day.bounds[-1] >= begun.day.bounds[0]:
            return
        if begun is entry and "terminated" in found and all(_before(ended.act, day) for day, _ in begun.stated):
            return  # that is reported when the acts are put together
        told = f"this is before the start that it ends ({begun.day}); both are kept"
        self._remark("end-before-start", Weight.DOUBT, ended.day_at, told)

    def _check_start(self, words: str, start: Days, signed: DaySet) -> None:
        if _before(start.day, signed):
            told = f"{words} before it was signed ({signed}): with effect for the past, or a slip; both are kept"
            self._remark("entry-before-signature", Weight.DOUBT, start.day_at, told)
        if gap(start.day, signed) > FAR and not start.is_far:
            told = (
                f"{words} so far from the day of signature ({signed}) that one of the two may be a slip; both are kept"
            )
            self._remark("far-apart", Weight.DOUBT, start.day_at, told)

    def settle(self, known: Clauses, endings: str) -> None:
        """On what the register is silent about the treaty, and what stands in for its clause on entry into force."""
        one = self.one
        kinds = {fact.kind for fact in one.facts}
        one.note = "" if kinds & {ActKind.SIGNATURE, ActKind.AUTHENTICATION} else _NO_SIGNATURE
        signed = {code for fact in one.facts if fact.kind is ActKind.SIGNATURE for code in fact.by}
        one.silent.clear()  # a row that repeats the treaty may tell more
        if unsigned := set(one.parties) - signed:
            one.silence(Matter.SIGNATURE, *(unsigned if signed else ()))
        one.silence(Matter.CONSENT)
        if not one.bilateral:
            one.silence(Matter.ENTRY)
            one.silence(Matter.WITHDRAWAL)
        ends = _ENDS | _EXITS if one.bilateral else _ENDS
        if endings == "some" and not kinds & ends:
            one.silence(Matter.ENDING)
        clause = known.find("uk", one.key)
        if ActKind.ENTRY_INTO_FORCE in kinds and (clause is None or clause.clause is None):
            # as stated: else a consent that may have been given would bring the treaty into force before that day
            one.fields["entry_into_force"] = AsStated()
            one.fields["unknowns"] = (
                Unknown(about="entry into force", what="the clause: the register has the day only"),
            )

    def _remark(self, code: str, weight: Weight, column: int | None, message: str) -> None:
        self.row.remark(code, weight, column, message, treaty=self.one.id)


_ADD = {
    "signed": _OneTreaty._add_signature,
    "adopted": _OneTreaty._add_adoption,
    "provisional": _OneTreaty._add_provisional,
    "entry": _OneTreaty._add_entry,
    "terminated": _OneTreaty._add_termination,
    "withdrawn": _OneTreaty._add_withdrawal,
    "unofficial": _OneTreaty._add_event,
}
_ENDS = frozenset({ActKind.TERMINATION})
_EXITS = frozenset({ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE})


def _reference(part: str) -> tuple[str, str]:
    """A reference, and the address behind it."""
    says, _, url = part.partition("||")
    return " ".join(says.split()) or url.strip(), url.strip()


def _before(one: DaySet, other: DaySet) -> bool:
    return one.bounds[-1] < other.bounds[0]
