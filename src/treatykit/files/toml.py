"""TOML: the one canonical spelling of a record, written and read.

The standard library reads TOML and does not write it. What is written here is just what a record holds: texts, whole
numbers, true and false, lists and tables, with claims as one-line tables. What is in that spelling, or near it, is also
read here, line by line and several times as fast; the standard library reads all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

__all__ = ["from_toml", "to_toml"]

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_WIDTH = 110


# ------------------------------------------------------------------------------------------- writing


def to_toml(data: dict[str, Any]) -> str:
    """Plain data as TOML: scalars first, then a table or an array of tables for each key.

    >>> print(to_toml({"id": "a", "title": {"en": "A"}, "act": [{"id": "x", "claims": [{"date": "2024"}]}]}), end="")
    id = "a"
    <BLANKLINE>
    [title]
    en = "A"
    <BLANKLINE>
    [[act]]
    id = "x"
    claims = [
      { date = "2024" },
    ]
    """
    return "\n".join(_lines(data)) + "\n"


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if not _is_section(value):
            yield f"{_key(key)} = {_value(value, '')}"
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ("", f"[{_key(key)}]", *_pairs(value))
        elif _is_section(value):
            for item in value:
                yield from ("", f"[[{_key(key)}]]", *_pairs(item))


def _is_section(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _pairs(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_key(key)} = {_value(value, '')}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: object, indent: str) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_flat(part)}' for key, part in value.items())} }}" if value else "{}"
    if isinstance(value, list):
        return _list(value, indent)
    raise TypeError(f"a record holds no {type(value).__name__}")


def _list(values: list[Any], indent: str) -> str:
    flat = _flat(values)
    if len(flat) <= _WIDTH - 20 and not any(isinstance(value, dict | list) for value in values):
        return flat
    inner = indent + "  "
    return "[\n" + "".join(f"{inner}{_flat(value)},\n" for value in values) + f"{indent}]"


def _flat(value: object) -> str:
    """A value on one line, as TOML 1.0 asks inside an inline table."""
    return f"[{', '.join(map(_flat, value))}]" if isinstance(value, list) else _value(value, "")


def _string(text: str) -> str:
    """A basic string; JSON's escapes are TOML's, save for DEL, which TOML wants escaped."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# ------------------------------------------------------------------------------------------- reading

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
#: What stands for an escaped character while the text is cut up; a text with these in it is not read here.
_BACKSLASH, _QUOTE = "\x01", "\x02"


class _OtherwiseSpelledError(Exception):
    pass


def from_toml(text: str) -> dict[str, Any] | None:
    """The plain data of a text in the canonical spelling, or near it; ``None`` for any other text, be it TOML or not.

    >>> from_toml('id = "a"')
    {'id': 'a'}
    >>> from_toml("id = 'a'") is None
    True
    """
    if _CONTROL.search(text):
        return None
    text = text.replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)
    if "\\" in text:
        return None
    try:
        return _tables(iter(text.split("\n")))
    except _OtherwiseSpelledError:
        return None


def _tables(lines: Iterator[str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    table, repeated = data, set()
    for line in lines:
        if not line or line[0] == "#":
            continue
        if line[0] != "[":
            key, _, value = line.partition(" = ")
            _put(table, key, _items(lines) if value == "[" else _read(value))
        elif line[1:2] != "[":
            table = {}
            _put(data, _inside(line, "[", "]"), table)
        else:
            key = _inside(line, "[[", "]]")
            table = {}
            if key not in repeated:
                repeated.add(key)
                _put(data, key, [])
            data[key].append(table)
    return data


def _put(table: dict[str, Any], key: str, value: Any) -> None:
    if key in table or not _is_bare(key):
        raise _OtherwiseSpelledError
    table[key] = value


@lru_cache(1024)
def _is_bare(key: str) -> bool:
    return _BARE.fullmatch(key) is not None


def _inside(text: str, start: str, end: str) -> str:
    if not (text.startswith(start) and text.endswith(end) and len(text) >= len(start) + len(end)):
        raise _OtherwiseSpelledError
    return text[len(start) : -len(end)]


def _read(value: str) -> Any:
    mark = value[:1]
    if mark == '"':
        return _plain(_inside(value, '"', '"'))
    if mark == "[":
        return _texts(value)
    if mark == "{":
        return _inline(_inside(value, "{ ", " }"))
    if value in {"true", "false"}:
        return value == "true"
    if value.isascii() and value.isdigit() and len(value) <= 15 and (mark != "0" or value == "0"):
        return int(value)
    raise _OtherwiseSpelledError


def _plain(text: str) -> str:
    if '"' in text:
        raise _OtherwiseSpelledError
    return text.replace(_QUOTE, '"').replace(_BACKSLASH, "\\")


def _texts(value: str) -> list[str]:
    return [] if value == "[]" else [_plain(text) for text in _inside(value, '["', '"]').split('", "')]


def _items(lines: Iterator[str]) -> list[Any]:
    """The lines of a list up to its closing bracket, each an item with a comma behind it."""
    found: list[Any] = []
    for line in lines:
        if line == "]":
            return found
        found.append(_read(_inside(line.lstrip(" "), "", ",")))
    raise _OtherwiseSpelledError


def _inline(text: str) -> dict[str, Any]:
    """A one-line table of texts and lists of texts. Between quotes stand the texts, outside them keys and marks."""
    pieces = text.split('"')
    table: dict[str, Any] = {}
    opened: list[str] | None = None
    for before, piece in zip(pieces[:-1:2], pieces[1::2], strict=True):
        if opened is not None and before == ", ":
            opened.append(_plain(piece))
            continue
        mark = f"{']' if opened is not None else ''}{', ' if table else ''}"
        opened = [_plain(piece)] if before.endswith(" = [") else None
        _put(table, _inside(before, mark, " = " if opened is None else " = ["), opened or _plain(piece))
    if len(pieces) % 2 == 0 or pieces[-1] != ("" if opened is None else "]"):
        raise _OtherwiseSpelledError
    return table
