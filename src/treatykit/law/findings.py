"""Findings: contradictions, gaps and doubtful claims in a record, each with a stable code. Never errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum

import attrs

from treatykit.days import DaySet, Span, date_of
from treatykit.law.ending import SILENT_NOTICE
from treatykit.law.entry import stated_day
from treatykit.law.status import Law
from treatykit.record.acts import Act, ActKind
from treatykit.record.articles import Content
from treatykit.record.clauses import AsStated, CountedFrom, Duration, EntryIntoForce
from treatykit.record.integrity import Parts
from treatykit.record.sources import Claim, Located, Policy, Rank, Source, SourceType

__all__ = ["CODES", "Finding", "Severity", "findings_of"]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


#: Every code, and what it means.
CODES = {
    "act-after-end": "an act of consent or withdrawal dated after the treaty had ended",
    "act-out-of-order": "acts of one party stand in an order that cannot be",
    "act-without-place": "a signature or an exchange without a place",
    "archived-after-retrieved": "the copy archived is not the copy that was read",
    "archived-before-published": "a source archived before its publication date",
    "claim-before-event": "a source dated before the event that it is cited for",
    "clause-missing": "the record has no clause on entry into force or on duration",
    "consent-before-signature": "consent to be bound dated before the party's own signature",
    "content-not-sourced": "articles whose content no source gives",
    "date-disputed": "sources that are not deprecated date an act differently",
    "date-imprecise": "an act that moves a status is not dated to the day",
    "effect-before-act": "an act takes effect before it was done",
    "end-before-start": "an end, a withdrawal or a resumption before what it ends",
    "event-before-entry": "a related event dated before entry into force, while the treaty was not binding",
    "field-empty": "languages or signatories are not recorded",
    "link-unresolved": "the treaty waits for another one, which the record does not know",
    "locator-unverified": "the number of an article is not confirmed by a source",
    "no-address": "sources without an address",
    "no-archive": "sources with an address or publication and no archived copy",
    "no-author": "sources without an author",
    "no-primary-text": "no source is the text of the treaty",
    "notice-after-revocation": "a notice revoked when it had already taken effect",
    "notice-too-early": "notice given before the clause allows it",
    "notice-too-short": "a withdrawal takes effect earlier than the notice period allows",
    "party-source": "sources published by an organ of a party",
    "printed-date-formats": "publication dates printed in several formats",
    "quote-from-translation": "quotations that are not from an authentic text",
    "registration-unknown": "no registration with the UN Secretariat is recorded: unknown, not no",
    "retrieved-before-published": "a source read before it was published",
    "single-source": "the quotations of an article rest on one source",
    "source-imprecise": "a source dated by month or year only",
    "source-incomplete": "a source with neither author nor publisher",
    "source-undated": "a source without a publication date",
    "source-unused": "a source that nothing in the record refers to",
    "stated-differs-from-computed": "the stated day of entry into force is not the one that the clause gives",
    "suspension-outside-force": "a suspension while the party was not bound",
    "title-not-unique": "two sources with the same title",
}


@attrs.define(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing worth a look: what kind, how much it matters, what it is about, and a sentence.

    >>> print(Finding(code="date-disputed", severity="warning", subject="signature", message="dated two ways"))
    warning  date-disputed  signature: dated two ways
    """

    code: str = attrs.field(validator=attrs.validators.in_(CODES))
    severity: Severity = attrs.field(converter=Severity)
    subject: str
    message: str
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.severity}  {self.code}  {self.subject}: {self.message}"


def findings_of(record: Parts, law: Law) -> Iterator[Finding]:
    """All findings on a record, in the order of the checks."""
    for check in _CHECKS:
        yield from check(record, law)


# ------------------------------------------------------------------------------------------- dates


def _disputed(record: Parts, law: Law) -> Iterator[Finding]:
    groups: list[tuple[str, tuple[Claim, ...]]] = [
        (act.id if name == "claims" else f"{act.id}.{name}", getattr(act, name))
        for act in record.acts
        for name in ("claims", "received", "effective")
    ]
    groups += [(event.id, event.claims) for event in record.events]
    for subject, claims in groups:
        live = [claim for claim in claims if claim.rank is not Rank.DEPRECATED]
        apart = {claim.date for claim in live}
        if any((a & b) is None for a in apart for b in apart):
            told = "; ".join(
                f"{days} by {', '.join(claim.source for claim in live if claim.date == days)}"
                for days in sorted(apart, key=lambda days: days.bounds)
            )
            yield Finding(
                code="date-disputed",
                severity="warning",
                subject=subject,
                message=f"dated differently: {told}",
                sources=tuple(dict.fromkeys(claim.source for claim in live)),
            )


def _imprecise(record: Parts, law: Law) -> Iterator[Finding]:
    for act in record.acts:
        day = act.day(Policy.RANKED)
        if day is not None and not day.is_exact and not act.kind.is_domestic:
            yield Finding(code="date-imprecise", severity="info", subject=act.id, message=f"dated only as {day}")


def _stated(record: Parts, law: Law) -> Iterator[Finding]:
    if record.entry_into_force is None or isinstance(record.entry_into_force, AsStated):
        return
    stated = law.days_of(lambda world: stated_day(law.case, world))
    computed = law.entry_days()
    if stated is not None and (computed is None or (stated & computed) is None):
        yield Finding(
            code="stated-differs-from-computed",
            severity="error",
            subject="entry_into_force",
            message=f"stated as {stated}; the clause and the acts recorded give {computed or 'no day'}",
            sources=tuple(
                dict.fromkeys(
                    claim.source
                    for act in record.acts
                    if act.kind is ActKind.ENTRY_INTO_FORCE
                    for claim in act.claims
                    if claim.rank is not Rank.DEPRECATED
                )
            ),
        )


def _surely_before(a: DaySet | None, b: DaySet | None) -> bool:
    return a is not None and b is not None and a.bounds[-1] < b.bounds[0]


def _effects(record: Parts, law: Law) -> Iterator[Finding]:
    for act in record.acts:
        day = act.day(Policy.RANKED)
        for name in ("received", "effective"):
            later = getattr(act, f"day_{name}")(Policy.RANKED)
            reaches_back = name == "effective" and act.instrument == "succession"
            if _surely_before(later, day) and not reaches_back:
                yield Finding(
                    code="effect-before-act",
                    severity="warning",
                    subject=act.id,
                    message=f"done {day}, {name} {later}",
                )


def _order(record: Parts, law: Law) -> Iterator[Finding]:
    days = {act.id: act.day(Policy.RANKED) for act in record.acts}
    for code in law.case.parties:
        own = [act for act in record.acts if not act.by or code in act.by]
        signed = [days[act.id] for act in own if act.kind is ActKind.SIGNATURE and days[act.id] is not None]
        consents = [
            act for act in own if any(d.act.id == act.id and law.case.is_consent(d) for d in law.case.by_party[code])
        ]
        for act in consents:
            if (
                act.kind is not ActKind.SIGNATURE
                and signed
                and all(_surely_before(days[act.id], day) for day in signed)
            ):
                yield Finding(
                    code="consent-before-signature",
                    severity="warning",
                    subject=act.id,
                    message=f"{code} consented {days[act.id]}, before its signature {signed[0]}",
                )
        for act in own:
            if not act.kind.is_domestic:
                continue
            if signed and all(_surely_before(days[act.id], day) for day in signed):
                yield Finding(
                    code="act-out-of-order",
                    severity="warning",
                    subject=act.id,
                    message=f"domestic step {days[act.id]}, before the signature {signed[0]}",
                )
            for consent in consents:
                if act.kind is ActKind.DOMESTIC_APPROVAL and _surely_before(days[consent.id], days[act.id]):
                    yield Finding(
                        code="act-out-of-order",
                        severity="warning",
                        subject=act.id,
                        message=f"approved {days[act.id]}, after the consent of {code} {days[consent.id]}",
                    )


def _answers(record: Parts, law: Law) -> Iterator[Finding]:
    by_id = {act.id: act for act in record.acts}
    ends = {
        ActKind.RESUMPTION: "a resumption",
        ActKind.PROVISIONAL_END: "an end of provisional application",
        ActKind.NOTICE_REVOKED: "a revocation",
        ActKind.WITHDRAWAL_EFFECTIVE: "a withdrawal",
        ActKind.INSTRUMENT_WITHDRAWN: "an instrument taken back",
        ActKind.DISCLAIMER_WITHDRAWN: "a disclaimer taken back",
        ActKind.CONFIRMATION: "a confirmation",
    }
    for act in record.acts:
        answered = by_id.get(act.of)
        if act.kind in ends and answered is not None:
            own, theirs = act.day(Policy.RANKED), answered.day(Policy.RANKED)
            if _surely_before(own, theirs):
                yield Finding(
                    code="end-before-start",
                    severity="error",
                    subject=act.id,
                    message=f"{ends[act.kind]} {own}, before {answered.id!r} {theirs}",
                )
    computed = law.entry_days()
    for act in record.acts:
        day = act.day_effective(Policy.RANKED) or act.day(Policy.RANKED)
        if act.kind is ActKind.WITHDRAWAL_EFFECTIVE and _surely_before(day, computed):
            yield Finding(
                code="end-before-start",
                severity="error",
                subject=act.id,
                message=f"a withdrawal with effect {day}, before the treaty entered into force {computed}",
            )
        if act.kind is ActKind.SUSPENSION and (computed is None or _surely_before(day, computed)):
            yield Finding(
                code="suspension-outside-force",
                severity="warning",
                subject=act.id,
                message=f"suspended {day}, while the treaty was not in force",
            )


def _after_end(record: Parts, law: Law) -> Iterator[Finding]:
    end = law.days_of(lambda world: law.treaty_course(world).end)
    moving = {ActKind.SIGNATURE, ActKind.DEPOSIT, ActKind.WITHDRAWAL_NOTICE, ActKind.SUSPENSION}
    for act in record.acts:
        if act.kind in moving and end is not None and _surely_before(end, act.day(Policy.RANKED)):
            yield Finding(
                code="act-after-end",
                severity="warning",
                subject=act.id,
                message=f"done {act.day(Policy.RANKED)}, after the treaty had ended {end}",
            )
    if end is not None:
        entry = law.days_of(lambda world: law.treaty_course(world).entry)
        if entry is not None and _surely_before(end, entry):
            yield Finding(
                code="end-before-start",
                severity="error",
                subject="entry_into_force",
                message=f"the treaty ended {end}, before it entered into force {entry}",
            )


def _notices(record: Parts, law: Law) -> Iterator[Finding]:
    clause = record.duration
    entry = law.entry_days()
    for act in record.acts:
        if act.kind is not ActKind.WITHDRAWAL_NOTICE:
            continue
        given = _counted_day(act, clause)
        stated = act.day_effective(Policy.RANKED)
        for other in record.acts:
            if other.kind is ActKind.WITHDRAWAL_EFFECTIVE and (
                other.of == act.id or (not other.of and other.by == act.by)
            ):
                stated = other.day_effective(Policy.RANKED) or other.day(Policy.RANKED)
        period = SILENT_NOTICE if clause is None or clause.notice is None else clause.notice
        if clause is None or (not clause.calendar and clause.kind != "renewable"):
            yield from _too_short(act, given, stated, period)
        if clause is not None and clause.no_notice_before is not None and entry is not None and given is not None:
            opens = clause.no_notice_before.shift(entry.bounds[0])
            if given.bounds[-1] < opens:
                yield Finding(
                    code="notice-too-early",
                    severity="warning",
                    subject=act.id,
                    message=f"given {given}; notice may be given from {date_of(opens)}",
                )
        for other in record.acts:
            if (
                other.kind is ActKind.NOTICE_REVOKED
                and other.of in {act.id, ""}
                and set(other.by) & set(act.by)
                and given
            ):
                effect = stated or period.shift_days(given)
                revoked = other.day(Policy.RANKED)
                if revoked is not None and effect.bounds[-1] <= revoked.bounds[0]:
                    yield Finding(
                        code="notice-after-revocation",
                        severity="warning",
                        subject=other.id,
                        message=f"revoked {revoked}, when the notice had taken effect {effect}",
                    )


def _too_short(act: Act, given: DaySet | None, stated: DaySet | None, period: Span) -> Iterator[Finding]:
    if given is not None and stated is not None:
        earliest = period.shift_days(given)
        if stated.bounds[-1] < earliest.bounds[0]:
            yield Finding(
                code="notice-too-short",
                severity="warning",
                subject=act.id,
                message=f"effective {stated}; {period.in_words()} from {given} end {earliest}",
            )


def _counted_day(act: Act, clause: Duration | None) -> DaySet | None:
    if clause is not None and clause.notice_from is CountedFrom.RECEIPT and act.received:
        return act.day_received(Policy.RANKED)
    return act.day(Policy.RANKED)


def _events(record: Parts, law: Law) -> Iterator[Finding]:
    entry = law.entry_days()
    for event in record.events:
        if event.articles and _surely_before(event.date, entry):
            yield Finding(
                code="event-before-entry",
                severity="info",
                subject=event.id,
                message=f"dated {event.date}, before entry into force {entry}: then the treaty was not yet binding",
            )


# ------------------------------------------------------------------------------------------- the record


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
            if _surely_before(first, second):
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
        if claim.rank is not Rank.DEPRECATED and _surely_before(public, claim.date):
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


_CHECKS = (
    _disputed,
    _imprecise,
    _stated,
    _effects,
    _order,
    _answers,
    _after_end,
    _notices,
    _events,
    _gaps,
    _content,
    _source_dates,
    _source_gaps,
    _source_use,
)
