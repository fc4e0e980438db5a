"""Projects for the tests of reading: honest ones of every kind, and how one is changed into a lie."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

Place = tuple[str | int, ...]


def as_npy(array: np.ndarray) -> bytes:
    """The array as a member of the archive."""
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


@dataclass
class OpenedArchive:
    """A project taken apart: what its JSON says, and its other members."""

    described: dict[str, Any]
    members: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> "OpenedArchive":
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        return cls(json.loads(members.pop("project.json")), members)

    def copy(self) -> "OpenedArchive":
        """Another one with the same content."""
        return OpenedArchive(deepcopy(self.described), dict(self.members))

    def at(self, *place: str | int) -> Any:
        """What the JSON has there."""
        found: Any = self.described
        for step in place:
            found = found[step]
        return found

    def array(self, *place: str | int) -> np.ndarray:
        """The array that is named there."""
        found: np.ndarray = np.load(io.BytesIO(self.members[self.at(*place)]))
        return found

    def change(self, place: Place, value: Any) -> None:
        """Another value in the JSON, or in place of the array that is named there."""
        if isinstance(value, np.ndarray):
            self.members[self.at(*place)] = as_npy(value)
        else:
            self.at(*place[:-1])[place[-1]] = value

    def change_array(self, place: Place, change: Callable[[np.ndarray], np.ndarray]) -> None:
        """What `change` makes of the array that is named there."""
        self.change(place, change(self.array(*place)))

    def written(self, path: Path) -> Path:
        """The project again, without arrays that are no longer named."""
        text = json.dumps(self.described)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.json", text)
            for name, content in self.members.items():
                if f'"{name}"' in text or not name.startswith("arrays/"):
                    archive.writestr(name, content)
        return path


def leaves(described: Any, place: Place = (), most: int = 3) -> Iterator[Place]:
    """The places of all values in a piece of JSON; of a list only of the first few entries."""
    if isinstance(described, dict):
        for key, value in described.items():
            yield from leaves(value, (*place, key), most)
    elif isinstance(described, list):
        for index, value in enumerate(described[:most]):
            yield from leaves(value, (*place, index), most)
    else:
        yield place


TEXTS = (
    "",
    "x",
    "two\nlines",
    "x" * 5000,
    "circle",
    "xor",
    "tanh",
    "softmax",
    "regression",
    "float32",
    "adam",
)
NUMBERS = (0, 1, -1, 2, 7, 10**6, 10**18, 10**30, 0.5, -0.5, 1e-300, 1e300)
FLOATS = (np.nan, np.inf, -np.inf, 1e300, 1e150, -1e300, 1e18, -5.0, 0.0)


def some_lie(rng: Random, opened: OpenedArchive) -> Place:
    """Change one value of the JSON or one array to something else; gives where."""
    place = rng.choice(list(leaves(opened.described)))
    value = opened.at(*place)
    if isinstance(value, str) and value in opened.members and rng.random() < 0.85:
        opened.change(place, np.ascontiguousarray(_other_array(rng, opened.array(*place))))
    else:
        near = [value + 1, value - 1, value * 2, -value] if isinstance(value, int | float) else []
        opened.change(place, rng.choice([*near, *TEXTS, *NUMBERS, True, False, None, [], {}, [1]]))
    return place


def _other_array(rng: Random, array: np.ndarray) -> np.ndarray:
    changed = array.copy()
    if array.size:
        values = FLOATS if array.dtype.kind == "f" else (0, 1, 5, -3)
        changed.flat[rng.randrange(array.size)] = rng.choice(values)
    other = np.float32 if array.dtype != np.float32 else np.float64
    choices = (
        *[changed] * 6,
        array[:-1] if array.ndim else array,
        array[..., :-1] if array.ndim else array,
        array[::-1] if array.ndim else array,
        array.T,
        array[np.newaxis],
        np.zeros_like(array),
        np.zeros(0, array.dtype),
        array.astype(other),
        array * 3 if array.dtype != np.bool_ else ~array,
        array + 1 if array.dtype != np.bool_ else array,
    )
    return rng.choice(choices)
