"""A snapshot of every bundled record: its timelines, its days, and what check() finds.

After a change that is meant, write them anew with ``python tests/test_snapshots.py`` and read the difference.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import treatykit as tk

FOLDER = Path(__file__).parent / "snapshots"


def snapshot(id: str) -> str:
    """What follows from a record, as text: among all bundled ones, so that links are resolved."""
    treaty = tk.load_all()[id]
    lines = [
        f"signed {treaty.signed_on}, in force from {treaty.in_force_from}, ended {treaty.ended_on}",
        f"reviewed through {treaty.reviewed_through}",
        "",
        "the treaty",
        *(f"  {period}" for period in treaty.timeline()),
    ]
    for party in treaty.parties:
        lines += ["", party.code, *(f"  {period}" for period in treaty.timeline(party.code))]
    found = Counter(f"{finding.severity} {finding.code}" for finding in treaty.check())
    lines += ["", "check", *(f"  {count} x {code}" for code, count in sorted(found.items()))]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("id", tk.catalogue())
def test_a_record_says_what_it_said(id: str) -> None:
    file = FOLDER / f"{id}.txt"
    assert file.exists(), f"there is no snapshot of {id}; write it with: python {Path(__file__).name}"
    assert snapshot(id) == file.read_text(encoding="utf-8")


def test_every_snapshot_belongs_to_a_record() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(tk.catalogue())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for id in tk.catalogue():
        (FOLDER / f"{id}.txt").write_text(snapshot(id), encoding="utf-8")
