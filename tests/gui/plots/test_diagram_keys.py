"""Where the arrows lead in a network with links over layers, and while a new one is drawn."""

import pytest
from PySide6.QtCore import Qt

from gui.plots.diagram_keys import Spot, far_neuron, moved, neuron_moved

LEFT, RIGHT, UP, DOWN = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
SIZES = (2, 4, 2, 1)
LINKS = ((2, 1, 0, 0), (3, 0, 1, 0), (3, 0, 3, 1))
"""Layer, neuron, source, layer of the source."""


def walked(spot: Spot, *keys: Qt.Key) -> Spot:
    for key in keys:
        spot = moved(spot, key, SIZES, long_links=LINKS)
    return spot


def test_long_links_come_after_the_weights_from_the_layer_below() -> None:
    first = walked(Spot(3, 0), LEFT)
    assert first == Spot(3, 0, 0)
    found = [walked(first, *[DOWN] * count) for count in range(5)]
    assert found == [first, Spot(3, 0, 1), Spot(3, 0, 1, 0), Spot(3, 0, 3, 1), Spot(3, 0, 3, 1)]
    assert walked(Spot(3, 0, 1, 0), UP) == Spot(3, 0, 1)
    assert walked(Spot(2, 0, 3), DOWN) == Spot(2, 0, 3), "those of another neuron are no way on"


def test_from_a_long_link_left_leads_to_its_source_and_right_to_its_neuron() -> None:
    assert walked(Spot(3, 0, 1, 0), LEFT) == Spot(0, 1)
    assert walked(Spot(3, 0, 3, 1), LEFT) == Spot(1, 3)
    assert walked(Spot(3, 0, 3, 1), RIGHT) == Spot(3, 0)


def test_a_new_link_is_led_from_neuron_to_neuron() -> None:
    spot = Spot(0, 1)
    for key, there in (
        *((RIGHT, Spot(1, 1)), (DOWN, Spot(1, 2)), (RIGHT, Spot(2, 1)), (DOWN, Spot(2, 1))),
        *((RIGHT, Spot(3, 0)), (RIGHT, Spot(3, 0)), (UP, Spot(3, 0)), (LEFT, Spot(2, 0))),
    ):
        spot = neuron_moved(spot, key, SIZES, (0, 1))
        assert spot == there


def test_among_inputs_it_goes_as_they_stand() -> None:
    assert neuron_moved(Spot(0, 2), DOWN, (3, 1), (2, 0, 1)) == Spot(0, 0)
    assert neuron_moved(Spot(0, 2), UP, (3, 1), (2, 0, 1)) == Spot(0, 2)


@pytest.mark.parametrize(
    ("spot", "there"),
    [(Spot(0, 1), Spot(2, 1)), (Spot(1, 3), Spot(3, 0)), (Spot(2, 1), Spot(0, 1)), (Spot(3, 0), Spot(1, 0))],
)
def test_it_begins_where_a_long_link_may_lead(spot: Spot, there: Spot) -> None:
    assert far_neuron(spot, SIZES) == there


def test_without_hidden_layers_it_begins_at_the_neighbour() -> None:
    assert far_neuron(Spot(0, 1), (2, 1)) == Spot(1, 0)
