"""Going from one kind of work to another, and back."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from gui.panels import all_panels


def go(lab, key: str) -> None:
    button = lab.window.findChild(QToolButton, f"workspace.{key}")
    button.click()


def shown(lab) -> set[str]:
    return {key for key, panel in lab.window.panels.items() if panel.isVisible()}


def test_switch_leads_to_every_workspace_and_says_which_is_shown(lab) -> None:
    for key, workspace in lab.window.arrangement.workspaces.items():
        go(lab, key)
        assert shown(lab) <= workspace.panels
        assert lab.window.actions_by_key[f"workspace_{key}"].isChecked()


def test_keys_lead_there_too(lab) -> None:
    lab.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert lab.window.arrangement.present.key == "descend"
    lab.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert lab.window.arrangement.present.key == "play"


def test_every_workspace_stays_as_it_was_left(lab, launch) -> None:
    lab.dock("data").click("close")
    go(lab, "descend")
    lab.dock("loss").click("close")
    go(lab, "play")
    assert "loss" in shown(lab)
    assert "data" not in shown(lab)
    go(lab, "descend")
    assert "loss" not in shown(lab)
    lab.window.close()
    again = launch()
    assert again.window.arrangement.present.key == "descend"
    assert "loss" not in shown(again)
    go(again, "play")
    assert "data" not in shown(again)


def test_training_goes_on_while_the_workspace_changes(lab, qtbot) -> None:
    lab.training.click("play")
    go(lab, "descend")
    epoch = lab.training.epoch
    qtbot.waitUntil(lambda: lab.training.epoch > epoch)
    lab.training.click("play")


def test_going_to_and_fro_does_not_resize_the_window(lab) -> None:
    for key in [*lab.window.arrangement.workspaces] * 2:
        go(lab, key)
        assert lab.window.size() == QSize(1280, 720)


def test_project_opens_in_the_workspace_it_was_saved_in(lab, tmp_path) -> None:
    go(lab, "descend")
    assert lab.window.work._save_to(tmp_path / "one.bpl")
    go(lab, "play")
    lab.window.work.open_path(next(tmp_path.iterdir()))
    assert lab.window.arrangement.present.key == "descend"


def test_layout_that_means_nothing_changes_nothing(lab) -> None:
    for text in ("", "play", "elsewhere AAAA", "play !!", "play ÄÄ", "AAAA"):
        lab.window.take_layout(text)
        assert shown(lab) == {"data", "network", "output", "loss"}


def test_panel_nobody_has_opened_is_not_built(lab) -> None:
    assert set(lab.window.panels.made) == {"data", "network", "output", "loss"}
    lab.training.click("more")
    assert lab.window.panels["settings"].widget() is not None


def test_titles_of_the_table_are_the_panels_own(lab) -> None:
    for entry in all_panels():
        panel = lab.window.panels[entry.key]
        assert (panel.windowTitle(), panel.objectName()) == (entry.title, f"dock.{entry.key}")


def test_panel_of_another_workspace_opens_where_one_is(lab, qtbot) -> None:
    lab.menu("View", "Panels", "Race")
    race = lab.window.panels["race"]
    qtbot.waitUntil(lambda: race.is_shown)
    assert not race.isFloating()
    lab.menu("View", "Panels", "Race")
    assert not race.isVisible()


def test_panel_that_floated_comes_back_to_its_place(lab, qtbot) -> None:
    dock = lab.window.panels["output"]
    place = dock.geometry()
    lab.dock("output").click("float")
    qtbot.waitUntil(dock.isFloating)
    lab.dock("output").click("float")
    qtbot.waitUntil(lambda: not dock.isFloating() and dock.geometry() == place)


def places(lab) -> dict[str, tuple[int, ...]]:
    """Where each panel stands that is seen."""
    for _ in range(3):
        QApplication.processEvents()
    panels = lab.window.panels.made.items()
    return {
        key: panel.geometry().getRect()
        for key, panel in panels
        if panel.is_shown and not (panel.isHidden() or panel.isFloating())
    }


def test_every_panel_stands_where_it_was_left(lab) -> None:
    """Panels that were made meanwhile, in other workspaces, take no room away."""
    left = places(lab)
    for key in ("explain", "play", "descend", "explain", "play"):
        go(lab, key)
    assert places(lab) == left
    lab.window.resizeDocks([lab.window.panels["data"]], [300], Qt.Orientation.Horizontal)
    wider = places(lab)
    assert wider != left
    go(lab, "explain")
    lab.menu("View", "Panels", "Parameters")
    go(lab, "play")
    assert places(lab) == wider


@pytest.mark.parametrize(("name", "stays"), [("network.diagram", True), ("data.noise", False)])
def test_the_keyboard_stays_where_it_was_or_with_the_window(lab, name: str, stays: bool) -> None:
    """Were it handed on to the nearest button, Space would begin the training anew instead of playing."""
    control = lab.window.findChild(QWidget, name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    lab.window.actions_by_key["workspace_explain"].trigger()
    assert QApplication.focusWidget() is (control if stays else lab.window)
