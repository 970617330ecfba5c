"""Prints what the library promises about speed, each figure beside its bound and what it is measured against."""

from __future__ import annotations

import bisect
import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable

import treatykit as tk
from treatykit.record.clauses import Instruments
from treatykit.record.context import Title
from treatykit.record.sources import Source
from treatykit.record.states import ISO_CODES


def fresh(code: str, runs: int = 9) -> float:
    """Seconds that a fresh interpreter needs, at best."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    return min(once() for _ in range(runs))


def best(run: Callable[[], object], runs: int = 5) -> float:
    """Seconds that a call needs, at best."""

    def once() -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return min(once() for _ in range(runs))


def show(what: str, ratio: float, bound: str) -> None:
    print(f"{what:<62} {ratio:>10.2f}   bound {bound}")


def register(participants: int) -> tk.Treaty:
    """A treaty with many participants, two exact acts each, and an n-th deposit clause."""
    codes = sorted(ISO_CODES)[:participants]
    acts = []
    for number, code in enumerate(codes):
        signed = dt.date(1990, 1, 1) + dt.timedelta(days=37 * number)
        acts.append(
            tk.Act(
                id=f"s{code}",
                kind="signature",
                by=[code],
                subject_to="ratification",
                claims=[tk.Claim(date=signed, source="s")],
            )
        )
        acts.append(
            tk.Act(
                id=f"d{code}",
                kind="deposit",
                by=[code],
                instrument="ratification",
                claims=[tk.Claim(date=signed + dt.timedelta(days=400), source="s")],
            )
        )
    return tk.Treaty(
        id="register",
        titles=[Title(lang="en", text="A register")],
        reviewed_through="2020-12-31",
        parties=[tk.Party(code=code, name=code) for code in codes],
        sources=[Source(id="s", title="s")],
        entry_into_force=Instruments(count=min(20, participants), delay="P90D"),
        acts=acts,
    )


def timelines(participants: int, runs: int = 7) -> float:
    """Seconds for all timelines of a treaty that has not been asked before, at best."""
    fresh_ones = [register(participants) for _ in range(runs)]

    def ask(treaty: tk.Treaty) -> float:
        start = time.perf_counter()
        for party in treaty.parties:
            treaty.timeline(party.code)
        treaty.timeline()
        return time.perf_counter() - start

    return min(map(ask, fresh_ones))


def main() -> None:
    """Measure and print."""
    show(
        "import treatykit / import attrs, pendulum",
        fresh("import treatykit") / fresh("import attrs, pendulum"),
        "1.25",
    )
    show(
        "load and answer, cold / import attrs, cattrs, pendulum, tomllib",
        fresh("import treatykit as tk; tk.load('rus-prk-2024').status_on('2024-11-10', party='RUS')")
        / fresh("import attrs, cattrs, pendulum, tomllib"),
        "1.5",
    )
    treaty, day = tk.load("rus-prk-2024"), dt.date(2024, 12, 10)
    treaty.in_force_on(day)
    cuts, values = (dt.date(2024, 12, 4).toordinal(),), (False, True)
    rounds = range(100_000)
    ours = best(lambda: [treaty.in_force_on(day) for _ in rounds])
    bare = best(lambda: [values[bisect.bisect_right(cuts, day.toordinal())] for _ in rounds])
    show("in_force_on(date) / bisect on a bare tuple of ordinals", ours / bare, "8")
    first, second = timelines(110), timelines(220)
    show("all timelines, twice the participants / once", second / first, "2.2")
    show("participants a second, 220 in one treaty", 220 / second, "20,000 or more")


if __name__ == "__main__":
    main()
