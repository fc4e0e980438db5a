"""The sharpness against the exact Hessian, made by autograd, and against a bowl by hand."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian

from engine.data import Dataset, make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import Trainer, TrainingSpec
from engine.training.sharpness import sharpness

CIRCLE = make_dataset("circle", samples=80, noise=0.2)


def last(estimates):
    *_, estimate = estimates
    return estimate


def network(seed=3, hidden="tanh", dtype=np.float64):
    return Network(NetworkSpec(2, (LayerSpec(4, hidden), LayerSpec(1, "tanh"))), seed=seed, dtype=dtype)


def exact_hessian(trainer, penalty_rate=0.0):
    """∂²C/∂θ² (P, P) of a 2-4-1 tanh network with ½(ŷ − y)², written out for autograd."""
    inputs, targets = trainer.data.inputs, trainer.data.targets.reshape(-1, 1)

    def cost(theta):
        first, second = theta[:12].reshape(4, 3), theta[12:].reshape(1, 5)
        hidden = anp.tanh(inputs @ first[:, :2].T + first[:, 2])
        out = anp.tanh(hidden @ second[:, :4].T + second[:, 4])
        weights = anp.sum(first[:, :2] ** 2) + anp.sum(second[:, :4] ** 2)
        return anp.mean(0.5 * anp.sum((out - targets) ** 2, axis=1)) + penalty_rate / 2 * weights

    return hessian(cost)(trainer.network.parameters.astype(float))


@pytest.mark.parametrize("steps", [0, 500])
@pytest.mark.parametrize("penalty_rate", [0.0, 0.1])
def test_it_is_the_largest_eigenvalue_of_autograds_hessian(steps, penalty_rate):
    penalty = "l2" if penalty_rate else "none"
    trainer = Trainer(network(), CIRCLE, TrainingSpec(penalty=penalty, penalty_rate=penalty_rate))
    trainer.run(steps)
    before = trainer.network.parameters.copy()
    expected = np.linalg.eigvalsh(exact_hessian(trainer, penalty_rate))[-1]
    assert last(sharpness(trainer)) == pytest.approx(expected, rel=1e-5)
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_a_large_negative_curvature_does_not_deceive_it():
    trainer = Trainer(network(seed=1), CIRCLE)
    trainer.network.parameters[...] *= 0.05
    eigenvalues = np.linalg.eigvalsh(exact_hessian(trainer))
    assert eigenvalues[0] < 0.0 < eigenvalues[-1]
    assert last(sharpness(trainer)) == pytest.approx(eigenvalues[-1], rel=1e-5)


def test_estimates_grow_towards_it():
    trainer = Trainer(network(), CIRCLE)
    estimates = np.array(list(sharpness(trainer)))
    assert (np.diff(estimates) > -1e-7).all()
    assert len(estimates) == 17, "more directions than parameters there are not"


def test_single_precision_comes_near():
    trainer = Trainer(network(dtype=np.float32), CIRCLE)
    expected = np.linalg.eigvalsh(exact_hessian(trainer))[-1]
    assert last(sharpness(trainer)) == pytest.approx(expected, rel=0.01)


def test_a_bowl_by_hand_and_its_edge_of_stability():
    # c = ½(wx + b − 2x)² with x = ±2: curvature 4 in w, 1 in b, so that η = 2/4 is the edge.
    net = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    trainer = Trainer(
        net, Dataset(np.array([[2.0], [-2.0]]), np.array([[4.0], [-4.0]])), TrainingSpec(batch_size=2)
    )
    curvature = last(sharpness(trainer))
    assert curvature == pytest.approx(4.0, rel=1e-6)
    for rate, is_stable in ((0.99 * 2 / curvature, True), (1.01 * 2 / curvature, False)):
        trainer = Trainer(net.copy(), trainer.data, TrainingSpec(batch_size=2))
        trainer.optimizer.learning_rate = rate
        first = trainer.step()
        trainer.run(100)
        assert (trainer.batch_cost < first) == is_stable


def test_what_is_frozen_does_not_count():
    net = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    trainer = Trainer(net, Dataset(np.array([[2.0], [-2.0]]), np.array([[4.0], [-4.0]])))
    trainer.freeze([0])
    assert list(sharpness(trainer)) == [pytest.approx(1.0, rel=1e-6)]


@pytest.mark.parametrize(("inputs", "weights"), [(1e10, 1e300), (1e100, 1.0)])
def test_what_is_not_finite_or_cannot_be_squared_is_said(inputs: float, weights: float):
    net = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    trainer = Trainer(net, Dataset(np.full((2, 1), inputs), np.ones((2, 1))))
    trainer.network.parameters[...] = weights
    assert np.isnan(last(sharpness(trainer)))


@pytest.mark.parametrize("iterations", [0, 10**6])
def test_iterations_have_limits(iterations):
    with pytest.raises(SpecError, match="iterations"):
        sharpness(Trainer(network(), CIRCLE), iterations)
