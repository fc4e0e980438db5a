"""The keys +, − and Delete on neurons and on whole layers; nothing odd happens on those that the data make."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

Key = Qt.Key


@pytest.fixture
def keys(lab):
    """The keyboard in the network, with which its keys are pressed by name."""
    for _ in range(120):
        if QApplication.focusWidget() is lab.network.diagram:
            break
        lab.press(Key.Key_Tab)
    else:
        raise AssertionError("Tab does not reach the network")

    def press(*names: str) -> None:
        for name in names:
            lab.press(getattr(Key, f"Key_{name}"))

    return press


def picked(lab) -> tuple[int | None, int | None]:
    return lab.session.selection.layer, lab.session.selection.neuron


def test_delete_removes_the_whole_layer_that_is_picked(lab, keys) -> None:
    """Also one in the middle, and one of a single neuron; to the last of them."""
    keys("Plus")
    assert lab.network.sizes == (2, 4, 2, 2, 1)
    keys("L", "Right", "Right")
    assert picked(lab) == (2, None)
    keys("Minus")
    assert lab.network.sizes == (2, 4, 1, 2, 1)
    keys("Delete")
    assert lab.network.sizes == (2, 4, 2, 1)
    assert lab.session.undo_stack.undoText() == "Remove a hidden layer"
    assert picked(lab) == (2, None)
    keys("Left", "Delete", "Delete")
    assert lab.network.sizes == (2, 1)
    assert lab.message == ""
    for _ in range(5):
        lab.press_with("ctrl", Key.Key_Z)
    assert lab.network.sizes == (2, 4, 2, 1)


def test_plus_and_minus_on_a_whole_layer_are_neurons(lab, keys) -> None:
    keys("L", "Right", "Plus", "Plus")
    assert lab.network.sizes == (2, 6, 2, 1)
    keys("Minus")
    assert lab.network.sizes == (2, 5, 2, 1)
    assert picked(lab) == (1, None)


def test_the_neuron_that_is_picked_goes_and_the_keys_go_on_beside_it(lab, keys) -> None:
    keys("L", "Right", "Down", "Down", "Down", "Down")
    assert picked(lab) == (1, 3)
    lab.session.set_silenced(1, 3, True)
    keys("Up", "Delete")
    assert lab.network.sizes == (2, 3, 2, 1)
    assert lab.session.experiment.silenced == ((1, 2),), "the neuron below has moved up"
    assert picked(lab) == (1, 2)
    keys("Minus", "Minus")
    assert (lab.network.sizes, picked(lab)) == ((2, 1, 2, 1), (1, 0))


@pytest.mark.parametrize("key", ["Minus", "Delete"])
def test_the_last_neuron_stays_and_a_sentence_says_what_removes_its_layer(lab, keys, key: str) -> None:
    keys("L", "Right", "Right", "Minus", "Down", key)
    assert lab.network.sizes == (2, 4, 1, 1)
    said = "Layer 2 has one neuron left; with the whole layer picked (L), Delete removes it."
    assert lab.message == said
    keys("L", "Delete")
    assert lab.network.sizes == (2, 4, 1)


@pytest.mark.parametrize("is_whole", [True, False], ids=["layer", "neuron"])
def test_the_output_stays_and_plus_adds_a_layer_before_it(lab, keys, is_whole: bool) -> None:
    keys("L", "Right", "Right", "Right", *(() if is_whole else ("Down",)))
    for key in ("Minus", "Delete"):
        keys(key)
        assert lab.network.sizes == (2, 4, 2, 1)
        assert lab.message == "The output layer stays: it has a neuron for every number the data asks for."
    keys("Plus", "Plus")
    assert lab.network.sizes == (2, 4, 2, 2, 2, 1)
    assert picked(lab) == (5, None if is_whole else 0)


def test_keys_on_all_inputs_say_how_one_is_switched(lab, keys) -> None:
    keys("L")
    for key in ("Plus", "Minus", "Delete"):
        keys(key)
        assert lab.network.sizes == (2, 4, 2, 1)
        assert lab.message.startswith("Inputs are switched one by one")
    keys("Down", "Plus")
    assert lab.network.sizes == (2, 4, 2, 1), "it is on already"


def test_inputs_of_a_table_stay(lab, keys) -> None:
    lab.data.choose("dataset", "Iris")
    lab.network.diagram.setFocus(Qt.FocusReason.TabFocusReason)
    keys("L")
    for place in ((), ("Down",)):
        keys(*place)
        for key in ("Plus", "Minus", "Delete"):
            keys(key)
            assert lab.network.sizes == (4, 4, 2, 3)
            assert lab.message == "The inputs come with the data; the network is given all of them."


def test_a_weight_is_made_0_and_nothing_more(lab, keys) -> None:
    keys("Down", "Right")
    assert lab.session.selection.source == 0
    keys("Minus")
    assert lab.session.network.weights[0][0, 0] == 0.0
    assert lab.network.sizes == (2, 4, 2, 1)


def test_what_goes_with_a_layer_is_said_quietly(lab, keys) -> None:
    lab.session.set_silenced(2, 0, True)
    lab.session.set_silenced(1, 3, True)
    keys("L", "Right", "Right", "Delete")
    said = lab.window.findChild(QLabel, "window.said").toolTip()
    assert said == "Switched-off neurons that went with this change: 1. Undo brings them back."
    assert lab.message == ""
    assert lab.session.experiment.silenced == ((1, 3),)


def test_keys_make_no_more_than_the_buttons_and_say_where_more_is_made(lab, keys) -> None:
    keys(*["Plus"] * 6)
    assert lab.network.sizes == (2, 4, 2, 2, 2, 2, 2, 2, 2, 1)
    assert lab.message == ""
    keys("Plus")
    assert len(lab.network.sizes) == 10
    assert "up to 8 hidden layers; the layer table (View, Panels) adds more." in lab.message
    keys("Escape", "L", "Right", *["Plus"] * 28)
    assert lab.network.sizes[1] == 32
    assert lab.message == ""
    keys("Plus")
    assert lab.network.sizes[1] == 32
    assert "up to 32 neurons in a layer; the layer table (View, Panels) takes more." in lab.message
    keys("Escape", *["Right"] * 9)
    assert picked(lab) == (9, None)
    keys("Plus")
    assert len(lab.network.sizes) == 10
    assert picked(lab) == (9, None)
    assert "up to 8 hidden layers" in lab.message


def test_enter_on_a_whole_layer_opens_what_it_has_to_choose_from(lab, keys) -> None:
    def choose(words: str) -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _ in menu.actions():
            QTest.keyClick(menu, Key.Key_Down)
            if menu.activeAction().text() == words:
                break
        else:
            raise AssertionError(f"the arrows do not reach {words}")
        QTest.keyClick(menu, Key.Key_Return)
        assert QApplication.activePopupWidget() is None

    keys("L", "Right", "Return")
    choose("ReLU")
    assert [layer.activation for layer in lab.session.experiment.network.layers] == ["relu", "tanh", "tanh"]
    assert picked(lab) == (1, None)
    keys("Right", "Return")
    choose("Move towards the inputs")
    assert lab.network.sizes == (2, 2, 4, 1)
    keys("Left", "Left", "Return")
    choose("Input x₁²")
    assert lab.network.inputs == ("x₁", "x₂", "x₁²")
