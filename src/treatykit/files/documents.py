"""Documents: treaties read from and written to TOML and JSON, and the bundled catalogue."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NoReturn

from treatykit.errors import Fault, RecordError, TreatyFileError, UnknownTreatyError, did_you_mean
from treatykit.files.codec import from_data, to_data
from treatykit.files.toml import to_toml
from treatykit.treaty import Treaty

__all__ = ["catalogue", "dump", "load", "parse", "read", "schema", "write"]

#: A record is a text that a person reads; whatever is larger than this is something else.
MOST_BYTES = 16 * 1024 * 1024
_FORMATS = ("toml", "json")


def parse(text: str, format: str = "toml", *, where: str = "the record") -> Treaty:
    """Build a treaty from a text in TOML or JSON.

    Raises :class:`~treatykit.errors.RecordError` with every fault, and ``where`` it stands.

    >>> import treatykit as tk
    >>> tk.parse('format = "treatykit/1"')
    Traceback (most recent call last):
    ...
    treatykit.errors.RecordError: the record has 4 faults:
      id: is missing
      reviewed_through: is missing
      title: is missing
      party: is missing
    """
    _check_format(format)
    if not isinstance(text, str):
        raise TypeError(f"a text is needed, not {type(text).__name__}; decode it as UTF-8 first")
    try:
        data = tomllib.loads(text) if format == "toml" else _loads_json(text)
    except RecursionError:
        raise RecordError([Fault("", "is nested too deeply")], where=where) from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, _NotPlainJsonError) as problem:
        raise RecordError([Fault("", f"is not {format.upper()}: {problem}")], where=where) from None
    except ValueError as problem:  # a number with too many digits
        raise RecordError([Fault("", f"holds a value that cannot be read: {problem}")], where=where) from None
    return from_data(data, where=where)


class _NotPlainJsonError(ValueError):
    pass


def _loads_json(text: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(found)
        if len(table) < len(found):
            keys = [key for key, _ in found]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise _NotPlainJsonError(f"the key {twice!r} stands twice in one object")
        return table

    def constant(name: str) -> NoReturn:
        raise _NotPlainJsonError(f"{name} is not a value of JSON")

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


def dump(treaty: Treaty, format: str = "toml") -> str:
    """The canonical text of a treaty, in TOML or JSON; equal treaties give equal texts.

    >>> import treatykit as tk
    >>> t = tk.load("rus-prk-2024")
    >>> tk.parse(tk.dump(t, "json"), "json") == t
    True
    """
    _check_format(format)
    data = to_data(treaty)
    return to_toml(data) if format == "toml" else json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read(path: str | os.PathLike[str]) -> Treaty:
    """Read a treaty from a ``.toml`` or ``.json`` file.

    Raises :class:`~treatykit.errors.TreatyFileError` if the file cannot be read as text at all, and
    :class:`~treatykit.errors.RecordError`, with every fault, if it is no record.
    """
    file = Path(path)
    format = _format_of(file)
    try:
        if file.is_dir():
            raise TreatyFileError(f"{file} is a folder; name a .toml or .json file in it")
        if not file.exists():
            raise TreatyFileError(f"{file} does not exist{_near(file)}")
        if not file.is_file():
            raise TreatyFileError(f"{file} is not a regular file")
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise TreatyFileError(
                f"{file} has {size:,} bytes; a record has {MOST_BYTES:,} at most. Is it a data set? Then use an importer"
            )
        raw = file.read_bytes()
    except TreatyFileError:
        raise
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise TreatyFileError(f"{file} cannot be read: {reason}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise TreatyFileError(
            f"{file} is not UTF-8 text: byte {problem.start} is {raw[problem.start]:#04x}; save it as UTF-8"
        ) from None
    return parse(text, format, where=str(file))


def write(treaty: Treaty, path: str | os.PathLike[str]) -> None:
    """Write a treaty to a ``.toml`` or ``.json`` file, whole or not at all: a failure leaves the old file as it was.

    Raises :class:`~treatykit.errors.TreatyFileError` if that is not possible.
    """
    file = Path(path)
    text = dump(treaty, _format_of(file))
    target = Path(os.path.realpath(file))
    if target.is_dir():
        raise TreatyFileError(f"{file} is a folder; name a .toml or .json file in it")
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except (OSError, UnicodeEncodeError) as problem:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        reason = getattr(problem, "strerror", None) or str(problem)
        raise TreatyFileError(f"{file} cannot be written: {reason}; what stood there is unchanged") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _format_of(file: Path) -> str:
    format = file.suffix.removeprefix(".").lower()
    if format not in _FORMATS:
        raise TreatyFileError(f"{file} ends in neither .toml nor .json, so its format is not known")
    return format


def _check_format(format: str) -> None:
    if format not in _FORMATS:
        raise ValueError(f"{format!r} is not a format of records; use 'toml' or 'json'")


def _near(file: Path) -> str:
    try:
        return did_you_mean(file.name, [other.name for other in file.parent.iterdir()])
    except OSError:
        return ""


# ------------------------------------------------------------------------------------------- bundled


def _data() -> Traversable:
    return resources.files("treatykit") / "data"


@cache
def catalogue() -> tuple[str, ...]:
    """The ids of the bundled treaties, in order.

    >>> import treatykit as tk
    >>> "rus-prk-2024" in tk.catalogue()
    True
    """
    names = (entry.name for entry in (_data() / "treaties").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load(id: str) -> Treaty:
    """A bundled treaty by its id; :func:`catalogue` lists them.

    Raises :class:`~treatykit.errors.UnknownTreatyError` for any other id, with the nearest one.

    >>> import treatykit as tk
    >>> tk.load("rus-prk-2042")
    Traceback (most recent call last):
    ...
    treatykit.errors.UnknownTreatyError: there is no bundled treaty 'rus-prk-2042'; did you mean 'rus-prk-2024'? ...
    """
    if id not in catalogue():
        raise UnknownTreatyError(
            f"there is no bundled treaty {id!r}{did_you_mean(str(id), catalogue())} "
            "(catalogue() lists them; read() takes a file of your own)"
        )
    text = (_data() / "treaties" / f"{id}.toml").read_text(encoding="utf-8")
    treaty = parse(text, where=f"the bundled record {id!r}")
    if treaty.id != id:
        raise RecordError([Fault("id", f"{treaty.id!r} is not the name of the file, {id!r}")], where=f"the bundled record {id!r}")
    return treaty


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, as shipped in ``data/treaty.schema.json``.

    References between objects, ids that repeat and days that no calendar has are beyond a schema; reading a record
    checks them.

    >>> import treatykit as tk
    >>> tk.schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    loaded: dict[str, Any] = json.loads((_data() / "treaty.schema.json").read_text(encoding="utf-8"))
    return loaded
