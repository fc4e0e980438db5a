"""Somebody who presses everything: a seeded walk over commands, controls, pictures, keys, wheel and dropped files."""

import random
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
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
PICTURES = frozenset(
    {
        *("network.diagram", "output.plot", "loss.plot", "network.card"),
        *("descend.contour", "slope.dial", "slope.cut_point", "slope.curve_point"),
        *("surface.plot", "race.plot", "finder.plot", "explain.check_map", "explain.activation"),
        *("explain.paths", "steps.stage", "matrices.plot", "fault.map", "cures.plot", "answers.confusion"),
    }
)
"""What a mouse clicks and drags in, besides the controls."""

LOUD = ("theme", "text_size")
"""Parts of the names of commands that restyle the whole window: one of them in many is enough."""

TYPED = ("0.1", "abc", "-3", "1e9", "7", "", "0,003", "nan")


class Wanderer:
    """Does one random thing at a time; the same seed does the same things.

    `files` are dropped on the window; commands whose names begin with one of `spared` are left alone.
    """

    def __init__(
        self, window: QMainWindow, seed: int, files: Sequence[Path] = (), spared: Collection[str] = ()
    ) -> None:
        self._window = window
        self._random = random.Random(seed)
        self._files = tuple(files)
        self._spared = ("quit", *spared)
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
            self._drag,
            *(() if "undo" in self._spared else (self._undo,)),
            *((self._drop,) if self._files else ()),
        )
        away = QTimer()
        away.timeout.connect(_close_popup)  # a menu waits in an event loop of its own
        away.start(5)
        self.log.append(self._random.choice(things)())
        away.stop()
        _close_popup()

    def _command(self) -> str:
        actions = {
            key: action
            for key, action in self._window.actions_by_key.items()
            if action.isEnabled() and not key.startswith(self._spared)
        }
        key = self._random.choice(sorted(actions))
        if any(part in key for part in LOUD):
            key = self._random.choice(sorted(actions))
        actions[key].trigger()
        return f"command {key}"

    def _undo(self) -> str:
        key = self._random.choice(("undo", "undo", "redo"))
        self._window.actions_by_key[key].trigger()
        return key

    def _drop(self) -> str:
        path = self._random.choice(self._files)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        what = Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(600, 400), *what)
        QApplication.sendEvent(self._window, enter)
        if enter.isAccepted():
            QApplication.sendEvent(self._window, QDropEvent(QPointF(600, 400), *what))
        return f"drop {path.name}"

    def _click(self) -> str:
        control = self._any(QAbstractButton, QAbstractSlider)
        QTest.mouseClick(control, LEFT, pos=self._place(control))
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
        return f"key {key.name}"

    def _wheel(self) -> str:
        widget = self._random.choice([each for each in self._visible(QWidget) if _is_seen(each)])
        place = widget.mapTo(self._window, _seen(widget).center())
        QTest.wheelEvent(self._window.windowHandle(), place, QPoint(0, self._random.choice((-120, 120))))
        return f"wheel over {widget.objectName()}"

    def _point(self) -> str:
        """The mouse over a picture, sometimes with a click."""
        name, ground = self._picture()
        place = self._place(ground)
        QTest.mouseMove(ground, place)
        if self._random.random() < 0.5:
            QTest.mouseClick(ground, LEFT, pos=place)
        return f"point at {place.x()}, {place.y()} of {name}"

    def _drag(self) -> str:
        name, ground = self._picture()
        start, end = self._place(ground), self._place(ground)
        QTest.mousePress(ground, LEFT, pos=start)
        for place in ((start + end) / 2, end):
            QTest.mouseMove(ground, place)
        QTest.mouseRelease(ground, LEFT, pos=end)
        return f"drag to {end.x()}, {end.y()} of {name}"

    def _picture(self) -> tuple[str, QWidget]:
        found = sorted(
            (widget.objectName(), widget)
            for widget in self._visible(QWidget)
            if widget.objectName() in PICTURES
        )
        name, widget = self._random.choice(found or [("window", self._window)])
        return name, widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget

    def _place(self, widget: QWidget) -> QPoint:
        seen = _seen(widget)
        across, down = self._random.randrange(seen.width()), self._random.randrange(seen.height())
        return seen.topLeft() + QPoint(across, down)

    def _any(self, *kinds: type[QWidget]) -> QWidget:
        """A visible, enabled widget of one of the kinds."""
        found = [widget for kind in kinds for widget in self._visible(kind)]
        return self._random.choice(found or [self._window])

    def _visible(self, kind: type[QWidget]) -> list[QWidget]:
        # Qt's own search: the window's would build panels that nobody has opened.
        return [
            widget
            for widget in QMainWindow.findChildren(self._window, kind)
            if widget.isVisible()
            and widget.isEnabled()
            and not isinstance(widget, QScrollBar)
            and widget.window() is self._window
        ]


def _close_popup() -> None:
    popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if popup is not None:
        popup.close()


def _is_seen(widget: QWidget) -> bool:
    """Whether any of it is: it may be behind a tab, or scrolled away."""
    return not widget.visibleRegion().isEmpty()


def _seen(widget: QWidget) -> QRect:
    """What can be seen of a widget, and thus pointed at."""
    seen = widget.visibleRegion().boundingRect()
    return seen if not seen.isEmpty() else QRect(0, 0, 1, 1)
