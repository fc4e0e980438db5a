"""A person meddles: types, drags and freezes a weight, switches a neuron off, with undo, by mouse and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QMenu, QSlider, QToolButton, QWidget

from gui.app import create_application, create_window
from gui.plots.diagram_keys import Spot
from gui.widgets.number_field import NumberField


@pytest.fixture
def window(qtbot):
    create_application()
    window = create_window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def found(window, kind: type[QWidget], name: str):
    control = window.findChild(kind, name)
    assert control is not None, name
    return control


def click_spot(window, spot: Spot) -> None:
    diagram = window.panels["network"].diagram
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=diagram.spot_center(spot).toPoint())


def test_a_weight_is_clicked_typed_and_taken_back(window):
    network = window.session.network
    before = network.weights[0][3, 1].item()
    click_spot(window, Spot(1, 3, 1))
    field = found(window, NumberField, "network.value")
    assert field.hasFocus()
    QTest.keyClicks(field, "-1/3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert network.weights[0][3, 1] == -1 / 3
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert network.weights[0][3, 1] == before


def test_a_decimal_comma_is_understood_and_escape_takes_typing_back(window):
    network = window.session.network
    click_spot(window, Spot(1, 0, 0))
    field = found(window, NumberField, "network.value")
    QTest.keyClicks(field, "0,25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert network.weights[0][0, 0] == 0.25
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert network.weights[0][0, 0] == 0.25
    assert field.text() == "0.25"


def test_nonsense_gets_a_sentence_and_changes_nothing(window):
    parameters = window.session.network.parameters.copy()
    click_spot(window, Spot(2, 1, 3))
    field = found(window, NumberField, "network.value")
    QTest.keyClicks(field, "1/0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "1/0" in window.message.text
    np.testing.assert_array_equal(window.session.network.parameters, parameters)


def test_a_drag_is_one_step_of_undo_and_every_picture_follows(window):
    session = window.session
    click_spot(window, Spot(1, 3, 1))
    before = session.network.weights[0][3, 1].item()
    picture = session.field.output().copy()
    slider = found(window, QSlider, "network.value_slider")
    slider.setFocus()
    for _ in range(30):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert session.network.weights[0][3, 1] != before
    assert not np.array_equal(session.field.output(), picture)
    assert session.trainer.step_count == 0, "the arrow is the slider's while it has the keyboard"
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.network.weights[0][3, 1] == before


def test_a_frozen_weight_stays_while_the_rest_learns(window, qtbot):
    session = window.session
    click_spot(window, Spot(2, 0, 0))
    QTest.mouseClick(found(window, QCheckBox, "network.frozen"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    before = session.network.parameters.copy()
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert session.trainer.epoch == 1
    assert session.network.weights[1][0, 0] == before[12]
    assert (session.network.parameters != before).sum() == before.size - 1


def test_a_neuron_is_switched_off_and_on_again(window):
    session = window.session
    cost = session.trainer.evaluate().train_cost
    click_spot(window, Spot(1, 2))
    box = found(window, QCheckBox, "network.silenced")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not session.field.activation(1)[2].any()
    assert session.trainer.evaluate().train_cost != cost
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert session.trainer.evaluate().train_cost == cost


def test_the_network_is_shaped_by_keys_alone(window):
    session, diagram = window.session, window.panels["network"].diagram
    diagram.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(diagram, key)  # the first input, a weight of it, the neuron it leads to, the next one
    assert (session.selection.layer, session.selection.neuron, session.selection.source) == (1, 1, None)
    assert session.trainer.step_count == 0, "the arrows are the picture's while it has the keyboard"
    QTest.keyClick(diagram, Qt.Key.Key_Plus)
    assert session.experiment.network.sizes == (2, 5, 2, 1)
    QTest.keyClick(diagram, Qt.Key.Key_Minus)
    QTest.keyClick(diagram, Qt.Key.Key_Delete)
    assert session.experiment.network.sizes == (2, 3, 2, 1)
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.experiment.network.sizes == (2, 4, 2, 1)


def test_a_weight_is_reached_and_typed_by_keys_alone(window):
    session, diagram = window.session, window.panels["network"].diagram
    diagram.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(diagram, key)
    field = found(window, NumberField, "network.value")
    assert field.hasFocus()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.network.weights[0][0, 0] == 0.5


def test_the_head_of_a_layer_changes_its_activation_and_its_place(window, qtbot):
    session = window.session
    head = found(window, QToolButton, "network.layer_1")
    QTest.mouseClick(head, Qt.MouseButton.LeftButton)
    menu = found(window, QMenu, "network.layer_menu")
    next(action for action in menu.actions() if action.text() == "ReLU").trigger()
    menu.close()
    assert [layer.activation for layer in session.experiment.network.layers] == ["relu", "tanh", "tanh"]
    QTest.mouseClick(head, Qt.MouseButton.LeftButton)
    menu = window.panels["network"]._menu
    next(action for action in menu.actions() if action.text() == "Move towards the output").trigger()
    menu.close()
    assert session.experiment.network.sizes == (2, 2, 4, 1)
    assert [layer.activation for layer in session.experiment.network.layers] == ["tanh", "relu", "tanh"]


def test_an_output_activation_brings_the_loss_that_fits(window):
    session = window.session
    QTest.mouseClick(found(window, QToolButton, "network.layer_3"), Qt.MouseButton.LeftButton)
    menu = window.panels["network"]._menu
    next(action for action in menu.actions() if action.text() == "Sigmoid").trigger()
    menu.close()
    assert session.experiment.network.layers[-1].activation == "sigmoid"
    assert session.experiment.training.loss == "half_squared_error", "it fits, so it stays"
