"""How a field of a record object is declared: defaults, tuples, and checks that name the field."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NoReturn

import attrs

from treatykit.days import DayLike, DaySet, Span, days_of
from treatykit.errors import did_you_mean

__all__ = ["Word", "day", "filled", "many", "optional_day", "optional_span", "span"]


class Word(StrEnum):
    """A word of a closed vocabulary; whatever is not in it is refused with the nearest word.

    >>> class Colour(Word):
    ...     RED = "red"
    >>> Colour("rad")
    Traceback (most recent call last):
    ...
    ValueError: 'rad' is not one of: red; did you mean 'red'?
    """

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        raise ValueError(f"{shown} is not one of: {', '.join(cls)}{did_you_mean(str(value), cls)}")


def many(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of the values given; a lone string is refused, since it would become its letters."""
    if isinstance(values, str):
        raise TypeError(f"a list is needed here, not the single text {values!r}; write [{values!r}]")
    return tuple(values)


def day(value: DayLike) -> DaySet:
    """A set of candidate days."""
    return days_of(value)


def optional_day(value: DayLike | None) -> DaySet | None:
    """A set of candidate days that may be left out."""
    return None if value is None else days_of(value)


def span(value: str | Span) -> Span:
    """A legal distance."""
    return value if isinstance(value, Span) else Span(value)


def optional_span(value: str | Span | None) -> Span | None:
    """A legal distance that may be left out."""
    return None if value is None else span(value)


def filled(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Refuse an empty text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{attribute.name} must be a text that is not empty")
