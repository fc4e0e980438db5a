"""The names of all parameters of a network, in the order of θ."""

from functools import lru_cache

from engine.network import NetworkSpec
from engine.network.address import Address
from gui.wording import parameter_name


@lru_cache(maxsize=4)
def parameter_names(spec: NetworkSpec) -> tuple[str, ...]:
    """w₁₁⁽¹⁾, w₁₂⁽¹⁾, …, b₁⁽¹⁾, …: a neuron's weights, then its bias, layer by layer."""
    return tuple(
        parameter_name(Address(layer, neuron, source))
        for layer in range(1, len(spec.sizes))
        for neuron in range(spec.sizes[layer])
        for source in (*range(spec.sizes[layer - 1]), None)
    )
