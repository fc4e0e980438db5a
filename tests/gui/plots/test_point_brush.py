"""The brush: dabs evenly along a drag, nothing outside the picture, nothing while it is put away."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.plots.output_plot import OutputPlot
from gui.plots.point_brush import SPACING, Dab, PointBrush

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def plot(qtbot) -> OutputPlot:
    widget = OutputPlot()
    widget.resize(400, 420)
    widget.show_field(np.zeros((3, 3)), (-6.0, 6.0, -6.0, 6.0))
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()
    return widget


@pytest.fixture
def brush(plot: OutputPlot) -> PointBrush:
    made = PointBrush(plot)
    made.set_active(True)
    return made


@pytest.fixture
def dabs(brush: PointBrush) -> list[Dab]:
    heard: list[Dab] = []
    brush.dabbed.connect(heard.append)
    return heard


def pixel(plot: OutputPlot, x: float, y: float) -> QPoint:
    return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(x, y)))


def test_one_long_move_dabs_as_evenly_as_many_short_ones(plot, brush, dabs, qtbot) -> None:
    start, end = pixel(plot, -5, 0), pixel(plot, 5, 0)
    with qtbot.waitSignal(brush.lifted):
        QTest.mousePress(plot.viewport(), LEFT, NONE, start)
        QTest.mouseMove(plot.viewport(), end)
        QTest.mouseRelease(plot.viewport(), LEFT, NONE, end)
    assert len(dabs) == 1 + int((end - start).x() / SPACING)
    assert [dab.is_first for dab in dabs] == [True] + [False] * (len(dabs) - 1)
    x, y = np.transpose([dab.center for dab in dabs])
    width, _ = plot.plotItem.vb.viewPixelSize()
    assert np.diff(x) == pytest.approx(np.full(len(dabs) - 1, SPACING * width))
    assert np.abs(y).max() < width


def test_reach_is_round_on_the_screen(plot, dabs) -> None:
    plot.show_field(np.zeros((3, 3)), (0.0, 1.0, 0.0, 1000.0))
    QApplication.processEvents()
    QTest.mouseClick(plot.viewport(), LEFT, NONE, pixel(plot, 0.5, 500.0))
    width, height = plot.plotItem.vb.viewPixelSize()
    assert dabs[0].reach[0] / width == pytest.approx(dabs[0].reach[1] / height)
    assert dabs[0].center == pytest.approx((0.5, 500.0), abs=math.ceil(height))


def test_strokes_begin_within_the_picture_only(plot, dabs) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, NONE, QPoint(3, 3))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.MiddleButton, NONE, pixel(plot, 0, 0))
    QTest.mouseMove(plot.viewport(), pixel(plot, 1, 1))
    assert dabs == []


def test_put_away_it_leaves_the_plot_its_clicks(plot, brush, dabs, qtbot) -> None:
    with qtbot.assertNotEmitted(plot.point_clicked):
        QTest.mouseClick(plot.viewport(), LEFT, NONE, pixel(plot, 0, 0))
    brush.set_active(False)
    with qtbot.waitSignal(plot.point_clicked):
        QTest.mouseClick(plot.viewport(), LEFT, NONE, pixel(plot, 0, 0))
    assert len(dabs) == 1


def test_keys_stop_at_the_edge_and_erase(plot, brush, dabs) -> None:
    brush.set_active(True, erases=True)
    plot.activateWindow()
    plot.setFocus()
    for _ in range(50):
        QTest.keyClick(plot, Qt.Key.Key_Left)
        QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert dabs[0].center == (-6.0, -6.0)
    assert dabs[0].erases
