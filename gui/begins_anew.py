"""What cannot be changed on the way says so before it is changed: a sentence at the bottom of the window while the
mouse or the keyboard is there."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.translation import tr


def anew_sentence() -> str:
    """What is said of such a control."""
    return tr("Changes here begin the training anew; Undo brings the trained weights back.")


def begins_anew(*controls: QWidget | QAction) -> None:
    """Mark controls, or whole groups of them, whose edits begin the training anew; of a menu every entry."""
    for control in controls:
        if isinstance(control, QMenu):
            begins_anew(*control.actions())
        control.setStatusTip(anew_sentence())
