"""What a person has picked: a layer, a neuron, one of its parameters, an example. Counted from 0 as in code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Selection:
    """An address in the network and the data; every part may be missing.

    Attributes:
        layer: l, 0 for the inputs.
        neuron: j within that layer.
        source: k, the neuron of layer l − 1 whose weight w_jk is meant.
        is_bias: The bias b_j is meant.
        example: Row of the training part.
    """

    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    is_bias: bool = False
    example: int | None = None


NOTHING = Selection()
