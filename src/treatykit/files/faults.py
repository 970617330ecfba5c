"""Every fault of a record: what the converter does with data that cannot become a treaty.

The hooks go on after a fault and keep what can be kept, so that a fault in one place hides none in another. What was
kept is looked at for references and repetitions, and then dropped: no half-built object leaves this module.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from types import NoneType, SimpleNamespace, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from treatykit.errors import Fault, did_you_mean
from treatykit.files.shape import ARRAYS, CLAUSES, FORMAT, KEYS, REQUIRED, TABLES, UNIONS, fields_of
from treatykit.files.values import LEAVES, cut, horizon, named, shown, text
from treatykit.record.context import Title
from treatykit.record.integrity import faults_of
from treatykit.record.treaties import Form

__all__ = ["attempt", "structure_hooks", "survey"]

Structure = Callable[[Any, Any], Any]

#: How many tables and lists may stand inside each other; a record needs far fewer.
MOST_LEVELS = 60


class RefusedError(ValueError):
    """What is wrong inside a value, with paths from there, and what of it can still be looked at."""

    def __init__(self, faults: list[Fault], kept: object) -> None:
        self.faults = faults
        self.kept = kept
        super().__init__(faults)


def attempt(faults: list[Fault], path: str, read: Callable[[Any], Any], value: object) -> Any:
    """What is read, or what can be kept of it, with its faults added to the list; ``None`` if that is nothing."""
    try:
        return read(value)
    except RefusedError as problem:
        faults += [Fault(path + fault.path, fault.message) for fault in problem.faults]
        return problem.kept
    except (TypeError, ValueError) as problem:
        faults.append(Fault(path, str(problem)))
        return None


# ------------------------------------------------------------------------------------------- hooks


def structure_hooks(structure: Structure) -> list[tuple[Callable[[Any], bool], Callable[[Any], Structure]]]:
    """For tables, lists and choices: whether a type is one, and what makes its hook for the converter."""
    return [
        (lambda cls: isinstance(cls, type) and attrs.has(cls), lambda cls: _table_hook(structure, cls)),
        (lambda cls: get_origin(cls) is tuple, lambda cls: _list_hook(structure, get_args(cls)[0])),
        (lambda cls: get_origin(cls) in {Union, UnionType}, lambda cls: _choice_hook(structure, cls)),
    ]


def _reader(structure: Structure, cls: Any) -> Callable[[Any], Any]:
    """What reads a value of a type. Single values go by their exact type, which the converter would loosen."""
    if isinstance(cls, type) and cls.__name__ in LEAVES:
        return LEAVES[cls.__name__]
    if isinstance(cls, type) and issubclass(cls, Enum):
        return lambda value: _word(value, cls)
    return lambda value: structure(value, cls)


def _word(value: object, vocabulary: type[Enum]) -> Enum:
    words = [str(word) for word in vocabulary]
    if not isinstance(value, str):
        raise TypeError(f"must be one of the words {', '.join(words)}, not {shown(value)}")
    if value not in words:
        raise ValueError(f"{cut(value)} is not a word that can stand here{_instead(value, words)}")
    return vocabulary(value)


#: How many words or keys are listed beside a suggestion.
FEW = 8


def _instead(given: object, known: Collection[str], what: str = "known") -> str:
    """The nearest of what is known; and all of it, if nothing is near or there is little."""
    hint = did_you_mean(given, known) if isinstance(given, str) else ""
    return hint if hint and len(known) > FEW else f"{hint} ({what}: {', '.join(known)})"


def _list_hook(structure: Structure, inner: Any) -> Structure:
    read = _reader(structure, inner)

    def read_all(values: object, _: object) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise TypeError(f"must be a list, in square brackets, not {shown(values)}")
        faults: list[Fault] = []
        found = tuple([attempt(faults, f"[{index}]", read, value) for index, value in enumerate(values)])
        if faults:
            raise RefusedError(faults, found)
        return found

    return read_all


def _choice_hook(structure: Structure, cls: Any) -> Structure:
    members = frozenset(get_args(cls)) - {NoneType}
    for tag, known in UNIONS.values():
        if members == frozenset(known.values()):
            return _one_of_hook(structure, tag, known)
    read = _reader(structure, *members)
    return lambda value, _: read(value)


def _one_of_hook(structure: Structure, tag: str, known: Mapping[str, type]) -> Structure:
    def read(value: object, _: object) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be a table with the key '{tag}', not {shown(value)}")
        rest = {key: part for key, part in value.items() if key != tag}
        name = value.get(tag)
        if isinstance(name, str) and name in known:
            return structure(rest, known[name])
        if tag not in value:
            faults = [Fault(f".{tag}", f"is missing; use one of {', '.join(known)}")]
        else:
            faults = [Fault(f".{tag}", f"{_said(name)} is not a {tag} that is known{_instead(name, known)}")]
        # what all members have in common can be looked at all the same
        cls = next(iter(known.values()))
        common = {key: rest[key] for key in rest if all(key in fields_of(other) for other in known.values())}
        raise RefusedError(faults, attempt(faults, "", lambda table: structure(table, cls), common))

    return read


def _said(value: object) -> str:
    return cut(value) if isinstance(value, str) else shown(value)


# ------------------------------------------------------------------------------------------- tables


def _table_hook(structure: Structure, cls: type) -> Structure:
    attrs.resolve_types(cls)
    fields = fields_of(cls)
    readers = {name: _reader(structure, field.type) for name, field in fields.items()}
    required = [field.name for field in fields.values() if field.default is attrs.NOTHING]

    def read_table(value: object, _: object) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be a table, with the keys {', '.join(required)} at least, not {shown(value)}")
        faults = list(_unknown_keys(value, fields))
        faults += [Fault(f".{name}", "is missing") for name in required if name not in value]
        good: dict[str, Any] = {}
        kept: dict[str, Any] = {}
        for name, read in readers.items():
            if name in value:
                before = len(faults)
                kept[name] = attempt(faults, f".{name}", read, value[name])
                if len(faults) == before:
                    good[name] = kept[name]
        faults += _own_faults(cls, value, good)
        if faults:
            raise RefusedError(faults, _half(cls, kept))
        return cls(**good)

    return read_table


def _unknown_keys(value: Mapping[Any, Any], known: Mapping[str, Any]) -> Iterator[Fault]:
    for key in value:
        if key not in known:
            yield Fault(f".{named(key)}", f"is not a key here{_instead(key, known, 'keys')}")


#: What the validators that come with attrs say, as sentences.
_SENTENCES: Mapping[Any, str] = {
    attrs.validators.min_len(1): "must hold at least one; an empty list says nothing",
    attrs.validators.ge(0): "must be 0 or more",
    attrs.validators.ge(1): "must be 1 or more",
    attrs.validators.optional(attrs.validators.ge(1)): "must be 1 or more",
}


def _own_faults(cls: type, given: Mapping[str, Any], good: Mapping[str, Any]) -> Iterator[Fault]:
    """What a class has against values that are each of the right type.

    A check that needs a value which is not there, or is wrong in itself, cannot be made and is left out.
    """
    draft = _draft(cls, given, good)
    for name, value in good.items():
        field = fields_of(cls)[name]
        if field.validator is not None:
            try:
                field.validator(draft, field, value)
            except AttributeError:
                continue
            except (TypeError, ValueError) as problem:
                yield Fault(f".{name}", _SENTENCES.get(field.validator) or str(problem).removeprefix(f"{name} "))
    yield from _joint_faults(draft)


def _joint_faults(draft: Any) -> Iterator[Fault]:
    """What does not fit together in one object."""
    problems = getattr(draft, "_problems", None)
    try:
        if problems is not None:
            for problem in problems():
                yield Fault("", problem)
        elif hasattr(draft, "__attrs_post_init__"):
            draft.__attrs_post_init__()
    except AttributeError:
        return
    except ValueError as problem:
        yield Fault("", str(problem))


def _draft(cls: type, given: Mapping[str, Any], good: Mapping[str, Any]) -> Any:
    """An object with the values that are good, and the defaults of those that were left out; others are not there."""
    draft: Any = object.__new__(cls)
    for field in attrs.fields(cls):
        if field.name in good:
            object.__setattr__(draft, field.name, good[field.name])
        elif field.name not in given and field.default is not attrs.NOTHING:
            with contextlib.suppress(AttributeError):
                object.__setattr__(draft, field.name, _default(field, draft))
    return draft


def _default(field: attrs.Attribute[Any], draft: object) -> Any:
    factory = getattr(field.default, "factory", None)
    if factory is None:
        return field.default
    return factory(draft) if getattr(field.default, "takes_self", False) else factory()


def _half(cls: type, kept: Mapping[str, Any]) -> Any:
    """An object that holds what could be read, for the checks between objects.

    What was left out is empty. What could not be read is ``None``, in lists too.
    """
    half: Any = object.__new__(cls)
    for field in attrs.fields(cls):
        value = kept.get(field.name)
        if value is None and get_origin(field.type) is tuple:
            value = (None,) if field.name in kept else ()
        object.__setattr__(half, field.name, value)
    return half


# ------------------------------------------------------------------------------------------- the whole


def survey(data: object) -> tuple[dict[str, Any], list[Fault]]:
    """The parts of a record, and all its faults, in the order of the data; the parts are of use only without faults."""
    from treatykit.files.codec import converter, gathered

    if not isinstance(data, dict):
        return {}, [Fault("", f"must be a table of keys ({', '.join(REQUIRED)} at least), not {shown(data)}")]
    faults = [
        Fault(named(key), f"is not a key of a record{_instead(key, KEYS, 'keys')}") for key in data if key not in KEYS
    ]
    parts: dict[str, Any] = {}
    for key, (field, read) in _readers(converter().structure).items():
        if key in data:
            parts[field] = attempt(faults, key, read, data[key])
        elif key in _MISSING:
            faults.append(Fault(key, f"is missing; {_MISSING[key]}"))
    fragments: Any = _Fragments(parts)
    faults += faults_of(fragments)
    if not faults:
        del parts["format"]
        parts["articles"] = gathered(parts.get("articles", ()), parts.pop("obligations", ()))
    order = {named(key): number for number, key in enumerate(data)}
    told = sorted(dict.fromkeys(faults), key=lambda fault: _place(fault, order))
    return parts, [_with_name(fault, data) for fault in told]


_PLACE = re.compile(r"([A-Za-z0-9_-]+)(?:\[(\d+)\])?")


def _place(fault: Fault, order: Mapping[str, int]) -> tuple[int, int]:
    """Where a fault stands in the data: its key, and its item; what is missing comes first."""
    found = _PLACE.match(fault.path)
    key, item = found.groups() if found else (fault.path, None)
    return order.get(key, -1), int(item or 0)


def _with_name(fault: Fault, data: Mapping[Any, Any]) -> Fault:
    """The same fault, with the name of the object that it is in, since nobody likes to count tables."""
    found = _PLACE.match(fault.path)
    if found is None or found[2] is None or found[1] not in ARRAYS:
        return fault
    table = data[found[1]][int(found[2])]
    for name in ("id", "code", "at"):
        if isinstance(table, dict) and isinstance(table.get(name), str) and name in fields_of(ARRAYS[found[1]][1]):
            if table[name].strip() and fault.path != f"{found[0]}.{name}":
                return Fault(fault.path, f"{fault.message} (in {found[1]} {cut(table[name])})")
            break
    return fault


#: What to write for a key that must be there; titles and parties are asked for where the parts are held together.
_MISSING = {
    "format": f'write format = "{FORMAT}"',
    "id": 'name the record, such as id = "rus-prk-2024"',
    "reviewed_through": 'name the last day of the review, such as reviewed_through = "2025-11-12"',
}


def _readers(structure: Structure) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """For each key of a record, the field of the treaty and what reads it."""

    def of(cls: Any) -> Callable[[Any], Any]:
        read = _reader(structure, cls)
        return lambda value: read(_not_too_deep(value))

    def tables(key: str, cls: type) -> Callable[[Any], Any]:
        read = of(tuple[cls, ...])  # type: ignore[valid-type]
        return lambda value: read(_tables(key, value))

    readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "format": ("format", _format),
        "id": ("id", text),
        "form": ("form", of(Form)),
        "reviewed_through": ("reviewed_through", horizon),
        "languages": ("languages", of(tuple[str, ...])),
        "depositary": ("depositary", text),
        "parties_complete": ("parties_complete", of(bool)),
        "title": ("titles", _titles),
    }
    for key, cls in TABLES.items():
        readers[key] = (key, of(cls))
    for key, union in CLAUSES.items():
        readers[key] = (key, of(Union[tuple(UNIONS[union][1].values())]))  # noqa: UP007
    for key, (field, cls) in ARRAYS.items():
        readers[key] = (field, tables(key, cls))
    return readers


def _format(value: object) -> str:
    if value != FORMAT:
        raise ValueError(f'must be "{FORMAT}", the one format that is read here, not {shown(value)}')
    return FORMAT


def _tables(key: str, value: object) -> object:
    if not isinstance(value, list):
        raise TypeError(f"must be a list of tables, in TOML each under its own [[{key}]], not {shown(value)}")
    return value


def _titles(value: object) -> tuple[Title, ...]:
    if not isinstance(value, dict):
        raise TypeError(
            f'must be a table of languages and titles, such as en = "Pact of Mutual Aid", not {shown(value)}'
        )
    faults: list[Fault] = []
    found = tuple([attempt(faults, f".{named(pair[0])}", _title, pair) for pair in value.items()])
    if faults:
        raise RefusedError(faults, found)
    return found


def _title(pair: tuple[object, object]) -> Title:
    lang, title = pair
    if not text(title).strip():
        raise ValueError("must be a text that is not empty")
    if not text(lang).strip():
        raise ValueError("is no language; a title stands under the tag of its language, such as en")
    return Title(lang=text(lang), text=text(title))


def _not_too_deep(value: Any) -> Any:
    inside: list[Any] = [[value]]
    for _ in range(MOST_LEVELS):
        inside = [
            part
            for outer in inside
            for part in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(part, dict | list)
        ]
        if not inside:
            return value
    raise ValueError(f"is nested more than {MOST_LEVELS} levels deep; a record needs far fewer")


class _Fragments(SimpleNamespace):
    """What could be read of a record: empty where a key was left out, ``None`` where it cannot be read."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        empty = dict.fromkeys(("titles", *(field for field, _ in ARRAYS.values())), ())
        super().__init__(**{"id": None, "form": None, **dict.fromkeys((*TABLES, *CLAUSES)), **empty, **parts})
