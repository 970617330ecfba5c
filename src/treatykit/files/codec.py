"""The codec: plain data to a treaty, and back. Strict: nothing is coerced, no key is ignored, every fault is named.

Plain data is what TOML and JSON hold. A quick way through it, by plain functions, builds the treaty or gives up at the
first thing that is not as it should be; then the converter goes through it all and gathers every fault with its path.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from treatykit.days import DaySet, Span
from treatykit.errors import RecordError
from treatykit.files.shape import ARRAYS, CLAUSES, FORMAT, SCALARS, TABLES, UNIONS, fields_of
from treatykit.files.values import LEAVES, horizon, text
from treatykit.record.articles import Article, article_of
from treatykit.record.context import Title
from treatykit.record.obligations import Obligation
from treatykit.record.treaties import Form
from treatykit.treaty import Treaty

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["FORMAT", "converter", "from_data", "gathered", "to_data"]

Reader = Callable[[Any], Any]


def from_data(data: object, *, where: str = "the record") -> Treaty:
    """Build a treaty from plain data.

    Raises :class:`~treatykit.errors.RecordError` with every fault found in it.
    """
    try:
        return _quickly(data)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
        from treatykit.files.faults import survey  # needed for faults only

        parts, faults = survey(data)
    if faults:
        raise RecordError(faults, where=where)
    return Treaty(**parts)


# ------------------------------------------------------------------------------------------- the quick way


def _quickly(data: Any) -> Treaty:
    if data["format"] != FORMAT:
        raise ValueError(FORMAT)
    parts = {}
    for key, value in data.items():
        field, read = _readers()[key]
        parts[field] = read(value)
    del parts["format"]
    parts["articles"] = gathered(parts.get("articles", ()), parts.pop("obligations", ()))
    return Treaty(**parts)


@cache
def _readers() -> Mapping[str, tuple[str, Reader]]:
    """For each key of a record, the field of the treaty and what reads it."""
    readers: dict[str, tuple[str, Reader]] = {key: (key, text) for key in ("format", *SCALARS)}
    readers["form"] = ("form", lambda value: Form(text(value)))
    readers["reviewed_through"] = ("reviewed_through", horizon)
    readers["parties_complete"] = ("parties_complete", LEAVES["bool"])
    readers["languages"] = ("languages", _list_of(text))
    readers["title"] = ("titles", _titles)
    for key, cls in TABLES.items():
        readers[key] = (key, _table(cls))
    for key, union in CLAUSES.items():
        readers[key] = (key, _one_of(*UNIONS[union]))
    for key, (field, cls) in ARRAYS.items():
        readers[key] = (field, _each(cls))
    return readers


def _titles(value: Any) -> tuple[Title, ...]:
    return tuple([Title(lang=text(lang), text=text(title)) for lang, title in value.items()])


def _each(cls: type) -> Reader:
    """A list of tables of one class; what reads them is made when it is first needed."""
    return lambda values: _list_of(_table(cls))(values)


@cache
def _table(cls: type) -> Reader:
    """A table of known keys; an unknown key is a ``KeyError`` and a missing one a ``TypeError``."""
    homes = {name: base for base in reversed(cls.__mro__[:-1]) for name in base.__annotations__}
    readers = {name: _reader(homes[name].__annotations__[name], homes[name].__module__) for name in fields_of(cls)}

    def read(value: Any) -> Any:
        return cls(**{key: readers[key](part) for key, part in value.items()})

    return read


@cache
def _reader(annotation: str, module: str) -> Reader:
    """What reads a field, by its annotation. A key that may be left out is not read when it is."""
    if annotation.endswith(" | None"):
        return _reader(annotation.removesuffix(" | None"), module)
    if annotation.startswith("tuple["):
        return _list_of(_reader(annotation.removeprefix("tuple[").removesuffix(", ...]"), module))
    if annotation in LEAVES:
        return LEAVES[annotation]
    if annotation in UNIONS:
        return _one_of(*UNIONS[annotation])
    cls = getattr(sys.modules[module], annotation)
    return (lambda value: cls(text(value))) if issubclass(cls, Enum) else _table(cls)


def _list_of(read: Reader) -> Reader:
    def read_all(values: object) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise TypeError(values)
        return tuple([read(value) for value in values])

    return read_all


def _one_of(tag: str, known: Mapping[str, type]) -> Reader:
    def read(value: Any) -> Any:
        return _table(known[value[tag]])({key: part for key, part in value.items() if key != tag})

    return read


def gathered(articles: tuple[Article, ...], obligations: tuple[Obligation, ...]) -> tuple[Article, ...]:
    """The articles with their obligations; an article that no table describes is added for them, at the end."""
    if not obligations:
        return articles
    by_article: dict[str, list[Obligation]] = {article.at: [] for article in articles}
    for obligation in obligations:
        by_article.setdefault(article_of(obligation.at), []).append(obligation)
    filled = [
        attrs.evolve(article, obligations=by_article[article.at]) if by_article[article.at] else article
        for article in articles
    ]
    described = {article.at for article in articles}
    return (*filled, *(Article(at=at, obligations=found) for at, found in by_article.items() if at not in described))


# ------------------------------------------------------------------------------------------- the converter


@cache
def converter() -> Converter:
    """The one converter between plain data and the parts of a record; made when it is first needed."""
    from cattrs import Converter

    from treatykit.files.faults import structure_hooks

    made = Converter(omit_if_default=True)
    for applies, hook_for in structure_hooks(made.structure):
        made.register_structure_hook_factory(applies, hook_for)
    _register_writers(made)
    return made


def _register_writers(made: Converter) -> None:
    made.register_unstructure_hook_func(lambda cls: cls in (DaySet, Span), str)
    made.register_unstructure_hook_func(lambda cls: isinstance(cls, type) and issubclass(cls, Enum), str)
    made.register_unstructure_hook_func(
        lambda cls: cls is tuple or getattr(cls, "__origin__", None) is tuple,
        lambda values: [made.unstructure(value) for value in values],
    )
    made.register_unstructure_hook_factory(_is_partly_elsewhere, lambda cls: _written(made, cls))
    for tag, known in UNIONS.values():
        for name, cls in known.items():
            made.register_unstructure_hook(cls, _tagged(_written(made, cls), {tag: name}))


def _is_partly_elsewhere(cls: Any) -> bool:
    return isinstance(cls, type) and attrs.has(cls) and len(fields_of(cls)) < len(attrs.fields(cls))


def _written(made: Converter, cls: type) -> Callable[[Any], dict[str, Any]]:
    """What writes the fields that stand in the table of a class, and no defaults."""
    from cattrs.gen import make_dict_unstructure_fn, override

    left_out: Any = {field.name: override(omit=True) for field in attrs.fields(cls) if field.name not in fields_of(cls)}
    write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(
        cls, made, _cattrs_omit_if_default=True, **left_out
    )
    return write


def _tagged(write: Callable[[Any], dict[str, Any]], tag: dict[str, str]) -> Callable[[Any], dict[str, Any]]:
    return lambda value: tag | write(value)


# ------------------------------------------------------------------------------------------- writing


def to_data(treaty: Treaty) -> dict[str, Any]:
    """A treaty as plain data, in the canonical order of keys. What was only assumed is not written."""
    if not isinstance(treaty, Treaty):
        raise TypeError(f"a Treaty is needed, not {type(treaty).__name__}")
    treaty = _without_assumptions(treaty)
    made = converter()
    data: dict[str, Any] = {"format": FORMAT, "id": treaty.id}
    if treaty.form is not (Form.BILATERAL if len(treaty.parties) == 2 else Form.MULTILATERAL):
        data["form"] = str(treaty.form)
    data["reviewed_through"] = str(treaty.reviewed_through)
    if treaty.languages:
        data["languages"] = list(treaty.languages)
    if treaty.depositary:
        data["depositary"] = treaty.depositary
    if not treaty.parties_complete:
        data["parties_complete"] = False
    data["title"] = {title.lang: title.text for title in treaty.titles}
    for key in (*TABLES, *CLAUSES):
        clause = getattr(treaty, key)
        if clause is not None:
            data[key] = made.unstructure(clause)
    for key, (field, _) in ARRAYS.items():
        items = _described(treaty.articles) if key == "article" else getattr(treaty, field)
        if items:
            data[key] = [made.unstructure(item) for item in items]
    return data


def _without_assumptions(treaty: Treaty) -> Treaty:
    """The record without the acts that were added to ask "what if", and without the sources added for them."""
    if not treaty.hypothetical:
        return treaty
    assumed = [act for act in treaty.acts if act.id in treaty.hypothetical]
    own = {claim.source for act in assumed for claim in act.all_claims}
    left = attrs.evolve(treaty, acts=[act for act in treaty.acts if act not in assumed], hypothetical=())
    sources = list(treaty.sources)
    while sources and sources[-1].id in own:
        try:
            left = attrs.evolve(left, sources=sources[:-1])
        except RecordError:
            break
        sources.pop()
    return left


def _described(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """The articles that need a table: those at the end that hold obligations alone come back with them."""
    last = len(articles)
    while last and articles[last - 1] == Article(at=articles[last - 1].at, obligations=articles[last - 1].obligations):
        if not articles[last - 1].obligations:
            break
        last -= 1
    return articles[:last]
