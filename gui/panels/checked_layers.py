"""A gradient check laid out as its heat map shows it: the matrix of every layer, and last the links over layers."""

from collections.abc import Sequence

import numpy as np

from engine.network import NetworkSpec
from engine.network.layout import Layout
from engine.training import Derivative
from gui.plots.check_heatmap import KINK, MISSING, RIGHT, UNCHECKED, WRONG, CheckedLayer
from gui.translation import tr

VERDICTS = {"right": RIGHT, "kink": KINK, "wrong": WRONG}

IN_A_ROW = 8
"""Long links that stand side by side; of many as many as make a square."""


def checked_layers(spec: NetworkSpec, derivatives: Sequence[Derivative]) -> list[CheckedLayer]:
    """What was checked so far; before a check none of them is."""
    layout = Layout(spec)
    numbers = np.full((3, layout.size), np.nan)
    verdicts = np.full(layout.size, UNCHECKED)
    if derivatives:
        places = [each.index for each in derivatives]
        numbers[:, places] = np.array(
            [(each.backprop, each.numerical, each.relative_error) for each in derivatives]
        ).T
        verdicts[places] = [VERDICTS[each.verdict] for each in derivatives]
    blocks = zip(*(layout.blocks(row) for row in numbers), layout.blocks(verdicts), strict=True)
    last = len(spec.layers)
    layers = [
        CheckedLayer(tr("output") if number == last else tr("layer {number}", number=number), *arrays)
        for number, arrays in enumerate(blocks, start=1)
    ]
    if spec.long_links:
        layers.append(_long_links(spec, numbers, verdicts))
    return layers


def _long_links(spec: NetworkSpec, numbers: np.ndarray, verdicts: np.ndarray) -> CheckedLayer:
    """The links over layers in the order of θ, row by row."""
    count = len(spec.long_links)
    columns = min(count, max(IN_A_ROW, int(np.ceil(np.sqrt(count)))))
    rows = -(-count // columns)
    laid = np.full((3, rows * columns), np.nan)
    judged = np.full(rows * columns, MISSING)
    laid[:, :count], judged[:count] = numbers[:, -count:], verdicts[-count:]
    links = tuple((link.layer, link.neuron, link.source, link.origin) for link in spec.long_links)
    backprop, numerical, error = laid.reshape(3, rows, columns)
    return CheckedLayer(tr("long links"), backprop, numerical, error, judged.reshape(rows, columns), links)
