"""What the diagram shall light up: the part of the network that an explanation speaks of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.network.address import Address
from engine.network.long_link import LongLink

if TYPE_CHECKING:
    from gui.session.session import Session

Edge = tuple[int, ...]
"""(layer, neuron, source) of a weight, (layer, neuron, source, origin) of that of a link over layers."""

Place = tuple[int, ...]
"""(layer, neuron), or an `Edge` for a weight into it; layers count from 0, the inputs."""

FORWARD, BACKWARD = 1, -1


def edge_of(address: Address) -> Edge:
    """The edge of a weight."""
    assert address.source is not None
    edge = (address.layer, address.neuron, address.source)
    return edge if address.origin is None else (*edge, address.origin)


@dataclass(frozen=True)
class Lit:
    """What takes part.

    Attributes:
        neurons: (layer, neuron) of each.
        edges: Each weight.
        flow: Which way numbers run along the edges: 1 forward, −1 backward, 0 neither.
        notes: A few short texts, each written beside its neuron or weight.
        strength: How much of the whole an edge carries, 0…1; 1 where nothing is said.
        skips: (layer, neuron) of each neuron that a skip connection leads to.
        out: (layer, neuron) of each neuron that sits out; it is crossed out.
    """

    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: frozenset[Edge] = frozenset()
    flow: int = 0
    notes: tuple[tuple[Place, str], ...] = ()
    strength: Mapping[Edge, float] = field(default_factory=dict)
    skips: frozenset[tuple[int, int]] = frozenset()
    out: frozenset[tuple[int, int]] = frozenset()

    @property
    def touched(self) -> frozenset[tuple[int, int]]:
        """(layer, neuron) of every neuron that takes part, those at both ends of the weights too."""
        ends = {(layer, neuron) for layer, neuron, *_ in self.edges}
        ends |= {(origin[0] if origin else layer - 1, source) for layer, _, source, *origin in self.edges}
        return self.neurons | ends

    def is_in(self, sizes: tuple[int, ...], links: Collection[LongLink] | None = None) -> bool:
        """Whether a network with layers of these sizes, and with these long links if they are given, has all of it."""
        neurons = self.touched | self.out | self.skips
        if not all(0 <= layer < len(sizes) and 0 <= neuron < sizes[layer] for layer, neuron in neurons):
            return False
        long = {LongLink(edge[0], edge[1], edge[3], edge[2]) for edge in self.edges if len(edge) == 4}
        return links is None or long <= set(links)


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
        network = self._session.network.spec
        if not self.lit.is_in(network.sizes, network.long_links):
            self.clear()
