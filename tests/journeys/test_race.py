"""Races: a story watched, a fall and the way back, a surface of one's own, the network; by mouse and by keyboard."""

import numpy as np
import pytest
from journey_pages import click_entry, click_tab
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableWidget, QWidget

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def race(lab):
    """The Race panel's page, brought to the front of the Descend workspace by its tab."""
    lab.press(Qt.Key.Key_2, CTRL)
    QApplication.processEvents()
    click_tab(lab.window, "Race")
    page = lab.dock("race")
    page.prefix = "race"
    page.lab = lab
    return page


def cell(race, row: int, column: int) -> str:
    return race.find(QTableWidget, "table").item(row, column).text()


def rows(race) -> list[str]:
    return [cell(race, row, 0) for row in range(race.find(QTableWidget, "table").rowCount())]


def count(race) -> int:
    return int("".join(race.text("count").removeprefix("step").split()))


def pick_row(race, row: int) -> None:
    table = race.find(QTableWidget, "table")
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(table.item(row, 0)).center())


def type_over(race, control: str, text: str) -> None:
    field = race.find(QLineEdit, control)
    QTest.mouseClick(field, LEFT)
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def tab_to(race, name: str) -> QWidget:
    for _ in range(150):
        if QApplication.focusWidget() is not None and QApplication.focusWidget().objectName() == name:
            return QApplication.focusWidget()
        race.lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def test_a_story_by_mouse(race, even_time) -> None:
    """Two wells: momentum ends in the deep one, the others in the shallow one, and the picture shows it."""
    race.choose("story", "Into which well?")
    assert race.shown("surface") == "Two wells"
    assert race.text("note").startswith("Watch momentum")
    race.choose("speed", "fastest")
    before = race.lab.picture(race.find(QWidget, "plot"))
    race.click("play")
    even_time.until(lambda: not race.is_enabled("play"), 20)  # it stops by itself
    ends = {cell(race, row, 0): cell(race, row, 2) for row in range(3)}
    assert float(ends["Momentum"].replace("−", "-")) == pytest.approx(-2.0, abs=0.01)
    assert float(ends["SGD"]) == pytest.approx(1.5, abs=0.01)
    assert [cell(race, row, 7).split()[0] for row in range(3)] == ["arrived"] * 3
    after = race.lab.picture(race.find(QWidget, "plot"))
    assert (np.abs(after.astype(int) - before).max(axis=-1) > 60).sum() > 500
    race.click("reset")
    assert count(race) == 0
    assert race.lab.training.step == 0  # the training has nothing to do with it


def test_past_the_edge_and_back_by_mouse(race) -> None:
    pick_row(race, 0)
    type_over(race, "rate", "0.03")
    for _ in range(40):
        race.click("step")
    assert cell(race, 0, 2).startswith("diverged at step")
    assert "below 0.02" in race.text("note")
    assert cell(race, 1, 1) == "40"
    race.click("back")
    assert count(race) == 0
    assert cell(race, 0, 2) == "−3.6000"
    type_over(race, "rate", "0.019")
    for _ in range(40):
        race.click("step")
    assert "diverged" not in cell(race, 0, 2)


def test_an_own_surface_by_mouse(race) -> None:
    race.choose("surface", "Own expression")
    type_over(race, "expression", "x^2 + 4*z^2")
    assert race.text("note").startswith("Column 9:")
    type_over(race, "expression", "x^2 + 4*y^2")
    plot = race.find(QWidget, "plot")
    QTest.mouseClick(plot.viewport(), LEFT, pos=plot.pixel_of(1.0, 1.0).toPoint())
    x, y = (float(cell(race, 0, column)) for column in (2, 3))
    assert (x, y) == pytest.approx((1.0, 1.0), abs=0.02)
    assert float(cell(race, 0, 4)) == pytest.approx(x * x + 4 * y * y, abs=2e-3)
    race.choose("surface", "Bowl")
    race.choose("surface", "Own expression")
    assert race.shown("expression") == "x^2 + 4*y^2"


def test_the_network_races_while_it_trains(race, even_time) -> None:
    lab = race.lab
    race.choose("surface", "This network")
    race.choose("speed", "60 steps/s")
    lab.training.click("play")
    race.click("play")
    even_time.until(lambda: count(race) > 10 and lab.training.epoch > 2, 5)
    lab.training.click("play")
    race.click("play")
    trained = lab.session.network.parameters.copy()
    race.click("step")
    np.testing.assert_array_equal(lab.session.network.parameters, trained)
    assert lab.message == ""


def test_runners_come_and_go_by_mouse(race) -> None:
    button = race.find(QWidget, "add")
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    words = [action.text() for action in menu.actions()]
    click_entry(menu, menu.actions()[words.index("RMSprop")])
    assert rows(race) == ["SGD", "Momentum", "Adam", "RMSprop"]
    race.click("remove")
    pick_row(race, 1)
    race.click("remove")
    assert rows(race) == ["SGD", "Adam"]


def test_all_of_it_by_keyboard(race) -> None:
    lab = race.lab
    tab_to(race, "race.story")
    lab.press(Qt.Key.Key_Down)
    assert race.shown("story") == "Escape from a saddle"
    plot = tab_to(race, "race.plot")
    start = lab.session.race.spec.start
    lab.press(Qt.Key.Key_Right)
    assert lab.session.race.spec.start[0] > start[0]
    assert plot.hasFocus()
    tab_to(race, "race.step")
    for _ in range(3):
        lab.press(Qt.Key.Key_Space)
    assert count(race) == 3
    assert lab.training.step == 0
    tab_to(race, "race.table")
    lab.press(Qt.Key.Key_Down)
    tab_to(race, "race.rate")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "0.5")
    lab.press(Qt.Key.Key_Return)
    assert lab.session.race.spec.entrants[lab.session.race.selected].rate == 0.5
    tab_to(race, "race.slow")
    lab.press(Qt.Key.Key_Space)
    assert race.text("slow_title").startswith("1 of")
    tab_to(race, "race.slow_motion")
    lab.press(Qt.Key.Key_Right)
    assert race.text("slow_title").startswith("2 of")
    assert lab.training.step == 0  # the arrow was slow motion's, not the training's
    lab.press(Qt.Key.Key_Left)
    assert race.text("slow_title").startswith("1 of")
    tab_to(race, "race.slow")
    lab.press(Qt.Key.Key_Space)
    tab_to(race, "race.table")
    before = rows(race)
    lab.press(Qt.Key.Key_Delete)
    assert len(rows(race)) == len(before) - 1
    assert not lab.window.findChildren(QLabel, "race.slow_title")[0].isVisible()
