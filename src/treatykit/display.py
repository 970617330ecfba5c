"""How answers look in text and in a notebook: one small table, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["bullet", "html_table", "listed"]


def html_table(rows: Iterable[tuple[object, object]], *, caption: str = "") -> str:
    """A two-column HTML table; every text in it is escaped.

    >>> html_table([("status", "<party>")])
    '<table><tr><th>status</th><td>&lt;party&gt;</td></tr></table>'
    """
    import html  # loaded when something is shown

    head = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    body = "".join(f"<tr><th>{html.escape(str(name))}</th><td>{_cell(value)}</td></tr>" for name, value in rows)
    return f"<table>{head}{body}</table>"


def _cell(value: object) -> str:
    import html

    if isinstance(value, tuple | list):
        return "<br>".join(html.escape(str(item)) for item in value)
    return html.escape(str(value))


def bullet(text: str, *, width: int = 100) -> str:
    """A line of a list, wrapped and indented.

    >>> print(bullet("signed on 2024-06-19"))
      - signed on 2024-06-19
    """
    import textwrap  # loaded when something is shown

    return textwrap.fill(
        text, width, initial_indent="  - ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["RUS", "PRK", "CHN"])
    'RUS, PRK and CHN'
    """
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last
