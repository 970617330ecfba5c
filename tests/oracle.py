"""A brute-force evaluator of the status of a treaty: every candidate day of every act, and no cleverness.

It is written from the specification (docs/explanation/law.md), shares no code with the engine, and is there to be
compared with it. The records are read as plain data; all arithmetic of days is done here, with ``datetime``.

``Question`` holds the parts of a record. ``worlds`` gives every choice of one day for every act, for every stated
effect or receipt, and for every day in a clause. In one world every act has one day, and ``Reading`` works out the
law once; the standings on a day are then comparisons of days. ``None`` as a day always means *never*.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from treatykit.days import DaySet, Span
from treatykit.record.acts import Act, ActKind, Instrument, SubjectTo
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CalendarExit,
    CompletionNotices,
    CountedFrom,
    Duration,
    EntryIntoForce,
    ExchangeOfInstruments,
    FixedTerm,
    Instruments,
    OnDay,
    OnSignature,
    Pivot,
    Renewable,
    TermFrom,
    UntilDay,
)
from treatykit.record.sources import Claim, Policy, Rank
from treatykit.record.states import Party

__all__ = [
    "PartyStanding",
    "Question",
    "Reading",
    "Teller",
    "TreatyStanding",
    "World",
    "binding_pair",
    "entry_days",
    "number_of_worlds",
    "party_standing",
    "possible_party",
    "possible_treaty",
    "treaty_standing",
    "worlds",
]

#: A day, or ``None`` for never.
Day = dt.date | None

#: What a world picks a day for: ("act", id, "done" | "received" | "effective") or ("clause", path, field).
Variable = tuple[str, str, str]

#: Kinds that never change a status.
INERT = {
    ActKind.DOMESTIC_STEP,
    ActKind.DOMESTIC_APPROVAL,
    ActKind.REGISTRATION,
    ActKind.PUBLICATION,
    ActKind.CORRECTION,
    ActKind.DECLARATION,
    ActKind.RESERVATION,
    ActKind.RESERVATION_WITHDRAWN,
    ActKind.OBJECTION,
    ActKind.AMENDMENT,
}

#: Kinds that are always consent to be bound; a signature is consent only sometimes.
CONSENT = {
    ActKind.CONFIRMATION,
    ActKind.EXCHANGE_OF_NOTES,
    ActKind.EXCHANGE,
    ActKind.DEPOSIT,
    ActKind.COMPLETION_NOTICE,
}

#: Kinds that show that the text exists.
CONCLUDING = {
    ActKind.ADOPTION,
    ActKind.AUTHENTICATION,
    ActKind.SIGNATURE,
    ActKind.EXCHANGE_OF_NOTES,
    ActKind.EXCHANGE,
    ActKind.DEPOSIT,
    ActKind.COMPLETION_NOTICE,
    ActKind.PROVISIONAL_START,
    ActKind.ENTRY_INTO_FORCE,
}


# ------------------------------------------------------------------------------------------- days


def earliest(days: Iterable[Day]) -> Day:
    """The first of some days; never, if there is none."""
    return min((day for day in days if day is not None), default=None)


def latest(days: Iterable[Day]) -> Day:
    """The last of some days; never, if one of them never comes or there is none."""
    found = list(days)
    known = [day for day in found if day is not None]
    return max(known) if known and len(known) == len(found) else None


def reached(point: Day, day: dt.date) -> bool:
    """Whether a point in time has come by a day; never has not."""
    return point is not None and point <= day


def before(one: Day, other: Day) -> bool:
    """Whether one day comes strictly before another; everything comes before never."""
    return one is not None and (other is None or one < other)


def add(start: Day, months: int, days: int, rounding: str = "none") -> Day:
    """Months in one step (clamped to the end of the month), then days, then the rounding; never after year 9999."""
    if start is None:
        return None
    month_number = start.year * 12 + (start.month - 1) + months
    year, month = month_number // 12, month_number % 12 + 1
    if year > 9999:
        return None
    last_of_month = calendar.monthrange(year, month)[1]
    try:
        day = dt.date(year, month, min(start.day, last_of_month)) + dt.timedelta(days=days)
        if rounding == "none":
            return day
        if rounding == "month-start":
            return dt.date(day.year, day.month, 1)
        if rounding == "next-month-start":
            return dt.date(day.year + 1, 1, 1) if day.month == 12 else dt.date(day.year, day.month + 1, 1)
        if rounding == "next-year-start":
            return dt.date(day.year + 1, 1, 1)
        if rounding == "year-end":
            return dt.date(day.year, 12, 31)
    except (OverflowError, ValueError):  # beyond the year 9999
        return None
    raise AssertionError(f"unknown rounding {rounding!r}")


def after(start: Day, span: Span) -> Day:
    """The day reached by a legal distance; clear days are one day more."""
    return add(start, span.months, span.days + (1 if span.clear else 0), span.rounding)


def calendar_exit(rule: CalendarExit, notice: dt.date) -> Day:
    """The first day out: notice by one day of the calendar, effect on another, some years later."""
    by_month, by_day = map(int, rule.notice_by.split("-"))
    month, day = map(int, rule.day.split("-"))
    year = notice.year
    if notice > dt.date(year, by_month, by_day):
        year += 1
    if year > 9999 or year + rule.years > 9999:
        return None
    return dt.date(year + rule.years, month, day)


@dataclass(frozen=True)
class Period:
    """The days from one (included) until another (not included), for some articles or, with no scope, for all."""

    start: Day
    until: Day
    scope: tuple[str, ...] = ()

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies in the period."""
        return reached(self.start, day) and not reached(self.until, day)


# ------------------------------------------------------------------------------------------- question and worlds


class World(dict[Variable, dt.date]):
    """One day for every variable; a plain dict that remembers what was worked out for it."""

    reading: Reading | None = None


@dataclass(eq=False)
class Question:
    """The parts of a record that decide a status."""

    parties: Sequence[Party]
    acts: Sequence[Act]
    entry: EntryIntoForce | None = None
    duration: Duration | None = None
    bilateral: bool = False
    policy: Policy | str = Policy.RANKED

    def __post_init__(self) -> None:
        """Refuse what the oracle does not know."""
        ids = [act.id for act in self.acts]
        if len(set(ids)) != len(ids):
            raise ValueError("two acts have the same id")
        for _, clause in self.entry_clauses:
            if clause.waits_for:
                raise ValueError("the oracle knows no other treaties, and so no waits_for")

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the declared parties."""
        return [party.code for party in self.parties]

    @cached_property
    def counted(self) -> list[Act]:
        """The acts that take part: of a kind that matters, and with a claim that counts."""
        return [act for act in self.acts if act.kind not in INERT and counting(act.claims, self.policy)]

    @cached_property
    def acts_of(self) -> dict[str, list[Act]]:
        """The acts in which each party takes part; an act by nobody is one by all jointly."""
        return {code: [act for act in self.counted if not act.by or code in act.by] for code in self.codes}

    @cached_property
    def entry_clauses(self) -> list[tuple[str, EntryIntoForce]]:
        """The clause on entry into force and all those inside it, each with its path."""
        found: list[tuple[str, EntryIntoForce]] = []

        def walk(clause: EntryIntoForce, path: str) -> None:
            found.append((path, clause))
            if isinstance(clause, AllOf | AnyOf):
                for place, inner in enumerate(clause.rules):
                    walk(inner, f"{path}.{place}")

        if self.entry is not None:
            walk(self.entry, "entry")
        return found

    @cached_property
    def says_on_signature(self) -> bool:
        """Whether the clause, or a clause inside it, says that signature is enough."""
        return any(isinstance(clause, OnSignature) for _, clause in self.entry_clauses)

    @cached_property
    def variables(self) -> dict[Variable, list[dt.date]]:
        """What a world picks a day for, and the candidates of each."""
        found: dict[Variable, list[dt.date]] = {}
        for act in self.counted:
            for name, claims in (("done", act.claims), ("received", act.received), ("effective", act.effective)):
                days = {day for claim in counting(claims, self.policy) for day in days_in(claim.date)}
                if days:
                    found["act", act.id, name] = sorted(days)
        for path, clause in self.entry_clauses:
            for name in ("day", "fixed_day", "not_before", "met_on"):
                value = getattr(clause, name, None)
                if value is not None:
                    found["clause", path, name] = days_in(value)
        if isinstance(self.duration, UntilDay):
            found["clause", "duration", "day"] = days_in(self.duration.day)
        return found

    @cached_property
    def readings(self) -> list[Reading]:
        """The law in every world, worked out once."""
        return [Reading(self, world) for world in worlds(self)]

    def is_by_all(self, act: Act) -> bool:
        """Whether an act is one of all the parties together."""
        return not act.by or set(self.codes) <= set(act.by)

    def is_consent(self, act: Act) -> bool:
        """Whether an act expresses consent to be bound."""
        if act.kind == ActKind.SIGNATURE:
            return act.subject_to == SubjectTo.NOTHING or self.says_on_signature
        return act.kind in CONSENT


def counting(claims: Iterable[Claim], policy: Policy | str) -> list[Claim]:
    """The claims that count under a policy."""
    live = [claim for claim in claims if claim.rank != Rank.DEPRECATED]
    if policy == Policy.ALL:
        return live
    return [claim for claim in live if claim.rank == Rank.PREFERRED] or live


def days_in(days: DaySet) -> list[dt.date]:
    """The candidate days as plain dates."""
    return [dt.date(day.year, day.month, day.day) for day in days]


def instrument_of(act: Act) -> Instrument:
    """The instrument by which an act of consent counts."""
    if act.kind == ActKind.SIGNATURE:
        return Instrument.DEFINITIVE_SIGNATURE
    return act.instrument or Instrument.OTHER


def worlds(question: Question) -> Iterator[World]:
    """Every world: one day for every variable, in every combination."""
    for choice in itertools.product(*question.variables.values()):
        yield World(zip(question.variables, choice, strict=True))


def number_of_worlds(question: Question) -> int:
    """How many worlds there are."""
    return math.prod(len(days) for days in question.variables.values())


# ------------------------------------------------------------------------------------------- the law in one world


@dataclass(frozen=True)
class Consent:
    """Consent of one party: its day, its act (none where a stated entry into force stands in), when taken back."""

    day: dt.date
    act: Act | None
    episode: int
    taken_back: Day


@dataclass
class Stay:
    """One episode of a party in the treaty, in one world."""

    #: the first signature
    signed: Day = None
    #: consents that were taken back before the treaty was in force for the party
    lapsed: list[Period] = field(default_factory=list)
    #: the first consent that was not
    consent: Day = None
    #: the treaty is in force for the party from here, and the party is out from there
    start: Day = None
    out: Day = None
    leaving: list[Period] = field(default_factory=list)
    disclaimed: list[Period] = field(default_factory=list)
    suspended: list[Period] = field(default_factory=list)
    provisional: list[Period] = field(default_factory=list)

    @property
    def is_ever_party(self) -> bool:
        """Whether there is a day on which the party is a party: not if it is out before, or on the day, it is in."""
        return before(self.start, self.out)

    def status(self, day: dt.date) -> str:
        """The status on a day that comes of consent in this episode, or none."""
        out = reached(self.out, day)
        if self.is_ever_party and reached(self.start, day):
            return "former" if out else "party"
        if not out and (reached(self.consent, day) or any(period.covers(day) for period in self.lapsed)):
            return "contracting"
        return "none"


class PartyStanding(NamedTuple):
    """The standing of one party on one day in one world."""

    status: str
    provisional: bool
    suspended: bool
    leaving: bool
    disclaimed: bool
    suspended_articles: frozenset[str]
    provisional_articles: frozenset[str]


class TreatyStanding(NamedTuple):
    """The standing of the treaty on one day in one world."""

    status: str
    provisional: bool
    suspended: bool
    leaving: bool


class Reading:
    """The law in one world: what every act comes to, before any day is asked about."""

    def __init__(self, question: Question, world: dict[Variable, dt.date]) -> None:
        self.question = question
        self.world = world
        self.episodes = {code: self._episodes(code) for code in question.codes}
        self.consents = {code: self._consents(code) for code in question.codes}
        self.trigger, self.entry = self._entry_into_force()
        self.concluded = earliest(
            self.begins(act) if act.kind == ActKind.PROVISIONAL_START else self.done(act)
            for act in question.counted
            if act.kind in CONCLUDING
        )
        self.end = self._end()
        self.stays = {code: self._stays(code) for code in question.codes}
        #: suspensions of the whole treaty: by all, or between two by any
        self.suspended = [
            self.suspension(act)
            for act in question.counted
            if act.kind == ActKind.SUSPENSION and not act.scope and (question.bilateral or question.is_by_all(act))
        ]

    # ------------------------------------------------------------------------------ the days of acts

    def done(self, act: Act) -> dt.date:
        """The day on which an act was done."""
        return self.world["act", act.id, "done"]

    def received(self, act: Act) -> Day:
        """The day on which an act was received, if recorded."""
        return self.world.get(("act", act.id, "received"))

    def effective(self, act: Act) -> Day:
        """The stated day of effect of an act, if recorded."""
        return self.world.get(("act", act.id, "effective"))

    def begins(self, act: Act) -> dt.date:
        """The stated day of effect, or else the day of the doing."""
        return self.effective(act) or self.done(act)

    def clause_day(self, path: str, name: str) -> Day:
        """The day in a clause, if it states one."""
        return self.world.get(("clause", path, name))

    # ------------------------------------------------------------------------------ who did what, and in answer to what

    def acts(self, code: str, kind: ActKind, episode: int | None = None) -> list[Act]:
        """The acts of one kind by a party, of one episode or of all."""
        return [
            act
            for act in self.question.acts_of[code]
            if act.kind == kind and (episode is None or self.episodes[code][act.id] == episode)
        ]

    def answers(self, code: str, kind: ActKind, act: Act) -> list[Act]:
        """The acts of one kind by a party that answer an act: by its name, or else in the same episode."""
        episodes = self.episodes[code]
        return [
            answer
            for answer in self.acts(code, kind)
            if answer.of == act.id or (not answer.of and episodes[answer.id] == episodes[act.id])
        ]

    def _episodes(self, code: str) -> dict[str, int]:
        """The episode of each act of a party: as numbered, or by a walk through its acts in order of date."""
        episode: dict[str, int] = {}
        current = 1
        exits: list[Act] = []  # not revoked so far
        for act in sorted(self.question.acts_of[code], key=self.done):
            if act.episode is not None:
                episode[act.id] = act.episode
                if act.episode > current:
                    current, exits = act.episode, []
            else:
                if exits and (self.question.is_consent(act) or self._is_own_entry(act)):
                    current, exits = current + 1, []
                episode[act.id] = current
            if act.kind in (ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE):
                exits.append(act)
            if act.kind == ActKind.NOTICE_REVOKED:
                exits = [
                    made for made in exits if made.kind != ActKind.WITHDRAWAL_NOTICE or act.of not in ("", made.id)
                ]
        return episode

    def _is_own_entry(self, act: Act) -> bool:
        """Whether an act states that the treaty entered into force for some of more than two."""
        if act.kind != ActKind.ENTRY_INTO_FORCE or self.question.bilateral:
            return False
        return not self.question.is_by_all(act)

    # ------------------------------------------------------------------------------ consent

    def _consents(self, code: str) -> list[Consent]:
        """The consents of a party in order of date; on one day, in the order of the record."""
        found = [
            Consent(
                day=self.done(act),
                act=act,
                episode=self.episodes[code][act.id],
                taken_back=earliest(
                    self.done(answer) for answer in self.answers(code, ActKind.INSTRUMENT_WITHDRAWN, act)
                ),
            )
            for act in self.question.acts_of[code]
            if self.question.is_consent(act)
        ]
        entry = self.question.entry
        recorded = {consent.episode for consent in found}
        implied: dict[int, Day] = {}
        if not self.question.bilateral:
            implied = {episode: self._own_entry(code, episode) for episode in self._numbers(code)}
        elif entry is None or isinstance(entry, AsStated):
            implied = {1: self._stated_entry()}
        found += [
            Consent(day=day, act=None, episode=episode, taken_back=None)
            for episode, day in implied.items()
            if day is not None and episode not in recorded
        ]
        return sorted(found, key=lambda consent: consent.day)

    def _stands(
        self, code: str, day: dt.date, instruments: Sequence[Instrument] = (), with_effect: bool = False
    ) -> bool:
        """Whether a party has a consent on a day that is not taken back by then, by one of some instruments.

        Between more than two, a consent that is only implied is not counted: the day of the instrument is not known.
        """
        return any(
            (consent.act is not None or self.question.bilateral)
            and reached(self._ready(consent) if with_effect else consent.day, day)
            and not reached(consent.taken_back, day)
            and (not instruments or (consent.act is not None and instrument_of(consent.act) in instruments))
            for consent in self.consents[code]
        )

    def _first_day_with(
        self,
        count: int,
        codes: Sequence[str],
        instruments: Sequence[Instrument] = (),
        not_before: Day = None,
        with_effect: bool = False,
    ) -> Day:
        """The first day on which enough of some parties have a consent that stands."""
        found = [
            self._ready(consent) if with_effect else consent.day for code in codes for consent in self.consents[code]
        ]
        days = {day for day in found if day is not None}
        if not_before is not None:
            days = {day for day in days if day >= not_before} | {not_before}
        for day in sorted(days):
            if sum(self._stands(code, day, instruments, with_effect) for code in codes) >= count:
                return day
        return None

    # ------------------------------------------------------------------------------ entry into force

    def _stated_entry(self) -> Day:
        """The first stated entry into force of the treaty."""
        return earliest(
            self.done(act)
            for act in self.question.counted
            if act.kind == ActKind.ENTRY_INTO_FORCE and (self.question.bilateral or self.question.is_by_all(act))
        )

    def _own_entry(self, code: str, episode: int) -> Day:
        """The first stated entry into force for one party, by an act that does not name all."""
        return earliest(
            self.done(act)
            for act in self.acts(code, ActKind.ENTRY_INTO_FORCE, episode)
            if not self.question.is_by_all(act)
        )

    def _entry_into_force(self) -> tuple[Day, Day]:
        """The trigger and the entry into force of the treaty."""
        codes = self.question.codes
        if self.question.entry is None:
            trigger = self._first_day_with(len(codes), codes, with_effect=self.question.bilateral)
            entry = self._stated_entry() if trigger is None else trigger
        else:
            trigger, entry = self._rule(self.question.entry, "entry")
        if self.question.bilateral and entry is not None:
            entry = self._first_day_with(len(codes), codes, not_before=entry, with_effect=True)
        return trigger, entry

    def _ready(self, consent: Consent) -> Day:
        """The first day on which a consent has been given and has effect."""
        effective = self.effective(consent.act) if consent.act is not None else None
        return latest([consent.day, effective or consent.day])

    def _rule(self, clause: EntryIntoForce, path: str) -> tuple[Day, Day]:
        """The trigger of a clause, and the entry into force that it gives."""
        trigger = self._trigger(clause, path)
        entry = after(trigger, clause.delay)
        if isinstance(clause, AsStated) and clause.met_on is not None:
            trigger = self.clause_day(path, "met_on")
        fixed_day = self.clause_day(path, "fixed_day")
        if fixed_day is not None and trigger is not None and trigger <= fixed_day:
            entry = fixed_day
        not_before = self.clause_day(path, "not_before")
        if not_before is not None:
            entry = latest([entry, not_before])
        return trigger, entry

    def _trigger(self, clause: EntryIntoForce, path: str) -> Day:
        """The day on which the condition of a clause is met."""
        codes = self.question.codes
        if isinstance(clause, OnDay):
            return self.clause_day(path, "day")
        if isinstance(clause, AsStated):
            return self._stated_entry()
        if isinstance(clause, OnSignature):
            signing = (ActKind.SIGNATURE, ActKind.EXCHANGE_OF_NOTES)
            first = [earliest(self.done(act) for kind in signing for act in self.acts(code, kind)) for code in codes]
            return nth(first, clause.count or len(codes))
        if isinstance(clause, CompletionNotices):
            first = [
                earliest(
                    self._counted_day(notice, clause.counted_from)
                    for notice in self.acts(code, ActKind.COMPLETION_NOTICE)
                )
                for code in codes
            ]
            return nth(first, clause.count or len(codes))
        if isinstance(clause, ExchangeOfInstruments):
            exchanges = [
                act for act in self.question.counted if act.kind == ActKind.EXCHANGE and self.question.is_by_all(act)
            ]
            return min((self.done(act), self.begins(act)) for act in exchanges)[1] if exchanges else None
        if isinstance(clause, Instruments):
            return self._instruments(clause)
        if isinstance(clause, AllOf):
            return latest(self._rule(inner, f"{path}.{place}")[1] for place, inner in enumerate(clause.rules))
        if isinstance(clause, AnyOf):
            return earliest(self._rule(inner, f"{path}.{place}")[1] for place, inner in enumerate(clause.rules))
        raise AssertionError(f"unknown clause {clause!r}")

    def _instruments(self, clause: Instruments) -> Day:
        """The first day on which enough participants have instruments that stand, and the named ones have theirs."""
        eligible = [
            party.code
            for party in self.question.parties
            if party.code not in clause.excluding
            and (party.code in clause.among if clause.among else party.kind in clause.actors)
        ]
        named_first: Day = None
        if clause.including:
            named_first = latest(
                earliest(
                    consent.day
                    for consent in self.consents.get(code, [])
                    if consent.act is not None
                    and (not clause.instruments or instrument_of(consent.act) in clause.instruments)
                )
                for code in clause.including
            )
            if named_first is None:
                return None
        count = clause.count or len(self.question.codes)
        return self._first_day_with(count, eligible, clause.instruments, not_before=named_first)

    def _counted_day(self, notice: Act, counted_from: CountedFrom) -> dt.date:
        """The day from which a notice is counted: of its receipt where the clause says so and it is recorded."""
        received = self.received(notice)
        return received if counted_from == CountedFrom.RECEIPT and received is not None else self.done(notice)

    def _start(self, code: str, consent: Consent) -> Day:
        """The day on which the treaty enters into force for a party that gave this consent."""
        if self.question.bilateral:
            return self.entry
        stated = self._own_entry(code, consent.episode)
        if stated is not None:
            return stated
        if self.entry is None or consent.act is None:
            return None
        effective = self.effective(consent.act)
        if effective is not None:
            return latest([effective, self.entry])
        if instrument_of(consent.act) == Instrument.SUCCESSION:
            return latest([consent.day, self.entry])
        clause = self.question.entry
        if clause is None:
            return latest([consent.day, self.entry])
        pivot = self.trigger if clause.pivot == Pivot.TRIGGER else self.entry
        if pivot is not None and consent.day <= pivot:
            return self.entry
        late_delay = clause.delay if clause.late_delay is None else clause.late_delay
        return latest([after(consent.day, late_delay), self.entry])

    # ------------------------------------------------------------------------------ leaving and the end

    def _stated_exit(self, code: str, episode: int) -> Day:
        """The stated day on which a withdrawal took effect."""
        return earliest(self.done(act) for act in self.acts(code, ActKind.WITHDRAWAL_EFFECTIVE, episode))

    def _effect(self, code: str, notice: Act) -> Day:
        """The day on which a notice takes effect, if it is not revoked: the first day out."""
        stated = self._stated_exit(code, self.episodes[code][notice.id])
        if stated is not None:
            return stated
        effective = self.effective(notice)
        if effective is not None:
            return effective
        clause = self.question.duration
        if clause is None:
            return add(self.done(notice), 12, 0)
        given = self._counted_day(notice, clause.notice_from)
        if clause.calendar:
            return earliest(calendar_exit(rule, given) for rule in clause.calendar)
        if isinstance(clause, Renewable):
            deadline = given if clause.notice is None else after(given, clause.notice)
            return self._first_term_end_from(clause, deadline)
        return add(given, 12, 0) if clause.notice is None else after(given, clause.notice)

    def _first_term_end_from(self, clause: Renewable, day: Day) -> Day:
        """The first end of a term that is not before a day; every end is counted from the base in one step."""
        base = self._term_base(clause)
        if base is None or day is None:
            return None
        for renewals in itertools.count():
            end = add(
                base,
                clause.term.months + renewals * clause.renewal.months,
                clause.term.days + (1 if clause.term.clear else 0) + renewals * clause.renewal.days,
                clause.term.rounding,
            )
            if end is None or end >= day:
                return end
        raise AssertionError

    def _revoked(self, code: str, notice: Act) -> Day:
        """The day on which a notice was revoked, strictly before its effect."""
        effect = self._effect(code, notice)
        return earliest(
            self.done(answer)
            for answer in self.answers(code, ActKind.NOTICE_REVOKED, notice)
            if before(self.done(answer), effect)
        )

    def _withdrawal(self, code: str, episode: int) -> Day:
        """The first day on which a party is out because it left."""
        stated = self._stated_exit(code, episode)
        if stated is not None:
            return stated
        return earliest(
            self._effect(code, notice)
            for notice in self.acts(code, ActKind.WITHDRAWAL_NOTICE, episode)
            if self._revoked(code, notice) is None
        )

    def _term_base(self, clause: FixedTerm | Renewable) -> Day:
        """The day from which a term runs."""
        if clause.runs_from == TermFrom.ENTRY:
            return self.entry
        return latest(
            self.done(act)
            for act in self.question.counted
            if act.kind in (ActKind.SIGNATURE, ActKind.EXCHANGE_OF_NOTES)
        )

    def _end(self) -> Day:
        """The first day on which the treaty has ended for all."""
        ends = [
            self.begins(act) for act in self.question.counted if act.kind in (ActKind.TERMINATION, ActKind.SUPERSESSION)
        ]
        return earliest([*ends, self._end_of_term(), *self._ways_out_of_either()])

    def _end_of_term(self) -> Day:
        """The end of a fixed term or the day up to which the treaty runs, as prolonged."""
        clause = self.question.duration
        if isinstance(clause, FixedTerm):
            end = after(self._term_base(clause), clause.term)
        elif isinstance(clause, UntilDay):
            end = self.clause_day("duration", "day")
        else:
            return None
        if end is None:
            return None
        prolonged = [
            effective
            for act in self.question.counted
            if act.kind == ActKind.PROLONGATION and (effective := self.effective(act)) is not None
        ]
        return max([end, *prolonged])

    def _ways_out_of_either(self) -> list[Day]:
        """Between two parties, the way out of either is the end for both."""
        if not self.question.bilateral:
            return []
        return [self._withdrawal(code, episode) for code in self.question.codes for episode in self._numbers(code)]

    # ------------------------------------------------------------------------------ stays

    def _numbers(self, code: str) -> list[int]:
        """The numbers of the episodes of a party, in order; there is always a first."""
        return sorted({1, *self.episodes[code].values()})

    def _stays(self, code: str) -> list[Stay]:
        """The episodes of a party, in order."""
        return [self._stay(code, episode) for episode in self._numbers(code)]

    def _stay(self, code: str, episode: int) -> Stay:
        """One episode of a party."""
        stay = Stay()
        stay.signed = earliest(self.done(act) for act in self.acts(code, ActKind.SIGNATURE, episode))
        stay.out = earliest([self._withdrawal(code, episode), self.end])
        for consent in self.consents[code]:
            if consent.episode != episode:
                continue
            # of several consents of one day, the one that takes effect first
            start = earliest(
                self._start(code, other)
                for other in self.consents[code]
                if other.episode == episode
                and other.day == consent.day
                and not before(other.taken_back, self._start(code, other))
            ) or self._start(code, consent)
            if before(consent.taken_back, start):
                stay.lapsed.append(Period(consent.day, consent.taken_back))
            else:
                stay.consent, stay.start = consent.day, start
                break
        leavers = self.question.codes if self.question.bilateral else [code]
        stay.leaving = [
            Period(self.done(notice), earliest([self._effect(leaver, notice), self._revoked(leaver, notice)]))
            for leaver in leavers
            for notice in self.acts(leaver, ActKind.WITHDRAWAL_NOTICE, None if self.question.bilateral else episode)
        ]
        stay.disclaimed = [self._disclaimer(code, act) for act in self.acts(code, ActKind.DISCLAIMER, episode)]
        suspensions = (
            [act for act in self.question.counted if act.kind == ActKind.SUSPENSION]
            if self.question.bilateral
            else [
                act
                for act in self.acts(code, ActKind.SUSPENSION)
                if self.episodes[code][act.id] == episode
                or set(act.by or self.question.codes) >= set(self.question.codes)
            ]
        )
        stay.suspended = [self.suspension(act) for act in suspensions]
        stay.provisional = [
            self._provisional_application(code, episode, act)
            for act in self.acts(code, ActKind.PROVISIONAL_START, episode)
        ]
        return stay

    def _disclaimer(self, code: str, act: Act) -> Period:
        """A declared intention not to become a party, until it is taken back later."""
        start = self.done(act)
        taken_back = earliest(
            self.done(answer)
            for answer in self.answers(code, ActKind.DISCLAIMER_WITHDRAWN, act)
            if self.done(answer) > start
        )
        return Period(start, taken_back)

    def suspension(self, act: Act) -> Period:
        """A suspension, until the first resumption by anybody that answers it and comes after."""
        start = self.begins(act)
        resumed = earliest(
            self.begins(answer)
            for answer in self.question.counted
            if answer.kind == ActKind.RESUMPTION and answer.of in ("", act.id) and self.begins(answer) > start
        )
        return Period(start, resumed, act.scope)

    def _provisional_application(self, code: str, episode: int, act: Act) -> Period:
        """A provisional application, until its end, a later disclaimer or the end of the treaty."""
        start = self.begins(act)
        disclaimed = earliest(
            self.done(disclaimer)
            for disclaimer in self.acts(code, ActKind.DISCLAIMER, episode)
            if self.done(disclaimer) > start
        )
        ended = earliest(
            self.begins(answer)
            for answer in self.answers(code, ActKind.PROVISIONAL_END, act)
            if self.begins(answer) > start
        )
        if self.answers(code, ActKind.PROVISIONAL_END, act):
            disclaimed = None
        return Period(start, earliest([ended, disclaimed, self.end]), act.scope)

    # ------------------------------------------------------------------------------ standings on a day

    def party(self, code: str, day: dt.date) -> PartyStanding:
        """The standing of a party on a day.

        Being a party in some episode decides, then having consented in one, then having been a party in one; if there is
        none, the last signed.
        """
        if code not in self.stays:
            raise ValueError(f"{code!r} is not a declared party")
        stays = self.stays[code]
        status, deciding = "none", 0
        by_consent = [place for place, stay in enumerate(stays) if stay.status(day) != "none"]
        by_signature = [place for place, stay in enumerate(stays) if reached(stay.signed, day)]
        if by_consent:
            rank = ["former", "contracting", "party"]
            deciding = max(by_consent, key=lambda place: (rank.index(stays[place].status(day)), place))
            status = stays[deciding].status(day)
        elif by_signature and not reached(self.end, day):
            deciding = by_signature[-1]
            status = "signatory"
        stay = stays[deciding]
        is_party = status == "party"
        suspended, suspended_articles = whole_or_part(
            [period for period in stay.suspended if is_party and period.covers(day)]
        )
        provisional = [
            period
            for later in stays[deciding:]
            if not is_party and not (later.is_ever_party and reached(later.start, day))
            for period in later.provisional
            if period.covers(day)
        ]
        return PartyStanding(
            status=status,
            provisional=bool(provisional),
            suspended=suspended,
            leaving=is_party and any(period.covers(day) for period in stay.leaving),
            disclaimed=status == "signatory" and any(period.covers(day) for period in stay.disclaimed),
            suspended_articles=suspended_articles,
            provisional_articles=whole_or_part(provisional)[1],
        )

    def treaty(self, day: dt.date) -> TreatyStanding:
        """The standing of the treaty on a day."""
        if not reached(self.concluded, day):
            status = "not_concluded"
        elif reached(self.end, day):
            status = "ended"
        elif reached(self.entry, day):
            status = "in_force"
        else:
            status = "pending"
        in_force = status == "in_force"
        suspended = any(period.covers(day) for period in self.suspended)
        leaving = self.question.bilateral and any(
            period.covers(day) for stays in self.stays.values() for stay in stays for period in stay.leaving
        )
        provisional = status == "pending" and sum(self.party(code, day).provisional for code in self.stays) >= 2
        return TreatyStanding(status, provisional, in_force and suspended, in_force and leaving)

    @property
    def entry_before_end(self) -> Day:
        """The entry into force, unless the treaty has ended by then."""
        return self.entry if before(self.entry, self.end) else None


def nth(days: Iterable[Day], count: int) -> Day:
    """The n-th of some days in order; never, if there are not so many."""
    found = sorted(day for day in days if day is not None)
    return found[count - 1] if len(found) >= count else None


def whole_or_part(periods: Sequence[Period]) -> tuple[bool, frozenset[str]]:
    """Whether one of some periods is for the whole treaty; if none is, the articles concerned."""
    if any(not period.scope for period in periods):
        return True, frozenset()
    return False, frozenset(article for period in periods for article in period.scope)


# ------------------------------------------------------------------------------------------- answers


def reading_of(question: Question, world: dict[Variable, dt.date]) -> Reading:
    """The law in a world, worked out once for each."""
    if not isinstance(world, World):
        return Reading(question, world)
    if world.reading is None or world.reading.question is not question:
        world.reading = Reading(question, world)
    return world.reading


def party_standing(question: Question, world: dict[Variable, dt.date], code: str, day: dt.date) -> PartyStanding:
    """The standing of a party on a day in one world; a tuple of seven."""
    return reading_of(question, world).party(code, day)


def treaty_standing(question: Question, world: dict[Variable, dt.date], day: dt.date) -> TreatyStanding:
    """The standing of the treaty on a day in one world; a tuple of four."""
    return reading_of(question, world).treaty(day)


def possible_party(question: Question, code: str, day: dt.date) -> set[PartyStanding]:
    """The standings of a party on a day in all worlds."""
    return {reading.party(code, day) for reading in question.readings}


def possible_treaty(question: Question, day: dt.date) -> set[TreatyStanding]:
    """The standings of the treaty on a day in all worlds."""
    return {reading.treaty(day) for reading in question.readings}


def binding_pair(question: Question, one: str, other: str, day: dt.date) -> set[tuple[str, str]]:
    """The pairs of statuses of two parties on a day, each pair found in one world."""
    return {(reading.party(one, day).status, reading.party(other, day).status) for reading in question.readings}


def entry_days(question: Question) -> set[Day]:
    """The days of entry into force of the treaty in all worlds; ``None`` for a world in which it never comes."""
    return {reading.entry_before_end for reading in question.readings}


# ------------------------------------------------------------------------------------------- what a record does not tell


#: Chooses when something that is not told was done, or ``None`` for never: the matter, who did it, the first day on
#: which it can have been done, and the last.
Choose = Callable[[str, str, dt.date, Day], Day]

#: A stated day so late that it stands for never.
_NEVER_STARTS = dt.date(9998, 12, 31)


@dataclass
class Teller:
    """Makes one complete record of one with exact dates that is silent: every open matter is settled by an act."""

    question: Question
    #: the participants of whom each matter is not told
    silent: Mapping[str, Set[str]]
    choose: Choose
    added: list[Act] = field(default_factory=list)

    def tell(self) -> Question:
        """The record with everything told."""
        told = self.question
        for step in (self._signatures, self._consents, self._entry, self._late_starts, self._exits, self._end):
            told = step(told, Reading(told, next(worlds(told))))
        return told

    def _with(self, told: Question, *acts: Act, entry: EntryIntoForce | None = None) -> Question:
        self.added += acts
        return replace(told, acts=[*told.acts, *acts], entry=entry or told.entry)

    def _act(self, kind: ActKind, by: Sequence[str], day: dt.date, **more: Any) -> Act:
        claims = [Claim(date=DaySet(day), source="told")]
        return Act(id=f"told-{kind}-{by}-{more.get('episode')}", kind=kind, by=by, claims=claims, **more)

    def _is_silent(self, matter: str, code: str) -> bool:
        return code in self.silent.get(matter, ())

    @cached_property
    def _recorded(self) -> Reading:
        """The law on the record as it is."""
        return Reading(self.question, next(worlds(self.question)))

    @property
    def _first_day_of_text(self) -> dt.date:
        """The first day of the text; where no act shows one, there may have been a text from the beginning."""
        return self._recorded.concluded or dt.date.min

    def _signatures(self, told: Question, reading: Reading) -> Question:
        acts = []
        for code in told.codes:
            if self._is_silent("signature", code) and not reading.acts(code, ActKind.SIGNATURE):
                day = self.choose("signature", code, self._first_day_of_text, None)
                if day is not None:
                    acts.append(self._act(ActKind.SIGNATURE, [code], day, subject_to="ratification", episode=1))
        return self._with(told, *acts)

    def _consents(self, told: Question, reading: Reading) -> Question:
        acts = []
        for code in told.codes:
            own = [consent for consent in reading.consents[code] if consent.episode == 1]
            if not self._is_silent("consent", code) or any(consent.act is not None for consent in own):
                continue
            signed = earliest(reading.done(act) for act in reading.acts(code, ActKind.SIGNATURE))
            first = signed or self._first_day_of_text
            last = own[0].day if own else None  # implied by a stated entry: on that day at the latest
            if last is None or first <= last:
                day = self.choose("consent", code, first, last)
                if day is not None:
                    acts.append(self._act(ActKind.DEPOSIT, [code], day, instrument="ratification", episode=1))
        return self._with(told, *acts)

    @cached_property
    def entry_is_open(self) -> bool:
        """Whether the record does not tell what the entry into force of the treaty depends on."""
        no_signature = [
            code for code in self.silent.get("signature", ()) if not self._recorded.acts(code, ActKind.SIGNATURE)
        ]
        no_consent = [
            code
            for code in {
                *self.silent.get("consent", ()),
                *(no_signature if self.question.says_on_signature else ()),
            }
            if not any(consent.act and consent.episode == 1 for consent in self._recorded.consents[code])
        ]
        if self.question.entry is None:
            return bool(self.silent.get("entry") or no_consent)
        rules = [clause for _, clause in self.question.entry_clauses]
        if no_signature and any(isinstance(rule, OnSignature) for rule in rules):
            return True
        told = AsStated | OnDay | OnSignature | AllOf | AnyOf
        return bool(no_consent and any(not isinstance(rule, told) for rule in rules))

    def _entry(self, told: Question, reading: Reading) -> Question:
        if not self.entry_is_open:
            return told
        stated = reading._stated_entry()
        if stated is not None:
            day: Day = stated
        elif told.bilateral:
            first = reading._first_day_with(2, told.codes, with_effect=True)
            day = None if first is None else self.choose("entry", "", first, None)
        else:
            first = earliest(
                consent.day for code in told.codes for consent in reading.consents[code] if consent.episode == 1
            )
            day = None if first is None else self.choose("entry", "", first, None)
        return self._with(told, entry=self._entry_on(told, day))

    def _entry_on(self, told: Question, day: Day) -> EntryIntoForce:
        """A clause that gives a day, or never; what is consent, and who is late, is as under the one that is told."""
        common: dict[str, Any] = {} if told.entry is None else {"pivot": told.entry.pivot}
        if told.entry is None or day is None:
            stated_alone = AsStated(condition="as the source tells")
            if told.entry is None and (day is None or self._recorded._stated_entry() is not None):
                return stated_alone
        on_day = OnDay(day=DaySet(_NEVER_STARTS if day is None else day))
        if told.says_on_signature:
            return AnyOf(rules=[on_day, OnSignature(count=len(told.codes) + 1)], **common)
        return OnDay(day=on_day.day, **common)

    def _late_starts(self, told: Question, reading: Reading) -> Question:
        """Whoever consents later and has no stated day of its own; between two the treaty starts for both at once."""
        acts: list[Act] = []
        if told.bilateral:
            return told
        clause = told.entry
        pivot = reading.trigger if clause is not None and clause.pivot == Pivot.TRIGGER else reading.entry
        for code in told.codes:
            if not self._is_silent("entry", code) and not self.entry_is_open:
                continue
            for episode, stay in zip(reading._numbers(code), reading.stays[code], strict=True):
                first = [c for c in reading.consents[code] if c.episode == episode and c.day == stay.consent]
                is_formal = any(
                    c.act is not None
                    and (reading.effective(c.act) is not None or instrument_of(c.act) == Instrument.SUCCESSION)
                    for c in first
                )
                if not first or is_formal or reading._own_entry(code, episode) is not None:
                    continue
                if reading.entry is None or (pivot is not None and first[0].day <= pivot):
                    continue
                day = self.choose("entry", code, max(first[0].day, reading.entry), None)
                acts.append(self._act(ActKind.ENTRY_INTO_FORCE, [code], day or _NEVER_STARTS, episode=episode))
        return self._with(told, *acts)

    def _exits(self, told: Question, reading: Reading) -> Question:
        acts: list[Act] = []
        for code in told.codes:
            if not self._is_silent("withdrawal", code):
                continue
            for episode, stay in zip(reading._numbers(code), reading.stays[code], strict=True):
                if stay.start is None or reading._withdrawal(code, episode) is not None:
                    continue
                if stay.start == _NEVER_STARTS or (told.bilateral and reading.end is not None):
                    continue
                after_what = self._last_recorded(stay.start) if told.bilateral else stay.start
                day = self.choose("withdrawal", code, after_what + dt.timedelta(days=1), None)
                if day is not None:
                    acts.append(
                        self._act(ActKind.WITHDRAWAL_EFFECTIVE, [code], day, ground="not_stated", episode=episode)
                    )
        return self._with(told, *acts)

    def _end(self, told: Question, reading: Reading) -> Question:
        if not self.silent.get("ending") or reading.end is not None or reading.entry in (None, _NEVER_STARTS):
            return told
        day = self.choose("ending", "", self._last_recorded(reading.entry) + dt.timedelta(days=1), None)
        if day is None:
            return told
        return self._with(told, self._act(ActKind.TERMINATION, told.codes, day, ground="not_stated"))

    def _last_recorded(self, day: dt.date) -> dt.date:
        """A day, or the day of the last recorded act that nobody does once the treaty has ended, if that is later."""
        living = {ActKind.ENTRY_INTO_FORCE, ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE}
        reading = Reading(self.question, next(worlds(self.question)))
        done = [
            reading.done(act) for act in self.question.counted if act.kind in living or self.question.is_consent(act)
        ]
        return max([day, *done])
