"""One pass of one batch through a network, forward and backward: the heart of the program.

Inside, a batch is feature-major: ā^[l] has shape (n_l + 1, N), its last row all ones, so that
z^[l] = block · ā^[l−1] holds the bias already. A `Pass` makes all buffers once for a batch size and reuses
them; training reuses its passes, an inspection takes a fresh one. There is no other backprop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import numpy as np

from engine.arrays import Array
from engine.network.activations import ACTIVATIONS, Activation
from engine.network.layout import Layout
from engine.network.losses import Loss
from engine.network.spec import LayerSpec, NetworkSpec


class Product(Protocol):
    """What an array of numbers is multiplied by, such as a matrix."""

    def dot(self, other: Array, out: Array, /) -> Any:
        """Write the product with `other` into `out`."""


@dataclass(frozen=True, eq=False, slots=True)
class _Layer:
    """The buffers of one layer l: everything the two loops below touch."""

    block: Array  # (n_l, n_{l−1} + 1), a view of θ
    up: Product  # ā^[l−1] to z: the block, and whatever else adds to z
    down: (
        Product  # δ to the upstream of the layer below: the block transposed, and what else comes back there
    )
    activation: Activation
    skip: bool
    # What f(z) is multiplied by: (n_l, 1) with 0 for a neuron that is switched off, or (n_l, N) factors; None for 1.
    mask: Array | None
    z: Array  # (n_l, N)
    f: Array  # (n_l, N) f(z); the same memory as `a` unless the layer has factors or a skip connection
    a: Array  # (n_l, N)
    a_bar: Array  # (n_l + 1, N), ends in a row of ones
    a_bar_transposed: Array
    upstream: Array  # (n_l, N) ∂c/∂a
    upstream_bar: Array  # (n_l + 1, N); its last row is ∂c/∂(the constant one), which nobody needs
    delta: Array  # (n_l, N) ∂c/∂z; the same memory as `upstream` unless the layer has a skip connection
    scratch: Array  # (n_l, N)


class Pass:
    """The buffers of a batch of `size` examples for the network whose θ is `parameters`.

    The blocks are views, so a pass follows θ when it is changed in place. A neuron of `silenced`, (layer from 1,
    neuron from 0), says 0 whatever comes in, and no error goes back through it. After `forward` and `backward`
    the attributes hold what was computed until the next call.

    `factors` (H, N), the H neurons of all hidden layers one below the other, is what f(z) of each of them is multiplied
    by in each example, neurons that are switched off included; it may be changed in place before a `forward`.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        parameters: Array,
        size: int,
        silenced: Iterable[tuple[int, int]] = (),
        factors: Array | None = None,
    ) -> None:
        self.size = size
        self.factors = factors
        self._inverse_size = np.array(1.0 / size, dtype=parameters.dtype)
        blocks = Layout(spec).blocks(parameters)
        masks = _masks(spec, blocks, silenced, factors)
        self._layers = [
            _make_layer(block, layer, size, mask, factors is not None)
            for block, layer, mask in zip(blocks, spec.layers, masks, strict=True)
        ]
        self._downward = downward(self._layers)
        last = self._layers[-1]
        self.z = last.z
        self.a = last.a

    def forward(self, inputs_bar: Array) -> Array:
        """ā^[0] (n_0 + 1, N), ones in the last row, to predictions ŷ (n_L, N), a view that the next call overwrites."""
        source = inputs_bar
        for layer in self._layers:
            layer.up.dot(source, layer.z)
            layer.activation.function(layer.z, layer.f)
            if layer.mask is not None:
                np.multiply(layer.f, layer.mask, layer.a)
                if layer.skip:
                    np.add(layer.a, source[:-1], layer.a)
            elif layer.skip:
                np.add(layer.f, source[:-1], layer.a)
            source = layer.a_bar
        return self.a

    def backward(self, inputs_rows: Array, targets: Array, loss: Loss, gradients: list[Array]) -> float:
        """After `forward`: δ of every layer, ∂C/∂θ into the blocks `gradients`; gives Σ c over the batch.

        `inputs_rows` is ā^[0] transposed, (N, n_0 + 1), and `targets` (n_L, N). The blocks receive the SUM over
        the examples; `mean` divides the flat vector once.
        """
        layers = self._layers
        output = layers[-1]
        loss.derivative(output.a, targets, output.upstream)
        total = loss.summed(output.z, output.a, targets, output.upstream)
        if loss.fused_with is None:  # a fused loss has given δ itself
            _pull_back(output)
        for index, layer, below in self._downward:
            layer.delta.dot(below.a_bar_transposed, gradients[index])
            layer.down.dot(layer.delta, below.upstream_bar)
            if layer.skip:
                np.add(below.upstream, layer.upstream, below.upstream)
            _pull_back(below)
        layers[0].delta.dot(inputs_rows, gradients[0])
        return total

    def mean(self, gradient: Array) -> None:
        """Divide a summed gradient (P,) by the batch size, in place."""
        np.multiply(gradient, self._inverse_size, gradient)

    def layer_z(self) -> list[Array]:
        """z^[1] … z^[L], each (n_l, N): the buffers themselves."""
        return [layer.z for layer in self._layers]

    def layer_a(self) -> list[Array]:
        """a^[1] … a^[L], each (n_l, N): the buffers themselves."""
        return [layer.a for layer in self._layers]

    def layer_delta(self) -> list[Array]:
        """δ^[1] … δ^[L], each (n_l, N), per example (not averaged): the buffers themselves."""
        return [layer.delta for layer in self._layers]

    def input_delta(self) -> Array:
        """∂c/∂x per example, (n_0, N): what would be passed on below the first layer."""
        first = self._layers[0]
        flow: Array = first.block[:, :-1].T @ first.delta
        return flow + first.upstream if first.skip else flow


def downward(layers: list[_Layer]) -> list[tuple[int, _Layer, _Layer]]:
    """Each layer but the first with its place in the list and the layer below it, from the output on."""
    return [(index, layers[index], layers[index - 1]) for index in range(len(layers) - 1, 0, -1)]


def _pull_back(layer: _Layer) -> None:
    """δ^[l] = f'(z^[l]) ⊙ ∂c/∂a^[l], times what f(z^[l]) was multiplied by"""
    if layer.skip:  # ∂c/∂a goes on to the layer below as it is, so δ has memory of its own
        np.copyto(layer.delta, layer.upstream)
    layer.activation.pull_back(layer.delta, layer.z, layer.f, layer.scratch)
    if layer.mask is not None:
        np.multiply(layer.delta, layer.mask, layer.delta)


def _masks(
    spec: NetworkSpec, blocks: list[Array], silenced: Iterable[tuple[int, int]], factors: Array | None
) -> list[Array | None]:
    """The mask of each layer 1…L."""
    if factors is None:
        return [_mask(block, off) for block, off in zip(blocks, _by_layer(spec, silenced), strict=True)]
    return [*by_hidden_layer(spec, factors), None]


def by_hidden_layer(spec: NetworkSpec, rows: Array) -> list[Array]:
    """Views of an array with a row for each hidden neuron: those of layer 1, of layer 2, and so on."""
    ends = accumulate(layer.neurons for layer in spec.hidden)
    return [rows[end - layer.neurons : end] for end, layer in zip(ends, spec.hidden, strict=True)]


def _by_layer(spec: NetworkSpec, silenced: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each layer 1…L the neurons that are switched off."""
    off: list[list[int]] = [[] for _ in spec.layers]
    for layer, neuron in silenced:
        off[layer - 1].append(neuron)
    return off


def _mask(block: Array, silenced: list[int]) -> Array | None:
    if not silenced:
        return None
    mask = np.ones((len(block), 1), dtype=block.dtype)
    mask[silenced] = 0.0
    return mask


def _make_layer(block: Array, layer: LayerSpec, size: int, mask: Array | None, is_thinned: bool) -> _Layer:
    neurons = len(block)
    skip = layer.skip
    has_own_f = skip or (is_thinned and mask is not None)
    a_bar = np.empty((neurons + 1, size), dtype=block.dtype)
    a_bar[-1] = 1.0
    upstream_bar = np.zeros_like(a_bar)
    a, upstream = a_bar[:-1], upstream_bar[:-1]
    return _Layer(
        block=block,
        up=block,
        down=block.T,
        activation=ACTIVATIONS[layer.activation],
        skip=skip,
        mask=mask,
        z=np.empty_like(a),
        f=np.empty_like(a) if has_own_f else a,  # f' is made of f(z), not of what becomes of it
        a=a,
        a_bar=a_bar,
        a_bar_transposed=a_bar.T,
        upstream=upstream,
        upstream_bar=upstream_bar,
        delta=np.zeros_like(upstream) if skip else upstream,
        scratch=np.empty_like(a),
    )
