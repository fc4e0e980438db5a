"""Squared errors: square on the screen, as high as the error, on the side where there is room."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.plots.error_squares import MOST
from gui.plots.output_plot import OutputPlot

X = np.array([-2.0, 0.0, 2.9])
TARGETS = np.array([1.0, -0.5, 0.0])
PREDICTIONS = np.array([0.5, 0.25, 1.0])


@pytest.fixture
def plot(qtbot) -> OutputPlot:
    widget = OutputPlot()
    widget.resize(500, 320)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_points(X[:, None], TARGETS, np.empty((0, 1)), np.empty(0), "regression")
    widget.show_curve(np.linspace(-3, 3, 20), np.zeros(20))
    QApplication.processEvents()
    return widget


@pytest.mark.parametrize("size", [(500, 320), (700, 300)])
def test_squares_are_square_on_the_screen_and_as_high_as_the_error(plot: OutputPlot, size) -> None:
    plot.resize(*size)
    plot.show_errors(X, TARGETS, PREDICTIONS)
    QApplication.processEvents()
    squares = plot.squares.squares()
    assert [square.height() for square, _ in squares] == pytest.approx([0.5, 0.75, 1.0])
    for square, _ in squares:
        seen = plot.squares.mapRectToScene(square)
        assert seen.width() == pytest.approx(seen.height(), rel=1e-6)
    assert [square.left() for square, _ in squares[:2]] == pytest.approx([-2.0, 0.0])
    assert squares[2][0].right() == pytest.approx(2.9)  # no room at the right
    assert [is_high for _, is_high in squares] == [False, True, True]
    assert squares[0][0].bottom() == pytest.approx(1.0)
    assert squares[0][0].top() == pytest.approx(0.5)


def test_what_is_not_a_number_is_left_out_and_many_are_thinned(plot: OutputPlot) -> None:
    plot.show_errors(X, TARGETS, np.array([np.nan, np.inf, 1.0]))
    assert len(plot.squares.squares()) == 1
    many = np.linspace(-2, 2, 5000)
    plot.show_errors(many, many, many + 0.1)
    assert len(plot.squares.squares()) == MOST


def test_key_names_them_while_they_are_there(plot: OutputPlot) -> None:
    plot.show_errors(X, TARGETS, PREDICTIONS)
    assert "squared error" in plot.key.texts()
    plot.hide_errors()
    assert "squared error" not in plot.key.texts()
