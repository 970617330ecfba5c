"""From a name, a code or a number, and a day, to the State that is meant: golden cases, refusals, and the normaliser."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

import treatykit as tk
from treatykit.files.states import directory
from treatykit.record.directory import Directory, Match, keys_of
from treatykit.record.states import DatedName, Numbering, Spell, State

YES, NO, MAYBE = tk.Truth.YES, tk.Truth.NO, tk.Truth.MAYBE


# ------------------------------------------------------------------------------------------- names and codes


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Russia", None, "RUS"),
        ("Russia", "1985", "SUN"),
        ("Russia", "1900", "RUS"),
        ("Russia", "1991-12-26", "RUS"),
        ("Russia", "1991-12-25", "SUN"),
        ("RUS", "2024", "RUS"),
        ("USSR", None, "SUN"),
        ("Russian SFSR", "1920", "RUS"),
        ("Zaire", "1980", "COD"),
        ("ZAR", None, "COD"),
        ("Republic of the Congo", "1980", "COG"),
        ("Austria", "1900", "AUH"),
        ("Austria", "1930", "AUT"),
        ("Austria", None, "AUT"),
        ("Republic of China", "1930", "CHN"),
        ("Republic of China", "1960", "TWN"),
        ("Germany", "1900", "DEU"),
        ("Germany", "1985", "DEU"),
        ("West Germany", "1985", "DEU"),
        ("German Democratic Republic", "1985", "DDR"),
        ("Prussia", "1850", "PRU"),
        ("Ottoman Empire", "1900", "TUR"),
        ("Türkiye", "2024", "TUR"),
        ("Yugoslavia", "1950", "YUG"),
        ("Serbia and Montenegro", "2004", "SCG"),
        ("United Arab Republic", "1960", "EGY"),
        ("Yemen Arab Republic", "1985", "YEM"),
        ("Democratic Yemen", "1985", "YMD"),
        ("Viet Nam", "2015-03-14", "VNM"),
        ("Democratic Republic of Viet-Nam", "1970", "VDR"),
        ("Republic of Viet-Nam", "1960", "RVN"),
        ("Vietnam", "1850", "ANM"),
        ("Tanganyika", "1963", "TZA"),
        ("Zanzibar", "1964-01-15", "ZAN"),
        ("Ceylon", "1960", "LKA"),
        ("Burma", "1960", "MMR"),
        ("Colombia", "1825", "GRN"),
        ("Colombia", "1900", "COL"),
        ("Holy See", None, "VAT"),
        ("State of Palestine", "2015", "PSE"),
        ("Cook Islands", None, "COK"),
        ("Kosovo", "2010", "XKX"),
        ("European Community", "1995", "EU"),
        ("European Union", "2015", "EU"),
        ("Euratom", None, "EAEC"),
        ("United Nations Council for Namibia", None, "UN-CN"),
        ("Hong Kong", "1990", "HKG"),
    ],
)
def test_a_name_is_resolved_on_its_day(name: str, on: str | None, code: str) -> None:
    assert tk.state(name, on=on).code == code
    assert directory().match(name, on) == Match(state=tk.state(code))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Republic of", "KOR"),
        ("KOREA REPUBLIC OF", "KOR"),
        ("Korea, Dem. People's Rep. of", "PRK"),
        ("Korea, Democratic People's Republic", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("GAMBIA THE", "GMB"),
        ("The Gambia", "GMB"),
        ("DOMINICA, COMMONWEALTH OF", "DMA"),
        ("Dominican Republic", "DOM"),
        ("IRELAND, REPUBLIC OF", "IRL"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Micronesia, Federated States Of", "FSM"),
        ("Micronesia (Federated States of)", "FSM"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Macedonia, The Former Yugoslav Republic of", "MKD"),
        ("Congo, The Democratic Republic Of The", "COD"),
        ("Congo, Republic of the", "COG"),
        ("Congo", "COG"),
        ("St. Vincent & the Grenadines", "VCT"),
        ("St Kitts and Nevis", "KNA"),
        ("Trinidad And Tobago", "TTO"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("CÔTE D'IVOIRE", "CIV"),
        ("Sao Tome and Principe", "STP"),
        ("São Tomé & Príncipe", "STP"),
        ("U.S.A.", "USA"),
        ("U.S.S.R.", "SUN"),
        ("united kingdom of great britain and northern ireland", "GBR"),
        ("Viet-Nam", "VNM"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-bissau", "GNB"),
        ("Guinea, Equatorial", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Ireland", "IRL"),
        ("Mali", "MLI"),
        ("Malawi", "MWI"),
        ("Samoa", "WSM"),
        ("American Samoa", "ASM"),
        ("Sudan", "SDN"),
        ("Sudan, South", "SSD"),
        ("  France ", "FRA"),
    ],
)
def test_spellings_meet(name: str, code: str) -> None:
    assert tk.state(name).code == code


@pytest.mark.parametrize(
    "name",
    [
        *["China 3", "Serbia [5]", "Cyprus*", "Germany †", "France 1, 2"],  # notes belong to the importer
        *["Northern Ireland", "Ireland, Northern", "Scotland", "New Guinea", "West Guinea"],
        *["Prusia", "Frnce", "Rep of", "Republic of", "The", "of the", "", "   ", ",", "rus", "Korean", "Islands"],
        *["United", "Democratic Republic", "States of America", "Nigerien", "x" * 5000],
    ],
)
def test_nothing_is_guessed(name: str) -> None:
    match = directory().match(name)
    assert match.state is None
    assert match.doubt
    with pytest.raises(tk.UnknownPartyError) as caught:
        tk.state(name)
    assert str(caught.value) == match.doubt
    assert len(match.doubt) < 500


def test_the_nearest_names_are_told() -> None:
    with pytest.raises(tk.UnknownPartyError, match=r"'Uruguy' is no name or code .*; did you mean 'Uruguay'\?"):
        tk.state("Uruguy")
    assert tk.state("URY") in directory().match("Uruguy").nearest
    assert directory().match("zzzzzzzz").nearest == ()
    with pytest.raises(tk.UnknownPartyError, match="give its usual English name or its ISO 3166 alpha-3 code"):
        tk.state("zzzzzzzz")


def test_what_is_no_text_is_no_name() -> None:
    match = directory().match(42)  # type: ignore[arg-type]
    assert match.state is None
    assert "42 is no name" in match.doubt


@pytest.mark.parametrize(
    ("name", "on", "said"),
    [
        (
            "Czech Republic",
            "1985",
            "Czech Republic (CZE) exists from 1993-01-01, and is named here for 1985; on that day there was Czechoslovakia (CSK)",
        ),
        (
            "RUS",
            "1950",
            "Russia (RUS) exists until 1922-12-30 and from 1991-12-26, and is named here for 1950; "
            "on that day there was Soviet Union (SUN)",
        ),
        (
            "Soviet Union",
            "2000",
            "Soviet Union (SUN) exists from 1922-12-30 until 1991-12-26, and is named here for 2000; "
            "on that day there was Russia (RUS)",
        ),
        (
            "Serbia",
            "1990",
            "Serbia (SRB) exists from 1878 until 1918-12-01 and from 2006-06-05, and is named here for 1990; "
            "on that day there was Yugoslavia (YUG)",
        ),
        (
            "Vietnam",
            "1960",
            "Vietnam (VNM) exists from 1976-07-02, and is named here for 1960; "
            "on that day there was North Vietnam (VDR) and South Vietnam (RVN)",
        ),
        (
            "Germany",
            "1947",
            "Germany (DEU) exists from 1871-01-18 until 1945 and from 1949-05-23, and is named here for 1947",
        ),
        ("Kenya", "1950", "Kenya (KEN) exists from 1963-12-12, and is named here for 1950; on that day there was "),
    ],
)
def test_a_state_that_was_not_there_is_told(name: str, on: str, said: str) -> None:
    match = directory().match(name, on)
    assert match.state is tk.state(name)
    assert match.doubt.startswith(said)
    with pytest.raises(tk.UnknownPartyError) as caught:
        tk.state(name, on=on)
    assert str(caught.value) == match.doubt


def test_a_name_of_another_time_is_found_with_a_doubt() -> None:
    match = directory().match("Zaire", "2005")
    assert match.state is tk.state("COD") is tk.state("Zaire", on="2005")
    assert match.doubt.startswith(
        "Zaire (from 1971-10-27 until 1997-05-17) is a name of Democratic Republic of the Congo"
    )


def test_a_name_of_several_is_none_of_them() -> None:
    match = directory().match("Korea", "1960")
    assert match.state is None
    assert {state.code for state in match.nearest} == {"KOR", "PRK"}
    with pytest.raises(
        tk.UnknownPartyError, match=r"'Korea' is a name of .*; give on=, the day that is meant, or the code"
    ):
        tk.state("Korea")
    assert tk.state("Korea", on="1900").code == "KRE"
    with pytest.raises(tk.UnknownPartyError, match="give the code"):
        tk.state("Republic of the Congo", on="1962")


def test_an_imprecise_day_keeps_whoever_was_there_on_any_of_its_days() -> None:
    assert tk.state("Czechoslovakia", on="1992-12/1993-01").code == "CSK"
    assert tk.state("Czech Republic", on="1992-12/1993-01").code == "CZE"
    with pytest.raises(
        tk.UnknownPartyError, match=r"Soviet Union \(SUN\) .* and Russia|Russia \(RUS\) .* and Soviet Union"
    ):
        tk.state("Russia", on="1991-12")


def test_a_day_is_given_in_any_form_and_a_moment_is_refused() -> None:
    for on in ("1985-06-01", dt.date(1985, 6, 1), tk.DaySet("1985-06-01"), tk.DaySet("1985")):
        assert tk.state("Russia", on=on).code == "SUN"
    with pytest.raises(tk.DayError):
        tk.state("Russia", on="yesterday")


# ------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("number", "on", "cow", "gw"),
    [
        (2, None, "USA", "USA"),
        (255, "1850", "PRU", "PRU"),
        (255, "1900", "DEU", "DEU"),
        (255, "2000", "DEU", None),
        (260, "1970", "DEU", "DEU"),
        (260, "1952", None, "DEU"),
        (260, "2000", None, "DEU"),
        (265, "1980", "DDR", "DDR"),
        (340, "2010", None, "SRB"),
        (345, "1900", "SRB", None),
        (345, "1950", "YUG", "YUG"),
        (345, "2004", "SCG", "SCG"),
        (345, "2010", "SRB", None),
        (365, "1900", "RUS", "RUS"),
        (365, "1985", "SUN", "SUN"),
        (365, "2010", "RUS", "RUS"),
        (365, "1991-12-26", "RUS", "RUS"),
        (325, "1850", "SRD", "SRD"),
        (325, "1900", "ITA", "ITA"),
        (300, "1900", "AUH", "AUH"),
        (305, "1930", "AUT", "AUT"),
        (678, "1980", "YEM", "YEM"),
        (678, "2000", None, "YEM"),
        (679, "2000", "YEM", None),
        (680, "1980", "YMD", "YMD"),
        (816, "1960", "VDR", "VDR"),
        (816, "1980", "VNM", "VNM"),
        (815, "1850", None, "ANM"),
        (817, "1960", "RVN", "RVN"),
        (970, None, "NRU", "KIR"),
        (971, None, None, "NRU"),
        (730, "1900", "KRE", "KRE"),
        (711, "1930", None, "TBT"),
        (20, "1900", None, "CAN"),
        (7777, None, None, None),
    ],
)
def test_a_number_is_resolved_on_its_day(number: int, on: str | None, cow: str | None, gw: str | None) -> None:
    for way, code in (("cow", cow), ("gw", gw)):
        match = getattr(directory(), f"match_{way}")(number, on)
        if code is not None:
            assert tk.state(**{way: number}, on=on).code == code  # type: ignore[arg-type]
            assert match == Match(state=tk.state(code))
        else:
            with pytest.raises(tk.UnknownPartyError) as caught:
                tk.state(**{way: number}, on=on)  # type: ignore[arg-type]
            assert str(caught.value) == match.doubt


@pytest.mark.parametrize(
    ("way", "number", "on", "said"),
    [
        (
            "gw",
            255,
            "2000",
            "255 is the Gleditsch-Ward number of Germany (DEU) from 1871 to 1945 and Prussia (PRU) from 1816 to 1871, but not on "
            "2000; in Correlates of War it is the number of Germany (DEU); the Gleditsch-Ward number of Germany (DEU) on that "
            "day is 260",
        ),
        (
            "cow",
            255,
            None,
            "255 is the Correlates of War number of Germany (DEU) from 1871 to 1945 and from 1990 and Prussia (PRU) from 1816 to "
            "1871; give on=, the day that is meant",
        ),
        (
            "cow",
            365,
            "1991",
            "365 is the Correlates of War number of Russia (RUS) from 1816 to 1922 and from 1991 and Soviet Union (SUN) from 1922 "
            "to 1991; on 1991 it may be either; give a more exact day",
        ),
        ("cow", 340, "2010", "340 is no Correlates of War number; in Gleditsch-Ward it is the number of Serbia (SRB)"),
        (
            "cow",
            7777,
            None,
            "7777 is no Correlates of War number; give a number of the list, such as 2 for the United States",
        ),
    ],
)
def test_a_number_that_names_no_one_state_is_told(way: str, number: int, on: str | None, said: str) -> None:
    with pytest.raises(tk.UnknownPartyError) as caught:
        tk.state(**{way: number}, on=on)  # type: ignore[arg-type]
    assert str(caught.value) == said


def test_importers_get_the_state_of_a_number_outside_its_years_with_a_doubt() -> None:
    match = directory().match_cow(240, "1820")
    assert match.state is tk.state("HAN")
    assert "from 1837 to 1866, but not on 1820" in match.doubt
    assert directory().match_cow(255, "1815").state is tk.state("PRU")
    assert directory().match_cow(345, "1942").state is tk.state("YUG")
    assert directory().match_cow(365, "1991").state is None
    assert {state.code for state in directory().match_cow(365, "1991").nearest} == {"RUS", "SUN"}
    assert directory().match_gw(7777, "1991") == directory().match_gw(7777, "1991")


def test_codes_of_iso() -> None:
    assert tk.state(iso_alpha2="NA").name == "Namibia"
    assert tk.state(iso_alpha2="FR").code == "FRA"
    assert tk.state(iso_alpha2="CS", on="1990").code == "CSK"
    assert tk.state(iso_alpha2="CS", on="2005").code == "SCG"
    assert tk.state(iso_alpha2="SK").code == "SVK"
    assert tk.state(iso_numeric="276").code == tk.state(iso_numeric=276).code == "DEU"
    assert tk.state(iso_numeric="004").code == tk.state(iso_numeric=4).code == "AFG"
    assert tk.state(iso_numeric="891", on="1999").code == "YUG"
    with pytest.raises(tk.UnknownPartyError, match=r"the code is that of Czechoslovakia .* and Serbia .*; give on="):
        tk.state(iso_alpha2="CS")
    with pytest.raises(tk.UnknownPartyError, match=r"the code is that of Soviet Union .*, and is asked for on 2000"):
        tk.state(iso_alpha2="SU", on="2000")
    with pytest.raises(tk.UnknownPartyError, match="'fr' is no alpha-2 code of ISO 3166; give two capital letters"):
        tk.state(iso_alpha2="fr")
    with pytest.raises(tk.UnknownPartyError, match="give three digits such as '276'"):
        tk.state(iso_numeric="999")


def test_exactly_one_way_is_given() -> None:
    with pytest.raises(TypeError, match=r"exactly one of .*, not 0"):
        tk.state()
    with pytest.raises(TypeError, match=r"exactly one of .*, not 2"):
        tk.state("France", cow=220)
    with pytest.raises(TypeError):
        tk.state(name="France")  # type: ignore[call-arg]


# ------------------------------------------------------------------------------------------- the objects


def test_what_the_table_says_of_the_soviet_union() -> None:
    sun = tk.state("SUN")
    assert [sun.exists_on(day) for day in ("1922-12-29", "1922-12-30", "1991-12-25", "1991-12-26", "1991", "1950")] == [
        *[NO, YES, YES, NO, MAYBE, YES]
    ]
    assert sun.continued_by == "RUS"
    assert "RUS" in sun.successors
    assert sun.cow_on("1985") == sun.gw_on("1985") == 365
    assert sun.cow_on("2000") is None
    assert sun.party() == tk.Party(
        code="SUN", name="Soviet Union", names=[sun.official, *sun.names], continued_by="RUS", cow=365, gw=365,
        iso_numeric="810", iso_alpha2="SU", note=sun.note,
    )  # fmt: skip


def test_a_number_of_a_state_over_time() -> None:
    germany = tk.state("DEU")
    assert [germany.cow_on(day) for day in ("1900", "1947", "1970", "1989", "1990-12", "2000", "1989/1991")] == [
        *[255, None, 260, 260, 255, 255, None]
    ]
    assert [germany.gw_on(day) for day in ("1900", "1970", "2000", "1950/1960")] == [255, 260, 260, 260]
    assert tk.state("NRU").cow_on("2010") == 970
    assert tk.state("KIR").gw_on("2010") == 970
    assert tk.state("VAT").cow_on("2010") is None


def test_disagreements_of_the_two_systems_are_told() -> None:
    assert tk.state("FRA").disagreements == (
        "Correlates of War counts France (220) from 1816 to 1942 and from 1944, Gleditsch-Ward from 1816.",
    )
    assert tk.state("NRU").disagreements == (
        "Nauru is 970 from 1999 in Correlates of War; it is 971 from 1968 in Gleditsch-Ward.",
    )
    assert tk.state("TBT").disagreements == (
        "Tibet is 711 from 1913 to 1950 in Gleditsch-Ward, and is not in Correlates of War.",
    )
    assert tk.state("USA").disagreements == tk.state("VAT").disagreements == ()
    only_cow = State(code="XAA", name="Ruritania", cow=[Numbering(number=1, since=1900)])
    assert only_cow.disagreements == ("Ruritania is 1 from 1900 in Correlates of War, and is not in Gleditsch-Ward.",)


def test_spells_of_imprecise_days() -> None:
    spell = Spell(since="1918", until="1940-06")
    assert [spell.holds_on(day) for day in ("1917", "1918", "1919", "1940-05-31", "1940-06-15", "1940-07")] == [
        *[NO, MAYBE, YES, YES, MAYBE, NO]
    ]
    assert Spell().holds_on("../1800") is YES
    assert Spell(since="1900").holds_on("1890/..") is MAYBE
    assert [str(Spell()), str(spell)] == ["at any time", "from 1918 until 1940-06"]
    with pytest.raises(ValueError, match="a spell ends after it begins, not from 1950 until 1940"):
        Spell(since="1950", until="1940")
    with pytest.raises(ValueError, match="number 7 ends in 1900, before it begins in 1950"):
        Numbering(number=7, since=1950, until=1900)


def test_states_are_values() -> None:
    one, other = (
        State(code="XAA", name="Ruritania", names=["Strelsau"], spells=[Spell(since="1900")]) for _ in range(2)
    )
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "<State XAA: Ruritania>"
    assert str(one) == "Ruritania (XAA)"
    assert Directory([one]) == Directory([other])
    with pytest.raises(AttributeError):
        one.name = "Graustark"  # type: ignore[misc]
    with pytest.raises(ValueError, match="not the code of a State"):
        State(code="RSU", name="x")
    with pytest.raises(ValueError, match="kind"):
        State(code="XAA", name="x", kind="empire")
    with pytest.raises(ValueError, match=r"XAA stands for Ruritania .* and for Ruritania .*; a code names one State"):
        Directory([one, other])


def test_a_gap_without_a_neighbour_is_told_without_one() -> None:
    gone = State(code="XAA", name="Ruritania", spells=[Spell(since="1950", until="1960")])
    match = Directory([gone]).match("Ruritania", "[1900-01-01,2000-01-01]")
    assert match.state is gone
    assert match.doubt.endswith("and is named here for [1900-01-01,2000-01-01]")


def test_neighbours_that_are_not_in_the_directory_are_left_out() -> None:
    lone = State(
        code="XAA", name="Ruritania", predecessors=["XBB"], successors=["XBB"],
        spells=[Spell(until="1900"), Spell(since="1950")],
    )  # fmt: skip
    assert Directory([lone]).match("Ruritania", "1920").doubt == (
        "Ruritania (XAA) exists until 1900 and from 1950, and is named here for 1920"
    )


def test_a_directory_of_ones_own() -> None:
    old = State(code="XAA", name="Ruritania", spells=[Spell(until="1950")], successors=["XBB"])
    new = State(
        code="XBB", name="Graustark", spells=[Spell(since="1950")], predecessors=["XAA"],
        dated_names=[DatedName(name="Ruritania", since="1950", until="1960")],
    )  # fmt: skip
    own = Directory([old, new])
    assert [own.find("Ruritania", on).code for on in ("1940", "1955", "1970")] == ["XAA", "XBB", "XBB"]
    assert own.match("Ruritania", "1970").doubt == (
        "Ruritania (from 1950 until 1960) is a name of Graustark (XBB) that is used here for 1970"
    )


def test_answers_are_kept_and_the_store_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from treatykit.record import directory as module

    own = Directory([State(code="XAA", name="Ruritania")])
    assert own.match("Ruritania", "1950") is own.match("Ruritania", "1950")
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    for year in range(1900, 1950):
        own.match("Ruritania", str(year))
    assert len(own._known) <= 10


# ------------------------------------------------------------------------------------------- the normaliser


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Congo", "Democratic Republic of the Congo"),
        ("Niger", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Guinea", "Equatorial Guinea"),
        ("Guinea", "Papua New Guinea"),
        ("Ireland", "Northern Ireland"),
        ("Russia", "Prussia"),
        ("Dominica", "Dominican Republic"),
        ("Samoa", "American Samoa"),
        ("China", "China 3"),
        ("Cyprus", "Cyprus*"),
        ("Korea", "Korea, Republic of"),
        ("Sudan", "South Sudan"),
        ("Iran", "Iraq"),
    ],
)
def test_names_that_differ_stay_apart(left: str, right: str) -> None:
    assert not set(keys_of(left)) & set(keys_of(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Republic of Korea", "Korea, Republic of"),
        ("Republic of Korea", "KOREA REPUBLIC OF"),
        ("Saint Lucia", "St. Lucia"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("Réunion", "REUNION"),
        ("Lao People’s Dem. Rep.", "Lao Peoples Democratic Republic"),
        ("U.S.A.", "USA"),
        ("Guinea-Bissau", "Guinea – Bissau"),
    ],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert next(keys_of(left)) in set(keys_of(right))
