"""Duties on a day: which obligations bind whom towards whom, for given facts (VCLT 18, 24(4), 25, 26, 34, 70, 72)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import attrs

from treatykit.days import DaySet
from treatykit.display import bullet, html_table
from treatykit.errors import UndeterminedError
from treatykit.law.cases import Case
from treatykit.law.standings import treaty_standing_on
from treatykit.law.status import Law
from treatykit.law.terms import LegalEffect, PartyStatus, Standing, TreatyStatus, effect_of
from treatykit.law.worlds import World
from treatykit.record.acts import Act, ActKind
from treatykit.record.articles import article_of
from treatykit.record.obligations import (
    BOTH,
    EACH,
    NOBODY,
    OTHER,
    Modality,
    Obligation,
    Side,
    Situation,
    Trigger,
    TriggerKind,
)
from treatykit.record.sources import Evidence, Located, Source
from treatykit.truth import Truth

__all__ = ["Duty", "Pairing", "bearings", "binding", "pairings", "set_off"]


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Duty:
    """What one party owes another under one obligation on a day.

    ``binding`` is about the law: whether the obligation binds the bearer towards the counterparty on that day.
    ``triggered`` is about the facts the user gave: YES if they meet every condition the clause names, MAYBE if some
    condition was not stated, NO if nothing was given that sets it off. What the facts amount to is not decided here.
    """

    treaty: str
    on: DaySet
    obligation: Obligation
    #: code of the bearer; ``None`` for a clause about the treaty itself
    bearer: str | None
    #: code of the counterparty; ``None`` where the duty is owed to nobody in particular, or to all the others
    toward: str | None
    binding: Truth
    #: the legal effects that are possible for the bearer
    effects: frozenset[LegalEffect]
    triggered: Truth
    exact: bool
    projected: bool
    hypothetical: bool = False
    caveats: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def at(self) -> str:
        """The place in the treaty."""
        return self.obligation.at

    @property
    def effect(self) -> LegalEffect:
        """The legal effect of the treaty on the bearer, where it is certain; ``UndeterminedError`` where it is not."""
        if len(self.effects) > 1:
            raise UndeterminedError(f"the effect is not certain: {' or '.join(sorted(self.effects))}; read .effects")
        return next(iter(self.effects))

    def _who(self) -> str:
        if self.bearer is None:
            return "the treaty"
        return f"{self.bearer} towards {self.toward}" if self.toward else self.bearer

    def __repr__(self) -> str:
        return f"<Duty: {self.treaty} {self.obligation.place}, {self._who()}, binding {self.binding} on {self.on}>"

    def __str__(self) -> str:
        obligation = self.obligation
        effects = " or ".join(f"{effect} ({effect.rule})" for effect in sorted(self.effects))
        lines = [
            f"{obligation.place}, {self._who()}: {obligation.owed}",
            f"  binding on {self.on}: {self.binding}; effect: {effects}",
        ]
        if obligation.trigger is not None:
            lines.append(f"  set off by the facts given: {self.triggered}")
        if obligation.time_limit:
            lines.append(f"  time limit: {obligation.time_limit}")
        lines += [f"  subject to: {part}" for part in obligation.subject_to]
        if self.caveats:
            lines += [bullet(caveat) for caveat in self.caveats]
        if self.sources:
            lines.append(f"  sources: {', '.join(source.id for source in self.sources)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return html_table(
            [
                ("who", self._who()),
                ("what", self.obligation.owed),
                ("binding", self.binding),
                ("effect", tuple(f"{effect} ({effect.rule})" for effect in sorted(self.effects))),
                ("set off", self.triggered),
                ("subject to", self.obligation.subject_to),
                ("to be kept in mind", self.caveats),
                ("sources", tuple(map(str, self.sources))),
            ],
            caption=f"{self.treaty}, Art. {self.at}, on {self.on}",
        )


@attrs.define(frozen=True, slots=True)
class Pairing:
    """A bearer and a counterparty between whom an obligation may run."""

    bearer: str | None
    toward: str | None


def pairings(
    obligation: Obligation, parties: Iterable[str], facts: tuple[Situation, ...], toward: str | None = None
) -> Iterator[Pairing]:
    """Between whom an obligation runs: ``each``, ``both`` and ``other`` are spelled out, symmetrically.

    Among more than two parties the counterparty is the one asked about, or the one that the facts name, or all the
    others.
    """
    codes = tuple(parties)
    bearers: tuple[str | None, ...]
    if obligation.bearer in {EACH, BOTH}:
        bearers = codes
    elif obligation.bearer == NOBODY:
        bearers = (None,)
    else:
        bearers = (obligation.bearer,)
    for bearer in bearers:
        if obligation.toward not in {OTHER, NOBODY}:
            if bearer != obligation.toward:
                yield Pairing(bearer, obligation.toward)
        elif bearer is None or obligation.toward == NOBODY:
            yield Pairing(bearer, None)
        else:
            others = [code for code in codes if code != bearer]
            named = [fact.against for fact in facts if fact.against in others]
            if len(others) == 1:
                yield Pairing(bearer, others[0])
            elif toward in others:
                yield Pairing(bearer, toward)
            elif named:
                yield from (Pairing(bearer, code) for code in dict.fromkeys(named))
            else:
                yield Pairing(bearer, None)


# ------------------------------------------------------------------------------------------- the facts


def set_off(trigger: Trigger | None, facts: tuple[Situation, ...], pairing: Pairing) -> Truth:
    """Whether the facts given set an obligation off between two parties.

    NO if none of them speaks to the trigger; MAYBE if they meet a part of it and the rest was not stated.
    """
    if trigger is None:
        return Truth.NO
    met: list[bool] = []
    main = [
        fact
        for fact in facts
        if fact.kind is not TriggerKind.REQUEST
        and (trigger.kind.lies_within(fact.kind) or fact.kind.lies_within(trigger.kind))
    ]
    if trigger.kind is TriggerKind.REQUEST:
        main = [fact for fact in facts if fact.kind is TriggerKind.REQUEST]
    struck = [fact for fact in main if _on_side(fact.against or fact.by, trigger.against, pairing)]
    asked = [
        fact for fact in facts if fact.kind is TriggerKind.REQUEST and _on_side(fact.by, trigger.on_request_of, pairing)
    ]
    if main and not struck:
        return Truth.NO  # the facts speak of somebody else
    if trigger.kind is TriggerKind.REQUEST and trigger.on_request_of is not None and not asked:
        return Truth.NO  # somebody else asked
    met.append(any(fact.against or trigger.against is None for fact in struck))
    if trigger.on_request_of is not None:
        met.append(bool(asked))
    if not struck and not (asked and trigger.on_request_of is not None):
        return Truth.NO
    stated = not trigger.requires or any(fact.conditions_met for fact in struck)
    return Truth.YES if all(met) and stated else Truth.MAYBE


def _on_side(code: str, side: Side | None, pairing: Pairing) -> bool:
    if side is None or not code:
        return True
    if side is Side.BEARER:
        return code == pairing.bearer
    if side is Side.TOWARD:
        return code == pairing.toward
    return code in {pairing.bearer, pairing.toward}


def unmet(trigger: Trigger | None, facts: tuple[Situation, ...], pairing: Pairing) -> Iterator[str]:
    """The conditions of a trigger that the facts given do not state, as sentences."""
    if trigger is None or not facts:
        return
    for condition in () if any(fact.conditions_met for fact in facts) else trigger.requires:
        yield f"The clause also asks that {condition}; the facts given do not say so."
    if trigger.by and not any(fact.by for fact in facts):
        yield f"The clause speaks of acts by {trigger.by}; the facts given do not say by whom."
    if trigger.on_request_of is not None and not any(
        fact.kind is TriggerKind.REQUEST and _on_side(fact.by, trigger.on_request_of, pairing) for fact in facts
    ):
        whose = {Side.EITHER: "either side", Side.BEARER: "the bearer", Side.TOWARD: "the counterparty"}
        yield f"The duty arises on request of {whose[trigger.on_request_of]}; no request is among the facts given."


# ------------------------------------------------------------------------------------------- the law


def binding(
    law: Law, obligation: Obligation, pairing: Pairing, days: Iterable[float]
) -> tuple[Truth, frozenset[LegalEffect], bool]:
    """Whether an obligation binds between two parties on the days given, asked inside each world.

    The second result holds the possible effects on the bearer; the third tells whether both are exact.
    """
    answers: set[tuple[bool, LegalEffect]] = set()
    exact = True
    for reading, day in product(law.readings(), days):
        sides = [
            reading.views(code) if code is not None else [reading.case] for code in (pairing.bearer, pairing.toward)
        ]
        for views in product(*sides):
            found, sure = reading.ask(_question(reading, obligation, pairing, views, day), _ANY_ANSWER)
            answers |= found
            exact = exact and sure and not reading.case.mixes
    return Truth.of(bound for bound, _ in answers), frozenset(effect for _, effect in answers), exact


_ANY_ANSWER = tuple((bound, effect) for bound in (True, False) for effect in LegalEffect)


def _question(
    law: Law, obligation: Obligation, pairing: Pairing, views: tuple[Case, ...], day: float
) -> Callable[[World[Any]], tuple[bool, LegalEffect]]:
    case = law.case
    article = article_of(obligation.at)

    def ask(world: World[Any]) -> tuple[bool, LegalEffect]:
        core = law.treaty_course(world)
        treaty = treaty_standing_on(core, (), world, day)
        alive = treaty.status in {TreatyStatus.PENDING, TreatyStatus.IN_FORCE}
        if pairing.bearer is None:
            in_force = treaty.status is TreatyStatus.IN_FORCE
            return (alive if obligation.final else in_force), effect_of(treaty)
        bearer = law.standing(pairing.bearer, world, day, views[0])
        if obligation.final:  # final clauses operate from adoption (VCLT 24(4))
            return alive and bearer.status is not PartyStatus.NONE, bearer.effect
        between = [bearer]
        if pairing.toward is not None:
            between.append(law.standing(pairing.toward, world, day, views[1]))
        bound = all(_applies(standing, article, obligation) for standing in between)
        excluded = _excluded(case, pairing.bearer, article, world, day)
        return bound and not excluded, bearer.effect

    return ask


def _applies(standing: Standing, article: str, obligation: Obligation) -> bool:
    """Whether an article is to be performed by somebody in this standing."""
    if standing.status is PartyStatus.PARTY:
        return not standing.suspended and article not in standing.suspended_articles
    if standing.provisional:
        return not standing.provisional_articles or article in standing.provisional_articles
    return standing.status is PartyStatus.FORMER and obligation.survives


def _excluded(case: Case, code: str, article: str, world: World[Any], day: float) -> bool:
    """Whether a reservation that names the article stands (VCLT 19, 21, 22)."""
    for deed in case.by(code, ActKind.RESERVATION):
        if article not in map(article_of, deed.act.scope) or not world.by(world.day(deed.done), day):
            continue
        taken_back = case.answers(deed, ActKind.RESERVATION_WITHDRAWN, code)
        if not any(world.by(world.day(other.done), day) for other in taken_back):
            return True
    return False


# ------------------------------------------------------------------------------------------- caveats


def bearings(acts: Iterable[Act], pairing: Pairing, article: str) -> Iterator[str]:
    """Reservations, objections and declarations that touch a duty, as sentences; their bilateral effects are not computed."""
    for act in acts:
        if act.kind not in {ActKind.RESERVATION, ActKind.OBJECTION, ActKind.DECLARATION}:
            continue
        if act.scope and article not in map(article_of, act.scope):
            continue
        who = [code for code in act.by if code in {pairing.bearer, pairing.toward}]
        if who:
            summary = f": {act.summary.rstrip('.')}" if act.summary else ""
            yield (
                f"{' and '.join(who)} made a {act.kind} ({act.date}){summary}; its effects between two parties "
                "(VCLT 20, 21) are not computed."
            )


def caveats(
    obligation: Obligation, pairing: Pairing, facts: tuple[Situation, ...], bound: Truth, triggered: Truth
) -> Iterator[str]:
    """What a duty leaves open, as sentences."""
    if facts and obligation.trigger is not None:
        yield (
            "The facts are the user's: whether what happened is what the clause means, and who decides that, is not "
            "decided here."
        )
        yield from unmet(obligation.trigger, facts, pairing)
        if bound is not Truth.NO:
            yield "If the situation began before the duty was binding, only its later part is covered (VCLT 28)."
        yield "Other duties of the parties are not weighed, nor the precedence of the UN Charter (Article 103)."
    if obligation.modality is Modality.DECLARES:
        yield "The provision declares; it requires nothing by itself."
    if obligation.located is Located.INFERRED:
        yield "That this stands in the article named is inferred; no source seen names the number."
    elif obligation.located is Located.UNVERIFIED:
        yield "That this stands in the article named is not verified; the content is sourced, the number is not."
    if obligation.dissent:
        yield obligation.dissent
    if obligation.evidence in {Evidence.ALLEGED, Evidence.INFERRED}:
        yield f"The content is {obligation.evidence}."
    if triggered is Truth.NO and facts:
        yield "The facts given do not set this duty off."
