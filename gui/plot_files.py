"""What a panel saves to disk: its plot as a picture, its numbers as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from engine.errors import BackpropLabError
from gui.dialogs import files
from gui.session import Session


@dataclass(frozen=True)
class Export:
    """One way to save: the words of the menu, the kinds of files, a suggested name, and who writes."""

    words: str
    kinds: str
    suggested: str
    write: Callable[[Path], object]


def save_export(export: Export, session: Session, parent: QWidget) -> None:
    """Ask where to, and write; what cannot be written is complained of."""
    path = files.service.ask_save(parent, export.words.rstrip("…"), export.kinds, export.suggested)
    if path is None:
        return
    try:
        export.write(path)
    except BackpropLabError as error:
        session.complained.emit(str(error))
