"""Runs the examples of the documentation: the fenced blocks of the Markdown pages, and every docstring in ``src``.

A page is one test and one session: its blocks run from top to bottom, in an empty folder of their own. A docstring is
one test, with the names of its module, which is imported as it is installed.

========== =============================================================================================================
``pycon``  a Python session; the output must be the one shown, ``...`` stands for anything
``console``lines ``$ treatykit ...``, run in this process; the output must be the one shown. ``$ echo $?`` tells the status
``toml``   must be TOML, and a whole record must be one. After ``<!-- save: name.toml -->`` or ``<!-- append: name.toml -->``
           the block is also written to that file in the folder of the page
========== =============================================================================================================

Other languages (``sh``, ``text``, ``json``) are shown only.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
import shlex
import tempfile
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.example import SybilFailure
from sybil.parsers.abstract import DocTestStringParser
from sybil.parsers.markdown import CodeBlockParser

ROOT = Path(__file__).parent
SOURCE = ROOT / "src"
FLAGS = doctest.ELLIPSIS

_doctests = DocTestStringParser(DocTestEvaluator(FLAGS))


# ------------------------------------------------------------------------------------------- languages


def sessions(document: Document) -> Iterator[Region]:
    """Every ``>>>`` of the ``pycon`` blocks."""
    for block in CodeBlockParser("pycon", _shown)(document):
        for region in _doctests(block.parsed, document.path):
            region.adjust(block, block.parsed)
            yield region


def _shown(example: Example) -> None:
    return None


_SAVED = re.compile(r"<!-- (save|append): ([\w.-]+) -->\n\Z")


def toml(example: Example) -> str | None:
    """A ``toml`` block: is it TOML, is a whole record a record; and is it to be kept as a file?"""
    import treatykit as tk

    text = str(example.parsed)
    kept = _SAVED.search(example.document.text[: example.start])
    if kept is not None:
        with Path(kept[2]).open("w" if kept[1] == "save" else "a", encoding="utf-8") as file:
            file.write(text)
        return None
    try:
        if "format" in tomllib.loads(text):
            tk.parse(text)
    except (tomllib.TOMLDecodeError, tk.TreatykitError) as problem:
        return f"{text}\n{problem}"
    return None


_PROMPT = re.compile(r"^\$ ", re.MULTILINE)


def console(example: Example) -> str | None:
    """A ``console`` block: each command is run, and what it prints is compared."""
    before, *steps = _PROMPT.split(str(example.parsed))
    if before.strip():
        return f"the block does not begin with a command:\n{before}"
    checker, status, wrong = doctest.OutputChecker(), 0, []
    for step in steps:
        command, _, want = step.replace("\\\n> ", "").partition("\n")
        if command == "echo $?":
            got = f"{status}\n"
        else:
            status, got = run(command)
        if not checker.check_output(want.rstrip() + "\n" if want.strip() else "", _trimmed(got), FLAGS):
            shown = checker.output_difference(doctest.Example("", want), got, FLAGS)
            wrong.append(f"$ {command}\n{shown}")
    return "\n".join(wrong) or None


def _trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def run(command: str) -> tuple[int, str]:
    """Run one command line of ``treatykit`` in this process: its exit status, and all that it printed."""
    from treatykit.cli import main

    program, *arguments = shlex.split(command)
    if program != "treatykit":
        return 127, f"only treatykit is run here, not {program}\n"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            status: Any = main(arguments)
        except SystemExit as left:
            status = left.code
    return (status if isinstance(status, int) else int(status is not None)), printed.getvalue()


PAGE_PARSERS = (sessions, CodeBlockParser("toml", toml), CodeBlockParser("console", console))


# ------------------------------------------------------------------------------------------- collection


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Markdown pages, wherever they are asked for, and the modules under ``src``."""
    if file_path.suffix == ".md":
        return Page.from_parent(parent, path=file_path)
    if file_path.suffix == ".py" and file_path.is_relative_to(SOURCE):
        return SourceModule.from_parent(parent, path=file_path)
    return None


class Page(pytest.File):
    """A Markdown page."""

    def collect(self) -> Iterator[pytest.Item]:
        """The page as one test, if it has any examples."""
        document = Document.parse(str(self.path), *PAGE_PARSERS)
        if document.regions:
            yield Examples.from_parent(self, name="examples", document=document, line=0, module="")


class SourceModule(pytest.File):
    """A module of the package, read as text; its docstrings are checked against the installed module."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each docstring with examples."""
        parts = self.path.relative_to(SOURCE).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for name, line, text in docstrings(ast.parse(self.path.read_text(encoding="utf-8"))):
            document = Document(text, str(self.path))
            for region in _doctests(text, str(self.path)):
                document.add(region)
            if document.regions:
                yield Examples.from_parent(self, name=name or "module", document=document, line=line, module=module)


def docstrings(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Every docstring: the dotted name of its object, the line before its first, and its text."""

    def walk(node: ast.AST, name: str) -> Iterator[tuple[str, int, str]]:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False)
            if text is not None:
                yield name, node.body[0].lineno - 1, text
        for child in ast.iter_child_nodes(node):
            own = getattr(child, "name", "") if not isinstance(child, ast.alias) else ""
            yield from walk(child, f"{name}.{own}" if name and own else own or name)

    yield from walk(tree, "")


class WrongExamplesError(Exception):
    """Examples that are not so."""

    def __init__(self, failures: Iterable[str]) -> None:
        self.failures = tuple(failures)
        super().__init__("\n\n".join(self.failures))


class Examples(pytest.Item):
    """The examples of one page or docstring, run in order; all that are wrong are reported at once."""

    def __init__(self, *, document: Document, line: int, module: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.document, self.line, self.module = document, line, module

    def runtest(self) -> None:
        """Run all examples, and tell all that are wrong."""
        namespace = self.document.namespace
        namespace.clear()
        if self.module:
            namespace.update(self._names())
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            failures = list(self._failures())
        if failures:
            raise WrongExamplesError(failures)

    def _names(self) -> dict[str, Any]:
        try:
            return dict(vars(import_module(self.module)))
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] == "treatykit":
                raise
            pytest.skip(f"needs {missing.name}, which is not installed")

    def _failures(self) -> Iterator[str]:
        for example in self.document.examples():
            try:
                example.evaluate()
            except SybilFailure as failure:
                source = getattr(example.parsed, "source", "")
                shown = textwrap.indent(source, "  >>> ", lambda line: True)
                yield f"{self.path.relative_to(ROOT)}:{self.line + example.line}\n{shown}{failure.result}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The wrong examples alone, without the frames between."""
        if isinstance(excinfo.value, WrongExamplesError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the examples stand."""
        return self.path, self.line, f"{self.path.relative_to(ROOT)}::{self.name}"
