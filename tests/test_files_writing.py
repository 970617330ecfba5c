"""A file is written whole or not at all, and nothing else is left behind."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import treatykit as tk
from treatykit import Treaty, TreatyFileError

from mutations import VALID

OLD = "what stood there"


@pytest.fixture
def treaty() -> Treaty:
    return tk.read(VALID)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_text(OLD, encoding="utf-8")
    return tmp_path / "mine.toml"


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    ("name", "code"),
    [("replace", errno.EACCES), ("replace", errno.EXDEV), ("fsync", errno.ENOSPC), ("chmod", errno.EPERM)],
)
def test_a_failure_leaves_the_old_file_and_no_other(
    treaty: Treaty, file: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    monkeypatch.setattr(os, name, failing(code))
    with pytest.raises(TreatyFileError, match=f"mine.toml cannot be written: {os.strerror(code)}") as caught:
        tk.write(treaty, file)
    assert str(caught.value).endswith("what stood there is unchanged")
    assert os.listdir(file.parent) == ["mine.toml"]
    assert file.read_text(encoding="utf-8") == OLD


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(treaty: Treaty, file: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    opened = Path.open

    def on_full(path: Path, mode: str = "r", *rest: Any) -> Any:
        opened(path, mode, *rest).close()
        return opened(full, "wb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", on_full)
        with pytest.raises(TreatyFileError, match="No space left on device"):
            tk.write(treaty, file)
    assert os.listdir(file.parent) == ["mine.toml"]
    assert file.read_text(encoding="utf-8") == OLD


def test_an_interruption_leaves_the_old_file(treaty: Treaty, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tk.write(treaty, file)
    assert os.listdir(file.parent) == ["mine.toml"]
    assert file.read_text(encoding="utf-8") == OLD


def test_a_link_stays_a_link_and_its_target_is_written(treaty: Treaty, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "real.toml", tmp_path / "link.toml"
    link.symlink_to(target)
    for _ in range(2):  # a target that is not there yet, and one that is
        tk.write(treaty, link)
        assert link.is_symlink()
        assert tk.read(target) == treaty
    assert os.listdir(tmp_path / "far") == ["real.toml"]


def test_the_permissions_of_the_file_are_kept(treaty: Treaty, file: Path) -> None:
    file.chmod(0o640)
    tk.write(treaty, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(treaty: Treaty, tmp_path: Path) -> None:
    tk.write(treaty, tmp_path / "mine.toml")
    (tmp_path / "other").touch()
    assert (tmp_path / "mine.toml").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_name_as_long_as_may_be_is_no_hindrance(treaty: Treaty, tmp_path: Path) -> None:
    file = tmp_path / f"{'x' * 250}.toml"
    tk.write(treaty, file)
    assert tk.read(file) == treaty


def test_lines_end_as_they_do_everywhere(treaty: Treaty, tmp_path: Path) -> None:
    for format in ("toml", "json"):
        tk.write(treaty, tmp_path / f"mine.{format}")
        raw = (tmp_path / f"mine.{format}").read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        assert raw.decode() == tk.dump(treaty, format)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere/mine.toml", "cannot be written: No such file or directory"),
        ("mine.yaml", "ends in neither .toml nor .json"),
        ("mine", "ends in neither .toml nor .json"),
        ("folder.toml", "is a folder"),
        ("nul\0.toml", "cannot be written"),
        (f"{'x' * 300}.toml", "cannot be written"),
    ],
)
def test_what_cannot_be_written_to_is_named(treaty: Treaty, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(TreatyFileError) as caught:
        tk.write(treaty, f"{tmp_path}/{name}")
    assert words in str(caught.value)
    assert os.listdir(tmp_path) == ["folder.toml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_what_is_no_regular_file_stays_what_it_is(treaty: Treaty, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(TreatyFileError, match="it is not a regular file"):
        tk.write(treaty, tmp_path / "pipe.toml")
    assert (tmp_path / "pipe.toml").is_fifo()


def test_a_write_protected_file_is_respected(treaty: Treaty, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(TreatyFileError, match="it is write-protected"):
        tk.write(treaty, file)
    assert file.read_text(encoding="utf-8") == OLD


def test_a_text_that_no_file_can_hold_is_named(treaty: Treaty, file: Path) -> None:
    with pytest.raises(TreatyFileError, match="half of a character pair"):
        tk.write(attrs.evolve(treaty, depositary="\ud800"), file)
    assert os.listdir(file.parent) == ["mine.toml"]
    assert file.read_text(encoding="utf-8") == OLD


@pytest.mark.parametrize("wrong", [5, None, b"mine.toml"])
def test_what_is_no_path_is_a_type_error(treaty: Treaty, wrong: Any) -> None:
    with pytest.raises(TypeError, match="the path of a file is needed"):
        tk.write(treaty, wrong)
