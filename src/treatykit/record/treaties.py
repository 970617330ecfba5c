"""What kind of treaty it is."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Form"]


class Form(StrEnum):
    """Between how many parties a treaty runs; between two, one valid denunciation ends it for both."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"
