"""Shaping the network on the canvas, and taking it back with keys."""

import pytest
from PySide6.QtCore import QPointF, Qt


def spot_center(lab, layer: int, neuron: int) -> QPointF:
    return QPointF(*lab.network.diagram.layout_of.centers(layer)[neuron])


def test_buttons_add_and_remove_neurons_and_layers(lab) -> None:
    lab.network.click("add_neuron_1")
    assert lab.network.sizes == (2, 5, 2, 1)
    lab.network.click("remove_neuron_2")
    assert lab.network.sizes == (2, 5, 1, 1)
    assert not lab.network.can("remove_neuron_2")
    lab.network.click("add_layer")
    assert lab.network.sizes == (2, 5, 1, 2, 1)
    lab.network.click("remove_layer")
    lab.network.click("remove_layer")
    lab.network.click("remove_layer")
    assert lab.network.sizes == (2, 1)
    assert not lab.network.can("remove_layer")


def test_canvas_stops_at_8_layers_and_32_neurons(lab) -> None:
    for _ in range(6):
        lab.network.click("add_layer")
    assert len(lab.network.sizes) == 10
    assert not lab.network.can("add_layer")
    for _ in range(28):
        lab.network.click("add_neuron_1")
    assert lab.network.sizes[1] == 32
    assert not lab.network.can("add_neuron_1")


def test_keys_take_edits_back_and_make_them_again(lab) -> None:
    lab.training.click("step")
    cost = lab.training.text("train_loss")
    lab.network.click("add_neuron_1")
    lab.network.click("add_layer")
    assert lab.training.step == 0
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.network.sizes == (2, 5, 2, 1)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.network.sizes == (2, 4, 2, 1)
    assert (lab.training.step, lab.training.text("train_loss")) == (1, cost)
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    assert lab.network.sizes == (2, 5, 2, 2, 1)


def test_edit_menu_names_what_it_takes_back(lab) -> None:
    lab.network.click("add_neuron_1")
    lab.menu("Edit", "Undo Add a neuron")
    assert lab.network.sizes == (2, 4, 2, 1)
    lab.menu("Edit", "Redo Add a neuron")
    assert lab.network.sizes == (2, 5, 2, 1)


@pytest.mark.parametrize("activation", ["ReLU", "Sine", "Sigmoid"])
def test_activation_is_chosen_for_all_hidden_layers(lab, activation: str) -> None:
    lab.training.choose_activation(activation)
    assert {layer.activation for layer in lab.session.experiment.network.hidden} == {activation.lower()}
    lab.training.click("step")
    assert lab.training.step == 1


def test_pointing_at_a_neuron_says_its_present_bias(lab) -> None:
    says = lab.network.point_at(spot_center(lab, 1, 2))
    assert says.startswith("neuron 3, layer 1 (Tanh)")
    assert says.endswith("+0.100")
    lab.press_with("shift", Qt.Key.Key_Right)  # an epoch, and the mouse stays where it is
    moved = lab.network.diagram.hovered_text()
    assert moved != says
    assert moved.endswith(f"{lab.session.network.biases[0][2]:+.3f}".replace("-", "−"))


def test_picking_a_neuron_selects_it_and_a_click_beside_lets_go(lab) -> None:
    lab.network.pick(spot_center(lab, 1, 2))
    assert (lab.session.selection.layer, lab.session.selection.neuron) == (1, 2)
    lab.network.pick(lab.network.diagram.rect().bottomRight().toPointF() - QPointF(3, 3))
    assert lab.session.selection.layer is None
