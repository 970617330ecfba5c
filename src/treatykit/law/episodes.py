"""Episodes: the stays of a party in the treaty, numbered as the record says, or else as the order of its acts shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from treatykit.law.cases import Case, Deed, by_kind_of
from treatykit.law.ending import effect_of_notice
from treatykit.law.worlds import NEVER, Box, World
from treatykit.record.acts import ActKind
from treatykit.record.clauses import Renewable

__all__ = ["with_episodes"]

#: Acts after which a new consent opens a new episode.
_EXITS = frozenset({ActKind.WITHDRAWAL_NOTICE, ActKind.WITHDRAWAL_EFFECTIVE, ActKind.INSTRUMENT_WITHDRAWN})


def with_episodes(case: Case) -> Case:
    """The case with every act in its episode.

    A consent that comes after an exit opens the next episode, and so does a stated entry into force for one party, which
    implies a consent; on one day, consent comes first. Where imprecise dates leave the order open, both numberings are kept.
    """
    if all(deed.episode for deed in case.deeds):
        return case
    if not any(deed.act.kind in _EXITS for deed in case.deeds):
        return _numbered(case, {id(deed): deed.episode or 1 for deed in case.deeds})
    early, late = (_numbers(case, order) for order in (_by_first_day(case), _by_last_day(case)))
    found = _numbered(case, early)
    return found if early == late else attrs.evolve(found, alternative=_numbered(case, late), mixes=True)


def _numbered(case: Case, numbers: dict[int, int]) -> Case:
    made = {
        id(deed): deed if deed.episode == (number := numbers[id(deed)]) else attrs.evolve(deed, episode=number)
        for deed in case.deeds
    }
    deeds = tuple(made[id(deed)] for deed in case.deeds)
    return attrs.evolve(
        case,
        deeds=deeds,
        by_kind=by_kind_of(deeds),
        by_party={code: tuple(made[id(deed)] for deed in own) for code, own in case.by_party.items()},
    )


def _numbers(case: Case, order: Callable[[Deed], tuple[float, float, bool]]) -> dict[int, int]:
    """The episode of each act; a joint act belongs to the highest that any of its parties has reached."""
    numbers = {id(deed): deed.episode or 1 for deed in case.deeds}
    for code in case.parties:
        for deed, episode in _walk(case, code, order):
            numbers[id(deed)] = max(numbers[id(deed)], episode)
    return numbers


def _walk(case: Case, code: str, order: Callable[[Deed], tuple[float, float, bool]]) -> Iterator[tuple[Deed, int]]:
    revoked = {notice.act.id for notice in case.by(code, ActKind.WITHDRAWAL_NOTICE) if _is_revoked(case, code, notice)}
    episode, left = 1, False
    for deed in sorted(case.by_party[code], key=order):
        if deed.episode:
            left = left and deed.episode <= episode
            episode = max(episode, deed.episode)
        elif left and (case.is_consent(deed) or _is_own_entry(case, deed)):
            episode, left = episode + 1, False
        yield deed, deed.episode or episode
        left = left or (deed.act.kind in _EXITS and deed.act.id not in revoked)


def _is_own_entry(case: Case, deed: Deed) -> bool:
    return deed.act.kind is ActKind.ENTRY_INTO_FORCE and not case.bilateral and not case.concerns_all(deed)


def _is_revoked(case: Case, code: str, notice: Deed) -> bool:
    """Whether a notice was revoked, unless that came for sure when it had taken effect (VCLT 68)."""
    for other in case.by(code, ActKind.NOTICE_REVOKED):
        if other.act.of in {notice.act.id, ""} and not _came_too_late(case, notice, other):
            return True
    return False


def _came_too_late(case: Case, notice: Deed, revocation: Deed) -> bool:
    days = (notice.done, revocation.done, notice.received, notice.effective)
    if any(isinstance(day, str) for day in days) or isinstance(case.duration, Renewable):
        return False
    effect = effect_of_notice(case, notice, World(Box({})), NEVER)
    return isinstance(effect, float | int) and isinstance(revocation.done, float | int) and revocation.done >= effect


def _by_first_day(case: Case) -> Callable[[Deed], tuple[float, float, bool]]:
    def order(deed: Deed) -> tuple[float, float, bool]:
        first, last = _bounds(case, deed)
        return first, last, deed.act.kind in _EXITS

    return order


def _by_last_day(case: Case) -> Callable[[Deed], tuple[float, float, bool]]:
    def order(deed: Deed) -> tuple[float, float, bool]:
        first, last = _bounds(case, deed)
        return last, first, deed.act.kind in _EXITS

    return order


def _bounds(case: Case, deed: Deed) -> tuple[float, float]:
    if isinstance(deed.done, str):
        bounds = case.imprecise[deed.done].bounds
        return bounds[0], bounds[-1]
    return deed.done, deed.done
