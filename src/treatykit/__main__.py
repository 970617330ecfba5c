"""``python -m treatykit``: the same questions from a shell."""

from __future__ import annotations

import sys

from treatykit.cli import main

if __name__ == "__main__":
    sys.exit(main())
