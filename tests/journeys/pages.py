"""The window as a person meets it: one page object a panel, found by the names of its controls.

A page does what hands do (clicks, keys, typing) and reads what eyes read (texts, pictures).
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QTabBar,
    QToolButton,
    QWidget,
)

LEFT = Qt.MouseButton.LeftButton


def point_at_entry(menu: QMenu, entry: QAction) -> QPoint:
    """Go to an entry of an open menu, pixel by pixel; where the mouse is then.

    Qt's menu takes a mouse for a resting one, and heeds neither where it is nor what it clicks, until it is ten
    pixels from where it was when the menu opened, or has moved for the seventh time.
    """
    assert menu.isVisible()
    place = menu.actionGeometry(entry).center()
    for away in range(8, -1, -1):
        QTest.mouseMove(menu, place + QPoint(away, 0))
    return place


def click_entry(menu: QMenu, entry: QAction) -> None:
    """Go to an entry of an open menu and click it: it opens a menu of its own, or does what it says."""
    assert entry.isEnabled(), f"{entry.text()} is disabled"
    done = QSignalSpy(entry.triggered)
    QTest.mouseClick(menu, LEFT, pos=point_at_entry(menu, entry))
    assert done.count() == (0 if entry.menu() else 1), f"the click on {entry.text()} was lost"


def rows_of_tabs(window: QWidget) -> list[QTabBar]:
    """Those that are seen, found by Qt's own search: the window's would build every panel first."""
    return [row for row in QObject.findChildren(window, QTabBar) if row.isVisible()]


def tab_of(window: QWidget, words: str) -> tuple[QTabBar, int] | None:
    """The row and the place of a panel's tab."""
    places = [(row, index) for row in rows_of_tabs(window) for index in range(row.count())]
    return next(((row, index) for row, index in places if row.tabText(index) == words), None)


def click_tab(window: QWidget, words: str) -> None:
    """Click a panel's tab, where it shares its place; then it is in front."""
    found = tab_of(window, words)
    if found is not None:
        row, index = found
        QTest.mouseClick(row, LEFT, pos=row.tabRect(index).center())
    QApplication.processEvents()


def in_next_dialog(window: QWidget, kind: type[QDialog], do: Callable[[QDialog], None]) -> None:
    """Answer the dialog of that kind that the window opens next; what goes wrong closes it and fails the test."""

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or not dialog.isVisible():
            return
        waiting.stop()
        try:
            do(dialog)
            assert not dialog.isVisible(), "the dialog was not answered"
        except BaseException:
            dialog.reject()
            raise

    waiting = QTimer(window)
    waiting.setInterval(10)
    waiting.timeout.connect(meet)
    waiting.start()


class Page:
    """Something of the window whose controls are called `<prefix>.<control>`."""

    prefix = ""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, kind: type, control: str):
        """The one control of that name; it must be there and visible."""
        name = f"{self.prefix}.{control}"
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} controls are called {name}"
        assert found[0].isVisible(), f"{name} is hidden"
        return found[0]

    def click(self, control: str) -> None:
        """Click a button in its middle; it must be enabled."""
        button = self.find(QAbstractButton, control)
        assert button.isEnabled(), f"{self.prefix}.{control} is disabled"
        QTest.mouseClick(button, LEFT)

    def tick(self, control: str) -> None:
        """Click the box of a check box."""
        QTest.mouseClick(self.find(QCheckBox, control), LEFT, pos=QPoint(10, 10))

    def has(self, control: str) -> bool:
        """Whether a control is seen."""
        return bool(self.window.findChild(QWidget, f"{self.prefix}.{control}").isVisible())

    def text(self, control: str) -> str:
        """What a label says."""
        return self.find(QLabel, control).text()

    def choose(self, control: str, words: str) -> None:
        """Open a list and click the entry of those words."""
        box = self.find(QComboBox, control)
        QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 10, box.height() // 2))
        row = box.findText(words)
        assert row >= 0, f"{self.prefix}.{control} does not offer {words}"
        view = box.view()
        view.scrollTo(box.model().index(row, 0))
        place = view.visualRect(box.model().index(row, 0)).center()
        QTest.mouseMove(view.viewport(), place - QPoint(4, 0))
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseClick(view.viewport(), LEFT, pos=place)

    def is_enabled(self, control: str) -> bool:
        return bool(self.find(QWidget, control).isEnabled())

    def type_in(self, control: str, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Replace what stands in a field by `text`, and press `end`."""
        field = self.find(QWidget, control)
        line = field.findChild(QLineEdit)
        QTest.mouseClick(line, LEFT)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)
        if end is not None:
            QTest.keyClick(line, end)

    def shown(self, control: str) -> str:
        """What stands in a list or a field."""
        field = self.find(QWidget, control)
        return field.currentText() if isinstance(field, QComboBox) else field.text()


class TrainingPage(Page):
    """The tool bar."""

    prefix = "training"

    def step_epoch(self) -> None:
        """The command itself, wherever mouse and keyboard are; `choose_step` goes the way of the mouse."""
        self.window.actions_by_key["step_epoch"].trigger()

    def choose_step(self, words: str) -> None:
        """Open the list beside Step and click an entry; Qt waits in it until it closes."""
        button = self.find(QToolButton, "step")
        QTimer.singleShot(0, lambda: self._click(button.menu(), words))
        QTest.mouseClick(button, LEFT, pos=QPoint(button.width() - 6, button.height() // 2))

    def _click(self, menu: QMenu, words: str) -> None:
        entry = next(action for action in menu.actions() if action.text().replace("&", "") == words)
        click_entry(menu, entry)

    def choose_activation(self, words: str) -> None:
        """That of all hidden neurons stands under "More", which is closed again."""
        was_open = self.find(QAbstractButton, "more").isChecked()
        if not was_open:
            self.click("more")
        SettingsPage(self.window).choose("activation", words)
        if not was_open:
            self.click("more")

    @property
    def epoch(self) -> int:
        return whole(self.text("epoch"))

    @property
    def step(self) -> int:
        return whole(self.text("step_count"))

    @property
    def train_cost(self) -> float:
        return float(self.text("train_loss"))

    @property
    def test_cost(self) -> float:
        return float(self.text("test_loss"))

    @property
    def accuracy(self) -> int:
        """In percent."""
        return int(self.text("accuracy").removesuffix("%").strip())

    @property
    def is_playing(self) -> bool:
        """As the button says."""
        return self.find(QAbstractButton, "play").toolTip().startswith("Pause")

    def readouts(self) -> tuple[str, ...]:
        """The numbers; the accuracy among them where examples can be classified right."""
        names = ("epoch", "step_count", "train_loss", "test_loss")
        return tuple(map(self.text, (*names, "accuracy") if self.has("accuracy") else names))


class SettingsPage(Page):
    """The Settings panel."""

    prefix = "settings"


class DataPage(Page):
    """The Data panel."""

    prefix = "data"

    def drag_to_end(self, control: str) -> None:
        """Take a slider's handle with the mouse and pull it to the right end."""
        slider = self.find(QSlider, control)
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        handle = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider)
        QTest.mousePress(slider, LEFT, pos=handle.center())
        for x in range(handle.center().x(), slider.width() + 20, 10):
            QTest.mouseMove(slider, QPoint(x, handle.center().y()))
        QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 1, handle.center().y()))

    @property
    def about(self) -> str:
        """What is said of the data."""
        return self.text("about")

    def open(self, control: str) -> None:
        """Open "more" unless it is open."""
        if not self.find(QAbstractButton, control).isChecked():
            self.click(control)

    @property
    def sets(self) -> list[str]:
        """The names under the pictures of the gallery."""
        box = self.find(QComboBox, "dataset")
        return [box.itemText(row) for row in range(box.count())]


class NetworkPage(Page):
    """The Network panel."""

    prefix = "network"

    @property
    def diagram(self) -> QWidget:
        return self.find(QWidget, "diagram")

    @property
    def sizes(self) -> tuple[int, ...]:
        """As a screen reader says them."""
        words = self.diagram.accessibleDescription().replace("–", " ").split()
        return tuple(int(word) for word in words if word.isdigit())

    def point_at(self, place: QPointF) -> str:
        """Move the mouse there and read what is said."""
        QTest.mouseMove(self.diagram, place.toPoint())
        return self.diagram.hovered_text()

    def pick(self, place: QPointF) -> None:
        QTest.mouseClick(self.diagram, LEFT, pos=place.toPoint())

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs in use from top to bottom, as pointing at them says."""
        return tuple(name for name, is_on, _ in self._column() if is_on)

    @property
    def spare_inputs(self) -> tuple[str, ...]:
        """The inputs that are off from top to bottom, as pointing at them says."""
        return tuple(name for name, is_on, _ in self._column() if not is_on)

    def click_input(self, name: str) -> None:
        """Click the tile of an input, on or off."""
        QTest.mouseClick(self.diagram, LEFT, pos=self._input_place(name).toPoint())

    def cross_out(self, name: str) -> None:
        """Point at an input in use and click the mark that appears on its corner."""
        place = self._input_place(name)
        self.point_at(place)
        half = float(self.diagram.layout_of.tiles[0]) / 2
        corner = place + QPointF(half, -half)
        assert self.point_at(corner) == f"take {name} away from the network"
        QTest.mouseClick(self.diagram, LEFT, pos=corner.toPoint())

    def centers(self) -> dict[str, tuple[int, int]]:
        """Where the tile of every input stands, on or off."""
        return {name: place.toPoint().toTuple() for name, _, place in self._column()}

    def _input_place(self, name: str) -> QPointF:
        return next(place for found, _, place in self._column() if found == name)

    def _column(self) -> list[tuple[str, bool, QPointF]]:
        """Name, whether it is on, and the middle of all in the inputs' column, from top to bottom."""
        x = float(self.diagram.layout_of.columns[0])
        heights: dict[tuple[str, bool], list[int]] = {}
        for y in range(0, self.diagram.height(), 7):
            said = self.point_at(QPointF(x, y))
            if said.startswith("input "):
                heights.setdefault((said.removeprefix("input "), True), []).append(y)
            elif " is off; " in said:
                heights.setdefault((said.partition(" is off")[0], False), []).append(y)
        return [(name, is_on, QPointF(x, float(np.mean(ys)))) for (name, is_on), ys in heights.items()]

    def can(self, control: str) -> bool:
        return self.find(QAbstractButton, control).isEnabled()


class OutputPage(Page):
    """The Output panel."""

    prefix = "output"

    def says(self, control: str) -> str:
        """A label's words, "" while it is hidden."""
        label = self.window.findChild(QLabel, f"output.{control}")
        return label.text() if label.isVisible() else ""

    @property
    def plot(self) -> QWidget:
        return self.find(QWidget, "plot")


class LossPage(Page):
    """The panel of cost and accuracy."""

    prefix = "loss"

    @property
    def plot(self) -> QWidget:
        return self.find(QWidget, "plot")

    def hover(self, epoch: float) -> dict[str, tuple[str, ...]]:
        """Move the mouse over an epoch and read the box: the values of every curve by its name."""
        middle = self.plot.parts()[0].center().toPoint().y()
        QTest.mouseMove(self.plot.viewport(), QPoint(round(self.plot.x_of(epoch)), middle))
        return self.box()

    def box(self) -> dict[str, tuple[str, ...]]:
        """What the box beside the hair line says; nothing while there is none."""
        reading = self.plot.hair_line.reading()
        return {line.name: line.values for line in reading.lines} if reading else {}

    def box_epoch(self) -> int:
        return int("".join(self.plot.hair_line.reading().place.removeprefix("epoch").split()))


class AnswersPage(Page):
    """The panel of the answers."""

    prefix = "answers"

    def hover(self, row: int, column: int) -> str:
        """Move the mouse over a cell of the confusion matrix and read what is said."""
        matrix = self.find(QWidget, "confusion")
        QTest.mouseMove(matrix, matrix.cell_rect(row, column).center().toPoint())
        return self.text("note")


class FinderPage(Page):
    """The learning-rate finder."""

    prefix = "finder"

    def bring_up(self) -> None:
        """Click its tab, where it shares its place."""
        click_tab(self.window, "Learning-rate finder")

    @property
    def plot(self) -> QWidget:
        return self.find(QWidget, "plot")

    def place_of(self, rate: float) -> QPoint:
        """Where a learning rate stands in the plot."""
        middle = round(self.plot.parts()[0].center().y())
        return QPoint(round(self.plot.x_of(np.log10(rate))), middle)

    def point_at(self, rate: float) -> None:
        QTest.mouseMove(self.plot.viewport(), self.place_of(rate))

    def pick(self, rate: float) -> None:
        QTest.mouseClick(self.plot.viewport(), LEFT, pos=self.place_of(rate))

    @property
    def said(self) -> str:
        return self.text("words")

    @property
    def rate_read_off(self) -> float | None:
        reading = self.plot.hair_line.reading()
        return float(reading.place.removeprefix("η = ")) if reading else None


class WindowPage(Page):
    """What belongs to no panel."""

    prefix = "window"


class DockPage(Page):
    """The title of a panel."""

    def __init__(self, window: QWidget, panel: str) -> None:
        super().__init__(window)
        self.prefix = f"dock.{panel}"


def whole(text: str) -> int:
    """A number in groups of three."""
    return int("".join(text.split()))
