"""Sources, and claims: what a source says of a date, with its rank."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

import attrs

from treatykit.days import DaySet
from treatykit.record.fields import Word, day, filled, many, optional_day

__all__ = ["Claim", "Evidence", "Located", "Policy", "Quotation", "Rank", "Source", "SourceType", "candidates"]


class SourceType(Word):
    """What kind of publication a source is."""

    TREATY_TEXT = "treaty-text"
    LEGAL_RECORD = "legal-record"
    OFFICIAL = "official"
    NEWS = "news"
    ANALYSIS = "analysis"
    BOOK = "book"
    DATASET = "dataset"
    ENCYCLOPEDIA = "encyclopedia"
    WEB = "web"


class Rank(Word):
    """How far a claim is trusted beside the others on the same act.

    ``preferred`` claims are used alone where there are any; ``normal`` claims are used otherwise; ``deprecated`` claims
    are kept and shown, and never used.
    """

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class Policy(Word):
    """Which claims an answer rests on: the best-ranked ones, or all that are not deprecated."""

    RANKED = "ranked"
    ALL = "all"


class Evidence(Word):
    """How well a fact is known."""

    #: treaty wording or an official announcement, seen, or a close rendering of either
    OFFICIAL = "official"
    #: a press or expert report, seen
    REPORTED = "reported"
    #: what an identified side says, which others do not confirm
    ALLEGED = "alleged"
    #: drawn from other facts, for a reason that is given
    INFERRED = "inferred"


class Located(Word):
    """How it is known that a content stands in the article named."""

    #: a source names the number
    CONFIRMED = "confirmed"
    #: drawn from the order in which reports go through the treaty
    INFERRED = "inferred"
    #: no source seen ties the content to the number
    UNVERIFIED = "unverified"


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """A publication that facts are drawn from.

    ``published``, ``archived`` and ``retrieved`` are sets of days; what is left out is not known.

    >>> str(Source(id="gazette-12", title="Official Gazette", published="1931-07-03").published)
    '1931-07-03'
    """

    id: str = attrs.field(validator=filled)
    title: str = attrs.field(validator=filled)
    type: SourceType = attrs.field(default=SourceType.WEB, converter=SourceType)
    authors: tuple[str, ...] = attrs.field(default=(), converter=many)
    publisher: str = ""
    published: DaySet | None = attrs.field(default=None, converter=optional_day)
    #: the publication date as it is printed, where that is not ISO
    printed: str = ""
    archived: DaySet | None = attrs.field(default=None, converter=optional_day)
    retrieved: DaySet | None = attrs.field(default=None, converter=optional_day)
    #: language of the text, as a BCP 47 tag
    lang: str = ""
    url: str = ""
    #: code of the party of which the publisher is an organ
    party: str = ""
    #: what the source is cited for
    cited_for: str = ""
    note: str = ""

    @property
    def public_by(self) -> DaySet | None:
        """The earliest sure sign that the source was public: its publication, archiving or retrieval.

        ``None`` where nothing dates it.
        """
        if self.published is not None:
            return self.published
        dated = [days for days in (self.archived, self.retrieved) if days is not None]
        return min(dated, key=lambda days: days.bounds[-1]) if dated else None

    def __repr__(self) -> str:
        return f"<Source {self}>"

    def __str__(self) -> str:
        who = self.publisher or ", ".join(self.authors)
        when = str(self.published) if self.published is not None else "undated"
        address = f" {self.url}" if self.url else ""
        return f"[{self.id}] {f'{who}: ' if who else ''}{self.title} ({when}){address}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says of one date: the candidate days, the source, and how far it is trusted.

    >>> claim = Claim(date="2024-06-19", source="kcna-0620", rank="preferred")
    >>> claim.date.is_exact, claim.rank == "preferred"
    (True, True)
    """

    date: DaySet = attrs.field(converter=day)
    source: str = attrs.field(validator=filled)
    rank: Rank = attrs.field(default=Rank.NORMAL, converter=Rank)
    evidence: Evidence | None = attrs.field(default=None, converter=attrs.converters.optional(Evidence))
    #: where in the source
    at: str = ""
    note: str = ""


@attrs.define(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A short fragment of somebody's words, with the language it is in and the source it was taken from.

    ``rendering`` tells how near the words stand to an authentic text: ``authentic``, ``official translation``,
    ``unofficial translation``, ``summary or unofficial translation``, ``spoken``; free text, empty if not known.
    """

    text: str = attrs.field(validator=filled)
    lang: str = attrs.field(validator=filled)
    source: str = attrs.field(validator=filled)
    rendering: str = ""
    note: str = ""


def used(claims: Iterable[Claim], policy: Policy) -> tuple[Claim, ...]:
    """The claims that count under a policy, in their order.

    >>> a = Claim(date="2024-06-19", source="a", rank="preferred")
    >>> b = Claim(date="2024-06-18", source="b")
    >>> len(used([a, b], Policy.RANKED)), len(used([a, b], Policy.ALL))
    (1, 2)
    """
    live = tuple(claim for claim in claims if claim.rank is not Rank.DEPRECATED)
    if policy is Policy.ALL:
        return live
    return tuple(claim for claim in live if claim.rank is Rank.PREFERRED) or live


def candidates(claims: Iterable[Claim], policy: Policy) -> DaySet | None:
    """The union of the days that count under a policy; ``None`` if no claim counts."""
    counted = used(claims, policy)
    if len(counted) == 1:
        return counted[0].date
    return reduce(or_, (claim.date for claim in counted)) if counted else None
