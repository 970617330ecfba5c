"""Episodes: each stay of a party in the treaty is looked at by itself, and whoever left may come back."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from treatykit import Act, Claim, Party, PartyStatus, Source, Treaty, Truth
from treatykit.record.clauses import Indefinite, OnDay
from treatykit.record.context import Title

NONE, SIGNATORY, CONTRACTING, PARTY, FORMER = PartyStatus


def act(id: str, kind: str, date: str, **more: Any) -> Act:
    return Act(id=id, kind=kind, by=["XAA"], claims=[Claim(date=date, source="g")], **more)


def joined(id: str, date: str, **more: Any) -> Act:
    return act(id, "deposit", date, instrument="accession", **more)


def left(id: str, date: str, **more: Any) -> Act:
    return act(id, "withdrawal_notice", date, ground="clause", **more)


def record(*acts: Act) -> Treaty:
    """A treaty among three in force from 2000 that can be left within 30 days."""
    return Treaty(
        id="episodes",
        titles=[Title(lang="en", text="A treaty")],
        reviewed_through="2010-12-31",
        parties=[Party(code=code, name=code) for code in ("XAA", "XBB", "XCC")],
        sources=[Source(id="g", title="Gazette")],
        entry_into_force=OnDay(day="2000-01-01"),
        duration=Indefinite(notice="P30D"),
        acts=acts,
    )


def life(*acts: Act) -> list[str]:
    return [str(period) for period in record(*acts).timeline("XAA")]


BACK_AND_FORTH = [
    "[..., 2000-01-01) none",
    "[2000-01-01, 2001-06-01) party",
    "[2001-06-01, 2001-07-01) party (notice of withdrawal given)",
    "[2001-07-01, 2002-06-15) former",
    "[2002-06-15, ...) party",
]


def test_episodes_are_told_by_their_numbers_or_by_the_order_of_the_dates() -> None:
    inferred = [joined("a", "2000-01-01"), left("b", "2001-06-01"), joined("c", "2002-06-15")]
    numbered = [
        joined("a", "2000-01-01", episode=1),
        left("b", "2001-06-01", episode=1),
        joined("c", "2002-06-15", episode=2),
    ]
    for acts in (*permutations(inferred), *permutations(numbered)):
        assert life(*acts) == BACK_AND_FORTH


def test_a_second_consent_during_a_stay_opens_no_new_one() -> None:
    assert life(joined("a", "2000-01-01"), joined("c", "2001-03-01"), left("b", "2001-06-01"))[-1] == (
        "[2001-07-01, ...) former"
    )


def test_a_notice_that_was_revoked_in_time_opens_no_new_episode() -> None:
    acts = [
        joined("a", "2000-01-01"),
        left("b", "2001-06-01"),
        act("r", "notice_revoked", "2001-06-20", of="b"),
        joined("c", "2002-06-15"),
        left("d", "2003-06-01"),
    ]
    assert life(*acts)[-1] == "[2003-07-01, ...) former"


def test_whoever_revoked_too_late_may_come_back() -> None:
    acts = [
        joined("a", "2000-01-01"),
        left("b", "2001-06-01"),
        act("r", "notice_revoked", "2001-09-01", of="b"),
        joined("c", "2002-06-15"),
    ]
    assert life(*acts) == BACK_AND_FORTH


def test_an_episode_may_be_stated_for_a_joint_act() -> None:
    joint = Act(
        id="c",
        kind="exchange",
        by=["XAA", "XBB"],
        instrument="ratification",
        claims=[Claim(date="2002-06-15", source="g")],
        episode=2,
    )
    assert life(joined("a", "2000-01-01"), left("b", "2001-06-01"), joint) == BACK_AND_FORTH


@pytest.mark.parametrize("date", ["2001-06-20", "2001-06"], ids=["exact", "vague"])
def test_a_vague_exit_leaves_it_open_whether_a_new_stay_began(date: str) -> None:
    """The new consent may come before the notice, and then it is no way back."""
    treaty = record(joined("a", "2000-01-01"), left("b", date), joined("c", "2001-06-15"))
    found = treaty.timeline("XAA").on("2001-08-10")
    assert FORMER in found.possible or not found.exact
    exact = record(joined("a", "2000-01-01"), left("b", "2001-06-20"), joined("c", "2001-06-15"))
    assert exact.timeline("XAA").on("2001-08-10").possible <= found.possible, "refining a date adds nothing"


def test_a_notice_and_a_consent_of_one_day_mean_the_same_in_either_order() -> None:
    first, notice, again = joined("a", "2000-01-01"), left("b", "2001-06-01"), joined("c", "2001-06-01")
    lives = {tuple(life(*acts)) for acts in permutations([first, notice, again])}
    assert len(lives) == 1


def test_each_episode_has_its_own_notice_and_its_own_pause() -> None:
    treaty = record(
        joined("a", "2000-01-01"),
        act("p", "suspension", "2000-06-01", ground="consent"),
        left("b", "2001-06-01"),
        joined("c", "2002-06-15"),
        left("d", "2003-06-01"),
    )
    line = treaty.timeline("XAA")
    assert [line.on(day).suspended for day in ("2001-01-01", "2002-07-01")] == [Truth.YES, Truth.NO]
    assert [line.on(day).leaving for day in ("2001-06-15", "2002-07-01", "2003-06-15")] == [
        Truth.YES,
        Truth.NO,
        Truth.YES,
    ]
    assert [line.on(day).status for day in ("2001-08-01", "2002-07-01", "2003-07-01")] == [FORMER, PARTY, FORMER]
