"""Findings: what is worth a look in a record, each kind with a stable code. Never errors."""

from __future__ import annotations

from enum import StrEnum

import attrs

__all__ = ["CODES", "Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


#: Every code, and what it means.
CODES = {
    "act-after-end": "an act of consent or withdrawal dated after the treaty had ended",
    "act-out-of-order": "acts of one party stand in an order that cannot be",
    "act-without-place": "a signature or an exchange without a place",
    "archived-after-retrieved": "the copy archived is not the copy that was read",
    "archived-before-published": "a source archived before its publication date",
    "claim-before-event": "a source dated before the event that it is cited for",
    "clause-missing": "the record has no clause on entry into force or on duration",
    "consent-before-signature": "consent to be bound dated before the party's own signature",
    "content-not-sourced": "articles whose content no source gives",
    "date-disputed": "sources that are not deprecated date an act differently",
    "date-imprecise": "an act that moves a status is not dated to the day",
    "effect-before-act": "an act takes effect before it was done",
    "end-before-start": "an end, a withdrawal or a resumption before what it ends",
    "event-before-entry": "a related event dated before entry into force, while the treaty was not binding",
    "field-empty": "languages or signatories are not recorded",
    "link-unresolved": "the treaty waits for another one, which the record does not know",
    "locator-unverified": "the number of an article is not confirmed by a source",
    "no-address": "sources without an address",
    "no-archive": "sources with an address or publication and no archived copy",
    "no-author": "sources without an author",
    "no-primary-text": "no source is the text of the treaty",
    "notice-after-revocation": "a notice revoked when it had already taken effect",
    "notice-too-early": "notice given before the clause allows it",
    "notice-too-short": "a withdrawal takes effect earlier than the notice period allows",
    "party-source": "sources published by an organ of a party",
    "printed-date-formats": "publication dates printed in several formats",
    "quote-from-translation": "quotations that are not from an authentic text",
    "registration-unknown": "no registration with the UN Secretariat is recorded: unknown, not no",
    "retrieved-before-published": "a source read before it was published",
    "single-source": "the quotations of an article rest on one source",
    "source-imprecise": "a source dated by month or year only",
    "source-incomplete": "a source with neither author nor publisher",
    "source-undated": "a source without a publication date",
    "source-unused": "a source that nothing in the record refers to",
    "stated-differs-from-computed": "the stated day of entry into force is not the one that the clause gives",
    "suspension-outside-force": "a suspension while the party was not bound",
    "title-not-unique": "two sources with the same title",
}


@attrs.define(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing worth a look: what kind, how much it matters, what it is about, and a sentence.

    >>> print(Finding(code="date-disputed", severity="warning", subject="signature", message="dated two ways"))
    warning  date-disputed  signature: dated two ways
    """

    code: str = attrs.field(validator=attrs.validators.in_(CODES))
    severity: Severity = attrs.field(converter=Severity)
    subject: str
    message: str
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.severity}  {self.code}  {self.subject}: {self.message}"
