"""The keys of a picture of a network, and where the arrows lead in it.

Left and right alternate between neurons and the weights that join them; up and down go through the neurons of
a layer, or through the weights that come into one neuron. In the first column they go through all that stands
there, also the inputs that are off. From a whole layer left and right lead to its neighbours, down into it.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

Key = Qt.Key

ARROWS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
COMMANDS = {
    Key.Key_Plus: "add",
    Key.Key_Minus: "remove",
    Key.Key_Delete: "delete",
    Key.Key_Backspace: "delete",
    Key.Key_Return: "edit",
    Key.Key_Enter: "edit",
}
WHOLE_LAYER = Key.Key_L
"""From a neuron or a weight to its layer, and back."""


@dataclass(frozen=True)
class Spot:
    """Something in the picture: a neuron, or with `source` the weight into it, from layer `origin` if it is long."""

    layer: int
    neuron: int
    source: int | None = None
    origin: int | None = None


def moved(spot: Spot | None, key: int, sizes: tuple[int, ...], inputs: tuple[int, ...] = ()) -> Spot:
    """The spot that an arrow key leads to in layers of `sizes` neurons; the first input from nowhere.

    `inputs` are the numbers of what stands in the first column, top one first, where that is more than the inputs.
    """
    if spot is None:
        return Spot(0, 0)
    if key in (Key.Key_Up, Key.Key_Down):
        change = 1 if key == Key.Key_Down else -1
        if spot.layer == 0 and inputs:
            return Spot(0, inputs[_within(inputs.index(spot.neuron) + change, len(inputs))])
        return _beside(spot, change, sizes)
    if spot.layer == 0 and spot.neuron >= sizes[0]:
        return spot
    return _leftwards(spot, sizes) if key == Key.Key_Left else _rightwards(spot, sizes)


def layer_moved(layer: int, key: int, sizes: tuple[int, ...]) -> int | Spot:
    """Where an arrow key leads from a whole layer: to its neighbours, or down to its first neuron."""
    if key == Key.Key_Down:
        return Spot(layer, 0)
    change = {Key.Key_Left: -1, Key.Key_Right: 1}.get(Key(key), 0)
    return _within(layer + change, len(sizes))


def _beside(spot: Spot, change: int, sizes: tuple[int, ...]) -> Spot:
    if spot.source is None:
        return replace(spot, neuron=_within(spot.neuron + change, sizes[spot.layer]))
    return replace(spot, source=_within(spot.source + change, sizes[spot.layer - 1]))


def _leftwards(spot: Spot, sizes: tuple[int, ...]) -> Spot:
    if spot.source is not None:
        return Spot(spot.layer - 1, spot.source)
    if spot.layer == 0:
        return spot
    return replace(spot, source=_within(spot.neuron, sizes[spot.layer - 1]))


def _rightwards(spot: Spot, sizes: tuple[int, ...]) -> Spot:
    if spot.source is not None:
        return Spot(spot.layer, spot.neuron)
    if spot.layer == len(sizes) - 1:
        return spot
    return Spot(spot.layer + 1, _within(spot.neuron, sizes[spot.layer + 1]), spot.neuron)


def _within(index: int, count: int) -> int:
    return min(max(index, 0), count - 1)
