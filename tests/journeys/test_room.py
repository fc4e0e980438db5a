"""The window never needs more than 1280 × 720, whatever is opened in it, and never grows by itself."""

from collections.abc import Iterable

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QStyle, QStyleOptionComboBox

from engine.data import Dataset, DataSpec, OwnData
from engine.network import LOSSES, LayerSpec
from gui import settings
from gui.appearance import THEMES, appearance
from gui.panels import all_panels
from gui.panels.disclosure import Disclosure
from gui.presets import load_preset, preset_names
from gui.session import Selection
from gui.wording import loss_name
from gui.workspaces import all_workspaces

ROOM = QSize(1280, 720)
WORKSPACES = tuple(workspace.key for workspace in all_workspaces())


def settle(lab) -> None:
    for _ in range(3):  # what a layout asks for is asked of the next one
        QApplication.processEvents()
    lab.window.layout().activate()


def check_room(lab, what: str) -> None:
    settle(lab)
    needed = lab.window.minimumSizeHint()
    assert needed.width() <= ROOM.width(), (what, needed, wide(lab))
    assert needed.height() <= ROOM.height(), (what, needed, wide(lab))
    assert lab.window.size() == ROOM, what


def wide(lab) -> dict[str, tuple[int, int]]:
    """What each panel on the screen needs."""
    return {
        key: panel.minimumSizeHint().toTuple()
        for key, panel in lab.window.panels.made.items()
        if not panel.isHidden()
    }


def visit_everything(lab, what: str) -> None:
    """Every workspace, in each every panel, opened for a while and shut again."""
    for workspace in WORKSPACES:
        lab.window.go_to(workspace)
        check_room(lab, f"{what} in {workspace}")
        for key, action in lab.window.panels.actions.items():
            was_open = action.isChecked()
            if not was_open:
                action.trigger()
            for more in lab.window.panels[key].findChildren(Disclosure):
                if not more.is_open:
                    more.button.click()
            check_room(lab, f"{what} with {key} in {workspace}")
            if not was_open:
                action.trigger()


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_panel_has_room_in_every_workspace(lab, theme: str) -> None:
    appearance().set_theme(theme)
    visit_everything(lab, theme)


def menus_in(entries: Iterable[QAction], top: int) -> Iterable[tuple[str, int, QMenu]]:
    """(words, top, menu) of every menu, and of the menus in them; the highest place at which each can open."""
    for entry in entries:
        if (menu := entry.menu()) is not None:
            menu.aboutToShow.emit()
            yield entry.text().replace("&", ""), top, menu
            yield from menus_in(menu.actions(), 0)


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_menu_is_one_column_on_a_small_screen(lab, tmp_path, theme: str) -> None:
    appearance().set_theme(theme)
    for number in range(settings.MOST_RECENT):
        path = tmp_path / f"{number}.backproplab"
        path.touch()
        settings.remember_recent(path)
    bar = lab.window.menuBar()
    found = {words: (top, menu) for words, top, menu in menus_in(bar.actions(), bar.height())}
    assert {"File", "Open recent", "View", "Panels", "Examples"} <= set(found)
    for words, (top, menu) in found.items():
        assert len({menu.actionGeometry(entry).left() for entry in menu.actions()}) == 1, words
        assert top + menu.sizeHint().height() <= ROOM.height(), words
    assert len(found["Open recent"][1].actions()) == settings.MOST_RECENT
    assert [entry.text() for entry in found["Panels"][1].actions()] == [each.title for each in all_panels()]


def cut_words(box: QComboBox, words: Iterable[str]) -> list[str]:
    """Those for which there is no room in the box while its list is shut."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(kind, option, part, box).width()
    return [word for word in words if box.fontMetrics().horizontalAdvance(word) > room]


@pytest.mark.parametrize("theme", list(THEMES))
def test_no_word_of_a_setting_is_cut_off(lab, theme: str) -> None:
    appearance().set_theme(theme)
    lab.training.click("more")
    settle(lab)
    boxes = [box for box in lab.window.panels["settings"].findChildren(QComboBox) if box.isVisible()]
    assert len(boxes) > 4
    for box in boxes:
        assert cut_words(box, map(box.itemText, range(box.count()))) == [], box.objectName()
    assert cut_words(lab.window.findChild(QComboBox, "settings.loss"), map(loss_name, LOSSES)) == []


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_all_panels_at_once_have_room_in_every_experiment(lab, workspace: str) -> None:
    lab.window.go_to(workspace)
    for action in lab.window.panels.actions.values():
        if not action.isChecked():
            action.trigger()
    for preset in preset_names():
        lab.session.open_experiment(load_preset(preset))
        lab.session.advance(1)
        check_room(lab, preset)


def test_what_is_at_work_in_the_panels_has_room(lab) -> None:
    session = lab.session
    for key in ("sgd", "adam", "rmsprop", "adagrad", "momentum", "nesterov"):
        session.race.add(key)
    session.stepping.open()
    session.select(Selection(layer=1, neuron=0, source=1, example=2))
    lab.training.click("more")
    visit_everything(lab, "at work")
    session.complained.emit("One sentence that tells what was wrong and what would have been right. " * 3)
    session.fault_hunt.start(None, seed=0)
    visit_everything(lab, "a fault hunt")


def test_long_names_and_many_classes_have_room(lab) -> None:
    rng = np.random.default_rng(0)
    classes = tuple(f"a class with a name that hardly ever ends, number {number}" for number in range(24))
    inputs = tuple(f"a measured quantity with a very long name, number {number}" for number in range(40))
    targets = np.eye(len(classes))[np.arange(240) % len(classes)]
    dataset = Dataset(rng.normal(size=(240, 40)), targets, "classes", inputs, classes)
    own = OwnData("a table whose name is far too long for any list of names", dataset)
    lab.session.attempt(lambda experiment: experiment.with_data(DataSpec.of_own(own)), "Own data")
    assert lab.session.experiment.data.own is own
    lab.session.attempt(
        lambda experiment: experiment.with_hidden(tuple(LayerSpec(32) for _ in range(8))), "Many layers"
    )
    lab.session.advance(3)
    lab.session.select(Selection(layer=1, neuron=0, example=2))
    visit_everything(lab, "long names")
