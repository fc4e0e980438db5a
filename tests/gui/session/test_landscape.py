"""The landscape: the cost over a plane through the weights, and where the network stands on it.

Costs and slopes are held against autograd, which differentiates the network written out here once more.
"""

import itertools
from dataclasses import replace

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from engine.data import DataSpec
from engine.descent import Window
from engine.experiment import Experiment
from engine.network import LayerSpec
from engine.training import OptimizerSpec, TrainingSpec
from gui.session import Session
from gui.session.landscape import Landscape
from gui.session.landscape_frame import PlaneChoice
from gui.session.selection import Selection

RATE = 0.01  # of the penalty


@pytest.fixture
def penalized(small: Experiment) -> Experiment:
    return replace(small, training=replace(small.training, penalty="l2", penalty_rate=RATE))


@pytest.fixture
def landscape(session: Session, penalized: Experiment) -> Landscape:
    """The landscape of a network that has trained a little, its cost penalised."""
    session.edit(penalized, "Penalise")
    session.advance(30)
    return session.landscape


def written_out(session: Session):
    """C(θ) of the small experiment as the texts have it: tanh layers, half the squared error, ½λ‖W‖²."""
    inputs, targets = session.trainer.data.inputs, session.trainer.data.targets
    sizes = session.network.spec.sizes

    def cost(theta):
        a, start, penalty = inputs.T, 0, 0.0
        for below, here in itertools.pairwise(sizes):
            block = anp.reshape(theta[start : start + here * (below + 1)], (here, below + 1))
            start += here * (below + 1)
            a = anp.tanh(anp.dot(block[:, :-1], a) + block[:, -1:])
            penalty = penalty + anp.sum(block[:, :-1] ** 2)
        return anp.mean(0.5 * anp.sum((a - targets.T) ** 2, axis=0)) + 0.5 * RATE * penalty

    return cost


PLANES = (PlaneChoice("parameters", 3, 12), PlaneChoice("random", seed=4), PlaneChoice("principal"))


@pytest.mark.parametrize("choice", PLANES, ids=lambda choice: choice.kind)
def test_cost_and_slope_at_the_present_point_are_those_of_the_network(
    session: Session, landscape: Landscape, choice: PlaneChoice
) -> None:
    landscape.choose(choice)
    theta = session.network.parameters.copy()
    cost = written_out(session)
    slope = grad(cost)(theta)
    assert landscape.choice == choice
    assert landscape.cost == pytest.approx(cost(theta), rel=1e-12)
    assert landscape.gradient == pytest.approx(tuple(landscape.frame.pair @ slope), rel=1e-9, abs=1e-13)
    assert landscape.whole_gradient == pytest.approx(slope, rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("choice", PLANES, ids=lambda choice: choice.kind)
def test_the_surface_holds_the_costs_of_the_moved_network(
    session: Session, landscape: Landscape, choice: PlaneChoice
) -> None:
    landscape.choose(choice)
    landscape.settle()
    grid, theta, cost = landscape.surface, session.network.parameters, written_out(session)
    assert grid is not None
    assert grid.costs.shape == (49, 49)
    x, y = landscape.position
    for row, column in ((0, 0), (7, 31), (48, 20)):
        off = np.array([grid.xs[column] - x, grid.ys[row] - y]) @ landscape.frame.pair
        assert grid.costs[row, column] == pytest.approx(cost(theta + off), rel=1e-5)  # single precision
        exact = landscape.cost_at(grid.xs[column], grid.ys[row])
        assert exact == pytest.approx(cost(theta + off), rel=1e-10)


def test_coordinates_of_two_parameters_are_the_weights_themselves(
    session: Session, landscape: Landscape
) -> None:
    landscape.choose(PlaneChoice("parameters", 5, 2))
    theta = session.network.parameters
    assert landscape.position == (theta[5], theta[2])
    for place, step in zip(landscape.path[1:], session.run.snapshots.steps[1:], strict=False):
        state = session.run.snapshots.before(step)
        assert tuple(place) == (state.parameters[5], state.parameters[2])


def test_moving_is_one_edit_that_undo_takes_back_exactly(session: Session, landscape: Landscape) -> None:
    before = session.network.parameters.copy()
    landscape.choose(PlaneChoice("parameters", 5, 2))
    count = session.undo_stack.count()
    for x in (0.5, 1.0, 1.25):
        landscape.move_to(x, -0.75, merge_key="drag")
    moved = before.copy()
    moved[[5, 2]] = 1.25, -0.75
    assert np.array_equal(session.network.parameters, moved)
    assert session.undo_stack.count() == count + 1
    session.undo_stack.undo()
    assert np.array_equal(session.network.parameters, before)
    session.undo_stack.redo()
    assert np.array_equal(session.network.parameters, moved)


def test_moving_over_random_directions_goes_along_both(session: Session, landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("random", seed=1))
    before = session.network.parameters.copy()
    (x, y), pair = landscape.position, landscape.frame.pair
    landscape.move_to(x + 0.5, y - 0.25)
    assert session.network.parameters == pytest.approx(before + 0.5 * pair[0] - 0.25 * pair[1], abs=1e-14)
    assert landscape.position == pytest.approx((x + 0.5, y - 0.25), abs=1e-12)
    session.undo_stack.undo()
    assert np.array_equal(session.network.parameters, before)


def test_a_move_to_no_number_is_refused_in_a_sentence(
    session: Session, landscape: Landscape, complaints: list[str], is_one_sentence
) -> None:
    before = session.network.parameters.copy()
    landscape.move_to(float("nan"), 0.0)
    assert len(complaints) == 1
    assert is_one_sentence(complaints[0])
    assert np.array_equal(session.network.parameters, before)


def test_the_dial_agrees_with_autograd_and_with_two_costs(session: Session, landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("parameters", 3, 7))
    slope = grad(written_out(session))(session.network.parameters)
    for angle in (0.0, 0.7, 2.5, 5.0):
        landscape.set_angle(angle)
        expected = slope[3] * np.cos(angle) + slope[7] * np.sin(angle)
        assert landscape.directional_derivative() == pytest.approx(expected, rel=1e-9, abs=1e-13)
        assert landscape.finite_difference(1e-4) == pytest.approx(expected, rel=1e-5, abs=1e-9)


def test_the_principal_plane_needs_a_run(session: Session, complaints: list[str], is_one_sentence) -> None:
    landscape = session.landscape
    before = landscape.choice
    landscape.choose(PlaneChoice("principal"))
    assert landscape.choice == before
    assert len(complaints) == 1
    assert is_one_sentence(complaints[0].replace("yet; ", "yet, "))


def test_stems_reach_the_true_costs_of_their_moments(session: Session, landscape: Landscape) -> None:
    session.advance(60)
    landscape.choose(PlaneChoice("principal"))
    cost = written_out(session)
    moments = list(session.run.snapshots)
    stems = landscape.stems
    assert len(stems) == len(moments)
    axes = np.linalg.qr(landscape.frame.pair.T)[0]
    for stem, moment in zip(stems, moments, strict=True):
        assert stem[2] == pytest.approx(cost(moment.parameters), rel=1e-10)
        shadow = landscape.frame.coordinates(moment.parameters)
        assert stem[:2] == pytest.approx(shadow, abs=1e-12)
        assert stem[3] == moment.step
        away = moment.parameters - session.network.parameters
        assert stem[4] == pytest.approx(np.linalg.norm(away - axes @ (axes.T @ away)), abs=1e-9)


def test_distances_off_the_plane_complete_the_way_by_pythagoras(
    session: Session, landscape: Landscape
) -> None:
    landscape.choose(PlaneChoice("principal"))
    theta, position = session.network.parameters, np.array(landscape.position)
    for moment, place, off in zip(session.run.snapshots, landscape.path, landscape.off_plane, strict=False):
        whole = np.linalg.norm(moment.parameters - theta)
        assert np.hypot(np.linalg.norm(place - position), off) == pytest.approx(whole, rel=1e-9)
    assert landscape.off_plane[-1] == pytest.approx(0.0, abs=1e-12)
    assert landscape.explained is not None
    assert 0.5 < sum(landscape.explained) <= 1.0


def test_no_stems_and_no_shares_on_other_planes(landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("random"))
    assert landscape.stems.shape == (0, 5)
    assert landscape.explained is None


def test_the_coming_step_is_where_the_next_step_goes(session: Session, landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("parameters", 4, 9))
    x, y = landscape.position
    across, up = landscape.update["step"]
    session.advance(1)
    assert landscape.position == pytest.approx((x + across, y + up), abs=1e-12)


def test_a_frozen_weight_takes_no_step(session: Session, landscape: Landscape) -> None:
    session.set_frozen(4, True)
    landscape.choose(PlaneChoice("parameters", 4, 9))
    assert landscape.update["step"][0] == 0.0
    assert landscape.update["step"][1] != 0.0


def test_the_batch_has_a_surface_of_its_own(session: Session, landscape: Landscape) -> None:
    landscape.set_breathing(True)
    landscape.settle()
    grid = landscape.batch_surface
    assert grid is not None
    inputs, targets = session.trainer.next_batch()
    network = session.network.copy()
    network.parameters[[landscape.choice.first, landscape.choice.second]] = grid.xs[3], grid.ys[40]
    weights = sum(float((block**2).sum()) for block in network.weights)
    expected = 0.5 * np.mean((network.predict(inputs) - targets) ** 2) + 0.5 * RATE * weights
    assert grid.costs[40, 3] == pytest.approx(expected, rel=1e-5)
    landscape.set_breathing(False)
    assert landscape.batch_surface is None


def test_nothing_is_computed_unless_somebody_watches(qtbot, session: Session) -> None:
    landscape = session.landscape
    session.advance(5)
    assert landscape.surface is None
    with qtbot.waitSignal(landscape.surface_changed):
        landscape.watch("contour")
    assert landscape.surface is not None


def test_the_surface_comes_coarse_and_then_fine(qtbot, session: Session) -> None:
    landscape = session.landscape
    sizes: list[int] = []
    landscape.surface_changed.connect(lambda: sizes.append(len(landscape.surface.xs)))
    landscape.watch("contour")
    qtbot.waitUntil(lambda: 49 in sizes)
    assert sizes[0] == 17
    assert sizes == sorted(sizes)


def test_the_surface_follows_the_weights_while_training(qtbot, session: Session) -> None:
    landscape = session.landscape
    landscape.watch("contour")
    qtbot.waitUntil(lambda: landscape.surface is not None)
    seen: list[object] = []
    landscape.surface_changed.connect(lambda: seen.append(landscape.surface))
    session.play()
    qtbot.waitUntil(lambda: len(seen) > 6)
    session.pause()
    qtbot.waitUntil(lambda: len(landscape.surface.xs) == 49)
    landscape.settle()
    column = 30
    grid = landscape.surface
    expected = landscape.cost_at(grid.xs[column], grid.ys)
    assert grid.costs[:, column] == pytest.approx(expected, rel=1e-5)


def test_another_window_is_surveyed_anew(session: Session, landscape: Landscape) -> None:
    told: list[Window] = []
    landscape.plane_changed.connect(lambda: told.append(landscape.window))
    landscape.look(Window(0.0, 0.5, -1.0, 1.0))
    landscape.settle()
    assert told == [Window(0.0, 0.5, -1.0, 1.0)]
    assert (landscape.surface.xs[0], landscape.surface.xs[-1]) == (0.0, 0.5)
    landscape.look(Window(1.0, 1.0, 0.0, 1.0))  # no window at all
    assert landscape.window == told[0]


def test_the_window_keeps_the_point_in_sight(session: Session, landscape: Landscape) -> None:
    landscape.watch("contour")
    landscape.look(Window(10.0, 11.0, 10.0, 11.0))
    session.advance(1)
    x, y = landscape.position
    x0, x1, y0, y1 = landscape.window
    assert x0 < x < x1
    assert y0 < y < y1
    assert (x1 - x0, y1 - y0) == pytest.approx((1.0, 1.0))  # chosen by hand: moved, not grown


def test_another_network_keeps_what_still_means_something(session: Session, landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("parameters", 3, session.network.layout.size - 1))
    session.edit(session.experiment.with_hidden((LayerSpec(1, "tanh"),)), "Smaller")
    most = session.network.layout.size - 1
    assert landscape.choice == PlaneChoice("parameters", 3, most)
    assert landscape.position == tuple(session.network.parameters[[3, most]])
    session.advance(20)
    landscape.choose(PlaneChoice("principal"))
    session.edit(session.experiment.with_hidden((LayerSpec(2, "tanh"),)), "Another")
    assert landscape.choice.kind == "parameters"  # the new run has gone nowhere yet


def test_looking_back_shows_the_earlier_point(session: Session, landscape: Landscape) -> None:
    landscape.choose(PlaneChoice("parameters", 3, 4))
    session.look_back(12)
    assert landscape.position == tuple(session.network.parameters[[3, 4]])
    assert landscape.cost == pytest.approx(written_out(session)(session.network.parameters), rel=1e-12)


def test_huge_weights_raise_no_warning(application) -> None:
    session = Session(
        Experiment(
            data=DataSpec("plane", samples=60),
            training=TrainingSpec(optimizer=OptimizerSpec("sgd", learning_rate=0.1)),
        )
    )
    session.landscape.choose(PlaneChoice("random"))
    session.set_parameter(0, 1e200)
    assert np.isfinite(session.landscape.position).all()
    session.landscape.settle()


def test_a_trial_is_shown_for_a_moment(landscape: Landscape) -> None:
    told: list[int] = []
    landscape.trial_changed.connect(lambda: told.append(1))
    landscape.show_trial(None)
    landscape.show_trial(np.zeros((3, 2)))
    assert landscape.trial is not None
    landscape.show_trial(None)
    assert landscape.trial is None
    assert len(told) == 2


def test_a_look_while_another_network_comes_shows_no_plane_of_the_last_one(session: Session) -> None:
    # A picture may be resized by whoever hears of the new design before the landscape does.
    session.experiment_replaced.connect(lambda: session.landscape.look(Window(-3.0, 5.0, -3.0, 5.0)))
    places = []
    session.landscape.plane_changed.connect(lambda: places.append(session.landscape.position))
    session.landscape.watch("contour")
    session.attempt(lambda experiment: experiment.with_hidden((LayerSpec(7),)), "Other layers")
    assert np.isfinite(places).all()
    assert len(session.landscape.frame.pair[0]) == session.network.parameters.size


@pytest.mark.parametrize("choice", PLANES, ids=lambda choice: choice.kind)
def test_whoever_hears_first_of_another_network_sees_its_landscape(
    session: Session, landscape: Landscape, choice: PlaneChoice
) -> None:
    """Asked before it has been told, it answers of the network that has just come."""
    session.select(Selection(layer=1, neuron=1))
    landscape.watch("contour")
    landscape.choose(choice)
    landscape.settle()
    asked = []

    def ask() -> None:
        theta = session.network.parameters.copy()
        assert landscape.surface is None
        assert max(landscape.choice.first, landscape.choice.second) < len(theta)
        assert landscape.cost == pytest.approx(float(written_out(session)(theta)))
        np.testing.assert_allclose(landscape.whole_gradient, grad(written_out(session))(theta), atol=1e-12)
        np.testing.assert_allclose(landscape.plane.at(*landscape.position), theta)
        np.testing.assert_allclose(landscape.path, [landscape.position] * 2, atol=1e-12)
        asked.append((landscape.window, len(landscape.whole_update["step"])))

    session.selection_changed.connect(ask)  # what was picked is gone: this is said before anything else
    session.attempt(lambda experiment: experiment.with_hidden((LayerSpec(1),)), "Other layers")
    assert asked == [(landscape.window, session.network.layout.size)]
