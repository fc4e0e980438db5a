"""A person sets weights by hand: typed, committed, taken back, dragged, frozen; neurons switched off and on."""

import numpy as np
import pytest
from journey_canvas_pages import LINK, keyboard, weight
from journey_hands import Mouse
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from engine.files import load_project

# Committed


def test_enter_commits_and_the_keys_are_the_pictures_again(lab, canvas) -> None:
    before = weight(lab)
    canvas.pick(*LINK)
    canvas.write("-1/3")
    lab.press(Qt.Key.Key_Return)
    assert weight(lab) == -1 / 3
    assert keyboard() == "network.diagram"
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weight(lab) == before
    assert float(canvas.value) == pytest.approx(before, rel=1e-4)
    lab.press(Qt.Key.Key_Right)
    assert canvas.picked() == (1, 3, None)
    assert lab.training.step == 0
    lab.press_with("shift", Qt.Key.Key_Right)
    assert lab.training.epoch == 1
    lab.press(Qt.Key.Key_R)
    assert (lab.training.epoch, lab.message) == (0, "")


def test_a_bias_is_clicked_and_typed(lab, canvas) -> None:
    before, (layer, neuron) = lab.session.network.parameters.copy(), (1, 2)
    canvas.pick_bias(layer, neuron)
    assert (canvas.picked(), keyboard()) == ((layer, neuron, None), "network.value")
    canvas.write("1/3")
    lab.press(Qt.Key.Key_Return)
    assert lab.session.network.biases[layer - 1][neuron] == 1 / 3
    assert (lab.session.network.parameters != before).sum() == 1
    assert lab.session.undo_stack.undoText() == "Set a bias"
    lab.press_with("ctrl", Qt.Key.Key_Z)
    np.testing.assert_array_equal(lab.session.network.parameters, before)


def test_a_bias_is_typed_moved_and_frozen(lab, canvas, hand) -> None:
    def bias() -> float:
        return lab.session.network.biases[0][2].item()

    if isinstance(hand, Mouse):
        canvas.pick_bias(1, 2)
    else:
        hand.go_to("network.diagram")
        canvas.walk("RRRDD")
        lab.press(Qt.Key.Key_Return)
    assert (canvas.picked(), keyboard()) == ((1, 2, None), "network.value")
    canvas.write("-0,25")
    lab.press(Qt.Key.Key_Return)
    assert (bias(), float(canvas.value.replace("−", "-"))) == (-0.25, -0.25)
    picture = lab.picture(lab.output.plot)
    if isinstance(hand, Mouse):
        canvas.drag_value(40)
    else:
        hand.go_to("network.value_slider")
        canvas.walk("R" * 30)
    assert bias() > 0.25
    assert float(canvas.value) == pytest.approx(bias(), rel=1e-4)
    assert not np.array_equal(lab.picture(lab.output.plot), picture)
    hand.push("network.frozen")
    before = lab.session.network.parameters.copy()
    kept = bias()
    hand.push("training.step")
    assert bias() == kept
    assert (lab.session.network.parameters != before).sum() == before.size - 1


def test_enter_commits_by_keys_alone(lab, canvas, keys) -> None:
    canvas.walk_to_link()
    lab.press(Qt.Key.Key_Return)
    assert keyboard() == "network.value"
    canvas.write("0,25")
    lab.press(Qt.Key.Key_Return)
    assert weight(lab) == 0.25
    canvas.walk("R")
    assert canvas.picked() == (1, 3, None)
    assert lab.training.step == 0


@pytest.mark.parametrize("place", ["the ground", "another weight", "the costs"])
def test_a_click_elsewhere_commits(lab, canvas, place: str) -> None:
    before = lab.session.network.parameters.copy()
    canvas.pick(*LINK)
    canvas.write("0.75")
    corner = lab.network.diagram.rect().bottomRight().toPointF() - QPointF(3, 3)
    {
        "the ground": lambda: lab.network.pick(corner),
        "another weight": lambda: canvas.pick(1, 0, 0),
        "the costs": lambda: lab.loss.click("log"),
    }[place]()
    assert weight(lab) == 0.75
    assert (lab.session.network.parameters != before).sum() == 1, "no other weight has got it"
    assert canvas.has_card == (place != "the ground")


def test_what_is_typed_is_saved_and_asked_about(lab, canvas, tmp_path) -> None:
    """Also when the keys of a command come before Enter."""
    path = lab.files.place = tmp_path / "lesson.backproplab"
    canvas.pick(*LINK)
    canvas.write("0.5")
    lab.press_with("ctrl", Qt.Key.Key_S)
    assert load_project(path).make_trainer().network.weights[0][3, 1] == 0.5
    assert (weight(lab), keyboard(), lab.window.isWindowModified()) == (0.5, "network.value", False)
    canvas.write("25")
    lab.press_with("ctrl", Qt.Key.Key_N)
    assert lab.unsaved.asked == ["lesson"]


def test_a_click_on_step_trains_from_what_was_typed(lab, canvas) -> None:
    before = weight(lab)
    canvas.pick(*LINK)
    canvas.write("3.75")
    lab.training.click("step")
    assert lab.training.step == 1
    assert weight(lab) == pytest.approx(3.75, abs=0.1)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weight(lab) == before


def test_a_second_weight_is_clicked_and_typed_after_enter(lab, canvas) -> None:
    canvas.pick(*LINK)
    canvas.write("0.5")
    lab.press(Qt.Key.Key_Return)
    canvas.pick(1, 0, 0)
    canvas.write("0.25")
    lab.press(Qt.Key.Key_Return)
    assert (weight(lab), lab.session.network.weights[0][0, 0]) == (0.5, 0.25)


def test_a_click_on_the_card_picks_nothing_underneath(lab, canvas) -> None:
    canvas.pick(*LINK)
    title = canvas.find(QLabel, "card_title")
    QTest.mouseClick(title, Qt.MouseButton.LeftButton)
    assert (canvas.picked(), canvas.has_card) == (LINK, True)


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_tab_commits(lab, canvas, keys, modifier: Qt.KeyboardModifier) -> None:
    canvas.walk_to_link()
    lab.press(Qt.Key.Key_Return)
    canvas.write("1/8")
    lab.press(Qt.Key.Key_Tab, modifier)
    assert weight(lab) == 0.125
    assert keyboard() not in ("network.value", "")


def test_the_arrow_keys_pick_no_other_weight_while_one_is_typed(lab, canvas) -> None:
    canvas.pick(*LINK)
    canvas.write("0.5")
    canvas.walk("UDLR")
    lab.press(Qt.Key.Key_Return)
    assert (canvas.picked(), weight(lab)) == (LINK, 0.5)


# Taken back


def test_escape_takes_the_typing_back_then_lets_go(lab, canvas) -> None:
    before = lab.session.network.parameters.copy()
    canvas.pick(*LINK)
    shown = canvas.value
    canvas.click_value()
    lab.press_with("ctrl", Qt.Key.Key_A)
    canvas.write("77")
    lab.press(Qt.Key.Key_Escape)
    assert (canvas.value, keyboard(), canvas.picked()) == (shown, "network.diagram", LINK)
    lab.press(Qt.Key.Key_Escape)
    assert (canvas.picked(), canvas.has_card) == ((None, None, None), False)
    np.testing.assert_array_equal(lab.session.network.parameters, before)
    assert not lab.session.undo_stack.canUndo()


def test_escape_by_keys_alone(lab, canvas, keys) -> None:
    before = weight(lab)
    canvas.walk_to_link()
    lab.press(Qt.Key.Key_Return)
    canvas.write("77")
    lab.press(Qt.Key.Key_Escape)
    assert (weight(lab), keyboard()) == (before, "network.diagram")
    canvas.walk("R")
    assert (canvas.picked(), lab.training.step) == ((1, 3, None), 0)
    lab.press(Qt.Key.Key_Escape)
    assert canvas.picked() == (None, None, None)


@pytest.mark.parametrize("control", ["value_slider", "frozen", "card_close"])
def test_escape_leaves_every_control_of_the_card(lab, canvas, keys, control: str) -> None:
    canvas.walk_to_link()
    keys.go_to(f"network.{control}")
    lab.press(Qt.Key.Key_Escape)
    assert (keyboard(), canvas.picked()) == ("network.diagram", LINK)


def test_the_cross_of_the_card_gives_the_keyboard_back(lab, canvas, keys) -> None:
    canvas.walk_to_link()
    keys.push("network.card_close")
    assert (keyboard(), canvas.has_card) == ("network.diagram", False)
    canvas.pick(*LINK)
    canvas.write("0.5")
    canvas.click("card_close")
    assert (weight(lab), canvas.has_card) == (0.5, False)


@pytest.mark.parametrize("typed", ["nan", "inf", "1e400", "much", "1/0", ""])
def test_what_is_no_weight_gets_one_sentence_and_never_comes_back(lab, canvas, typed: str) -> None:
    before = lab.session.network.parameters.copy()
    canvas.pick(*LINK)
    shown = canvas.value
    for end in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        canvas.click_value()
        lab.press_with("ctrl", Qt.Key.Key_A)
        lab.press(Qt.Key.Key_Delete)
        canvas.write(typed)
        lab.press(end)
        assert lab.message.count(". ") == 0
        assert lab.message.endswith(".")
        assert "takes" in lab.message
        assert canvas.value == shown
    canvas.click_value()
    canvas.write("words")
    lab.press(Qt.Key.Key_Escape)
    assert canvas.value == shown
    np.testing.assert_array_equal(lab.session.network.parameters, before)


def test_the_sentence_leaves_the_card_in_sight(lab, canvas) -> None:
    canvas.pick(*LINK)
    canvas.write("much")
    lab.press(Qt.Key.Key_Return)
    card = lab.window.findChild(QWidget, "network.card")
    assert lab.window.message.isVisible()
    assert lab.window.rect().contains(lab.window.message.geometry())
    assert not lab.window.message.geometry().intersects(
        QRect(card.mapTo(lab.window, QPoint(0, 0)), card.size())
    )


# True while training goes on


def says_the_truth(lab, canvas) -> bool:
    return float(canvas.value) == pytest.approx(weight(lab), rel=1e-4)


def test_the_card_follows_every_step(lab, canvas) -> None:
    canvas.pick(*LINK)
    seen = {canvas.value}
    for count in (2, 3, 4):
        lab.training.click("step")
        seen.add(canvas.value)
        assert len(seen) == count
        assert says_the_truth(lab, canvas)


def test_an_untouched_field_follows_the_training_while_it_has_the_keyboard(lab, canvas, qtbot) -> None:
    canvas.pick(*LINK)
    seen = {canvas.value}
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    assert keyboard() == "network.value"
    qtbot.waitUntil(lambda: seen.add(canvas.value) or len(seen) > 2)
    lab.press(Qt.Key.Key_Space)
    assert not lab.training.is_playing
    assert says_the_truth(lab, canvas)
    canvas.write("2")
    assert canvas.value == "2", "all of it is still marked, so typing replaces it"


def test_what_is_typed_waits_for_enter_while_training_goes_on(lab, canvas, qtbot) -> None:
    canvas.pick(*LINK)
    lab.press(Qt.Key.Key_Space)
    canvas.write("0.5")
    epoch = lab.training.epoch
    qtbot.waitUntil(lambda: lab.training.epoch > epoch + 2)
    assert canvas.value == "0.5"
    lab.press(Qt.Key.Key_Return)
    assert weight(lab) == 0.5
    assert lab.training.is_playing
    canvas.click_value()
    canvas.write("9")
    qtbot.waitUntil(lambda: weight(lab) != 0.5)
    lab.press(Qt.Key.Key_Escape)
    lab.press(Qt.Key.Key_Space)
    assert not lab.training.is_playing
    assert says_the_truth(lab, canvas)


# Dragged, frozen, switched off


def test_a_weight_is_dragged(lab, canvas) -> None:
    before, picture = weight(lab), lab.picture(lab.output.plot)
    canvas.pick(*LINK)
    canvas.drag_value(40)
    assert weight(lab) > before + 1.0
    assert says_the_truth(lab, canvas)
    assert (lab.picture(lab.output.plot) != picture).any()
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weight(lab) == before


def test_a_weight_is_moved_with_the_arrows(lab, canvas, keys) -> None:
    before, picture = weight(lab), lab.picture(lab.output.plot)
    canvas.walk_to_link()
    keys.go_to("network.value_slider")
    canvas.walk("R" * 30)
    assert weight(lab) == pytest.approx(before + 30 * 5.0 / 200, abs=5.0 / 200)
    assert says_the_truth(lab, canvas)
    assert (lab.picture(lab.output.plot) != picture).any()
    assert (lab.training.step, canvas.picked()) == (0, LINK)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weight(lab) == before


@pytest.mark.parametrize("hand", ["mouse", "keys"])
def test_a_frozen_weight_stays_while_the_rest_learns(lab, canvas, keys, hand: str) -> None:
    before = lab.session.network.parameters.copy()
    if hand == "mouse":
        canvas.pick(*LINK)
        canvas.tick("frozen")
    else:
        canvas.walk_to_link()
        keys.push("network.frozen")
    kept = weight(lab)
    lab.press_with("shift", Qt.Key.Key_Right)
    assert lab.training.epoch == 1
    assert weight(lab) == kept
    assert (lab.session.network.parameters != before).sum() == before.size - 1
    lab.press_with("ctrl", Qt.Key.Key_Z)
    lab.press_with("shift", Qt.Key.Key_Right)
    assert weight(lab) != kept


@pytest.mark.parametrize("hand", ["mouse", "keys"])
def test_a_neuron_is_switched_off_and_on(lab, canvas, keys, hand: str) -> None:
    cost, picture = lab.training.train_cost, lab.picture(lab.output.plot)
    if hand == "mouse":
        canvas.pick(1, 2)
        canvas.tick("silenced")
    else:
        keys.go_to("network.diagram")
        canvas.walk("RRRDD")
        assert canvas.picked() == (1, 2, None)
        keys.push("network.silenced")
    assert lab.training.train_cost != cost
    assert (lab.picture(lab.output.plot) != picture).any()
    canvas.tick("silenced") if hand == "mouse" else keys.push("network.silenced")
    assert lab.training.train_cost == cost
    np.testing.assert_array_equal(lab.picture(lab.output.plot), picture)
