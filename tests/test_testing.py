"""The strategies that other packages can use."""

from __future__ import annotations

import json
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit import testing

_SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@_SETTINGS
@given(testing.treaties(parties=4, imprecise=3, most_claims=2))
def test_treaties_are_valid_and_come_back_from_both_formats(treaty: tk.Treaty) -> None:
    assert tk.parse(tk.dump(treaty)) == treaty
    assert tk.parse(tk.dump(treaty, "json"), "json") == treaty
    assert json.loads(tk.dump(treaty, "json"))["id"] == "generated"


@_SETTINGS
@given(testing.treaties(bilateral=True, imprecise=0))
def test_the_options_hold(treaty: tk.Treaty) -> None:
    assert treaty.is_bilateral
    assert all(claim.date.is_exact for act in treaty.acts for claim in act.all_claims)


@_SETTINGS
@given(testing.spans(in_days=True), testing.day_sets(longest=3, runs=1))
def test_parts_hold_their_bounds(span: tk.Span, days: tk.DaySet) -> None:
    assert span.in_days
    assert len(days) <= 3


@_SETTINGS
@given(st.from_type(tk.DaySet), st.from_type(tk.Span), st.from_type(tk.Treaty))
def test_types_are_registered_through_the_entry_point(days: tk.DaySet, span: tk.Span, treaty: tk.Treaty) -> None:
    assert isinstance(days, tk.DaySet)
    assert isinstance(span, tk.Span)
    assert treaty.parties


def test_all_names_are_there() -> None:
    for name in testing.__all__:
        assert callable(getattr(testing, name))


def test_without_hypothesis_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import treatykit as tk\n"
        "try:\n    import treatykit.testing\n"
        "except tk.MissingExtraError as error: print(error)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "pip install 'treatykit[testing]'" in found.stdout
