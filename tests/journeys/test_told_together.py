"""A number that stands in two places is the same in both, in every frame."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from gui.wording import speed_name

FRAME = 0.016


@pytest.mark.parametrize("speed", ["step_10", "epoch_10", "epoch_60", "max"])
def test_the_step_is_told_alike_at_the_top_and_at_the_bottom(even_time, lab, speed: str) -> None:
    labels = [lab.window.findChild(QLabel, name) for name in ("training.step_count", "timeline.step")]
    seen: list[str] = []

    def frames(count: int) -> None:
        for _ in range(count):
            even_time.go_on(FRAME)
            QApplication.processEvents()
            top, bottom = (label.text() for label in labels)
            assert top == bottom
            seen.append(top)

    lab.training.choose("speed", speed_name(speed))
    lab.training.click("step")
    lab.training.click("play")
    frames(100)
    lab.press(Qt.Key.Key_R)
    frames(5)
    lab.training.click("play")
    frames(100)
    changes = sum(one != other for one, other in pairwise(seen))
    assert 5 <= changes <= 30, "it runs, and can be read"
    lab.training.click("play")
    frames(3)
    assert lab.training.step == lab.session.trainer.step_count > 0
