"""What the diagram shall light up: the part of the network that an explanation speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from gui.session.session import Session

Place = tuple[int, int] | tuple[int, int, int]
"""(layer, neuron), or (layer, neuron, source) for the weight into it; layers count from 0, the inputs."""

FORWARD, BACKWARD = 1, -1


@dataclass(frozen=True)
class Lit:
    """What takes part.

    Attributes:
        neurons: (layer, neuron) of each.
        edges: (layer, neuron, source) of each weight.
        flow: Which way numbers run along the edges: 1 forward, −1 backward, 0 neither.
        notes: A few short texts, each written beside its neuron or weight.
        strength: How much of the whole an edge carries, 0…1; 1 where nothing is said.
        skips: (layer, neuron) of each neuron that a skip connection leads to.
        out: (layer, neuron) of each neuron that sits out; it is crossed out.
    """

    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: frozenset[tuple[int, int, int]] = frozenset()
    flow: int = 0
    notes: tuple[tuple[Place, str], ...] = ()
    strength: Mapping[tuple[int, int, int], float] = field(default_factory=dict)
    skips: frozenset[tuple[int, int]] = frozenset()
    out: frozenset[tuple[int, int]] = frozenset()

    def is_in(self, sizes: tuple[int, ...]) -> bool:
        """Whether a network with layers of these sizes has all of it."""
        neurons = {*self.neurons, *self.out, *((layer, neuron) for layer, neuron, _ in self.edges)}
        neurons |= {(layer - 1, source) for layer, _, source in self.edges}
        return all(0 <= layer < len(sizes) and 0 <= neuron < sizes[layer] for layer, neuron in neurons)


NOTHING_LIT = Lit()


class Spotlight(QObject):
    """One explanation at a time has the light; what it lit goes out with the network it was of.

    Attributes:
        lit: What takes part now; `NOTHING_LIT` for all alike.

    Signals:
        changed: Something else is lit, or nothing.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.lit = NOTHING_LIT
        session.experiment_replaced.connect(self._on_replaced)

    def show(self, lit: Lit) -> None:
        """Light this up in place of what was lit."""
        if lit != self.lit:
            self.lit = lit
            self.changed.emit()

    def clear(self) -> None:
        """Show all alike again."""
        self.show(NOTHING_LIT)

    def _on_replaced(self) -> None:
        if not self.lit.is_in(self._session.network.spec.sizes):
            self.clear()
