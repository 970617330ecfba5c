"""All checks of a record, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from treatykit.law import checks_of_acts, checks_of_record
from treatykit.law.findings import Finding
from treatykit.law.status import Law
from treatykit.record.integrity import Parts

__all__ = ["findings_of"]


def findings_of(record: Parts, law: Law) -> Iterator[Finding]:
    """All findings on a record, in the order of the checks."""
    for check in checks_of_acts.CHECKS + checks_of_record.CHECKS:
        yield from check(record, law)
