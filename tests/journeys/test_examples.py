"""Every kind of data can be chosen, seen and trained."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gui.presets import preset_names
from gui.wording import dataset_name

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made


def play_epochs(lab, even_time, count: int) -> None:
    lab.training.choose("speed", "fastest")
    lab.training.click("play")
    even_time.until(lambda: lab.training.epoch >= count, 60)
    lab.training.click("play")


@pytest.mark.parametrize(
    ("words", "inputs", "outputs"),
    [
        ("Iris", 4, 3),
        ("Wine", 13, 3),
        ("Digits 8×8", 64, 10),
        ("Breast cancer", 30, 1),
        ("Sine", 1, 1),
        ("XOR gate", 2, 1),
        ("Plane", 2, 1),
        ("Spiral", 2, 1),
    ],
)
def test_dataset_shapes_the_ends_of_the_network_and_trains(
    lab, even_time, words: str, inputs: int, outputs: int
) -> None:
    lab.data.choose("dataset", words)
    assert (lab.network.sizes[0], lab.network.sizes[-1]) == (inputs, outputs)
    before = lab.training.train_cost
    play_epochs(lab, even_time, 20)
    assert lab.training.train_cost < before
    assert lab.message == ""
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.data.shown("dataset") == "Circle"


def test_every_example_opens_from_the_menu_and_steps(lab) -> None:
    for name in preset_names():
        lab.menu("Examples", dataset_name(name))
        assert lab.data.shown("dataset") == dataset_name(name)
        before = lab.training.readouts()
        lab.training.step_epoch()
        assert lab.training.epoch == 1
        assert lab.training.readouts() != before
        assert lab.message == ""
    assert len(lab.unsaved.asked) == len(preset_names()) - 1  # an untouched start is nobody's work


def test_more_than_two_inputs_say_which_two_are_seen(lab) -> None:
    assert not lab.output.has("x_axis")
    lab.data.choose("dataset", "Iris")
    assert lab.output.has("x_axis")
    assert "The other 2 inputs are held at their mean." in lab.output.says("note")
    lab.data.choose("dataset", "Sine")
    assert not lab.output.has("x_axis")
    assert lab.output.says("note") == ""


def test_other_inputs_may_be_looked_at(lab) -> None:
    lab.data.choose("dataset", "Iris")
    names = {lab.output.shown("x_axis"), lab.output.shown("y_axis")}
    other = next(name for name in ("sepal length (cm)", "sepal width (cm)") if name not in names)
    before = lab.picture(lab.output.plot)
    lab.output.choose("x_axis", other)
    assert lab.output.shown("x_axis") == other
    assert not np.array_equal(lab.picture(lab.output.plot), before)
    # Training goes on in the chosen plane.
    lab.training.step_epoch()
    assert lab.output.shown("x_axis") == other


def test_gates_have_four_examples_and_nothing_to_draw(lab) -> None:
    lab.data.choose("dataset", "AND gate")
    assert "4 examples" in lab.data.about
    lab.data.open("more")
    assert not lab.data.is_enabled("samples")
    assert not lab.data.is_enabled("noise")
    assert not lab.data.is_enabled("redraw")
    assert not lab.output.is_enabled("show_test")


def test_new_data_are_other_data_of_the_same_kind(lab) -> None:
    before = lab.session.prepared.train.inputs.copy()
    lab.data.click("redraw")
    assert lab.data.shown("dataset") == "Circle"
    assert not np.array_equal(lab.session.prepared.train.inputs, before)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert np.array_equal(lab.session.prepared.train.inputs, before)


def test_number_of_examples_is_typed(lab, hand) -> None:
    hand.push("data.more")
    hand.write("data.samples", "40")
    assert "40 examples" in lab.data.about
    assert len(lab.session.prepared.raw_train) + len(lab.session.prepared.raw_test) == 40


def test_all_data_for_training_leaves_no_test_cost(lab) -> None:
    lab.data.drag_to_end("train_share")
    assert lab.session.experiment.data.train_fraction == 1.0
    assert lab.training.text("test_loss") == "–"
    assert not lab.output.is_enabled("show_test")
    lab.training.step_epoch()
    assert lab.training.accuracy >= 0
    assert lab.session.undo_stack.count() == 1
