"""Links of the network that a person cuts and joins: a cut link is a weight of 0 that training leaves so.

It stays cut with a new start, and with other first weights. Joined, it is free again and begins with the value
the design draws for it: the one it had at the start, before it was cut.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.network.address import address_of
from gui.session.by_hand import set_parameter
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def is_cut(session: "Session", place: int) -> bool:
    """Whether θ[place] is a link that is cut at the moment that is shown."""
    return place in session.experiment.cut and session.network.parameters[place].item() == 0.0


def cut_links(session: "Session") -> frozenset[tuple[int, int, int]]:
    """All links that are cut: layer from 1, neuron and source from 0."""
    design = session.experiment
    addresses = (address_of(design.network, place) for place in design.cut if is_cut(session, place))
    return frozenset((layer, neuron, source) for layer, neuron, source in addresses if source is not None)


def switch_link(session: "Session", place: int) -> None:
    """Cut the link whose weight is θ[place], or join it again: one undoable step."""
    if session.fault_hunt.refuses():
        return
    session.go_on_from_here()
    if is_cut(session, place):
        _join(session, place)
    else:
        _cut(session, place)


def _cut(session: "Session", place: int) -> None:
    design = session.experiment
    session.undo_stack.beginMacro(tr("Cut a link"))
    set_parameter(session, place, 0.0)
    cut = replace(design, frozen=(*design.frozen, place), cut=(*design.cut, place))
    session.edit(cut, tr("Cut a link"))
    session.undo_stack.endMacro()


def _join(session: "Session", place: int) -> None:
    design = session.experiment
    frozen = tuple(each for each in design.frozen if each != place)
    joined = replace(design, frozen=frozen)
    session.undo_stack.beginMacro(tr("Join a link"))
    session.edit(joined, tr("Join a link"))
    set_parameter(session, place, joined.make_network().parameters[place].item())
    session.undo_stack.endMacro()
