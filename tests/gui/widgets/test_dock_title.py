"""The title of a dock."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDockWidget, QLabel, QMainWindow, QToolButton

from gui.app import create_application
from gui.widgets.dock_title import DockTitle
from gui.widgets.floating_edge import FloatingEdge
from gui.widgets.quiet_row import QuietRow


@pytest.fixture
def dock(qtbot) -> Iterator[QDockWidget]:
    create_application()
    window = QMainWindow()
    window.resize(500, 300)
    dock = QDockWidget("Weather", window)
    dock.setObjectName("dock.weather")
    dock.setWidget(QLabel("rain"))
    dock.setTitleBarWidget(DockTitle(dock, (QCheckBox("Rain"),)))
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    with qtbot.waitExposed(window):
        window.show()
    yield dock
    window.close()


def press(dock: QDockWidget, name: str) -> None:
    QTest.mouseClick(dock.findChild(QToolButton, f"dock.weather.{name}"), Qt.MouseButton.LeftButton)


def test_title_shows_the_name_and_what_belongs_to_the_panel(dock) -> None:
    title = dock.titleBarWidget()
    assert [label.text() for label in title.findChildren(QLabel)] == ["Weather"]
    assert title.findChild(QCheckBox).isVisible()


def test_float_takes_out_and_puts_back(dock) -> None:
    press(dock, "float")
    assert dock.isFloating()
    press(dock, "float")
    assert not dock.isFloating()


def test_close_closes(dock) -> None:
    press(dock, "close")
    assert not dock.isVisible()


def test_buttons_name_the_panel(dock) -> None:
    for name in ("float", "close"):
        button = dock.findChild(QToolButton, f"dock.weather.{name}")
        assert "Weather" in button.toolTip()
        assert button.accessibleName() == button.toolTip()


def leave(dock: QDockWidget) -> None:
    """Take mouse and keyboard out of the panel; the pointer of a test stands where the window opens."""
    if QApplication.focusWidget():
        QApplication.focusWidget().clearFocus()
    QApplication.sendEvent(dock, QEvent(QEvent.Type.Leave))


def test_buttons_are_seen_while_the_mouse_is_over_the_panel(dock) -> None:
    row = dock.findChild(QuietRow)
    leave(dock)
    assert not row.is_seen
    QApplication.sendEvent(dock, QEnterEvent(QPointF(5, 50), QPointF(5, 50), QPointF(5, 50)))
    assert row.is_seen
    leave(dock)
    assert not row.is_seen


def test_buttons_are_seen_while_they_have_the_keyboard(dock, qtbot) -> None:
    row, button = dock.findChild(QuietRow), dock.findChild(QToolButton, "dock.weather.close")
    leave(dock)
    button.setFocus()
    qtbot.waitUntil(lambda: row.is_seen)
    dock.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    dock.setFocus()
    qtbot.waitUntil(lambda: not row.is_seen)


def test_floating_dock_steps_aside_and_has_an_edge(dock, qtbot) -> None:
    edge = FloatingEdge(dock)
    place = dock.mapToGlobal(QPoint(0, 0))
    dock.findChild(QToolButton, "dock.weather.float").click()
    qtbot.waitUntil(lambda: dock.isFloating() and edge.isVisible())
    assert edge.size() == dock.size()
    assert dock.pos() != place
    dock.findChild(QToolButton, "dock.weather.float").click()
    qtbot.waitUntil(lambda: not dock.isFloating() and not edge.isVisible())


def test_a_long_name_gives_way_to_what_stands_beside_it(dock) -> None:
    title, name = dock.titleBarWidget(), dock.titleBarWidget().findChild(QLabel)
    before = title.minimumSizeHint().width()
    title.say("A name that is much too long for a narrow dock")
    assert title.minimumSizeHint().width() <= before + 80
    name.resize(90, name.height())
    picture = name.grab().toImage()
    edge = [picture.pixelColor(picture.width() - 1, y) for y in range(picture.height())]
    assert len({colour.name() for colour in edge}) == 1, "no letter is cut through"
    assert name.text().startswith("A name")
