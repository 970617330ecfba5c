"""The report of an import says in words, in numbers and in HTML what was read and what became of it, and compares by value."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import treatykit as tk
from treatykit.days import DaySet
from treatykit.files.registers.report import CODES, Difference, Outcome, Remark, Report, Weight


def remark(**more: Any) -> Remark:
    given: dict[str, Any] = {
        "code": "impossible-day",
        "weight": "lost",
        "file": "parties.csv",
        "message": "June has 30 days",
    }
    return Remark(**(given | more))


def report(**more: Any) -> Report:
    given: dict[str, Any] = {
        "register": "many",
        "files": ["a.csv"],
        "rows": 4,
        "kept_rows": 3,
        "outcomes": {"act": 3, "lost": 1},
        "acts": 2,
    }
    return Report(**(given | more))


# ------------------------------------------------------------------------------------------- remarks


def test_a_remark_tells_its_place_the_cell_and_the_reason() -> None:
    found = remark(line=7, column="StateEnd", cell="31.06.1972")
    assert str(found) == "parties.csv, line 7, StateEnd: '31.06.1972': June has 30 days [lost: impossible-day]"
    assert repr(found) == f"<Remark {found}>"
    assert str(remark()) == "parties.csv: June has 30 days [lost: impossible-day]"
    assert remark(line=7).place == "parties.csv, line 7"


def test_a_long_cell_is_cut_in_the_text_and_whole_in_the_remark() -> None:
    found = remark(line=7, column="StateEnd", cell="x" * 5000)
    assert len(str(found)) < 200
    assert "x..." in str(found)
    assert found.cell == "x" * 5000


def test_a_remark_stays_on_one_line_whatever_the_cell() -> None:
    assert "\n" not in str(remark(line=7, column="a", cell="one\ntwo\x1b[31m\u202e"))
    assert "\x1b" not in str(remark(line=7, column="a", cell="one\ntwo\x1b[31m\u202e"))


def test_codes_and_weights_are_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="code"):
        remark(code="made-up")
    with pytest.raises(ValueError, match="made-up"):
        remark(weight="made-up")
    assert all(code == code.lower() and meaning and not meaning.endswith(".") for code, meaning in CODES.items())


# ------------------------------------------------------------------------------------------- numbers


def test_outcomes_have_every_key_and_add_up() -> None:
    found = report()
    assert dict(found.outcomes) == {"act": 3, "repeated": 0, "placeholder": 0, "lost": 1}
    assert list(found.outcomes) == list(Outcome)
    assert (found.cells, found.understood) == (4, 0.75)
    assert report(outcomes={}).understood == 1.0
    with pytest.raises(TypeError):
        found.outcomes[Outcome.ACT] = 5  # type: ignore[index]


def _with_remarks() -> Report:
    return report(
        remarks=[
            remark(line=2, treaty="t"),
            remark(line=3),
            remark(code="formula", line=4),
            remark(code="two-dates", weight="doubt", treaty="t"),
            remark(code="column-not-read", weight="note"),
        ]
    )


def test_remarks_are_asked_for_by_weight_code_and_treaty() -> None:
    found = _with_remarks()
    assert len(found.of()) == 5
    assert found.of(Weight.LOST) == found.of("lost") == found.lost
    assert [each.line for each in found.of("lost", code="impossible-day")] == [2, 3]
    assert [each.code for each in found.of(treaty="t")] == ["impossible-day", "two-dates"]
    assert found.of("note", code="formula") == ()
    assert (len(found.lost), len(found.doubts), len(found.notes)) == (3, 1, 1)


def test_counts_are_by_weight_and_the_most_first() -> None:
    assert list(_with_remarks().counts().items()) == [
        (("lost", "impossible-day"), 2),
        (("lost", "formula"), 1),
        (("doubt", "two-dates"), 1),
        (("note", "column-not-read"), 1),
    ]


# ------------------------------------------------------------------------------------------- texts


def test_the_text_of_a_report() -> None:
    difference = Difference(treaty="t", stated="1932-07-01", cause="a row was replaced")
    found = attrs.evolve(_with_remarks(), differences=[difference], rows=12345)
    assert str(found).splitlines() == [
        "many: 1 file, 12,345 rows, 3 of them kept; 2 acts",
        "  4 filled date cells: 3 act, 1 lost; understood 75.00 %",
        "        2 lost: impossible-day (a day that no calendar has)",
        "        1 lost: formula (a spreadsheet formula where a value is needed)",
        "        1 doubt: two-dates (several rows or columns date one act differently)",
        "        1 note: column-not-read (a column that is not imported)",
        "  t: stated 1932-07-01, computed nothing: a row was replaced",
    ]
    assert repr(found) == "<Report on many: 12345 rows, 2 acts, 3 lost, 1 doubtful>"
    assert "0 filled date cells: none; understood 100.00 %" in str(report(outcomes={}))


def test_what_is_not_all_understood_is_not_told_as_all() -> None:
    found = report(outcomes={"act": 99_999, "lost": 1})
    assert found.understood < 1
    assert "100.00" not in str(found)
    assert "100.00" not in found._repr_html_()


def test_the_html_of_a_report_escapes_what_stands_in_the_tables() -> None:
    hostile = "<script>alert(1)</script>"
    text = f'stateID,treatyID,StateSignature,"{hostile}"\n"{hostile}",t,"{hostile}",\nXAA,"{hostile}","{hostile}",1\n'
    _, found = tk.registers.many.read(io.StringIO(text), as_of="2000-01-01")
    assert found.lost
    assert "<script" not in found._repr_html_()
    assert "<script" not in attrs.evolve(found, register=hostile)._repr_html_()
    assert any(each.cell == hostile for each in found.lost)


# ------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize("made", [remark, lambda: Difference(treaty="t", computed="1932", cause="x"), _with_remarks])
def test_equal_values_are_equal_hash_alike_and_are_pickled(made: Callable[[], object]) -> None:
    one, two = made(), made()
    assert one == two
    assert hash(one) == hash(two)
    for again in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
        assert again == one
        assert hash(again) == hash(one)
        assert str(again) == str(one)


def test_reports_that_differ_are_not_equal() -> None:
    assert report() != report(outcomes={"act": 4})
    assert report() != report(remarks=[remark()])
    assert Difference(treaty="t", cause="x") != Difference(treaty="t", cause="x", computed=DaySet("1932"))


@pytest.mark.parametrize("name", ["rows", "remarks", "outcomes"])
def test_a_report_does_not_change(name: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(report(), name, ())
