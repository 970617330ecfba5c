"""The pages hold together, and agree with the code. Their examples are run by ``conftest.py``."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

import attrs
import pytest

import treatykit
from treatykit.cli import main
from treatykit.law.findings import CODES, Severity
from treatykit.record import acts, articles, clauses, context, obligations, sources, states, treaties
from treatykit.truth import Truth

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")])
REFERENCE = ROOT / "docs" / "reference"
NOT_ON_DISK = {sources.Policy, Truth}
LANGUAGES = {"pycon", "console", "toml", "sh", "text", "json"}

_FENCE = re.compile(r"^ *```(?P<language>[^\n`]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return _FENCE.sub("", read(page))


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as code hosts make them from its headings."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(prose(page))}


def cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def tables(page: Path, first: str) -> Iterator[list[list[str]]]:
    """The tables of a page whose first column has a heading, each as its rows."""
    for block in re.findall(r"(?:^\|.*\n)+", read(page), re.MULTILINE):
        rows = [cells(line) for line in block.splitlines()]
        if rows[0][0] == first:
            yield rows[2:]


# ------------------------------------------------------------------------------------------- every page


@pages
def test_links_between_pages_resolve(page: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


@pages
def test_code_fences_carry_a_language(page: Path) -> None:
    assert read(page).count("```") % 2 == 0
    assert {match["language"] for match in _FENCE.finditer(read(page))} <= LANGUAGES


@pages
def test_nothing_that_looks_like_an_example_escapes_the_run(page: Path) -> None:
    rest = _FENCE.sub(lambda match: "" if match["language"] in {"pycon", "console"} else match[0], read(page))
    assert not re.findall(r"^ *(?:>>> |\$ treatykit).*$", rest, re.MULTILINE)


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    reached = {(index.parent / link.partition("#")[0]).resolve() for link in _LINK.findall(read(index))}
    assert {page for page in PAGES if page.is_relative_to(index.parent)} - {index} <= reached


def test_the_commands_of_the_readme_answer(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [match["text"] for match in _FENCE.finditer(read(ROOT / "README.md")) if match["language"] == "sh"]
    parts = re.split(r"&&|\n", "".join(lines))
    commands = [part.split("/bin/treatykit ")[1] for part in parts if "/bin/treatykit " in part]
    assert commands
    for command in commands:
        assert main(shlex.split(command)) == 0
        assert capsys.readouterr().out


def test_the_page_on_the_design_names_every_module() -> None:
    told = set(re.findall(r"`([\w.]+)`", read(ROOT / "docs" / "explanation" / "design.md")))
    modules = {path.stem for path in (ROOT / "src" / "treatykit").rglob("*.py") if not path.stem.startswith("__")}
    assert modules <= told


# ------------------------------------------------------------------------------------------- the reference


def test_every_public_name_is_in_the_reference() -> None:
    told = "\n".join(map(read, REFERENCE.glob("*.md")))
    code = " ".join(re.findall(r"`[^`\n]+`", told)) + " ".join(match["text"] for match in _FENCE.finditer(told))
    assert [name for name in treatykit.__all__ if not re.search(rf"\b{name}\b", code)] == []


@pytest.mark.parametrize(
    ("page", "name"),
    [
        *[("treaty", "Treaty")],
        *[
            ("answers", name)
            for name in ("StatusAnswer", "Possible", "Duty", "Timeline", "Period", "RatificationChain")
        ],
        *[("corpus", name) for name in ("Corpus", "Dyad", "Pledges", "Comparison")],
        *[("days", name) for name in ("DaySet", "Span")],
        *[("findings", "Finding"), ("errors", "RecordError"), ("errors", "Fault")],
    ],
)
def test_the_members_of_a_class_are_on_its_page(page: str, name: str) -> None:
    text = read(REFERENCE / f"{page}.md")
    code = " ".join(re.findall(r"`[^`\n]+`", text)) + " ".join(match["text"] for match in _FENCE.finditer(text))
    told = set(re.findall(r"\w+", code))
    cls = getattr(treatykit, name)
    standard = set(dir(Exception))
    assert {member for member in dir(cls) if not member.startswith("_")} - standard <= told


def test_the_page_of_findings_lists_exactly_the_codes() -> None:
    (rows,) = tables(REFERENCE / "findings.md", "code")
    assert {code.strip("`"): meaning for code, meaning in rows} == CODES
    assert all(f"`{severity}`" in read(REFERENCE / "findings.md") for severity in Severity)


def test_the_page_of_errors_lists_every_error() -> None:
    (rows,) = tables(REFERENCE / "errors.md", "error")
    errors = {
        name
        for name in treatykit.__all__
        if isinstance(getattr(treatykit, name), type) and issubclass(getattr(treatykit, name), Exception)
    }
    assert {row[0].strip("`") for row in rows} == errors


def _fields(cls: type, *left_out: str) -> dict[str, bool]:
    """The keys of a class, each with whether it is required."""
    return {field.name: field.default is attrs.NOTHING for field in attrs.fields(cls) if field.name not in left_out}


def _own(cls: type, *, without: type) -> dict[str, bool]:
    return {key: needed for key, needed in _fields(cls).items() if key not in _fields(without)}


def test_the_page_of_the_format_has_every_key_of_a_record() -> None:
    schema = treatykit.schema()
    expected = [
        {key: key in schema["required"] for key in schema["properties"]},
        _fields(states.Party),
        _fields(sources.Source),
        _fields(sources.Claim),
        _fields(acts.Act),
        _fields(acts.Person),
        {"rule": True} | _fields(clauses.ExchangeOfInstruments),
        _own(clauses.Instruments, without=clauses.ExchangeOfInstruments),
        {"kind": True} | _fields(clauses.Indefinite),
        _fields(clauses.CalendarExit),
        _fields(articles.Article, "obligations"),
        _fields(sources.Quotation),
        _fields(obligations.Obligation),
        _fields(obligations.Trigger),
        _fields(context.Event),
        _fields(context.Name),
        _fields(context.Statement),
        _fields(context.Link),
        _fields(context.Unknown),
    ]
    told = [
        {row[0].strip("`"): row[2] == "**yes**" for row in rows}
        for rows in tables(REFERENCE / "record-format.md", "key")
    ]
    assert told == expected


def test_the_page_of_the_format_has_the_further_keys_of_the_clauses() -> None:
    page = REFERENCE / "record-format.md"
    for first, union, common in (
        ("rule", clauses.EntryIntoForce, clauses.ExchangeOfInstruments),
        ("kind", clauses.Duration, clauses.Indefinite),
    ):
        known = {getattr(cls, first): cls for cls in get_args(union)}
        rows = next(rows for rows in tables(page, first) if {row[0].strip("`") for row in rows} == set(known))
        for name, _, further in rows:
            own = set(_own(known[name.strip("`")], without=common))
            if "see below" not in further:
                assert own <= set(re.findall(r"`(\w+)`", further)), name


def test_the_page_of_the_format_has_every_word_of_the_vocabularies() -> None:
    told = set(re.findall(r"`([^`\n]+)`", read(REFERENCE / "record-format.md")))
    missing = {
        f"{name}.{word}"
        for module in (acts, articles, clauses, context, obligations, sources, states, treaties)
        for name, words in vars(module).items()
        if isinstance(words, type) and issubclass(words, StrEnum) and words not in NOT_ON_DISK
        for word in words
        if word not in told
    }
    assert not missing


def _words(cls: type, key: str) -> set[str]:
    """The words that a key may hold, if it holds words of a vocabulary."""
    kinds = [get_type_hints(cls)[key]]
    while any(get_args(kind) for kind in kinds):
        kinds = [part for kind in kinds for part in get_args(kind) or (kind,)]
    return {str(word) for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum) for word in kind}


def test_the_keys_that_hold_words_list_them_or_say_where_they_are_listed() -> None:
    classes = (
        states.Party, sources.Source, sources.Claim, acts.Act, clauses.ExchangeOfInstruments, clauses.Instruments,
        clauses.Indefinite, articles.Article, obligations.Obligation, obligations.Trigger, context.Event, context.Name,
        context.Link,
    )  # fmt: skip
    elsewhere = re.compile(r"\]\(#|^as in a|^which (?:kinds|words)")
    rows = [row for rows in tables(REFERENCE / "record-format.md", "key") for row in rows]
    for cls in classes:
        for key in _fields(cls):
            words = _words(cls, key)
            cells_of_key = [row[3] for row in rows if row[0] == f"`{key}`" and "word" in row[1]]
            if words and not any(words <= set(re.findall(r"`([^`]+)`", cell)) for cell in cells_of_key):
                assert any(elsewhere.search(cell) for cell in cells_of_key), (cls, key)


# ------------------------------------------------------------------------------------------- the run itself

_WRONG = {
    "session.md": "```pycon\n>>> 1 + 1\n3\n```\n",
    "error.md": "```pycon\n>>> import treatykit as tk\n>>> tk.load('rus-prk-2024').in_force_on('2024-12-04').no\n```\n",
    "record.md": '```toml\nformat = "treatykit/1"\n```\n',
    "text.md": "```toml\nthis is not TOML\n```\n",
    "command.md": "```console\n$ treatykit list\nnothing\n```\n",
    "foreign.md": "```console\n$ rm -r treaties\n```\n",
    "src/treatykit/days.py": 'def wrong():\n    """One.\n\n    >>> DaySet("2024").is_exact\n    True\n    """\n',
}


def test_an_example_that_is_wrong_fails(tmp_path: Path) -> None:
    shutil.copy(ROOT / "conftest.py", tmp_path)
    for name, text in _WRONG.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:doctest", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{len(_WRONG)} failed" in done.stdout
    assert "passed" not in done.stdout


def test_the_page_on_registers_has_every_code_of_a_remark() -> None:
    from treatykit.files.registers.report import CODES

    page = (ROOT / "docs" / "reference" / "registers.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)).items() >= CODES.items()
