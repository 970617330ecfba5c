"""Building: drafts become treaties, with their clauses, their coverage, and what does not fit together reported."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import Date, DayLike, DaySet, date_of
from treatykit.errors import TreatyFileError
from treatykit.files.registers.cells import Flaw
from treatykit.files.registers.clauses import Clauses, KnownTreaty
from treatykit.files.registers.drafts import Draft, Fact, TreatyDraft, day_of_issue, horizon
from treatykit.files.registers.merging import Merged, merged
from treatykit.files.registers.progress import progress
from treatykit.files.registers.report import Difference, Outcome, Report, Weight
from treatykit.files.states import directory
from treatykit.record.acts import Act, ActKind, Instrument
from treatykit.record.articles import Article
from treatykit.record.clauses import AsStated, EntryIntoForce, Instruments, all_rules
from treatykit.record.context import Name, Neighbour, Title, Unknown
from treatykit.record.coverage import Beyond, Coverage, Matter, Silence
from treatykit.record.sources import Claim, Evidence, Source
from treatykit.record.treaties import Form
from treatykit.treaty import Treaty

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["built"]

#: Kinds whose day may lie ahead of the day on which a table is issued.
_AHEAD = frozenset(
    {ActKind.ENTRY_INTO_FORCE, ActKind.WITHDRAWAL_EFFECTIVE, ActKind.TERMINATION, ActKind.PROVISIONAL_START}
)

_STATES = Source(
    id="states",
    title="Table of States of treatykit",
    type="dataset",
    cited_for="the day on which a successor State came into being",
)
_CLAUSES = Source(id="clauses", title="Clauses given with the table, without a source", type="dataset")


def built(
    draft: Draft,
    clauses: Clauses,
    *,
    as_of: DayLike | None,
    since: DayLike | None = None,
    each_its_horizon: bool = False,
) -> tuple[Corpus, Report]:
    """The corpus and the report of a draft.

    ``as_of`` is the day of issue; without it, the last day on which the table knows of something done, of each treaty
    (``each_its_horizon``) or of all.
    """
    from treatykit.corpus import Corpus

    issued = day_of_issue(as_of)
    common = horizon(_done(draft.treaties.values())) if issued is None else issued
    differences: list[Difference] = []
    treaties = []
    ids = _ids_of_known(draft, clauses)
    for one in progress(list(draft.treaties.values()), f"{draft.register}: treaties"):
        if not one.parties:
            _report_nobody(draft, one)
            continue
        last = issued
        if last is None and each_its_horizon:
            last = horizon(_done([one]))
        last = common if last is None else last
        if last is None:
            raise TreatyFileError(
                f"nothing in {one.table.title} is dated, so that its day of issue is not known; give as_of="
            )
        _report_after_issue(one, issued)
        _report_before_treaty(one)
        treaties.append(_Building(draft, one, clauses, ids, last, since, differences).treaty())
    report = Report(
        register=draft.register,
        files=[table.name for table in draft.tables],
        rows=draft.rows,
        kept_rows=draft.kept_rows,
        outcomes=draft.outcomes,
        acts=sum(len(treaty.acts) for treaty in treaties),
        remarks=draft.remarks,
        differences=differences,
    )
    return Corpus(treaties), report


def _done(drafts: Iterable[TreatyDraft]) -> Iterator[DaySet]:
    return (fact.days for one in drafts for fact in one.facts if fact.kind not in _AHEAD)


def _ids_of_known(draft: Draft, clauses: Clauses) -> dict[str, str]:
    """The id in this corpus of each treaty that the clauses know."""
    found = {}
    for one in draft.treaties.values():
        known = clauses.find(draft.register, one.key)
        if known is not None and known.id:
            found[known.id] = one.id
    return found


def _report_nobody(draft: Draft, one: TreatyDraft) -> None:
    """Report what is told of a treaty of which no participant is known: without one, it is no treaty of the corpus."""
    flaw = Flaw("no-participant", "no participant of this treaty is known, so that it is not in the corpus")
    rows = {id(fact.row): fact.row for fact in one.facts if fact.row is not None}
    draft.kept_rows -= len(rows) + len(one.told)
    for row, cells in one.told:
        row.lose(flaw, None, treaty=one.id, is_date=False)
        draft.outcomes[Outcome.ACT] -= cells
        draft.outcomes[Outcome.LOST] += cells
    for fact in one.facts:
        if fact.row is not None:
            fact.row.lose(flaw, fact.column, treaty=one.id, is_date=fact.is_cell)
            others = sum(days is not None for days in (fact.effective, fact.received))
            draft.outcomes[Outcome.ACT] -= others
            draft.outcomes[Outcome.LOST] += others


def _report_after_issue(one: TreatyDraft, issued: int | None) -> None:
    if issued is None:
        return
    for fact in one.facts:
        if fact.row is not None and fact.kind not in _AHEAD and fact.days.bounds[0] > issued:
            fact.row.remark(
                "after-issue",
                Weight.DOUBT,
                fact.column,
                f"this day lies after {date_of(issued)}, the day of issue that was given",
                treaty=one.id,
                party=" ".join(fact.by),
            )


def _report_before_treaty(one: TreatyDraft) -> None:
    """Report days on which the treaty is in force for a party and is not in force yet; both are kept."""
    starts = [fact for fact in one.facts if fact.kind is ActKind.ENTRY_INTO_FORCE]
    first = min((fact.days.bounds[0] for fact in starts if not fact.by), default=None)
    for fact in starts:
        if first is not None and fact.by and fact.row is not None and fact.days.bounds[-1] < first:
            told = f"this is before the treaty itself is in force ({date_of(first)}); both are kept"
            fact.row.remark(
                "entry-before-treaty", Weight.DOUBT, fact.column, told, treaty=one.id, party=" ".join(fact.by)
            )


class _Building:
    """One treaty being built from its draft."""

    def __init__(
        self,
        draft: Draft,
        one: TreatyDraft,
        clauses: Clauses,
        ids: dict[str, str],
        last: int,
        since: DayLike | None,
        differences: list[Difference],
    ) -> None:
        self.draft, self.one, self.clauses, self.ids = draft, one, clauses, ids
        self.last, self.since, self.differences = last, since, differences
        self.known = clauses.find(draft.register, one.key)
        self.sources: dict[str, Source] = {"table": one.table, **one.sources}

    def treaty(self) -> Treaty:
        """The treaty; where its clause gives another day than the stated one, with the stated day."""
        one, known = self.one, self.known
        if known is not None:
            self.sources |= {source.id: source for source in self.clauses.sources_of(known)}
        acts = [self._act(found) for found in merged(self.draft, one)]
        acts += self._stated()
        entry = one.entry if known is None else known.clause
        if (
            isinstance(entry, Instruments)
            and entry.instruments
            and any(f.instrument is Instrument.OTHER for f in one.facts)
        ):
            entry = attrs.evolve(entry, instruments=())  # a table that merges the kinds of consent cannot part them
        if entry is not None and entry.waits_for:
            entry = attrs.evolve(entry, waits_for=self.ids.get(entry.waits_for, entry.waits_for))
        if known is not None and entry is not None and not self._has_all_of(entry):
            entry = known.as_stated
        if entry is None and not one.tells_all:
            one.silence(Matter.ENTRY)  # without a clause, when a late joiner came under the treaty is not told
            if self._states_a_day(acts):
                entry = AsStated()
        fields: dict[str, Any] = {
            "id": one.id,
            "titles": [Title(lang="en", text=self._title())],
            "reviewed_through": date_of(self.last),
            "parties": tuple(one.parties.values()),
            "parties_complete": False,
            "form": Form.BILATERAL if one.bilateral and len(one.parties) == 2 else Form.MULTILATERAL,
            "depositary": one.depositary,
            "names": [Name(text=text, lang=lang, kind="usual") for text, lang in self._names()],
            "sources": tuple(self.sources.values()),
            "entry_into_force": entry,
            "duration": None if known is None else known.duration,
            "acts": acts,
            "articles": [Article(at="1", obligations=one.obligations)] if one.obligations else (),
            "events": one.events,
            "links": one.links,
            "unknowns": self._unknowns(entry),
            "coverage": Coverage(
                since=self.since if one.since is None else one.since,
                beyond=Beyond(one.beyond),
                silences=[
                    Silence(on=matter, by=sorted(one.silent[matter])) for matter in Matter if matter in one.silent
                ],
                note=one.note,
            ),
        }
        fields |= one.fields
        made = Treaty(**fields)
        return self._with_stated_day(made, known) if known is not None and known.in_force_from is not None else made

    def _has_all_of(self, entry: EntryIntoForce) -> bool:
        """Whether all whom a clause names are in the table; otherwise it cannot be computed there."""
        named = (
            {*rule.including, *rule.among, *rule.excluding}
            for rule in all_rules(entry)
            if isinstance(rule, Instruments)
        )
        return set().union(*named) <= set(self.one.parties)

    def _title(self) -> str:
        if self.known is not None and self.known.title and not self.one.title:
            return self.known.title
        return self.one.title or f"Treaty {self.one.key}"

    def _names(self) -> Iterator[tuple[str, str]]:
        known = self.known
        names = [*self.one.names, (self.one.key, "en")]
        if known is not None:
            names += [(name, "en") for name in (known.title, *known.names, known.id) if name]
        title = self._title()
        seen = set()
        for text, lang in names:
            if text and text != title and text != self.one.id and text not in seen:
                seen.add(text)
                yield text, lang

    def _unknowns(self, entry: object) -> list[Unknown]:
        found = list(self.one.unknowns)
        if entry is None:
            found.append(Unknown(about="entry into force", what="the clause, and the day: the table tells neither"))
        return found

    # ------------------------------------------------------------------------------ acts

    def _act(self, found: Merged) -> Act:
        fact = found.facts[0]
        return Act(
            id=found.id,
            kind=fact.kind,
            by=fact.by,
            claims=[each.claim(each.days) for each in found.facts],
            received=_others(found, "received"),
            effective=self._effective(found),
            instrument=found.instrument,
            subject_to=fact.subject_to,
            ground=fact.ground,
            of=fact.of,
            episode=found.episode,
            scope=fact.scope,
            place=fact.place,
            body=fact.body,
            number=fact.act_number,
            summary=fact.summary,
            note=fact.note,
        )

    def _effective(self, found: Merged) -> list[Claim]:
        stated = _others(found, "effective")
        fact = found.facts[0]
        is_succession = found.instrument is Instrument.SUCCESSION and fact.kind is ActKind.DEPOSIT
        if stated or not is_succession or not fact.by or self.one.tells_all:
            return stated
        return self._succession(fact)

    def _succession(self, fact: Fact) -> list[Claim]:
        """From when a succession has effect: the day on which the State came into being, if the treaty was there then.

        A notification of succession reaches back to the succession of States; the table has only the day of its deposit.
        """
        state = directory().match(fact.by[0]).state
        begun = [
            spell.since
            for spell in (state.spells if state is not None else ())
            if spell.since is not None and spell.since.bounds[0] <= fact.days.bounds[-1]
        ]
        text = min((each.days.bounds[0] for each in self.one.facts), default=fact.days.bounds[0])
        if begun and begun[-1].bounds[-1] >= text:
            self.sources.setdefault("states", _STATES)
            note = "a succession reaches back to the day on which the State came into being"
            return [Claim(date=begun[-1], source="states", evidence=Evidence.INFERRED, note=note)]
        if text < fact.days.bounds[0]:
            note = "a succession reaches back, to a day that the table does not tell"
            days = DaySet.between(_day(text), _day(fact.days.bounds[-1]))
            return [Claim(date=days, source="table", evidence=Evidence.INFERRED, note=note)]
        return []

    def _stated(self) -> list[Act]:
        """The day of entry into force that a file of clauses states."""
        known = self.known
        if known is None or known.in_force_from is None:
            return []
        sources = known.sources or tuple(sorted(known.all_sources))
        if not sources:
            self.sources[_CLAUSES.id], sources = _CLAUSES, (_CLAUSES.id,)
        claims = [Claim(date=known.in_force_from, source=source) for source in sources]
        return [Act(id="entry-into-force-stated", kind=ActKind.ENTRY_INTO_FORCE, claims=claims)]

    @staticmethod
    def _states_a_day(acts: list[Act]) -> bool:
        return any(act.kind is ActKind.ENTRY_INTO_FORCE and not act.by for act in acts)

    # ------------------------------------------------------------------------------ stated and computed

    def _with_stated_day(self, made: Treaty, known: KnownTreaty) -> Treaty:
        """The treaty, with the stated day where the instruments in the table give another; the difference is reported."""
        if isinstance(known.entry_into_force, AsStated | None):
            return made
        assert known.in_force_from is not None
        computed = attrs.evolve(made, neighbours=self._waited_for(made), acts=_without_stated(made.acts)).in_force_from
        if computed == known.in_force_from:
            return made
        if computed is not None and not computed.is_exact and known.in_force_from.issubset(computed):
            return attrs.evolve(made, entry_into_force=attrs.evolve(known.as_stated, waits_for=""))
        cause = self._cause(made, known, computed)
        self.differences.append(Difference(treaty=made.id, stated=known.in_force_from, computed=computed, cause=cause))
        self.draft.remark(
            "entry-differs",
            Weight.DOUBT,
            self.draft.tables[0]
            if self.one.facts == [] or self.one.facts[0].row is None
            else self.one.facts[0].row.table,
            f"entry into force is stated as {known.in_force_from}, and the instruments in the table give "
            f"{computed or 'none'}: {cause}; the stated day is used",
            treaty=made.id,
        )
        entry = attrs.evolve(known.as_stated, waits_for="")
        return attrs.evolve(made, entry_into_force=entry)

    def _waited_for(self, made: Treaty) -> tuple[Neighbour, ...]:
        clause = self.known.entry_into_force if self.known is not None else None
        if clause is None or not clause.waits_for or made.entry_into_force is None:
            return ()
        other = next((known for known in self.clauses.treaties if known.id == clause.waits_for), None)
        if other is None or other.in_force_from is None:
            return ()
        return (Neighbour(treaty=made.entry_into_force.waits_for, in_force_from=other.in_force_from),)

    def _cause(self, made: Treaty, known: KnownTreaty, computed: DaySet | None) -> str:
        stated = known.in_force_from
        assert stated is not None
        if computed is None:
            return "the table has fewer instruments than the clause asks for, or the clause asks for more than can be counted"
        if computed.bounds[0] < stated.bounds[0]:
            return (
                "the table has instruments that did not count, or were lodged by States that no longer stand there under "
                "that day; or the clause has a further condition"
            )
        if any(act.instrument is Instrument.SUCCESSION for act in made.acts):
            return (
                "the table is today's list, in which successors stand with later days in the rows of States that are no "
                "more (supplement= takes the historical instruments)"
            )
        return "instruments that counted are missing: of States that left or are no more (supplement= takes them)"


def _day(bound: float) -> Date | None:
    """The day of a bound; nothing where it is open."""
    return date_of(int(bound)) if math.isfinite(bound) else None


def _others(found: Merged, name: str) -> list[Claim]:
    """The claims on the day of receipt, or of effect."""
    own = [fact.claim(days) for fact in found.facts if (days := getattr(fact, name)) is not None]
    return own + [claim for fact in found.facts for which, claim in fact.more if which == name]


def _without_stated(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    return tuple(act for act in acts if act.kind is not ActKind.ENTRY_INTO_FORCE or act.by)
