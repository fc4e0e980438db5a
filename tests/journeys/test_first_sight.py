"""What a person sees at the first start: no more controls than the browser playground shows; the rest is near."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QToolButton,
    QWidget,
)

from engine.data import FEATURES
from gui.plots.layer_head import LayerHead
from gui.widgets.quiet_row import QuietRow

PLAYGROUND = 31
"""Controls the browser playground shows at its start: reset, play and step; five lists (learning rate, activation,
penalty, its rate, problem); four datasets; three sliders (share, noise, batch size); "Regenerate"; seven inputs; the
buttons that add and remove a layer, and a neuron in each of two layers; test data; discretised output."""

CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QSlider)


def is_seen(widget: QWidget) -> bool:
    if not widget.isVisible() or widget.visibleRegion().isEmpty():
        return False
    if isinstance(widget, LayerHead):
        return widget.is_near  # without its arrow it is a word
    while (widget := widget.parentWidget()) is not None:
        if isinstance(widget, (QComboBox, QAbstractSpinBox)):
            return False  # part of a control that is counted
        if isinstance(widget, QuietRow):
            return widget.is_seen
    return True


def seen(lab) -> set[str]:
    inputs = {f"input {key}" for key in FEATURES}  # all on the canvas, as test_features.py shows
    found = [widget for widget in lab.window.findChildren(QWidget) if isinstance(widget, CONTROLS)]
    return {widget.objectName() for widget in found if is_seen(widget)} | inputs


@pytest.fixture
def lab(launch):
    """The first start, with the mouse on no panel."""
    lab = launch()
    bar = lab.window.menuBar()
    QCursor.setPos(bar.mapToGlobal(QPoint(bar.width() // 2, 5)))
    QApplication.processEvents()
    for place in (*lab.window.panels.values(), lab.network.diagram):
        leave(place)
    return lab


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def enter(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def test_no_more_controls_than_the_browser_playground(lab) -> None:
    names = seen(lab)
    assert "" not in names
    assert len([name for name in names if name.startswith("input ")]) == 7
    assert {"training.play", "data.dataset", "network.add_neuron_1", "output.show_test"} <= names
    assert len(names) <= PLAYGROUND, sorted(names)


@pytest.mark.parametrize(
    ("panel", "controls"),
    [("output", {"output.in_3d", "output.draw", "output.more"}), ("loss", {"loss.keep"})],
)
def test_mouse_over_a_panel_brings_what_belongs_to_it(lab, panel: str, controls: set[str]) -> None:
    assert not controls & seen(lab)
    enter(lab.window.panels[panel])
    assert controls <= seen(lab)
    leave(lab.window.panels[panel])
    assert not controls & seen(lab)


def test_keyboard_brings_it_too(lab) -> None:
    draw = lab.output.find(QAbstractButton, "draw")
    draw.setFocus(Qt.FocusReason.TabFocusReason)
    assert "output.draw" in seen(lab)
    lab.press(Qt.Key.Key_Space)
    assert draw.isChecked()
    lab.press(Qt.Key.Key_Tab)
    assert not draw.hasFocus()
    assert "output.draw" in seen(lab), "what is on stays in sight"


def test_head_shows_its_arrow_while_the_mouse_is_over_the_network(lab) -> None:
    assert "network.layer_1" not in seen(lab)
    before = lab.picture(lab.network.find(LayerHead, "layer_1"))
    enter(lab.network.diagram)
    assert "network.layer_1" in seen(lab)
    assert (lab.picture(lab.network.find(LayerHead, "layer_1")) != before).any()


def test_time_comes_with_the_first_step_and_moves_nothing(lab) -> None:
    assert "timeline.slider" not in seen(lab)
    place = lab.window.statusBar().geometry()
    lab.training.click("step")
    assert "timeline.slider" in seen(lab)
    assert lab.window.statusBar().geometry() == place
    lab.training.click("reset")
    assert "timeline.slider" not in seen(lab)


def test_step_has_a_list_of_what_else_it_can_do(lab) -> None:
    lab.training.choose_step("Step one epoch")
    assert (lab.training.epoch, lab.training.step) == (1, 25)
    lab.training.choose_step("Step one batch")
    assert (lab.training.epoch, lab.training.step) == (1, 26)
    assert lab.training.find(QToolButton, "step").defaultAction().text() == "&Step one batch"


def test_what_was_opened_is_found_open(launch) -> None:
    first = launch()
    first.data.open("more")
    first.output.click("more")
    first.training.click("more")
    first.window.close()
    second = launch()
    for name in ("data.samples", "output.discrete", "settings.activation"):
        assert second.window.findChild(QWidget, name).isVisible(), name
