"""Every initializer keeps the law its formula states."""

from math import sqrt

import numpy as np
import pytest

from engine.errors import SpecError
from engine.network import INITIALIZERS, LayerSpec, Network, NetworkSpec

WIDE, NARROW = 400, 100

# Standard deviation of a weight between n_in and n_out neurons; the uniform ones have a bound of √3 times it.
NORMAL = {
    "normal": lambda n_in, n_out: 1.0,
    "glorot_normal": lambda n_in, n_out: sqrt(2 / (n_in + n_out)),
    "he_normal": lambda n_in, n_out: sqrt(2 / n_in),
    "lecun_normal": lambda n_in, n_out: sqrt(1 / n_in),
}
BOUND = {
    "uniform": lambda n_in, n_out: 0.5,
    "glorot_uniform": lambda n_in, n_out: sqrt(6 / (n_in + n_out)),
    "he_uniform": lambda n_in, n_out: sqrt(6 / n_in),
}
FIXED = {"zeros": 0.0, "constant": 0.1}


def draw(key, n_in, n_out, seed=0):
    """Weights (n_out, n_in) and biases (n_out,) of one layer."""
    network = Network(NetworkSpec(n_in, (LayerSpec(n_out),)), key, seed)
    return network.weights[0], network.biases[0]


def test_every_initializer_is_tested_here():
    assert {*NORMAL, *BOUND, *FIXED, "orthogonal"} == set(INITIALIZERS)


@pytest.mark.parametrize("sizes", [(WIDE, NARROW), (NARROW, WIDE)])
@pytest.mark.parametrize("key", NORMAL)
def test_normal_laws(key, sizes):
    weights, _ = draw(key, *sizes)
    deviation = NORMAL[key](*sizes)
    # 40 000 draws: the mean is known to sd/200, the deviation to 0.35 % (one standard error).
    assert abs(weights.mean()) < 5 * deviation / 200
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    share_inside = (np.abs(weights) < deviation).mean()
    assert share_inside == pytest.approx(0.6827, abs=0.012)  # a uniform law would have 0.577


@pytest.mark.parametrize("sizes", [(WIDE, NARROW), (NARROW, WIDE)])
@pytest.mark.parametrize("key", BOUND)
def test_uniform_laws(key, sizes):
    weights, _ = draw(key, *sizes)
    bound = BOUND[key](*sizes)
    assert np.abs(weights).max() < bound
    assert np.abs(weights).max() > 0.999 * bound
    assert weights.std() == pytest.approx(bound / sqrt(3), rel=0.02)
    assert abs(weights.mean()) < 5 * bound / sqrt(3) / 200


@pytest.mark.parametrize("key", FIXED)
def test_fixed_values(key):
    assert np.all(draw(key, 3, 2)[0] == FIXED[key])


@pytest.mark.parametrize(("n_in", "n_out"), [(5, 5), (5, 3), (3, 5), (1, 4), (4, 1)])
def test_orthogonal_rows_or_columns(n_in, n_out):
    weights, _ = draw("orthogonal", n_in, n_out)
    shorter = weights @ weights.T if n_out <= n_in else weights.T @ weights
    np.testing.assert_allclose(shorter, np.eye(min(n_in, n_out)), atol=1e-12)


def test_orthogonal_prefers_no_direction():
    # Without the correction of signs the first entry of Q would always have the same sign.
    signs = [np.sign(draw("orthogonal", 3, 3, seed)[0][0, 0]) for seed in range(200)]
    assert abs(np.mean(signs)) < 0.3


@pytest.mark.parametrize("key", INITIALIZERS)
def test_biases_start_at_one_value(key):
    expected = 0.1 if key == "uniform" else 0.0
    assert np.all(draw(key, 3, 4)[1] == expected)


@pytest.mark.parametrize("key", sorted(set(INITIALIZERS) - set(FIXED)))
def test_the_seed_decides(key):
    spec = NetworkSpec(3, (LayerSpec(4), LayerSpec(2)))
    first, same, other = (Network(spec, key, seed).parameters for seed in (5, 5, 6))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)
    again = Network(spec, "zeros")
    again.initialize(key, 5)
    assert np.array_equal(again.parameters, first)


def test_an_unknown_initializer_is_named():
    with pytest.raises(SpecError, match=r"initializer is 'xavier', but takes one of zeros, .* or orthogonal"):
        Network(NetworkSpec(1, (LayerSpec(1),)), "xavier")
