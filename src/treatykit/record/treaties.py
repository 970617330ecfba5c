"""What kind of treaty it is."""

from __future__ import annotations

from treatykit.record.fields import Word

__all__ = ["Form"]


class Form(Word):
    """Between how many parties a treaty runs; between two, one valid denunciation ends it for both."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"
