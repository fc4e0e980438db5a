"""Histograms: every value counted once, round limits, one range where values are to be compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network import LayerSpec, Network, NetworkSpec
from engine.training.histograms import (
    BINS,
    MOST_EXAMPLES,
    Histogram,
    activation_histograms,
    round_limit,
    symmetric_histogram,
    tallest,
    weight_histograms,
)


def test_bars_by_hand() -> None:
    found = Histogram.of(np.array([-1.0, -0.2, 0.0, 0.3, 0.9, np.nan, np.inf, 1.0]), -1.0, 1.0, bins=4)
    assert found.edges.tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert found.shares.tolist() == pytest.approx([1 / 6, 1 / 6, 2 / 6, 2 / 6])
    assert tallest([found]) == pytest.approx(2 / 6)
    assert Histogram.of(np.array([np.nan]), 0.0, 1.0).shares.sum() == 0.0


@pytest.mark.parametrize(
    ("values", "limit"),
    [([0.0], 1.0), ([], 1.0), ([0.31, -0.49], 0.5), ([-1.0], 1.0), ([1.01], 2.0), ([230.0, np.inf], 500.0)],
)
def test_limits_are_round(values: list[float], limit: float) -> None:
    assert round_limit(np.array(values)) == pytest.approx(limit)


def test_single_precision_is_drawn_like_double() -> None:
    values = np.array([-1.0, -0.2, 0.3, 3e38, np.nan, np.inf], dtype=np.float32)
    assert round_limit(values) == pytest.approx(5e38)
    assert round_limit(values[:3]) == pytest.approx(1.0)
    assert Histogram.of(values, -1.0, 1.0, bins=4).shares.tolist() == pytest.approx([1 / 4, 1 / 4, 1 / 4, 0])
    network = Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1))), seed=2, dtype=np.float32)
    for found, weights in zip(weight_histograms(network), network.weights, strict=True):
        expected, _ = np.histogram(weights, bins=found.edges)
        assert found.shares * weights.size == pytest.approx(expected)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_symmetric_histogram_counts_everything(values: list[float]) -> None:
    found = symmetric_histogram(np.array(values))
    assert found.shares.sum() == pytest.approx(1.0)
    assert len(found.shares) == BINS
    assert found.edges[BINS // 2] == pytest.approx(0.0, abs=1e-9)


def test_layers_share_one_range_of_weights() -> None:
    network = Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1))))
    network.weights[0][...] = 0.1
    network.weights[1][...] = -3.0
    network.biases[0][...] = 1000.0  # no weight
    first, second = weight_histograms(network)
    assert first.edges.tolist() == second.edges.tolist()
    assert (first.edges[0], first.edges[-1]) == (-5.0, 5.0)
    assert first.shares[BINS // 2] == 1.0
    assert second.shares.argmax() == np.searchsorted(second.edges, -3.0, side="right") - 1


@pytest.mark.parametrize(
    ("activation", "low", "high"),
    [
        ("tanh", -1.0, 1.0),
        ("sigmoid", 0.0, 1.0),
        ("relu", 0.0, 5.0),
        ("linear", -5.0, 5.0),
        ("elu", -5.0, 5.0),
    ],
)
def test_activations_are_shown_over_what_they_can_be(activation: str, low: float, high: float) -> None:
    network = Network(NetworkSpec(1, (LayerSpec(1, activation), LayerSpec(1, "linear"))))
    network.weights[0][...] = 1.0
    inputs = np.linspace(-4.0, 4.0, 33)[:, None]
    found = activation_histograms(network, inputs)[0]
    assert (found.edges[0], found.edges[-1]) == (low, high)
    values = network.forward(inputs).a[1]
    counts = [
        ((values >= a) & (values < b)).sum() for a, b in zip(found.edges[:-1], found.edges[1:], strict=True)
    ]
    counts[-1] += (values == found.edges[-1]).sum()
    assert found.shares == pytest.approx(np.array(counts) / 33)


def test_skip_connection_leaves_the_bounds_of_the_activation() -> None:
    network = Network(NetworkSpec(1, (LayerSpec(1, "tanh", skip=True), LayerSpec(1, "linear"))))
    found = activation_histograms(network, np.array([[3.0]]))[0]
    assert found.shares.sum() == 1.0


def test_overflowing_activations_are_left_out() -> None:
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)))
    network.weights[0][...] = 1e308
    found = activation_histograms(network, np.array([[1.0], [100.0], [0.0]]))[0]
    assert found.shares.sum() == 1.0
    assert (found.edges[0], found.edges[-1]) == (-1.0, 1.0)


def test_only_the_first_examples_are_counted() -> None:
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)))
    network.weights[0][...] = 1.0
    inputs = np.ones((MOST_EXAMPLES + 50, 1))
    inputs[MOST_EXAMPLES:] = 70.0
    found = activation_histograms(network, inputs)[0]
    assert found.edges[-1] == 1.0
