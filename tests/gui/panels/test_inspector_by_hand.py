"""Matt Mazur, "A Step by Step Backpropagation Example" (2015), read from the inspector's window."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.data import Dataset, DataSpec, OwnData
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import OptimizerSpec, TrainingSpec
from gui import numbers
from gui.panels.inspector_panel import InspectorPanel
from gui.session import Selection, Session

FIGURES = 6e-4


@pytest.fixture
def panel(qtbot, application) -> InspectorPanel:
    data = Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]), problem="regression")
    session = Session(
        Experiment(
            data=DataSpec.of_own(OwnData("Mazur", data), train_fraction=0.9),
            network=NetworkSpec(2, (LayerSpec(2, "sigmoid"), LayerSpec(2, "sigmoid"))),
            training=TrainingSpec(
                loss="half_squared_error", optimizer=OptimizerSpec("sgd", 0.5), batch_size=1
            ),
        )
    )
    values = [0.15, 0.20, 0.35, 0.25, 0.30, 0.35, 0.40, 0.45, 0.60, 0.50, 0.55, 0.60]
    session.set_parameters(range(12), np.array(values), "his weights")
    panel = InspectorPanel(session)
    qtbot.addWidget(panel)
    panel.ensure_built()
    panel.resize(640, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def read(panel, name: str) -> float:
    return numbers.parse_number(panel.findChild(QLabel, f"explain.{name}").text())


def test_his_first_output_neuron(panel):
    panel.session.select(Selection(2, 0))
    shown = [read(panel, name) for name in ("z", "a", "slope", "delta")]
    assert shown == pytest.approx([1.105905967, 0.75136507, 0.186815602, 0.138498562], rel=FIGURES)


def test_his_first_hidden_neuron(panel):
    panel.session.select(Selection(1, 0))
    shown = [read(panel, name) for name in ("z", "a", "slope", "delta")]
    # net_h1, out_h1, ∂out/∂net, and 0.036350306 · 0.241300709.
    assert shown == pytest.approx([0.3775, 0.593269992, 0.241300709, 0.0087713546], rel=FIGURES)


@pytest.mark.parametrize(
    ("picked", "gradient", "after"),
    [
        (Selection(2, 0, 0), 0.082167041, 0.35891648),  # his w5
        (Selection(1, 0, 0), 0.000438568, 0.149780716),  # his w1
    ],
)
def test_his_gradients_and_his_weights_after_the_step(panel, picked, gradient, after):
    panel.session.select(picked)
    for name in ("example_gradient", "batch_gradient"):
        assert read(panel, name) == pytest.approx(gradient, rel=FIGURES)
    assert read(panel, "next_value") == pytest.approx(after, rel=FIGURES)
    panel.session.step()
    assert read(panel, "value") == pytest.approx(after, rel=FIGURES)


def test_his_sum_over_both_outputs(panel):
    """∂E_total/∂out_h1 = 0.055399425 − 0.019049119, as two paths."""
    panel.session.select(Selection(1, 0, 0))
    panel.section_paths.button.click()
    ways = [bar.value for bar in panel.paths.list.entries.bars]
    rest = 0.241300709 * 0.05
    assert ways == pytest.approx([0.055399425 * rest, -0.019049119 * rest], rel=1e-6)
    assert "2 paths" in panel.findChild(QLabel, "explain.paths_sum").text()
