"""A person looks at the output in three dimensions, turns it, watches it learn and goes back in time."""

import numpy as np
from journey_hands import Keys, Mouse
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from gui.plots.output_surface import OutputSurface

LEFT = Qt.MouseButton.LeftButton


def surface(lab) -> OutputSurface:
    return lab.output.find(OutputSurface, "surface")


def settled(lab, qtbot) -> np.ndarray:
    """The picture when it has come to rest."""
    plot = surface(lab)
    QApplication.processEvents()  # what has opened is laid out
    qtbot.waitUntil(lambda: not plot.is_moving)
    return lab.picture(plot)


def test_with_the_mouse(lab, qtbot, launch) -> None:
    Mouse(lab).push("output.in_3d")
    assert not lab.output.has("plot")
    plot, first = surface(lab), settled(lab, qtbot)
    QTest.mousePress(plot, LEFT, pos=QPoint(150, 120))
    QTest.mouseMove(plot, QPoint(210, 140))
    QTest.mouseRelease(plot, LEFT, pos=QPoint(210, 140))
    turned = settled(lab, qtbot)
    assert (turned != first).any()
    place = QPointF(150, 120)
    QApplication.sendEvent(
        plot,
        QWheelEvent(
            *(place, plot.mapToGlobal(place), QPoint(), QPoint(0, 120)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        ),
    )
    assert (settled(lab, qtbot) != turned).any()
    before = settled(lab, qtbot)
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 3)
    assert plot.is_moving, "it is drawn coarse, so that a frame stays a frame"
    lab.training.click("play")
    learnt = settled(lab, qtbot)
    assert (learnt != before).any()
    assert plot.mesh().extent == (-6.0, 6.0, -6.0, 6.0)
    lab.output.tick("show_test")
    assert (settled(lab, qtbot) != learnt).any()
    lab.output.tick("show_test")
    lab.training.click("reset")
    np.testing.assert_array_equal(settled(lab, qtbot), before)
    again = launch()
    assert surface(again).isVisible(), "it is remembered"
    Mouse(again).push("output.in_3d")
    assert again.output.has("plot")


def test_with_the_keyboard_alone(lab, qtbot) -> None:
    keys = Keys(lab)
    keys.push("output.in_3d")
    keys.go_to("output.surface")
    first = settled(lab, qtbot)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Plus):
        before = settled(lab, qtbot)
        lab.press(key)
        assert (settled(lab, qtbot) != before).any()
    assert lab.training.step == 0, "the arrows are the surface's"
    lab.press(Qt.Key.Key_0)
    np.testing.assert_array_equal(settled(lab, qtbot), first)
    lab.press_with("shift", Qt.Key.Key_Right)
    lab.press_with("shift", Qt.Key.Key_Right)
    assert (settled(lab, qtbot) != first).any()
    slider = keys.go_to("timeline.slider")
    assert isinstance(slider, QSlider)
    lab.press(Qt.Key.Key_Home)
    keys.go_to("output.surface")
    np.testing.assert_array_equal(settled(lab, qtbot), first)
    keys.push("output.in_3d")
    assert lab.output.has("plot")
