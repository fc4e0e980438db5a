"""What begins the training anew says so before it does so."""

import pytest
from journey_hands import Keys
from journey_pages import SettingsPage, point_at_entry
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

LEFT = Qt.MouseButton.LeftButton

ANEW = "Changes here begin the training anew; Undo brings the trained weights back."
KEYS = "The keys + and − begin the training anew here; Undo brings the trained weights back."


def said(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def hover(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEnterEvent(QPointF(3, 3), QPointF(3, 3), QPointF(3, 3)))


@pytest.mark.parametrize(
    ("panel", "name"),
    [
        ("", "network.add_layer"),
        ("", "network.layer_1"),
        ("settings", "settings.activation"),
        ("settings", "settings.initializer"),
        ("settings", "settings.precision"),
    ],
)
def test_mouse_over_it_is_enough(lab, panel: str, name: str) -> None:
    if panel:
        lab.window.panels[panel].toggleViewAction().trigger()
    control = lab.window.findChild(QWidget, name)
    hover(control)
    assert said(lab) != ANEW, "nothing is trained yet"
    lab.training.click("step")
    hover(control)
    assert said(lab) == ANEW
    QApplication.sendEvent(control, QEvent(QEvent.Type.Leave))
    assert said(lab) != ANEW


def test_keyboard_on_it_is_enough(lab) -> None:
    keys = Keys(lab)
    keys.push("training.step")
    for name in ("data.noise", "settings.activation", "settings.initializer", "settings.precision"):
        if name == "settings.activation":
            keys.push("training.more")
        keys.go_to(name)
        assert said(lab) == ANEW
        keys.go_to("training.learning_rate")
        assert said(lab) != ANEW


def test_what_takes_effect_at_once_says_nothing(lab) -> None:
    lab.training.click("step")
    for name in ("training.learning_rate", "training.optimizer", "training.batch_size"):
        hover(lab.window.findChild(QWidget, name))
        assert said(lab) != ANEW


def test_what_takes_effect_at_once_keeps_the_weights(lab) -> None:
    lab.training.step_epoch()
    trainer = lab.session.trainer
    lab.training.choose("optimizer", "Adam")
    lab.training.type_in("batch_size", "all")
    assert lab.session.trainer is trainer
    QTest.keyClick(lab.window, Qt.Key.Key_Right)
    assert lab.session.trainer.step_count == 26


def test_tip_of_what_had_the_keyboard_goes_with_it(lab) -> None:
    """Else it would hide for good what a hint has to say."""
    step = lab.window.findChild(QWidget, "training.step")
    step.setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) == step.statusTip() != ""
    lab.window.findChild(QWidget, "training.learning_rate").setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) == ""


def test_what_was_done_is_said_until_something_else_is_pointed_at(lab, tmp_path) -> None:
    """The menu that is left has nothing to say; the next control has, and when it is left nothing is said."""
    lab.files.place = tmp_path / "circle.csv"
    lab.menu("File", "Export data…")
    assert said(lab) == f"Examples written to {lab.files.place}"
    step = lab.window.findChild(QWidget, "training.step")
    hover(step)
    assert said(lab) == step.statusTip()
    QApplication.sendEvent(step, QEvent(QEvent.Type.Leave))
    assert said(lab) == ""


def open_menu(lab, title: str) -> QMenu:
    bar = lab.window.menuBar()
    entry = next(action for action in bar.actions() if plain(action) == title)
    QTest.mouseClick(bar, LEFT, pos=bar.actionGeometry(entry).center())
    return entry.menu()


def point_at(menu: QMenu, words: str) -> None:
    point_at_entry(menu, next(action for action in menu.actions() if plain(action) == words))


def walk_to_entry(words: str) -> None:
    """With the arrows, in the menu that is open."""
    menu = QApplication.activePopupWidget()
    for _ in range(20):
        if menu.activeAction() is not None and plain(menu.activeAction()) == words:
            return
        QTest.keyClick(menu, Qt.Key.Key_Down)
    raise AssertionError(f"the arrows do not reach {words}")


def plain(action: QAction) -> str:
    return action.text().replace("&", "")


def tab_to(lab, name: str) -> None:
    for _ in range(120):
        if QApplication.focusWidget() is not None and QApplication.focusWidget().objectName() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


# The canvas


def test_mouse_over_an_input_that_is_off_is_enough(lab) -> None:
    places = lab.network.centers()
    lab.network.point_at(QPointF(*places["x₁²"]))
    assert said(lab) != ANEW, "nothing is trained yet"
    lab.training.click("step")
    for off in ("x₂²", "sin x₁"):
        lab.network.point_at(QPointF(*places[off]))
        assert said(lab) == ANEW
        lab.network.point_at(QPointF(*places["x₁"]))  # a click there only picks
        assert said(lab) != ANEW
    lab.network.point_at(QPointF(*places["x₂²"]))
    QApplication.sendEvent(lab.network.diagram, QEvent(QEvent.Type.Leave))
    assert said(lab) != ANEW


def test_mouse_over_the_cross_of_an_input_is_enough(lab) -> None:
    lab.training.click("step")
    place = QPointF(*lab.network.centers()["x₁"])
    half = float(lab.network.diagram.layout_of.tiles[0]) / 2
    lab.network.point_at(place)
    assert said(lab) != ANEW
    lab.network.point_at(place + QPointF(half, -half))
    assert said(lab) == ANEW
    lab.network.cross_out("x₁")
    assert lab.training.step == 0
    assert said(lab) != ANEW


def test_mouse_on_the_menu_of_inputs_is_enough(lab) -> None:
    lab.training.click("step")
    place = QPoint(*lab.network.centers()["x₁"])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, lab.network.diagram.mapToGlobal(place))
    QApplication.sendEvent(lab.network.diagram, event)
    point_at(QApplication.activePopupWidget(), "Input x₁x₂")
    assert said(lab) == ANEW
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    assert said(lab) != ANEW


@pytest.mark.parametrize("words", ["ReLU", "Move towards the output", "Remove this layer"])
def test_the_menu_of_a_layer_says_so_by_mouse_and_by_keys(lab, words: str) -> None:
    lab.training.click("step")
    lab.network.click("layer_1")
    menu = QApplication.activePopupWidget()
    point_at(menu, words)
    assert said(lab) == ANEW
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert said(lab) != ANEW
    tab_to(lab, "network.layer_1")
    lab.press(Qt.Key.Key_Space)
    walk_to_entry(words)
    assert said(lab) == ANEW


def test_keyboard_in_the_network_is_enough_wherever_its_keys_change_the_design(lab) -> None:
    tab_to(lab, "network.diagram")
    lab.press(Qt.Key.Key_Down)
    assert said(lab) != KEYS, "nothing is trained yet"
    lab.training.step_epoch()
    assert said(lab) == KEYS, "while it stays where it is"
    lab.press(Qt.Key.Key_L)  # all inputs: + and − do nothing there
    assert said(lab) != KEYS
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Escape):
        lab.press(key)  # a layer, a neuron, a weight, nothing
        assert said(lab) == KEYS
    lab.press(Qt.Key.Key_Plus)
    assert lab.training.step == 0
    assert said(lab) != KEYS
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert said(lab) == KEYS, "the trained weights are back"
    lab.press(Qt.Key.Key_Tab)
    assert lab.window.statusBar().currentMessage() == QApplication.focusWidget().statusTip()


def test_beside_the_card_it_is_the_keys_alone_that_begin_anew(lab) -> None:
    """A bias set by hand, or a neuron switched off, goes on with the trained weights."""
    lab.training.click("step")
    lab.network.pick(QPointF(*lab.network.diagram.layout_of.place_of(1, 0)))
    QApplication.sendEvent(lab.network.diagram, QEvent(QEvent.Type.Leave))
    assert said(lab) == KEYS
    box = lab.window.findChild(QWidget, "network.silenced")
    QTest.mouseClick(box, LEFT, pos=QPoint(10, 10))
    assert lab.session.experiment.silenced == ((1, 0),)
    assert lab.training.step == 1


def test_keyboard_on_an_input_that_is_off_is_enough(lab) -> None:
    lab.training.click("step")
    tab_to(lab, "network.diagram")
    for _ in range(3):
        lab.press(Qt.Key.Key_Down)
    assert said(lab) == KEYS
    lab.press(Qt.Key.Key_Return)
    assert lab.training.step == 0


def test_inputs_of_a_table_say_nothing(lab) -> None:
    lab.data.choose("dataset", "Iris")
    lab.training.click("step")
    tab_to(lab, "network.diagram")
    lab.press(Qt.Key.Key_Down)
    assert lab.session.selection.layer == 0
    assert said(lab) not in (ANEW, KEYS)


def test_what_has_the_keyboard_speaks_again_when_the_mouse_has_left(lab) -> None:
    lab.training.click("step")
    tab_to(lab, "data.noise")
    step = lab.window.findChild(QWidget, "training.step")
    hover(step)
    assert said(lab) == step.statusTip() != ANEW
    QApplication.sendEvent(step, QEvent(QEvent.Type.Leave))
    assert said(lab) == ANEW


# Remedies


@pytest.fixture
def symmetric(lab, qtbot):
    """A network whose neurons are all alike, and the remedy for it in sight."""
    lab.window.panels["settings"].toggleViewAction().trigger()
    SettingsPage(lab.window).choose("initializer", "Zeros")
    lab.training.click("step")
    qtbot.waitUntil(lambda: lab.window.findChild(QWidget, "hint.apply").isVisible())
    return lab


def test_mouse_on_a_remedy_that_begins_anew_is_enough(symmetric) -> None:
    lab = symmetric
    remedy, finding = lab.window.findChild(QPushButton, "hint.apply"), said(lab)
    hover(remedy)
    words = f"“{remedy.text()}” begins the training anew; Undo brings the trained weights back."
    assert said(lab) == remedy.toolTip() == words
    assert remedy.isVisible(), "it does not flee from the mouse"
    QApplication.sendEvent(remedy, QEvent(QEvent.Type.Leave))
    assert said(lab) == finding
    QTest.mouseClick(remedy, LEFT)
    assert lab.training.step == 0
    assert lab.session.experiment.initializer != "zeros"
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.training.step == 1


def test_keyboard_on_a_remedy_that_begins_anew_is_enough(symmetric) -> None:
    lab = symmetric
    tab_to(lab, "hint.apply")
    assert said(lab).endswith("begins the training anew; Undo brings the trained weights back.")
    lab.press(Qt.Key.Key_Space)
    assert lab.training.step == 0


def test_a_remedy_that_takes_effect_at_once_says_nothing(lab, qtbot) -> None:
    lab.training.type_in("learning_rate", "3")
    lab.training.step_epoch()
    remedy = lab.window.findChild(QPushButton, "hint.apply")
    qtbot.waitUntil(remedy.isVisible)
    finding, trainer = said(lab), lab.session.trainer
    hover(remedy)
    assert said(lab) == finding
    QTest.mouseClick(remedy, LEFT)
    assert lab.session.trainer is trainer


# Menus


ENTRIES = [
    ("Training", "Reset"),
    ("Training", "New first weights"),
    ("Examples", "Iris"),
    ("Examples", "Digits 8×8"),
    ("File", "Import data…"),
    ("File", "Import weights…"),
]


@pytest.mark.parametrize(("title", "words"), ENTRIES)
def test_mouse_on_an_entry_that_begins_anew_is_enough(lab, title: str, words: str) -> None:
    lab.training.click("step")
    menu = open_menu(lab, title)
    point_at(menu, words)
    assert "begin" in said(lab).lower()
    assert "anew" in said(lab)


@pytest.mark.parametrize(("title", "words"), ENTRIES)
def test_keyboard_on_an_entry_that_begins_anew_is_enough(lab, title: str, words: str) -> None:
    lab.training.click("step")
    letter = {"Training": Qt.Key.Key_T, "Examples": Qt.Key.Key_X, "File": Qt.Key.Key_F}[title]
    QTest.keyClick(lab.window, letter, Qt.KeyboardModifier.AltModifier)
    walk_to_entry(words)
    assert "begin" in said(lab).lower()
    assert "anew" in said(lab)
