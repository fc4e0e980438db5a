"""The picture is what the network predicts, the points are the data."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.data import Dataset, DataSpec, OwnData
from engine.experiment import Experiment
from gui.appearance import appearance
from gui.panels.output_panel import OutputPanel
from gui.presets import load_preset
from gui.session import Session
from gui.widgets.choice import Choice


@pytest.fixture
def panel(output_panel: OutputPanel) -> OutputPanel:
    return output_panel


def predictions(session: Session) -> np.ndarray:
    """(rows, columns, n_L) over the plane."""
    plane = session.field.plane
    predicted = session.network.predict(session.prepared.transform(plane.inputs))
    return predicted.reshape(*plane.shape, -1)


def test_field_is_the_prediction(panel: OutputPanel) -> None:
    for _ in range(3):
        panel.session.advance(20)
        assert np.allclose(panel.plot.field_image.image, predictions(panel.session)[..., 0])


def test_field_of_a_sigmoid_is_between_no_and_yes(panel: OutputPanel) -> None:
    """Breast cancer's output says 0 for no and 1 for yes; the colours say −1 and +1."""
    panel.session.open_experiment(load_preset("breast_cancer"))
    panel.session.advance(5)
    activation = panel.session.experiment.network.layers[-1].activation
    expected = predictions(panel.session)[..., 0]
    if activation == "sigmoid":
        expected = 2 * expected - 1
    assert np.allclose(panel.plot.field_image.image, expected)


def test_classes_are_the_most_probable_ones(panel: OutputPanel) -> None:
    panel.session.open_experiment(load_preset("iris"))
    panel.session.advance(100)
    winners = predictions(panel.session).argmax(axis=2)
    shown = panel.plot.class_image.image
    assert len(np.unique(winners)) == 3
    for first in range(3):
        colours = shown[winners == first][:, :3].astype(int)
        others = shown[winners != first][:, :3].astype(int)
        sure = colours[np.abs(colours - colours.mean(axis=0)).sum(axis=1).argmin()]
        assert not (others == sure).all(axis=1).all()


def test_curve_is_the_prediction(panel: OutputPanel) -> None:
    panel.session.open_experiment(load_preset("sine"))
    panel.session.advance(100)
    x, y = panel.plot.curve.getData()
    inputs = panel.session.prepared.transform(x[:, None])
    assert np.allclose(y, panel.session.network.predict(inputs)[:, 0])


@pytest.mark.parametrize("preset", ["circle", "iris", "sine", "plane", "gate_xor"])
def test_points_are_the_data_in_their_own_units(panel: OutputPanel, preset: str) -> None:
    panel.session.open_experiment(load_preset(preset))
    prepared, axes = panel.session.prepared, list(panel.session.field.plane.axes)
    for part, data in (("train", prepared.raw_train), ("test", prepared.raw_test)):
        positions = panel.plot.points.positions[part]
        expected = data.inputs[:, axes]
        if len(axes) == 1:
            expected = np.column_stack([expected, data.targets])
        assert np.allclose(np.sort(positions, axis=0), np.sort(expected, axis=0))


def test_points_follow_the_axes(panel: OutputPanel) -> None:
    panel.session.open_experiment(load_preset("iris"))
    for name, axis in (("x_axis", 0), ("y_axis", 1)):
        choice = panel.findChild(Choice, f"output.{name}")
        choice.setCurrentIndex(axis)
        choice.activated.emit(axis)
    expected = panel.session.prepared.raw_train.inputs[:, [0, 1]]
    assert np.allclose(panel.plot.points.positions["train"], expected)


def test_classes_come_and_go_with_the_data(panel: OutputPanel) -> None:
    """Three classes, two, ten, and back: no point of the data before is left."""
    for preset in ("iris", "circle", "digits", "gate_and", "sine", "iris"):
        panel.session.open_experiment(load_preset(preset))
        points = panel.plot.points
        shown = sum(len(layer.getData()[0]) for layer in points.layers.values())
        prepared = panel.session.prepared
        assert shown == len(prepared.raw_train) + len(prepared.raw_test)


def test_theme_may_change_over_data_that_cannot_be_drawn(panel: OutputPanel) -> None:
    """Three values of numbers, then two classes of thirty inputs: the marks of the first are still there."""
    panel.session.open_experiment(load_preset("plane"))
    panel.session.open_experiment(load_preset("breast_cancer"))
    appearance().set_theme("dark")
    panel.session.open_experiment(load_preset("circle"))
    assert len(panel.drawing.chips) == 2


def test_what_is_held_is_said_for_one_input_and_for_more(panel: OutputPanel) -> None:
    values = np.random.default_rng(0).normal(size=(12, 4))
    note = panel.findChild(QLabel, "output.note")
    for count, said in (
        (3, "The other input is held at its mean."),
        (4, "The other 2 inputs are held at their mean."),
    ):
        names = tuple("abcd"[:count])
        own = OwnData("table", Dataset(values[:, :count], values[:, :1], "regression", names))
        panel.session.open_experiment(Experiment().with_data(DataSpec.of_own(own)))
        assert note.text() == said
