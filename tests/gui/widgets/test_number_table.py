"""A table of live numbers: sorted, filtered, copied, and calm."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.widgets.number_table import NumberColumn, NumberRow, NumberTable

ROWS = [
    NumberRow("w₁₁", "w11 w 1 1 weight layer 1 neuron 1"),
    NumberRow("w₁₂", "w12 w 1 2 weight layer 1 neuron 1"),
    NumberRow("b₁", "b1 b 1 bias layer 1 neuron 1"),
    NumberRow("w₂₁", "w21 w 2 1 weight layer 11 neuron 2"),
]
VALUES = np.array([[0.5, -1.0], [-0.25, 3.0], [1.75, 0.1 + 0.2], [0.0, np.nan]])


@pytest.fixture
def table(qtbot):
    create_application()
    table = NumberTable("test.table", "Numbers", "Some numbers", "name")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show_rows(ROWS, [NumberColumn("value", "Its value"), NumberColumn("slope", "Its slope")])
    table.show_numbers(VALUES)
    with qtbot.waitExposed(table):
        table.show()
    return table


def names(table) -> list[str]:
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click_heading(table, column: int) -> None:
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2))


def cell(table, row: int, column: int) -> str:
    return table.model().index(row, column).data()


def test_it_shows_names_and_numbers(table):
    assert names(table) == ["w₁₁", "w₁₂", "b₁", "w₂₁"]
    assert [cell(table, 1, column) for column in (1, 2)] == ["−0.2500", "+3.000"]
    assert cell(table, 3, 2) == "–"


def test_a_click_on_a_heading_sorts_and_sorts_back(table):
    click_heading(table, 1)
    assert names(table) == ["w₁₂", "w₂₁", "w₁₁", "b₁"]
    click_heading(table, 1)
    assert names(table) == ["b₁", "w₁₁", "w₂₁", "w₁₂"]
    click_heading(table, 1)
    assert names(table) == ["w₁₁", "w₁₂", "b₁", "w₂₁"]


def test_what_is_no_number_comes_last(table):
    for _ in range(2):
        click_heading(table, 2)
        assert names(table)[-1] == "w₂₁"


def test_the_key_s_sorts_by_the_column_the_keyboard_is_in(table):
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_S)
    assert names(table) == ["w₁₂", "w₂₁", "w₁₁", "b₁"]


def test_no_row_moves_while_the_numbers_run(table):
    click_heading(table, 1)
    before = names(table)
    widths = [table.columnWidth(column) for column in range(3)]
    table.show_numbers(-1e-5 * VALUES)
    assert names(table) == before
    assert [table.columnWidth(column) for column in range(3)] == widths
    assert cell(table, 0, 1) == "+2.500e-06"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", [0, 1, 2, 3]),
        ("w", [0, 1, 3]),
        ("w 1", [0, 1]),
        ("w21", [3]),
        ("layer 1", [0, 1, 2]),
        ("layer 1 weight", [0, 1]),
        ("LAYER 11", [3]),
        ("bias", [2]),
        (">0.4", [0, 2]),
        ("w <0.1", [1, 3]),
        (">", [0, 1, 2, 3]),
        ("nothing", []),
    ],
)
def test_a_filter_leaves_what_it_asks_for(table, text, left):
    table.set_filter(text)
    assert names(table) == [ROWS[row].name for row in left]


def test_a_click_and_an_arrow_pick_a_row(table, qtbot):
    place = table.visualRect(table.model().index(1, 0)).center()
    with qtbot.waitSignal(table.picked) as picked:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [1]
    table.setFocus()
    with qtbot.waitSignal(table.picked) as picked:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert picked.args == [2]


def test_a_sorted_row_is_picked_by_its_own_number(table, qtbot):
    click_heading(table, 1)
    table.setFocus()
    with qtbot.waitSignal(table.picked) as picked:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert names(table)[table.currentIndex().row()] == ROWS[picked.args[0]].name


def test_showing_what_is_picked_elsewhere_announces_nothing(table, qtbot):
    with qtbot.assertNotEmitted(table.picked):
        table.show_picked(3)
        assert table.currentIndex().row() == 3
        table.set_filter("b")
        table.show_picked(0)  # it is filtered away
        table.show_picked(None)
    assert not table.selectionModel().hasSelection()


def test_the_picked_row_stays_in_sight_where_there_is_less_room(table):
    table.show_picked(3)
    table.resize(400, 90)
    row = table.visualRect(table.model().index(3, 0))
    assert table.viewport().rect().contains(row.center())


def test_what_is_picked_stays_picked_when_rows_are_sorted(table, qtbot):
    table.show_picked(2)
    with qtbot.assertNotEmitted(table.picked):
        click_heading(table, 1)
    assert names(table)[table.currentIndex().row()] == "b₁"


def test_copying_gives_all_digits_under_the_headings(table):
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["name", "value", "slope"]
    assert lines[3].split("\t") == ["b₁", "1.75", "0.30000000000000004"]
    assert len(lines) == 5


def test_copying_chosen_rows_gives_them_alone(table):
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == ["w₁₂", "b₁"]
