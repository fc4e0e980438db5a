"""The first lesson: launch, choose the circle, play until it is learned, pause, step, reset, export."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEARNED = 0.05


@pytest.fixture
def learned(lab, even_time):
    """The circle, learned by playing and paused."""
    lab.data.choose("dataset", "Circle")
    lab.training.choose("speed", "fastest")
    lab.training.click("play")
    even_time.until(lambda: lab.training.test_cost < LEARNED, 60)
    lab.training.click("play")
    return lab


def test_window_opens_on_something_to_train(lab) -> None:
    assert lab.data.shown("dataset") == "Circle"
    assert lab.network.sizes == (2, 4, 2, 1)
    assert (lab.training.epoch, lab.training.step) == (0, 0)
    assert not lab.training.is_playing
    assert lab.message == ""


def test_playing_learns_the_circle(learned) -> None:
    assert not learned.training.is_playing
    assert learned.training.test_cost < LEARNED
    assert learned.training.accuracy > 90
    assert learned.training.epoch > 1
    # Paused, the bar shows the present moment exactly.
    metrics = learned.session.trainer.evaluate()
    assert learned.training.text("test_loss") == f"{metrics.test_cost:.4f}"
    assert learned.training.text("train_loss") == f"{metrics.train_cost:.4f}"


def test_steps_are_counted(learned) -> None:
    before = learned.training.step
    learned.training.click("step")
    assert learned.training.step == before + 1
    learned.training.step_epoch()
    epoch = learned.training.epoch
    assert learned.session.trainer.steps_left_in_epoch == learned.session.trainer.steps_per_epoch
    learned.training.step_epoch()
    assert learned.training.epoch == epoch + 1


def test_reset_gives_the_very_same_start(lab, even_time) -> None:
    weights, readouts = lab.session.network.parameters.copy(), lab.training.readouts()
    picture = lab.picture(lab.network.diagram)
    lab.training.click("play")
    even_time.until(lambda: lab.training.epoch >= 5, 5)
    lab.training.click("reset")
    assert not lab.training.is_playing
    assert np.array_equal(lab.session.network.parameters, weights)
    assert lab.training.readouts() == readouts
    # The mouse has left no mark on the diagram, so the very same picture is back.
    assert np.array_equal(lab.picture(lab.network.diagram), picture)


def test_exported_weights_predict_the_same_in_plain_numpy(learned, tmp_path) -> None:
    path = learned.files.place = tmp_path / "circle.npz"
    learned.menu("File", "Export weights…")
    assert str(path) in learned.status
    inputs = learned.session.prepared.test.inputs
    with np.load(path) as weights:
        a = inputs.T
        for layer in (0, 2, 4):
            a = np.tanh(weights[f"{layer}.weight"] @ a + weights[f"{layer}.bias"][:, None])
    assert np.allclose(a.T, learned.session.network.predict(inputs), rtol=0, atol=1e-12)
    right = np.mean(np.sign(a[0]) == learned.session.prepared.test.targets[:, 0])
    assert int(right * 100) == learned.training.accuracy


def test_exported_picture_is_the_window(learned, tmp_path) -> None:
    path = learned.files.place = tmp_path / "circle.png"
    learned.menu("File", "Export picture…")
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (1280, 720)
    # Many colours: not a blank sheet.
    assert len(np.unique(learned.picture().reshape(-1, 3), axis=0)) > 100
    assert path.name in learned.status


def test_weights_come_back_in_another_start(learned, launch, tmp_path) -> None:
    path = learned.files.place = tmp_path / "circle.npz"
    learned.menu("File", "Export weights…")
    second = launch()
    assert second.training.test_cost > LEARNED
    second.files.place = path
    second.menu("File", "Import weights…")
    assert second.training.text("test_loss") == learned.training.text("test_loss")
    assert second.training.step == 0


def test_thinking_better_of_an_export_does_nothing(lab) -> None:
    lab.files.place = None
    lab.menu("File", "Export weights…")
    assert lab.files.titles == ["Export weights"]
    assert lab.message == ""
    assert lab.status == ""
