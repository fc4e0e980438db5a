"""The buttons of a race: play, step, slow motion, reset, back to before a fall, and the pace."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui import numbers
from gui.appearance import number_font
from gui.icons import set_icon
from gui.session import RACE_SPEEDS, Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.wording import speed_name


class RaceControls(QWidget):
    """One row under the picture."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        race = self._race = session.race
        self._reset = self._icon_button("reset", "reset", tr("Everyone back to the start"), race.reset)
        self._play = self._icon_button("play", "play", tr("Let the race go on"), race.toggle)
        self._step = self._icon_button("step", "step", tr("One update of every runner"), race.step)
        self._slow = self._text_button("slow", tr("Slow motion"))
        self._slow.setCheckable(True)
        self._slow.setToolTip(tr("See the selected runner's next update number by number"))
        self._slow.clicked.connect(race.set_slow)
        self._back = self._text_button("back", tr("Back"))
        set_icon(self._back, "undo")
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.setToolTip(tr("Back to before somebody left the picture"))
        self._back.clicked.connect(race.back)
        self._count = QLabel()
        self._count.setObjectName("race.count")
        self._count.setFont(number_font())
        self._speed = Choice("race.speed", tr("How fast the race is shown"))
        self._speed.setAccessibleName(tr("Pace of the race"))
        self._speed.offer(RACE_SPEEDS, speed_name)
        self._speed.show_key(race.speed.key)
        self._speed.chosen.connect(race.set_speed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(4)
        for widget in (self._reset, self._play, self._step, self._speed, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._slow)

    def show_state(self) -> None:
        """What can be done now."""
        race = self._race
        set_icon(self._play, "pause" if race.is_playing else "play")
        self._play.setToolTip(tr("Pause the race") if race.is_playing else tr("Let the race go on"))
        self._play.setAccessibleName(self._play.toolTip())
        self._play.setEnabled(race.is_playing or not race.race.is_over)
        self._step.setEnabled(not race.race.is_over)
        self._slow.setChecked(race.stage is not None)
        self._slow.setEnabled(bool(race.stages))
        self._back.setEnabled(race.race.can_go_back)
        self._count.setText(tr("step {count}", count=numbers.count(race.race.count)))

    def _icon_button(self, name: str, picture: str, tip: str, call: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"race.{name}")
        set_icon(button, picture)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFixedSize(28, 26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: call())
        return button

    def _text_button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"race.{name}")
        button.setText(text)
        button.setProperty("chip", True)
        button.setFixedHeight(26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
