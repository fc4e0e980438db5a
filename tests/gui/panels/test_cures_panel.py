"""The panel of the cures shows the numbers of the copies, and its controls lead them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider

from engine.training.cures import CURES
from gui.app import create_application
from gui.cure_words import cure_name, cure_sentence
from gui.panels.cures_panel import CuresPanel
from gui.session import Session

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot) -> CuresPanel:
    create_application()
    panel = CuresPanel(Session())
    panel.ensure_built()
    panel.resize(640, 600)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def click(panel: CuresPanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, f"cures.{name}"), LEFT)


def test_every_copy_is_shown_with_its_words_and_numbers(panel: CuresPanel) -> None:
    panel.session.cures.advance(40)
    for shown, copy in zip(panel.plot.networks, panel.session.cures.copies, strict=True):
        assert shown.name == cure_name(copy.key)
        assert shown.note == cure_sentence(copy.key)
        assert shown.is_ill == (CURES[copy.key].ill is None)
        np.testing.assert_array_equal(shown.now, copy.sizes)
        if copy.diverged_at is None:
            cost = copy.trainer.evaluate().test_cost
            assert float(shown.lines[1].split()[2]) == pytest.approx(cost, abs=6e-5)
        else:
            assert shown.lines[0] == f"exploded at step {copy.diverged_at + 1}"


def test_buttons_lead_the_copies(panel: CuresPanel, qtbot) -> None:
    cures = panel.session.cures
    click(panel, "step")
    assert cures.step_count == 1
    click(panel, "play")
    qtbot.waitUntil(lambda: cures.step_count > 4)
    click(panel, "play")
    assert not cures.player.is_playing
    click(panel, "reset")
    assert cures.step_count == 0


def test_slider_sets_the_depth(panel: CuresPanel) -> None:
    slider = panel.findChild(QSlider, "cures.depth")
    slider.setFocus()
    before = panel.session.cures.depth
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert panel.session.cures.depth == before + 1
    assert {len(shown.now) for shown in panel.plot.networks} == {before + 2}


def test_hidden_panel_does_not_play(panel: CuresPanel) -> None:
    click(panel, "play")
    panel.hide()
    assert not panel.session.cures.player.is_playing
