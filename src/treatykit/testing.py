"""Hypothesis strategies for days, distances, clauses and whole treaties, for whoever builds on treatykit.

Importing this module needs Hypothesis (``pip install treatykit[testing]``). The strategies shrink towards small, exact
records; what they give is always a valid record.

>>> from hypothesis import find
>>> from treatykit.testing import treaties
>>> find(treaties(), lambda treaty: treaty.is_bilateral).form
<Form.BILATERAL: 'bilateral'>
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from treatykit.errors import MissingExtraError

try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtraError(
        "the strategies need Hypothesis; install it with: pip install 'treatykit[testing]'"
    ) from None

from treatykit.days import DaySet, Rounding, Span
from treatykit.record.acts import Act, ActKind, Ground, Instrument, SubjectTo
from treatykit.record.articles import Article
from treatykit.record.clauses import (
    AllOf,
    AnyOf,
    AsStated,
    CompletionNotices,
    CountedFrom,
    Duration,
    EntryIntoForce,
    ExchangeOfInstruments,
    FixedTerm,
    Indefinite,
    Instruments,
    OnDay,
    OnSignature,
    Pivot,
    Renewable,
    UntilDay,
)
from treatykit.record.context import Title
from treatykit.record.coverage import Beyond, Coverage, Matter, Silence
from treatykit.record.obligations import AtopType, Modality, Obligation, Side, Trigger, TriggerKind
from treatykit.record.sources import Claim, Rank, Source, SourceType
from treatykit.record.states import Party
from treatykit.record.treaties import Form
from treatykit.treaty import Treaty

__all__ = [
    "acts",
    "claims",
    "coverages",
    "day_sets",
    "days",
    "durations",
    "entry_clauses",
    "obligations",
    "spans",
    "treaties",
]

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

_FIRST = dt.date(2001, 1, 1)
_LAST = dt.date(2002, 12, 31)
_CODES = ("XAA", "XBB", "XCC", "XDD", "XEE")
_SOURCES = ("gazette", "wire", "notes")


def days(first: dt.date = _FIRST, last: dt.date = _LAST) -> st.SearchStrategy[dt.date]:
    """Exact days between two others, both included."""
    return st.dates(first, last)


@st.composite
def day_sets(draw: Draw, first: dt.date = _FIRST, last: dt.date = _LAST, *, longest: int = 5, runs: int = 2) -> DaySet:
    """Sets of candidate days: exact days, runs of up to ``longest`` days, and up to ``runs`` such runs.

    ``first`` and ``last`` bound the first day of each run.
    """
    found: DaySet | None = None
    for _ in range(draw(st.integers(1, runs))):
        start = draw(st.dates(first, last))
        length = draw(st.integers(1, longest))
        end = start + dt.timedelta(days=length - 1)
        run = DaySet.between(start, end)
        found = run if found is None else found | run
    assert found is not None
    return found


def spans(*, in_days: bool = False) -> st.SearchStrategy[Span]:
    """Legal distances of up to about half a year; ``in_days`` leaves out months and roundings."""
    plain = st.builds(lambda n, clear: Span.of(days=n, clear=clear), st.integers(0, 120), st.booleans())
    if in_days:
        return plain
    return plain | st.builds(
        lambda months, count, rounding: Span.of(months=months, days=count, rounding=rounding),
        st.integers(0, 6),
        st.integers(0, 60),
        st.sampled_from(Rounding),
    )


@st.composite
def claims(draw: Draw, dates: st.SearchStrategy[DaySet] | None = None, *, most: int = 2) -> tuple[Claim, ...]:
    """One claim on a date or more, with ranks; at least one is not deprecated."""
    dates = day_sets(runs=1) if dates is None else dates
    found = [Claim(date=draw(dates), source=draw(st.sampled_from(_SOURCES)))]
    for _ in range(draw(st.integers(0, most - 1))):
        rank = draw(st.sampled_from([Rank.NORMAL, Rank.PREFERRED, Rank.DEPRECATED]))
        found.append(Claim(date=draw(dates), source=draw(st.sampled_from(_SOURCES)), rank=rank))
    return tuple(found)


@st.composite
def entry_clauses(draw: Draw, codes: Sequence[str] = _CODES[:3], *, nested: bool = True) -> EntryIntoForce:
    """Clauses on entry into force of every kind."""
    common: dict[str, Any] = {
        "delay": draw(spans()),
        "late_delay": draw(st.none() | spans()),
        "pivot": draw(st.sampled_from(Pivot)),
        "not_before": draw(st.none() | st.dates(_FIRST, _LAST).map(DaySet)),
    }
    count = st.none() | st.integers(1, len(codes))
    kind = draw(st.sampled_from(["exchange", "instruments", "notices", "signature", "day", "stated", "all", "any"]))
    if kind == "instruments":
        return Instruments(
            count=draw(count),
            including=draw(st.lists(st.sampled_from(list(codes)), max_size=1, unique=True)),
            excluding=draw(st.lists(st.sampled_from(list(codes)), max_size=1, unique=True)),
            instruments=draw(st.just([]) | st.just(["ratification", "accession"])),
            fixed_day=draw(st.none() | st.dates(_FIRST, _LAST).map(DaySet)),
            **common,
        )
    if kind == "notices":
        return CompletionNotices(count=draw(count), counted_from=draw(st.sampled_from(CountedFrom)), **common)
    if kind == "signature":
        return OnSignature(count=draw(count), **common)
    if kind == "day":
        return OnDay(day=draw(st.dates(_FIRST, _LAST).map(DaySet)), **common)
    if kind == "stated":
        return AsStated(met_on=draw(st.none() | st.dates(_FIRST, _LAST).map(DaySet)), **common)
    if kind in {"all", "any"} and nested:
        rules = draw(st.lists(entry_clauses(codes, nested=False), min_size=1, max_size=2))
        return AllOf(rules=rules, **common) if kind == "all" else AnyOf(rules=rules, **common)
    return ExchangeOfInstruments(**common)


@st.composite
def durations(draw: Draw) -> Duration:
    """Clauses on duration of every kind."""
    common: dict[str, Any] = {
        "notice": draw(st.none() | spans()),
        "notice_from": draw(st.sampled_from(CountedFrom)),
    }
    kind = draw(st.sampled_from(["indefinite", "term", "renewable", "until"]))
    if kind == "term":
        return FixedTerm(term=draw(st.sampled_from(["P6M", "P1Y", "P200D"])), **common)
    if kind == "renewable":
        term, renewal = draw(st.sampled_from(["P6M", "P1Y"])), draw(st.sampled_from(["P3M", "P90D", "P1Y"]))
        return Renewable(term=term, renewal=renewal, **common)
    if kind == "until":
        return UntilDay(day=DaySet(draw(st.dates(_LAST, dt.date(2004, 12, 31)))), **common)
    return Indefinite(**common)


@st.composite
def acts(
    draw: Draw, codes: Sequence[str] = _CODES[:2], *, imprecise: int = 2, most_claims: int = 1, bilateral: bool = True
) -> tuple[Act, ...]:
    """The acts of a life of a treaty: signatures, consents, endings, pauses, and domestic acts between them.

    At most ``imprecise`` of the dates are not exact, so that the worlds can be counted.
    """
    left = [imprecise]
    made: list[Act] = []

    def dated(first: dt.date = _FIRST, last: dt.date = _LAST) -> tuple[Claim, ...]:
        if left[0] > 0 and draw(st.booleans()):
            left[0] -= 1
            return draw(claims(day_sets(first, last, longest=4), most=most_claims))  # type: ignore[no-any-return]
        return (Claim(date=DaySet(draw(st.dates(first, last))), source=draw(st.sampled_from(_SOURCES))),)

    def add(kind: ActKind, by: Sequence[str], **more: Any) -> Act:
        act = Act(id=f"a{len(made)}", kind=kind, by=by, claims=more.pop("claims", None) or dated(), **more)
        made.append(act)
        return act

    for code in codes:
        if draw(st.booleans()):
            subject = draw(st.sampled_from(SubjectTo))
            signature = add(ActKind.SIGNATURE, [code], subject_to=subject, episode=1)
            if subject is SubjectTo.CONFIRMATION and draw(st.booleans()):
                add(ActKind.CONFIRMATION, [code], of=signature.id, episode=1)
        _consent(draw, add, dated, code)
        if draw(st.integers(0, 3)) == 0:
            _leave(draw, add, dated, code)
        if not bilateral and draw(st.integers(0, 3)) == 0:
            add(ActKind.DISCLAIMER, [code], episode=1)
        if draw(st.integers(0, 3)) == 0:
            start = add(ActKind.PROVISIONAL_START, [code], episode=1, scope=draw(st.sampled_from([(), ("2",)])))
            if draw(st.booleans()):
                add(ActKind.PROVISIONAL_END, [code], of=start.id, episode=1)
        if draw(st.booleans()):
            add(ActKind.DOMESTIC_APPROVAL, [code], body="Parliament")
        if not bilateral and draw(st.integers(0, 4)) == 4:
            add(ActKind.ENTRY_INTO_FORCE, [code], episode=draw(st.sampled_from([1, 1, 2])))
    _together(draw, add, codes)
    return tuple(made)


def _consent(draw: Draw, add: Callable[..., Act], dated: Callable[..., tuple[Claim, ...]], code: str) -> None:
    kind = draw(st.sampled_from([None, ActKind.DEPOSIT, ActKind.DEPOSIT, ActKind.COMPLETION_NOTICE]))
    if kind is None:
        return
    instrument = draw(st.sampled_from([Instrument.RATIFICATION, Instrument.ACCESSION, Instrument.SUCCESSION]))
    if kind is ActKind.DEPOSIT:
        add(
            kind,
            [code],
            instrument=instrument,
            effective=dated() if draw(st.integers(0, 4)) == 0 else (),
            episode=1,
        )
    else:
        add(kind, [code], received=dated() if draw(st.integers(0, 3)) == 0 else (), episode=1)


def _leave(draw: Draw, add: Callable[..., Act], dated: Callable[..., tuple[Claim, ...]], code: str) -> None:
    notice = add(
        ActKind.WITHDRAWAL_NOTICE,
        [code],
        ground=Ground.CLAUSE,
        claims=dated(_LAST - dt.timedelta(days=200), _LAST),
        effective=dated(_LAST, _LAST + dt.timedelta(days=300)) if draw(st.integers(0, 3)) == 0 else (),
        episode=1,
    )
    then = draw(st.sampled_from(["nothing", "revoked", "stated", "return"]))
    later = dated(_LAST, _LAST + dt.timedelta(days=400))
    if then == "revoked":
        add(ActKind.NOTICE_REVOKED, [code], of=notice.id, claims=later, episode=1)
    elif then == "stated":
        add(ActKind.WITHDRAWAL_EFFECTIVE, [code], ground=Ground.CLAUSE, of=notice.id, claims=later, episode=1)
    elif then == "return":
        again = dated(_LAST + dt.timedelta(days=500), _LAST + dt.timedelta(days=700))
        add(ActKind.DEPOSIT, [code], instrument=Instrument.ACCESSION, claims=again, episode=2)


def _together(draw: Draw, add: Callable[..., Act], codes: Sequence[str]) -> None:
    if draw(st.booleans()):
        add(ActKind.EXCHANGE, codes, instrument=Instrument.RATIFICATION, episode=1)
    if draw(st.integers(0, 2)) == 0:
        add(ActKind.ENTRY_INTO_FORCE, [])
    if draw(st.integers(0, 3)) == 0:
        pause = add(ActKind.SUSPENSION, codes, ground=Ground.CONSENT, scope=draw(st.sampled_from([(), ("1",)])))
        if draw(st.booleans()):
            add(ActKind.RESUMPTION, codes, of=pause.id)
    if draw(st.integers(0, 4)) == 0:
        add(ActKind.TERMINATION, codes, ground=Ground.CONSENT)
    for kind in (ActKind.REGISTRATION, ActKind.PUBLICATION):
        if draw(st.integers(0, 3)) == 0:
            add(kind, [])


@st.composite
def obligations(draw: Draw, id: str = "o") -> Obligation:
    """Obligations with and without triggers, in Articles 1 and 2."""
    trigger = draw(
        st.none()
        | st.builds(
            Trigger,
            kind=st.sampled_from([TriggerKind.FORCE, TriggerKind.FORCE_ATTACK, TriggerKind.FORCE_THREAT]),
            against=st.sampled_from([None, Side.TOWARD, Side.EITHER]),
            on_request_of=st.sampled_from([None, Side.EITHER]),
        )
    )
    return Obligation(
        id=id,
        at=draw(st.sampled_from(["1", "2", "2(1)"])),
        bearer=draw(st.sampled_from(["each", "both"])),
        modality=draw(st.sampled_from(Modality)),
        action=draw(st.sampled_from(["give help", "consult", "abstain"])),
        trigger=trigger,
        themes=draw(st.lists(st.sampled_from(["security", "trade"]), unique=True, max_size=2)),
        atop=draw(st.lists(st.sampled_from(AtopType), unique=True, max_size=1)),
        final=draw(st.booleans()),
        survives=draw(st.booleans()),
        sources=["gazette"],
    )


def coverages(codes: Sequence[str] = _CODES[:2]) -> st.SearchStrategy[Coverage]:
    """Coverages of a record between some participants: with bounds or without, silent on nothing or on some matters."""
    silences = st.builds(
        Silence, on=st.sampled_from(Matter), by=st.just([]) | st.lists(st.sampled_from(list(codes)), unique=True)
    )
    return st.builds(
        Coverage,
        since=st.none() | st.dates(_FIRST, _LAST).map(DaySet),
        beyond=st.sampled_from(Beyond),
        silences=st.lists(silences, max_size=3),
        note=st.sampled_from(["", "Drawn from a list of signatures."]),
    )


@st.composite
def treaties(
    draw: Draw,
    *,
    bilateral: bool | None = None,
    parties: int = 3,
    imprecise: int = 2,
    most_claims: int = 1,
    covered: bool = False,
) -> Treaty:
    """Whole treaties between invented States, with a life of acts, clauses and a few obligations.

    ``imprecise`` bounds how many dates are not exact, ``parties`` how many participants a multilateral treaty has,
    ``most_claims`` how many claims an imprecise date rests on. With ``covered`` the record tells from when to when it
    speaks, and on what it is silent.
    """
    is_bilateral = draw(st.booleans()) if bilateral is None else bilateral
    codes = _CODES[:2] if is_bilateral else _CODES[: draw(st.integers(3, max(3, parties)))]
    drawn = [draw(obligations(f"o{number}")) for number in range(draw(st.integers(0, 2)))]
    return Treaty(
        id="generated",
        titles=[Title(lang="en", text="A generated treaty")],
        reviewed_through="2010-12-31",
        form=Form.BILATERAL if is_bilateral else Form.MULTILATERAL,
        parties=[Party(code=code, name=f"State {code}") for code in codes],
        sources=[Source(id=id, title=id.title(), type=SourceType.LEGAL_RECORD) for id in _SOURCES],
        entry_into_force=draw(st.none() | entry_clauses(codes)),
        duration=draw(st.none() | durations()),
        acts=draw(acts(codes, imprecise=imprecise, most_claims=most_claims, bilateral=is_bilateral)),
        articles=[Article(at=at, obligations=[o for o in drawn if o.at[0] == at]) for at in ("1", "2")],
        coverage=draw(coverages(codes)) if covered else None,
    )


def register() -> None:
    """Let ``st.from_type`` know the types of treatykit; Hypothesis calls this through its entry point."""
    st.register_type_strategy(DaySet, day_sets())
    st.register_type_strategy(Span, spans())
    st.register_type_strategy(Treaty, treaties())
