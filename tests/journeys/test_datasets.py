"""Choosing what to learn from: by picture, by name, by seed, with and without a mouse."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from engine.data import DATASETS
from gui.wording import dataset_name

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


def test_first_start_shows_the_chosen_set_and_little_else(lab) -> None:
    assert lab.data.shown("dataset") == "Circle"
    for control in ("samples", "seed", "standardize"):
        assert not is_in_sight(lab, control)


def test_all_sets_lie_in_one_gallery(lab) -> None:
    assert lab.data.sets == [dataset_name(key) for key in DATASETS]
    lab.data.choose("dataset", "Two clouds")
    assert lab.session.experiment.data.dataset == "gauss"
    assert lab.data.about.startswith("500 examples")
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.data.shown("dataset") == "Circle"


def test_gallery_shows_every_picture_without_scrolling(lab, qtbot) -> None:
    sets = lab.data.find(QComboBox, "dataset")
    sets.showPopup()
    places = [sets.view().visualRect(sets.model().index(row, 0)) for row in range(sets.count())]
    assert all(sets.view().viewport().rect().contains(place) for place in places)
    assert len({place.left() for place in places}) > 1
    qtbot.waitUntil(lambda: not any(sets.itemIcon(row).isNull() for row in range(sets.count())))
    sets.hidePopup()


def test_arrows_lead_about_in_the_gallery_and_return_takes(lab) -> None:
    tab_to(lab, "data.dataset")
    sets = lab.data.find(QComboBox, "dataset")
    lab.press(Key.Key_F4)
    assert sets.view().isVisible()
    for key in (Key.Key_Right, Key.Key_Down):
        QTest.keyClick(sets.view(), key)
    assert lab.session.experiment.data.dataset == "circle"  # only pointed at
    QTest.keyClick(sets.view(), Key.Key_Return)
    assert not sets.view().isVisible()
    assert lab.data.shown("dataset") == "Above a curve"  # one to the right, one row down
    assert lab.session.experiment.data.dataset == "curve"
    assert lab.training.step == 0


def test_escape_leaves_the_gallery_as_it_was(lab) -> None:
    tab_to(lab, "data.dataset")
    sets = lab.data.find(QComboBox, "dataset")
    lab.press(Key.Key_F4)
    QTest.keyClick(sets.view(), Key.Key_Right)
    QTest.keyClick(sets.view(), Key.Key_Escape)
    assert not sets.view().isVisible()
    assert lab.session.experiment.data.dataset == "circle"
    lab.press(Key.Key_Tab)
    assert focus_name() != "data.dataset"


def test_own_points_are_one_more_picture_while_they_are_in_use(lab) -> None:
    count = len(lab.data.sets)
    lab.output.click("draw")
    place = lab.output.plot.rect().center()
    QTest.mouseClick(lab.output.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(lab.data.sets) == count + 1
    assert lab.data.shown("dataset") == lab.data.sets[-1]
    assert lab.session.experiment.data.dataset == "own"
    lab.data.choose("dataset", "Exclusive or")
    assert len(lab.data.sets) == count
    assert lab.session.experiment.data.dataset == "xor"


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
    lab.data.choose("dataset", "Two clouds")
    assert lab.data.shown("seed") == "7"
