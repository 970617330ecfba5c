"""Acts: what was done, when, by whom, and who says so; and the ratification chain of a party."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from treatykit.days import DayLike, DaySet, days_of
from treatykit.record.fields import Word, filled, many
from treatykit.record.sources import Claim, Policy, candidates
from treatykit.truth import Truth

__all__ = [
    "Act",
    "ActKind",
    "ChainProgress",
    "Ground",
    "Instrument",
    "Person",
    "RatificationChain",
    "Step",
    "SubjectTo",
]


class ActKind(Word):
    """The kinds of act, in the words of the Vienna Convention on the Law of Treaties (VCLT)."""

    ADOPTION = "adoption"  # VCLT 9
    AUTHENTICATION = "authentication"  # VCLT 10, initialling
    SIGNATURE = "signature"  # VCLT 10, 12, 14, 18; ``subject_to`` tells which
    CONFIRMATION = "confirmation"  # VCLT 12(2)(b), of a signature ad referendum
    EXCHANGE_OF_NOTES = "exchange_of_notes"  # VCLT 13
    EXCHANGE = "exchange"  # VCLT 16(a), of instruments
    DEPOSIT = "deposit"  # VCLT 16(b), of an instrument with the depositary
    COMPLETION_NOTICE = "completion_notice"  # VCLT 16(c), notification that internal procedures are complete
    INSTRUMENT_WITHDRAWN = "instrument_withdrawn"  # consent taken back before entry into force; a signature stays
    DISCLAIMER = "disclaimer"  # VCLT 18(a), declared intention not to become a party
    DISCLAIMER_WITHDRAWN = "disclaimer_withdrawn"
    ENTRY_INTO_FORCE = "entry_into_force"  # a stated day; the law computes its own and compares
    PROVISIONAL_START = "provisional_start"  # VCLT 25
    PROVISIONAL_END = "provisional_end"  # VCLT 25(2)
    RESERVATION = "reservation"  # VCLT 19
    RESERVATION_WITHDRAWN = "reservation_withdrawn"  # VCLT 22
    OBJECTION = "objection"  # VCLT 20
    DECLARATION = "declaration"
    AMENDMENT = "amendment"  # VCLT 39-41
    SUSPENSION = "suspension"  # VCLT 57, 58, 60-62, 72
    RESUMPTION = "resumption"
    WITHDRAWAL_NOTICE = "withdrawal_notice"  # VCLT 54, 56, 65, 67: denunciation or withdrawal
    NOTICE_REVOKED = "notice_revoked"  # VCLT 68
    WITHDRAWAL_EFFECTIVE = "withdrawal_effective"  # a stated day on which a withdrawal took effect
    PROLONGATION = "prolongation"  # the term is extended; ``effective`` is the new end
    TERMINATION = "termination"  # VCLT 54(b), 60-64: the end for all, or abandonment before entry into force
    SUPERSESSION = "supersession"  # VCLT 59: the end for all by a later treaty
    REGISTRATION = "registration"  # VCLT 80, UN Charter 102
    PUBLICATION = "publication"
    CORRECTION = "correction"  # VCLT 79
    DOMESTIC_STEP = "domestic_step"  # submission, committee report, promulgation: internal law
    DOMESTIC_APPROVAL = "domestic_approval"  # vote, statute, decree: internal law

    @property
    def is_domestic(self) -> bool:
        """Whether the act belongs to internal law, and so never changes a status (VCLT 2(1)(b))."""
        return self in {ActKind.DOMESTIC_STEP, ActKind.DOMESTIC_APPROVAL}


class Instrument(Word):
    """The instrument by which consent is expressed (VCLT 2(1)(b), 11, 14, 15)."""

    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    FORMAL_CONFIRMATION = "formal_confirmation"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    #: a signature that is consent by itself (VCLT 12)
    DEFINITIVE_SIGNATURE = "definitive_signature"
    OTHER = "other"


class SubjectTo(Word):
    """What a signature still needs before it is consent to be bound; ``nothing`` makes it definitive (VCLT 12)."""

    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    CONFIRMATION = "confirmation"  # signature ad referendum
    NOTHING = "nothing"
    #: known to be simple, the condition itself not seen
    NOT_STATED = "not_stated"


class Ground(Word):
    """Why a treaty ends, pauses or loses a party: only as the treaty or the Convention allows (VCLT 42)."""

    CLAUSE = "clause"  # VCLT 54(a), 57(a)
    CONSENT = "consent"  # VCLT 54(b), 57(b)
    IMPLIED_RIGHT = "implied_right"  # VCLT 56
    LATER_TREATY = "later_treaty"  # VCLT 59
    BREACH = "breach"  # VCLT 60
    IMPOSSIBILITY = "impossibility"  # VCLT 61
    CHANGED_CIRCUMSTANCES = "changed_circumstances"  # VCLT 62
    PEREMPTORY_NORM = "peremptory_norm"  # VCLT 64
    CONTESTED = "contested"
    NOT_STATED = "not_stated"


#: Kinds that end or pause a treaty for somebody, and so must name their ground.
ENDING = frozenset(
    {
        ActKind.WITHDRAWAL_NOTICE,
        ActKind.WITHDRAWAL_EFFECTIVE,
        ActKind.TERMINATION,
        ActKind.SUSPENSION,
    }
)


@attrs.define(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who took part in an act.

    >>> Person(name="Andrey Rudenko", role="Deputy Foreign Minister", party="RUS").party
    'RUS'
    """

    name: str = attrs.field(validator=filled)
    role: str = ""
    party: str = ""
    #: other spellings in use
    names: tuple[str, ...] = attrs.field(default=(), converter=many)


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Act:
    """Something done about a treaty on a day, with the claims of the sources that date it.

    An act is either international (signature, deposit, notice, ...) or domestic; a domestic act never changes a
    status. ``by`` names who did it: a joint act has several codes, and no code means the parties together. ``claims``
    date the doing, ``received`` the receipt by the addressee, ``effective`` the day from which it has effect.

    >>> act = Act(id="signature", kind="signature", by=["RUS", "PRK"], subject_to="ratification",
    ...           claims=[Claim(date="2024-06-19", source="kcna")])
    >>> act.kind.is_domestic, str(act.date)
    (False, '2024-06-19')

    Raises ``ValueError`` where a field that the kind needs is missing (``subject_to`` for a signature, ``ground`` for
    an ending), or stands where it means nothing.
    """

    id: str = attrs.field(validator=filled)
    kind: ActKind = attrs.field(converter=ActKind)
    by: tuple[str, ...] = attrs.field(default=(), converter=many)
    claims: tuple[Claim, ...] = attrs.field(converter=many)
    received: tuple[Claim, ...] = attrs.field(default=(), converter=many)
    effective: tuple[Claim, ...] = attrs.field(default=(), converter=many)
    instrument: Instrument | None = attrs.field(default=None, converter=attrs.converters.optional(Instrument))
    subject_to: SubjectTo | None = attrs.field(default=None, converter=attrs.converters.optional(SubjectTo))
    ground: Ground | None = attrs.field(default=None, converter=attrs.converters.optional(Ground))
    #: the id of the act that this one answers: the notice revoked, the suspension lifted, the signature confirmed
    of: str = ""
    #: the articles concerned; none means the whole treaty
    scope: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: which stay of the party in the treaty; left out, it is inferred where the dates are exact
    episode: int | None = attrs.field(default=None)
    body: str = ""
    place: str = ""
    people: tuple[Person, ...] = attrs.field(default=(), converter=many)
    #: number of the statute, decree or registration
    number: str = ""
    #: what was done, in our own words
    summary: str = ""
    note: str = ""

    @claims.validator
    def _check_claims(self, attribute: object, value: tuple[Claim, ...]) -> None:
        if not value:
            raise ValueError("claims must hold at least one claim: a date and the source that gives it")

    @episode.validator
    def _check_episode(self, attribute: object, value: int | None) -> None:
        if value is not None and value < 1:
            raise ValueError(f"episode counts from 1, not {value}")

    def __attrs_post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(problem)

    def _problems(self) -> Iterator[str]:
        if self.kind is ActKind.SIGNATURE and self.subject_to is None and self.instrument is not Instrument.SUCCESSION:
            yield (
                "a signature must say what it is subject to: subject_to = 'ratification', 'acceptance', 'approval' or "
                "'confirmation', or 'nothing' if it is definitive (VCLT 12)"
            )
        if self.subject_to is not None and self.kind is not ActKind.SIGNATURE:
            yield f"subject_to belongs to a signature, not to an act of kind '{self.kind}'"
        if self.kind in ENDING and self.ground is None:
            yield (
                f"an act of kind '{self.kind}' must name its ground: ground = "
                f"{', '.join(repr(str(g)) for g in Ground)} (VCLT 42)"
            )
        if self.kind is ActKind.PROLONGATION and not self.effective:
            yield "a prolongation must say until when: effective = [{ date = the new end, source = ... }]"

    # ------------------------------------------------------------------------------ its days

    @property
    def date(self) -> DaySet:
        """The candidate days of the doing, from the best-ranked claims; all claims if all are deprecated."""
        return self.day(Policy.RANKED) or candidates_of_all(self.claims)

    def day(self, policy: Policy) -> DaySet | None:
        """The candidate days of the doing under a policy; ``None`` if no claim counts."""
        return candidates(self.claims, policy)

    def day_received(self, policy: Policy) -> DaySet | None:
        """The candidate days of the receipt under a policy; ``None`` if none is recorded."""
        return candidates(self.received, policy)

    def day_effective(self, policy: Policy) -> DaySet | None:
        """The candidate days of a stated effect under a policy; ``None`` if none is recorded."""
        return candidates(self.effective, policy)

    @property
    def all_claims(self) -> tuple[Claim, ...]:
        """Every claim on the act: of the doing, the receipt and the effect."""
        return self.claims + self.received + self.effective

    @property
    def what(self) -> str:
        """The kind of the act in words, with the instrument: ``exchange of instruments of ratification``."""
        kind = self.kind.replace("_", " ")
        if self.kind is ActKind.EXCHANGE:
            kind += " of instruments"
        elif self.instrument is not None:
            kind += " of an instrument"
        return kind if self.instrument is None else f"{kind} of {self.instrument.replace('_', ' ')}"

    def __str__(self) -> str:
        who = f" by {' and '.join(self.by)}" if self.by else ""
        return f"{self.date}  {self.what}{who}"

    def __repr__(self) -> str:
        return f"<Act {self.id}: {self}>"


def candidates_of_all(claims: tuple[Claim, ...]) -> DaySet:
    """The union of the days of all claims, whatever their rank."""
    days = claims[0].date
    for claim in claims[1:]:
        days = days | claim.date
    return days


# ------------------------------------------------------------------------------------------- ratification


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Step:
    """One step on the way of a party to consent: a domestic approval, or the international act.

    ``kind`` is the kind of the act; ``is_international`` tells the two planes apart (VCLT 2(1)(b)).
    """

    party: str
    act: Act
    date: DaySet

    @property
    def kind(self) -> ActKind:
        """The kind of the act."""
        return self.act.kind

    @property
    def body(self) -> str:
        """Who acted on the side of the party, where it is recorded."""
        return self.act.body

    @property
    def is_international(self) -> bool:
        """Whether the step counts on the international plane; domestic approval never does."""
        return not self.act.kind.is_domestic

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources behind the step."""
        return tuple(dict.fromkeys(claim.source for claim in self.act.all_claims))

    def __str__(self) -> str:
        plane = "international" if self.is_international else "domestic"
        return f"{self.date}  {self.body or self.act.what} ({plane})"

    def __repr__(self) -> str:
        return f"<Step {self}>"


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class ChainProgress:
    """How far a ratification chain has come on a day: the steps done, those that may be, and the one that follows."""

    on: DaySet
    done: tuple[Step, ...]
    possible: tuple[Step, ...]
    next: Step | None

    def __iter__(self) -> Iterator[Step]:
        return iter(self.done)

    def __len__(self) -> int:
        return len(self.done)

    def __str__(self) -> str:
        lines = [f"By {self.on}:", *(f"  done: {step}" for step in self.done)]
        lines += [f"  perhaps: {step}" for step in self.possible]
        return "\n".join([*lines, f"  next: {self.next}" if self.next is not None else "  nothing is left to do"])

    def __repr__(self) -> str:
        return f"<ChainProgress on {self.on}: {len(self.done)} done, next {self.next}>"

    @property
    def consent(self) -> Truth:
        """Whether consent to be bound had been given on the international plane."""
        if any(step.is_international for step in self.done):
            return Truth.YES
        return Truth.MAYBE if any(step.is_international for step in self.possible) else Truth.NO


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class RatificationChain:
    """The way of one party to consent: domestic approvals and the international act, told apart and in order of date.

    ``preparatory`` holds what surrounds them on the domestic plane: submission, committee, publication of the law.
    """

    party: str
    steps: tuple[Step, ...]
    preparatory: tuple[Step, ...] = ()

    @property
    def domestic(self) -> tuple[Step, ...]:
        """The domestic approvals."""
        return tuple(step for step in self.steps if not step.is_international)

    @property
    def international(self) -> tuple[Step, ...]:
        """The international acts of consent."""
        return tuple(step for step in self.steps if step.is_international)

    def on(self, day: DayLike) -> ChainProgress:
        """The steps done by the end of a day (for a span of days: by its first day), and the next one."""
        days = days_of(day)
        done = tuple(step for step in self.steps if step.date.bounds[-1] <= days.bounds[0])
        possible = tuple(step for step in self.steps if step not in done and step.date.bounds[0] <= days.bounds[-1])
        ahead = tuple(step for step in self.steps if step not in done)
        return ChainProgress(on=days, done=done, possible=possible, next=ahead[0] if ahead else None)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __repr__(self) -> str:
        return f"<RatificationChain of {self.party}: {len(self.steps)} steps>"

    def __str__(self) -> str:
        return "\n".join([f"Ratification by {self.party}", *(f"  {step}" for step in self.steps)])
