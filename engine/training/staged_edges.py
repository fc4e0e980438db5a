"""Which weights of a layer take part in a stage that is about all of them: every one, or of very many the largest."""

from collections.abc import Sequence

import numpy as np

from engine.network import Network
from engine.training.staged_stage import Edge

MOST_EDGES = 600
"""As many as a picture of the network can show."""

Edges = frozenset[Edge]


def edges_between(network: Network, layer: int, neuron: int | None = None) -> Edges:
    """The weights from the layer below into a layer, or into one of its neurons."""
    return _largest(network, layer, neuron, ())


def edges_into(network: Network, layer: int, neuron: int | None = None) -> Edges:
    """The same with those of the long links that arrive there."""
    arriving = [
        place
        for place, link in enumerate(network.spec.long_links)
        if link.layer == layer and neuron in (None, link.neuron)
    ]
    return _largest(network, layer, neuron, arriving)


def edges_out_of(network: Network, layer: int) -> Edges:
    """The weights by which a layer is heard: in the layer above it, and where long links lead from it."""
    links = network.spec.long_links
    leaving = [place for place, link in enumerate(links) if link.origin == layer]
    return _largest(network, layer + 1, None, leaving)


def _largest(network: Network, layer: int, neuron: int | None, long: Sequence[int]) -> Edges:
    weights = network.weights[layer - 1]
    first = 0 if neuron is None else neuron
    chosen = weights if neuron is None else weights[neuron : neuron + 1]
    all_of_them = np.concatenate([chosen.ravel(), network.long_weights[list(long)]])
    sizes = np.abs(np.nan_to_num(all_of_them, nan=np.inf))
    places = np.arange(sizes.size)
    if sizes.size > MOST_EDGES:
        places = np.argpartition(sizes, -MOST_EDGES)[-MOST_EDGES:]
    rows, columns = np.divmod(places[places < chosen.size], chosen.shape[1])
    between = zip(rows.tolist(), columns.tolist(), strict=True)
    over = (network.spec.long_links[long[place - chosen.size]] for place in places[places >= chosen.size])
    return frozenset(
        (
            *((layer, first + row, column) for row, column in between),
            *((link.layer, link.neuron, link.source, link.origin) for link in over),
        )
    )
