"""The surface in the output panel is what the network answers, and the hairs are its errors."""

import numpy as np
import pytest
from PySide6.QtWidgets import QToolButton, QWidget

from gui.panels.output_panel import OutputPanel
from gui.plots.output_surface import OutputSurface
from gui.plots.surface_view import HEIGHT
from gui.presets import load_preset
from gui.session import Selection, Session
from gui.widgets.choice import Choice


@pytest.fixture
def panel(output_panel: OutputPanel) -> OutputPanel:
    output_panel.findChild(QToolButton, "output.in_3d").click()
    return output_panel


def surface(panel: OutputPanel) -> OutputSurface:
    return panel.findChild(OutputSurface, "output.surface")


def numbers_of(plot: OutputSurface, heights: np.ndarray) -> np.ndarray:
    """Heights of the world as the numbers of the axis."""
    return plot.scale.low + heights / HEIGHT * (plot.scale.high - plot.scale.low)


@pytest.mark.parametrize("preset", ["circle", "plane"])
def test_hairs_of_two_inputs_are_the_errors_of_the_predictions(panel: OutputPanel, preset: str) -> None:
    session = panel.session
    session.open_experiment(load_preset(preset))
    session.advance(200)
    plot = surface(panel)
    marks = plot.scene_of(plot.mesh()).marks
    tops, feet = (numbers_of(plot, each[:, 2]) for each in (marks.tops, marks.feet))
    prepared = session.prepared
    predicted, wanted = [], []
    for part, raw in ((prepared.test, prepared.raw_test), (prepared.train, prepared.raw_train)):
        predicted.append(session.network.predict(part.inputs)[:, 0])
        wanted.append(raw.targets[:, 0])
    assert tops == pytest.approx(np.concatenate(wanted), abs=1e-9)
    assert feet == pytest.approx(np.concatenate(predicted), abs=0.02), (
        "but for the straight lines between the points"
    )


def test_the_height_is_the_output_of_the_class_that_is_chosen(panel: OutputPanel) -> None:
    session = panel.session
    session.open_experiment(load_preset("iris"))
    session.advance(300)
    plot, choice = surface(panel), panel.findChild(Choice, "output.height")
    plane = session.field.plane
    predicted = session.network.predict(session.prepared.transform(plane.inputs)).reshape(*plane.shape, -1)
    for index, name in enumerate(("setosa", "versicolor", "virginica")):
        choice.setCurrentIndex(index)
        choice.activated.emit(index)
        corner = plot.mesh().point(plane.extent[0][1], plane.extent[1][1])
        assert numbers_of(plot, corner[2]) == pytest.approx(predicted[-1, -1, index], abs=1e-6)
        marks = plot.scene_of(plot.mesh()).marks
        raw = session.prepared
        labels = np.concatenate([raw.raw_test.labels, raw.raw_train.labels])
        assert numbers_of(plot, marks.tops[:, 2]) == pytest.approx((labels == index).astype(float), abs=1e-9)
        assert f"ŷ of {name} over petal length" in plot.accessibleDescription()


def test_the_neuron_under_the_mouse_takes_its_place(panel: OutputPanel) -> None:
    session, plot = panel.session, surface(panel)
    session.look_at(Selection(1, 2))
    (x0, _), (y0, _) = session.field.plane.extent
    assert numbers_of(plot, plot.mesh().point(x0, y0)[2]) == pytest.approx(
        float(session.field.activation(1)[2, 0, 0]), abs=1e-6
    )
    assert plot.scene_of(plot.mesh()).marks is None
    session.look_at(None)
    assert plot.scene_of(plot.mesh()).marks is not None


@pytest.mark.parametrize("preset", ["sine", "digits"])
def test_where_there_is_no_plane_of_its_own_it_is_flat(panel: OutputPanel, preset: str) -> None:
    panel.session.open_experiment(load_preset(preset))
    assert not panel.findChild(QWidget, "output.in_3d").isVisible()
    assert (panel.plot.isVisible(), surface(panel).isVisible()) == (True, False)
    panel.session.open_experiment(load_preset("circle"))
    assert (panel.plot.isVisible(), surface(panel).isVisible()) == (False, True)


def test_drawing_is_done_on_the_flat_picture(panel: OutputPanel) -> None:
    pencil = panel.findChild(QToolButton, "output.draw")
    for is_flat in (True, False):
        pencil.click()
        assert (panel.plot.isVisible(), surface(panel).isVisible()) == (is_flat, not is_flat)


def test_another_panel_finds_it_as_it_was_left(panel: OutputPanel, session: Session, qtbot) -> None:
    def made() -> OutputPanel:
        other = OutputPanel(session)
        other.ensure_built()
        qtbot.addWidget(other)
        return other

    assert made().findChild(OutputSurface, "output.surface") is not None
    panel.findChild(QToolButton, "output.in_3d").click()
    assert made().findChild(OutputSurface, "output.surface") is None
