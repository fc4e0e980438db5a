"""What the keys +, − and Delete do to what is picked in the network, and whether they would do anything.

On a hidden neuron or its layer + and − add and remove a neuron, and Delete removes what is picked, be it a whole
layer. On a weight − makes it 0, and Delete cuts its link or joins it again; a long link it removes. With nothing
picked they add and remove layers before the output.
"""

from functools import partial

from gui.panels.parameter_card import place_of
from gui.plots.diagram_limits import MOST_HIDDEN, MOST_NEURONS, layers_limit, neurons_limit
from gui.session import Selection, Session
from gui.session.layer_edits import layer_added, layer_removed, neuron_removed, neurons_changed
from gui.session.long_links import picked_link, remove_link
from gui.translation import tr


def press(session: Session, command: str) -> None:
    """Do "add", "remove" or "delete" to what is picked; what cannot be done is refused in one sentence."""
    picked = session.selection
    place = place_of(session, picked)
    if command == "delete" and (link := picked_link(picked)) is not None:
        remove_link(session, link)
    elif picked.source is not None and place is not None and command == "delete":
        session.switch_link(place)
    elif picked.source is not None and place is not None and command == "remove":
        session.set_parameter(place, 0.0)
    elif picked.layer is None:
        _change_layers(session, command)
    elif picked.layer == 0:
        _refuse_inputs(session, picked)
    elif picked.layer <= len(session.experiment.network.hidden):
        _change_neurons(session, picked, picked.layer, command)
    elif command == "add":
        _add_before_output(session, picked)
    else:
        session.complained.emit(
            tr("The output layer stays: it has a neuron for every number the data asks for.")
        )


def begin_anew(session: Session) -> bool:
    """Whether one of these keys would change the design, as it is picked now."""
    picked = session.selection
    return picked.layer != 0 or (picked.neuron is not None and bool(session.experiment.data.features))


def add_layer(session: Session) -> None:
    """A hidden layer before the output; beyond what the picture makes it is refused."""
    if len(session.experiment.network.hidden) >= MOST_HIDDEN:
        session.complained.emit(layers_limit())
    else:
        session.attempt(layer_added, tr("Add a hidden layer"))


def remove_layer(session: Session, layer: int) -> None:
    """Without hidden layer l."""
    session.attempt(partial(layer_removed, layer=layer), tr("Remove a hidden layer"))


def change_neurons(session: Session, layer: int, change: int) -> None:
    """A neuron more or less in hidden layer l; beyond what the picture makes it is refused."""
    if change > 0 and session.experiment.network.sizes[layer] >= MOST_NEURONS:
        session.complained.emit(neurons_limit())
        return
    label = tr("Add a neuron") if change > 0 else tr("Remove a neuron")
    session.attempt(partial(neurons_changed, layer=layer, change=change), label)


def _change_layers(session: Session, command: str) -> None:
    if command == "add":
        add_layer(session)
    elif hidden := session.experiment.network.hidden:
        remove_layer(session, len(hidden))


def _change_neurons(session: Session, picked: Selection, layer: int, command: str) -> None:
    if command == "add":
        change_neurons(session, layer, 1)
    elif command == "delete" and picked.neuron is None:
        remove_layer(session, layer)
    elif session.experiment.network.sizes[layer] == 1:
        session.complained.emit(
            tr(
                "Layer {layer} has one neuron left; with the whole layer picked (L), Delete removes it.",
                layer=layer,
            )
        )
    elif picked.neuron is None:
        change_neurons(session, layer, -1)
    else:
        edit = partial(neuron_removed, layer=layer, number=picked.neuron)
        session.attempt(edit, tr("Remove a neuron"))
        last = session.experiment.network.sizes[layer] - 1
        session.select(Selection(layer, min(picked.neuron, last)))  # the keys go on beside it


def _add_before_output(session: Session, picked: Selection) -> None:
    add_layer(session)
    session.select(Selection(len(session.experiment.network.layers), picked.neuron))


def _refuse_inputs(session: Session, picked: Selection) -> None:
    if not session.experiment.data.features:
        session.complained.emit(tr("The inputs come with the data; the network is given all of them."))
    elif picked.neuron is None:
        session.complained.emit(
            tr("Inputs are switched one by one: pick one (↓), + gives it to the network, − takes it away.")
        )
