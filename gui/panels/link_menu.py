"""The menu of a link between two neurons: cut it, or join it again; a long one can be removed. And its beginning."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from engine.network.address import index_of
from engine.network.long_link import LongLink
from gui.begins_anew import begins_anew_in
from gui.session import Session
from gui.session.links import is_cut
from gui.session.long_links import picked_link, remove_link
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
    link = picked_link(session.selection)
    if link is not None:
        remove = menu.addAction(tr("Remove this long link"))
        remove.setShortcut(Qt.Key.Key_Delete)
        remove.triggered.connect(partial(_on_remove, session, link))
        begins_anew_in(menu, remove)
    return menu


def offer_new_link(menu: QMenu, begin: Callable[[], None]) -> None:
    """Add to the menu of a neuron that a link may be drawn from it."""
    if menu.actions():
        menu.addSeparator()
    action = menu.addAction(tr("New link from here…"))
    action.setShortcut(Qt.Key.Key_W)
    action.triggered.connect(lambda: begin())


def _on_triggered(session: Session, place: int, is_checked: bool = False) -> None:
    session.switch_link(place)


def _on_remove(session: Session, link: LongLink, is_checked: bool = False) -> None:
    remove_link(session, link)
