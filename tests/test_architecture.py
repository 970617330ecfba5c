"""The walls of the house: which floor may import which, and the one door for each dependency."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import treatykit as tk

HOUSE = Path(tk.__file__).parent

#: The floors, from the ground up; a module imports from its own floor and from those below.
FLOORS = [
    {"errors", "display"},
    {"truth", "edtf"},
    {"days"},
    {"timeline"},
    {"record"},
    {"law"},
    {"treaty"},
    {"corpus", "comparison", "testing"},
    {"files", "reporting"},
    {"cli", "__main__", "__init__"},
]

#: Which rooms a package may be imported in.
DOORS = {
    "pendulum": {"days"},
    "cattrs": {"files/codec", "files/faults"},
    "hypothesis": {"testing"},
    "tomllib": {"files/documents", "files/states"},
    "tempfile": {"files/documents"},
    "csv": {"files/registers/tables", "files/registers/events"},
    "narwhals": {"files/registers/typed"},
    "python_calamine": {"files/registers/typed"},
    "tqdm": {"files/registers/progress"},
    "pandas": set(),
    "polars": set(),
    "pathlib": {
        "files/documents",
        "files/registers/clauses",
        "files/registers/events",
        "files/registers/tables",
        "files/states",
        "cli",
    },
    "argparse": {"cli"},
}

#: What no room may read: the clock, the locale, the environment.
FORBIDDEN_CALLS = {"today", "now", "utcnow", "getenv", "setlocale"}
FORBIDDEN_MODULES = {"time", "locale", "random", "socket", "urllib", "requests"}


def rooms() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).with_suffix("").as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, save for what only type checkers read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module == "treatykit" or node.module.startswith("treatykit."):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor_of(name: str) -> int:
    top = name.split("/")[0].split(".")[0]
    return next(number for number, floor in enumerate(FLOORS) if top in floor)


@pytest.mark.parametrize("path", rooms(), ids=name_of)
def test_a_room_imports_from_below(path: Path) -> None:
    name = name_of(path)
    own = floor_of(name)
    for module in imports(path):
        if not module.startswith("treatykit."):
            continue
        other = module.removeprefix("treatykit.").replace(".", "/")
        top = other.split("/")[0]
        if not ((HOUSE / top).is_dir() or (HOUSE / f"{top}.py").exists()):
            continue  # a name taken from the package itself
        assert floor_of(top) <= own, f"{name} imports {module}, which lies above it"
        assert top != "testing", "testing is imported by nobody"
        if floor_of(top) == own:
            same = name.split("/")[0] == top or {name.split("/")[0], top} == {"edtf", "truth"}
            assert same or own in {9}, f"{name} and {top} do not know each other"


@pytest.mark.parametrize("path", rooms(), ids=name_of)
def test_a_dependency_comes_in_by_its_door(path: Path) -> None:
    name = name_of(path)
    for module in imports(path):
        door = DOORS.get(module.split(".")[0])
        assert door is None or name in door, f"{name} imports {module}; its door is {', '.join(sorted(door or ()))}"
        assert module.split(".")[0] not in FORBIDDEN_MODULES, f"{name} imports {module}"


@pytest.mark.parametrize("path", rooms(), ids=name_of)
def test_nothing_reads_the_clock_or_the_environment(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FORBIDDEN_CALLS, f"{name_of(path)}:{node.lineno}"
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) != "os.environ", f"{name_of(path)}:{node.lineno}"


@pytest.mark.parametrize("path", rooms(), ids=name_of)
def test_a_room_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 520


def test_importing_the_package_brings_in_nothing_heavy() -> None:
    code = "import sys, treatykit; print([m for m in ('attrs', 'cattrs', 'pendulum', 'numpy', 'hypothesis', 'tomllib') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_loading_a_record_brings_in_no_cattrs() -> None:
    code = (
        "import sys, treatykit as tk; tk.load('rus-prk-2024').in_force_on('2024-12-04'); print('cattrs' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "False"


def test_the_public_names_are_these() -> None:
    assert sorted(tk.__all__) == [
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
    for name in tk.__all__:
        assert getattr(tk, name).__name__.rpartition(".")[2] == name
    assert set(tk.__all__) <= set(dir(tk))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tk.nothing
