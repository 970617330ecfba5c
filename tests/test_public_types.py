"""The types that a user's type checker sees: run as tests, and read by mypy and pyright."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

from pendulum import Date

import treatykit as tk


def test_answers_have_types() -> None:
    t = assert_type(tk.load("rus-prk-2024"), tk.Treaty)
    answer = t.status_on("2024-11-10", party="RUS")
    assert_type(answer.status, tk.PartyStatus | tk.TreatyStatus)
    assert_type(answer.since, Date | None)
    assert_type(answer.until, Date | None)
    assert_type(answer.effect, tk.LegalEffect)
    assert_type(answer.leaving, tk.Truth)
    assert_type(answer.because, tuple[str, ...])
    assert_type(answer.sources, tuple[tk.Source, ...])
    assert_type(t.in_force_on(dt.date(2024, 12, 4)), tk.Truth)
    assert_type(t.in_force_from, tk.DaySet | None)
    assert_type(t.ended_on, tk.DaySet | None)


def test_parts_have_types() -> None:
    t = tk.load("rus-prk-2024")
    assert_type(t.article(4), tk.Article)
    assert_type(t.articles, tuple[tk.Article, ...])
    assert_type(t.obligations, tuple[tk.Obligation, ...])
    assert_type(t.acts, tuple[tk.Act, ...])
    assert_type(t.event("troops-reported").date, tk.DaySet)
    assert_type(t.ratification("RUS"), tk.RatificationChain)
    assert_type(t.supersedes, tuple[tk.Link, ...])
    assert_type(t.check(), tuple[tk.Finding, ...])
    for duty in t.duties(on="2025-01-01", bearer="RUS", given=tk.armed_attack(against="PRK")):
        assert_type(duty, tk.Duty)
        assert_type(duty.binding, tk.Truth)
        assert_type(duty.bearer, str | None)


def test_narrowing_gives_treaties() -> None:
    t = tk.load("rus-prk-2024")
    assert_type(t.using("all"), tk.Treaty)
    assert_type(t.known_by(dt.date(2024, 11, 30)), tk.Treaty)
    assert_type(t.trusting(["seed"]), tk.Treaty)
    assert_type(t.what_if("withdrawal_notice", on="2026-01-01", by="RUS"), tk.Treaty)


def test_values_and_files_have_types() -> None:
    assert_type(tk.DaySet("2024-12").earliest, Date | None)
    assert_type(tk.Span("P30D").after("2024-12-04"), Date)
    line = tk.Timeline(1.0, [("2024-06-19", 2.0)])
    assert_type(line.on("2024-06-19"), float)
    assert_type(tk.dump(tk.load("rus-prk-2024")), str)
    assert_type(tk.parse(tk.dump(tk.load("rus-prk-2024"))), tk.Treaty)
    assert_type(tk.catalogue(), tuple[str, ...])
    corpus = assert_type(tk.load_all(), tk.Corpus)
    assert_type(corpus["rus-prk-2024"], tk.Treaty)
    assert_type(corpus.timeline("RUS", "PRK"), tk.Timeline[tk.Pledges])
    assert_type(tk.compare(tk.load("rus-prk-2024"), tk.load("rus-prk-2024")), tk.Comparison)
