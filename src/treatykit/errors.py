"""The errors of treatykit: one base, few leaves, each also a standard error.

Every message says what was given, what is accepted, and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "DayError",
    "Fault",
    "MissingExtraError",
    "RecordError",
    "TreatyFileError",
    "TreatykitError",
    "UndeterminedError",
    "UnknownPartyError",
    "UnknownTreatyError",
    "did_you_mean",
]


class TreatykitError(Exception):
    """The base of every error that treatykit raises on purpose."""


class UndeterminedError(TreatykitError, ValueError):
    """A yes or a single status was asked of an answer that is not certain."""


class UnknownPartyError(TreatykitError, LookupError):
    """The code given names no State or organisation that treatykit knows."""


class UnknownTreatyError(TreatykitError, LookupError):
    """No treaty, article, act or event goes by the name given."""


class DayError(TreatykitError, ValueError):
    """The value given is not a day, a set of days or a legal distance that treatykit accepts."""


class TreatyFileError(TreatykitError, OSError):
    """A file cannot be read or written at all: missing, a folder, too large, not text."""


class MissingExtraError(TreatykitError, ImportError):
    """The call needs a package that comes with one of treatykit's extras."""


class Fault:
    """One thing wrong with a record: where it stands, and what to do about it.

    >>> print(Fault("act[0].kind", "'signatur' is not a kind of act; did you mean 'signature'?"))
    act[0].kind: 'signatur' is not a kind of act; did you mean 'signature'?
    """

    __slots__ = ("message", "path")

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def __repr__(self) -> str:
        return f"Fault({self.path!r}, {self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self.path == other.path and self.message == other.message

    def __hash__(self) -> int:
        return hash((self.path, self.message))


class RecordError(TreatykitError, ValueError):
    """A record cannot be built; ``faults`` lists everything wrong with it, each with its path.

    >>> error = RecordError([Fault("id", "is missing")], where="mine.toml")
    >>> print(error)
    mine.toml has 1 fault:
      id: is missing
    """

    def __init__(self, faults: Iterable[Fault], *, where: str = "the record") -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.where = where
        super().__init__(self.faults, where)

    def __str__(self) -> str:
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        return f"{self.where} has {count} fault{'' if count == 1 else 's'}:\n{lines}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_record_error, (self.faults, self.where)


def _rebuild_record_error(faults: tuple[Fault, ...], where: str) -> RecordError:
    return RecordError(faults, where=where)


def did_you_mean(given: str, known: Iterable[str], *, most: int = 1) -> str:
    """A closing question that names the nearest known words, or nothing at all.

    >>> did_you_mean("RSU", ["PRK", "RUS"])
    "; did you mean 'RUS'?"
    >>> did_you_mean("zzz", ["PRK", "RUS"])
    ''
    """
    if len(given) > 200:
        return ""
    import difflib  # loaded when something is misspelled

    words = list(known)
    by_folded = {word.casefold(): word for word in words}
    near = difflib.get_close_matches(given.casefold(), list(by_folded), n=most, cutoff=0.6)
    if not near:
        return ""
    return f"; did you mean {' or '.join(repr(str(by_folded[word])) for word in near)}?"
