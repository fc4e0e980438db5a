"""Walks against the optimizers' rules written out by hand in plain Python, and their ends."""

from math import sqrt

import numpy as np
import pytest

from engine.data import make_dataset
from engine.descent import SURFACES, Plane, surface_from_expression, walk
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer, TrainingSpec

# Each takes (θ, g, memory, t) for one coordinate and gives the new θ; η = 0.02 and the usual constants.
RATE = 0.02


def sgd(theta, g, memory, t):
    return theta - RATE * g


def momentum(theta, g, memory, t):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return theta - RATE * memory["v"]


def nesterov(theta, g, memory, t):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return theta - RATE * (g + 0.9 * memory["v"])


def adagrad(theta, g, memory, t):
    memory["s"] = memory.get("s", 0.0) + g * g
    return theta - RATE * g / (sqrt(memory["s"]) + 1e-10)


def rmsprop(theta, g, memory, t):
    memory["s"] = 0.99 * memory.get("s", 0.0) + 0.01 * g * g
    return theta - RATE * g / (sqrt(memory["s"]) + 1e-8)


def adam(theta, g, memory, t):
    memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * g
    memory["v"] = 0.999 * memory.get("v", 0.0) + 0.001 * g * g
    return theta - RATE * (memory["m"] / (1 - 0.9**t)) / (sqrt(memory["v"] / (1 - 0.999**t)) + 1e-8)


def adamw(theta, g, memory, t):
    return adam(theta * (1 - RATE * 0.01), g, memory, t)


RULES = {rule.__name__: rule for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw)}


def test_there_is_a_rule_for_every_optimizer():
    assert set(RULES) == set(OPTIMIZERS)


@pytest.mark.parametrize("key", RULES)
def test_an_elliptic_bowl_by_hand(key):
    bowl = surface_from_expression("x^2 + 3*y^2")
    stops = list(walk(bowl, OptimizerSpec(key, RATE), (1.5, -2.0), 30))
    x, y, memories = 1.5, -2.0, ({}, {})
    assert len(stops) == 31
    for t, stop in enumerate(stops, start=1):
        assert stop.count == t - 1
        assert stop.position == pytest.approx([x, y], rel=1e-11)
        assert stop.value == pytest.approx(x * x + 3 * y * y, rel=1e-11)
        assert stop.gradient == pytest.approx([2 * x, 6 * y], rel=1e-11)
        x, y = RULES[key](x, 2 * x, memories[0], t), RULES[key](y, 6 * y, memories[1], t)
        assert stop.position + stop.update["step"] == pytest.approx([x, y], rel=1e-11)


def test_the_numbers_of_an_adam_update():
    surface = surface_from_expression("x^2 + 3*y^2")
    first, second = list(walk(surface, OptimizerSpec("adam", 0.1), (1.0, 1.0), 1))
    assert list(first.update) == [
        "gradient",
        "first_moment",
        "second_moment",
        "corrected_first_moment",
        "corrected_second_moment",
        "step",
    ]
    assert first.update["first_moment"] == pytest.approx([0.2, 0.6])
    assert first.update["corrected_second_moment"] == pytest.approx([4.0, 36.0])
    assert first.update["step"] == pytest.approx([-0.1, -0.1], rel=1e-7)
    assert second.update["first_moment"] == pytest.approx([0.9 * 0.2 + 0.1 * 1.8, 0.9 * 0.6 + 0.1 * 5.4])


def test_a_step_too_large_ends_in_a_stop_that_says_so():
    bowl = SURFACES["rosenbrock"]
    with np.errstate(all="raise"):
        stops = list(walk(bowl, OptimizerSpec("sgd", 0.5), (-1.2, 1.0), 1000))
    assert len(stops) < 30
    assert stops[-1].diverged
    assert stops[-1].update == {}
    for stop in stops[:-1]:
        assert not stop.diverged
        assert np.isfinite(stop.position).all()
        assert np.isfinite(stop.value)


def test_a_walk_into_a_hole_of_the_surface_diverges():
    stops = list(walk(surface_from_expression("log(x) + y^2"), OptimizerSpec("sgd", 1.0), (0.5, 0.0), 9))
    assert [stop.diverged for stop in stops] == [False, True]
    assert stops[1].position == pytest.approx([-1.5, 0.0])
    assert np.isnan(stops[1].value)


def test_a_walk_is_computed_only_as_far_as_it_is_asked_for():
    asked = []

    class Counted:
        def value(self, x, y):
            asked.append((x, y))
            return np.float64(x * x + y * y)

        def gradient(self, x, y):
            return np.float64(2 * x), np.float64(2 * y)

    stops = walk(Counted(), OptimizerSpec("sgd", 0.1), (1.0, 1.0), 50)
    assert asked == []
    next(stops)
    next(stops)
    assert len(asked) == 2


def test_two_walks_do_not_share_memory():
    spec = OptimizerSpec("momentum", 0.01)
    alone = [stop.position for stop in walk(SURFACES["bowl"], spec, (1.0, 1.0), 10)]
    pair = zip(
        walk(SURFACES["bowl"], spec, (1.0, 1.0), 10),
        walk(SURFACES["bowl"], spec, (2.0, 0.5), 10),
        strict=True,
    )
    np.testing.assert_array_equal([first.position for first, _ in pair], alone)


def test_on_a_plane_through_all_parameters_a_walk_is_training():
    spec = NetworkSpec(1, (LayerSpec(1, "tanh"),))
    data = make_dataset("line", samples=20)
    net = Network(spec, seed=3)
    plane = Plane.through_parameters(net, 0, 1)
    optimizer = OptimizerSpec("adam", 0.05)
    stops = list(walk(plane.over(net, data, "mse"), optimizer, (0.0, 0.0), 15))
    trainer = Trainer(net.copy(), data, TrainingSpec("mse", optimizer, batch_size=20))
    for stop in stops[1:]:
        cost = trainer.step()
        np.testing.assert_allclose(plane.at(*stop.position), trainer.network.parameters, rtol=1e-9)
        assert stops[stop.count - 1].value == pytest.approx(cost, rel=1e-11)


@pytest.mark.parametrize("key", SURFACES)
def test_every_race_stays_finite_and_goes_down(key):
    surface = SURFACES[key]
    for optimizer, run in surface.runs.items():
        stops = list(walk(surface, OptimizerSpec(optimizer, run.learning_rate), (run.x, run.y), 400))
        assert not stops[-1].diverged
        assert stops[-1].value < stops[0].value


@pytest.mark.parametrize("start", [(1.0,), (np.nan, 0.0), (np.inf, 0.0), (1.0, 2.0, 3.0)])
def test_a_start_that_is_none_is_refused_at_once(start):
    with pytest.raises(SpecError, match="two finite numbers"):
        walk(SURFACES["bowl"], OptimizerSpec(), start)


def test_the_number_of_steps_has_limits():
    with pytest.raises(SpecError, match="steps"):
        walk(SURFACES["bowl"], OptimizerSpec(), (1.0, 1.0), -1)
