"""Work in files, by mouse and by keys: saved as another, opened from the recent ones, never lost without a question."""

from collections.abc import Callable

import journey_restless_hands as restless_hands
import numpy as np
import pytest
from journey_hands import Hand, Mouse
from journey_pages import in_next_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from engine.files import FORMATS, load_project, load_weights
from gui import settings
from gui.dialogs import unsaved
from gui.dialogs.unsaved import Answer


@pytest.fixture
def mouse(lab) -> Mouse:
    return Mouse(lab)


def train(hand: Hand, epochs: int) -> None:
    wanted = hand.lab.training.epoch + epochs
    for _ in range(epochs):
        hand.menu("Training", "Step one epoch")
    assert hand.lab.training.epoch == wanted


def test_saved_as_another_the_first_file_stays(lab, hand, tmp_path) -> None:
    first, second = tmp_path / "first.backproplab", tmp_path / "second.backproplab"
    train(hand, 2)
    lab.files.place = first
    hand.menu("File", "Save as…")
    assert lab.window.windowTitle().startswith("first")
    old, content = lab.session.network.parameters.copy(), first.read_bytes()
    train(hand, 3)
    assert lab.window.isWindowModified()
    lab.files.place = second
    hand.menu("File", "Save as…")
    assert lab.window.windowTitle().startswith("second")
    assert not lab.window.isWindowModified()
    assert first.read_bytes() == content
    train(hand, 1)
    hand.menu("File", "Save")
    assert lab.files.titles == ["Save as", "Save as"], "it knows its file by now"
    for path, parameters in ((first, old), (second, lab.session.network.parameters)):
        np.testing.assert_array_equal(load_project(path).make_trainer().network.parameters, parameters)


def test_recent_work_is_opened_from_the_menu(lab, hand, launch, tmp_path) -> None:
    paths = [tmp_path / f"{name}.backproplab" for name in ("older", "newer")]
    weights = []
    for path in paths:
        train(hand, 2)
        lab.files.place = path
        hand.menu("File", "Save as…")
        weights.append(lab.session.network.parameters.copy())
    lab.window.close()
    again = launch()
    other = type(hand)(again)
    other.menu("File", "Open recent", str(paths[0]))
    assert again.window.windowTitle().startswith("older")
    assert again.training.epoch == 2
    np.testing.assert_array_equal(again.session.network.parameters, weights[0])
    train(other, 1)
    other.menu("File", "Open recent", str(paths[1]))
    assert again.unsaved.asked == ["older"]
    assert again.training.epoch == 4
    np.testing.assert_array_equal(again.session.network.parameters, weights[1])
    again.press_with("shift", Qt.Key.Key_Right)
    assert again.training.epoch == 5


def test_what_was_said_of_the_work_before_goes_with_it(lab, hand) -> None:
    for where in (("File", "New"), ("Examples", "Spiral")):
        lab.session.complained.emit("Something is wrong.")
        assert lab.message == "Something is wrong."
        hand.menu(*where)
        assert lab.message == ""


def test_example_replaces_work_and_weights_come_back_from_their_file(lab, hand, tmp_path) -> None:
    train(hand, 3)
    trained = lab.session.network.parameters.copy()
    lab.files.place = tmp_path / "weights.npz"
    hand.menu("File", "Export weights…")
    np.testing.assert_array_equal(load_weights(lab.files.place).parameters, trained)
    hand.menu("Examples", "Spiral")
    assert lab.data.shown("dataset") == "Spiral"
    assert lab.unsaved.asked == ["Untitled"]
    assert lab.training.epoch == 0
    hand.menu("Examples", "Circle")
    assert lab.session.trainer.network.spec.sizes == (2, 4, 2, 1)
    hand.menu("File", "Import weights…")
    np.testing.assert_array_equal(lab.session.network.parameters, trained)
    train(hand, 1)
    assert lab.training.epoch == 1
    assert lab.training.train_cost < 0.5
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert not np.isclose(lab.session.network.parameters, trained).all()


@pytest.mark.parametrize("name", ["work.backproplab", "WORK.BACKPROPLAB", "work.npz"])
def test_a_project_is_dropped_on_the_window_and_nothing_is_lost_unasked(lab, mouse, name, tmp_path) -> None:
    """However it is named, as long as there is a project in it."""
    hands = restless_hands.Hands(lab.window)
    train(mouse, 2)
    kept = lab.session.network.parameters.copy()
    path = lab.files.place = tmp_path / name
    mouse.menu("File", "Save as…")
    train(mouse, 3)
    trained = lab.session.network.parameters.copy()
    lab.unsaved.answer = Answer.CANCEL
    assert hands.drop(str(path))
    assert lab.unsaved.asked == [path.stem]
    np.testing.assert_array_equal(lab.session.network.parameters, trained)
    lab.unsaved.answer = Answer.DISCARD
    assert hands.drop(str(path))
    assert lab.unsaved.asked == [path.stem] * 2
    assert lab.training.epoch == 2
    np.testing.assert_array_equal(lab.session.network.parameters, kept)
    assert not lab.window.isWindowModified()
    assert settings.recent_files() == [path]


@pytest.mark.parametrize("suffix", FORMATS)
def test_weights_are_dropped_on_the_window(lab, mouse, suffix, tmp_path) -> None:
    train(mouse, 2)
    trained = lab.session.network.parameters.copy()
    path = lab.files.place = tmp_path / f"weights{suffix}"
    mouse.menu("File", "Export weights…")
    mouse.menu("Training", "Reset")
    assert restless_hands.Hands(lab.window).drop(str(path))
    assert lab.unsaved.asked == [], "Undo brings back what was there"
    np.testing.assert_allclose(lab.session.network.parameters, trained, rtol=1e-12)
    assert "Weights read from" in lab.status


def test_a_broken_project_that_is_dropped_is_told_of_in_one_sentence(lab, tmp_path) -> None:
    before, path = lab.session.document, tmp_path / "broken.backproplab"
    path.write_bytes(b"no project")
    assert restless_hands.Hands(lab.window).drop(str(path))
    assert "broken.backproplab is not a project" in lab.message
    assert lab.session.document is before


@pytest.fixture
def asked(lab, monkeypatch):
    """A window that asks as the program does: by its own question."""
    monkeypatch.setattr(unsaved, "service", unsaved.UnsavedDialog())
    lab.window.asks_before_closing = True
    yield lab
    lab.window.asks_before_closing = False  # or the end of the test would be asked too


def close(lab, hand: Hand, answer: Callable[[QMessageBox], None]) -> str:
    """Ask the program to quit, and answer its question; gives what was asked."""
    heard: list[str] = []

    def reply(box: QMessageBox) -> None:
        heard.append(box.text())
        answer(box)

    in_next_dialog(lab.window, QMessageBox, reply)
    if isinstance(hand, Mouse):
        hand.menu("File", "Quit")
    else:
        lab.press_with("ctrl", Qt.Key.Key_Q)
    hand.pause()
    (question,) = heard
    return question


def answering(hand: Hand, which: QMessageBox.StandardButton) -> Callable[[QMessageBox], None]:
    """A click on that button; or Tab to it and Space, Enter for what is offered first, Esc to think better of it."""

    def click(box: QMessageBox) -> None:
        QTest.mouseClick(box.button(which), Qt.MouseButton.LeftButton)

    def press(box: QMessageBox) -> None:
        if which is QMessageBox.StandardButton.Cancel:
            QTest.keyClick(box, Qt.Key.Key_Escape)
            return
        if which is QMessageBox.StandardButton.Save:
            QTest.keyClick(box.focusWidget(), Qt.Key.Key_Return)
            return
        for _ in range(4):
            if box.focusWidget() is box.button(which):
                break
            QTest.keyClick(box.focusWidget(), Qt.Key.Key_Tab)
        assert box.focusWidget() is box.button(which)
        QTest.keyClick(box.focusWidget(), Qt.Key.Key_Space)

    return click if isinstance(hand, Mouse) else press


def test_closing_asks_about_unsaved_work(asked, hand, tmp_path, qtbot) -> None:
    lab, buttons = asked, QMessageBox.StandardButton
    path = lab.files.place = tmp_path / "lesson.backproplab"
    hand.push("training.play")
    qtbot.waitUntil(lambda: lab.training.step > 0)
    question = close(lab, hand, answering(hand, buttons.Cancel))
    assert question == "Save the changes to Untitled?"
    assert lab.window.isVisible()
    assert not lab.training.is_playing
    assert not path.exists()
    train(hand, 1)
    weights = lab.session.network.parameters.copy()
    close(lab, hand, answering(hand, buttons.Save))
    assert not lab.window.isVisible()
    np.testing.assert_array_equal(load_project(path).make_trainer().network.parameters, weights)


def test_closing_throws_away_what_nobody_wants(asked, hand, tmp_path) -> None:
    lab = asked
    path = lab.files.place = tmp_path / "lesson.backproplab"
    train(hand, 1)
    hand.menu("File", "Save")
    content = path.read_bytes()
    train(hand, 1)
    question = close(lab, hand, answering(hand, QMessageBox.StandardButton.Discard))
    assert question == "Save the changes to lesson?"
    assert not lab.window.isVisible()
    assert path.read_bytes() == content
