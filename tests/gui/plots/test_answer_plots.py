"""The pictures of the answers: the confusion matrix, predictions against targets, histograms."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.appearance import THEMES, appearance
from gui.plots.confusion_plot import ConfusionPlot, ConfusionTable
from gui.plots.histogram_grid import HistogramCell, HistogramGrid
from gui.plots.prediction_plot import MOST_POINTS, PredictionPlot

COUNTS = np.array([[13, 0, 0], [0, 14, 2], [0, 0, 0]])
SHARES = np.array([[1.0, 0.0, 0.0], [0.0, 0.875, 0.125], [np.nan] * 3])
NAMES = ("setosa", "versicolor", "virginica")
EDGES = np.linspace(-1.0, 1.0, 5)


@pytest.fixture
def confusion(qtbot) -> ConfusionPlot:
    plot = ConfusionPlot()
    plot.resize(380, 180)
    qtbot.addWidget(plot)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_table(ConfusionTable(COUNTS, SHARES, NAMES))
    return plot


@pytest.fixture
def grid(qtbot) -> HistogramGrid:
    widget = HistogramGrid()
    widget.resize(380, 180)
    qtbot.addWidget(widget)
    return widget


def pixel(widget, place: QPoint) -> tuple[int, int, int]:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).pixelColor(place).getRgb()[:3]


def ground(plot: ConfusionPlot, row: int, column: int) -> tuple[int, int, int]:
    """The colour beside the number of a cell."""
    return pixel(plot, plot.cell_rect(row, column).topLeft().toPoint() + QPoint(4, 4))


@pytest.mark.parametrize("key", ["light", "dark", "high_contrast"])
def test_a_cell_is_the_deeper_the_larger_its_share(confusion: ConfusionPlot, key: str) -> None:
    appearance().set_theme(key)
    theme = THEMES[key]
    full, part, little, none = (ground(confusion, *cell) for cell in ((0, 0), (1, 1), (1, 2), (0, 1)))
    distances = [
        np.abs(np.array(colour) - [int(theme.accent[i : i + 2], 16) for i in (1, 3, 5)]).sum()
        for colour in (full, part, little, none)
    ]
    assert distances[0] == 0
    assert distances == sorted(distances)
    assert len(set(distances)) == 4
    assert ground(confusion, 2, 2) == none  # no example of it


def test_cells_tile_the_table(confusion: ConfusionPlot) -> None:
    assert confusion.cell_rect(0, 0).right() == confusion.cell_rect(0, 1).left()
    assert confusion.cell_rect(0, 0).bottom() == confusion.cell_rect(1, 0).top()
    assert confusion.rect().contains(confusion.cell_rect(2, 2).toAlignedRect())


def test_mouse_over_a_cell_says_its_sentence(confusion: ConfusionPlot, qtbot) -> None:
    said: list[str] = []
    confusion.pointed.connect(said.append)
    QTest.mouseMove(confusion, confusion.cell_rect(1, 2).center().toPoint())
    QTest.mouseMove(confusion, confusion.cell_rect(0, 0).center().toPoint())
    QTest.mouseMove(confusion, QPoint(2, 2))
    assert said[-3] == "versicolor taken for virginica: 2 of 16 (12\u2009%)"
    assert said[-2] == "setosa recognised: 13 of 13 (100\u2009%)"
    assert said[-1] == ""


def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_edge(confusion: ConfusionPlot) -> None:
    confusion.setFocus(Qt.FocusReason.TabFocusReason)
    assert confusion.cell == (0, 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(confusion, key)
    assert confusion.cell == (2, 0)
    QTest.keyClick(confusion, Qt.Key.Key_Left)
    QTest.keyClick(confusion, Qt.Key.Key_Up)
    assert confusion.cell == (1, 0)


def test_another_table_takes_the_cell_away_if_it_is_gone(confusion: ConfusionPlot) -> None:
    confusion.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(confusion, Qt.Key.Key_Down)
    confusion.show_table(ConfusionTable(np.eye(2, dtype=int), np.eye(2), ("a", "b")))
    assert confusion.cell is None


def test_table_is_told_to_those_who_listen(confusion: ConfusionPlot) -> None:
    assert "versicolor recognised: 14 of 16" in confusion.accessibleDescription()


def test_many_classes_are_painted_even_in_a_tiny_place(confusion: ConfusionPlot) -> None:
    names = tuple(f"a very long name of class {number}" for number in range(30))
    counts = np.arange(900).reshape(30, 30)
    confusion.show_table(ConfusionTable(counts, counts / counts.sum(axis=1, keepdims=True), names))
    for size in ((380, 180), (60, 50), (1200, 900)):
        confusion.resize(*size)
        assert not confusion.grab().isNull()


def test_targets_decide_the_range_of_predictions(qtbot) -> None:
    plot = PredictionPlot()
    qtbot.addWidget(plot)
    targets = np.linspace(-1.0, 1.0, 50)
    plot.show_predictions(targets, 0.5 * targets, is_test=True)
    before = plot.plotItem.vb.viewRange()
    assert before[0] == before[1]
    assert before[0][0] < -1.0 < 1.0 < before[0][1]
    plot.show_predictions(targets, 1000.0 * targets, is_test=True)
    assert plot.plotItem.vb.viewRange() == before
    x, y = plot.points.getData()
    assert np.array_equal(x, targets)
    assert np.array_equal(y, 1000.0 * targets)
    assert plot.diagonal.getData()[0].tolist() == plot.diagonal.getData()[1].tolist()


def test_predictions_that_are_not_finite_are_left_out_and_many_thinned(qtbot) -> None:
    plot = PredictionPlot()
    qtbot.addWidget(plot)
    plot.show_predictions(np.arange(4.0), np.array([0.0, np.nan, np.inf, 3.0]), is_test=False)
    assert plot.points.getData()[0].tolist() == [0.0, 3.0]
    many = np.arange(3.0 * MOST_POINTS)
    plot.show_predictions(many, many, is_test=False)
    assert len(plot.points.getData()[0]) <= MOST_POINTS
    plot.show_predictions(np.full(3, 7.0), np.zeros(3), is_test=False)
    low, high = plot.plotItem.vb.viewRange()[0]
    assert low < 7.0 < high


def test_histograms_share_one_scale_that_moves_in_few_steps(grid: HistogramGrid) -> None:
    cells = [HistogramCell("one", EDGES, np.array(shares)) for shares in ([0.1] * 4, [0.0, 0.45, 0.05, 0.0])]
    grid.show_cells(cells, "weight")
    assert grid.top == 0.5
    grid.show_cells(cells[:1], "weight")
    assert grid.top == 0.1
    assert "one: most values, 10 %, lie from −1 to −0.5." in grid.accessibleDescription()
    grid.show_cells([HistogramCell("empty", EDGES, np.zeros(4))], "weight")
    assert "empty: no values." in grid.accessibleDescription()


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 30])
def test_any_number_of_histograms_is_painted(grid: HistogramGrid, count: int) -> None:
    cells = [HistogramCell(f"layer {n}", EDGES, np.array([0.25, 0.5, 0.0, 0.25])) for n in range(count)]
    grid.show_cells(cells, "activation")
    for size in ((380, 180), (40, 30), (900, 200), (200, 900)):
        grid.resize(*size)
        assert 1 <= grid.columns() <= max(count, 1)
        assert not grid.grab().isNull()


def test_bars_are_as_high_as_their_share(grid: HistogramGrid) -> None:
    grid.show_cells([HistogramCell("one", np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.25]))], "")
    QApplication.processEvents()
    image = grid.grab().toImage()
    bar = THEMES["light"]
    colours = [image.pixelColor(x, y).name() for x in (120, 300) for y in range(image.height())]
    heights = [
        sum(colour not in (bar.surface, bar.grid, bar.border) for colour in colours[start : start + 130])
        for start in (25, image.height() + 25)
    ]
    assert heights[0] == pytest.approx(2 * heights[1], abs=3)
