"""Keys that a control needs for itself while it has the keyboard, although a command uses them too.

Space plays and the right arrow steps; but in a focused check box Space is the box's, and in a focused slider
the arrows are the slider's. A widget of ours names such keys in `own_keys`. Those controls take the keyboard by
Tab only, so a click on them leaves the keys to the commands. Esc takes back what is being typed.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QTabBar,
    QWidget,
)

OWN_KEYS: tuple[tuple[type[QWidget], frozenset[int]], ...] = tuple(
    (kind, frozenset(int(key) for key in keys))
    for kind, keys in (
        (QAbstractButton, (Qt.Key.Key_Space,)),
        (QComboBox, (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)),
        (QAbstractSlider, (Qt.Key.Key_Left, Qt.Key.Key_Right)),
        (QAbstractItemView, (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)),
        (QTabBar, (Qt.Key.Key_Left, Qt.Key.Key_Right)),
    )
)


class OwnKeys(QObject):
    """An event filter for the application: lets a focused control have its own keys before any command."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            wants = any(isinstance(watched, kind) and event.key() in keys for kind, keys in OWN_KEYS)
            wants = wants or event.key() in getattr(watched, "own_keys", ())
            wants = wants or (event.key() == Qt.Key.Key_Escape and _is_being_typed_in(watched))
            if wants and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.accept()
                return True
        return False


def _is_being_typed_in(watched: QObject) -> bool:
    """Whether something was typed there that is not yet committed."""
    line = watched.lineEdit() if isinstance(watched, QComboBox | QSpinBox) else watched
    return isinstance(line, QLineEdit) and line.isModified()
