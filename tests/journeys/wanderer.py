"""Somebody who presses everything: a seeded walk over commands, controls, keys and wheel."""

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QSpinBox,
    QWidget,
)

LEFT = Qt.MouseButton.LeftButton
KEYS = (
    Qt.Key.Key_Space,
    Qt.Key.Key_Right,
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_R,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_5,
)
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
TYPED = ("0.1", "abc", "-3", "1e9", "7", "", "0,003", "nan")


class Wanderer:
    """Does one random thing at a time; the same seed does the same things."""

    def __init__(self, window: QWidget, seed: int) -> None:
        self._window = window
        self._random = random.Random(seed)
        self.log: list[str] = []

    def act(self) -> None:
        """One thing, written down in the log."""
        things: tuple[Callable[[], str], ...] = (
            self._command,
            self._command,
            self._click,
            self._click,
            self._choose,
            self._type,
            self._key,
            self._wheel,
            self._point,
        )
        self.log.append(self._random.choice(things)())

    def _command(self) -> str:
        actions = [action for key, action in self._window.actions_by_key.items() if key != "quit"]
        action = self._random.choice([action for action in actions if action.isEnabled()])
        action.trigger()
        return f"command {action.objectName()}"

    def _click(self) -> str:
        control = self._any(QAbstractButton, QAbstractSlider)
        place = QPoint(
            self._random.randrange(max(control.width(), 1)), self._random.randrange(max(control.height(), 1))
        )
        QTest.mouseClick(control, LEFT, pos=place)
        return f"click {control.objectName()}"

    def _choose(self) -> str:
        box = self._any(QComboBox)
        row = self._random.randrange(box.count())
        box.setCurrentIndex(row)
        box.activated.emit(row)
        return f"choose {box.objectName()} {row}"

    def _type(self) -> str:
        field = self._any(QSpinBox, QComboBox, QLineEdit)
        self._window.activateWindow()
        field.setFocus()
        if QApplication.focusWidget() is not field:
            return f"no way to type in {field.objectName()}"
        text, end = self._random.choice(TYPED), self._random.choice(ENDS)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, end)
        return f"type {text!r} and {end.name} in {field.objectName()}"

    def _key(self) -> str:
        key = self._random.choice(KEYS)
        QTest.keyClick(QApplication.focusWidget() or self._window, key)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        return f"key {key.name}"

    def _wheel(self) -> str:
        widget = self._any(QWidget)
        place = widget.mapTo(self._window, widget.rect().center())
        QTest.wheelEvent(self._window.windowHandle(), place, QPoint(0, self._random.choice((-120, 120))))
        return f"wheel over {widget.objectName()}"

    def _point(self) -> str:
        """The mouse over the network, sometimes with a click."""
        diagram = self._window.findChild(QWidget, "network.diagram")
        place = QPoint(self._random.randrange(diagram.width()), self._random.randrange(diagram.height()))
        QTest.mouseMove(diagram, place)
        if self._random.random() < 0.5:
            QTest.mouseClick(diagram, LEFT, pos=place)
        return f"point at {place.x()}, {place.y()}"

    def _any(self, *kinds: type[QWidget]) -> QWidget:
        """A visible, enabled widget of one of the kinds."""
        found = [
            widget
            for kind in kinds
            for widget in self._window.findChildren(kind)
            if widget.isVisible() and widget.isEnabled() and not isinstance(widget, QScrollBar)
        ]
        found = [widget for widget in found if widget.window() is self._window] or [self._window]
        return self._random.choice(found)
