"""Documents: treaties read from and written to TOML and JSON, and the bundled catalogue."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from treatykit.errors import Fault, RecordError, TreatyFileError, UnknownTreatyError, did_you_mean
from treatykit.files.codec import from_data, to_data
from treatykit.files.values import HALF_PAIR, cut
from treatykit.treaty import Treaty

if TYPE_CHECKING:
    from treatykit.corpus import Corpus

__all__ = ["catalogue", "dump", "load", "load_all", "parse", "plain", "read", "schema", "write", "write_text"]

#: A record is a text that a person reads; whatever is larger than this is something else.
MOST_BYTES = 16 * 1024 * 1024
#: A dotted key names tables inside each other.
MOST_DOTS = 200
_FORMATS = ("toml", "json")


def parse(text: str, format: str = "toml", *, where: str = "the record") -> Treaty:
    """Build a treaty from a text in TOML or JSON.

    Raises :class:`~treatykit.errors.RecordError` with every fault, and ``where`` it stands.

    >>> import treatykit as tk
    >>> tk.parse('format = "treatykit/1"')
    Traceback (most recent call last):
    ...
    treatykit.errors.RecordError: the record has 4 faults:
      id: is missing; name the record, such as id = "rus-prk-2024"
      reviewed_through: is missing; name the last day of the review, such as reviewed_through = "2025-11-12"
      title: is missing; give at least one, such as en = "Pact of Mutual Aid"
      party: is missing; a treaty needs its parties, such as code = "RUS", name = "Russian Federation"
    """
    _check_format(format)
    if not isinstance(text, str):
        raise TypeError(
            f"a text is needed, not {type(text).__name__}; decode it as UTF-8 first, or name a file to read()"
        )
    plain = _toml if format == "toml" else _json
    return from_data(plain(text.removeprefix("\ufeff"), where), where=where)


def _toml(text: str, where: str) -> Any:
    from treatykit.files.toml import from_toml

    data = from_toml(text)
    return _any_toml(text, where) if data is None else data


def _any_toml(text: str, where: str) -> Any:
    import tomllib

    if any(line.partition("=")[0].count(".") > MOST_DOTS for line in text.split("\n")):
        raise _unreadable("is nested too deeply", where)  # the library takes time with the square of the dots
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _unreadable("is nested too deeply", where) from None
    except tomllib.TOMLDecodeError as problem:
        is_twice = any(word in str(problem) for word in ("overwrite", "twice", "Duplicate"))
        hint = "; a key or a table stands there for the second time" if is_twice else ""
        raise _unreadable(f"is not TOML: {problem}{hint}", where) from None
    except ValueError:
        raise _unreadable("holds a number of thousands of digits", where) from None


def _json(text: str, where: str) -> Any:
    import json

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise _unreadable(
                    f"is not plain JSON: the key {cut(key)} stands twice in one object; keep one of them", where
                )
            found[key] = value
        return found

    def constant(name: str) -> NoReturn:
        raise _unreadable(f"is not JSON: {name} is not a value of JSON", where)

    try:
        return json.loads(text, object_pairs_hook=table, parse_constant=constant)
    except RecursionError:
        raise _unreadable("is nested too deeply", where) from None
    except json.JSONDecodeError as problem:
        raise _unreadable(f"is not JSON: {problem}", where) from None
    except RecordError:
        raise
    except ValueError:
        raise _unreadable("holds a number of thousands of digits", where) from None


def _unreadable(message: str, where: str) -> RecordError:
    return RecordError([Fault("", message)], where=where)


def dump(treaty: Treaty, format: str = "toml") -> str:
    """The canonical text of a treaty, in TOML or JSON; equal treaties give equal texts.

    What was only assumed, with ``with_act`` or ``what_if``, is left out, and so are the policy on claims and what a corpus
    knows of other treaties.

    >>> import treatykit as tk
    >>> t = tk.load("rus-prk-2024")
    >>> tk.parse(tk.dump(t, "json"), "json") == t
    True
    """
    _check_format(format)
    data = to_data(treaty)
    if format == "toml":
        from treatykit.files.toml import to_toml

        return to_toml(data)
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# ------------------------------------------------------------------------------------------- files


def read(path: str | os.PathLike[str]) -> Treaty:
    """Read a treaty from a ``.toml`` or ``.json`` file.

    Raises :class:`~treatykit.errors.TreatyFileError` if the file cannot be read as text at all, and
    :class:`~treatykit.errors.RecordError`, with every fault, if it is no record.
    """
    file = _path(path)
    return parse(_text_of(file), _format_of(file), where=str(file))


def plain(path: str | os.PathLike[str]) -> Any:
    """What stands in a ``.toml`` or ``.json`` file, as plain data; the errors are those of :func:`read`."""
    file = _path(path)
    format, text = _format_of(file), _text_of(file)
    return (_toml if format == "toml" else _json)(text.removeprefix("\ufeff"), str(file))


def _text_of(file: Path) -> str:
    _format_of(file)
    raw = _bytes_of(file)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise TreatyFileError(
            f"{file} is not UTF-8 text: byte {problem.start} is {raw[problem.start]:#04x}; save it as UTF-8"
        ) from None


def _bytes_of(file: Path) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise TreatyFileError(f"{file} is not a regular file; name a .toml or .json file")
        if found.st_size > MOST_BYTES:
            raise TreatyFileError(
                f"{file} has {found.st_size:,} bytes; a record has {MOST_BYTES:,} at most. Is it a data set, rather than one record?"
            )
        return file.read_bytes()
    except TreatyFileError:
        raise
    except FileNotFoundError:
        if file.is_symlink():
            raise TreatyFileError(f"{file} is a link to {os.readlink(file)}, which does not exist") from None
        raise TreatyFileError(f"{file} does not exist{_near(file)}") from None
    except (OSError, ValueError) as problem:
        raise TreatyFileError(f"{file} cannot be read: {_reason(problem)}") from None


def write(treaty: Treaty, path: str | os.PathLike[str]) -> None:
    """Write a treaty to a ``.toml`` or ``.json`` file, whole or not at all: a failure leaves the old file as it was.

    A link is followed, and the permissions of a file that is there are kept. The text is that of :func:`dump`.

    Raises :class:`~treatykit.errors.TreatyFileError` if that is not possible.
    """
    file = _path(path)
    write_text(dump(treaty, _format_of(file)), file)


def write_text(text: str, file: Path) -> None:
    """Write a text to a file, whole or not at all; the errors are those of :func:`write`."""
    try:
        raw = text.encode("utf-8")
        _replace(Path(os.path.realpath(file)), raw)
    except UnicodeEncodeError:
        raise TreatyFileError(f"{file} cannot be written: the record {HALF_PAIR}") from None
    except (OSError, ValueError) as failed:
        raise TreatyFileError(f"{file} cannot be written: {_reason(failed)}; what stood there is unchanged") from None


def _replace(target: Path, raw: bytes) -> None:
    """Put the bytes where the target is, in one step."""
    mode: int | None = None
    with contextlib.suppress(FileNotFoundError):
        found = target.stat().st_mode
        if not stat.S_ISREG(found):
            raise OSError("it is not a regular file")
        if not os.access(target, os.W_OK):
            raise OSError("it is write-protected")
        mode = stat.S_IMODE(found)
    with _part(target.parent) as part:
        with part.open("xb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(part, mode)
        os.replace(part, target)


@contextlib.contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """A new name in a folder; whatever still goes by it at the end is removed."""
    part = folder / f".{os.urandom(8).hex()}.part"
    try:
        yield part
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _path(path: str | os.PathLike[str]) -> Path:
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise TypeError(f"the path of a file is needed, as a text or a Path, not {type(path).__name__}")
    file, is_folder = Path(path), False
    with contextlib.suppress(OSError, ValueError):
        is_folder = file.is_dir()
    if is_folder:
        raise TreatyFileError(f"{file} is a folder; name a .toml or .json file in it")
    return file


def _format_of(file: Path) -> str:
    format = file.suffix.removeprefix(".").lower()
    if format not in _FORMATS:
        raise TreatyFileError(f"{file} ends in neither .toml nor .json, so its format is not known{_near(file)}")
    return format


def _check_format(format: str) -> None:
    if format not in _FORMATS:
        raise ValueError(f"{format!r} is not a format of records; use 'toml' or 'json'")


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)


def _near(file: Path) -> str:
    """The nearest name of a file that could be meant."""
    with contextlib.suppress(OSError, ValueError):
        names = [other.name for other in file.parent.iterdir() if other.suffix.lower() in {".toml", ".json"}]
        return did_you_mean(file.name, names)
    return ""


# ------------------------------------------------------------------------------------------- bundled


_DATA = Path(__file__).parents[1] / "data"


@cache
def catalogue() -> tuple[str, ...]:
    """The ids of the bundled treaties, in order.

    >>> import treatykit as tk
    >>> "rus-prk-2024" in tk.catalogue()
    True
    """
    return tuple(sorted(file.stem for file in (_DATA / "treaties").iterdir() if file.suffix == ".toml"))


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
    return _bundled(id)


@cache
def _bundled(id: str) -> Treaty:
    where = f"the bundled record {id!r}"
    treaty = parse((_DATA / "treaties" / f"{id}.toml").read_text(encoding="utf-8"), where=where)
    if treaty.id != id:
        raise RecordError([Fault("id", f"{treaty.id!r} is not the name of the file, {id!r}")], where=where)
    return treaty


@cache
def load_all() -> Corpus:
    """All bundled treaties, with the links between them resolved.

    >>> import treatykit as tk
    >>> len(tk.load_all()) == len(tk.catalogue())
    True
    """
    from treatykit.corpus import Corpus  # loaded when it is first asked for

    return Corpus(map(load, catalogue()))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, as shipped in ``data/treaty.schema.json``.

    References between objects, ids that stand twice, days that no calendar has and a few things more are beyond a schema,
    and its description lists them; reading a record checks them.

    >>> import treatykit as tk
    >>> tk.schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    import json

    loaded: dict[str, Any] = json.loads((_DATA / "treaty.schema.json").read_text(encoding="utf-8"))
    return loaded
