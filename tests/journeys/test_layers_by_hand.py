"""A person shapes the network: its layers, their order, activations and skip connections, and the layer table."""

import numpy as np
import pytest
from journey_canvas_pages import CanvasPage, keyboard
from journey_pages import Page
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QWidget

from gui.appearance import appearance
from gui.plots.neuron_painter import skip_path


def activations(lab) -> list[str]:
    return [layer.activation for layer in lab.session.experiment.network.layers]


# Layers and neurons without a mouse


def test_the_last_layer_is_removed_with_the_keyboard_until_none_is_left(lab, keys) -> None:
    keys.push("network.remove_layer")
    assert lab.network.sizes == (2, 4, 1)
    keys.push("network.remove_layer")
    assert lab.network.sizes == (2, 1)
    assert not lab.network.can("remove_layer")
    cost = lab.training.train_cost
    lab.press_with("shift", Qt.Key.Key_Right)
    assert lab.training.epoch == 1
    assert lab.training.train_cost != cost, "a network without hidden layers learns"
    for sizes in ((2, 4, 1), (2, 4, 2, 1)):
        lab.press_with("ctrl", Qt.Key.Key_Z)
        assert lab.network.sizes == sizes


def test_minus_in_the_picture_removes_layers_down_to_none(lab, keys) -> None:
    keys.go_to("network.diagram")
    for sizes in ((2, 4, 1), (2, 1)):
        lab.press(Qt.Key.Key_Minus)
        assert lab.network.sizes == sizes
    lab.press(Qt.Key.Key_Minus)
    assert lab.network.sizes == (2, 1)
    assert keyboard() == "network.diagram"
    lab.press(Qt.Key.Key_Plus)
    assert lab.network.sizes == (2, 2, 1)


def test_neurons_come_and_go_by_keys_alone(lab, canvas, keys) -> None:
    keys.go_to("network.diagram")
    canvas.walk("RRRD")
    assert canvas.picked() == (1, 1, None)
    assert lab.training.step == 0, "the arrows are the picture's while it has the keyboard"
    for key, sizes in (
        (Qt.Key.Key_Plus, (2, 5, 2, 1)),
        (Qt.Key.Key_Minus, (2, 4, 2, 1)),
        (Qt.Key.Key_Delete, (2, 3, 2, 1)),
    ):
        lab.press(key)
        assert lab.network.sizes == sizes
    for sizes in ((2, 4, 2, 1), (2, 5, 2, 1), (2, 4, 2, 1)):
        lab.press_with("ctrl", Qt.Key.Key_Z)
        assert lab.network.sizes == sizes


# Through the head of a layer


def by_mouse(canvas: CanvasPage, layer: int, words: str) -> None:
    canvas.choose_from_head(layer, words)


def by_keys(canvas: CanvasPage, layer: int, words: str) -> None:
    canvas.choose_from_head_by_keys(layer, words)


both_hands = pytest.mark.parametrize("choose", [by_mouse, by_keys])


@both_hands
def test_one_layer_gets_another_activation(lab, canvas, choose) -> None:
    picture = lab.picture(lab.network.diagram)
    choose(canvas, 1, "ReLU")
    assert activations(lab) == ["relu", "tanh", "tanh"]
    assert lab.window.findChild(QWidget, "network.layer_1").text() == "ReLU"
    assert (lab.picture(lab.network.diagram) != picture).any()
    choose(canvas, 3, "Sigmoid")
    assert activations(lab) == ["relu", "tanh", "sigmoid"]
    assert lab.session.experiment.training.loss == "half_squared_error", "it fits, so it stays"
    lab.press_with("ctrl", Qt.Key.Key_Z)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert activations(lab) == ["tanh", "tanh", "tanh"]


@both_hands
def test_layers_change_places(lab, canvas, choose) -> None:
    choose(canvas, 1, "ReLU")
    choose(canvas, 1, "Move towards the output")
    assert (lab.network.sizes, activations(lab)) == ((2, 2, 4, 1), ["tanh", "relu", "tanh"])
    choose(canvas, 2, "Move towards the inputs")
    assert (lab.network.sizes, activations(lab)) == ((2, 4, 2, 1), ["relu", "tanh", "tanh"])
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.network.sizes == (2, 2, 4, 1)


@both_hands
def test_a_layer_in_the_middle_is_removed(lab, canvas, choose) -> None:
    choose(canvas, 1, "Remove this layer")
    assert lab.network.sizes == (2, 2, 1)


def arcs(lab, layer: int) -> list[bool]:
    """Whether an arc in its own colour is seen in the middle of the way to each neuron of a layer."""
    diagram, colour = lab.network.diagram, QColor(appearance().theme.muted)
    picture = lab.picture(diagram).astype(int)
    seen = []
    for neuron in range(lab.network.sizes[layer]):
        place = skip_path(diagram.layout_of, layer, neuron).pointAtPercent(0.5).toPoint()
        around = picture[place.y() - 2 : place.y() + 3, place.x()]
        distance = np.abs(around - (colour.red(), colour.green(), colour.blue())).max(axis=-1)
        seen.append(bool(distance.min() < 40))
    return seen


@both_hands
def test_a_skip_connection_is_an_arc_in_the_picture(lab, canvas, choose) -> None:
    if choose is by_mouse:
        lab.network.click("add_neuron_2")
        lab.network.click("add_neuron_2")
    else:
        canvas.keys.push("network.add_neuron_2")
        canvas.keys.push("network.add_neuron_2")
    assert lab.network.sizes == (2, 4, 4, 1)
    assert arcs(lab, 2) == [False] * 4
    choose(canvas, 2, "Skip connection: add what came in")
    assert arcs(lab, 2) == [True] * 4
    network, before = lab.session.network, lab.session.experiment.network
    assert [layer.skip for layer in before.layers] == [False, True, False]
    record = network.forward(lab.session.prepared.train.inputs[:5])
    np.testing.assert_allclose(record.a[2], np.tanh(record.z[2]) + record.a[1], rtol=1e-12)
    choose(canvas, 2, "Skip connection: add what came in")
    assert arcs(lab, 2) == [False] * 4
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert arcs(lab, 2) == [True] * 4


def test_a_skip_connection_is_not_offered_where_it_does_not_fit(lab, canvas) -> None:
    menu = canvas.open_head(2)
    entry = next(action for action in menu.actions() if action.text().startswith("Skip connection"))
    assert not entry.isEnabled()
    lab.press(Qt.Key.Key_Escape)


# The layer table


class TablePage(Page):
    """The layer table."""

    prefix = "table"

    def row(self, layer: int) -> tuple[str, str]:
        """Neurons and activation of a layer, as the table says."""
        return self.shown(f"neurons_{layer}"), self.find(QComboBox, f"activation_{layer}").currentText()


@pytest.fixture
def table(lab) -> TablePage:
    return TablePage(lab.window)


def test_the_layer_table_by_mouse(lab, table) -> None:
    lab.menu("View", "Panels", "Layer table")
    assert [table.row(layer) for layer in (1, 2, 3)] == [("4", "Tanh"), ("2", "Tanh"), ("1", "Tanh")]
    table.type_in("neurons_1", "100")
    assert lab.network.sizes == (2, 100, 2, 1)
    assert table.text("parameters").startswith("505 ")
    table.choose("activation_2", "ReLU")
    assert activations(lab) == ["tanh", "relu", "tanh"]
    table.click("add")
    assert lab.network.sizes == (2, 100, 2, 2, 1)
    table.tick("skip_3")
    assert arcs(lab, 3) == [True] * 2
    table.click("remove")
    assert lab.network.sizes == (2, 100, 2, 1)
    table.type_in("neurons_2", "40", end=None)
    lab.network.pick(lab.network.diagram.rect().bottomRight().toPointF() - QPointF(3, 3))
    assert lab.network.sizes == (2, 100, 40, 1), "leaving the field commits"
    assert not lab.network.can("add_neuron_1"), "the canvas adds none to a layer this large"


def test_the_layer_table_by_keyboard(lab, table, keys) -> None:
    keys.menu("V", "Panels", "Layer table")
    keys.write("table.neurons_1", "100")
    assert lab.network.sizes == (2, 100, 2, 1)
    keys.choose("table.activation_2", "ReLU")
    assert activations(lab) == ["tanh", "relu", "tanh"]
    keys.push("table.add")
    keys.push("table.skip_3")
    assert arcs(lab, 3) == [True] * 2
    keys.push("table.remove")
    assert lab.network.sizes == (2, 100, 2, 1)
    keys.write("table.neurons_2", "40", end=Qt.Key.Key_Tab)
    assert lab.network.sizes == (2, 100, 40, 1)
    for sizes in ((2, 100, 2, 1), (2, 100, 2, 2, 1)):
        lab.press_with("ctrl", Qt.Key.Key_Z)
        assert lab.network.sizes == sizes


def test_a_large_layer_trains_and_is_walked_through(lab, table, keys, canvas) -> None:
    keys.menu("V", "Panels", "Layer table")
    keys.write("table.neurons_1", "100")
    lab.press_with("shift", Qt.Key.Key_Right)
    assert lab.training.epoch == 1
    keys.go_to("network.diagram")
    canvas.walk("RRR")
    canvas.walk("D" * 99)
    assert canvas.picked() == (1, 99, None)
    canvas.walk("D")
    assert canvas.picked() == (1, 99, None)


def test_tab_goes_through_the_buttons_as_they_stand(lab, keys) -> None:
    """Also through those of layers that came later."""
    lab.network.click("add_layer")
    keys.go_to("network.diagram")
    passed = []
    for _ in range(12):
        lab.press(Qt.Key.Key_Tab)
        passed.append(keyboard())
    neurons = [f"network.{word}_neuron_{layer}" for layer in (1, 2, 3) for word in ("remove", "add")]
    heads = [f"network.layer_{layer}" for layer in (1, 2, 3, 4)]
    assert passed == ["network.remove_layer", "network.add_layer", *neurons, *heads]
