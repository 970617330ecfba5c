"""Checks of the record: gaps in it, content that is not sourced, and the sources themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from treatykit.law.checks_of_acts import surely_before
from treatykit.law.findings import Finding
from treatykit.law.status import Law
from treatykit.record.acts import ActKind
from treatykit.record.articles import Content
from treatykit.record.clauses import EntryIntoForce
from treatykit.record.integrity import Parts
from treatykit.record.sources import Located, Rank, Source, SourceType

__all__ = ["CHECKS"]


def _gaps(record: Parts, law: Law) -> Iterator[Finding]:
    if record.entry_into_force is None:
        yield Finding(
            code="clause-missing", severity="warning", subject="entry_into_force", message="no clause is recorded"
        )
    if record.duration is None:
        yield Finding(code="clause-missing", severity="info", subject="duration", message="no clause is recorded")
    if not getattr(record, "languages", ("",)):
        yield Finding(code="field-empty", severity="info", subject="languages", message="not recorded")
    if not any(act.kind is ActKind.SIGNATURE for act in record.acts):
        yield Finding(code="field-empty", severity="info", subject="signatories", message="no signature is recorded")
    for act in record.acts:
        if act.kind in {ActKind.SIGNATURE, ActKind.EXCHANGE} and not act.place:
            yield Finding(
                code="act-without-place", severity="info", subject=act.id, message=f"the {act.kind} has no place"
            )
    if not any(act.kind is ActKind.REGISTRATION for act in record.acts):
        yield Finding(
            code="registration-unknown",
            severity="info",
            subject="registration",
            message=(
                "no registration with the UN Secretariat is recorded (UN Charter 102): that is unknown, not no; it never "
                "changes a status"
            ),
        )
    known: set[str] = {link.treaty for link in record.links}
    clause: EntryIntoForce | None = record.entry_into_force
    if clause is not None and clause.waits_for and clause.waits_for not in law.case.outside:
        yield Finding(
            code="link-unresolved",
            severity="info" if clause.waits_for in known else "warning",
            subject="entry_into_force",
            message=f"waits for {clause.waits_for!r}, whose entry into force is not known here",
        )


def _content(record: Parts, law: Law) -> Iterator[Finding]:
    empty = [
        a.at
        for a in record.articles
        if a.content in {Content.NOT_SOURCED, Content.EXISTENCE_ONLY} and not a.obligations
    ]
    if empty:
        yield Finding(
            code="content-not-sourced",
            severity="warning",
            subject="articles",
            message=f"{len(empty)} of {len(record.articles)} without sourced content: {', '.join(empty)}",
        )
    unverified = [article.at for article in record.articles if article.located is not Located.CONFIRMED]
    if unverified:
        yield Finding(
            code="locator-unverified",
            severity="info",
            subject="articles",
            message=f"no source seen names the number of: {', '.join(unverified)}",
        )
    for article in record.articles:
        quotations = [*article.quotations, *(q for o in article.obligations for q in o.quotations)]
        translated = [quotation for quotation in quotations if quotation.rendering != "authentic"]
        if translated:
            yield Finding(
                code="quote-from-translation",
                severity="warning",
                subject=article.name,
                message=f"{len(translated)} quotation(s) not from an authentic text",
                sources=tuple(dict.fromkeys(quotation.source for quotation in translated)),
            )
        if quotations and len({quotation.source for quotation in quotations}) == 1:
            yield Finding(
                code="single-source",
                severity="info",
                subject=article.name,
                message=f"its quotations rest on {quotations[0].source} alone",
                sources=(quotations[0].source,),
            )


# ------------------------------------------------------------------------------------------- sources


def _source_dates(record: Parts, law: Law) -> Iterator[Finding]:
    for source in record.sources:
        if source.published is None:
            yield Finding(
                code="source-undated",
                severity="warning",
                subject=source.id,
                message="no publication date"
                + (f"; public by {source.public_by}" if source.public_by else "; left out by known_by()"),
            )
        elif not source.published.is_exact:
            yield Finding(
                code="source-imprecise", severity="info", subject=source.id, message=f"dated only {source.published}"
            )
        for code, severity, first, second, words in (
            ("archived-before-published", "error", source.archived, source.published, "archived {0}, published {1}"),
            ("retrieved-before-published", "error", source.retrieved, source.published, "read {0}, published {1}"),
            ("archived-after-retrieved", "warning", source.retrieved, source.archived, "read {0}, archived {1}"),
        ):
            if surely_before(first, second):
                yield Finding(code=code, severity=severity, subject=source.id, message=words.format(first, second))


def _source_gaps(record: Parts, law: Law) -> Iterator[Finding]:
    for code, severity, missing, message in _SOURCE_GAPS:
        ids = tuple(source.id for source in record.sources if missing(source))
        if ids:
            yield Finding(
                code=code,
                severity=severity,
                subject="sources",
                message=f"{len(ids)} of {len(record.sources)} {message}",
                sources=ids,
            )
    for source in record.sources:
        if not source.publisher and not source.authors:
            yield Finding(
                code="source-incomplete",
                severity="warning",
                subject=source.id,
                message="neither author nor publisher: it cannot be identified for sure",
            )
    titles = Counter(source.title.casefold() for source in record.sources)
    for title, count in titles.items():
        if count > 1:
            same = tuple(source.id for source in record.sources if source.title.casefold() == title)
            yield Finding(
                code="title-not-unique",
                severity="warning",
                subject=same[0],
                message=f"{count} sources with one title: {', '.join(same)}",
                sources=same,
            )
    if record.sources and not any(source.type is SourceType.TREATY_TEXT for source in record.sources):
        yield Finding(
            code="no-primary-text", severity="warning", subject="sources", message="none is the text of the treaty"
        )
    formats = {_shape(source.printed) for source in record.sources if source.printed}
    if len(formats) > 1:
        yield Finding(
            code="printed-date-formats",
            severity="info",
            subject="sources",
            message=f"dates are printed in {len(formats)} formats other than ISO",
        )


_SOURCE_GAPS: tuple[tuple[str, str, Callable[[Source], bool], str], ...] = (
    ("no-address", "info", lambda source: not source.url, "have no address"),
    ("no-archive", "info", lambda source: source.archived is None, "have no archived copy"),
    ("no-author", "info", lambda source: not source.authors, "name no author"),
    ("party-source", "info", lambda source: bool(source.party), "are published by an organ of a party"),
)


def _shape(printed: str) -> str:
    return (
        "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in printed)
        .replace("99", "9")
        .replace("aa", "a")
    )


def _source_use(record: Parts, law: Law) -> Iterator[Finding]:
    sources = {source.id: source for source in record.sources}
    groups = [(act.id, claim) for act in record.acts for claim in act.claims]
    groups += [(event.id, claim) for event in record.events for claim in event.claims]
    for subject, claim in groups:
        public = sources[claim.source].published
        if claim.rank is not Rank.DEPRECATED and surely_before(public, claim.date):
            yield Finding(
                code="claim-before-event",
                severity="info",
                subject=subject,
                message=f"{claim.source} was published {public}, before the day that it is cited for ({claim.date})",
                sources=(claim.source,),
            )
    unused = sources.keys() - set(_cited(record))
    for id in sorted(unused):
        yield Finding(code="source-unused", severity="info", subject=id, message="nothing refers to it")


def _cited(record: Parts) -> Iterator[str]:
    for act in record.acts:
        yield from (claim.source for claim in act.all_claims)
    for event in record.events:
        yield from event.sources
    for name in record.names:
        yield from name.sources
    for statement in record.statements:
        yield from statement.sources
        yield from (quotation.source for quotation in statement.quotations)
    for link in record.links:
        yield from link.sources
    for article in record.articles:
        yield from article.sources + article.number_sources
        yield from (quotation.source for quotation in article.quotations)
        for obligation in article.obligations:
            yield from obligation.sources
            yield from (quotation.source for quotation in obligation.quotations)
    for clause in (record.entry_into_force, record.duration):
        if clause is not None:
            yield from clause.sources


#: The checks of the record, in the order in which their findings come.
CHECKS: tuple[Callable[[Parts, Law], Iterator[Finding]], ...] = (
    _gaps,
    _content,
    _source_dates,
    _source_gaps,
    _source_use,
)
