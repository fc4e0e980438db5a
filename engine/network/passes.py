"""One pass of one batch through a network, forward and backward: the heart of the program.

Inside, a batch is feature-major: ā^[l] has shape (n_l + 1, N), its last row all ones, so that
z^[l] = block · ā^[l−1] holds the bias already. A `Pass` makes all buffers once for a batch size and reuses
them; training reuses its passes, an inspection takes a fresh one. There is no other backprop.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network.activations import ACTIVATIONS, Activation
from engine.network.layout import Layout
from engine.network.losses import Loss
from engine.network.spec import NetworkSpec


@dataclass(frozen=True, eq=False, slots=True)
class _Layer:
    """The buffers of one layer l: everything the two loops below touch."""

    block: Array  # (n_l, n_{l−1} + 1), a view of θ
    block_transposed: Array
    activation: Activation
    skip: bool
    mask: Array | None  # (n_l, 1), 0 for a neuron that is switched off; None if none is
    z: Array  # (n_l, N)
    f: Array  # (n_l, N) f(z); the same memory as `a` unless the layer has a skip connection
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
    """

    def __init__(
        self, spec: NetworkSpec, parameters: Array, size: int, silenced: Iterable[tuple[int, int]] = ()
    ) -> None:
        self.size = size
        self._inverse_size = np.array(1.0 / size, dtype=parameters.dtype)
        blocks = Layout(spec).blocks(parameters)
        self._layers = [
            _make_layer(block, ACTIVATIONS[layer.activation], layer.skip, size, _mask(block, off))
            for block, layer, off in zip(blocks, spec.layers, _by_layer(spec, silenced), strict=True)
        ]
        self._downward = [
            (index, self._layers[index], self._layers[index - 1]) for index in range(len(blocks) - 1, 0, -1)
        ]
        last = self._layers[-1]
        self.z = last.z
        self.a = last.a

    def forward(self, inputs_bar: Array) -> Array:
        """ā^[0] (n_0 + 1, N), ones in the last row, to predictions ŷ (n_L, N), a view that the next call overwrites."""
        source = inputs_bar
        for layer in self._layers:
            layer.block.dot(source, layer.z)
            layer.activation.function(layer.z, layer.f)
            if layer.mask is not None:
                np.multiply(layer.f, layer.mask, layer.f)
            if layer.skip:
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
            layer.block_transposed.dot(layer.delta, below.upstream_bar)
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
        flow: Array = first.block_transposed[:-1] @ first.delta
        return flow + first.upstream if first.skip else flow


def _pull_back(layer: _Layer) -> None:
    """δ^[l] = f'(z^[l]) ⊙ ∂c/∂a^[l]"""
    if layer.skip:  # ∂c/∂a goes on to the layer below as it is, so δ has memory of its own
        np.copyto(layer.delta, layer.upstream)
    layer.activation.pull_back(layer.delta, layer.z, layer.f, layer.scratch)
    if layer.mask is not None:
        np.multiply(layer.delta, layer.mask, layer.delta)


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


def _make_layer(block: Array, activation: Activation, skip: bool, size: int, mask: Array | None) -> _Layer:
    neurons = len(block)
    a_bar = np.empty((neurons + 1, size), dtype=block.dtype)
    a_bar[-1] = 1.0
    upstream_bar = np.zeros_like(a_bar)
    a, upstream = a_bar[:-1], upstream_bar[:-1]
    return _Layer(
        block=block,
        block_transposed=block.T,
        activation=activation,
        skip=skip,
        mask=mask,
        z=np.empty_like(a),
        f=np.empty_like(a) if skip else a,
        a=a,
        a_bar=a_bar,
        a_bar_transposed=a_bar.T,
        upstream=upstream,
        upstream_bar=upstream_bar,
        delta=np.zeros_like(upstream) if skip else upstream,
        scratch=np.empty_like(a),
    )
