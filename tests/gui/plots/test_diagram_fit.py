"""A network fits into its picture, names and all."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.plots.diagram_design import DiagramDesign
from gui.plots.network_diagram import NetworkDiagram

LONG = tuple(f"a class whose name hardly ever ends, number {number}" for number in range(32))
DIGITS = tuple(map(str, range(10)))


@pytest.mark.parametrize("classes", [(), DIGITS, LONG])
@pytest.mark.parametrize("sizes", [(64, 32, 10), (784, 120), (2, 4, 2, 1), (2, 32)])
@pytest.mark.parametrize("size", [(320, 240), (640, 590), (960, 960), (1600, 1400)])
def test_names_of_outputs_end_before_the_edge(qtbot, sizes, size, classes) -> None:
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(*size)
    names = tuple(f"x{number}" for number in range(sizes[0]))
    layers = tuple((neurons, "Tanh") for neurons in sizes[1:])
    given = classes[: sizes[-1]] if len(classes) >= sizes[-1] else ()
    diagram.show_design(DiagramDesign(names, layers, output_names=given))
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    assert len(np.unique(pixels)) > 1
    assert (pixels[:, -2:] == pixels[-1, -1]).all(), "something is cut off at the right edge"
