"""The controls of a player: back to the start, play and pause, one step, and the pace."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.icons import set_icon
from gui.session import RACE_SPEEDS
from gui.session.player import Player
from gui.widgets.choice import Choice
from gui.wording import speed_name


@dataclass(frozen=True)
class PlayerWords:
    """What the controls say of themselves.

    Attributes:
        reset, play, pause, step: What a click on the button does.
        pace: Name of the pace.
        pace_tip: What it sets.
    """

    reset: str
    play: str
    pause: str
    step: str
    pace: str
    pace_tip: str


class PlayerControls(QWidget):
    """Named `panel.reset`, `panel.play`, `panel.step` and `panel.speed`."""

    def __init__(
        self,
        panel: str,
        player: Player,
        words: PlayerWords,
        reset: Callable[[], None],
        step: Callable[[], None],
    ) -> None:
        super().__init__()
        self._player, self._words = player, words
        self._reset = _button(f"{panel}.reset", "reset", reset)
        self._play = _button(f"{panel}.play", "play", player.toggle)
        self._step = _button(f"{panel}.step", "step", step)
        _say(self._reset, words.reset)
        _say(self._step, words.step)
        self._speed = Choice(f"{panel}.speed", words.pace_tip)
        self._speed.setAccessibleName(words.pace)
        self._speed.offer(RACE_SPEEDS, speed_name)
        self._speed.show_key(player.speed.key)
        self._speed.chosen.connect(player.set_speed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._reset, self._play, self._step, self._speed):
            row.addWidget(widget)
        player.changed.connect(self._show_playing)
        self._show_playing()

    def show_over(self, is_over: bool) -> None:
        """At an end there is nothing to play and no step to make."""
        self._play.setEnabled(self._player.is_playing or not is_over)
        self._step.setEnabled(not is_over)

    def _show_playing(self) -> None:
        is_playing = self._player.is_playing
        set_icon(self._play, "pause" if is_playing else "play")
        _say(self._play, self._words.pause if is_playing else self._words.play)


def _button(name: str, icon: str, call: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    set_icon(button, icon)
    button.setFixedSize(28, 26)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: call())
    return button


def _say(button: QToolButton, words: str) -> None:
    button.setToolTip(words)
    button.setAccessibleName(words)
