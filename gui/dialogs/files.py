"""Asking for a place on disk. Tests and scripts may replace `service`, nothing else opens a file dialog."""

import os
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDir, QStandardPaths
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
        name, _ = QFileDialog.getOpenFileName(parent, title, str(first_folder()), kinds)
        return _remembered(name)

    def ask_save(self, parent: QWidget, title: str, kinds: str, suggested: str) -> Path | None:
        """A file to write; an existing one is asked about by the dialog."""
        start = first_folder() / suggested
        name, kind = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
        if name and not Path(name).suffix:
            name += suffix_of(kind)
        return _remembered(name)


def suffix_of(kind: str) -> str:
    """The first suffix of a kind of files: ``NumPy (*.npz)`` has ``.npz``."""
    return kind.partition("(*")[2].split(")")[0].split()[0] if "(*" in kind else ""


def first_folder() -> Path:
    """Where a dialog begins: where the last file was, and as long as there is none, among the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = (str(LAST_FOLDER.read()), documents)
    # os.path: a Path raises where a folder on the way may not be looked into.
    return Path(next((place for place in places if os.path.isdir(place)), QDir.homePath()))


def remember_folder(path: Path) -> None:
    """The next dialog begins where that file is."""
    LAST_FOLDER.write(str(path.absolute().parent))


def _remembered(name: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    remember_folder(path)
    return path


service: FileService = FileDialogs()
