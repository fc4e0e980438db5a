"""Save, open, go on: work lives in a file, says when it is changed, and is asked about before it is lost."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gui.dialogs.unsaved import Answer

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made


@pytest.fixture
def place(tmp_path):
    return tmp_path / "lesson.backproplab"


def test_saved_work_is_opened_again_and_goes_on_where_it_stopped(lab, hand, launch, place):
    hand.choose("training.optimizer", "Adam")  # it goes on only with its memory
    first, kept = lab.training.readouts(), []
    for _ in range(3):
        hand.push("training.step")
    lab.files.place = place
    hand.menu("File", "Save")
    for _ in range(30):  # into the second epoch, whose order is drawn anew
        hand.push("training.step")
        kept.append(lab.session.network.parameters.copy())
    hand.menu("File", "New")
    assert lab.unsaved.asked == ["lesson"]
    assert lab.training.readouts() == first
    assert lab.training.shown("optimizer") == "SGD"
    again = launch()
    other = type(hand)(again)
    again.files.place = place
    other.menu("File", "Open…")
    assert again.training.step == 3
    for expected in kept:
        other.push("training.step")
        np.testing.assert_array_equal(again.session.network.parameters, expected)


def test_the_title_says_what_it_is_and_whether_it_is_changed(lab, place):
    assert lab.window.windowTitle().startswith("Untitled")
    assert not lab.window.isWindowModified()
    lab.session.advance(5)
    assert lab.window.isWindowModified()
    lab.files.place = place
    lab.press_with("ctrl", Qt.Key.Key_S)
    assert lab.window.windowTitle().startswith("lesson")
    assert not lab.window.isWindowModified()
    lab.session.new_start()
    assert lab.window.isWindowModified()
    lab.session.undo_stack.undo()
    assert not lab.window.isWindowModified()


@pytest.mark.parametrize("answer", list(Answer))
def test_unsaved_work_is_asked_about_before_it_is_replaced(lab, place, answer):
    lab.session.advance(40)
    lab.unsaved.answer = answer
    lab.files.place = place
    lab.press_with("ctrl", Qt.Key.Key_N)
    assert len(lab.unsaved.asked) == 1
    assert lab.session.trainer.step_count == (40 if answer is Answer.CANCEL else 0)
    assert place.exists() == (answer is Answer.SAVE)


def test_a_file_that_is_no_project_changes_nothing(lab, tmp_path):
    lab.session.advance(30)
    before = lab.session.network.parameters.copy()
    broken = tmp_path / "broken.backproplab"
    broken.write_text("nothing of ours", encoding="utf-8")
    lab.files.place = broken
    lab.press_with("ctrl", Qt.Key.Key_O)
    assert "not a project" in lab.message
    np.testing.assert_array_equal(lab.session.network.parameters, before)
    assert lab.session.trainer.step_count == 30


def test_a_place_that_cannot_be_written_gets_a_sentence_and_keeps_the_work(lab, tmp_path):
    lab.session.advance(30)
    lab.files.place = tmp_path / "no" / "such" / "folder.backproplab"
    lab.press_with("ctrl", Qt.Key.Key_S)
    assert "cannot be written" in lab.message
    assert lab.window.isWindowModified()


def test_saved_work_is_among_the_recent_ones(launch, place):
    first = launch()
    first.files.place = place
    first.press_with("ctrl", Qt.Key.Key_S)
    second = launch()
    second.session.advance(3)
    second.window.work.open_recent(place)
    assert second.session.trainer.step_count == 0
    assert second.window.windowTitle().startswith("lesson")


def test_a_stop_condition_ends_the_run_and_says_so(lab, even_time):
    from dataclasses import replace

    from engine.training import StopSpec

    lab.session.attempt(
        lambda experiment: replace(experiment, training=replace(experiment.training, stop=StopSpec(epoch=3))),
        "stop",
    )
    lab.press(Qt.Key.Key_Space)
    even_time.until(lambda: not lab.session.is_running, 20)
    assert lab.session.trainer.epoch == 3
    assert "epochs is reached" in lab.status
