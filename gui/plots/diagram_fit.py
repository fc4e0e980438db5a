"""Fitting a network into a picture: room for the names of inputs and outputs, and for the inputs that are off."""

from itertools import pairwise

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF

from gui.appearance import number_font
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_layout import TILE_SHARE, DiagramLayout, Insets
from gui.plots.edge_painter import FEW
from gui.plots.neuron_painter import LEAST_LABELLED

WIDEST_NAME = 110.0
NAME_OF_OUTPUT = 23.0
"""Room for the name of an output at least."""
SHARE_OF_CLASS = 0.13
"""Of the picture's width: room for the name of a class at most."""


def is_curved(design: DiagramDesign) -> bool:
    """Whether its weights are curves; of very many only straight lines are drawn in time."""
    return sum(a * b for a, b in pairwise(design.sizes)) <= FEW


def fitted(design: DiagramDesign, size: QSize) -> DiagramLayout:
    """Where everything stands in a picture of that size."""
    inputs = _shown_inputs(design, size.height())
    layout = _layout(design, size, Insets(), inputs)
    left = _names_width(design) + float(layout.tiles[0]) / 2.0
    if layout.tiles[0] < LEAST_LABELLED:  # too small for names beside them
        left = Insets.left
    is_named = layout.tiles[-1] >= LEAST_LABELLED
    right = max(_outputs_width(design, size.width(), is_named) + float(layout.tiles[-1]) / 2.0, Insets.right)
    return _layout(design, size, Insets(left=left, right=right), inputs)


def _layout(design: DiagramDesign, size: QSize, insets: Insets, inputs: tuple[int, ...]) -> DiagramLayout:
    width, height = size.width(), size.height()
    return DiagramLayout(design.sizes, width, height, insets, is_curved(design), inputs, design.long_links)


def _shown_inputs(design: DiagramDesign, height: float) -> tuple[int, ...]:
    """The numbers of what stands in the inputs' column; the spare ones only if there is room for their names."""
    order = design.input_order
    room = height - Insets.top - Insets.bottom
    if room * TILE_SHARE >= LEAST_LABELLED * len(order):
        return order
    return tuple(number for number in order if number < len(design.input_names))


def _names_width(design: DiagramDesign) -> float:
    """Room for the longest name of an input, within reason."""
    metrics = QFontMetricsF(number_font())
    widest = max(metrics.horizontalAdvance(name) for name in design.column_names)
    return min(widest, WIDEST_NAME) + 18.0


def _outputs_width(design: DiagramDesign, width: float, is_named: bool) -> float:
    """Room for the longest name of an output; of a class, within reason, and only where the classes are named."""
    metrics, outputs = QFontMetricsF(number_font()), range(design.sizes[-1])
    widest = max(metrics.horizontalAdvance(design.output_letter(neuron)) for neuron in outputs)
    if design.output_names and is_named:
        longest = max(map(metrics.horizontalAdvance, design.output_names))
        widest = max(widest, min(longest + 1.0, SHARE_OF_CLASS * width))
    return max(NAME_OF_OUTPUT, 10.0 + widest)
