"""The data as a table: a person changes, adds, takes away and pastes examples while the network learns them."""

import numpy as np
import pytest
from journey_hands import Keys
from journey_pages import Page, click_entry
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QTableView

from engine.experiment import DataSpec
from gui.presets import load_preset

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class TablePage(Page):
    """The table; cells are counted from 0, what stands in them is what is on the screen."""

    prefix = "data_table"

    @property
    def table(self) -> QTableView:
        return self.find(QTableView, "rows")

    def place(self, row: int, column: int) -> QPoint:
        """The middle of a cell, scrolled into sight."""
        index = self.table.model().index(row, column)
        self.table.scrollTo(index)
        return self.table.visualRect(index).center()

    def click_cell(self, row: int, column: int, held=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.table.viewport(), LEFT, held, self.place(row, column))

    def open_cell(self, row: int, column: int) -> None:
        """Double-click it."""
        place = self.place(row, column)
        QTest.mouseClick(self.table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(self.table.viewport(), LEFT, pos=place)
        QApplication.processEvents()

    @property
    def editor(self):
        """What is typed into, None while nothing is."""
        found = [each for kind in (QLineEdit, QComboBox) for each in self.table.viewport().findChildren(kind)]
        visible = [each for each in found if each.isVisible() and each.objectName()]
        return visible[0] if visible else None

    def type_over(self, text: str, end: Key) -> None:
        self.editor.selectAll()
        QTest.keyClicks(self.editor, text)
        QTest.keyClick(self.editor, end)
        QApplication.processEvents()

    def cells(self, row: int) -> list[str]:
        model = self.table.model()
        return [model.index(row, column).data() for column in range(model.columnCount())]

    @property
    def count(self) -> int:
        return self.table.model().rowCount()

    @property
    def headings(self) -> list[str]:
        model = self.table.model()
        return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]

    @property
    def chosen(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def in_sight(self, *rows: int) -> bool:
        """Whether the whole height of each is on the screen."""
        room = self.table.viewport().rect()
        places = [self.table.visualRect(self.table.model().index(row, 0)) for row in rows]
        return all(room.top() <= place.top() and place.bottom() <= room.bottom() for place in places)

    def from_menu(self, words: str) -> None:
        """Right-click the table and click an entry; Qt waits in the menu until it closes."""
        place = QPoint(30, 30)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, self.table.viewport().mapToGlobal(place)
        )
        QTimer.singleShot(0, lambda: self._click_entry(words))
        QApplication.sendEvent(self.table.viewport(), event)

    def _click_entry(self, words: str) -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(action for action in menu.actions() if action.text() == words)
        click_entry(menu, action)


@pytest.fixture
def page(lab) -> TablePage:
    """The table, opened from the Data panel."""
    lab.data.open("more")
    lab.data.click("table")
    QApplication.processEvents()
    return TablePage(lab.window)


@pytest.mark.parametrize("name", ["circle", "spiral"])
def test_two_inputs_are_all_in_sight_without_a_bar(lab, page, name: str) -> None:
    lab.session.open_experiment(load_preset(name))
    QApplication.processEvents()
    assert lab.window.width() == 1280
    assert page.table.horizontalScrollBar().maximum() == 0


def parts(lab) -> tuple[int, int]:
    return len(lab.session.prepared.raw_train), len(lab.session.prepared.raw_test)


def test_by_mouse_examples_are_changed_while_the_network_learns_them(lab, page, qtbot) -> None:
    assert page.headings == ["x₁", "x₂", "class", "part"]
    assert page.text("count") == "250 train, 250 test"
    assert page.text("note") == "The first change makes these examples your own."
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 2)
    trainer, step = lab.session.trainer, lab.training.step

    page.open_cell(40, 0)
    page.type_over("-1,25", Key.Key_Return)
    assert page.cells(40)[0] == "−1.250"
    assert lab.session.prepared.raw_train.inputs[40, 0] == -1.25
    assert lab.session.experiment.data.own.name == "Circle, edited"
    page.open_cell(40, 1)
    page.type_over("1/4", Key.Key_Tab)
    assert lab.session.prepared.raw_train.inputs[40, 1] == 0.25
    assert isinstance(page.editor, QComboBox)  # Tab went on to the class
    box = page.editor
    other = "+1" if box.currentText() == "−1" else "−1"
    box.setFocus()
    QTest.keyClick(box, Key.Key_Down if box.currentIndex() == 0 else Key.Key_Up)
    QTest.keyClick(box, Key.Key_Return)
    QApplication.processEvents()
    assert page.cells(40)[2] == other

    page.click_cell(3, 0)
    page.click_cell(5, 0, SHIFT)
    assert page.chosen == [3, 4, 5]
    page.click("delete")
    assert parts(lab) == (247, 250)
    page.click_cell(10, 1)
    page.click("add")
    assert page.cells(11)[1:] == page.cells(10)[1:]
    page.type_over("2.5", Key.Key_Return)
    assert page.cells(11) == ["2.500", *page.cells(10)[1:]]
    assert parts(lab) == (248, 250)

    QApplication.clipboard().setText("4\t5\t+1\n5\t4\t−1\n4.5\t4.5\t+1\n")
    page.from_menu("Paste rows")
    assert sum(parts(lab)) == 501
    assert len(page.chosen) == 3
    assert {tuple(page.cells(row)[:3]) for row in page.chosen} == {
        ("4.000", "5.000", "+1"),
        ("5.000", "4.000", "−1"),
        ("4.500", "4.500", "+1"),
    }

    assert lab.training.is_playing
    assert lab.session.trainer is trainer
    reached = lab.training.step
    qtbot.waitUntil(lambda: lab.training.step > max(step, reached))
    names = []
    for _ in range(lab.session.undo_stack.count()):
        names.append(lab.session.undo_stack.undoText())
        lab.press_with("ctrl", Key.Key_Z)
    assert names == [
        "Paste examples",
        "Change an example",
        "Add an example",
        "Delete examples",
        *3 * ["Change an example"],
    ]
    assert lab.session.experiment.data == DataSpec()
    assert page.count == 500
    assert lab.training.is_playing


def test_by_keys_examples_are_changed_copied_pasted_and_taken_away(lab) -> None:
    keys = Keys(lab)
    keys.menu("v", "Panels", "Data table")
    page = TablePage(lab.window)
    keys.go_to("data_table.rows")
    lab.press(Key.Key_Home, CONTROL)
    before = page.cells(0)
    QTest.keyClicks(page.table, "3")  # typing begins a cell
    assert page.editor.text() == "3"
    QTest.keyClicks(page.editor, ".5")
    QTest.keyClick(page.editor, Key.Key_Escape)
    QApplication.processEvents()
    assert page.cells(0) == before
    assert lab.session.undo_stack.count() == 0
    lab.press(Key.Key_Return)
    page.type_over("3.5", Key.Key_Return)
    assert page.cells(0) == ["3.500", *before[1:]]
    assert QApplication.focusWidget() is page.table
    lab.press(Key.Key_F2)
    page.type_over("three", Key.Key_Return)
    assert lab.message == "x₁ is “three”, but takes a number such as 0.03."
    assert page.cells(0)[0] == "3.500"
    lab.press(Key.Key_F2)
    page.type_over("2e12", Key.Key_Return)
    assert lab.message == "x1 is 2e+12, but takes numbers from −1e+12 to 1e+12."

    lab.press(Key.Key_Down, SHIFT)
    lab.press_with("ctrl", Key.Key_C)
    copied = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert copied[0] == ["x₁", "x₂", "class", "part"]
    given = lab.session.prepared.raw_train
    assert [[float(cell) for cell in line[:2]] for line in copied[1:]] == given.inputs[:2].tolist()
    lab.press_with("ctrl", Key.Key_V)
    assert parts(lab) == (252, 250)
    assert page.chosen == [250, 251]
    assert page.in_sight(250, 251)
    assert np.array_equal(lab.session.prepared.raw_train.inputs[250:], given.inputs[:2])
    lab.press(Key.Key_Delete)
    assert parts(lab) == (250, 250)
    lab.press(Key.Key_Insert)
    assert parts(lab) == (250, 251)  # a copy of the first that tests
    QTest.keyClick(page.editor, Key.Key_Escape)
    QApplication.processEvents()
    for _ in range(4):
        lab.press_with("ctrl", Key.Key_Z)
    assert lab.session.experiment.data == DataSpec()
    assert page.cells(0) == before
    lab.press_with("ctrl", Key.Key_A)
    lab.press(Key.Key_Delete)
    assert page.count == 0
    assert lab.session.experiment.data.own.is_blank
    lab.press(Key.Key_Insert)
    assert page.cells(0) == ["0", "0", "−1", "train"]
    QTest.keyClick(page.editor, Key.Key_Escape)
    QApplication.processEvents()
    lab.press(Key.Key_Tab)
    assert QApplication.focusWidget().objectName() != "data_table.rows"


def test_steps_that_go_by_leave_place_and_choice(lab, page) -> None:
    page.click_cell(120, 0)
    page.click_cell(122, 0, SHIFT)
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.value() + 37)
    place, chosen = bar.value(), page.chosen
    for _ in range(5):
        lab.training.click("step")
    assert (bar.value(), page.chosen) == (place, chosen)
    page.open_cell(124, 0)
    QTest.keyClicks(page.editor, "7.5")
    lab.session.advance(20)
    assert page.editor.text() == "7.5"  # what is being typed stays too
    QTest.keyClick(page.editor, Key.Key_Return)
    QApplication.processEvents()
    assert lab.session.prepared.raw_train.inputs[124, 0] == 7.5


def test_going_back_in_time_shows_the_rows_of_then(lab, page) -> None:
    lab.session.advance(30)
    page.open_cell(0, 0)
    page.type_over("5.5", Key.Key_Return)
    lab.session.advance(30)
    lab.session.look_back(10)
    assert lab.session.prepared.raw_train.inputs[0, 0] != 5.5
    assert page.cells(0)[0] != "5.500"
    lab.session.look_back(60)
    assert page.cells(0)[0] == "5.500"


def test_row_and_example_are_one_choice(lab, page) -> None:
    page.click_cell(17, 1)
    assert lab.session.example.index == 17
    lab.session.example.set(60)
    assert page.chosen == [60]
    page.click_cell(300, 0)  # it only tests
    assert lab.session.example.index == 60
    model = page.table.selectionModel()
    model.select(page.table.model().index(60, 0), QItemSelectionModel.SelectionFlag.Select)
    assert lab.session.example.index == 60


@pytest.mark.parametrize(
    ("preset", "headings", "rows", "shown"),
    [
        ("sine", ["x₁", "target", "part"], 100, "2.000"),
        ("iris", ["class", "part"], 150, "2.0"),
        ("digits", ["class", "part"], 1797, "2"),
    ],
)
def test_every_kind_of_data_has_its_table(
    lab, page, preset: str, headings: list[str], rows: int, shown: str, tmp_path
) -> None:
    lab.session.open_experiment(load_preset(preset))
    assert page.headings[-len(headings) :] == headings
    assert page.count == rows
    weights = lab.session.network.parameters.copy()
    last = len(page.headings) - 1
    page.open_cell(2, last)
    opened = page.editor.view()
    QTest.keyClick(opened, Key.Key_End)
    QTest.keyClick(opened, Key.Key_Return)
    QApplication.processEvents()
    train = len(lab.session.prepared.raw_train)
    assert page.chosen == [train]
    assert page.cells(train)[-1] == "test"
    page.open_cell(0, 0)
    page.type_over("2", Key.Key_Return)
    assert lab.session.prepared.raw_train.inputs[0, 0] == 2
    lab.session.advance(3)
    lab.session.undo_stack.undo()
    lab.session.undo_stack.redo()
    learnt = lab.session.network.parameters.copy()
    lab.files.place = tmp_path / "edited.backproplab"
    for command in ("Save", "New", "Open…"):
        lab.menu("File", command)
    assert page.cells(0)[0] == shown
    assert page.cells(train)[-1] == "test"
    assert np.array_equal(lab.session.network.parameters, learnt)
    lab.session.look_back(0)
    assert np.array_equal(lab.session.network.parameters, weights)
    assert lab.message == ""
