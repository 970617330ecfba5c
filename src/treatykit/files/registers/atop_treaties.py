"""Alliances of ATOP becoming treaties: who signed, who left, what ended for all, and who has pledged what."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from treatykit.days import DayLike, DaySet, ordinal_of
from treatykit.files.registers.atop_rows import PLEDGES, SINCE, Alliance, Pledge, Pledged, Read, Spell
from treatykit.files.registers.clauses import Clauses
from treatykit.files.registers.drafts import Draft, TreatyDraft
from treatykit.files.registers.panel_days import untold
from treatykit.files.registers.report import Outcome, Weight
from treatykit.record.acts import ActKind, Ground, Instrument, SubjectTo
from treatykit.record.context import Event, Link, Unknown
from treatykit.record.coverage import Matter
from treatykit.record.obligations import EACH, Obligation
from treatykit.record.sources import Claim

__all__ = ["Assembly"]


@attrs.define(slots=True, eq=False)
class _Stay:
    """One unbroken membership: the spells that tell of it, and its number."""

    code: str
    episode: int
    spells: list[Spell]

    @property
    def exits(self) -> list[Spell]:
        """The spells that date its end, the last of them at the end."""
        dated = [(spell.exit.bounds[::-1], n, spell) for n, spell in enumerate(self.spells) if spell.exit is not None]
        return [spell for _, _, spell in sorted(dated, key=lambda found: found[:2])]


class Assembly:
    """One alliance, with its phases, being put together from the rows of both tables."""

    def __init__(self, draft: Draft, found: Read, known: Clauses, alliance: str, as_of: DayLike | None) -> None:
        self.draft, self.known, self.alliance, self.as_of = draft, known, alliance, as_of
        self.keys = found.of(alliance)
        self.phases = {key: phase for phase, key in found.phases[alliance].items()}
        self.spells = {key: found.spells.get(key, {}) for key in self.keys}
        self.heads = [head for key in self.keys for head in found.heads.get(key, [])]

    def assemble(self) -> None:
        """Put down acts, pledges, links and names of every phase."""
        for number, key in enumerate(self.keys):
            one = self.draft.treaties[key]
            self._name(one, key, number)
            one.silence(Matter.CONSENT)
            stays = [stay for code, own in self.spells[key].items() for stay in self._stays(one, code, own)]
            for stay in stays:
                self._enter(one, stay)
            heads = self.heads[:1] if number in {0, len(self.keys) - 1} else []
            self._begin(one, stays, heads if number == 0 else [])
            self._leave(one, stays, heads if number == len(self.keys) - 1 else [])
            self._pledge(one, key, self.heads[:1] if number == 0 else [])
            one.bilateral = len(one.parties) == 2 and self._leave_together(stays)
            used = {fact.source for fact in one.facts} | {
                claim.source for event in one.events for claim in event.claims
            }
            one.sources = {id: source for id, source in one.sources.items() if id in used}
        for head in self.heads[1:]:
            told = f"line {self.heads[0].row.line} has this alliance already; that row is used"
            head.row.remark("repeated-row", Weight.DOUBT, None, told, treaty=self.draft.treaties[self.keys[0]].id)
            self.draft.outcomes[Outcome.REPEATED] += sum(days is not None for days in (head.entry, head.exit))

    def _name(self, one: TreatyDraft, key: str, number: int) -> None:
        phase = f" (phase {self.phases[key]})" if len(self.keys) > 1 or self.phases[key] > 1 else ""
        clause = self.known.find("atop", key)
        if one.title:
            one.title += phase
        elif clause is None or not clause.title:
            one.title = f"ATOP alliance {self.alliance}{phase}"
        one.names.append((f"ATOP {key}", "en"))
        if number == 0 and key != self.alliance:
            one.names += [(f"ATOP {self.alliance}", "en"), (self.alliance, "en")]
        if number:
            note = "ATOP codes it as a later phase of the same alliance: its terms were changed"
            before = self.draft.treaties[self.keys[number - 1]].id
            one.links.append(Link(kind="amends", treaty=before, sources=[one.table.id], note=note))

    # ------------------------------------------------------------------------------ stays

    def _stays(self, one: TreatyDraft, code: str, own: list[Spell]) -> Iterator[_Stay]:
        """The stays of a member: a spell that begins when another has ended is a stay of its own, unless they meet."""
        own = [self._in_order(one, code, spell) for spell in own]
        own.sort(key=lambda spell: (spell.entry is not None, spell.entry.bounds if spell.entry else (), spell.row.line))
        stay = _Stay(code, 1, [])
        for spell in own:
            last = stay.exits[-1].exit if stay.exits else None
            if last is None or spell.entry is None or spell.entry.bounds[-1] < last.bounds[-1]:
                self._same_stay(one, stay, spell)
            elif spell.entry.bounds[0] - last.bounds[-1] <= 1:
                self._goes_on(one, stay, spell)
            else:
                yield stay
                stay = _Stay(code, stay.episode + 1, [spell])
        yield stay

    def _same_stay(self, one: TreatyDraft, stay: _Stay, spell: Spell) -> None:
        if stay.spells and (spell.exit is None) != (stay.spells[-1].exit is None):
            told = f"line {stay.spells[-1].row.line} has the same spell, and only one of the two rows dates its end"
            spell.row.remark("two-dates", Weight.DOUBT, spell.exit_column, told, treaty=one.id, party=stay.code)
        stay.spells.append(spell)

    def _goes_on(self, one: TreatyDraft, stay: _Stay, spell: Spell) -> None:
        """A spell that begins where another ends: one membership, perhaps of a State whose number changed."""
        before = stay.exits[-1]
        told = f"the membership went on: {before.number} in line {before.row.line} is the same State, {stay.code}"
        spell.row.remark("repeated-row", Weight.NOTE, spell.entry_column, told, treaty=one.id, party=stay.code)
        self.draft.outcomes[Outcome.REPEATED] += 2
        stay.spells.append(attrs.evolve(spell, entry=None))
        before.exit = None

    def _in_order(self, one: TreatyDraft, code: str, spell: Spell) -> Spell:
        """The spell; an end before its beginning is kept as an event, and when the member left is then not told."""
        if spell.entry is None or spell.exit is None or spell.exit.bounds[-1] >= spell.entry.bounds[0]:
            return spell
        told = f"this is before the entry ({spell.entry}); kept as an event, and when the member left is not told"
        spell.row.remark("end-before-start", Weight.DOUBT, spell.exit_column, told, treaty=one.id, party=code)
        self._event(one, f"ATOP dates the exit of {code} before its entry", spell.exit, spell, [code])
        return attrs.evolve(spell, exit=None, in_effect=None)

    def _event(self, one: TreatyDraft, summary: str, days: DaySet, place: Spell | Alliance, by: list[str]) -> None:
        claim = Claim(date=days, source=place.source, at=f"line {place.row.line}")
        one.events.append(Event(id=f"event-{len(one.events) + 1}", summary=summary, claims=[claim], by=by))
        self.draft.outcomes[Outcome.ACT] += 1
        place.row.is_kept = True

    # ------------------------------------------------------------------------------ entering

    def _enter(self, one: TreatyDraft, stay: _Stay) -> None:
        """The signature of a member, or, if it comes back, its consent of some kind."""
        dated = [spell for spell in stay.spells if spell.entry is not None]
        for spell in dated or stay.spells[:1]:
            days = spell.entry or self._not_dated(one, stay, spell)
            if stay.episode == 1:
                self._sign(one, [stay.code], days, spell)
            else:
                note = "ATOP codes a further spell from this day; by what act the member came back is not told"
                one.add(
                    ActKind.DEPOSIT,
                    [stay.code],
                    days,
                    spell.row,
                    spell.entry_column,
                    instrument=Instrument.OTHER,
                    episode=stay.episode,
                    source=spell.source,
                    note=note,
                )

    def _sign(self, one: TreatyDraft, codes: list[str], days: DaySet, place: Spell | Alliance) -> None:
        one.add(
            ActKind.SIGNATURE,
            codes,
            days,
            place.row,
            place.entry_column,
            subject_to=SubjectTo.NOT_STATED,
            episode=1,
            source=place.source,
            note="the day of ATOP: of signature, or of joining later",
        )

    def _not_dated(self, one: TreatyDraft, stay: _Stay, spell: Spell) -> DaySet:
        """The days on which a member may have signed that the table has without a day of entry."""
        others = [each.entry for own in self.spells[one.key].values() for each in own if each.entry is not None]
        others += [head.entry for head in self.heads if head.entry is not None and one.key == self.keys[0]]
        first = min((days.bounds[0] for days in others), default=float(ordinal_of(SINCE)))
        ends = [each.exit.bounds[-1] for each in stay.exits if each.exit is not None]
        last = max(ends, default=float("inf") if self.as_of is None else ordinal_of(self.as_of))
        days = DaySet._make([(min(first, last), last)])
        if spell.row.text(spell.entry_column) in {"0", "0.0"}:
            spell.row.placeholder()
        told = f"when the member came in is not told; kept as some day of {days}"
        spell.row.remark("no-usable-date", Weight.DOUBT, spell.entry_column, told, treaty=one.id, party=stay.code)
        return days

    def _begin(self, one: TreatyDraft, stays: list[_Stay], heads: list[Alliance]) -> None:
        """What the alliance-level table adds: members that it alone has, and its own day of beginning."""
        entries = [spell.entry for stay in stays for spell in stay.spells if spell.entry is not None]
        for head in heads:
            if head.members:
                self._sign(one, list(head.members), head.entry or self._not_begun(one, head), head)
                one.note = "The alliance-level table does not tell when each member came and left, nor who pledged what to whom."
            for code, column in head.members.items() if stays else ():
                told = "the member-level table does not have this member; taken in from the beginning of the alliance to its end"
                head.row.remark("levels-differ", Weight.DOUBT, column, told, treaty=one.id, party=code)
            if head.entry is None or head.members:
                continue
            if head.entry in entries:
                self.draft.outcomes[Outcome.REPEATED] += 1
            else:
                told = "no member enters on this day; kept as an event"
                head.row.remark("levels-differ", Weight.DOUBT, head.entry_column, told, treaty=one.id)
                self._event(one, "ATOP begins the alliance", head.entry, head, [])

    def _not_begun(self, one: TreatyDraft, head: Alliance) -> DaySet:
        last = float("inf") if self.as_of is None else ordinal_of(self.as_of)
        last = last if head.exit is None else head.exit.bounds[-1]
        days = DaySet._make([(min(float(ordinal_of(SINCE)), last), last)])
        told = f"when the alliance began is not told; kept as some day of {days}"
        head.row.remark("no-usable-date", Weight.DOUBT, head.entry_column, told, treaty=one.id)
        return days

    # ------------------------------------------------------------------------------ leaving

    def _leave(self, one: TreatyDraft, stays: list[_Stay], heads: list[Alliance]) -> None:
        """Exits, and the end for all, where everybody who was in left on one day."""
        last = {stay.code: stay for stay in stays}
        end = self._end(one, list(last.values()), heads)
        is_told = bool(heads) and heads[0].exit is not None and heads[0].exit == end
        for stay in stays:
            if not stay.exits:
                self._stays_in(one, stay)
            for spell in stay.exits:
                if spell.in_effect:
                    told = "an end is dated, and yet the spell is marked as in effect; the end is kept"
                    spell.row.remark(
                        "status-contradicts-year", Weight.DOUBT, spell.exit_column, told, treaty=one.id, party=stay.code
                    )
                if stay is not last[stay.code] or spell.exit != end:
                    self._exit(one, ActKind.WITHDRAWAL_EFFECTIVE, [stay.code], spell, stay.episode)
                elif not any(fact.kind is ActKind.TERMINATION for fact in one.facts):
                    self._exit(one, ActKind.TERMINATION, [], spell, None)
                else:
                    self.draft.outcomes[Outcome.REPEATED] += 1
        if is_told:
            self._exit(one, ActKind.TERMINATION, [], heads[0], None)
        elif not stays:
            for head in heads:
                self._goes_on_untold(one, head)

    def _exit(
        self, one: TreatyDraft, kind: ActKind, by: list[str], place: Spell | Alliance, episode: int | None
    ) -> None:
        assert place.exit is not None
        how = f" (codes of the table: {place.how})" if isinstance(place, Spell) and place.how else ""
        one.add(
            kind,
            by,
            place.exit,
            place.row,
            place.exit_column,
            ground=Ground.NOT_STATED,
            episode=episode,
            source=place.source,
            note=f"the last day that ATOP gives; here the first day out{how}",
        )

    def _end(self, one: TreatyDraft, last: list[_Stay], heads: list[Alliance]) -> DaySet | None:
        """The end for all: as the alliance-level table has it, or the day on which all who were still in left together."""
        for head in heads:
            if head.exit is not None:
                return self._end_of_alliance(one, last, head, head.exit)
            if head.in_effect and last and all(stay.exits for stay in last):
                told = "in effect, and yet all members have left"
                head.row.remark("levels-differ", Weight.DOUBT, head.exit_column, told, treaty=one.id)
                return None
        exits = _exits(last)
        if not exits or not all(stay.exits for stay in last):
            return None
        latest = max(exits, key=lambda days: days.bounds[::-1])
        together = sum(latest in [spell.exit for spell in stay.exits] for stay in last) > 1
        return latest if together and _comes_last(latest, exits) else None

    def _end_of_alliance(self, one: TreatyDraft, last: list[_Stay], head: Alliance, end: DaySet) -> DaySet | None:
        """The end that the alliance-level table gives, unless a member stays beyond it, or may do so."""
        exits = _exits(last)
        beyond = [
            stay.code
            for stay in last
            if any(spell.exit is not None and spell.exit.bounds[0] > end.bounds[-1] for spell in stay.spells)
            or (not stay.exits and stay.spells[-1].in_effect)
        ]
        if not beyond and _comes_last(end, exits):
            return end
        if beyond:
            told = f"{' '.join(beyond)} stays longer than the alliance; its end is kept as an event"
            head.row.remark("after-end", Weight.DOUBT, head.exit_column, told, treaty=one.id)
        self._event(one, "ATOP ends the alliance", end, head, [])
        return None

    def _stays_in(self, one: TreatyDraft, stay: _Stay) -> None:
        """Who has no day of exit: in effect at the end of coverage, or not told."""
        spell = stay.spells[-1]
        filled = spell.row.text(spell.exit_column) in {"0", "0.0"}
        if filled:
            spell.row.placeholder()
        if spell.in_effect:
            return
        one.silence(Matter.WITHDRAWAL, stay.code)
        told = "neither a day of exit nor the mark of what is in effect: when the member left is not told"
        spell.row.remark("no-usable-date", Weight.DOUBT, spell.exit_column, told, treaty=one.id, party=stay.code)

    def _goes_on_untold(self, one: TreatyDraft, head: Alliance) -> None:
        if head.row.text(head.exit_column) in {"0", "0.0"}:
            head.row.placeholder()
        if not head.in_effect:
            one.silence(Matter.ENDING)
            told = "neither a day of ending nor the mark of what is in effect: whether the alliance ended is not told"
            head.row.remark("no-usable-date", Weight.DOUBT, head.exit_column, told, treaty=one.id)

    @staticmethod
    def _leave_together(stays: list[_Stay]) -> bool:
        """Whether both of two leave on one day or not at all, as between two parties it must be."""
        return len(stays) in {0, 2} and len({stay.exits[-1].exit if stay.exits else None for stay in stays}) < 2

    # ------------------------------------------------------------------------------ pledges

    def _pledge(self, one: TreatyDraft, key: str, heads: list[Alliance]) -> None:
        for code, own in self.spells[key].items():
            for pledge in PLEDGES:
                self._one_pledge(one, code, pledge, [(spell, spell.pledges[pledge.type]) for spell in own])
        for head in heads:
            for pledge in PLEDGES:
                pledged = head.pledges[pledge.type]
                for code in [] if not head.members else list(head.members) if self.spells[key] else [EACH]:
                    self._one_pledge(one, code, pledge, [(head, pledged)])
                self._compare(one, head, pledge, pledged)

    def _one_pledge(
        self,
        one: TreatyDraft,
        code: str,
        pledge: Pledge,
        told: list[tuple[Spell, Pledged]] | list[tuple[Alliance, Pledged]],
    ) -> None:
        made = {pledged.made for _, pledged in told}
        if True not in made:
            if None in made:
                cell = next(pledged.cell for _, pledged in told if pledged.made is None)
                what = f"whether it is made: {pledge.column.upper()} is {cell!r}, neither 0 nor 1"
                one.unknowns.append(Unknown(about=untold(pledge.type, code), what=what))
            return
        if len(made) > 1:
            place = told[-1][0]
            words = f"the spells of {code} do not agree on {pledge.column.upper()}; the pledge is kept for all of them"
            place.row.remark("levels-differ", Weight.DOUBT, None, words, treaty=one.id, party=code)
        conditions = dict.fromkeys(words for _, pledged in told for words in pledged.conditions)
        one.obligations.append(
            Obligation(
                id=f"{pledge.type}-{code}",
                at="1",
                bearer=code,
                modality=pledge.modality,
                action=f"{pledge.action}, as ATOP codes it ({pledge.column.upper()} = 1)",
                subject_to=list(conditions),
                atop=[pledge.type],
                located="unverified",
                sources=dict.fromkeys(place.source for place, _ in told),
                note="ATOP cites no article; Article 1 stands for the whole treaty",
            )
        )

    def _compare(self, one: TreatyDraft, head: Alliance, pledge: Pledge, pledged: Pledged) -> None:
        """Report a pledge that one table has and the other has not."""
        own = {
            spell.pledges[pledge.type].made for key in self.keys for own in self.spells[key].values() for spell in own
        }
        if own and None not in own and pledged.made is not None and pledged.made != (True in own):
            which = (
                "no member pledges it in the member-level table"
                if pledged.made
                else "a member pledges it in the member-level table"
            )
            column = head.row.table.where(pledge.column)
            head.row.remark("levels-differ", Weight.DOUBT, column, f"{which}, which is used", treaty=one.id)


def _exits(stays: list[_Stay]) -> list[DaySet]:
    return [spell.exit for stay in stays for spell in stay.exits if spell.exit is not None]


def _comes_last(end: DaySet, exits: list[DaySet]) -> bool:
    """Whether whoever did not leave with the end had surely left before it."""
    return all(days == end or days.bounds[-1] <= end.bounds[0] for days in exits)
