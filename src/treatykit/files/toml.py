"""Writing TOML: the one canonical spelling of a record.

The standard library reads TOML and does not write it. This writes just what a record holds: texts, whole numbers,
true and false, lists and tables, with claims as one-line tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["to_toml"]

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_WIDTH = 110


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
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
