"""The codec: plain data to a treaty, and back. Strict: nothing is coerced, no key is ignored, every fault is named.

Plain data is what TOML and JSON hold. A quick converter builds the objects; where it fails, a second one goes through
the data again and gathers every fault with its path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from treatykit.days import DaySet, Span
from treatykit.errors import DayError, Fault, RecordError, did_you_mean
from treatykit.record.acts import Act, Person
from treatykit.record.articles import Article, article_of
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CalendarExit,
    CompletionNotices,
    Duration,
    EntryIntoForce,
    ExchangeOfInstruments,
    FixedTerm,
    Indefinite,
    Instruments,
    OnDay,
    OnSignature,
    Renewable,
    UntilDay,
)
from treatykit.record.context import Event, Link, Name, Statement, Title, Unknown
from treatykit.record.integrity import faults_of
from treatykit.record.obligations import Obligation, Trigger
from treatykit.record.sources import Claim, Quotation, Source
from treatykit.record.states import Party
from treatykit.record.treaties import Form
from treatykit.treaty import Treaty

__all__ = ["FORMAT", "from_data", "to_data"]

FORMAT = "treatykit/1"

RULES: Mapping[str, type] = {
    cls.rule: cls
    for cls in (OnSignature, OnDay, ExchangeOfInstruments, CompletionNotices, Instruments, AllOf, AnyOf, AsStated)
}
KINDS: Mapping[str, type] = {cls.kind: cls for cls in (Indefinite, FixedTerm, Renewable, UntilDay)}
#: The unions of the model, each with the key that tells its members apart.
UNIONS: tuple[tuple[frozenset[type], str, Mapping[str, type]], ...] = (
    (frozenset(get_args(EntryIntoForce)), "rule", RULES),
    (frozenset(get_args(Duration)), "kind", KINDS),
)

#: Keys that hold one array of tables for each kind of object: the key, the field of Treaty, the class.
ARRAYS: Mapping[str, tuple[str, type]] = {
    "name": ("names", Name),
    "party": ("parties", Party),
    "source": ("sources", Source),
    "act": ("acts", Act),
    "article": ("articles", Article),
    "obligation": ("obligations", Obligation),
    "event": ("events", Event),
    "statement": ("statements", Statement),
    "link": ("links", Link),
    "unknown": ("unknowns", Unknown),
}
SCALARS: Mapping[str, Any] = {
    "id": str,
    "form": Form,
    "reviewed_through": str,
    "languages": tuple[str, ...],
    "depositary": str,
}
KEYS = ("format", *SCALARS, "title", "entry_into_force", "duration", *ARRAYS)
REQUIRED = ("format", "id", "reviewed_through", "title", "party")

#: Fields of the objects that do not stand on disk where they stand in memory.
_ELSEWHERE: Mapping[type, frozenset[str]] = {Article: frozenset({"obligations"})}

_CLASSES = (
    Title,
    Name,
    Party,
    Source,
    Claim,
    Quotation,
    Person,
    Act,
    Trigger,
    Obligation,
    Event,
    Statement,
    Link,
    Unknown,
    CalendarExit,
    *RULES.values(),
    *KINDS.values(),
)


# ------------------------------------------------------------------------------------------- reading


def _text(value: object, _: object) -> str:
    if isinstance(value, str):
        if not value.isascii():
            value.encode()
        return value
    raise TypeError(f"must be a text{_quote_hint(value)}, not {_plain(value)}")


def _whole(value: object, _: object) -> int:
    if type(value) is int:
        return value
    raise TypeError(f"must be a whole number, not {_plain(value)}")


def _yes_no(value: object, _: object) -> bool:
    if type(value) is bool:
        return value
    raise TypeError(f"must be true or false, not {_plain(value)}")


def _days(value: object, _: object) -> DaySet:
    if isinstance(value, str):
        return DaySet(value)
    raise TypeError(f"must be a date in quotes{_quote_hint(value)}, not {_plain(value)}")


def _span(value: object, _: object) -> Span:
    if isinstance(value, str):
        return Span(value)
    raise TypeError(f"must be a duration in quotes, such as \"P30D\", not {_plain(value)}")


def _word(value: object, vocabulary: Any) -> Any:
    if not isinstance(value, str):
        raise TypeError(f"must be a text, not {_plain(value)}")
    try:
        return vocabulary(value)
    except ValueError:
        shown = value if len(value) <= 60 else value[:57] + "..."
        raise ValueError(
            f"{shown!r} is not one of {', '.join(vocabulary)}{did_you_mean(value, vocabulary)}"
        ) from None


def _quote_hint(value: object) -> str:
    return f', as in "{value}"' if isinstance(value, dt.date | dt.time) else ""


def _plain(value: object) -> str:
    names = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        dict: "a table",
        list: "a list",
        type(None): "null (leave the key out)",
        dt.date: "a date without quotes",
        dt.datetime: "a time without quotes",
        dt.time: "a time without quotes",
    }
    name = names.get(type(value), type(value).__name__)
    return f"{name} ({str(value)[:40]})" if isinstance(value, int | float | str) else name


def _is_list_type(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_optional(cls: Any) -> bool:
    return get_origin(cls) in (Union, UnionType) and type(None) in get_args(cls) and len(get_args(cls)) == 2


def _union_of(cls: Any) -> tuple[str, Mapping[str, type]] | None:
    if get_origin(cls) not in (Union, UnionType):
        return None
    members = frozenset(get_args(cls)) - {type(None)}
    return next(((tag, known) for union, tag, known in UNIONS if members == union), None)


def _reader(*, detailed: bool) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    for cls, hook in ((str, _text), (int, _whole), (bool, _yes_no), (DaySet, _days), (Span, _span)):
        converter.register_structure_hook(cls, hook)
    converter.register_structure_hook_func(lambda cls: isinstance(cls, type) and issubclass(cls, Enum), _word)
    converter.register_structure_hook_factory(_is_list_type, lambda cls: _list_hook(converter, cls, detailed))
    converter.register_structure_hook_factory(_is_optional, lambda cls: _optional_hook(converter, cls))
    converter.register_structure_hook_factory(
        lambda cls: _union_of(cls) is not None, lambda cls: _union_hook(converter, cls)
    )
    converter.register_structure_hook_factory(
        lambda cls: isinstance(cls, type) and attrs.has(cls) and cls not in (DaySet, Span),
        lambda cls: _class_hook(converter, cls, detailed),
    )
    return converter


def _class_hook(converter: Converter, cls: type, detailed: bool) -> Callable[[Any, Any], Any]:
    left_out = {name: attrs_override(omit=True) for name in _ELSEWHERE.get(cls, ())}
    build = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=detailed, **left_out
    )

    def structure(value: object, target: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be a table, not {_plain(value)}")
        return build(value, target)

    return structure


def attrs_override(*, omit: bool) -> Any:
    """A field that cattrs leaves out."""
    from cattrs.gen import override

    return override(omit=omit)


def _list_hook(converter: Converter, cls: Any, detailed: bool) -> Callable[[Any, Any], Any]:
    inner = get_args(cls)[0]
    hook = converter.get_structure_hook(inner)

    def structure(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"must be a list, not {_plain(value)}")
        if not detailed:
            return tuple([hook(item, inner) for item in value])
        found, problems = [], []
        for index, item in enumerate(value):
            try:
                found.append(hook(item, inner))
            except Exception as problem:
                note = IterableValidationNote(f"item {index}", index, inner)
                problem.__notes__ = [*getattr(problem, "__notes__", []), note]
                problems.append(problem)
        if problems:
            raise IterableValidationError("a list", problems, cls)
        return tuple(found)

    return structure


def _optional_hook(converter: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    inner = next(arg for arg in get_args(cls) if arg is not type(None))
    hook = converter.get_structure_hook(inner)
    return lambda value, _: hook(value, inner)


def _union_hook(converter: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    tag, known = _union_of(cls) or ("", {})

    def structure(value: object, _: object) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be a table with the key '{tag}', not {_plain(value)}")
        if tag not in value:
            raise KeyError(tag)
        name = value[tag]
        if not isinstance(name, str) or name not in known:
            hint = did_you_mean(name, known) if isinstance(name, str) else ""
            raise ValueError(f"{tag} = {name!r} is not one of {', '.join(known)}{hint}")
        member = known[name]
        return converter.structure({key: part for key, part in value.items() if key != tag}, member)

    return structure


_QUICK = _reader(detailed=False)


def from_data(data: object, *, where: str = "the record") -> Treaty:
    """Build a treaty from plain data.

    Raises :class:`~treatykit.errors.RecordError` with every fault found in it.
    """
    try:
        return _quickly(data)
    except RecursionError:
        raise RecordError([Fault("", "is nested too deeply")], where=where) from None
    except (BaseValidationError, TypeError, ValueError, KeyError, AttributeError, DayError):
        faults = _all_faults(data)
    if not faults:
        raise AssertionError(f"{where} was refused without a fault")
    raise RecordError(faults, where=where)


def _quickly(data: Any) -> Treaty:
    if not isinstance(data, dict) or set(data) - set(KEYS) or any(key not in data for key in REQUIRED):
        raise ValueError("not a record")
    if data["format"] != FORMAT:
        raise ValueError("not this format")
    parts = {
        key: _QUICK.structure(data[key], kind) for key, kind in SCALARS.items() if key in data
    }
    parts["titles"] = _titles(data["title"])
    for key, (field, cls) in ARRAYS.items():
        parts[field] = _QUICK.structure(data.get(key, []), tuple[cls, ...])  # type: ignore[valid-type]
    for key, union in (("entry_into_force", EntryIntoForce), ("duration", Duration)):
        if key in data:
            parts[key] = _QUICK.structure(data[key], union)  # type: ignore[arg-type]
    parts["articles"] = _gather(parts["articles"], parts.pop("obligations"))
    return Treaty(**parts)


def _titles(value: object) -> tuple[Title, ...]:
    if not isinstance(value, dict):
        raise TypeError(f"must be a table of languages and titles, not {_plain(value)}")
    return tuple(Title(lang=lang, text=_text(text, str)) for lang, text in value.items())


def _gather(articles: tuple[Article, ...], obligations: tuple[Obligation, ...]) -> tuple[Article, ...]:
    """Put each obligation into its article; an article that no table describes is added for it, at the end."""
    by_article: dict[str, list[Obligation]] = {article.at: [] for article in articles}
    for obligation in obligations:
        by_article.setdefault(article_of(obligation.at), []).append(obligation)
    described = {article.at for article in articles}
    filled = [
        attrs.evolve(article, obligations=by_article[article.at]) if by_article[article.at] else article
        for article in articles
    ]
    added = [Article(at=at, obligations=found) for at, found in by_article.items() if at not in described]
    return (*filled, *added)


# ------------------------------------------------------------------------------------------- every fault


def _all_faults(data: object) -> list[Fault]:
    if not isinstance(data, dict):
        return [Fault("", f"must be a table of keys, not {_plain(data)}")]
    faults: list[Fault] = []
    for key in data:
        if key not in KEYS:
            faults.append(Fault(str(key), f"is not a key of a record{did_you_mean(str(key), KEYS)} (keys: {', '.join(KEYS)})"))
    for key in REQUIRED:
        if key not in data:
            faults.append(Fault(key, "is missing"))
    if "format" in data and data["format"] != FORMAT:
        faults.append(Fault("format", f"must be {FORMAT!r}, not {data['format']!r}"))
    converter = _reader(detailed=True)
    parts: dict[str, Any] = {}
    for key, kind in SCALARS.items():
        if key in data:
            parts[key] = _try(faults, key, lambda k=key, t=kind: converter.structure(data[k], t))  # type: ignore[misc]
    if isinstance(parts.get("reviewed_through"), str):
        faults += _horizon_faults(parts["reviewed_through"])
    if "title" in data:
        parts["titles"] = _try(faults, "title", lambda: _titles(data["title"]))
    for key, (field, cls) in ARRAYS.items():
        parts[field] = _items(faults, converter, key, data.get(key, []), cls)
    for key, union in (("entry_into_force", EntryIntoForce), ("duration", Duration)):
        if key in data:
            parts[key] = _try(faults, key, lambda k=key, u=union: converter.structure(data[k], u))  # type: ignore[misc]
    faults += _misfits(parts)
    return list(dict.fromkeys(faults))


def _horizon_faults(text: str) -> Iterator[Fault]:
    try:
        if not DaySet(text).is_exact:
            yield Fault("reviewed_through", f"{text!r} is more than one day; name the last day of the review")
    except DayError as problem:
        yield Fault("reviewed_through", str(problem))


def _try(faults: list[Fault], path: str, build: Callable[[], Any]) -> Any:
    try:
        return build()
    except RecursionError:
        faults.append(Fault(path, "is nested too deeply"))
    except Exception as problem:
        faults += _faults_in(problem, path)
    return None


def _items(faults: list[Fault], converter: Converter, key: str, values: object, cls: type) -> tuple[Any, ...]:
    if not isinstance(values, list):
        faults.append(Fault(key, f"must be an array of tables, [[{key}]], not {_plain(values)}"))
        return ()
    found = []
    for index, value in enumerate(values):
        item = _try(faults, f"{key}[{index}]", lambda v=value: converter.structure(v, cls))  # type: ignore[misc]
        found.append(_stand_in(cls, value, index) if item is None else item)
    return tuple(found)


_ANY_SOURCE = "\0"


def _stand_in(cls: type, value: object, index: int) -> Any:
    """Something that keeps the place and the id of an object that could not be built, so that the rest can be checked."""
    name = str(value.get("code" if cls is Party else "id", "")) if isinstance(value, dict) else ""
    name = name if name.strip() else f"\0{index}"
    claims = [Claim(date="2000", source=_ANY_SOURCE)]
    if cls is Source:
        return Source(id=name, title="?")
    if cls is Party:
        party = Party(code="XXX", name="?")
        object.__setattr__(party, "code", name)
        return party
    if cls is Act:
        return Act(id=name, kind="correction", claims=claims)
    if cls is Event:
        return Event(id=name, summary="?", claims=claims)
    if cls is Statement:
        return Statement(id=name, about="?", says="?", sources=[_ANY_SOURCE])
    if cls is Article:
        at = value.get("at") if isinstance(value, dict) else None
        return Article(at=at if isinstance(at, str) and at.isalnum() else f"0.{index}")
    if cls is Obligation:
        at = value.get("at") if isinstance(value, dict) else None
        try:
            place = at if isinstance(at, str) and article_of(at) else f"0.{index}"
        except ValueError:
            place = f"0.{index}"
        return Obligation(id=name, at=place, modality="may", action="?", sources=[_ANY_SOURCE])
    return None


@attrs.define(slots=True)
class _Fragments:
    """What could be built of a record that has faults."""

    id: str
    titles: tuple[Title, ...]
    form: Form
    names: tuple[Name, ...]
    parties: tuple[Party, ...]
    sources: tuple[Source, ...]
    entry_into_force: EntryIntoForce | None
    duration: Duration | None
    acts: tuple[Act, ...]
    articles: tuple[Article, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]


def _misfits(parts: dict[str, Any]) -> list[Fault]:
    """Faults between the parts that could be built; those that come from a stand-in are left out."""

    def built(name: str) -> tuple[Any, ...]:
        return tuple(item for item in parts.get(name) or () if item is not None)

    obligations: list[Fault] = []
    for index, obligation in enumerate(built("obligations")):
        try:
            article_of(obligation.at)
        except ValueError as problem:
            obligations.append(Fault(f"obligation[{index}].at", str(problem)))
    if obligations:
        parts["obligations"] = ()
    try:
        articles = _gather(built("articles"), built("obligations"))
    except ValueError:
        articles = built("articles")
    fragments = _Fragments(
        id=parts.get("id") or "none",
        titles=parts.get("titles") or (Title(lang="und", text="?"),),
        form=parts.get("form") or Form.MULTILATERAL,
        names=built("names"),
        parties=built("parties") or (Party(code="XXX", name="?"),),
        sources=(*built("sources"), Source(id=_ANY_SOURCE, title="?")),
        entry_into_force=parts.get("entry_into_force"),
        duration=parts.get("duration"),
        acts=built("acts"),
        articles=articles,
        events=built("events"),
        statements=built("statements"),
        links=built("links"),
    )
    if parts.get("form") is None:
        fragments.form = Form.BILATERAL if len(fragments.parties) == 2 else Form.MULTILATERAL
    return obligations + [fault for fault in faults_of(fragments) if "\0" not in fault.message]


def _faults_in(problem: BaseException, path: str) -> Iterator[Fault]:
    """The faults behind an error of the converter, each with its path."""
    for note in getattr(problem, "__notes__", ()):
        if isinstance(note, IterableValidationNote):
            path = f"{path}[{note.index}]"
        elif isinstance(note, AttributeValidationNote):
            path = f"{path}.{note.name}"
    if isinstance(problem, BaseValidationError):
        for inner in problem.exceptions:
            yield from _faults_in(inner, path)
    elif isinstance(problem, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(problem.cls)] if problem.cls is not None else []
        for key in sorted(problem.extra_fields):
            yield Fault(f"{path}.{key}", f"is not a key here{did_you_mean(key, known)} (keys: {', '.join(known)})")
    elif isinstance(problem, KeyError):
        missing = f".{problem.args[0]}"
        yield Fault(path if path.endswith(missing) else f"{path}{missing}", "is missing")
    elif isinstance(problem, UnicodeEncodeError):
        yield Fault(path, "holds half of a character pair (a lone surrogate), which is not text")
    else:
        yield Fault(path, str(problem))


# ------------------------------------------------------------------------------------------- writing


def _writer() -> Converter:
    converter = Converter(omit_if_default=True)
    converter.register_unstructure_hook(DaySet, str)
    converter.register_unstructure_hook(Span, str)
    converter.register_unstructure_hook_func(
        lambda cls: isinstance(cls, type) and issubclass(cls, Enum), lambda value: str(value)
    )
    converter.register_unstructure_hook_func(
        _is_list_type, lambda values: [converter.unstructure(value) for value in values]
    )
    for union, tag, known in UNIONS:
        names = {cls: name for name, cls in known.items()}
        for cls in union:
            converter.register_unstructure_hook(cls, _tagged(converter, cls, tag, names[cls]))
    for cls, fields in _ELSEWHERE.items():
        left_out = {name: attrs_override(omit=True) for name in fields}
        converter.register_unstructure_hook(
            cls, make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **left_out)
        )
    return converter


def _tagged(converter: Converter, cls: type, tag: str, name: str) -> Callable[[Any], dict[str, Any]]:
    plain = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True)
    return lambda value: {tag: name, **plain(value)}


def to_data(treaty: Treaty) -> dict[str, Any]:
    """A treaty as plain data, in the canonical order of keys. Narrowings and assumptions are not written."""
    converter = _writer()
    data: dict[str, Any] = {"format": FORMAT, "id": treaty.id}
    if treaty.form is not (Form.BILATERAL if len(treaty.parties) == 2 else Form.MULTILATERAL):
        data["form"] = str(treaty.form)
    data["reviewed_through"] = str(treaty.reviewed_through)
    if treaty.languages:
        data["languages"] = list(treaty.languages)
    if treaty.depositary:
        data["depositary"] = treaty.depositary
    data["title"] = {title.lang: title.text for title in treaty.titles}
    for key in ("entry_into_force", "duration"):
        clause = getattr(treaty, key)
        if clause is not None:
            data[key] = converter.unstructure(clause)
    for key, (field, _) in ARRAYS.items():
        items = getattr(treaty, field)
        if key == "article":
            items = [item for item in items if attrs.evolve(item, obligations=()) != Article(at=item.at) or not item.obligations]
        if items:
            data[key] = [converter.unstructure(item) for item in items]
    return data


