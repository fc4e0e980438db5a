"""The panel in three dimensions shows the landscape's own surface, path and point."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.panels.surface_panel import SurfacePanel
from gui.plots.surface_view import HEIGHT
from gui.session import Session
from gui.session.landscape_frame import PlaneChoice


@pytest.fixture
def panel(session: Session, qtbot) -> SurfacePanel:
    session.advance(60)
    panel = SurfacePanel(session)
    qtbot.addWidget(panel)
    panel.resize(390, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_the_point_stands_as_high_as_the_cost_of_the_network(panel: SurfacePanel, qtbot) -> None:
    landscape, plot = panel.session.landscape, panel.plot
    landscape.settle()
    mesh = plot.mesh()
    x, y = landscape.position
    height = mesh.point(x, y)[2] / HEIGHT
    assert height == pytest.approx(plot.scale.shares(np.array([landscape.cost]))[0], abs=0.03)
    assert plot.point_place() is not None
    assert plot._path == pytest.approx(landscape.path)
    assert mesh.extent == pytest.approx(tuple(landscape.window))


def test_it_is_surveyed_only_while_it_is_seen(panel: SurfacePanel, session: Session, qtbot) -> None:
    qtbot.waitUntil(lambda: session.landscape.surface is not None)
    panel.hide()
    session.advance(1)
    before = session.landscape.surface
    for _ in range(50):
        QApplication.processEvents()
    assert session.landscape.surface is before
    panel.show()
    qtbot.waitUntil(lambda: session.landscape.surface is not before)


def test_it_follows_the_training_coarsely_and_rests_finely(
    panel: SurfacePanel, session: Session, qtbot
) -> None:
    qtbot.waitUntil(lambda: panel.plot.mesh() is not None)
    first = panel._drawn
    session.play()
    qtbot.waitUntil(lambda: panel._drawn is not first)
    assert panel.plot.is_moving
    session.pause()
    session.landscape.settle()
    qtbot.waitUntil(lambda: not panel.plot.is_moving)
    assert len(panel.plot.mesh().quads(panel.plot.view).cells) == 48 * 48


def test_another_plane_has_other_names(panel: SurfacePanel, session: Session) -> None:
    assert panel.plot._names[:2] == ("w₁₁⁽¹⁾", "w₁₂⁽¹⁾")
    session.landscape.choose(PlaneChoice("random", seed=1))
    assert panel.plot._names[:2] == ("direction 1", "direction 2")
