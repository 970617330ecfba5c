"""Obligations: who owes what to whom, on which trigger; and the facts that a user puts to a treaty."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from treatykit.days import Span
from treatykit.record.fields import Word, filled, many, optional_span
from treatykit.record.sources import Evidence, Located, Quotation

__all__ = [
    "AtopType",
    "Modality",
    "Obligation",
    "Side",
    "Situation",
    "Strength",
    "Trigger",
    "TriggerKind",
    "armed_attack",
    "request",
    "threat",
]


class Modality(Word):
    """What an obligation does: requires, forbids, permits, or only declares."""

    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    DECLARES = "declares"


class Strength(Word):
    """How firmly the bearer is held."""

    FIRM = "firm"
    GUARANTEE = "guarantee"
    BEST_EFFORTS = "best_efforts"
    ASPIRATION = "aspiration"


class AtopType(Word):
    """The five pledges of the Alliance Treaty Obligations and Provisions project (variables DEFENSE, OFFENSE, ...)."""

    DEFENSE = "defense"
    OFFENSE = "offense"
    NEUTRALITY = "neutrality"
    NONAGGRESSION = "nonaggression"
    CONSULTATION = "consultation"


class TriggerKind(Word):
    """What sets an obligation off. A dotted name lies within the shorter ones: ``force.attack`` within ``force``."""

    FORCE = "force"
    FORCE_ATTACK = "force.attack"
    FORCE_THREAT = "force.threat"
    REQUEST = "request"
    MEASURES = "measures"
    MEASURES_COERCIVE = "measures.coercive"
    THIRD_STATE = "third_state"
    THIRD_STATE_DEALING = "third_state.dealing"
    CHALLENGE = "challenge"
    ISSUE = "issue"
    ISSUE_MEMBERSHIP = "issue.membership"
    ISSUE_ENDING = "issue.ending"
    CONTINUING = "continuing"
    INSTRUMENTS_EXCHANGED = "instruments.exchanged"
    ENTRY_INTO_FORCE = "entry_into_force"
    OTHER = "other"

    def lies_within(self, other: TriggerKind) -> bool:
        """Whether this kind is the other or one of its kinds.

        >>> TriggerKind.FORCE_ATTACK.lies_within(TriggerKind.FORCE)
        True
        """
        return self == other or self.startswith(f"{other}.")


class Side(Word):
    """Whom a part of a trigger speaks of, as seen from an obligation between a bearer and a counterparty."""

    TOWARD = "toward"
    BEARER = "bearer"
    EITHER = "either"


def _atop_types(values: Iterable[str]) -> tuple[AtopType, ...]:
    return tuple(map(AtopType, many(values)))


@attrs.define(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What sets an obligation off; everything named must hold together.

    ``against`` says who is struck, seen from the obligation; ``by`` says in words by whom; ``on_request_of`` says whose
    request is needed; ``requires`` lists the further conditions of the clause, in our own words.

    >>> Trigger(kind="force.attack", against="toward").kind
    <TriggerKind.FORCE_ATTACK: 'force.attack'>
    """

    kind: TriggerKind = attrs.field(converter=TriggerKind)
    against: Side | None = attrs.field(default=None, converter=attrs.converters.optional(Side))
    by: str = ""
    on_request_of: Side | None = attrs.field(default=None, converter=attrs.converters.optional(Side))
    requires: tuple[str, ...] = attrs.field(default=(), converter=many)


#: Words that stand for parties in ``bearer`` and ``toward``.
EACH, BOTH, OTHER, NOBODY = "each", "both", "other", "none"


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Obligation:
    """One thing that the treaty requires, forbids, permits or declares, at a place in it.

    ``bearer`` is ``each`` (a duty of each party towards every other), ``both`` (a joint duty of all), ``none`` (a clause
    about the treaty itself) or a party's code; ``toward`` is ``other``, ``none`` or a code. ``final`` marks a final
    clause, which operates from the adoption of the text (VCLT 24(4)); ``survives`` one that outlives the treaty.

    >>> aid = Obligation(id="aid", at="3", bearer="each", modality="must", action="give armed and other help",
    ...                  trigger=Trigger(kind="force.attack", against="toward"), sources=["gazette-12"])
    >>> aid.toward, aid.modality == "must"
    ('other', True)
    """

    id: str = attrs.field(validator=filled)
    #: the place in the treaty: an article ('4'), a paragraph ('16(2)') or 'preamble'
    at: str = attrs.field(validator=filled)
    bearer: str = attrs.field(default=EACH, validator=filled)
    toward: str = attrs.field(default=OTHER, validator=filled)
    modality: Modality = attrs.field(converter=Modality)
    strength: Strength = attrs.field(default=Strength.FIRM, converter=Strength)
    #: what is owed, in our own words
    action: str = attrs.field(validator=filled)
    trigger: Trigger | None = None
    #: within what time, in words: 'immediately', 'without delay'
    time_limit: str = ""
    #: a time limit that can be counted
    within: Span | None = attrs.field(default=None, converter=optional_span)
    #: qualifications, in our own words
    subject_to: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: the purposes named
    purposes: tuple[str, ...] = attrs.field(default=(), converter=many)
    themes: tuple[str, ...] = attrs.field(default=(), converter=many)
    atop: tuple[AtopType, ...] = attrs.field(default=(), converter=_atop_types)
    final: bool = False
    survives: bool = False
    evidence: Evidence | None = attrs.field(default=None, converter=attrs.converters.optional(Evidence))
    #: whether a source names the article: 'confirmed', 'inferred' or 'unverified'
    located: Located = attrs.field(default=Located.CONFIRMED, converter=Located)
    #: sources that put it elsewhere or word it otherwise, and how
    dissent: str = ""
    quotations: tuple[Quotation, ...] = attrs.field(default=(), converter=many)
    #: ids of the sources
    sources: tuple[str, ...] = attrs.field(converter=many)
    note: str = ""

    @sources.validator
    def _check_sources(self, attribute: object, value: tuple[str, ...]) -> None:
        if not value:
            raise ValueError("an obligation needs at least one source")

    def __attrs_post_init__(self) -> None:
        if self.bearer == self.toward != NOBODY:
            raise ValueError(f"an obligation cannot be owed by {self.bearer!r} towards itself")

    @property
    def owed(self) -> str:
        """What the obligation asks, as the end of a sentence: ``must give help``, ``declares: oppose hegemony``."""
        verb = "declares:" if self.modality is Modality.DECLARES else self.modality.replace("_", " ")
        return f"{verb} {self.action}"

    @property
    def place(self) -> str:
        """The place in the treaty, as it is cited: ``Art. 16(2)``, ``Preamble``."""
        return "Preamble" if self.at == "preamble" else f"Art. {self.at}"

    def __repr__(self) -> str:
        return f"<Obligation {self.id}: {self}>"

    def __str__(self) -> str:
        return f"{self.place}: {self.bearer} {self.owed}"


# ------------------------------------------------------------------------------------------- facts


@attrs.define(frozen=True, slots=True, kw_only=True)
class Situation:
    """A fact that the user puts to the treaty; the treaty does not decide whether it is so.

    >>> Situation(kind="force.attack", against="PRK").against
    'PRK'
    """

    kind: TriggerKind = attrs.field(converter=TriggerKind)
    against: str = ""
    by: str = ""
    #: whether the user also states that every further condition of the clause is met
    conditions_met: bool = False

    def __str__(self) -> str:
        words = {
            TriggerKind.FORCE_ATTACK: "armed attack",
            TriggerKind.FORCE_THREAT: "direct threat of armed attack",
        }.get(self.kind, str(self.kind))
        against = f" against {self.against}" if self.against else ""
        return f"{words}{against}{f' by {self.by}' if self.by else ''}"


def armed_attack(*, against: str, by: str = "", conditions_met: bool = False) -> Situation:
    """The fact, given by the user, that a party has suffered an armed attack (compare UN Charter, Article 51).

    ``conditions_met`` states besides that every further condition which the clause names is met.

    >>> print(armed_attack(against="PRK"))
    armed attack against PRK
    """
    return Situation(kind=TriggerKind.FORCE_ATTACK, against=against, by=by, conditions_met=conditions_met)


def threat(*, against: str, by: str = "", conditions_met: bool = False) -> Situation:
    """The fact, given by the user, that there is a direct threat of armed attack on a party.

    ``conditions_met`` states besides that every further condition which the clause names is met.

    >>> print(threat(against="RUS"))
    direct threat of armed attack against RUS
    """
    return Situation(kind=TriggerKind.FORCE_THREAT, against=against, by=by, conditions_met=conditions_met)


def request(*, by: str) -> Situation:
    """The fact, given by the user, that a party has asked for what the treaty provides.

    >>> print(request(by="RUS"))
    request by RUS
    """
    return Situation(kind=TriggerKind.REQUEST, by=by)
