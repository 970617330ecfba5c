"""The command line: every command and option, as text and as data, exit codes, and every way to go wrong."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import treatykit as tk
from treatykit import reporting
from treatykit.cli import main

ID = "rus-prk-2024"
SOURCE = str(Path(tk.__file__).resolve().parents[1])

#: A pact that ended on a day that is certain, with one act that is not dated to the day, between invented States.
PACT = """
format = "treatykit/1"
id = "xfr-xsy-1931"
reviewed_through = "1950-12-31"

[title]
en = "Pact of Mutual Aid\u001b[31m between Freedonia and Sylvania"

[[party]]
code = "XFR"
name = "Freedonia"

[[party]]
code = "XSY"
name = "Sylvania"

[[source]]
id = "gazette"
title = "Official Gazette"
url = "http://gazette.example/a_b_ADDRESS"
published = "1931-07-03"

[entry_into_force]
rule = "on_signature"

[[act]]
id = "signature"
kind = "signature"
by = ["XFR", "XSY"]
subject_to = "nothing"
claims = [{ date = "1931-06", source = "gazette" }]

[[act]]
id = "end"
kind = "termination"
ground = "consent"
claims = [{ date = "1940-03-01", source = "gazette" }]

[[link]]
kind = "superseded_by"
treaty = "xfr-xsy-1940"
sources = ["gazette"]

[[unknown]]
about = "text"
what = "The text."
note = "lost"

[[article]]
at = "1"
title = "Aid"
summary = "Aid in war."
sources = ["gazette"]

[[article]]
at = "2"

[[obligation]]
id = "aid"
at = "1"
modality = "must"
action = "help"
trigger = { kind = "force.attack", against = "toward" }
time_limit = "at once"
subject_to = ["its laws"]
themes = ["war"]
sources = ["gazette"]

[[obligation]]
id = "dissolution"
at = "1"
bearer = "none"
modality = "declares"
action = "that the pact may be dissolved"
sources = ["gazette"]
"""


class Answer:
    """What one command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def flat(self) -> str:
        """The text without its line breaks."""
        return " ".join(self.out.split())


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*argv: object) -> Answer:
        code = main([str(each) for each in argv])
        caught = capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    return run


@pytest.fixture
def pact(tmp_path: Path) -> Path:
    file = tmp_path / "xfr-xsy-1931.toml"
    file.write_text(PACT.replace("\x1b", "\\u001b").replace("ADDRESS", ADDRESS), encoding="utf-8")
    return file


#: Longer than a line.
ADDRESS = "1931-07-03/" * 10


def process(*argv: str, stdout: int = subprocess.PIPE, **env: str) -> subprocess.CompletedProcess[bytes]:
    """``python -m treatykit`` in a process of its own, in a folder of no importance."""
    return subprocess.run(
        [sys.executable, "-m", "treatykit", *argv],
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=os.path.abspath(os.sep),
        env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONUNBUFFERED": "", **env},
        check=False,
        timeout=120,
    )


def refused(answer: Answer, *words: str) -> None:
    """Exit code 2, nothing on standard output, and one line on standard error that holds the words."""
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("treatykit: ")
    assert answer.err.count("\n") == 1
    assert answer.err.endswith("\n")
    for word in words:
        assert word in answer.err


# ------------------------------------------------------------------------------------------- the question


def test_was_article_4_in_force_in_october_2024(ask: Ask) -> None:
    answer = ask("duties", ID, "--on", "2024-10", "--attack-on", "PRK")
    assert answer.code == 0
    assert answer.err == ""
    assert f"{ID}, during 2024-10; given: armed attack against PRK" in answer.lines
    assert "In force: no" in answer.lines
    assert "  - pending from 2024-06-19 until 2024-12-04 (last day 2024-12-03)" in answer.lines
    assert "Duties found: 1 (1 not binding)" in answer.lines
    assert "Art. 4, RUS towards PRK: not binding" in answer.lines
    assert "Recorded for that time, about these articles:" in answer.lines
    assert "troops" in answer.flat
    assert "To be kept in mind:" in answer.lines
    assert "Sources:" in answer.lines
    assert answer.lines.index("In force: no") < answer.lines.index("Art. 4, RUS towards PRK: not binding")
    assert "Not sourced, so that it is not known what duties they hold: Art. 13, 14, 19, 21." in answer.flat


def test_and_in_january_2025(ask: Ask) -> None:
    answer = ask("duties", ID, "--on", "2025-01-01", "--attack-on", "PRK")
    assert f"{ID}, on 2025-01-01; given: armed attack against PRK" in answer.lines
    assert "In force: yes" in answer.lines
    assert "Art. 4, RUS towards PRK: binding" in answer.lines


# ------------------------------------------------------------------------------------------- list


def test_list(ask: Ask) -> None:
    answer = ask("list")
    assert answer.code == 0
    at = answer.lines.index(ID)
    assert tk.load(ID).title in " ".join(line.strip() for line in answer.lines[at + 1 : at + 3])
    assert "signed 2024-06-19, in force from 2024-12-04; reviewed through " in answer.out
    assert all(id in answer.lines for id in tk.catalogue())


def test_list_as_data(ask: Ask) -> None:
    treaties = ask("list", "--json").data["treaties"]
    assert [each["treaty"] for each in treaties] == list(tk.catalogue())
    one = next(each for each in treaties if each["treaty"] == ID)
    assert one["parties"] == ["RUS", "PRK"]
    assert (one["signed_on"], one["in_force_from"], one["ended_on"]) == ("2024-06-19", "2024-12-04", None)
    assert one["status"] == ["in_force"]
    assert one["reviewed_through"] == str(tk.load(ID).reviewed_through)


# ------------------------------------------------------------------------------------------- show


def test_show(ask: Ask) -> None:
    answer = ask("show", ID)
    assert answer.code == 0
    for part in (
        "participants party: Russian Federation (RUS), Democratic People's Republic of Korea (PRK)",
        "signatories RUS, PRK",
        "signed 2024-06-19 (by all claims: [2024-06-18,2024-06-19])",
        "entry into force 2024-12-04 ",
        "end none in the record",
        "entry clause on the exchange of instruments (Art. 22)",
        "duration indefinite; ends 1 year after notice (Art. 23)",
        "Articles and preamble: 24, with ",
        "not sourced: 13, 19, 21",
        "supersedes rus-prk-2000",
        "Not known:",
        "registration: Whether the treaty has been registered",
    ):
        assert part in answer.flat
    names = answer.lines[answer.lines.index("Names:") :]
    assert any("Договор" in line for line in names)


def test_show_tells_the_ratification_chains_in_order_and_the_planes_apart(ask: Ask) -> None:
    answer = ask("show", ID)
    at = answer.lines.index("Ratification, RUS (Russian Federation):")
    chain = answer.lines[at + 1 : answer.lines.index("", at)]
    days = [line[4:14] for line in chain if line.startswith("  - ")]
    assert days == sorted(days)
    (duma,) = (line for line in chain if line.startswith("  - 2024-10-24  State Duma"))
    assert "domestic" in duma
    assert tk.load(ID).act("rus-duma").summary in answer.flat
    assert "[" in "".join(chain).split("State Duma (")[1].split("2024-11-06")[0]  # its sources
    assert "international" in "".join(chain).split("2024-12-04")[1]
    assert "international" not in "".join(chain).split("2024-12-04")[0]


def test_show_one_party(ask: Ask) -> None:
    answer = ask("show", ID, "--party", "PRK")
    assert "Ratification, PRK (Democratic People's Republic of Korea):" in answer.lines
    assert "Ratification, RUS" not in answer.out


def test_show_as_data(ask: Ask) -> None:
    data = ask("show", ID, "--json").data
    assert data["treaty"] == ID
    assert data["titles"]["ru"].startswith("Договор")
    assert data["signatories"] == ["RUS", "PRK"]
    assert data["under_all_claims"]["signed_on"] == "[2024-06-18,2024-06-19]"
    assert [(party["code"], party["status"]) for party in data["parties"]] == [("RUS", ["party"]), ("PRK", ["party"])]
    chain = {chain["party"]: chain["steps"] for chain in data["ratification"]}["RUS"]
    assert [(step["date"], step["plane"]) for step in chain][-1] == ("2024-12-04", "international")
    assert {"domestic_step", "domestic_approval", "exchange"} == {step["kind"] for step in chain}
    assert data["articles"]["content"]["not_sourced"] == ["13", "19", "21"]
    assert {source["id"] for source in data["sources"]} >= set(chain[0]["sources"])
    assert data["unknowns"]


def test_show_tells_an_end_by_its_first_day_out_and_its_last_day(ask: Ask, pact: Path) -> None:
    answer = ask("show", pact)
    assert "end               1940-03-01 (last day 1940-02-29)" in answer.out
    assert "participants      former: Freedonia (XFR), Sylvania (XSY)" in answer.out
    assert "superseded by xfr-xsy-1940" in answer.out
    assert "text: The text. (lost)" in answer.out
    assert ask("show", pact, "--json").data["last_day"] == "1940-02-29"


def test_a_list_of_participants_that_is_not_complete_says_so(ask: Ask, pact: Path) -> None:
    assert "others are not in the record" not in ask("show", pact).out
    text = pact.read_text(encoding="utf-8")
    pact.write_text(
        text.replace("\n[title]", "\nform = 'multilateral'\nparties_complete = false\n[title]"), encoding="utf-8"
    )
    assert "others are not in the record" in ask("show", pact).flat
    assert ask("show", pact, "--json").data["parties_complete"] is False
    assert "FRA: unknown" in ask("show", pact, "--on", "1935", "--party", "FRA").out
    duties = ask("duties", pact, "--on", "1935", "--bearer", "FRA")
    assert "does not list all participants" in duties.flat
    assert "third State" not in duties.flat


def test_a_state_that_continues_a_participant_can_be_asked_about(ask: Ask, pact: Path) -> None:
    text = pact.read_text(encoding="utf-8")
    pact.write_text(text.replace('name = "Freedonia"', 'name = "Freedonia"\ncontinued_by = "FRA"'), encoding="utf-8")
    assert [chain["party"] for chain in ask("show", pact, "--party", "FRA", "--json").data["ratification"]] == ["XFR"]
    assert "FRA: party" in ask("show", pact, "--on", "1935-01-01", "--party", "FRA").lines
    assert "third State" not in ask("duties", pact, "--on", "1935-01-01", "--bearer", "FRA").flat


def test_chains_of_one_step_share_a_section(ask: Ask, pact: Path) -> None:
    lines = ask("show", pact).lines
    at = lines.index("Ratification:")
    assert lines[at + 1].startswith("  - XFR (Freedonia): 1931-06  ")
    assert lines[at + 2].startswith("  - XSY (Sylvania): 1931-06  ")


def test_show_on_a_day(ask: Ask) -> None:
    answer = ask("show", ID, "--on", "2024-11-10")
    assert answer.code == 0
    assert f"{ID}, on 2024-11-10" in answer.lines
    for head in ("the treaty: pending", "RUS (Russian Federation): signatory"):
        at = answer.lines.index(head)
        assert answer.lines[at + 1] == "  from 2024-06-19 until 2024-12-04 (last day 2024-12-03)"
        assert answer.lines[at + 2] == "  effect: good faith (VCLT 18, as treaty law or custom)"
        assert answer.lines[at + 3] == "  because:"
    assert "PRK (Democratic People's Republic of Korea): signatory" in answer.lines
    assert "To be kept in mind:" in answer.lines
    assert any(line.startswith("  - RUS, PRK: ") for line in answer.lines)  # said once, with whom it is about
    sources = answer.lines[answer.lines.index("Sources:") :]
    assert len({line for line in sources if line.startswith("  - [")}) == sum(
        line.startswith("  - [") for line in sources
    )


def test_show_over_days_tells_each_period(ask: Ask) -> None:
    answer = ask("show", ID, "--on", "2024-12", "--party", "RUS")
    at = answer.lines.index("RUS (Russian Federation): signatory or party [not certain]")
    assert answer.lines[at + 1] == "  - signatory from 2024-06-19 until 2024-12-04 (last day 2024-12-03)"
    assert answer.lines[at + 2] == "  - party from 2024-12-04 with no end known"


def test_show_on_a_day_as_data(ask: Ask) -> None:
    data = ask("show", ID, "--on", "2024-11-10", "--json").data
    assert data["on"] == "2024-11-10"
    assert [answer["party"] for answer in data["answers"]] == [None, "RUS", "PRK"]
    answer = data["answers"][1]
    asked = tk.load(ID).status_on("2024-11-10", party="RUS")
    assert answer["possible"] == ["signatory"]
    assert (answer["certain"], answer["projected"], answer["disputed"], answer["exact"]) == (True, False, False, True)
    assert (answer["since"], answer["until"], answer["last_day"]) == ("2024-06-19", "2024-12-04", "2024-12-03")
    assert [each["effect"] for each in answer["effects"]] == ["good_faith"]
    assert {answer[flag] for flag in ("provisional", "suspended", "leaving", "disclaimed")} == {"no"}
    assert answer["because"] == list(asked.because)
    assert answer["caveats"] == list(asked.caveats)
    assert [source["id"] for source in answer["sources"]] == [source.id for source in asked.sources]
    assert answer["hypothetical"] is False


def test_doubt_shows_in_the_data_and_in_the_text(ask: Ask) -> None:
    projected = ask("show", ID, "--on", "2050-01-01", "--party", "RUS", "--json").data["answers"][0]
    assert projected["projected"] is True
    disputed = ask("show", ID, "--on", "2024-06-18", "--party", "RUS", "--json").data["answers"][0]
    assert (disputed["disputed"], disputed["possible"], disputed["certain"]) == (True, ["none"], True)
    every = ask("show", ID, "--on", "2024-06-18", "--party", "RUS", "--json", "--policy", "all").data["answers"][0]
    assert (every["possible"], every["certain"]) == (["none", "signatory"], False)
    assert "[projected]" in ask("show", ID, "--on", "2050-01-01").out
    assert "[disputed]" in ask("show", ID, "--on", "2024-06-18").out
    assert "none or signatory [disputed, not certain]" in ask("show", ID, "--on", "2024-06-18", "--policy", "all").out


def test_a_third_state_can_be_asked_about(ask: Ask) -> None:
    answer = ask("show", ID, "--on", "2025-01-01", "--party", "KOR")
    assert answer.code == 0
    assert "KOR: none" in answer.lines
    assert "  on all days" in answer.lines


@pytest.mark.parametrize(
    "days", ["../2024", "2024/..", "../..", "0001-01-01", "9999-12-31", "2024?", "[2024-06-18,2024-12-04]"]
)
def test_any_set_of_days_is_answered(ask: Ask, days: str) -> None:
    data = ask("show", ID, "--on", days, "--json").data
    treaty = tk.load(ID)
    for answer in data["answers"]:
        asked = treaty.status_on(days, answer["party"])
        assert set(answer["possible"]) == {str(status) for status in asked.possible}
        assert {status for period in answer["periods"] for status in period["possible"]} == set(answer["possible"])
    assert ask("duties", ID, "--on", days, "--article", "4").code == 0


# ------------------------------------------------------------------------------------------- narrowing


def test_known_by(ask: Ask) -> None:
    answer = ask("show", ID, "--on", "2024-12-10", "--known-by", "2024-11-30")
    assert f"{ID}, on 2024-12-10, as it could be known on 2024-11-30" in answer.lines
    assert "the treaty: pending [projected]" in answer.lines
    data = ask("timeline", ID, "--known-by", "2024-11-30", "--json").data
    assert (data["known_by"], data["reviewed_through"]) == ("2024-11-30", "2024-11-30")
    assert data["timelines"][0]["periods"][-1]["possible"] == ["pending"]
    assert ask("duties", ID, "--on", "2024-12-10", "--known-by", "2024-11-30", "--json").data["in_force"] == "no"
    assert ask("show", ID, "--known-by", "2024-11-30", "--json").data["in_force_from"] is None
    refused(ask("show", ID, "--known-by", "2024-11"), "one exact day")


def test_policy(ask: Ask) -> None:
    answer = ask("show", ID, "--policy", "all")
    assert f"{ID}, by all claims that are not deprecated" in answer.lines
    assert "signed            [2024-06-18,2024-06-19]" in answer.out
    assert ask("show", ID, "--policy", "ranked").out == ask("show", ID).out
    data = ask("duties", ID, "--on", "2025-01-01", "--policy", "all", "--json").data
    assert data["policy"] == "all"
    ranked, every = (
        ask("timeline", ID, "--party", "RUS", "--policy", policy, "--json").data for policy in ("ranked", "all")
    )
    assert [period["possible"] for period in ranked["timelines"][0]["periods"]] == [["none"], ["signatory"], ["party"]]
    assert every["timelines"][0]["periods"][1]["possible"] == ["none", "signatory"]


# ------------------------------------------------------------------------------------------- duties


def found(answer: Answer) -> list[tuple[str, str | None, str | None]]:
    return [(duty["at"], duty["bearer"], duty["toward"]) for duty in answer.data["duties"]]


def asked_of_the_treaty(**question: Any) -> list[tuple[str, str | None, str | None]]:
    return [(duty.at, duty.bearer, duty.toward) for duty in tk.load(ID).duties(on="2025-01-01", **question)]


@pytest.mark.parametrize(
    ("options", "question"),
    [
        ([], {}),
        (["--bearer", "RUS"], {"bearer": "RUS"}),
        (["--toward", "RUS"], {"toward": "RUS"}),
        (["--theme", "science"], {"theme": "science"}),
        (["--article", "16"], {"article": 16}),
        (["--article", "preamble"], {"article": "preamble"}),
        (["--attack-on", "PRK"], {"given": tk.armed_attack(against="PRK")}),
        (["--threat-to", "RUS"], {"given": tk.threat(against="RUS")}),
        (["--request-by", "PRK"], {"given": tk.request(by="PRK")}),
        (
            ["--threat-to", "RUS", "--request-by", "PRK"],
            {"given": [tk.threat(against="RUS"), tk.request(by="PRK")]},
        ),
    ],
)
def test_duties_are_those_of_the_library(ask: Ask, options: list[str], question: dict[str, Any]) -> None:
    answer = ask("duties", ID, "--on", "2025-01-01", *options, "--json")
    assert answer.code == 0
    assert found(answer) == asked_of_the_treaty(**question)
    assert found(answer) != asked_of_the_treaty() or not options
    text = ask("duties", ID, "--on", "2025-01-01", *options).lines
    assert any(line.startswith(f"Duties found: {len(found(answer))}") for line in text)


def test_duties_as_data(ask: Ask) -> None:
    data = ask("duties", ID, "--on", "2024-10", "--attack-on", "PRK", "--json").data
    assert data["given"][0]["against"] == "PRK"
    assert data["in_force"] == "no"
    assert data["status"]["possible"] == ["pending"]
    assert data["status"]["because"]
    assert [event["id"] for event in data["events"]] == ["troops-reported"]
    (duty,) = data["duties"]
    (asked,) = tk.load(ID).duties(on="2024-10", given=tk.armed_attack(against="PRK"))
    assert (duty["at"], duty["bearer"], duty["toward"], duty["binding"]) == ("4", "RUS", "PRK", "no")
    assert (duty["triggered"], duty["projected"], duty["exact"]) == (str(asked.triggered), False, True)
    assert [each["effect"] for each in duty["effects"]] == ["good_faith"]
    assert duty["caveats"] == list(asked.caveats)
    assert [source["id"] for source in duty["sources"]] == [source.id for source in asked.sources]
    assert duty["trigger"]["kind"] == "force.attack"
    assert duty["action"] == asked.obligation.action


def test_only_events_of_the_days_and_the_articles_are_told(ask: Ask) -> None:
    def events(*argv: str) -> list[str]:
        return [event["id"] for event in ask("duties", ID, "--json", *argv).data["events"]]

    assert events("--on", "2024-10-31", "--article", "4") == ["troops-reported"]  # some time in October
    assert events("--on", "2024-11-01", "--article", "4") == []
    assert events("--on", "2024-10", "--article", "16") == []


def test_duties_that_differ_only_in_the_sides_are_told_together(ask: Ask) -> None:
    lines = ask("duties", ID, "--on", "2025-01-01", "--article", "4").lines
    assert "Art. 4, RUS towards PRK; PRK towards RUS: binding" in lines
    assert "Duties found: 2 (2 binding)" in lines


def test_duties_over_days_on_which_the_answer_changes(ask: Ask) -> None:
    answer = ask("duties", ID, "--on", "2024-12", "--article", "4")
    assert "In force: maybe (not on all of these days, or not certain)" in answer.lines
    assert "Duties found: 2 (2 perhaps binding, or not on all of these days)" in answer.lines


def test_the_text_of_a_duty_holds_all_its_parts(ask: Ask, pact: Path) -> None:
    answer = ask("duties", pact, "--on", "1935-01-01", "--attack-on", "XSY")
    at = answer.lines.index("Art. 1, XFR towards XSY: binding")
    assert answer.lines[at + 1 : at + 7] == [
        "  must help",
        "  effect: binding (VCLT 26, as treaty law or custom)",
        "  set off by the facts given: yes",
        "  time limit: at once",
        "  subject to: its laws",
        "  sources: gazette",
    ]
    everything = ask("duties", pact, "--on", "1935-01-01").lines
    assert "Art. 1, the treaty: binding" in everything
    assert "  declares that the pact may be dissolved" in everything


def test_a_duty_in_the_preamble(ask: Ask) -> None:
    assert any(
        line.startswith("Preamble, ") for line in ask("duties", ID, "--on", "2025", "--article", "preamble").lines
    )


def test_no_duties_is_never_a_bare_no(ask: Ask) -> None:
    third = ask("duties", ID, "--on", "2025-01-01", "--bearer", "KOR")
    assert third.code == 0
    assert "Duties found: 0" in third.lines
    assert "third State" in third.flat
    theme = ask("duties", ID, "--on", "2025-01-01", "--theme", "scince")
    assert "did you mean 'science'?" in theme.flat
    hollow = ask("duties", ID, "--on", "2025-01-01", "--article", "13")
    assert "Not sourced, so that it is not known what duties they hold: Art. 13." in hollow.flat
    nothing = ask("duties", ID, "--on", "2025-01-01", "--attack-on", "USA")
    assert "the facts given set off no duty" in nothing.flat
    assert ask("duties", ID, "--on", "2025-01-01", "--bearer", "KOR", "--json").data["notes"]
    assert ask("duties", ID, "--on", "2025-01-01", "--article", "4", "--bearer", "RUS", "--json").data["notes"] == []


# ------------------------------------------------------------------------------------------- timeline


def test_timeline(ask: Ask) -> None:
    answer = ask("timeline", ID)
    assert answer.code == 0
    assert "  2024-06-19  2024-12-04  2024-12-03  pending" in answer.lines
    assert "  2024-12-04  ...         ...         party" in answer.lines
    heads = ["the treaty", "RUS (Russian Federation)", "PRK (Democratic People's Republic of Korea)"]
    assert [line for line in answer.lines if line in heads] == heads
    assert f"Reviewed through {tk.load(ID).reviewed_through}: later acts are not in the record." in answer.lines


def test_timeline_of_one_party(ask: Ask) -> None:
    lines = ask("timeline", ID, "--party", "RUS").lines
    assert "RUS (Russian Federation)" in lines
    assert "the treaty" not in lines
    assert not any(line.startswith("PRK") for line in lines)


def test_timeline_as_data(ask: Ask) -> None:
    data = ask("timeline", ID, "--json").data
    assert [line["party"] for line in data["timelines"]] == [None, "RUS", "PRK"]
    for line in data["timelines"]:
        periods = line["periods"]
        assert periods[0]["since"] is None
        assert periods[-1]["until"] is None
        assert [period["until"] for period in periods[:-1]] == [period["since"] for period in periods[1:]]
    assert data["timelines"][0]["periods"][1]["last_day"] == "2024-12-03"


# ------------------------------------------------------------------------------------------- check


def test_check_finds_errors(ask: Ask) -> None:
    treaty = tk.load(ID)
    answer = ask("check", ID)
    assert answer.code == 1
    assert answer.lines[0].startswith("error    archived-before-published  seed-02: ")
    assert any(line.startswith("warning  date-disputed  signature: ") for line in answer.lines)
    assert answer.lines[-1].startswith(f"{ID}: error 1, warning ")
    data = ask("check", ID, "--json").data
    assert len(data["findings"]) == len(treaty.check())
    severities = [finding["severity"] for finding in data["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert data["counts"] == {name: severities.count(name) for name in ("error", "warning", "info")}
    assert all(finding["meaning"] for finding in data["findings"])
    assert ask("check", ID, "--json").code == 1


def test_check_without_errors(ask: Ask, pact: Path) -> None:
    answer = ask("check", pact)
    assert answer.code == 0
    assert answer.lines[-1].startswith("xfr-xsy-1931: error 0, warning ")
    assert ask("check", pact, "--json").data["counts"]["error"] == 0


# ------------------------------------------------------------------------------------------- convert


def test_convert_there_and_back(ask: Ask, tmp_path: Path) -> None:
    as_json, as_toml = tmp_path / "copy.json", tmp_path / "copy.TOML"
    answer = ask("convert", ID, as_json)
    assert (answer.code, answer.err) == (0, "")
    assert answer.flat == f"{ID} written to {as_json}"
    assert json.loads(as_json.read_text(encoding="utf-8"))["id"] == ID
    assert ask("convert", as_json, as_toml).code == 0
    assert tk.read(as_toml) == tk.read(as_json) == tk.load(ID)


def test_convert_overwrites_only_by_force(ask: Ask, pact: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine", encoding="utf-8")
    refused(ask("convert", pact, out), "exists already", "--force", "out.json")
    assert out.read_text(encoding="utf-8") == "mine"
    assert ask("convert", pact, out, "--force").code == 0
    assert tk.read(out).id == "xfr-xsy-1931"


def test_convert_refuses_what_it_cannot_write(ask: Ask, pact: Path, tmp_path: Path) -> None:
    refused(ask("convert", pact, tmp_path / "out.yaml"), "out.yaml", ".toml")
    refused(ask("convert", pact, tmp_path / "no" / "out.json"), "cannot be written")
    folder = tmp_path / "folder.json"
    folder.mkdir()
    refused(ask("convert", pact, folder), "is a folder")
    refused(ask("convert", pact, folder, "--force"), "is a folder")
    assert list(folder.iterdir()) == []


# ------------------------------------------------------------------------------------------- which record


def test_a_file_is_told_from_an_id(ask: Ask, pact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("show", pact, "--json").data["treaty"] == "xfr-xsy-1931"
    monkeypatch.chdir(pact.parent)
    assert ask("show", pact.name, "--json").data["treaty"] == "xfr-xsy-1931"
    assert ask("show", f".{os.sep}{pact.name}", "--json").data["treaty"] == "xfr-xsy-1931"
    (pact.parent / ID).write_text("a file that goes by the id of a treaty", encoding="utf-8")
    assert ask("show", ID, "--json").data["treaty"] == ID
    refused(ask("show", f".{os.sep}{ID}"), "ends in neither .toml nor .json")


@pytest.mark.parametrize("command", ["show", "timeline", "check", "duties", "convert"])
def test_every_command_refuses_an_unknown_id_and_suggests_one(ask: Ask, command: str, tmp_path: Path) -> None:
    rest = {"duties": ["--on", "2024"], "convert": [str(tmp_path / "out.json")]}.get(command, [])
    refused(ask(command, "rus-prk-2042", *rest), "'rus-prk-2042'", "did you mean 'rus-prk-2024'?", "treatykit list")


# ------------------------------------------------------------------------------------------- going wrong


def test_an_unknown_party(ask: Ask) -> None:
    for argv in (
        ("show", ID, "--on", "2025", "--party", "RSU"),
        ("show", ID, "--party", "RSU"),
        ("timeline", ID, "--party", "RSU"),
        ("duties", ID, "--on", "2025", "--bearer", "RSU"),
        ("duties", ID, "--on", "2025", "--toward", "RSU"),
        ("duties", ID, "--on", "2025", "--attack-on", "RSU"),
        ("duties", ID, "--on", "2025", "--request-by", "RSU"),
    ):
        refused(ask(*argv), "'RSU'", "did you mean 'RUS'?")
    refused(ask("show", ID, "--party", "KOR"), "'KOR' is not a participant")


@pytest.mark.parametrize("option", ["--bearer", "--toward", "--attack-on", "--threat-to", "--request-by"])
def test_an_empty_code_is_not_the_same_as_none(ask: Ask, option: str) -> None:
    refused(ask("duties", ID, "--on", "2025", option, ""), option, "it is empty")


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "19.06.2024", "", "2024-06-19T10:00"])
def test_a_bad_day(ask: Ask, day: str) -> None:
    refused(ask("show", ID, "--on", day), "--on", "is not a date that treatykit reads")
    refused(ask("duties", ID, "--on", day), "--on")
    refused(ask("timeline", ID, "--known-by", day), "--known-by")


def test_an_unknown_article(ask: Ask) -> None:
    refused(ask("duties", ID, "--on", "2025", "--article", "99"), "no article '99'")


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["shw", ID],
        ["show"],
        ["duties", ID],
        ["show", ID, "--nothing"],
        ["show", ID, "--pol", "all"],
        ["show", ID, "--policy", "some"],
        ["list", ID],
        ["convert", ID],
        ["convert", ID, "out.json", "--json"],
        ["check", ID, "--policy", "all"],
        ["duties", ID, "--on", "2025", "--attack-on", "PRK", "--threat-to", "PRK"],
    ],
)
def test_bad_arguments(ask: Ask, argv: list[str]) -> None:
    refused(ask(*argv), "--help")


def test_a_missing_file(ask: Ask, pact: Path, tmp_path: Path) -> None:
    refused(ask("show", tmp_path / "nothing.toml"), "does not exist")
    refused(ask("show", pact.with_name("xfr-xsy-1913.toml")), "did you mean 'xfr-xsy-1931.toml'?")
    refused(ask("show", str(tmp_path / "two\nlines.toml")), "does not exist")


def test_a_folder(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    refused(ask("show", folder), "is a folder")


def test_a_file_that_is_no_text(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "bytes.toml"
    file.write_bytes(b"\xff\xfe")
    refused(ask("check", file), "is not UTF-8 text")


def test_a_broken_record_is_told_fault_by_fault(ask: Ask, pact: Path) -> None:
    text = pact.read_text(encoding="utf-8")
    pact.write_text(text.replace('"signature"', '"signatur"').replace('"XSY"]', '"XSX\\u001b"]'), encoding="utf-8")
    for command in ("show", "check"):
        answer = ask(command, pact)
        assert answer.code == 2
        assert answer.out == ""
        first, *faults = answer.err.splitlines()
        assert first.startswith(f"treatykit: {pact} has ")
        assert len(faults) > 1
        assert all(fault.startswith("  act[0].") for fault in faults)
        assert "did you mean 'signature'?" in answer.err
        assert "\x1b" not in answer.err


def test_a_file_that_is_not_toml(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("format = ", encoding="utf-8")
    answer = ask("show", file)
    assert answer.code == 2
    assert "is not TOML" in answer.err
    assert "Traceback" not in answer.err


def test_an_interruption(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reporting, "summary", interrupted)
    answer = ask("list")
    assert (answer.code, answer.out, answer.err) == (130, "", "")


# ------------------------------------------------------------------------------------------- help and version


def test_help(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ask("--help")
    assert (answer.code, answer.err) == (0, "")
    for word in ("list", "show", "duties", "timeline", "check", "convert", "Exit codes: 0", "treatykit.reporting"):
        assert word in answer.out
    monkeypatch.setenv("COLUMNS", "40")
    assert ask("--help").out == answer.out
    for command in ("list", "show", "duties", "timeline", "check", "convert"):
        told = ask(command, "--help")
        assert told.code == 0
        assert told.out.startswith(f"usage: treatykit {command} ")
        assert max(map(len, told.lines)) <= 100
        assert told.out.isascii()


def test_version(ask: Ask) -> None:
    answer = ask("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("treatykit ")
    assert answer.out.count("\n") == 1


def test_version_of_what_is_not_installed(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    assert ask("--version").out == "treatykit (not installed, so its version is not known)\n"
    monkeypatch.setattr(metadata, "version", lambda name: "1.2.3")
    assert ask("--version").out == "treatykit 1.2.3\n"


def test_help_version_and_usage_errors_load_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from treatykit.cli import main\n"
        "for argv in (['--help'], ['--version'], ['duties', '--help'], ['nothing']):\n"
        "    main(argv)\n"
        "print(sorted({'attr', 'attrs', 'cattrs', 'pendulum', 'tomllib', 'json'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
        check=True,
        timeout=120,
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"


# ------------------------------------------------------------------------------------------- how it is printed


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["show", ID],
        ["show", ID, "--on", "2024-12"],
        ["duties", ID, "--on", "2030"],
        ["timeline", ID],
        ["check", ID],
    ],
)
def test_text_is_plain_and_wrapped(ask: Ask, argv: list[str]) -> None:
    answer = ask(*argv)
    for line in answer.lines:
        assert line == line.rstrip()
        assert "\x1b" not in line
        assert len(line) <= 100 or len(line.split()) == 1, line  # an address is not broken
    assert answer.out.endswith("\n")
    assert not answer.out.endswith("\n\n")


def test_control_characters_of_a_record_do_not_reach_the_terminal(ask: Ask, pact: Path) -> None:
    answer = ask("show", pact)
    assert "\x1b" not in answer.out
    assert r"Pact of Mutual Aid\x1b[31m between" in answer.out
    assert ask("show", pact, "--json").data["title"] == tk.read(pact).title


def test_addresses_are_neither_broken_nor_changed(ask: Ask, pact: Path) -> None:
    assert f"    http://gazette.example/a_b_{ADDRESS}" in ask("show", pact, "--on", "1935").lines


def keys_of(report: dict[str, Any], *inner: str) -> Iterator[str]:
    yield from report
    for name in inner:
        for each in report[name]:
            yield from each


@pytest.mark.parametrize(
    ("argv", "inner"),
    [
        (["list"], ["treaties"]),
        (["show", ID], []),
        (["show", ID, "--on", "2024"], ["answers"]),
        (["timeline", ID], ["timelines"]),
        (["duties", ID, "--on", "2024"], []),
        (["check", ID], ["findings"]),
    ],
)
def test_the_keys_of_the_data_are_documented(ask: Ask, argv: list[str], inner: list[str]) -> None:
    told = "".join(getattr(reporting, name).__doc__ or "" for name in reporting.__all__) + (reporting.__doc__ or "")
    data = ask(*argv, "--json").data
    missing = {key for key in keys_of(data, *inner) if f"``{key}``" not in told} - {"treaties"}
    assert missing == set()


def test_data_is_utf8_and_not_escaped(ask: Ask) -> None:
    out = ask("show", ID, "--json").out
    assert "Договор" in out
    assert "조선" in out
    assert "\\u" not in out


def redirected(argv: list[str], encoding: str) -> tuple[int, bytes]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    with contextlib.redirect_stdout(stream):
        code = main(argv)
    return code, raw.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "koi8-r", "utf-8"])
def test_output_fits_any_encoding(encoding: str) -> None:
    code, raw = redirected(["show", ID], encoding)
    assert code == 0
    text = raw.decode(encoding)
    assert ("Договор" in text) is (encoding in {"koi8-r", "utf-8"})
    assert (r"\u0414" in text) is (encoding not in {"koi8-r", "utf-8"})
    code, raw = redirected(["show", ID, "--json"], encoding)
    assert code == 0
    assert json.loads(raw.decode("utf-8"))["titles"]["ru"].startswith("Договор")


def test_output_goes_to_a_plain_text_buffer_too() -> None:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert main(["show", ID, "--json"]) == 0
    assert json.loads(stream.getvalue())["treaty"] == ID


def test_half_a_character_in_a_record_does_not_stop_the_answer(ask: Ask, pact: Path) -> None:
    odd = pact.with_suffix(".json")
    assert ask("convert", pact, odd).code == 0
    odd.write_text(odd.read_text(encoding="utf-8").replace('"Freedonia"', '"Free\\ud800donia"'), encoding="utf-8")
    answer = ask("show", odd)
    if answer.code == 0:  # a reader may refuse it as well
        assert r"Free\ud800donia" in answer.out
        assert ask("show", odd, "--json").data["parties"][0]["name"] == "Free\ud800donia"
    else:
        assert "Traceback" not in answer.err


def test_without_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["list"]) == 0
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["nothing"]) == 2


# ------------------------------------------------------------------------------------------- as a process


def test_as_a_module() -> None:
    done = process("timeline", ID, "--party", "RUS")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2024-12-04" in done.stdout
    assert process("check", ID).returncode == 1
    wrong = process("show", "rus-prk-2042")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(b"treatykit: there is no bundled treaty")
    assert wrong.stderr.count(b"\n") == 1


def test_on_a_terminal_that_is_not_utf8() -> None:
    done = process("show", ID, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u0414" in done.stdout
    data = process("show", ID, "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(data.stdout.decode("utf-8"))["treaty"] == ID


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["show", ID], 0),
        (["show", ID, "--json"], 0),
        (["check", ID], 1),
        (["--help"], 0),
        (["--version"], 0),
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_is_gone_ends_it_quietly(argv: list[str], code: int, unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = process(*argv, stdout=writer, PYTHONUNBUFFERED=unbuffered)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (code, b"")


def test_a_reader_that_stops_after_one_line() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "treatykit", "show", ID, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONUNBUFFERED": ""},
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=120) == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk() -> None:
    with open("/dev/full", "wb") as full:
        done = process("show", ID, stdout=full.fileno())
    assert done.returncode == 2
    assert done.stderr.startswith(b"treatykit: the output cannot be written: ")
    assert done.stderr.count(b"\n") == 1
