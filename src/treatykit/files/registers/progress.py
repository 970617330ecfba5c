"""Progress of long work: a bar on a terminal or in a notebook, and silence otherwise."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["progress"]

T = TypeVar("T")

#: Work that takes less, in seconds, shows no bar.
DELAY = 1.0


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The items one by one, with a bar that tells how far they have come.

    The bar is tqdm's, from the extra ``registers``; without it there is none. It goes to standard error, comes up when the
    work takes longer than a second, and stays away where that is neither a terminal nor a notebook.

    >>> list(progress([1, 2, 3], "reading"))
    [1, 2, 3]
    """
    notebook = "ipykernel" in sys.modules
    if not notebook and not (sys.stderr is not None and sys.stderr.isatty()):
        return iter(items)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where a notebook has no widgets, a line of text does
            from tqdm.auto import tqdm
    except ImportError:
        return iter(items)
    return iter(tqdm(items, desc=what, total=total, delay=DELAY, leave=False))
