"""Asking for a place on disk. Tests and scripts may replace `service`, nothing else opens a file dialog."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from gui.settings import LAST_FOLDER


class FileService(Protocol):
    """Where to read from, where to write to; None if the person thought better of it."""

    def ask_open(self, parent: QWidget, title: str, kinds: str) -> Path | None: ...

    def ask_save(self, parent: QWidget, title: str, kinds: str, suggested: str) -> Path | None: ...


class FileDialogs:
    """The real dialogs. A name typed without a suffix gets that of the chosen kind."""

    def ask_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """An existing file."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(LAST_FOLDER.read()), kinds)
        return _remembered(name)

    def ask_save(self, parent: QWidget, title: str, kinds: str, suggested: str) -> Path | None:
        """A file to write; an existing one is asked about by the dialog."""
        start = str(Path(str(LAST_FOLDER.read())) / suggested)
        name, kind = QFileDialog.getSaveFileName(parent, title, start, kinds)
        if name and not Path(name).suffix:
            name += suffix_of(kind)
        return _remembered(name)


def suffix_of(kind: str) -> str:
    """The first suffix of a kind of files: ``NumPy (*.npz)`` has ``.npz``."""
    return kind.partition("(*")[2].split(")")[0].split()[0] if "(*" in kind else ""


def _remembered(name: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    LAST_FOLDER.write(str(path.parent))
    return path


service: FileService = FileDialogs()
