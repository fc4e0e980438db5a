"""Somebody who presses everything: a seeded walk over menus, controls, pictures, keys, wheel and dropped files."""

import random
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from journey_restless_hands import Hands
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QWidget,
)

Key = Qt.Key
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
BARE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
ARROWS = (Key.Key_Right, Key.Key_Left, Key.Key_Up, Key.Key_Down)
KEYS = (
    *ARROWS,
    *(Key.Key_Space, Key.Key_R, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Return, Key.Key_Enter),
    *(Key.Key_Plus, Key.Key_Minus, Key.Key_Delete, Key.Key_Backspace, Key.Key_L, Key.Key_Menu),
    *(Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown, Key.Key_1, Key.Key_2, Key.Key_5),
)
DIAGRAM_KEYS = (
    *(*ARROWS, *ARROWS, Key.Key_Plus, Key.Key_Minus, Key.Key_Delete, Key.Key_L),
    *(Key.Key_Return, Key.Key_Escape, Key.Key_Tab, Key.Key_Menu, Key.Key_Space),
)
ENDS = (Key.Key_Return, Key.Key_Tab, Key.Key_Escape)
BUTTONS = (LEFT, LEFT, LEFT, RIGHT, MIDDLE)
HELD = (BARE, BARE, BARE, SHIFT, CTRL, CTRL | SHIFT)
PICTURES = frozenset(
    {
        *("network.diagram", "output.plot", "loss.plot", "network.card"),
        *("descend.contour", "slope.dial", "slope.cut_point", "slope.curve_point"),
        *("surface.plot", "race.plot", "finder.plot", "explain.check_map", "explain.activation"),
        *("explain.paths", "steps.stage", "matrices.plot", "fault.map", "cures.plot", "answers.confusion"),
    }
)
"""What a mouse clicks and drags in, besides controls, lists and tables."""

LEFT_ALONE = ("quit", "full_screen")
"""Commands that end the walk, or fit the window to the screen of a machine that has none."""

LOUD = ("theme", "text_size")
"""Parts of the names of commands that restyle the whole window: one of them in many is enough."""

TYPED = ("0.1", "abc", "-3", "1e9", "7", "", "0,003", "nan", "inf")
MOST_ANSWERS = 5
"""So many menus may open one from another before they are closed."""


class LookOut(QObject):
    """Has menus, lists and dialogs answered soon after they have opened: some wait in an event loop of their own."""

    def __init__(self, answer: Callable[[], None]) -> None:
        super().__init__()
        self._answer = answer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            if kind in (Qt.WindowType.Popup, Qt.WindowType.Dialog):
                QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        self._answer()
        if _popup() is not None:  # the answer has left it open, or opened another
            QTimer.singleShot(0, self._look)


class Wanderer:
    """Does one random thing at a time; the same seed begins the same things.

    `files` are dropped on the window; commands whose keys begin with one of `spared` are left alone.
    """

    def __init__(
        self, window: QMainWindow, seed: int, files: Sequence[Path] = (), spared: Collection[str] = ()
    ) -> None:
        self._window = window
        self._hands = Hands(window)
        self._random = random.Random(seed)
        self._files = tuple(files)
        self._spared = (*LEFT_ALONE, *spared)
        self._answers = 0
        self._look_out = LookOut(self._answer)
        self.log: list[str] = []

    def act(self) -> None:
        """One thing, written down in the log; a menu or list that it opens is answered."""
        things: tuple[Callable[[], str], ...] = (
            *(self._menu, self._shortcut, self._click, self._click, self._click, self._choose, self._choose),
            *(self._type, self._key, self._diagram_key, self._diagram_key, self._wheel),
            *(self._point, self._drag, self._drag),
            *(() if "undo" in self._spared else (self._undo,)),
            *((self._drop,) if self._files else ()),
        )
        if QApplication.activeWindow() is not self._window:
            self._window.activateWindow()
        self._answers = 0
        self.log.append("")  # before what is answered meanwhile
        place = len(self.log) - 1
        QApplication.instance().installEventFilter(self._look_out)
        self.log[place] = self._random.choice(things)()
        QApplication.processEvents()
        while _popup() is not None:
            self._answer()
        QApplication.instance().removeEventFilter(self._look_out)

    # Mouse

    def _click(self) -> str:
        control = self._any(QAbstractButton, QAbstractSlider, QTabBar)
        place, button, held = self._place(control), self._random.choice(BUTTONS), self._random.choice(HELD)
        self._hands.click(control, place, button, held)
        return f"click {control.objectName()} {_how(button, held)}"

    def _point(self) -> str:
        """The mouse over a picture, sometimes with a click or two."""
        name, ground = self._picture()
        place, button, held = self._place(ground), self._random.choice(BUTTONS), self._random.choice(HELD)
        what = self._random.choice(("point", "click", "double click"))
        if what == "point":
            self._hands.point(ground, place)
        else:
            self._hands.click(ground, place, button, held, is_double=what == "double click")
        return f"{what} at {place.x()}, {place.y()} of {name} {_how(button, held)}"

    def _drag(self) -> str:
        name, ground = self._picture(QAbstractSlider)
        start, end = self._place(ground), self._place(ground)
        button, held = self._random.choice(BUTTONS), self._random.choice(HELD)
        self._hands.drag(ground, [start, (start + end) / 2, end], button, held)
        return f"drag {start.toTuple()} to {end.toTuple()} of {name} {_how(button, held)}"

    def _wheel(self) -> str:
        widget = self._any(QWidget)
        turn = self._random.choice((QPoint(0, -120), QPoint(0, 120), QPoint(120, 0)))
        held = self._random.choice(HELD)
        self._hands.wheel(widget, _seen(widget).center(), turn, held)
        return f"wheel {turn.toTuple()} over {widget.objectName()} {_how(None, held)}"

    def _drop(self) -> str:
        path = self._random.choice(self._files)
        is_taken = self._hands.drop(str(path))
        return f"drop {path.name}{'' if is_taken else ', refused'}"

    # Keys

    def _key(self) -> str:
        key, held = self._random.choice(KEYS), self._random.choice(HELD)
        self._hands.press(key, held)
        return f"key {key.name} {_how(None, held)}"

    def _diagram_key(self) -> str:
        """Some keys in a row, with the keyboard in the diagram."""
        diagram = QMainWindow.findChild(self._window, QWidget, "network.diagram")
        if diagram is None or not _is_seen(diagram):
            return "no diagram"
        diagram.setFocus(Qt.FocusReason.TabFocusReason)
        keys = self._random.choices(DIAGRAM_KEYS, k=self._random.randint(1, 4))
        for key in keys:
            self._hands.press(key, self._random.choice((BARE, BARE, BARE, SHIFT)))
            while _popup() is not None:
                self._answer()
        return f"keys {' '.join(key.name for key in keys)} in the diagram"

    def _shortcut(self) -> str:
        commands = [
            key for key in self._commands() if not self._window.actions_by_key[key].shortcut().isEmpty()
        ]
        key = self._random.choice(commands)
        chord = self._window.actions_by_key[key].shortcut()[0]
        self._hands.press(chord.key(), chord.keyboardModifiers())
        return f"shortcut of {key}"

    def _undo(self) -> str:
        what = self._random.choice(("undo", "undo", "redo"))
        if self._random.random() < 0.5:
            self._hands.press(Key.Key_Z, CTRL if what == "undo" else CTRL | SHIFT)
            return f"{what} by key"
        bar = self._window.menuBar()
        title = next(each for each in bar.actions() if self._action(what) in each.menu().actions())
        self._hands.click(bar, bar.actionGeometry(title).center())
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and self._action(what).isEnabled():
            self._hands.click_entry(menu, self._action(what))
        self._close()
        return f"{what} in the menu"

    def _type(self) -> str:
        field = self._any(QSpinBox, QComboBox, QLineEdit)
        name = field.objectName()  # the editor of a cell is gone when it is done
        if self._random.random() < 0.5:
            field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._hands.click(field, self._place(field))
            self._close()
        if QApplication.focusWidget() is not field:
            return f"no way to type in {name}"
        text, end = self._random.choice(TYPED), self._random.choice(ENDS)
        self._hands.press(Key.Key_A, CTRL)
        self._hands.type(text)
        self._hands.press(end)
        return f"type {text!r} and {end.name} in {name}"

    # Menus and lists

    def _menu(self) -> str:
        bar = self._window.menuBar()
        title = self._random.choice([each for each in bar.actions() if self._entries(each.menu())])
        self._hands.click(bar, bar.actionGeometry(title).center())
        return f"menu {title.text()}"

    def _choose(self) -> str:
        """Open a list; it is answered like every other."""
        box = self._any(QComboBox)
        name = box.objectName()
        if self._random.random() < 0.5:
            seen = _seen(box)
            self._hands.click(box, QPoint(max(seen.right() - 10, seen.left()), seen.center().y()))
        else:
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self._hands.press(self._random.choice((Key.Key_F4, Key.Key_Up, Key.Key_Down, Key.Key_End)))
        return f"list {name}"

    def _answer(self) -> None:
        """Take an entry of what is open, with the mouse or with keys, or close it."""
        popup = _popup()
        self._answers += 1
        if popup is None:
            return
        if self._answers > MOST_ANSWERS:
            self._close()
        elif isinstance(popup, QMenu) and self._entries(popup):
            self._answer_menu(popup)
        elif (
            view := popup.findChild(QAbstractItemView)
        ) is not None and popup.windowType() == Qt.WindowType.Popup:
            self._answer_list(view)
        else:
            self._close()

    def _answer_menu(self, menu: QMenu) -> None:
        entry = self._random.choice(self._entries(menu))
        if any(part in entry.objectName() for part in LOUD):
            entry = self._random.choice(self._entries(menu))
        how = self._random.choice((self._hands.click_entry, self._hands.click_entry, self._hands.press_entry))
        self.log.append(f"  entry {entry.text()}")
        is_last = entry.menu() is None
        how(menu, entry)  # the menu may be gone after that
        if is_last:
            self._close()

    def _answer_list(self, view: QAbstractItemView) -> None:
        count = view.model().rowCount()
        index = view.model().index(self._random.randrange(max(count, 1)), 0)
        self.log.append(f"  entry {index.data()}")
        if self._random.random() < 0.6:
            view.scrollTo(index)
            # A list as narrow as the cell it opens over shows less than the whole width of an entry.
            seen = view.visualRect(index).intersected(_seen(view.viewport()))
            self._hands.click(view.viewport(), seen.center())
        else:
            for _ in range(self._random.randrange(4)):
                self._hands.press(self._random.choice(ARROWS))
            self._hands.press(self._random.choice((Key.Key_Return, Key.Key_Escape)))
        self._close()

    def _close(self) -> None:
        for _ in range(MOST_ANSWERS):
            popup = _popup()
            if popup is not None:
                popup.close()

    def _entries(self, menu: QMenu) -> list:
        """What may be taken: not what is spared, and no list of files where opening is."""
        return [
            entry
            for entry in menu.actions()
            if entry.isEnabled()
            and not entry.isSeparator()
            and not entry.objectName().removeprefix("action.").startswith(self._spared)
            and not (entry.menu() is not None and "open" in self._spared and "recent" in entry.text())
        ]

    def _action(self, key: str):
        return self._window.actions_by_key[key]

    def _commands(self) -> list[str]:
        actions = self._window.actions_by_key
        return sorted(
            key for key, action in actions.items() if action.isEnabled() and not key.startswith(self._spared)
        )

    # Finding

    def _picture(self, *also: type[QWidget]) -> tuple[str, QWidget]:
        found = [
            widget
            for widget in self.visible(QWidget)
            if (widget.objectName() in PICTURES or isinstance(widget, (QAbstractItemView, *also)))
            and _is_seen(widget)
        ]
        widget = self._random.choice(found or [self._window])
        return widget.objectName(), widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget

    def _place(self, widget: QWidget) -> QPoint:
        seen = _seen(widget)
        across, down = self._random.randrange(seen.width()), self._random.randrange(seen.height())
        return seen.topLeft() + QPoint(across, down)

    def _any(self, *kinds: type[QWidget]) -> QWidget:
        """A visible, enabled widget of one of the kinds."""
        found = [
            widget
            for widget in self.visible(*kinds)
            if widget.isEnabled() and not isinstance(widget, QScrollBar) and _is_seen(widget)
        ]
        return self._random.choice(found or [self._window])

    def visible(self, *kinds: type[QWidget]) -> list[QWidget]:
        """What there is to be seen in the window, of some kinds."""
        # Not by the window's own search: it would build panels that nobody has opened.
        found: list[QWidget] = []
        open_ones: list[QWidget] = [self._window]
        while open_ones:
            inside = [each for each in open_ones.pop().children() if isinstance(each, QWidget)]
            shown = [each for each in inside if each.isVisible() and not each.isWindow()]
            found += [each for each in shown if isinstance(each, kinds)]
            open_ones += shown
        return found


def _popup() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def _how(button: Qt.MouseButton | None, held: Qt.KeyboardModifier) -> str:
    """Button and modifiers for the log."""
    names = [] if button in (None, LEFT) else [button.name]
    return " ".join([*names, *([] if held == BARE else [str(held.value)])])


def _is_seen(widget: QWidget) -> bool:
    """Whether any of it is: it may be behind a tab, or scrolled away."""
    return not widget.visibleRegion().isEmpty()


def _seen(widget: QWidget) -> QRect:
    """What can be seen of a widget, and thus pointed at."""
    seen = widget.visibleRegion().boundingRect()
    return seen if not seen.isEmpty() else QRect(0, 0, 1, 1)
