"""The Slope panel says the slope that the network truly has, and moves the weight that is dragged."""

from dataclasses import replace
from math import cos, degrees, pi, sin

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from engine.network import LayerSpec, NetworkSpec
from engine.network.long_link import LongLink
from gui.panels.slope_panel import SlopePanel
from gui.session import NOTHING, Selection, Session
from gui.session.landscape_frame import PlaneChoice
from gui.widgets.choice import Choice

LEFT = Qt.MouseButton.LeftButton
ROUNDING = 5e-5  # five digits are shown


@pytest.fixture
def panel(session: Session, qtbot) -> SlopePanel:
    session.advance(60)
    panel = SlopePanel(session)
    qtbot.addWidget(panel)
    panel.resize(390, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    panel.setFocus()
    return panel


def number(panel: SlopePanel, name: str) -> float:
    text = panel.findChild(QLabel, f"slope.{name}").text()
    return float(text.rpartition("= ")[2].replace("−", "-"))


def choose(panel: SlopePanel, name: str, key: str) -> None:
    box = panel.findChild(Choice, f"slope.{name}")
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def press(panel: SlopePanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QPushButton, f"slope.{name}"), LEFT)


def cost_of(session: Session, theta: np.ndarray) -> float:
    """C at other parameters, from the network's own evaluation; no penalty here."""
    network = session.network
    before = network.parameters.copy()
    network.parameters[...] = theta
    data = session.trainer.data
    value, _ = network.loss_and_gradient(data.inputs, data.targets, session.experiment.training.loss)
    network.parameters[...] = before
    return float(value)


# In a direction


@pytest.mark.parametrize("angle", [0.0, 0.9, 2.0, 5.5])
def test_the_number_is_the_central_difference_of_the_network(panel: SlopePanel, angle) -> None:
    session = panel.session
    session.landscape.choose(PlaneChoice("parameters", 4, 12))
    session.landscape.set_angle(angle)
    u = np.zeros(session.network.layout.size)
    u[4], u[12] = cos(angle), sin(angle)
    theta = session.network.parameters.copy()
    h = 1e-5
    expected = (cost_of(session, theta + h * u) - cost_of(session, theta - h * u)) / (2.0 * h)
    assert number(panel, "slope") == pytest.approx(expected, rel=1e-4, abs=1e-8)
    choose(panel, "step", "0.3")
    expected = (cost_of(session, theta + 0.3 * u) - cost_of(session, theta - 0.3 * u)) / 0.6
    assert number(panel, "secant") == pytest.approx(expected, rel=ROUNDING)
    slope, secant = number(panel, "slope"), number(panel, "secant")
    apart = abs(slope - secant) / max(abs(slope), abs(secant))
    assert number(panel, "apart") == pytest.approx(apart, rel=0.05, abs=1e-4)


def test_a_smaller_step_brings_the_secant_to_the_slope(panel: SlopePanel) -> None:
    press(panel, "steepest")
    apart = []
    for step in ("0.1", "0.01", "0.001"):
        choose(panel, "step", step)
        apart.append(number(panel, "apart"))
    # A central difference is wrong by O(h²): a tenth of the step, a hundredth of the error.
    assert apart[0] / apart[1] == pytest.approx(100.0, rel=0.1)
    assert apart[1] / apart[2] == pytest.approx(100.0, rel=0.1)
    ends = panel.direction.plot.secant_ends
    assert ends[:, 0] == pytest.approx([-0.001, 0.001])


def test_the_buttons_turn_the_dial_to_steepest_and_flat(panel: SlopePanel) -> None:
    landscape = panel.session.landscape
    across, up = landscape.gradient
    length = float(np.hypot(across, up))
    press(panel, "steepest")
    assert number(panel, "slope") == pytest.approx(-length, rel=ROUNDING)
    assert panel.direction.dial.angle == pytest.approx(landscape.angle)
    press(panel, "flat")
    assert abs(number(panel, "slope")) < 1e-9 * length
    first = landscape.angle
    press(panel, "flat")
    assert (landscape.angle - first) % (2 * pi) == pytest.approx(pi), "the other one"


def test_the_dial_turns_the_direction_of_the_landscape(panel: SlopePanel) -> None:
    landscape, dial = panel.session.landscape, panel.direction.dial
    QTest.mouseClick(dial, LEFT, pos=dial.place_of(pi / 2).toPoint())
    assert degrees(landscape.angle) == pytest.approx(90.0, abs=2.0)
    shown = number(panel, "slope")
    dial.setFocus()
    QTest.keyClick(dial, Qt.Key.Key_Left)
    assert degrees(landscape.angle) == pytest.approx(95.0)
    assert number(panel, "slope") != shown
    landscape.set_angle(0.5)
    assert dial.angle == pytest.approx(0.5), "whoever turns it"


def test_the_curve_runs_through_the_present_cost_with_the_tangent(panel: SlopePanel) -> None:
    cut = panel.direction.plot.cut
    assert cut.places[len(cut.places) // 2] == 0.0
    assert cut.costs[len(cut.places) // 2] == pytest.approx(panel.session.landscape.cost)
    assert cut.slope == pytest.approx(number(panel, "slope"), rel=ROUNDING)


def test_dragging_along_the_cut_leaves_the_network_alone(panel: SlopePanel) -> None:
    session, plot = panel.session, panel.direction.plot
    theta = session.network.parameters.copy()
    press(panel, "steepest")
    start = plot.pixel_of(0.0, plot.cut.cost).toPoint()
    QTest.mousePress(plot.hand, LEFT, pos=start)
    QTest.mouseMove(plot.hand, QPoint(start.x() + 50, start.y()))
    QTest.mouseRelease(plot.hand, LEFT, pos=QPoint(start.x() + 50, start.y()))
    place, cost = plot.probe
    u = np.zeros(len(theta))
    u[:2] = cos(session.landscape.angle), sin(session.landscape.angle)
    assert place > 0.5
    assert cost == pytest.approx(cost_of(session, theta + place * u), rel=1e-9)
    assert plot.hand.changes() == pytest.approx((cost - plot.cut.cost, plot.cut.slope * place))
    assert np.array_equal(session.network.parameters, theta)
    assert session.undo_stack.count() == 0
    session.advance(5)
    assert plot.probe[0] == place, "it stays there while the network trains"
    QTest.keyClick(plot.hand, Qt.Key.Key_Home)
    assert plot.hand.changes() is None


def test_zooming_shows_more_or_less_of_the_line(panel: SlopePanel) -> None:
    plot = panel.direction.plot
    reach = plot.cut.places[-1]
    QTest.keyClick(plot.hand, Qt.Key.Key_Plus)
    assert plot.cut.places[-1] == pytest.approx(reach / 1.25)
    QTest.keyClick(plot.hand, Qt.Key.Key_Minus)
    assert plot.cut.places[-1] == pytest.approx(reach)


# In one parameter


@pytest.fixture
def curve(panel: SlopePanel) -> SlopePanel:
    choose(panel, "mode", "parameter")
    return panel


def test_the_picked_weight_is_the_one_that_is_cut(curve: SlopePanel) -> None:
    session = curve.session
    session.select(Selection(layer=2, neuron=1, source=3))
    block = session.network.weights[1]
    assert curve.parameter.plot.cut.at == block[1, 3]
    theta, h = session.network.parameters.copy(), 1e-5
    place = 4 * 3 + 5 + 3
    assert theta[place] == block[1, 3]
    u = np.eye(len(theta))[place]
    expected = (cost_of(session, theta + h * u) - cost_of(session, theta - h * u)) / (2 * h)
    assert number(curve, "partial") == pytest.approx(expected, rel=1e-4, abs=1e-8)
    assert curve.findChild(Choice, "slope.parameter").currentText() == "w₂₄⁽²⁾"
    session.select(Selection(layer=2, neuron=1))
    assert curve.parameter.plot.cut.at == session.network.biases[1][1]
    assert curve.findChild(QLabel, "slope.partial").text().startswith("∂C/∂b")


def test_the_weight_of_a_long_link_is_cut_as_any_other(curve: SlopePanel) -> None:
    session = curve.session
    links = (LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 2))
    session.attempt(lambda design: design.with_long_links(links), "Draw long links")
    session.advance(60)
    session.select(Selection(3, 0, 2, origin=1))
    theta, h = session.network.parameters.copy(), 1e-5
    assert curve.parameter.plot.cut.at == theta[-1]
    u = np.eye(len(theta))[-1]
    expected = (cost_of(session, theta + h * u) - cost_of(session, theta - h * u)) / (2 * h)
    assert number(curve, "partial") == pytest.approx(expected, rel=1e-4, abs=1e-8)
    assert curve.findChild(QLabel, "slope.partial").text().startswith("∂C/∂w")
    assert curve.findChild(Choice, "slope.parameter").currentText() == "w₁₃⁽³←¹⁾"
    session.select(NOTHING)
    others = (LongLink(2, 0, 0, 0), *links)
    session.attempt(lambda design: design.with_long_links(others), "Draw another")
    assert curve.findChild(Choice, "slope.parameter").currentText() == "w₁₃⁽³←¹⁾"
    session.attempt(lambda design: design.with_long_links(()), "Remove them")
    assert "←" not in curve.findChild(Choice, "slope.parameter").currentText()
    assert curve.parameter.plot.cut.at in session.network.parameters


def test_the_parameters_of_the_plane_can_be_chosen(curve: SlopePanel) -> None:
    curve.session.landscape.choose(PlaneChoice("parameters", 5, 8))
    box = curve.findChild(Choice, "slope.parameter")
    assert {box.itemData(row) for row in range(box.count())} >= {"5", "8"}
    choose(curve, "parameter", "8")
    assert curve.parameter.plot.cut.at == curve.session.network.parameters[8]


def drag(curve: SlopePanel, pixels: int) -> None:
    plot = curve.parameter.plot
    start = plot.pixel_of(plot.cut.at, plot.cut.cost).toPoint()
    QTest.mousePress(plot.hand, LEFT, pos=start)
    for way in range(0, pixels, 10 if pixels > 0 else -10):
        QTest.mouseMove(plot.hand, QPoint(start.x() + way, start.y()))
    QTest.mouseMove(plot.hand, QPoint(start.x() + pixels, start.y()))
    QTest.mouseRelease(plot.hand, LEFT, pos=QPoint(start.x() + pixels, start.y()))


def test_a_drag_moves_the_weight_and_is_one_step_of_undo(curve: SlopePanel) -> None:
    session, plot = curve.session, curve.parameter.plot
    before, cost, slope = session.network.parameters.copy(), plot.cut.cost, plot.cut.slope
    drag(curve, 60)
    now = session.network.parameters
    assert now[0] > before[0] + 0.3
    assert np.array_equal(now[1:], before[1:])
    true, predicted = plot.hand.changes()
    assert true == pytest.approx(cost_of(session, now) - cost, rel=1e-6)
    assert predicted == pytest.approx(slope * (now[0] - before[0]), rel=1e-9)
    assert plot.cut.at == before[0], "the tangent stays where the drag began"
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert np.array_equal(session.network.parameters, before)
    assert plot.hand.changes() is None
    drag(curve, 40)
    drag(curve, -40)
    assert session.undo_stack.count() == 2, "each drag is a step of its own"
    QTest.keyClick(plot.hand, Qt.Key.Key_Right)
    assert session.undo_stack.count() == 3, "and so are the keys after it"


def test_training_on_lets_go_of_where_the_drag_began(curve: SlopePanel) -> None:
    session, plot = curve.session, curve.parameter.plot
    drag(curve, 60)
    assert plot.hand.changes() is not None
    session.advance(1)
    assert plot.hand.changes() is None
    assert plot.cut.at == session.network.parameters[0]


def test_keys_move_the_weight_and_enter_begins_anew(curve: SlopePanel) -> None:
    session, plot = curve.session, curve.parameter.plot
    before = float(session.network.parameters[0])
    plot.hand.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(8):
        QTest.keyClick(plot.hand, Qt.Key.Key_Right)
    assert session.network.parameters[0] == pytest.approx(before + 8 * 0.06)
    assert plot.cut.at == before
    assert session.undo_stack.count() == 1
    QTest.keyClick(plot.hand, Qt.Key.Key_Return)
    assert plot.cut.at == session.network.parameters[0]
    QTest.keyClick(plot.hand, Qt.Key.Key_Right)
    assert session.undo_stack.count() == 2
    QTest.keyClick(plot.hand, Qt.Key.Key_Home)
    assert session.network.parameters[0] == pytest.approx(before + 8 * 0.06)


def test_the_picture_stands_still_under_the_hand(curve: SlopePanel) -> None:
    plot = curve.parameter.plot
    ends = plot.cut.places[[0, -1]]
    drag(curve, 400)  # to the very end
    assert np.array_equal(plot.cut.places[[0, -1]], ends)
    assert curve.session.network.parameters[0] == pytest.approx(ends[1])


# Whatever comes


def test_another_network_keeps_the_panel_whole(panel: SlopePanel) -> None:
    session = panel.session
    for mode in ("direction", "parameter"):
        choose(panel, "mode", mode)
        small = NetworkSpec(2, (LayerSpec(1, "tanh"),))
        session.select(Selection(layer=2, neuron=0, source=3))
        session.edit(replace(session.experiment, network=small), "Smaller")
        plot = panel.direction.plot if mode == "direction" else panel.parameter.plot
        assert np.isfinite(plot.cut.costs).all()
        session.undo_stack.undo()


def test_costs_without_end_show_no_false_number(
    session: Session, explosive, panel: SlopePanel, qtbot
) -> None:
    session.open_experiment(explosive)
    session.advance(50)
    assert panel.direction.plot.cut is not None, "the last finite weights are kept"
    session.network.parameters[...] = np.nan
    panel.show_numbers()
    assert panel.findChild(QLabel, "slope.slope").text() == "–"
    assert panel.direction.plot.cut is None
    choose(panel, "mode", "parameter")
    assert panel.findChild(QLabel, "slope.partial").text() == "–"


def test_the_mode_and_the_step_are_remembered(panel: SlopePanel, session: Session, qtbot) -> None:
    choose(panel, "step", "0.01")
    choose(panel, "mode", "parameter")
    again = SlopePanel(session)
    qtbot.addWidget(again)
    again.ensure_built()
    assert again.findChild(Choice, "slope.step").key == "0.01"
    assert again.findChild(Choice, "slope.mode").key == "parameter"


def test_it_follows_the_training(panel: SlopePanel, session: Session, qtbot) -> None:
    shown = panel.findChild(QLabel, "slope.slope").text()
    session.play()
    qtbot.waitUntil(lambda: panel.findChild(QLabel, "slope.slope").text() != shown)
    session.pause()
    exact = session.landscape.directional_derivative()
    assert number(panel, "slope") == pytest.approx(exact, rel=ROUNDING)
