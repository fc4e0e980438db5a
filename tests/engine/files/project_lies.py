"""Projects for the tests of reading: honest ones of every kind, and how one is changed into a lie."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
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
