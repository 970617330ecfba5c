"""What a record does not tell: the possible standings are those that some complete telling of it gives.

A telling settles every open matter with an act (``oracle.Teller``); the oracle then finds the one standing on a day.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import treatykit as tk
from test_law_oracle import interesting_days, question_of
from treatykit import Act, Claim, DaySet, Party, PartyStatus, Source, Treaty, TreatyStatus, Truth
from treatykit.files.codec import from_data, to_data
from treatykit.record.clauses import (
    AsStated,
    Duration,
    EntryIntoForce,
    ExchangeOfInstruments,
    FixedTerm,
    Instruments,
    OnDay,
    OnSignature,
)
from treatykit.record.context import Title
from treatykit.record.coverage import Beyond, Coverage, Matter, Silence
from treatykit.testing import coverages, treaties

import oracle
from mutations import refusal, schema, spoilt, valid

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
_FEW = settings(_SETTINGS, max_examples=10)

Draw = Callable[[st.SearchStrategy[Any]], Any]


def silent_on(treaty: Treaty) -> dict[str, set[str]]:
    """Of whom each matter is not told, worked out anew from the record."""
    found: dict[str, set[str]] = {}
    for silence in treaty.coverage.silences if treaty.coverage else ():
        found.setdefault(str(silence.on), set()).update(silence.by or [party.code for party in treaty.parties])
    return found


@st.composite
def silent_treaties(draw: Draw, /, most: int = 2, bilateral: bool | None = None) -> Treaty:
    """Treaties with exact dates that are silent on some matters."""
    treaty: Treaty = draw(treaties(imprecise=0, bilateral=bilateral))
    drawn = draw(coverages([party.code for party in treaty.parties]))
    assume(drawn.silences)
    return attrs.evolve(treaty, coverage=Coverage(silences=drawn.silences[:most]))


def told(treaty: Treaty, choose: oracle.Choose) -> tuple[oracle.Reading, list[Act]]:
    """The law on one telling of a record, and the acts that it adds."""
    teller = oracle.Teller(question_of(treaty), silent_on(treaty), choose)
    question = teller.tell()
    return oracle.Reading(question, next(oracle.worlds(question))), teller.added


def codes_of(treaty: Treaty) -> list[str]:
    return [party.code for party in treaty.parties]


def possible(treaty: Treaty, code: str | None, day: dt.date) -> set[str]:
    return {str(status) for status in treaty.timeline(code).on(day).possible}


def some_days(treaty: Treaty, data: st.DataObject, most: int) -> list[dt.date]:
    days = interesting_days(treaty)
    return data.draw(st.lists(st.sampled_from(days), min_size=1, max_size=most, unique=True)) if days else []


# ------------------------------------------------------------------------------------------- silences and tellings


@_SETTINGS
@given(silent_treaties(most=3), st.data())
def test_whatever_may_have_been_done_is_possible(treaty: Treaty, data: st.DataObject) -> None:
    def choose(matter: str, who: str, first: dt.date, last: oracle.Day) -> oracle.Day:
        if not data.draw(st.booleans(), label=f"{matter} {who}"):
            return None
        day = first + dt.timedelta(days=data.draw(st.sampled_from([0, 1, 2]) | st.integers(0, 900)))
        return min(day, last) if last else day

    reading, added = told(treaty, choose)
    around = {
        day + dt.timedelta(days=step)
        for act in added
        for claim in act.claims
        for day in oracle.days_in(claim.date)
        if 9 < day.year < 3000  # a text from the beginning, and a start that never comes
        for step in (-1, 0, 1)
    }
    for day in sorted({*interesting_days(treaty), *around}):
        assert reading.treaty(day).status in possible(treaty, None, day), (day, added)
        for code in codes_of(treaty):
            assert reading.party(code, day).status in possible(treaty, code, day), (code, day, added)


def plans(code: str, day: dt.date) -> Iterator[oracle.Choose]:
    """Tellings in which all that others may have done never came or came at once, and the rest at four times each."""
    times = ("never", "early", "the day before", "the day")
    for others, core, *own in itertools.product(("never", "early"), times, times, times, times, times, times):
        mine = dict(zip(("signature", "consent", "entry", "withdrawal", "ending"), own, strict=True))

        def choose(
            matter: str,
            who: str,
            first: dt.date,
            last: oracle.Day,
            mine: Any = mine,
            others: str = others,
            core: str = core,
        ) -> oracle.Day:
            time = mine[matter] if who == code or matter == "ending" else others if who else core
            if time == "never":
                return None
            chosen = {"early": first, "the day before": day - dt.timedelta(days=1), "the day": day}[time]
            chosen = max(chosen, first)
            return min(chosen, last) if last else chosen

        yield choose


def is_witnessed(treaty: Treaty, code: str | None, day: dt.date, statuses: set[str]) -> bool:
    """Whether each of some statuses is that of some telling."""
    left, seen = set(statuses), set()
    for choose in plans(code or codes_of(treaty)[0], day):
        asked: list[oracle.Day] = []

        def noted(*of: Any, choose: Any = choose, asked: list[oracle.Day] = asked) -> oracle.Day:
            asked.append(choose(*of))
            return asked[-1]

        question = oracle.Teller(question_of(treaty), silent_on(treaty), noted).tell()
        if tuple(asked) not in seen:  # other plans for what is not asked give the same
            seen.add(tuple(asked))
            reading = oracle.Reading(question, next(oracle.worlds(question)))
            left -= {reading.treaty(day).status if code is None else reading.party(code, day).status}
        if not left:
            return True
    return False


@_FEW
@given(silent_treaties(most=2), st.data())
def test_whatever_is_called_possible_has_a_witness(treaty: Treaty, data: st.DataObject) -> None:
    (day,) = some_days(treaty, data, 1) or [dt.date(2002, 1, 1)]
    for code in (None, *codes_of(treaty)):
        found = treaty.timeline(code).on(day)
        if found.exact:
            assert is_witnessed(treaty, code, day, set(map(str, found.possible))), (code, day, found)


# ------------------------------------------------------------------------------------------- laws of silences


@_SETTINGS
@given(silent_treaties(most=2), coverages(["XAA", "XBB"]), st.data())
def test_another_silence_takes_no_status_away(treaty: Treaty, more: Coverage, data: st.DataObject) -> None:
    assert treaty.coverage is not None
    # where a silence opens entry into force, a stated day takes the place of the rule: neither holds more than the other
    assume(not any(act.kind is tk.ActKind.ENTRY_INTO_FORCE for act in treaty.acts))
    wider = attrs.evolve(treaty, coverage=Coverage(silences=[*treaty.coverage.silences, *more.silences]))
    told_all = attrs.evolve(treaty, coverage=None)
    for day in some_days(treaty, data, 8):
        for code in (None, *codes_of(treaty)):
            assert possible(told_all, code, day) <= possible(treaty, code, day) <= possible(wider, code, day), (
                code,
                day,
            )


@_SETTINGS
@given(silent_treaties(most=3), st.data())
def test_what_binds_two_for_sure_needs_both(treaty: Treaty, data: st.DataObject) -> None:
    """For sure only where each of the two is a party, or applies the treaty provisionally, in all that is possible."""
    for day in some_days(treaty, data, 4):
        for one, other in itertools.combinations(codes_of(treaty), 2):
            for duty in treaty.duties(on=day, between=(one, other)):
                if duty.obligation.final or duty.obligation.survives or duty.binding is not Truth.YES:
                    continue
                for code in (one, other):
                    assert all(
                        standing.status is PartyStatus.PARTY or standing.provisional
                        for standing in treaty.timeline(code).on(day).standings
                    ), (code, day)


@_SETTINGS
@given(silent_treaties(most=3, bilateral=True), st.data())
def test_between_two_it_is_in_force_for_one_if_and_only_if_for_the_other(treaty: Treaty, data: st.DataObject) -> None:
    assume("withdrawal" not in silent_on(treaty))  # see the gaps below
    for day in some_days(treaty, data, 8):
        one, other = ("party" in possible(treaty, code, day) for code in codes_of(treaty))
        assert one is other is ("in_force" in possible(treaty, None, day)), day


@_SETTINGS
@given(treaties(covered=True, imprecise=1), st.permutations(["XAA", "XBB", "XCC"]), st.data())
def test_other_names_give_the_same_answers(treaty: Treaty, names: list[str], data: st.DataObject) -> None:
    names = names if not treaty.is_bilateral else ["XBB", "XAA", "XCC"]
    renamed = tk.dump(treaty, "json")
    for number, code in enumerate(("XAA", "XBB", "XCC")):
        renamed = renamed.replace(code, f"<{number}>")
    for number, code in enumerate(names):
        renamed = renamed.replace(f"<{number}>", code)
    other = tk.parse(renamed, "json")
    assert other.timeline() == treaty.timeline()
    for code, name in zip(("XAA", "XBB", "XCC"), names, strict=True):
        if code in codes_of(treaty):
            assert other.timeline(name) == treaty.timeline(code)


@_SETTINGS
@given(treaties(), coverages(["XAA", "XBB"]))
def test_a_coverage_that_says_nothing_changes_nothing(treaty: Treaty, drawn: Coverage) -> None:
    for coverage in (Coverage(), Coverage(note="As printed."), Coverage(silences=())):
        same = attrs.evolve(treaty, coverage=coverage)
        for code in (None, "KOR", *codes_of(treaty)):
            assert same.timeline(code) == treaty.timeline(code)
        assert (same.in_force_from, same.ended_on) == (treaty.in_force_from, treaty.ended_on)


# ------------------------------------------------------------------------------------------- outside the coverage


@_SETTINGS
@given(
    treaties(imprecise=1),
    st.none() | st.dates(dt.date(2001, 1, 1), dt.date(2012, 1, 1)),
    st.sampled_from(Beyond),
    st.data(),
)
def test_outside_the_coverage_nothing_is_known(
    treaty: Treaty, since: dt.date | None, beyond: Beyond, data: st.DataObject
) -> None:
    covered = attrs.evolve(treaty, coverage=Coverage(since=since, beyond=beyond))
    horizon = dt.date(2010, 12, 31)
    one = dt.timedelta(days=1)
    bounds = [horizon + step for step in (-one, 0 * one, one, 900 * one)]
    bounds += [since + step for step in (-900 * one, -one, 0 * one, one)] if since else []
    for day in [*bounds, *some_days(treaty, data, 6)]:
        is_known = (since is None or since <= day) and (beyond is Beyond.PROJECTED or day <= horizon)
        for code in (None, "KOR", *codes_of(treaty)):
            answer = covered.status_on(day, code)
            if is_known:
                assert answer.found == treaty.status_on(day, code).found
            else:
                assert answer.found.unknown
                assert answer.possible == set(TreatyStatus if code is None else PartyStatus)
        assert covered.in_force_on(day) is (treaty.in_force_on(day) if is_known else Truth.MAYBE)
        duties, plain = covered.duties(on=day), treaty.duties(on=day)
        assert [duty.binding for duty in duties] == [duty.binding if is_known else Truth.MAYBE for duty in plain]


def test_a_record_known_by_a_day_before_it_is_covered_tells_nothing() -> None:
    treaty = attrs.evolve(tk.load("rus-prk-2024"), coverage=Coverage(since="2025-01-01", beyond="unknown"))
    assert all(period.value.unknown for period in treaty.known_by("2024-07-01").timeline())


def test_a_span_that_leaves_the_coverage_is_not_known() -> None:
    treaty = attrs.evolve(tk.load("rus-prk-2024"), coverage=Coverage(since="2025-01-01"))
    assert treaty.in_force_on("2025-01") is Truth.YES
    assert treaty.in_force_on("2024-12/2025-01") is Truth.MAYBE
    assert treaty.status_on("2024-12/2025-01").found.unknown
    assert {duty.binding for duty in treaty.duties(on="2024-12/2025-01")} == {Truth.MAYBE}


# ------------------------------------------------------------------------------------------- examples


def record(
    *acts: Act, parties: int = 2, entry: EntryIntoForce | None = None, duration: Duration | None = None, **more: Any
) -> Treaty:
    return Treaty(
        id="xaa-xbb-1900",
        titles=[Title(lang="en", text="A treaty")],
        reviewed_through="2010-12-31",
        parties=[Party(code=code, name=code) for code in ("XAA", "XBB", "XCC")[:parties]],
        sources=[Source(id="list", title="A list")],
        acts=[attrs.evolve(act, id=f"a{number}") for number, act in enumerate(acts)],
        entry_into_force=entry,
        duration=duration,
        **more,
    )


def act(kind: str, day: str, *by: str, **more: Any) -> Act:
    return Act(id="a", kind=kind, by=by, claims=[Claim(date=DaySet(day), source="list")], **more)


def signed(day: str, *by: str) -> Act:
    return act("signature", day, *by, subject_to="ratification")


def silent(*matters: str, by: tuple[str, ...] = ()) -> Coverage:
    return Coverage(silences=[Silence(on=matter, by=by) for matter in matters])


def periods(treaty: Treaty, code: str | None = None) -> list[tuple[str, str]]:
    return [(str(period.start or ".."), str(period.value)) for period in treaty.timeline(code)]


def test_a_list_of_signatures_does_not_tell_who_consented() -> None:
    """Golden: with no word on consent, a signatory may be anything that follows from it."""
    treaty = record(
        signed("1900-05-01", "XAA"),
        signed("1900-06-01", "XBB"),
        entry=ExchangeOfInstruments(),
        coverage=silent("consent", "entry", "withdrawal"),
    )
    assert periods(treaty, "XAA") == [
        ("..", "none"),
        ("1900-05-01", "signatory or contracting"),
        ("1900-06-01", "signatory or contracting or party"),
        ("1900-06-02", "signatory or contracting or party or former"),
    ]
    assert periods(treaty) == [
        ("..", "not_concluded"),
        ("1900-05-01", "pending"),
        ("1900-06-01", "pending or in_force"),
        ("1900-06-02", "pending or in_force or ended"),
    ]


def test_a_stated_day_decides_though_the_source_is_silent_on_entry() -> None:
    treaty = record(
        act("deposit", "1900-05-01", "XAA"),
        act("deposit", "1900-06-01", "XBB"),
        act("entry_into_force", "1901-01-01"),
        coverage=silent("entry"),
    )
    assert str(treaty.in_force_from) == "1901-01-01"
    assert periods(treaty, "XAA") == [("..", "none"), ("1900-05-01", "contracting"), ("1901-01-01", "party")]


def test_a_late_joiner_may_have_started_on_any_day_or_never() -> None:
    treaty = record(
        act("deposit", "1900-05-01", "XAA"),
        act("deposit", "1900-06-01", "XBB"),
        act("deposit", "1902-01-01", "XCC"),
        parties=3,
        entry=OnDay(day=DaySet("1901-01-01")),
        coverage=silent("entry", by=("XBB", "XCC")),
    )
    assert periods(treaty, "XBB")[-1] == ("1901-01-01", "party")
    assert periods(treaty, "XCC") == [("..", "none"), ("1902-01-01", "contracting or party")]


def test_a_silence_on_some_leaves_the_others_as_they_are() -> None:
    treaty = record(
        act("deposit", "1900-05-01", "XAA"),
        act("deposit", "1900-05-01", "XBB"),
        act("deposit", "1900-05-01", "XCC"),
        parties=3,
        coverage=silent("withdrawal", by=("XCC",)),
    )
    assert periods(treaty, "XAA") == [("..", "none"), ("1900-05-01", "party")]
    assert periods(treaty, "XCC") == [("..", "none"), ("1900-05-01", "party"), ("1900-05-02", "party or former")]


def test_a_treaty_may_have_ended_after_the_last_that_is_recorded_of_it() -> None:
    treaty = record(
        act("deposit", "1900-05-01", "XAA"),
        act("deposit", "1900-05-01", "XBB"),
        act("deposit", "1902-01-01", "XCC"),
        parties=3,
        entry=OnDay(day=DaySet("1901-01-01")),
        coverage=silent("ending"),
    )
    assert periods(treaty)[-2:] == [("1901-01-01", "in_force"), ("1902-01-02", "in_force or ended")]
    assert str(treaty.ended_on) == "1902-01-02/.."
    recorded = attrs.evolve(treaty, acts=[*treaty.acts, attrs.evolve(_ENDED, id="end")])
    assert periods(recorded)[-2:] == [("1901-01-01", "in_force"), ("1903-01-01", "ended")]


def test_a_treaty_may_have_ended_after_a_late_joiner_came_under_it() -> None:
    treaty = record(
        *_TWO,
        act("deposit", "1902-01-01", "XCC"),
        parties=3,
        entry=OnDay(day=DaySet("1901-01-01"), late_delay="P90D"),
        coverage=silent("ending"),
    )
    assert periods(treaty, "XCC")[-3:] == [
        ("1902-01-02", "none or contracting"),  # it may have ended before XCC came under it
        ("1902-04-01", "none or party"),
        ("1902-04-02", "none or party or former"),
    ]


_TWO = (act("deposit", "1900-05-01", "XAA"), act("deposit", "1900-05-01", "XBB"))
_ENDED = act("termination", "1903-01-01", "XAA", "XBB", "XCC", ground="consent")


def test_a_stated_entry_for_one_party_implies_its_consent() -> None:
    treaty = record(
        act("deposit", "1900-05-01", "XAA"),
        act("entry_into_force", "1901-01-01", "XBB"),
        parties=3,
        entry=OnDay(day=DaySet("1900-06-01")),
    )
    assert periods(treaty, "XBB") == [("..", "none"), ("1901-01-01", "party")]


def test_who_consents_after_the_day_on_which_the_condition_was_met_is_late() -> None:
    entry = AsStated(pivot="trigger", met_on="1900-06-01", late_delay="P1Y")
    treaty = record(
        act("deposit", "1900-06-01", "XAA"),
        act("deposit", "1900-06-02", "XBB"),
        act("entry_into_force", "1901-01-01"),
        parties=3,
        entry=entry,
    )
    assert periods(treaty, "XAA")[-1] == ("1901-01-01", "party")
    assert periods(treaty, "XBB")[-1] == ("1901-06-02", "party")


@pytest.mark.parametrize("matter", Matter)
def test_the_caveats_tell_every_silence_and_the_note(matter: Matter) -> None:
    treaty = record(
        signed("1900-05-01", "XAA"), coverage=Coverage(silences=[Silence(on=matter)], note="From a list of 1910.")
    )
    for code in (None, "XAA", "XBB"):
        caveats = treaty.status_on("1900-05-01", code).caveats
        assert "From a list of 1910." in caveats
        assert [caveat for caveat in caveats if caveat.startswith("The source does not tell")]
    assert not record(signed("1900-05-01", "XAA")).status_on("1900-05-01", "XAA").caveats[:-1]


def test_the_caveats_tell_the_bounds() -> None:
    treaty = record(signed("1900-05-01", "XAA"), coverage=Coverage(since="1900-01-01", beyond="unknown"))
    assert "of those before, nothing is known" in treaty.status_on("1899-12-31").caveats[0]
    assert "what was done after that is not known" in treaty.status_on("2011-01-01").caveats[0]
    assert treaty.status_on("1900-05-01").caveats == ()


# ------------------------------------------------------------------------------------------- gaps of the readings

#: What is so in some telling and is not among what is called possible: the record, who, the day, the status.
GAPS = {
    "a term runs from an entry that may have come later": (
        record(*_TWO, duration=FixedTerm(term="P1Y"), coverage=silent("entry")),
        (None, "1902-01-01", "in_force"),
    ),
    "no clause, and the consent that is not told completes them (24(2))": (
        record(*_TWO, parties=3, coverage=silent("consent", by=("XCC",))),
        (None, "1901-01-01", "in_force"),
    ),
    "a signature that is not told brings the treaty into force": (
        record(
            act("signature", "1900-05-01", "XAA", subject_to="nothing"), entry=OnSignature(), coverage=silent("signature")
        ),
        (None, "1901-01-01", "in_force"),
    ),
    "who consented late waits for its delay": (
        record(
            *_TWO, parties=3, entry=OnDay(day=DaySet("1900-06-01"), late_delay="P90D"), coverage=silent("consent")
        ),
        ("XCC", "1901-01-01", "contracting"),
    ),
    "between two, one consented and the other did not": (
        record(signed("1900-05-01", "XAA", "XBB"), entry=OnDay(day=DaySet("1900-06-01")), coverage=silent("consent")),
        ("XAA", "1901-01-01", "contracting"),
    ),
    "others brought it into force and to its end, and this one never consented": (
        record(
            signed("1900-05-01", "XAA", "XBB", "XCC"),
            parties=3,
            coverage=silent("consent", "entry", "ending"),
        ),
        ("XCC", "1901-01-01", "none"),
    ),
    "it ended before a late joiner came under it": (
        record(*_TWO, act("deposit", "1902-01-01", "XCC"), parties=3, entry=OnDay(day=DaySet("1901-01-01")),
               coverage=silent("entry", "ending")),
        ("XCC", "1903-01-01", "none"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GAPS)
def test_gaps_are_tellings(name: str) -> None:
    """Each example below is allowed by the specification: the oracle has a telling of it."""
    treaty, (code, day, status) = GAPS[name]
    assert is_witnessed(treaty, code, dt.date.fromisoformat(day), {status})


@pytest.mark.parametrize("name", GAPS)
def test_gap_in_what_is_possible(name: str) -> None:
    treaty, (code, day, status) = GAPS[name]
    assert status in possible(treaty, code, dt.date.fromisoformat(day))


def test_gap_between_two_leaving_is_the_end() -> None:
    treaty = record(*_TWO, act("deposit", "1902-01-01", "XAA"), entry=OnDay(day=DaySet("1900-06-01")),
                    coverage=silent("withdrawal"))  # fmt: skip
    day = dt.date(1901, 1, 1)
    assert ("former" in possible(treaty, "XAA", day)) is ("ended" in possible(treaty, None, day))


def test_gap_entry_into_force_is_open_though_a_day_is_stated_for_one_party() -> None:
    treaty = record(*_TWO, act("entry_into_force", "1901-01-01", "XAA"), parties=3, coverage=silent("entry"))
    assert str(treaty.in_force_from) == "1900-05-01/.."


def test_gap_a_silence_on_what_is_recorded_opens_nothing() -> None:
    treaty = record(*_TWO, parties=3, entry=Instruments(count=2), coverage=silent("consent", by=("XAA", "XBB")))
    assert str(treaty.in_force_from) == "1900-05-01"
    assert periods(treaty) == [("..", "not_concluded"), ("1900-05-01", "in_force")]


def test_an_instrument_taken_back_leaves_a_consent_that_is_implied() -> None:
    back = act("instrument_withdrawn", "1900-07-01", "XAA")
    treaty = record(*_TWO[1:], act("entry_into_force", "1901-01-01", "XAA"), back, parties=3,
                    entry=OnDay(day=DaySet("1900-06-01")))  # fmt: skip
    assert periods(treaty, "XAA") == [("..", "none"), ("1901-01-01", "party")]


def test_an_instrument_taken_back_undoes_a_consent_that_is_not_told() -> None:
    back = act("instrument_withdrawn", "1900-07-01", "XAA")
    treaty = record(*_TWO[1:], back, parties=3, entry=OnDay(day=DaySet("1901-01-01")), coverage=silent("consent"))
    assert periods(treaty, "XAA") == [("..", "none"), ("1900-05-01", "none or contracting"), ("1900-07-01", "none")]


# ------------------------------------------------------------------------------------------- files

TOLD = {
    "since": "1900-01-01",
    "beyond": "unknown",
    "silences": [{"on": "entry"}, {"on": "withdrawal", "by": ["XFR"]}],
    "note": "From a list.",
}


@_SETTINGS
@given(treaties(covered=True))
def test_a_coverage_reads_back_from_both_formats(treaty: Treaty) -> None:
    for format in ("toml", "json"):
        copy = tk.parse(tk.dump(treaty, format), format)
        assert copy == treaty
        assert tk.dump(copy, format) == tk.dump(treaty, format)
    schema().validate(to_data(treaty))
    assert ("coverage" in json.loads(tk.dump(treaty, "json"))) is (treaty.coverage is not None)


def test_a_coverage_is_read() -> None:
    found = from_data(spoilt(valid(), "coverage", TOLD)).coverage
    silences = [Silence(on=Matter.ENTRY), Silence(on=Matter.WITHDRAWAL, by=["XFR"])]
    assert found == Coverage(since="1900-01-01", beyond=Beyond.UNKNOWN, silences=silences, note="From a list.")
    assert from_data(valid()).coverage is None


@pytest.mark.parametrize(
    ("where", "value", "path", "words", "seen_by_schema"),
    [
        ("silences[0].on", "exits", "coverage.silences[0].on", "'exits'", True),
        ("silences[0]", {}, "coverage.silences[0].on", "missing", True),
        ("silences[0].who", "XFR", "coverage.silences[0].who", "keys: on, by", True),
        ("silences[1].by", ["XYY"], "coverage.silences[1].by[0]", "XYY", False),
        ("silences[1].by", "XFR", "coverage.silences[1].by", "list", True),
        ("since", "1900", "coverage.since", "more than one day", True),
        ("since", "soon", "coverage.since", "soon", True),
        ("beyond", "guessed", "coverage.beyond", "'guessed'", True),
        ("until", "1900-01-01", "coverage.until", "keys: since, beyond", True),
        ("note", 5, "coverage.note", "5", True),
    ],
)
def test_a_broken_coverage_is_refused_at_its_path(
    where: str, value: Any, path: str, words: str, seen_by_schema: bool
) -> None:
    data = spoilt(spoilt(valid(), "coverage", TOLD), f"coverage.{where}", value)
    problem = refusal(from_data, data)
    assert isinstance(problem, tk.RecordError)
    assert [fault.path for fault in problem.faults] == [path]
    assert words in problem.faults[0].message
    assert schema().is_valid(data) is not seen_by_schema


@pytest.mark.parametrize("day", ["1932-01-01", "1932"])
def test_the_day_on_which_a_condition_was_met_is_one_day(day: str) -> None:
    data = spoilt(valid(), "entry_into_force", {"rule": "as_stated", "met_on": day})
    problem = refusal(from_data, data)
    assert schema().is_valid(data) is (problem is None) is (day == "1932-01-01")
    if isinstance(problem, tk.RecordError):
        assert [fault.path for fault in problem.faults] == ["entry_into_force.met_on"]
