"""The names of all parameters of a network, in the order of θ."""

from functools import lru_cache

from engine.network import NetworkSpec
from engine.network.address import Address
from gui.wording import parameter_name


@lru_cache(maxsize=4)
def parameter_names(spec: NetworkSpec) -> tuple[str, ...]:
    """w₁₁⁽¹⁾, w₁₂⁽¹⁾, …, b₁⁽¹⁾, …: a neuron's weights, then its bias, layer by layer; at the end the long links."""
    blocks = (
        Address(layer, neuron, source)
        for layer in range(1, len(spec.sizes))
        for neuron in range(spec.sizes[layer])
        for source in (*range(spec.sizes[layer - 1]), None)
    )
    links = (Address(link.layer, link.neuron, link.source, link.origin) for link in spec.long_links)
    return tuple(parameter_name(address) for address in (*blocks, *links))
