"""The names of all parameters of a network, in the order of θ, and of its neurons."""

from functools import lru_cache

from engine.experiment import Experiment
from engine.network import NetworkSpec
from engine.network.address import Address
from gui.translation import tr
from gui.wording import network_input_names, parameter_name


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


def neuron_name(experiment: Experiment, layer: int, neuron: int) -> str:
    """Which neuron it is, both counted as the texts do, or the name of an input."""
    if layer == 0:
        return network_input_names(experiment)[neuron]
    return tr("neuron {neuron}, layer {layer}", neuron=neuron + 1, layer=layer)
