"""A registry: the named things of one kind, in the order a person should meet them.

Menus, files, docs and tests read the same registry, so that adding an entry is one entry. The key of
an entry is what files store.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from engine.errors import SpecError, choices


class Keyed(Protocol):
    """Anything that carries its own registry key."""

    @property
    def key(self) -> str: ...


Entry = TypeVar("Entry", bound=Keyed)


class Registry(Mapping[str, Entry]):
    """An ordered, read-only mapping from key to entry; `find` complains in one clear sentence.

    `kind` is the word for one entry ("activation"), used in that sentence.
    """

    def __init__(self, kind: str, *entries: Entry) -> None:
        self.kind = kind
        self._entries = {entry.key: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise ValueError(f"two entries of the {kind} registry share a key")

    def find(self, key: object) -> Entry:
        """The entry of that key, or a `SpecError` that lists the keys there are."""
        if isinstance(key, str) and key in self._entries:
            return self._entries[key]
        raise SpecError(self.kind, key, f"one of {choices(self._entries)}")

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
