"""A network: its design, its parameters θ as one flat vector with views, and what can be asked of it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from engine.arrays import Array
from engine.errors import SpecError
from engine.network.initializers import INITIALIZERS
from engine.network.layout import Layout
from engine.network.long_link_pass import LongLinkPass
from engine.network.losses import LOSSES, Loss
from engine.network.overflow import overflow_allowed
from engine.network.passes import Pass, by_hidden_layer
from engine.network.spec import NetworkSpec

SUM_TOLERANCE = 1e-5
"""How far from 1 a distribution's sum may be: rounding in float32."""


@dataclass(frozen=True, eq=False)
class ForwardRecord:
    """Every number of a forward pass, examples in rows.

    Attributes:
        z: z[l] (N, n_l), the weighted sums; layer 0 has none, so z[0] repeats the inputs.
        a: a[l] (N, n_l), the activations; a[0] are the inputs, a[L] the predictions.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]

    @property
    def predictions(self) -> Array:
        """ŷ = a[L], shape (N, n_L)."""
        return self.a[-1]


@dataclass(frozen=True, eq=False)
class BackwardRecord:
    """Every number of a backward pass, examples in rows.

    Attributes:
        forward: The forward pass it belongs to.
        cost: (N,) c of each example.
        delta: delta[l] (N, n_l), δ = ∂c/∂z of each example; delta[0] is ∂c/∂x.
        gradient: (P,) ∂C/∂θ, the mean over the examples.
    """

    forward: ForwardRecord
    cost: Array
    delta: tuple[Array, ...]
    gradient: Array

    @property
    def loss(self) -> float:
        """C, the mean of the costs."""
        return float(self.cost.mean())


class Network:
    """A multi-layer perceptron with its parameters.

    Attributes:
        spec: The design.
        parameters: θ (P,); `weights[l−1]` (n_l, n_{l−1}) and `biases[l−1]` (n_l,) are views of it, so
            writing to any of them changes the network.
        long_weights: The same of the links that pass over layers, in the order of `spec.long_links`.
        silenced: The hidden neurons that are switched off.
        factors: What `thinned` was given, the switched off among them; None for a whole network.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        initializer: str = "glorot_uniform",
        seed: int = 0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        if np.dtype(dtype) not in (np.dtype(np.float64), np.dtype(np.float32)):
            raise SpecError("dtype", str(dtype), "float64 or float32")
        self.spec = spec
        self.silenced: frozenset[tuple[int, int]] = frozenset()
        self.factors: Array | None = None
        self._hold(np.empty(Layout(spec).size, dtype=dtype))
        self.initialize(initializer, seed)

    def _hold(self, parameters: Array) -> None:
        """Let this array be θ."""
        self.layout = Layout(self.spec)
        self.parameters = parameters
        pairs = self.layout.split(parameters)
        self.weights = [weights for weights, _ in pairs]
        self.biases = [biases for _, biases in pairs]
        self.long_weights = self.layout.long_links(parameters)

    @property
    def dtype(self) -> np.dtype[Any]:
        """float64 or float32."""
        return self.parameters.dtype

    def initialize(self, initializer: str, seed: int) -> None:
        """Draw all parameters anew: the same initializer and seed give the same θ."""
        entry = INITIALIZERS.find(initializer)
        generator = np.random.default_rng(seed)
        for weights, biases in zip(self.weights, self.biases, strict=True):
            weights[...] = entry.draw(generator, *weights.shape)
            biases[...] = entry.bias
        # Last, so that all others are those of the same network without them; each as if it came from below.
        for place, link in enumerate(self.spec.long_links):
            drawn = entry.draw(generator, *self.weights[link.layer - 1].shape)
            self.long_weights[place] = drawn[link.neuron, 0]

    def silence(self, neurons: Iterable[tuple[int, int]]) -> None:
        """Switch exactly these hidden neurons off, (layer l from 1, neuron from 0); passes made later follow.

        Raises:
            SpecError: there is no such hidden neuron.
        """
        chosen = frozenset(neurons)
        hidden = self.spec.hidden
        for layer, neuron in sorted(chosen):
            if not 1 <= layer <= len(hidden) or not 0 <= neuron < hidden[layer - 1].neurons:
                raise SpecError("silenced", (layer, neuron), "a layer and a neuron of the hidden layers")
        self.silenced = chosen

    def make_pass(self, size: int, factors: Array | None = None) -> Pass:
        """Buffers for `size` examples that follow these parameters; `factors` as in `Pass`, its own if left out.

        `SpecError` where a thinned network is given another number of examples than it has factors for.
        """
        factors = self.factors if factors is None else factors
        if factors is not None and factors.shape[1] != size:
            raise SpecError("examples", size, f"the {factors.shape[1]} the network is thinned for")
        kind = LongLinkPass if self.spec.long_links else Pass
        return kind(self.spec, self.parameters, size, self.silenced, factors)

    def thinned(self, factors: Array) -> "Network":
        """This network for one batch of N examples, with the same θ in the same memory, thinned by dropout.

        In each example f(z) of a hidden neuron is multiplied by its cell of `factors` (H, N), the H neurons of all
        hidden layers one below the other (Srivastava et al. 2014, section 4).
        """
        hidden = sum(layer.neurons for layer in self.spec.hidden)
        if factors.ndim != 2 or len(factors) != hidden:
            raise SpecError("factors", f"an array of shape {factors.shape}", f"shape ({hidden}, N)")
        twin = copy(self)
        twin._hold(self.parameters)
        twin.factors = (factors * self.audible()).astype(self.dtype)
        return twin

    def audible(self) -> Array:
        """(H, 1) for the neurons of all hidden layers one below the other: 1, or 0 for one that is switched off."""
        factors = np.ones((sum(layer.neurons for layer in self.spec.hidden), 1), dtype=self.dtype)
        by_layer = by_hidden_layer(self.spec, factors)
        for layer, neuron in self.silenced:
            by_layer[layer - 1][neuron] = 0.0
        return factors

    def factors_of(self, layer: int) -> Array | None:
        """(n_l, N) the factors of a layer from 1; None for a whole network and for the output."""
        if self.factors is None or layer > len(self.spec.hidden):
            return None
        return by_hidden_layer(self.spec, self.factors)[layer - 1]

    def copy(self) -> "Network":
        """A network of the same design with parameters of its own, equal to these."""
        twin = Network(self.spec, "zeros", dtype=self.dtype)
        twin.parameters[...] = self.parameters
        twin.silenced, twin.factors = self.silenced, self.factors
        return twin

    def split(self, vector: Array) -> list[tuple[Array, Array]]:
        """Views of a vector shaped like θ: for each layer its (weights, biases)."""
        return self.layout.split(vector)

    @overflow_allowed()
    def predict(self, inputs: Array) -> Array:
        """ŷ (N, n_L) of inputs (N, n_0)."""
        rows = self._with_ones(inputs)
        return self._pass(rows).forward(rows.T).T.copy()

    @overflow_allowed()
    def forward(self, inputs: Array) -> ForwardRecord:
        """Every z and a of inputs (N, n_0)."""
        rows = self._with_ones(inputs)
        passed = self._pass(rows)
        passed.forward(rows.T)
        return _forward_record(rows, passed)

    @overflow_allowed()
    def backward(self, inputs: Array, targets: Array, loss: str = "mse") -> BackwardRecord:
        """Forward and backward for inputs (N, n_0) and targets (N, n_L): every z, a, δ and ∂C/∂θ."""
        entry, rows, columns, passed = self._prepare(inputs, targets, loss)
        gradient = self._gradient(passed, rows, columns, entry)[1]
        deltas = (passed.input_delta(), *passed.layer_delta())
        return BackwardRecord(
            forward=_forward_record(rows, passed),
            cost=entry.cost(passed.z, passed.a, columns),
            delta=tuple(delta.T.copy() for delta in deltas),
            gradient=gradient,
        )

    @overflow_allowed()
    def loss(self, inputs: Array, targets: Array, loss: str = "mse") -> float:
        """C, the mean cost of inputs (N, n_0) against targets (N, n_L), penalty not included."""
        entry, rows, columns, passed = self._prepare(inputs, targets, loss)
        passed.forward(rows.T)
        return float(entry.cost(passed.z, passed.a, columns).mean())

    @overflow_allowed()
    def loss_and_gradient(self, inputs: Array, targets: Array, loss: str = "mse") -> tuple[float, Array]:
        """C and ∂C/∂θ (P,), the mean over the examples of inputs (N, n_0) and targets (N, n_L)."""
        entry, rows, columns, passed = self._prepare(inputs, targets, loss)
        total, gradient = self._gradient(passed, rows, columns, entry)
        return total / passed.size, gradient

    def _prepare(self, inputs: Array, targets: Array, loss: str) -> tuple[Loss, Array, Array, Pass]:
        entry = LOSSES.find(loss)
        check_fit(entry, self.spec)
        rows = self._with_ones(inputs)
        columns = self._target_columns(targets, len(rows))
        check_targets(entry, columns.T)
        return entry, rows, columns, self._pass(rows)

    def _gradient(self, passed: Pass, rows: Array, columns: Array, loss: Loss) -> tuple[float, Array]:
        gradient = np.empty_like(self.parameters)
        passed.forward(rows.T)
        total = passed.backward(rows, columns, loss, self.layout.parts(gradient))
        passed.mean(gradient)
        return total, gradient

    def _pass(self, rows: Array) -> Pass:
        return self.make_pass(len(rows))

    def _with_ones(self, inputs: Array) -> Array:
        inputs = np.asarray(inputs)
        if inputs.ndim != 2 or inputs.shape[1] != self.spec.inputs or len(inputs) == 0:
            raise SpecError(
                "inputs", f"an array of shape {inputs.shape}", f"shape (N, {self.spec.inputs}), N ≥ 1"
            )
        return with_ones(inputs, self.dtype)

    def _target_columns(self, targets: Array, count: int) -> Array:
        targets = np.asarray(targets, dtype=self.dtype)
        if targets.shape != (count, self.spec.outputs):
            raise SpecError(
                "targets", f"an array of shape {targets.shape}", f"shape ({count}, {self.spec.outputs})"
            )
        return np.ascontiguousarray(targets.T)


def with_ones(inputs: Array, dtype: DTypeLike) -> Array:
    """Inputs (N, n_0) with a column of ones added: (N, n_0 + 1), C-contiguous; its transpose is ā^[0]."""
    rows = np.ones((inputs.shape[0], inputs.shape[1] + 1), dtype=dtype)
    rows[:, :-1] = inputs
    return rows


def check_fit(loss: Loss, spec: NetworkSpec) -> None:
    """Refuse a loss that makes no sense after the output layer."""
    output = spec.layers[-1]
    if not loss.fits(output.activation):
        wanted = f"a {loss.fused_with} output" if loss.fused_with else "an output that reaches −1 and +1"
        raise SpecError("loss", loss.key, f"{wanted}, not {output.activation}")
    if loss.fused_with is not None and output.skip:
        raise SpecError("loss", loss.key, f"a {loss.fused_with} output without a skip connection")
    if loss.between_distributions and output.neurons == 1:
        raise SpecError("loss", loss.key, "two or more outputs, for the shares of a single one are always 1")


def check_targets(loss: Loss, targets: Array) -> None:
    """Refuse targets (N, n_L) that are no distributions for a loss that is defined between distributions."""
    if loss.between_distributions:
        sums = targets.sum(axis=1)
        wrong = np.flatnonzero(np.abs(sums - 1.0) > SUM_TOLERANCE)
        if len(wrong):
            raise SpecError(
                "targets",
                f"a row that adds up to {sums[wrong[0]]:g}",
                f"rows that add up to 1 for {loss.key}",
            )


def _forward_record(rows: Array, passed: Pass) -> ForwardRecord:
    inputs = rows[:, :-1].copy()
    return ForwardRecord(
        z=(inputs, *(z.T.copy() for z in passed.layer_z())),
        a=(inputs, *(a.T.copy() for a in passed.layer_a())),
    )
