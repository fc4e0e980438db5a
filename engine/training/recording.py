"""How far apart the measurements of a run lie, so that measuring takes no longer than training."""

from engine.network import Network

LIGHT_WORK = 1_000_000
"""Weights times examples up to which measuring a network takes no longer than a step or two."""

LIGHT_DISTANCE, HEAVY_DISTANCE = 17, 256
"""Steps between two measurements of a network that is light to measure, and of a heavy one.

The first is odd, so that a loss that swings from step to step is not always met on the same side.
"""


def record_distance(network: Network, examples: int) -> int:
    """Steps between two measurements on so many examples."""
    return LIGHT_DISTANCE if network.layout.size * examples <= LIGHT_WORK else HEAVY_DISTANCE
