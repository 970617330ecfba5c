"""The event list: every column, what is left out, and that everything written into it comes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import treatykit as tk
from treatykit.corpus import Corpus
from treatykit.files.registers import clauses, events, ieadb, many, mtdsg, sheets, uk
from treatykit.files.registers.cells import BLANKS
from treatykit.files.registers.events import COLUMNS, MORE
from treatykit.files.registers.report import Outcome, Report
from treatykit.record.acts import Act
from treatykit.record.clauses import Instruments
from treatykit.record.coverage import Coverage, Silence
from treatykit.record.sources import Claim
from treatykit.testing import treaties
from treatykit.treaty import Treaty


class Named(io.StringIO):
    """An open file with a name."""

    def __init__(self, text: str, name: str = "events.csv") -> None:
        super().__init__(text)
        self.name = name


def table(*rows: dict[str, str]) -> Named:
    """An event list; a row is about the pact, unless it says otherwise."""
    columns = ["treaty", "party", "act", "date"]
    columns += [name for name in (*COLUMNS, *MORE) if name not in columns and any(name in row for row in rows)]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"treaty": "pact", **row} for row in rows)
    return Named(text.getvalue())


def read(*rows: dict[str, str], **options: Any) -> tuple[Corpus, Report]:
    return events.read(table(*rows), **({"clauses": []} | options))


def one(*rows: dict[str, str], **options: Any) -> tuple[Treaty, Report]:
    corpus, report = read(*rows, **options)
    (treaty,) = corpus.treaties
    return treaty, report


def row(party: str, act: str, date: str = "", **more: str) -> dict[str, str]:
    return {"party": party, "act": act, "date": date, **more}


def statuses(treaty: Treaty, day: str, party: str | None = None) -> set[str]:
    return {str(status) for status in treaty.status_on(day, party).possible}


SIGNED = row("XAA", "signature", "1931-06-20")


# ------------------------------------------------------------------------------------------- acts


@pytest.mark.parametrize(
    ("given_row", "expected"),
    [
        (row("XAA", "signature", "1931-06-20"), "1931-06-20  signature by XAA"),
        (row("XAA+XBB", "signature", "1931-06-20"), "1931-06-20  signature by XAA and XBB"),
        (row("France + Spain", "signature", "1931-06-20"), "1931-06-20  signature by FRA and ESP"),
        (row("XAA", "ratification", "1931-07-01"), "1931-07-01  deposit of an instrument of ratification by XAA"),
        (row("XAA", "Accession", "1931-07-01"), "1931-07-01  deposit of an instrument of accession by XAA"),
        (row("XAA", "formal confirmation", "1931"), "1931  deposit of an instrument of formal confirmation by XAA"),
        (row("XAA", "deposit", "1931", instrument="approval"), "1931  deposit of an instrument of approval by XAA"),
        (row("XAA", "Withdrawal-Notice", "1931-07"), "1931-07  withdrawal notice by XAA"),
        (row("", "entry into force", "1931-07-01"), "1931-07-01  entry into force"),
        (row("XAA", "entry_into_force", "1931-07-01"), "1931-07-01  entry into force by XAA"),
        (row("XAA", "ratification", "02.12.1931"), "1931-12-02  deposit of an instrument of ratification by XAA"),
        (row("XAA", "ratification", "1931-07-01?"), "1931-07-01?  deposit of an instrument of ratification by XAA"),
        (row("XAA", "ratification", "1931-07/1931-08"), "1931-07/1931-08  deposit of an instrument of ..."),
    ],
)
def test_a_row_is_an_act(given_row: dict[str, str], expected: str) -> None:
    treaty, report = one(row("XBB", "signature", "1931-01-01"), given_row)
    assert str(treaty.acts[1]).startswith(expected.removesuffix("..."))
    assert not report.lost


def test_what_is_left_out_is_not_stated() -> None:
    treaty, _ = one(SIGNED, row("XAA", "withdrawal_effective", "1940-01-01"))
    signature, exit_ = treaty.acts
    assert signature.subject_to == "not_stated"
    assert exit_.ground == "not_stated"
    assert (signature.id, exit_.id) == ("signature-XAA", "withdrawal-effective-XAA")
    (claim,) = signature.claims
    assert (claim.source, claim.at, str(claim.rank), claim.evidence) == ("table", "line 2", "normal", None)


@pytest.mark.parametrize("word", ["definitive_signature", "definitive signature", "Definitive-Signature"])
def test_a_definitive_signature_is_subject_to_nothing(word: str) -> None:
    treaty, _ = one(row("XAA", word, "1931-06-20"))
    assert (treaty.acts[0].kind, treaty.acts[0].subject_to) == ("signature", "nothing")


def test_every_column_has_its_field() -> None:
    treaty, report = one(
        row("XAA", "suspension", "1935-01-01", id="pause", scope="2(1); 3 bis"),
        row(
            "XAA",
            "deposit",
            "1931-07-01",
            effective="1931-08-01",
            received="1931-07-03",
            instrument="ratification",
            source="gazette",
            note="A note",
            id="deposit-1",
            episode="1",
            place="Tunbridge",
            body="Foreign Office",
            number="12",
            summary="A ship brought it.",
            rank="preferred",
            evidence="official",
            at="p. 3",
            claim_note="As printed",
        ),
        row("XAA", "signature", "1931-06-20", subject_to="ratification"),
        row("XAA", "withdrawal_notice", "1940-01-01", ground="clause", id="notice"),
        row("XAA", "notice_revoked", "1940-02-01", of="notice"),
    )
    assert not report.lost
    about = {"source": "gazette", "rank": "preferred", "evidence": "official", "at": "p. 3", "note": "As printed"}
    assert treaty.act("deposit-1") == Act(
        id="deposit-1",
        kind="deposit",
        by=["XAA"],
        claims=[Claim(date="1931-07-01", **about)],
        effective=[Claim(date="1931-08-01", **about)],
        received=[Claim(date="1931-07-03", **about)],
        instrument="ratification",
        episode=1,
        place="Tunbridge",
        body="Foreign Office",
        number="12",
        summary="A ship brought it.",
        note="A note",
    )
    assert treaty.act("pause").scope == ("2(1)", "3 bis")
    assert treaty.act("signature-XAA").subject_to == "ratification"
    assert treaty.act("notice").ground == "clause"
    assert treaty.act("notice-revoked-XAA").of == "notice"
    assert report.outcomes[Outcome.ACT] == report.cells == 7


def test_several_rows_for_one_act_are_claims() -> None:
    treaty, report = one(
        row("XAA", "signature", "1931-06-20", source="gazette", rank="preferred"),
        row("XAA", "signature", "1931-06-21", source="wire"),
        row("XAA", "signature", "1931-06-20", source="gazette", rank="preferred"),
    )
    (signature,) = treaty.acts
    assert [(str(claim.date), claim.source) for claim in signature.claims] == [
        ("1931-06-20", "gazette"),
        ("1931-06-21", "wire"),
    ]
    assert report.outcomes[Outcome.REPEATED] == 1
    assert {remark.code for remark in report.remarks} == {"two-dates", "repeated-row"}
    assert statuses(treaty, "1931-06-20", "XAA") == {"signatory"}
    assert statuses(treaty.using("all"), "1931-06-20", "XAA") == {"signatory", "none"}


def test_acts_about_different_things_are_different_acts() -> None:
    treaty, report = one(
        row("XAA", "domestic_approval", "1931-06-25", body="Lower House"),
        row("XAA", "domestic_approval", "1931-06-28", body="Upper House"),
        row("XAA", "declaration", "1931-07-01", note="On eels"),
        row("XAA", "declaration", "1931-07-02", note="On elvers"),
    )
    assert [len(act.claims) for act in treaty.acts] == [1, 1, 1, 1]
    assert not report.doubts


def test_rows_with_one_id_are_claims_on_one_act_and_its_effect() -> None:
    treaty, report = one(
        row("XAA", "accession", "1931-07-01", id="a", source="gazette"),
        row("XAA", "accession", "", effective="1931-08-01", id="a", source="wire"),
    )
    (deposit,) = treaty.acts
    assert [(str(claim.date), claim.source) for claim in deposit.effective] == [("1931-08-01", "wire")]
    assert not report.lost


def test_a_return_is_another_stay() -> None:
    treaty, _ = one(
        row("XAA", "entry_into_force", "1931-07-01"),
        row("XAA", "withdrawal_effective", "1940-01-01"),
        row("XAA", "entry_into_force", "1950-01-01"),
        row("XAA", "signature", "1960-01-01"),
    )
    assert [act.episode for act in treaty.acts][:3] == [None, None, 2]
    assert statuses(treaty, "1945-01-01", "XAA") == {"former"}
    assert statuses(treaty, "1955-01-01", "XAA") == {"party"}


# ------------------------------------------------------------------------------------------- rows about the treaty


def test_rows_about_the_treaty() -> None:
    treaty, report = one(
        row("", "title", note="Pact on Eels"),
        row(
            "", "coverage", "1930-01-01/1940-01-01", note="silent: withdrawal XAA; silent: signature; caveat: Mind; it."
        ),
        row("", "source", source="gazette", note="The Gazette, No. 12"),
        row("XBB", "participant", note="name: Second State"),
        row("XCC", "participant", note="Never came"),
        SIGNED | {"source": "gazette"},
    )
    assert treaty.title == "Pact on Eels"
    assert treaty.source("gazette").title == "The Gazette, No. 12"
    assert treaty.party("XBB").name == "Second State"
    assert (treaty.party("XCC").name, treaty.party("XCC").note) == ("XCC", "Never came")
    assert treaty.coverage == Coverage(
        since="1930-01-01",
        beyond="unknown",
        silences=[Silence(on="signature"), Silence(on="entry"), Silence(on="withdrawal", by=["XAA"])],
        note="Mind; it.",
    )
    assert str(treaty.reviewed_through) == "1940-01-01"
    assert (report.rows, report.kept_rows) == (6, 6)
    for day in ("1929-12-31", "1940-01-02"):
        assert treaty.status_on(day, party="XAA").found.unknown


def test_coverage_that_says_whether_the_parties_are_complete_tells_everything() -> None:
    treaty, _ = one(
        row("", "coverage", "../1940-01-01", note="complete: yes; beyond: projected; bilateral: yes"),
        SIGNED,
        row("XBB", "participant"),
    )
    assert treaty.coverage == Coverage()
    assert treaty.parties_complete
    assert treaty.is_bilateral
    assert statuses(treaty, "1950-01-01", "XAA") == {"signatory"}


def test_without_coverage_the_list_speaks_up_to_its_latest_act() -> None:
    treaty, _ = one(SIGNED, row("XBB", "accession", "1935-01-01"), row("", "termination", "1960-01-01"))
    assert str(treaty.reviewed_through) == "1935-01-01"
    treaty, _ = one(SIGNED, as_of="1950-01-01")
    assert str(treaty.reviewed_through) == "1950-01-01"


def test_an_organisation_of_ones_own_is_named_in_a_row() -> None:
    treaty, report = one(
        row("EEL-UNION", "participant", note="organisation: Eel Union"), row("EEL-UNION", "signature", "1931-06-20")
    )
    (party,) = treaty.parties
    assert (party.code, party.name, party.kind) == ("EEL-UNION", "Eel Union", "organisation")
    assert not report.lost


def test_several_treaties_in_one_list() -> None:
    corpus, _ = read(SIGNED, SIGNED | {"treaty": "Eel Treaty (1931)"})
    assert [treaty.id for treaty in corpus] == ["pact", "eel-treaty-1931"]
    assert corpus["Eel Treaty (1931)"].id == "eel-treaty-1931"


# ------------------------------------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        (SIGNED | {"treaty": ""}, "no-treaty", "names no treaty"),
        (row("Ruritania", "signature", "1931"), "unknown-name", "did you mean"),
        (row("XAA", "ratificaton", "1931"), "unknown-act", "did you mean 'ratification'?"),
        (row("XAA", "", "1931"), "unknown-act", "no kind of act"),
        (row("XAA", "exchange", "1931"), "incomplete", "done together"),
        (row("", "domestic_approval", "1931"), "incomplete", "belongs to a party"),
        (row("XAA+XBB", "prolongation", "1931"), "incomplete", "the new end"),
        (row("XAA", "signature", ""), "incomplete", "no date"),
        (row("XAA", "signature", "12/31/1931"), "impossible-day", "no month 31"),
        (row("XAA", "signature", "1931-02-29"), "impossible-day", "28 days"),
        (row("XAA", "signature", "soon"), "unreadable-date", "is needed"),
        (row("XAA", "signature", "=A1"), "formula", "formula"),
        (row("=A1", "signature", "1931"), "formula", "formula"),
        (row("XAA", "signature", "1931", subject_to="luck"), "unknown-value", "'luck' is not one of"),
        (row("XAA", "termination", "1931", ground="luck"), "unknown-value", "'luck' is not one of"),
        (row("XAA", "signature", "1931", rank="best"), "unknown-value", "'best' is not one of"),
        (row("XAA", "signature", "1931", evidence="none"), "unknown-value", "'none' is not one of"),
        (row("XAA", "suspension", "1931", scope="Annex I"), "unknown-value", "'Annex I' is not a place"),
        (row("XAA", "signature", "1931", episode="0"), "unknown-value", "count from 1"),
        (row("XAA", "notice_revoked", "1931", of="nothing"), "incomplete", "not in the list"),
        (row("XAA", "notice_revoked", "1931", of="first"), "incomplete", "cannot answer 'first'"),
        (row("", "source", note="A title"), "incomplete", "its id"),
        (row("", "participant"), "no-participant", "names no participant"),
        (row("eel", "participant", note="organisation: Eel Union"), "unknown-value", "capital letters"),
    ],
)
def test_a_row_that_cannot_be_read_is_reported_with_its_place(wrong: dict[str, str], code: str, message: str) -> None:
    treaty, report = one(SIGNED | {"id": "first"}, wrong)
    assert [act.id for act in treaty.acts] == ["first"]
    (remark,) = report.lost
    assert (remark.code, remark.line) == (code, 3)
    assert message in remark.message
    assert report.outcomes[Outcome.LOST] == bool(wrong["date"])


def test_what_coverage_cannot_say_is_doubtful() -> None:
    _, report = one(SIGNED, row("", "coverage", "../1940", note="quiet: withdrawal"))
    (remark,) = report.doubts
    assert (remark.code, remark.column) == ("unknown-value", "note")


def test_an_id_that_two_acts_claim_goes_to_the_first() -> None:
    treaty, report = one(SIGNED | {"id": "s"}, row("XBB", "signature", "1931-06-21", id="s"))
    assert [act.id for act in treaty.acts] == ["s", "signature-XBB"]
    assert [remark.code for remark in report.doubts] == ["id-twice"]


def test_an_id_that_is_made_up_leaves_those_of_the_list_alone() -> None:
    treaty, _ = one(SIGNED, row("XBB", "signature", "1931-06-21", id="signature-XAA"))
    assert [act.by for act in treaty.acts if act.id == "signature-XAA"] == [("XBB",)]
    assert len({act.id for act in treaty.acts}) == 2


@pytest.mark.parametrize("missing", ["treaty", "party", "act", "date"])
def test_four_columns_are_needed(missing: str) -> None:
    columns = [name for name in ("treaty", "party", "act", "date") if name != missing]
    with pytest.raises(tk.TreatyFileError, match=f"no column '{missing}'"):
        events.read(Named(",".join(columns) + "\nx,y,z\n"))


def test_further_columns_are_told_and_left_aside() -> None:
    _, report = events.read(Named("treaty,party,act,date,colour\npact,XAA,signature,1931,red\n"), clauses=[])
    (remark,) = report.notes
    assert (remark.code, remark.message) == ("column-not-read", "not imported: colour")


# ------------------------------------------------------------------------------------------- written and read back


def claims_of(act: Act) -> Act:
    """An act as a list tells of it: without people, and without claims that are told twice."""
    claims, received, effective = (tuple(dict.fromkeys(told)) for told in (act.claims, act.received, act.effective))
    return attrs.evolve(act, people=(), claims=claims, received=received, effective=effective)


def silences(treaty: Treaty) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for silence in treaty.coverage.silences if treaty.coverage is not None else ():
        known = found.setdefault(str(silence.on), set(silence.by))
        if not silence.by or not known:
            known.clear()
        else:
            known.update(silence.by)
    return found


def told(treaty: Treaty) -> tuple[object, ...]:
    """All that an event list holds of a treaty."""
    coverage = treaty.coverage or Coverage()
    return (
        (treaty.id, treaty.title, treaty.form, treaty.parties_complete, treaty.reviewed_through),
        [(party.code, party.name, party.kind) for party in treaty.parties],
        [claims_of(act) for act in treaty.acts],
        {source.id: source.title for source in treaty.sources if not source.title.startswith("Event list ")},
        (coverage.since, coverage.beyond, coverage.note),
        silences(treaty),
    )


def every_status(treaty: Treaty) -> list[object]:
    """The status of the treaty and of every participant, on every day."""
    return [
        [(period.start, period.until, period.value.possible) for period in treaty.timeline(party)]
        for party in (None, *(party.code for party in treaty.parties))
    ]


def back(treaties_: Iterable[Treaty]) -> tuple[Treaty, ...]:
    """The treaties written into an event list with a file of clauses beside it, and read again."""
    known = list(treaties_)
    corpus, report = events.read(Named(events.dump(known)), clauses=clauses.of(known))
    assert not report.lost
    assert report.understood == 1.0
    assert report.rows == report.kept_rows
    return corpus.treaties


BUNDLED = tk.load_all().treaties


@pytest.mark.parametrize("treaty", BUNDLED, ids=[treaty.id for treaty in BUNDLED])
def test_a_bundled_record_comes_back(treaty: Treaty) -> None:
    (again,) = back([treaty])
    assert told(again) == told(treaty)
    assert every_status(again) == every_status(treaty)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(treaties(covered=True, most_claims=3) | treaties(most_claims=3))
def test_a_drawn_treaty_comes_back(treaty: Treaty) -> None:
    (again,) = back([treaty])
    assert told(again) == told(treaty)
    assert every_status(again) == every_status(treaty)


IMPORTED = {
    "mtdsg": lambda: mtdsg.read(
        Named(
            'Participant,Signature,"Ratification, Succession(d)"\nFrance,2 Apr 1931,1 Jul 1931\n[Spain] 2,,1 Jan 1932\n'
            "Eel Union,,5 May 1933\nSlovenia,,6 Jul 1992 d\n",
            "4-4.csv",
        ),
        names={"Eel Union": "EEL-UNION"},
        left="not_shown",
    ),
    "many": lambda: many.read(
        Named(
            "stateID,treatyID,Title,Signature,StateSignature,StateRatification,Force,StateForce,StateEnd\n"
            "XAA,XAA-XBB_1931A,Pact,1931-06-20?,1931-06-20,1931,1932,1932-07,9999-12-31\n"
            "XBB,XAA-XBB_1931A,Pact,1931-06-20?,,,1932,9999-12-31,\n"
        )
    ),
    "ieadb": lambda: ieadb.read(
        Named(
            "country,mitch_id,treatyname,csig,crat,ceif3,ceif4,ceif5\n"
            "France,77,Eel Convention,1946-12-02,1947-03-10,1948-11-10,1959-06-30,1962-05-04\nSpain,77,x,,,,,\n"
        )
    ),
    "sheets": lambda: sheets.read(Named("member,year,status\nFrance,1976,state party\nSpain,,no action\n", "eels.csv")),
    "uk": lambda: uk.read(
        Named(
            "uuid,record_id,type,title,country_name,signed_event_date,definative_eif_event_date\n"
            "u1,1,BI,Eel Treaty,FRANCE ; UNITED KINGDOM,1931-04-12,1931-05-01\n"
        )
    ),
}


@pytest.mark.parametrize("register", IMPORTED)
def test_an_imported_corpus_comes_back(register: str) -> None:
    corpus, _ = IMPORTED[register]()
    again = back(corpus)
    assert list(map(told, again)) == list(map(told, corpus))
    assert list(map(every_status, again)) == list(map(every_status, corpus))
    assert events.dump(again) == events.dump(corpus)


def test_the_clauses_come_back_from_a_file(tmp_path: Path) -> None:
    known = tk.load("usa-kor-1953")
    events.write(known, tmp_path / "events.csv")
    clauses.write(clauses.of(known), tmp_path / "clauses.toml")
    corpus, _ = events.read(tmp_path / "events.csv", clauses=tmp_path / "clauses.toml")
    again = corpus["usa-kor-1953"]
    assert (again.entry_into_force, again.duration) == (known.entry_into_force, known.duration)


def test_without_the_clauses_entry_into_force_is_not_told() -> None:
    known, _ = one(
        SIGNED,
        row("XAA", "ratification", "1932-01-01"),
        as_of="1940-01-01",
        clauses=clauses.Clauses([clauses.KnownTreaty(keys=["pact"], entry_into_force=Instruments(count=1))]),
    )
    assert statuses(known, "1933-01-01", "XAA") == {"party"}
    corpus, _ = events.read(Named(events.dump(known)), clauses=[])
    assert corpus.treaties[0].entry_into_force is None


def test_only_columns_that_are_needed_are_written() -> None:
    treaty, _ = one(row("XAA", "ratification", "1932-01-01"))
    assert events.dump(treaty).splitlines()[0] == ",".join((*COLUMNS, "id", "at"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool))
def test_no_text_is_taken_for_a_formula_and_every_text_comes_back(note: str) -> None:
    written, _ = one(SIGNED)
    (signature,) = written.acts
    written = attrs.evolve(written, acts=[attrs.evolve(signature, note=note)])
    text = events.dump(written)
    for cells in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    corpus, _ = events.read(Named(text), clauses=[])
    assert corpus.treaties[0].acts[0].note == ("" if note in BLANKS else note)


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@x", "'=1", "'x", "''=x"])
def test_a_formula_is_guarded(note: str) -> None:
    written, _ = one(SIGNED | {"note": note})
    (signature,) = written.acts
    written = attrs.evolve(written, acts=[attrs.evolve(signature, note=note)])
    corpus, _ = events.read(Named(events.dump(written)), clauses=[])
    assert corpus.treaties[0].acts[0].note == note
