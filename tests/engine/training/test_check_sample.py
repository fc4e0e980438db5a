"""A sample for the gradient check: of every layer, each place once, never more than wanted."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.network import LayerSpec, NetworkSpec
from engine.training.check_sample import sample_places

SIZES = st.lists(st.integers(1, 40), min_size=2, max_size=6)


def network(sizes: list[int]) -> NetworkSpec:
    return NetworkSpec(sizes[0], tuple(LayerSpec(neurons, "tanh") for neurons in sizes[1:]))


def ends(spec: NetworkSpec) -> np.ndarray:
    sizes = spec.sizes
    return np.cumsum([(below + 1) * neurons for below, neurons in itertools.pairwise(sizes)])


@given(SIZES, st.integers(10, 3000))
def test_as_many_as_wanted_from_every_layer(sizes: list[int], most: int) -> None:
    spec = network(sizes)
    places = sample_places(spec, most)
    assert len(places) == min(most, spec.parameter_count)
    assert (np.diff(places) > 0).all()
    assert 0 <= places[0] <= places[-1] < spec.parameter_count
    layers = np.searchsorted(ends(spec), places, side="right")
    counts = np.bincount(layers, minlength=len(sizes) - 1)
    whole = np.diff([0, *ends(spec)])
    fewest = counts.min()
    assert all(
        count == size or count >= most // len(counts) for count, size in zip(counts, whole, strict=True)
    )
    assert fewest > 0


def test_the_seed_draws_it() -> None:
    spec = network([50, 40, 3])
    assert np.array_equal(sample_places(spec, 100, 1), sample_places(spec, 100, 1))
    assert not np.array_equal(sample_places(spec, 100, 1), sample_places(spec, 100, 2))


def test_all_of_a_small_network_in_order() -> None:
    assert sample_places(network([2, 4, 1]), 17).tolist() == list(range(17))
