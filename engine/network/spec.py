"""The design of a network, frozen: how many inputs, which layers. Built wrong, it says what would be right."""

import itertools
from dataclasses import dataclass

from engine.errors import SpecError
from engine.limits import whole_number
from engine.network.activations import ACTIVATIONS
from engine.network.long_link import LongLink, checked

MAX_NEURONS = 4096
MAX_LAYERS = 64
MAX_PARAMETERS = 5_000_000


@dataclass(frozen=True)
class LayerSpec:
    """One layer: its number of neurons, its activation, and whether it adds what came in to what goes out.

    With `skip`, a^[l] = f(z^[l]) + a^[l−1] (He et al. 2016), which needs equal widths.
    """

    neurons: int
    activation: str = "tanh"
    skip: bool = False

    def __post_init__(self) -> None:
        # NumPy's numbers become Python's own, so that the design can be written to a file.
        object.__setattr__(self, "neurons", whole_number("neurons", self.neurons, (1, MAX_NEURONS)))
        ACTIVATIONS.find(self.activation)
        if not isinstance(self.skip, bool):
            raise SpecError("skip", self.skip, "true or false")


@dataclass(frozen=True)
class NetworkSpec:
    """A multi-layer perceptron: n_0 inputs and the layers 1…L, the last of which is the output.

    `long_links` pass over layers; their weights stand at the end of θ, in the order in which they are listed.
    """

    inputs: int
    layers: tuple[LayerSpec, ...]
    long_links: tuple[LongLink, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        object.__setattr__(self, "inputs", whole_number("inputs", self.inputs, (1, MAX_NEURONS)))
        if not 1 <= len(self.layers) <= MAX_LAYERS:
            takes = f"1 to {MAX_LAYERS}, the last of them the output"
            raise SpecError("number of layers", len(self.layers), takes)
        for position, layer in enumerate(self.layers):
            self._check_layer(position, layer)
        object.__setattr__(self, "long_links", checked(self.long_links, self.sizes))
        if self.parameter_count > MAX_PARAMETERS:
            raise SpecError(
                "layers", f"{self.parameter_count} parameters", f"at most {MAX_PARAMETERS} in all"
            )

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0, n_1, …, n_L."""
        return (self.inputs, *(layer.neurons for layer in self.layers))

    @property
    def outputs(self) -> int:
        """n_L."""
        return self.layers[-1].neurons

    @property
    def hidden(self) -> tuple[LayerSpec, ...]:
        """The layers between inputs and output; there may be none."""
        return self.layers[:-1]

    @property
    def parameter_count(self) -> int:
        """P, the length of θ."""
        sizes = self.sizes
        return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes)) + len(self.long_links)

    def _check_layer(self, position: int, layer: LayerSpec) -> None:
        if not isinstance(layer, LayerSpec):
            raise SpecError(f"layers[{position}]", layer, "a LayerSpec")
        is_output = position == len(self.layers) - 1
        if ACTIVATIONS[layer.activation].output_only and not is_output:
            raise SpecError(
                f"layers[{position}].activation", layer.activation, "softmax at the output layer only"
            )
        width = self.sizes[position]
        if layer.skip and layer.neurons != width:
            raise SpecError(
                f"layers[{position}].skip",
                f"a skip connection from {width} to {layer.neurons} neurons",
                "equal widths",
            )
