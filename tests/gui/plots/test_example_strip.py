"""The strip of examples and the picture of an activation, read back from what is drawn."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.appearance import appearance
from gui.plots.activation_plot import ActivationPlot
from gui.plots.example_strip import ExampleStrip

VALUES = np.array([0.5, -1.0, 0.0, 2.0])
ROWS = np.array([17, 3, 40, 8])


@pytest.fixture
def strip(qtbot):
    create_application()
    strip = ExampleStrip("test.strip")
    qtbot.addWidget(strip)
    strip.resize(500, 100)
    strip.show_bars(VALUES, ROWS, None)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def column(strip, place: int, colour: str) -> np.ndarray:
    """The rows of the picture that have that colour in the middle of a bar's column."""
    image, x = strip.grab().toImage(), round(strip.bar_center(place).x())
    return np.array([y for y in range(image.height()) if image.pixelColor(x, y) == QColor(colour)])


def test_bars_are_as_long_as_the_derivatives_and_point_their_way(strip):
    theme = appearance().theme
    up, down = column(strip, 3, theme.positive), column(strip, 1, theme.negative)
    small = column(strip, 0, theme.positive)
    assert up.max() < strip.height() / 2 + 1 < down.max()
    assert len(down) == pytest.approx(len(up) / 2, abs=2)
    assert len(small) == pytest.approx(len(up) / 4, abs=3)


def test_it_says_the_mean(strip):
    assert strip.mean == 0.375
    assert strip.accessibleDescription() == "mean +0.3750"


def test_a_click_picks_an_example(strip, qtbot):
    with qtbot.waitSignal(strip.picked) as picked:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.bar_center(2).toPoint())
    assert picked.args == [2]


def test_arrows_read_and_enter_picks(strip, qtbot):
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert strip.accessibleDescription() == "example 9: +2.000"
    QTest.keyClick(strip, Qt.Key.Key_Left)
    with qtbot.waitSignal(strip.picked) as picked:
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert picked.args == [2]


def test_more_examples_than_pixels_keep_their_extremes(strip):
    values = np.zeros(20_000)
    values[7_000] = 3.0
    strip.show_bars(values, np.arange(20_000), None)
    image = strip.grab().toImage()
    colour = QColor(appearance().theme.positive)
    lit = [x for x in range(image.width()) if image.pixelColor(x, 20) == colour]
    assert lit == [pytest.approx(strip.bar_center(7_000).x(), abs=1.5)]


def test_what_is_not_finite_is_survived(strip):
    strip.clearFocus()
    strip.show_bars(np.array([np.nan, np.inf, 1.0]), np.arange(3), 2)
    strip.grab()
    assert strip.accessibleDescription() == "mean –"


@pytest.fixture
def plot(qtbot):
    create_application()
    plot = ActivationPlot()
    qtbot.addWidget(plot)
    z = np.linspace(-4, 4, 101)
    plot.show_curve(z, np.tanh(z), 1 - np.tanh(z) ** 2, [(-4.0, -2.2), (2.2, 4.0)])
    return plot


def test_the_tangent_touches_the_curve_with_its_slope(plot):
    plot.show_point(0.5, np.tanh(0.5), 1 - np.tanh(0.5) ** 2)
    (left, right), (low, high) = plot.tangent.getData()
    assert (left + right) / 2 == pytest.approx(0.5)
    assert (low + high) / 2 == pytest.approx(np.tanh(0.5))
    assert (high - low) / (right - left) == pytest.approx(1 - np.tanh(0.5) ** 2)
    assert [each.item() for each in plot.point.getData()] == pytest.approx([0.5, np.tanh(0.5)])


def test_flat_stretches_have_a_ground_of_their_own(plot):
    shown = [band.rect() for band in plot.bands if band.isVisible()]
    assert [(rect.left(), rect.right()) for rect in shown] == [(-4.0, -2.2), (2.2, 4.0)]
    assert "flat" in plot.key.texts()


def test_a_z_past_all_numbers_has_no_tangent(plot):
    plot.show_point(np.inf, 1.0, 0.0)
    assert not plot.tangent.isVisible()
    assert not plot.point.isVisible()
