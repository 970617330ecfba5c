"""Single values: what stands in a file, and what it is in memory. Nothing is coerced.

Each reader takes one value of plain data and gives what a record holds, or says what was given and what to write.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from treatykit.days import Date, DaySet, Span
from treatykit.errors import DayError

__all__ = ["HALF_PAIR", "LEAVES", "MOST", "cut", "horizon", "named", "shown", "text"]

#: Whole numbers beyond this are not the same in every reader of JSON.
MOST = 2**53 - 1
HALF_PAIR = "holds half of a character pair (a lone surrogate), which no UTF-8 text can hold"


def text(value: object) -> str:
    """A text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise TypeError(f"must be a text, not {shown(value)}{_quoted(value)}")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(HALF_PAIR) from None
    return value


def whole(value: object) -> int:
    """A whole number; true and false are none."""
    if type(value) is not int:
        raise TypeError(f"must be a whole number, without quotes and without a decimal point, not {shown(value)}")
    if abs(value) > MOST:
        raise ValueError(f"must be a whole number up to {MOST}, not {shown(value)}")
    return value


def yes_no(value: object) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise TypeError(f"must be true or false, without quotes, not {shown(value)}")
    return value


def days(value: object) -> DaySet:
    """A set of candidate days."""
    if not isinstance(value, str):
        given = value.date() if isinstance(value, dt.datetime) else value
        hint = _quoted(given) or '; write "2024-12-04", for one'
        raise TypeError(f"must be a date in quotes, not {shown(value)}{hint}")
    return DaySet(value)


def span(value: object) -> Span:
    """A legal distance."""
    if not isinstance(value, str):
        raise TypeError(f'must be a duration in quotes, not {shown(value)}; write "P30D" or "P1Y", for one')
    return Span(value)


def horizon(value: object) -> Date:
    """The one sure day up to which a record was reviewed."""
    found = days(value)
    if not found.is_exact:
        raise DayError(f"{str(found)!r} is more than one day; name the last day of the review")
    if found.uncertain or found.approximate:
        raise DayError(f"{str(found)!r} is not sure; name the last day of the review, without ? and ~")
    return found.exact()


#: The reader of each kind of single value, by the name that the record classes give it.
LEAVES: Mapping[str, Callable[[object], Any]] = {
    "str": text,
    "int": whole,
    "bool": yes_no,
    "DaySet": days,
    "Span": span,
}


# ------------------------------------------------------------------------------------------- in messages


def shown(value: object) -> str:
    """What a value is, in the words of somebody who writes TOML or JSON, with the value if it is short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"the number {value}" if abs(value) <= MOST else "a number of more than 15 digits"
    if isinstance(value, float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {cut(value)}"
    if isinstance(value, dt.date):
        return f"a {'time' if isinstance(value, dt.datetime) else 'date'} without quotes"
    names = {dict: "a table", list: "a list", dt.time: "a time without quotes", type(None): "null (leave the key out)"}
    return names.get(type(value), f"a {type(value).__name__}")


def _quoted(value: object) -> str:
    """How to write a value as a text, for those that look like one."""
    if isinstance(value, bool):
        return f'; write "{str(value).lower()}"'
    if isinstance(value, float | dt.date | dt.time) or (isinstance(value, int) and abs(value) <= MOST):
        return f'; write "{value}"'
    return ""


def cut(value: str) -> str:
    """A text in quotes, shortened if it is long."""
    return repr(value if len(value) <= 60 else value[:57] + "...")


_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def named(key: object) -> str:
    """A key as part of a path; one that is no plain word is put in quotes."""
    return key if isinstance(key, str) and len(key) <= 60 and _BARE.fullmatch(key) else cut(str(key))
