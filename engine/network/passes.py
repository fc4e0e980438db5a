"""One pass of one batch through a network, forward and backward: the heart of the program.

Inside, a batch is feature-major: ā^[l] has shape (n_l + 1, N), its last row all ones, so that
z^[l] = block · ā^[l−1] holds the bias already. A `Pass` makes all buffers once for a batch size and reuses
them; training reuses its passes, an inspection takes a fresh one. There is no other backprop.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network.activations import ACTIVATIONS, Activation
from engine.network.layout import Layout
from engine.network.losses import Loss
from engine.network.spec import NetworkSpec


@dataclass(frozen=True, eq=False)
class _Layer:
    """The buffers of one layer l: everything the two loops below touch."""

    block: Array  # (n_l, n_{l−1} + 1), a view of θ
    block_transposed: Array
    activation: Activation
    skip: bool
    z: Array  # (n_l, N)
    f: Array  # (n_l, N) f(z); the same memory as `a` unless the layer has a skip connection
    a: Array  # (n_l, N)
    a_bar: Array  # (n_l + 1, N), ends in a row of ones
    a_bar_transposed: Array
    upstream: Array  # (n_l, N) ∂c/∂a; the same memory as `delta` unless the layer has a skip connection
    delta: Array  # (n_l, N) ∂c/∂z
    delta_bar: Array  # (n_l + 1, N); its last row is ∂c/∂(the constant one), which nobody needs
    scratch: Array  # (n_l, N)


class Pass:
    """The buffers of a batch of `size` examples for the network whose θ is `parameters`.

    The blocks are views, so a pass follows θ when it is changed in place. After `forward` and `backward`
    the attributes hold what was computed until the next call.
    """

    def __init__(self, spec: NetworkSpec, parameters: Array, size: int) -> None:
        self.size = size
        self._inverse_size = np.array(1.0 / size, dtype=parameters.dtype)
        blocks = Layout(spec).blocks(parameters)
        self._layers = [
            _make_layer(block, ACTIVATIONS[layer.activation], layer.skip, size)
            for block, layer in zip(blocks, spec.layers, strict=True)
        ]
        last = self._layers[-1]
        self.z = last.z
        self.a = last.a

    def forward(self, inputs_bar: Array) -> Array:
        """ā^[0] (n_0 + 1, N), ones in the last row, to predictions ŷ (n_L, N), a view that the next call overwrites."""
        source = inputs_bar
        for layer in self._layers:
            np.dot(layer.block, source, layer.z)
            layer.activation.function(layer.z, layer.f)
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
        layer = layers[-1]
        loss.derivative(layer.a, targets, layer.upstream)
        total = loss.summed(layer.z, layer.a, targets, layer.upstream)
        if loss.fused_with is None:
            _pull_back(layer)
        elif layer.skip:
            np.copyto(layer.delta, layer.upstream)
        for index in range(len(layers) - 1, 0, -1):
            below = layers[index - 1]
            np.dot(layer.delta, below.a_bar_transposed, gradients[index])
            np.dot(layer.block_transposed, layer.delta, below.delta_bar)
            _receive(below, layer)
            _pull_back(below)
            layer = below
        np.dot(layer.delta, inputs_rows, gradients[0])
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


def _receive(below: _Layer, above: _Layer) -> None:
    """∂c/∂a^[l−1] = Wᵀδ stands in below.delta; add what a skip connection of the layer above lets through."""
    if above.skip:
        np.add(below.delta, above.upstream, below.delta)
    if below.skip:
        np.copyto(below.upstream, below.delta)


def _pull_back(layer: _Layer) -> None:
    if layer.skip:
        np.copyto(layer.delta, layer.upstream)
    layer.activation.pull_back(layer.delta, layer.z, layer.f, layer.scratch)


def _make_layer(block: Array, activation: Activation, skip: bool, size: int) -> _Layer:
    neurons = len(block)
    a_bar = np.empty((neurons + 1, size), dtype=block.dtype)
    a_bar[-1] = 1.0
    delta_bar = np.zeros_like(a_bar)
    a, delta = a_bar[:-1], delta_bar[:-1]
    return _Layer(
        block=block,
        block_transposed=block.T,
        activation=activation,
        skip=skip,
        z=np.empty_like(a),
        f=np.empty_like(a) if skip else a,
        a=a,
        a_bar=a_bar,
        a_bar_transposed=a_bar.T,
        upstream=np.zeros_like(delta) if skip else delta,
        delta=delta,
        delta_bar=delta_bar,
        scratch=np.empty_like(a),
    )
