"""The case: a record made ready for the law. Which acts count, for whom, in which episode, on which candidate days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from treatykit.days import DaySet
from treatykit.record.acts import Act, ActKind, Instrument, SubjectTo
from treatykit.record.clauses import CountedFrom, Duration, EntryIntoForce, OnSignature, all_rules
from treatykit.record.sources import Policy
from treatykit.record.states import Party, PartyKind

__all__ = ["Case", "Deed", "prepare"]

#: Acts by which consent to be bound is expressed, whatever the treaty says (VCLT 11-16).
_CONSENT = frozenset(
    {
        ActKind.CONFIRMATION,
        ActKind.EXCHANGE_OF_NOTES,
        ActKind.EXCHANGE,
        ActKind.DEPOSIT,
        ActKind.COMPLETION_NOTICE,
    }
)


@attrs.define(frozen=True, slots=True, eq=False)
class Deed:
    """An act that counts, with its days as the law needs them: an ordinal, or the key of an imprecise day."""

    act: Act
    done: float | str
    received: float | str | None
    effective: float | str | None
    episode: int = 1

    @property
    def kind(self) -> ActKind:
        """The kind of the act."""
        return self.act.kind

    def counted(self, counted_from: CountedFrom) -> float | str:
        """The day from which a notice is counted: of receipt if the clause says so and the record has it."""
        if counted_from is CountedFrom.RECEIPT and self.received is not None:
            return self.received
        return self.done


@attrs.define(frozen=True, slots=True, eq=False)
class Case:
    """Everything the law asks about: the parties, the acts that count, and the clauses."""

    parties: tuple[str, ...]
    kinds: Mapping[str, PartyKind]
    bilateral: bool
    entry: EntryIntoForce | None
    duration: Duration | None
    deeds: tuple[Deed, ...]
    #: the acts of each party, in the order of the record; joint acts stand under each of their parties
    by_party: Mapping[str, tuple[Deed, ...]]
    #: candidate days of everything that is not exact, by key
    imprecise: Mapping[str, DaySet]
    signature_binds: bool
    #: days on which other treaties enter into force, by their ids
    outside: Mapping[str, float | str]
    #: the treaties whose entry into force ends this one (VCLT 59)
    superseded_by: tuple[str, ...]
    #: the same with the other numbering of episodes, where the order of an exit and a consent is not certain
    alternative: Case | None = None

    def of(self, *kinds: ActKind) -> list[Deed]:
        """The acts of some kinds."""
        return [deed for deed in self.deeds if deed.act.kind in kinds]

    def by(self, code: str, *kinds: ActKind) -> list[Deed]:
        """The acts of some kinds by one party, alone or with others."""
        return [deed for deed in self.by_party.get(code, ()) if deed.act.kind in kinds]

    def episodes(self, code: str) -> list[int]:
        """The numbers of the party's stays in the treaty, in order."""
        return sorted({deed.episode for deed in self.by_party[code]} | {1})

    def is_consent(self, deed: Deed) -> bool:
        """Whether an act expresses consent to be bound."""
        act = deed.act
        if act.kind in _CONSENT:
            return True
        return act.kind is ActKind.SIGNATURE and (act.subject_to is SubjectTo.NOTHING or self.signature_binds)

    def answers(self, deed: Deed, kind: ActKind, code: str) -> list[Deed]:
        """The acts of a kind that answer an act: those that name it, and those by the same party that name none."""
        return [
            other
            for other in self.by_party.get(code, ())
            if other.act.kind is kind
            and (other.act.of == deed.act.id or (not other.act.of and other.episode == deed.episode))
        ]


def instrument_of(deed: Deed) -> Instrument:
    """The instrument by which an act of consent speaks."""
    if deed.act.kind is ActKind.SIGNATURE:
        return Instrument.DEFINITIVE_SIGNATURE
    return deed.act.instrument or Instrument.OTHER


def prepare(
    *,
    parties: Iterable[Party],
    acts: Iterable[Act],
    entry: EntryIntoForce | None,
    duration: Duration | None,
    bilateral: bool,
    policy: Policy,
    outside: Mapping[str, DaySet] | None = None,
    superseded_by: Iterable[str] = (),
) -> Case:
    """Make a record ready for the law, under a policy on claims."""
    kinds = {party.code: party.kind for party in parties}
    imprecise: dict[str, DaySet] = {}

    def spec(key: str, days: DaySet | None) -> float | str | None:
        if days is None:
            return None
        if days.is_exact:
            return days.bounds[0]
        imprecise[key] = days
        return key

    deeds = []
    for act in acts:
        done = spec(act.id, act.day(policy))
        if done is None or act.kind.is_domestic:
            continue
        received = spec(f"{act.id}:received", act.day_received(policy)) if act.received else None
        effective = spec(f"{act.id}:effective", act.day_effective(policy)) if act.effective else None
        deeds.append(Deed(act, done, received, effective, act.episode or 0))

    elsewhere: dict[str, float | str] = {}
    for treaty, days in (outside or {}).items():
        if days.is_exact:
            elsewhere[treaty] = days.bounds[0]
        else:
            imprecise[f"treaty:{treaty}"] = days
            elsewhere[treaty] = f"treaty:{treaty}"

    everybody = tuple(kinds)
    by_party: dict[str, list[Deed]] = {code: [] for code in everybody}
    for deed in deeds:
        for code in deed.act.by or everybody:
            by_party[code].append(deed)

    return Case(
        parties=everybody,
        kinds=kinds,
        bilateral=bilateral,
        entry=entry,
        duration=duration,
        deeds=tuple(deeds),
        by_party={code: tuple(own) for code, own in by_party.items()},
        imprecise=imprecise,
        signature_binds=entry is not None and any(isinstance(rule, OnSignature) for rule in all_rules(entry)),
        outside=elsewhere,
        superseded_by=tuple(superseded_by),
    )
