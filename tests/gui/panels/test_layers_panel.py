"""The Layers panel shows the recorded gradients, and the spread of weights and activations as they are now."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from gui.app import create_application
from gui.panels.layers_panel import LayersPanel
from gui.presets import load_preset
from gui.session import Session


@pytest.fixture
def panel(qtbot) -> LayersPanel:
    create_application()
    panel = LayersPanel(Session(load_preset("circle")))
    panel.ensure_built()
    panel.resize(420, 300)
    panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    panel.setFocus()
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    for _ in range(6):
        panel.session.step_epoch()
    return panel


def choose(panel: LayersPanel, name: str, key: str) -> None:
    box = panel.findChild(QComboBox, f"layers.{name}")
    row = box.findData(key)
    box.setCurrentIndex(row)
    box.activated.emit(row)


def test_a_curve_a_layer_holds_the_logarithm_of_what_was_recorded(panel: LayersPanel) -> None:
    history = panel.session.trainer.history
    assert panel.gradients.key.texts() == ("layer 1", "layer 2", "output")
    for layer, curve in enumerate(panel.gradients.curves, start=1):
        x, y = curve.getData()
        assert np.array_equal(x, history.epochs)
        assert np.isnan(y[0])  # no step, no gradient
        assert y[1:] == pytest.approx(np.log10(history.gradient_of(layer)[1:, 0]))
    low, high = panel.gradients.plotItem.vb.viewRange()[1]
    sizes = np.log10(np.concatenate([history.gradient_of(layer)[1:] for layer in (1, 2, 3)]))
    assert low <= sizes.min() <= sizes.max() <= high
    assert low == int(low)
    assert high == int(high)


def test_last_gradient_is_the_mean_over_the_weights(panel: LayersPanel) -> None:
    trainer = panel.session.trainer
    for layer, (weights, _) in enumerate(trainer.network.split(trainer.gradient), start=1):
        assert 10 ** panel.gradients.curves[layer - 1].getData()[1][-1] == pytest.approx(
            np.abs(weights).mean()
        )


def test_one_layer_alone(panel: LayersPanel) -> None:
    choose(panel, "layer", "2")
    assert panel.gradients.key.texts() == ("layer 2",)
    assert [curve.isVisible() for curve in panel.gradients.curves] == [True, False, False]
    choose(panel, "view", "weights")
    assert [cell.title for cell in panel.histograms.cells] == ["layer 2"]
    panel.session.edit(panel.session.experiment.with_hidden(()), "No hidden layer")
    assert [cell.title for cell in panel.histograms.cells] == ["output"]


def test_weights_are_counted(panel: LayersPanel) -> None:
    choose(panel, "view", "weights")
    network = panel.session.network
    for cell, weights in zip(panel.histograms.cells, network.weights, strict=True):
        below = cell.shares[cell.edges[1:] <= 1e-12].sum()
        assert below == pytest.approx((weights < 0).mean())
        assert cell.edges.tolist() == panel.histograms.cells[0].edges.tolist()


def test_activations_are_counted_and_follow_training(panel: LayersPanel) -> None:
    choose(panel, "view", "activations")
    session = panel.session
    before = [cell.shares.copy() for cell in panel.histograms.cells]
    record = session.network.forward(session.trainer.data.inputs)
    for cell, a in zip(panel.histograms.cells, record.a[1:], strict=True):
        assert cell.shares[cell.edges[1:] <= 1e-12].sum() == pytest.approx((a < 0).mean())
    session.advance(200)
    assert not all(
        np.array_equal(old, cell.shares) for old, cell in zip(before, panel.histograms.cells, strict=True)
    )


def test_hovering_reads_off_the_gradients(panel: LayersPanel) -> None:
    plot = panel.gradients
    QTest.mouseMove(plot.viewport(), QPoint(round(plot.x_of(3)), plot.parts()[0].center().toPoint().y()))
    reading = plot.hair_line.reading()
    assert reading.place.endswith("003")
    history = panel.session.trainer.history
    row = history.epochs.tolist().index(3)
    for layer, line in enumerate(reading.lines, start=1):
        assert float(line.values[0]) == pytest.approx(history.gradient_of(layer)[row, 0], rel=5e-3)


def test_hidden_panel_draws_nothing(panel: LayersPanel) -> None:
    choose(panel, "view", "weights")
    panel.hide()
    before = panel.histograms.cells
    panel.session.advance(50)
    assert panel.histograms.cells is before
    panel.show()
    assert panel.histograms.cells is not before
