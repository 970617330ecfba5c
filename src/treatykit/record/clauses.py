"""Machine-readable clauses: entry into force, duration and notice. Two closed unions of small classes."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeAlias

import attrs

from treatykit.days import FIRST, LAST, DaySet, Span
from treatykit.record.acts import Instrument
from treatykit.record.fields import Word, many, optional_day, optional_span, span
from treatykit.record.states import PartyKind

__all__ = [
    "AllOf",
    "AnyOf",
    "AsStated",
    "CalendarExit",
    "CompletionNotices",
    "CountedFrom",
    "Duration",
    "EntryIntoForce",
    "ExchangeOfInstruments",
    "FixedTerm",
    "Indefinite",
    "Instruments",
    "OnDay",
    "OnSignature",
    "Pivot",
    "Renewable",
    "UntilDay",
]


class CountedFrom(Word):
    """From which day a notice is counted."""

    RECEIPT = "receipt"
    DISPATCH = "dispatch"
    UNKNOWN = "unknown"


class Pivot(Word):
    """Who is a late joiner: whoever consents after entry into force, or after the instrument that triggered it."""

    ENTRY = "entry"
    TRIGGER = "trigger"


def _instruments(values: Iterable[str]) -> tuple[Instrument, ...]:
    return tuple(map(Instrument, many(values)))


def _party_kinds(values: Iterable[str]) -> tuple[PartyKind, ...]:
    return tuple(map(PartyKind, many(values)))


_NO_DELAY = Span("P0D")


@attrs.define(frozen=True, slots=True, kw_only=True)
class _EntryClause:
    """What every clause on entry into force may say (VCLT 24)."""

    rule: ClassVar[str]

    #: from the day on which the condition is met to entry into force
    delay: Span = attrs.field(default=_NO_DELAY, converter=span)
    #: from the consent of a late joiner to entry into force for it; left out, the same delay
    late_delay: Span | None = attrs.field(default=None, converter=optional_span)
    pivot: Pivot = attrs.field(default=Pivot.ENTRY, converter=Pivot)
    #: entry into force is on this day at the earliest
    not_before: DaySet | None = attrs.field(default=None, converter=optional_day)
    #: id of a treaty whose entry into force this one waits for
    waits_for: str = ""
    article: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""

    def _tail(self) -> str:
        parts = "" if self.delay.is_zero else f" with a delay of {self.delay.in_words()}"
        if self.not_before is not None:
            parts += f", not before {self.not_before}"
        return parts + (f" (Art. {self.article})" if self.article else "")


@attrs.define(frozen=True, slots=True, kw_only=True)
class OnSignature(_EntryClause):
    """In force on signature: of all the parties, or of the number given (VCLT 12, 24).

    >>> print(OnSignature(article="9"))
    on signature (Art. 9)
    """

    rule: ClassVar[str] = "on_signature"
    count: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))

    def __str__(self) -> str:
        return f"on signature{f' by {self.count} States' if self.count else ''}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class OnDay(_EntryClause):
    """In force on a fixed day.

    >>> print(OnDay(day="1957-09-01"))
    on the fixed day 1957-09-01
    """

    rule: ClassVar[str] = "on_day"
    day: DaySet = attrs.field(converter=DaySet)

    def __str__(self) -> str:
        return f"on the fixed day {self.day}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class ExchangeOfInstruments(_EntryClause):
    """In force on the exchange of instruments, which is also the consent of both sides (VCLT 16(a)).

    >>> print(ExchangeOfInstruments(article="22"))
    on the exchange of instruments (Art. 22)
    """

    rule: ClassVar[str] = "exchange_of_instruments"

    def __str__(self) -> str:
        return f"on the exchange of instruments{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class CompletionNotices(_EntryClause):
    """In force after the last of the notifications that internal procedures are complete (VCLT 16(c), 24).

    ``count`` says how many are needed; left out, one from each party.

    >>> print(CompletionNotices(delay="P30D", counted_from="receipt"))
    on the last notification of completion, counted from receipt with a delay of 30 days
    """

    rule: ClassVar[str] = "completion_notices"
    count: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))
    counted_from: CountedFrom = attrs.field(default=CountedFrom.UNKNOWN, converter=CountedFrom)

    def __str__(self) -> str:
        which = f"notification of completion no. {self.count}" if self.count else "the last notification of completion"
        counted = "" if self.counted_from is CountedFrom.UNKNOWN else f", counted from {self.counted_from}"
        return f"on {which}{counted}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Instruments(_EntryClause):
    """In force after the n-th instrument of consent (VCLT 16(b), 24).

    What counts is data: ``count`` instruments (left out, one from every party declared), of the kinds in
    ``instruments`` (empty, all kinds), by participants of the kinds in ``actors`` and, if ``among`` is not empty, named
    there; those in ``excluding`` never count; all of ``including`` must be there. A ``fixed_day`` holds if the condition is
    met by then.

    >>> print(Instruments(count=35, delay="P30D", article="84"))
    on instrument no. 35 with a delay of 30 days (Art. 84)
    """

    rule: ClassVar[str] = "instruments"
    count: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))
    instruments: tuple[Instrument, ...] = attrs.field(default=(), converter=_instruments)
    actors: tuple[PartyKind, ...] = attrs.field(default=(PartyKind.STATE,), converter=_party_kinds)
    including: tuple[str, ...] = attrs.field(default=(), converter=many)
    among: tuple[str, ...] = attrs.field(default=(), converter=many)
    excluding: tuple[str, ...] = attrs.field(default=(), converter=many)
    fixed_day: DaySet | None = attrs.field(default=None, converter=optional_day)

    def __str__(self) -> str:
        which = f"instrument no. {self.count}" if self.count else "the last instrument of the parties"
        named = f", among them those of {', '.join(self.including)}" if self.including else ""
        return f"on {which}{named}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class AllOf(_EntryClause):
    """In force when several conditions are all met.

    >>> print(AllOf(rules=[OnSignature(), OnDay(day="1957-09-01")]))
    when all hold: on signature; on the fixed day 1957-09-01
    """

    rule: ClassVar[str] = "all_of"
    rules: tuple[EntryIntoForce, ...] = attrs.field(converter=many, validator=attrs.validators.min_len(1))

    def __str__(self) -> str:
        return f"when all hold: {'; '.join(map(str, self.rules))}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class AnyOf(_EntryClause):
    """In force when the first of several conditions is met.

    >>> print(AnyOf(rules=[OnSignature(), OnDay(day="1957-09-01")]))
    when the first holds: on signature; on the fixed day 1957-09-01
    """

    rule: ClassVar[str] = "any_of"
    rules: tuple[EntryIntoForce, ...] = attrs.field(converter=many, validator=attrs.validators.min_len(1))

    def __str__(self) -> str:
        return f"when the first holds: {'; '.join(map(str, self.rules))}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class AsStated(_EntryClause):
    """In force on the day that sources state, because the condition cannot be computed from the acts (VCLT 24(1)).

    The day comes from the acts of kind ``entry_into_force``; ``condition`` says what the clause asks, in our own words.

    >>> print(AsStated(condition="55 States with 55 % of emissions"))
    as stated by the sources: 55 States with 55 % of emissions
    """

    rule: ClassVar[str] = "as_stated"
    condition: str = ""
    #: the day on which the condition was met, where it is known; whoever consents later may be a late joiner
    met_on: DaySet | None = attrs.field(default=None, converter=optional_day)

    def __str__(self) -> str:
        return f"as stated by the sources{f': {self.condition}' if self.condition else ''}{self._tail()}"


EntryIntoForce: TypeAlias = (
    OnSignature | OnDay | ExchangeOfInstruments | CompletionNotices | Instruments | AllOf | AnyOf | AsStated
)


# ------------------------------------------------------------------------------------------- duration

_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)


def _month_day(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    match = _MONTH_DAY.fullmatch(value)
    if (
        match is None
        or not 1 <= int(match[1]) <= 12
        or not 1 <= int(match[2]) <= calendar.monthrange(2000, int(match[1]))[1] - (match[1] == "02")
    ):
        raise ValueError(f"{attribute.name} must be a month and a day such as '06-30', not {value!r}")


@attrs.define(frozen=True, slots=True, kw_only=True)
class CalendarExit:
    """Leaving takes effect on a day of the calendar if notice was given by another.

    ``years`` counts from the year of ``notice_by`` to the year of ``day``.

    >>> CalendarExit(day="06-30", notice_by="01-01").effect(737054) == dt.date(2019, 6, 30).toordinal()
    True
    """

    day: str = attrs.field(validator=_month_day)
    notice_by: str = attrs.field(validator=_month_day)
    years: int = attrs.field(default=0, validator=attrs.validators.ge(0))

    def effect(self, notice: float) -> float:
        """The ordinal of the first day out, for the ordinal of the notice; monotone."""
        if not FIRST <= notice <= LAST:
            return math.inf if notice > LAST else notice
        given = dt.date.fromordinal(int(notice))
        year = given.year + ((given.month, given.day) > _pair(self.notice_by))
        if year + self.years > 9999:
            return math.inf
        return dt.date(year + self.years, *_pair(self.day)).toordinal()


def _pair(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])


@attrs.define(frozen=True, slots=True, kw_only=True)
class _DurationClause:
    """What every clause on duration may say (VCLT 54-56)."""

    kind: ClassVar[str]

    #: from the notice to its effect; left out, the treaty is silent and VCLT 56(2) asks for twelve months
    notice: Span | None = attrs.field(default=None, converter=optional_span)
    notice_from: CountedFrom = attrs.field(default=CountedFrom.UNKNOWN, converter=CountedFrom)
    #: leaving by the calendar; if given, it stands in place of ``notice``
    calendar: tuple[CalendarExit, ...] = attrs.field(default=(), converter=many)
    #: from entry into force to the first day on which notice may be given
    no_notice_before: Span | None = attrs.field(default=None, converter=optional_span)
    article: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""

    def _tail(self) -> str:
        told = f"; ends {self.notice.in_words()} after notice" if self.notice is not None else ""
        return told + (f" (Art. {self.article})" if self.article else "")


@attrs.define(frozen=True, slots=True, kw_only=True)
class Indefinite(_DurationClause):
    """Of unlimited duration.

    >>> print(Indefinite(notice="P1Y", article="23"))
    indefinite; ends 1 year after notice (Art. 23)
    """

    kind: ClassVar[str] = "indefinite"

    def __str__(self) -> str:
        return f"indefinite{self._tail()}"


class TermFrom(Word):
    """From which day a term runs."""

    ENTRY = "entry"
    SIGNATURE = "signature"


@attrs.define(frozen=True, slots=True, kw_only=True)
class FixedTerm(_DurationClause):
    """For a term; the first day out is the day reached by it.

    >>> print(FixedTerm(term="P10Y"))
    for 10 years
    """

    kind: ClassVar[str] = "fixed_term"
    term: Span = attrs.field(converter=span)
    runs_from: TermFrom = attrs.field(default=TermFrom.ENTRY, converter=TermFrom)

    def __str__(self) -> str:
        return f"for {self.term.in_words()}{self._tail()}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Renewable(_DurationClause):
    """For a term that renews itself, again and again, unless notice is given in time.

    ``notice`` is how long before the end of a term the notice must be given; the treaty then ends with that term.

    >>> print(Renewable(term="P20Y", renewal="P5Y", notice="P1Y"))
    for 20 years, renewed for 5 years each time unless notice is given 1 year before
    """

    kind: ClassVar[str] = "renewable"
    term: Span = attrs.field(converter=span)
    renewal: Span = attrs.field(converter=span)
    runs_from: TermFrom = attrs.field(default=TermFrom.ENTRY, converter=TermFrom)

    @renewal.validator
    def _check_renewal(self, attribute: object, value: Span) -> None:
        if not (value.months or value.days):
            raise ValueError("renewal must be longer than nothing")

    def __str__(self) -> str:
        before = f" unless notice is given {self.notice.in_words()} before" if self.notice is not None else ""
        where = f" (Art. {self.article})" if self.article else ""
        return f"for {self.term.in_words()}, renewed for {self.renewal.in_words()} each time{before}{where}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class UntilDay(_DurationClause):
    """Until a fixed day, which is the first day out.

    >>> print(UntilDay(day="1998-12-31"))
    until 1998-12-31
    """

    kind: ClassVar[str] = "until_day"
    day: DaySet = attrs.field(converter=DaySet)

    def __str__(self) -> str:
        return f"until {self.day}{self._tail()}"


Duration: TypeAlias = Indefinite | FixedTerm | Renewable | UntilDay


def all_rules(clause: EntryIntoForce) -> Iterator[EntryIntoForce]:
    """A clause and every clause inside it."""
    yield clause
    if isinstance(clause, AllOf | AnyOf):
        for inner in clause.rules:
            yield from all_rules(inner)
