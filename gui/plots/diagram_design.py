"""What a network diagram draws, as data."""

from dataclasses import dataclass
from typing import TypeGuard

from gui.plots.diagram_keys import Spot
from gui.plots.long_arcs import Link


@dataclass(frozen=True)
class DiagramDesign:
    """Names of the inputs and, for each layer 1…L, neurons and activation in words.

    `skips` are the layers with a skip connection, `silenced` the neurons that are switched off (layer, neuron),
    `frozen` the weights and biases that training leaves as they are, but for the weights that are `cut`, each as
    `Spot.edge`. `long_links` pass over layers, (layer, neuron, source, origin). `spare_names` are inputs that are off
    and may be switched on, numbered on from the inputs in use; `input_order` has the numbers of both as they stand,
    top one first. It is () where inputs are not for switching. `output_names` are those of the classes, one for each
    output; () where outputs are no classes.
    """

    input_names: tuple[str, ...]
    layers: tuple[tuple[int, str], ...]
    skips: frozenset[int] = frozenset()
    silenced: frozenset[tuple[int, int]] = frozenset()
    frozen: frozenset[Spot] = frozenset()
    cut: frozenset[tuple[int, ...]] = frozenset()
    long_links: tuple[Link, ...] = ()
    spare_names: tuple[str, ...] = ()
    input_order: tuple[int, ...] = ()
    output_names: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The inputs in use and the spare ones, by their numbers."""
        return self.input_names + self.spare_names

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0, …, n_L."""
        return (len(self.input_names), *(neurons for neurons, _ in self.layers))

    def output_letter(self, neuron: int) -> str:
        """The prediction of output `neuron`, counted from 1."""
        return "ŷ" if self.sizes[-1] == 1 else f"ŷ{subscript(neuron + 1)}"

    def output_name(self, neuron: int) -> str:
        """What stands beside output `neuron`: its class, or its letter."""
        return self.output_names[neuron] if self.output_names else self.output_letter(neuron)

    def is_cut(self, spot: Spot) -> bool:
        """Whether the spot is a weight that is cut."""
        return spot.source is not None and spot.edge in self.cut

    def is_spare(self, spot: Spot | None) -> TypeGuard[Spot]:
        """Whether the spot is an input that is off."""
        return spot is not None and spot.layer == 0 and spot.neuron >= len(self.input_names)

    def can_switch_off(self, spot: Spot | None) -> TypeGuard[Spot]:
        """Whether the spot is an input in use that may be switched off."""
        is_input = spot is not None and spot.layer == 0 and spot.neuron < len(self.input_names)
        return is_input and bool(self.input_order)


def subscript(number: int, separate: bool = False) -> str:
    """A number in subscript digits, after a comma-like space if it must stand apart from another."""
    digits = str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return f"\u2009{digits}" if separate else digits
