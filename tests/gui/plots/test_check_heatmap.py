"""The heat map of a gradient check: each parameter in its place, wrong ones crossed, read off and chosen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.plots.check_heatmap import (
    KINK,
    MISSING,
    RIGHT,
    UNCHECKED,
    WRONG,
    CheckCell,
    CheckedLayer,
    CheckHeatmap,
    shade_of,
)
from gui.plots.check_layout import place_matrices

LEFT = Qt.MouseButton.LeftButton


def layer(name: str, rows: int, columns: int) -> CheckedLayer:
    """All right: the derivatives count the parameters."""
    numbers = np.arange(rows * columns, dtype=float).reshape(rows, columns)
    return CheckedLayer(
        name, numbers, numbers + 1e-9, np.full((rows, columns), 1e-9), np.full((rows, columns), RIGHT)
    )


@pytest.fixture
def heatmap(qtbot) -> CheckHeatmap:
    """2–4–1: four neurons with two weights and a bias each, then one with four."""
    create_application()
    heatmap = CheckHeatmap("check.map")
    heatmap.resize(600, 320)
    qtbot.addWidget(heatmap)
    first, second = layer("layer 1", 4, 3), layer("output", 1, 5)
    first.verdict[2, 1], first.error[2, 1] = WRONG, 0.5
    first.verdict[3, 2], first.error[3, 2] = KINK, 0.25
    second.verdict[0, 4], second.error[0, 4] = UNCHECKED, np.nan
    heatmap.show_layers([first, second])
    with qtbot.waitExposed(heatmap):
        heatmap.show()
    return heatmap


def middle(heatmap: CheckHeatmap, layer: int, row: int, column: int) -> QPoint:
    return heatmap.places()[layer].rect(row, column).center().toPoint()


def test_every_parameter_has_a_cell_of_its_own(heatmap: CheckHeatmap) -> None:
    cells = [
        place.rect(row, column)
        for place in heatmap.places()
        for row in range(place.cell_rows)
        for column in range(place.cell_columns)
    ]
    assert len(cells) == 4 * 3 + 5
    assert all(QRectF(heatmap.rect()).contains(cell) for cell in cells)
    for number, cell in enumerate(cells):
        assert not any(cell.adjusted(1, 1, -1, -1).intersects(other) for other in cells[number + 1 :])


def test_mouse_reads_off(heatmap: CheckHeatmap) -> None:
    said: list[str] = []
    heatmap.pointed.connect(said.append)
    QTest.mouseMove(heatmap, middle(heatmap, 0, 2, 1))
    assert said[-1] == "w₃₂ of layer 1: backprop 7, numerical 7, relative error 0.5"
    QTest.mouseMove(heatmap, middle(heatmap, 0, 3, 2))
    assert said[-1].startswith("b₄ of layer 1: backprop 11")
    assert "kink" in said[-1]
    QTest.mouseMove(heatmap, middle(heatmap, 1, 0, 4))
    assert said[-1] == "b₁ of layer 2: not checked."
    QTest.mouseMove(heatmap, QPoint(590, 200))
    assert said[-1] == ""


def test_click_and_enter_choose_the_parameter(heatmap: CheckHeatmap) -> None:
    chosen: list[tuple] = []
    heatmap.chosen.connect(chosen.append)
    QTest.mouseClick(heatmap, LEFT, pos=middle(heatmap, 0, 2, 1))
    QTest.mouseClick(heatmap, LEFT, pos=middle(heatmap, 0, 1, 2))
    assert chosen == [(1, 2, 1), (1, 1, None)]
    heatmap.setFocus()
    QTest.keyClick(heatmap, Qt.Key.Key_End)
    QTest.keyClick(heatmap, Qt.Key.Key_Return)
    assert chosen[-1] == (2, 0, None)


def test_arrow_keys_walk_through_all_matrices(heatmap: CheckHeatmap) -> None:
    heatmap.setFocus()
    QTest.keyClick(heatmap, Qt.Key.Key_Home)
    seen = [heatmap.cell]
    for _ in range(7):
        QTest.keyClick(heatmap, Qt.Key.Key_Right)
        seen.append(heatmap.cell)
    assert seen == [CheckCell(0, 0, column) for column in range(3)] + [
        CheckCell(1, 0, column) for column in range(5)
    ]
    QTest.keyClick(heatmap, Qt.Key.Key_Down)
    assert heatmap.cell == CheckCell(1, 0, 4)
    for _ in range(5):
        QTest.keyClick(heatmap, Qt.Key.Key_Left)
    QTest.keyClick(heatmap, Qt.Key.Key_Down)
    assert heatmap.cell == CheckCell(0, 1, 2)


def test_long_links_follow_the_layers_and_are_read_off_and_chosen(heatmap: CheckHeatmap) -> None:
    """Three of them in rows of two, so that one place is left."""
    links = layer("long links", 2, 2)
    verdict = np.array([[RIGHT, WRONG], [UNCHECKED, MISSING]])
    of = ((3, 0, 1, 0), (3, 0, 2, 1), (4, 10, 0, 2))
    heatmap.show_layers([*heatmap.layers, replace(links, verdict=verdict, links=of)])
    said: list[str] = []
    chosen: list[tuple] = []
    heatmap.pointed.connect(said.append)
    heatmap.chosen.connect(chosen.append)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        QTest.mouseClick(heatmap, LEFT, pos=middle(heatmap, 2, row, column))
    assert chosen == list(of)
    assert [words.split(":")[0] for words in said] == [
        "w₁₂ from the inputs to layer 3",
        "w₁₃ from layer 1 to layer 3",
        "w₁₁,₁ from layer 2 to layer 4",
        "",
    ]
    assert heatmap.accessibleDescription().startswith("15 derivatives agree, 2 differ")
    assert "2 are not checked" in heatmap.accessibleDescription()
    heatmap.setFocus()
    QTest.keyClick(heatmap, Qt.Key.Key_End)
    assert heatmap.cell == CheckCell(2, 1, 0)
    QTest.keyClick(heatmap, Qt.Key.Key_Up)
    QTest.keyClick(heatmap, Qt.Key.Key_Right)
    QTest.keyClick(heatmap, Qt.Key.Key_Down)
    assert heatmap.cell == CheckCell(2, 1, 0)
    QTest.keyClick(heatmap, Qt.Key.Key_Left)
    assert heatmap.cell == CheckCell(1, 0, 4)


def test_its_words_count_the_verdicts(heatmap: CheckHeatmap) -> None:
    assert heatmap.accessibleDescription() == (
        "14 derivatives agree, 1 differ, 1 lie at a kink, 1 are not checked."
    )


def test_wrong_cells_are_brighter_than_right_ones_and_crossed(heatmap: CheckHeatmap) -> None:
    image = heatmap.grab().toImage()
    place = heatmap.places()[0]

    def lightness(row: int, column: int) -> list[int]:
        cell = place.rect(row, column).toRect().adjusted(3, 3, -3, -3)
        return [
            image.pixelColor(x, y).lightness()
            for x in range(cell.left(), cell.right())
            for y in range(cell.top(), cell.bottom())
        ]

    right, wrong = lightness(0, 0), lightness(2, 1)
    assert np.median(wrong) > np.median(right) + 40
    assert min(wrong) < 40  # the cross is dark


def test_colours_rise_evenly_with_the_error() -> None:
    shades = shade_of(np.array([0.0, 1e-12, 1e-9, 1e-6, 1e-3, 1.0, 5.0, np.inf]))
    assert (np.diff(shades) >= 0).all()
    steps = np.diff(shades[1:6])
    assert steps.max() - steps.min() <= 1


@pytest.mark.parametrize(
    ("shapes", "room"),
    [
        ([(16, 17), (16, 17), (1, 17)], (600, 300)),
        ([(10, 65)], (400, 200)),
        ([(128, 785), (64, 129), (10, 65)], (560, 260)),
        ([(32, 33)] * 8, (600, 300)),
        ([(1, 2)], (300, 200)),
        ([(4, 3), (1, 5), (1, 1, False)], (300, 200)),
        ([(32, 33), (1, 33), (16, 16, False)], (400, 130)),
    ],
)
def test_matrices_of_any_size_fit(shapes: list[tuple[int, ...]], room: tuple[int, int]) -> None:
    places = place_matrices(shapes, QRectF(0, 0, *room), 26.0, 14.0)
    assert [(place.rows, place.columns) for place in places] == [shape[:2] for shape in shapes]
    for place in places:
        last = place.rect(place.cell_rows - 1, place.cell_columns - 1)
        assert last.right() <= room[0]
        assert last.bottom() <= room[1]
        counted = np.zeros((place.rows, place.columns), dtype=int)
        for row in range(place.cell_rows):
            for column in range(place.cell_columns):
                counted[place.members(row, column)] += 1
        assert (counted == 1).all()  # each parameter in one cell


def test_a_cell_of_several_says_the_worst_of_them(qtbot) -> None:
    create_application()
    heatmap = CheckHeatmap("check.map")
    qtbot.addWidget(heatmap)
    heatmap.resize(300, 200)
    large = layer("layer 1", 100, 201)
    large.verdict[37, 121], large.error[37, 121] = WRONG, 1.0
    heatmap.show_layers([large])
    place = heatmap.places()[0]
    assert place.bin > 1
    cell = CheckCell(0, 37 // place.bin, 121 // place.bin)
    assert heatmap.sentence(cell).startswith("w₃₈,₁₂₂ of layer 1: ")
    chosen: list[tuple] = []
    heatmap.chosen.connect(chosen.append)
    QTest.mouseClick(heatmap, LEFT, pos=place.rect(cell.row, cell.column).center().toPoint())
    assert chosen == [(1, 37, 121)]


def test_without_layers_nothing_is_drawn_and_nothing_breaks(qtbot) -> None:
    create_application()
    heatmap = CheckHeatmap("check.map")
    qtbot.addWidget(heatmap)
    heatmap.show()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return):
        QTest.keyClick(heatmap, key)
    QTest.mouseClick(heatmap, LEFT, pos=QPoint(20, 20))
    heatmap.grab()
    assert heatmap.cell is None
