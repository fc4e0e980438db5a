"""f'(z) of the neurons of a layer: how much of an error goes back through each of them."""

import numpy as np

from engine.arrays import Array
from engine.network.activations import ACTIVATIONS
from engine.network.overflow import overflow_allowed
from engine.network.spec import LayerSpec


@overflow_allowed()
def slopes(layer: LayerSpec, z: Array) -> Array:
    """f'(z^[l]) (N, n_l) of weighted sums z (N, n_l); for softmax the diagonal ∂a_j/∂z_j alone."""
    _, derivative = curve(layer.activation, np.array(z.T, order="C"))
    return derivative.T


@overflow_allowed()
def curve(activation: str, z: Array) -> tuple[Array, Array]:
    """f(z) and f'(z), both shaped like z, of the activation of that key."""
    entry = ACTIVATIONS[activation]
    f, derivative = np.empty_like(z), np.empty_like(z)
    entry.function(z, f)
    entry.derivative(z, f, derivative)
    return f, derivative
