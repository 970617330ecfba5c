"""Inquiry: the questions put to one record, answered with reasons, sources and doubts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from treatykit.days import LAST, Date, DaySet, date_of
from treatykit.law import reasons
from treatykit.law.answers import StatusAnswer
from treatykit.law.cases import Case, prepare
from treatykit.law.readings import with_readings
from treatykit.law.status import Law
from treatykit.law.terms import (
    ALL_STANDINGS,
    ALL_TREATY_STANDINGS,
    LegalEffect,
    PartyStatus,
    Possible,
    Standing,
    TreatyStanding,
)
from treatykit.law.worlds import earlier
from treatykit.record.acts import Act, ActKind, RatificationChain, Step
from treatykit.record.articles import article_of
from treatykit.record.context import Neighbour
from treatykit.record.coverage import Beyond, Coverage
from treatykit.record.integrity import Parts
from treatykit.record.narrowing import acts_with_best_claims, are_disputed
from treatykit.record.obligations import Obligation, Situation
from treatykit.record.sources import Policy, Source
from treatykit.timeline import Timeline
from treatykit.truth import Truth

if TYPE_CHECKING:
    from treatykit.law.duties import Duty, Pairing

__all__ = ["Inquiry", "Record"]


class Record(Parts, Protocol):
    """A record that can be asked: its parts, and how they are to be read."""

    @property
    def is_bilateral(self) -> bool:
        """Whether one denunciation ends it for both."""
        ...

    @property
    def parties_complete(self) -> bool:
        """Whether all participants are listed."""
        ...

    @property
    def coverage(self) -> Coverage | None:
        """From when to when it speaks, and on what it is silent."""
        ...

    @property
    def reviewed_through(self) -> Date:
        """The horizon."""
        ...

    @property
    def policy(self) -> Policy:
        """Which claims count."""
        ...

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The acts that were added to ask what if."""
        ...

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """What other records say that bears on this one."""
        ...


_UNKNOWN: Possible[Standing] = Possible(ALL_STANDINGS)
_UNKNOWN_TREATY: Possible[TreatyStanding] = Possible(ALL_TREATY_STANDINGS)
_THIRD_STATE = Possible(frozenset({Standing(PartyStatus.NONE)}))


class Inquiry:
    """One record under the law: every answer is worked out when it is first asked for, and kept."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.codes = tuple(party.code for party in record.parties)
        self._lines: dict[str | None, Timeline[Any]] = {}
        self._disputes: dict[str | None, Timeline[bool]] = {}

    @cached_property
    def law(self) -> Law:
        """The law, applied to the claims that the policy admits."""
        return Law(self._case(self.record.acts, self.record.policy))

    def _case(self, acts: Iterable[Act], policy: Policy) -> Case:
        record = self.record
        case = prepare(
            parties=record.parties,
            acts=acts,
            entry=record.entry_into_force,
            duration=record.duration,
            bilateral=record.is_bilateral,
            policy=policy,
            outside={near.treaty: near.in_force_from for near in record.neighbours},
            superseded_by=[near.treaty for near in record.neighbours if near.supersedes],
            silences=record.coverage.silences if record.coverage is not None else (),
        )
        return with_readings(case)

    # ------------------------------------------------------------------------------ status

    def timeline(self, party: str | None) -> Timeline[Any]:
        """The possible standings of a party, or of the treaty, on all days."""
        if party not in self._lines:
            self._lines[party] = self._timeline(party, self.law)
        return self._lines[party]

    def _timeline(self, party: str | None, law: Law) -> Timeline[Any]:
        if party is None:
            return self._covered(law.treaty_timeline(), _UNKNOWN_TREATY)
        if party in law.case.kinds:
            return self._covered(law.party_timeline(party), _UNKNOWN)
        if not self.record.parties_complete:  # whoever is not in the list may be anything
            return Timeline(_UNKNOWN)
        return self._covered(Timeline(_THIRD_STATE), _UNKNOWN)

    def _covered(self, line: Timeline[Any], unknown: Possible[Any]) -> Timeline[Any]:
        """A timeline that is unknown on the days of which the record does not speak."""
        if self._known_days is None:
            return line
        first, last = self._known_days
        if first > last:  # known_by may move the review to before the first day that is covered
            return Timeline(unknown)
        return line.within(first, last, otherwise=unknown)

    @cached_property
    def _known_days(self) -> tuple[float, float] | None:
        """The first and the last day of which the record speaks; ``None`` if it speaks of all."""
        coverage = self.record.coverage
        if coverage is None:
            return None
        first = -math.inf if coverage.since is None else coverage.since.bounds[0]
        last = self.record.reviewed_through.toordinal() if coverage.beyond is Beyond.UNKNOWN else math.inf
        return None if (first, last) == (-math.inf, math.inf) else (first, last)

    def is_covered(self, days: DaySet) -> bool:
        """Whether the record speaks of all of some days."""
        return self._known_days is None or (
            self._known_days[0] <= days.bounds[0] and days.bounds[-1] <= self._known_days[1]
        )

    def status(self, on: DaySet, party: str | None, own: str | None) -> StatusAnswer[Any]:
        """The status of a party, or of the treaty; ``own`` is the code under which the party takes part."""
        line = self.timeline(own)
        found = over(line, on)
        disputed = self._is_disputed(own, on)
        record, horizon = self.record, self.record.reviewed_through.toordinal()
        return StatusAnswer(
            treaty=record.id,
            party=party,
            on=on,
            found=found,
            since=_period_at(line, on.bounds[0]).start,
            until=_period_at(line, on.bounds[-1]).until,
            disputed=disputed,
            projected=on.bounds[-1] > horizon,
            hypothetical=bool(record.hypothetical),
            because=self._because(party, own, on, found),
            caveats=(
                *reasons.coverage_of(record, on),
                *reasons.caveats(self.known, own, on, found, disputed=disputed),
            ),
            sources=self._sources(reasons.source_ids(self.known, own, on, (record.entry_into_force, record.duration))),
        )

    def _because(self, party: str | None, own: str | None, on: DaySet, found: Possible[Any]) -> tuple[str, ...]:
        if own is not None and own not in self.codes and not self.record.parties_complete:
            return (f"The record does not list all participants, and {own} is not among those listed: unknown.",)
        told = reasons.because(self.known, own, on, found)
        return told if own == party else (f"{party} continues {own}, which takes part in the treaty.", *told)

    @cached_property
    def known(self) -> reasons.Known:
        """What the reasons are drawn from."""
        return reasons.Known(
            acts=self.record.acts,
            case=self.law.case,
            policy=self.record.policy,
            entry=self.law.entry_days(),
            end=self.law.end_days(),
        )

    @property
    def signed(self) -> DaySet | None:
        """The candidate days of the first signature."""
        signed = self.law.case.of(ActKind.SIGNATURE)
        if not signed:
            return None
        return self.law.days_of(lambda world: earlier(*(world.day(deed.done) for deed in signed)))

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        known = {source.id: source for source in self.record.sources}
        return tuple(known[id] for id in dict.fromkeys(ids))

    # ------------------------------------------------------------------------------ disputes

    @cached_property
    def _rivals(self) -> tuple[Law, Law] | None:
        """The law on every undeprecated claim, and on the one best claim of each date; ``None`` if they are the same."""
        acts = self.record.acts
        if not are_disputed(acts):
            return None
        return Law(self._case(acts, Policy.ALL)), Law(self._case(acts_with_best_claims(acts), Policy.ALL))

    def _is_disputed(self, party: str | None, days: DaySet) -> bool:
        """Whether another choice among undeprecated claims gives other possible statuses on some of the days."""
        if self._rivals is None:
            return False
        if party not in self._disputes:
            all_claims, best_claims = (self._timeline(party, law) for law in self._rivals)
            self._disputes[party] = all_claims.zip(best_claims, lambda a, b: a.possible != b.possible)
        return any(self._disputes[party].over(days))

    # ------------------------------------------------------------------------------ ratification

    def chain(self, party: str) -> RatificationChain:
        """The way of a party to consent, in order of date."""
        case, policy = self.law.case, self.record.policy
        consents = {deed.act.id for deed in case.by_party[party] if case.is_consent(deed)}
        steps, preparatory = [], []
        for act in self.record.acts:
            day = act.day(policy)
            if day is None or party not in (act.by or self.codes):
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
        on: DaySet,
        parties: tuple[str | None, ...] | None,
        bearer: str | None,
        toward: str | None,
        facts: tuple[Situation, ...],
        theme: str | None,
        article: str | None,
    ) -> tuple[Duty, ...]:
        """Who owes what to whom; the codes are those under which the parties take part."""
        if parties is not None and None in parties:
            return ()
        codes = self.codes if parties is None else tuple(code for code in parties if code is not None)
        return tuple(
            duty
            for place in self.record.articles
            if article in (None, place.at)
            for obligation in place.obligations
            if theme is None or theme in obligation.themes
            for duty in self._owed(obligation, codes, bearer, toward, on, facts)
        )

    def _owed(
        self,
        obligation: Obligation,
        codes: tuple[str, ...],
        bearer: str | None,
        toward: str | None,
        on: DaySet,
        facts: tuple[Situation, ...],
    ) -> Iterator[Duty]:
        from treatykit.law import duties  # loaded when it is first asked for

        for pairing in duties.pairings(obligation, codes, facts, toward):
            if bearer not in (None, pairing.bearer) or toward not in (None, pairing.toward):
                continue
            triggered = duties.set_off(obligation.trigger, facts, pairing)
            if facts and triggered is Truth.NO:
                continue
            bound, effects, exact = duties.binding(self.law, obligation, pairing, self._days_to_ask(pairing, on))
            if not self.is_covered(on):
                bound, effects = Truth.MAYBE, frozenset(LegalEffect)
            projected = on.bounds[-1] > self.record.reviewed_through.toordinal()
            yield duties.Duty(
                treaty=self.record.id,
                on=on,
                obligation=obligation,
                bearer=pairing.bearer,
                toward=pairing.toward,
                binding=bound,
                effects=effects,
                triggered=triggered,
                exact=exact,
                projected=projected,
                hypothetical=bool(self.record.hypothetical),
                caveats=(
                    *duties.caveats(obligation, pairing, facts, bound, triggered),
                    *duties.bearings(self.record.acts, pairing, article_of(obligation.at)),
                    *reasons.coverage_of(self.record, on),
                ),
                sources=self._sources(obligation.sources),
            )

    def _days_to_ask(self, pairing: Pairing, on: DaySet) -> list[float]:
        """One day for each period, of the treaty or of either side, that the days asked about touch.

        Reservations cut the periods further.
        """
        lines = [self.timeline(None)] + [self.timeline(code) for code in (pairing.bearer, pairing.toward) if code]
        cuts = {float(day.toordinal()) for line in lines for day in line.changes}
        for act in self.record.acts:
            day = act.day(self.record.policy)
            if day is not None and act.kind in {ActKind.RESERVATION, ActKind.RESERVATION_WITHDRAWN}:
                cuts.update(day.bounds)
        return sorted(
            {first for first, _ in on.ranges}
            | {cut for cut in cuts for first, last in on.ranges if first <= cut <= last}
        )


def over(line: Timeline[Possible[Any]], days: DaySet) -> Possible[Any]:
    """What is possible on any of several days."""
    found = line.over(days)
    if len(found) == 1:
        return found[0]
    return Possible(frozenset().union(*(one.standings for one in found)), all(one.exact for one in found))


def _period_at(line: Timeline[Any], ordinal: float) -> Any:
    if ordinal < 1:
        return line[0]
    return line[-1] if ordinal > LAST else line.period_on(date_of(ordinal))
