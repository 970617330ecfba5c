"""Alliance Treaty Obligations and Provisions (ATOP): alliances, their members, and what each member has pledged.

The member-level table has a row for each spell of a member in an alliance, with its own pledges; the alliance-level table
has a row for each alliance, with the pledges of all members merged. Days stand in three columns. They are days of
signature, or of joining: when an alliance entered into force is not in the tables, nor who ratified it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from treatykit.days import DayLike, date_of
from treatykit.errors import TreatyFileError
from treatykit.files.registers.atop_rows import SINCE, Read, read_alliances, read_members
from treatykit.files.registers.atop_treaties import Assembly
from treatykit.files.registers.building import built
from treatykit.files.registers.clauses import chosen
from treatykit.files.registers.drafts import Draft, horizon
from treatykit.files.registers.panels import DyadYear, dyad_years
from treatykit.files.registers.report import Report, Weight
from treatykit.files.registers.tables import Source as TableSource
from treatykit.files.registers.tables import Table

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["DyadYear", "dyad_years", "read"]


def read(
    source: TableSource,
    *,
    clauses: Any = None,
    supplement: TableSource | None = None,
    as_of: DayLike | None = None,
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> tuple[Corpus, Report]:
    """Read the member-level table, the alliance-level table, or both: files, a folder, open files or frames, in any order.

    One treaty for each alliance, ``atop-1234``; a later phase of it is one of its own, ``atop-1234-2``. The days are days
    of signature. Consent and entry into force are not told, so that a member is a signatory and perhaps a party until it
    leaves; ``clauses`` can give a clause or a stated day, under keys such as ``atop:1234``. ``supplement`` is an event list
    with further acts. ``as_of`` is the day up to which the tables speak; without it, the end of the last year in which
    anything in them is dated. ``names`` gives codes for numbers of members that are not known.

    Raises :class:`~treatykit.errors.TreatyFileError` for what is no table of ATOP, and
    :class:`~treatykit.errors.RecordError` for faulty clauses.

    >>> import io, treatykit as tk
    >>> table = io.StringIO('''atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,ineffect,defense,offense,neutral,nonagg,consul
    ... 9001,220,1931,4,12,1938,9,,0,1,0,0,1,0
    ... 9001,290,1931,4,12,1938,9,,0,0,0,0,1,0
    ... ''')
    >>> corpus, report = tk.registers.atop.read(table)
    >>> for act in corpus["ATOP 9001"].acts:
    ...     print(act)
    1931-04-12  signature by FRA
    1931-04-12  signature by POL
    1938-09  termination
    >>> print(corpus["atop-9001"].status_on("1935-01-01", party="FRA").found)
    signatory or contracting or party
    >>> print(tk.registers.atop.dyad_years(corpus, first=1938)[0])
    1938 FRA to POL: defense, nonaggression (atop-9001)
    """
    known = chosen(clauses)
    draft = Draft("atop", source, encoding=encoding, names=names)
    members, alliances = _sorted(draft)
    found = Read()
    for number, table in enumerate(members, 1):
        read_members(draft, table, number, found)
    for number, table in enumerate(alliances, 1):
        read_alliances(draft, table, number, found)
    if as_of is None:
        as_of = _end_of_last_year(draft, found)
    for alliance in found.phases:
        Assembly(draft, found, known, alliance, as_of).assemble()
    if supplement is not None:
        from treatykit.files.registers.events import supplemented

        supplemented(draft, supplement)
    return built(draft, known, as_of=as_of, since=SINCE)


def _sorted(draft: Draft) -> tuple[list[Table], list[Table]]:
    """The member-level tables and the alliance-level tables, told apart by their columns."""
    members, alliances, others = [], [], []
    for table in draft.tables:
        if table.where("member") is not None and table.where("yrent") is not None:
            members.append(table)
        elif table.where("begyr") is not None and table.where("mem1") is not None:
            alliances.append(table)
        else:
            others.append(table)
    told = (
        "this is neither the member-level table of ATOP (columns 'member' and 'yrent') nor the alliance-level table ('begyr' "
        "and 'mem1')"
    )
    if not members and not alliances:
        table = others[0]
        raise TreatyFileError(f"{table.name}: {told}; it has {', '.join(map(repr, table.columns[:20]))}")
    for table in others:
        draft.remark("column-not-read", Weight.LOST, table, f"{told}; nothing in it is read")
    return members, alliances


def _end_of_last_year(draft: Draft, found: Read) -> str:
    """The last day of the last year in which anything is dated."""
    spells = [spell for by_member in found.spells.values() for own in by_member.values() for spell in own]
    days = [days for spell in spells for days in (spell.entry, spell.exit)]
    days += [days for heads in found.heads.values() for head in heads for days in (head.entry, head.exit)]
    last = horizon(day for day in days if day is not None)
    if last is None:
        raise TreatyFileError(
            f"nothing in {draft.tables[0].name} is dated, so that it is not known up to when it speaks; give as_of="
        )
    return f"{date_of(last).year:04}-12-31"
