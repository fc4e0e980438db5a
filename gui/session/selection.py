"""What a person has picked: a layer, a neuron, one of its parameters, an example. Counted from 0 as in code."""

from dataclasses import dataclass

from engine.network import Address, NetworkSpec


@dataclass(frozen=True)
class Selection:
    """An address in the network and the data; every part may be missing.

    Attributes:
        layer: l, 0 for the inputs.
        neuron: j within that layer.
        source: k, the neuron of layer l − 1 whose weight w_jk is meant.
        origin: The layer of neuron k instead of l − 1, where the weight is that of a link over layers.
        is_bias: The bias b_j is meant.
        example: Row of the training part.
    """

    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    is_bias: bool = False
    example: int | None = None
    origin: int | None = None

    @property
    def address(self) -> Address | None:
        """The weight that is picked, or the bias of the neuron that is; None where no neuron past the inputs is."""
        if not self.layer or self.neuron is None:
            return None
        return Address(self.layer, self.neuron, self.source, self.origin)

    def is_in(self, network: NetworkSpec) -> bool:
        """Whether a network has what is picked."""
        sizes = network.sizes
        if self.layer is None:
            return True
        if self.layer >= len(sizes) or (self.neuron or 0) >= sizes[self.layer]:
            return False
        if self.origin is not None:
            return (self.layer, self.neuron, self.origin, self.source) in network.long_links
        return self.source is None or self.source < sizes[self.layer - 1]


NOTHING = Selection()
