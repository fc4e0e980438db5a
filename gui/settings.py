"""What the program remembers between two starts, each with its type and default.

QSettings gives back texts in a new process, so every value is read with its type.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings


@dataclass(frozen=True)
class Setting:
    """One remembered value."""

    key: str
    default: str | int | bool

    def read(self) -> str | int | bool:
        """The value as it was last written, or the default."""
        value = QSettings().value(self.key, self.default, type=type(self.default))
        return value if isinstance(value, type(self.default)) else self.default

    def write(self, value: str | int | bool) -> None:
        """Remember a value."""
        QSettings().setValue(self.key, value)


THEME = Setting("appearance/theme", "light")
LAST_FOLDER = Setting("files/last_folder", "")

MOST_RECENT = 8

LAYOUT_VERSION = 7
"""Raised when the set of docks changes, so that an old layout is not forced on them."""


def recent_files() -> list[Path]:
    """Projects that were opened or saved, the latest first, as far as they are still there."""
    stored = QSettings().value("files/recent", [])
    # A list of one comes back as a bare text, an empty one as None.
    names = stored if isinstance(stored, list) else [stored]
    # os.path: a Path raises where a folder on the way may not be looked into, and the menu would not open.
    return [Path(name) for name in names if isinstance(name, str) and os.path.isfile(name)]


def remember_recent(path: Path) -> None:
    """Put a project first among the recent ones."""
    path = path.resolve()
    others = [other for other in recent_files() if other != path]
    QSettings().setValue("files/recent", [str(entry) for entry in (path, *others)][:MOST_RECENT])


def read_geometry() -> QByteArray:
    """Place and size of the window; empty if none is remembered."""
    geometry = QSettings().value("window/geometry", QByteArray())
    return geometry if isinstance(geometry, QByteArray) else QByteArray()


def write_geometry(geometry: QByteArray) -> None:
    """Remember place and size of the window."""
    QSettings().setValue("window/geometry", geometry)


class Layout(NamedTuple):
    """How a workspace was left: Qt's state of its docks, and the keys of the panels that were open."""

    state: QByteArray
    shown: tuple[str, ...]


def read_layout(workspaces: tuple[str, ...]) -> tuple[str, dict[str, Layout]]:
    """The workspace that was shown last, "" for none, and the layouts, as far as they are of this version."""
    settings = QSettings()
    if settings.value("window/version", 0, type=int) != LAYOUT_VERSION:
        return "", {}
    layouts = {}
    for key in workspaces:
        state = settings.value(f"window/state_{key}", QByteArray())
        shown = str(settings.value(f"window/shown_{key}", ""))
        if isinstance(state, QByteArray) and state.size():
            layouts[key] = Layout(state, tuple(shown.split(",")))
    return str(settings.value("window/workspace", "")), layouts


def write_layout(workspace: str, layouts: dict[str, Layout]) -> None:
    """Remember the workspace that is shown and how each was left."""
    settings = QSettings()
    settings.setValue("window/version", LAYOUT_VERSION)
    settings.setValue("window/workspace", workspace)
    for key, layout in layouts.items():
        settings.setValue(f"window/state_{key}", layout.state)
        settings.setValue(f"window/shown_{key}", ",".join(layout.shown))
