"""Registers account for what they read: every row and every filled date cell is in the corpus, or is reported with its place."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.days import DaySet
from treatykit.files.registers.cells import BLANKS, Reader, day_first, day_number, named_month, year
from treatykit.files.registers.drafts import Draft
from treatykit.files.registers.report import Outcome, Remark, Report, Weight

AS_OF = "1999-12-31"
_SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

#: Cells that hold nothing in every layout.
_NOTHING = ("", "", "", " ", "NA", "n/a", "NaN", ".", "-9")
#: Cells that are no day in any layout.
_GARBAGE = (
    "31 Jun 1931",
    "1931-02-29",
    "31.06.1931",
    "soon",
    "=1+1",
    "@SUM(A1)",
    "1971-0706",
    "1985-11-01-",
    "??",
    "1931-13-01",
    "'",
)
#: Participants that are known, that are not, and that are none; the codes are user-assigned.
_PARTIES = ("XAA", "XAB", "XAC", "Xanadu Nowhere", "", "NA", "=A1")
_KNOWN = frozenset({"XAA", "XAB", "XAC"})
_TREATIES = ("t1", "t2", "T/1", "", "NA")


def _read_mark(cell: str) -> Any:
    """A day of a participant table with its letter taken off; what the header does not know is no day."""
    days, _, letter = cell.strip().rpartition(" ")
    return named_month(days if letter in {"a", "A"} else cell)


@attrs.frozen(kw_only=True)
class Layout:
    """A layout: its columns, which of them are about days and who reads them, and what is drawn for the others."""

    name: str
    read: Callable[..., tuple[Corpus, Report]]
    #: the column of the participant, and that of the treaty, if there is one
    party: str
    treaty: str | None
    #: the columns about days, each with its reader and the days that are drawn for it
    days: dict[str, tuple[Reader, Sequence[str]]]
    others: dict[str, Sequence[str]] = attrs.Factory(dict)
    #: cells that are a day in form, and no day in the layout
    placeholders: frozenset[str] = frozenset()
    #: cells that count as blank beside those of every layout
    blanks: frozenset[str] = frozenset()
    #: whether the column of the participant must stay the first
    is_first: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        key = (self.treaty,) if self.treaty is not None else ()
        return (self.party, *key, *self.days, *self.others)

    def is_blank(self, cell: str) -> bool:
        return cell.strip() in BLANKS or cell.strip() in self.blanks

    def is_understood(self, column: str, cell: str) -> DaySet | None:
        """The days of a cell, if the layout can read them."""
        found = self.days[column][0](cell)
        return found if isinstance(found, DaySet) else None


_NAMED = ("12 Apr 1931", "1 Jul 1931", "5 Sept 1932", "1 July 1940", "29 Feb 1932", "2 Mar 1950")
_EDTF = ("1931-04-12", "1931-07", "1932", "1940-01-01?", "1931-09..1931-10", "1964-XX-16", "12.04.1931", "1950-03-02")
_NUMBERS = ("11425", "11425.0", "1931-04-12", "1932", "20000", "12.04.1931", "-17")

MTDSG = Layout(
    name="mtdsg",
    read=tk.registers.mtdsg.read,
    party="Participant",
    treaty=None,
    days={
        "Signature": (named_month, _NAMED),
        "Ratification, Accession(a), Acceptance(A)": (
            _read_mark,
            (*_NAMED, *(f"{day} a" for day in _NAMED), "12 Apr 1931 A"),
        ),
        "Denunciation": (named_month, _NAMED),
    },
    is_first=True,
)
_MANY_OPEN = frozenset({"9999-12-31", "31.12.9999"})
_MANY_NONE = frozenset({"0001-01-01", "01.01.0001"})
MANY = Layout(
    name="many",
    read=tk.registers.many.read,
    party="stateID",
    treaty="treatyID",
    days={
        "Signature": (day_first, _EDTF),
        "Force": (day_first, (*_EDTF, "9999-12-31")),
        "End": (day_first, (*_EDTF, "9999-12-31")),
        "StateSignature": (day_first, (*_EDTF, "0001-01-01")),
        "StateRatification": (day_first, (*_EDTF, "01.01.0001", "0")),
        "Accession": (day_first, _EDTF),
        "StateForce": (day_first, (*_EDTF, "9999-12-31")),
        "StateForce2": (day_first, _EDTF),
        "StateEnd": (day_first, (*_EDTF, "31.12.9999", "0")),
        "StateEnd2": (day_first, _EDTF),
        "ProvisionalApp": (day_first, _EDTF),
    },
    others={"Title": ("Pact", "", "Act"), "Comments": ("", "a note")},
    placeholders=_MANY_OPEN | _MANY_NONE,
    blanks=frozenset({"0"}),
)
IEADB = Layout(
    name="ieadb",
    read=tk.registers.ieadb.read,
    party="country",
    treaty="mitch_id",
    days=dict.fromkeys(
        ("tsig", "tterm", "csig", "crat", *(f"ceif{n}" for n in range(3, 10))),
        (day_number, (*_NUMBERS, "2899-01-01", "0")),
    ),
    others={"treatyname": ("Eel Convention", ""), "inclusion": ("MEA", "")},
    placeholders=frozenset({"2899-01-01"}),
    blanks=frozenset({"0"}),
)
SHEETS = Layout(
    name="sheets",
    read=tk.registers.sheets.read,
    party="member",
    treaty=None,
    days={"year": (year, ("1976", "1976.0", "1980", "1976-03-23", "1931"))},
    others={
        "status": ("state party", "signatory", "no action", "STATE PARTY", "", "perhaps"),
        "note": ("", "left in 1997"),
    },
)
EVENTS = Layout(
    name="events",
    read=tk.registers.events.read,
    party="party",
    treaty="treaty",
    days={
        "date": (day_first, _EDTF),
        "effective": (day_first, (*_EDTF, "", "", "")),
        "received": (day_first, (*_EDTF, "", "", "")),
    },
    others={
        "act": (
            "signature",
            "ratification",
            "accession",
            "withdrawal notice",
            "termination",
            "entry_into_force",
            "participant",
            "coverage",
            "title",
            "sginature",
            "",
        ),
        "instrument": ("", "accession", "ratification"),
        "source": ("", "s1"),
        "note": ("", "beyond: unknown"),
        "id": ("", "", "x", "y"),
    },
)
LAYOUTS = (MTDSG, MANY, IEADB, SHEETS, EVENTS)
_each = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)

Row = dict[str, str]


@st.composite
def rows(draw: st.DrawFn, layout: Layout, *, most: int = 6, garbage: bool = True) -> list[Row]:
    """Rows of a layout; every one has a filled cell."""
    bad = (*_NOTHING, *_GARBAGE) if garbage else _NOTHING
    cells: dict[str, st.SearchStrategy[str]] = {
        name: st.one_of(st.sampled_from(good), st.sampled_from(good), st.sampled_from(bad))
        for name, (_, good) in layout.days.items()
    }
    cells |= {name: st.sampled_from(values) for name, values in layout.others.items()}
    cells[layout.party] = st.sampled_from(_PARTIES if garbage else sorted(_KNOWN))
    if layout.name == "mtdsg":
        cells[layout.party] |= st.sampled_from(("[XAA]", "XAB 3"))
    if layout.treaty is not None:
        cells[layout.treaty] = st.sampled_from(_TREATIES if garbage else ("t1", "t2"))
    drawn = draw(st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=most))
    return [row for row in drawn if any(cell.strip() for cell in row.values())] or [{**drawn[0], layout.party: "XAA"}]


def written(columns: Sequence[str], rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(layout: Layout, rows: Sequence[Row], columns: Sequence[str] = ()) -> tuple[Corpus, Report]:
    return layout.read(io.StringIO(written(columns or layout.columns, rows)), clauses=[], as_of=AS_OF)


def _lost(report: Report) -> set[tuple[int | None, str]]:
    return {(remark.line, remark.column) for remark in report.lost}


# ------------------------------------------------------------------------------------------- rows


@_each
@_SETTINGS
@given(data=st.data())
def test_every_row_is_kept_or_lost_with_a_remark(layout: Layout, data: st.DataObject) -> None:
    table = data.draw(rows(layout))
    _, report = read(layout, table)
    assert report.rows == len(table)
    assert 0 <= report.kept_rows <= report.rows
    lines = {remark.line for remark in report.lost}
    assert report.rows - report.kept_rows <= len(lines - {None})


@_each
@_SETTINGS
@given(data=st.data())
def test_a_remark_names_the_line_the_column_and_the_cell_as_it_stood(layout: Layout, data: st.DataObject) -> None:
    table = data.draw(rows(layout))
    _, report = read(layout, table)
    for remark in report.remarks:
        assert remark.file == "open file"
        if remark.line is None or not remark.column:
            assert not remark.cell
        else:
            assert table[remark.line - 2][remark.column] == remark.cell, remark


# ------------------------------------------------------------------------------------------- cells


def _is_read(layout: Layout, row: Row) -> bool:
    """Whether the days of a row are read at all: in an event list, some words in ``act`` are about no day of receipt."""
    return layout.name != "events" or row["act"] not in {"participant", "coverage", "title"}


def _filled(layout: Layout, table: Sequence[Row]) -> int:
    return sum(not layout.is_blank(row[name]) for row in table for name in layout.days)


@_each
@_SETTINGS
@given(data=st.data())
def test_every_filled_date_cell_is_counted_once(layout: Layout, data: st.DataObject) -> None:
    table = [row for row in data.draw(rows(layout)) if _is_read(layout, row)]
    _, report = read(layout, table)
    assert report.cells == sum(report.outcomes.values())
    assert report.cells == _filled(layout, table)


@_each
@_SETTINGS
@given(data=st.data())
def test_no_day_that_is_understood_disappears(layout: Layout, data: st.DataObject) -> None:
    table = [row for row in data.draw(rows(layout)) if _is_read(layout, row)]
    corpus, report = read(layout, table)
    there = {
        claim.date for treaty in corpus for act in treaty.acts for claim in (*act.claims, *act.effective, *act.received)
    }
    there |= {claim.date for treaty in corpus for event in treaty.events for claim in event.claims}
    lost, told = _lost(report), {(remark.line, remark.column) for remark in report.remarks}
    for line, row in enumerate(table, 2):
        is_lost = any((line, name) in lost for name in layout.columns if name not in layout.days)
        is_lost = is_lost or (layout is EVENTS and (line, "date") in lost)  # an act without a day
        for name in layout.days:
            cell = row[name]
            if layout.is_blank(cell) or is_lost:
                continue
            days = layout.is_understood(name, cell)
            if cell in layout.placeholders:
                assert report.outcomes[Outcome.PLACEHOLDER], cell
            elif days is None:
                assert (line, name) in lost, f"line {line}, {name}: {cell!r} is neither understood nor reported"
            else:
                assert days in there or (line, name) in told, f"line {line}, {name}: {cell!r} is nowhere"


@_each
@_SETTINGS
@given(data=st.data())
def test_the_acts_of_the_report_are_those_of_the_corpus(layout: Layout, data: st.DataObject) -> None:
    corpus, report = read(layout, data.draw(rows(layout)))
    assert report.acts == sum(len(treaty.acts) for treaty in corpus)
    assert (
        (report.outcomes[Outcome.ACT] == 0)
        or report.acts
        or any(treaty.events for treaty in corpus)
        or layout.name == "events"
    )


# ------------------------------------------------------------------------------------------- nothing depends on order


@_each
@_SETTINGS
@given(data=st.data())
def test_reading_twice_gives_the_same(layout: Layout, data: st.DataObject) -> None:
    table = data.draw(rows(layout))
    first, second = read(layout, table), read(layout, table)
    assert first[0].treaties == second[0].treaties
    assert first[1] == second[1]


def _acts(corpus: Corpus) -> Counter[tuple[object, ...]]:
    return Counter(
        (treaty.id, act.kind, act.by, frozenset(claim.date for claim in act.claims), act.episode)
        for treaty in corpus
        for act in treaty.acts
    )


_DAYS = (
    "1930-01-01",
    "1931-04-12",
    "1931-07-02",
    "1932-12-31",
    "1940-06-01",
    "1954-10-04",
    "1965-01-01",
    "1999-12-31",
    "2005-01-01",
)


def _statuses(corpus: Corpus) -> dict[tuple[str, str, str], object]:
    return {
        (treaty.id, party.code, day): treaty.status_on(day, party=party.code).possible
        for treaty in corpus
        for party in treaty.parties
        for day in _DAYS
    }


@_each
@settings(_SETTINGS, max_examples=4)
@given(data=st.data())
def test_the_order_of_the_rows_changes_no_status(layout: Layout, data: st.DataObject) -> None:
    table = data.draw(rows(layout, most=3))
    other = data.draw(st.permutations(table))
    one, two = read(layout, table), read(layout, other)
    assert _statuses(one[0]) == _statuses(two[0])
    assert one[1].outcomes == two[1].outcomes
    assert (one[1].rows, one[1].kept_rows) == (two[1].rows, two[1].kept_rows)


def _without_order(remarks: Sequence[Remark]) -> Counter[Remark]:
    return Counter(remark for remark in remarks if remark.code != "column-not-read")


@_each
@_SETTINGS
@given(data=st.data())
def test_the_order_of_the_columns_changes_nothing(layout: Layout, data: st.DataObject) -> None:
    table = data.draw(rows(layout))
    first = layout.columns[:1] if layout.is_first else ()
    columns = (*first, *data.draw(st.permutations(layout.columns[len(first) :])))
    one, two = read(layout, table), read(layout, table, columns)
    assert _acts(one[0]) == _acts(two[0])  # and so every status
    assert one[1].outcomes == two[1].outcomes
    assert _without_order(one[1].lost) == _without_order(two[1].lost)


# ------------------------------------------------------------------------------------------- what once vanished, or stopped the whole import


def _read_events(*rows: str, columns: str = "treaty,party,act,date,effective,id") -> tuple[Corpus, Report]:
    return tk.registers.events.read(io.StringIO("\n".join([columns, *rows]) + "\n"), clauses=[], as_of=AS_OF)


def _read_mtdsg(
    *rows: str, columns: str = 'Participant,Signature,"Ratification, Accession(a)",Denunciation'
) -> tuple[Corpus, Report]:
    return tk.registers.mtdsg.read(io.StringIO("\n".join([columns, *rows]) + "\n"), clauses=[], as_of=AS_OF)


def test_a_row_of_an_unknown_name_is_lost_with_its_days() -> None:
    _, report = _read_mtdsg("Xanadu Nowhere,12 Apr 1931,1 Jul 1931,", "XAA,12 Apr 1931,,")
    assert (report.rows, report.kept_rows, report.outcomes[Outcome.LOST]) == (2, 1, 2)
    assert [(remark.line, remark.cell) for remark in report.lost] == [
        (2, "Xanadu Nowhere"),
        (2, "12 Apr 1931"),
        (2, "1 Jul 1931"),
    ]


def test_a_name_in_brackets_is_an_act_and_no_date_cell() -> None:
    corpus, report = _read_mtdsg("[XAA],12 Apr 1931,1 Jul 1931,")
    assert [str(act.kind) for act in corpus.treaties[0].acts] == ["signature", "deposit", "withdrawal_effective"]
    assert (report.cells, report.acts) == (2, 3)


def test_a_cell_in_a_column_that_names_no_act_is_kept() -> None:
    corpus, report = _read_mtdsg(
        "XAA,12 Apr 1931,vol. 7,31 Jun 1931", columns="Participant,Signature,UNTS volume,Notification"
    )
    (party,) = corpus.treaties[0].parties
    assert "vol. 7" in party.note
    assert "31 Jun 1931" in party.note
    assert report.cells == 1


def test_spaces_that_do_not_break_are_spaces() -> None:
    _, report = _read_mtdsg("XAA,12\u00a0Apr\u00a01931,1\u00a0Jul\u00a01931\u00a0a,")
    assert report.outcomes[Outcome.ACT] == 2


def test_a_return_on_the_day_of_a_signature_is_one_stay_whatever_the_order_of_the_columns() -> None:
    rows = ("XAA,12 Apr 1931,12 Apr 1931,12 Apr 1931", "XAA,1 Jul 1931,1 Jul 1931,")
    one, _ = _read_mtdsg(*rows)
    turned = [",".join([a, c, b, d]) for a, b, c, d in (row.split(",") for row in rows)]
    two, _ = _read_mtdsg(*turned, columns='Participant,"Ratification, Accession(a)",Signature,Denunciation')
    assert _acts(one) == _acts(two)


def test_a_treaty_of_which_no_participant_is_known_is_lost_with_all_that_is_told_of_it() -> None:
    corpus, report = _read_events("pact,,entry_into_force,1931-07-01,1931-08-01,", "pact,,termination,1940-01-01,,")
    assert len(corpus) == 0
    assert (report.rows, report.kept_rows, report.acts) == (2, 0, 0)
    assert dict(report.outcomes) == {"act": 0, "repeated": 0, "placeholder": 0, "lost": 3}
    assert [(remark.code, remark.line, remark.column) for remark in report.lost] == [
        ("no-participant", 2, "date"),
        ("no-participant", 3, "date"),
    ]


@pytest.mark.parametrize("other", ["XAB,signature", "XAA,ratification"])
def test_an_id_that_stands_for_two_acts_is_given_to_the_first(other: str) -> None:
    corpus, report = _read_events("pact,XAA,signature,1931-04-12,,x", f"pact,{other},1931-07-01,,x")
    acts = corpus.treaties[0].acts
    assert [str(act.date) for act in acts] == ["1931-04-12", "1931-07-01"]
    assert [act.id == "x" for act in acts] == [True, False]
    assert [(remark.line, remark.code) for remark in report.doubts] == [(3, "id-twice")]


def test_an_id_that_is_made_is_none_that_is_given() -> None:
    corpus, report = _read_events("pact,XAA,signature,1931-04-12,,", "pact,XAB,signature,1931-04-13,,signature-XAA")
    assert len({act.id for act in corpus.treaties[0].acts}) == 2
    assert corpus.treaties[0].act("signature-XAA").by == ("XAB",)
    assert not report.doubts


def test_a_row_that_repeats_a_day_keeps_another_effect() -> None:
    corpus, report = _read_events(
        "pact,XAA,ratification,1931-04-12,1931-05-01,", "pact,XAA,ratification,1931-04-12,1931-06-01,"
    )
    (act,) = corpus.treaties[0].acts
    assert {str(claim.date) for claim in act.effective} == {"1931-05-01", "1931-06-01"}
    assert report.cells == 4


def test_a_prolongation_to_no_day_is_lost() -> None:
    corpus, report = _read_events("pact,XAA,signature,1931-04-12,,", "pact,,prolongation,1940-04-12,soon,")
    assert [act.by for act in corpus.treaties[0].acts] == [("XAA",)]
    assert report.outcomes[Outcome.LOST] == 2


def test_an_open_end_beside_a_succession_is_read() -> None:
    text = "stateID,treatyID,Succession,StateEnd\nXAA,t,1931,\nDEU,t,,../1931\n"
    corpus, report = tk.registers.many.read(io.StringIO(text), clauses=[], as_of=AS_OF)
    assert report.acts == len(corpus.treaties[0].acts) == 2


def test_a_zero_is_blank_in_a_row_of_an_unknown_country_too() -> None:
    text = "country,mitch_id,csig,crat\nXanadu Nowhere,t,1931-04-12,0\n"
    _, report = tk.registers.ieadb.read(io.StringIO(text), clauses=[], as_of=AS_OF)
    assert report.cells == 1


def test_a_lost_cell_is_reported_as_it_stood() -> None:
    _, report = _read_events(' pact ,XAA,signature," 1931-02-30 ",,')
    (remark,) = report.lost
    assert (remark.line, remark.column, remark.cell) == (2, "date", " 1931-02-30 ")
    assert remark.weight is Weight.LOST


def test_a_row_that_an_importer_passes_over_is_reported_all_the_same() -> None:
    draft = Draft("mtdsg", io.StringIO("a,b\nNA, x \n,y\n"), encoding=None, names=None)
    for row in draft.rows_of(draft.tables[0]):
        row.is_kept = row.line == 3
    assert (draft.rows, draft.kept_rows) == (2, 1)
    assert [(remark.weight, remark.code, remark.line, remark.column, remark.cell) for remark in draft.remarks] == [
        (Weight.LOST, "incomplete", 2, "b", " x ")
    ]


def test_a_succession_of_nobody_is_read() -> None:
    corpus, report = _read_events("pact,,succession,1931-04-12,,", "pact,XAA,signature,1931-04-12,,")
    assert report.acts == len(corpus.treaties[0].acts) == 2


# ------------------------------------------------------------------------------------------- tables that speak of one treaty


def _named(name: str, text: str) -> io.StringIO:
    table = io.StringIO(text)
    table.name = name
    return table


def test_two_tables_under_one_name_are_told() -> None:
    tables = [_named(f"{folder}/30-1.csv", "Participant,Ratification\nFrance,1 Jul 1931\n") for folder in "ab"]
    corpus, report = tk.registers.mtdsg.read(tables, clauses=[])
    assert len(corpus) == 1
    assert [(remark.weight, remark.file) for remark in report.of(code="two-tables")] == [(Weight.DOUBT, "b/30-1.csv")]


@pytest.mark.parametrize("read", [tk.registers.mtdsg.read, tk.registers.sheets.read])
def test_several_tables_without_a_name_are_refused_where_the_name_is_the_key(read: Any) -> None:
    tables = [io.StringIO("Participant,member,status,year\nFrance,France,state party,1931\n") for _ in range(2)]
    with pytest.raises(tk.TreatyFileError, match="have no name"):
        read(tables)


def test_rows_that_give_a_treaty_another_title_or_form_are_told_once_each() -> None:
    table = io.StringIO(
        "country,mitch_id,inclusion,treatyname,csig\nFrance,7,BEA,Eels,1931-01-01\nJapan,7,MEA,Eel Pact,1931-01-01\n"
        "Italy,7,MEA,Eel Pact,1931-01-01\n"
    )
    corpus, report = tk.registers.ieadb.read(table, clauses=[])
    assert corpus.treaties[0].title == "Eels"
    assert [(remark.weight, remark.line) for remark in report.of(code="levels-differ")] == [(Weight.DOUBT, 3)] * 2


def test_what_is_told_of_a_treaty_without_participants_is_lost_and_counted() -> None:
    rows = ("pact,,title,,,", "pact,,coverage,1931/1940,,", "other,XAA,signature,1931-04-12,,")
    corpus, report = _read_events(*rows)
    assert [treaty.id for treaty in corpus] == ["other"]
    assert (report.rows, report.kept_rows) == (3, 1)
    assert (report.outcomes[Outcome.ACT], report.outcomes[Outcome.LOST]) == (1, 1)
    assert {remark.line for remark in report.lost} == {2, 3}
