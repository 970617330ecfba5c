"""Parties: States and organisations, and the codes that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

from treatykit.days import FIRST, LAST, DayLike, DaySet, date_of, days_of
from treatykit.display import listed
from treatykit.record.fields import Word, filled, many, optional_day
from treatykit.truth import Truth

__all__ = [
    "EXTINCT_CODES",
    "FORMER_CODES",
    "ISO_CODES",
    "DatedName",
    "Numbering",
    "Party",
    "PartyKind",
    "Spell",
    "State",
    "is_known_code",
    "is_user_assigned",
    "years_of",
]

_ISO = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
WLF WSM YEM ZAF ZMB ZWE
"""
_FORMER = """
AFI ANT ATB ATN BUR BYS CSK CTE DDR DHY FXX GEL HVO JTN MID NHB NTZ PCI PCZ PUS RHO SCG SKM SUN TMP VDR WAK
YMD YUG ZAR
"""
_EXTINCT = """
ABK ANM AUH BAD BAV CAU GRN HAN HAW HSE HSG KRE MEC MOD ORF PAP PMA PRU RVN SAX SIC SOS SRD SWN TBT TEX TRA
TUS WRT ZAN
"""

#: ISO 3166-1 alpha-3: the codes in force.
ISO_CODES = frozenset(_ISO.split())

#: Alphas of countries and territories whose names were removed (ISO 3166-3).
FORMER_CODES = frozenset(_FORMER.split())

#: Alphas of this library for States that never had a code of ISO 3166: most of them are no more.
EXTINCT_CODES = frozenset(_EXTINCT.split())

_USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
_ORGANISATION = re.compile(r"[A-Z][A-Z0-9]{1,11}(-[A-Z0-9]{1,11})*")


def is_user_assigned(code: str) -> bool:
    """Whether a code lies in the ranges that ISO 3166-1 leaves to its users (AAA-AAZ, QMA-QZZ, XAA-XZZ, ZZA-ZZZ).

    >>> is_user_assigned("XFR"), is_user_assigned("FRA")
    (True, False)
    """
    return _USER_ASSIGNED.fullmatch(code) is not None


def is_known_code(code: str) -> bool:
    """Whether a code names a State or territory, past or present: in ISO 3166-1, in ISO 3166-3, or in ``EXTINCT_CODES``.

    >>> is_known_code("KOR"), is_known_code("SUN"), is_known_code("PRU"), is_known_code("RSU")
    (True, True, True, False)
    """
    return code in ISO_CODES or code in FORMER_CODES or code in EXTINCT_CODES


class PartyKind(Word):
    """What a participant is."""

    STATE = "state"
    ORGANISATION = "organisation"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Party:
    """A participant in a treaty: a State or an international organisation.

    A State goes by its ISO 3166-1 alpha-3 code, by the alpha of ISO 3166-3 if it is extinct (``SUN``, ``DDR``), by one of
    ``EXTINCT_CODES`` if it never had either (``PRU``), or by a user-assigned code if it is invented. An organisation goes by capital letters (``EU``).

    >>> Party(code="RUS", name="Russian Federation").kind
    <PartyKind.STATE: 'state'>
    """

    code: str = attrs.field()
    name: str = attrs.field(validator=filled)
    kind: PartyKind = attrs.field(default=PartyKind.STATE, converter=PartyKind)
    #: other names and spellings in use
    names: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: numeric code of ISO 3166-1, as three digits
    iso_numeric: str = ""
    #: alpha-2 code of ISO 3166-1
    iso_alpha2: str = ""
    #: code of the State that continues this one, and its treaties, as Russia does the Soviet Union
    continued_by: str = ""
    #: Correlates of War country code
    cow: int | None = None
    #: Gleditsch-Ward number
    gw: int | None = None
    note: str = ""

    @code.validator
    def _check_code(self, attribute: object, value: object) -> None:
        if not isinstance(value, str):
            raise TypeError(f"code must be a text such as 'RUS', not {value!r}")
        if self.kind == PartyKind.ORGANISATION:
            if not _ORGANISATION.fullmatch(value):
                raise ValueError(f"{value!r} is not the code of an organisation; use capital letters, such as 'EU'")
        elif not (is_known_code(value) or is_user_assigned(value)):
            raise ValueError(
                f"{value!r} is not the code of a State; use ISO 3166-1 alpha-3 ('RUS'), ISO 3166-3 for a State that is no "
                "more ('SUN'), one of EXTINCT_CODES for a State that never had either ('PRU'), or a user-assigned code for "
                "an invented one ('XAA' to 'XZZ')"
            )


# ------------------------------------------------------------------------------------------- States in time


@attrs.define(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of days: from ``since`` on, until ``until``, which is the first day after it.

    A bound that is left out is open or not known; one that is not exact holds every day on which it may have been.

    >>> spell = Spell(since="1918-11", until="1990-05-22")
    >>> print(spell)
    from 1918-11 until 1990-05-22
    >>> spell.holds_on("1950"), spell.holds_on("1918-11-11"), spell.holds_on("1990-05-22")
    (<Truth.YES: 'yes'>, <Truth.MAYBE: 'maybe'>, <Truth.NO: 'no'>)
    """

    since: DaySet | None = attrs.field(default=None, converter=optional_day)
    until: DaySet | None = attrs.field(default=None, converter=optional_day)

    def __attrs_post_init__(self) -> None:
        if self.since and self.until and self.since.bounds[0] >= self.until.bounds[-1]:
            raise ValueError(f"a spell ends after it begins, not from {self.since} until {self.until}")

    def holds_on(self, day: DayLike) -> Truth:
        """Whether the spell holds: YES on every day meant, NO on none of them, MAYBE otherwise."""
        return _among([self], day)

    def __str__(self) -> str:
        words = [
            *(["from", str(self.since)] if self.since else []),
            *(["until", str(self.until)] if self.until else []),
        ]
        return " ".join(words) or "at any time"

    @property
    def _sure(self) -> tuple[float, float]:
        """The first and the last day on which it holds whatever its bounds."""
        return (self.since.bounds[-1] if self.since else 0, (self.until.bounds[0] if self.until else LAST + 1) - 1)

    @property
    def _possible(self) -> tuple[float, float]:
        """The first and the last day on which it may hold."""
        return (self.since.bounds[0] if self.since else 0, (self.until.bounds[-1] if self.until else LAST + 1) - 1)


def _among(spells: Iterable[Spell], day: DayLike) -> Truth:
    """Whether a day lies in one of several spells."""
    spells = tuple(spells)
    meant = [(max(first, 0), min(last, LAST)) for first, last in days_of(day).ranges]
    sure = [spell._sure for spell in spells]
    if all(any(low <= first and last <= high for low, high in sure) for first, last in meant):
        return Truth.YES
    possible = [spell._possible for spell in spells]
    touched = any(low <= last and first <= high for low, high in possible for first, last in meant)
    return Truth.MAYBE if touched else Truth.NO


@attrs.define(frozen=True, slots=True, kw_only=True)
class DatedName(Spell):
    """A name that held for a time only, or by which a State was loosely called for a time.

    >>> print(DatedName(name="Zaire", since="1971-10-27", until="1997-05-17"))
    Zaire (from 1971-10-27 until 1997-05-17)
    """

    name: str = attrs.field(validator=filled)

    def __str__(self) -> str:
        return f"{self.name} ({Spell.__str__(self)})"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Numbering:
    """A State's number in a list of States, with the years in which the list gives it, both inclusive.

    Without ``until`` it still held when the list ended: in 2016 for Correlates of War, in 2017 for Gleditsch-Ward.

    >>> number = Numbering(number=260, since=1955, until=1990)
    >>> print(number, "|", number.holds_in(1990), number.holds_in(1991))
    260 from 1955 to 1990 | True False
    """

    number: int
    since: int
    until: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"number {self.number} ends in {self.until}, before it begins in {self.since}")

    def holds_in(self, year: int) -> bool:
        """Whether the list gives the number in a year."""
        return self.since <= year and (self.until is None or year <= self.until)

    @property
    def years(self) -> str:
        """Its years, in words."""
        return f"from {self.since}" if self.until is None else f"from {self.since} to {self.until}"

    def __str__(self) -> str:
        return f"{self.number} {self.years}"


def _number_on(numberings: tuple[Numbering, ...], day: DayLike) -> int | None:
    """The one number that holds in every year of a day; where a year has two, the later one."""
    found = set()
    for year in years_of(days_of(day)):
        held = [numbering for numbering in numberings if numbering.holds_in(year)]
        found.add(max(held, key=lambda numbering: numbering.since).number if held else None)
        if len(found) > 1:
            return None
    return next(iter(found), None)


def years_of(days: DaySet) -> Iterable[int]:
    """Every year in which candidate days lie; an open end counts as the end of the calendar.

    >>> list(years_of(DaySet("1989-12/1991-01")))
    [1989, 1990, 1991]
    """
    for first, last in days.ranges:
        yield from range(date_of(max(first, FIRST)).year, date_of(min(last, LAST)).year + 1)


def _told(numberings: tuple[Numbering, ...]) -> str:
    """Numbers and their years as part of a sentence."""
    numbers = dict.fromkeys(numbering.number for numbering in numberings)
    return listed(
        f"{number} {listed(each.years for each in numberings if each.number == number)}" for number in numbers
    )


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False)
class State:
    """A State, a territory or an organisation, with its names and codes, and the time in which each holds.

    >>> sun = State(code="SUN", name="Soviet Union", spells=[Spell(since="1922-12-30", until="1991-12-26")],
    ...             cow=[Numbering(number=365, since=1922, until=1991)], continued_by="RUS")
    >>> sun.exists_on("1985"), sun.exists_on("1991"), sun.cow_on("1985"), sun.cow_on("1995")
    (<Truth.YES: 'yes'>, <Truth.MAYBE: 'maybe'>, 365, None)
    """

    code: str = attrs.field()
    name: str = attrs.field(validator=filled)
    #: long name
    official: str = ""
    #: ``state``, ``territory`` or ``organisation``
    kind: str = attrs.field(default="state", validator=attrs.validators.in_(("state", "territory", "organisation")))
    iso_alpha2: str = ""
    #: three digits
    iso_numeric: str = ""
    #: when it existed; empty if neither a beginning nor an end is known
    spells: tuple[Spell, ...] = attrs.field(default=(), converter=many)
    #: other names and spellings in use, at any time
    names: tuple[str, ...] = attrs.field(default=(), converter=many)
    dated_names: tuple[DatedName, ...] = attrs.field(default=(), converter=many)
    #: former alpha-3 codes of the same State, such as ZAR of COD
    former_codes: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: Correlates of War numbers
    cow: tuple[Numbering, ...] = attrs.field(default=(), converter=many)
    #: Gleditsch-Ward numbers
    gw: tuple[Numbering, ...] = attrs.field(default=(), converter=many)
    predecessors: tuple[str, ...] = attrs.field(default=(), converter=many)
    successors: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: the code of the State that continues its legal personality, as Russia does the Soviet Union's
    continued_by: str = ""
    note: str = ""

    @code.validator
    def _check_code(self, attribute: object, value: Any) -> None:
        Party(code=value, name=value or "?", kind=self._party_kind)

    @property
    def _party_kind(self) -> PartyKind:
        return PartyKind.ORGANISATION if self.kind == "organisation" else PartyKind.STATE

    def exists_on(self, day: DayLike) -> Truth:
        """Whether it exists: YES on every day meant, NO on none of them, MAYBE if only on some, or if its bounds leave it open.

        What has no spells has no known bounds, and counts as there on every day.
        """
        return _among(self.spells, day) if self.spells else Truth.YES

    @property
    def existence(self) -> str:
        """When it existed, in words.

        >>> State(code="RUS", name="Russia", spells=[Spell(until="1922-12-30"), Spell(since="1991-12-26")]).existence
        'until 1922-12-30 and from 1991-12-26'
        """
        return listed(map(str, self.spells)) if self.spells else "at any time"

    def cow_on(self, day: DayLike) -> int | None:
        """Its Correlates of War number on a day, or ``None`` where it has none, or not the same one in all years meant.

        The list is kept here by years. In the year of a change the later number is given.
        """
        return _number_on(self.cow, day)

    def gw_on(self, day: DayLike) -> int | None:
        """Its Gleditsch-Ward number on a day; see :meth:`cow_on`."""
        return _number_on(self.gw, day)

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Sentences on where Correlates of War and Gleditsch-Ward differ for it: in the number, in the years.

        >>> State(code="CAN", name="Canada", cow=[Numbering(number=20, since=1920)], gw=[Numbering(number=20, since=1867)]).disagreements
        ('Correlates of War counts Canada (20) from 1920, Gleditsch-Ward from 1867.',)
        """
        if self.cow == self.gw:
            return ()
        if not self.gw:
            return (f"{self.name} is {_told(self.cow)} in Correlates of War, and is not in Gleditsch-Ward.",)
        if not self.cow:
            return (f"{self.name} is {_told(self.gw)} in Gleditsch-Ward, and is not in Correlates of War.",)
        numbers = {each.number for each in self.cow}
        if numbers != {each.number for each in self.gw} or len(numbers) > 1:
            return (
                f"{self.name} is {_told(self.cow)} in Correlates of War; it is {_told(self.gw)} in Gleditsch-Ward.",
            )
        cow, gw = (listed(each.years for each in system) for system in (self.cow, self.gw))
        return (f"Correlates of War counts {self.name} ({self.cow[0].number}) {cow}, Gleditsch-Ward {gw}.",)

    def party(self) -> Party:
        """The same as a participant for a record, with its last numbers.

        >>> State(code="DDR", name="East Germany", cow=[Numbering(number=265, since=1954, until=1990)]).party().cow
        265
        """
        return Party(
            code=self.code,
            name=self.name,
            kind=self._party_kind,
            names=tuple(name for name in (self.official, *self.names) if name and name != self.name),
            iso_numeric=self.iso_numeric,
            iso_alpha2=self.iso_alpha2,
            continued_by=self.continued_by,
            cow=self.cow[-1].number if self.cow else None,
            gw=self.gw[-1].number if self.gw else None,
            note=self.note,
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def __repr__(self) -> str:
        return f"<State {self.code}: {self.name}>"
