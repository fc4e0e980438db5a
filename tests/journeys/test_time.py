"""Walking back through a run: every panel shows it as it was; a person goes on from there; undo brings it back."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSlider, QSpinBox

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
