"""Which neurons and parameters of a network are still there in another that was made of it.

A weight is still there where both its ends are, still in neighbouring layers; a bias where its neuron is. A link that
passes over layers is still there where its ends are and there is still a layer between them.
"""

from collections.abc import Callable, Iterable

from engine.network.address import Address, address_of, index_of
from engine.network.long_link import LongLink
from engine.network.spec import NetworkSpec

Neuron = tuple[int, int]
"""Layer l = 0…L, inputs being 0, and neuron from 0."""

Way = Callable[[Neuron], Neuron | None]
"""Where a neuron of the old network stands in the new one; None where it is gone."""


def way_by_place(old: NetworkSpec, new: NetworkSpec) -> Way:
    """Hidden layers keep their numbers, and the output is the output, however many layers are before it."""

    def way(neuron: Neuron) -> Neuron | None:
        layer, number = neuron
        if layer < len(old.layers):
            return (layer, number) if layer < len(new.layers) else None
        return len(new.layers), number

    return way


def kept_neurons(new: NetworkSpec, way: Way, neurons: Iterable[Neuron]) -> tuple[Neuron, ...]:
    """Those of some neurons that the new network still has, as it counts them."""
    ways = (_there(new, way, neuron) for neuron in neurons)
    return tuple(neuron for neuron in ways if neuron is not None)


def kept_parameters(old: NetworkSpec, new: NetworkSpec, way: Way, places: Iterable[int]) -> tuple[int, ...]:
    """Those of some places of the old θ that the new network still has, as places of its own θ."""
    ways = (_address_there(new, way, address_of(old, place)) for place in places)
    return tuple(index_of(new, address) for address in ways if address is not None and _has(new, address))


def kept_links(old: NetworkSpec, new: NetworkSpec, way: Way) -> tuple[LongLink, ...]:
    """Those of the long links of the old network that the new one can still have, as it counts neurons."""
    ends = (
        (_there(new, way, (link.layer, link.neuron)), _there(new, way, link[2:])) for link in old.long_links
    )
    joined = (
        LongLink(*neuron, *source)
        for neuron, source in ends
        if neuron is not None and source is not None and neuron[0] - source[0] > 1
    )
    return tuple(sorted(set(joined)))


def _there(new: NetworkSpec, way: Way, neuron: Neuron) -> Neuron | None:
    there = way(neuron)
    return there if there is not None and there[1] < new.sizes[there[0]] else None


def _address_there(new: NetworkSpec, way: Way, address: Address) -> Address | None:
    neuron = _there(new, way, (address.layer, address.neuron))
    if neuron is None or address.source is None:
        return None if neuron is None else Address(*neuron, None)
    source = _there(new, way, (address.below, address.source))
    if source is None:
        return None
    if address.origin is None:
        return Address(*neuron, source[1]) if source[0] == neuron[0] - 1 else None
    return Address(*neuron, source[1], source[0])


def _has(spec: NetworkSpec, address: Address) -> bool:
    if address.origin is None or address.source is None:
        return True
    return LongLink(address.layer, address.neuron, address.origin, address.source) in spec.long_links
