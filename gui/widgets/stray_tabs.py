"""Rows of tabs that stand for nobody: Qt keeps them for docks that share a place no longer, and forgets some of them,
one in a corner with a single tab, another across the panels that have its place now.

They are put out of sight, where Qt itself puts most of them, and are no stop of Tab.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar
from shiboken6 import getCppPointer

AWAY = -10_000


def put_stray_tabs_away(window: QMainWindow) -> None:
    """Tidy the rows of tabs of a window's docks; Qt brings a row back when its tabs stand for docks again."""
    only = Qt.FindChildOption.FindDirectChildrenOnly
    # Not the window's own search, which builds panels, nor its `children()`, which would wrap objects that Qt
    # deletes without a word.
    found = QMainWindow.findChildren(window, QDockWidget, options=only)
    docks = {getCppPointer(dock)[0]: dock for dock in found}
    for bar in QMainWindow.findChildren(window, QTabBar, options=only):
        # Qt writes at each tab where its dock lies in memory.
        in_row = [docks.get(bar.tabData(index)) for index in range(bar.count())]
        is_stray = not _share_a_place(window, in_row)
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_stray else Qt.FocusPolicy.TabFocus)
        if is_stray and bar.geometry().right() >= 0:
            bar.move(AWAY, AWAY)


def _share_a_place(window: QMainWindow, docks: list[QDockWidget | None]) -> bool:
    """Whether these, two or more, are the docks that can be seen in one place of the window."""
    first = docks[0] if docks else None
    if first is None or len(docks) < 2:
        return False
    around = [dock for dock in window.tabifiedDockWidgets(first) if not dock.isHidden()]
    return not first.isHidden() and set(docks) == {first, *around}
