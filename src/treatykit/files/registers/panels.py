"""Panels: what States have pledged to each other, year by year and in both directions, over all the treaties of a corpus.

The work is done once for each treaty: the timelines of its parties become ranges of days, and two parties share the days
that lie in the ranges of both. No question is put for a single day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, TypeAlias

import attrs

from treatykit.corpus import Corpus
from treatykit.days import FIRST, LAST, date_of
from treatykit.errors import did_you_mean
from treatykit.files.registers.panel_days import BIT, PLEDGES, Ranges, Terms, common, known_days, stay_of, terms_of
from treatykit.files.registers.progress import progress
from treatykit.files.states import directory
from treatykit.record.fields import many
from treatykit.record.obligations import AtopType
from treatykit.record.states import Party, State
from treatykit.treaty import Treaty
from treatykit.truth import Truth

__all__ = ["DyadYear", "dyad_years"]

_SINCE = ("signature", "force")


def _in_tuples(ids: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return ids if isinstance(ids, tuple) else tuple(map(tuple, ids))


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class DyadYear:
    """What one State has pledged to another in a year: the union over all treaties in which both are.

    YES: there is a day of the year on which the pledge surely holds. MAYBE: it holds perhaps. NO: no treaty of the corpus
    holds it. ``a`` has pledged to ``b``; what ``b`` has pledged to ``a`` stands in another row.

    >>> row = DyadYear(year=1931, a="FRA", b="POL", a_cow=220, b_cow=290, defense="yes", treaties=["pact"], behind=[["pact"]])
    >>> print(row)
    1931 FRA to POL: defense (pact)
    >>> row.pledge("defense"), row.behind("defense"), row.offense
    (<Truth.YES: 'yes'>, ('pact',), <Truth.NO: 'no'>)
    """

    year: int
    #: code of the State that has pledged
    a: str
    #: code of the State to which it has pledged
    b: str
    #: Correlates of War number of ``a`` in the year
    a_cow: int | None = None
    b_cow: int | None = None
    defense: Truth = attrs.field(default=Truth.NO, converter=Truth)
    offense: Truth = attrs.field(default=Truth.NO, converter=Truth)
    neutrality: Truth = attrs.field(default=Truth.NO, converter=Truth)
    nonaggression: Truth = attrs.field(default=Truth.NO, converter=Truth)
    consultation: Truth = attrs.field(default=Truth.NO, converter=Truth)
    #: ids of the treaties with pledges in which both are, or may be, whoever pledged
    treaties: tuple[str, ...] = attrs.field(default=(), converter=many)
    _behind: tuple[tuple[str, ...], ...] = attrs.field(default=(), converter=_in_tuples)

    def pledge(self, pledge: AtopType | str) -> Truth:
        """The answer for one of the five pledges, by its name."""
        found: Truth = getattr(self, _named(pledge))
        return found

    def behind(self, pledge: AtopType | str) -> tuple[str, ...]:
        """The ids of the treaties under which ``a`` has, or may have, made one of the five pledges to ``b``."""
        place = PLEDGES.index(_named(pledge))
        return self._behind[place] if place < len(self._behind) else ()

    @property
    def pledges(self) -> dict[AtopType, Truth]:
        """The five answers, by pledge."""
        return {pledge: getattr(self, pledge) for pledge in PLEDGES}

    def __str__(self) -> str:
        told = [
            pledge if truth is Truth.YES else f"perhaps {pledge}"
            for pledge, truth in self.pledges.items()
            if truth is not Truth.NO
        ]
        return f"{self.year} {self.a} to {self.b}: {', '.join(told) or 'nothing'} ({', '.join(self.treaties)})"

    def __repr__(self) -> str:
        return f"<DyadYear {self}>"


def _named(pledge: AtopType | str) -> AtopType:
    try:
        return AtopType(pledge)
    except ValueError:
        hint = did_you_mean(str(pledge), map(str, PLEDGES))
        raise ValueError(f"{pledge!r} is none of the five pledges{hint}; they are {', '.join(PLEDGES)}") from None


# ------------------------------------------------------------------------------------------- the panel

#: What a State goes by in a panel: its Correlates of War number, or its code if it has none.
Key: TypeAlias = "int | str"


def dyad_years(
    corpus: Corpus, *, first: int | None = None, last: int | None = None, since: str = "signature"
) -> tuple[DyadYear, ...]:
    """Every year and ordered pair of States that are in a treaty with pledges together, with the five pledges.

    A year has a row if both are, or may be, in one treaty on some day of it. With ``since="signature"``, the convention
    of ATOP, a State is in a treaty from its signature on; the day on which it leaves, or on which the treaty ends, counts
    still. With ``since="force"`` it is in while the treaty is in force for it, or provisionally applied, by a clause or a
    stated day; where neither is known, that is MAYBE.

    Years of which no record speaks have no row, and no pledge in them is NO: a treaty that may have gone on beyond its
    coverage gives MAYBE where another treaty makes a row. States go by their Correlates of War numbers of the year, so
    that a membership of the Soviet Union goes on as one of Russia, under the code of the State that has the number.

    Raises ``ValueError`` for another ``since``.

    >>> import treatykit as tk
    >>> for row in dyad_years(tk.load_all(), first=2023, last=2024, since="force"):
    ...     if (row.a, row.b) == ("RUS", "PRK"):
    ...         print(row.year, row.defense, row.consultation)
    2023 no yes
    2024 yes yes
    """
    if since not in _SINCE:
        raise ValueError(f"since={since!r} is neither 'signature' nor 'force': from when does a pledge count?")
    years = (date_of(FIRST).year if first is None else first, date_of(LAST).year if last is None else last)
    panel = _Panel(years)
    for treaty in progress(corpus.treaties, "pledges year by year", len(corpus)):
        panel.add(treaty, since)
    return tuple(panel.rows())


class _Panel:
    """Rows being gathered. A contribution is a treaty with the pledges that it surely, and perhaps, adds to a row."""

    def __init__(self, years: tuple[int, int]) -> None:
        self.first, self.last = years
        self.ids: list[str] = []
        self.found: dict[tuple[int, Key, Key], list[tuple[int, int, int]]] = {}
        #: what may go on where a record no longer speaks: the last year it speaks of, and the contribution
        self.after: dict[tuple[Key, Key], list[tuple[int, int, int]]] = {}
        self.before: dict[tuple[Key, Key], list[tuple[int, int, int]]] = {}
        #: the codes of those whose number no State has in the year
        self.codes: dict[tuple[Key, int], str] = {}
        #: what contributions come to; most rows have the same as others
        self.told: dict[tuple[tuple[int, int, int], ...], tuple[Any, Any, dict[str, Truth]]] = {}

    def add(self, treaty: Treaty, since: str) -> None:
        """Take in one treaty."""
        self.ids.append(treaty.id)
        members = treaty.parties
        for terms in terms_of(treaty, by_article=since == "force"):
            stays = {party.code: stay_of(treaty, party.code, terms, since) for party in members}
            here = [party for party in members if stays[party.code][1]]
            for one, other in combinations(here, 2):
                sure, possible = (common(stays[one.code][n], stays[other.code][n]) for n in (0, 1))
                if possible:
                    self._add_pair(treaty, terms, one, other, sure, possible)

    def _add_pair(self, treaty: Treaty, terms: Terms, one: Party, other: Party, sure: Ranges, possible: Ranges) -> None:
        index = len(self.ids) - 1
        there, back = (terms.between(a.code, b.code) for a, b in ((one, other), (other, one)))
        certain = {year for low, high in sure for year in _years(low, high)}
        for low, high in possible:
            for year in _years(low, high):
                if not self.first <= year <= self.last:
                    continue
                for a in self._keys(one, year, low, high):
                    for b in self._keys(other, year, low, high):
                        if a != b:
                            for pair, (yes, maybe) in (((a, b), there), ((b, a), back)):
                                told = (index, yes, maybe) if year in certain else (index, 0, yes | maybe)
                                self.found.setdefault((year, *pair), []).append(told)
        known = known_days(treaty)
        for edge, day, kept in ((-1, known[0], self.before), (1, known[1], self.after)):
            if FIRST <= day <= LAST and any(low <= day <= high for low, high in possible):
                year = date_of(day).year
                a, b = (_numbers(party, year + edge)[-1] for party in (one, other))
                for pair, (yes, maybe) in (((a, b), there), ((b, a), back)):
                    kept.setdefault(pair, []).append((year, index, yes | maybe))

    def _keys(self, party: Party, year: int, low: float, high: float) -> tuple[Key, ...]:
        """What a party goes by in a year; in the year in which its number changes, by each in its part of the year."""
        keys = _numbers(party, year)
        if len(keys) > 1:
            first, last = _year_days(year)
            begins, ends = low <= first, high >= last
            keys = keys if begins and ends else keys[:1] if begins else keys[-1:] if ends else _own(party, keys)
        for key in keys:
            self.codes.setdefault((key, year), party.code)
        return keys

    def rows(self) -> Iterator[DyadYear]:
        """The rows, in order of the year and the numbers."""
        for (year, a, b), parts in sorted(self.found.items(), key=_order):
            if self.after or self.before:
                parts = self._with_beyond(year, (a, b), parts)
            yield self._row(year, a, b, tuple(parts if len(parts) == 1 else sorted(parts)))

    def _with_beyond(
        self, year: int, pair: tuple[Key, Key], parts: list[tuple[int, int, int]]
    ) -> list[tuple[int, int, int]]:
        """The contributions to a row, with those of treaties that may be there although no record speaks of the year."""
        beyond = [(index, 0, maybe) for known, index, maybe in self.after.get(pair, ()) if year > known]
        return parts + beyond + [(index, 0, maybe) for known, index, maybe in self.before.get(pair, ()) if year < known]

    def _row(self, year: int, a: Key, b: Key, parts: tuple[tuple[int, int, int], ...]) -> DyadYear:
        if parts not in self.told:
            self.told[parts] = self._told(parts)
        treaties, behind, answers = self.told[parts]
        return DyadYear(
            year=year,
            a=_code(a, year) or self.codes[a, year],
            b=_code(b, year) or self.codes[b, year],
            a_cow=a if isinstance(a, int) else None,
            b_cow=b if isinstance(b, int) else None,
            treaties=treaties,
            behind=behind,
            **answers,
        )

    def _told(self, parts: tuple[tuple[int, int, int], ...]) -> tuple[Any, Any, dict[str, Truth]]:
        yes = maybe = 0
        for _, surely, perhaps in parts:
            yes, maybe = yes | surely, maybe | perhaps
        behind = tuple(
            tuple(dict.fromkeys(self.ids[i] for i, surely, perhaps in parts if (surely | perhaps) & BIT[pledge]))
            for pledge in PLEDGES
        )
        answers = {
            str(pledge): Truth.YES if yes & BIT[pledge] else Truth.MAYBE if maybe & BIT[pledge] else Truth.NO
            for pledge in PLEDGES
        }
        return tuple(dict.fromkeys(self.ids[i] for i, _, _ in parts)), behind, answers


def _order(item: tuple[tuple[int, Key, Key], Any]) -> tuple[Any, ...]:
    year, a, b = item[0]
    return year, isinstance(a, str), a, isinstance(b, str), b


# ------------------------------------------------------------------------------------------- States and years


@lru_cache(maxsize=4096)
def _year_days(year: int) -> tuple[int, int]:
    """The first and the last day of a year."""
    first = date_of(FIRST).replace(year=year).toordinal()
    return first, LAST if year == date_of(LAST).year else date_of(FIRST).replace(year=year + 1).toordinal() - 1


@lru_cache(maxsize=65536)
def _years(low: float, high: float) -> range:
    """The years that a range of days touches."""
    return range(date_of(max(low, FIRST)).year, date_of(min(high, LAST)).year + 1)


@lru_cache(maxsize=65536)
def _bearers(number: int, year: int) -> tuple[State, ...]:
    """The States that have a Correlates of War number in a year, the last to have it at the end."""
    found = [
        (each.since, state.code, state)
        for state in directory().states
        for each in state.cow
        if each.number == number and each.holds_in(year)
    ]
    return tuple(state for _, _, state in sorted(found, key=lambda one: one[:2]))


@cache
def _states() -> dict[str, State]:
    return {state.code: state for state in directory().states}


def _code(key: Key, year: int) -> str | None:
    """The code of the State that goes by a key at the end of a year; ``None`` if no State has the number."""
    if isinstance(key, str):
        return key
    found = _bearers(key, year)
    return found[-1].code if found else None


def _numbers(party: Party, year: int) -> tuple[Key, ...]:
    """What a party goes by in a year: the number, or, in the year of a change, the numbers in order; else its code.

    Where the list of States has none for it in the year, the next one stands that it gets there, or the last one that it
    had: for a member that is not in the list yet, and for a membership that outlives the State.
    """
    return _numbers_of(party.code, party.cow, party.continued_by, year)


@lru_cache(maxsize=262144)
def _numbers_of(code: str, cow: int | None, continued_by: str, year: int) -> tuple[Key, ...]:
    state = _states().get(code)
    listed = sorted(state.cow, key=lambda each: each.since) if state is not None else []
    held = (
        [each for each in listed if each.holds_in(year)]
        or [each for each in listed if each.since > year][:1]
        or listed[-1:]
    )
    if held:
        return tuple(dict.fromkeys(each.number for each in held))
    if cow is not None:
        return (cow,)
    if continued_by and state is not None and state.exists_on(f"{year:04}") is Truth.NO:
        return _numbers_of(continued_by, None, "", year)
    return (code,)


def _own(party: Party, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    return (party.cow,) if party.cow in keys else keys[-1:]
