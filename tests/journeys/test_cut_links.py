"""A person cuts a link of the network and joins it again: with the mouse, and with the keyboard alone."""

import numpy as np
import pytest
from journey_canvas_pages import LINK, keyboard, weight
from journey_pages import click_entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gui.plots.diagram_keys import Spot

SAID = "Cut: the weight is 0, and training leaves it so."


def is_marked_as_cut(lab) -> bool:
    """Whether a cross lies where the middle of the link is, and what is said there."""
    place = lab.network.diagram.spot_center(Spot(*LINK))
    lab.network.point_at(place + QPoint(0, 60).toPointF())  # so that no hint lies over it
    x, y = place.toPoint().toTuple()
    spot = lab.picture(lab.network.diagram)[y - 4 : y + 5, x - 4 : x + 5].astype(int)
    has_cross = (spot[4, 4].sum() < 200) and (np.diagonal(spot.sum(axis=2)) < 500).sum() >= 5
    return bool(has_cross) and lab.network.point_at(place).endswith(": cut")


def test_with_the_mouse(lab, canvas) -> None:
    first, output = weight(lab), lab.picture(lab.output.plot)
    canvas.pick(*LINK)
    assert not is_marked_as_cut(lab)
    canvas.click("cut")
    assert (weight(lab), canvas.text("cut_words")) == (0.0, SAID)
    assert is_marked_as_cut(lab)
    assert (lab.picture(lab.output.plot) != output).any()
    for go_on in ("step", "reset", "step"):
        lab.training.click(go_on)
        assert weight(lab) == 0.0
    lab.network.pick(lab.network.diagram.rect().bottomRight().toPointF() - QPoint(3, 3).toPointF())
    assert not canvas.has_card
    canvas.pick(*LINK)  # it is still found
    assert canvas.text("cut_words") == SAID
    canvas.click("cut")
    assert weight(lab) == first
    assert canvas.has_card
    assert float(canvas.value) == pytest.approx(first, rel=1e-4)
    lab.training.click("step")
    assert weight(lab) != first


def link_menu(lab, reason: QContextMenuEvent.Reason) -> QMenu:
    diagram = lab.network.diagram
    place = diagram.spot_center(Spot(*LINK)).toPoint()
    QApplication.sendEvent(diagram, QContextMenuEvent(reason, place, diagram.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_with_the_menu_on_the_link(lab) -> None:
    menu = link_menu(lab, QContextMenuEvent.Reason.Mouse)
    (entry,) = menu.actions()
    assert entry.text() == "Cut this link"
    click_entry(menu, entry)
    assert weight(lab) == 0.0
    menu = link_menu(lab, QContextMenuEvent.Reason.Keyboard)
    assert [action.text() for action in menu.actions()] == ["Join this link"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert weight(lab) != 0.0


def test_with_the_keyboard_alone(lab, canvas, keys) -> None:
    first = weight(lab)
    canvas.walk_to_link()
    lab.press(Qt.Key.Key_Delete)
    assert (weight(lab), canvas.text("cut_words")) == (0.0, SAID)
    assert keyboard() == "network.diagram"
    assert is_marked_as_cut(lab)
    lab.press_with("shift", Qt.Key.Key_Right)
    assert (lab.training.epoch, weight(lab)) == (1, 0.0)
    canvas.walk("UD")
    assert canvas.picked() == LINK, "the arrows still find it"
    lab.press(Qt.Key.Key_Return)
    assert keyboard() == "network.cut"
    lab.press(Qt.Key.Key_Escape)
    assert keyboard() == "network.diagram"
    lab.press(Qt.Key.Key_Backspace)
    assert weight(lab) == first
    assert not is_marked_as_cut(lab)
    assert not lab.window.findChild(QWidget, "network.cut_words").isVisible()
    for value in (0.0, first):
        lab.press_with("ctrl", Qt.Key.Key_Z)
        assert weight(lab) == pytest.approx(value, abs=0.2)
    assert lab.network.sizes == (2, 4, 2, 1)


def test_by_keys_on_the_card(lab, canvas, keys) -> None:
    canvas.walk_to_link()
    keys.push("network.cut")
    assert (weight(lab), keyboard()) == (0.0, "network.cut")
    lab.press(Qt.Key.Key_Space)
    assert (weight(lab) != 0.0, keyboard()) == (True, "network.cut")


def test_a_bias_is_no_link(lab, canvas, keys) -> None:
    canvas.pick(1, 2)
    assert not lab.window.findChild(QWidget, "network.cut").isVisible()
