"""Cuts through the cost, held against autograd, which differentiates the network written out here once more."""

import itertools
from dataclasses import replace

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from engine.experiment import Experiment
from gui.session import Session
from gui.session.cuts import line_along, line_of_parameter, relative_difference
from gui.session.landscape_frame import PlaneChoice

RATE = 0.02


@pytest.fixture
def trained(session: Session, small: Experiment) -> Session:
    session.edit(
        replace(small, training=replace(small.training, penalty="l2", penalty_rate=RATE)), "Penalise"
    )
    session.advance(40)
    return session


def minimised(session: Session):
    """C(θ): tanh layers, half the squared error, and ½λ‖W‖² without the biases."""
    data, sizes = session.trainer.data, session.network.spec.sizes

    def cost(theta):
        a, start, squares = data.inputs.T, 0, 0.0
        for below, here in itertools.pairwise(sizes):
            block = anp.reshape(theta[start : start + here * (below + 1)], (here, below + 1))
            start += here * (below + 1)
            squares = squares + anp.sum(block[:, :-1] ** 2)
            a = anp.tanh(anp.dot(block[:, :-1], a) + block[:, -1:])
        return anp.mean(0.5 * anp.sum((a - data.targets.T) ** 2, axis=0)) + 0.5 * RATE * squares

    return cost


@pytest.mark.parametrize("kind", ["parameters", "random", "principal"])
@pytest.mark.parametrize("angle", [0.0, 1.1, 4.0])
def test_slope_along_the_dial_is_that_of_autograd(trained: Session, kind, angle) -> None:
    trained.advance(60)
    trained.landscape.choose(PlaneChoice(kind, 2, 5, seed=3))
    trained.landscape.set_angle(angle)
    line, theta = line_along(trained), trained.network.parameters
    first, second = trained.landscape.frame.pair
    u = np.cos(angle) * first + np.sin(angle) * second
    cost = minimised(trained)
    assert line.at == 0.0
    assert line.slope == pytest.approx(grad(cost)(theta) @ u, rel=1e-8, abs=1e-12)
    places = np.array([-0.4, 0.0, 0.7])
    assert line.costs(places) == pytest.approx([cost(theta + s * u) for s in places], rel=1e-9)
    assert line.cost == pytest.approx(cost(theta), rel=1e-9)
    assert line.beside(0.05) == pytest.approx((cost(theta - 0.05 * u), cost(theta + 0.05 * u)), rel=1e-9)


@pytest.mark.parametrize("place", [0, 1, 2, 9, 24])
def test_curve_of_one_parameter_is_that_of_the_network_written_out(trained: Session, place) -> None:
    line, theta, cost = line_of_parameter(trained, place), trained.network.parameters, minimised(trained)
    assert line.at == theta[place]
    assert line.slope == pytest.approx(grad(cost)(theta)[place], rel=1e-8, abs=1e-12)
    values = np.array([-2.0, theta[place], 1.5])
    expected = []
    for value in values:
        changed = theta.copy()
        changed[place] = value
        expected.append(cost(changed))
    assert line.costs(values) == pytest.approx(expected, rel=1e-9)


def test_looking_changes_nothing(trained: Session) -> None:
    before = trained.network.parameters.copy()
    line_of_parameter(trained, 3).costs(np.linspace(-3, 3, 7))
    line_along(trained).beside(0.5)
    assert np.array_equal(trained.network.parameters, before)
    assert not trained.undo_stack.canRedo()


def test_relative_difference_is_over_the_larger() -> None:
    assert relative_difference(2.0, 1.0) == 0.5
    assert relative_difference(-1.0, 3.0) == pytest.approx(4.0 / 3.0)
    assert relative_difference(0.0, 0.0) == 0.0
