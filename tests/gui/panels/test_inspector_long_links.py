"""Links that pass over layers in the inspector: every number beside the same one worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from engine.network.address import Address, index_of
from engine.network.long_link import LongLink
from gui import numbers
from gui.panels.inspector_moment import selection_of
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.parameters_panel import ParametersPanel
from gui.session import Selection, Session
from gui.session.spotlight import BACKWARD

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""

LINKS = (LongLink(2, 1, 0, 0), LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 0), LongLink(3, 0, 1, 2))
WEIGHTS = (0.7, -1.3, 0.45, -0.6)
OVER_ONE = Address(3, 0, 2, 1)


@pytest.fixture
def linked(network_session) -> Session:
    """The 2-3-3-1 of the other tests, its skip connection too, with four long links."""
    network_session.attempt(lambda design: design.with_long_links(LINKS), "Draw long links")
    network_session.advance(4)
    first = network_session.network.layout.size - len(LINKS)
    network_session.set_parameters(range(first, first + len(LINKS)), np.array(WEIGHTS), "By hand")
    network_session.example.set(5)
    return network_session


@pytest.fixture
def panel(open_panel, linked) -> InspectorPanel:
    return open_panel(InspectorPanel, linked)


def worked_out(session) -> dict[str, tuple]:
    """x, z, a and δ of the chosen example, written out."""
    network, row = session.network, session.example.index
    (w1, w2, w3), (b1, b2, b3) = network.weights, network.biases
    x, y = session.trainer.data.inputs[row], session.trainer.data.targets[row]
    over_2, over_both, over_1, over_3 = WEIGHTS
    a1 = np.tanh(w1 @ x + b1)
    z2 = w2 @ a1 + b2 + np.array([0.0, over_2 * x[0], 0.0])
    f2 = 1 / (1 + np.exp(-z2))
    a2 = f2 + a1
    z3 = w3 @ a2 + b3 + over_both * x[1] + over_1 * a1[0] + over_3 * a1[2]
    a3 = np.tanh(z3)
    d3 = (1 - a3**2) * 2 * (a3 - y)
    up2 = w3.T @ d3
    d2 = f2 * (1 - f2) * up2
    up1 = w2.T @ d2 + up2 + d3[0] * np.array([over_1, 0.0, over_3])
    d1 = (1 - a1**2) * up1
    d0 = w1.T @ d1 + np.array([over_2 * d2[1], over_both * d3[0]])
    return {"z": (x, None, z2, z3), "a": (x, a1, a2, a3), "d": (d0, d1, d2, d3)}


def read(tokens) -> dict[str, float]:
    """The TeX of each number of a formula, with the number."""
    return {
        token.letters[-1].tex: numbers.parse_number(token.text)
        for token in tokens
        if token.reading != token.text
    }


def right_side(tokens) -> float:
    """What stands behind the equals sign, worked out from the numbers that are shown."""
    _, _, *rule = tokens
    return eval("".join(token.text.replace(numbers.MINUS, "-").replace("·", "*") for token in rule))


def test_the_sum_names_the_long_links_that_arrive(panel, linked):
    linked.select(Selection(3, 0))
    right, total = worked_out(linked), panel.formulas[0].tokens
    shown = read(total)
    assert shown[r"z_{1}^{[3]}"] == pytest.approx(right["z"][3][0], rel=SHOWN)
    assert right_side(total) == pytest.approx(right["z"][3][0], rel=2e-3)
    named = {
        r"w_{12}^{[3 \leftarrow 0]}": -1.3,
        "x_{2}": right["a"][0][1],
        r"w_{11}^{[3 \leftarrow 1]}": 0.45,
        "a_{1}^{[1]}": right["a"][1][0],
        r"w_{13}^{[3 \leftarrow 1]}": -0.6,
        "a_{3}^{[1]}": right["a"][1][2],
    }
    assert {name: shown[name] for name in named} == pytest.approx(named, rel=SHOWN)
    assert "weight of the long link from input 2 to neuron 1 of layer 3" in panel.formulas[0].reading()
    goals = [token.goal for token in total if token.letters[-1].tex == r"w_{13}^{[3 \leftarrow 1]}"]
    assert goals == [selection_of(OVER_ONE)]
    linked.select(Selection(2, 1))
    assert read(panel.formulas[0].tokens)[r"w_{21}^{[2 \leftarrow 0]}"] == 0.7


@pytest.mark.parametrize(
    ("layer", "neuron", "weight", "value"),
    [
        (1, 0, r"w_{11}^{[3 \leftarrow 1]}", 0.45),
        (1, 2, r"w_{13}^{[3 \leftarrow 1]}", -0.6),
        (0, 1, r"w_{12}^{[3 \leftarrow 0]}", -1.3),
        (0, 0, r"w_{21}^{[2 \leftarrow 0]}", 0.7),
    ],
)
def test_the_error_names_the_long_links_that_leave(panel, linked, layer, neuron, weight, value):
    linked.select(Selection(layer, neuron))
    right = worked_out(linked)
    error = [formula for formula in panel.formulas if not formula.isHidden()][-1].tokens
    assert read(error)[rf"\delta_{{{neuron + 1}}}^{{[{layer}]}}"] == pytest.approx(
        right["d"][layer][neuron], rel=SHOWN
    )
    assert read(error)[weight] == value
    assert right_side(error) == pytest.approx(right["d"][layer][neuron], rel=2e-3)


def test_a_long_weight_has_its_own_formula_row_and_title(panel, linked):
    linked.select(Selection(3, 0))
    assert [row.name for row in panel.table.numbers.rows] == [
        *("w₁₁⁽³⁾", "w₁₂⁽³⁾", "w₁₃⁽³⁾"),
        *("w₁₂⁽³←⁰⁾", "w₁₁⁽³←¹⁾", "w₁₃⁽³←¹⁾", "b₁⁽³⁾"),
    ]
    panel.table.picked.emit(5)
    assert replace(linked.selection, example=None) == selection_of(OVER_ONE)
    assert panel.table.currentIndex().row() == 5
    title = panel.findChild(QLabel, "explain.title").text()
    assert title == "w₁₃⁽³←¹⁾   Long link from neuron 3 of layer 1 to neuron 1 of layer 3"
    right, gradient = worked_out(linked), panel.formulas[0].tokens
    product = right["d"][3][0] * right["a"][1][2]
    assert list(read(gradient).values()) == pytest.approx(
        [product, right["d"][3][0], right["a"][1][2]], rel=SHOWN
    )
    place = index_of(linked.network.spec, OVER_ONE)
    _, whole = linked.network.loss_and_gradient(*linked.trainer.next_batch(), "mse")
    assert read(panel.formulas[1].tokens)[r"w_{13}^{[3 \leftarrow 1]}"] == pytest.approx(
        whole[place], rel=SHOWN
    )
    panel.check.button.click()
    assert panel.check.found.address == OVER_ONE
    assert panel.check.found.verdict == "right"


def test_the_paths_run_along_long_links_and_add_up(panel, linked):
    linked.select(Selection(1, 2, 0))
    panel.section_paths.button.click()
    bars = panel.paths.list.entries.bars
    assert sum(bar.value for bar in bars) == pytest.approx(
        worked_out(linked)["d"][1][2] * linked.example.inputs[0], rel=1e-9
    )
    (place,) = [at for at, bar in enumerate(bars) if "a₃⁽¹⁾ → a₁⁽³⁾" in bar.name]
    panel.paths.list.setCurrentIndex(panel.paths.list.entries.index(place))
    assert linked.spotlight.lit.edges == {(1, 2, 0), (3, 0, 2, 1)}
    assert linked.spotlight.lit.flow == BACKWARD
    assert dict(linked.spotlight.lit.notes)[3, 0, 2, 1] == f"{numbers.MINUS}0.600"
    assert f"w₁₃⁽³←¹⁾ {numbers.MINUS}0.600" in panel.findChild(QLabel, "explain.chain").text()
    linked.select(selection_of(Address(3, 0, 1, 0)))
    (bar,) = panel.paths.list.entries.bars
    assert bar.value == pytest.approx(worked_out(linked)["d"][3][0] * linked.example.inputs[1], rel=1e-9)


def test_pointing_at_a_long_weight_lights_it_up(panel, linked):
    linked.select(Selection(3, 0))
    QApplication.processEvents()  # the formulas take their places
    formula = panel.formulas[0]
    (center,) = [
        formula.place_of(at).center().toPoint()
        for at, token in enumerate(formula.tokens)
        if token.goal == selection_of(OVER_ONE)
    ]
    QTest.mouseMove(formula, center)
    assert linked.spotlight.lit.edges == {(3, 0, 2, 1)}


def test_the_table_of_all_parameters_ends_with_the_long_links(open_panel, linked):
    parameters = open_panel(ParametersPanel, linked)
    parameters.filter.setText("long link")
    table = parameters.table.numbers
    assert [table.text(int(row), 0) for row in table.order] == [
        *("w₂₁⁽²←⁰⁾", "w₁₂⁽³←⁰⁾", "w₁₁⁽³←¹⁾", "w₁₃⁽³←¹⁾")
    ]
    parameters.table.picked.emit(28)
    assert replace(linked.selection, example=None) == selection_of(OVER_ONE)
    assert parameters.table.currentIndex().row() == 3
    parameters.filter.setText("from 3")
    assert "w₁₃⁽³←¹⁾" in [table.text(int(row), 0) for row in table.order]
