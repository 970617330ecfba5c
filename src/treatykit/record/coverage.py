"""Coverage: from when to when a record speaks, and on what it is silent. Not told is never the same as no."""

from __future__ import annotations

import attrs

from treatykit.days import DaySet
from treatykit.record.fields import Word, many, optional_day

__all__ = ["Beyond", "Coverage", "Matter", "Silence"]


class Beyond(Word):
    """What an answer is worth on a day after the last review."""

    #: answered as if nothing further had been done, and marked as projected
    PROJECTED = "projected"
    #: not known
    UNKNOWN = "unknown"


class Matter(Word):
    """What a source may not tell, in the order in which one thing leads to the next."""

    #: who signed
    SIGNATURE = "signature"
    #: who consented to be bound
    CONSENT = "consent"
    #: when the treaty, or a late joiner, came under it
    ENTRY = "entry"
    #: who left
    WITHDRAWAL = "withdrawal"
    #: whether the treaty ended for all
    ENDING = "ending"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Silence:
    """A matter on which the source of a record is silent: what is not recorded there may have happened all the same.

    >>> Silence(on="withdrawal", by=["XFR"]).on
    <Matter.WITHDRAWAL: 'withdrawal'>
    """

    on: Matter = attrs.field(converter=Matter)
    #: codes of the participants of whom it is not told; none means all
    by: tuple[str, ...] = attrs.field(default=(), converter=many)


@attrs.define(frozen=True, slots=True, kw_only=True)
class Coverage:
    """From when to when a record speaks, and on what it is silent.

    A record that a curator made for one treaty is complete up to its review, and needs none. A record drawn from a
    register is as complete as the register: before ``since`` nothing is known; after ``reviewed_through`` answers are
    ``projected`` or ``unknown``, as ``beyond`` says; and where the register is silent on a matter, an act of that kind
    that is not recorded may have been done.

    >>> Coverage(beyond="unknown", silences=[Silence(on="entry")]).beyond
    <Beyond.UNKNOWN: 'unknown'>
    """

    #: the first day of which the record speaks; left out, it speaks of all the past
    since: DaySet | None = attrs.field(default=None, converter=optional_day)
    beyond: Beyond = attrs.field(default=Beyond.PROJECTED, converter=Beyond)
    silences: tuple[Silence, ...] = attrs.field(default=(), converter=many)
    #: what to keep in mind with every answer, as a sentence
    note: str = ""
