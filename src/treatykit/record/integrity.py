"""Integrity: whether the parts of a record fit together. Every fault is found at once, each with its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from treatykit.errors import Fault, did_you_mean
from treatykit.record.acts import Act, ActKind
from treatykit.record.articles import Article, article_of
from treatykit.record.clauses import AllOf, AnyOf, Duration, EntryIntoForce, Instruments
from treatykit.record.context import Event, Link, Name, Statement, Title
from treatykit.record.obligations import BOTH, EACH, NOBODY, OTHER
from treatykit.record.sources import Claim, Quotation, Source
from treatykit.record.states import Party
from treatykit.record.treaties import Form

__all__ = ["Parts", "faults_of"]

#: Which kinds of act each answering kind may name in ``of``.
_ANSWERS = {
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


class Parts(Protocol):
    """The parts of a record that must fit together."""

    @property
    def id(self) -> str: ...
    @property
    def titles(self) -> tuple[Title, ...]: ...
    @property
    def form(self) -> Form: ...
    @property
    def names(self) -> tuple[Name, ...]: ...
    @property
    def parties(self) -> tuple[Party, ...]: ...
    @property
    def sources(self) -> tuple[Source, ...]: ...
    @property
    def entry_into_force(self) -> EntryIntoForce | None: ...
    @property
    def duration(self) -> Duration | None: ...
    @property
    def acts(self) -> tuple[Act, ...]: ...
    @property
    def articles(self) -> tuple[Article, ...]: ...
    @property
    def events(self) -> tuple[Event, ...]: ...
    @property
    def statements(self) -> tuple[Statement, ...]: ...
    @property
    def links(self) -> tuple[Link, ...]: ...


def faults_of(record: Parts) -> Iterator[Fault]:
    """Everything in a record that does not fit together: repeated ids, references to nothing, misplaced values."""
    check = _Check(record)
    yield from check.identity()
    yield from check.repeated()
    yield from check.references()
    yield from check.acts()
    yield from check.obligations()
    yield from check.clauses()


class _Check:
    def __init__(self, record: Parts) -> None:
        self.record = record
        self.codes = [party.code for party in record.parties]
        self.sources = {source.id for source in record.sources}
        self.articles = {article.at for article in record.articles}
        self.obligations_ = [
            obligation for article in record.articles for obligation in article.obligations
        ]

    # ------------------------------------------------------------------------------ the record itself

    def identity(self) -> Iterator[Fault]:
        record = self.record
        if not _is_id(record.id):
            yield Fault(
                "id", f"{record.id!r} is not an id; use lower-case letters, digits and hyphens, such as 'rus-prk-2024'"
            )
        if not record.titles:
            yield Fault("title", "is missing; give at least one, such as en = \"Pact of Mutual Aid\"")
        if not record.parties:
            yield Fault("party", "is missing; a treaty needs its parties, such as code = \"RUS\", name = \"Russian Federation\"")
        if record.form is Form.BILATERAL and len(record.parties) not in (0, 2):
            yield Fault("form", f"is bilateral, and the record has {len(record.parties)} parties; use 'multilateral'")

    def repeated(self) -> Iterator[Fault]:
        record = self.record
        for path, field, keys in (
            ("party", "code", self.codes),
            ("source", "id", [source.id for source in record.sources]),
            ("act", "id", [act.id for act in record.acts]),
            ("article", "at", [article.at for article in record.articles]),
            ("obligation", "id", [obligation.id for obligation in self.obligations_]),
            ("event", "id", [event.id for event in record.events]),
            ("statement", "id", [statement.id for statement in record.statements]),
            ("title", "lang", [title.lang for title in record.titles]),
        ):
            first: dict[str, int] = {}
            for index, key in enumerate(keys):
                if key in first:
                    yield Fault(f"{path}[{index}].{field}", f"{key!r} stands already in {path}[{first[key]}]")
                first.setdefault(key, index)

    # ------------------------------------------------------------------------------ references

    def references(self) -> Iterator[Fault]:
        record = self.record
        for index, source in enumerate(record.sources):
            if source.party:
                yield from self._codes(f"source[{index}].party", [source.party])
        for index, name in enumerate(record.names):
            yield from self._sources(f"name[{index}].sources", name.sources)
            if name.copy_of:
                yield from self._codes(f"name[{index}].copy_of", [name.copy_of])
        for index, article in enumerate(record.articles):
            path = f"article[{index}]"
            yield from self._sources(f"{path}.sources", article.sources)
            yield from self._sources(f"{path}.number_sources", article.number_sources)
            yield from self._quotations(path, article.quotations)
        for index, event in enumerate(record.events):
            yield from self._claims(f"event[{index}].claims", event.claims)
            yield from self._places(f"event[{index}].articles", event.articles)
        for index, statement in enumerate(record.statements):
            yield from self._sources(f"statement[{index}].sources", statement.sources)
            yield from self._quotations(f"statement[{index}]", statement.quotations)
        for index, link in enumerate(record.links):
            yield from self._sources(f"link[{index}].sources", link.sources)
            if link.treaty == record.id:
                yield Fault(f"link[{index}].treaty", f"{link.treaty!r} is this treaty itself")

    def _sources(self, path: str, ids: Iterable[str]) -> Iterator[Fault]:
        for id in ids:
            if id not in self.sources:
                yield Fault(path, f"there is no source {id!r}{did_you_mean(id, self.sources)}")

    def _claims(self, path: str, claims: Iterable[Claim]) -> Iterator[Fault]:
        for index, claim in enumerate(claims):
            yield from self._sources(f"{path}[{index}].source", [claim.source])

    def _quotations(self, path: str, quotations: Iterable[Quotation]) -> Iterator[Fault]:
        for index, quotation in enumerate(quotations):
            yield from self._sources(f"{path}.quotations[{index}].source", [quotation.source])

    def _codes(self, path: str, codes: Iterable[str]) -> Iterator[Fault]:
        for code in codes:
            if code not in self.codes:
                yield Fault(path, f"there is no party {code!r} in this record{did_you_mean(code, self.codes)}")

    def _places(self, path: str, places: Iterable[str]) -> Iterator[Fault]:
        for place in places:
            try:
                article = article_of(place)
            except ValueError as problem:
                yield Fault(path, str(problem))
                continue
            if self.articles and article not in self.articles:
                yield Fault(path, f"there is no article {article!r} in this record")

    # ------------------------------------------------------------------------------ parts

    def acts(self) -> Iterator[Fault]:
        by_id = {act.id: act for act in self.record.acts}
        for index, act in enumerate(self.record.acts):
            path = f"act[{index}]"
            for name, claims in (("claims", act.claims), ("received", act.received), ("effective", act.effective)):
                yield from self._claims(f"{path}.{name}", claims)
            yield from self._codes(f"{path}.by", act.by)
            if len(set(act.by)) < len(act.by):
                yield Fault(f"{path}.by", "names a party twice")
            for number, person in enumerate(act.people):
                if person.party:
                    yield from self._codes(f"{path}.people[{number}].party", [person.party])
            yield from self._places(f"{path}.scope", act.scope)
            if act.kind in {ActKind.EXCHANGE, ActKind.EXCHANGE_OF_NOTES} and len(act.by) == 1:
                yield Fault(f"{path}.by", "an exchange is a joint act: name all who took part, or nobody for the parties together")
            if act.kind.is_domestic and not act.by:
                yield Fault(f"{path}.by", "a domestic act belongs to one party: name it")
            if act.of:
                yield from self._answer(path, act, by_id)

    def _answer(self, path: str, act: Act, by_id: dict[str, Act]) -> Iterator[Fault]:
        answered = by_id.get(act.of)
        if answered is None:
            yield Fault(f"{path}.of", f"there is no act {act.of!r}{did_you_mean(act.of, by_id)}")
        elif act.kind not in _ANSWERS:
            yield Fault(f"{path}.of", f"an act of kind '{act.kind}' answers no other act")
        elif answered.kind not in _ANSWERS[act.kind]:
            kinds = " or ".join(f"'{kind}'" for kind in sorted(_ANSWERS[act.kind]))
            yield Fault(
                f"{path}.of", f"an act of kind '{act.kind}' answers {kinds}, and {act.of!r} is of kind '{answered.kind}'"
            )

    def obligations(self) -> Iterator[Fault]:
        for index, obligation in enumerate(self.obligations_):
            path = f"obligation[{index}]"
            yield from self._sources(f"{path}.sources", obligation.sources)
            yield from self._quotations(path, obligation.quotations)
            if obligation.bearer not in {EACH, BOTH, NOBODY}:
                yield from self._codes(f"{path}.bearer", [obligation.bearer])
            if obligation.toward not in {OTHER, NOBODY}:
                yield from self._codes(f"{path}.toward", [obligation.toward])

    def clauses(self) -> Iterator[Fault]:
        if self.record.entry_into_force is not None:
            yield from self._rule("entry_into_force", self.record.entry_into_force)
        duration = self.record.duration
        if duration is not None:
            yield from self._sources("duration.sources", duration.sources)
            if duration.article:
                yield from self._places("duration.article", [duration.article])

    def _rule(self, path: str, rule: EntryIntoForce) -> Iterator[Fault]:
        yield from self._sources(f"{path}.sources", rule.sources)
        if rule.article:
            yield from self._places(f"{path}.article", [rule.article])
        days = {"not_before": rule.not_before, "day": getattr(rule, "day", None), "fixed_day": getattr(rule, "fixed_day", None)}
        for name, day in days.items():
            if day is not None and not day.is_exact:
                yield Fault(f"{path}.{name}", f"{str(day)!r} is more than one day; a clause names one exact day")
        count = getattr(rule, "count", None)
        if count is not None and not isinstance(count, int):
            yield Fault(f"{path}.count", f"{count!r} is not a whole number")
        if isinstance(rule, Instruments):
            for name, codes in (("including", rule.including), ("among", rule.among), ("excluding", rule.excluding)):
                yield from self._codes(f"{path}.{name}", codes)
        if isinstance(rule, AllOf | AnyOf):
            for index, inner in enumerate(rule.rules):
                yield from self._rule(f"{path}.rules[{index}]", inner)


def _is_id(text: str) -> bool:
    return bool(text) and all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))
