"""Which parameter a place of θ is: w_jk^[l], b_j^[l], or over layers w_jk^[l←m]. Names count neurons from 1."""

from typing import Any, NamedTuple

from engine.errors import SpecError
from engine.limits import whole_number
from engine.network.layout import Layout
from engine.network.long_link import LongLink
from engine.network.spec import NetworkSpec


class Address(NamedTuple):
    """One parameter: layer l (1 … L), neuron j (from 0), and the neuron k (from 0) it weighs, None for the bias.

    Neuron k is in the layer below; the weight of a link that passes over layers names its layer m as `origin`.
    """

    layer: int
    neuron: int
    source: int | None
    origin: int | None = None

    @property
    def below(self) -> int:
        """The layer of neuron k, 0 the inputs."""
        return self.layer - 1 if self.origin is None else self.origin

    @property
    def name(self) -> str:
        """``w_21^[1]``, ``b_2^[1]`` or ``w_21^[3←1]``; a comma parts j and k where one of them has two digits."""
        if self.source is None:
            return f"b_{self.neuron + 1}^[{self.layer}]"
        comma = "," if max(self.neuron, self.source) > 8 else ""
        layers = f"{self.layer}" if self.origin is None else f"{self.layer}←{self.origin}"
        return f"w_{self.neuron + 1}{comma}{self.source + 1}^[{layers}]"


def address_of(spec: NetworkSpec, index: Any) -> Address:
    """The parameter θ[index], index from 0 to P − 1; `SpecError` for another."""
    left = whole_number("parameter", index, (0, spec.parameter_count - 1))
    shapes = Layout(spec).shapes
    first_link = spec.parameter_count - len(spec.long_links)
    if left >= first_link:
        link = spec.long_links[left - first_link]
        return Address(link.layer, link.neuron, link.source, link.origin)
    layer = 0
    while left >= shapes[layer][0] * shapes[layer][1]:
        left -= shapes[layer][0] * shapes[layer][1]
        layer += 1
    neuron, column = divmod(left, shapes[layer][1])
    return Address(layer + 1, neuron, None if column == shapes[layer][1] - 1 else column)


def index_of(spec: NetworkSpec, address: Address) -> int:
    """Where that parameter stands in θ; `SpecError` if the network has no such parameter."""
    shapes = Layout(spec).shapes
    layer, neuron, source, origin = address
    if origin is not None:
        return _index_of_link(spec, address)
    if not 1 <= layer <= len(shapes):
        raise SpecError("layer", layer, f"a layer from 1 to {len(shapes)}")
    rows, columns = shapes[layer - 1]
    if not 0 <= neuron < rows or not (source is None or 0 <= source < columns - 1):
        raise SpecError("parameter", address.name, f"{rows} neurons with {columns - 1} weights each")
    start = sum(height * width for height, width in shapes[: layer - 1])
    return start + neuron * columns + (columns - 1 if source is None else source)


def _index_of_link(spec: NetworkSpec, address: Address) -> int:
    layer, neuron, source, origin = address
    if (layer, neuron, origin, source) not in spec.long_links:
        raise SpecError("parameter", address.name, "a link over layers that the network has")
    assert source is not None
    assert origin is not None
    place = spec.long_links.index(LongLink(layer, neuron, origin, source))
    return spec.parameter_count - len(spec.long_links) + place
