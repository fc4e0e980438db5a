"""Choosing what to learn from: by picture, by name, by seed, with and without a mouse."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Key = Qt.Key


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget else ""


def tab_to(lab, name: str) -> None:
    for _ in range(120):
        if focus_name() == name:
            return
        lab.press(Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def is_in_sight(lab, control: str) -> bool:
    return lab.window.findChild(QWidget, f"data.{control}").isVisible()


def test_first_start_shows_the_sets_of_the_playground_and_little_else(lab) -> None:
    assert lab.data.chosen_set == "circle"
    for key in ("circle", "xor", "gauss", "spiral"):
        assert is_in_sight(lab, f"set_{key}")
    for control in ("set_plane", "set_iris", "set_moons", "samples", "seed", "standardize"):
        assert not is_in_sight(lab, control)


def test_picture_and_list_choose_the_same_thing(lab) -> None:
    lab.data.pick_set("spiral")
    assert lab.data.shown("dataset") == "Spiral"
    lab.data.choose("dataset", "Two clouds")
    assert lab.data.chosen_set == "gauss"
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.data.chosen_set == "spiral"
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.data.chosen_set == "circle"


def test_other_sets_are_one_click_away_and_remembered(launch) -> None:
    first = launch()
    first.data.open("more_sets")
    first.data.pick_set("moons")
    assert first.session.experiment.data.dataset == "moons"
    second = launch()
    assert second.data.chosen_set == "circle"
    assert is_in_sight(second, "set_moons")


def test_chosen_set_is_in_sight_without_opening_anything(lab) -> None:
    lab.data.choose("dataset", "Wine")
    assert is_in_sight(lab, "set_wine")
    assert lab.data.chosen_set == "wine"
    lab.data.choose("dataset", "Circle")
    assert not is_in_sight(lab, "set_wine")


def test_arrows_choose_among_the_pictures_and_tab_leaves(lab) -> None:
    tab_to(lab, "data.set_circle")
    lab.press(Key.Key_Right)
    assert lab.session.experiment.data.dataset == "xor"
    lab.press(Key.Key_Right)
    assert lab.session.experiment.data.dataset == "gauss"
    lab.press(Key.Key_Left)
    lab.press(Key.Key_Left)
    assert lab.session.experiment.data.dataset == "circle"
    assert focus_name() == "data.set_circle"
    assert lab.training.step == 0
    lab.press(Key.Key_Tab)
    assert not focus_name().startswith("data.set_")


def test_own_points_are_one_more_picture_while_they_are_in_use(lab) -> None:
    assert lab.window.findChild(QWidget, "data.set_own") is None
    lab.output.click("draw")
    place = lab.output.plot.rect().center()
    QTest.mouseClick(lab.output.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert is_in_sight(lab, "set_own")
    assert lab.data.chosen_set == "own"
    lab.data.pick_set("xor")
    assert lab.window.findChild(QWidget, "data.set_own") is None
    assert lab.data.chosen_set == "xor"


def test_a_class_agrees_on_a_seed(lab) -> None:
    lab.data.open("more")
    lab.data.type_in("seed", "7")
    agreed = lab.session.prepared.train.inputs.copy()
    lab.data.click("redraw")
    assert lab.data.shown("seed") == "8"
    assert not np.array_equal(lab.session.prepared.train.inputs, agreed)
    lab.data.type_in("seed", "7")
    assert np.array_equal(lab.session.prepared.train.inputs, agreed)


def test_seed_stays_when_the_set_changes(lab) -> None:
    lab.data.open("more")
    lab.data.type_in("seed", "7")
    lab.data.pick_set("gauss")
    assert lab.data.shown("seed") == "7"


def test_pictures_are_drawn_when_they_are_first_seen(lab, qtbot) -> None:
    def has_picture(key: str) -> bool:
        return not lab.window.findChild(QWidget, f"data.set_{key}").icon().isNull()

    qtbot.waitUntil(lambda: has_picture("circle") and has_picture("spiral"))
    assert not has_picture("digits")
    lab.data.open("more_sets")
    qtbot.waitUntil(lambda: has_picture("digits"))
