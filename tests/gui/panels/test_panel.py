"""What all panels share: who is not seen does not take the frame of one who is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from gui.panels.panel import Panel
from gui.session import Session


class Counting(Panel):
    """Counts how often it draws."""

    interval = 0.0

    def build(self) -> None:
        self.drawn = 0
        self.follow(QLabel())

    def show_numbers(self) -> None:
        self.drawn += 1


def test_a_panel_behind_another_leaves_it_every_frame(session: Session, qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    front, behind = (Counting(name, name, session) for name in ("front", "behind"))
    for panel in (front, behind):
        panel.ensure_built()
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
    window.tabifyDockWidget(behind, front)
    with qtbot.waitExposed(window):
        window.show()
    front.raise_()
    qtbot.waitUntil(lambda: front.is_shown and not behind.is_shown)
    session.play()
    before = front.drawn, behind.drawn
    for _ in range(8):
        session.advance(1)
    assert (front.drawn, behind.drawn) == (before[0] + 8, before[1])
    session.pause()
