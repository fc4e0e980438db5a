"""A person looks for the steepest way down, finds where the tangent stops being right, and turns the surface."""

import importlib.util
from math import pi
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gui.plots.surface_view import SurfaceView

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _pages():
    path = Path(__file__).with_name("slope_pages.py")
    spec = importlib.util.spec_from_file_location("journey_slope_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _pages()


@pytest.fixture
def slope(lab, qtbot):
    """The workspace of descent after a little training."""
    for _ in range(8):
        lab.training.step_epoch()
    lab.press(Qt.Key.Key_2, CONTROL)
    page = pages.SlopePage(lab.window)
    qtbot.waitUntil(lambda: page.find(pages.QWidget, "dial").isVisible())
    return page


@pytest.fixture
def surface(lab, slope, qtbot):
    panel = lab.window.panels["surface"]
    panel.raise_()
    page = pages.SurfacePage(lab.window)
    qtbot.waitUntil(lambda: page.plot.isVisible() and page.plot.mesh() is not None)
    return page


def test_the_dial_finds_the_steepest_way_and_the_flat_one(lab, slope) -> None:
    gradient = np.array(lab.session.landscape.gradient)
    slope.click("steepest")
    assert slope.number("slope") == pytest.approx(-np.linalg.norm(gradient), rel=1e-4)
    slope.click("flat")
    assert abs(slope.number("slope")) < 1e-6
    slope.turn_dial_to(pi / 2)
    assert slope.number("slope") == pytest.approx(gradient[1], rel=0.1, abs=0.05 * np.linalg.norm(gradient))
    assert lab.session.landscape.angle == pytest.approx(pi / 2, abs=0.03)


def test_the_contours_show_where_the_dial_points(lab, slope) -> None:
    arrows = lab.window.panels["contour"].plot.arrows.arrows
    for angle in (0.4, 2.5):
        slope.turn_dial_to(angle)
        across, up = arrows["direction"].vector
        assert np.arctan2(up, across) == pytest.approx(lab.session.landscape.angle)
        assert lab.session.landscape.angle == pytest.approx(angle, abs=0.03)
    slope.choose("mode", "In one parameter")
    assert "direction" not in arrows
    slope.choose("mode", "In a direction")
    assert "direction" in arrows


def test_a_smaller_h_brings_the_secant_to_the_tangent(slope) -> None:
    slope.click("steepest")
    slope.choose("step", "1")
    far = slope.number("apart")
    slope.choose("step", "0.01")
    assert slope.number("apart") < 0.05 * far
    assert slope.number("secant") == pytest.approx(slope.number("slope"), rel=0.01)


def test_dragging_along_the_cut_shows_where_the_promise_breaks(lab, slope) -> None:
    weights = lab.session.network.parameters.copy()
    slope.click("steepest")
    picture = lab.picture(slope.find(pages.QWidget, "cut"))
    slope.drag_point("cut", 40)
    said = slope.changes("cut")
    assert said["step"] > 0.0
    assert said["predicted"] == pytest.approx(slope.number("slope") * said["step"], rel=1e-3)
    assert said["true change"] > said["predicted"], (
        "along steepest descent the curve bends up from its tangent"
    )
    assert not np.array_equal(lab.picture(slope.find(pages.QWidget, "cut")), picture)
    assert np.array_equal(lab.session.network.parameters, weights)


def test_dragging_a_weight_moves_the_network_and_undo_brings_it_back(lab, slope) -> None:
    slope.choose("mode", "In one parameter")
    weights, cost = lab.session.network.parameters.copy(), lab.training.train_cost
    diagram = lab.picture(lab.network.diagram)
    slope.drag_point("curve", 50)
    said = slope.changes("curve")
    now = lab.session.network.parameters
    assert said["step"] == pytest.approx(now[0] - weights[0], rel=1e-3)
    assert said["true change"] == pytest.approx(lab.training.train_cost - cost, abs=2e-4)
    assert not np.array_equal(lab.picture(lab.network.diagram), diagram)
    lab.press(Qt.Key.Key_Z, CONTROL)
    assert np.array_equal(lab.session.network.parameters, weights)
    assert lab.training.train_cost == cost


def test_the_same_without_a_mouse(lab, slope) -> None:
    step, weights = lab.training.step, lab.session.network.parameters.copy()
    pages.tab_to(lab.window, "slope.steepest")
    lab.press(Qt.Key.Key_Space)
    steepest = slope.number("slope")
    pages.tab_to(lab.window, "slope.dial")
    lab.press(Qt.Key.Key_Left)
    lab.press(Qt.Key.Key_Left, SHIFT)
    assert slope.number("slope") > steepest
    assert lab.training.step == step, "the arrows turned the dial and trained nothing"
    assert not lab.training.is_playing
    pages.tab_to(lab.window, "slope.cut_point")
    for _ in range(5):
        lab.press(Qt.Key.Key_Right)
    assert slope.changes("cut")["step"] > 0.0
    lab.press(Qt.Key.Key_Home)
    assert slope.changes("cut") == {}
    pages.tab_to(lab.window, "slope.mode")
    lab.press(Qt.Key.Key_Down)
    pages.tab_to(lab.window, "slope.curve_point")
    for _ in range(5):
        lab.press(Qt.Key.Key_Right)
    assert lab.session.network.parameters[0] > weights[0]
    assert slope.changes("curve")["step"] == pytest.approx(
        lab.session.network.parameters[0] - weights[0], rel=1e-3
    )
    lab.press(Qt.Key.Key_Z, CONTROL)
    assert np.array_equal(lab.session.network.parameters, weights)


def test_the_surface_is_turned_by_mouse_and_by_keys(lab, surface) -> None:
    first = surface.picture()
    surface.drag(60, -10)
    assert surface.plot.view.azimuth == pytest.approx(SurfaceView().azimuth - 30.0)
    assert not np.array_equal(surface.picture(), first)
    step = lab.training.step
    pages.tab_to(lab.window, "surface.plot")
    before = surface.plot.view
    lab.press(Qt.Key.Key_Left)
    lab.press(Qt.Key.Key_Plus)
    assert surface.plot.view.azimuth == pytest.approx(before.azimuth + 5.0)
    assert surface.plot.view.zoom > before.zoom
    lab.press(Qt.Key.Key_0)
    assert surface.plot.view == SurfaceView()
    assert lab.training.step == step


def test_training_moves_curve_and_surface(lab, slope, surface, qtbot) -> None:
    shown, point = slope.number("slope"), surface.plot.point_place()
    lab.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: slope.number("slope") != shown and surface.plot.point_place() != point)
    lab.press(Qt.Key.Key_Space)
    assert slope.number("slope") == pytest.approx(lab.session.landscape.directional_derivative(), rel=1e-4)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_slope_and_surface_are_saved_as_pictures(lab, slope, surface, tmp_path, suffix) -> None:
    for name in ("slope", "surface"):
        lab.files.place = tmp_path / f"{name}.{suffix}"
        button = lab.window.findChild(pages.QWidget, f"{name}.export")
        button.menu_of_exports.actions()[0].trigger()
        assert lab.message == ""
        assert lab.files.place.stat().st_size > 2000
