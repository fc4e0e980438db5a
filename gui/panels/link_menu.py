"""The menu of a link between two neurons: cut it, or join it again."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from engine.network.address import index_of
from gui.session import Session
from gui.session.links import is_cut
from gui.translation import tr


def link_words(cut: bool) -> str:
    """What can be done to a link."""
    return tr("Join this link") if cut else tr("Cut this link")


def link_menu(session: Session, parent: QWidget) -> QMenu:
    """The menu of the weight that is picked."""
    address = session.selection.address
    assert address is not None
    place = index_of(session.network.spec, address)
    menu = QMenu(parent)
    menu.setObjectName("network.link_menu")
    action = menu.addAction(link_words(is_cut(session, place)))
    action.triggered.connect(partial(_on_triggered, session, place))
    return menu


def _on_triggered(session: Session, place: int, is_checked: bool = False) -> None:
    session.switch_link(place)
