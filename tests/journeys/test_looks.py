"""Themes, docks and what is remembered."""

import numpy as np
from journey_pages import tab_of
from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from gui.appearance import THEMES
from gui.wording import speed_name


def ground(lab) -> tuple[int, ...]:
    """The commonest colour of the diagram."""
    pixels = lab.picture(lab.network.diagram).reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return tuple(colours[counts.argmax()].tolist())


def surface(key: str) -> tuple[int, ...]:
    colour = THEMES[key].surface
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def test_theme_changes_while_playing(lab, qtbot) -> None:
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 0)
    for words, key in (("Dark", "dark"), ("High contrast", "high_contrast"), ("Light", "light")):
        lab.menu("View", words)
        epoch = lab.training.epoch
        assert ground(lab) == surface(key)
        qtbot.waitUntil(lambda epoch=epoch: lab.training.epoch > epoch)
        assert lab.training.is_playing
    lab.training.click("play")


def test_paused_window_wears_the_new_theme_to_the_last_tile(lab) -> None:
    """A picture after the change is the picture of a window that was never anything else."""
    light = lab.picture(lab.network.diagram)
    lab.menu("View", "Dark")
    changed = lab.picture(lab.network.diagram)
    lab.training.click("step")
    lab.training.click("reset")
    assert np.array_equal(lab.picture(lab.network.diagram), changed)
    lab.menu("View", "Light")
    assert np.array_equal(lab.picture(lab.network.diagram), light)


def test_theme_is_remembered(lab, launch) -> None:
    lab.menu("View", "Dark")
    lab.window.close()
    assert ground(launch()) == surface("dark")


def test_panel_closes_and_comes_back_from_the_menu(lab) -> None:
    lab.dock("loss").click("close")
    assert not lab.window.panels["loss"].isVisible()
    lab.training.step_epoch()
    lab.menu("View", "Panels", "Cost and accuracy")
    assert lab.window.panels["loss"].isVisible()


def test_a_panel_is_called_what_it_shows_wherever_its_name_stands(lab, qtbot) -> None:
    lab.menu("View", "Panels", "Answers")
    for example, name in (("Circle", "Cost and accuracy"), ("Sine", "Cost"), ("Iris", "Cost and accuracy")):
        lab.menu("Examples", example)
        panel = lab.window.panels["loss"]
        qtbot.waitUntil(lambda name=name: tab_of(lab.window, name) is not None)
        assert panel.findChild(QLabel, "dock.loss.title").text() == name
        assert lab.window.panels.actions["loss"].text() == name
        for button in panel.titleBarWidget().findChildren(QToolButton, QRegularExpression("(float|close)$")):
            assert f" {name}" in button.toolTip().partition(" out")[0].partition(";")[0]
            assert button.accessibleName() == button.toolTip()


def test_panel_floats_and_goes_back(lab) -> None:
    lab.dock("output").click("float")
    assert lab.window.panels["output"].isFloating()
    lab.training.click("step")
    lab.dock("output").click("float")
    assert not lab.window.panels["output"].isFloating()


def test_layout_is_remembered(lab, launch) -> None:
    lab.dock("data").click("close")
    lab.window.close()
    assert not launch().window.panels["data"].isVisible()


def test_log_scale_and_test_points_are_switches(lab) -> None:
    lab.training.step_epoch()
    for page, control, widget in (
        (lab.loss, "log", lab.loss.plot),
        (lab.output, "show_test", lab.output.plot),
    ):
        before = lab.picture(widget)
        page.tick(control)
        assert not np.array_equal(lab.picture(widget), before)
        page.tick(control)
        assert np.array_equal(lab.picture(widget), before)


def test_every_speed_plays(lab, qtbot) -> None:
    for key in ("step_10", "epoch_10", "max"):
        lab.training.choose("speed", speed_name(key))
        assert lab.session.speed.key == key
        step = lab.training.step
        lab.training.click("play")
        qtbot.waitUntil(lambda step=step: lab.training.step > step)
        lab.training.click("play")


def test_nothing_has_the_keyboard_at_first(lab) -> None:
    """So that Space plays at once."""
    assert QApplication.focusWidget() is lab.window
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    lab.press(Qt.Key.Key_Space)
    assert not lab.training.is_playing
