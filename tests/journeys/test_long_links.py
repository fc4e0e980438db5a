"""A person draws links over layers: with the mouse, and with the keyboard alone; picks, changes and removes them."""

from pathlib import Path

import numpy as np
import pytest
from journey_canvas_pages import keyboard
from journey_pages import LEFT, click_entry, point_at_entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QMenu, QWidget

from engine.network import LayerSpec
from engine.network.long_link import LongLink
from gui.plots.diagram_keys import Spot
from gui.presets import load_preset

X1, X2, HIDDEN, DEEP, OUTPUT = Spot(0, 0), Spot(0, 1), Spot(1, 2), Spot(2, 0), Spot(3, 0)
LONG = Spot(3, 0, 0, 0)
"""From x₁ to the output."""

ANEW = "Changes here begin the training anew; Undo brings the trained weights back."


def place_of(lab, spot: Spot) -> QPoint:
    return lab.network.diagram.spot_center(spot).toPoint()


def drag(lab, start: Spot, end: Spot, is_let_go: bool = True) -> None:
    """Press on a neuron, move to another in three moves, and let go."""
    diagram, here, there = lab.network.diagram, place_of(lab, start), place_of(lab, end)
    QTest.mousePress(diagram, LEFT, pos=here)
    for share in (1, 2, 3):
        QTest.mouseMove(diagram, here + (there - here) * share / 3)
    if is_let_go:
        QTest.mouseRelease(diagram, LEFT, pos=there)


def links(lab) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(link) for link in lab.session.experiment.network.long_links)


def undo_words(lab) -> tuple[str, str]:
    """As the Edit menu names what can be undone and redone."""
    return lab.session.undo_stack.undoText(), lab.session.undo_stack.redoText()


def said(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def menu_at(lab, spot: Spot, reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse) -> QMenu:
    diagram, place = lab.network.diagram, place_of(lab, spot)
    QApplication.sendEvent(diagram, QContextMenuEvent(reason, place, diagram.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def type_value(canvas, text: str) -> None:
    """In the field of the card, over what stands there."""
    canvas.click_value()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    canvas.write(f"{text}\r")


def test_with_the_mouse(lab, canvas) -> None:
    lab.training.step_epoch()
    trained = lab.session.network.parameters.copy()
    picture = lab.picture(lab.network.diagram)
    drag(lab, X1, OUTPUT, is_let_go=False)
    assert lab.network.diagram.hovered_text() == "draw a long link from x₁ to neuron 1, layer 3"
    assert said(lab) == ANEW
    assert not canvas.has_card, "it would hide where the link may lead"
    QTest.mouseRelease(lab.network.diagram, LEFT, pos=place_of(lab, OUTPUT))
    assert (links(lab), canvas.picked(), lab.training.step) == (((3, 0, 0, 0),), (3, 0, 0), 0)
    assert canvas.text("card_title") == "Long link from x₁ to neuron 1, layer 3"
    type_value(canvas, "1.5")
    assert lab.session.network.long_weights.tolist() == [1.5]
    assert (lab.picture(lab.network.diagram) != picture).any()
    assert lab.network.point_at(place_of(lab, LONG).toPointF()).endswith("layer 3: +1.500")
    drag(lab, OUTPUT, X1)  # it is there already
    assert (len(links(lab)), canvas.picked()) == (1, (3, 0, 0))
    canvas.click("cut")
    lab.training.step_epoch()
    assert lab.session.network.long_weights.tolist() == [0.0]
    drag(lab, X1, OUTPUT)
    assert lab.session.network.long_weights[0] != 0.0, "drawn again it is joined"
    for _ in range(4):  # joined, cut, set, drawn
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert undo_words(lab) == ("", "Draw a long link")
    np.testing.assert_array_equal(lab.session.network.parameters, trained)
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    assert links(lab) == ((3, 0, 0, 0),)


def test_where_no_long_link_can_be(lab, canvas) -> None:
    drag(lab, HIDDEN, Spot(1, 0))
    assert lab.message == "A link leads from one layer to a later one; these two are in the same layer."
    drag(lab, HIDDEN, DEEP)
    assert canvas.picked() == (2, 0, 2)
    assert canvas.text("card_title") == "Weight from 3 to 1, layer 2"
    assert undo_words(lab) == ("", "")


def test_with_the_keyboard_alone(lab, canvas, keys) -> None:
    lab.training.step_epoch()
    keys.go_to("network.diagram")
    lab.press(Qt.Key.Key_W)
    assert lab.message == "Pick a neuron first: a new link (W) begins at it."
    canvas.walk("R")
    lab.press(Qt.Key.Key_W)
    assert lab.network.diagram.hovered_text() == "draw a long link from x₁ to neuron 1, layer 2"
    keys_say = "Arrows lead the new link to a neuron, Enter draws it, Esc leaves."
    assert said(lab) == f"{keys_say} The training begins anew."
    canvas.walk("R")
    assert lab.network.diagram.hovered_text() == "draw a long link from x₁ to neuron 1, layer 3"
    lab.press(Qt.Key.Key_Return)
    assert (links(lab), canvas.picked(), keyboard()) == (((3, 0, 0, 0),), (3, 0, 0), "network.diagram")
    assert lab.network.diagram.accessibleDescription().endswith("neurons, and long links w₁₁⁽³←⁰⁾")
    canvas.walk("RLDD")
    assert lab.session.selection.origin == 0, "the arrows come to it after the weights from the layer below"
    lab.press(Qt.Key.Key_Return)
    assert keyboard() == "network.value"
    canvas.write("-2\r")
    assert lab.session.network.long_weights.tolist() == [-2.0]
    canvas.walk("L")
    assert canvas.picked() == (0, 0, None)
    canvas.walk("RRRRRRLDD")
    assert lab.session.selection.origin == 0
    lab.press(Qt.Key.Key_Delete)
    assert (links(lab), canvas.picked(), undo_words(lab)[0]) == ((), (3, 0, None), "Remove a long link")
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.session.network.long_weights.tolist() == [-2.0]


def test_it_is_left_by_esc(lab, canvas, keys) -> None:
    canvas.pick(1, 0)
    menu = menu_at(lab, Spot(1, 0), QContextMenuEvent.Reason.Keyboard)
    assert [action.text() for action in menu.actions()] == ["New link from here…"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert (
        lab.network.diagram.hovered_text() == "draw a long link from neuron 1, layer 1 to neuron 1, layer 3"
    )
    lab.press(Qt.Key.Key_Escape)
    assert (links(lab), lab.network.diagram.hovered_text()) == ((), "")
    assert canvas.picked() == (1, 0, None)
    assert canvas.has_card
    assert said(lab) == ""


def test_with_the_menus(lab, canvas) -> None:
    menu = menu_at(lab, X2)
    click_entry(menu, entry(menu, "New link from here…"))
    QTest.mouseMove(lab.network.diagram, place_of(lab, DEEP))
    assert lab.network.diagram.hovered_text() == "draw a long link from x₂ to neuron 1, layer 2"
    QTest.mouseClick(lab.network.diagram, LEFT, pos=place_of(lab, DEEP))
    assert links(lab) == ((2, 0, 0, 1),)
    menu = menu_at(lab, Spot(2, 0, 1, 0))
    assert [action.text() for action in menu.actions()] == ["Cut this link", "Remove this long link"]
    click_entry(menu, entry(menu, "Cut this link"))
    assert canvas.text("cut_words") == "Cut: the weight is 0, and training leaves it so."
    assert lab.network.point_at(place_of(lab, Spot(2, 0, 1, 0)).toPointF()).endswith(": cut")
    lab.training.click("step")
    menu = menu_at(lab, Spot(2, 0, 1, 0))
    remove = entry(menu, "Remove this long link")
    point_at_entry(menu, remove)
    assert said(lab) == ANEW
    click_entry(menu, remove)
    assert (links(lab), lab.training.step) == ((), 0)
    assert said(lab) == "", "it was removed on purpose"


def test_edits_of_the_layers_keep_it_or_say_that_it_went(lab, canvas) -> None:
    drag(lab, X1, OUTPUT)
    canvas.choose_from_head(1, "Remove this layer")
    assert links(lab) == ((2, 0, 0, 0),)
    lab.network.click("add_layer")
    assert links(lab) == ((3, 0, 0, 0),)
    for _ in range(2):
        lab.network.click("remove_layer")
    assert links(lab) == ()
    assert said(lab) == "Long links that went with this change: 1. Undo brings them back."
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert links(lab) == ((2, 0, 0, 0),)
    assert lab.network.point_at(place_of(lab, Spot(2, 0, 0, 0)).toPointF()).startswith("long link from x₁")


def test_saved_and_opened_again(lab, canvas, tmp_path: Path) -> None:
    drag(lab, X1, OUTPUT)
    drag(lab, HIDDEN, OUTPUT)
    canvas.tick("frozen")
    lab.training.step_epoch()
    weights = lab.session.network.long_weights.copy()
    lab.files.place = tmp_path / "long.bplab"
    lab.menu("File", "Save")
    lab.menu("File", "New")
    assert links(lab) == ()
    lab.menu("File", "Open…")
    assert links(lab) == ((3, 0, 0, 0), (3, 0, 1, 2))
    np.testing.assert_array_equal(lab.session.network.long_weights, weights)
    canvas.lab.network.pick(place_of(lab, Spot(3, 0, 2, 1)).toPointF())
    assert canvas.text("card_title") == "Long link from neuron 3, layer 1 to neuron 1, layer 3"
    assert lab.session.experiment.frozen == (lab.session.network.layout.size - 1,)


def test_by_the_lists_of_the_layer_table(lab, hand) -> None:
    lab.window.panels["layer_table"].toggleViewAction().trigger()
    hand.choose("table.link_from_neuron", "x₂")
    hand.choose("table.link_to_layer", "Output")
    hand.push("table.link_add")
    hand.choose("table.link_from_layer", "Layer 1")
    hand.push("table.link_add")
    assert links(lab) == ((3, 0, 0, 1), (3, 0, 1, 1))
    rows = lab.window.findChild(QListWidget, "table.links")
    first, second = (rows.item(row).toolTip() for row in (0, 1))
    assert first.startswith("w₁₂⁽³←⁰⁾ from x₂ to neuron 1, layer 3: ")
    value = f"{lab.session.network.long_weights[1]:+.3f}".replace("-", "−")
    assert second == f"w₁₂⁽³←¹⁾ from neuron 2, layer 1 to neuron 1, layer 3: {value}"
    assert rows.currentRow() == 1
    hand.push("table.link_remove")
    assert links(lab) == ((3, 0, 0, 1),)


def test_without_hidden_layers_there_is_nothing_to_pass_over(lab, canvas) -> None:
    lab.window.panels["layer_table"].toggleViewAction().trigger()
    for _ in range(2):
        lab.network.click("remove_layer")
    assert not lab.window.findChild(QWidget, "table.link_add").isEnabled()
    drag(lab, X1, Spot(1, 0))
    assert canvas.picked() == (1, 0, 0)


def test_what_it_answers_is_what_a_hand_calculates(lab, canvas) -> None:
    """ŷ = v(wx + b) + c + ux: one input, one linear neuron, one linear output, and a link over the neuron."""
    line = load_preset("sine").with_hidden((LayerSpec(1, "linear"),)).with_activation(2, "linear")
    lab.session.open_experiment(line)
    drag(lab, Spot(0, 0), Spot(2, 0))
    for place, value in (
        ((1, 0, 0), "2"),
        ((1, 0), "0.5"),
        ((2, 0, 0), "-3"),
        ((2, 0), "1"),
        ((2, 0, 0, 0), "10"),
    ):
        lab.network.pick(place_of(lab, Spot(*place)).toPointF())
        type_value(canvas, value)
    answers = lab.session.network.predict(np.array([[0.0], [1.0], [-2.0]])).ravel()
    assert answers.tolist() == [-0.5, 3.5, -8.5]


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_it_is_seen_over_all_that_it_crosses(lab, theme: str) -> None:
    lab.window.actions_by_key[f"theme_{theme}"].trigger()
    link = Spot(3, 0, 1, 0)
    lab.session.attempt(lambda e: e.with_long_links((LongLink(3, 0, 0, 1),)), "link")
    lab.session.set_parameter(lab.session.network.layout.size - 1, 3.0)
    lab.network.point_at(lab.network.diagram.rect().bottomLeft().toPointF())
    x, y = place_of(lab, link).toTuple()
    strip = lab.picture(lab.network.diagram)[y - 8 : y + 9, x].astype(int)
    ground = strip[[0, -1]].mean(axis=0)
    assert (np.abs(strip - ground).sum(axis=1) > 100).sum() in range(4, 9)


def test_before_any_training_a_neuron_says_that_one_can_be_drawn(lab) -> None:
    can = "Drag to a neuron two or more layers away to draw a long link (key W)."
    for spot, words in ((X1, can), (OUTPUT, can), (DEEP, can), (Spot(1, 0, 0), "")):
        lab.network.point_at(place_of(lab, spot).toPointF())
        assert said(lab) == words
    lab.network.point_at(place_of(lab, X1).toPointF())
    lab.training.click("step")
    lab.network.point_at(place_of(lab, HIDDEN).toPointF())
    assert said(lab) != can, "what is said of a run is worth more"
    for _ in range(2):
        lab.network.click("remove_layer")
    lab.network.point_at(place_of(lab, X1).toPointF())
    assert said(lab) != can, "there is no layer to pass over"
