"""Parties: States and organisations, and the codes that name them."""

from __future__ import annotations

import re

import attrs

from treatykit.record.fields import Word, filled, many

__all__ = ["FORMER_CODES", "ISO_CODES", "Party", "PartyKind", "is_known_code", "is_user_assigned"]

#: ISO 3166-1 alpha-3: the codes in force.
ISO_CODES = frozenset(
    [
        "ABW",
        "AFG",
        "AGO",
        "AIA",
        "ALA",
        "ALB",
        "AND",
        "ARE",
        "ARG",
        "ARM",
        "ASM",
        "ATA",
        "ATF",
        "ATG",
        "AUS",
        "AUT",
        "AZE",
        "BDI",
        "BEL",
        "BEN",
        "BES",
        "BFA",
        "BGD",
        "BGR",
        "BHR",
        "BHS",
        "BIH",
        "BLM",
        "BLR",
        "BLZ",
        "BMU",
        "BOL",
        "BRA",
        "BRB",
        "BRN",
        "BTN",
        "BVT",
        "BWA",
        "CAF",
        "CAN",
        "CCK",
        "CHE",
        "CHL",
        "CHN",
        "CIV",
        "CMR",
        "COD",
        "COG",
        "COK",
        "COL",
        "COM",
        "CPV",
        "CRI",
        "CUB",
        "CUW",
        "CXR",
        "CYM",
        "CYP",
        "CZE",
        "DEU",
        "DJI",
        "DMA",
        "DNK",
        "DOM",
        "DZA",
        "ECU",
        "EGY",
        "ERI",
        "ESH",
        "ESP",
        "EST",
        "ETH",
        "FIN",
        "FJI",
        "FLK",
        "FRA",
        "FRO",
        "FSM",
        "GAB",
        "GBR",
        "GEO",
        "GGY",
        "GHA",
        "GIB",
        "GIN",
        "GLP",
        "GMB",
        "GNB",
        "GNQ",
        "GRC",
        "GRD",
        "GRL",
        "GTM",
        "GUF",
        "GUM",
        "GUY",
        "HKG",
        "HMD",
        "HND",
        "HRV",
        "HTI",
        "HUN",
        "IDN",
        "IMN",
        "IND",
        "IOT",
        "IRL",
        "IRN",
        "IRQ",
        "ISL",
        "ISR",
        "ITA",
        "JAM",
        "JEY",
        "JOR",
        "JPN",
        "KAZ",
        "KEN",
        "KGZ",
        "KHM",
        "KIR",
        "KNA",
        "KOR",
        "KWT",
        "LAO",
        "LBN",
        "LBR",
        "LBY",
        "LCA",
        "LIE",
        "LKA",
        "LSO",
        "LTU",
        "LUX",
        "LVA",
        "MAC",
        "MAF",
        "MAR",
        "MCO",
        "MDA",
        "MDG",
        "MDV",
        "MEX",
        "MHL",
        "MKD",
        "MLI",
        "MLT",
        "MMR",
        "MNE",
        "MNG",
        "MNP",
        "MOZ",
        "MRT",
        "MSR",
        "MTQ",
        "MUS",
        "MWI",
        "MYS",
        "MYT",
        "NAM",
        "NCL",
        "NER",
        "NFK",
        "NGA",
        "NIC",
        "NIU",
        "NLD",
        "NOR",
        "NPL",
        "NRU",
        "NZL",
        "OMN",
        "PAK",
        "PAN",
        "PCN",
        "PER",
        "PHL",
        "PLW",
        "PNG",
        "POL",
        "PRI",
        "PRK",
        "PRT",
        "PRY",
        "PSE",
        "PYF",
        "QAT",
        "REU",
        "ROU",
        "RUS",
        "RWA",
        "SAU",
        "SDN",
        "SEN",
        "SGP",
        "SGS",
        "SHN",
        "SJM",
        "SLB",
        "SLE",
        "SLV",
        "SMR",
        "SOM",
        "SPM",
        "SRB",
        "SSD",
        "STP",
        "SUR",
        "SVK",
        "SVN",
        "SWE",
        "SWZ",
        "SXM",
        "SYC",
        "SYR",
        "TCA",
        "TCD",
        "TGO",
        "THA",
        "TJK",
        "TKL",
        "TKM",
        "TLS",
        "TON",
        "TTO",
        "TUN",
        "TUR",
        "TUV",
        "TWN",
        "TZA",
        "UGA",
        "UKR",
        "UMI",
        "URY",
        "USA",
        "UZB",
        "VAT",
        "VCT",
        "VEN",
        "VGB",
        "VIR",
        "VNM",
        "VUT",
        "WLF",
        "WSM",
        "YEM",
        "ZAF",
        "ZMB",
        "ZWE",
    ]
)

#: Alphas of countries and territories whose names were removed (ISO 3166-3).
FORMER_CODES = frozenset(
    [
        "AFI",
        "ANT",
        "ATB",
        "ATN",
        "BUR",
        "BYS",
        "CSK",
        "CTE",
        "DDR",
        "DHY",
        "FXX",
        "GEL",
        "HVO",
        "JTN",
        "MID",
        "NHB",
        "NTZ",
        "PCI",
        "PCZ",
        "PUS",
        "RHO",
        "SCG",
        "SKM",
        "SUN",
        "TMP",
        "VDR",
        "WAK",
        "YMD",
        "YUG",
        "ZAR",
    ]
)

_USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
_ORGANISATION = re.compile(r"[A-Z][A-Z0-9]{1,11}(-[A-Z0-9]{1,11})*")


def is_user_assigned(code: str) -> bool:
    """Whether a code lies in the ranges that ISO 3166-1 leaves to its users (AAA-AAZ, QMA-QZZ, XAA-XZZ, ZZA-ZZZ).

    >>> is_user_assigned("XFR"), is_user_assigned("FRA")
    (True, False)
    """
    return _USER_ASSIGNED.fullmatch(code) is not None


def is_known_code(code: str) -> bool:
    """Whether a code names a State or territory, past or present, in ISO 3166-1 or 3166-3.

    >>> is_known_code("KOR"), is_known_code("SUN"), is_known_code("RSU")
    (True, True, False)
    """
    return code in ISO_CODES or code in FORMER_CODES


class PartyKind(Word):
    """What a participant is."""

    STATE = "state"
    ORGANISATION = "organisation"


@attrs.define(frozen=True, slots=True, kw_only=True)
class Party:
    """A participant in a treaty: a State or an international organisation.

    A State goes by its ISO 3166-1 alpha-3 code, by the alpha of ISO 3166-3 if it is extinct (``SUN``, ``DDR``), or by a
    user-assigned code if it is invented. An organisation goes by capital letters (``EU``).

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
                "more ('SUN'), or a user-assigned code for an invented one ('XAA' to 'XZZ')"
            )
