"""The contours panel: the plot shows the landscape, and what a hand does on it reaches the network."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from engine.network import LayerSpec, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec
from gui import numbers
from gui.dialogs import files
from gui.panels.contour_numbers import short
from gui.panels.contour_panel import ContourPanel
from gui.session import Selection, Session
from gui.session.landscape_frame import PlaneChoice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot) -> ContourPanel:
    panel = ContourPanel(session)
    qtbot.addWidget(panel)
    panel.resize(560, 560)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: session.landscape.surface is not None)
    session.landscape.settle()
    return panel


def label(panel: ContourPanel, name: str) -> str:
    return panel.findChild(QLabel, f"descend.{name}").text()


def with_optimizer(session: Session, key: str) -> None:
    training = replace(session.experiment.training, optimizer=OptimizerSpec(key))
    session.edit(replace(session.experiment, training=training), "Optimizer")


def test_point_path_and_window_are_those_of_the_landscape(panel: ContourPanel, session: Session) -> None:
    session.advance(40)
    landscape = session.landscape
    assert panel.plot.marks.place == landscape.position
    assert np.array_equal(panel.plot.marks.path, landscape.path)
    assert panel.plot.view == pytest.approx(landscape.window)
    assert landscape.surface.xs[0] <= panel.plot.view.x0 + 1e-9


def test_axes_are_called_as_in_the_diagram(panel: ContourPanel, session: Session) -> None:
    session.landscape.choose(PlaneChoice("parameters", 3, 8))
    assert (panel.plot.bottom.labelText, panel.plot.left.labelText) == ("w₂₁⁽¹⁾", "b₃⁽¹⁾")
    assert (panel.axes.first.currentText(), panel.axes.second.currentText()) == ("w₂₁⁽¹⁾", "b₃⁽¹⁾")


def test_a_click_gives_the_network_those_weights(panel: ContourPanel, session: Session) -> None:
    choice = session.landscape.choice
    place = panel.plot.pixel_of(1.25, -0.5).toPoint()
    x, y = panel.plot.place_of(panel.plot.pixel_of(1.25, -0.5))
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=place)
    assert session.network.parameters[[choice.first, choice.second]] == pytest.approx((x, y))
    assert (x, y) == pytest.approx((1.25, -0.5), abs=0.03)


def test_the_weight_picked_in_the_network_becomes_an_axis(panel: ContourPanel, session: Session) -> None:
    assert not panel.axes.take_first.isEnabled()
    session.select(Selection(layer=2, neuron=0, source=1))
    QTest.mouseClick(panel.axes.take_second, LEFT)
    assert panel.plot.left.labelText == "w₁₂⁽²⁾"
    # The weight of the other axis changes sides.
    QTest.mouseClick(panel.axes.take_first, LEFT)
    assert (panel.plot.bottom.labelText, panel.plot.left.labelText) == ("w₁₂⁽²⁾", "w₁₁⁽¹⁾")


def test_the_weight_of_a_long_link_becomes_an_axis(panel: ContourPanel, session: Session) -> None:
    session.attempt(lambda design: design.with_long_links((LongLink(3, 0, 0, 1),)), "Draw a long link")
    session.select(Selection(3, 0, 1, origin=0))
    QTest.mouseClick(panel.axes.take_second, LEFT)
    assert panel.plot.left.labelText == "w₁₂⁽³←⁰⁾"
    assert panel.axes.second.currentText() == "w₁₂⁽³←⁰⁾"
    place = panel.plot.pixel_of(0.75, -1.5)
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=place.toPoint())
    assert session.network.long_weights[0] == pytest.approx(-1.5, abs=0.05)
    # Another link stands before it in θ; the axis is still of the same weight.
    links = (LongLink(2, 0, 0, 1), LongLink(3, 0, 0, 1))
    session.attempt(lambda design: design.with_long_links(links), "Draw another")
    assert panel.plot.left.labelText == panel.axes.second.currentText() == "w₁₂⁽³←⁰⁾"
    assert session.landscape.choice.second == session.network.layout.size - 1
    # Without the link there is no such axis.
    session.attempt(lambda design: design.with_long_links(()), "Remove it")
    assert panel.plot.left.labelText == panel.axes.second.currentText() == "b₁⁽³⁾"


def test_a_plane_that_cannot_be_leaves_the_list_at_the_old_one(
    panel: ContourPanel, session: Session, complaints: list[str]
) -> None:
    panel.axes.plane.setFocus()
    QTest.keyClick(panel.axes.plane, Qt.Key.Key_End)
    assert len(complaints) == 1
    assert panel.axes.plane.key == "parameters"


def test_random_directions_and_others(panel: ContourPanel, session: Session) -> None:
    session.landscape.choose(PlaneChoice("random", seed=3))
    assert panel.axes.other.isVisible()
    assert not panel.axes.first.isVisible()
    before = session.landscape.frame.pair.copy()
    QTest.mouseClick(panel.axes.other, LEFT)
    assert session.landscape.choice.seed == 4
    assert not np.allclose(session.landscape.frame.pair, before)


def test_principal_directions_say_their_shares_and_show_stems(panel: ContourPanel, session: Session) -> None:
    session.advance(60)
    session.landscape.choose(PlaneChoice("principal"))
    session.landscape.settle()
    assert "%" in panel.plot.bottom.labelText
    assert panel.axes.shares.isVisible()
    assert len(panel.plot.stems.stems) == len(session.landscape.stems)
    stem = panel.plot.stems.stems[0]
    assert stem.plane == pytest.approx(float(session.landscape.cost_at(stem.x, stem.y)))
    moment = next(state for state in session.run.snapshots if state.step == stem.step)
    panel.plot.pointed.emit(stem.x, stem.y)
    said = panel.findChild(QLabel, "descend.reading").text()
    costs = (numbers.cost(stem.plane), numbers.cost(stem.true))
    assert said.startswith(f"Step {moment.step}: ")
    assert all(cost in said for cost in costs)
    assert f"{short(stem.distance)} off the plane" in said
    session.landscape.choose(PlaneChoice("parameters", 0, 1))
    session.landscape.settle()
    assert panel.plot.stems.stems == ()


def test_the_arrow_points_downhill_and_the_ghost_is_the_next_point(
    panel: ContourPanel, session: Session
) -> None:
    session.advance(5)
    arrow = panel.plot.arrows.arrows["gradient"]
    down = np.array(session.landscape.gradient) * -1.0
    direction = np.array(arrow.vector)
    assert direction / np.linalg.norm(direction) == pytest.approx(down / np.linalg.norm(down))
    scale = np.linalg.norm(direction) / np.linalg.norm(down)
    assert ("×" in arrow.text) == (abs(scale - 1.0) > 1e-9)
    ghost = panel.plot.marks.ghost
    session.advance(1)
    assert session.landscape.position == pytest.approx(ghost, abs=1e-12)


@pytest.mark.parametrize(("key", "name"), [("momentum", "velocity"), ("adam", "mean m")])
def test_optimizers_with_a_memory_show_it(panel: ContourPanel, session: Session, key: str, name: str) -> None:
    assert "memory" not in panel.plot.arrows.arrows
    with_optimizer(session, key)
    session.advance(3)
    assert panel.plot.arrows.arrows["memory"].text.startswith(name)
    with_optimizer(session, "sgd")
    assert "memory" not in panel.plot.arrows.arrows


def test_numbers_are_those_of_the_landscape(panel: ContourPanel, session: Session) -> None:
    session.advance(7)
    metrics = session.trainer.evaluate()
    assert float(label(panel, "cost")) == pytest.approx(metrics.train_loss + metrics.penalty, abs=5e-5)
    whole = np.linalg.norm(session.landscape.whole_gradient)
    assert float(label(panel, "gradient")) == pytest.approx(whole, rel=6e-3)
    rate = session.experiment.training.optimizer.rate
    assert float(label(panel, "step")) == pytest.approx(rate * whole, rel=6e-3)


def test_steepness_on_a_slanting_plane_is_that_of_the_gradient_s_shadow(
    panel: ContourPanel, session: Session
) -> None:
    session.landscape.choose(PlaneChoice("random", seed=2))
    session.advance(5)
    orthonormal, _ = np.linalg.qr(session.landscape.frame.pair.T)
    shadow = orthonormal.T @ session.landscape.whole_gradient
    assert float(label(panel, "slope")) == pytest.approx(np.linalg.norm(shadow), rel=6e-3)


def test_the_mouse_reads_off_the_cost(panel: ContourPanel, session: Session) -> None:
    place = panel.plot.pixel_of(0.5, 1.0).toPoint()
    QTest.mouseMove(panel.plot.viewport(), place)
    cost = float(session.landscape.cost_at(*panel.plot.place_of(panel.plot.pixel_of(0.5, 1.0))))
    assert f"{cost:.4f}" in label(panel, "reading")


def test_the_coming_batch_breathes(panel: ContourPanel, session: Session) -> None:
    QTest.mouseClick(panel.axes.breathing, LEFT, pos=panel.axes.breathing.rect().center())
    if not panel.axes.breathing.isChecked():  # its title may be wider than its words
        panel.axes.breathing.click()
    session.landscape.settle()
    assert len(panel.plot.batch_lines.getData()[0]) > 0
    panel.axes.breathing.click()
    assert len(panel.plot.batch_lines.getData()[0]) == 0


def test_costs_are_saved_as_a_table_that_reads_back(
    panel: ContourPanel, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Answer:
        def ask_save(self, *_: object) -> Path:
            return tmp_path / "costs.csv"

    monkeypatch.setattr(files, "service", Answer())
    actions = panel.save.menu_of_exports.actions()
    assert [action.text() for action in actions] == ["Save the picture…", "Save the costs…"]
    actions[1].trigger()
    with (tmp_path / "costs.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    assert head == ["w₁₁⁽¹⁾", "w₁₂⁽¹⁾", "cost"]
    table = np.array(rows, dtype=float)
    assert table.shape == (49 * 49, 3)
    x, y, cost = table[1234]
    assert cost == pytest.approx(float(session.landscape.cost_at(x, y)), rel=1e-5)


def test_hidden_it_asks_for_nothing(panel: ContourPanel, session: Session) -> None:
    panel.hide()
    before = session.landscape.surface
    session.advance(10)
    assert session.landscape.surface is before
    panel.show()
    session.landscape.settle()
    assert session.landscape.surface is not before
    assert panel.plot.marks.place == session.landscape.position


def test_a_slope_too_steep_to_be_squared_is_a_dash(panel: ContourPanel, session: Session) -> None:
    """Rectified weights of 10⁵⁰ in three layers: the slope is finite, its square is not."""
    spec = NetworkSpec(2, (LayerSpec(2, "relu"), LayerSpec(2, "relu"), LayerSpec(1, "linear")))
    session.attempt(lambda experiment: replace(experiment, network=spec), "Rectified")
    session.set_parameters(
        range(session.network.layout.size), np.full(session.network.layout.size, 1e50), "Large"
    )
    session.landscape.settle()
    slope = session.landscape.descent @ session.landscape.frame.pair
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() > 1e160
    assert panel.plot.accessibleDescription().endswith("steepness on the plane –.")
