"""A student watches a gradient vanish and explode, and what five recipes make of it, by mouse and by keyboard."""

import numpy as np
import pytest
from journey_pages import click_tab, tab_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cures(lab, even_time):
    """The panel of the cures, on the screen."""
    lab.press(Qt.Key.Key_3, CONTROL)
    even_time.until(lambda: tab_of(lab.window, "Gradient cures") is not None, 5)
    click_tab(lab.window, "Gradient cures")
    even_time.until(lambda: lab.window.panels["cures"].is_shown, 5)
    page = type(lab.loss).__base__(lab.window)
    page.prefix = "cures"
    return page


def tab_to(lab, name: str) -> None:
    """Press Tab until the control of that name has the keyboard."""
    for _ in range(160):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def steps(cures) -> int:
    return int("".join(cures.text("step_count").removeprefix("step").split()))


def heights(cures, network: int) -> np.ndarray:
    plot = cures.find(QWidget, "plot")
    return np.array([plot.bar(network, layer).height() for layer in range(len(plot.networks[network].now))])


def test_what_is_seen_at_the_start(cures) -> None:
    """The plain copy's bars fall towards layer 1, those of its cures do not; layer by layer the same scale."""
    names = [shown.name for shown in cures.find(QWidget, "plot").networks]
    plain, relu, glorot = heights(cures, 0), heights(cures, 1), heights(cures, 2)
    assert names[0] == "Sigmoid, plain"
    assert (np.diff(plain[1:]) > 0).all()
    fall = plain[-1] - plain[0]
    for cured in (relu, glorot):
        assert abs(cured[-1] - cured[0]) < fall / 3


def test_play_and_pause_by_mouse(lab, cures, even_time) -> None:
    before = lab.training.readouts()
    cures.click("step")
    assert steps(cures) == 1
    cures.choose("speed", "fastest")
    cures.click("play")
    even_time.until(lambda: steps(cures) > 150, 30)
    cures.click("play")
    stopped = steps(cures)
    shown = cures.find(QWidget, "plot").networks
    assert shown[4].lines[0].startswith("exploded at step")
    assert not shown[5].lines[0].startswith("exploded")
    assert all(len(each.earlier) == 4 for each in (shown[0], shown[1]))
    assert lab.training.readouts() == before  # the own network is another thing
    cures.click("reset")
    assert steps(cures) == 0 < stopped


def test_depth_by_the_slider(cures) -> None:
    shown = cures.find(QWidget, "plot")
    first = shown.networks[0].lines[0]
    slider = cures.find(QSlider, "depth")
    QTest.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 4, slider.height() // 2))
    assert len(shown.networks[0].now) > 7
    assert shown.networks[0].lines[0] != first


def test_everything_by_keyboard(lab, cures) -> None:
    tab_to(lab, "cures.step")
    lab.press(Qt.Key.Key_Space)
    assert steps(cures) == 1
    tab_to(lab, "cures.depth")
    lab.press(Qt.Key.Key_Right)
    assert steps(cures) == 0
    assert {len(each.now) for each in cures.find(QWidget, "plot").networks} == {8}
    tab_to(lab, "cures.plot")
    lab.press(Qt.Key.Key_Right)
    assert cures.text("reading").startswith("Sigmoid, plain, layer 2: mean |∂C/∂w| = ")
    lab.press(Qt.Key.Key_Down)
    assert cures.text("reading").startswith("Skip connections, layer 2")
    assert lab.training.step == 0
    tab_to(lab, "cures.reset")
    lab.press(Qt.Key.Key_Space)
    assert steps(cures) == 0


def test_reading_is_the_number_of_the_bar(lab, cures) -> None:
    plot = cures.find(QWidget, "plot")
    copy = lab.session.cures.copies[0]
    bar = plot.bar(0, 6)
    QTest.mouseMove(plot, bar.center().toPoint())
    said = cures.text("reading")
    assert said.startswith("Sigmoid, plain, output")
    assert float(said.split("= ")[1]) == pytest.approx(copy.sizes[6], rel=5e-3)


def test_going_elsewhere_pauses(lab, cures) -> None:
    cures.click("play")
    lab.press(Qt.Key.Key_1, CONTROL)
    assert not lab.session.cures.player.is_playing
