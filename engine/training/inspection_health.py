"""Which neurons have stopped learning, and why: looked at over all training examples.

Dead: f'(z) is exactly 0 for every example, so that no error passes (a ReLU whose z is never above 0). Saturated:
f has two flat ends and the neuron stands on one of them for almost every example (Glorot and Bengio 2010).
Stepped: f is flat wherever the neuron stands.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.network import ACTIVATIONS, LayerSpec, Network
from engine.network.activations import Softmax
from engine.network.overflow import overflow_allowed
from engine.network.slopes import curve, slopes
from engine.training.inspection import AT_ONCE

Condition = Literal["alive", "dead", "saturated", "stepped", "silenced"]

FLAT = 0.05
"""Below this share of its steepest slope a curve counts as flat."""

ALMOST_ALL = 0.95
"""The share of the examples that must stand on the flat."""


@dataclass(frozen=True)
class Health:
    """How a neuron is.

    Attributes:
        condition: "alive"; "dead", no error passes for any example; "saturated", next to none passes for
            almost all; "stepped", none ever can, by the activation itself; "silenced", switched off by hand.
        flat_examples: For how many examples it stands on the flat; for "dead" and "stepped" where f' is 0.
        examples: How many were looked at.
        largest_z: The largest z among them.
        threshold: |f'(z)| below which the curve counts as flat; 0 for "dead" and "stepped".
    """

    condition: Condition
    flat_examples: int
    examples: int
    largest_z: float
    threshold: float


@overflow_allowed()
def layer_health(network: Network, inputs: Array, layer: int) -> tuple[Health, ...]:
    """How each neuron of layer l = 1 … L is, over all examples `inputs` (N, n_0)."""
    spec = network.spec.layers[layer - 1]
    threshold = flat_below(spec.activation)
    neurons = spec.neurons
    still, flat = np.zeros(neurons, dtype=int), np.zeros(neurons, dtype=int)
    largest = np.full(neurons, -np.inf)
    for start in range(0, len(inputs), AT_ONCE):
        z = network.forward(inputs[start : start + AT_ONCE]).z[layer]
        steepness = np.abs(slopes(spec, z))
        still += (steepness == 0.0).sum(axis=0)
        flat += (steepness < threshold).sum(axis=0)
        largest = np.maximum(largest, z.max(axis=0))
    return tuple(
        _judged(
            spec,
            (layer, neuron) in network.silenced,
            (int(still[neuron]), int(flat[neuron]), len(inputs)),
            float(largest[neuron]),
            threshold,
        )
        for neuron in range(neurons)
    )


def flat_below(activation: str) -> float:
    """|f'| below which f counts as flat, a twentieth of its slope at 0; 0 where it has no two flat ends."""
    entry = ACTIVATIONS[activation]
    has_two_ends = bool(np.isfinite(entry.output_range).all()) and not isinstance(entry, Softmax)
    return FLAT * abs(float(curve(activation, np.zeros((1, 1)))[1][0, 0])) if has_two_ends else 0.0


def flat_bands(
    activation: str, low: float, high: float, points: int = 401
) -> tuple[tuple[float, float], ...]:
    """The stretches of low … high on which f is flat: saturated, or of slope 0 altogether."""
    z = np.linspace(low, high, points)
    steepness = np.abs(curve(activation, z[np.newaxis])[1][0])
    threshold = flat_below(activation)
    is_flat = steepness < threshold if threshold else steepness == 0.0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_flat, [False]]).astype(int)))
    return tuple(
        (float(z[start]), float(z[end - 1])) for start, end in edges.reshape(-1, 2) if end - start > 1
    )


def _judged(
    spec: LayerSpec, is_silenced: bool, counts: tuple[int, int, int], largest: float, threshold: float
) -> Health:
    still, flat, examples = counts
    entry = ACTIVATIONS[spec.activation]
    is_bounded = bool(np.isfinite(entry.output_range[1]))
    if is_silenced:
        return Health("silenced", still, examples, largest, threshold)
    if entry.is_flat:
        return Health("stepped", still, examples, largest, 0.0)
    if still == examples and not is_bounded:
        return Health("dead", still, examples, largest, 0.0)
    if threshold and flat > ALMOST_ALL * examples:
        return Health("saturated", flat, examples, largest, threshold)
    return Health("alive", flat, examples, largest, threshold)
