"""Two people who can do the same: one has a mouse and types into what was clicked, one has the keyboard alone.

What is out of sight is brought into it with the wheel; the keyboard comes to a control by Tab, and a key goes to
whatever has the keyboard.
"""

from journey_lab import Lab, plain
from journey_pages import Page, click_entry
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QSlider,
    QWidget,
)

LEFT = Qt.MouseButton.LeftButton
NOTCH = 120
"""What Qt counts as one notch of a wheel."""


class Hand:
    """What both can do; a control is called by its full name."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    def push(self, name: str) -> None:
        """A button or a check box."""
        raise NotImplementedError

    def choose(self, name: str, words: str) -> None:
        """An entry of a list."""
        raise NotImplementedError

    def write(self, name: str, text: str) -> None:
        """Replace what stands in a field, and press Enter; "" empties it."""
        raise NotImplementedError

    def to_end(self, name: str) -> None:
        """Bring a slider to its right end."""
        raise NotImplementedError

    def menu(self, title: str, *path: str) -> None:
        """An entry of a menu, or of the menus in it."""
        raise NotImplementedError

    def rest(self) -> None:
        """Be where nothing has anything to say, so that the line at the bottom is free for hints."""
        raise NotImplementedError

    def shown(self, name: str) -> str:
        """What stands in a list or a field, or what a label says."""
        control = self._find(name)
        return control.currentText() if isinstance(control, QComboBox) else control.text()

    def pause(self) -> None:
        """A moment, in which what has opened is laid out, and the window or its dialog comes to the front again.

        On a screen it does so when a list or a menu has closed; off screen nobody does it.
        """
        QApplication.processEvents()
        front = QApplication.activeModalWidget() or self.lab.window
        if QApplication.activePopupWidget() is None and not front.isActiveWindow():
            front.activateWindow()
            QApplication.processEvents()

    def _find(self, name: str):
        """The one visible control of that name."""
        return self._page(name).find(QWidget, name.partition(".")[2])

    def _page(self, name: str) -> Page:
        page = Page(self.lab.window)
        page.prefix = name.partition(".")[0]
        return page

    def _title(self, title: str) -> QAction:
        """The menu of that name, or with that letter."""
        entries = self.lab.window.menuBar().actions()
        return next(
            each for each in entries if title.lower() in (plain(each.text()).lower(), letter_of(each))
        )


class Mouse(Hand):
    """Somebody with a mouse."""

    def push(self, name: str) -> None:
        self.pause()
        control = self._seen(name)
        assert control.isEnabled(), f"{name} is disabled"
        place = QPoint(10, 10) if isinstance(control, QCheckBox) else control.rect().center()
        QTest.mouseMove(control, place)
        QTest.mouseClick(control, LEFT, pos=place)

    def choose(self, name: str, words: str) -> None:
        self.pause()
        self._seen(name)
        self._page(name).choose(name.partition(".")[2], words)
        self.pause()

    def write(self, name: str, text: str) -> None:
        self.pause()
        field = self._seen(name)
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        QTest.mouseClick(line, LEFT)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def to_end(self, name: str) -> None:
        self._seen(name)
        self.lab.data.drag_to_end(name.partition(".")[2])

    def menu(self, title: str, *path: str) -> None:
        bar, entry = self.lab.window.menuBar(), self._title(title)
        place = bar.actionGeometry(entry).center()
        QTest.mouseMove(bar, place)
        QTest.mouseClick(bar, LEFT, pos=place)
        menu: QMenu = entry.menu()
        for words in path:
            command = next(action for action in menu.actions() if plain(action.text()) == words)
            inner = command.menu()
            click_entry(menu, command)
            menu = inner or menu
        self.pause()

    def rest(self) -> None:
        QTest.mouseMove(self.lab.network.diagram, QPoint(3, 3))
        QApplication.processEvents()

    def _seen(self, name: str):
        control = self._find(name)
        into_sight(control)
        return control


class Keys(Hand):
    """Somebody without a mouse."""

    def go_to(self, name: str) -> QWidget:
        """Press Tab until the control of that name has the keyboard; it must be in sight then."""
        self.pause()
        passed: list[str] = []
        for _ in range(250):
            widget = QApplication.focusWidget()
            passed.append(widget.objectName() if widget is not None else "nothing")
            if widget is not None and widget.objectName() == name:
                assert is_in_sight(widget), f"{name} has the keyboard out of sight"
                return widget
            self.lab.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}, only {list(dict.fromkeys(passed))}")

    def push(self, name: str) -> None:
        self.go_to(name)
        self.lab.press(Qt.Key.Key_Space)

    def choose(self, name: str, words: str) -> None:
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

    def write(self, name: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        self.go_to(name)
        self.lab.press_with("ctrl", Qt.Key.Key_A)
        self.lab.press(Qt.Key.Key_Delete)
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.lab.press(end)

    def to_end(self, name: str) -> None:
        assert isinstance(self.go_to(name), QSlider)
        self.lab.press(Qt.Key.Key_End)

    def menu(self, title: str, *path: str) -> None:
        """Alt and the menu's letter, arrows to each entry of the path, Enter for the last."""
        letter = letter_of(self._title(title))
        QTest.keyClick(self.lab.window, letter, Qt.KeyboardModifier.AltModifier)
        for place, words in enumerate(path):
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            self._move_to(menu, words)
            QTest.keyClick(menu, Qt.Key.Key_Return if place == len(path) - 1 else Qt.Key.Key_Right)
        self.pause()

    def rest(self) -> None:
        self.go_to("training.speed")

    def _move_to(self, menu: QMenu, words: str) -> None:
        for _ in range(len(menu.actions()) + 1):
            present = menu.activeAction()
            if present is not None and plain(present.text()) == words:
                return
            QTest.keyClick(menu, Qt.Key.Key_Down)
        raise AssertionError(f"the arrows do not reach {words}")


def letter_of(entry: QAction) -> str:
    """The letter that opens a menu together with Alt."""
    return entry.text().partition("&")[2][:1].lower()


def said(lab: Lab) -> str:
    """The whole sentence at the bottom of the window."""
    return lab.window.findChild(QLabel, "window.said").toolTip()


def is_in_sight(widget: QWidget) -> bool:
    """Whether anything of a widget, or of what lies on it, can be seen."""
    parts = (widget, *widget.findChildren(QWidget))
    return any(not part.visibleRegion().isEmpty() for part in parts)


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
    """The wheel, over the corner of a widget, where no control of its own is."""
    place = QPointF(3, 3)
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
