"""Matrices as grids: where they stand, which cells are lit, what is said of the cell that is asked for."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.appearance import appearance
from gui.plots.matrix_layout import Grid, MatrixLayout
from gui.plots.matrix_plot import MatrixPlot, cell_text

RNG = np.random.default_rng(0)
LEFT, RIGHT, BENT = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 5)), RNG.normal(size=(4, 5))


def product(row: int | None = None, column: int | None = None) -> tuple[Grid, ...]:
    return (
        Grid("W[1]", LEFT, "left", row),
        Grid("ā[0]", RIGHT, "right", None, column),
        Grid("f′", BENT, "cells", row, column),
        Grid("z[1]", LEFT @ RIGHT * BENT, "result", row, column),
    )


@pytest.fixture
def plot(qtbot) -> MatrixPlot:
    plot = MatrixPlot("matrices.plot")
    qtbot.addWidget(plot)
    plot.resize(620, 420)
    plot.show_grids(product(row=1))
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def pixels(plot: MatrixPlot) -> np.ndarray:
    image = plot.grab().toImage().convertToFormat(plot.grab().toImage().Format.Format_RGBA8888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def center(plot: MatrixPlot, index: int, row: int, column: int) -> QPoint:
    return plot.cell_rect(index, (row, column)).center().toPoint()


def test_rows_and_columns_stand_in_line_with_what_they_make() -> None:
    layout = MatrixLayout(product(), 620, 420)
    left, right, _, result = (layout.rect(index) for index in range(4))
    assert (left.top(), left.height()) == (result.top(), result.height())
    assert (right.left(), right.width()) == (result.left(), result.width())


@pytest.mark.parametrize(("width", "height"), [(240, 120), (620, 280), (1400, 900)])
@pytest.mark.parametrize("sizes", [(1, 2, 1), (4, 3, 10), (32, 33, 32), (10, 785, 128)])
def test_everything_has_its_place_and_nothing_covers_another(sizes, width, height) -> None:
    rows, inner, columns = sizes
    shapes = ((rows, inner), (inner, columns), (rows, columns), (rows, columns))
    roles = ("left", "right", "cells", "result")
    grids = [Grid(role, np.zeros(shape), role) for shape, role in zip(shapes, roles, strict=True)]
    layout = MatrixLayout(grids, width, height)
    rects = [layout.rect(index) for index in range(4)]
    for rect in rects:
        assert rect.left() >= 0
        assert rect.top() >= 17.9
        assert rect.right() <= width + 1e-6
        assert rect.bottom() <= height + 1e-6
    assert not any(a.intersects(b) for index, a in enumerate(rects) for b in rects[:index])


def test_what_is_taken_cell_by_cell_stands_side_by_side_where_it_fits() -> None:
    grids = [Grid(name, np.zeros((4, 3)), "cells") for name in "ab"] + [Grid("c", np.zeros((4, 3)), "result")]
    beside = MatrixLayout(grids, 620, 300)
    assert all(a.right() < b.left() for a, b in pairwise(beside.rect(index) for index in range(3)))
    below = MatrixLayout(grids, 200, 300)
    assert all(a.bottom() < b.top() for a, b in pairwise(below.rect(index) for index in range(3)))


def test_what_takes_part_is_lit(plot: MatrixPlot) -> None:
    assert plot.lit(0) == (1, None)
    assert plot.lit(1) == (None, None)
    assert plot.lit(3) == (1, None)
    plot.show_grids(product())
    assert [plot.lit(index) for index in range(4)] == [None] * 4


def test_pointing_at_a_cell_of_the_result_lights_its_row_and_column(plot: MatrixPlot, qtbot) -> None:
    asked: list[object] = []
    plot.pointed.connect(asked.append)
    QTest.mouseMove(plot, center(plot, 3, 2, 4))
    assert asked == [(2, 4)]
    assert plot.lit(0) == (2, None)
    assert plot.lit(1) == (None, 4)
    assert plot.lit(2) == (2, 4)
    value = cell_text(float((LEFT @ RIGHT * BENT)[2, 4]))
    assert plot.accessibleDescription() == f"z[1], row 3, column 5: {value}"
    QTest.mouseMove(plot, center(plot, 0, 0, 0))
    assert plot.asked is None


def test_arrow_keys_go_through_the_result(plot: MatrixPlot) -> None:
    plot.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(plot, key)
    assert plot.asked == (2, 1)
    for _ in range(9):
        QTest.keyClick(plot, Qt.Key.Key_Down)
    assert plot.asked == (3, 1)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.asked is None


def test_a_smaller_result_is_not_asked_for_a_cell_it_has_not(plot: MatrixPlot) -> None:
    QTest.mouseMove(plot, center(plot, 3, 3, 4))
    plot.show_grids((Grid("a", np.ones((2, 2)), "cells"), Grid("b", np.ones((2, 2)), "result")))
    assert plot.asked is None


@pytest.mark.parametrize("key", ["light", "dark", "high_contrast"])
def test_colours_follow_the_sign(plot: MatrixPlot, key: str) -> None:
    appearance().set_theme(key)
    plot.show_grids((Grid("c", np.array([[-1.0, 0.0, 1.0]]), "result"),))
    shot = pixels(plot)
    corners = [plot.cell_rect(0, (0, column)).topLeft().toPoint() + QPoint(4, 4) for column in range(3)]
    minus, _, plus = (shot[place.y(), place.x()] for place in corners)
    assert minus[0] > minus[2]
    assert plus[2] > plus[0]


def test_light_is_seen_by_its_frame_and_its_tint(plot: MatrixPlot) -> None:
    before = pixels(plot)
    plot.show_grids(product(row=2))
    changed = (pixels(plot) != before).any(axis=2)
    rect = plot.cell_rect(0, (2, 1)).toRect()
    assert changed[rect.top() + 3 : rect.bottom() - 3, rect.left() + 3 : rect.right() - 3].mean() > 0.5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.3926, "+0.393"),
        (-2.0, "−2.000"),
        (0.0, "+0.000"),
        (1.5e-5, "+2e-05"),
        (-1234.5, "−1234"),
        (3e9, "+3e+09"),
        (np.inf, "+∞"),
        (np.nan, "–"),
    ],
)
def test_numbers_fit_their_cells(value: float, text: str) -> None:
    assert cell_text(value) == text
    assert len(text) <= 7


def test_nothing_is_drawn_of_numbers_that_have_no_room(plot: MatrixPlot) -> None:
    plot.show_grids((Grid("W", np.zeros((128, 785)), "result"),))
    assert pixels(plot).shape[0] == plot.height()
