"""What is said of a neuron, a weight, an input or a new link in the picture of a network."""

from gui.numbers import signed
from gui.plots.diagram_design import DiagramDesign, subscript
from gui.plots.diagram_keys import Spot
from gui.translation import tr


def spot_text(
    design: DiagramDesign,
    spot: Spot,
    number: float,
) -> str:
    """What it is with the present value, of a weight or a neuron's bias, counted from 1 as the texts do."""
    if spot.source is not None:
        value = tr("cut") if design.is_cut(spot) else signed(number)
        if spot.origin is not None:
            return tr(
                "long link from {source} to {neuron}: {value}",
                source=neuron_text(design, spot.origin, spot.source),
                neuron=neuron_text(design, spot.layer, spot.neuron),
                value=value,
            )
        index = f"{subscript(spot.neuron + 1)}{subscript(spot.source + 1, separate=spot.neuron > 8)}"
        return tr("weight w{index}, layer {layer}: {value}", index=index, layer=spot.layer, value=value)
    if design.is_spare(spot):
        return tr("{name} is off; a click gives it to the network", name=design.column_names[spot.neuron])
    if spot.layer == 0:
        return tr("input {name}", name=design.input_names[spot.neuron])
    words = tr(
        "neuron {neuron}, layer {layer} ({activation}): bias {bias}",
        neuron=spot.neuron + 1,
        layer=spot.layer,
        activation=design.layers[spot.layer - 1][1],
        bias=signed(number),
    )
    if spot.layer < len(design.layers) or not design.output_names:
        return words
    letter, name = design.output_letter(spot.neuron), design.output_name(spot.neuron)
    return tr("{letter} of the class {name}\n{words}", letter=letter, name=name, words=words)


def neuron_text(design: DiagramDesign, layer: int, neuron: int) -> str:
    """Which neuron it is, or the name of an input."""
    if layer == 0:
        return design.input_names[neuron]
    return tr("neuron {neuron}, layer {layer}", neuron=neuron + 1, layer=layer)


def may_be_joined(design: DiagramDesign, one: Spot, other: Spot) -> bool:
    """Whether a link over layers between two neurons can be drawn, and is not there yet."""
    edge = _edge_between(one, other)
    return edge[0] - edge[3] > 1 and edge not in design.long_links


def drawing_text(design: DiagramDesign, start: Spot, target: Spot | None) -> str:
    """What becomes of a link that is drawn from a neuron to another, or to the ground, if it is let go now."""
    if target is None:
        return tr("a link from {source}: to a neuron of another layer", source=_name(design, start))
    low, high = sorted((start, target), key=lambda spot: spot.layer)
    if low.layer == high.layer:
        return tr("a link leads from one layer to a later one")
    words = tr("from {source} to {neuron}", source=_name(design, low), neuron=_name(design, high))
    edge = _edge_between(start, target)
    if may_be_joined(design, start, target):
        return tr("draw a long link {words}", words=words)
    if edge in design.cut or (edge[0] - edge[3] == 1 and edge[:3] in design.cut):
        return tr("join the link {words}", words=words)
    return tr("pick the link {words}", words=words)


def _name(design: DiagramDesign, spot: Spot) -> str:
    return neuron_text(design, spot.layer, spot.neuron)


def _edge_between(one: Spot, other: Spot) -> tuple[int, int, int, int]:
    low, high = sorted((one, other), key=lambda spot: spot.layer)
    return high.layer, high.neuron, low.neuron, low.layer
