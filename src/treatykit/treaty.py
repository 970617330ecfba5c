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
from treatykit.law.answers import StatusAnswer
from treatykit.law.inquiry import Inquiry
from treatykit.law.terms import TreatyStatus
from treatykit.record.acts import ENDING, Act, ActKind, Ground, RatificationChain
from treatykit.record.articles import Article
from treatykit.record.clauses import Duration, EntryIntoForce
from treatykit.record.context import Event, Link, LinkKind, Name, Neighbour, Statement, Title, Unknown
from treatykit.record.coverage import Coverage
from treatykit.record.fields import many
from treatykit.record.integrity import faults_of
from treatykit.record.narrowing import acts_with_claims, events_with_claims
from treatykit.record.obligations import Obligation, Situation
from treatykit.record.sources import Claim, Policy, Source
from treatykit.record.states import Party, is_known_code
from treatykit.record.treaties import Form
from treatykit.timeline import Timeline
from treatykit.truth import Truth

if TYPE_CHECKING:
    from treatykit.law.duties import Duty
    from treatykit.law.findings import Finding

__all__ = ["Treaty"]

N = TypeVar("N")


def _horizon(value: DayLike) -> Date:
    return date_of(ordinal_of(value))


def _told(days: DaySet | None) -> str:
    """Days in words; those without a last one are of something that the record does not tell, and that may not have been."""
    if days is None:
        return ""
    return str(days) if days.latest is not None else f"not told; {days.earliest} at the earliest"


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
    #: whether all participants are listed; if not, the status of any other State is unknown, not "none"
    parties_complete: bool = True
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
    #: from when to when the record speaks and on what it is silent; left out, it is complete up to its review
    coverage: Coverage | None = None
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
        """An article by its number, by a place in it, or ``"preamble"``, with summary, quotations, obligations, sources.

        >>> import treatykit as tk
        >>> tk.load("rus-prk-2024").article(4).number
        4
        """
        place = str(at)
        return self._find("article", self.articles, place.partition("(")[0], lambda article: article.at)

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
                + ("" if known else f"; it records no {what}s")
            )
        return known[key]

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        known = {source.id: source for source in self.sources}
        return tuple(known[id] for id in dict.fromkeys(ids))

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
        return self._inquiry.timeline(None if party is None else self._own(party))

    @cached_property
    def _inquiry(self) -> Inquiry:
        return Inquiry(self)

    def _own(self, code: str) -> str:
        """The code under which a State takes part; for a third State, its own."""
        return self.participant(code) or code

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
        if isinstance(code, str) and (code in self._participants or code in self._continued or is_known_code(code)):
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

    @cached_property
    def _in_force(self) -> Timeline[Truth]:
        return self._inquiry.timeline(None).map(lambda found: found.is_(TreatyStatus.IN_FORCE))

    def status_on(self, day: DayLike, party: str | None = None) -> StatusAnswer[Any]:
        """The status of a party, or of the treaty, on a day, with its reasons, its sources and what is not known.

        Any State can be asked about: who is no participant is a third State. Raises
        :class:`~treatykit.errors.UnknownPartyError` for a code that names none.

        >>> import treatykit as tk
        >>> answer = tk.load("rus-prk-2024").status_on("2024-11-10", party="RUS")
        >>> str(answer.since), str(answer.until), answer.effect
        ('2024-06-19', '2024-12-04', <LegalEffect.GOOD_FAITH: 'good_faith'>)
        """
        own = None if party is None else self._own(party)
        return self._inquiry.status(days_of(day), party, own)

    # ------------------------------------------------------------------------------ days

    @property
    def signed_on(self) -> DaySet | None:
        """The candidate days of the first signature; ``None`` if the record has none."""
        return self._inquiry.signed

    @property
    def in_force_from(self) -> DaySet | None:
        """The candidate days of entry into force, computed from the clause; ``None`` if it has not come about.

        >>> import treatykit as tk
        >>> print(tk.load("rus-prk-2024").in_force_from)
        2024-12-04
        """
        return self._inquiry.known.entry

    @property
    def ended_on(self) -> DaySet | None:
        """The candidate first days on which the treaty no longer applied; ``None`` if it has not ended."""
        return self._inquiry.known.end

    # ------------------------------------------------------------------------------ ratification

    def ratification(self, party: str) -> RatificationChain:
        """The way of a party to consent: domestic approvals and the international act, told apart, in order of date.

        >>> import treatykit as tk
        >>> for step in tk.load("rus-prk-2024").ratification("RUS").steps:
        ...     print(step)
        2024-10-24  State Duma (domestic)
        2024-11-06  Federation Council (domestic)
        2024-11-09  President (domestic)
        2024-12-04  exchange of instruments of ratification (international)
        """
        self.party(party)
        return self._inquiry.chain(party)

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
        facts = (given,) if isinstance(given, Situation) else tuple(given)
        for fact in facts:
            for code in filter(None, (fact.against, fact.by)):
                self._check_code(code)
        return self._inquiry.duties(
            on=days_of(on),
            parties=None if between is None else tuple(map(self.participant, between)),
            bearer=None if bearer is None else self._own(bearer),
            toward=None if toward is None else self._own(toward),
            facts=tuple(
                attrs.evolve(fact, against=fact.against and self._own(fact.against), by=fact.by and self._own(fact.by))
                for fact in facts
            ),
            theme=theme,
            article=None if article is None else self.article(article).at,
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
        return attrs.evolve(self, acts=acts_with_claims(self.acts, keep), events=events_with_claims(self.events, keep))

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

        return tuple(findings_of(self, self._inquiry.law))

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
        yield f"  entry into force: {_told(self.in_force_from) or 'not in the record'}"
        yield f"  end: {_told(self.ended_on) or 'none in the record'}"
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
                ("in force from", _told(self.in_force_from)),
                ("ended", _told(self.ended_on)),
                ("reviewed through", self.reviewed_through),
            ],
            caption=self.title,
        )
