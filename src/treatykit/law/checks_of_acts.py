"""Checks of the acts: disputed and imprecise dates, order, effects, notices, endings, related events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from treatykit.days import LAST, DaySet, Span, date_of
from treatykit.law.ending import SILENT_NOTICE
from treatykit.law.entry import stated_day
from treatykit.law.findings import Finding
from treatykit.law.status import Law
from treatykit.record.acts import Act, ActKind
from treatykit.record.clauses import AsStated, CountedFrom, Duration
from treatykit.record.integrity import Parts
from treatykit.record.sources import Claim, Policy, Rank

__all__ = ["CHECKS", "surely_before"]


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


def surely_before(a: DaySet | None, b: DaySet | None) -> bool:
    """Whether every candidate of the one lies before every candidate of the other."""
    return a is not None and b is not None and a.bounds[-1] < b.bounds[0]


def _effects(record: Parts, law: Law) -> Iterator[Finding]:
    for act in record.acts:
        day = act.day(Policy.RANKED)
        for name in ("received", "effective"):
            later = getattr(act, f"day_{name}")(Policy.RANKED)
            reaches_back = name == "effective" and act.instrument == "succession"
            if surely_before(later, day) and not reaches_back:
                yield Finding(
                    code="effect-before-act",
                    severity="warning",
                    subject=act.id,
                    message=f"done {day}, {name} {later}",
                )


def _order(record: Parts, law: Law) -> Iterator[Finding]:
    days = {act.id: act.day(Policy.RANKED) for act in record.acts}
    told: set[str] = set()  # a joint act is told of once
    for code in law.case.parties:
        own = [act for act in record.acts if not act.by or code in act.by]
        signed = [days[act.id] for act in own if act.kind is ActKind.SIGNATURE and days[act.id] is not None]
        consents = [
            act for act in own if any(d.act.id == act.id and law.case.is_consent(d) for d in law.case.by_party[code])
        ]
        for act in consents:
            if act.kind is ActKind.SIGNATURE or act.id in told:
                continue
            if signed and all(surely_before(days[act.id], day) for day in signed):
                told.add(act.id)
                yield Finding(
                    code="consent-before-signature",
                    severity="warning",
                    subject=act.id,
                    message=f"{code} consented {days[act.id]}, before its signature {signed[0]}",
                )
        for act in own:
            if not act.kind.is_domestic:
                continue
            if signed and all(surely_before(days[act.id], day) for day in signed):
                yield Finding(
                    code="act-out-of-order",
                    severity="warning",
                    subject=act.id,
                    message=f"domestic step {days[act.id]}, before the signature {signed[0]}",
                )
            for consent in consents:
                if act.kind is ActKind.DOMESTIC_APPROVAL and surely_before(days[consent.id], days[act.id]):
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
            if surely_before(own, theirs):
                yield Finding(
                    code="end-before-start",
                    severity="error",
                    subject=act.id,
                    message=f"{ends[act.kind]} {own}, before {answered.id!r} {theirs}",
                )
    computed = law.days_of(lambda world: law.treaty_course(world).entry)
    for act in record.acts:
        day = act.day_effective(Policy.RANKED) or act.day(Policy.RANKED)
        if act.kind is ActKind.WITHDRAWAL_EFFECTIVE and surely_before(day, computed):
            yield Finding(
                code="end-before-start",
                severity="error",
                subject=act.id,
                message=f"a withdrawal with effect {day}, before the treaty entered into force {computed}",
            )
        if act.kind is ActKind.SUSPENSION and (computed is None or surely_before(day, computed)):
            yield Finding(
                code="suspension-outside-force",
                severity="warning",
                subject=act.id,
                message=f"suspended {day}, while the treaty was not in force",
            )


def _after_end(record: Parts, law: Law) -> Iterator[Finding]:
    end = law.end_days()
    moving = {ActKind.SIGNATURE, ActKind.DEPOSIT, ActKind.WITHDRAWAL_NOTICE, ActKind.SUSPENSION}
    for act in record.acts:
        if act.kind in moving and end is not None and surely_before(end, act.day(Policy.RANKED)):
            yield Finding(
                code="act-after-end",
                severity="warning",
                subject=act.id,
                message=f"done {act.day(Policy.RANKED)}, after the treaty had ended {end}",
            )
    if end is not None:
        entry = law.days_of(lambda world: law.treaty_course(world).entry)
        if entry is not None and surely_before(end, entry):
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
                    message=f"given {given}; notice may be given "
                    + (f"from {date_of(opens)}" if opens <= LAST else "on no day of the calendar"),
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
        if event.articles and surely_before(event.date, entry):
            yield Finding(
                code="event-before-entry",
                severity="info",
                subject=event.id,
                message=f"dated {event.date}, before entry into force {entry}: then the treaty was not yet binding",
            )


#: The checks of acts, in the order in which their findings come.
CHECKS: tuple[Callable[[Parts, Law], Iterator[Finding]], ...] = (
    _disputed,
    _imprecise,
    _stated,
    _effects,
    _order,
    _answers,
    _after_end,
    _notices,
    _events,
)
