"""A person sees the network's own cost as a landscape, and walks on it by mouse and by keys."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from gui.plots.diagram_keys import Spot

CONTROL = Qt.KeyboardModifier.ControlModifier


def _pages():
    path = Path(__file__).with_name("descend_pages.py")
    spec = importlib.util.spec_from_file_location("journey_descend_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def contour(lab, qtbot):
    """The contours, on the screen, with a surface."""
    lab.press(Qt.Key.Key_2, CONTROL)
    page = _pages().ContourPage(lab.window)
    qtbot.waitUntil(lambda: page.plot.isVisible() and bool(page.plot.levels.values))
    return page


def test_dragging_the_point_moves_the_network_and_undo_moves_it_back(lab, contour) -> None:
    before, weights = contour.place(), lab.session.network.parameters.copy()
    cost, picture = lab.training.train_cost, lab.picture(lab.network.diagram)
    contour.drag_point_to(1.5, -1.0)
    assert contour.place() == pytest.approx((1.5, -1.0), abs=0.05)
    assert lab.training.train_cost != cost
    assert not np.array_equal(lab.picture(lab.network.diagram), picture)
    lab.press(Qt.Key.Key_Z, CONTROL)
    assert contour.place() == before
    assert np.array_equal(lab.session.network.parameters, weights)


def test_clicking_the_ground_puts_the_network_there(lab, contour) -> None:
    contour.click_at(-1.0, 1.5)
    assert contour.place() == pytest.approx((-1.0, 1.5), abs=0.05)
    assert contour.cost == pytest.approx(lab.training.train_cost, abs=1e-4)


def test_arrow_keys_walk_and_plus_looks_closer(lab, contour) -> None:
    x, y = contour.place()
    step = lab.training.step
    contour.press(Qt.Key.Key_Right)
    contour.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    wide = contour.plot.view
    assert contour.place() == pytest.approx((x + wide.width / 40, y + wide.height / 400), abs=0.01)
    assert lab.training.step == step  # the right arrow walked here, it made no training step
    contour.press(Qt.Key.Key_Plus)
    assert contour.plot.view.width < wide.width
    contour.press(Qt.Key.Key_0)
    assert contour.plot.view.width > 0.9 * wide.width


def test_training_is_seen_on_the_landscape(lab, contour, qtbot) -> None:
    start = contour.place()
    before = lab.picture(contour.plot)
    lab.training.click("play")
    qtbot.waitUntil(lambda: contour.place() != start and lab.training.epoch > 3)
    lab.training.click("play")
    assert "path" in contour.plot.key.texts()
    assert not np.array_equal(lab.picture(contour.plot), before)


def test_weights_picked_in_the_diagram_become_the_axes(lab, contour) -> None:
    diagram = lab.network.diagram
    lab.network.pick(diagram.spot_center(Spot(2, 1, 3)))
    contour.click("take_first")
    lab.network.pick(diagram.spot_center(Spot(3, 0, 1)))
    contour.click("take_second")
    assert contour.axis_names() == ("w₂₄⁽²⁾", "w₁₂⁽³⁾")


def test_weights_are_typed_too_and_a_wrong_name_is_told(lab, contour) -> None:
    contour.type_weight("first", "b2(1)")
    assert contour.axis_names()[0] == "b₂⁽¹⁾"
    contour.type_weight("second", "w77(1)")
    assert "w77(1)" in lab.message
    assert contour.axis_names() == ("b₂⁽¹⁾", "w₁₂⁽¹⁾")


def test_the_principal_plane_after_training(lab, contour, qtbot) -> None:
    contour.choose_plane(Qt.Key.Key_End)
    assert "train" in lab.message  # there is no run yet
    for _ in range(5):
        lab.training.step_epoch()
    contour.choose_plane(Qt.Key.Key_Home)
    contour.choose_plane(Qt.Key.Key_End)
    assert "%" in contour.axis_names()[0]
    qtbot.waitUntil(lambda: any(text.startswith("stem to") for text in contour.plot.key.texts()))


def test_other_random_directions(lab, contour) -> None:
    contour.choose_plane(Qt.Key.Key_Down)
    before = lab.session.landscape.frame.pair.copy()
    contour.click("other_directions")
    assert not np.allclose(lab.session.landscape.frame.pair, before)


def test_the_picture_is_saved_from_the_title(lab, contour, tmp_path: Path) -> None:
    lab.files.place = tmp_path / "contours.svg"
    (button,) = lab.window.findChildren(QToolButton, "descend.save")
    button.click()
    menu = button.menu_of_exports
    menu.actions()[0].trigger()
    menu.close()
    assert (tmp_path / "contours.svg").read_text(encoding="utf-8").startswith("<?xml")
