"""Integrity: whether the parts of a record fit together. Every fault is found at once, each with its path.

The checks also look at what could be read of a faulty record, so that a fault in one object hides none in another. There
a value that could not be read is ``None`` and an object that could not be read is a ``None`` in its list; whoever wrote
it has been told already, so nothing is said of it again.
"""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeAlias, TypeVar

from treatykit.errors import Fault, did_you_mean
from treatykit.record.acts import Act, ActKind
from treatykit.record.articles import Article, article_of
from treatykit.record.clauses import Duration, EntryIntoForce
from treatykit.record.context import Event, Link, Name, Statement, Title
from treatykit.record.coverage import Coverage
from treatykit.record.obligations import BOTH, EACH, NOBODY, OTHER, Obligation
from treatykit.record.sources import Claim, Quotation, Source
from treatykit.record.states import Party, is_known_code, is_user_assigned
from treatykit.record.treaties import Form

__all__ = ["ANSWERS", "DEEPEST", "JOINT", "Parts", "faults_of"]

T = TypeVar("T")
Items: TypeAlias = "Iterable[T | None] | None"

#: Which kinds of act each answering kind may name in ``of``.
ANSWERS = {
    ActKind.CONFIRMATION: {ActKind.SIGNATURE},
    ActKind.INSTRUMENT_WITHDRAWN: {
        ActKind.DEPOSIT,
        ActKind.EXCHANGE,
        ActKind.COMPLETION_NOTICE,
        ActKind.SIGNATURE,
        ActKind.CONFIRMATION,
    },
    ActKind.DISCLAIMER_WITHDRAWN: {ActKind.DISCLAIMER},
    ActKind.PROVISIONAL_END: {ActKind.PROVISIONAL_START},
    ActKind.RESERVATION_WITHDRAWN: {ActKind.RESERVATION},
    ActKind.OBJECTION: {ActKind.RESERVATION},
    ActKind.RESUMPTION: {ActKind.SUSPENSION},
    ActKind.NOTICE_REVOKED: {ActKind.WITHDRAWAL_NOTICE},
    ActKind.WITHDRAWAL_EFFECTIVE: {ActKind.WITHDRAWAL_NOTICE},
}

#: Kinds that nobody does alone.
JOINT = frozenset({ActKind.EXCHANGE, ActKind.EXCHANGE_OF_NOTES})

#: How deep rules on entry into force may lie inside each other.
DEEPEST = 8


class Parts(Protocol):
    """The parts of a record that must fit together."""

    @property
    @abstractmethod
    def id(self) -> str:
        """The id."""

    @property
    @abstractmethod
    def titles(self) -> tuple[Title, ...]:
        """The titles."""

    @property
    @abstractmethod
    def form(self) -> Form:
        """Bilateral or multilateral."""

    @property
    @abstractmethod
    def names(self) -> tuple[Name, ...]:
        """The names."""

    @property
    @abstractmethod
    def parties(self) -> tuple[Party, ...]:
        """The participants."""

    @property
    @abstractmethod
    def sources(self) -> tuple[Source, ...]:
        """The sources."""

    @property
    @abstractmethod
    def coverage(self) -> Coverage | None:
        """From when to when it speaks."""

    @property
    @abstractmethod
    def entry_into_force(self) -> EntryIntoForce | None:
        """The clause on entry into force."""

    @property
    @abstractmethod
    def duration(self) -> Duration | None:
        """The clause on duration."""

    @property
    @abstractmethod
    def acts(self) -> tuple[Act, ...]:
        """The acts."""

    @property
    @abstractmethod
    def articles(self) -> tuple[Article, ...]:
        """The articles."""

    @property
    @abstractmethod
    def obligations(self) -> tuple[Obligation, ...]:
        """The obligations, in the order in which they are counted."""

    @property
    @abstractmethod
    def events(self) -> tuple[Event, ...]:
        """The events."""

    @property
    @abstractmethod
    def statements(self) -> tuple[Statement, ...]:
        """The statements."""

    @property
    @abstractmethod
    def links(self) -> tuple[Link, ...]:
        """The links to other treaties."""


def faults_of(record: Parts) -> Iterator[Fault]:
    """Everything in a record that does not fit together: repeated ids, references to nothing, misplaced values."""
    check = _Check(record)
    yield from check.identity()
    yield from check.repeated()
    yield from check.surroundings()
    yield from check.articles()
    yield from check.acts()
    yield from check.obligations()
    yield from check.clauses()


def _numbered(path: str, items: Items[T]) -> Iterator[tuple[str, T]]:
    """The items that could be read, each with its path."""
    for index, item in enumerate(items or ()):
        if item is not None:
            yield f"{path}[{index}]", item


def _known(items: Items[Any], key: str) -> tuple[str, ...] | None:
    """What can be referred to; ``None`` if the whole list could not be read, so that nothing is said of it."""
    if items is None:
        return None
    return tuple(name for item in items if item is not None and (name := getattr(item, key)) is not None)


class _Check:
    def __init__(self, record: Parts) -> None:
        self.record = record
        self.codes = _known(record.parties or None, "code")  # no parties at all are one fault, not one for each mention
        self.sources = _known(record.sources, "id")
        # sets beside the tuples: a register has thousands of participants, and suggestions need an order
        self.code_set, self.source_set = frozenset(self.codes or ()), frozenset(self.sources or ())
        self.places = _places_of(record.articles, record.obligations)

    # ------------------------------------------------------------------------------ the record itself

    def identity(self) -> Iterator[Fault]:
        record = self.record
        if record.id is not None and not _is_id(record.id):
            yield Fault(
                "id", f"{record.id!r} is not an id; use lower-case letters, digits and hyphens, such as 'rus-prk-2024'"
            )
        if record.titles is not None and not record.titles:
            yield Fault("title", 'is missing; give at least one, such as en = "Pact of Mutual Aid"')
        if record.parties is not None and not record.parties:
            yield Fault(
                "party", 'is missing; a treaty needs its parties, such as code = "RUS", name = "Russian Federation"'
            )
        if record.form is Form.BILATERAL and record.parties and len(record.parties) != 2:
            yield Fault("form", f"is bilateral, which needs two parties, and the record has {len(record.parties)}")

    def repeated(self) -> Iterator[Fault]:
        record = self.record
        lists: tuple[tuple[str, str, Iterable[Any] | None], ...] = (
            ("title", "lang", record.titles),
            ("party", "code", record.parties),
            ("source", "id", record.sources),
            ("act", "id", record.acts),
            ("article", "at", record.articles),
            ("obligation", "id", record.obligations),
            ("event", "id", record.events),
            ("statement", "id", record.statements),
        )
        for path, key, items in lists:
            first: dict[str, str] = {}
            for place, item in _numbered(path, items):
                name = getattr(item, key)
                if name in first:
                    yield Fault(f"{place}.{key}", f"{name!r} stands already in {first[name]}; each needs its own")
                elif name is not None:
                    first[name] = place

    # ------------------------------------------------------------------------------ references

    def _source(self, path: str, id: str | None) -> Iterator[Fault]:
        if id is not None and self.sources is not None and id not in self.source_set:
            yield Fault(path, f"there is no source {id!r} in this record{did_you_mean(id, self.sources)}")

    def _sources(self, path: str, ids: Items[str]) -> Iterator[Fault]:
        for place, id in _numbered(path, ids):
            yield from self._source(place, id)

    def _claims(self, path: str, claims: Items[Claim]) -> Iterator[Fault]:
        for place, claim in _numbered(path, claims):
            yield from self._source(f"{place}.source", claim.source)

    def _quotations(self, path: str, quotations: Items[Quotation]) -> Iterator[Fault]:
        for place, quotation in _numbered(path, quotations):
            yield from self._source(f"{place}.source", quotation.source)

    def _code(self, path: str, code: str | None, *words: str) -> Iterator[Fault]:
        if code is not None and self.codes is not None and code not in self.code_set and code not in words:
            hint = did_you_mean(code, [*words, *self.codes])
            or_else = f" (other words here: {', '.join(words)})" if words else ""
            yield Fault(path, f"there is no party {code!r} in this record{hint}{or_else}")

    def _codes(self, path: str, codes: Items[str]) -> Iterator[Fault]:
        for place, code in _numbered(path, codes):
            yield from self._code(place, code)

    def _place(self, path: str, place: str | None) -> Iterator[Fault]:
        if place is None:
            return
        try:
            article = article_of(place)
        except ValueError as problem:
            yield Fault(path, str(problem))
            return
        if self.places and article not in self.places:
            yield Fault(
                path,
                f'there is no article {article!r} in this record; list it, if only by its number: at = "{article}"',
            )

    def _places(self, path: str, places: Items[str]) -> Iterator[Fault]:
        for at, place in _numbered(path, places):
            yield from self._place(at, place)

    # ------------------------------------------------------------------------------ parts

    def surroundings(self) -> Iterator[Fault]:
        record = self.record
        for path, source in _numbered("source", record.sources):
            yield from self._code(f"{path}.party", source.party or None)
        for path, name in _numbered("name", record.names):
            yield from self._sources(f"{path}.sources", name.sources)
            yield from self._code(f"{path}.copy_of", name.copy_of or None)
        for path, event in _numbered("event", record.events):
            yield from self._claims(f"{path}.claims", event.claims)
            yield from self._actors(f"{path}.by", event.by)
            yield from self._places(f"{path}.articles", event.articles)
        for path, statement in _numbered("statement", record.statements):
            yield from self._sources(f"{path}.sources", statement.sources)
            yield from self._quotations(f"{path}.quotations", statement.quotations)
        for path, link in _numbered("link", record.links):
            yield from self._sources(f"{path}.sources", link.sources)
            yield from self._place(f"{path}.article", link.article or None)
            if link.treaty is not None and link.treaty == record.id:
                yield Fault(f"{path}.treaty", f"{link.treaty!r} is this treaty itself; a link names another")

    def _actors(self, path: str, codes: Items[str]) -> Iterator[Fault]:
        """Who did something around the treaty need not be in it, but a code of three letters must be that of a State."""
        for place, code in _numbered(path, codes):
            if self.codes is None or code in self.code_set or is_known_code(code) or is_user_assigned(code):
                continue
            if len(code) == 3 or not (code.isascii() and code.isupper()):
                yield Fault(
                    place,
                    f"{code!r} is no party in this record and no State of ISO 3166{did_you_mean(code, self.codes)} "
                    "(others can be named in attributed_to)",
                )

    def articles(self) -> Iterator[Fault]:
        for path, article in _numbered("article", self.record.articles):
            yield from self._sources(f"{path}.sources", article.sources)
            yield from self._sources(f"{path}.number_sources", article.number_sources)
            yield from self._quotations(f"{path}.quotations", article.quotations)

    def acts(self) -> Iterator[Fault]:
        by_id = {act.id: act for _, act in _numbered("act", self.record.acts) if act.id is not None}
        for path, act in _numbered("act", self.record.acts):
            for name, claims in (("claims", act.claims), ("received", act.received), ("effective", act.effective)):
                yield from self._claims(f"{path}.{name}", claims)
            yield from self._codes(f"{path}.by", act.by)
            named = [code for code in act.by if code is not None]
            if len(set(named)) < len(named):
                yield Fault(f"{path}.by", "names a party twice; name each once")
            for place, person in _numbered(f"{path}.people", act.people):
                yield from self._code(f"{place}.party", person.party or None)
            yield from self._places(f"{path}.scope", act.scope)
            if act.kind in JOINT and len(act.by) == len(named) == 1:
                yield Fault(
                    f"{path}.by",
                    "an exchange is a joint act: name all who took part, or nobody for the parties together",
                )
            if act.kind is not None and act.kind.is_domestic and not act.by:
                yield Fault(f"{path}.by", 'a domestic act belongs to one party: name it, such as by = ["RUS"]')
            if act.of:
                yield from self._answer(f"{path}.of", act, by_id)

    def _answer(self, path: str, act: Act, by_id: dict[str, Act]) -> Iterator[Fault]:
        answered = by_id.get(act.of)
        if answered is None:
            yield Fault(path, f"there is no act {act.of!r} in this record{did_you_mean(act.of, by_id)}")
        elif act.kind is not None and act.kind not in ANSWERS:
            yield Fault(path, f"an act of kind '{act.kind}' answers no other act; leave 'of' out")
        elif act.kind is not None and answered.kind is not None and answered.kind not in ANSWERS[act.kind]:
            kinds = " or ".join(f"'{kind}'" for kind in sorted(ANSWERS[act.kind]))
            yield Fault(
                path, f"an act of kind '{act.kind}' answers {kinds}, and {act.of!r} is of kind '{answered.kind}'"
            )

    def obligations(self) -> Iterator[Fault]:
        for path, obligation in _numbered("obligation", self.record.obligations):
            yield from self._sources(f"{path}.sources", obligation.sources)
            yield from self._quotations(f"{path}.quotations", obligation.quotations)
            yield from self._place(f"{path}.at", obligation.at)
            yield from self._code(f"{path}.bearer", obligation.bearer, EACH, BOTH, NOBODY)
            yield from self._code(f"{path}.toward", obligation.toward, OTHER, NOBODY)

    def clauses(self) -> Iterator[Fault]:
        if self.record.entry_into_force is not None:
            yield from self._rule("entry_into_force", self.record.entry_into_force, 1)
        duration = self.record.duration
        if duration is not None:
            yield from self._clause("duration", duration)
        if self.record.coverage is not None:
            yield from self._coverage(self.record.coverage)

    def _coverage(self, coverage: Coverage) -> Iterator[Fault]:
        since = coverage.since
        if since is not None and not since.is_exact:
            yield Fault("coverage.since", f"{str(since)!r} is more than one day; name the first day that is covered")
        for path, silence in _numbered("coverage.silences", coverage.silences):
            yield from self._codes(f"{path}.by", silence.by)

    def _clause(self, path: str, clause: EntryIntoForce | Duration) -> Iterator[Fault]:
        yield from self._sources(f"{path}.sources", clause.sources)
        yield from self._place(f"{path}.article", clause.article or None)
        for name in ("not_before", "day", "fixed_day", "met_on"):
            day = getattr(clause, name, None)
            if day is not None and not day.is_exact:
                yield Fault(f"{path}.{name}", f"{str(day)!r} is more than one day; a clause names one exact day")

    def _rule(self, path: str, rule: EntryIntoForce, level: int) -> Iterator[Fault]:
        if level > DEEPEST:
            yield Fault(path, f"rules lie more than {DEEPEST} deep inside each other; write them flatter")
            return
        yield from self._clause(path, rule)
        count = getattr(rule, "count", None)
        if count is not None and type(count) is not int:
            yield Fault(f"{path}.count", f"{count!r} is not a whole number")
        for name in ("including", "among", "excluding"):
            yield from self._codes(f"{path}.{name}", getattr(rule, name, ()))
        if rule.waits_for and rule.waits_for == self.record.id:
            yield Fault(f"{path}.waits_for", f"{rule.waits_for!r} is this treaty itself; it cannot wait for itself")
        for place, inner in _numbered(f"{path}.rules", getattr(rule, "rules", ())):
            yield from self._rule(place, inner, level + 1)


def _places_of(articles: Items[Article], obligations: Items[Obligation]) -> frozenset[str]:
    """The articles that can be referred to; empty if the record describes none, so that any may be.

    An article that is there for its obligations alone describes nothing.
    """
    implied = set()
    for _, obligation in _numbered("", obligations):
        with contextlib.suppress(ValueError, TypeError):
            implied.add(article_of(obligation.at))
    named = {article.at: article for _, article in _numbered("", articles) if article.at is not None}
    if articles is None or all(
        at in implied and article == Article(at=at, obligations=article.obligations) for at, article in named.items()
    ):
        return frozenset()
    return frozenset(named) | implied


def _is_id(text: str) -> bool:
    return bool(text) and all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))
