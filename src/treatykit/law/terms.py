"""The words of the answers: statuses, legal effects, and the standing of a party in one world."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

import attrs

from treatykit.errors import UndeterminedError
from treatykit.truth import Truth

__all__ = [
    "LegalEffect",
    "PartyStatus",
    "Possible",
    "Standing",
    "TreatyStanding",
    "TreatyStatus",
    "effect_of",
]


class PartyStatus(StrEnum):
    """What a State or organisation is to the treaty on a day (VCLT 2(1)(f)-(h))."""

    #: a third State
    NONE = "none"
    #: has signed, has not consented to be bound
    SIGNATORY = "signatory"
    #: has consented to be bound; the treaty is not in force for it
    CONTRACTING = "contracting"
    #: has consented, and the treaty is in force for it
    PARTY = "party"
    #: was a party, and is one no more
    FORMER = "former"


class TreatyStatus(StrEnum):
    """How the treaty as a whole stands on a day."""

    NOT_CONCLUDED = "not_concluded"
    #: the text is adopted, authenticated or signed, and not in force
    PENDING = "pending"
    IN_FORCE = "in_force"
    ENDED = "ended"


class LegalEffect(StrEnum):
    """What the treaty does to a State on a day; the rules apply as treaty law or custom."""

    #: a third State (VCLT 34), or a signatory that has declared that it will not become a party (VCLT 18(a))
    NONE = "none"
    #: not to defeat object and purpose before entry into force (VCLT 18)
    GOOD_FAITH = "good_faith"
    #: applied provisionally, as if in force (VCLT 25)
    PROVISIONAL = "provisional"
    #: binding, to be performed in good faith (VCLT 26)
    BINDING = "binding"
    #: performance suspended (VCLT 72)
    SUSPENDED = "suspended"
    #: released for the future, accrued rights untouched (VCLT 70)
    RESIDUAL = "residual"

    @property
    def rule(self) -> str:
        """The rule behind the effect, as the label that answers carry.

        >>> LegalEffect.GOOD_FAITH.rule
        'VCLT 18, as treaty law or custom'
        """
        return f"{_RULES[self]}, as treaty law or custom"


_RULES = {
    LegalEffect.NONE: "VCLT 34",
    LegalEffect.GOOD_FAITH: "VCLT 18",
    LegalEffect.PROVISIONAL: "VCLT 25",
    LegalEffect.BINDING: "VCLT 26",
    LegalEffect.SUSPENDED: "VCLT 72",
    LegalEffect.RESIDUAL: "VCLT 70",
}

_NOWHERE: frozenset[str] = frozenset()


@attrs.define(frozen=True, slots=True)
class Standing:
    """A party's status and flags on one day of one world; an ordinary value, with no doubt in it."""

    status: PartyStatus
    provisional: bool = False
    suspended: bool = False
    leaving: bool = False
    disclaimed: bool = False
    #: the articles whose operation is suspended, where it is not the whole treaty
    suspended_articles: frozenset[str] = _NOWHERE
    #: the articles applied provisionally, where it is not the whole treaty
    provisional_articles: frozenset[str] = _NOWHERE

    @property
    def effect(self) -> LegalEffect:
        """What the treaty does to the party in this standing."""
        return effect_of(self)


@attrs.define(frozen=True, slots=True)
class TreatyStanding:
    """The treaty's status and flags on one day of one world."""

    status: TreatyStatus
    provisional: bool = False
    suspended: bool = False
    leaving: bool = False


_TREATY_EFFECTS = {
    TreatyStatus.NOT_CONCLUDED: LegalEffect.NONE,
    TreatyStatus.PENDING: LegalEffect.GOOD_FAITH,
    TreatyStatus.IN_FORCE: LegalEffect.BINDING,
    TreatyStatus.ENDED: LegalEffect.RESIDUAL,
}


@lru_cache(maxsize=1024)
def effect_of(standing: Standing | TreatyStanding) -> LegalEffect:
    """The legal effect, as a function of status and flags alone.

    >>> effect_of(Standing(PartyStatus.SIGNATORY))
    <LegalEffect.GOOD_FAITH: 'good_faith'>
    >>> effect_of(Standing(PartyStatus.SIGNATORY, disclaimed=True))
    <LegalEffect.NONE: 'none'>
    """
    status = standing.status
    if isinstance(standing, TreatyStanding):
        if standing.suspended:
            return LegalEffect.SUSPENDED
        return LegalEffect.PROVISIONAL if standing.provisional else _TREATY_EFFECTS[standing.status]
    if status is PartyStatus.PARTY:
        return LegalEffect.SUSPENDED if standing.suspended else LegalEffect.BINDING
    if standing.provisional:
        return LegalEffect.PROVISIONAL
    if status is PartyStatus.CONTRACTING or (status is PartyStatus.SIGNATORY and not standing.disclaimed):
        return LegalEffect.GOOD_FAITH
    return LegalEffect.RESIDUAL if status is PartyStatus.FORMER else LegalEffect.NONE


S = TypeVar("S", "Standing", "TreatyStanding")

_YES_NO = (False, True)
#: Every standing that a party can have, whatever is known.
ALL_STANDINGS = frozenset(
    Standing(status, a, b, c, d) for status, a, b, c, d in product(PartyStatus, _YES_NO, _YES_NO, _YES_NO, _YES_NO)
)
#: Every standing that a treaty can have, whatever is known.
ALL_TREATY_STANDINGS = frozenset(
    TreatyStanding(status, a, b, c) for status, a, b, c in product(TreatyStatus, _YES_NO, _YES_NO, _YES_NO)
)


@attrs.define(frozen=True, slots=True)
class Possible(Generic[S]):
    """What a party, or the treaty, can be on a day: the standings found in all possible worlds.

    ``exact`` is false where the standings are a superset, because there were too many worlds to go through.

    >>> sure = Possible(frozenset({Standing(PartyStatus.SIGNATORY)}))
    >>> sure.status, sure.certain, sure.leaving
    (<PartyStatus.SIGNATORY: 'signatory'>, True, <Truth.NO: 'no'>)
    >>> open_ = Possible(frozenset({Standing(PartyStatus.NONE), Standing(PartyStatus.SIGNATORY)}))
    >>> open_.status
    Traceback (most recent call last):
    ...
    treatykit.errors.UndeterminedError: the status is not certain: none or signatory; read .possible
    """

    standings: frozenset[S]
    exact: bool = True

    @property
    def possible(self) -> frozenset[PartyStatus | TreatyStatus]:
        """Every status that some possible world holds."""
        return frozenset(standing.status for standing in self.standings)

    @property
    def certain(self) -> bool:
        """Whether there is one possible status."""
        return len(self.possible) == 1

    @property
    def unknown(self) -> bool:
        """Whether nothing is known: every status is possible.

        >>> Possible(ALL_STANDINGS).unknown, Possible(frozenset({Standing(PartyStatus.NONE)})).unknown
        (True, False)
        """
        return self.possible in _EVERY_STATUS

    @property
    def status(self) -> PartyStatus | TreatyStatus:
        """The status, where it is certain; raises ``UndeterminedError`` where it is not."""
        found = self.possible
        if len(found) > 1:
            raise UndeterminedError(f"the status is not certain: {' or '.join(in_order(found))}; read .possible")
        return next(iter(found))

    def is_(self, *statuses: PartyStatus | TreatyStatus) -> Truth:
        """Whether the status is one of those given."""
        return Truth.of(standing.status in statuses for standing in self.standings)

    @property
    def provisional(self) -> Truth:
        """Whether the treaty is applied provisionally (VCLT 25)."""
        return Truth.of(standing.provisional for standing in self.standings)

    @property
    def suspended(self) -> Truth:
        """Whether the operation of the whole treaty is suspended (VCLT 57, 72)."""
        return Truth.of(standing.suspended for standing in self.standings)

    @property
    def leaving(self) -> Truth:
        """Whether a notice of withdrawal stands that has not taken effect (VCLT 56, 68)."""
        return Truth.of(standing.leaving for standing in self.standings)

    @property
    def disclaimed(self) -> Truth:
        """Whether the signatory has declared that it will not become a party (VCLT 18(a))."""
        return Truth.of(isinstance(standing, Standing) and standing.disclaimed for standing in self.standings)

    @property
    def effects(self) -> frozenset[LegalEffect]:
        """Every legal effect that some possible world holds."""
        return frozenset(effect_of(standing) for standing in self.standings)

    @property
    def effect(self) -> LegalEffect:
        """The legal effect, where it is certain; raises ``UndeterminedError`` where it is not."""
        found = self.effects
        if len(found) > 1:
            raise UndeterminedError(f"the effect is not certain: {' or '.join(sorted(found))}; read .effects")
        return next(iter(found))

    def __str__(self) -> str:
        if self.unknown:
            return "unknown"
        words = " or ".join(in_order(self.possible))
        flags = [
            word if truth is Truth.YES else f"perhaps {word}"
            for word, truth in (
                ("applied provisionally", self.provisional),
                ("suspended", self.suspended),
                ("notice of withdrawal given", self.leaving),
                ("will not become a party", self.disclaimed),
            )
            if truth is not Truth.NO
        ]
        parts = sorted(
            {article for standing in self.standings for article in getattr(standing, "suspended_articles", ())}
        )
        if parts:
            flags.append(f"suspended: Art. {', '.join(parts)}")
        return words + (f" ({'; '.join(flags)})" if flags else "")


_EVERY_STATUS = (frozenset(PartyStatus), frozenset(TreatyStatus))


def in_order(statuses: frozenset[PartyStatus | TreatyStatus]) -> list[str]:
    """Statuses in the order in which a treaty goes through them."""
    order = [*PartyStatus, *TreatyStatus]
    return [str(status) for status in sorted(statuses, key=order.index)]
