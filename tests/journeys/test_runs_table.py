"""Runs side by side in a table: opened, sorted, named, thinned out and copied by mouse and by keys."""

import numpy as np
import pytest
from journey_hands import Keys
from journey_pages import Page
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QToolButton

LEFT, ENTER = Qt.MouseButton.LeftButton, Qt.Key.Key_Return
TRAIN, TEST, PER_UPDATE = "Train cost", "Test cost", "Per update"


class RunsPage(Page):
    """The table of the runs as it is read."""

    prefix = "runs"

    @property
    def table(self) -> QTableView:
        return self.find(QTableView, "table")

    @property
    def headings(self) -> list[str]:
        model, way = self.table.model(), Qt.Orientation.Horizontal
        return [str(model.headerData(at, way)).replace("\n", " ") for at in range(model.columnCount())]

    def column(self, heading: str) -> list[str]:
        """What stands below a head, from above."""
        model, at = self.table.model(), self.headings.index(heading)
        return [model.index(row, at).data() for row in range(model.rowCount())]

    def is_bold(self, row: int, heading: str) -> bool:
        font = self.table.model().index(row, self.headings.index(heading)).data(Qt.ItemDataRole.FontRole)
        return font is not None and font.weight() > QFont.Weight.Normal

    def place(self, row: int, heading: str = "Run") -> QRect:
        index = self.table.model().index(row, self.headings.index(heading))
        self.table.scrollTo(index)
        return self.table.visualRect(index)

    def click_head(self, heading: str) -> None:
        at, header = self.headings.index(heading), self.table.horizontalHeader()
        self.place(0, heading)
        x = header.sectionViewportPosition(at) + header.sectionSize(at) // 2
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))

    def click(self, row: int) -> None:
        QTest.mouseClick(self.table.viewport(), LEFT, pos=self.place(row).center())

    def double_click(self, row: int) -> None:
        place = self.place(row).center()
        QTest.mouseClick(self.table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(self.table.viewport(), LEFT, pos=place)

    def type_name(self, name: str, end: Qt.Key = ENTER) -> None:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        assert field.objectName() == "runs.name"
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, name)
        QTest.keyClick(field, end)
        QApplication.processEvents()


@pytest.fixture
def three(lab):
    """Two kept runs of three and six epochs, the second with a larger rate; a third of four epochs goes on."""
    for epochs, rate in ((3, "0.1"), (6, "0.3"), (4, None)):
        for _ in range(epochs):
            lab.training.step_epoch()
        if rate is not None:
            lab.loss.click("keep")
            lab.training.click("reset")
            lab.training.choose("learning_rate", rate)
    return lab


def number(cell: str) -> float:
    return float(cell.removeprefix("★ "))


def test_by_mouse(three) -> None:
    lab, runs = three, RunsPage(three.window)
    lab.loss.click("runs")
    lab.loss.click("run_table")
    assert QApplication.activePopupWidget() is None
    lab.window.activateWindow()  # on a screen it is when its list closes
    QApplication.processEvents()
    assert runs.column("Run") == ["Present run", "Kept run 1", "Kept run 2"]
    assert runs.column("Settings that differ") == ["η 0.3", "η 0.03", "η 0.1"]
    assert runs.column("Epochs") == ["4", "3", "6"]
    assert runs.column("Updates") == ["100", "75", "150"]
    assert number(runs.column(TRAIN)[0]) == lab.training.train_cost
    assert runs.column(TEST)[1].removeprefix("★ ") == lab.loss.hover(3)["η 0.03"][0]
    for heading in (TRAIN, TEST, "Best test"):
        costs = [number(cell) for cell in runs.column(heading)]
        marked = [row for row in range(3) if runs.column(heading)[row].startswith("★")]
        assert marked == [int(np.argmin(costs))] == [row for row in range(3) if runs.is_bold(row, heading)]
    assert all(cell.endswith("s") and cell[0].isdigit() for cell in runs.column("Time"))
    assert sum(cell.startswith("★") for cell in runs.column(PER_UPDATE)) >= 1

    runs.click_head(TEST)
    costs = [number(cell) for cell in runs.column(TEST)]
    assert costs == sorted(costs)
    runs.click_head(TEST)
    assert [number(cell) for cell in runs.column(TEST)] == costs[::-1]
    order = runs.column("Run")
    lab.training.step_epoch()
    assert sorted(runs.column("Run")) == sorted(order)

    runs.double_click(runs.column("Run").index("Kept run 2"))
    runs.type_name("the better one")
    assert "the better one" in lab.loss.plot.key.texts()
    runs.click(runs.column("Run").index("the better one"))
    assert lab.session.runs.lit == 1
    pens = {item.opts["pen"].color().name() for item in lab.loss.plot.plotItem.curves if item.isVisible()}
    assert len(pens) == 4, "one shines, the others are pale"


def test_by_keys(three) -> None:
    lab, runs = three, RunsPage(three.window)
    keys = Keys(lab)
    keys.menu("v", "Panels", lab.window.panels.actions["runs"].text())
    keys.go_to("runs.table")
    lab.press(Qt.Key.Key_Down)
    lab.press(Qt.Key.Key_F2)
    runs.type_name("slow")
    lab.press(Qt.Key.Key_F2)
    runs.type_name("R and Space are letters here", Qt.Key.Key_Escape)
    assert runs.column("Run") == ["Present run", "slow", "Kept run 2"]
    assert lab.training.epoch == 4
    lab.press_with("ctrl", Qt.Key.Key_C)
    head, *lines = QApplication.clipboard().text().splitlines()
    assert head.split("\t")[:3] == ["Run", "Settings that differ", "Epochs"]
    assert [line.split("\t")[0] for line in lines] == runs.column("Run")
    copied = dict(zip(head.split("\t"), lines[0].split("\t"), strict=True))
    assert float(copied[TRAIN]) == lab.session.run.evaluate().train_cost
    assert float(copied["Time (s)"]) == lab.session.run.history.seconds[-1]
    step = lab.training.step
    lab.press(Qt.Key.Key_Down)
    lab.press(Qt.Key.Key_Delete)
    assert runs.column("Run") == ["Present run", "slow"]
    lab.press(Qt.Key.Key_Home)
    lab.press(Qt.Key.Key_Up)
    lab.press(Qt.Key.Key_Up)
    lab.press(Qt.Key.Key_Delete)
    assert "only kept runs can be removed" in lab.message
    assert runs.column("Run") == ["Present run", "slow"]
    assert lab.training.step == step


def test_what_cannot_be_compared_says_so_and_is_never_the_best(three) -> None:
    lab, runs = three, RunsPage(three.window)
    lab.window.panels.bring("runs")
    QApplication.processEvents()
    lab.data.click("redraw")
    lab.training.step_epoch()
    assert [words.partition(" · ")[0] for words in runs.column("Settings that differ")[1:]] == [
        "other data"
    ] * 2
    for heading in (TRAIN, TEST, "Accuracy", "Best test"):
        assert not any(cell.startswith("★") for cell in runs.column(heading))


def test_numbers_run_and_nothing_moves(three, qtbot) -> None:
    lab, runs = three, RunsPage(three.window)
    lab.window.panels.bring("runs")
    QApplication.processEvents()
    runs.click_head(TEST)
    order, header = runs.column("Run"), runs.table.horizontalHeader()
    widths = [header.sectionSize(at) for at in range(header.count())]
    at = order.index("Present run")
    lab.training.click("play")
    qtbot.waitUntil(lambda: int(runs.column("Updates")[at]) > 400)
    assert runs.column("Run") == order
    assert [header.sectionSize(at) for at in range(header.count())] == widths
    lab.training.click("play")
    costs = [number(cell) for cell in runs.column(TEST)]
    assert costs == sorted(costs)


@pytest.mark.parametrize("workspace", ["play", "descend"])
def test_the_first_kept_run_moves_no_panel(lab, workspace: str) -> None:
    lab.window.go_to(workspace)
    lab.training.step_epoch()
    QApplication.processEvents()
    panels = [panel for panel in lab.window.panels.made.values() if panel.is_shown]
    before = [panel.geometry() for panel in panels]
    lab.loss.click("keep")
    for _ in range(3):
        QApplication.processEvents()
    assert lab.loss.find(QToolButton, "runs").isVisible()
    assert [panel.geometry() for panel in panels] == before
