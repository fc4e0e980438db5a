"""The cost over a plane against one network at each point, its slope against differences of the cost."""

from math import cos, pi, sin

import numpy as np
import pytest

from engine.data import make_dataset
from engine.descent import Plane, Window, sweep
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec
from engine.training import Trainer, TrainingSpec, encode_targets

DATA = make_dataset("circle", samples=40)
IRIS = make_dataset("iris").take(np.arange(0, 150, 7))


def network(*layers, inputs=2, seed=0, dtype=np.float64):
    net = Network(NetworkSpec(inputs, layers), seed=seed, dtype=dtype)
    net.parameters += np.linspace(-0.2, 0.3, len(net.parameters)).astype(dtype)  # biases other than 0
    return net


def small(dtype=np.float64):
    return network(LayerSpec(5, "tanh"), LayerSpec(4, "sigmoid"), LayerSpec(1, "tanh"), dtype=dtype)


def point_by_point(plane, net, data, loss, xs, ys):
    """C at each point from a network set there."""
    probe = net.copy()
    targets = encode_targets(data, net.spec, loss)

    def at(x, y):
        probe.parameters[...] = plane.origin + x * plane.directions[0] + y * plane.directions[1]
        return probe.loss(data.inputs, targets, loss)

    return np.array([[at(x, y) for x in xs] for y in ys])


def fitting(loss):
    """A network and data that suit a loss, with a skip connection in the middle."""
    output = LOSSES[loss].fused_with or "tanh"
    data = IRIS if loss == "cross_entropy" else DATA
    columns = data.targets.shape[1]
    layers = (LayerSpec(4, "tanh"), LayerSpec(4, "relu", skip=True), LayerSpec(columns, output))
    return network(*layers, inputs=data.inputs.shape[1]), data


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_that_of_a_network_at_the_point(loss):
    net, data = fitting(loss)
    plane = Plane.random(net, seed=1)
    before = net.parameters.copy()
    xs, ys, losses = plane.losses(net, data, loss=loss, resolution=5, half_width=1.5)
    np.testing.assert_allclose(xs, [-1.5, -0.75, 0.0, 0.75, 1.5])
    np.testing.assert_array_equal(ys, xs)
    np.testing.assert_allclose(losses, point_by_point(plane, net, data, loss, xs, ys), rtol=1e-12)
    np.testing.assert_array_equal(net.parameters, before)


@pytest.mark.parametrize("activation", [key for key in ACTIVATIONS if key != "softmax"])
@pytest.mark.parametrize("skip", [False, True])
def test_every_activation_in_every_place(activation, skip):
    layers = (LayerSpec(2, activation, skip), LayerSpec(2, activation, skip), LayerSpec(1, activation))
    net = network(*layers)
    plane = Plane.random(net, seed=2)
    xs, ys, losses = plane.losses(net, DATA, resolution=3)
    np.testing.assert_allclose(losses, point_by_point(plane, net, DATA, "mse", xs, ys), rtol=1e-12)


@pytest.mark.parametrize("pair", [(0, 3), (16, 20), (0, 38), (35, 39), (20, 39)])
def test_layers_that_do_not_move(pair):
    net = network(
        LayerSpec(3, "tanh"), LayerSpec(3, "sine", True), LayerSpec(3, "relu"), LayerSpec(4, "tanh")
    )
    data = make_dataset("plane", samples=30)
    data = type(data)(data.inputs, np.tile(data.targets, 4))
    plane = Plane.through_parameters(net, *pair)
    xs, ys, losses = plane.losses(net, data, resolution=4)
    np.testing.assert_allclose(losses, point_by_point(plane, net, data, "mse", xs, ys), rtol=1e-12)


@pytest.mark.parametrize("off", [[(1, 0)], [(2, 2)], [(1, 1), (3, 0)]])
@pytest.mark.parametrize("pair", [(0, 3), (20, 39), None])
def test_neurons_that_are_switched_off(off, pair):
    net = network(
        LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", True), LayerSpec(3, "relu"), LayerSpec(1, "tanh")
    )
    net.silence(off)
    plane = Plane.random(net) if pair is None else Plane.through_parameters(net, *(min(p, 36) for p in pair))
    xs, ys, losses = plane.losses(net, DATA, resolution=4)
    np.testing.assert_allclose(losses, point_by_point(plane, net, DATA, "mse", xs, ys), rtol=1e-12)
    cost, h = plane.over(net, DATA), 1e-6
    across = float(cost.value(0.2 + h, 0.1) - cost.value(0.2 - h, 0.1)) / (2 * h)
    assert cost.gradient_at(0.2, 0.1)[0] == pytest.approx(across, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("tile", [1, 60, 150, 700, 5000])
def test_the_size_of_the_tiles_changes_nothing(monkeypatch, tile):
    net = small()
    plane = Plane.random(net)
    expected = plane.losses(net, DATA, resolution=7)[2]
    monkeypatch.setattr(sweep, "TILE", tile)
    np.testing.assert_allclose(plane.losses(net, DATA, resolution=7)[2], expected, rtol=1e-13)
    assert plane.over(net, DATA)._sweep.points <= max(1, tile // 30)


def test_tiles_come_row_by_row_and_cover_the_grid_once(monkeypatch):
    monkeypatch.setattr(sweep, "TILE", 4000)
    net = small()
    cost = Plane.random(net).over(net, DATA)
    grid, seen = np.full((6, 6), np.nan), []
    for row, start, values in cost.tiles(resolution=6):
        assert np.isnan(grid[row, start : start + len(values)]).all()
        grid[row, start : start + len(values)] = values
        seen.append((row, start))
    assert seen == sorted(seen)
    assert len(seen) > 6
    np.testing.assert_array_equal(grid, cost.losses(resolution=6)[2])


def test_float32_follows_float64():
    net = small(np.float32)
    plane = Plane.random(net)
    single = plane.losses(net, DATA, resolution=6)[2]
    double = plane.losses(net, DATA, resolution=6, dtype=np.float64)[2]
    assert single.dtype == double.dtype == np.float64
    np.testing.assert_allclose(single, double, rtol=1e-5)
    assert not np.array_equal(single, double)


def test_a_window_of_its_own():
    net = small()
    cost = Plane.random(net).over(net, DATA)
    xs, ys, losses = cost.losses(resolution=3, window=Window(-1, 3, 0, 0.5))
    np.testing.assert_allclose(xs, [-1, 1, 3])
    np.testing.assert_allclose(ys, [0, 0.25, 0.5])
    assert losses[2, 1] == pytest.approx(float(cost.value(1.0, 0.5)), rel=1e-13)


def test_a_sample_is_fixed_by_its_seed():
    net = small()
    plane = Plane.random(net)
    cost, again = (plane.over(net, DATA, sample=10, seed=3) for _ in range(2))
    np.testing.assert_array_equal(cost.inputs, again.inputs)
    rows = [np.flatnonzero((DATA.inputs == row).all(axis=1)).tolist() for row in cost.inputs]
    assert rows == sorted(rows)
    assert len(rows) == 10
    assert not np.array_equal(cost.inputs, plane.over(net, DATA, sample=10, seed=4).inputs)
    assert len(plane.over(net, DATA, sample=99).inputs) == 40


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_the_cost_shown_is_the_cost_minimised(penalty):
    net = small()
    spec = TrainingSpec(loss="mse", penalty=penalty, penalty_rate=0.03)
    plane = Plane.random(net)
    cost = plane.over(net, DATA, "mse", penalty=penalty, penalty_rate=0.03)
    probe = net.copy()
    for x, y in ((0.0, 0.0), (0.7, -0.4)):
        probe.parameters[...] = plane.at(x, y)
        metrics = Trainer(probe, DATA, spec).evaluate()
        assert float(cost.value(x, y)) == pytest.approx(metrics.train_cost, rel=1e-12)
        assert metrics.penalty > 0.01


@pytest.mark.parametrize("penalty", ["none", "l1", "l2"])
@pytest.mark.parametrize("loss", ["mse", "binary_cross_entropy", "cross_entropy", "huber"])
def test_the_slope_is_that_of_the_height(loss, penalty):
    net, data = fitting(loss)
    cost = Plane.random(net, seed=5).over(net, data, loss, penalty=penalty, penalty_rate=0.1)
    x, y, h = 0.31, -0.62, 1e-6
    across = (cost.value(x + h, y) - cost.value(x - h, y)) / (2 * h)
    up = (cost.value(x, y + h) - cost.value(x, y - h)) / (2 * h)
    assert cost.gradient_at(x, y) == pytest.approx((float(across), float(up)), rel=1e-6, abs=1e-9)
    for angle in (0.0, 1.0, pi):
        along = cost.value(x + h * cos(angle), y + h * sin(angle))
        back = cost.value(x - h * cos(angle), y - h * sin(angle))
        slope = float((along - back) / (2 * h))
        assert cost.directional_derivative(x, y, angle) == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_through_two_parameters_the_slope_is_the_gradient():
    net = small()
    cost = Plane.through_parameters(net, 4, 11).over(net, DATA)
    _, gradient = net.loss_and_gradient(DATA.inputs, DATA.targets, "mse")
    assert cost.gradient_at(0.0, 0.0) == pytest.approx((gradient[4], gradient[11]), rel=1e-12)


def test_value_and_gradient_take_arrays_as_a_surface_does():
    net = small()
    cost = Plane.random(net).over(net, DATA)
    x, y = np.array([[0.1], [0.2]]), np.array([0.3, -0.4, 0.5])
    values, (across, up) = cost.value(x, y), cost.gradient(x, y)
    assert values.shape == across.shape == up.shape == (2, 3)
    assert values[1, 2] == pytest.approx(float(cost.value(0.2, 0.5)), rel=1e-13)
    assert (across[1, 2], up[1, 2]) == pytest.approx(cost.gradient_at(0.2, 0.5), rel=1e-13)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_far_away_it_overflows_without_a_warning(dtype):
    net = network(LayerSpec(3, "linear"), LayerSpec(1, "linear"), dtype=dtype)
    cost = Plane.random(net).over(net, DATA, penalty="l2", penalty_rate=0.1)
    with np.errstate(all="raise"):
        assert not np.isfinite(cost.value(1e200, 0.0))
        assert not np.isfinite(cost.gradient_at(1e200, 0.0)).all()


def test_no_layers_in_between():
    net = network(LayerSpec(1, "tanh"))
    plane = Plane.random(net)
    xs, ys, losses = plane.losses(net, DATA, resolution=4)
    np.testing.assert_allclose(losses, point_by_point(plane, net, DATA, "mse", xs, ys), rtol=1e-12)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda net, plane: plane.losses(net, DATA, resolution=1), "resolution"),
        (lambda net, plane: plane.losses(net, DATA, half_width=0.0), "half_width"),
        (lambda net, plane: plane.losses(net, DATA, loss="wrong"), "loss"),
        (lambda net, plane: plane.losses(net, DATA, loss="cross_entropy"), "softmax output"),
        (lambda net, plane: plane.losses(net, IRIS), "inputs and"),
        (lambda net, plane: plane.losses(net, DATA.take([])), "at least one"),
        (lambda net, plane: plane.losses(net, DATA, sample=0), "sample"),
        (lambda net, plane: plane.losses(net, DATA, penalty="l3"), "penalty"),
        (lambda net, plane: plane.losses(net, DATA, penalty_rate=-1.0), "penalty rate"),
        (lambda net, plane: plane.losses(network(LayerSpec(1)), DATA), "as the plane has"),
        (lambda net, plane: plane.over(net, DATA).losses(window=Window(1, 0, 0, 1)), "window"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(ask, words):
    net = small()
    with pytest.raises(SpecError, match=words):
        ask(net, Plane.random(net))
