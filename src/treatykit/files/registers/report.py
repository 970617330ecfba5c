"""The report of an import: what was read, what became of it, and everything that was lost or is doubtful, with its place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import attrs

from treatykit.days import DaySet
from treatykit.display import html_table
from treatykit.record.fields import many, optional_day

__all__ = ["CODES", "Difference", "Outcome", "Remark", "Report", "Weight"]


class Weight(StrEnum):
    """What a remark means for the corpus."""

    #: the row or cell is not in the corpus
    LOST = "lost"
    #: it is in the corpus, and something about it cannot be so, or is not certain
    DOUBT = "doubt"
    #: it is in the corpus; good to know
    NOTE = "note"


class Outcome(StrEnum):
    """What became of a filled cell that is about a day."""

    #: an act, or one more claim on an act
    ACT = "act"
    #: it says the same as another cell
    REPEATED = "repeated"
    #: a placeholder whose meaning the layout tells, such as "still in force"
    PLACEHOLDER = "placeholder"
    #: reported, and not in the corpus
    LOST = "lost"


#: Every code that a remark can have, with its meaning.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "unknown-name": "a name or code of a participant that no State or organisation is known by",
        "doubtful-name": "a participant that did not exist under that name on the day",
        "no-participant": "a row that names no participant",
        "no-treaty": "a row that names no treaty",
        "unreadable-date": "a cell that is no date in any form the layout knows",
        "impossible-day": "a day that no calendar has",
        "no-usable-date": "a placeholder that does not tell whether the act was done",
        "unknown-marker": "a letter beside a date that the header does not explain",
        "unknown-act": "a word that is no kind of act, instrument or ground",
        "unknown-value": "a value that the layout does not know",
        "formula": "a spreadsheet formula where a value is needed",
        "incomplete": "a row that lacks what its kind of act needs",
        "several-kinds": "a column whose unmarked cells can be of several kinds",
        "far-apart": "two days of one treaty so far apart that one may be a slip",
        "levels-differ": "two rows or tables about one treaty do not agree",
        "id-twice": "an id that stands for two acts",
        "two-tables": "two tables under one name, taken as tables of one treaty",
        "two-dates": "several rows or columns date one act differently",
        "repeated-row": "a row that says the same as another",
        "end-before-start": "an end before the start that it ends",
        "entry-before-signature": "in force before it was signed",
        "entry-before-treaty": "in force for a party before the treaty was",
        "consent-before-signature": "consent dated before the signature",
        "status-contradicts-year": "a status and a year that do not go together",
        "after-issue": "a day after the day of issue of the table",
        "after-end": "still a party after the treaty ended",
        "entry-differs": "the stated day of entry into force is not the one that the instruments give",
        "column-not-read": "a column that is not imported",
        "sheet-not-read": "another sheet of a workbook, which is not imported",
        "kept-as-event": "a column that names no act of the law of treaties, kept as events",
        "withdrawals-not-shown": "the table marks nobody as having left",
        "encoding": "the file is not UTF-8",
        "territory": "a name that is a territory to which the treaty was extended, not a participant",
        "scope": "what the register does not tell about a treaty",
    }
)


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Remark:
    """One thing to know about one place in what was read: where, the cell as it stood, and the reason.

    >>> print(Remark(code="impossible-day", weight="lost", file="parties.csv", line=7, column="StateForce",
    ...              cell="2010-02-29", message="February 2010 has 28 days"))
    parties.csv, line 7, StateForce: '2010-02-29': February 2010 has 28 days [lost: impossible-day]
    """

    code: str = attrs.field(validator=attrs.validators.in_(CODES))
    weight: Weight = attrs.field(converter=Weight)
    file: str
    #: the line of the file on which the row begins, from 1; of a frame, the number of the row, from 1; none for a whole file
    line: int | None = None
    column: str = ""
    #: the cell as it stood
    cell: str = ""
    #: id of the treaty
    treaty: str = ""
    #: code of the party
    party: str = ""
    message: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        line = "" if self.line is None else f", line {self.line}"
        return f"{self.file}{line}{f', {self.column}' if self.column else ''}"

    def __str__(self) -> str:
        cell = self.cell if len(self.cell) <= 80 else self.cell[:77] + "..."
        return f"{self.place}: {f'{cell!r}: ' if cell else ''}{self.message} [{self.weight}: {self.code}]"

    def __repr__(self) -> str:
        return f"<Remark {self}>"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stated day of entry into force beside the one that the instruments in the table give.

    >>> print(Difference(treaty="mtdsg-21-6", stated="1994-11-16", computed="1995-01-12", cause="a row was replaced"))
    mtdsg-21-6: stated 1994-11-16, computed 1995-01-12: a row was replaced
    """

    treaty: str
    stated: DaySet | None = attrs.field(default=None, converter=optional_day)
    computed: DaySet | None = attrs.field(default=None, converter=optional_day)
    #: the likely cause, as a clause
    cause: str

    def __str__(self) -> str:
        return f"{self.treaty}: stated {self.stated or 'nothing'}, computed {self.computed or 'nothing'}: {self.cause}"


def _by_outcome(counts: Mapping[Any, int]) -> Mapping[Outcome, int]:
    return MappingProxyType({outcome: counts.get(outcome, 0) for outcome in Outcome})


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """What was read, and what became of it. Every row and every filled date cell is in the corpus, or here.

    ``rows`` are the data rows read, ``kept_rows`` those of which something is in the corpus; the others have a remark of
    weight ``lost``. ``outcomes`` counts the filled cells that are about a day by what became of them.

    >>> report = Report(register="mtdsg", files=["4-4.csv"], rows=2, kept_rows=2, outcomes={"act": 3}, acts=3)
    >>> report.cells, report.understood
    (3, 1.0)
    >>> print(report)
    mtdsg: 1 file, 2 rows, 2 of them kept; 3 acts
      3 filled date cells: 3 act; understood 100.00 %
    """

    register: str
    files: tuple[str, ...] = attrs.field(converter=many)
    rows: int
    kept_rows: int
    #: how many filled date cells came to what
    outcomes: Mapping[Outcome, int] = attrs.field(converter=_by_outcome, hash=False)
    #: acts in the corpus
    acts: int
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=many)
    differences: tuple[Difference, ...] = attrs.field(default=(), converter=many)

    def __reduce__(self) -> tuple[object, ...]:
        return _report, ({**attrs.asdict(self, recurse=False), "outcomes": dict(self.outcomes)},)

    @property
    def cells(self) -> int:
        """How many filled cells about a day were read."""
        return sum(self.outcomes.values())

    @property
    def understood(self) -> float:
        """The share of the filled date cells that are in the corpus, or whose meaning is known: 0 to 1."""
        return 1.0 if not self.cells else 1 - self.outcomes[Outcome.LOST] / self.cells

    @property
    def _percent(self) -> str:
        """The share that is understood, in hundreds; never rounded up to all of it."""
        return f"{math.floor(10_000 * self.understood) / 100:.2f}"

    @property
    def lost(self) -> tuple[Remark, ...]:
        """The remarks on what is not in the corpus."""
        return self.of(Weight.LOST)

    @property
    def doubts(self) -> tuple[Remark, ...]:
        """The remarks on what is in the corpus and cannot be so, or is not certain."""
        return self.of(Weight.DOUBT)

    @property
    def notes(self) -> tuple[Remark, ...]:
        """The remarks on what is good to know."""
        return self.of(Weight.NOTE)

    def of(
        self, weight: Weight | str | None = None, *, code: str | None = None, treaty: str | None = None
    ) -> tuple[Remark, ...]:
        """The remarks of a weight, with a code, about a treaty; whatever is left out is not asked for."""
        return tuple(
            remark
            for remark in self.remarks
            if weight in (None, remark.weight) and code in (None, remark.code) and treaty in (None, remark.treaty)
        )

    def counts(self) -> dict[tuple[str, str], int]:
        """How many remarks there are, by weight and code."""
        found = Counter((str(remark.weight), remark.code) for remark in self.remarks)
        order = {str(weight): number for number, weight in enumerate(Weight)}
        return dict(sorted(found.items(), key=lambda item: (order[item[0][0]], -item[1], item[0][1])))

    def __repr__(self) -> str:
        lost = len(self.lost)
        return (
            f"<Report on {self.register}: {self.rows} rows, {self.acts} acts, {lost} lost, {len(self.doubts)} doubtful>"
        )

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        files = f"{len(self.files)} file{'' if len(self.files) == 1 else 's'}"
        yield f"{self.register}: {files}, {self.rows:,} rows, {self.kept_rows:,} of them kept; {self.acts:,} acts"
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in self.outcomes.items() if count)
        yield f"  {self.cells:,} filled date cells: {told or 'none'}; understood {self._percent} %"
        for (weight, code), count in self.counts().items():
            yield f"  {count:>7,} {weight}: {code} ({CODES[code]})"
        for difference in self.differences:
            yield f"  {difference}"

    def _repr_html_(self) -> str:
        rows: list[tuple[str, object]] = [
            ("files", len(self.files)),
            ("rows", f"{self.rows:,}, {self.kept_rows:,} kept"),
            ("acts", f"{self.acts:,}"),
            ("date cells understood", f"{self._percent} % of {self.cells:,}"),
        ]
        rows += [(f"{weight}: {code}", f"{count:,}") for (weight, code), count in self.counts().items()]
        return html_table(rows, caption=f"Report on {self.register}")


def _report(fields: dict[str, Any]) -> Report:
    return Report(**fields)
