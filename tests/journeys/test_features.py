"""What the network is given: inputs switched on and off on the canvas, by mouse and by keyboard."""

from journey_pages import click_entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

Key = Qt.Key
PLAYGROUND = ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂")


def tab_to_network(lab) -> None:
    for _ in range(120):
        if QApplication.focusWidget() is lab.network.diagram:
            return
        lab.press(Key.Key_Tab)
    raise AssertionError("Tab does not reach the network")


def test_all_features_stand_on_the_canvas_and_two_are_on(lab) -> None:
    assert lab.network.inputs == PLAYGROUND[:2]
    assert lab.network.spare_inputs == PLAYGROUND[2:]


def test_click_switches_on_and_the_cross_off(lab) -> None:
    lab.network.click_input("x₁²")
    lab.network.click_input("x₂²")
    assert lab.network.sizes == (4, 4, 2, 1)
    assert lab.network.inputs == PLAYGROUND[:4]
    lab.network.cross_out("x₁")
    lab.network.cross_out("x₂")
    assert lab.network.inputs == ("x₁²", "x₂²")
    assert lab.network.spare_inputs == ("x₁", "x₂", "x₁x₂", "sin x₁", "sin x₂")
    assert lab.session.experiment.data.features == ("x1_squared", "x2_squared")


def test_no_tile_leaves_its_place_when_another_is_switched(lab) -> None:
    before = lab.network.centers()
    assert set(before) == set(PLAYGROUND)
    lab.network.click_input("x₁x₂")
    lab.network.cross_out("x₁")
    assert lab.network.centers() == before


def test_two_squares_tell_the_circle_apart(lab) -> None:
    """A circle is a sum of squares: with them one straight line is enough."""
    for name in ("x₁²", "x₂²"):
        lab.network.click_input(name)
    for name in ("x₁", "x₂"):
        lab.network.cross_out(name)
    for _ in range(30):
        lab.training.step_epoch()
    assert lab.training.accuracy >= 98


def test_switches_are_undone(lab) -> None:
    lab.network.click_input("sin x₁")
    lab.network.cross_out("x₂")
    assert lab.network.inputs == ("x₁", "sin x₁")
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.network.inputs == ("x₁", "x₂", "sin x₁")
    lab.press_with("ctrl", Key.Key_Z)
    assert lab.network.inputs == ("x₁", "x₂")


def test_last_input_stays_and_a_sentence_says_why(lab) -> None:
    lab.network.cross_out("x₁")
    lab.network.cross_out("x₂")
    assert lab.message == "x₂ is the only input left; the network needs at least one."
    assert lab.network.inputs == ("x₂",)


def test_all_features_can_be_on(lab) -> None:
    for name in PLAYGROUND[2:]:
        lab.network.click_input(name)
    assert lab.network.inputs == PLAYGROUND
    assert lab.network.spare_inputs == ()
    lab.network.cross_out("sin x₂")
    assert lab.network.spare_inputs == ("sin x₂",)


def test_click_on_an_input_in_use_picks_it(lab) -> None:
    lab.network.click_input("x₂")
    assert (lab.session.selection.layer, lab.session.selection.neuron) == (0, 1)
    assert lab.network.inputs == ("x₁", "x₂")


def test_menu_of_an_input_offers_all_features(lab) -> None:
    place = lab.network.centers()["x₁"]
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(*place), lab.network.diagram.mapToGlobal(QPoint(*place))
    )
    QApplication.sendEvent(lab.network.diagram, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    *features, line, link = menu.actions()
    ticked = {action.text().removeprefix("Input "): action.isChecked() for action in features}
    assert ticked == {name: name in PLAYGROUND[:2] for name in PLAYGROUND}
    assert line.isSeparator()
    assert link.text() == "New link from here…"
    product = next(action for action in menu.actions() if action.text() == "Input x₁x₂")
    click_entry(menu, product)
    assert lab.network.inputs == ("x₁", "x₂", "x₁x₂")


def test_keyboard_alone_switches_features(lab) -> None:
    tab_to_network(lab)
    for _ in range(4):  # from nowhere to x₁, then down to the second that is off
        lab.press(Key.Key_Down)
    assert lab.session.selection.layer is None
    lab.press(Key.Key_Return)
    assert lab.session.experiment.data.features == ("x1", "x2", "x2_squared")
    assert (lab.session.selection.layer, lab.session.selection.neuron) == (0, 2)
    lab.press(Key.Key_Up)
    lab.press(Key.Key_Plus)
    assert lab.session.experiment.data.features == ("x1", "x2", "x1_squared", "x2_squared")
    lab.press(Key.Key_Up)
    lab.press(Key.Key_Delete)
    lab.press(Key.Key_Up)
    lab.press(Key.Key_Minus)
    assert lab.session.experiment.data.features == ("x1_squared", "x2_squared")
    lab.press(Key.Key_Delete)  # it is off already
    assert lab.network.sizes == (2, 4, 2, 1)
    lab.press(Key.Key_Escape)
    assert lab.network.diagram.selected is None
    lab.press(Key.Key_Tab)
    assert QApplication.focusWidget() is not lab.network.diagram


def test_real_tables_have_their_inputs_and_no_more(lab) -> None:
    lab.data.choose("dataset", "Iris")
    assert len(lab.network.inputs) == 4
    assert lab.network.spare_inputs == ()
    tab_to_network(lab)
    lab.press(Key.Key_Down)
    assert lab.session.selection.layer == 0
    lab.press(Key.Key_Minus)
    assert lab.network.sizes[0] == 4


def test_chosen_input_stays_where_the_picture_is_small(lab) -> None:
    """Where there is no room for what is off, the menu still has it."""
    lab.network.diagram.resize(400, 240)
    assert lab.network.spare_inputs == ()
    assert lab.network.inputs == ("x₁", "x₂")
