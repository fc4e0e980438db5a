"""Hands on the keyboard and on the wheel: what a journey does with one that the pages cannot.

A key goes to whatever has the keyboard, and the keyboard comes to a control by Tab alone.
"""

from journey_lab import Lab, plain
from journey_pages import Page
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QScrollArea, QWidget

NONE = Qt.KeyboardModifier.NoModifier
NOTCH = 120
"""What Qt counts as one notch of a wheel."""


class Keys:
    """Somebody without a mouse."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    def go_to(self, name: str) -> QWidget:
        """Press Tab until the control of that name has the keyboard; it must be in sight then."""
        self.pause()
        passed: list[str] = []
        for _ in range(250):
            widget = QApplication.focusWidget()
            passed.append(widget.objectName() if widget is not None else "nothing")
            if widget is not None and widget.objectName() == name:
                assert not widget.visibleRegion().isEmpty(), f"{name} has the keyboard out of sight"
                return widget
            self.lab.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}, only {list(dict.fromkeys(passed))}")

    def push(self, name: str) -> None:
        """A button."""
        self.go_to(name)
        self.lab.press(Qt.Key.Key_Space)

    def write(self, name: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        """Replace what stands in a field; "" empties it."""
        self.go_to(name)
        self.lab.press_with("ctrl", Qt.Key.Key_A)
        self.lab.press(Qt.Key.Key_Delete)
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.lab.press(end)

    def choose(self, name: str, words: str) -> None:
        """Open a list with Space, go to an entry with the arrows and take it with Enter."""
        box = self.go_to(name)
        assert isinstance(box, QComboBox)
        row = box.findText(words)
        assert row >= 0, f"{name} does not offer {words}"
        self.lab.press(Qt.Key.Key_Space)
        assert QApplication.activePopupWidget() is not None
        view = box.view()
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(row):
            QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Return)
        self.pause()
        assert box.currentText() == words

    def menu(self, letter: str, *path: str) -> None:
        """Open a menu with Alt and its letter; arrows to each entry of the path, Enter for the last."""
        QTest.keyClick(self.lab.window, letter, Qt.KeyboardModifier.AltModifier)
        for place, words in enumerate(path):
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            self._move_to(menu, words)
            QTest.keyClick(menu, Qt.Key.Key_Return if place == len(path) - 1 else Qt.Key.Key_Right)
        self.pause()

    def pause(self) -> None:
        """A moment, in which what has opened is laid out, and the window or its dialog comes to the front again.

        On a screen it does so when a list or a menu has closed; off screen nobody does it.
        """
        QApplication.processEvents()
        front = QApplication.activeModalWidget() or self.lab.window
        if QApplication.activePopupWidget() is None and not front.isActiveWindow():
            front.activateWindow()
            QApplication.processEvents()

    def _move_to(self, menu: QMenu, words: str) -> None:
        for _ in range(len(menu.actions()) + 1):
            present = menu.activeAction()
            if present is not None and plain(present.text()) == words:
                return
            QTest.keyClick(menu, Qt.Key.Key_Down)
        raise AssertionError(f"the arrows do not reach {words}")


class SettingsByMouse(Page):
    """The Settings panel under a mouse: what is out of sight is brought into it with the wheel first."""

    prefix = "settings"

    def find(self, kind: type, control: str):
        """The control, in sight."""
        found = super().find(kind, control)
        into_sight(found)
        return found

    def write(self, control: str, text: str) -> None:
        """Click into a field and replace what stands there; "" empties it."""
        field = self.find(QWidget, control)
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)


def into_sight(widget: QWidget) -> None:
    """Turn the wheel over a scrolled panel until the whole widget is seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    for _ in range(60):
        if area is None:
            return
        port = area.viewport()
        top = widget.mapTo(port, QPoint(0, 0)).y()
        if top >= 0 and top + widget.height() <= port.height():
            return
        turn(port, NOTCH if top < 0 else -NOTCH)
    raise AssertionError(f"the wheel does not reach {widget.objectName()}")


def turn(widget: QWidget, angle: int) -> None:
    """The wheel, over the edge of a widget, where no control of its own is."""
    place = QPointF(3, 3)
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
