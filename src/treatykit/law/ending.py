"""Endings: leaving a treaty, and the end of the treaty for all (VCLT 42, 54-59, 67-68, 70)."""

from __future__ import annotations

from typing import Any

import attrs

from treatykit.days import Span
from treatykit.law.cases import Case, Deed
from treatykit.law.entry import concluded_on
from treatykit.law.worlds import NEVER, Moment, World, earlier, later, shifted
from treatykit.record.acts import ActKind
from treatykit.record.clauses import CountedFrom, FixedTerm, Renewable, TermFrom, UntilDay
from treatykit.record.coverage import Matter

__all__ = ["Exit", "effect_of_notice", "end_of_treaty", "exit_of", "last_sure_day"]

AnyWorld = World[Any]

#: What VCLT 56(2) asks for where leaving is admitted and the treaty is silent.
SILENT_NOTICE = Span("P12M")


@attrs.define(frozen=True, slots=True)
class Exit:
    """How an episode ends by the party's own act: the first day out, and the spells in which notice stood."""

    out: Moment = NEVER
    notices: tuple[tuple[Moment, Moment], ...] = ()


def exit_of(case: Case, code: str, episode: int, world: AnyWorld, entry: Moment) -> Exit:
    """The party's way out in an episode.

    A stated day on which a withdrawal took effect wins over the formula. A notice that is revoked before it takes
    effect leaves no trace in the status (VCLT 68).
    """
    out: list[Moment] = [
        world.day(deed.done) for deed in case.by(code, ActKind.WITHDRAWAL_EFFECTIVE) if deed.episode == episode
    ]
    stated = bool(out)
    notices: list[tuple[Moment, Moment]] = []
    for deed in case.by(code, ActKind.WITHDRAWAL_NOTICE):
        if deed.episode != episode:
            continue
        effect = earlier(*out) if stated else effect_of_notice(case, deed, world, entry)
        revoked = _revoked_before(case, code, deed, effect, world)
        if revoked is not None:
            notices.append((world.day(deed.done), revoked))
            continue
        notices.append((world.day(deed.done), effect))
        if not stated:
            out.append(effect)
    return Exit(earlier(*out) if out else NEVER, tuple(notices))


def _counted_from(case: Case) -> CountedFrom:
    return CountedFrom.UNKNOWN if case.duration is None else case.duration.notice_from


def _revoked_before(case: Case, code: str, notice: Deed, effect: Moment, world: AnyWorld) -> Moment | None:
    """The day on which a notice was revoked in time; ``None`` if it was not."""
    for deed in case.answers(notice, ActKind.NOTICE_REVOKED, code):
        revoked = world.day(deed.done)
        if not world.by(effect, revoked):
            return revoked
    return None


def effect_of_notice(case: Case, deed: Deed, world: AnyWorld, entry: Moment) -> Moment:
    """The first day out after a notice: as stated, by the calendar, at the end of the term, or after the period."""
    if deed.effective is not None:
        return world.day(deed.effective)
    given = world.day(deed.counted(_counted_from(case)))
    clause = case.duration
    if clause is None:
        return shifted(SILENT_NOTICE.shift, given)
    if clause.calendar:
        return earlier(*(shifted(rule.effect, given) for rule in clause.calendar))
    if isinstance(clause, Renewable):
        in_time = given if clause.notice is None else shifted(clause.notice.shift, given)
        return _end_of_running_term(clause, case, in_time, world, entry)
    return shifted((clause.notice or SILENT_NOTICE).shift, given)


def _end_of_running_term(clause: Renewable, case: Case, in_time: Moment, world: AnyWorld, entry: Moment) -> Moment:
    """The end of the first term that a notice still reaches in time.

    Where the first term may have begun later, a term may end on any day from then on, the last day for notice among them.
    """
    begin = _term_begins(clause, case, world, entry)
    if begin == NEVER:
        return NEVER
    if case.term_slides:
        first = shifted(clause.term.shift, begin)
        return later(in_time, first) if Matter.WITHDRAWAL in case.assumed else NEVER
    for renewals in range(10_000):
        end = shifted(_length(clause, renewals).shift, begin)
        if end == NEVER or world.by(in_time, end):
            return end
    return NEVER


def _length(clause: Renewable, renewals: int) -> Span:
    """A term and its renewals as one distance, so that months are counted in one step."""
    months = clause.term.months + renewals * clause.renewal.months
    days = clause.term.days + renewals * clause.renewal.days
    return Span.of(months=months, days=days, clear=clause.term.clear, rounding=clause.term.rounding)


def _term_begins(clause: FixedTerm | Renewable, case: Case, world: AnyWorld, entry: Moment) -> Moment:
    if clause.runs_from is TermFrom.ENTRY:
        return entry
    signed = [world.day(deed.done) for deed in case.of(ActKind.SIGNATURE, ActKind.EXCHANGE_OF_NOTES)]
    if signed:
        return later(*signed)
    return concluded_on(case, world) if case.term_slides else NEVER


def end_of_treaty(case: Case, world: AnyWorld, entry: Moment) -> Moment:
    """The first day on which the treaty is in force for nobody, by an act or a clause that ends it for all.

    By agreement or abandonment (VCLT 54(b)), by a later treaty (59), at the end of a term (54(a)), and between two
    parties by the denunciation of one. Falling below the threshold ends nothing (55).
    """
    ends: list[Moment] = [
        world.day(deed.done if deed.effective is None else deed.effective)
        for deed in case.of(ActKind.TERMINATION, ActKind.SUPERSESSION)
    ]
    ends += [world.day(case.outside[treaty]) for treaty in case.superseded_by]
    if not case.term_slides:
        ends.append(_expiry(case, world, entry))
    if case.bilateral:
        ends += [
            exit_of(case, code, episode, world, entry).out for code in case.parties for episode in case.episodes(code)
        ]
    return earlier(NEVER, *ends)


def last_sure_day(case: Case, world: AnyWorld, entry: Moment, end: Moment) -> Moment:
    """The last day on which the treaty surely had not ended, once it was in force; ``NEVER`` if its end is told.

    Where the record does not tell whether the treaty ended, and this reading assumes that it did, it did so on the day after
    its entry into force, or after the last that is recorded of its life. Between two parties leaving is the end. A term that
    may have begun later may end on any day from its first end on.
    """
    expiry = _expiry(case, world, entry) if case.term_slides else NEVER
    if expiry != NEVER:
        return shifted(lambda day: day - 1, expiry) if Matter.ENDING in case.assumed else NEVER
    assumed = (Matter.ENDING in case.assumed and Matter.ENDING in case.silent) or (
        case.bilateral and bool(case.silent.get(Matter.WITHDRAWAL)) and Matter.WITHDRAWAL in case.assumed
    )
    return later(entry, case.alive_on) if assumed and end == NEVER else NEVER


def _expiry(case: Case, world: AnyWorld, entry: Moment) -> Moment:
    clause = case.duration
    if isinstance(clause, FixedTerm):
        end = shifted(clause.term.shift, _term_begins(clause, case, world, entry))
    elif isinstance(clause, UntilDay):
        end = clause.day.bounds[0]
    else:
        return NEVER
    prolonged = [world.day(deed.effective) for deed in case.of(ActKind.PROLONGATION) if deed.effective is not None]
    return later(end, *prolonged)
