"""Which weights of a layer take part in a stage that is about all of them: every one, or of very many the largest."""

import numpy as np

from engine.network import Network

MOST_EDGES = 600
"""As many as a picture of the network can show."""

Edges = frozenset[tuple[int, int, int]]


def edges_into(network: Network, layer: int, neuron: int | None = None) -> Edges:
    """(layer, neuron, source) of the weights into a layer, or into one of its neurons."""
    weights = network.weights[layer - 1]
    first = 0 if neuron is None else neuron
    chosen = weights if neuron is None else weights[neuron : neuron + 1]
    sizes = np.abs(np.nan_to_num(chosen, nan=np.inf)).ravel()
    places = np.arange(sizes.size)
    if sizes.size > MOST_EDGES:
        places = np.argpartition(sizes, -MOST_EDGES)[-MOST_EDGES:]
    rows, columns = np.divmod(places, chosen.shape[1])
    return frozenset(
        (layer, first + row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )
