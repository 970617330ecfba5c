"""The JSON Schema (2020-12) of a record, drawn from the record classes, so that the two cannot drift apart.

What it builds is shipped as ``data/treaty.schema.json``; ``python -m treatykit.files.schema`` prints it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from treatykit.days import DaySet, Rounding, Span
from treatykit.files.shape import ARRAYS, CLAUSES, FORMAT, KEYS, REQUIRED, TABLES, UNIONS, fields_of
from treatykit.files.values import MOST
from treatykit.record.acts import ENDING, ActKind
from treatykit.record.fields import filled
from treatykit.record.integrity import ANSWERS, JOINT
from treatykit.record.states import EXTINCT_CODES, FORMER_CODES, ISO_CODES
from treatykit.record.treaties import Form

__all__ = ["BEYOND", "build_schema", "schema_text"]

Schema = dict[str, Any]

#: What reading a record refuses and no schema can see.
BEYOND = (
    "references to a source, party, act or article that the record does not have, or of a treaty to itself",
    "ids, codes and articles that stand twice",
    "days that no calendar has, and intervals that end before they start",
    "several days, in an interval or a list, where one day is asked for",
    "acts that answer an act of the wrong kind",
    "obligations owed by a party to itself",
    "rules that lie too deep inside each other",
    "whole numbers written with a decimal point",
    "texts with half of a character pair",
)


# ------------------------------------------------------------------------------------------- patterns

_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_DATE = f"[0-9]{{4}}(-XX(-XX)?|-{_MONTH}(-({_DAY}|XX))?)?[?~%]?"
_MEMBER = rf"({_DATE}(\.\.({_DATE})?)?|\.\.({_DATE})?)"
_DAYS = rf"{_DATE}|({_DATE}|\.\.)/({_DATE}|\.\.)|\[{_MEMBER}(,{_MEMBER})*\]"
_NO_YEAR = "0000"
_NOT_ONE_DAY = rf"^[0-9]{{4}}(-XX(-XX)?|-{_MONTH}(-XX)?)?[?~%]?$|^\.\./|/\.\.$"
_YEARS, _MONTHS, _WEEKS, _DAYS_ = "[0-9]{1,4}Y", "[0-9]{1,4}M", "[0-9]{1,4}W", "[0-9]{1,5}D"
_SPAN = (
    f"P({_YEARS}({_MONTHS})?({_WEEKS})?({_DAYS_})?|{_MONTHS}({_WEEKS})?({_DAYS_})?|{_WEEKS}({_DAYS_})?|{_DAYS_})"
    f"( clear)?( then ({'|'.join(Rounding)}))?"
)
_MONTH_DAY = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_ARTICLE = "(preamble|[0-9A-Za-z.]+( ?(bis|ter|quater))?)"
_PLACE = rf"{_ARTICLE}(\([0-9a-z]+\))*"
_CODE = "[A-Z][A-Z0-9]{1,11}(-[A-Z0-9]{1,11})*"


def _like(pattern: str, *but_not: str, description: str = "") -> Schema:
    """A text that is wholly like a pattern; some validators would let ``$`` stand before a closing line break."""
    found: Schema = {"type": "string", "pattern": f"^({pattern})$", "not": {"pattern": "|".join(["\\n", *but_not])}}
    return ({"description": description} if description else {}) | found


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_VALUES: dict[str, Schema] = {
    "text": {"description": "A text that is not empty.", "type": "string", "pattern": "\\S"},
    "days": _like(
        _DAYS,
        _NO_YEAR,
        description="Candidate days, in a subset of EDTF: 2024-12-04, 2024-12, 2024, a/b, ../b, a/.., [a,b].",
    ),
    "day": _like(_DAYS, _NO_YEAR, _NOT_ONE_DAY, description="One day, such as 2024-12-04."),
    "span": _like(_SPAN, description="A legal distance: P30D, P12M, P60D then next-month-start, P30D clear."),
    "article": _like(_ARTICLE, description="An article, such as 16, or preamble."),
    "place": _like(_PLACE, description="A place in the treaty: an article, a paragraph such as 16(2), or preamble."),
    "code": _like(_CODE, description="The code of a party."),
    "month_day": _like(_MONTH_DAY, description="A day of every year, such as 06-30."),
    "state": {
        "description": "A State: ISO 3166-1 alpha-3, ISO 3166-3 for one that is no more, or user-assigned for an invented one.",
        "anyOf": [
            {"enum": sorted(ISO_CODES | FORMER_CODES | EXTINCT_CODES)},
            _like("AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]"),
        ],
    },
}

#: Fields whose type says less than the record class asks for, by class and name or by name alone.
_SPECIAL: dict[str, Schema] = {
    "Article.at": _ref("article"),
    "Obligation.at": _ref("place"),
    "article": {"anyOf": [{"const": ""}, _ref("place")]},
    "Act.scope": {"type": "array", "items": _ref("place")},
    "Event.articles": {"type": "array", "items": _ref("place")},
    "Act.by": {"type": "array", "items": _ref("code"), "uniqueItems": True},
    "Event.by": {"type": "array", "items": _like("[A-Z0-9-]+")},
    "including": {"type": "array", "items": _ref("code")},
    "among": {"type": "array", "items": _ref("code")},
    "excluding": {"type": "array", "items": _ref("code")},
    "Source.party": {"anyOf": [{"const": ""}, _ref("code")]},
    "Person.party": {"anyOf": [{"const": ""}, _ref("code")]},
    "Name.copy_of": {"anyOf": [{"const": ""}, _ref("code")]},
    "Party.code": {"type": "string"},
    "bearer": _like(f"each|both|none|{_CODE}"),
    "toward": _like(f"other|none|{_CODE}"),
    "not_before": _ref("day"),
    "met_on": _ref("day"),
    "since": _ref("day"),
    "Silence.by": {"type": "array", "items": _ref("code")},
    "fixed_day": _ref("day"),
    "OnDay.day": _ref("day"),
    "UntilDay.day": _ref("day"),
    "CalendarExit.day": _ref("month_day"),
    "CalendarExit.notice_by": _ref("month_day"),
    "Renewable.renewal": _like(_SPAN, "^P(0+[YMWD])+( |$)"),
    "Act.episode": {"type": "integer", "minimum": 1, "maximum": MOST},
    "sources": {"type": "array", "items": _ref("text")},
    "number_sources": {"type": "array", "items": _ref("text")},
    "Obligation.sources": {"type": "array", "items": _ref("text"), "minItems": 1},
    "Statement.sources": {"type": "array", "items": _ref("text"), "minItems": 1},
    "Act.claims": {"type": "array", "items": _ref("Claim"), "minItems": 1},
}


# ------------------------------------------------------------------------------------------- rules


def _given(**fields: Any) -> Schema:
    """The condition that fields are there and have these values."""
    return {"required": list(fields), "properties": fields}


def _words(*words: str) -> Schema:
    return {"enum": sorted(words)}


_SOME_TEXT: Schema = {"minLength": 1}
_DOMESTIC = [kind for kind in ActKind if kind.is_domestic]

#: What must hold between the fields of one object.
_JOINT: dict[str, list[Schema]] = {
    "Party": [
        {
            "if": _given(kind={"const": "organisation"}),
            "then": {"properties": {"code": _ref("code")}},
            "else": {"properties": {"code": _ref("state")}},
        }
    ],
    "Act": [
        {
            "if": _given(kind={"const": "signature"}),
            "then": {"anyOf": [{"required": ["subject_to"]}, _given(instrument={"const": "succession"})]},
            "else": {"properties": {"subject_to": False}},
        },
        {"if": _given(kind=_words(*ENDING)), "then": {"required": ["ground"]}},
        {"if": _given(kind={"const": "prolongation"}), "then": _given(effective={"minItems": 1})},
        {"if": _given(kind=_words(*_DOMESTIC)), "then": _given(by={"minItems": 1})},
        {
            "if": _given(kind=_words(*JOINT)),
            "then": {"properties": {"by": {"anyOf": [{"maxItems": 0}, {"minItems": 2}]}}},
        },
        {"if": _given(of=_SOME_TEXT), "then": _given(kind=_words(*ANSWERS))},
    ],
    "Article": [
        {"if": _given(content=_words("sourced", "partly_sourced")), "then": _given(summary=_SOME_TEXT)},
        {"if": _given(summary=_SOME_TEXT), "then": _given(sources={"minItems": 1})},
    ],
}


# ------------------------------------------------------------------------------------------- from the classes


def build_schema() -> Schema:
    """The schema of a record, as a fresh dictionary."""
    properties: Schema = {
        "format": {"const": FORMAT},
        "id": _like("[a-z0-9]+(?:-[a-z0-9]+)*", description="The name of the record, which is also that of its file."),
        "form": _ref("Form"),
        "reviewed_through": {
            "description": "The last day up to which the record was reviewed; answers beyond it are projected.",
            "$ref": "#/$defs/day",
            "not": {"pattern": "[?~%]"},
        },
        "languages": {
            "description": "The languages in which the treaty was done.",
            "type": "array",
            "items": {"type": "string"},
        },
        "depositary": {"type": "string"},
        "parties_complete": {
            "description": "Whether all participants are listed; if not, the status of any other State is unknown.",
            "type": "boolean",
        },
        "title": {
            "description": "The title in each language, by its tag.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": _ref("text"),
            "additionalProperties": _ref("text"),
        },
        **{key: _ref(cls.__name__) for key, cls in TABLES.items()},
        **{key: _ref(union) for key, union in CLAUSES.items()},
        **{key: {"type": "array", "items": _ref(cls.__name__)} for key, (_, cls) in ARRAYS.items()},
    }
    properties["party"]["minItems"] = 1
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT.replace('/', ':')}",
        "title": "A treaty as recorded by treatykit",
        "description": f"What was done and who says so. Reading a record also refuses: {'; '.join(BEYOND)}.",
        "type": "object",
        "properties": {key: properties[key] for key in KEYS},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "allOf": [
            {
                "if": _given(form={"const": "bilateral"}),
                "then": {"properties": {"party": {"minItems": 2, "maxItems": 2}}},
            }
        ],
        "$defs": _VALUES | _classes(),
    }


def _classes() -> dict[str, Schema]:
    """The schema of each class, word list and union that a record is made of, by name."""
    found: dict[str, Schema] = {"Form": _word_list(Form)}
    waiting: list[Any] = [*TABLES.values(), *(cls for _, cls in ARRAYS.values())]
    for union, (tag, known) in UNIONS.items():
        found[union] = _union(tag, known)
        waiting += known.values()
    tags = {cls: {tag: {"const": name}} for tag, known in UNIONS.values() for name, cls in known.items()}
    while waiting:
        cls = waiting.pop(0)
        if cls.__name__ in found or cls in (DaySet, Span):
            continue
        if issubclass(cls, Enum):
            found[cls.__name__] = _word_list(cls)
        else:
            attrs.resolve_types(cls)
            found[cls.__name__] = _table(cls, tags.get(cls, {}))
            waiting += [part for field in fields_of(cls).values() for part in _parts(field.type)]
    return dict(sorted(found.items()))


def _union(tag: str, known: Mapping[str, type]) -> Schema:
    """A choice by its tag: only the member named is tried, which spares validators a tree of all members in all."""
    return {
        "type": "object",
        "properties": {tag: {"enum": list(known)}},
        "required": [tag],
        "allOf": [{"if": _given(**{tag: {"const": name}}), "then": _ref(cls.__name__)} for name, cls in known.items()],
    }


def _parts(kind: Any) -> list[Any]:
    """The classes and word lists inside a type."""
    if get_origin(kind) in {tuple, Union, UnionType}:
        return [part for inner in get_args(kind) if inner is not Ellipsis for part in _parts(inner)]
    return [kind] if isinstance(kind, type) and (attrs.has(kind) or issubclass(kind, Enum)) else []


def _word_list(cls: type[Enum]) -> Schema:
    return {"description": _summary(cls), "enum": [str(word) for word in cls]}


def _table(cls: type, tag: Schema) -> Schema:
    comments = _comments(cls)
    properties = dict(tag)
    for name, field in fields_of(cls).items():
        found = _SPECIAL.get(f"{cls.__name__}.{name}") or _SPECIAL.get(name) or _field(field)
        about = {"description": comments[name]} if name in comments else {}
        properties[name] = about | found | _default(field)
    required = [field.name for field in fields_of(cls).values() if field.default is attrs.NOTHING]
    table = {
        "description": _summary(cls),
        "type": "object",
        "properties": properties,
        "required": [*tag, *required],
        "additionalProperties": False,
    }
    return table | ({"allOf": _JOINT[cls.__name__]} if cls.__name__ in _JOINT else {})


def _field(field: attrs.Attribute[Any]) -> Schema:
    found = _type(field.type)
    if field.validator is filled:
        return _ref("text")
    if field.validator == attrs.validators.min_len(1):
        return found | {"minItems": 1}
    for least in (0, 1):
        at_least = attrs.validators.ge(least)
        if field.validator in (at_least, attrs.validators.optional(at_least)):
            return found | {"minimum": least}
    return found


def _type(kind: Any) -> Schema:
    plain: dict[Any, Schema] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer", "minimum": -MOST, "maximum": MOST},
        DaySet: _ref("days"),
        Span: _ref("span"),
    }
    if kind in plain:
        return plain[kind]
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _type(get_args(kind)[0])}
    if get_origin(kind) in {Union, UnionType}:
        members = frozenset(get_args(kind)) - {NoneType}
        for union, (_, known) in UNIONS.items():
            if members == frozenset(known.values()):
                return _ref(union)
        (kind,) = members
        return _type(kind)
    return _ref(kind.__name__)


def _default(field: attrs.Attribute[Any]) -> Schema:
    default = field.default
    if isinstance(default, Enum | Span):
        return {"default": str(default)}
    if isinstance(default, bool) or (isinstance(default, int) and default is not None):
        return {"default": default}
    return {}


def _summary(cls: type) -> str:
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ").replace("``", "'")


_COMMENTED = re.compile(r"((?:^ +#: .*\n)+) +(\w+):", re.MULTILINE)


def _comments(cls: type) -> dict[str, str]:
    """The comments that stand above the fields of a class and of those that it builds on."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__[:-1]):
        for comment, name in _COMMENTED.findall(inspect.getsource(base)):
            text = " ".join(line.strip().removeprefix("#: ") for line in comment.splitlines()).replace("``", "'")
            found[name] = f"{text[0].upper()}{text[1:]}."
    return found


def schema_text() -> str:
    """The schema as it is shipped."""
    return json.dumps(build_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
