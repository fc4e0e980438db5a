"""Links over layers that a person draws and removes, each as one undoable step; the run begins anew.

They stand in the design: drawing or removing one is an edit of it, as adding a neuron is. Between neighbours there
is a link already; it may be cut, and drawing it joins it.
"""

from functools import partial
from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.network.address import Address, index_of
from engine.network.kinship import Neuron
from engine.network.long_link import MAX_LONG_LINKS, LongLink
from gui.session.links import is_cut
from gui.session.selection import Selection
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def draw_link(session: "Session", one: Neuron, other: Neuron) -> None:
    """Join two neurons, (layer, neuron) each, and pick their link: a long one is drawn, one that is cut is joined."""
    low, high = sorted((one, other))
    if low[0] == high[0]:
        session.complained.emit(
            tr("A link leads from one layer to a later one; these two are in the same layer.")
        )
        return
    is_long = high[0] - low[0] > 1
    picked = Selection(*high, source=low[1], origin=low[0] if is_long else None)
    drawn = session.experiment.network.long_links
    if is_long and LongLink(*high, *low) not in drawn:
        if len(drawn) == MAX_LONG_LINKS:
            session.complained.emit(
                tr("There is room for {count} long links; remove one to draw another.", count=MAX_LONG_LINKS)
            )
            return
        session.attempt(partial(with_link, link=LongLink(*high, *low)), tr("Draw a long link"))
    elif is_cut(session, place := _place_of(session, picked)):
        session.switch_link(place)
    if picked.is_in(session.experiment.network):
        session.select(picked)


def remove_link(session: "Session", link: LongLink) -> None:
    """Take a long link out of the design; the neuron it led to is picked, if the link was."""
    was_picked = session.selection.address == Address(link.layer, link.neuron, link.source, link.origin)
    session.attempt(partial(without_link, link=link), tr("Remove a long link"))
    if was_picked and link not in session.experiment.network.long_links:
        session.select(Selection(link.layer, link.neuron))


def picked_link(selection: Selection) -> LongLink | None:
    """The long link that is picked."""
    address = selection.address
    if address is None or address.origin is None or address.source is None:
        return None
    return LongLink(address.layer, address.neuron, address.origin, address.source)


def with_link(experiment: Experiment, link: LongLink) -> Experiment:
    """With one more long link; `SpecError` where there are too many, or where it cannot be."""
    return experiment.with_long_links((*experiment.network.long_links, link))


def without_link(experiment: Experiment, link: LongLink) -> Experiment:
    """Without one of its long links."""
    return experiment.with_long_links(tuple(each for each in experiment.network.long_links if each != link))


def _place_of(session: "Session", picked: Selection) -> int:
    address = picked.address
    assert address is not None
    return index_of(session.experiment.network, address)
