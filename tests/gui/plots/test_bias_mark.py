"""The little square that shows a bias: where it is seen it can be pointed at and clicked."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gui.plots.bias_mark import bias_at
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.network_diagram import NetworkDiagram


@pytest.fixture
def make(qtbot):
    """A shown diagram of a network of these sizes without weights, and its biases."""

    def diagram_of(*sizes: int) -> tuple[NetworkDiagram, list[np.ndarray]]:
        diagram, biases = NetworkDiagram(), [np.zeros(size) for size in sizes[1:]]
        qtbot.addWidget(diagram)
        diagram.resize(660, 590)
        names = tuple(f"x{number}" for number in range(1, sizes[0] + 1))
        diagram.show_design(DiagramDesign(names, tuple((size, "Tanh") for size in sizes[1:])))
        diagram.show_parameters([np.zeros((high, low)) for low, high in pairwise(sizes)], biases)
        with qtbot.waitExposed(diagram):
            diagram.show()
        return diagram, biases

    return diagram_of


def picture(diagram: NetworkDiagram) -> np.ndarray:
    """(height, width, 4)"""
    diagram.update()
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize(("layer", "neuron"), [(1, 0), (1, 15), (2, 1), (3, 0)])
def test_where_a_bias_is_seen_it_is_clicked(make, layer: int, neuron: int) -> None:
    diagram, biases = make(2, 16, 2, 1)
    before, asked = picture(diagram), []
    biases[layer - 1][neuron] = 2.0
    rows, columns = (picture(diagram) != before).any(axis=2).nonzero()
    assert 4 <= np.ptp(rows) <= 8, "one small square has another colour"
    place = QPoint(round(columns.mean()), round(rows.mean()))
    diagram.picked.connect(asked.append)
    diagram.commanded.connect(asked.append)
    QTest.mouseMove(diagram, place)
    assert "bias +2" in diagram.hovered_text()
    assert diagram.pointed_neuron() is None, "no link begins there"
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=place)
    assert asked == [Spot(layer, neuron), "edit"]


def test_inputs_and_tiny_tiles_have_none(make) -> None:
    for sizes in ((2, 4, 1), (8, 64, 1)):
        layout = make(*sizes)[0].layout_of
        found = {bias_at(layout, QPointF(x, y)) for x in range(0, 660, 3) for y in range(0, 590, 3)} - {None}
        tall = [layer for layer in range(1, len(sizes)) if layout.tiles[layer] >= 14.0]
        assert found == {(layer, neuron) for layer in tall for neuron in range(sizes[layer])}
    assert tall == [2]
