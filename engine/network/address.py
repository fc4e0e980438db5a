"""Which parameter a place of θ is: w_jk^[l] or b_j^[l]. Names count neurons from 1, as the texts do."""

from typing import Any, NamedTuple

from engine.errors import SpecError
from engine.limits import whole_number
from engine.network.layout import Layout
from engine.network.spec import NetworkSpec


class Address(NamedTuple):
    """One parameter: layer l (1 … L), neuron j (from 0), and the neuron k below (from 0), None for the bias."""

    layer: int
    neuron: int
    source: int | None

    @property
    def name(self) -> str:
        """``w_21^[1]`` or ``b_2^[1]``; a comma parts the two numbers where one of them has two digits."""
        if self.source is None:
            return f"b_{self.neuron + 1}^[{self.layer}]"
        comma = "," if max(self.neuron, self.source) > 8 else ""
        return f"w_{self.neuron + 1}{comma}{self.source + 1}^[{self.layer}]"


def address_of(spec: NetworkSpec, index: Any) -> Address:
    """The parameter θ[index], index from 0 to P − 1; `SpecError` for another."""
    left = whole_number("parameter", index, (0, spec.parameter_count - 1))
    shapes = Layout(spec).shapes
    layer = 0
    while left >= shapes[layer][0] * shapes[layer][1]:
        left -= shapes[layer][0] * shapes[layer][1]
        layer += 1
    neuron, column = divmod(left, shapes[layer][1])
    return Address(layer + 1, neuron, None if column == shapes[layer][1] - 1 else column)


def index_of(spec: NetworkSpec, address: Address) -> int:
    """Where that parameter stands in θ; `SpecError` if the network has no such parameter."""
    shapes = Layout(spec).shapes
    layer, neuron, source = address
    if not 1 <= layer <= len(shapes):
        raise SpecError("layer", layer, f"a layer from 1 to {len(shapes)}")
    rows, columns = shapes[layer - 1]
    if not 0 <= neuron < rows or not (source is None or 0 <= source < columns - 1):
        raise SpecError("parameter", address.name, f"{rows} neurons with {columns - 1} weights each")
    start = sum(height * width for height, width in shapes[: layer - 1])
    return start + neuron * columns + (columns - 1 if source is None else source)
