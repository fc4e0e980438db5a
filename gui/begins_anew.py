"""What cannot be changed on the way says so before it is changed: a sentence at the bottom of the window while the
mouse or the keyboard is there."""

from PySide6.QtGui import QAction, QStatusTipEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gui.translation import tr


def anew_sentence() -> str:
    """What is said of such a control."""
    return tr("Changes here begin the training anew; Undo brings the trained weights back.")


def anew_keys_sentence() -> str:
    """What is said where only keys do so: what is set by hand beside them goes on with the trained weights."""
    return tr("The keys + and − begin the training anew here; Undo brings the trained weights back.")


def is_of_anew(sentence: str) -> bool:
    """Whether it is a sentence that is true only once something is trained."""
    return sentence in (anew_sentence(), anew_keys_sentence())


def begins_anew(*controls: QWidget | QAction) -> None:
    """Mark controls, or whole groups of them, whose edits begin the training anew; of a menu every entry."""
    for control in controls:
        if isinstance(control, QMenu):
            begins_anew(*control.actions())
            _speak_through(control, control.parentWidget())
        control.setStatusTip(anew_sentence())


def begins_anew_in(menu: QMenu, *entries: QAction) -> None:
    """The same of some entries of a menu only."""
    begins_anew(*entries)
    _speak_through(menu, menu.parentWidget())


def _speak_through(menu: QMenu, widget: QWidget | None) -> None:
    """Let `widget` say the entries of a menu: Qt says nothing of those in a menu that no menu bar has opened."""
    if widget is not None:
        menu.hovered.connect(lambda action: _say(widget, action.statusTip()))
        menu.aboutToHide.connect(lambda: _say(widget, ""))


def _say(widget: QWidget, tip: str) -> None:
    QApplication.sendEvent(widget, QStatusTipEvent(tip))
