"""What a network diagram draws, as data."""

from dataclasses import dataclass

from gui.plots.diagram_keys import Spot


@dataclass(frozen=True)
class DiagramDesign:
    """Names of the inputs and, for each layer 1…L, neurons and activation in words.

    `skips` are the layers with a skip connection, `silenced` the neurons that are switched off (layer, neuron),
    `frozen` the weights and biases that training leaves as they are.
    """

    input_names: tuple[str, ...]
    layers: tuple[tuple[int, str], ...]
    skips: frozenset[int] = frozenset()
    silenced: frozenset[tuple[int, int]] = frozenset()
    frozen: frozenset[Spot] = frozenset()

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0, …, n_L."""
        return (len(self.input_names), *(neurons for neurons, _ in self.layers))


def subscript(number: int, separate: bool = False) -> str:
    """A number in subscript digits, after a comma-like space if it must stand apart from another."""
    digits = str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return f"\u2009{digits}" if separate else digits
