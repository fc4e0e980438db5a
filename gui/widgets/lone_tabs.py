"""Rows of one tab: Qt keeps them for docks that share a place with nobody, and forgets some in a corner.

They are put out of sight, where Qt itself puts most of them, and are no stop of Tab.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QTabBar

AWAY = -10_000


def put_lone_tabs_away(window: QMainWindow) -> None:
    """Tidy the rows of tabs of a window's docks; Qt brings a row back when a second tab joins it."""
    # Not `window.children()`: it would wrap objects that Qt deletes without a word.
    for bar in QMainWindow.findChildren(window, QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        is_lone = bar.count() < 2
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_lone else Qt.FocusPolicy.TabFocus)
        if is_lone and bar.x() >= 0:
            bar.move(AWAY, AWAY)
