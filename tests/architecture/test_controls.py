"""Every control has a name for tests, a name for screen readers, a tool tip, and a way by keyboard."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QTabBar,
    QWidget,
)

from gui.app import create_application, create_window
from gui.presets import load_preset

NAME = re.compile(r"[a-z_]+\.[a-z0-9_.]+")


@pytest.fixture(params=["circle", "iris", "sine"])
def window(request, qtbot) -> QMainWindow:
    """The window on an experiment; each shows controls that the others hide."""
    create_application()
    window = create_window(load_preset(request.param))
    with qtbot.waitExposed(window):
        window.show()
    return window


def controls(window: QMainWindow) -> list[QWidget]:
    """Whatever can have the keyboard or be clicked, but for Qt's own inner parts."""
    return [widget for widget in window.findChildren(QWidget) if _is_control(widget, window)]


def _is_control(widget: QWidget, window: QMainWindow) -> bool:
    is_ours = widget.window() is window and not widget.objectName().startswith("qt_")
    # A label that lets its text be copied is no control; a row of tabs is Qt's own.
    is_inner = widget.focusProxy() is not None or isinstance(widget, QMenu | QLabel | QTabBar)
    is_inner = is_inner or isinstance(widget.parent(), QTabBar)
    return is_ours and not is_inner and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r}"


def test_every_control_has_a_name_of_its_own(window: QMainWindow) -> None:
    found = controls(window)
    assert len(found) > 30
    nameless = [described(widget) for widget in found if not NAME.fullmatch(widget.objectName())]
    assert nameless == []


def test_no_two_things_share_a_name(window: QMainWindow) -> None:
    names = Counter(
        widget.objectName() for widget in window.findChildren(QWidget) if NAME.fullmatch(widget.objectName())
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_every_control_says_what_it_is_and_does(window: QMainWindow) -> None:
    for widget in controls(window):
        # A button may wait out of sight for its words.
        waits = isinstance(widget, QAbstractButton) and not widget.isVisible()
        has_name = widget.accessibleName() or getattr(widget, "text", str)()
        assert has_name or waits, f"{described(widget)} has no name"
        # A picture that says what is under the mouse has no room for a tip; it is described instead.
        assert widget.toolTip() or widget.accessibleDescription(), f"{described(widget)} has no tool tip"


def test_what_only_scrolls_is_no_stop(window: QMainWindow) -> None:
    """Tab stops where something can be done: a table, or a picture that answers keys, does more than scroll."""
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.window() is window]
    only = [area for area in areas if not (isinstance(area, QAbstractItemView) or hasattr(area, "own_keys"))]
    assert len(only) > 2
    assert [described(area) for area in only if area.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_tab_reaches_every_enabled_control(window: QMainWindow) -> None:
    wanted = {
        widget.objectName()
        for widget in controls(window)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert len(wanted) > 25
    reached = set()
    for _ in range(2 * len(wanted) + 20):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        reached.add(widget.objectName() if widget else "")
    assert wanted - reached == set()


def test_every_visible_control_is_a_tab_stop_if_it_is_enabled(window: QMainWindow) -> None:
    clickable_only = [
        described(widget)
        for widget in controls(window)
        if widget.isVisible() and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert clickable_only == []


def test_every_command_says_what_it_does(window: QMainWindow) -> None:
    for key, action in window.actions_by_key.items():
        assert action.objectName() == f"action.{key}"
        assert action.text().replace("&", "")
        assert action.toolTip()
        assert action.statusTip()


def test_no_two_commands_share_a_key(window: QMainWindow) -> None:
    keys = Counter(
        action.shortcut().toString()
        for action in window.actions_by_key.values()
        if not action.shortcut().isEmpty()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_command_stands_in_a_menu(window: QMainWindow) -> None:
    shown = {
        action.objectName()
        for entry in window.menuBar().actions()
        for action in [*entry.menu().actions(), *_inner_actions(entry.menu())]
    }
    assert {action.objectName() for action in window.actions_by_key.values()} <= shown


def _inner_actions(menu: QMenu) -> list:
    return [inner for action in menu.actions() if action.menu() for inner in action.menu().actions()]
