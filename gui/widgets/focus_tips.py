"""Status tips for the keyboard: Qt shows them only for what is under the mouse."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusTips(QObject):
    """Watches what gets the keyboard in a window.

    Signals:
        said: The status tip of what has the keyboard now, "" where it has none.
    """

    said = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    @Slot()
    def _on_focus(self) -> None:
        new = QApplication.focusWidget()
        # The focus changes once more while the window goes away; then nobody is there to be told.
        if new is not None and isValid(self._window) and self._window.isAncestorOf(new):
            self.said.emit(status_tip_of(new))


def status_tip_of(widget: QWidget | None) -> str:
    """The sentence of a widget, or of the nearest group it stands in; "" for none."""
    while widget is not None and not widget.statusTip():
        widget = widget.parentWidget()
    return widget.statusTip() if widget is not None else ""
