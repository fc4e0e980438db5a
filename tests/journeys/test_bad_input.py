"""What a person may get wrong in the window: one clear sentence, and nothing is lost."""

import pytest
from journey_pages import Page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.widgets.number_field import NumberField


@pytest.fixture
def trained(lab):
    lab.training.step_epoch()
    return lab


def cost(lab) -> str:
    return lab.training.text("train_loss")


@pytest.mark.parametrize("typed", ["abc", "", "0,0,3", "1_0"])
def test_learning_rate_that_is_no_number(trained, typed: str) -> None:
    before = cost(trained)
    trained.training.type_in("learning_rate", typed)
    assert trained.message == f"Learning rate η is “{typed}”, but takes a number such as 0.03."
    assert trained.training.shown("learning_rate") == "0.03"
    assert (trained.training.epoch, cost(trained)) == (1, before)


@pytest.mark.parametrize("typed", ["-1", "1e400", "nan", "inf"])
def test_learning_rate_out_of_bounds(trained, typed: str) -> None:
    before = cost(trained)
    trained.training.type_in("learning_rate", typed)
    assert trained.message.startswith("Learning rate η is ")
    assert trained.message.endswith(", but takes a number from 0 to 1000000.")
    assert trained.training.shown("learning_rate") == "0.03"
    assert (trained.training.epoch, cost(trained)) == (1, before)


@pytest.mark.parametrize(("typed", "rate"), [("0.05", 0.05), ("0,05", 0.05), (" 1e-3 ", 0.001)])
def test_learning_rate_in_any_spelling(trained, typed: str, rate: float) -> None:
    trained.training.type_in("learning_rate", typed)
    assert trained.message == ""
    assert trained.session.experiment.training.optimizer.rate == rate
    assert trained.training.epoch == 1


def test_whole_numbers_are_refused_in_one_sentence_wherever_they_are_typed(trained, hand) -> None:
    before = trained.session.experiment

    def refuse(name: str, caption: str, typed: str) -> None:
        old = hand.shown(name)
        hand.write(name, typed)
        assert trained.message.startswith(f"{caption}: “{typed}” is n")
        assert "whole number from" in trained.message
        assert hand.shown(name) == old

    refuse("training.batch_size", "Batch size", "0,5")
    hand.push("data.more")
    refuse("data.samples", "Examples", "1e400")
    refuse("data.seed", "Seed", "-1")
    hand.push("training.more")
    refuse("settings.seed", "Seed", "abc")
    hand.menu("View", "Panels", "Layer table")
    refuse("table.neurons_1", "Neurons of layer 1", "0")
    assert trained.session.experiment is before
    assert trained.training.epoch == 1


@pytest.mark.parametrize(
    ("optimizer", "schedule"),
    [
        ("Momentum", "Steps"),
        ("RMSprop", "Cosine"),
        ("AdamW", "Exponential"),
        ("Nesterov", "Warm-up"),
    ],
)
@pytest.mark.parametrize("typed", ["nan", "-1"])
def test_every_field_of_the_settings_refuses_in_its_own_words(trained, optimizer, schedule, typed) -> None:
    trained.training.click("more")
    trained.training.choose("optimizer", optimizer)
    page = Page(trained.window)
    page.prefix = "settings"
    page.choose("penalty", "L2")
    page.choose("schedule", schedule)
    before = trained.session.experiment
    fields = [
        field for field in trained.window.findChildren(NumberField) if field.isVisibleTo(trained.window)
    ]
    fields = [field for field in fields if field.objectName().startswith("settings.")]
    assert len(fields) > 7
    for field in fields:
        old = field.text()
        trained.window.message.hide()
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        caption = field.accessibleName().removesuffix(" %")
        assert trained.message.startswith(f"{caption} is "), field.objectName()
        assert ", but takes a" in trained.message
        assert field.text() == old
    assert trained.session.experiment is before


def test_letters_typed_in_a_field_are_no_commands(trained) -> None:
    """R resets and Space plays, but not while a number is typed."""
    trained.training.type_in("learning_rate", "R r", end=None)
    assert trained.training.epoch == 1
    assert not trained.training.is_playing
    trained.press(Qt.Key.Key_Escape)
    assert trained.training.shown("learning_rate") == "0.03"
    assert trained.message == ""


def test_escape_closes_the_message(trained) -> None:
    trained.training.type_in("learning_rate", "abc")
    assert trained.message
    trained.press(Qt.Key.Key_Escape)
    assert trained.message == ""


def test_cross_closes_the_message(trained) -> None:
    trained.training.type_in("learning_rate", "abc")
    trained.on_window.click("message_close")
    assert trained.message == ""


def test_playing_clears_an_old_message(trained) -> None:
    trained.training.type_in("learning_rate", "abc")
    trained.press(Qt.Key.Key_Space)
    assert trained.message == ""
    trained.press(Qt.Key.Key_Space)


@pytest.mark.parametrize("put_right", ["the same", "another thing", "a weight", "undo"])
def test_what_is_accepted_next_clears_an_old_message(trained, canvas, put_right: str) -> None:
    trained.training.type_in("learning_rate", "0.1")
    trained.training.type_in("learning_rate", "abc")
    trained.training.click("step")
    canvas.pick(1, 3, 1)
    assert trained.message, "neither a step nor looking elsewhere has to do with it"
    if put_right == "the same":
        trained.training.type_in("learning_rate", "0.05")
    elif put_right == "another thing":
        trained.training.choose("optimizer", "Adam")
    elif put_right == "a weight":
        canvas.click_value()
        trained.press_with("ctrl", Qt.Key.Key_A)
        canvas.write("0.5")
        trained.press(Qt.Key.Key_Return)
    else:
        trained.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert trained.message == ""


def test_a_click_that_finds_the_fault_does_not_clear_its_message(trained) -> None:
    """Leaving the field finds it, and what is clicked is an edit that is accepted."""
    place = trained.network.centers()["x₁²"]
    trained.training.type_in("learning_rate", "abc", end=None)
    window = trained.window.windowHandle()
    spot = trained.network.diagram.mapTo(trained.window, QPoint(*place))
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()
    assert trained.network.inputs == ("x₁", "x₂", "x₁²")
    assert "takes a number" in trained.message
    trained.training.type_in("learning_rate", "0.05")
    assert trained.message == ""


@pytest.mark.parametrize("content", [b"", b"these are no weights"])
def test_file_that_is_no_weights_file(trained, tmp_path, content: bytes) -> None:
    before = cost(trained)
    path = trained.files.place = tmp_path / "weights.npz"
    path.write_bytes(content)
    trained.menu("File", "Import weights…")
    assert "weights.npz" in trained.message
    assert "choose" in trained.message
    assert (trained.training.epoch, cost(trained)) == (1, before)


def test_folder_that_does_not_exist(trained, tmp_path) -> None:
    trained.files.place = tmp_path / "nowhere" / "weights.npz"
    trained.menu("File", "Export weights…")
    assert "cannot be written" in trained.message
    trained.files.place = tmp_path / "nowhere" / "picture.png"
    trained.menu("File", "Export picture…")
    assert "picture.png cannot be written" in trained.message


@pytest.mark.parametrize("entry", ["Export weights…", "Export picture…"])
def test_unknown_suffix_leaves_the_file_that_is_there(trained, tmp_path, entry: str) -> None:
    path = trained.files.place = tmp_path / "precious.txt"
    path.write_text("precious")
    trained.menu("File", entry)
    assert "suffix" in trained.message
    assert path.read_text() == "precious"


def test_divergence_is_said_and_a_reset_helps(lab, qtbot) -> None:
    lab.data.choose("dataset", "Plane")
    lab.training.choose_activation("ReLU")
    lab.training.type_in("learning_rate", "1000")
    lab.training.click("play")
    qtbot.waitUntil(lambda: "diverged" in lab.message)
    assert not lab.training.is_playing
    lab.training.type_in("learning_rate", "0.001")
    lab.training.click("reset")
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 2)
    assert lab.message == ""
    lab.training.click("play")


def test_one_input_cannot_span_both_axes(lab) -> None:
    lab.data.choose("dataset", "Iris")
    across, up = lab.output.shown("x_axis"), lab.output.shown("y_axis")
    lab.output.choose("x_axis", up)
    assert "two different inputs" in lab.message
    assert (lab.output.shown("x_axis"), lab.output.shown("y_axis")) == (across, up)
