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

    def is_in(self, sizes: tuple[int, ...]) -> bool:
        """Whether a network with layers of these sizes has what is picked."""
        if self.layer is None:
            return True
        if self.layer >= len(sizes) or (self.neuron or 0) >= sizes[self.layer]:
            return False
        return self.source is None or self.source < sizes[self.layer - 1]


NOTHING = Selection()
