"""Keys that a control needs for itself while it has the keyboard, although a command uses them too.

Space plays and the right arrow steps; but in a focused check box Space is the box's, and in a focused slider
the arrows are the slider's. A widget of ours names such keys in `own_keys`. Those controls take the keyboard by
Tab only, so a click on them leaves the keys to the commands. Esc takes back what is being typed.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
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
    """Lets the control that has the keyboard, or what it stands in, have its own keys before any command.

    It filters the events of these alone: a filter for the whole application would hear of every event there is.
    It holds none of them, for they must go when they are closed.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._on_focus)

    @Slot()
    def _on_focus(self) -> None:
        # Not by what the signal carries: what had the keyboard before may be half gone.
        widget = QApplication.focusWidget()
        while widget is not None:  # a key goes on to what a control stands in until somebody takes it
            widget.installEventFilter(self)  # where it is already, nothing changes
            widget = None if widget.isWindow() else widget.parentWidget()

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
