"""A list of names with bars to either side of zero, read back from its picture."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.appearance import appearance
from gui.widgets.signed_bars import SignedBar, SignedBars

BARS = [SignedBar("first", 2.0), SignedBar("second", -1.0), SignedBar("third", float("nan"))]


@pytest.fixture
def bars(qtbot):
    create_application()
    bars = SignedBars("test.bars", "Bars", "Some bars")
    qtbot.addWidget(bars)
    bars.resize(420, 120)
    bars.show_bars(BARS)
    with qtbot.waitActive(bars):
        bars.show()
        bars.activateWindow()
    return bars


def length(bars, row: int, colour: str) -> int:
    image = bars.viewport().grab().toImage()
    y = bars.visualRect(bars.model().index(row, 0)).center().y()
    return sum(image.pixelColor(x, y) == QColor(colour) for x in range(image.width()))


def test_bars_are_as_long_as_their_numbers_and_point_their_way(bars):
    theme = appearance().theme
    up, down = length(bars, 0, theme.positive), length(bars, 1, theme.negative)
    assert up > 40
    assert down == pytest.approx(up / 2, abs=2)
    assert length(bars, 2, theme.positive) == length(bars, 2, theme.negative) == 0


def test_names_and_numbers_are_read_out(bars):
    said = [bars.model().index(row, 0).data() for row in range(3)]
    assert said == ["first   +2.000", "second   −1.000", "third   –"]


def test_the_mouse_and_the_arrows_point(bars):
    pointed = []
    bars.pointed.connect(pointed.append)
    place = bars.visualRect(bars.model().index(1, 0)).center()
    QTest.mouseMove(bars.viewport(), place - QPoint(3, 0))
    QTest.mouseMove(bars.viewport(), place)
    assert pointed[-1] == 1
    bars.clearFocus()
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    assert pointed[-1] == 0
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert pointed[-1] == 1
    assert bars.currentIndex().row() == 1


def test_what_is_chosen_stays_chosen_while_numbers_run(bars):
    bars.setCurrentIndex(bars.model().index(1, 0))
    bars.show_bars([SignedBar(bar.name, -bar.value) for bar in BARS])
    assert bars.currentIndex().row() == 1
