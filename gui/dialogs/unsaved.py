"""The question before work would be lost. Tests and scripts may replace `service`."""

from enum import Enum
from typing import Protocol

from PySide6.QtWidgets import QMessageBox, QWidget

from gui.translation import tr


class Answer(Enum):
    """What is to become of unsaved work."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class UnsavedService(Protocol):
    """Somebody who answers."""

    def ask(self, parent: QWidget, name: str) -> Answer: ...


class UnsavedDialog:
    """The real question."""

    def ask(self, parent: QWidget, name: str) -> Answer:
        """Ask what is to become of the work called `name`."""
        buttons = QMessageBox.StandardButton
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Unsaved work"))
        box.setText(tr("Save the changes to {name}?", name=name))
        box.setInformativeText(tr("Without saving, its design and trained weights are lost."))
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        chosen = box.exec()
        if chosen == buttons.Save:
            return Answer.SAVE
        return Answer.DISCARD if chosen == buttons.Discard else Answer.CANCEL


service: UnsavedService = UnsavedDialog()
