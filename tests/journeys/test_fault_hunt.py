"""A student hunts a fault in backprop: plants a surprise, sees training go wrong, checks, names it, and goes back."""

import numpy as np
import pytest
from journey_pages import click_tab, tab_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from engine.training import FAULTS
from gui.fault_words import fault_name

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def page_of(lab, prefix: str):
    """The controls of a panel by their names."""
    page = type(lab.loss).__base__(lab.window)
    page.prefix = prefix
    return page


def tab_to(lab, name: str) -> None:
    """Press Tab until the control of that name has the keyboard."""
    for _ in range(160):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


@pytest.fixture
def fault(lab, even_time):
    """The panel of the hunt, on the screen."""
    lab.press(Qt.Key.Key_3, CONTROL)
    even_time.until(lambda: tab_of(lab.window, "Find the fault") is not None, 5)
    click_tab(lab.window, "Find the fault")
    even_time.until(lambda: lab.window.panels["fault"].is_shown, 5)
    return page_of(lab, "fault")


@pytest.fixture
def banner(lab) -> QWidget:
    return lab.window.findChild(QWidget, "window.fault")


def check(fault, even_time) -> str:
    fault.click("check")
    even_time.until(lambda: "differ" in fault.text("result") or "agree" in fault.text("result"), 20)
    return fault.text("result")


def test_hunt_by_mouse(lab, fault, banner, even_time) -> None:
    lab.training.step_epoch()
    lab.training.step_epoch()
    before, weights = lab.training.readouts(), lab.session.network.parameters.copy()
    assert check(fault, even_time).startswith("All 25 derivatives agree.")
    assert not banner.isVisible()

    fault.choose("which", "Biases left out")
    fault.click("start")
    assert banner.isVisible()
    assert lab.training.step == 0
    lab.training.click("play")
    even_time.until(lambda: lab.training.epoch > 3, 5)
    lab.training.click("play")
    assert check(fault, even_time).startswith("7 of 25 derivatives differ.")
    heatmap = fault.find(QWidget, "map")
    QTest.mouseMove(heatmap, heatmap.places()[1].rect(0, 4).center().toPoint())
    assert fault.text("reading").startswith("b₁ of layer 2: backprop 0, numerical")
    QTest.mouseMove(heatmap, heatmap.places()[1].rect(0, 0).center().toPoint())
    assert fault.text("reading").startswith("w₁₁ of layer 2")

    fault.click("is_wrong_sign")
    fault.click("answer")
    assert fault.text("verdict").startswith("No")
    fault.click("is_bias_gradient_lost")
    fault.click("answer")
    assert fault.text("verdict").startswith("Yes. The biases get no gradient")
    assert fault.text("score") == "Found: 1, attempts: 2"
    area = lab.window.panels["fault"].findChild(QScrollArea)
    assert not area.horizontalScrollBar().isVisible()

    page_of(lab, "window").click("fault_leave")
    assert not banner.isVisible()
    assert lab.training.readouts() == before
    np.testing.assert_array_equal(lab.session.network.parameters, weights)
    assert check(fault, even_time).startswith("All 25 derivatives agree.")


def test_hunt_by_keyboard(lab, fault, banner, even_time) -> None:
    before = lab.training.readouts()
    tab_to(lab, "fault.start")
    lab.press(Qt.Key.Key_Space)
    assert banner.isVisible()
    assert not lab.training.is_playing
    planted = lab.session.fault_hunt.planted
    tab_to(lab, "fault.check")
    lab.press(Qt.Key.Key_Space)
    even_time.until(lambda: "differ" in fault.text("result"), 20)
    tab_to(lab, "fault.map")
    lab.press(Qt.Key.Key_Right)
    assert fault.text("reading").startswith("w₁₂ of layer 1: backprop")
    assert lab.training.step == 0  # the arrow was the map's
    lab.press(Qt.Key.Key_Return)
    picked = lab.session.selection
    assert (picked.layer, picked.neuron, picked.source) == (1, 0, 1)
    tab_to(lab, f"fault.is_{planted}")
    lab.press(Qt.Key.Key_Space)
    tab_to(lab, "fault.answer")
    lab.press(Qt.Key.Key_Space)
    assert fault.text("verdict").startswith("Yes.")
    tab_to(lab, "fault.leave")
    lab.press(Qt.Key.Key_Space)
    assert not banner.isVisible()
    assert lab.training.readouts() == before


def test_banner_is_there_in_every_workspace_and_covers_nothing(lab, fault, banner) -> None:
    fault.click("start")
    for key in lab.window.arrangement.workspaces:
        lab.window.go_to(key)
        QApplication.processEvents()
        assert banner.isVisible()
        assert banner.geometry().bottom() < lab.window.menuBar().geometry().top()
        assert banner.width() == lab.window.width()
    words = page_of(lab, "window").text("fault_text")
    assert words == "A fault is planted: these gradients are wrong on purpose"


def test_undo_waits_for_the_own_work(lab, fault) -> None:
    lab.session.attempt(lambda present: present.with_learning_rate(0.1), "Change the learning rate")
    lab.press(Qt.Key.Key_Z, CONTROL)
    lab.session.attempt(lambda present: present.with_learning_rate(0.3), "Change the learning rate")
    own = lab.session.experiment
    fault.click("start")
    lab.press(Qt.Key.Key_Z, CONTROL)
    assert lab.session.fault_hunt.is_on
    assert not lab.window.actions_by_key["undo"].isEnabled()
    fault.click("leave")
    assert lab.session.experiment == own
    lab.press(Qt.Key.Key_Z, CONTROL)
    assert lab.session.experiment.training.optimizer.rate == 0.03


def test_what_is_refused_in_the_hunt_is_not_said_behind_it(lab, fault) -> None:
    fault.click("start")
    lab.network.click("add_neuron_1")
    assert "leave the hunt for the rest" in lab.message
    assert lab.network.sizes == (2, 4, 2, 1)
    fault.click("leave")
    assert lab.message == ""
    lab.network.click("add_neuron_1")
    assert lab.network.sizes == (2, 5, 2, 1)


def test_saving_opening_and_closing_in_a_hunt_lose_nothing(lab, fault, banner, launch, tmp_path) -> None:
    lab.training.step_epoch()
    mine = lab.session.network.parameters.copy()
    fault.click("start")
    lab.training.step_epoch()
    lab.files.place = tmp_path / "mine.backproplab"
    lab.press_with("ctrl", Qt.Key.Key_S)
    assert lab.session.fault_hunt.is_on
    assert not lab.window.isWindowModified()
    lab.press_with("ctrl", Qt.Key.Key_O)
    assert lab.unsaved.asked == []  # nothing of one's own was unsaved
    assert not banner.isVisible()
    np.testing.assert_array_equal(lab.session.network.parameters, mine)
    fault.click("start")
    lab.window.close()
    again = launch()
    again.files.place = lab.files.place
    again.press_with("ctrl", Qt.Key.Key_O)
    np.testing.assert_array_equal(again.session.network.parameters, mine)
    assert not again.session.fault_hunt.is_on


@pytest.mark.parametrize("key", FAULTS)
def test_every_fault_can_be_told_by_the_map(lab, fault, even_time, key: str) -> None:
    """What a student sees differs from fault to fault: which cells are crossed, and by how much they are off."""
    fault.choose("which", fault_name(key))
    fault.click("start")
    for _ in range(3):
        lab.training.click("step")
    check(fault, even_time)
    layers = fault.find(QWidget, "map").layers
    wrong = [layer.verdict == 3 for layer in layers]
    biases = [block[:, -1] for block in wrong]
    weights = [block[:, :-1] for block in wrong]
    errors = np.concatenate([layer.error.ravel() for layer in layers])
    tells = {
        "wrong_sign": np.allclose(errors, 2.0),
        "forgotten_zero_grad": np.allclose(errors, 0.5),
        "no_batch_mean": np.allclose(errors, 0.9),
        "bias_gradient_lost": all(map(np.all, biases)) and not any(map(np.any, weights)),
        "stale_activations": all(map(np.all, weights)) and not any(map(np.any, biases)),
        "transposed_weights": wrong[0].all() and not wrong[1].any() and not wrong[2].any(),
    }
    tells["missing_derivative"] = not any(tells.values()) and all(map(np.all, wrong))
    assert [name for name, is_so in tells.items() if is_so] == [key]


def test_clicks_beside_the_cells_do_nothing(lab, fault) -> None:
    before = lab.session.selection
    heatmap = fault.find(QWidget, "map")
    QTest.mouseClick(heatmap, LEFT, pos=QPoint(heatmap.width() - 3, heatmap.height() - 3))
    assert lab.session.selection == before
