"""The layer table is the same design as the picture, and goes farther by number."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton

from gui.panels.layer_table_panel import LayerTablePanel
from gui.session import Session
from gui.widgets.choice import Choice
from gui.widgets.whole_number import WholeNumber


@pytest.fixture
def panel(qtbot):
    panel = LayerTablePanel(Session())
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_the_table_says_what_the_network_is(panel):
    assert [panel.findChild(WholeNumber, f"table.neurons_{layer}").value() for layer in (1, 2, 3)] == [
        4,
        2,
        1,
    ]
    assert panel.findChild(Choice, "table.activation_2").key == "tanh"
    assert panel.findChild(WholeNumber, "table.neurons_4") is None


def test_a_large_layer_is_typed(panel):
    neurons = panel.findChild(WholeNumber, "table.neurons_1")
    neurons.setFocus()
    neurons.selectAll()
    QTest.keyClicks(neurons, "200")
    QTest.keyClick(neurons, Qt.Key.Key_Return)
    assert panel.session.experiment.network.sizes == (2, 200, 2, 1)
    panel.session.undo_stack.undo()
    assert neurons.value() == 4


def test_layers_come_and_go_and_equal_widths_may_skip(panel):
    add, remove = (panel.findChild(QPushButton, f"table.{name}") for name in ("add", "remove"))
    add.click()
    assert panel.session.experiment.network.sizes == (2, 4, 2, 2, 1)
    skip = panel.findChild(QCheckBox, "table.skip_3")
    assert skip.isEnabled()
    assert not panel.findChild(QCheckBox, "table.skip_2").isEnabled()
    skip.click()
    assert panel.session.experiment.network.layers[2].skip
    for _ in range(3):
        remove.click()
    assert panel.session.experiment.network.sizes == (2, 1)
    assert not remove.isEnabled()


def test_the_output_takes_its_neurons_from_the_data(panel):
    assert not panel.findChild(WholeNumber, "table.neurons_3").isEnabled()
    assert panel.findChild(Choice, "table.activation_3").findData("softmax") < 0
