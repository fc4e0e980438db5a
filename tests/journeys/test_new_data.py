"""A person draws other examples while the network learns: it goes on with them."""

import numpy as np
import pytest
from journey_hands import Keys
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSlider, QSpinBox, QWidget

ANEW = "Changes here begin the training anew; Undo brings the trained weights back."
LEFT, TAB = Qt.MouseButton.LeftButton, Qt.FocusReason.TabFocusReason


def places_on(lab) -> np.ndarray:
    """(N, 2) every point on the screen, in the order of its places."""
    places = np.concatenate(
        [np.transpose(layer.getData()) for layer in lab.output.plot.points.layers.values()]
    )
    return places[np.lexsort(places.T)]


def look(lab) -> None:
    """Let the screen follow."""
    QApplication.processEvents()


def said(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def hover(widget: QWidget) -> None:
    """Move the mouse in from outside: it comes into everything around the control too."""
    around = [widget]
    while not around[-1].isWindow():
        around.append(around[-1].parentWidget())
    for part in reversed(around):
        QApplication.sendEvent(part, QEnterEvent(QPointF(3, 3), QPointF(3, 3), QPointF(3, 3)))


def unhover(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def tab_to(lab, kind: type, name: str) -> QWidget:
    """Press Tab until the keyboard is there."""
    wanted = lab.window.findChild(kind, name)
    for _ in range(200):
        if QApplication.focusWidget() is wanted:
            return wanted
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def test_by_mouse_new_data_leave_the_weights_and_training_goes_on(lab, qtbot) -> None:
    session = lab.session
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.step > 60)
    before, trainer = places_on(lab), session.trainer
    lab.data.click("redraw")
    assert lab.training.is_playing
    reached = session.run.step_count
    qtbot.waitUntil(lambda: lab.training.step > reached)
    after = places_on(lab)
    assert session.trainer is trainer
    assert after.shape == before.shape
    assert not np.array_equal(after, before)
    assert session.undo_stack.undoText() == "New data"

    lab.press_with("ctrl", Qt.Key.Key_Z)
    reached = session.run.step_count
    qtbot.waitUntil(lambda: lab.training.step > reached)
    assert lab.training.is_playing
    np.testing.assert_array_equal(places_on(lab), before)
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    look(lab)
    np.testing.assert_array_equal(places_on(lab), after)


def test_by_mouse_a_pause_redraws_under_the_very_same_weights(lab) -> None:
    for _ in range(3):
        lab.training.click("step")
    weights, cost = lab.session.network.parameters.copy(), lab.training.train_cost
    lab.data.click("redraw")
    assert lab.training.step == 3
    np.testing.assert_array_equal(lab.session.network.parameters, weights)
    assert lab.training.train_cost != cost, "it is the cost over the new examples"


def test_by_keyboard_a_seed_is_typed_while_it_trains(lab, qtbot) -> None:
    session = lab.session
    lab.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.training.step > 60)
    before, trainer = places_on(lab), session.trainer
    more = tab_to(lab, QAbstractButton, "data.more")
    lab.press(Qt.Key.Key_Space)
    assert more.isChecked()
    seed = tab_to(lab, QSpinBox, "data.seed")
    assert lab.status == ""
    lab.press_with("ctrl", Qt.Key.Key_A)
    QTest.keyClicks(seed, "41")
    lab.press(Qt.Key.Key_Return)
    reached = session.run.step_count
    qtbot.waitUntil(lambda: lab.training.step > reached)
    typed = places_on(lab)
    assert not np.array_equal(typed, before)
    redraw = tab_to(lab, QAbstractButton, "data.redraw")
    assert lab.status == ""
    QTest.keyClick(redraw, Qt.Key.Key_Space)
    assert lab.data.shown("seed") == "42"
    assert session.trainer is trainer
    assert lab.training.is_playing
    for expected in (typed, before):
        QTest.keyClick(lab.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        look(lab)
        reached = session.run.step_count
        qtbot.waitUntil(lambda reached=reached: lab.training.step > reached)
        np.testing.assert_array_equal(places_on(lab), expected)


def test_walking_back_shows_the_old_examples_also_after_reopening(lab, tmp_path) -> None:
    session, slider = lab.session, lab.window.findChild(QSlider, "timeline.slider")
    lab.data.open("more")
    lab.training.step_epoch()
    before = places_on(lab)
    lab.data.click("redraw")
    lab.training.step_epoch()
    after = places_on(lab)
    for _ in range(2):
        # By mouse: a click left of the handle is an epoch of steps back.
        QTest.mouseClick(slider, LEFT, pos=QPoint(4, slider.height() // 2))
        look(lab)
        assert session.is_in_the_past
        Keys(lab).go_to("timeline.slider")
        lab.press(Qt.Key.Key_End)
        np.testing.assert_array_equal(places_on(lab), after)
        lab.press(Qt.Key.Key_Left)
        np.testing.assert_array_equal(places_on(lab), after)
        lab.press(Qt.Key.Key_Home)
        np.testing.assert_array_equal(places_on(lab), before)
        assert lab.data.shown("seed") == "0"
        lab.press(Qt.Key.Key_End)
        assert lab.data.shown("seed") == "1"
        assert lab.window.file.save(tmp_path / "redrawn.backproplab")
        lab.window.file.open(tmp_path / "redrawn.backproplab")
    assert lab.session.run.step_count == 50


@pytest.mark.parametrize("name", ["data.redraw", "data.seed"])
def test_they_say_that_they_begin_anew_only_where_inputs_are_scaled_to_them(lab, name: str) -> None:
    lab.data.open("more")
    lab.training.click("step")
    control = lab.window.findChild(QWidget, name)
    for act in (hover, lambda control: control.setFocus(TAB)):
        act(control)
        assert said(lab) != ANEW
    lab.window.findChild(QWidget, "training.learning_rate").setFocus(TAB)
    lab.data.tick("standardize")
    lab.training.click("step")
    hover(control)
    assert said(lab) == ANEW
    unhover(control)
    assert said(lab) != ANEW
    control.setFocus(TAB)
    assert said(lab) == ANEW
    lab.data.click("redraw")
    assert lab.training.step == 0
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.training.step == 1


@pytest.mark.parametrize("name", ["data.dataset", "data.train_share", "data.noise", "data.samples"])
def test_the_rest_of_the_data_begins_anew_and_says_so(lab, name: str) -> None:
    lab.data.open("more")
    lab.training.click("step")
    hover(lab.window.findChild(QWidget, name))
    assert said(lab) == ANEW


def test_drawing_over_scaled_inputs_says_that_every_point_scales_them_anew(lab) -> None:
    lab.data.open("more")
    lab.data.tick("standardize")
    assert "Inputs are standardised for the network" in lab.output.says("note")
    lab.output.click("draw")
    assert "Inputs are standardised anew with every point" in lab.output.says("note")
