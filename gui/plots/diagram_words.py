"""What is said of a neuron, a weight or an input in the picture of a network."""

from gui.numbers import signed
from gui.plots.diagram_design import DiagramDesign, subscript
from gui.plots.diagram_keys import Spot
from gui.translation import tr


def spot_text(
    design: DiagramDesign,
    spot: Spot,
    number: float,
) -> str:
    """One line with the present value, of a weight or a neuron's bias, counted from 1 as the texts do."""
    if spot.source is not None:
        value = tr("cut") if design.is_cut(spot) else signed(number)
        index = f"{subscript(spot.neuron + 1)}{subscript(spot.source + 1, separate=spot.neuron > 8)}"
        return tr("weight w{index}, layer {layer}: {value}", index=index, layer=spot.layer, value=value)
    if design.is_spare(spot):
        return tr("{name} is off; a click gives it to the network", name=design.column_names[spot.neuron])
    if spot.layer == 0:
        return tr("input {name}", name=design.input_names[spot.neuron])
    return tr(
        "neuron {neuron}, layer {layer} ({activation}): bias {bias}",
        neuron=spot.neuron + 1,
        layer=spot.layer,
        activation=design.layers[spot.layer - 1][1],
        bias=signed(number),
    )
