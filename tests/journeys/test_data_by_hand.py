"""The data, changed by hand in every way that a mouse and a keyboard allow; tables come and go without a mouse."""

import csv
from pathlib import Path

import numpy as np
import pytest
from journey_hands import Keys
from journey_pages import in_next_dialog
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QListWidget, QWidget

from gui.dialogs.import_table import ImportDialog

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

Key = Qt.Key


def places(lab) -> np.ndarray:
    """(N, 2) all points on the screen, in the order of their places."""
    found = np.concatenate(
        [np.transpose(layer.getData()) for layer in lab.output.plot.points.layers.values()]
    )
    return found[np.lexsort(found.T)]


# What is drawn and how


def drawn_as(lab) -> dict:
    """The places of the points by the part and the class they are drawn as."""
    layers = lab.output.plot.points.layers
    return {
        key: set(zip(*map(np.ndarray.tolist, layer.getData()), strict=True)) for key, layer in layers.items()
    }


def test_noise_mixes_the_classes_while_the_network_learns(lab, hand, even_time) -> None:
    before = drawn_as(lab)
    hand.push("training.play")
    even_time.until(lambda: lab.training.epoch > 3, 5)
    hand.to_end("data.noise")
    assert lab.session.experiment.data.noise == 0.8
    even_time.until(lambda: drawn_as(lab) != before, 1)
    noisy = drawn_as(lab)
    assert set().union(*noisy.values()) == set().union(*before.values()), "what is drawn stays put"
    for was, now in ((0, 1), (1, 0)):
        assert before["train", was] & noisy["train", now], "and some are taken for the other class"
    assert lab.training.is_playing
    hand.menu("Edit", "Undo Change the noise")
    even_time.until(lambda: drawn_as(lab) == before, 1)


def test_training_share_is_moved_by_keys(lab, keys) -> None:
    keys.go_to("data.train_share")
    for share in (60, 70, 80):
        lab.press(Key.Key_Right)
        assert len(lab.session.prepared.train) == 5 * share
    assert len(lab.session.prepared.test) == 100
    assert lab.data.about.startswith("500 examples")
    lab.press(Key.Key_Left)
    assert len(lab.session.prepared.train) == 350
    lab.press(Key.Key_End)
    assert len(lab.session.prepared.train) == 500
    assert not lab.output.is_enabled("show_test")
    lab.press(Key.Key_Home)
    assert len(lab.session.prepared.train) == 50
    assert lab.training.step == 0
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.session.undo_stack.count() == 1, "one turn of one control is one step of undo"
    assert len(lab.session.prepared.train) == 250
    assert lab.output.is_enabled("show_test")


def standardize_by_mouse(lab) -> None:
    lab.data.open("more")
    box = lab.data.find(QCheckBox, "standardize")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


def standardize_by_keys(lab) -> None:
    keys = Keys(lab)
    if not lab.window.findChild(QWidget, "data.standardize").isVisible():
        keys.push("data.more")
    keys.push("data.standardize")


@pytest.mark.parametrize("standardize", [standardize_by_mouse, standardize_by_keys])
def test_inputs_are_standardised_for_the_network_alone(lab, standardize) -> None:
    raw = lab.session.prepared.raw_train.inputs
    seen = places(lab)
    standardize(lab)
    given = lab.session.trainer.data.inputs
    by_hand = (raw - raw.sum(axis=0) / 250) / np.sqrt(((raw - raw.mean(axis=0)) ** 2).sum(axis=0) / 250)
    np.testing.assert_allclose(given, by_hand, atol=1e-12)
    assert np.array_equal(places(lab), seen), "the axes show original units"
    assert "Inputs are standardised for the network" in lab.output.says("note")
    standardize(lab)
    assert np.array_equal(lab.session.trainer.data.inputs, raw)
    assert lab.output.says("note") == ""
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.data.find(QCheckBox, "standardize").isChecked()


def test_new_data_by_keys_and_the_old_ones_again(lab, keys) -> None:
    first = places(lab)
    keys.push("data.redraw")
    second = places(lab)
    assert second.shape == first.shape
    assert not np.array_equal(second, first)
    lab.press(Key.Key_Space)
    third = places(lab)
    assert not np.array_equal(third, second)
    assert not lab.training.is_playing
    for expected in (second, first):
        lab.press_with("ctrl", Key.Key_Z)
        assert np.array_equal(places(lab), expected)
    lab.press_with("ctrl+shift", Key.Key_Z)
    assert np.array_equal(places(lab), second)


# Tables


class ImportKeys:
    """The import dialog without a mouse."""

    def __init__(self, lab) -> None:
        self.lab, self.keys = lab, Keys(lab)
        self.dialog: QDialog | None = None

    def answer(self, path: Path, do) -> None:
        """Choose File > Import data… with Alt, arrows and Enter, and do that in the dialog."""
        self.lab.files.place = path

        def meet(dialog: QDialog) -> None:
            self.dialog = dialog
            self.keys.pause()
            do(self)

        in_next_dialog(self.lab.window, ImportDialog, meet)
        self.keys.menu("f", "Import data…")
        assert self.dialog is not None

    def shown(self, control: str) -> str:
        return self.dialog.findChild(QWidget, f"import.{control}").currentText()

    @property
    def verdict(self) -> str:
        return self.dialog.findChild(QLabel, "import.verdict").text()

    def tick_input(self, name: str) -> None:
        """With the arrows to the column, and Space."""
        inputs = self.keys.go_to("import.inputs")
        assert isinstance(inputs, QListWidget)
        self.lab.press(Key.Key_Home)
        for _ in range(inputs.count()):
            if inputs.currentItem().text() == name:
                break
            self.lab.press(Key.Key_Down)
        assert inputs.currentItem().text() == name
        self.lab.press(Key.Key_Space)


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """A number, two columns of numbers with a hole in one, and two sorts."""
    rng = np.random.default_rng(1)
    lines = ["no,rooms,area,sort"]
    for row in range(40):
        area = "" if row == 5 else f"{40 + 100 * (row % 2) + rng.normal(0, 5):.1f}"
        lines.append(
            f"{row + 1},{1 + 3 * (row % 2) + rng.integers(0, 2)},{area},{('flat', 'house')[row % 2]}"
        )
    path = tmp_path / "houses.csv"
    path.write_text("\n".join(lines))
    return path


def test_a_table_is_looked_at_chosen_from_and_imported_by_keys(lab, houses, even_time) -> None:
    def fill_in(page: ImportKeys) -> None:
        assert page.shown("target") == "sort"
        assert "has a row with missing cells" in page.verdict
        page.keys.choose("import.target", "area")
        assert page.shown("problem") == "Numbers"
        page.keys.choose("import.target", "sort")
        page.keys.push("import.drop_missing")
        assert page.verdict == "39 examples: 2 classes from 2 inputs."
        page.tick_input("rooms")
        assert page.verdict == "39 examples: 2 classes from 1 input."
        page.tick_input("rooms")
        page.keys.push("import.standardize")
        page.keys.go_to("import.ok")
        lab.press(Key.Key_Return)

    ImportKeys(lab).answer(houses, fill_in)
    assert lab.data.shown("dataset") == "houses"
    assert lab.data.about.startswith("39 examples")
    assert lab.session.experiment.data.standardize
    given = lab.session.trainer.data.inputs
    np.testing.assert_allclose(given.mean(axis=0), 0, atol=1e-12)
    keys = Keys(lab)
    keys.push("training.play")
    even_time.until(lambda: lab.training.accuracy == 100, 30)
    lab.press(Key.Key_Space)
    assert not lab.training.is_playing
    keys.menu("e", "Undo Import houses")
    assert lab.data.shown("dataset") == "Circle"


def test_import_is_thought_better_of_by_keys(lab, houses) -> None:
    before = lab.session.experiment
    ImportKeys(lab).answer(houses, lambda page: lab.press(Key.Key_Escape))
    assert lab.session.experiment is before
    ImportKeys(lab).answer(houses, lambda page: page.keys.push("import.cancel"))
    assert lab.session.experiment is before
    assert lab.message == ""


def test_a_sheet_of_an_excel_file_is_chosen_by_keys(lab, tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Data")
    for row in (["x", "y"], *([index / 2, index * 3.1] for index in range(8))):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")

    def fill_in(page: ImportKeys) -> None:
        page.keys.choose("import.sheet", "Data")
        assert page.verdict == "8 examples: a number from 1 input."
        page.keys.push("import.ok")

    ImportKeys(lab).answer(tmp_path / "book.xlsx", fill_in)
    assert lab.data.about.startswith("8 examples")
    assert lab.output.plot.bottom.label.toPlainText().strip() == "x"


def test_examples_are_exported_by_keys(lab, keys, tmp_path) -> None:
    target = tmp_path / "points.csv"
    lab.files.place = target
    keys.menu("f", "Export data…")
    assert "points.csv" in lab.status
    with target.open(newline="", encoding="utf-8-sig") as file:
        head, *rows = csv.reader(file)
    assert len(head) == 3
    assert len(rows) == 500
    written = np.array([[float(cell) for cell in row[:2]] for row in rows])
    assert np.array_equal(written[np.lexsort(written.T)], places(lab))
    target.unlink()
    lab.press_with("ctrl+shift", Key.Key_D)
    assert target.exists()


def test_points_of_a_third_class_are_drawn_by_keys(lab, keys, tmp_path) -> None:
    sorts = tmp_path / "sorts.csv"
    rows = [f"{row % 3 + row / 100:.2f},{row / 30:.2f},{'abc'[row % 3]}" for row in range(30)]
    sorts.write_text("\n".join(("x,y,sort", *rows)))
    ImportKeys(lab).answer(sorts, lambda page: page.keys.push("import.ok"))
    assert lab.data.about == "30 examples, 3 classes"
    keys.push("output.draw")
    keys.go_to("output.plot")
    lab.press(Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    for key, drawn in ((Key.Key_3, [0, 0, 1]), (Key.Key_2, [0, 1, 0])):
        before = lab.session.prepared.raw
        lab.press(key)
        lab.press(Key.Key_Return)
        after = lab.session.prepared.raw
        assert len(after) == len(before) + 1
        assert (after.targets.sum(axis=0) - before.targets.sum(axis=0)).tolist() == drawn
        assert len(places(lab)) == len(after)
    assert lab.training.step == 0
    keys.menu("e", "Undo Draw points")
    assert len(lab.session.prepared.raw) == 31
