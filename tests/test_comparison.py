"""Two treaties side by side."""

from __future__ import annotations

import json

import attrs
from hypothesis import HealthCheck, given, settings

import treatykit as tk
from treatykit.testing import treaties


def test_a_treaty_does_not_differ_from_itself() -> None:
    treaty = tk.load("rus-prk-2024")
    comparison = tk.compare(treaty, treaty)
    assert comparison.rows
    assert comparison.differences == ()
    assert "*" not in str(comparison).split("\n", 1)[1]


def test_differences_are_marked_and_gaps_are_named() -> None:
    treaty = tk.load("rus-prk-2024")
    other = attrs.evolve(treaty, id="other", duration=None, languages=["ko"])
    comparison = tk.compare(treaty, other)
    rows = {(row.group, row.topic): row for row in comparison.rows}
    assert rows["clauses", "languages"].differs
    assert rows["clauses", "notice"].left == ("1 year",)
    assert rows["clauses", "notice"].right == ()
    assert "other: not recorded" in str(comparison)
    assert rows["pledge: defense", "trigger"].left[0] == "force.attack against toward"
    assert not rows["pledge: consultation", "owed"].differs
    assert repr(comparison) == f"<Comparison of rus-prk-2024 and other: 3 of {len(comparison.rows)} rows differ>"


def test_json_holds_every_row() -> None:
    treaty = tk.load("rus-prk-2024")
    data = json.loads(tk.compare(treaty, treaty).to_json())
    assert data["left"] == data["right"] == "rus-prk-2024"
    assert len(data["rows"]) == len(tk.compare(treaty, treaty).rows)
    assert set(data["rows"][0]) == {"group", "topic", "left", "right", "differs"}


def test_html_is_escaped() -> None:
    treaty = attrs.evolve(tk.load("rus-prk-2024"), languages=["<script>"])
    text = tk.compare(treaty, treaty)._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(treaties(imprecise=0), treaties(imprecise=0))
def test_sides_swap(left: tk.Treaty, right: tk.Treaty) -> None:
    there, back = tk.compare(left, right), tk.compare(right, left)
    assert [(row.topic, row.right, row.left) for row in back.rows] == [
        (row.topic, row.left, row.right) for row in there.rows
    ]
