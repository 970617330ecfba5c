"""The days on which States are in a treaty, and what they have pledged in it: what panels are made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import attrs

from treatykit.days import FIRST, LAST
from treatykit.law.terms import PartyStatus, Possible, Standing
from treatykit.record.acts import Act, ActKind
from treatykit.record.articles import article_of
from treatykit.record.obligations import BOTH, EACH, NOBODY, OTHER, AtopType
from treatykit.timeline import Timeline
from treatykit.treaty import Treaty
from treatykit.truth import Truth

__all__ = ["BIT", "PLEDGES", "Ranges", "Terms", "common", "known_days", "stay_of", "terms_of", "untold"]

#: The five pledges, each with a bit.
PLEDGES = tuple(AtopType)
BIT = {pledge: 1 << place for place, pledge in enumerate(PLEDGES)}

#: Closed ranges of days, as ordinals, in order and apart.
Ranges: TypeAlias = "list[tuple[float, float]]"


def untold(pledge: AtopType, code: str) -> str:
    """How an unknown of a record names a pledge of a party that a table does not tell; a panel then answers MAYBE.

    >>> untold(AtopType.DEFENSE, "FRA")
    'pledge of defense by FRA'
    """
    return f"pledge of {pledge} by {code}"


# ------------------------------------------------------------------------------------------- days


def common(one: Ranges, other: Ranges) -> Ranges:
    """The days that lie in both."""
    return [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) <= min(b, d)]


def _joined(ranges: Iterable[tuple[float, float]]) -> Ranges:
    """The same days as ranges that do not meet."""
    found: Ranges = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def known_days(treaty: Treaty) -> tuple[float, float]:
    """The first and the last day of which a record speaks; what is projected is not known."""
    coverage = treaty.coverage
    since = None if coverage is None else coverage.since
    return (FIRST if since is None else since.bounds[0]), treaty.reviewed_through.toordinal()


# ------------------------------------------------------------------------------------------- pledges of a treaty


@attrs.define(slots=True, eq=False)
class Terms:
    """Obligations that hold on the same days: who has pledged what to whom, as bits, surely and perhaps."""

    article: str = ""
    survives: bool = False
    to_all: dict[str, int] = attrs.field(factory=dict)
    to_one: dict[tuple[str, str], int] = attrs.field(factory=dict)
    untold: dict[str, int] = attrs.field(factory=dict)

    def between(self, a: str, b: str) -> tuple[int, int]:
        """What one party has, and may have, pledged to another."""
        return self.to_all.get(a, 0) | self.to_one.get((a, b), 0), self.untold.get(a, 0)


def terms_of(treaty: Treaty, *, by_article: bool) -> Iterator[Terms]:
    """The pledges of a treaty, parted by what decides on their days: the article, where it is about force."""
    found: dict[tuple[str, bool], Terms] = {}
    codes = [party.code for party in treaty.parties]
    for obligation in treaty.obligations:
        if not obligation.atop or obligation.final or NOBODY in {obligation.bearer, obligation.toward}:
            continue
        place = (article_of(obligation.at), obligation.survives) if by_article else ("", False)
        terms = found.setdefault(place, Terms(*place))
        bits = sum(BIT[pledge] for pledge in set(obligation.atop))
        for bearer in codes if obligation.bearer in {EACH, BOTH} else [obligation.bearer]:
            if obligation.toward == OTHER:
                terms.to_all[bearer] = terms.to_all.get(bearer, 0) | bits
            else:
                pair = (bearer, obligation.toward)
                terms.to_one[pair] = terms.to_one.get(pair, 0) | bits
    if untold := _untold_in(treaty):
        terms = next(iter(found.values()), None) or found.setdefault(("1", False), Terms("1"))
        terms.untold = untold
    return iter(found.values())


def _untold_in(treaty: Treaty) -> dict[str, int]:
    """The pledges of each party that the record says are not known."""
    about = {unknown.about for unknown in treaty.unknowns if unknown.about.startswith("pledge of ")}
    found: dict[str, int] = {}
    for code in [party.code for party in treaty.parties] if about else ():
        bits = [BIT[pledge] for pledge in PLEDGES if {untold(pledge, code), untold(pledge, EACH)} & about]
        if bits:
            found[code] = sum(bits)
    return found


# ------------------------------------------------------------------------------------------- stays


def stay_of(treaty: Treaty, code: str, terms: Terms, since: str) -> tuple[Ranges, Ranges]:
    """The days on which a party surely is in a treaty, and those on which it may be, among those of which the record speaks."""
    line: Timeline[Any] = treaty.timeline(code)
    found: Timeline[Truth]
    if since == "signature":
        found = line.zip(_signature_stands(treaty, code), _is_in)
    else:
        found = line.map(lambda possible: _is_held(possible, terms))
        found = found.zip(_excluded(treaty, code, terms.article), lambda held, out: _minus(held, out))
    known = known_days(treaty)
    ranges = []
    for levels in ({Truth.YES}, {Truth.YES, Truth.MAYBE}):
        days = common(_where(found, levels), [known])
        if since == "signature":  # the day on which it leaves counts still
            days = common(
                _joined([*((low, high + 1) for low, high in days), *_of_one_day(treaty, code, levels)]), [known]
            )
        ranges.append(days)
    return ranges[0], ranges[1]


def _of_one_day(treaty: Treaty, code: str, levels: set[Truth]) -> Ranges:
    """The days that are surely, or perhaps, the first and the last in the treaty: no period of the timeline holds them."""
    ends = _by(treaty, code, ActKind.WITHDRAWAL_EFFECTIVE, ActKind.TERMINATION)
    pairs = [(_bounds(treaty, begin), _bounds(treaty, end)) for end in ends for begin in _by(treaty, code, *_OPENING)]
    if Truth.MAYBE not in levels:
        return [(end[0], end[0]) for begin, end in pairs if begin[1] == end[0]]
    return [range for begin, end in pairs for range in common([begin], [end])]


def _where(line: Timeline[Truth], levels: set[Truth]) -> Ranges:
    return _joined(
        (
            FIRST if period.start is None else period.start.toordinal(),
            LAST if period.until is None else period.until.toordinal() - 1,
        )
        for period in line
        if period.value in levels
    )


#: What makes a State a member from signature on, besides a signature that stands.
_BOUND = frozenset({PartyStatus.CONTRACTING, PartyStatus.PARTY})


@lru_cache(maxsize=65536)
def _is_in(possible: Possible[Standing], stands: Truth) -> Truth:
    """Whether a State is in a treaty from signature on; ``stands`` is whether a signature without consent still counts."""
    found: set[Truth] = set()
    for standing in possible.standings:
        if standing.status is PartyStatus.SIGNATORY and not standing.provisional:
            found.add(Truth.NO if standing.disclaimed else stands)
        else:
            counts = standing.provisional or (standing.status in _BOUND and not standing.suspended)
            found.add(Truth.YES if counts else Truth.NO)
    return found.pop() if len(found) == 1 else Truth.MAYBE


def _is_held(possible: Possible[Standing], terms: Terms) -> Truth:
    """Whether the terms are to be performed by a party in any of its possible standings."""
    return Truth.of(_applies(standing, terms) for standing in possible.standings)


def _applies(standing: Standing, terms: Terms) -> bool:
    if standing.status is PartyStatus.PARTY:
        return not standing.suspended and terms.article not in standing.suspended_articles
    if standing.provisional:
        return not standing.provisional_articles or terms.article in standing.provisional_articles
    return standing.status is PartyStatus.FORMER and terms.survives


def _minus(held: Truth, out: Truth) -> Truth:
    """What is left of an answer where something else takes it away, surely or perhaps."""
    if out is Truth.NO or held is Truth.NO:
        return held
    return Truth.NO if out is Truth.YES else Truth.MAYBE


def _excluded(treaty: Treaty, code: str, article: str) -> Timeline[Truth]:
    """Whether a reservation of a party takes an article away (VCLT 21); perhaps, from when one is taken back."""
    made = [act for act in _by(treaty, code, ActKind.RESERVATION) if article in map(article_of, act.scope)]
    back = _by(treaty, code, ActKind.RESERVATION_WITHDRAWN)
    line = Timeline(Truth.NO)
    for act in made:
        own = [other for other in back if other.of in {"", act.id}]
        free = min((day for other in own for day in _bounds(treaty, other)[:1]), default=math.inf)
        first, last = _bounds(treaty, act)
        changes = [(first, Truth.MAYBE), (last, Truth.YES)]
        changes = [(day, truth) for day, truth in changes if day < free] + [(free, Truth.MAYBE)]
        line = line.zip(Timeline(Truth.NO, changes), _either)
    return line


def _either(one: Truth, other: Truth) -> Truth:
    if Truth.YES in {one, other}:
        return Truth.YES
    return Truth.MAYBE if Truth.MAYBE in {one, other} else Truth.NO


def _by(treaty: Treaty, code: str, *kinds: ActKind) -> list[Act]:
    return [
        act for act in treaty.acts if act.kind in kinds and (code in act.by or not act.by) and act.day(treaty.policy)
    ]


def _bounds(treaty: Treaty, act: Act) -> tuple[float, float]:
    days = act.day(treaty.policy)
    assert days is not None
    return days.bounds[0], days.bounds[-1]


#: Acts that make a State a member anew after it has left.
_OPENING = (
    ActKind.SIGNATURE,
    ActKind.CONFIRMATION,
    ActKind.EXCHANGE,
    ActKind.EXCHANGE_OF_NOTES,
    ActKind.DEPOSIT,
    ActKind.COMPLETION_NOTICE,
)


def _signature_stands(treaty: Treaty, code: str) -> Timeline[Truth]:
    """Whether a signature without consent still counts: not after the signatory has left, until it comes back.

    The law knows no withdrawal of a signature; but a State that has left is not in the treaty, whether or not it had
    consented before.
    """
    exits = _by(treaty, code, ActKind.WITHDRAWAL_EFFECTIVE)
    if not exits:
        return Timeline(Truth.YES)
    turns = [
        (act.episode or 1, *_bounds(treaty, act), act.kind is ActKind.WITHDRAWAL_EFFECTIVE)
        for act in (*exits, *_by(treaty, code, *_OPENING))
    ]
    changes: list[tuple[float, Truth]] = []
    now, until = Truth.YES, -math.inf
    for _, first, last, leaves in sorted(turns):
        then = Truth.NO if leaves else Truth.YES
        if then is now:
            continue
        if first < until:  # which of the two came first is not certain
            then, last = Truth.MAYBE, max(last, until)
            first = until
        changes += [(first, Truth.MAYBE), (last, then)]
        now, until = then, last
    return Timeline(Truth.YES, changes)
