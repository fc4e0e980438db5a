"""Links that pass over layers: against autograd, which differentiates the formula written out here, and by hand."""

import itertools
from dataclasses import replace
from math import prod, tanh

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.autodiff import trace_network, trace_neuron
from engine.data import make_dataset
from engine.descent import Plane, sweep
from engine.errors import SpecError
from engine.network import (
    Address,
    LayerSpec,
    Network,
    NetworkSpec,
    address_of,
    gradients_per_example,
    index_of,
    paths_to_cost,
)
from engine.network.kinship import kept_links, way_by_place
from engine.network.long_link import MAX_LONG_LINKS, LongLink
from engine.training.check_sample import sample_places
from engine.training.faults import _bent, _sent_back, _turned
from engine.training.histograms import weight_histograms
from engine.training.layer_gradients import LayerGradients

FORMULAS = {"tanh": anp.tanh, "sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "linear": lambda z: z}


@st.composite
def networks(draw):
    """A network of 2 … 5 layers with random long links, parameters normal."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=3, max_size=6))
    layers = []
    for below, neurons in itertools.pairwise(sizes):
        skip = below == neurons and draw(st.booleans())
        layers.append(LayerSpec(neurons, draw(st.sampled_from(sorted(FORMULAS))), skip))
    last = len(layers)
    places = [
        LongLink(layer, neuron, origin, source)
        for layer in range(2, last + 1)
        for origin in range(layer - 1)
        for neuron in range(sizes[layer])
        for source in range(sizes[origin])
    ]
    links = draw(st.lists(st.sampled_from(places), unique=True, max_size=8))
    spec = NetworkSpec(sizes[0], tuple(layers), tuple(links))
    return Network(spec, "normal", draw(st.integers(0, 1000)))


def costs(spec, theta, inputs, targets, quiet=()):
    """Half squared error of each example (N,); neurons of `quiet` say 0."""
    a, start = [inputs], 0
    width = spec.parameter_count - len(spec.long_links)
    for number, layer in enumerate(spec.layers, start=1):
        rows, columns = layer.neurons, a[-1].shape[1] + 1
        block = theta[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
        z = [anp.dot(a[-1], block[j, :-1]) + block[j, -1] for j in range(rows)]
        for place, link in enumerate(spec.long_links):
            if link.layer == number:
                z[link.neuron] = z[link.neuron] + theta[width + place] * a[link.origin][:, link.source]
        f = FORMULAS[layer.activation](anp.stack(z, axis=1))
        f = f * np.array([(number, j) not in quiet for j in range(rows)])
        a.append(f + a[-1] if layer.skip else f)
    return anp.sum((a[-1] - targets) ** 2, axis=1) / 2


def examples(network, count=5):
    generator = np.random.default_rng(1)
    return generator.normal(size=(count, network.spec.inputs)), generator.normal(
        size=(count, network.spec.outputs)
    )


@settings(max_examples=150, deadline=None)
@given(networks(), st.booleans())
def test_costs_and_gradients_are_those_of_autograd(network, has_quiet):
    quiet = [(1, 0)] if has_quiet else []
    network.silence(quiet)
    inputs, targets = examples(network)
    record = network.backward(inputs, targets, "half_squared_error")
    spec, theta = network.spec, network.parameters
    np.testing.assert_allclose(record.cost, costs(spec, theta, inputs, targets, quiet), rtol=1e-12)
    expected = grad(lambda each: anp.mean(costs(spec, each, inputs, targets, quiet)))(theta)
    np.testing.assert_allclose(record.gradient, expected, rtol=1e-9, atol=1e-12)
    of_inputs = grad(lambda each: anp.sum(costs(spec, theta, each, targets, quiet)))(inputs)
    np.testing.assert_allclose(record.delta[0], of_inputs, rtol=1e-9, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_other_routes_to_the_gradient_agree(network):
    """Example by example, over the graph of values, and as the hunt for faults sends errors back."""
    inputs, targets = examples(network, 3)
    record = network.backward(inputs, targets, "half_squared_error")
    each = gradients_per_example(network, inputs, targets, "half_squared_error")
    np.testing.assert_allclose(each.mean(axis=0), record.gradient, rtol=1e-9, atol=1e-12)
    traced = trace_network(network, inputs[0], targets[0], "half_squared_error")
    np.testing.assert_allclose(traced.gradient(), each[0], rtol=1e-9, atol=1e-12)
    names = [address_of(network.spec, place).name for place in range(network.spec.parameter_count)]
    assert list(traced.parameters) == names
    sent = _sent_back(network, record, targets, "half_squared_error", _bent, _turned)
    np.testing.assert_allclose(sent, record.gradient, rtol=1e-9, atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(networks(), st.data(), st.sampled_from([1, 3, 10_000]))
def test_the_paths_over_long_links_add_up(network, data, limit):
    place = data.draw(st.integers(0, network.spec.parameter_count - 1))
    inputs, targets = (table[0] for table in examples(network, 1))
    found = paths_to_cost(network, inputs, targets, place, "half_squared_error", limit)
    _, gradient = network.loss_and_gradient(inputs[np.newaxis], targets[np.newaxis], "half_squared_error")
    every = paths_to_cost(network, inputs, targets, place, "half_squared_error", 10_000)
    assert every.is_complete
    assert all(path.product == prod(factor.value for factor in path.factors) for path in every.paths)
    rounding = 1e-12 * sum(abs(path.product) for path in every.paths)
    assert found.total == pytest.approx(gradient[place], rel=1e-9, abs=rounding + 1e-300)
    assert len(found.paths) <= limit


def test_one_of_each_by_hand():
    """x → tanh → linear with a long link from the input, C = (ŷ − y)²/2: every number written out."""
    spec = NetworkSpec(1, (LayerSpec(1, "tanh"), LayerSpec(1, "linear")), (LongLink(2, 0, 0, 0),))
    network = Network(spec, "zeros")
    network.parameters[...] = 0.5, 0.1, -2.0, 0.3, 1.5  # w1, b1, w2, b2, and the long one
    x, y = 0.8, 1.0
    a = tanh(0.5 * x + 0.1)
    answer = -2.0 * a + 0.3 + 1.5 * x
    assert network.predict(np.array([[x]])).item() == pytest.approx(answer, rel=1e-15)
    record = network.backward(np.array([[x]]), np.array([[y]]), "half_squared_error")
    error, back = answer - y, (answer - y) * -2.0 * (1 - a * a)
    assert record.gradient == pytest.approx([back * x, back, error * a, error, error * x], rel=1e-14)
    assert record.delta[0].item() == pytest.approx(back * 0.5 + error * 1.5, rel=1e-14)
    assert address_of(spec, 4) == Address(2, 0, 0, 0)
    assert Address(2, 0, 0, 0).name == "w_11^[2←0]"


DEEP = NetworkSpec(
    2,
    (LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", skip=True), LayerSpec(2, "tanh"), LayerSpec(1, "tanh")),
    (
        LongLink(4, 0, 0, 1),
        LongLink(3, 1, 1, 2),
        LongLink(2, 2, 0, 0),
        LongLink(4, 0, 2, 1),
        LongLink(3, 1, 0, 0),
    ),
)


def deep(dtype=np.float64):
    return Network(DEEP, "normal", 4, dtype)


def test_places_and_addresses_are_each_others_inverse():
    for place in range(DEEP.parameter_count):
        assert index_of(DEEP, address_of(DEEP, place)) == place
    assert DEEP.long_links == tuple(sorted(DEEP.long_links))
    network = deep()
    assert np.shares_memory(network.long_weights, network.parameters)
    assert network.long_weights.tolist() == network.parameters[-5:].tolist()
    assert network.layout.is_weight()[-5:].all()


def test_all_other_weights_are_drawn_as_without_them():
    without = Network(replace(DEEP, long_links=()), "glorot_normal", 7)
    ours = Network(DEEP, "glorot_normal", 7)
    assert ours.parameters[:-5].tolist() == without.parameters.tolist()
    assert len(set(ours.long_weights.tolist())) == 5


def test_one_neuron_alone_is_given_what_long_links_bring():
    inputs = np.array([0.3, -0.8])
    traced = trace_neuron(deep(), 3, 1, inputs)
    record = deep().forward(inputs[np.newaxis])
    assert traced.z.data == pytest.approx(record.z[3][0, 1], rel=1e-12)
    assert list(traced.parameters)[-2:] == ["w_21^[3←0]", "w_23^[3←1]"]
    assert [leaf.label for leaf in traced.inputs] == ["a_1^[2]", "a_2^[2]", "a_3^[2]", "x_1", "a_3^[1]"]


@pytest.mark.parametrize("places", [(0, 1), (20, 30), (-1, -2), (-5, 24), (-4, 12), (-3, 3)])
@pytest.mark.parametrize("tile", [sweep.TILE, 200])
def test_the_cost_over_a_plane_is_that_of_a_network_at_each_point(places, tile, monkeypatch):
    """Planes along parameters of every layer and of long links, whichever layers so stand still."""
    monkeypatch.setattr(sweep, "TILE", tile)
    network, data = deep(), make_dataset("circle", samples=30)
    first, second = (place % DEEP.parameter_count for place in places)
    plane = Plane.through_parameters(network, first, second)
    xs, ys, losses = plane.losses(network, data, loss="mse", resolution=4, half_width=1.5)
    probe = network.copy()
    for row, y in enumerate(ys):
        for column, x in enumerate(xs):
            probe.parameters[...] = plane.at(x, y)
            expected = probe.loss(data.inputs, data.targets, "mse")
            assert losses[row, column] == pytest.approx(expected, rel=1e-12)


def test_random_directions_are_as_long_as_each_neuron_with_its_long_links():
    network = deep()
    direction = Plane.random(network, seed=3).directions[0]
    for layer, neuron in ((3, 1), (4, 0), (2, 2), (2, 0)):
        places = [
            place for place in range(DEEP.parameter_count) if address_of(DEEP, place)[:2] == (layer, neuron)
        ]
        own = np.linalg.norm(network.parameters[places])
        assert np.linalg.norm(direction[places]) == pytest.approx(own, rel=1e-12)


def test_layer_means_and_histograms_count_long_links_where_they_arrive():
    network = deep()
    gradient = np.zeros(DEEP.parameter_count)
    network.layout.long_links(gradient)[...] = 1.0, 2.0, 4.0, 8.0, 16.0  # into layers 2, 3, 3, 4, 4
    assert LayerGradients(network).measure(gradient) == pytest.approx([0.0, 1 / 10, 6 / 8, 24 / 4])
    network.parameters[...], network.long_weights[...] = 0.0, 0.9
    shares = [histogram.shares[histogram.shares > 0].tolist() for histogram in weight_histograms(network)]
    assert shares == [[1.0], [0.9, 0.1], [0.75, 0.25], [0.5, 0.5]]


def test_a_sample_for_the_check_has_long_links_too():
    spec = NetworkSpec(40, (LayerSpec(40), LayerSpec(1)), (LongLink(2, 0, 0, 3), LongLink(2, 0, 0, 9)))
    places = sample_places(spec, 100)
    assert len(places) == 100
    assert set(places.tolist()) >= {spec.parameter_count - 2, spec.parameter_count - 1}


def test_layers_that_come_and_go_keep_the_links_that_can_be_kept():
    fewer = NetworkSpec(2, DEEP.layers[:2] + DEEP.layers[-1:])
    kept = kept_links(DEEP, fewer, way_by_place(DEEP, fewer))
    # The output keeps its links; that from layer 2 has become one between neighbours, and layer 3 has gone.
    assert kept == (LongLink(2, 2, 0, 0), LongLink(3, 0, 0, 1))


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([(1, 0, 0, 0)], "a whole number from 2 to 4"),
        ([(3, 0, 2, 0)], "a whole number from 0 to 1"),
        ([(3, 2, 0, 0)], "a whole number from 0 to 1"),
        ([(3, 0, 0, 2)], "a whole number from 0 to 1"),
        ([(3, 0, 0, 0.5)], "a whole number from 0 to 1"),
        ([(3, 0, 0)], "layer, neuron, origin and source of each"),
        ([(3, 0, 0, 0), (3, 0, 0, 0)], "each link once"),
        ("many", "a list of links"),
        ([(3, 0, 0, 0)] * (MAX_LONG_LINKS + 1), f"at most {MAX_LONG_LINKS}"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(links, words):
    with pytest.raises(SpecError) as said:
        replace(DEEP, long_links=links)
    assert words in str(said.value)


def test_without_hidden_layers_there_is_nothing_to_pass_over():
    with pytest.raises(SpecError, match="none in a network without hidden layers"):
        NetworkSpec(2, (LayerSpec(1),), (LongLink(1, 0, 0, 0),))


def test_a_link_that_is_not_there_has_no_place():
    with pytest.raises(SpecError, match="a link over layers that the network has"):
        index_of(DEEP, Address(3, 0, 0, 0))
