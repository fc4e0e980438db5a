"""Content that does not force its dock to its own size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui.widgets.yielding import LEAST, Yielding


@pytest.fixture
def fields(application) -> list[QLineEdit]:
    return [QLineEdit() for _ in range(12)]


@pytest.fixture
def area(show, fields) -> Yielding:
    """Far higher than the window, and wider."""
    content = QWidget()
    column = QVBoxLayout(content)
    for field in fields:
        field.setMinimumSize(500, 60)
        column.addWidget(field)
    area = Yielding(content)
    show(area)
    return area


def test_it_needs_no_more_than_the_least(area) -> None:
    assert area.widget().minimumSizeHint().height() > 300
    assert area.minimumSizeHint() == LEAST
    assert area.window().height() == 300


def test_bars_appear_where_there_is_too_little_room_and_go_again(area, qtbot) -> None:
    assert area.verticalScrollBar().isVisible()
    assert area.horizontalScrollBar().isVisible()
    assert area.widget().size() == area.widget().minimumSizeHint()
    area.window().resize(900, 1000)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    assert not area.horizontalScrollBar().isVisible()
    assert area.widget().size() == area.viewport().size() == area.size()


def test_content_that_needs_less_takes_less(area, fields, qtbot) -> None:
    for field in fields[1:]:
        field.hide()
    fields[0].setMinimumSize(100, 40)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    assert area.minimumSizeHint() == area.widget().minimumSizeHint()
    assert area.minimumSizeHint().height() < LEAST.height()
    assert area.widget().size() == area.viewport().size()


def test_the_keyboard_brings_into_sight_what_it_comes_to(area, fields) -> None:
    fields[0].setFocus()
    for _ in fields[1:]:
        QTest.keyClick(area.window().focusWidget(), Qt.Key.Key_Tab)
    assert fields[-1].hasFocus()
    assert (
        area.viewport()
        .rect()
        .intersects(
            fields[-1].rect().translated(fields[-1].mapTo(area.viewport(), fields[-1].rect().topLeft()))
        )
    )
