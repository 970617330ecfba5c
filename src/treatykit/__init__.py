"""treatykit: what is a treaty's status, who is bound, and to what, on any day, with the reasons.

>>> import treatykit as tk
>>> t = tk.load("rus-prk-2024")
>>> t.in_force_on("2024-10-15")
<Truth.NO: 'no'>

The public names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from treatykit.comparison import Comparison, compare
    from treatykit.corpus import Corpus, Dyad, Pledges
    from treatykit.days import DaySet, Rounding, Span
    from treatykit.errors import (
        DayError,
        Fault,
        MissingExtraError,
        RecordError,
        TreatyFileError,
        TreatykitError,
        UndeterminedError,
        UnknownPartyError,
        UnknownTreatyError,
    )
    from treatykit.files import registers
    from treatykit.files.documents import catalogue, dump, load, load_all, parse, read, schema, write
    from treatykit.files.registers.report import Remark, Report
    from treatykit.files.states import state
    from treatykit.law.answers import StatusAnswer
    from treatykit.law.duties import Duty
    from treatykit.law.findings import Finding
    from treatykit.law.terms import LegalEffect, PartyStatus, Possible, TreatyStatus
    from treatykit.record.acts import Act, ActKind, RatificationChain
    from treatykit.record.articles import Article
    from treatykit.record.context import Event, Link
    from treatykit.record.coverage import Coverage, Silence
    from treatykit.record.obligations import Obligation, Situation, armed_attack, request, threat
    from treatykit.record.sources import Claim, Source
    from treatykit.record.states import Party, State
    from treatykit.timeline import Period, Timeline
    from treatykit.treaty import Treaty
    from treatykit.truth import Truth

_HOMES = {
    "Act": "record.acts",
    "ActKind": "record.acts",
    "Article": "record.articles",
    "Claim": "record.sources",
    "Comparison": "comparison",
    "Corpus": "corpus",
    "Coverage": "record.coverage",
    "DayError": "errors",
    "DaySet": "days",
    "Duty": "law.duties",
    "Dyad": "corpus",
    "Event": "record.context",
    "Fault": "errors",
    "Finding": "law.findings",
    "LegalEffect": "law.terms",
    "Link": "record.context",
    "MissingExtraError": "errors",
    "Obligation": "record.obligations",
    "Party": "record.states",
    "PartyStatus": "law.terms",
    "Period": "timeline",
    "Pledges": "corpus",
    "Possible": "law.terms",
    "RatificationChain": "record.acts",
    "RecordError": "errors",
    "Remark": "files.registers.report",
    "Report": "files.registers.report",
    "Rounding": "days",
    "Silence": "record.coverage",
    "Situation": "record.obligations",
    "Source": "record.sources",
    "Span": "days",
    "State": "record.states",
    "StatusAnswer": "law.answers",
    "Timeline": "timeline",
    "Treaty": "treaty",
    "TreatyFileError": "errors",
    "TreatyStatus": "law.terms",
    "TreatykitError": "errors",
    "Truth": "truth",
    "UndeterminedError": "errors",
    "UnknownPartyError": "errors",
    "UnknownTreatyError": "errors",
    "armed_attack": "record.obligations",
    "catalogue": "files.documents",
    "compare": "comparison",
    "dump": "files.documents",
    "load": "files.documents",
    "load_all": "files.documents",
    "parse": "files.documents",
    "read": "files.documents",
    "registers": "files.registers",
    "request": "record.obligations",
    "schema": "files.documents",
    "state": "files.states",
    "threat": "record.obligations",
    "write": "files.documents",
}

__all__ = [
    "Act",
    "ActKind",
    "Article",
    "Claim",
    "Comparison",
    "Corpus",
    "Coverage",
    "DayError",
    "DaySet",
    "Duty",
    "Dyad",
    "Event",
    "Fault",
    "Finding",
    "LegalEffect",
    "Link",
    "MissingExtraError",
    "Obligation",
    "Party",
    "PartyStatus",
    "Period",
    "Pledges",
    "Possible",
    "RatificationChain",
    "RecordError",
    "Remark",
    "Report",
    "Rounding",
    "Silence",
    "Situation",
    "Source",
    "Span",
    "State",
    "StatusAnswer",
    "Timeline",
    "Treaty",
    "TreatyFileError",
    "TreatyStatus",
    "TreatykitError",
    "Truth",
    "UndeterminedError",
    "UnknownPartyError",
    "UnknownTreatyError",
    "armed_attack",
    "catalogue",
    "compare",
    "dump",
    "load",
    "load_all",
    "parse",
    "read",
    "registers",
    "request",
    "schema",
    "state",
    "threat",
    "write",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("treatykit")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'treatykit' has no attribute {name!r}")
    module = import_module(f"treatykit.{home}")
    value = module if home.endswith(f".{name}") else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
