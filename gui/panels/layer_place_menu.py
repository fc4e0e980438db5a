"""The menu at the end of a row of the layer table: what can be done with a layer as a whole, where it stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from gui.begins_anew import begins_anew
from gui.panels.feature_switch import feature_menu
from gui.session import Session
from gui.session.layer_edits import layer_added, layer_moved, layer_removed
from gui.translation import tr

Followed = Callable[[int], None]
"""Told where the layer stands when it has moved."""


def layer_place_menu(session: Session, layer: int, parent: QWidget, followed: Followed) -> QMenu:
    """The menu of layer l = 0…L of the present design: the inputs, a hidden layer, or the output."""
    hidden = len(session.experiment.network.hidden)
    if layer == 0:
        menu = _inputs_menu(session, parent)
    else:
        menu = QMenu(parent)
        if layer <= hidden:
            _add_hidden(menu, session, layer, followed)
        else:
            menu.addAction(tr("Add a layer before it")).triggered.connect(partial(_add, session, hidden))
        begins_anew(menu)
    menu.setObjectName("table.place_menu")
    return menu


def _inputs_menu(session: Session, parent: QWidget) -> QMenu:
    """With the inputs that can be switched, where the data have such."""
    menu = feature_menu(session, parent) if session.experiment.data.features else QMenu(parent)
    first = menu.actions()[0] if menu.actions() else None
    add = menu.addAction(tr("Add a layer after the inputs"))
    add.triggered.connect(partial(_add, session, 0))
    begins_anew(add)
    if first is not None:
        menu.insertAction(first, add)
        menu.insertSeparator(first)
    else:
        begins_anew(menu)
    return menu


def _add_hidden(menu: QMenu, session: Session, layer: int, followed: Followed) -> None:
    hidden = len(session.experiment.network.hidden)
    menu.addAction(tr("Add a layer after it")).triggered.connect(partial(_add, session, layer))
    for text, change, is_possible in (
        (tr("Move up, towards the inputs"), -1, layer > 1),
        (tr("Move down, towards the output"), 1, layer < hidden),
    ):
        action = menu.addAction(text)
        action.setEnabled(is_possible)
        action.triggered.connect(partial(_move, session, layer, change, followed))
    menu.addAction(tr("Remove this layer")).triggered.connect(partial(_remove, session, layer))


def _add(session: Session, after: int, is_checked: bool = False) -> None:
    session.attempt(partial(layer_added, after=after), tr("Add a hidden layer"))


def _move(session: Session, layer: int, change: int, followed: Followed, is_checked: bool = False) -> None:
    session.attempt(partial(layer_moved, layer=layer, change=change), tr("Move a layer"))
    followed(layer + change)


def _remove(session: Session, layer: int, is_checked: bool = False) -> None:
    session.attempt(partial(layer_removed, layer=layer), tr("Remove a hidden layer"))
