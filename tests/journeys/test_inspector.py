"""Why is this number what it is? Asked in the window, by mouse, and by the keyboard alone."""

import numpy as np
import pytest
from journey_pages import click_tab
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine.network import LayerSpec
from engine.network.address import Address, index_of
from engine.network.long_link import LongLink
from gui import numbers
from gui.plots.diagram_keys import Spot
from gui.session.spotlight import NOTHING_LIT

LEFT = Qt.MouseButton.LeftButton


class Explain:
    """The Explain workspace of a window, as hands and eyes meet it."""

    def __init__(self, lab) -> None:
        self.lab = lab
        self.session = lab.session
        lab.press_with("ctrl", Qt.Key.Key_3)
        QApplication.processEvents()

    def find(self, name: str) -> QWidget:
        (found,) = self.lab.window.findChildren(QWidget, name)
        return found

    def show(self, name: str) -> QWidget:
        """Scroll until a part of the inspector can be seen."""
        part = self.find(name)
        self.find("explain.inspector").ensureWidgetVisible(part)
        QApplication.processEvents()
        assert part.isVisible(), name
        return part

    def text(self, name: str) -> str:
        return self.find(f"explain.{name}").text()

    def number(self, name: str) -> float:
        return numbers.parse_number(self.text(name))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.show(name), LEFT)

    def open(self, section: str) -> None:
        """Open a part that is closed."""
        button = self.show(f"explain.section_{section}")
        if not button.isChecked():
            QTest.mouseClick(button, LEFT)
        QApplication.processEvents()

    def bring_up(self, panel: str) -> None:
        """Click its tab, where it shares its place."""
        click_tab(self.lab.window, panel)

    def click_number(self, formula: int, tex: str) -> None:
        """Click the number that stands below those letters."""
        widget = self.show(f"explain.formula_{formula}")
        index = next(at for at, token in enumerate(widget.tokens) if token.letters[-1].tex == tex)
        QTest.mouseClick(widget, LEFT, pos=widget.place_of(index).center().toPoint())

    def pick_in_diagram(self, *spot: int) -> None:
        diagram = self.lab.network.diagram
        QTest.mouseClick(diagram, LEFT, pos=diagram.spot_center(Spot(*spot)).toPoint())

    def tab_to(self, name: str) -> None:
        for _ in range(250):
            widget = QApplication.focusWidget()
            if widget is not None and widget.objectName() == name:
                return
            self.lab.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}")

    @property
    def picked(self) -> tuple:
        chosen = self.session.selection
        return chosen.layer, chosen.neuron, chosen.source, chosen.is_bias


@pytest.fixture
def explain(lab) -> Explain:
    lab.session.advance(40)
    return Explain(lab)


# By mouse


def test_from_the_output_back_to_a_weight(explain):
    """Nothing picked, then the output, one of its errors' numbers, a weight, and its step comes true."""
    explain.click("explain.show_output")
    assert explain.picked == (3, 0, None, False)
    explain.click_number(1, "w_{12}^{[3]}")
    assert explain.picked == (3, 0, 1, False)
    assert "w₁₂⁽³⁾" in explain.text("title")
    assert "Weight from neuron 2 of layer 2 to neuron 1 of layer 3" in explain.text("title")
    product = (
        explain.number("delta")
        * explain.session.network.forward(explain.session.example.inputs[np.newaxis]).a[2][0, 1]
    )
    assert explain.number("example_gradient") == pytest.approx(product, rel=1e-3)
    following = explain.number("next_value")
    explain.lab.training.click("step")
    assert explain.number("value") == following
    explain.click_number(1, r"\delta_{1}^{[3]}")
    assert explain.picked == (3, 0, None, False)


def test_a_neuron_in_the_diagram_tells_its_numbers(explain):
    explain.pick_in_diagram(1, 2)
    session = explain.session
    record = session.network.forward(session.example.inputs[np.newaxis])
    assert explain.number("z") == pytest.approx(record.z[1][0, 2], rel=6e-4)
    assert explain.number("a") == pytest.approx(np.tanh(record.z[1][0, 2]), rel=6e-4)
    table = explain.show("explain.table")
    row = table.visualRect(table.model().index(1, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=row)
    assert explain.picked == (1, 2, 1, False)
    assert explain.lab.network.diagram.selected == Spot(1, 2, 1)


def test_a_layer_is_picked_in_the_diagram(explain):
    """By its caption, then on by the keys: to the next layer, into it, and out to the layer again."""
    diagram = explain.lab.network.diagram
    QTest.mouseClick(diagram, LEFT, pos=diagram.controls.caption_box(1).center().toPoint())
    assert explain.picked == (1, None, None, False)
    assert len(explain.show("explain.table").numbers.rows) == explain.session.network.spec.sizes[1]
    explain.tab_to("network.diagram")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        explain.lab.press(key)
    assert explain.picked == (2, 1, None, False)
    explain.lab.press(Qt.Key.Key_L)
    assert explain.picked == (2, None, None, False)
    assert diagram.selected_layer == 2


def test_an_example_is_chosen_by_its_bar(explain):
    explain.pick_in_diagram(1, 2, 0)
    explain.open("examples")
    strip = explain.show("explain.examples")
    assert explain.number("batch_gradient") == pytest.approx(float(np.mean(strip.values)), rel=6e-4)
    QTest.mouseClick(strip, LEFT, pos=strip.bar_center(4).toPoint())
    assert explain.session.example.index == explain.session.trainer.next_examples()[4]
    assert explain.number("example_gradient") == pytest.approx(float(strip.values[4]), rel=6e-4)
    assert explain.picked == (1, 2, 0, False)


def test_a_path_lights_up_and_goes_out(explain):
    explain.pick_in_diagram(1, 2, 0)
    explain.open("paths")
    paths = explain.show("explain.paths")
    place = paths.visualRect(paths.model().index(1, 0)).center()
    QTest.mouseMove(paths.viewport(), place - QPoint(3, 0))
    QTest.mouseMove(paths.viewport(), place)
    lit = explain.session.spotlight.lit
    assert (1, 2, 0) in lit.edges
    assert len(lit.neurons) == 3
    chain = explain.text("chain")
    factors = [numbers.parse_number(part.split()[-1]) for part in chain.partition(" = ")[0].split(" · ")]
    assert np.prod(factors) == pytest.approx(numbers.parse_number(chain.partition(" = ")[2]), rel=1e-2)
    total = numbers.parse_number(explain.text("paths_sum").rpartition("= ")[2])
    assert total == explain.number("example_gradient")
    explain.click("explain.light_all")
    assert len(explain.session.spotlight.lit.edges) == 1 + 2 + 2
    explain.click("explain.section_paths")
    assert explain.session.spotlight.lit == NOTHING_LIT


def test_a_long_link_is_found_in_the_table_and_asked_why(explain):
    """Filtered and picked among all parameters; its gradient is backprop's, and its paths, one of them long, add up."""
    session = explain.session
    hidden = tuple(LayerSpec(neurons, "tanh") for neurons in (4, 3, 2))
    links = (LongLink(2, 1, 0, 0), LongLink(4, 0, 2, 1))
    session.attempt(lambda design: design.with_hidden(hidden).with_long_links(links), "Draw long links")
    session.advance(40)
    explain.bring_up("Parameters")
    table, filtered = explain.show("parameters.table"), explain.show("parameters.filter")
    QTest.mouseClick(filtered, LEFT)
    QTest.keyClicks(filtered, "long link")
    place = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    assert session.selection.address == Address(2, 1, 0, 0)
    assert "w₂₁⁽²←⁰⁾" in explain.text("title")
    inputs, targets = session.example.inputs[np.newaxis], session.example.targets[np.newaxis]
    _, gradient = session.network.loss_and_gradient(inputs, targets, session.experiment.training.loss)
    right = gradient[index_of(session.network.spec, Address(2, 1, 0, 0))]
    assert explain.number("example_gradient") == pytest.approx(right, rel=6e-4)
    explain.open("paths")
    paths = explain.show("explain.paths")
    assert paths.model().rowCount() == 3
    assert explain.text("paths_sum").startswith("3 paths add up to")
    assert numbers.parse_number(explain.text("paths_sum").rpartition("= ")[2]) == pytest.approx(
        right, rel=6e-4
    )
    assert sum(bar.value for bar in paths.entries.bars) == pytest.approx(right, rel=1e-9)
    explain.click("explain.light_all")
    assert session.spotlight.lit.edges >= {(2, 1, 0, 0), (4, 0, 1, 2)}
    explain.lab.network.diagram.grab()  # it is drawn, too


def test_the_derivative_is_checked(explain):
    explain.pick_in_diagram(2, 1, 0)
    explain.open("gradient")
    explain.click("explain.check")
    assert "✓ they agree" in explain.text("check_answer")
    backprop = explain.text("check_answer").split(" ")[1]
    assert numbers.parse_number(backprop) == pytest.approx(explain.number("batch_gradient"), rel=6e-4)


def test_numbers_live_while_it_trains(explain, qtbot):
    explain.pick_in_diagram(1, 0, 1)
    before = explain.text("value")
    explain.lab.training.click("play")
    qtbot.waitUntil(lambda: explain.text("value") != before)
    explain.lab.training.click("play")
    place = index_of(explain.session.network.spec, Address(1, 0, 1))
    assert explain.number("value") == pytest.approx(explain.session.network.parameters[place], rel=6e-4)


def test_all_parameters_are_a_table_that_picks(explain):
    dock = explain.lab.window.panels["parameters"]
    dock.raise_()
    QApplication.processEvents()
    table = explain.find("parameters.table")
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(1) + 10
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))
    shown = [numbers.parse_number(table.model().index(row, 1).data()) for row in range(5)]
    assert shown == sorted(shown)
    name = table.model().index(3, 0).data()
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(3, 0)).center())
    assert name in explain.text("title")


# By the keyboard alone


def test_the_same_without_a_mouse(explain):
    lab = explain.lab
    explain.tab_to("explain.show_output")
    lab.press(Qt.Key.Key_Space)
    assert explain.picked == (3, 0, None, False)
    explain.tab_to("explain.formula_1")  # the first number is w₁₁⁽³⁾
    lab.press(Qt.Key.Key_Tab)  # and the next one what it is multiplied by
    lab.press(Qt.Key.Key_Return)
    assert explain.picked == (2, 0, None, False)
    explain.tab_to("explain.formula_3")
    assert lab.training.step == 40
    lab.press(Qt.Key.Key_Right)
    lab.press(Qt.Key.Key_Left)
    assert lab.training.step == 40  # the arrows are the formula's
    lab.press_with("ctrl", Qt.Key.Key_C)
    assert r"\delta_{1}^{[2]} = f' ( z_{1}^{[2]} )" in QGuiApplication.clipboard().text()
    lab.press(Qt.Key.Key_Return)
    assert explain.picked == (3, 0, 0, False)


def test_tables_examples_and_paths_without_a_mouse(explain):
    lab, session = explain.lab, explain.session
    explain.tab_to("network.diagram")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        lab.press(key)
    layer = session.selection.layer
    assert layer is not None
    assert layer >= 1
    explain.tab_to("explain.table")
    lab.press(Qt.Key.Key_Down)
    assert session.selection.source is not None or session.selection.is_bias
    lab.press_with("ctrl", Qt.Key.Key_C)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("name\tvalue\t∂c/∂w\t∂C/∂w")
    assert float(lines[1].split("\t")[1]) in session.network.parameters
    explain.tab_to("explain.section_gradient")
    lab.press(Qt.Key.Key_Space)
    explain.tab_to("explain.check")
    lab.press(Qt.Key.Key_Space)
    assert "they agree" in explain.text("check_answer")
    explain.tab_to("explain.section_examples")
    lab.press(Qt.Key.Key_Space)
    explain.tab_to("explain.examples")
    lab.press(Qt.Key.Key_Home)
    lab.press(Qt.Key.Key_Right)
    lab.press(Qt.Key.Key_Return)
    assert session.example.index == session.trainer.next_examples()[1]
    explain.tab_to("explain.section_paths")
    lab.press(Qt.Key.Key_Space)
    explain.tab_to("explain.paths")
    lab.press(Qt.Key.Key_Down)
    assert session.spotlight.lit != NOTHING_LIT
    assert lab.training.step == 40


def test_the_filter_of_all_parameters_without_a_mouse(explain):
    lab = explain.lab
    lab.window.panels["parameters"].raise_()
    QApplication.processEvents()
    explain.tab_to("parameters.filter")
    QTest.keyClicks(QApplication.focusWidget(), "bias layer 2")
    table = explain.find("parameters.table")
    assert [table.model().index(row, 0).data() for row in range(table.model().rowCount())] == [
        "b₁⁽²⁾",
        "b₂⁽²⁾",
    ]
    explain.tab_to("parameters.table")
    lab.press(Qt.Key.Key_Down)
    lab.press(Qt.Key.Key_Down)
    assert explain.picked == (2, 1, None, True)
    assert "Bias of neuron 2 of layer 2" in explain.text("title")
