"""A traced network against the array engine: every activation and loss, every number, every gradient."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.autodiff import Value, nodes_in_order, trace_network, trace_neuron
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec, address_of

HIDDEN = [key for key in ACTIVATIONS if key != "softmax"]
POINTS = [-30.0, -2.0, -0.7, -1e-9, 0.0, 1e-9, 0.4, 1.0, 3.0, 30.0]


@pytest.mark.parametrize("key", HIDDEN)
@pytest.mark.parametrize("z", POINTS)
def test_scalar_faces_of_activations(key, z):
    entry = ACTIVATIONS[key]
    column, a, slope = np.array([[z]]), np.empty((1, 1)), np.empty((1, 1))
    entry.function(column, a)
    entry.derivative(column, a, slope)
    leaf = Value(z)
    traced = entry.scalar(leaf)
    traced.backward()
    assert traced.data == pytest.approx(a.item(), rel=1e-12, abs=1e-15)
    assert leaf.grad == pytest.approx(slope.item(), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("z", [(0.0, 0.0, 0.0), (1.0, -2.0, 0.3), (1000.0, 0.0, -1000.0)])
@pytest.mark.parametrize("row", range(3))
def test_softmax_as_values(z, row):
    leaves = [Value(each) for each in z]
    outputs = ACTIVATIONS["softmax"].scalars(leaves)
    outputs[row].backward()
    powers = np.exp(np.array(z) - max(z))
    a = powers / powers.sum()
    assert [each.data for each in outputs] == pytest.approx(a, rel=1e-12, abs=1e-300)
    jacobian = a[row] * ((np.arange(3) == row) - a)
    assert [leaf.grad for leaf in leaves] == pytest.approx(jacobian, rel=1e-12, abs=1e-15)


def probable(z):
    powers = np.exp(np.array(z) - max(z))
    return powers / powers.sum()


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("z", [(0.2, -0.4), (3.0, -5.0), (1000.0, -1000.0), (0.0, 1.0)])
@pytest.mark.parametrize("y", [(1.0, 0.0), (0.0, 1.0), (1.0, -1.0)])
def test_scalar_faces_of_losses(key, z, y):
    entry = LOSSES[key]
    if entry.wants == "unit" and -1.0 in y:
        y = (0.3, 0.7)
    bend = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))),
        "softmax": probable,
        None: np.array,
    }
    a = bend[entry.fused_with](np.array(z))
    columns = [np.array(each, dtype=float)[:, np.newaxis] for each in (z, a, y)]
    derivative = np.empty((2, 1))
    entry.derivative(columns[1], columns[2], derivative)
    leaves_z, leaves_a = [Value(each) for each in z], [Value(each) for each in a]
    cost = entry.scalar(leaves_z, leaves_a, [Value(each) for each in y])
    cost.backward()
    assert cost.data == pytest.approx(entry.cost(*columns).item(), rel=1e-12, abs=1e-15)
    leaves = leaves_z if entry.fused_with else leaves_a
    assert [leaf.grad for leaf in leaves] == pytest.approx(derivative[:, 0], rel=1e-12, abs=1e-15)


@st.composite
def cases(draw):
    """(network, inputs, targets, loss) of any kind, some neuron perhaps switched off."""
    loss = draw(st.sampled_from(list(LOSSES)))
    width = draw(st.integers(1, 3))
    layers, below = [], width
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.integers(1, 3))
        layers.append(
            LayerSpec(neurons, draw(st.sampled_from(HIDDEN)), draw(st.booleans()) and neurons == below)
        )
        below = neurons
    fitting = [key for key in ACTIVATIONS if LOSSES[loss].fits(key)]
    outputs = draw(st.integers(2 if loss == "cross_entropy" else 1, 3))
    spec = NetworkSpec(width, (*layers, LayerSpec(outputs, draw(st.sampled_from(fitting)))))
    seed = draw(st.integers(0, 1000))
    network = Network(spec, draw(st.sampled_from(["normal", "zeros", "uniform"])), seed)
    hidden = [(at, j) for at, layer in enumerate(spec.hidden, start=1) for j in range(layer.neurons)]
    if hidden:
        network.silence(draw(st.lists(st.sampled_from(hidden), max_size=1)))
    generator = np.random.default_rng(seed)
    return network, generator.normal(size=width), np.eye(outputs)[generator.integers(outputs)], loss


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_traced_network_is_the_array_engine(case):
    network, inputs, targets, loss = case
    trace = trace_network(network, inputs, targets, loss)
    record = network.backward(inputs[np.newaxis], targets[np.newaxis], loss)
    assert trace.cost.data == pytest.approx(record.loss, rel=1e-12, abs=1e-14)
    for at in range(len(network.spec.layers) + 1):
        np.testing.assert_allclose(
            [node.data for node in trace.z[at]], record.forward.z[at][0], rtol=1e-12, atol=1e-14
        )
        np.testing.assert_allclose(
            [node.data for node in trace.a[at]], record.forward.a[at][0], rtol=1e-12, atol=1e-14
        )
    # 1 − a² of a saturated neuron is all rounding, and goes with the size of what it is multiplied by.
    rounding = 1e-13 * max(1.0, float(np.abs(record.gradient).max()))
    np.testing.assert_allclose(trace.gradient(), record.gradient, rtol=1e-9, atol=rounding)
    np.testing.assert_allclose(
        [leaf.grad for leaf in trace.inputs], record.delta[0][0], rtol=1e-9, atol=rounding
    )


def test_the_names():
    network = Network(NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(1, "linear"))))
    trace = trace_network(network, [1.0, 2.0], [0.5])
    names = list(trace.parameters)
    assert names == [address_of(network.spec, index).name for index in range(9)]
    assert names[:4] == ["w_11^[1]", "w_12^[1]", "b_1^[1]", "w_21^[1]"]
    np.testing.assert_array_equal([leaf.data for leaf in trace.parameters.values()], network.parameters)
    assert all(leaf.label == name and leaf.is_leaf for name, leaf in trace.parameters.items())
    labels = {node.label for node in nodes_in_order(trace.cost)} - {""} - set(names)
    assert labels == {"x_1", "x_2", "z_1^[1]", "z_2^[1]", "a_1^[1]", "a_2^[1]", "z_1^[2]", "y_1", "c"}
    assert trace.a[2][0] is trace.z[2][0]


def test_asking_twice_gives_the_same_gradient():
    network = Network(NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))))
    trace = trace_network(network, [1.0, 2.0], [0.5])
    np.testing.assert_array_equal(trace.gradient(), trace.gradient())


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("off", [[], [(1, 1)], [(2, 1)]])
def test_one_neuron_alone(layer, off):
    network = Network(
        NetworkSpec(3, (LayerSpec(2, "tanh"), LayerSpec(2, "sigmoid", skip=True), LayerSpec(1))), seed=3
    )
    network.silence(off)
    inputs = np.array([0.3, -1.0, 2.0])
    trace = trace_neuron(network, layer, 1, inputs)
    record = network.forward(inputs[np.newaxis])
    assert trace.z.data == pytest.approx(record.z[layer][0, 1], rel=1e-13)
    passing = record.a[1][0, 1] if layer == 2 else 0.0
    assert trace.output.data == pytest.approx(record.a[layer][0, 1] - passing, rel=1e-13, abs=1e-16)
    trace.output.backward()
    z = trace.z.data
    slope = 1 - np.tanh(z) ** 2 if layer == 1 else np.exp(-z) / (1 + np.exp(-z)) ** 2
    slope *= (layer, 1) not in off
    grads = [leaf.grad for leaf in trace.parameters.values()]
    assert grads == pytest.approx([*(slope * record.a[layer - 1][0]), slope], rel=1e-12, abs=1e-16)
    own = network.weights[layer - 1][1]
    assert [leaf.grad for leaf in trace.inputs] == pytest.approx(slope * own, rel=1e-12, abs=1e-16)
    assert [leaf.label for leaf in trace.inputs] == (
        ["x_1", "x_2", "x_3"] if layer == 1 else ["a_1^[1]", "a_2^[1]"]
    )


def test_a_large_network_is_refused_before_it_is_built():
    network = Network(NetworkSpec(64, (LayerSpec(64), LayerSpec(10))))
    with pytest.raises(SpecError, match=r"graph is 'about \d+ nodes', but takes at most 5000"):
        trace_network(network, np.zeros(64), np.zeros(10))


@pytest.mark.parametrize("activation", HIDDEN)
def test_the_limit_counts_what_is_built(activation):
    network = Network(
        NetworkSpec(2, (LayerSpec(3, activation), LayerSpec(3, activation, True), LayerSpec(1, "tanh")))
    )
    trace = trace_network(network, [1.0, 2.0], [0.5])
    built = len(nodes_in_order(trace.cost))
    before_the_loss = len(set().union(*(nodes_in_order(node) for node in trace.a[-1])))
    assert before_the_loss < built <= before_the_loss + 5
    with pytest.raises(SpecError, match="graph"):
        trace_network(network, [1.0, 2.0], [0.5], limit=before_the_loss - 30)
    trace_network(network, [1.0, 2.0], [0.5], limit=before_the_loss + 30)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda net: trace_network(net, [1.0], [0.5]), "inputs"),
        (lambda net: trace_network(net, [1.0, np.nan], [0.5]), "finite"),
        (lambda net: trace_network(net, [1.0, 2.0], [0.5, 1.0]), "targets"),
        (lambda net: trace_network(net, [1.0, 2.0], [0.5], "cross_entropy"), "softmax"),
        (lambda net: trace_network(net, [1.0, 2.0], [0.5], limit=0), "limit"),
        (lambda net: trace_neuron(net, 0, 0, [1.0, 2.0]), "layer"),
        (lambda net: trace_neuron(net, 1, 2, [1.0, 2.0]), "neurons"),
        (lambda net: trace_neuron(net, 1, 1, [1.0, 2.0], limit=5), "graph"),
    ],
)
def test_what_cannot_be_traced_is_said_in_one_sentence(ask, words):
    network = Network(NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))))
    with pytest.raises(SpecError, match=words):
        ask(network)


def test_a_softmax_neuron_is_not_alone():
    network = Network(NetworkSpec(2, (LayerSpec(2, "softmax"),)))
    with pytest.raises(SpecError, match="itself alone"):
        trace_neuron(network, 1, 0, [1.0, 2.0])
