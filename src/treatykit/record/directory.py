"""The directory: from a name, a code or a number, and a day, to the State that is meant."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from treatykit.days import DayLike, DaySet, days_of
from treatykit.display import listed
from treatykit.errors import UnknownPartyError, did_you_mean
from treatykit.record.fields import many
from treatykit.record.states import ISO_CODES, DatedName, Numbering, State, years_of
from treatykit.truth import Truth

__all__ = ["Directory", "Match", "keys_of"]

SYSTEMS = {"cow": "Correlates of War", "gw": "Gleditsch-Ward"}
#: How many answers are kept.
MOST_KEPT = 65536
#: A longer text was meant as a name.
LONGEST_CODE = 4

_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
_BREAKS = re.compile(r"[\s.,;:/()\[\]{}\-‐‑–—_]+")
_MARKS = re.compile(r"['’‘ʼ`´]")
_WORDS = {"&": "and", "st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic"}
_NOISE = {"the", "of"}
_TURNED = re.compile(r"[,(]|\b(?:of|the)\W*$", re.IGNORECASE)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _MARKS.sub("", _INITIALS.sub(r"\1", plain).replace("&", " & "))
    return [_WORDS.get(word, word) for word in _BREAKS.split(plain) if word and word not in _NOISE]


def keys_of(name: str) -> Iterator[str]:
    """The forms under which a name is looked up: as written, then turned round where it is inverted.

    Case, accents, punctuation, "the" and "of" do not matter; a few short forms are written out. Nothing else is changed:
    a footnote number or mark stays, and so do all other words.

    >>> list(keys_of("Korea, Republic of"))
    ['korea republic', 'republic korea']
    >>> list(keys_of("St. Kitts & Nevis"))
    ['saint kitts and nevis']
    """
    words = _words(name)
    yield " ".join(words)
    if not _TURNED.search(name):
        return
    head = re.split(r"[,(]", name, maxsplit=1)[0]
    points = [len(_words(head))] if len(head) < len(name) else range(1, len(words))
    for point in points:
        if 0 < point < len(words):
            yield " ".join(words[point:] + words[:point])


class _Use(NamedTuple):
    """A State by one of its names."""

    state: State
    #: 0 for the State's own name, long name or code; 1 for another name; 2 for a name of some time
    rank: int
    dated: DatedName | None = None


@attrs.define(frozen=True, slots=True, kw_only=True)
class Match:
    """What a name was found to mean, for importers: a State, or none and the nearest ones.

    ``doubt`` is empty, or a sentence: the State did not exist on the day, the name was another day's, the name is that of
    several States, or of none.
    """

    state: State | None
    doubt: str = ""
    nearest: tuple[State, ...] = ()


@attrs.define(frozen=True, slots=True)
class Directory:
    """All the States, territories and organisations that are known, to be looked up by name, code and number.

    >>> from treatykit.record.states import Numbering, Spell
    >>> sun = State(code="SUN", name="Soviet Union", spells=[Spell(since="1922-12-30", until="1991-12-26")],
    ...             dated_names=[DatedName(name="Russia", since="1922-12-30", until="1991-12-26")],
    ...             cow=[Numbering(number=365, since=1922, until=1991)])
    >>> rus = State(code="RUS", name="Russia", spells=[Spell(until="1922-12-30"), Spell(since="1991-12-26")],
    ...             cow=[Numbering(number=365, since=1816, until=1922), Numbering(number=365, since=1991)])
    >>> directory = Directory([sun, rus])
    >>> directory.find("Russia").code, directory.find("Russia", on="1985").code, directory.by_cow(365, on="1900").code
    ('RUS', 'SUN', 'RUS')
    """

    states: tuple[State, ...] = attrs.field(converter=many)
    _by_code: dict[str, State] = attrs.field(init=False, eq=False, repr=False, factory=dict)
    _by_key: dict[str, list[_Use]] = attrs.field(init=False, eq=False, repr=False, factory=dict)
    _known: dict[object, Match] = attrs.field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for state in self.states:
            for code in (state.code, *state.former_codes):
                if code in self._by_code:
                    raise ValueError(f"{code} stands for {self._by_code[code]} and for {state}; a code names one State")
                self._by_code[code] = state
            for name in dict.fromkeys((state.name, state.official)):
                self._enter(name, _Use(state, 0))
            for name in state.names:
                self._enter(name, _Use(state, 1))
            for dated in state.dated_names:
                self._enter(dated.name, _Use(state, 2, dated))

    def _enter(self, name: str, use: _Use) -> None:
        key = next(keys_of(name))
        uses = self._by_key.setdefault(key, []) if key else []
        if not any(use.state is other.state and not other.dated for other in uses):
            uses.append(use)

    # ------------------------------------------------------------------------------ names and codes

    def find(self, name_or_code: str, on: DayLike | None = None) -> State:
        """The State of that name or code: on the day given, or at any time.

        Without a day, a State's own name, long name and code win over its other names, and these over names that held
        for a time. With one, only States count that existed on it, or on any day of an imprecise one; a name that held at
        another time only is found if nobody bears it on the day.

        Raises :class:`~treatykit.errors.UnknownPartyError` if there is none, or more than one.
        """
        match = self.match(name_or_code, on)
        if match.state is None or (on is not None and match.state.exists_on(on) is Truth.NO):
            raise UnknownPartyError(match.doubt)
        return match.state

    def match(self, name: str, on: DayLike | None = None) -> Match:
        """What a name means, with the doubt that remains; never an error for a name, whatever it is.

        Answers are kept, so that asking for the same name again costs nothing. What is no day is a
        :class:`~treatykit.errors.DayError` here, too.
        """
        if not isinstance(name, str):
            return Match(state=None, doubt=f"{name!r} is no name; give a text such as 'France' or 'FRA'")
        asked = (name, on)
        if asked not in self._known:
            self._keep(asked, self._match(name, None if on is None else days_of(on)))
        return self._known[asked]

    def _keep(self, asked: object, match: Match) -> None:
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[asked] = match

    def _uses(self, name: str) -> list[_Use]:
        text = name.strip()
        if text in self._by_code:
            return [_Use(self._by_code[text], 0)]
        return next((self._by_key[key] for key in keys_of(text) if key in self._by_key), [])

    def _match(self, name: str, on: DaySet | None) -> Match:
        uses = self._uses(name)
        if not uses:
            return Match(state=None, doubt=self._unknown(name), nearest=self._nearest(name))
        if on is None:
            return _one(_first(uses), name, on)
        alive = [use for use in uses if use.state.exists_on(on) is not Truth.NO]
        named = [use for use in alive if use.dated is None or use.dated.holds_on(on) is not Truth.NO]
        if named:
            return _one(named, name, on)
        if alive:
            match = _one(alive, name, on)
            if match.state is None or alive[0].dated is None:
                return match
            dated = alive[0].dated
            return Match(state=match.state, doubt=f"{dated} is a name of {match.state} that is used here for {on}")
        return self._absent(_one(_first(uses), name, on), on)

    def _absent(self, match: Match, on: DaySet) -> Match:
        """The State that is meant, though it was not there on the day."""
        state = match.state
        if state is None:
            return match
        there = [str(other) for other in self._instead_of(state, on)]
        instead = f"; on that day there was {listed(there)}" if there else ""
        return Match(state=state, doubt=f"{state} exists {state.existence}, and is named here for {on}{instead}")

    def _instead_of(self, state: State, on: DaySet) -> tuple[State, ...]:
        """The States that were there on a day before a State came, after it went, or between two of its spells."""
        before, after, gone = state.spells[0].since, state.spells[-1].until, -math.inf
        if before is not None and on.bounds[-1] < before.bounds[0]:
            codes = state.predecessors
        elif after is not None and on.bounds[0] >= after.bounds[-1]:
            codes = (state.continued_by,) if state.continued_by else state.successors
        else:
            # what fills a gap came into being with it
            codes = tuple(dict.fromkeys((*state.predecessors, *state.successors)))
            ends = [spell.until.bounds[0] for spell in state.spells if spell.until]
            gone = max((end for end in ends if end <= on.bounds[0]), default=-math.inf)
        others = [self._by_code[code] for code in codes if code in self._by_code]
        return tuple(other for other in others if other.exists_on(on) is not Truth.NO and _came(other) >= gone)

    def _unknown(self, name: str) -> str:
        known = [text for state in self.states for text in (state.name, state.official, *state.names) if text]
        if len(name.strip()) <= LONGEST_CODE:
            known += self._by_code
        hint = did_you_mean(name, known, most=2) or "; give its usual English name or its ISO 3166 alpha-3 code"
        return f"{name[:200]!r} is no name or code of a State, territory or organisation that is known here{hint}"

    def _nearest(self, name: str) -> tuple[State, ...]:
        import difflib  # loaded when a name is not known

        near = difflib.get_close_matches(next(keys_of(name[:200])), list(self._by_key), n=3, cutoff=0.6)
        return tuple(dict.fromkeys(use.state for key in near for use in self._by_key[key]))

    # ------------------------------------------------------------------------------ numbers

    def by_cow(self, number: int, on: DayLike | None = None) -> State:
        """The State of that Correlates of War number, on the day given or at any time.

        Raises :class:`~treatykit.errors.UnknownPartyError`, with all that had the number and when, if none is meant, or more
        than one.
        """
        return self._by_number("cow", number, on)

    def by_gw(self, number: int, on: DayLike | None = None) -> State:
        """The State of that Gleditsch-Ward number, on the day given or at any time; see :meth:`by_cow`."""
        return self._by_number("gw", number, on)

    def match_cow(self, number: int, on: DayLike | None = None) -> Match:
        """What a Correlates of War number means, with the doubt that remains; never an error for a number.

        Data sets use the numbers outside the years of the list, too. Then the State that had the number at another time is
        given, if it alone existed on the day, and the doubt says so.
        """
        return self._match_number("cow", number, on)

    def match_gw(self, number: int, on: DayLike | None = None) -> Match:
        """What a Gleditsch-Ward number means, with the doubt that remains; see :meth:`match_cow`."""
        return self._match_number("gw", number, on)

    def _by_number(self, system: str, number: int, on: DayLike | None) -> State:
        held = self._held(system, number, on)
        if len(held) == 1:
            return held[0]
        raise UnknownPartyError(self._no_number(system, number, on, held))

    def _match_number(self, system: str, number: int, on: DayLike | None) -> Match:
        asked = (system, number, on)
        if asked not in self._known:
            held = self._held(system, number, on)
            had = held or _narrowed(list(self._holders(system, number)), on)
            doubt = "" if len(held) == 1 else self._no_number(system, number, on, held)
            one = had[0] if len(had) == 1 else None
            self._keep(asked, Match(state=one, doubt=doubt, nearest=() if one else tuple(had)))
        return self._known[asked]

    def _held(self, system: str, number: int, on: DayLike | None) -> list[State]:
        """The States that have a number in a year of the day, and of several those that existed on it."""
        had = self._holders(system, number)
        if on is None:
            return list(had)
        years = frozenset(years_of(days_of(on)))
        held = [state for state in had if any(each.holds_in(year) for each in had[state] for year in years)]
        return _narrowed(held, on)

    def _holders(self, system: str, number: int) -> dict[State, tuple[Numbering, ...]]:
        """Every State that ever had a number, with the years."""
        found = {}
        for state in self.states:
            numberings: tuple[Numbering, ...] = getattr(state, system)
            if own := tuple(each for each in numberings if each.number == number):
                found[state] = own
        return found

    def _no_number(self, system: str, number: int, on: DayLike | None, held: list[State]) -> str:
        """Why a number does not name one State: who had it, and what it means in the other system."""
        had, other = self._holders(system, number), "gw" if system == "cow" else "cow"
        told = listed(f"{state} {listed(each.years for each in had[state])}" for state in had)
        if held:
            hint = (
                "give on=, the day that is meant" if on is None else f"on {on} it may be either; give a more exact day"
            )
            return f"{number} is the {SYSTEMS[system]} number of {told}; {hint}"
        if had:
            parts = [f"{number} is the {SYSTEMS[system]} number of {told}, but not on {on}"]
        else:
            parts = [f"{number!r} is no {SYSTEMS[system]} number"]
        if elsewhere := self._held(other, number, on):
            parts.append(f"in {SYSTEMS[other]} it is the number of {listed(map(str, elsewhere))}")
        for state in had:
            if on is not None and (own := getattr(state, f"{system}_on")(on)):
                parts.append(f"the {SYSTEMS[system]} number of {state} on that day is {own}")
        if len(parts) == 1 and not had:
            parts.append("give a number of the list, such as 2 for the United States")
        return "; ".join(parts)

    def by_iso_numeric(self, number: str | int, on: DayLike | None = None) -> State:
        """The State of that numeric code of ISO 3166, with or without leading zeros.

        Raises :class:`~treatykit.errors.UnknownPartyError` if there is none, or more than one.
        """
        digits = str(number).zfill(3)
        found = [state for state in self.states if state.iso_numeric == digits]
        return _the_one(found, f"{number!r} is no numeric code of ISO 3166; give three digits such as '276'", on)

    def by_alpha2(self, code: str, on: DayLike | None = None) -> State:
        """The State of that alpha-2 code of ISO 3166.

        Raises :class:`~treatykit.errors.UnknownPartyError` if there is none, or more than one.
        """
        found = [state for state in self.states if state.iso_alpha2 and state.iso_alpha2 == code]
        return _the_one(found, f"{code!r} is no alpha-2 code of ISO 3166; give two capital letters such as 'FR'", on)


def _came(state: State) -> float:
    """The first day on which a State may have come into being."""
    since = state.spells[0].since if state.spells else None
    return since.bounds[0] if since else -math.inf


def _first(uses: list[_Use]) -> list[_Use]:
    """The uses that come first where no day tells them apart."""
    best = min(use.rank for use in uses)
    return [use for use in uses if use.rank == best]


def _one(uses: Iterable[_Use], name: str, on: DayLike | None) -> Match:
    """The one State of several uses of a name, or the doubt which."""
    states = tuple(dict.fromkeys(use.state for use in uses))
    if len(states) == 1:
        return Match(state=states[0])
    told = listed(f"{state} {state.existence}" if state.spells else str(state) for state in states)
    hint = "give on=, the day that is meant, or the code" if on is None else "give the code"
    return Match(state=None, doubt=f"{name!r} is a name of {told}; {hint}", nearest=states)


def _narrowed(states: list[State], on: DayLike | None) -> list[State]:
    """Those of several States that existed on a day, if any did."""
    if on is None or len(states) < 2:
        return states
    return [state for state in states if state.exists_on(on) is not Truth.NO] or states


def _the_one(found: list[State], unknown: str, on: DayLike | None) -> State:
    """The one State of a code of ISO 3166; where a code was given twice, today's bearer wins if no day is given."""
    if not found:
        raise UnknownPartyError(unknown)
    told = listed(f"{state} {state.existence}" if state.spells else str(state) for state in found)
    if on is not None:
        found = [state for state in found if state.exists_on(on) is not Truth.NO]
        if not found:
            raise UnknownPartyError(f"the code is that of {told}, and is asked for on {on}")
    if len(found) > 1:
        found = [state for state in found if state.code in ISO_CODES] or found
    if len(found) > 1:
        raise UnknownPartyError(f"the code is that of {told}; give on=, the day that is meant")
    return found[0]
