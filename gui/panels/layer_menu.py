"""The menu on a layer's head: its activation, its skip connection, its place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from engine.experiment import Experiment
from engine.network import ACTIVATIONS
from gui.begins_anew import begins_anew
from gui.session import Session
from gui.session.layer_edits import layer_moved, layer_removed
from gui.translation import tr
from gui.wording import activation_name

Edit = Callable[[Experiment], Experiment]


def layer_menu(session: Session, layer: int, parent: QWidget) -> QMenu:
    """The menu of layer l = 1…L of the present design."""
    menu = QMenu(parent)
    menu.setObjectName("network.layer_menu")
    _add_activations(menu, session, layer)
    hidden = len(session.experiment.network.hidden)
    if layer > hidden:
        begins_anew(menu)
        return menu
    menu.addSeparator()
    _add_skip(menu, session, layer)
    menu.addSeparator()
    for text, change, is_possible in (
        (tr("Move towards the inputs"), -1, layer > 1),
        (tr("Move towards the output"), 1, layer < hidden),
    ):
        action = menu.addAction(text)
        action.setEnabled(is_possible)
        action.triggered.connect(
            partial(_attempt, session, partial(_moved, layer, change), tr("Move a layer"))
        )
    remove = menu.addAction(tr("Remove this layer"))
    remove.triggered.connect(
        partial(_attempt, session, partial(_removed, layer), tr("Remove a hidden layer"))
    )
    begins_anew(menu)
    return menu


def _add_activations(menu: QMenu, session: Session, layer: int) -> None:
    network = session.experiment.network
    is_output = layer == len(network.layers)
    group = QActionGroup(menu)
    for key, entry in ACTIVATIONS.items():
        if entry.output_only and (not is_output or network.outputs < 2):
            continue
        name = activation_name(key)
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(network.layers[layer - 1].activation == key)
        group.addAction(action)
        label = tr("Choose {name}", name=name)
        action.triggered.connect(partial(_attempt, session, partial(_activated, layer, key), label))


def _add_skip(menu: QMenu, session: Session, layer: int) -> None:
    network = session.experiment.network
    spec = network.layers[layer - 1]
    action = menu.addAction(tr("Skip connection: add what came in"))
    action.setCheckable(True)
    action.setChecked(spec.skip)
    action.setEnabled(network.sizes[layer] == network.sizes[layer - 1])
    action.setToolTip(tr("Needs as many neurons as the layer before"))
    label = tr("Change a skip connection")
    action.triggered.connect(partial(_attempt, session, partial(_skipped, layer, not spec.skip), label))


def _attempt(session: Session, edit: Edit, label: str, is_checked: bool = False) -> None:
    session.attempt(edit, label)


def _activated(layer: int, key: str, experiment: Experiment) -> Experiment:
    return experiment.with_activation(layer, key)


def _skipped(layer: int, skip: bool, experiment: Experiment) -> Experiment:
    return experiment.with_skip(layer, skip)


def _moved(layer: int, change: int, experiment: Experiment) -> Experiment:
    return layer_moved(experiment, layer, change)


def _removed(layer: int, experiment: Experiment) -> Experiment:
    return layer_removed(experiment, layer)
