"""Registers: the treaty data that researchers already have, read as they come, and turned into a corpus and a report.

Each module reads one layout: ``tk.registers.mtdsg.read(path)`` and so on. They are loaded when they are first used.

========== =============================================================================================================
``mtdsg``  participant tables of the UN Treaty Collection
``atop``   Alliance Treaty Obligations and Provisions: alliances, members, pledges
``uk``     UK Treaties Online
``many``   party tables of the many* packages
``ieadb``  members of the International Environmental Agreements Database
``sheets`` sheets coded by hand: a status and a year
``events`` a plain list of events, into which everything can be written, and read back from
``clauses`` clauses on entry into force, which tables of participants do not have
========== =============================================================================================================

>>> import treatykit as tk
>>> tk.registers.clauses.shipped().find("mtdsg", "4-4").in_force_from.exact()
Date(1976, 3, 23)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from treatykit.files.registers import atop, clauses, events, ieadb, many, mtdsg, sheets, uk
    from treatykit.files.registers.report import Difference, Outcome, Remark, Report, Weight

_MODULES = ("atop", "clauses", "events", "ieadb", "many", "mtdsg", "sheets", "uk")
_REPORT = ("Difference", "Outcome", "Remark", "Report", "Weight")

__all__ = [
    "Difference",
    "Outcome",
    "Remark",
    "Report",
    "Weight",
    "atop",
    "clauses",
    "events",
    "ieadb",
    "many",
    "mtdsg",
    "sheets",
    "uk",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"treatykit.files.registers.{name}")
    if name in _REPORT:
        return getattr(import_module("treatykit.files.registers.report"), name)
    raise AttributeError(f"module 'treatykit.registers' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
