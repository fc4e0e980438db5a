"""The table of all parameters."""

from dataclasses import replace

import numpy as np
import pytest

from engine.network.address import Address, index_of
from gui.panels.inspector_letters import filter_words
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.parameters_panel import ParametersPanel
from gui.session import NOTHING, Selection

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""


def without_example(session) -> Selection:
    """What is picked of the network."""
    return replace(session.selection, example=None)


@pytest.fixture
def parameters(open_panel, network_session) -> ParametersPanel:
    return open_panel(ParametersPanel, network_session)


def test_all_parameters_stand_there(parameters, network_session):
    table = parameters.table.numbers
    assert table.rowCount() == network_session.network.layout.size == 25
    np.testing.assert_array_equal(table.values[:, 0], network_session.network.parameters)
    before = table.values[:, 4].copy()
    network_session.step()
    np.testing.assert_array_equal(before, network_session.network.parameters)


def test_a_row_picks_everywhere_and_what_is_picked_elsewhere_is_shown(parameters, network_session):
    parameters.table.picked.emit(index_of(network_session.network.spec, Address(2, 1, 2)))
    assert without_example(network_session) == Selection(2, 1, 2)
    network_session.select(Selection(3, 0))
    row = parameters.table.currentIndex().row()
    assert parameters.table.model().index(row, 0).data() == "b₁⁽³⁾"
    network_session.select(NOTHING)
    assert not parameters.table.selectionModel().hasSelection()


def test_what_is_picked_while_it_is_hidden_is_marked_when_it_comes_back(parameters, network_session):
    parameters.hide()
    network_session.select(Selection(3, 0, 1))
    parameters.show()
    row = parameters.table.currentIndex().row()
    assert parameters.table.model().index(row, 0).data() == "w₁₂⁽³⁾"


@pytest.mark.parametrize(
    ("text", "count"), [("layer 1", 9), ("bias", 7), ("w 2", 5), ("weight layer 3", 3), ("w21", 2), ("", 25)]
)
def test_a_filter_leaves_what_it_names(parameters, text, count):
    parameters.filter.setText(text)
    assert parameters.table.numbers.rowCount() == count
    assert parameters.count.text() == f"{count} of 25"


def test_a_frozen_parameter_says_so(parameters, network_session):
    network_session.set_frozen(4, is_frozen=True)
    table = parameters.table.numbers
    last = len(table.columns)
    assert [table.text(row, last) for row in (3, 4)] == ["", "frozen"]
    assert table.values[4, 3] == 0.0


def test_words_of_a_parameter():
    assert filter_words(Address(1, 1, 0)) == "w 2 1 w21 weight layer 1 neuron 2 from 1"
    assert filter_words(Address(3, 0, None)) == "b 1 b1 bias layer 3 neuron 1"


@pytest.mark.parametrize("kind", [ParametersPanel, InspectorPanel])
def test_the_keyboard_may_come_to_rows_of_a_network_that_is_gone(open_panel, network_session, kind):
    """What had the keyboard goes with the old network, before this panel has heard of the new one."""
    panels: list[ParametersPanel | InspectorPanel] = []

    def arrive() -> None:
        for panel in panels:
            panel.table.setCurrentIndex(panel.table.numbers.index(panel.table.numbers.rowCount() - 1, 0))

    network_session.experiment_replaced.connect(arrive)
    panels.append(open_panel(kind, network_session))
    network_session.select(Selection(3, 0))
    assert panels[0].table.numbers.rowCount() > 0
    network_session.attempt(lambda experiment: experiment.with_hidden(()), "Remove the layers")
    assert network_session.network.layout.size == 3
    assert network_session.selection.address is None
