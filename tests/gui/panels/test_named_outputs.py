"""Beside an output stands its class, where each class has an output; its whole name is told of it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest

from engine.data import Dataset, DataSpec, OwnData
from engine.experiment import Experiment
from gui.appearance import number_font
from gui.panels.network_panel import NetworkPanel
from gui.plots.diagram_keys import Spot
from gui.presets import load_preset

LONG = "a class whose name hardly ever ends"


@pytest.fixture
def panel(session, qtbot) -> NetworkPanel:
    panel = NetworkPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(640, 590)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def own_classes(*names: str) -> Experiment:
    targets = np.eye(len(names))[np.arange(30) % len(names)]
    inputs = np.random.default_rng(0).normal(size=(30, 2))
    own = OwnData("own", Dataset(inputs, targets, "classes", ("a", "b"), names))
    return Experiment().with_data(DataSpec.of_own(own))


def ink_beside(panel: NetworkPanel, neuron: int) -> float:
    """How wide that is what is written to the right of an output's tile."""
    diagram = panel.diagram
    last = len(diagram.layout_of.columns) - 1
    center, half = diagram.spot_center(Spot(last, neuron)), float(diagram.layout_of.tiles[last]) / 2.0
    left = round(center.x() + half) + 3
    strip = QRect(
        left, round(center.y()) - 10, diagram.width() - left - 3, 20
    )  # but for the frame of what has the keyboard
    image = diagram.grab(strip).toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    (columns,) = np.nonzero((pixels != pixels[0, 0]).any(axis=0))
    return float(columns[-1] - columns[0] + 1)


def told(panel: NetworkPanel, neuron: int) -> str:
    spot = Spot(len(panel.session.experiment.network.layers), neuron)
    QTest.mouseMove(panel.diagram, QPoint(1, 1))
    QTest.mouseMove(panel.diagram, panel.diagram.spot_center(spot).toPoint())
    return panel.diagram.hovered_text()


@pytest.mark.parametrize(
    ("experiment", "names"),
    [
        (lambda: load_preset("iris"), ("setosa", "versicolor", "virginica")),
        (lambda: load_preset("digits"), tuple("0123456789")),
        (lambda: own_classes("oak tree", "-1", "an_elm"), ("oak tree", "−1", "an elm")),
        (lambda: load_preset("circle"), ("ŷ",)),
        (lambda: load_preset("sine"), ("ŷ",)),
        (lambda: load_preset("breast_cancer"), ("ŷ",)),
    ],
)
def test_the_name_of_the_class_stands_beside_its_output(panel: NetworkPanel, experiment, names) -> None:
    panel.session.open_experiment(experiment())
    assert panel.session.experiment.network.sizes[-1] == len(names)
    box = QFontMetricsF(number_font())
    widths = [ink_beside(panel, neuron) for neuron in range(len(names))]
    assert widths == [pytest.approx(box.tightBoundingRect(name).width(), abs=2.5) for name in names]
    for neuron, name in enumerate(names):
        head, _, tail = told(panel, neuron).rpartition("\n")
        letter = f"ŷ{'₁₂₃₄₅₆₇₈₉'[neuron]}" if neuron < 9 else "ŷ₁₀"
        assert head == ("" if names == ("ŷ",) else f"{letter} of the class {name}")
        assert tail.startswith(f"neuron {neuron + 1}, layer ")


def test_a_long_name_is_cut_short_and_told_whole(panel: NetworkPanel) -> None:
    panel.session.open_experiment(own_classes(LONG, "x", "y"))
    diagram = panel.diagram
    assert ink_beside(panel, 0) < 0.14 * diagram.width()
    assert ink_beside(panel, 0) > 5 * ink_beside(panel, 1)
    assert told(panel, 0).startswith(f"ŷ₁ of the class {LONG}\n")


def test_nothing_moves_while_it_is_looked_at_and_learned(panel: NetworkPanel) -> None:
    panel.session.open_experiment(load_preset("iris"))
    places = [panel.diagram.spot_center(Spot(2, neuron)) for neuron in range(3)]
    panel.session.advance(40)
    panel.session.probe.put((1.0, 1.0))
    told(panel, 0)
    assert [panel.diagram.spot_center(Spot(2, neuron)) for neuron in range(3)] == places
