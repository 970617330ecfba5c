"""Many treaties: by id and alias, filtered, with the links between them; and what two States owe each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from treatykit.days import Date, DayLike, DaySet, date_of, days_of
from treatykit.display import html_table
from treatykit.errors import Fault, RecordError, UnknownTreatyError, did_you_mean
from treatykit.law.duties import Duty
from treatykit.record.context import LinkKind, Neighbour
from treatykit.record.fields import many
from treatykit.record.obligations import Obligation, Situation
from treatykit.timeline import Timeline
from treatykit.treaty import Treaty
from treatykit.truth import Truth

__all__ = ["Corpus", "Dyad", "Pledges"]


@attrs.define(frozen=True, slots=True, repr=False)
class Corpus:
    """Many treaties, immutable, with the links between them resolved.

    Where one record says that it supersedes another, the other ends with its entry into force, computed, so that no day
    counts for both and none for neither (VCLT 59); where a clause waits for another treaty, it does. The treaties are
    looked up by id, by title or by any other name.

    >>> import treatykit as tk
    >>> corpus = tk.load_all()
    >>> corpus["rus-prk-2024"].id
    'rus-prk-2024'
    >>> [treaty.id for treaty in corpus.where(party="PRK", in_force_on="2024-12-04") if treaty.party("PRK")][-1]
    'rus-prk-2024'

    Raises :class:`~treatykit.errors.RecordError` if two treaties have one id.
    """

    treaties: tuple[Treaty, ...] = attrs.field(default=(), converter=many)
    #: the treaties by every name, made when one is first looked up
    _by_name: dict[str, Treaty] = attrs.field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        seen: dict[str, int] = {}
        faults = []
        for index, treaty in enumerate(self.treaties):
            if treaty.id in seen:
                faults.append(
                    Fault(f"treaty[{index}].id", f"{treaty.id!r} stands already in treaty[{seen[treaty.id]}]")
                )
            seen.setdefault(treaty.id, index)
        if faults:
            raise RecordError(faults, where="the corpus")
        object.__setattr__(self, "treaties", _resolved(self.treaties))

    # ------------------------------------------------------------------------------ as a collection

    def __len__(self) -> int:
        return len(self.treaties)

    def __iter__(self) -> Iterator[Treaty]:
        return iter(self.treaties)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def __getitem__(self, name: str) -> Treaty:
        """A treaty by its id, its title or another of its names; raises ``UnknownTreatyError``."""
        found = self._find(name)
        if found is None:
            known = [treaty.id for treaty in self.treaties]
            raise UnknownTreatyError(
                f"the corpus has no treaty {name!r}{did_you_mean(str(name), self._names())} (it has {len(known)})"
            )
        return found

    def _find(self, name: str) -> Treaty | None:
        names = self._names()
        return names.get(name) or names.get(name.casefold())

    def _names(self) -> dict[str, Treaty]:
        """The treaties by their ids, and by their titles and other names in small letters; the first of a name has it."""
        if not self._by_name:
            for treaty in self.treaties:
                self._by_name[treaty.id] = treaty
            for treaty in self.treaties:
                for text in (*(title.text for title in treaty.titles), *(name.text for name in treaty.names)):
                    self._by_name.setdefault(text.casefold(), treaty)
        return self._by_name

    def where(
        self,
        *,
        party: str | None = None,
        theme: str | None = None,
        atop: str | None = None,
        in_force_on: DayLike | None = None,
    ) -> Corpus:
        """The treaties that meet every condition given.

        ``party`` is a participant's code, ``theme`` and ``atop`` stand on some obligation, and a treaty that is perhaps
        in force on the day is kept, so that doubt does not make it vanish.

        >>> import treatykit as tk
        >>> [treaty.id for treaty in tk.load_all().where(party="PRK", atop="consultation", in_force_on="2025-01-01")]
        ['rus-prk-2024']
        """
        kept = [
            treaty
            for treaty in self.treaties
            if (party is None or treaty.participant(party) is not None)
            and (theme is None or any(theme in obligation.themes for obligation in treaty.obligations))
            and (atop is None or any(atop in obligation.atop for obligation in treaty.obligations))
            and (in_force_on is None or treaty.in_force_on(in_force_on) is not Truth.NO)
        ]
        return Corpus(kept)

    def adding(self, *treaties: Treaty) -> Corpus:
        """The corpus with more treaties; their links are resolved against all."""
        return Corpus((*self.treaties, *treaties))

    # ------------------------------------------------------------------------------ two States

    def dyad(self, a: str, b: str) -> Dyad:
        """Two States, and all the treaties in which both take part, under their own codes or those of States they continue.

        >>> import treatykit as tk
        >>> dyad = tk.load_all().dyad("RUS", "PRK")
        >>> {duty.treaty for duty in dyad.duties(on="2025-01-01", given=tk.armed_attack(against="PRK"))}
        {'rus-prk-2024'}
        """
        both = tuple(t for t in self.treaties if t.participant(a) is not None and t.participant(b) is not None)
        return Dyad(a=a, b=b, treaties=both)

    def timeline(self, a: str, b: str, *, about: str | None = None) -> Timeline[Pledges]:
        """What binds two States towards each other on all days, treaty by treaty; see :meth:`Dyad.timeline`."""
        return self.dyad(a, b).timeline(about=about)

    def __repr__(self) -> str:
        return f"<Corpus of {len(self)} treat{'y' if len(self) == 1 else 'ies'}>"

    def __str__(self) -> str:
        return "\n".join(f"{treaty.id}: {treaty.title}" for treaty in self.treaties) or "no treaties"

    def _repr_html_(self) -> str:
        return html_table([(treaty.id, treaty.title) for treaty in self.treaties], caption=repr(self)[1:-1])


def _resolved(treaties: tuple[Treaty, ...]) -> tuple[Treaty, ...]:
    """The treaties with what the others say of them: who supersedes them, and whom they wait for."""
    by_id = {treaty.id: treaty for treaty in treaties}
    ended_by: dict[str, list[str]] = {treaty.id: [] for treaty in treaties}
    for treaty in treaties:
        for link in treaty.links:
            if link.kind is LinkKind.SUPERSEDES and link.treaty in by_id:
                ended_by[link.treaty].append(treaty.id)
            elif link.kind is LinkKind.SUPERSEDED_BY and link.treaty in by_id:
                ended_by[treaty.id].append(link.treaty)
    done: dict[str, Treaty] = {}

    def resolve(id: str, above: frozenset[str]) -> Treaty:
        if id in done:
            return done[id]
        treaty = by_id[id]
        if id in above:  # treaties that wait for each other in a circle are left as they are
            return treaty
        near = []
        for other in dict.fromkeys(ended_by[id]):
            near.append(_neighbour(resolve(other, above | {id}), supersedes=True))
        waited = treaty.entry_into_force.waits_for if treaty.entry_into_force is not None else ""
        if waited in by_id and waited not in ended_by[id]:
            near.append(_neighbour(resolve(waited, above | {id}), supersedes=False))
        done[id] = attrs.evolve(treaty, neighbours=tuple(near)) if tuple(near) != treaty.neighbours else treaty
        return done[id]

    return tuple(resolve(treaty.id, frozenset()) for treaty in treaties)


def _neighbour(treaty: Treaty, *, supersedes: bool) -> Neighbour:
    """The day on which a treaty enters into force; one beyond the calendar if that has not come about."""
    entry = treaty.in_force_from
    return Neighbour(
        treaty=treaty.id, in_force_from=DaySet("9999-12-31") if entry is None else entry, supersedes=supersedes
    )


@attrs.define(frozen=True, slots=True)
class Pledges:
    """The treaties whose obligations bind two States towards each other on a day: surely, and perhaps.

    >>> print(Pledges(certain=frozenset({"rus-prk-2024"})))
    rus-prk-2024
    """

    certain: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()

    @property
    def holds(self) -> Truth:
        """Whether any treaty binds: YES if one surely does, NO if none can."""
        return Truth.YES if self.certain else Truth.MAYBE if self.perhaps else Truth.NO

    def __str__(self) -> str:
        parts = [*sorted(self.certain), *(f"perhaps {treaty}" for treaty in sorted(self.perhaps))]
        return ", ".join(parts) or "nothing"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Dyad:
    """Two States and the treaties in which both take part."""

    a: str
    b: str
    treaties: tuple[Treaty, ...]

    def duties(
        self,
        *,
        on: DayLike,
        given: Situation | Iterable[Situation] = (),
        theme: str | None = None,
        bearer: str | None = None,
    ) -> tuple[Duty, ...]:
        """Everything that the two owe each other on a day: a union over treaties, each duty naming its own and its place.

        Duties that surely do not bind on the day are left out.
        """
        facts = (given,) if isinstance(given, Situation) else tuple(given)
        return tuple(
            duty
            for treaty in self.treaties
            for duty in treaty.duties(on=on, given=facts, theme=theme, bearer=bearer, between=(self.a, self.b))
            if duty.binding is not Truth.NO and duty.bearer is not None
        )

    def timeline(self, *, about: str | None = None) -> Timeline[Pledges]:
        """The treaties that bind the two towards each other on all days.

        ``about`` keeps to obligations with that theme or ATOP type (``"defense"``). Days beyond the horizon of a record
        are projected: see :meth:`reviewed_through`.

        >>> import treatykit as tk
        >>> line = tk.load_all().timeline("RUS", "PRK", about="defense")
        >>> str(line.on("2025-01-01")), str(line.on("2024-12-03"))
        ('rus-prk-2024', 'nothing')
        """
        line: Timeline[Pledges] = Timeline(Pledges())
        for treaty in self.treaties:
            line = line.zip(_bound(treaty, self.a, self.b, about), _with(treaty.id))
        return line

    @property
    def reviewed_through(self) -> Date | None:
        """The earliest of the horizons of the treaties; beyond it, some answer is projected."""
        return min((treaty.reviewed_through for treaty in self.treaties), default=None)


def _with(id: str) -> Any:
    def add(pledges: Pledges, bound: Truth) -> Pledges:
        if bound is Truth.YES:
            return attrs.evolve(pledges, certain=pledges.certain | {id})
        return attrs.evolve(pledges, perhaps=pledges.perhaps | {id}) if bound is Truth.MAYBE else pledges

    return add


def _bound(treaty: Treaty, a: str, b: str, about: str | None) -> Timeline[Truth]:
    """Whether any obligation on a subject binds between two parties, on all days."""
    concerned = [o for o in treaty.obligations if not o.final and _is_about(o, about)]
    if not concerned:
        return Timeline(Truth.NO)
    cuts = sorted({day for code in (a, b, None) for day in treaty.timeline(code).changes})
    first = date_of(1)

    def truth(day: Date) -> Truth:
        found = {duty.binding for duty in _owed(treaty, concerned, a, b, day)}
        return Truth.YES if Truth.YES in found else Truth.MAYBE if Truth.MAYBE in found else Truth.NO

    return Timeline(truth(first), ((day, truth(day)) for day in cuts))


def _owed(treaty: Treaty, concerned: list[Obligation], a: str, b: str, day: Date) -> Iterator[Duty]:
    wanted = {obligation.id for obligation in concerned}
    for duty in treaty.duties(on=days_of(day), between=(a, b)):
        if duty.obligation.id in wanted and duty.bearer is not None:
            yield duty


def _is_about(obligation: Obligation, about: str | None) -> bool:
    return about is None or about in obligation.themes or about in obligation.atop
