"""A mouse and a keyboard: what they do comes to the window as from the system, and Qt finds out whom it meets."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget
from shiboken6 import isValid

LEFT = Qt.MouseButton.LeftButton
BARE = Qt.KeyboardModifier.NoModifier


class Hands:
    """They work in one window, and in the menus and lists that open over it."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window

    def press(self, key: Qt.Key | str, held: Qt.KeyboardModifier = BARE) -> None:
        """A key, to whatever has the keyboard."""
        QTest.keyClick(self._front(), key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def point(self, widget: QWidget, place: QPoint) -> None:
        QTest.mouseMove(_system_window(widget), _on_window(widget, place))

    def click(
        self,
        widget: QWidget,
        place: QPoint,
        button: Qt.MouseButton = LEFT,
        held: Qt.KeyboardModifier = BARE,
        is_double: bool = False,
    ) -> None:
        self.point(widget, place)
        if not isValid(widget):  # a menu that closed under the mouse
            return
        there = _system_window(widget), button, held, _on_window(widget, place)
        QTest.mouseClick(*there)
        if is_double and widget.isVisible() and QApplication.activePopupWidget() is None:
            QTest.mouseDClick(*there)

    def drag(
        self, widget: QWidget, way: list[QPoint], button: Qt.MouseButton, held: Qt.KeyboardModifier
    ) -> None:
        """Press at the first place, go through the others, let go at the last."""
        ground, places = _system_window(widget), [_on_window(widget, place) for place in way]
        QTest.mouseMove(ground, places[0])
        QTest.mousePress(ground, button, held, places[0])
        for place in places[1:]:
            QTest.mouseMove(ground, place)
        QTest.mouseRelease(ground, button, held, places[-1])

    def wheel(self, widget: QWidget, place: QPoint, angle: QPoint, held: Qt.KeyboardModifier) -> None:
        QTest.wheelEvent(_system_window(widget), QPointF(_on_window(widget, place)), angle, QPoint(), held)

    def drop(self, path: str) -> bool:
        """Let a file fall on the window; whether the window takes such files."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path)])
        what = Qt.DropAction.CopyAction, data, LEFT, BARE
        enter = QDragEnterEvent(QPoint(600, 400), *what)
        QApplication.sendEvent(self._window, enter)
        if enter.isAccepted():
            QApplication.sendEvent(self._window, QDropEvent(QPointF(600, 400), *what))
        return enter.isAccepted()

    def click_entry(self, menu: QMenu, entry: QAction) -> None:
        self.click(menu, menu.actionGeometry(entry).center())

    def press_entry(self, menu: QMenu, entry: QAction) -> None:
        """Down to an entry, and Enter; Esc where no way leads there."""
        for _ in menu.actions():
            if not isValid(menu):  # something else has closed it
                return
            if menu.activeAction() is entry:
                self.press(Qt.Key.Key_Return)
                return
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Escape)

    def _front(self) -> QWindow:
        """Where keys go: the menu or list that is open, else the window."""
        popup = QApplication.activePopupWidget()
        return _system_window(popup or self._window)


def _system_window(widget: QWidget) -> QWindow:
    handle = widget.window().windowHandle()
    assert handle is not None
    return handle


def _on_window(widget: QWidget, place: QPoint) -> QPoint:
    return widget.mapTo(widget.window(), place)
