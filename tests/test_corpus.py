"""Many treaties together: look-up, filters, links across records, and what two States owe each other."""

from __future__ import annotations

import pickle
from datetime import timedelta

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import treatykit as tk
from treatykit.record.clauses import EntryIntoForce, OnDay, OnSignature
from treatykit.record.context import Link, Title
from treatykit.record.sources import Source
from treatykit.record.states import Party
from treatykit.testing import day_sets, treaties


def pact(
    id: str, *, signed: str, links: tuple[Link, ...] = (), clause: EntryIntoForce | None = None, atop: str = "defense"
) -> tk.Treaty:
    """A treaty in force on signature, with one pledge."""
    pledge = tk.Obligation(
        id="pledge", at="1", modality="must", action="help", atop=[atop], themes=["security"], sources=["s"]
    )
    return tk.Treaty(
        id=id,
        titles=[Title(lang="en", text=f"Pact {id}")],
        reviewed_through="2010-12-31",
        parties=[Party(code="XAA", name="Aland"), Party(code="XBB", name="Bland")],
        sources=[Source(id="s", title="Gazette")],
        entry_into_force=clause or OnSignature(),
        acts=[
            tk.Act(
                id="signature",
                kind="signature",
                by=["XAA", "XBB"],
                subject_to="nothing",
                claims=[tk.Claim(date=signed, source="s")],
            )
        ],
        articles=[tk.Article(at="1", obligations=[pledge])],
        links=links,
    )


def superseding(old: str) -> tuple[Link, ...]:
    return (Link(kind="supersedes", treaty=old),)


def test_a_corpus_is_looked_up_by_id_title_and_name() -> None:
    corpus = tk.Corpus([pact("old", signed="2001-01-01"), pact("new", signed="2005-01-01")])
    assert len(corpus) == 2
    assert [treaty.id for treaty in corpus] == ["old", "new"]
    assert corpus["old"].id == corpus["pact OLD"].id == "old"
    assert "new" in corpus
    assert "other" not in corpus
    with pytest.raises(tk.UnknownTreatyError, match="did you mean 'new'"):
        corpus["newt"]


def test_two_treaties_with_one_id_are_refused() -> None:
    with pytest.raises(tk.RecordError, match="'old' stands already"):
        tk.Corpus([pact("old", signed="2001-01-01"), pact("old", signed="2002-01-01")])


def test_a_later_treaty_ends_the_earlier_one_without_gap_or_overlap() -> None:
    corpus = tk.Corpus([pact("old", signed="2001-01-01"), pact("new", signed="2005-01-01", links=superseding("old"))])
    assert str(corpus["old"].ended_on) == "2005-01-01"
    assert corpus["old"].in_force_on("2004-12-31") is tk.Truth.YES
    assert corpus["old"].in_force_on("2005-01-01") is tk.Truth.NO
    assert corpus["new"].in_force_on("2005-01-01") is tk.Truth.YES
    line = corpus.timeline("XAA", "XBB", about="defense")
    assert [str(period) for period in line] == [
        "[..., 2001-01-01) nothing",
        "[2001-01-01, 2005-01-01) old",
        "[2005-01-01, ...) new",
    ]


def test_the_link_can_stand_on_either_side() -> None:
    old = pact("old", signed="2001-01-01", links=(Link(kind="superseded_by", treaty="new"),))
    corpus = tk.Corpus([old, pact("new", signed="2005-01-01")])
    assert str(corpus["old"].ended_on) == "2005-01-01"


def test_a_treaty_that_never_enters_into_force_ends_nothing() -> None:
    new = attrs.evolve(pact("new", signed="2005-01-01", links=superseding("old")), acts=())
    corpus = tk.Corpus([pact("old", signed="2001-01-01"), new])
    assert corpus["old"].in_force_on("2010-01-01") is tk.Truth.YES


def test_political_succession_ends_nothing() -> None:
    new = pact("new", signed="2005-01-01", links=(Link(kind="succeeds", treaty="old"),))
    assert tk.Corpus([pact("old", signed="2001-01-01"), new])["old"].ended_on is None


def test_a_clause_can_wait_for_another_treaty() -> None:
    protocol = pact("protocol", signed="2003-01-01", clause=OnSignature(waits_for="parent"))
    corpus = tk.Corpus([protocol, pact("parent", signed="2005-06-01")])
    assert str(corpus["protocol"].in_force_from) == "2005-06-01"
    assert any(finding.code == "link-unresolved" for finding in protocol.check())
    assert not any(finding.code == "link-unresolved" for finding in corpus["protocol"].check())


def test_treaties_that_wait_for_each_other_do_not_hang() -> None:
    a = pact("a", signed="2003-01-01", clause=OnSignature(waits_for="b"))
    b = pact("b", signed="2004-01-01", clause=OnSignature(waits_for="a"))
    assert len(tk.Corpus([a, b])) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(day_sets())
def test_supersession_holds_for_imprecise_days(signed: tk.DaySet) -> None:
    new = pact("new", signed=str(signed), links=superseding("old"))
    corpus = tk.Corpus([pact("old", signed="2000-01-01"), new])
    old, new = corpus["old"], corpus["new"]
    assert old.ended_on == new.in_force_from == tk.DaySet(str(signed))
    assert signed.earliest is not None
    assert signed.latest is not None
    day = signed.earliest - timedelta(days=2)
    while day <= signed.latest + timedelta(days=2):
        # what is certain of the one is the opposite of what is certain of the other
        opposite = {tk.Truth.YES: tk.Truth.NO, tk.Truth.NO: tk.Truth.YES, tk.Truth.MAYBE: tk.Truth.MAYBE}
        assert old.in_force_on(day) is opposite[new.in_force_on(day)]
        day += timedelta(days=1)


def test_filters_keep_doubt() -> None:
    corpus = tk.Corpus([pact("sure", signed="2001-01-01"), pact("perhaps", signed="2001-01", atop="consultation")])
    assert [t.id for t in corpus.where(in_force_on="2001-01-15")] == ["sure", "perhaps"]
    assert [t.id for t in corpus.where(in_force_on="2000-12-31")] == []
    assert [t.id for t in corpus.where(atop="consultation")] == ["perhaps"]
    assert [t.id for t in corpus.where(party="XAA", theme="security")] == ["sure", "perhaps"]
    assert len(corpus.where(party="KOR")) == 0


def test_a_dyad_owes_a_union_over_treaties_and_each_duty_names_its_own() -> None:
    corpus = tk.Corpus([pact("one", signed="2001-01-01"), pact("two", signed="2002-01-01", atop="consultation")])
    duties = corpus.dyad("XAA", "XBB").duties(on="2003-01-01")
    assert {(duty.treaty, duty.at, duty.bearer) for duty in duties} == {
        ("one", "1", "XAA"),
        ("one", "1", "XBB"),
        ("two", "1", "XAA"),
        ("two", "1", "XBB"),
    }
    assert corpus.dyad("XAA", "XBB").duties(on="2000-01-01") == ()
    assert corpus.dyad("XAA", "KOR").duties(on="2003-01-01") == ()
    with pytest.raises(tk.UnknownPartyError):
        corpus.dyad("XAA", "XQQ")


def test_a_state_that_continues_another_takes_its_place() -> None:
    treaty = pact("old", signed="2001-01-01")
    parties = [attrs.evolve(treaty.parties[0], continued_by="RUS"), treaty.parties[1]]
    corpus = tk.Corpus([attrs.evolve(treaty, parties=parties)])
    answer = corpus["old"].status_on("2003-01-01", party="RUS")
    assert answer.status == "party"
    assert answer.because[0] == "RUS continues XAA, which takes part in the treaty."
    assert corpus.dyad("RUS", "XBB").duties(on="2003-01-01")


def test_the_horizon_of_a_dyad_is_the_earliest_of_its_treaties() -> None:
    other = attrs.evolve(pact("two", signed="2002-01-01"), reviewed_through="2005-01-01")
    dyad = tk.Corpus([pact("one", signed="2001-01-01"), other]).dyad("XAA", "XBB")
    assert str(dyad.reviewed_through) == "2005-01-01"
    assert tk.Corpus([]).dyad("RUS", "PRK").reviewed_through is None


def test_a_corpus_is_immutable_and_equal_by_value() -> None:
    corpus = tk.Corpus([pact("old", signed="2001-01-01"), pact("new", signed="2005-01-01", links=superseding("old"))])
    assert corpus == tk.Corpus(corpus) == pickle.loads(pickle.dumps(corpus))
    assert hash(corpus) == hash(tk.Corpus(corpus))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        corpus.treaties = ()  # type: ignore[misc]
    assert repr(corpus) == "<Corpus of 2 treaties>"
    assert "Pact old" in corpus._repr_html_()
    assert [treaty.id for treaty in corpus.adding(pact("more", signed="2006-01-01"))] == ["old", "new", "more"]


# ------------------------------------------------------------------------------------------- what if


def test_what_if_a_notice_were_received() -> None:
    treaty = pact("old", signed="2001-01-01").what_if("withdrawal_notice", on="2004-01-01", by="XAA")
    answer = treaty.status_on("2004-06-01", party="XBB")
    assert (answer.status, answer.leaving, answer.hypothetical) == ("party", tk.Truth.YES, True)
    assert treaty.status_on("2005-01-01", party="XBB").status == "former"  # twelve months: VCLT 56(2)
    assert "hypothetical" in repr(treaty)


def test_what_if_a_suspension_and_a_deposit() -> None:
    treaty = pact("old", signed="2001-01-01").what_if("suspension", on="2004-01-01", by=["XAA", "XBB"])
    assert treaty.status_on("2004-06-01", party="XAA").suspended is tk.Truth.YES
    waiting = attrs.evolve(pact("w", signed="2001-01-01", clause=OnDay(day="2003-01-01")), acts=())
    both = waiting.what_if("deposit", on="2002-01-01", by="XAA").what_if("deposit", on="2002-02-01", by="XBB")
    assert both.in_force_on("2003-01-01") is tk.Truth.YES
    assert both.hypothetical == ("what-if-1", "what-if-2")


def test_an_act_can_be_added_whole() -> None:
    treaty = pact("old", signed="2001-01-01")
    more = treaty.with_act(attrs.evolve(treaty.acts[0], id="again"))
    assert more.hypothetical == ("again",)
    assert treaty.hypothetical == ()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(treaties(bilateral=True, imprecise=1))
def test_a_dyad_of_one_treaty_says_what_the_treaty_says(treaty: tk.Treaty) -> None:
    dyad = tk.Corpus([treaty]).dyad("XAA", "XBB")
    for day in ("2001-06-01", "2002-06-01", "2003-06-01"):
        owed = {(duty.obligation.id, duty.bearer) for duty in dyad.duties(on=day)}
        direct = {
            (duty.obligation.id, duty.bearer)
            for duty in treaty.duties(on=day)
            if duty.binding is not tk.Truth.NO and duty.bearer is not None
        }
        assert owed == direct


# ------------------------------------------------------------------------------------------- lists with gaps


def test_who_is_missing_from_an_incomplete_list_is_unknown() -> None:
    treaty = attrs.evolve(pact("old", signed="2001-01-01"), parties_complete=False)
    answer = treaty.status_on("2003-01-01", party="KOR")
    assert answer.possible == frozenset(tk.PartyStatus)
    assert "does not list all participants" in answer.because[0]
    assert treaty.status_on("2003-01-01", party="XAA").status == "party"
    assert tk.parse(tk.dump(treaty)) == treaty
    assert pact("old", signed="2001-01-01").status_on("2003-01-01", party="KOR").status == "none"
