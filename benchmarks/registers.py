"""Prints how fast registers are read and asked, and what they weigh, on invented tables of the size of the real ones."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import io
import random
import time
import tracemalloc
from collections.abc import Callable

import treatykit as tk
from treatykit.files.states import directory

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
STATES = [state for state in directory().states if state.kind == "state" and state.iso_alpha2]


def day(random_: random.Random) -> dt.date:
    return dt.date(1966, 1, 1) + dt.timedelta(days=random_.randrange(15_000))


def participant_tables(count: int, rows: int = 80) -> list[io.StringIO]:
    """Tables in the layout of the UN Treaty Collection, without clauses."""
    random_ = random.Random(7)
    made = []
    for number in range(count):
        lines = ['Participant,Signature,"Ratification, Acceptance(A), Accession(a), Succession(d)"']
        for state in random_.sample(STATES, rows):
            signed, signs = day(random_), random_.random() < 0.6
            given = signed + dt.timedelta(days=random_.randrange(3000))
            marker = random_.choice(["", "", " A"]) if signs else random_.choice([" a"] * 9 + [" d"])
            cells = [f"{d.day} {MONTHS[d.month - 1]} {d.year}" for d in (signed, given)]
            lines.append(
                f'"{state.name}",{cells[0] if signs else ""},{cells[1] + marker if random_.random() < 0.85 else ""}'
            )
        table = io.StringIO("\n".join(lines) + "\n")
        table.name = f"{900 + number // 20}-{number % 20 + 1}.csv"  # type: ignore[attr-defined]
        made.append(table)
    return made


def party_table(count: int) -> str:
    """Rows in the layout of the many* packages: about twenty parties a treaty, some cells blank, some open, some years."""
    random_ = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "stateID",
            "treatyID",
            "Title",
            "Begin",
            "End",
            "Signature",
            "StateSignature",
            "StateRatification",
            "Force",
            "StateForce",
            "Term",
            "StateEnd",
            "Coder",
            "Comments",
        ]
    )
    for number in range(count // 20):
        signed = day(random_)
        force = signed + dt.timedelta(days=700)
        for state in random_.sample(STATES, 20):
            own = signed + dt.timedelta(days=random_.randrange(2000))
            given = own + dt.timedelta(days=random_.randrange(2000))
            begun = max(force, given)
            writer.writerow(
                [
                    *(state.code, f"TR{number:05}_{signed.year}A", f"Treaty {number}", signed, "9999-12-31", signed),
                    own if random_.random() < 0.7 else "",
                    given if random_.random() < 0.8 else given.year,
                    force,
                    begun if random_.random() < 0.8 else "",
                    "",
                    random_.choice(["9999-12-31"] * 8 + ["", str(begun + dt.timedelta(days=900))]),
                    *("Coder", ""),
                ]
            )
    return out.getvalue()


def timed(run: Callable[[], object]) -> tuple[float, object]:
    gc.collect()
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def all_timelines(corpus: tk.Corpus) -> int:
    asked = 0
    for treaty in corpus:
        treaty.timeline()
        for party in treaty.parties:
            treaty.timeline(party.code)
            asked += 1
    return asked


def weighed(run: Callable[[], object]) -> float:
    """Megabytes that what is made holds on to."""
    gc.collect()
    tracemalloc.start()
    kept = run()
    gc.collect()
    found = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del kept
    return found


def show(what: str, figure: float, unit: str) -> None:
    print(f"{what:<66} {figure:>10.2f} {unit}")


def main() -> None:
    """Measure and print."""
    seconds, made = timed(lambda: tk.registers.mtdsg.read(participant_tables(300), clauses=[])[0])
    show("read 300 participant tables, 24,000 rows", seconds, "s")
    asked, count = timed(lambda: all_timelines(made))  # type: ignore[arg-type]
    show("all timelines of them", asked, "s")
    show("  participants a second (bound: 20,000 or more)", count / asked, "")  # type: ignore[operator]
    half, made = timed(lambda: tk.registers.mtdsg.read(participant_tables(150), clauses=[])[0])
    asked_half, _ = timed(lambda: all_timelines(made))  # type: ignore[arg-type]
    show("  twice the tables / once (bound: 2.2)", (seconds + asked) / (half + asked_half), "times")
    text = party_table(98_000)
    seconds, made = timed(lambda: tk.registers.many.read(io.StringIO(text), as_of="2012-12-31")[0])
    show("read 98,000 party rows", seconds, "s")
    asked, count = timed(lambda: all_timelines(made))  # type: ignore[arg-type]
    show("all timelines of them", asked, "s")
    show("  participants a second (bound: 20,000 or more)", count / asked, "")  # type: ignore[operator]
    small = party_table(20_000)
    ours = weighed(lambda: tk.registers.many.read(io.StringIO(small), as_of="2012-12-31")[0])
    plain = weighed(lambda: list(csv.DictReader(io.StringIO(small))))
    show("memory of the corpus / of plain dictionaries (bound: 1)", ours / plain, "times")


if __name__ == "__main__":
    main()
