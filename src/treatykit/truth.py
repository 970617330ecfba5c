"""Truth: yes, no or maybe, where maybe refuses to pass for either."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from treatykit.errors import UndeterminedError

__all__ = ["Truth"]


class Truth(StrEnum):
    """Whether something holds in every possible world, in none, or in some.

    ``YES`` and ``NO`` can stand in an ``if``; ``MAYBE`` raises
    :class:`~treatykit.errors.UndeterminedError` there, so that doubt is never read as a no.
    There is no ``and`` or ``or`` on finished answers: two MAYBEs about one exchange of instruments may
    exclude each other, so ask the joint question of the treaty instead.

    >>> bool(Truth.YES), bool(Truth.NO)
    (True, False)
    >>> Truth.MAYBE == "maybe"
    True
    >>> bool(Truth.MAYBE)
    Traceback (most recent call last):
    ...
    treatykit.errors.UndeterminedError: the answer is MAYBE: true in some possible worlds and ...
    """

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    def __bool__(self) -> bool:
        if self is Truth.MAYBE:
            raise UndeterminedError(
                "the answer is MAYBE: true in some possible worlds and false in others; "
                "compare it with Truth.YES, Truth.NO or Truth.MAYBE"
            )
        return self is Truth.YES

    @classmethod
    def of(cls, values: Iterable[bool]) -> Truth:
        """YES if every value is true, NO if every value is false, MAYBE otherwise.

        >>> Truth.of([True, True]), Truth.of([False]), Truth.of([True, False])
        (<Truth.YES: 'yes'>, <Truth.NO: 'no'>, <Truth.MAYBE: 'maybe'>)
        """
        found = set(values)
        if len(found) == 1:
            return cls.YES if found.pop() else cls.NO
        return cls.MAYBE
