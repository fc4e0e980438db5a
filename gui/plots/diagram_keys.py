"""The keys of a picture of a network, and where the arrows lead in it.

Left and right alternate between neurons and the weights that join them; up and down go through the neurons of
a layer, or through the weights that come into one neuron, at last those of the links that pass over layers. In the
first column they go through all that stands there, also the inputs that are off. From a whole layer left and right
lead to its neighbours, down into it.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

from gui.plots.long_arcs import Link

Key = Qt.Key

ARROWS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
COMMANDS = {
    Key.Key_Plus: "add",
    Key.Key_Minus: "remove",
    Key.Key_Delete: "delete",
    Key.Key_Backspace: "delete",
    Key.Key_Return: "edit",
    Key.Key_Enter: "edit",
    Key.Key_W: "link",
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

    @property
    def edge(self) -> tuple[int, ...]:
        """(layer, neuron, source) of a weight, and the layer of its source after them where it is a long link's."""
        assert self.source is not None
        place = (self.layer, self.neuron, self.source)
        return place if self.origin is None else (*place, self.origin)


def moved(
    spot: Spot | None,
    key: int,
    sizes: tuple[int, ...],
    inputs: tuple[int, ...] = (),
    long_links: tuple[Link, ...] = (),
) -> Spot:
    """The spot that an arrow key leads to in layers of `sizes` neurons; the first input from nowhere.

    `inputs` are the numbers of what stands in the first column, top one first, where that is more than the inputs.
    """
    if spot is None:
        return Spot(0, 0)
    if key in (Key.Key_Up, Key.Key_Down):
        change = 1 if key == Key.Key_Down else -1
        if spot.layer == 0 and inputs:
            return Spot(0, inputs[_within(inputs.index(spot.neuron) + change, len(inputs))])
        return _beside(spot, change, sizes, long_links)
    if spot.layer == 0 and spot.neuron >= sizes[0]:
        return spot
    return _leftwards(spot, sizes) if key == Key.Key_Left else _rightwards(spot, sizes)


def layer_moved(layer: int, key: int, sizes: tuple[int, ...]) -> int | Spot:
    """Where an arrow key leads from a whole layer: to its neighbours, or down to its first neuron."""
    if key == Key.Key_Down:
        return Spot(layer, 0)
    change = {Key.Key_Left: -1, Key.Key_Right: 1}.get(Key(key), 0)
    return _within(layer + change, len(sizes))


def neuron_moved(spot: Spot, key: int, sizes: tuple[int, ...], inputs: tuple[int, ...]) -> Spot:
    """The same from neuron to neuron; `inputs` are the numbers of the inputs, top one first."""
    if key in (Key.Key_Left, Key.Key_Right):
        layer = _within(spot.layer + (1 if key == Key.Key_Right else -1), len(sizes))
        return Spot(layer, _within(spot.neuron, sizes[layer]))
    change = 1 if key == Key.Key_Down else -1
    if spot.layer == 0 and spot.neuron in inputs:
        return Spot(0, inputs[_within(inputs.index(spot.neuron) + change, len(inputs))])
    return Spot(spot.layer, _within(spot.neuron + change, sizes[spot.layer]))


def far_neuron(spot: Spot, sizes: tuple[int, ...]) -> Spot:
    """A neuron that a link over a layer may lead to from here, or come from; the next where there is none."""
    for change in (2, -2, 1, -1):
        layer = spot.layer + change
        if 0 <= layer < len(sizes):
            return Spot(layer, _within(spot.neuron, sizes[layer]))
    return spot


def _beside(spot: Spot, change: int, sizes: tuple[int, ...], long_links: tuple[Link, ...]) -> Spot:
    if spot.source is None:
        return replace(spot, neuron=_within(spot.neuron + change, sizes[spot.layer]))
    arriving = [Spot(spot.layer, spot.neuron, source) for source in range(sizes[spot.layer - 1])]
    arriving += [Spot(*link) for link in long_links if link[:2] == (spot.layer, spot.neuron)]
    return arriving[_within(arriving.index(spot) + change, len(arriving))]


def _leftwards(spot: Spot, sizes: tuple[int, ...]) -> Spot:
    if spot.source is not None:
        return Spot(spot.layer - 1 if spot.origin is None else spot.origin, spot.source)
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
