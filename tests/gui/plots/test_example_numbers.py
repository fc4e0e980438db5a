"""What every neuron says of one example is written at it, however many there are, and hides no neuron."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.plots.diagram_design import DiagramDesign
from gui.plots.network_diagram import NetworkDiagram


def picture(diagram: NetworkDiagram) -> np.ndarray:
    """(height, width, 3)"""
    QApplication.processEvents()
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (2, 16, 12, 1), (2, 32, 16, 10), (2, *[32] * 8, 1)])
def test_numbers_stand_at_every_neuron_and_on_none(qtbot, sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(660, 590)
    diagram.show_design(DiagramDesign(("x1", "x2"), tuple((size, "Tanh") for size in sizes[1:])))
    diagram.show_parameters(
        [rng.normal(size=(high, low)) for low, high in pairwise(sizes)],
        [rng.normal(size=size) for size in sizes[1:]],
    )
    with qtbot.waitExposed(diagram):
        diagram.show()
    before = picture(diagram)
    diagram.show_values([rng.uniform(-1.0, 1.0, size) for size in sizes])
    changed = (picture(diagram) != before).any(axis=2)
    layout = diagram.layout_of
    last_hidden = len(sizes) - 2
    for layer, tile in enumerate(layout.tiles.tolist()):
        for place, (x, y) in enumerate(layout.centers(layer).tolist()):
            left, top, half = round(x), round(y), round(tile / 2)
            own = changed[top - half : top + half + 15, max(left - half - 50, 0) : left + half + 50]
            is_crowded = (
                len(sizes) == 10 and layer == last_hidden and place < 5
            )  # beside the output's large tile
            assert own.sum() > 40 or is_crowded, f"neuron at {x}, {y} of layer {layer} has no number"
            inner = changed[top - half + 2 : top + half - 2, left - half + 2 : left + half - 2]
            assert not inner.any(), f"a number stands on the neuron at {x}, {y} of layer {layer}"
