"""The command line: ``treatykit`` and ``python -m treatykit`` ask the same questions from a shell.

Text goes to standard output, wrapped to 100 columns; with ``--json`` the output is one JSON object in UTF-8, whose keys
:mod:`treatykit.reporting` documents. Exit codes: 0 for an answer, 1 for a ``check`` that found errors, 2 for a question
that cannot be answered (one line on standard error, ``treatykit: ...``; a faulty record adds a line for each fault), 130
when interrupted.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import errno
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from treatykit.errors import DayError, RecordError, TreatyFileError, TreatykitError, UnknownTreatyError, did_you_mean

if TYPE_CHECKING:
    from treatykit.reporting import Report
    from treatykit.treaty import Treaty

__all__ = ["main"]

_ANSWERED, _FOUND_ERRORS, _REFUSED, _INTERRUPTED = 0, 1, 2, 130
_SUFFIXES = (".toml", ".json")


def main(argv: Sequence[str] | None = None) -> int:
    """Answer one command and return its exit code; ``argv`` is the command line without the program's name.

    >>> main(["timeline", "rus-prk-2024", "--party", "USA"])
    Treaty on Comprehensive Strategic Partnership between the Russian Federation and the Democratic
    ...
    0
    """
    try:
        return _print(*_answer(argv))
    except TreatykitError as problem:
        told = str(problem) if isinstance(problem, RecordError) else " ".join(str(problem).splitlines())
        with contextlib.suppress(OSError):
            _write(sys.stderr, f"treatykit: {told}\n")
        return _REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _answer(argv: Sequence[str] | None) -> tuple[str | Report, int]:
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:  # --help has printed, --version gives its text
        return stop.code if isinstance(stop.code, str) else "", _ANSWERED
    report = arguments.ask(arguments)
    faulty = arguments.command == "check" and report["counts"]["error"]
    return report if arguments.json else _wrapped(arguments.tell(report)), _FOUND_ERRORS if faulty else _ANSWERED


# ------------------------------------------------------------------------------------------- the way out

#: Control characters in a record must not steer a terminal.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != ord("\n")}


def _print(answer: str | Report, code: int) -> int:
    try:
        _write(sys.stdout, answer)
    except OSError as problem:
        with contextlib.suppress(OSError, ValueError):  # what is left in the buffer must not fail again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if problem.errno not in {errno.EPIPE, errno.EINVAL}:  # those say that the reader wanted no more
            raise TreatyFileError(f"the output cannot be written: {problem.strerror or problem}") from None
    return code


def _write(stream: TextIO | None, answer: str | Report) -> None:
    """Write text in whatever encoding the stream has, and data as JSON in UTF-8 whatever it has."""
    if stream is None:
        return
    encoding = codecs.lookup(stream.encoding or "utf-8").name
    if isinstance(answer, str):
        stream.write(answer.translate(_CONTROLS).encode(encoding, "backslashreplace").decode(encoding))
    else:
        import json

        raw = (json.dumps(answer, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
        if encoding == "utf-8":
            stream.write(raw.decode("utf-8"))
        else:
            stream.flush()
            stream.buffer.write(raw)
    stream.flush()


#: What stands before a text, and the text, which goes on below its own beginning.
_Line = tuple[str, str]


def _wrapped(lines: Iterable[_Line]) -> str:
    told = []
    for lead, text in lines:
        below = " " * len(lead)
        wrapped = textwrap.wrap(
            text, 100, initial_indent=lead, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
        )
        told += wrapped or [lead.rstrip()]
    return "\n".join(told) + "\n"


# ------------------------------------------------------------------------------------------- the questions


def _treaty(record: str) -> Treaty:
    from treatykit.files.documents import catalogue, load, read

    if record.lower().endswith(_SUFFIXES) or os.sep in record or (os.altsep or os.sep) in record:
        return read(record)
    if record not in catalogue():
        raise UnknownTreatyError(
            f"there is no bundled treaty {record!r}{did_you_mean(record, catalogue())} ('treatykit list' names them all; "
            "a record of your own is a file that ends in .toml or .json)"
        )
    return load(record)


def _list(arguments: argparse.Namespace) -> Report:
    from treatykit.files.documents import catalogue, load
    from treatykit.reporting import summary

    return {"treaties": [summary(load(id)) for id in catalogue()]}


def _ask(arguments: argparse.Namespace) -> Report:
    """The questions that are put to one treaty: show, duties, timeline, check."""
    from treatykit import reporting
    from treatykit.record.obligations import armed_attack, request, threat

    treaty, given = _treaty(arguments.record), vars(arguments)
    if arguments.command == "check":
        return reporting.findings(treaty)
    treaty = treaty.using(arguments.policy)
    if arguments.known_by is not None:
        treaty = treaty.known_by(arguments.known_by)
    if arguments.command == "timeline":
        return reporting.timelines(treaty, arguments.party, known_by=arguments.known_by)
    if arguments.command == "show" and arguments.on is None:
        return reporting.overview(treaty, arguments.party, known_by=arguments.known_by)
    if arguments.command == "show":
        return reporting.statuses(treaty, arguments.on, arguments.party, known_by=arguments.known_by)
    facts = [armed_attack(against=code) for code in given["attack_on"]]
    facts += [threat(against=code) for code in given["threat_to"]]
    facts += [request(by=code) for code in given["request_by"]]
    asked = {name: given[name] for name in ("on", "bearer", "toward", "theme", "article", "known_by")}
    return reporting.duties(treaty, given=facts, **asked)


def _convert(arguments: argparse.Namespace) -> Report:
    from treatykit.files.documents import write

    out: str = arguments.out
    if out.lower().endswith(_SUFFIXES) and os.path.lexists(out) and not os.path.isdir(out) and not arguments.force:
        raise TreatyFileError(f"{out} exists already; give --force to replace it, or name another file")
    treaty = _treaty(arguments.record)
    write(treaty, out)
    return {"words": f"{treaty.id} written to {out}"}


# ------------------------------------------------------------------------------------------- the texts

_BINDING = {"yes": "binding", "no": "not binding", "maybe": "perhaps binding, or not on all of these days"}


def _opening(report: Report, more: str = "") -> Iterator[_Line]:
    days = report.get("on", "")
    when = f", {'on' if len(days) == len('2024-12-04') else 'during'} {days}" if days else ""
    policy = ", by all claims that are not deprecated" if report["policy"] == "all" else ""
    known = f", as it could be known on {report['known_by']}" if report["known_by"] else ""
    yield "", report["title"]
    yield "", f"{report['treaty']}{when}{policy}{known}{more}"


def _section(name: str, lines: Iterable[_Line]) -> Iterator[_Line]:
    told = list(lines)
    yield from [("", ""), ("", name), *told] if told else []


def _items(texts: Iterable[str]) -> list[_Line]:
    return [("  - ", text) for text in texts]


def _told_list(report: Report) -> Iterator[_Line]:
    for each in report["treaties"]:
        yield from [("", each["treaty"]), ("  ", each["title"]), ("  ", each["words"])]


def _told_show(report: Report) -> Iterator[_Line]:
    if "answers" not in report:
        yield from _told_overview(report)
        return
    yield from _opening(report)
    for answer in report["answers"]:
        head = f"{answer['who']}: {answer['words']}{answer['marks'] and ' '}{answer['marks']}"
        periods = _items(f"{period['words']} {period['span']}" for period in answer["periods"])
        if len(periods) == 1:
            periods = [("  ", answer["periods"][0]["span"])]
        yield from _section(head, [*periods, ("  effect: ", answer["effect_words"]), ("  because:", "")])
        yield from (("    - ", reason) for reason in answer["because"])
    yield from _closing([(answer["party"] or "the treaty", answer) for answer in report["answers"]])


def _closing(told: list[tuple[str, Report]], *others: Report, notes: Sequence[str] = ()) -> Iterator[_Line]:
    """What is to be kept in mind, each sentence once with what it is about, and the sources."""
    about: dict[str, list[str]] = {}
    for label, answer in told:
        for caveat in answer["caveats"]:
            about.setdefault(caveat, []).append(label)
    caveats = [
        caveat if len(labels) == len(told) else f"{', '.join(dict.fromkeys(labels))}: {caveat}"
        for caveat, labels in about.items()
    ]
    answers = [*(answer for _, answer in told), *others]
    sources = {source["id"]: source["words"] for answer in answers for source in answer["sources"]}
    yield from _section("To be kept in mind:", _items([*caveats, *notes]))
    yield from _section("Sources:", _items(sources.values()))


def _told_overview(report: Report) -> Iterator[_Line]:
    yield from _opening(report)
    facts = {"form": report["form"], "languages": ", ".join(report["languages"]), "depositary": report["depositary"]}
    facts["participants"] = report["participants"]
    facts["signatories"] = ", ".join(report["signatories"]) or "none in the record"
    for key, label in (("signed_on", "signed"), ("in_force_from", "entry into force"), ("ended_on", "end")):
        found, everything = report[key], report["under_all_claims"][key]
        other = f" (by all claims: {everything or 'none'})" if everything != found else ""
        last = f" (last day {report['last_day']})" if report["last_day"] and label == "end" else ""
        facts[label] = f"{found or 'none in the record'}{last}{other}"
    facts["entry clause"] = report["entry_clause"] or "not in the record"
    facts["duration"] = report["duration_clause"] or "not in the record"
    facts["reviewed through"] = f"{report['reviewed_through']}, then {' or '.join(report['status']).replace('_', ' ')}"
    facts["recorded"] = ", ".join(f"{count} {what}" for what, count in report["counts"].items())
    yield from ((f"  {label:<18}", text) for label, text in facts.items() if text)
    yield from _section("Names:", _items(name["words"] for name in report["names"]))
    short = []
    for chain in report["ratification"]:
        steps = [f"{step['words']} [{', '.join(step['sources'])}]" for step in chain["steps"]] or ["no step recorded"]
        if len(steps) > 1:
            yield from _section(f"Ratification, {chain['who']}:", _items(steps))
        else:
            short.append(f"{chain['who']}: {steps[0]}")
    yield from _section("Ratification:", _items(short))
    coverage = report["articles"]
    kinds = coverage["content"] | {"number not confirmed by a source": coverage["number_not_confirmed"]}
    groups = _items(f"{kind.replace('_', ' ')}: {', '.join(places)}" for kind, places in kinds.items() if places)
    yield from _section(coverage["words"], groups)
    yield from _section("Links:", _items(link["words"] for link in report["links"]))
    yield from _section("Not known:", _items(gap["words"] for gap in report["unknowns"]))


def _told_duties(report: Report) -> Iterator[_Line]:
    given = " and ".join(fact["words"] for fact in report["given"])
    yield from _opening(report, f"; given: {given}" if given else "")
    status, found = report["status"], report["duties"]
    maybe = " (not on all of these days, or not certain)" if report["in_force"] == "maybe" else ""
    periods = [f"{period['words']} {period['span']}" for period in status["periods"]]
    yield from _section(f"In force: {report['in_force']}{maybe}", _items([*periods, *status["because"]]))
    counts = Counter(_BINDING[duty["binding"]] for duty in found)
    counted = "; ".join(f"{count} {binding}" for binding, count in counts.items())
    yield from [("", ""), ("", f"Duties found: {len(found)}{f' ({counted})' if counted else ''}")]
    yield from [] if found else _items(report["notes"])
    groups: dict[str, list[Report]] = {}  # duties that differ in nothing but who owes whom are told together
    for duty in found:
        groups.setdefault(repr({**duty, "bearer": "", "toward": ""}), []).append(duty)
    for group in groups.values():
        yield from _duty(group)
    yield from _section("Recorded for that time, about these articles:", _items(e["words"] for e in report["events"]))
    told = [(duty["place"], duty) for duty in found] or [("", status)]
    yield from _closing(told, status, notes=report["notes"] if found else ())


def _duty(group: list[Report]) -> Iterator[_Line]:
    duty, sides = group[0], dict[str | None, list[str]]()
    for each in group:
        sides.setdefault(each["toward"], []).append(each["bearer"] or "the treaty")
    who = "; ".join(f"{', '.join(codes)}{f' towards {code}' if code else ''}" for code, codes in sides.items())
    lines = [("  ", f"{duty['modality'].replace('_', ' ')} {duty['action']}"), ("  effect: ", duty["effect_words"])]
    lines += [("  set off by the facts given: ", duty["triggered"])] if duty["trigger"] else []
    lines += [("  time limit: ", duty["time_limit"])] if duty["time_limit"] else []
    lines += [("  subject to: ", part) for part in duty["subject_to"]]
    lines += [("  sources: ", ", ".join(source["id"] for source in duty["sources"]))]
    yield from _section(f"{duty['place']}, {who}: {_BINDING[duty['binding']]}", lines)


def _told_timeline(report: Report) -> Iterator[_Line]:
    yield from _opening(report, '; "until" is the first day after')
    for line in report["timelines"]:
        yield from _section(line["who"], [(f"  {'from':<12}{'until':<12}{'last day':<12}", "status")])
        for period in line["periods"]:
            bounds = [period[key] or "..." for key in ("since", "until", "last_day")]
            yield "  {:<12}{:<12}{:<12}".format(*bounds), period["words"]
    yield from [("", ""), ("", f"Reviewed through {report['reviewed_through']}: later acts are not in the record.")]


def _told_check(report: Report) -> Iterator[_Line]:
    for each in report["findings"]:
        yield f"{each['severity']:<9}", f"{each['code']}  {each['subject']}: {each['message']}"
    yield "", report["words"]


# ------------------------------------------------------------------------------------------- the arguments

_RECORD = "the id of a bundled treaty, or a file: whatever ends in .toml or .json, or holds a path separator"
_EPILOG = """\
A DAY is an ISO or EDTF string: 2024-12-04, 2024-12, 2024, 2024-06-01/2024-08-15. A CODE is ISO
3166-1 alpha-3, such as PRK. Exit codes: 0 answered, 1 check found errors, 2 no answer (the reason
is on standard error), 130 interrupted. The keys of --json are documented in treatykit.reporting."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        help_format = partial(argparse.RawDescriptionHelpFormatter, width=100)
        super().__init__(formatter_class=help_format, allow_abbrev=False, epilog=_EPILOG, **options)
        self.color = False

    def error(self, message: str) -> NoReturn:
        raise TreatykitError(f"{message} ({self.prog} --help tells more)")


class _Version(argparse.Action):
    def __call__(self, *unused: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        number = "(not installed, so its version is not known)"
        with contextlib.suppress(PackageNotFoundError):
            number = version("treatykit")
        raise SystemExit(f"treatykit {number}\n")


def _day(text: str) -> str:
    from treatykit.days import DaySet

    try:
        return str(DaySet(text))
    except DayError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _code(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; give the code of a party, such as PRK")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="treatykit", description="What a treaty's status is, who is bound, and to what, on any day.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help: str, tell: Callable[[Report], Iterable[_Line]]) -> _Parser:
        made: _Parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        made.set_defaults(ask={"list": _list, "convert": _convert}.get(name, _ask), tell=tell, json=False)
        if name != "list":
            made.add_argument("record", metavar="IN" if name == "convert" else "ID_OR_FILE", help=_RECORD)
        if name != "convert":
            made.add_argument("--json", action="store_true", help="print one JSON object in UTF-8")
        if name in {"show", "duties", "timeline"}:
            policy = "rest on the best-ranked claims (the default), or on all that are not deprecated"
            made.add_argument("--policy", choices=("ranked", "all"), default="ranked", help=policy)
            made.add_argument("--known-by", metavar="DAY", type=_day, help="use only sources that were public by then")
        return made

    command("list", "list the bundled treaties", _told_list)
    show = command("show", "show what is recorded of a treaty, or its status on a day and why", _told_show)
    show.add_argument("--on", metavar="DAY", type=_day, help="the status of the treaty and of each party on it")
    show.add_argument("--party", metavar="CODE", type=_code, help="this party alone")
    duties = command("duties", "tell who owes what to whom on a day, and whether it binds", _told_duties)
    duties.add_argument("--on", metavar="DAY", type=_day, required=True, help="the day, or days")
    for option, what in (("--bearer", "owed by this party"), ("--toward", "owed to this party")):
        duties.add_argument(option, metavar="CODE", type=_code, help=f"duties {what}")
    duties.add_argument("--theme", metavar="WORD", help="duties with this theme, such as science")
    duties.add_argument("--article", metavar="N", help="duties in this article, or in the preamble")
    facts = duties.add_mutually_exclusive_group()
    for where, option, what in (
        (facts, "--attack-on", "an armed attack on it"),
        (facts, "--threat-to", "a direct threat of armed attack on it"),
        (duties, "--request-by", "its request"),
    ):
        where.add_argument(option, metavar="CODE", type=_code, nargs=1, default=(), help=f"what {what} sets off")
    timeline = command("timeline", "cut all days into periods with one status each", _told_timeline)
    timeline.add_argument("--party", metavar="CODE", type=_code, help="this party alone")
    command("check", "list contradictions, gaps and doubtful claims of a record", _told_check)
    convert = command("convert", "write a record as TOML or JSON", lambda report: [("", report["words"])])
    convert.add_argument("out", metavar="OUT", help="the file, as its suffix, .toml or .json, says; comments get lost")
    convert.add_argument("--force", action="store_true", help="replace OUT if it exists")
    return parser
