"""A network traced as a graph of Values: every multiplication of one example, each a node that can be looked at.

The leaves bear the names of the parameters they stand for (w_12^[1], b_1^[2]) and of the inputs and targets
(x_1, y_1); the sums and activations are called z_j^[l] and a_j^[l]. Values and gradients are those of the array
engine, found on another route.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.autodiff.value import Value
from engine.autodiff.walk import nodes_in_order
from engine.errors import SpecError
from engine.limits import whole_number
from engine.network import ACTIVATIONS, LOSSES, Activation, Address, LayerSpec, Network, index_of
from engine.network.long_link import LongLink
from engine.network.network import check_fit, check_targets
from engine.network.silence import audible

MAX_NODES = 5_000


@dataclass(frozen=True, eq=False)
class NetworkTrace:
    """One example on its way through a network to its cost.

    Attributes:
        cost: c, the root: ``cost.backward()`` fills the gradients.
        parameters: The leaf of every parameter by its name, in the order of θ.
        inputs, targets: x_1 … and y_1 …, leaves too.
        z, a: ``z[l][j]`` and ``a[l][j]`` as in a `ForwardRecord`; a[0] are the inputs, z[0] too. With the
            activation "linear" and no skip connection a is the same node as z.
    """

    cost: Value
    parameters: Mapping[str, Value]
    inputs: tuple[Value, ...]
    targets: tuple[Value, ...]
    z: tuple[tuple[Value, ...], ...]
    a: tuple[tuple[Value, ...], ...]

    def gradient(self) -> NDArray[np.float64]:
        """∂c/∂θ (P,), as the graph's own backward walk finds it, from gradients that were set to 0 before."""
        self.cost.zero_grad()
        self.cost.backward()
        return np.array([leaf.grad for leaf in self.parameters.values()])


@dataclass(frozen=True, eq=False)
class NeuronTrace:
    """One neuron alone: a = f(Σ w_k x_k + b).

    Attributes:
        output: a_j^[l], the root.
        z: z_j^[l].
        parameters: The leaves of its weights and, last, its bias, by name.
        inputs: What it is given: x_k in the first layer, else a_k^[l−1], then what long links bring, as leaves.
    """

    output: Value
    z: Value
    parameters: Mapping[str, Value]
    inputs: tuple[Value, ...]


def trace_network(
    network: Network,
    inputs: Sequence[float] | NDArray[np.floating],
    targets: Sequence[float] | NDArray[np.floating],
    loss: str = "mse",
    limit: int = MAX_NODES,
) -> NetworkTrace:
    """The graph of one example, `inputs` (n_0,) and `targets` (n_L,), up to its cost, in float64.

    `SpecError` where shapes do not fit, or where the graph would have more than `limit` nodes: then a smaller
    network, or one neuron of this one (`trace_neuron`), can be traced.
    """
    spec = network.spec
    check_fit(LOSSES.find(loss), spec)
    given = _numbers("inputs", inputs, spec.inputs)
    wanted = _numbers("targets", targets, spec.outputs)
    check_targets(LOSSES[loss], np.array([wanted]))
    _check_size(network, limit)
    parameters: dict[str, Value] = {}
    below = [Value(number, f"x_{k}") for k, number in enumerate(given, start=1)]
    z, a, leaves = [tuple(below)], [tuple(below)], _long_leaves(network)
    for number, layer in enumerate(spec.layers, start=1):
        sums = []
        for neuron in range(layer.neurons):
            passing = [
                (leaf, a[link.origin][link.source])
                for link, leaf in leaves.items()
                if (link.layer, link.neuron) == (number, neuron)
            ]
            sums.append(_sum(network, number, neuron, below, passing, parameters))
        below = _activations(layer, number, sums, below, audible(network, number))
        z.append(tuple(sums))
        a.append(tuple(below))
    parameters |= {leaf.label: leaf for leaf in leaves.values()}
    aims = tuple(Value(number, f"y_{j}") for j, number in enumerate(wanted, start=1))
    cost = LOSSES[loss].scalar(z[-1], a[-1], aims)
    cost.label = cost.label or "c"
    return NetworkTrace(cost, parameters, tuple(a[0]), aims, tuple(z), tuple(a))


def trace_neuron(
    network: Network,
    layer: int,
    neuron: int,
    inputs: Sequence[float] | NDArray[np.floating],
    limit: int = MAX_NODES,
) -> NeuronTrace:
    """The graph of one neuron (layer from 1, neuron from 0) for one example's `inputs` (n_0,) to the network.

    A skip connection goes around the neuron and is left out. `SpecError` as for `trace_network`, and for a
    softmax neuron, whose activation depends on the others of its layer.
    """
    spec = network.spec
    index_of(spec, Address(layer, neuron, None))
    entry = ACTIVATIONS[spec.layers[layer - 1].activation]
    if entry.output_only:
        raise SpecError("layer", entry.key, "a neuron whose activation depends on itself alone")
    whole_number("limit", limit, (1, 10**9))
    record = network.forward(np.array([_numbers("inputs", inputs, spec.inputs)]))
    numbers = record.a[layer - 1][0].tolist()
    arriving = [link for link in spec.long_links if (link.layer, link.neuron) == (layer, neuron)]
    _refuse_above(limit, 3 * (len(numbers) + len(arriving)) + 2)
    names = [_name_of_activation(layer - 1, k) for k in range(len(numbers))]
    given = [Value(number, name) for number, name in zip(numbers, names, strict=True)]
    leaves = _long_leaves(network)
    passing = [
        (
            leaves[link],
            Value(
                float(record.a[link.origin][0, link.source]), _name_of_activation(link.origin, link.source)
            ),
        )
        for link in arriving
    ]
    parameters: dict[str, Value] = {}
    z = _sum(network, layer, neuron, given, passing, parameters)
    parameters |= {leaf.label: leaf for leaf, _ in passing}
    bent = entry.scalar(z) if audible(network, layer)[neuron] else entry.scalar(z) * 0.0
    output = _named(bent, f"a_{neuron + 1}^[{layer}]")
    return NeuronTrace(output, z, parameters, (*given, *(sent for _, sent in passing)))


def _name_of_activation(layer: int, neuron: int) -> str:
    return f"a_{neuron + 1}^[{layer}]" if layer else f"x_{neuron + 1}"


def _long_leaves(network: Network) -> dict[LongLink, Value]:
    """The leaf of each weight that passes over layers."""
    weights = zip(network.spec.long_links, network.long_weights.tolist(), strict=True)
    return {
        link: Value(weight, Address(link.layer, link.neuron, link.source, link.origin).name)
        for link, weight in weights
    }


def _sum(
    network: Network,
    layer: int,
    neuron: int,
    below: Sequence[Value],
    passing: Sequence[tuple[Value, Value]],
    parameters: dict[str, Value],
) -> Value:
    """z_j^[l] = Σ_k w_jk a_k + b_j, whose leaves are added to `parameters`, and w a of each of the links `passing`."""
    leaves = []
    for source, weight in enumerate(network.weights[layer - 1][neuron].tolist()):
        leaves.append(Value(weight, Address(layer, neuron, source).name))
    bias = Value(float(network.biases[layer - 1][neuron]), Address(layer, neuron, None).name)
    parameters |= {leaf.label: leaf for leaf in (*leaves, bias)}
    total = leaves[0] * below[0]
    for leaf, activation in zip(leaves[1:], below[1:], strict=True):
        total = total + leaf * activation
    total = total + bias
    for leaf, activation in passing:
        total = total + leaf * activation
    return _named(total, f"z_{neuron + 1}^[{layer}]")


def _activations(
    layer: LayerSpec, number: int, z: Sequence[Value], below: Sequence[Value], factors: Array
) -> list[Value]:
    bent: list[Value] = ACTIVATIONS[layer.activation].scalars(z)
    # A neuron that is switched off is multiplied by 0, and so no gradient comes back through it.
    a = [each if factor else each * 0.0 for each, factor in zip(bent, factors, strict=True)]
    if layer.skip:
        a = [each + passing for each, passing in zip(a, below, strict=True)]
    return [_named(each, f"a_{j}^[{number}]") for j, each in enumerate(a, start=1)]


def _named(value: Value, name: str) -> Value:
    """The node under that name, unless it has one: what is z and a at once is called z."""
    value.label = value.label or name
    return value


def _check_size(network: Network, limit: int) -> None:
    """Refuse before building. The loss adds a few nodes for each output, which are not counted."""
    whole_number("limit", limit, (1, 10**9))
    spec = network.spec
    # A leaf for each parameter; a product for each weight and an addition for each bias and all but one weight.
    sums = 3 * spec.parameter_count - 2 * sum(spec.sizes[1:])
    bends = sum(
        layer.neurons * (_nodes_of(ACTIVATIONS[layer.activation]) + layer.skip) for layer in spec.layers
    )
    _refuse_above(limit, spec.inputs + sums + bends)


def _nodes_of(activation: Activation) -> int:
    """How many nodes it takes to bend one z."""
    z = Value(0.5)
    return len(nodes_in_order(activation.scalar(z))) - 1


def _refuse_above(limit: int, nodes: int) -> None:
    if nodes > limit:
        raise SpecError(
            "graph", f"about {nodes} nodes", f"at most {limit}; trace a smaller network or one neuron"
        )


def _numbers(field: str, got: Sequence[float] | NDArray[np.floating], count: int) -> list[float]:
    numbers = np.asarray(got, dtype=np.float64)
    if numbers.shape != (count,):
        raise SpecError(field, f"an array of shape {numbers.shape}", f"the {count} numbers of one example")
    if not np.isfinite(numbers).all():
        raise SpecError(field, "not finite", "finite numbers")
    listed: list[float] = numbers.tolist()
    return listed
