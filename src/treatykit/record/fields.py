"""How a field of a record object is declared: defaults, tuples, and checks that name the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

import attrs

from treatykit.days import DayLike, DaySet, Span, days_of
from treatykit.errors import did_you_mean

__all__ = ["codes", "day", "many", "optional_day", "span", "word"]

E = TypeVar("E", bound=StrEnum)


def word(vocabulary: type[E], what: str) -> Callable[[str], E]:
    """A converter to one word of a closed vocabulary, with the nearest word in its error."""

    def convert(value: str) -> E:
        try:
            return vocabulary(value)
        except ValueError:
            raise ValueError(
                f"{value!r} is not {what}{did_you_mean(str(value), vocabulary)} "
                f"(known: {', '.join(vocabulary)})"
            ) from None

    return convert


def optional_word(vocabulary: type[E], what: str) -> Callable[[str | None], E | None]:
    """The same for a field that may be left out."""
    convert = word(vocabulary, what)
    return lambda value: None if value is None else convert(value)


def words(vocabulary: type[E], what: str) -> Callable[[Iterable[str]], tuple[E, ...]]:
    """The same for a list of words."""
    convert = word(vocabulary, what)
    return lambda values: tuple(map(convert, many(values)))


def many(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of the values given; a lone string is refused, since it would become its letters."""
    if isinstance(values, str):
        raise TypeError(f"a list is needed here, not the single text {values!r}; write [{values!r}]")
    return tuple(values)


def codes(values: Iterable[str]) -> tuple[str, ...]:
    """A tuple of party codes, in the order given."""
    return many(values)


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
