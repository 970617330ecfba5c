"""Two treaties side by side: obligations by type and theme, triggers, qualifications, duration, notice."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator

import attrs

from treatykit.record.obligations import AtopType, Obligation
from treatykit.treaty import Treaty

__all__ = ["Comparison", "Row", "compare"]


@attrs.define(frozen=True, slots=True)
class Row:
    """One line of a comparison: what is compared, what each side has, and whether that differs.

    A side that does not record the point at all has an empty tuple: that is unknown, not "none".
    """

    group: str
    topic: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the two sides are not the same."""
        return self.left != self.right


@attrs.define(frozen=True, slots=True, repr=False)
class Comparison:
    """Two treaties side by side; readable as text, HTML and JSON.

    >>> import treatykit as tk
    >>> one = tk.load("rus-prk-2024")
    >>> any(row.differs for row in tk.compare(one, one).rows)
    False
    """

    left: str
    right: str
    rows: tuple[Row, ...]

    @property
    def differences(self) -> tuple[Row, ...]:
        """The rows in which the two differ."""
        return tuple(row for row in self.rows if row.differs)

    def to_json(self) -> str:
        """The comparison as JSON: the two ids, and the rows with ``group``, ``topic``, ``left``, ``right``, ``differs``."""
        rows = [
            {
                "group": row.group,
                "topic": row.topic,
                "left": list(row.left),
                "right": list(row.right),
                "differs": row.differs,
            }
            for row in self.rows
        ]
        return json.dumps({"left": self.left, "right": self.right, "rows": rows}, ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        return f"<Comparison of {self.left} and {self.right}: {len(self.differences)} of {len(self.rows)} rows differ>"

    def __str__(self) -> str:
        lines = [f"{self.left} | {self.right}   (* marks a difference)"]
        group = ""
        for row in self.rows:
            if row.group != group:
                group = row.group
                lines.append(f"{group}:")
            mark = "*" if row.differs else " "
            lines.append(f" {mark} {row.topic}")
            sides = ((self.left, row.left), (self.right, row.right)) if row.differs else (("both", row.left),)
            for name, parts in sides:
                lines += [f"      {name}: {part}" for part in parts or ("not recorded",)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        def cell(parts: tuple[str, ...]) -> str:
            return "<br>".join(map(html.escape, parts)) or "<i>not recorded</i>"

        body = "".join(
            f"<tr><th>{html.escape(row.group)}</th><th>{html.escape(row.topic)}</th><td>{cell(row.left)}</td>"
            f"<td>{cell(row.right)}</td><td>{'differs' if row.differs else ''}</td></tr>"
            for row in self.rows
        )
        head = (
            f"<tr><th></th><th></th><th>{html.escape(self.left)}</th><th>{html.escape(self.right)}</th><th></th></tr>"
        )
        return f"<table>{head}{body}</table>"


def compare(left: Treaty, right: Treaty) -> Comparison:
    """Two treaties side by side: clauses, obligations by ATOP type and by theme, triggers and qualifications.

    Obligations are compared as recorded: an article whose content is not sourced adds nothing, and a row that one side
    lacks says "not recorded". Dates of the two lives are not compared.

    >>> import treatykit as tk
    >>> t = tk.load("rus-prk-2024")
    >>> [row.left for row in tk.compare(t, t).rows if row.topic == "notice"]
    [('1 year',)]
    """
    rows = [*_clauses(left, right), *_pledges(left, right), *_themes(left, right)]
    return Comparison(left.id, right.id, tuple(rows))


def _clauses(left: Treaty, right: Treaty) -> Iterator[Row]:
    topics: tuple[tuple[str, Callable[[Treaty], Iterable[str]]], ...] = (
        ("form", lambda t: [str(t.form)]),
        ("parties", lambda t: [", ".join(sorted(party.code for party in t.parties))]),
        ("languages", lambda t: [", ".join(sorted(t.languages))]),
        ("articles", lambda t: [str(sum(article.at != "preamble" for article in t.articles))] if t.articles else []),
        ("entry into force", lambda t: [_without_article(t.entry_into_force)]),
        ("duration", lambda t: [_without_article(t.duration)]),
        (
            "notice",
            lambda t: (
                [t.duration.notice.in_words()] if t.duration is not None and t.duration.notice is not None else []
            ),
        ),
    )
    for topic, read in topics:
        sides = [tuple(part for part in read(treaty) if part) for treaty in (left, right)]
        if any(sides):
            yield Row("clauses", topic, *sides)


def _without_article(clause: object) -> str:
    """A clause in words, without the number of its article, which says nothing about its content."""
    if clause is None:
        return ""
    return str(attrs.evolve(clause, article=""))  # type: ignore[misc]


def _pledges(left: Treaty, right: Treaty) -> Iterator[Row]:
    for kind in AtopType:
        sides = [[o for o in treaty.obligations if kind in o.atop] for treaty in (left, right)]
        if not any(sides):
            continue
        for topic, read in _FACETS:
            parts = [_unique(part for o in side for part in read(o)) for side in sides]
            if any(parts):
                yield Row(f"pledge: {kind}", topic, *parts)


def _trigger(obligation: Obligation) -> Iterator[str]:
    trigger = obligation.trigger
    if trigger is None:
        return
    yield str(trigger.kind) + (f" against {trigger.against}" if trigger.against is not None else "")
    if trigger.by:
        yield f"by {trigger.by}"
    if trigger.on_request_of is not None:
        yield f"on request of {trigger.on_request_of}"
    yield from trigger.requires


_FACETS: tuple[tuple[str, Callable[[Obligation], Iterable[str]]], ...] = (
    ("owed", lambda o: [o.owed]),
    ("trigger", _trigger),
    ("qualifications", lambda o: o.subject_to),
    ("time limit", lambda o: [o.time_limit] if o.time_limit else []),
)


def _themes(left: Treaty, right: Treaty) -> Iterator[Row]:
    themes = _unique(theme for treaty in (left, right) for o in treaty.obligations for theme in o.themes)
    for theme in sorted(themes):
        sides = [
            _unique(f"{o.place}: {o.modality.replace('_', ' ')}" for o in treaty.obligations if theme in o.themes)
            for treaty in (left, right)
        ]
        yield Row("themes", theme, *sides)


def _unique(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))
