"""Answers to "what is the status on a day", with their reasons, their sources, and what is not known."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

from treatykit.days import Date, DaySet
from treatykit.display import bullet, html_table
from treatykit.law.terms import LegalEffect, PartyStatus, Possible, Standing, TreatyStanding, TreatyStatus
from treatykit.record.sources import Source
from treatykit.truth import Truth

__all__ = ["StatusAnswer"]

S = TypeVar("S", Standing, TreatyStanding)


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class StatusAnswer(Generic[S]):
    """The status of a party, or of the treaty, on a day or over a span of days.

    ``possible`` holds every status found in some possible world, ``status`` the one status where it is certain
    (``UndeterminedError`` where not). ``since`` and ``until`` bound the period around the day, half-open. ``disputed``
    tells that sources which are not deprecated allow another answer, ``projected`` that the day lies beyond the
    record's last review, ``hypothetical`` that acts were added which are not in the record.
    """

    treaty: str
    #: code of the party; ``None`` where the answer is about the treaty as a whole
    party: str | None
    on: DaySet
    found: Possible[S]
    since: Date | None
    until: Date | None
    disputed: bool
    projected: bool
    hypothetical: bool = False
    #: the deciding acts and clauses, as sentences
    because: tuple[str, ...]
    #: what the answer does not know, as sentences
    caveats: tuple[str, ...] = ()
    sources: tuple[Source, ...]

    @property
    def status(self) -> PartyStatus | TreatyStatus:
        """The status, where it is certain; raises ``UndeterminedError`` where it is not."""
        return self.found.status

    @property
    def possible(self) -> frozenset[PartyStatus | TreatyStatus]:
        """Every status that some possible world holds."""
        return self.found.possible

    @property
    def certain(self) -> bool:
        """Whether there is one possible status."""
        return self.found.certain

    @property
    def exact(self) -> bool:
        """Whether ``possible`` is exactly what the worlds hold, and not a superset."""
        return self.found.exact

    @property
    def effect(self) -> LegalEffect:
        """The legal effect, where it is certain; raises ``UndeterminedError`` where it is not."""
        return self.found.effect

    @property
    def effects(self) -> frozenset[LegalEffect]:
        """Every legal effect that some possible world holds."""
        return self.found.effects

    @property
    def provisional(self) -> Truth:
        """Whether the treaty is applied provisionally (VCLT 25)."""
        return self.found.provisional

    @property
    def suspended(self) -> Truth:
        """Whether the operation of the whole treaty is suspended (VCLT 57, 72)."""
        return self.found.suspended

    @property
    def leaving(self) -> Truth:
        """Whether a notice of withdrawal stands that has not taken effect (VCLT 56, 68)."""
        return self.found.leaving

    @property
    def disclaimed(self) -> Truth:
        """Whether the signatory has declared that it will not become a party (VCLT 18(a))."""
        return self.found.disclaimed

    def _marks(self) -> list[str]:
        marks = (
            (not self.certain, "not certain" if self.on.is_exact else "not one status on all these days"),
            (self.disputed, "disputed"),
            (self.projected, "projected"),
            (not self.exact, "not exact"),
            (self.hypothetical, "hypothetical"),
        )
        return [word for holds, word in marks if holds]

    def __repr__(self) -> str:
        marks = "".join(f", {mark}" for mark in self._marks())
        return f"<{self.party or self.treaty} on {self.on}: {self.found}{marks}>"

    def __str__(self) -> str:
        marks = f" [{', '.join(self._marks())}]" if self._marks() else ""
        start = "the beginning" if self.since is None else str(self.since)
        end = "with no end known" if self.until is None else f"until {self.until} (the first day after)"
        effects = " or ".join(f"{effect} ({effect.rule})" for effect in sorted(self.effects))
        lines = [
            f"{self.treaty}, {self.party or 'the treaty'} on {self.on}: {self.found}{marks}",
            f"  from {start}, {end}",
            f"  effect: {effects}",
            "Because:",
            *(bullet(reason) for reason in self.because),
        ]
        if self.caveats:
            lines += ["Not known, or to be kept in mind:", *(bullet(caveat) for caveat in self.caveats)]
        if self.sources:
            lines += ["Sources:", *(bullet(str(source)) for source in self.sources)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return html_table(
            [
                ("status", self.found),
                ("since", self.since or ""),
                ("until", self.until or ""),
                ("effect", tuple(f"{effect} ({effect.rule})" for effect in sorted(self.effects))),
                ("marks", ", ".join(self._marks())),
                ("because", self.because),
                ("to be kept in mind", self.caveats),
                ("sources", tuple(map(str, self.sources))),
            ],
            caption=f"{self.treaty}: {self.party or 'the treaty'} on {self.on}",
        )
