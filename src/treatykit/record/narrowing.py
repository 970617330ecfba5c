"""Narrowing: the acts and events of a record, with some of their claims only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from treatykit.record.acts import Act, ActKind
from treatykit.record.context import Event
from treatykit.record.sources import Claim, Rank

__all__ = ["acts_with_best_claims", "acts_with_claims", "events_with_claims"]


def acts_with_claims(acts: Iterable[Act], keep: Callable[[Claim], bool]) -> tuple[Act, ...]:
    """The acts that some kept claim dates, each with those claims; what answers an act that is left out goes with it."""
    kept: list[Act] = []
    for act in acts:
        claims, effective = tuple(filter(keep, act.claims)), tuple(filter(keep, act.effective))
        if claims and (effective or act.kind is not ActKind.PROLONGATION):
            kept.append(
                attrs.evolve(act, claims=claims, received=tuple(filter(keep, act.received)), effective=effective)
            )
    left = {act.id for act in kept}
    while any(act.of and act.of not in left for act in kept):
        kept = [act for act in kept if not act.of or act.of in left]
        left = {act.id for act in kept}
    return tuple(kept)


def events_with_claims(events: Iterable[Event], keep: Callable[[Claim], bool]) -> tuple[Event, ...]:
    """The events that some kept claim dates, each with those claims."""
    narrowed = ((event, tuple(filter(keep, event.claims))) for event in events)
    return tuple(attrs.evolve(event, claims=claims) for event, claims in narrowed if claims)


def acts_with_best_claims(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts, each date resting on the one claim that ranks highest and is most precise."""
    return tuple(
        attrs.evolve(act, claims=_best(act.claims), received=_best(act.received), effective=_best(act.effective))
        for act in acts
    )


def _best(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    live = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
    best = sorted(
        live, key=lambda claim: (claim.rank is not Rank.PREFERRED, claim.date.bounds[-1] - claim.date.bounds[0])
    )
    return tuple(best[:1]) or claims[:1]


def are_disputed(acts: Iterable[Act]) -> bool:
    """Whether claims that are not deprecated give any date of any act differently."""
    return any(
        len({claim.date for claim in claims if claim.rank is not Rank.DEPRECATED}) > 1
        for act in acts
        for claims in (act.claims, act.received, act.effective)
    )
