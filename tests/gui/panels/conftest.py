"""What the tests of the panels share: a panel on the screen, and a small network that was trained a little."""

import numpy as np
import pytest

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import OptimizerSpec, TrainingSpec
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.output_panel import OutputPanel
from gui.session import Session


@pytest.fixture
def open_panel(qtbot):
    """Shows a panel of that kind, and holds it: one nobody holds may be collected while it is painted."""
    held = []

    def open_one(kind, session):
        panel = kind(session)
        held.append(panel)
        qtbot.addWidget(panel)
        panel.ensure_built()
        panel.resize(640, 900)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    yield open_one
    for panel in held:
        panel.close()


@pytest.fixture
def output_panel(open_panel, session: Session) -> OutputPanel:
    """As large as it is in a window of 1280 × 720."""
    panel = open_panel(OutputPanel, session)
    panel.resize(400, 480)
    return panel


@pytest.fixture
def network_session(application) -> Session:
    """2-3-3-1 with a skip connection, a few steps trained by Adam."""
    experiment = Experiment(
        data=DataSpec("circle", samples=60),
        network=NetworkSpec(
            2, (LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", skip=True), LayerSpec(1, "tanh"))
        ),
        training=TrainingSpec(
            loss="mse", optimizer=OptimizerSpec("adam", 0.05), penalty="l2", penalty_rate=0.01
        ),
        seed=4,
    )
    session = Session(experiment)
    session.advance(7)
    session.example.set(5)
    return session


@pytest.fixture
def inspector(open_panel, network_session) -> InspectorPanel:
    """With its gradient check and its strip open, which are closed at first."""
    panel = open_panel(InspectorPanel, network_session)
    for section in (panel.section_check, panel.section_examples):
        if not section.is_open:
            section.button.click()
    return panel


@pytest.fixture
def by_hand():
    """z, a, δ of the chosen example of `network_session`, written out."""
    return _by_hand


def _by_hand(session):
    """z, a, f'(z), δ of example 5 of the network above, written out."""
    network, row = session.network, session.example.index
    (w1, w2, w3), (b1, b2, b3) = network.weights, network.biases
    x, y = session.trainer.data.inputs[row], session.trainer.data.targets[row]
    z1 = w1 @ x + b1
    a1 = np.tanh(z1)
    z2 = w2 @ a1 + b2
    f2 = 1 / (1 + np.exp(-z2))
    a2 = f2 + a1
    z3 = w3 @ a2 + b3
    a3 = np.tanh(z3)
    d3 = (1 - a3**2) * 2 * (a3 - y)
    up2 = w3.T @ d3
    d2 = f2 * (1 - f2) * up2
    up1 = w2.T @ d2 + up2
    d1 = (1 - a1**2) * up1
    return {
        "x": x,
        "y": y,
        "z": (x, z1, z2, z3),
        "a": (x, a1, a2, a3),
        "d": (None, d1, d2, d3),
        "up": (None, up1, up2),
    }
