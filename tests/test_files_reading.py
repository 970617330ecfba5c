"""Whatever a path leads to, and whatever stands in it, reading gives a treaty, RecordError or TreatyFileError."""

from __future__ import annotations

import json
import os
import pickle
import time
from pathlib import Path
from typing import Any

import pytest

import treatykit as tk
from treatykit import RecordError, TreatyFileError, UnknownTreatyError

from mutations import FIXTURES, VALID, spoilt, valid

TEXT = VALID.read_text(encoding="utf-8")


def refused(path: Path | str, *words: str) -> None:
    with pytest.raises(TreatyFileError) as caught:
        tk.read(path)
    assert isinstance(caught.value, OSError)
    for word in words:
        assert word in str(caught.value)


def told(text: str, format: str = "toml") -> str:
    with pytest.raises(RecordError) as caught:
        tk.parse(text, format)
    assert caught.value.faults
    return str(caught.value)


# ------------------------------------------------------------------------------------------- the path


def test_a_missing_file_has_its_nearest_neighbour_named(tmp_path: Path) -> None:
    (tmp_path / "xfr-xsy-1931.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "xfr-xsy-1931.txt").write_text(TEXT, encoding="utf-8")
    refused(tmp_path / "xfr-xsy-1913.toml", "does not exist; did you mean 'xfr-xsy-1931.toml'?")
    refused(tmp_path / "nowhere" / "mine.toml", "does not exist")


@pytest.mark.parametrize("name", ["mine.txt", "mine", "mine.tml", "mine.toml.gz", ".toml"])
def test_a_file_of_another_format_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    refused(tmp_path / name, "ends in neither .toml nor .json")


def test_capitals_in_the_ending_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "MINE.TOML").write_text(TEXT, encoding="utf-8")
    assert tk.read(tmp_path / "MINE.TOML") == tk.read(VALID)


@pytest.mark.parametrize("name", ["folder", "folder.toml"])
def test_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    refused(tmp_path / name, "is a folder; name a .toml or .json file in it")
    refused(str(tmp_path / name), "is a folder")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    refused(tmp_path / "pipe.toml", "is not a regular file")


def test_a_broken_link_is_named_with_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to("gone.toml")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    refused(tmp_path / "link.toml", "is a link to gone.toml, which does not exist")
    refused(tmp_path / "loop.toml", "cannot be read")


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(VALID)
    assert tk.read(tmp_path / "link.toml") == tk.read(VALID)


def test_a_path_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    refused("mine\0.toml", "cannot be read")
    refused(tmp_path / f"{'x' * 300}.toml", "cannot be read")
    refused(VALID / "inside.toml", "cannot be read")
    refused("", "is a folder")


@pytest.mark.parametrize("wrong", [5, None, b"mine.toml", ["mine.toml"], 1.5])
def test_what_is_no_path_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="the path of a file is needed"):
        tk.read(wrong)


def test_no_permission_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    refused(VALID, "cannot be read: Permission denied")


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    start = time.perf_counter()
    refused(tmp_path / "huge.toml", "has 209,715,200 bytes; a record has 16,777,216 at most")
    assert time.perf_counter() - start < 1


# ------------------------------------------------------------------------------------------- the bytes


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    (tmp_path / "mine.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(valid()).encode())
    assert tk.read(tmp_path / "mine.toml") == tk.read(tmp_path / "mine.json") == tk.read(VALID)


def test_line_ends_of_any_system_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert tk.read(tmp_path / "mine.toml") == tk.read(VALID)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    refused(FIXTURES / "broken" / "latin-1.toml", "is not UTF-8 text: byte 44 is 0xe9; save it as UTF-8")
    (tmp_path / "mine.toml").write_text(TEXT, encoding="utf-16")
    refused(tmp_path / "mine.toml", "is not UTF-8 text: byte 0 is 0xff")
    (tmp_path / "mine.toml").write_bytes(b"\xed\xa0\x80")
    refused(tmp_path / "mine.toml", "is not UTF-8 text")


@pytest.mark.parametrize("name", ["mine.toml", "mine.json"])
def test_an_empty_file_is_no_record(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(RecordError):
        tk.read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("not-toml.toml", "is not TOML: Expected '=' after a key in a key/value pair (at line 1, column 7)"),
        ("not-json.json", "is not JSON: Expecting property name enclosed in double quotes: line 2 column 1"),
        ("not-a-number.json", "is not JSON: NaN is not a value of JSON"),
        ("stands-twice.toml", "(at line 3, column 20); a key or a table stands there for the second time"),
        ("stands-twice-inline.toml", "(at line 2, column 37); a key or a table stands there for the second time"),
        ("stands-twice.json", "the key 'en' stands twice in one object; keep one of them"),
        ("a-list.json", "must be a table of keys"),
        ("table-for-list.toml", "party: must be a list of tables, in TOML each under its own [[party]], not a table"),
    ],
)
def test_a_file_that_is_no_record_is_named_with_its_fault(name: str, words: str) -> None:
    with pytest.raises(RecordError, match="has 1 fault") as caught:
        tk.read(FIXTURES / "broken" / name)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(FIXTURES / "broken" / name))


def test_dates_and_times_of_toml_are_refused_each_with_what_to_write() -> None:
    with pytest.raises(RecordError) as caught:
        tk.read(FIXTURES / "broken" / "unquoted-dates.toml")
    assert {fault.path: fault.message.partition(" (in ")[0] for fault in caught.value.faults} == {
        "reviewed_through": 'must be a date in quotes, not a date without quotes; write "1936-12-31"',
        "title.en": 'must be a text, not the number 1931; write "1931"',
        "source[0].published": 'must be a date in quotes, not a time without quotes; write "1931-07-03"',
        "source[0].retrieved": 'must be a date in quotes, not the number 1931; write "1931"',
        "source[0].printed": 'must be a text, not a time without quotes; write "12:00:00"',
        "act[0].claims[0].date": 'must be a date in quotes, not a date without quotes; write "1931-06-20"',
    }


# ------------------------------------------------------------------------------------------- the text

DEEP = 100_000


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("a=" + "[" * DEEP, "toml"),
        ("a=" + "{a=" * DEEP, "toml"),
        ("[" + ".".join("a" * DEEP) + "]", "toml"),
        (".".join("a" * DEEP) + " = 1", "toml"),
        ("[" * DEEP, "json"),
        ('{"act":' * DEEP, "json"),
    ],
    ids=["toml-lists", "toml-tables", "toml-heading", "toml-key", "json-lists", "json-objects"],
)
def test_deep_nesting_is_refused(text: str, format: str) -> None:
    assert "nested too deeply" in told(text, format)


def test_nesting_that_can_be_parsed_is_refused_where_it_stands() -> None:
    rule: dict[str, Any] = {"rule": "on_signature"}
    for _ in range(300):
        rule = {"rule": "all_of", "rules": [rule]}
    message = told(json.dumps(spoilt(valid(), "entry_into_force", rule)), "json")
    assert "entry_into_force: is nested more than 60 levels deep" in message


@pytest.mark.parametrize("digits", [20, 400, 5000])
@pytest.mark.parametrize("format", ["toml", "json"])
def test_huge_numbers_are_refused(digits: int, format: str) -> None:
    number = "9" * digits
    text = TEXT.replace('name = "Sylvania"', f'name = "Sylvania"\ncow = {number}')
    if format == "json":
        text = json.dumps(spoilt(valid(), "party[1].cow", 0)).replace('"cow": 0', f'"cow": {number}')
    message = told(text, format)
    assert "digits" in message
    assert number not in message


def test_huge_numbers_in_other_spellings_are_refused() -> None:
    assert "more than 15 digits" in told(TEXT.replace('"Sylvania"', f"0x{'f' * 9000}"))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_of_json_is_refused(value: str) -> None:
    told(json.dumps(spoilt(valid(), "party[1].cow", 0)).replace('"cow": 0', f'"cow": {value}'), "json")
    told(TEXT.replace('"Sylvania"', "inf"))
    told(TEXT.replace('"Sylvania"', "nan"))


def test_null_characters_and_lone_surrogates() -> None:
    odd = json.dumps(spoilt(valid(), "party[1].note", "a\0b"))
    assert tk.parse(odd, "json").party("XSY").note == "a\0b"
    assert "half of a character pair" in told(json.dumps(spoilt(valid(), "party[1].note", "a\ud800b")), "json")
    assert "\ud800" not in told(json.dumps(spoilt(valid(), "party[1].\ud800"[:-2] + ".x", "\ud800")), "json")
    assert "\ud800" not in told(json.dumps({**valid(), "\ud800": 1, "id": "\ud800"}), "json")
    assert "not TOML" in told(TEXT + "\0")


def test_a_text_and_a_known_format_are_needed() -> None:
    with pytest.raises(TypeError, match="a text is needed, not bytes; decode it as UTF-8 first"):
        tk.parse(TEXT.encode())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'yaml' is not a format of records; use 'toml' or 'json'"):
        tk.parse(TEXT, "yaml")
    with pytest.raises(ValueError, match="use 'toml' or 'json'"):
        tk.dump(tk.read(VALID), "yaml")


def test_the_error_can_be_kept_and_looked_at() -> None:
    with pytest.raises(RecordError) as caught:
        tk.parse("id = 5", where="mine")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.faults, again.where, str(again)) == (caught.value.faults, "mine", str(caught.value))


# ------------------------------------------------------------------------------------------- the bundled records


@pytest.mark.parametrize("id", ["rus-prk-2042", "../treaties/rus-prk-2024", "", "rus-prk-2024.toml", "RUS-PRK-2024"])
def test_an_unknown_id_is_refused(id: str) -> None:
    with pytest.raises(UnknownTreatyError, match="there is no bundled treaty"):
        tk.load(id)


@pytest.mark.parametrize("id", [5, None, ["rus-prk-2024"], Path("rus-prk-2024")])
def test_what_is_no_id_is_refused(id: Any) -> None:
    with pytest.raises(UnknownTreatyError, match=r"catalogue\(\) lists them; read\(\) takes a file of your own"):
        tk.load(id)


def test_a_bundled_record_is_read_once() -> None:
    assert tk.load("rus-prk-2024") is tk.load("rus-prk-2024")
    assert tk.catalogue() == tuple(sorted(tk.catalogue()))
