"""Every panel shows the network as it was: beside it stands a window that was trained exactly to that step."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QSlider, QWidget

from engine.data.points import with_points
from gui.presets import load_preset
from gui.session import Selection, Session
from gui.session.own_points import change_points

END = 150
PANELS = ("data", "settings", "layer_table", "network", "output", "answers", "layers")
SPREADS = ("weights", "activations")
OTHERS = {
    "descend": ("slope", "network"),
    "explain": ("matrices", "steps", "parameters", "network"),
}
"""Panels of the other workspaces.

The path in the contours is that of the whole run, and the axis in the inspector grows with what it has shown: of these
two the words are read.
"""
AT_THE_POINT = ("cost", "slope", "gradient", "step")
READOUTS = ("epoch", "step_count", "train_loss", "test_loss", "accuracy")

Act = Callable[[Session], None]


def lead_otherwise(session: Session) -> None:
    training = session.experiment.training
    faster = replace(training, optimizer=replace(training.optimizer, learning_rate=0.3), batch_size=25)
    session.edit(replace(session.experiment, training=faster), "Lead otherwise")


def set_by_hand(session: Session) -> None:
    session.set_parameter(1, 1.5)
    session.set_frozen(2, True)
    session.set_silenced(1, 0, True)


def draw(session: Session) -> None:
    change_points(session, lambda own: with_points(own, np.array([[1.0, 1.0]]), np.array([1.0])), "Draw")


def redraw(session: Session) -> None:
    again = replace(session.experiment.data, seed=7)
    session.attempt(lambda experiment: experiment.with_data(again), "Redraw")


LED: dict[int, Act] = {90: lead_otherwise, 110: set_by_hand}
TAUGHT: dict[int, Act] = {**LED, 120: redraw, 140: draw}


def train(lab, preset: str, acts: dict[int, Act], until: int) -> None:
    """Train a preset up to a step, and do on the way what a person did."""
    session = lab.session
    lab.window.file.adopt(load_preset(preset))
    for step, act in acts.items():
        if step < until:
            session.advance(step - session.run.step_count)
            act(session)
    session.advance(until - session.run.step_count)
    for panel in PANELS:
        if not lab.window.panels[panel].isVisible():
            lab.window.panels.actions[panel].trigger()
    session.select(Selection(layer=1, neuron=0, source=0))  # its card stands in the network panel
    if len(session.field.plane.axes) == 2:
        session.probe.move((0.5, -0.5))


def walk_back_to(lab, step: int) -> None:
    """By the keys of the slider: in epochs, and the rest step by step."""
    slider = lab.window.findChild(QSlider, "timeline.slider")
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    while lab.session.trainer.step_count - slider.pageStep() >= step:
        QTest.keyClick(slider, Qt.Key.Key_PageDown)
    while lab.session.trainer.step_count > step:
        QTest.keyClick(slider, Qt.Key.Key_Left)
    slider.clearFocus()
    assert lab.session.trainer.step_count == step
    assert lab.session.is_in_the_past


def choose(lab, view: str) -> None:
    box = lab.window.findChild(QComboBox, "layers.view")
    box.setCurrentIndex(box.findData(view))
    box.activated.emit(box.currentIndex())


def seen_in(lab, name: str) -> np.ndarray:
    """A panel as it is on the screen."""
    panel = lab.window.panels[name]
    panel.raise_()
    for _ in range(20):
        QApplication.processEvents()
    return lab.picture(panel)


def everything(lab) -> dict[str, np.ndarray]:
    """All that is seen of the network and of what leads and teaches it."""
    pictures = {}
    for name in PANELS:
        if name == "layers":
            for view in SPREADS:
                choose(lab, view)
                pictures[f"layers: {view}"] = seen_in(lab, name)
        else:
            pictures[name] = seen_in(lab, name)
    return pictures


def curve(item) -> np.ndarray:
    """(n, 2) the points of a curve, those without a value left out."""
    points = np.transpose(item.getData())
    return points[np.isfinite(points).all(axis=1)]


@pytest.mark.parametrize(
    ("preset", "acts", "step"),
    [
        ("circle", TAUGHT, 63),
        ("circle", TAUGHT, 115),
        ("circle", TAUGHT, 131),
        ("iris", LED, 63),
        ("sine", LED, 100),
        ("digits", LED, 100),
    ],
)
def test_every_panel_is_as_in_a_window_that_was_trained_to_that_step(launch, preset, acts, step) -> None:
    there, fresh = launch(), launch()
    train(there, preset, acts, END)
    before = everything(there)
    walk_back_to(there, step)
    train(fresh, preset, acts, step)
    np.testing.assert_array_equal(there.session.network.parameters, fresh.session.network.parameters)
    shown, expected = everything(there), everything(fresh)
    others = [name for name in expected if not np.array_equal(shown[name], expected[name])]
    assert others == []
    assert not np.array_equal(shown["network"], before["network"]), "the end of the run looks otherwise"
    is_regression = preset == "sine"
    for name in READOUTS:
        readouts = [lab.window.findChild(QLabel, f"training.{name}") for lab in (there, fresh)]
        assert readouts[0].text() == readouts[1].text() != ""
        assert {readout.isVisible() for readout in readouts} == {not is_regression or name != "accuracy"}
    for name in ("network.card_title", "output.digit_answer", "output.digit_truth"):
        labels = [lab.window.findChild(QLabel, name) for lab in (there, fresh)]
        assert (labels[0] and labels[0].text()) == (labels[1] and labels[1].text())


def test_other_workspaces_are_as_in_a_window_that_was_trained_to_that_step(launch, qtbot) -> None:
    there, fresh = launch(), launch()
    train(there, "circle", TAUGHT, END)
    for workspace, panels in OTHERS.items():  # all are built and have shown the end of the run
        there.window.go_to(workspace)
        for name in panels:
            seen_in(there, name)
    walk_back_to(there, 115)
    train(fresh, "circle", TAUGHT, 115)
    for workspace, panels in OTHERS.items():
        for lab in (there, fresh):
            lab.window.go_to(workspace)
            for button in lab.window.findChildren(QAbstractButton, "steps.next"):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            lab.window.setFocus()  # only one of the windows can have the keyboard
        for name in panels:
            qtbot.waitUntil(lambda name=name: np.array_equal(seen_in(fresh, name), seen_in(there, name)))
        if workspace == "descend":
            qtbot.waitUntil(lambda: said_at_the_point(fresh) == said_at_the_point(there))
    words = []
    for lab in (there, fresh):
        seen_in(lab, "inspector")
        words.append([label.text() for label in lab.window.panels["inspector"].findChildren(QLabel)])
    assert words[0] == words[1]
    assert len(words[0]) > 20


def said_at_the_point(lab) -> list[str]:
    """Where the point of the contours is, and its numbers."""
    texts = [lab.window.findChild(QLabel, f"descend.{name}").text() for name in AT_THE_POINT]
    description = lab.window.findChild(QWidget, "descend.contour").accessibleDescription()
    return [*re.findall(r" at [^;]+", description)[:1], *texts]


def test_the_plots_over_time_hold_the_whole_run_and_mark_the_step(launch) -> None:
    there, fresh = launch(), launch()
    train(there, "circle", TAUGHT, END)
    train(fresh, "circle", TAUGHT, 63)
    choose(there, "gradients")
    choose(fresh, "gradients")
    for name in ("layers", "loss"):
        before = seen_in(there, name)
        plot, twin = (lab.window.findChild(QWidget, _plot_of(name)) for lab in (there, fresh))
        whole = [curve(item) for item in _curves(plot)]
        walk_back_to(there, 63)
        shown = seen_in(there, name)
        assert not np.array_equal(shown, before), "the mark is seen"
        assert plot.mark.isVisible()
        assert plot.mark.value() == pytest.approx(63 / 25)
        for item, old, past in zip(_curves(plot), whole, _curves(twin), strict=True):
            np.testing.assert_array_equal(curve(item), old)
            done = curve(past)
            np.testing.assert_array_equal(old[old[:, 0] <= 63 / 25], done)
            assert len(done) < len(old)
        QTest.keyClick(there.window.findChild(QSlider, "timeline.slider"), Qt.Key.Key_End)
        assert not plot.mark.isVisible()
        assert np.array_equal(seen_in(there, name), before)


@pytest.mark.parametrize("panel", ["loss", "layers"])
def test_the_mark_stands_at_the_epoch_of_then_where_epochs_were_longer(lab, panel: str) -> None:
    train(lab, "circle", LED, END)  # from step 90 on an epoch has 10 steps instead of 25
    choose(lab, "gradients")
    seen_in(lab, panel)
    mark = lab.window.findChild(QWidget, _plot_of(panel)).mark
    for step, epoch in ((149, 3 + 59 / 10), (95, 3 + 5 / 10), (80, 80 / 25), (0, 0)):
        walk_back_to(lab, step)
        assert mark.value() == pytest.approx(epoch)
        low, high = lab.window.findChild(QWidget, _plot_of(panel)).plotItem.vb.viewRange()[0]
        assert low <= epoch < high or epoch == 0


def _plot_of(panel: str) -> str:
    return {"layers": "layers.gradients", "loss": "loss.plot"}[panel]


def _curves(plot) -> list:
    """The curves of the present run."""
    items = plot.curves if hasattr(plot, "curves") else [plot.train_curve, plot.test_curve]
    return [item for item in items if item.isVisible()]
