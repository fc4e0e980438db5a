"""New, Open, Save: the questions and dialogs around the work file."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit
from shiboken6 import isValid

from engine.errors import BackpropLabError
from engine.files import SUFFIX
from gui import presets, settings
from gui.dialogs import files, unsaved
from gui.dialogs.unsaved import Answer
from gui.translation import tr

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Work:
    """What the File menu does with a window's work."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._file = window.file

    def new(self) -> None:
        """Begin anew, unless the person would rather save first and then does not."""
        if self.may_be_left():
            self._forget_message()
            self._file.new()

    def open(self) -> None:
        """Ask for a project and go on with it."""
        if not self.may_be_left():
            return
        kinds = tr("Backprop Lab projects ({pattern})", pattern=f"*{SUFFIX}")
        path = files.service.ask_open(self._window, tr("Open"), kinds)
        if path is not None:
            self.open_path(path)

    def open_recent(self, path: Path) -> None:
        """Go on with a project opened before."""
        if self.may_be_left():
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Go on with the project in that file."""
        self._forget_message()
        layout = self._file.open(path)
        if layout is None:
            return
        settings.remember_recent(path)
        files.remember_folder(path)
        if layout:
            self._window.take_layout(layout)

    def open_preset(self, name: str) -> None:
        """Begin with an example."""
        if not self.may_be_left():
            return
        self._forget_message()
        try:
            self._file.adopt(presets.load_preset(name))
        except BackpropLabError as error:
            self._window.session.complained.emit(str(error))

    def save(self) -> bool:
        """Save to the file the work lives in, or ask for one; whether it is saved."""
        self.end_typing()
        return self.save_as() if self._file.path is None else self._save_to(self._file.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; whether it is saved."""
        self.end_typing()
        kinds = tr("Backprop Lab projects ({pattern})", pattern=f"*{SUFFIX}")
        suggested = self._file.path.name if self._file.path else f"{tr('network')}{SUFFIX}"
        path = files.service.ask_save(self._window, tr("Save as"), kinds, suggested)
        return path is not None and self._save_to(path)

    def may_be_left(self) -> bool:
        """Whether the present work may be replaced: it is saved, or the person gave it up."""
        self.end_typing()
        if not self._file.is_modified:
            return True
        self._window.session.pause()
        answer = unsaved.service.ask(self._window, self.title)
        if answer is Answer.SAVE:
            return self.save()
        return answer is Answer.DISCARD

    def end_typing(self) -> None:
        """Take what is typed and not entered yet as it is taken when its field is left; the keyboard stays there."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QAbstractSpinBox | QComboBox) and self._window.isAncestorOf(field):
            field.clearFocus()
            if isValid(field):
                field.setFocus()

    @property
    def title(self) -> str:
        """What the work is called."""
        return self._file.path.stem if self._file.path else tr("Untitled")

    def _forget_message(self) -> None:
        """What was said of the work before is no longer true."""
        self._window.message.hide()

    def _save_to(self, path: Path) -> bool:
        if not self._file.save(path, self._window.arrangement.to_text()):
            return False
        assert self._file.path is not None
        settings.remember_recent(self._file.path)
        self._window.statusBar().showMessage(tr("Saved to {path}", path=self._file.path))
        return True
