"""The layer table does in words all that the canvas does: any layer is moved, removed, or gets one after it."""

import pytest
from journey_hands import Keys
from journey_pages import Page, click_entry, point_at_entry
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

LEFT = Qt.MouseButton.LeftButton


class TablePage(Page):
    """The layer table, whose rows have a menu at their end."""

    prefix = "table"

    def open(self, layer: int) -> QMenu:
        self.click(f"place_{layer}")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def choose_in_row(self, layer: int, words: str) -> None:
        menu = self.open(layer)
        entry = next(action for action in menu.actions() if action.text() == words)
        click_entry(menu, entry)

    def entries(self, layer: int) -> dict[str, bool]:
        """The words of a row's menu, and whether each can be chosen."""
        menu = self.open(layer)
        entries = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        return entries


@pytest.fixture
def table(lab) -> TablePage:
    lab.menu("View", "Panels", "Layer table")
    return TablePage(lab.window)


@pytest.fixture
def keys(lab, table) -> Keys:
    return Keys(lab)


def choose_by_keys(keys: Keys, layer: int, words: str) -> None:
    keys.push(f"table.place_{layer}")
    menu = QApplication.activePopupWidget()
    for _ in range(12):
        if menu.activeAction() is not None and menu.activeAction().text() == words:
            break
        QTest.keyClick(menu, Qt.Key.Key_Down)
    else:
        raise AssertionError(f"the arrows do not reach {words}")
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_layers_are_added_moved_and_removed_anywhere_by_mouse(lab, table) -> None:
    table.choose_in_row(1, "Add a layer after it")
    table.type_in("neurons_2", "7")
    assert lab.network.sizes == (2, 4, 7, 2, 1)
    table.choose_in_row(2, "Move up, towards the inputs")
    assert lab.network.sizes == (2, 7, 4, 2, 1)
    table.choose_in_row(1, "Move down, towards the output")
    assert lab.network.sizes == (2, 4, 7, 2, 1)
    table.choose_in_row(2, "Remove this layer")
    assert lab.network.sizes == (2, 4, 2, 1)
    table.choose_in_row(0, "Add a layer after the inputs")
    assert lab.network.sizes == (2, 2, 4, 2, 1)
    table.choose_in_row(4, "Add a layer before it")
    assert lab.network.sizes == (2, 2, 4, 2, 2, 1)
    for layer in (2, 1, 1, 1):
        table.choose_in_row(layer, "Remove this layer")
    assert lab.network.sizes == (2, 1)
    assert table.entries(1) == {"Add a layer before it": True}


def test_layers_are_added_moved_and_removed_anywhere_by_keyboard(lab, keys) -> None:
    choose_by_keys(keys, 1, "Add a layer after it")
    keys.write("table.neurons_2", "7")
    choose_by_keys(keys, 2, "Move up, towards the inputs")
    assert lab.network.sizes == (2, 7, 4, 2, 1)
    assert QApplication.focusWidget().objectName() == "table.place_1", "the keyboard goes with the layer"
    choose_by_keys(keys, 1, "Move down, towards the output")
    assert lab.network.sizes == (2, 4, 7, 2, 1)
    choose_by_keys(keys, 2, "Remove this layer")
    assert lab.network.sizes == (2, 4, 2, 1)
    choose_by_keys(keys, 0, "Add a layer after the inputs")
    assert lab.network.sizes == (2, 2, 4, 2, 1)
    for _ in range(6):
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.network.sizes == (2, 4, 2, 1)


def test_a_row_offers_what_can_be_done_with_its_layer(table) -> None:
    assert table.entries(1) == {
        "Add a layer after it": True,
        "Move up, towards the inputs": False,
        "Move down, towards the output": True,
        "Remove this layer": True,
    }
    assert table.entries(2)["Move down, towards the output"] is False
    assert table.entries(3) == {"Add a layer before it": True}


def test_inputs_are_read_and_switched_in_the_table(lab, table) -> None:
    table.choose_in_row(0, "Input x₁x₂")
    assert lab.network.sizes[0] == 3
    names = [label.text() for label in lab.window.panels["layer_table"].findChildren(QLabel)]
    assert "x₁, x₂, x₁x₂" in names
    table.choose_in_row(0, "Input x₁")
    assert lab.network.inputs == ("x₂", "x₁x₂")
    lab.window.panels["data"].raise_()
    lab.session.open_experiment(lab.session.experiment.with_data(lab.session.experiment.data.of("iris")))
    assert table.entries(0) == {"Add a layer after the inputs": True}


def test_what_a_row_does_begins_anew_and_says_so(lab, table) -> None:
    lab.training.click("step")
    menu = table.open(1)
    point_at_entry(menu, menu.actions()[-1])
    assert lab.status == "Changes here begin the training anew; Undo brings the trained weights back."
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert lab.status == ""


@pytest.mark.parametrize("layers", [2, 6])
def test_nothing_in_a_row_is_cut_off(lab, table, layers: int) -> None:
    """At 1280 × 720, where the panel is narrowest."""
    for _ in range(layers - 2):
        table.click("add")
    area = lab.window.panels["layer_table"]
    for layer in range(layers + 2):
        button = table.find(QToolButton, f"place_{layer}")
        right = button.mapTo(area, button.rect().topRight()).x()
        assert right < area.width()
        assert button.visibleRegion().boundingRect().width() == button.width()
