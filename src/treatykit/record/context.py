"""What surrounds the acts: names, related events, statements, links to other treaties, and what is not known."""

from __future__ import annotations

import attrs

from treatykit.days import DaySet
from treatykit.record.acts import candidates_of_all
from treatykit.record.fields import Word, day, filled, many
from treatykit.record.sources import Claim, Evidence, Policy, Quotation, candidates

__all__ = ["Event", "Link", "LinkKind", "Name", "NameKind", "Neighbour", "Statement", "Title", "Unknown"]


class NameKind(Word):
    """What a name of the treaty is worth."""

    OFFICIAL = "official"
    USUAL = "usual"
    VARIANT = "variant"
    CORRUPTED = "corrupted"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Title:
    """The title of the treaty in one language."""

    lang: str = attrs.field(validator=filled)
    text: str = attrs.field(validator=filled)


@attrs.define(frozen=True, slots=True, kw_only=True)
class Name:
    """A name by which the treaty goes, and who uses it.

    >>> Name(text="Pact of Mutual Aid", lang="en", kind="usual", sources=["gazette-12"]).kind
    <NameKind.USUAL: 'usual'>
    """

    text: str = attrs.field(validator=filled)
    lang: str = attrs.field(validator=filled)
    kind: NameKind = attrs.field(converter=NameKind)
    #: code of the party whose copy bears this title
    copy_of: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Event:
    """Something that happened around the treaty and is no act of it; it never changes a status.

    >>> event = Event(id="troops-reported", summary="Troops were reported", attributed_to="an agency",
    ...               claims=[Claim(date="2024-10", source="ap")])
    >>> str(event.date)
    '2024-10'
    """

    id: str = attrs.field(validator=filled)
    summary: str = attrs.field(validator=filled)
    claims: tuple[Claim, ...] = attrs.field(converter=many, validator=attrs.validators.min_len(1))
    #: who says that it happened; empty where it is undisputed
    attributed_to: str = ""
    by: tuple[str, ...] = attrs.field(default=(), converter=many)
    people: tuple[str, ...] = attrs.field(default=(), converter=many)
    place: str = ""
    evidence: Evidence | None = attrs.field(default=None, converter=attrs.converters.optional(Evidence))
    #: the articles that it touches by subject
    articles: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""

    @property
    def date(self) -> DaySet:
        """The candidate days, from the best-ranked claims."""
        return candidates(self.claims, Policy.RANKED) or candidates_of_all(self.claims)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources."""
        return tuple(dict.fromkeys(claim.source for claim in self.claims))

    def __repr__(self) -> str:
        return f"<Event {self.id}: {self}>"

    def __str__(self) -> str:
        said = f" (according to {self.attributed_to})" if self.attributed_to else ""
        return f"{self.date}  {self.summary}{said}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says about the treaty, kept as theirs: a classification, a denial, a characterisation.

    >>> Statement(id="not-an-alliance", about="classification", says="It is not an alliance.",
    ...           by="a ministry", sources=["gazette-12"]).about
    'classification'
    """

    id: str = attrs.field(validator=filled)
    #: the topic, or the id of an act
    about: str = attrs.field(validator=filled)
    #: in our own words
    says: str = attrs.field(validator=filled)
    by: str = ""
    quotations: tuple[Quotation, ...] = attrs.field(default=(), converter=many)
    sources: tuple[str, ...] = attrs.field(converter=many, validator=attrs.validators.min_len(1))
    note: str = ""


class LinkKind(Word):
    """How two treaties stand to each other."""

    SUPERSEDES = "supersedes"  # the other ends with the entry into force of this one (VCLT 59)
    SUPERSEDED_BY = "superseded_by"
    SUCCEEDS = "succeeds"  # political succession, without legal effect
    PROTOCOL_TO = "protocol_to"
    AMENDS = "amends"
    IMPLEMENTS = "implements"
    RELATED = "related"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another treaty.

    >>> Link(kind="supersedes", treaty="rus-prk-2000", sources=["tass"]).kind
    <LinkKind.SUPERSEDES: 'supersedes'>
    """

    kind: LinkKind = attrs.field(converter=LinkKind)
    #: id of the other treaty
    treaty: str = attrs.field(validator=filled)
    title: str = ""
    article: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.treaty}{f' ({self.title})' if self.title else ''}"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that was looked for and is not known. It is never read as a no.

    >>> Unknown(about="registration", what="whether the treaty is registered").about
    'registration'
    """

    about: str = attrs.field(validator=filled)
    what: str = attrs.field(validator=filled)
    note: str = ""


@attrs.define(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another treaty that bears on this one: from when it is in force, and whether this one ends with that."""

    treaty: str
    in_force_from: DaySet = attrs.field(converter=day)
    supersedes: bool = False
