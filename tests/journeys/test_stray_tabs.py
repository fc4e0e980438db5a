"""Rows of tabs stand where panels share a place, and nowhere else, whichever way a person went."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar


def rows(lab) -> list[QTabBar]:
    """Those that can be seen, from the left."""
    QApplication.processEvents()
    only = Qt.FindChildOption.FindDirectChildrenOnly
    found = QMainWindow.findChildren(lab.window, QTabBar, options=only)
    seen = [bar for bar in found if bar.isVisible() and lab.window.rect().intersects(bar.geometry())]
    return sorted(seen, key=lambda bar: bar.x())


def titles(bar: QTabBar) -> list[str]:
    return [bar.tabText(index) for index in range(bar.count())]


@pytest.mark.parametrize("panel", ["Parameters", "Learning-rate finder"])
def test_no_row_stays_behind_when_another_workspace_comes(lab, panel: str) -> None:
    lab.window.go_to("explain")
    there = [titles(bar) for bar in rows(lab)]
    assert ["Inspector", "Matrices and code", "Find the fault", "Gradient cures"] in there
    lab.menu("View", "Panels", panel)  # a panel more, or one less
    lab.window.go_to("play")
    assert rows(lab) == []
    lab.window.go_to("explain")
    row = next(bar for bar in rows(lab) if "Find the fault" in titles(bar))
    behind = lab.window.panels["fault"]
    assert not behind.is_shown
    QTest.mouseClick(
        row, Qt.MouseButton.LeftButton, pos=row.tabRect(titles(row).index("Find the fault")).center()
    )
    assert behind.is_shown
    assert behind.geometry().top() == row.geometry().bottom() + 1


def test_tabs_are_dragged_in_any_workspace(lab) -> None:
    """A row that Qt had forgotten took the program with it when a tab of it was dragged."""
    lab.window.go_to("explain")
    lab.menu("View", "Panels", "Parameters")
    for workspace in ("play", "explain", "descend", "play", "explain"):
        lab.window.go_to(workspace)
        for row in rows(lab):
            drag(row, row.tabRect(0).center(), row.tabRect(row.count() - 1).center())
            assert row.count() >= 2
    assert rows(lab)


def drag(row: QTabBar, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.2, 0.5, 0.8, 1.0):
        QTest.mouseMove(row, start + (end - start) * share)
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=end)
