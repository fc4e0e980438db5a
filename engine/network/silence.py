"""Which neurons of a layer take part: 1 for each, 0 for one that is switched off."""

import numpy as np

from engine.arrays import Array
from engine.network.network import Network


def audible(network: Network, layer: int) -> Array:
    """(n_l,) what f(z^[l]) is multiplied by, layer from 1 to L."""
    factors = np.ones(network.spec.layers[layer - 1].neurons, dtype=network.dtype)
    factors[[neuron for at, neuron in network.silenced if at == layer]] = 0.0
    return factors
