"""Links of the network that a person cuts and joins: a cut link is a weight of 0 that training leaves so.

It stays cut with a new start, and with other first weights. Joined, it is free again and begins with the value
the design draws for it: the one it had at the start, before it was cut.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.network.address import address_of
from gui.session.document import Document
from gui.session.edits import DocumentEdit
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def is_cut(session: "Session", place: int) -> bool:
    """Whether θ[place] is a link that is cut at the moment that is shown."""
    return place in session.experiment.cut and session.network.parameters[place].item() == 0.0


def cut_links(session: "Session") -> frozenset[tuple[int, ...]]:
    """All links that are cut: (layer from 1, neuron, source), and after them the layer of the source of a long one."""
    design = session.experiment
    addresses = (address_of(design.network, place) for place in design.cut if is_cut(session, place))
    return frozenset(
        (layer, neuron, source) if origin is None else (layer, neuron, source, origin)
        for layer, neuron, source, origin in addresses
        if source is not None
    )


class LinkEdit(DocumentEdit):
    """Another design of the same run, and with it the value of one weight."""

    def __init__(
        self,
        label: str,
        old: Document,
        new: Document,
        show: Callable[[Document], None],
        place: int,
        value: float,
    ) -> None:
        super().__init__(label, old, new, show)
        self._weights, self._place = new.trainer, place
        self._before, self._after = self._present(), value

    def undo(self) -> None:
        """The value it had; training may have moved it since, and redo brings that back."""
        self._after = self._present()
        self._weights.change_parameters((self._place,), (self._before,))
        super().undo()

    def redo(self) -> None:
        """The value it was given, or had when this was undone."""
        self._before = self._present()
        self._weights.change_parameters((self._place,), (self._after,))
        super().redo()

    def _present(self) -> float:
        return float(self._weights.network.parameters[self._place])


def switch_link(session: "Session", place: int, show: Callable[[Document], None]) -> None:
    """Cut the link whose weight is θ[place], or join it again: one undoable step; `show` shows a document."""
    if session.fault_hunt.refuses():
        return
    session.go_on_from_here()
    design = session.experiment
    if is_cut(session, place):
        label = tr("Join a link")
        design = replace(design, frozen=tuple(each for each in design.frozen if each != place))
        value = design.make_network().parameters[place].item()
    else:
        label, value = tr("Cut a link"), 0.0
        design = replace(design, frozen=(*design.frozen, place), cut=(*design.cut, place))
    document = session.document
    session.undo_stack.push(LinkEdit(label, document, document.edited(design), show, place, value))
