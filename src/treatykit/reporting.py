"""Reports: the answers of a treaty as plain data, for machines.

Every report is a dictionary of texts, numbers, truth values, ``None``, lists and dictionaries, with stable keys: keys may
be added, none changes its meaning. What is recorded has the keys that it has in the record; ``words`` is for reading and
may change. Days are ISO strings; days that are not exact are EDTF strings (``2024-10``, ``[2024-06-18,2024-06-19]``).
Periods are half-open: ``until`` is the first day after, ``last_day`` the day before it, and ``None`` stands for no bound.
What can be doubtful is ``"yes"``, ``"no"`` or ``"maybe"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import attrs

from treatykit.days import DayLike, DaySet, Span, date_of, days_of
from treatykit.errors import did_you_mean
from treatykit.law.duties import Duty
from treatykit.law.findings import CODES, Finding, Severity
from treatykit.law.terms import LegalEffect, Possible, in_order
from treatykit.record.acts import RatificationChain, Step
from treatykit.record.articles import Content, article_of
from treatykit.record.context import Event, Link, Name, Unknown
from treatykit.record.obligations import Situation
from treatykit.record.sources import Located, Source
from treatykit.timeline import Period
from treatykit.treaty import Treaty

__all__ = ["Report", "duties", "findings", "overview", "statuses", "summary", "timelines"]

Report: TypeAlias = dict[str, Any]


# ------------------------------------------------------------------------------------------- pieces


def _plain(value: Any) -> Any:
    """What is recorded or answered, as plain data under the names of its fields."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if not attrs.has(type(value)) or isinstance(value, DaySet | Span):
        return str(value)
    plain = {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    return plain | {"words": str(value)} if isinstance(value, Source | Event | Finding | Situation) else plain


def _spaced(link: Link) -> str:
    return str(link).replace(link.kind, link.kind.replace("_", " "))


def _without(report: Report, *keys: str) -> Report:
    return {key: value for key, value in report.items() if key not in keys}


def _head(treaty: Treaty, known_by: str | None) -> Report:
    fixed = {"treaty": treaty.id, "title": treaty.title, "reviewed_through": str(treaty.reviewed_through)}
    return fixed | {"policy": str(treaty.policy), "known_by": known_by}


def _effects(effects: Iterable[LegalEffect]) -> Report:
    ordered = sorted(effects, key=list(LegalEffect).index)
    words = " or ".join(f"{effect.replace('_', ' ')} ({effect.rule})" for effect in ordered)
    return {"effects": [{"effect": str(effect), "rule": effect.rule} for effect in ordered], "effect_words": words}


def _found(found: Possible[Any]) -> Report:
    return {
        "possible": in_order(found.possible),
        "certain": found.certain,
        "exact": found.exact,
        "provisional": str(found.provisional),
        "suspended": str(found.suspended),
        "leaving": str(found.leaving),
        "disclaimed": str(found.disclaimed),
        **_effects(found.effects),
        "words": str(found).replace("_", " "),
    }


def _period(period: Period[Possible[Any]]) -> Report:
    since, until = _plain(period.start), _plain(period.until)
    end = f"until {until} (last day {period.last})" if until else "with no end known"
    span = " ".join(filter(None, (since and f"from {since}", end))) if since or until else "on all days"
    return {"since": since, "until": until, "last_day": _plain(period.last), **_found(period.value), "span": span}


def _touches(period: Period[Any], days: DaySet) -> bool:
    start = float("-inf") if period.start is None else period.start.toordinal()
    until = float("inf") if period.until is None else period.until.toordinal()
    return any(first < until and start <= last for first, last in days.ranges)


def _who(treaty: Treaty, party: str | None) -> Report:
    name = next((each.name for each in treaty.parties if each.code == party), "")
    words = "the treaty" if party is None else f"{party} ({name})" if name else party
    return {"party": party, "name": name, "who": words}


def _asked(treaty: Treaty, party: str | None) -> list[str | None]:
    return [None, *(each.code for each in treaty.parties)] if party is None else [party]


# ------------------------------------------------------------------------------------------- status


def _status(treaty: Treaty, days: DaySet, party: str | None) -> Report:
    answer = treaty.status_on(days, party)
    periods = [_period(period) for period in treaty.timeline(party) if _touches(period, days)]
    recorded = _without(_plain(answer), "treaty", "party", "found")
    marks = [mark for mark in ("disputed", "projected", "hypothetical") if recorded[mark]]
    marks += [f"not {mark}" for mark in ("certain", "exact") if not getattr(answer, mark)]
    return {
        **_who(treaty, party),
        **recorded,
        **_found(answer.found),
        "last_day": periods[-1]["last_day"],
        "periods": periods,
        "marks": f"[{', '.join(marks)}]" if marks else "",
    }


def statuses(treaty: Treaty, on: DayLike, party: str | None = None, *, known_by: str | None = None) -> Report:
    """The status of the treaty and of each party on a day, or of one party alone.

    Beside the keys of the head (``treaty``, ``title``, ``reviewed_through``, ``policy``, ``known_by``) and ``on``, it has
    ``answers``: each with ``party`` (``None`` for the treaty), ``name``, ``on``, ``possible``, ``certain``, ``exact``,
    ``provisional``, ``suspended``, ``leaving``, ``disclaimed``, ``effects``, ``since``, ``until``, ``last_day``,
    ``periods`` (those that the days touch, as in :func:`timelines`), ``disputed``, ``projected``, ``hypothetical``,
    ``because``, ``caveats``, ``sources``; and ``who``, ``words``, ``marks`` and ``effect_words`` for reading.

    >>> import treatykit as tk
    >>> report = statuses(tk.load("rus-prk-2024"), "2024-10")
    >>> [(answer["party"], answer["possible"], answer["last_day"]) for answer in report["answers"]]
    [(None, ['pending'], '2024-12-03'), ('RUS', ['signatory'], '2024-12-03'), ('PRK', ['signatory'], '2024-12-03')]
    """
    days = days_of(on)
    answers = [_status(treaty, days, code) for code in _asked(treaty, party)]
    return _head(treaty, known_by) | {"on": str(days), "answers": answers}


def timelines(treaty: Treaty, party: str | None = None, *, known_by: str | None = None) -> Report:
    """All days, cut into periods: for the treaty and each party, or for one party alone.

    Beside the head it has ``timelines``: each with ``party``, ``name``, ``who`` and ``periods``: each with ``since``,
    ``until``, ``last_day``, ``possible``, ``certain``, ``exact``, ``provisional``, ``suspended``, ``leaving``,
    ``disclaimed``, ``effects``; and ``words`` and ``span`` for reading.

    >>> import treatykit as tk
    >>> report = timelines(tk.load("rus-prk-2024"), "RUS")
    >>> [(period["until"], period["possible"]) for period in report["timelines"][0]["periods"]]
    [('2024-06-19', ['none']), ('2024-12-04', ['signatory']), (None, ['party'])]
    """
    lines = [
        _who(treaty, code) | {"periods": [_period(period) for period in treaty.timeline(code)]}
        for code in _asked(treaty, party)
    ]
    return _head(treaty, known_by) | {"timelines": lines}


# ------------------------------------------------------------------------------------------- duties


def _duty(duty: Duty) -> Report:
    place = "Preamble" if duty.at == "preamble" else f"Art. {duty.at}"
    answer = _without(_plain(duty), "treaty", "on", "obligation") | _effects(duty.effects)
    return {**_plain(duty.obligation), **answer, "place": place}


def duties(
    treaty: Treaty,
    on: DayLike,
    *,
    bearer: str | None = None,
    toward: str | None = None,
    given: Iterable[Situation] = (),
    theme: str | None = None,
    article: str | None = None,
    known_by: str | None = None,
) -> Report:
    """The duties on a day, the status of the treaty behind them, the events recorded for that day, and what is open.

    Beside the head it has what was asked (``on``, ``bearer``, ``toward``, ``theme``, ``article``, ``given``), ``in_force``,
    the ``status`` of the treaty as in :func:`statuses`, ``events`` and ``notes``, and ``duties``: each with the keys of the
    obligation in the record (``id``, ``at``, ``modality``, ``action``, ``trigger``, ``subject_to``, ``themes`` and so on),
    with ``bearer`` and ``toward`` as codes, and with ``binding``, ``effects``, ``triggered``, ``exact``, ``projected``,
    ``hypothetical``, ``caveats``, ``sources``.

    >>> import treatykit as tk
    >>> report = duties(tk.load("rus-prk-2024"), "2024-10", given=[tk.armed_attack(against="PRK")])
    >>> report["in_force"], [(duty["at"], duty["binding"]) for duty in report["duties"]]
    ('no', [('4', 'no')])
    """
    days, facts = days_of(on), tuple(given)
    found = treaty.duties(on=days, bearer=bearer, toward=toward, given=facts, theme=theme, article=article)
    places = {article_of(duty.at) for duty in found}
    events = [
        _plain(event) | {"date": str(event.date)}
        for event in treaty.events
        if places & set(event.articles) and (event.date & days) is not None
    ]
    notes = [
        *_third_states(treaty, days, bearer, toward),
        *_no_theme(treaty, theme),
        *(["As far as the record goes, the facts given set off no duty."] if facts and not found else []),
        *_hollow(treaty, article),
    ]
    asked = {"on": str(days), "bearer": bearer, "toward": toward, "theme": theme, "article": article}
    return {
        **_head(treaty, known_by),
        **asked,
        "given": _plain(facts),
        "in_force": str(treaty.in_force_on(days)),
        "status": _status(treaty, days, None),
        "duties": [_duty(duty) for duty in found],
        "events": events,
        "notes": notes,
    }


def _third_states(treaty: Treaty, days: DaySet, *sides: str | None) -> Iterator[str]:
    for code in dict.fromkeys(filter(None, sides)):
        if treaty.participant(code) is None:
            yield " ".join(treaty.status_on(days, code).because)


def _no_theme(treaty: Treaty, theme: str | None) -> Iterator[str]:
    themes = sorted({word for obligation in treaty.obligations for word in obligation.themes})
    if theme is not None and theme not in themes:
        hint = did_you_mean(theme, themes) or "."
        yield f"No duty in the record has the theme {theme!r}{hint} Its themes: {', '.join(themes) or 'none'}."


def _hollow(treaty: Treaty, article: str | None) -> Iterator[str]:
    open_ = [each for each in treaty.articles if not each.is_sourced and not each.obligations]
    numbers = [each.at for each in open_ if article in (None, each.at)]
    if numbers:
        yield f"Not sourced, so that it is not known what duties they hold: Art. {', '.join(numbers)}."


# ------------------------------------------------------------------------------------------- overview


def _course(treaty: Treaty) -> Report:
    end = treaty.ended_on
    return {
        "signed_on": _plain(treaty.signed_on),
        "in_force_from": _plain(treaty.in_force_from),
        "ended_on": _plain(end),
        "last_day": str(date_of(end.bounds[0] - 1)) if end is not None and end.is_exact else None,
    }


def summary(treaty: Treaty) -> Report:
    """One treaty in a few lines; its status is the one on the day through which the record was reviewed.

    Keys: ``treaty``, ``title``, ``form``, ``parties``, ``signed_on``, ``in_force_from``, ``ended_on`` (the first day out),
    ``last_day`` (the day before it, if that is certain), ``reviewed_through``, ``status`` (all that are possible).

    >>> import treatykit as tk
    >>> report = summary(tk.load("rus-prk-2024"))
    >>> report["in_force_from"], report["status"]
    ('2024-12-04', ['in_force'])
    """
    course, found = _course(treaty), treaty.status_on(treaty.reviewed_through).found
    signed = f"signed {treaty.signed_on}, " if treaty.signed_on else ""
    entry = f"in force from {treaty.in_force_from}" if treaty.in_force_from else "no entry into force in the record"
    last = f" (last day {course['last_day']})" if course["last_day"] else ""
    end = f" until {treaty.ended_on}{last}" if treaty.ended_on else ""
    then = f"reviewed through {treaty.reviewed_through}, then {str(found).replace('_', ' ')}"
    return {
        "treaty": treaty.id,
        "title": treaty.title,
        "form": str(treaty.form),
        "parties": [party.code for party in treaty.parties],
        **course,
        "reviewed_through": str(treaty.reviewed_through),
        "status": in_order(found.possible),
        "words": f"{signed}{entry}{end}; {then}",
    }


def _step(step: Step) -> Report:
    plane = "international" if step.is_international else "domestic"
    words = f"{step}: {step.act.summary}" if step.act.summary else str(step)
    told = {"date": str(step.date), "plane": plane, "sources": list(step.sources), "words": words}
    return {**_plain(step.act), **told}


def _chain(treaty: Treaty, chain: RatificationChain) -> Report:
    steps = sorted((*chain.steps, *chain.preparatory), key=lambda step: step.date.bounds)
    return _who(treaty, chain.party) | {"steps": [_step(step) for step in steps]}


def _coverage(treaty: Treaty) -> Report:
    places, count = treaty.articles, len(treaty.obligations)
    kind = "Articles and preamble" if treaty.preamble else "Articles"
    return {
        "words": f"{kind}: {len(places)}, with {count} obligation{'' if count == 1 else 's'}",
        "recorded": len(places),
        "obligations": count,
        "content": {str(kind): [place.at for place in places if place.content is kind] for kind in Content},
        "number_not_confirmed": [place.at for place in places if place.located is not Located.CONFIRMED],
    }


def _name(name: Name) -> Report:
    marks = [name.lang, str(name.kind), *([f"copy of {name.copy_of}"] if name.copy_of else [])]
    plain: Report = _plain(name)
    return plain | {"words": f"{name.text} ({', '.join(marks)})"}


def _gap(gap: Unknown) -> str:
    return f"{gap.about}: {gap.what}{f' ({gap.note})' if gap.note else ''}"


def _participants(treaty: Treaty) -> Report:
    parties = [
        _plain(each) | {"status": in_order(treaty.status_on(treaty.reviewed_through, each.code).possible)}
        for each in treaty.parties
    ]
    groups: dict[str, list[str]] = {}
    for party in parties:
        groups.setdefault(" or ".join(party["status"]), []).append(f"{party['name']} ({party['code']})")
    told = [f"{status}: {', '.join(names)}" for status, names in groups.items()]
    told += [] if treaty.parties_complete else ["others are not in the record"]
    return {"parties": parties, "parties_complete": treaty.parties_complete, "participants": "; ".join(told)}


def overview(treaty: Treaty, party: str | None = None, *, known_by: str | None = None) -> Report:
    """What is recorded about a treaty, and what is not known; ``party`` keeps one ratification chain.

    Beside the head and :func:`summary` it has ``titles``, ``names``, ``languages``, ``depositary``, ``parties`` (each with
    its ``status``), ``parties_complete``, ``signatories``, ``entry_clause``, ``duration_clause``, ``under_all_claims`` (the same days under the
    policy ``all``), ``ratification`` (each with ``party`` and ``steps``: the acts as in the record, with ``date`` and
    ``plane``), ``articles``, ``links``, ``unknowns``, ``counts``, ``sources``; and ``participants`` for reading.

    >>> import treatykit as tk
    >>> report = overview(tk.load("rus-prk-2024"), "RUS")
    >>> report["signed_on"], report["under_all_claims"]["signed_on"]
    ('2024-06-19', '[2024-06-18,2024-06-19]')
    """
    asked = [each.code for each in treaty.parties]
    if party is not None:
        asked = [treaty.participant(party) or treaty.party(party).code]
    return {
        **_head(treaty, known_by),
        **summary(treaty),
        "titles": {title.lang: title.text for title in treaty.titles},
        "names": [_name(name) for name in treaty.names],
        "languages": list(treaty.languages),
        "depositary": treaty.depositary,
        **_participants(treaty),
        "signatories": list(treaty.signatories),
        "entry_clause": str(treaty.entry_into_force) if treaty.entry_into_force else None,
        "duration_clause": str(treaty.duration) if treaty.duration else None,
        "under_all_claims": _course(treaty.using("all")),
        "ratification": [_chain(treaty, treaty.ratification(code)) for code in asked],
        "articles": _coverage(treaty),
        "links": [_plain(link) | {"words": _spaced(link)} for link in treaty.links],
        "unknowns": [_plain(gap) | {"words": _gap(gap)} for gap in treaty.unknowns],
        "counts": {"acts": len(treaty.acts), "events": len(treaty.events), "statements": len(treaty.statements)},
        "sources": _plain(treaty.sources),
    }


def findings(treaty: Treaty) -> Report:
    """Contradictions, gaps and doubtful claims in a record, errors first.

    Keys: ``treaty``, ``title``, ``counts`` (of each severity), ``findings``: each with ``code``, ``severity``, ``subject``,
    ``message``, ``meaning`` (of the code), ``sources``.

    >>> import treatykit as tk
    >>> sorted(findings(tk.load("rus-prk-2024"))["counts"])
    ['error', 'info', 'warning']
    """
    found = sorted(treaty.check(), key=lambda finding: list(Severity).index(finding.severity))
    counts = {str(severity): sum(each.severity is severity for each in found) for severity in Severity}
    return {
        "treaty": treaty.id,
        "title": treaty.title,
        "counts": counts,
        "words": f"{treaty.id}: {', '.join(f'{severity} {count}' for severity, count in counts.items())}",
        "findings": [_plain(each) | {"meaning": CODES[each.code]} for each in found],
    }
