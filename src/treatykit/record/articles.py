"""Articles of a treaty, and the places in it."""

from __future__ import annotations

import re

import attrs

from treatykit.record.fields import Word, filled, many
from treatykit.record.obligations import Obligation
from treatykit.record.sources import Located, Quotation

__all__ = ["Article", "Content", "article_of"]

PREAMBLE = "preamble"
_LOCATOR = re.compile(r"(preamble|[0-9A-Za-z.]+(?: ?(?:bis|ter|quater))?)((?:\([0-9a-z]+\))*)")


class Content(Word):
    """How much of an article's content is sourced."""

    SOURCED = "sourced"
    PARTLY_SOURCED = "partly_sourced"
    EXISTENCE_ONLY = "existence_only"
    NOT_SOURCED = "not_sourced"


def article_of(locator: str) -> str:
    """The article in which a place lies.

    >>> article_of("16(2)"), article_of("preamble")
    ('16', 'preamble')
    """
    match = _LOCATOR.fullmatch(locator)
    if match is None:
        raise ValueError(
            f"{locator!r} is not a place in a treaty; write an article, such as '16', or a paragraph, such as '16(2)', or "
            "'preamble'"
        )
    return match[1]


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Article:
    """An article of the treaty, or its preamble: a summary in our own words, short quotations, obligations, sources.

    An article whose content no source gives is present, numbered, and says so: ``content`` is ``not_sourced``.

    >>> Article(at="13").content
    <Content.NOT_SOURCED: 'not_sourced'>
    """

    at: str = attrs.field(validator=filled)
    title: str = ""
    summary: str = ""
    content: Content = attrs.field(
        default=attrs.Factory(lambda self: Content.SOURCED if self.summary else Content.NOT_SOURCED, takes_self=True),
        converter=Content,
    )
    located: Located = attrs.field(default=Located.CONFIRMED, converter=Located)
    quotations: tuple[Quotation, ...] = attrs.field(default=(), converter=many)
    #: ids of the sources for the content
    sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: ids of the sources that name the number of the article
    number_sources: tuple[str, ...] = attrs.field(default=(), converter=many)
    note: str = ""
    obligations: tuple[Obligation, ...] = attrs.field(default=(), converter=many)

    @at.validator
    def _check_at(self, attribute: object, value: str) -> None:
        if article_of(value) != value:
            raise ValueError(f"an article is named without its paragraphs: {article_of(value)!r}, not {value!r}")

    def __attrs_post_init__(self) -> None:
        if self.content in {Content.SOURCED, Content.PARTLY_SOURCED} and not self.summary:
            raise ValueError(f"article {self.at} is marked {self.content} and has no summary")
        if self.summary and not self.sources:
            raise ValueError(f"article {self.at} has a summary and no sources; every fact carries a source")
        for obligation in self.obligations:
            if article_of(obligation.at) != self.at:
                raise ValueError(f"obligation {obligation.id!r} stands at {obligation.at}, not in article {self.at}")

    @property
    def number(self) -> int | None:
        """The number of the article; ``None`` for the preamble and for articles not numbered in digits."""
        return int(self.at) if self.at.isdecimal() else None

    @property
    def is_sourced(self) -> bool:
        """Whether any of the content is sourced."""
        return self.content in {Content.SOURCED, Content.PARTLY_SOURCED}

    @property
    def name(self) -> str:
        """What the article is called in a sentence: ``Article 4``, ``Preamble``."""
        return "Preamble" if self.at == PREAMBLE else f"Article {self.at}"

    def __repr__(self) -> str:
        return f"<{self.name}{f': {self.title}' if self.title else ''}, {len(self.obligations)} obligations>"

    def __str__(self) -> str:
        head = f"{self.name}{f': {self.title}' if self.title else ''}"
        if self.is_sourced:
            return f"{head}\n  {self.summary}"
        return f"{head}\n  {self.summary or 'Its content is not sourced.'}"
