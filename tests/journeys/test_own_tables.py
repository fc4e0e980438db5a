"""A teacher's own table: looked at, chosen from, imported, learnt, exported again."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from journey_pages import in_next_dialog
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QListWidget,
    QTableWidget,
    QWidget,
)

from gui.dialogs import import_table
from gui.dialogs.import_table import ImportDialog, Imported

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEFT = Qt.MouseButton.LeftButton


class ImportPage:
    """The import dialog under a person's hands."""

    def __init__(self, dialog: ImportDialog) -> None:
        self.dialog = dialog

    def find(self, kind: type, control: str):
        return self.dialog.findChild(kind, f"import.{control}")

    def click(self, control: str) -> None:
        button = self.find(QAbstractButton, control)
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))

    def choose(self, control: str, words: str) -> None:
        box = self.find(QWidget, control)
        QTest.mouseClick(box, LEFT)
        row = box.findText(words)
        assert row >= 0
        view = box.view()
        place = view.visualRect(box.model().index(row, 0)).center()
        QTest.mouseMove(view.viewport(), place - QPoint(4, 0))
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseClick(view.viewport(), LEFT, pos=place)

    def tick_input(self, name: str) -> None:
        inputs = self.find(QListWidget, "inputs")
        item = inputs.findItems(name, Qt.MatchFlag.MatchExactly)[0]
        place = inputs.visualItemRect(item)
        QTest.mouseClick(inputs.viewport(), LEFT, pos=QPoint(place.left() + 10, place.center().y()))

    def shown(self, control: str) -> str:
        return self.find(QWidget, control).currentText()

    def is_checked(self, control: str) -> bool:
        return self.find(QCheckBox, control).isChecked()

    @property
    def verdict(self) -> str:
        return self.find(QLabel, "verdict").text()

    @property
    def is_ready(self) -> bool:
        return self.find(QAbstractButton, "ok").isEnabled()

    @property
    def headings(self) -> list[str]:
        table = self.find(QTableWidget, "preview")
        return [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]

    def cell(self, row: int, column: int) -> str:
        return self.find(QTableWidget, "preview").item(row, column).text()


class Person:
    """Does what a test says with the dialog, and clicks Import or not."""

    def __init__(self) -> None:
        self.asked: list[Path] = []
        self.do: Callable[[ImportPage], None] = lambda page: page.click("ok")

    def ask(self, parent: QWidget, path: Path) -> Imported | None:
        self.asked.append(path)
        dialog = ImportDialog(path, parent)
        dialog.show()
        QApplication.processEvents()
        self.do(ImportPage(dialog))
        result = dialog.result()
        dialog.close()
        return dialog.imported() if result else None


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    someone = Person()
    monkeypatch.setattr(import_table, "service", someone)
    return someone


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Written in a German office: semicolons, decimal commas, words in the old encoding, two holes."""
    rng = np.random.default_rng(0)
    lines = ["Nr;Länge;Breite;Art"]
    for row in range(150):
        middle = ((4.0, 3.0), (6.0, 2.0), (8.0, 3.5))[row % 3]
        length, width = rng.normal(middle, 0.25)
        cells = (f"{length:.2f}", "" if row in (7, 20) else f"{width:.2f}")
        lines.append(f"{row + 1};{';'.join(cells)};{('Eiche', 'Ulme', 'Esche')[row % 3]}".replace(".", ","))
    path = tmp_path / "Bäume.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    return path


def import_from_menu(lab, path: Path) -> None:
    lab.files.place = path
    lab.menu("File", "Import data…")


def test_a_table_with_semicolons_and_commas_is_imported_and_learnt(lab, person, trees, even_time) -> None:
    def look_and_import(page: ImportPage) -> None:
        assert (page.shown("separator"), page.shown("decimal")) == ("Semicolon ;", "Comma: 0,5")
        assert page.headings == [
            "Nr\nnumbers",
            "Länge\ninput: numbers",
            "Breite\ninput: numbers, 2 missing",
            "Art\ntarget: words",
        ]
        assert page.cell(0, 3) == "Eiche"
        assert page.cell(7, 2) == "–"
        assert not page.is_ready
        assert "2 rows with missing cells" in page.verdict
        page.click("drop_missing")
        assert page.verdict == "148 examples: 3 classes from 2 inputs."
        page.click("standardize")
        page.click("ok")

    person.do = look_and_import
    import_from_menu(lab, trees)
    assert lab.data.shown("dataset") == "Bäume"
    assert lab.data.about == "148 examples, 3 classes"
    assert (lab.network.sizes[0], lab.network.sizes[-1]) == (2, 3)
    assert lab.output.plot.bottom.label.toPlainText().strip() == "Länge"
    assert lab.output.plot.left.label.toPlainText().strip() == "Breite"
    lab.training.choose("speed", "fastest")
    lab.training.click("play")
    even_time.until(lambda: lab.training.accuracy > 90, 30)
    lab.menu("Edit", "Undo Import Bäume")
    assert lab.data.shown("dataset") == "Circle"


@pytest.mark.parametrize(("button", "shown"), [("ok", "iris"), ("cancel", "Circle")])
def test_the_question_waits_for_its_answer(lab, button: str, shown: str) -> None:
    def answer(dialog: ImportDialog) -> None:
        QTest.mouseClick(dialog.findChild(QAbstractButton, f"import.{button}"), LEFT)

    in_next_dialog(lab.window, ImportDialog, answer)
    import_from_menu(lab, Path("resources/datasets/iris.csv").resolve())
    assert lab.data.shown("dataset") == shown


def test_what_is_wrong_is_said_while_choosing(lab, person, trees) -> None:
    def fumble(page: ImportPage) -> None:
        page.choose("target", "Länge")
        assert page.shown("problem") == "Numbers"
        page.click("drop_missing")
        assert page.verdict == "148 examples: a number from 1 input."
        page.tick_input("Breite")
        assert page.verdict == "No input is chosen; a network needs at least one."
        assert not page.is_ready
        page.tick_input("Nr")
        assert page.is_ready
        page.choose("separator", "Comma ,")
        assert not page.is_ready
        page.choose("separator", "Semicolon ;")
        page.choose("decimal", "Point: 0.5")
        assert page.headings[1] == "Länge\ntarget: words"
        page.choose("decimal", "Comma: 0,5")
        page.click("header")
        assert page.headings[0].startswith("column 1")
        page.click("cancel")

    person.do = fumble
    before = lab.session.experiment
    import_from_menu(lab, trees)
    assert lab.session.experiment is before
    assert lab.message == ""


def test_more_than_two_inputs_are_standardised_at_first(lab, person) -> None:
    def look(page: ImportPage) -> None:
        assert page.is_checked("standardize")
        for name in ("alcohol", "malic acid"):
            page.tick_input(name)
        assert "11 inputs" in page.verdict
        page.click("ok")

    person.do = look
    import_from_menu(lab, Path("resources/datasets/wine.csv").resolve())
    assert lab.session.experiment.data.standardize
    assert lab.network.sizes[0] == 11


def test_a_sheet_of_an_excel_file_is_chosen(lab, person, tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Data")
    for row in (["x", "y"], *([index / 2, index * 3.1] for index in range(8))):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")

    def choose(page: ImportPage) -> None:
        assert not page.is_ready
        page.choose("sheet", "Data")
        assert page.verdict == "8 examples: a number from 1 input."
        page.click("ok")

    person.do = choose
    import_from_menu(lab, tmp_path / "book.xlsx")
    assert lab.output.plot.bottom.label.toPlainText().strip() == "x"


def test_every_sheet_is_looked_at_for_its_heading(lab, person, tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    named, bare = book.active, book.create_sheet("Bare")
    for row in (["x", "y"], *([index / 2, index * 3.1] for index in range(8))):
        named.append(row)
    for index in range(8):
        bare.append([index / 2, index * 3.1])
    book.save(tmp_path / "book.xlsx")

    def choose(page: ImportPage) -> None:
        assert page.is_checked("header")
        page.choose("sheet", "Bare")
        assert not page.is_checked("header")
        assert page.verdict == "8 examples: a number from 1 input."
        page.choose("sheet", "Sheet")
        assert page.is_checked("header")

    person.do = choose
    import_from_menu(lab, tmp_path / "book.xlsx")


def test_classes_told_by_one_number_are_curves_of_probability(lab, person, tmp_path) -> None:
    rng = np.random.default_rng(0)
    rows = [(rng.normal(3 * kind, 0.7), name) for kind, name in enumerate("abc") for _ in range(30)]
    table = tmp_path / "sizes.csv"
    table.write_text("size,kind\n" + "\n".join(f"{value:.3f},{name}" for value, name in rows))
    import_from_menu(lab, table)
    lab.training.step_epoch()
    plot = lab.output.plot
    curves = [curve for curve in plot.class_curves.curves if curve.isVisible()]
    heights = np.stack([curve.getData()[1] for curve in curves])
    places = curves[0].getData()[0]
    session = lab.session
    expected = session.network.predict(session.prepared.transform(places[:, np.newaxis])).T
    assert heights.shape[0] == 3
    np.testing.assert_allclose(heights, expected, atol=1e-6)
    assert len({curve.opts["pen"].style() for curve in curves}) == 3
    assert plot.left.label.toPlainText().strip() == "probability"


def drop(lab, *urls: QUrl) -> bool:
    """Drag files over the window and let go; whether they were taken."""
    data = QMimeData()
    data.setUrls(list(urls))
    enter = QDragEnterEvent(
        QPoint(600, 400), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(lab.window, enter)
    if not enter.isAccepted():
        return False
    fall = QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(lab.window, fall)
    return fall.isAccepted()


def test_a_table_is_dropped_on_the_window(lab, person, trees) -> None:
    def complete(page: ImportPage) -> None:
        page.click("drop_missing")
        page.click("ok")

    person.do = complete
    assert drop(lab, QUrl.fromLocalFile(str(trees)))
    assert person.asked == [trees]
    assert lab.data.shown("dataset") == "Bäume"


@pytest.mark.parametrize(
    "urls",
    [
        (QUrl("https://example.org/a.csv"),),
        (QUrl.fromLocalFile("/tmp/a.csv"), QUrl("https://example.org/a.csv")),
        (),
    ],
)
def test_what_is_on_no_disk_is_not_taken(lab, person, urls) -> None:
    assert not drop(lab, *urls)
    assert person.asked == []


@pytest.mark.parametrize("names", [("a.png",), ("a.csv", "b.csv"), ("",), ("weights.onnx",)])
def test_whatever_else_is_dropped_changes_nothing_and_is_told_of(lab, person, names, tmp_path) -> None:
    before = lab.session.document
    assert drop(lab, *(QUrl.fromLocalFile(str(tmp_path / name)) for name in names))
    one = f"{(tmp_path / names[0]).name} is no project, table or weights file; drop a .backproplab, CSV, "
    sentence = "Drop one file at a time: " if len(names) > 1 else one
    assert lab.message.startswith(sentence)
    assert person.asked == []
    assert lab.unsaved.asked == []
    assert lab.session.document is before


def test_examples_are_exported_and_imported_again(lab, person, tmp_path) -> None:
    before = lab.session.prepared.raw
    lab.files.place = tmp_path / "circle.csv"
    lab.menu("File", "Export data…")
    assert "circle.csv" in lab.status  # though the mouse has left the menu, where other things were said
    lab.menu("File", "Import data…")
    after = lab.session.prepared.raw
    assert lab.data.shown("dataset") == "circle"
    assert lab.data.about == "500 examples, two classes"
    order = [np.lexsort(data.inputs.T) for data in (before, after)]
    assert np.array_equal(before.inputs[order[0]], after.inputs[order[1]])
    assert np.array_equal(before.targets[order[0]], after.targets[order[1]])


def test_a_file_that_is_no_table_is_complained_of(lab, person, tmp_path) -> None:
    import_from_menu(lab, tmp_path / "weights.npz")
    assert lab.message == "weights.npz is no table; choose a CSV or Excel file."
    lab.files.place = tmp_path / "points.txt"
    lab.menu("File", "Export data…")
    assert ".csv" in lab.message
    assert person.asked == []


def test_a_table_that_is_gone_leaves_everything_as_it_is(lab, person, tmp_path) -> None:
    def see(page: ImportPage) -> None:
        assert not page.is_ready
        assert "cannot be read" in page.verdict
        page.click("cancel")

    person.do = see
    before = lab.session.experiment
    import_from_menu(lab, tmp_path / "gone.csv")
    assert lab.session.experiment is before
