"""Panels that share a place: Tab goes to what is in sight alone, and to the row of tabs, where arrows turn the page."""

from journey_hands import Keys, is_in_sight
from journey_pages import rows_of_tabs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar


def round_trip(lab, key: Qt.Key = Qt.Key.Key_Tab) -> list:
    """What has the keyboard, from one press to the next, until it is where it was."""
    met = []
    for _ in range(250):
        lab.press(key)
        widget = QApplication.focusWidget()
        if met and widget is met[0]:
            return met
        assert is_in_sight(widget), f"{widget.objectName()} has the keyboard out of sight"
        met.append(widget)
    raise AssertionError("Tab does not come round")


def open_settings(lab, qtbot) -> Keys:
    """They share their place with the data, and are in front."""
    keys = Keys(lab)
    keys.push("training.more")
    qtbot.waitUntil(lambda: bool(rows_of_tabs(lab.window)))
    qtbot.waitUntil(lambda: not lab.window.panels["data"].is_shown)
    return keys


def test_tab_passes_over_what_is_behind(lab, qtbot) -> None:
    open_settings(lab, qtbot)
    there = round_trip(lab)
    names = [widget.objectName() for widget in there]
    assert "settings.loss" in names
    assert "data.noise" not in names
    back = round_trip(lab, Qt.Key.Key_Backtab)
    assert set(map(id, back)) == set(map(id, there))


def test_arrows_turn_the_page_of_a_row_of_tabs(lab, qtbot) -> None:
    keys = open_settings(lab, qtbot)
    for _ in range(250):
        if isinstance(QApplication.focusWidget(), QTabBar):
            break
        lab.press(Qt.Key.Key_Tab)
    row = QApplication.focusWidget()
    assert row.tabText(row.currentIndex()) == "Settings"
    lab.press(Qt.Key.Key_Left)
    keys.pause()
    keys.to_end("data.noise")
    assert lab.session.experiment.data.noise == 0.8
    for _ in range(250):
        if QApplication.focusWidget() is row:
            break
        lab.press(Qt.Key.Key_Tab)
    lab.press(Qt.Key.Key_Right)
    keys.pause()
    assert row.tabText(row.currentIndex()) == "Settings"
    assert lab.training.step == 0
    keys.go_to("settings.loss")
