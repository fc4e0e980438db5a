"""A zip of one JSON text and many arrays: how a project lies on disk.

msgspec turns frozen dataclasses into JSON; wherever it meets an array, the array becomes a `.npy` member of its
own and the JSON holds the member's name. One array in several places stays one, on disk and when it is read again,
so that many names of one large member cannot fill the memory. Reading believes nothing: counts, sizes, names,
headers and types are checked before anything is unpacked. What nobody asks for is refused: a field that is unknown at
any depth, a member that no field names. Only whole parts at the top of the JSON, and the arrays they name, are passed
over: so a program of tomorrow may add one.
"""

import io
import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from engine.errors import FileError
from engine.files.atomic import replacing
from engine.files.strangers import stranger

TEXT_MEMBER = "project.json"
MAX_MEMBERS = 20_000
MAX_UNPACKED = 512 * 2**20
MAX_TEXT = 32 * 2**20
LONGEST_LINE = 300
MAX_HEADER = 256
"""Bytes before the numbers of a `.npy` member of few dimensions."""

ARRAY_MEMBER = re.compile(r"arrays/[0-9]{1,9}\.npy")

DTYPES = tuple(np.dtype(name) for name in ("float64", "float32", "int64", "int32", "bool"))

_Content = TypeVar("_Content")


def write_archive(path: Path, content: object) -> None:
    """Write a dataclass with arrays in it; `FileError` if the place cannot be written, or it is too much to read."""
    import msgspec

    arrays: dict[str, NDArray[Any]] = {}
    names: dict[int, str] = {}

    def put_away(value: object) -> str:
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{type(value).__name__} cannot be written to a project")
        name = names.setdefault(id(value), f"arrays/{len(arrays)}.npy")
        arrays[name] = value
        return name

    text = msgspec.json.format(msgspec.json.encode(content, enc_hook=put_away), indent=1)
    _check_size(path, len(text), MAX_TEXT)
    _check_size(path, len(text) + sum(array.nbytes + MAX_HEADER for array in arrays.values()), MAX_UNPACKED)
    with replacing(path) as temporary, ZipFile(temporary, "w", ZIP_DEFLATED) as archive:
        archive.writestr(TEXT_MEMBER, text)
        for name, array in arrays.items():
            with archive.open(name, "w") as stream:
                np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)


def has_text(path: Path) -> bool:
    """Whether that is an archive with a JSON text in it, as `write_archive` writes it and no weights file has."""
    try:
        with ZipFile(path) as archive:
            return TEXT_MEMBER in archive.namelist()
    except Exception:  # no file, or whatever zip makes of broken bytes
        return False


def read_archive(path: Path, check_text: Callable[[bytes], None], kind: type[_Content]) -> _Content:
    """Read what `write_archive` wrote, as a `kind`; `check_text` sees the JSON first and may refuse it.

    Raises:
        FileError: one sentence: not such a file, broken, hostile, or not what `kind` asks for.
    """
    import msgspec

    try:
        with ZipFile(path) as archive:
            members = _members(path, archive)
            text = archive.read(_member(path, members, TEXT_MEMBER, MAX_TEXT))
            check_text(text)
            arrays: dict[str, NDArray[Any]] = {}

            def fetch(wanted: Any, name: Any) -> NDArray[Any]:
                key = str(name)
                if key not in arrays:
                    arrays[key] = _read_array(path, archive, members, name)
                return arrays[key]

            content = msgspec.json.decode(text, type=kind, dec_hook=fetch)
            _check_known(path, msgspec.json.decode(text), content, members.keys() - arrays.keys())
            return content
    except FileError:
        raise
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        if isinstance(error.__cause__, FileError):  # of an array: msgspec would add to the whole sentence
            raise error.__cause__ from None
        raise FileError(f"{path} is not a project that makes sense: {in_short(error)}.") from error
    except Exception as error:  # whatever zip and deflate make of broken bytes; zlib has an error of its own
        raise FileError(f"{path} is not a project or is damaged ({in_short(error)}).") from error


def _check_size(path: Path, size: int, most: int) -> None:
    """What could not be opened again is not written."""
    if size > most:
        raise FileError(
            f"{path} is not written: of at most {most >> 20} MB it would need {size >> 20}; "
            "fewer kept runs or a smaller network would help."
        )


def _members(path: Path, archive: ZipFile) -> dict[str, ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise FileError(f"{path} has {len(infos)} parts; a project has at most {MAX_MEMBERS}.")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise FileError(f"{path} unpacks to more than {MAX_UNPACKED >> 20} MB; a project is smaller.")
    members = {info.filename: info for info in infos}
    if len(members) < len(infos):
        raise FileError(f"{path} has two parts of one name; in a project each has its own.")
    for name in members:
        if name != TEXT_MEMBER and not ARRAY_MEMBER.fullmatch(name):
            raise FileError(
                f"{path} has a part {name!r}; a project has only {TEXT_MEMBER} and arrays/0.npy, arrays/1.npy …"
            )
    return members


def _check_known(path: Path, written: dict[str, Any], content: object, unread: AbstractSet[str]) -> None:
    """Refuse fields and members that nobody asked for."""
    import msgspec

    understood = msgspec.to_builtins(content, enc_hook=lambda array: "")
    known = {key: value for key, value in written.items() if key in understood}
    if unknown := stranger(known, understood, "$"):
        raise FileError(f"{path} is not a project that makes sense: it has no field `{unknown}`.")
    named = set(_texts([value for key, value in written.items() if key not in known]))
    for name in sorted(unread - named - {TEXT_MEMBER}):
        raise FileError(f"{path} has a part {name} that nothing in it names; a project has none such.")


def _texts(value: Any) -> Iterator[str]:
    """All texts in a piece of JSON."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _texts(each)


def _member(path: Path, members: dict[str, ZipInfo], name: object, most: int) -> ZipInfo:
    if not isinstance(name, str) or name not in members:
        raise FileError(f"{path} lacks its part {name}; it is not a project or was cut.")
    if members[name].file_size > most:
        raise FileError(f"{path} has a part {name} larger than {most >> 20} MB; a project's is smaller.")
    return members[name]


def _read_array(path: Path, archive: ZipFile, members: dict[str, ZipInfo], name: object) -> NDArray[Any]:
    content = archive.read(_member(path, members, name, MAX_UNPACKED))
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, dtype = read_header(stream)
    except (ValueError, KeyError, EOFError) as error:
        raise FileError(f"{path} has a part {name} that is no array ({in_short(error)}).") from error
    # Believe the header only if the bytes behind it are exactly as many as it promises.
    if (
        dtype not in DTYPES
        or min(shape, default=0) < 0
        or int(np.prod(shape, dtype=object)) * dtype.itemsize != len(content) - stream.tell()
    ):
        raise FileError(
            f"{path} has a part {name} whose shape {shape} and type {dtype} do not fit its length."
        )
    stream.seek(0)
    try:
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    except ValueError as error:
        raise FileError(f"{path} has a part {name} that is no array ({in_short(error)}).") from error
    if dtype == np.bool_ and (array.view(np.uint8) > 1).any():
        raise FileError(f"{path} has a part {name} with truth values other than 0 and 1.")
    return array


def in_short(error: BaseException) -> str:
    """What an error says, in one line that can be read: a lie may be as long as the file."""
    line = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    return (
        line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE // 2]} … {line[-LONGEST_LINE // 2 :]}"
    )
