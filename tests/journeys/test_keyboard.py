"""The program without a mouse."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from gui.plots.diagram_keys import Spot


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget else ""


def tab_to(lab, name: str) -> None:
    """Press Tab until the control of that name has the keyboard."""
    for _ in range(120):
        if focus_name() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def test_command_keys(lab, qtbot) -> None:
    first = lab.training.readouts()
    lab.press(Qt.Key.Key_Right)
    assert lab.training.step == 1
    lab.press_with("shift", Qt.Key.Key_Right)
    assert lab.training.epoch == 1
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    qtbot.waitUntil(lambda: lab.training.epoch > 2)
    lab.press(Qt.Key.Key_R)
    assert not lab.training.is_playing
    assert lab.training.readouts() == first
    lab.press_with("shift", Qt.Key.Key_R)
    assert lab.training.readouts() != first
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.training.readouts() == first


def test_focused_check_box_keeps_space_for_itself(lab) -> None:
    tab_to(lab, "data.more")
    lab.press(Qt.Key.Key_Space)
    tab_to(lab, "data.standardize")
    lab.press(Qt.Key.Key_Space)
    assert lab.session.experiment.data.standardize
    assert not lab.training.is_playing


def test_focused_slider_keeps_the_arrows_for_itself(lab) -> None:
    tab_to(lab, "data.noise")
    lab.press(Qt.Key.Key_Right)
    lab.press(Qt.Key.Key_Right)
    assert lab.session.experiment.data.noise == 0.1
    assert lab.training.step == 0
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    lab.press(Qt.Key.Key_Space)


def test_focused_play_button_plays_once_for_a_space(lab) -> None:
    tab_to(lab, "training.play")
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    lab.press(Qt.Key.Key_Space)
    assert not lab.training.is_playing


def test_lists_are_chosen_from_with_arrows(lab) -> None:
    tab_to(lab, "training.optimizer")
    lab.press(Qt.Key.Key_Down)
    assert lab.training.shown("optimizer") == "Momentum"
    assert lab.session.experiment.training.optimizer.key == "momentum"
    tab_to(lab, "data.dataset")
    lab.press(Qt.Key.Key_Down)
    assert lab.session.experiment.data.dataset == "xor"
    assert lab.training.step == 0


def test_list_opens_with_space_and_takes_enter(lab) -> None:
    tab_to(lab, "training.optimizer")
    lab.press(Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    view = popup.findChildren(QWidget)[0]
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_End)
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Return)
    assert lab.session.experiment.training.optimizer.key == "adamw"
    assert not lab.training.is_playing


def test_rate_is_typed_and_enter_gives_the_keyboard_back(lab) -> None:
    tab_to(lab, "training.learning_rate")
    lab.press_with("ctrl", Qt.Key.Key_A)
    for key in (Qt.Key.Key_0, Qt.Key.Key_Period, Qt.Key.Key_1, Qt.Key.Key_Return):
        lab.press(key)
    assert lab.session.experiment.training.optimizer.rate == 0.1
    lab.press(Qt.Key.Key_Right)
    assert lab.training.step == 1


def test_network_is_shaped_with_tab_and_space(lab) -> None:
    tab_to(lab, "network.add_neuron_1")
    lab.press(Qt.Key.Key_Space)
    assert lab.network.sizes == (2, 5, 2, 1)
    tab_to(lab, "network.add_layer")
    lab.press(Qt.Key.Key_Space)
    assert lab.network.sizes == (2, 5, 2, 2, 1)
    assert not lab.training.is_playing


def test_menus_open_with_alt(lab) -> None:
    QTest.keyClick(lab.window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_S)
    assert lab.training.step == 1


def test_shift_tab_goes_back(lab) -> None:
    tab_to(lab, "data.noise")
    lab.press(Qt.Key.Key_Tab)
    assert focus_name() != "data.noise"
    lab.press_with("shift", Qt.Key.Key_Tab)
    assert focus_name() == "data.noise"


def test_click_on_a_control_leaves_the_keys_to_the_commands(lab) -> None:
    slider = lab.data.find(QSlider, "noise")
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton)
    lab.output.tick("show_test")
    lab.press(Qt.Key.Key_Space)
    assert lab.training.is_playing
    lab.press(Qt.Key.Key_Space)
    lab.press(Qt.Key.Key_Right)
    assert not lab.training.is_playing


def test_keys_go_on_from_what_was_clicked(lab) -> None:
    lab.network.pick(lab.network.diagram.spot_center(Spot(1, 0)))
    lab.press(Qt.Key.Key_Down)
    assert (lab.session.selection.layer, lab.session.selection.neuron) == (1, 1)
    lab.press(Qt.Key.Key_Right)
    assert lab.session.selection.layer == 2
    assert lab.training.step == 0, "Right walks on the canvas now"
    lab.press(Qt.Key.Key_Plus)
    assert lab.network.sizes == (2, 4, 3, 1)
    lab.press(Qt.Key.Key_Escape)
    assert lab.session.selection.layer is None
