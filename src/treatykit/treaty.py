"""The treaty: parts of a record as fields, and the questions that can be asked of them as methods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from treatykit.days import Date, DayLike, DaySet, date_of, days_of, ordinal_of
from treatykit.display import html_table
from treatykit.errors import RecordError, UnknownPartyError, UnknownTreatyError, did_you_mean
from treatykit.law import reasons as _reasons
from treatykit.law.answers import StatusAnswer
from treatykit.law.cases import Case, prepare
from treatykit.law.status import Law
from treatykit.law.terms import PartyStatus, Possible, Standing, TreatyStatus
from treatykit.law.worlds import earlier
from treatykit.record.acts import ENDING, Act, ActKind, Ground, RatificationChain, Step
from treatykit.record.articles import Article
from treatykit.record.clauses import Duration, EntryIntoForce
from treatykit.record.context import Event, Link, LinkKind, Name, Statement, Title, Unknown
from treatykit.record.fields import many
from treatykit.record.integrity import faults_of
from treatykit.record.obligations import Obligation, Situation
from treatykit.record.sources import Claim, Policy, Rank, Source
from treatykit.record.states import Party, is_known_code
from treatykit.record.treaties import Form
from treatykit.timeline import Timeline
from treatykit.truth import Truth

if TYPE_CHECKING:
    from treatykit.law.duties import Duty, Pairing
    from treatykit.law.findings import Finding

__all__ = ["Treaty"]

N = TypeVar("N")


def _horizon(value: DayLike) -> Date:
    return date_of(ordinal_of(value))


@attrs.define(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another treaty that bears on this one: from when it is in force, and whether this one ends with that."""

    treaty: str
    in_force_from: DaySet = attrs.field(converter=days_of)
    supersedes: bool = False


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Treaty:
    """A treaty as recorded: what was done and who says so, with the clauses that decide what follows.

    Every answer is computed from the fields when it is asked for; nothing is stored, nothing changes. Narrowing
    (``known_by``, ``using``, ``trusting``) and adding (``with_act``) return another ``Treaty``.

    >>> import treatykit as tk
    >>> t = tk.load("rus-prk-2024")
    >>> t.status_on("2024-11-10", party="RUS").status
    <PartyStatus.SIGNATORY: 'signatory'>
    >>> t.in_force_on("2024-12-04")
    <Truth.YES: 'yes'>

    Raises :class:`~treatykit.errors.RecordError` where the parts do not fit together, with every fault.
    """

    id: str
    titles: tuple[Title, ...] = attrs.field(converter=many)
    #: the last day up to which the record was reviewed; answers beyond it are projected
    reviewed_through: Date = attrs.field(converter=_horizon)
    parties: tuple[Party, ...] = attrs.field(converter=many)
    form: Form = attrs.field(
        default=attrs.Factory(
            lambda self: Form.BILATERAL if len(self.parties) == 2 else Form.MULTILATERAL, takes_self=True
        ),
        converter=Form,
    )
    languages: tuple[str, ...] = attrs.field(default=(), converter=many)
    depositary: str = ""
    names: tuple[Name, ...] = attrs.field(default=(), converter=many)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many)
    entry_into_force: EntryIntoForce | None = None
    duration: Duration | None = None
    acts: tuple[Act, ...] = attrs.field(default=(), converter=many)
    #: the preamble and the articles, each with its obligations
    articles: tuple[Article, ...] = attrs.field(default=(), converter=many)
    events: tuple[Event, ...] = attrs.field(default=(), converter=many)
    statements: tuple[Statement, ...] = attrs.field(default=(), converter=many)
    links: tuple[Link, ...] = attrs.field(default=(), converter=many)
    unknowns: tuple[Unknown, ...] = attrs.field(default=(), converter=many)
    #: which claims the answers rest on; not part of the record on disk
    policy: Policy = attrs.field(default=Policy.RANKED, converter=Policy)
    #: ids of acts that were added to ask "what if"; not part of the record on disk
    hypothetical: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: what other records say that bears on this one; set by a corpus, not part of the record on disk
    neighbours: tuple[Neighbour, ...] = attrs.field(default=(), converter=many)

    def __attrs_post_init__(self) -> None:
        faults = list(faults_of(self))
        if faults:
            raise RecordError(faults, where=f"the record {self.id!r}")

    # ------------------------------------------------------------------------------ what is recorded

    @property
    def title(self) -> str:
        """The title in English, or in the first language given."""
        return next((title.text for title in self.titles if title.lang == "en"), self.titles[0].text)

    @property
    def is_bilateral(self) -> bool:
        """Whether the treaty is between two parties, so that one denunciation ends it for both."""
        return self.form is Form.BILATERAL

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """Every obligation in the record, in the order of the articles."""
        return tuple(obligation for article in self.articles for obligation in article.obligations)

    @property
    def supersedes(self) -> tuple[Link, ...]:
        """The treaties that end with the entry into force of this one (VCLT 59)."""
        return tuple(link for link in self.links if link.kind is LinkKind.SUPERSEDES)

    @property
    def signatories(self) -> tuple[str, ...]:
        """The codes of those who signed, in the order of the record."""
        signed = [code for act in self.acts if act.kind is ActKind.SIGNATURE for code in act.by or self._codes]
        return tuple(dict.fromkeys(signed))

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(party.code for party in self.parties)

    @cached_property
    def _participants(self) -> frozenset[str]:
        return frozenset(self._codes)

    def article(self, at: int | str) -> Article:
        """An article by its number, or ``"preamble"``, with summary, quotations, obligations and sources.

        >>> import treatykit as tk
        >>> tk.load("rus-prk-2024").article(4).number
        4
        """
        return self._find("article", self.articles, str(at), lambda article: article.at)

    @property
    def preamble(self) -> Article | None:
        """The preamble, if it is recorded."""
        return next((article for article in self.articles if article.at == "preamble"), None)

    def act(self, id: str) -> Act:
        """An act by its id."""
        return self._find("act", self.acts, id, lambda act: act.id)

    def event(self, id: str) -> Event:
        """A related event by its id."""
        return self._find("event", self.events, id, lambda event: event.id)

    def obligation(self, id: str) -> Obligation:
        """An obligation by its id."""
        return self._find("obligation", self.obligations, id, lambda obligation: obligation.id)

    def source(self, id: str) -> Source:
        """A source by its id."""
        return self._find("source", self.sources, id, lambda source: source.id)

    def party(self, code: str) -> Party:
        """A participant by its code; raises ``UnknownPartyError`` for any other State."""
        found = next((party for party in self.parties if party.code == code), None)
        if found is None:
            self._check_code(code)
            raise UnknownPartyError(
                f"{code!r} is not a participant in {self.id}; its participants are {', '.join(self._codes)}"
            )
        return found

    def _find(self, what: str, items: Iterable[N], key: str, key_of: Callable[[N], str]) -> N:
        known = {key_of(item): item for item in items}
        if key not in known:
            raise UnknownTreatyError(
                f"{self.id} has no {what} {key!r}{did_you_mean(key, known)}"
                + (f" (it has {len(known)})" if known else "")
            )
        return known[key]

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        known = {source.id: source for source in self.sources}
        return tuple(known[id] for id in dict.fromkeys(ids))

    # ------------------------------------------------------------------------------ the law of this record

    @cached_property
    def _law(self) -> Law:
        return Law(self._case(self.acts, self.policy))

    def _case(self, acts: Iterable[Act], policy: Policy) -> Case:
        return prepare(
            parties=self.parties,
            acts=acts,
            entry=self.entry_into_force,
            duration=self.duration,
            bilateral=self.is_bilateral,
            policy=policy,
            outside={near.treaty: near.in_force_from for near in self.neighbours},
            superseded_by=[near.treaty for near in self.neighbours if near.supersedes],
        )

    @cached_property
    def _lines(self) -> dict[str | None, Timeline[Any]]:
        return {}

    def timeline(self, party: str | None = None) -> Timeline[Any]:
        """All days, cut into periods with one answer each: for a party, or for the treaty as a whole.

        The value of a period is a :class:`~treatykit.law.terms.Possible`: the statuses and flags that some possible world
        holds. Days beyond ``reviewed_through`` are projected.

        >>> import treatykit as tk
        >>> for period in tk.load("rus-prk-2024").timeline("RUS"):
        ...     print(period)
        [..., 2024-06-19) none
        [2024-06-19, 2024-12-04) signatory
        [2024-12-04, ...) party
        """
        if party not in self._lines:
            self._lines[party] = self._timeline(party, self._law)
        return self._lines[party]

    def _timeline(self, party: str | None, law: Law) -> Timeline[Any]:
        if party is None:
            return law.treaty_timeline()
        own = self.participant(party)
        if own is None:
            return Timeline(Possible(frozenset((Standing(PartyStatus.NONE),))))
        return law.party_timeline(own)

    @cached_property
    def _in_force(self) -> Timeline[Truth]:
        return self.timeline().map(lambda found: found.is_(TreatyStatus.IN_FORCE))

    @cached_property
    def _continued(self) -> dict[str, str]:
        """The States that continue a participant, each with the code under which it takes part."""
        return {
            party.continued_by: party.code
            for party in self.parties
            if party.continued_by and party.continued_by not in self._participants
        }

    def participant(self, code: str) -> str | None:
        """The code under which a State takes part: its own, or that of the State which it continues.

        ``None`` for a third State; raises ``UnknownPartyError`` for a code that names none.

        >>> import treatykit as tk
        >>> t = tk.load("rus-prk-2024")
        >>> t.participant("RUS"), t.participant("KOR")
        ('RUS', None)
        """
        self._check_code(code)
        return code if code in self._participants else self._continued.get(code)

    def _check_code(self, code: str) -> None:
        if isinstance(code, str) and (code in self._participants or is_known_code(code)):
            return
        known = {party.code: party.code for party in self.parties}
        for party in self.parties:
            known |= dict.fromkeys((party.name, party.iso_alpha2, *party.names), party.code)
        hint = known.get(str(code).strip().upper()) or known.get(str(code).strip())
        question = f"; did you mean {hint!r}?" if hint else did_you_mean(str(code), self._codes)
        raise UnknownPartyError(
            f"{code!r} is no participant in {self.id} and no ISO 3166 alpha-3 code of a State{question} "
            f"(participants: {', '.join(self._codes[:12])}{', ...' if len(self._codes) > 12 else ''})"
        )

    # ------------------------------------------------------------------------------ status

    def in_force_on(self, day: DayLike) -> Truth:
        """Whether the treaty is in force on a day; over a span of days, MAYBE unless it is so on all of them or on none.

        >>> import treatykit as tk
        >>> t = tk.load("rus-prk-2024")
        >>> t.in_force_on("2024-12-03"), t.in_force_on("2024-12"), t.in_force_on("2024-10")
        (<Truth.NO: 'no'>, <Truth.MAYBE: 'maybe'>, <Truth.NO: 'no'>)
        """
        if isinstance(day, dt.date):
            return self._in_force.on(day)
        found = set(self._in_force.over(day))
        return found.pop() if len(found) == 1 else Truth.MAYBE

    def status_on(self, day: DayLike, party: str | None = None) -> StatusAnswer[Any]:
        """The status of a party, or of the treaty, on a day, with its reasons, its sources and what is not known.

        Any State can be asked about: who is no participant is a third State. Raises
        :class:`~treatykit.errors.UnknownPartyError` for a code that names none.

        >>> import treatykit as tk
        >>> answer = tk.load("rus-prk-2024").status_on("2024-11-10", party="RUS")
        >>> str(answer.since), str(answer.until), answer.effect
        ('2024-06-19', '2024-12-04', <LegalEffect.GOOD_FAITH: 'good_faith'>)
        """
        days = days_of(day)
        line = self.timeline(party)
        found = _over(line, days)
        disputed = self._is_disputed(party, days)
        horizon = self.reviewed_through.toordinal()
        known = self._known
        own = party if party is None else self.participant(party) or party
        because = _reasons.because(known, own, days, found)
        if own != party:
            because = (f"{party} continues {own}, which takes part in the treaty.", *because)
        return StatusAnswer(
            treaty=self.id,
            party=party,
            on=days,
            found=found,
            since=_period_at(line, days.bounds[0]).start,
            until=_period_at(line, days.bounds[-1]).until,
            disputed=disputed,
            projected=days.bounds[-1] > horizon,
            hypothetical=bool(self.hypothetical),
            because=because,
            caveats=_reasons.caveats(known, own, days, found, reviewed_through=horizon, disputed=disputed),
            sources=self._sources(_reasons.source_ids(known, own, days, (self.entry_into_force, self.duration))),
        )

    @cached_property
    def _known(self) -> _reasons.Known:
        return _reasons.Known(
            acts=self.acts,
            case=self._law.case,
            policy=self.policy,
            entry=self._law.entry_days(),
            end=self._law.days_of(lambda world: self._law.treaty_course(world).end),
        )

    # ------------------------------------------------------------------------------ disputes

    @cached_property
    def _rivals(self) -> tuple[Law, Law] | None:
        """The law on every undeprecated claim, and on the one best claim of each act; ``None`` if they are the same."""
        disputed = any(
            len({claim.date for claim in claims if claim.rank is not Rank.DEPRECATED}) > 1
            for act in self.acts
            for claims in (act.claims, act.received, act.effective)
        )
        if not disputed:
            return None
        best = [
            attrs.evolve(act, claims=_best(act.claims), received=_best(act.received), effective=_best(act.effective))
            for act in self.acts
        ]
        return Law(self._case(self.acts, Policy.ALL)), Law(self._case(best, Policy.ALL))

    @cached_property
    def _disputed_lines(self) -> dict[str | None, Timeline[bool]]:
        return {}

    def _is_disputed(self, party: str | None, days: DaySet) -> bool:
        """Whether another choice among undeprecated claims gives other possible statuses on some of the days."""
        if self._rivals is None or (party is not None and self.participant(party) is None):
            return False
        if party not in self._disputed_lines:
            all_claims, best_claims = (self._timeline(party, law) for law in self._rivals)
            self._disputed_lines[party] = all_claims.zip(best_claims, lambda a, b: a.possible != b.possible)
        return any(self._disputed_lines[party].over(days))

    # ------------------------------------------------------------------------------ days

    @property
    def signed_on(self) -> DaySet | None:
        """The candidate days of the first signature; ``None`` if the record has none."""
        signed = self._law.case.of(ActKind.SIGNATURE)
        if not signed:
            return None
        return self._law.days_of(lambda world: earlier(*(world.day(deed.done) for deed in signed)))

    @property
    def in_force_from(self) -> DaySet | None:
        """The candidate days of entry into force, computed from the clause; ``None`` if it has not come about.

        >>> import treatykit as tk
        >>> print(tk.load("rus-prk-2024").in_force_from)
        2024-12-04
        """
        return self._known.entry

    @property
    def ended_on(self) -> DaySet | None:
        """The candidate first days on which the treaty no longer applied; ``None`` if it has not ended."""
        return self._known.end

    # ------------------------------------------------------------------------------ ratification

    def ratification(self, party: str) -> RatificationChain:
        """The way of a party to consent: domestic approvals and the international act, told apart, in order of date.

        >>> import treatykit as tk
        >>> for step in tk.load("rus-prk-2024").ratification("RUS").steps:
        ...     print(step)
        2024-10-24  State Duma (domestic_approval, domestic)
        2024-11-06  Federation Council (domestic_approval, domestic)
        2024-11-09  President (domestic_approval, domestic)
        2024-12-04  RUS and PRK exchanged instruments of ratification (exchange, international)
        """
        self.party(party)
        law = self._law
        consents = {deed.act.id for deed in law.case.by_party[party] if law.case.is_consent(deed)}
        steps, preparatory = [], []
        for act in self.acts:
            day = act.day(self.policy)
            if day is None or party not in (act.by or self._codes):
                continue
            step = Step(party=party, act=act, date=day)
            if act.kind is ActKind.DOMESTIC_APPROVAL or act.id in consents:
                steps.append(step)
            elif act.kind is ActKind.DOMESTIC_STEP:
                preparatory.append(step)
        return RatificationChain(
            party=party,
            steps=tuple(sorted(steps, key=lambda step: (step.date.bounds, step.is_international))),
            preparatory=tuple(sorted(preparatory, key=lambda step: step.date.bounds)),
        )

    # ------------------------------------------------------------------------------ duties

    def duties(
        self,
        *,
        on: DayLike,
        bearer: str | None = None,
        toward: str | None = None,
        given: Situation | Iterable[Situation] = (),
        theme: str | None = None,
        article: int | str | None = None,
        between: tuple[str, str] | None = None,
    ) -> tuple[Duty, ...]:
        """Who owes what to whom on a day, each duty with whether it binds and what it leaves open.

        ``given`` puts facts to the treaty (:func:`~treatykit.armed_attack`, :func:`~treatykit.threat`,
        :func:`~treatykit.request`): then only the duties that the facts set off, wholly or in part, are returned. Without
        facts all duties are. ``theme`` and ``article`` narrow further; ``between`` keeps to what two parties owe each
        other, whoever else there is. A third State has no duties.

        >>> import treatykit as tk
        >>> t = tk.load("rus-prk-2024")
        >>> for duty in t.duties(on="2025-01-01", bearer="RUS", given=tk.armed_attack(against="PRK")):
        ...     print(duty.at, duty.bearer, duty.toward, duty.binding)
        4 RUS PRK yes
        """
        from treatykit.law import duties as law  # loaded when it is first asked for

        days = days_of(on)
        facts = (given,) if isinstance(given, Situation) else tuple(given)
        for code in (bearer, toward, *(between or ()), *(part for fact in facts for part in (fact.against, fact.by))):
            if code:
                self._check_code(code)
        codes: tuple[str | None, ...] = self._codes
        if between is not None:
            codes = tuple(map(self.participant, between))
        if None in codes:
            return ()
        bearer = bearer and (self.participant(bearer) or bearer)
        toward = toward and (self.participant(toward) or toward)
        facts = tuple(
            attrs.evolve(fact, against=fact.against and (self.participant(fact.against) or fact.against))
            for fact in facts
        )
        wanted = None if article is None else self.article(article).at
        found = []
        for place in self.articles:
            if wanted is not None and place.at != wanted:
                continue
            for obligation in place.obligations:
                if theme is not None and theme not in obligation.themes:
                    continue
                for pairing in law.pairings(obligation, (code for code in codes if code), facts):
                    if bearer not in (None, pairing.bearer) or toward not in (None, pairing.toward):
                        continue
                    triggered = law.set_off(obligation.trigger, facts, pairing)
                    if not facts or triggered is not Truth.NO:
                        found.append(self._duty(obligation, pairing, days, facts, triggered))
        return tuple(found)

    def _duty(
        self,
        obligation: Obligation,
        pairing: Pairing,
        days: DaySet,
        facts: tuple[Situation, ...],
        triggered: Truth,
    ) -> Duty:
        from treatykit.law import duties as law

        bound, effects, exact = law.binding(self._law, obligation, pairing, self._cut_days(pairing, days))
        projected = days.bounds[-1] > self.reviewed_through.toordinal()
        notes = [
            *law.caveats(obligation, pairing, facts, bound, triggered),
            *law.bearings(self.acts, pairing, obligation.at),
        ]
        if projected:
            notes.append(
                f"The record was reviewed through {self.reviewed_through}; beyond that day the answer assumes that nothing "
                "further was done."
            )
        return law.Duty(
            treaty=self.id,
            on=days,
            obligation=obligation,
            bearer=pairing.bearer,
            toward=pairing.toward,
            binding=bound,
            effects=effects,
            triggered=triggered,
            exact=exact,
            projected=projected,
            hypothetical=bool(self.hypothetical),
            caveats=tuple(notes),
            sources=self._sources(obligation.sources),
        )

    def _cut_days(self, pairing: Pairing, days: DaySet) -> list[float]:
        """One day for each period, of the treaty or of either side, that the days asked about touch.

        Reservations cut the periods further.
        """
        lines = [self.timeline()] + [self.timeline(code) for code in (pairing.bearer, pairing.toward) if code]
        cuts = {float(day.toordinal()) for line in lines for day in line.changes}
        for act in self.acts:
            if act.kind in {ActKind.RESERVATION, ActKind.RESERVATION_WITHDRAWN}:
                cuts.update(act.date.bounds)
        return sorted(
            {first for first, _ in days.ranges}
            | {cut for cut in cuts for first, last in days.ranges if first <= cut <= last}
        )

    # ------------------------------------------------------------------------------ narrowing

    def using(self, policy: str) -> Treaty:
        """The same record, read under another policy on claims: ``"ranked"`` or ``"all"``.

        >>> import treatykit as tk
        >>> sorted(tk.load("rus-prk-2024").using("all").status_on("2024-06-18", party="RUS").possible)
        [<PartyStatus.NONE: 'none'>, <PartyStatus.SIGNATORY: 'signatory'>]
        """
        return attrs.evolve(self, policy=policy)

    def trusting(self, ids: Iterable[str]) -> Treaty:
        """The record with the claims of the named sources only; acts and events without any are left out.

        >>> import treatykit as tk
        >>> print(tk.load("rus-prk-2024").trusting(["seed"]).signed_on)
        2024-06-18
        """
        trusted = frozenset(many(ids))
        known = {source.id for source in self.sources}
        for id in sorted(trusted - known):
            raise UnknownTreatyError(f"{self.id} has no source {id!r}{did_you_mean(id, known)}")
        return self._keeping(lambda claim: claim.source in trusted)

    def known_by(self, day: DayLike) -> Treaty:
        """The record as it could be known at the end of a day: without claims of sources that were not public by then.

        A source counts from its publication, or, where that is not known, from the day it was archived or retrieved; a
        source that nothing dates does not count. Publication days are local, so the result is good to about a day. The
        horizon moves to the earlier of the day and ``reviewed_through``.

        >>> import treatykit as tk
        >>> earlier = tk.load("rus-prk-2024").known_by("2024-11-30")
        >>> earlier.in_force_on("2024-12-10"), earlier.status_on("2024-12-10").projected
        (<Truth.NO: 'no'>, True)
        """
        limit = ordinal_of(day)
        public = {
            source.id
            for source in self.sources
            if source.public_by is not None and source.public_by.bounds[-1] <= limit
        }
        narrowed = self._keeping(lambda claim: claim.source in public)
        return attrs.evolve(narrowed, reviewed_through=date_of(min(limit, self.reviewed_through.toordinal())))

    def _keeping(self, keep: Callable[[Claim], bool]) -> Treaty:
        def kept(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
            return tuple(filter(keep, claims))

        acts: list[Act] = []
        for act in self.acts:
            claims, effective = kept(act.claims), kept(act.effective)
            if not claims or (act.kind is ActKind.PROLONGATION and not effective):
                continue
            acts.append(attrs.evolve(act, claims=claims, received=kept(act.received), effective=effective))
        left = {act.id for act in acts}
        while any(act.of and act.of not in left for act in acts):  # what answers an act goes with it
            acts = [act for act in acts if not act.of or act.of in left]
            left = {act.id for act in acts}
        events = [attrs.evolve(event, claims=kept(event.claims)) for event in self.events if kept(event.claims)]
        return attrs.evolve(self, acts=acts, events=events)

    # ------------------------------------------------------------------------------ what if

    def with_act(self, act: Act) -> Treaty:
        """The record with one more act, to ask "what if"; every answer of the result is marked hypothetical.

        Sources that its claims name and the record does not have are added as the user's own.
        """
        known = {source.id for source in self.sources}
        own = [
            Source(id=id, title="An assumption of the user, not a publication")
            for id in dict.fromkeys(claim.source for claim in act.all_claims)
            if id not in known
        ]
        return attrs.evolve(
            self,
            acts=(*self.acts, act),
            sources=(*self.sources, *own),
            hypothetical=(*self.hypothetical, act.id),
        )

    def what_if(self, kind: str, *, on: DayLike, by: str | Iterable[str] = (), **fields: Any) -> Treaty:
        """The record as it would be if something were done: a notice, a deposit, a suspension, whatever an act can be.

        ``kind`` is a kind of act, ``on`` its day (for a notice, the day from which it is counted), ``by`` who does it;
        other fields of :class:`~treatykit.Act` can be given. Every answer of the result is marked hypothetical.

        >>> import treatykit as tk
        >>> t = tk.load("rus-prk-2024").what_if("withdrawal_notice", on="2026-03-01", by="RUS")
        >>> answer = t.status_on("2027-02-28", party="PRK")
        >>> answer.status, answer.leaving, answer.hypothetical
        (<PartyStatus.PARTY: 'party'>, <Truth.YES: 'yes'>, True)
        >>> t.status_on("2027-03-01", party="PRK").status
        <PartyStatus.FORMER: 'former'>
        """
        number = len(self.hypothetical) + 1
        source = f"what-if-{number}"
        if ActKind(kind) in ENDING:
            fields.setdefault("ground", Ground.CLAUSE)
        if ActKind(kind) is ActKind.DEPOSIT:
            fields.setdefault("instrument", "ratification")
        codes = [by] if isinstance(by, str) else list(by)
        return self.with_act(
            Act(id=source, kind=kind, by=codes, claims=[Claim(date=days_of(on), source=source)], **fields)
        )

    # ------------------------------------------------------------------------------ findings

    def check(self) -> tuple[Finding, ...]:
        """Contradictions, gaps and doubtful claims in the record: findings with stable codes, never errors.

        >>> import treatykit as tk
        >>> [finding.code for finding in tk.load("rus-prk-2024").check() if finding.subject == "signature"]
        ['date-disputed']
        """
        from treatykit.law.checks import findings_of  # loaded when it is first asked for

        return tuple(findings_of(self, self._law))

    # ------------------------------------------------------------------------------ display

    def __repr__(self) -> str:
        marks = [] if self.policy is Policy.RANKED else [f"using {self.policy}"]
        marks += ["hypothetical"] if self.hypothetical else []
        return f"<Treaty {self.id}: {self.title}{''.join(f', {mark}' for mark in marks)}>"

    def __str__(self) -> str:
        return "\n".join(self._lines_of_text())

    def _lines_of_text(self) -> Iterator[str]:
        yield self.title
        yield f"  {self.id}, {self.form}, reviewed through {self.reviewed_through}"
        yield f"  parties and signatories: {', '.join(f'{p.name} ({p.code})' for p in self.parties[:8])}" + (
            f" and {len(self.parties) - 8} more" if len(self.parties) > 8 else ""
        )
        yield f"  signed: {self.signed_on or 'not in the record'}"
        yield f"  entry into force: {self.in_force_from or 'not in the record'}"
        yield f"  end: {self.ended_on or 'none in the record'}"
        yield (
            f"  {len(self.articles)} articles, {len(self.obligations)} obligations, {len(self.acts)} acts, "
            f"{len(self.sources)} sources"
        )

    def _repr_html_(self) -> str:
        return html_table(
            [
                ("id", self.id),
                ("parties", tuple(f"{party.name} ({party.code})" for party in self.parties[:12])),
                ("signed", self.signed_on or ""),
                ("in force from", self.in_force_from or ""),
                ("ended", self.ended_on or ""),
                ("reviewed through", self.reviewed_through),
            ],
            caption=self.title,
        )


def _best(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The one claim that ranks highest and is most precise; none if all are deprecated."""
    live = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
    best = sorted(
        live, key=lambda claim: (claim.rank is not Rank.PREFERRED, claim.date.bounds[-1] - claim.date.bounds[0])
    )
    return tuple(best[:1]) or claims[:1]


def _over(line: Timeline[Possible[Any]], days: DaySet) -> Possible[Any]:
    """What is possible on any of several days."""
    found = line.over(days)
    if len(found) == 1:
        return found[0]
    return Possible(frozenset().union(*(one.standings for one in found)), all(one.exact for one in found))


def _period_at(line: Timeline[Any], ordinal: float) -> Any:
    if ordinal < 1:
        return line[0]
    return line[-1] if ordinal > date_of(3652059).toordinal() else line.period_on(date_of(ordinal))
