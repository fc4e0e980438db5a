"""Walking back through a run: every panel shows it as it was; a person goes on from there; undo brings it back."""

from dataclasses import replace

import numpy as np
import pytest
from journey_hands import Keys, Mouse
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QSlider, QSpinBox

from engine.experiment import Experiment
from engine.training import Trainer
from gui.app import create_application, create_window


@pytest.fixture
def window(qtbot):
    create_application()
    window = create_window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def trained(window):
    """A window whose run has 200 steps, and θ after each of them."""
    session = window.session
    seen = [session.network.parameters.copy()]
    for _ in range(199):
        session.trainer.step()
        seen.append(session.network.parameters.copy())
    session.step()
    seen.append(session.network.parameters.copy())
    return window, seen


def slider_of(window) -> QSlider:
    return window.findChild(QSlider, "timeline.slider")


def test_the_slider_walks_back_to_the_very_same_weights(trained):
    window, seen = trained
    slider = slider_of(window)
    assert (slider.minimum(), slider.maximum(), slider.value()) == (0, 200, 200)
    slider.setFocus()
    for steps_back in range(1, 6):
        QTest.keyClick(slider, Qt.Key.Key_Left)
        np.testing.assert_array_equal(window.session.network.parameters, seen[200 - steps_back])
    QTest.keyClick(slider, Qt.Key.Key_Home)
    np.testing.assert_array_equal(window.session.network.parameters, seen[0])
    QTest.keyClick(slider, Qt.Key.Key_End)
    np.testing.assert_array_equal(window.session.network.parameters, seen[200])
    assert not window.session.is_in_the_past


def test_the_numbers_and_pictures_are_those_of_the_step_that_is_shown(trained):
    window, seen = trained
    session = window.session
    slider_of(window).setValue(77)
    assert window.findChild(QLabel, "training.step_count").text().replace("\u2009", "") == "000077"
    twin = session.network.copy()
    twin.parameters[...] = seen[77]
    plane = session.field.plane
    expected = twin.predict(session.prepared.transform(plane.inputs))[:, 0].reshape(plane.shape)
    np.testing.assert_allclose(session.field.output()[0], expected, atol=1e-12)
    assert len(session.run.history) > len(session.trainer.history), "the run itself is untouched"


def test_going_on_from_an_earlier_step_makes_a_new_run_and_undo_brings_the_old_one_back(trained):
    window, seen = trained
    session = window.session
    slider_of(window).setValue(50)
    go_on = window.findChild(QPushButton, "timeline.go_on")
    QTest.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert not session.is_in_the_past
    assert session.run.step_count == 50
    assert [run.history.steps[-1] for run in session.runs.kept] == [200], "the old run stays in the picture"
    QTest.keyClick(window, Qt.Key.Key_Right)
    np.testing.assert_array_equal(session.network.parameters, seen[51])
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.run.step_count == 200
    np.testing.assert_array_equal(session.network.parameters, seen[200])


def test_a_step_or_an_edit_in_the_past_goes_on_from_there(trained):
    window, seen = trained
    session = window.session
    slider_of(window).setValue(120)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert session.run.step_count == 121
    np.testing.assert_array_equal(session.network.parameters, seen[121])
    session.undo_stack.undo()
    slider_of(window).setValue(30)
    session.set_parameter(0, 2.5)
    assert session.run.step_count == 30
    assert session.network.parameters[0] == 2.5
    np.testing.assert_array_equal(session.network.parameters[1:], seen[30][1:])


def test_reset_from_the_past_goes_to_the_first_weights_of_the_run(trained):
    window, seen = trained
    slider_of(window).setValue(120)
    QTest.keyClick(window, Qt.Key.Key_R)
    assert window.session.run.step_count == 0
    np.testing.assert_array_equal(window.session.network.parameters, seen[0])


def led_otherwise(window) -> None:
    """Another learning rate, a frozen weight and larger batches from step 200 on, and 100 steps more."""
    session = window.session
    training = session.experiment.training
    faster = replace(training, optimizer=replace(training.optimizer, learning_rate=0.3), batch_size=25)
    session.edit(replace(session.experiment, training=faster, frozen=(3,)), "Lead otherwise")
    session.advance(100)


def test_controls_show_how_the_run_was_led_at_the_step_that_is_shown(trained):
    window, _ = trained
    led_otherwise(window)
    rate = window.findChild(QComboBox, "training.learning_rate")
    batch = window.findChild(QSpinBox, "training.batch_size")
    assert (rate.currentText(), batch.value()) == ("0.3", 25)
    slider_of(window).setValue(120)
    assert (rate.currentText(), batch.value()) == ("0.03", 10)
    assert window.session.experiment.frozen == ()
    slider_of(window).setValue(300)
    assert (rate.currentText(), batch.value()) == ("0.3", 25)


def test_an_edit_from_an_earlier_step_changes_the_design_of_that_step(trained):
    window, _ = trained
    led_otherwise(window)
    slider_of(window).setValue(120)
    batch = window.findChild(QSpinBox, "training.batch_size")
    batch.setFocus()
    QTest.keyClick(batch, Qt.Key.Key_Up)
    session = window.session
    assert session.run.step_count == 120
    assert session.experiment.training.batch_size == 11
    assert session.experiment.training.optimizer.rate == 0.03
    assert session.experiment.frozen == ()


def test_saving_while_looking_back_saves_the_whole_run(trained, tmp_path):
    window, seen = trained
    assert window.file.save(tmp_path / "run.bpl")
    slider_of(window).setValue(50)
    assert not window.file.is_modified, "looking changes nothing"
    assert window.file.save(tmp_path / "run.bpl")
    window.file.open(tmp_path / "run.bpl")
    assert window.session.run.step_count == 200
    np.testing.assert_array_equal(window.session.network.parameters, seen[200])


# Over points that were drawn while it trained


def places_on(lab) -> int:
    """How many points there are on the screen."""
    return sum(len(layer.getData()[0]) for layer in lab.output.plot.points.layers.values())


def stroke(lab, start: tuple[float, float], end: tuple[float, float], moves: int = 8) -> None:
    """A stroke of the brush over the plot, from place to place."""
    plot = lab.output.plot

    def pixel(share: float):
        place = np.array(start) + share * (np.array(end) - start)
        return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(*place)))

    surface, left = plot.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(surface, left, pos=pixel(0.0))
    for share in np.linspace(0, 1, moves + 1)[1:]:
        QTest.mouseMove(surface, pixel(share))
    QTest.mouseRelease(surface, left, pos=pixel(1.0))


def key_to(lab, name: str, *keys: Qt.Key) -> None:
    """Keys to a control that is reached by Tab."""
    Keys(lab).go_to(name)
    for key in keys:
        lab.press(key)


@pytest.fixture
def drawn_into(lab, qtbot):
    """Two strokes were drawn while it trained; what was on the screen before them."""
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.session.run.step_count > 60)
    session, before = lab.session, places_on(lab)
    lab.output.click("draw")
    for start, end in (((-5, 5), (5, 5)), ((-5, -5), (5, -5))):
        reached = session.run.step_count
        stroke(lab, start, end)
        qtbot.waitUntil(lambda reached=reached: session.run.step_count > reached + 20)
    lab.training.click("play")
    assert session.run.snapshots.stretches.steps[1] > 60
    qtbot.waitUntil(lambda: places_on(lab) > before + 20)
    return lab, before


def test_by_mouse_a_person_walks_back_before_the_drawn_points_and_goes_on_from_there(drawn_into, qtbot):
    lab, before = drawn_into
    session, slider = lab.session, slider_of(lab.window)
    end, points = session.run.step_count, places_on(lab)
    weights = session.network.parameters.copy()
    assert slider.minimum() == 0, "the whole run can be walked back"

    seen_back = []
    while session.trainer.step_count > 40 or not session.is_in_the_past:
        # A click left of the handle is a page: an epoch of steps back.
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, slider.height() // 2))
        QApplication.processEvents()
        seen_back.append(places_on(lab))
    assert seen_back == sorted(seen_back, reverse=True), "points go as they came"
    assert places_on(lab) == before
    assert lab.data.shown("dataset") == "Circle"
    assert lab.data.about == f"{before} examples, two classes"
    assert len(session.trainer.data) + len(session.trainer.test) == before

    step = session.trainer.step_count
    lab.training.click("play")
    qtbot.waitUntil(lambda: session.run.step_count > step + 20)
    lab.training.click("play")
    assert places_on(lab) == before
    fresh = Trainer.from_experiment(session.experiment)
    fresh.run(session.run.step_count)
    np.testing.assert_array_equal(session.network.parameters, fresh.network.parameters)

    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert (session.run.step_count, places_on(lab)) == (end, points)
    assert lab.data.shown("dataset") == "Own points"
    np.testing.assert_array_equal(session.network.parameters, weights)


def test_by_keyboard_a_cleared_sheet_is_full_again_before_it_was_cleared(lab, qtbot):
    session, before = lab.session, places_on(lab)
    lab.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.run.step_count > 60)
    key_to(lab, "output.draw", Qt.Key.Key_Space)
    key_to(lab, "output.clear", Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not lab.training.is_playing)
    assert lab.data.about == "no examples yet, two classes"

    key_to(lab, "timeline.slider", Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert session.is_in_the_past
    assert places_on(lab) == before
    assert not lab.output.says("note").startswith("The sheet is blank")
    assert lab.data.about == f"{before} examples, two classes"
    key_to(lab, "timeline.slider", Qt.Key.Key_End)
    assert lab.data.about == "no examples yet, two classes"
    key_to(lab, "timeline.slider", Qt.Key.Key_Home)
    np.testing.assert_array_equal(session.network.parameters, session.experiment.make_network().parameters)
    key_to(lab, "timeline.slider", Qt.Key.Key_Right)

    end = session.run.step_count
    key_to(lab, "timeline.go_on", Qt.Key.Key_Space)
    assert (session.run.step_count, places_on(lab)) == (1, before)
    QTest.keyClick(lab.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.run.step_count == end
    assert lab.data.about == "no examples yet, two classes"


def look(lab) -> tuple[tuple[str, ...], list[np.ndarray]]:
    """The numbers, and the pictures of the network and of its output."""
    QApplication.processEvents()
    return lab.training.readouts(), [lab.picture(panel) for panel in (lab.network.diagram, lab.output.plot)]


def is_same(one, other) -> bool:
    return one[0] == other[0] and all(map(np.array_equal, one[1], other[1]))


def test_the_handle_leads_to_the_start_and_epoch_by_epoch_to_the_end(lab, hand):
    seen = [look(lab)]
    for _ in range(3):
        hand.menu("Training", "Step one epoch")
        seen.append(look(lab))
    slider = slider_of(lab.window)
    middle = slider.height() // 2
    if isinstance(hand, Mouse):
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 8, middle))
        for share in (0.9, 0.6, 0.3, 0.0):
            QTest.mouseMove(slider, QPoint(round(share * slider.width()) - 8, middle))
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(-8, middle))
    else:
        key_to(lab, "timeline.slider", Qt.Key.Key_Home)
    assert is_same(look(lab), seen[0])
    for epoch in (1, 2, 3):
        if isinstance(hand, Mouse):
            QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, middle))
        else:
            lab.press(Qt.Key.Key_PageUp)
        assert lab.training.epoch == epoch
        assert is_same(look(lab), seen[epoch])
    assert not lab.session.is_in_the_past


def test_a_reopened_run_is_walked_back_before_the_drawn_points(drawn_into, tmp_path):
    lab, before = drawn_into
    session = lab.session
    end, points = session.run.step_count, places_on(lab)
    key_to(lab, "timeline.slider", Qt.Key.Key_PageDown)
    assert session.is_in_the_past
    shown, at = session.network.parameters.copy(), places_on(lab)
    key_to(lab, "timeline.slider", Qt.Key.Key_End)
    assert lab.window.file.save(tmp_path / "drawn.backproplab")
    lab.window.file.adopt(Experiment())
    lab.window.file.open(tmp_path / "drawn.backproplab")
    assert (session.run.step_count, places_on(lab)) == (end, points)
    key_to(lab, "timeline.slider", Qt.Key.Key_PageDown)
    assert places_on(lab) == at
    np.testing.assert_array_equal(session.network.parameters, shown)
    key_to(lab, "timeline.slider", Qt.Key.Key_Home, Qt.Key.Key_Right)
    assert (session.trainer.step_count, places_on(lab)) == (1, before)
    assert lab.data.shown("dataset") == "Circle"
    assert not lab.window.file.is_modified, "looking changes nothing"
