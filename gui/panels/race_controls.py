"""The buttons of a race: play, step, slow motion, reset, back to before a fall, and the pace."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui import numbers
from gui.appearance import number_font
from gui.icons import set_icon
from gui.panels.player_controls import PlayerControls, PlayerWords
from gui.session import Session
from gui.translation import tr


class RaceControls(QWidget):
    """One row under the picture."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        race = self._race = session.race
        words = PlayerWords(
            reset=tr("Everyone back to the start"),
            play=tr("Let the race go on"),
            pause=tr("Pause the race"),
            step=tr("One update of every runner"),
            pace=tr("Pace of the race"),
            pace_tip=tr("How fast the race is shown"),
        )
        self._player = PlayerControls("race", race.player, words, race.reset, race.step)
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
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(4)
        row.addWidget(self._player)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._slow)

    def show_state(self) -> None:
        """What can be done now."""
        race = self._race
        self._player.show_over(race.race.is_over)
        self._slow.setChecked(race.stage is not None)
        self._slow.setEnabled(bool(race.stages))
        self._back.setEnabled(race.race.can_go_back)
        self._count.setText(tr("step {count}", count=numbers.count(race.race.count)))

    def _text_button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"race.{name}")
        button.setText(text)
        button.setProperty("chip", True)
        button.setFixedHeight(26)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
