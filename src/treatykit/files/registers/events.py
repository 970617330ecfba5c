"""The event list: one row for each act, in a table of our own. Everything can be written into it, and read back.

``treaty, party, act, date, effective, instrument, source, note``, and further columns where they are needed. Several rows for
one act are several claims on its date. A row whose act is ``coverage`` says from when to when the list speaks of a treaty and
on what it is silent; ``participant`` names a participant; ``title`` and ``source`` give titles.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DayLike, DaySet
from treatykit.errors import did_you_mean
from treatykit.files.documents import write_text
from treatykit.files.registers.building import built
from treatykit.files.registers.cells import Flaw, day_first
from treatykit.files.registers.clauses import chosen
from treatykit.files.registers.drafts import Draft, Row, TreatyDraft
from treatykit.files.registers.report import Outcome, Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.tables import Table
from treatykit.files.states import directory
from treatykit.record.acts import ENDING, Act, ActKind, Ground, Instrument, SubjectTo
from treatykit.record.articles import article_of
from treatykit.record.coverage import Matter
from treatykit.record.integrity import ANSWERS, JOINT
from treatykit.record.sources import Claim, Evidence, Rank, Source
from treatykit.record.states import Party, PartyKind
from treatykit.treaty import Treaty

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["COLUMNS", "MORE", "dump", "read", "supplemented", "write"]

#: The columns of every event list.
COLUMNS = ("treaty", "party", "act", "date", "effective", "instrument", "source", "note")
#: Columns that are there where they are needed.
MORE = (
    "received",
    "subject_to",
    "ground",
    "id",
    "of",
    "episode",
    "scope",
    "place",
    "body",
    "number",
    "summary",
    "rank",
    "evidence",
    "at",
    "claim_note",
)
_COVERAGE, _PARTICIPANT, _TITLE, _SOURCE = "coverage", "participant", "title", "source"
_BETWEEN = "+"


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> tuple[Corpus, Report]:
    """Read event lists: a file, a folder, open files or frames. The key of a treaty is its name in the list.

    A party is a code or a name, several are parted by ``+``, and none is the treaty itself. An act is a kind of act, or an
    instrument, which is then deposited. Dates are EDTF, or ``dd.mm.yyyy``. What a signature is subject to, and the ground of
    an ending, are "not stated" where they are left out. The other arguments are those of
    :func:`treatykit.registers.mtdsg.read`.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no event list.

    >>> import io, treatykit as tk
    >>> events = io.StringIO("treaty,party,act,date\\npact,XFR+XSY,signature,1931-06-20\\npact,XFR,ratification,1931-07\\n")
    >>> corpus, report = tk.registers.events.read(events)
    >>> for act in corpus["pact"].acts:
    ...     print(act)
    1931-06-20  signature by XFR and XSY
    1931-07  deposit of an instrument of ratification by XFR
    """
    known = chosen(clauses)
    draft = Draft("events", source, encoding=encoding, names=names)
    draft.prefix = ""
    for table in draft.tables:
        _read_table(draft, table, as_of)
    _settle(draft)
    if supplement is not None:
        supplemented(draft, supplement)
    return built(draft, known, as_of=as_of, each_its_horizon=True)


def supplemented(draft: Draft, source: TableSource) -> None:
    """Add the events of a list to a draft: historical instruments that a table of today's participants does not have.

    A treaty is named by its key in the register, with or without the name of the register before it.
    """
    more = Draft(draft.register, source, encoding=None, names=draft.names)
    more.treaties, more.remarks, more.outcomes, more.prefix = (
        draft.treaties,
        draft.remarks,
        draft.outcomes,
        draft.prefix,
    )
    before = set(draft.treaties)
    for table in more.tables:
        _read_table(more, table, None, supplement=draft)
    for key in set(draft.treaties) - before:
        one = draft.treaties.pop(key)
        draft.remark("no-treaty", Weight.LOST, more.tables[0], f"the tables have no treaty {key!r}", treaty=one.id)
    _settle(more)
    draft.tables += more.tables
    draft.rows += more.rows
    draft.kept_rows += more.kept_rows


# ------------------------------------------------------------------------------------------- reading


def _read_table(draft: Draft, table: Table, as_of: DayLike | None, *, supplement: Draft | None = None) -> None:
    places = {
        name: table.need(name) if name in {"treaty", "party", "act", "date"} else table.where(name)
        for name in (*COLUMNS, *MORE)
    }
    draft.not_read(table, places.values())
    about = Source(
        id="table" if supplement is None else "supplement",
        title=f"{'Event list' if supplement is None else 'Supplement'} {table.name.rpartition('/')[2]}",
        type="dataset",
        published=as_of,
    )
    for row in draft.rows_of(table):
        _read_row(row, places, about, supplement)


def _read_row(row: Row, places: dict[str, int | None], about: Source, supplement: Draft | None) -> None:
    def text(name: str) -> str:
        return _unguarded(row.text(places[name]))

    key = text("treaty")
    if supplement is not None:
        key = key.removeprefix(f"{supplement.register}:").removeprefix(f"{supplement.register}-")
    if not key:
        _lose(row, places, Flaw("no-treaty", "the row names no treaty"), "treaty")
        return
    one = row.draft.treaty(key, "", about)
    if supplement is not None:
        one.sources.setdefault(about.id, about)
    word = text("act").casefold().replace(" ", "_").replace("-", "_")
    if word == _PARTICIPANT:
        _participate(row, places, one, text("party"), text("note"))
        return
    codes = _codes(row, places, one)
    if codes is None:
        _lose(row, places, None, "party")
    elif word == _TITLE:
        one.title, row.is_kept = text("note"), True
        one.told.append((row, 0))
    elif word == _SOURCE and not text("source"):
        _lose(row, places, Flaw("incomplete", "a row about a source has its id in the column 'source'"), "act")
    elif word == _SOURCE:
        one.sources[text("source")] = Source(id=text("source"), title=text("note") or text("source"))
        row.is_kept = True
        one.told.append((row, 0))
    elif word == _COVERAGE:
        _cover(row, places, one)
    else:
        _add(row, places, one, codes, word, text, about)


def _participate(row: Row, places: dict[str, int | None], one: TreatyDraft, code: str, told: str) -> None:
    """A row that names a participant. Its note may give a name, or be a note; ``organisation:`` makes a code known."""
    place, (kind, _, name) = places["party"], map(str.strip, told.partition(":"))
    assert place is not None
    if kind == "organisation" and name and code not in one.parties and directory().match(code).state is None:
        try:
            one.parties[code] = Party(code=code, name=name, kind="organisation")
        except ValueError as problem:
            row.lose(Flaw("unknown-value", str(problem)), place, treaty=one.id, is_date=False)
            return
    if code not in one.parties:
        found = row.draft.participant(row, place, one, name=code)
        if found is None:
            return
        code = found
    row.is_kept = True
    party = one.parties[code]
    if kind not in {"name", "organisation"} or not name:
        one.parties[code] = attrs.evolve(party, note=told or party.note)
    elif name != party.name:
        others = [other for other in (party.name, *party.names) if other not in {name, code}]
        one.parties[code] = attrs.evolve(party, name=name, names=others)


def _lose(row: Row, places: dict[str, int | None], flaw: Flaw | None, name: str) -> None:
    """Report a row that is not in the corpus; its days are lost with it."""
    if flaw is not None:
        row.lose(flaw, places[name], is_date=False)
    for column in ("date", "effective", "received"):
        if row.text(places[column]):
            row.draft.outcomes[Outcome.LOST] += 1


def _codes(row: Row, places: dict[str, int | None], one: TreatyDraft) -> list[str] | None:
    """The codes of the parties that a row names; ``None`` where one of them is not known."""
    place = places["party"]
    assert place is not None
    found = []
    for name in filter(None, (part.strip() for part in _unguarded(row.text(place)).split(_BETWEEN))):
        code = name if name in one.parties else row.draft.participant(row, place, one, name=name)
        if code is None:
            return None
        found.append(code)
    return list(dict.fromkeys(found))


def _add(
    row: Row, places: dict[str, int | None], one: TreatyDraft, codes: list[str], word: str, text: Any, about: Source
) -> None:
    kind, instrument = _kind(word, text("instrument"))
    if kind is None:
        known = [*ActKind, *Instrument, _COVERAGE, _PARTICIPANT, _TITLE, _SOURCE]
        told = f"no kind of act and no instrument{did_you_mean(word, known)}"
        _lose(row, places, Flaw("unknown-act", told), "act")
        return
    flaw = _lacking(kind, codes, row.text(places["effective"]))
    if flaw is not None:
        _lose(row, places, flaw, "act")
        return
    try:
        more = _details(kind, word, text)
    except ValueError as problem:
        _lose(row, places, Flaw("unknown-value", str(problem)), "act")
        return
    days = row.days(places["date"], day_first, treaty=one.id)
    others = {name: row.days(places[name], day_first, treaty=one.id) for name in ("effective", "received")}
    if days is not None and kind is ActKind.PROLONGATION and others["effective"] is None:
        row.lose(Flaw("incomplete", "the new end is not understood"), places["date"], treaty=one.id)
        days = None
    more["source"], more["is_cited"] = text("source") or about.id, bool(text("source"))
    if more["source"] != about.id:
        one.sources.setdefault(more["source"], Source(id=more["source"], title=more["source"]))
    if days is not None:
        one.add(kind, codes, days, row, places["date"], instrument=instrument, **others, **more)
    elif not row.text(places["date"]):
        _add_to(row, places, one, others, more)
    kept = days is not None or not row.is_reported
    row.draft.outcomes[Outcome.ACT if kept else Outcome.LOST] += sum(found is not None for found in others.values())


def _add_to(
    row: Row, places: dict[str, int | None], one: TreatyDraft, others: dict[str, DaySet | None], more: dict[str, Any]
) -> None:
    """Further claims on the receipt or the effect of an act that stands above, under the same id."""
    fact = next((fact for fact in one.facts if fact.id and fact.id == more["id"]), None)
    if fact is None or not any(others.values()):
        row.lose(Flaw("incomplete", "the act has no date"), places["date"], treaty=one.id, is_date=False)
        return
    row.is_kept = True
    for name, days in others.items():
        if days is not None:
            claim = Claim(
                date=days,
                source=more["source"],
                rank=more["rank"],
                evidence=more["evidence"],
                at=more["said_at"],
                note=more["claim_note"],
            )
            fact.more.append((name, claim))


def _kind(word: str, instrument: str) -> tuple[ActKind | None, Instrument | None]:
    named = instrument.casefold().replace(" ", "_")
    found = Instrument(named) if named in set(Instrument) else None if not named else Instrument.OTHER
    if word in set(ActKind):
        return ActKind(word), found
    if word in set(Instrument):
        if word == Instrument.DEFINITIVE_SIGNATURE:
            return ActKind.SIGNATURE, None
        return ActKind.DEPOSIT, Instrument(word)
    return None, None


def _lacking(kind: ActKind, codes: list[str], effective: str) -> Flaw | None:
    """What an act of this kind needs and the row does not have."""
    if kind in JOINT and len(codes) == 1:
        return Flaw("incomplete", f"an act of kind '{kind}' is done together: name all, such as XFR+XSY, or nobody")
    if kind.is_domestic and not codes:
        return Flaw("incomplete", "a domestic act belongs to a party")
    if kind is ActKind.PROLONGATION and not effective:
        return Flaw("incomplete", "a prolongation needs its effective day, the new end")
    return None


def _details(kind: ActKind, word: str, text: Any) -> dict[str, Any]:
    """The other fields of an act; raises ``ValueError`` for a word that is not known."""
    more: dict[str, Any] = {name: text(name) for name in ("place", "body", "summary", "id", "of", "note", "claim_note")}
    more["act_number"] = text("number")
    more["scope"] = tuple(filter(None, (part.strip() for part in text("scope").split(";"))))
    for place in more["scope"]:
        article_of(place)
    more["rank"] = str(Rank(text("rank") or "normal"))
    more["evidence"] = str(Evidence(text("evidence"))) if text("evidence") else None
    more["said_at"] = text("at")
    more["episode"] = None if not text("episode") else _whole(text("episode"))
    if kind is ActKind.SIGNATURE:
        more["subject_to"] = (
            SubjectTo(text("subject_to") or "not_stated")
            if word != Instrument.DEFINITIVE_SIGNATURE
            else SubjectTo.NOTHING
        )
    if text("ground") or kind in ENDING:
        more["ground"] = Ground(text("ground") or "not_stated")
    return more


def _whole(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 99:
        raise ValueError(f"{text!r} is no number of an episode; they count from 1")
    return int(text)


def _cover(row: Row, places: dict[str, int | None], one: TreatyDraft) -> None:
    """From when to when the list speaks of a treaty, in ``date``; and what it is silent on, in ``note``."""
    row.is_kept = True
    days = row.days(places["date"], day_first, treaty=one.id)
    one.told.append((row, int(days is not None)))
    if days is not None:
        row.draft.outcomes[Outcome.ACT] += 1
        one.fields["reviewed_through"] = days.latest or one.fields.get("reviewed_through")
        if days.earliest is not None and not days.is_exact:
            one.since = days.earliest
    told, _, caveat = _unguarded(row.text(places["note"])).partition("caveat:")
    one.note = caveat.strip() or one.note
    for part in filter(None, (part.strip() for part in told.split(";"))):
        word, _, rest = part.partition(":")
        if word == "silent" and rest.split()[:1] and rest.split()[0] in set(Matter):
            matter, *codes = rest.split()
            one.silence(Matter(matter), *codes)
        elif word == "beyond" and rest.strip() in {"unknown", "projected"}:
            one.beyond = rest.strip()
        elif word == "complete":
            one.fields["parties_complete"] = rest.strip() == "yes"
            one.tells_all = True
        elif word == "bilateral":
            one.bilateral = rest.strip() == "yes"
        else:
            row.remark(
                "unknown-value",
                Weight.DOUBT,
                places["note"],
                f"{part!r} is nothing that coverage can say",
                treaty=one.id,
            )


def _settle(draft: Draft) -> None:
    """Take out answers to acts that are not there, or cannot be answered so; each is reported."""
    for one in draft.treaties.values():
        kinds = {fact.id: fact.kind for fact in reversed(one.facts) if fact.id}
        for fact in list(one.facts):
            if not fact.of or kinds.get(fact.of) in ANSWERS.get(fact.kind, set()):
                continue
            one.facts.remove(fact)
            if fact.row is not None:
                told = f"an act of kind '{fact.kind}' cannot answer {fact.of!r}, which is {kinds.get(fact.of) or 'not in the list'}"
                fact.row.lose(Flaw("incomplete", told), fact.column, treaty=one.id)


# ------------------------------------------------------------------------------------------- writing

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA and text[1:2] else text


def dump(treaties: Corpus | Treaty | Iterable[Treaty]) -> str:
    """Treaties as an event list, in CSV. Clauses, articles and obligations are not in it; a record in TOML holds them.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which is taken off when it is read.

    >>> import treatykit as tk
    >>> print(dump(tk.load("usa-kor-1953")).splitlines()[0])
    treaty,party,act,date,effective,instrument,source,note,...
    """
    rows = [row for treaty in ([treaties] if isinstance(treaties, Treaty) else treaties) for row in _rows_of(treaty)]
    columns = [*COLUMNS, *(name for name in MORE if any(row.get(name) for row in rows))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue()


def write(treaties: Corpus | Treaty | Iterable[Treaty], path: str | os.PathLike[str]) -> None:
    """Write treaties into an event list, whole or not at all; the text is that of :func:`dump`.

    Raises :class:`~treatykit.errors.TreatyFileError` if that is not possible.
    """
    write_text(dump(treaties), Path(os.fspath(path)))


def _rows_of(treaty: Treaty) -> Iterator[dict[str, str]]:
    yield {"treaty": treaty.id, "act": _TITLE, "note": treaty.title}
    yield {"treaty": treaty.id, "act": _COVERAGE, "date": _covered(treaty), "note": "; ".join(_coverage(treaty))}
    for source in treaty.sources:
        if source.title != source.id:
            yield {"treaty": treaty.id, "act": _SOURCE, "source": source.id, "note": source.title}
    for party in treaty.parties:
        is_own = party.kind is PartyKind.ORGANISATION and directory().match(party.code).state is None
        name = f"{'organisation' if is_own else 'name'}: {party.name}"
        yield {"treaty": treaty.id, "party": party.code, "act": _PARTICIPANT, "note": name}
    codes = tuple(party.code for party in treaty.parties)
    for act in treaty.acts:
        yield from _rows_of_act(treaty, act, codes)


def _covered(treaty: Treaty) -> str:
    since = treaty.coverage.since if treaty.coverage is not None else None
    return f"{'..' if since is None else since}/{treaty.reviewed_through}"


def _coverage(treaty: Treaty) -> Iterator[str]:
    coverage = treaty.coverage
    yield f"beyond: {'projected' if coverage is None else coverage.beyond}"
    yield f"complete: {'yes' if treaty.parties_complete else 'no'}"
    if treaty.is_bilateral:
        yield "bilateral: yes"
    for silence in coverage.silences if coverage is not None else ():
        yield " ".join(["silent:", str(silence.on), *silence.by])
    if coverage is not None and coverage.note:
        yield f"caveat: {coverage.note}"


def _rows_of_act(treaty: Treaty, act: Act, codes: tuple[str, ...]) -> Iterator[dict[str, str]]:
    known = {
        "treaty": treaty.id,
        "party": _BETWEEN.join(act.by),
        "act": str(act.kind),
        "instrument": str(act.instrument or ""),
        "note": act.note,
        "subject_to": str(act.subject_to or ""),
        "ground": str(act.ground or ""),
        "id": act.id,
        "of": act.of,
        "episode": str(act.episode or ""),
        "scope": "; ".join(act.scope),
        "place": act.place,
        "body": act.body,
        "number": act.number,
        "summary": act.summary,
    }
    if len(act.claims) == 1 and all(_is_like(act.claims[0], other) for other in (*act.effective, *act.received)):
        dates = {"effective": act.effective, "received": act.received}
        if all(len(claims) < 2 for claims in dates.values()):
            days = {name: str(claims[0].date) for name, claims in dates.items() if claims}
            yield {**known, **_row_of_claim(act.claims[0], "date"), **days}
            return
    for name, claims in (("date", act.claims), ("effective", act.effective), ("received", act.received)):
        for claim in claims:
            yield {**known, **_row_of_claim(claim, name)}


def _is_like(claim: Claim, other: Claim) -> bool:
    """Whether two claims differ in their days alone."""
    return attrs.evolve(claim, date=other.date) == other


def _row_of_claim(claim: Claim, name: str) -> dict[str, str]:
    return {
        name: str(claim.date),
        "source": claim.source,
        "rank": "" if claim.rank is Rank.NORMAL else str(claim.rank),
        "evidence": str(claim.evidence or ""),
        "at": claim.at,
        "claim_note": claim.note,
    }
