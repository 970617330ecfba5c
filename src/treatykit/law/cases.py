"""The case: a record made ready for the law. Which acts count, for whom, in which episode, on which candidate days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from treatykit.days import DaySet
from treatykit.record.acts import Act, ActKind, Instrument, SubjectTo
from treatykit.record.clauses import CountedFrom, Duration, EntryIntoForce, OnSignature, all_rules
from treatykit.record.coverage import Matter, Silence
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
    by_kind: Mapping[ActKind, tuple[Deed, ...]]
    #: candidate days of everything that is not exact, by key
    imprecise: Mapping[str, DaySet]
    signature_binds: bool
    #: days on which other treaties enter into force, by their ids
    outside: Mapping[str, float | str]
    #: the treaties whose entry into force ends this one (VCLT 59)
    superseded_by: tuple[str, ...]
    #: the days of the acts that show that there is a text, with those of exact days taken together
    concluding: tuple[float | str, ...]
    #: a day on which the treaty surely had not ended: the first on which the last act of its life can have been done
    alive_on: float
    #: the matters on which the record is silent, each with the participants of whom it does not tell
    silent: Mapping[Matter, frozenset[str]]
    #: the matters on which this reading of the record assumes that what is not told was done, as early as it can have been
    assumed: frozenset[Matter] = frozenset()
    #: whether this view has a participant consent when the treaty is in force, and not come under it yet
    is_late: bool = False
    #: whether this view has the treaty end, where it is assumed to, before the participant came under it
    ends_before: bool = False
    #: whether the record does not tell what its entry into force depends on
    entry_open: bool = False
    #: whether the day of entry into force, or that from which a term runs, may be any day from some day on
    entry_slides: bool = False
    term_slides: bool = False
    #: another reading of the record: with the other numbering of episodes, or with more assumed
    alternative: Case | None = None
    #: whether some world may lie between the two readings, so that both together may hold too much
    mixes: bool = False

    def is_silent(self, matter: Matter, code: str) -> bool:
        """Whether the record does not tell of a matter for a participant."""
        return code in self.silent.get(matter, ())

    def assumes(self, matter: Matter, code: str) -> bool:
        """Whether this reading assumes of a participant what is not told of it."""
        return matter in self.assumed and self.is_silent(matter, code)

    def lacks(self, matter: Matter, code: str) -> bool:
        """Whether signature or consent is not told of a participant, and none of it is recorded."""
        if not self.is_silent(matter, code):
            return False
        if matter is Matter.SIGNATURE:
            return not self.by(code, ActKind.SIGNATURE)
        return not any(deed.episode == 1 and self.is_consent(deed) for deed in self.by_party[code])

    @cached_property
    def stated(self) -> tuple[Deed, ...]:
        """The acts that state the day of entry into force of the treaty as a whole."""
        return tuple(deed for deed in self.of(ActKind.ENTRY_INTO_FORCE) if self.bilateral or self.concerns_all(deed))

    def concerns_all(self, deed: Deed) -> bool:
        """Whether an act is one of all the parties together; where one alone is listed, its own acts are its own."""
        return not deed.act.by or 1 < len(deed.act.by) == len(self.parties)

    def of(self, *kinds: ActKind) -> list[Deed]:
        """The acts of some kinds."""
        return [deed for kind in kinds for deed in self.by_kind.get(kind, ())]

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


def by_kind_of(deeds: Iterable[Deed]) -> dict[ActKind, tuple[Deed, ...]]:
    """The acts by their kind, each kind in the order of the record."""
    found: dict[ActKind, list[Deed]] = {}
    for deed in deeds:
        found.setdefault(deed.act.kind, []).append(deed)
    return {kind: tuple(own) for kind, own in found.items()}


def instrument_of(deed: Deed) -> Instrument:
    """The instrument by which an act of consent speaks."""
    if deed.act.kind is ActKind.SIGNATURE:
        return Instrument.DEFINITIVE_SIGNATURE
    return deed.act.instrument or Instrument.OTHER


def silent_on(silences: Iterable[Silence], parties: Iterable[str]) -> dict[Matter, frozenset[str]]:
    """Of which participants a record does not tell, for each matter on which it is silent."""
    everybody = frozenset(parties)
    found: dict[Matter, frozenset[str]] = {}
    for silence in silences:
        named = frozenset(silence.by) if silence.by else everybody
        found[silence.on] = found.get(silence.on, frozenset()) | named
    return found


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
    silences: Iterable[Silence] = (),
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
    signature_binds = entry is not None and any(isinstance(rule, OnSignature) for rule in all_rules(entry))
    silent = silent_on(silences, everybody)
    if signature_binds and Matter.SIGNATURE in silent:  # who may have signed may have consented
        silent[Matter.CONSENT] = silent.get(Matter.CONSENT, frozenset()) | silent[Matter.SIGNATURE]
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
        by_kind=by_kind_of(deeds),
        imprecise=imprecise,
        signature_binds=signature_binds,
        outside=elsewhere,
        superseded_by=tuple(superseded_by),
        concluding=_concluding(deeds, imprecise),
        alive_on=max((_first_day(deed, imprecise) for deed in deeds if deed.act.kind in _OF_THE_LIVING), default=0.0),
        silent=silent,
    )


#: Acts that nobody does under a treaty that has ended.
_OF_THE_LIVING = _CONSENT | {ActKind.ENTRY_INTO_FORCE, ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE}


def _first_day(deed: Deed, imprecise: Mapping[str, DaySet]) -> float:
    return max(0.0, imprecise[deed.done].bounds[0] if isinstance(deed.done, str) else deed.done)


#: Acts that show that there is a text.
_CONCLUDING = frozenset(
    {
        ActKind.ADOPTION,
        ActKind.AUTHENTICATION,
        ActKind.SIGNATURE,
        ActKind.EXCHANGE_OF_NOTES,
        ActKind.EXCHANGE,
        ActKind.DEPOSIT,
        ActKind.COMPLETION_NOTICE,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.PROVISIONAL_START,
    }
)


def _concluding(deeds: Iterable[Deed], imprecise: Mapping[str, DaySet]) -> tuple[float | str, ...]:
    """The days that can be the first on which there was a text; what surely came after another is left out."""
    days: list[float | str] = [
        deed.effective if deed.act.kind is ActKind.PROVISIONAL_START and deed.effective is not None else deed.done
        for deed in deeds
        if deed.act.kind in _CONCLUDING
    ]
    exact = min((day for day in days if not isinstance(day, str)), default=math.inf)
    open_ = [day for day in days if isinstance(day, str)]
    latest = min([exact, *(imprecise[day].bounds[-1] for day in open_)])
    return (*([exact] if exact < math.inf else []), *(day for day in open_ if imprecise[day].bounds[0] < latest))
