"""One step at a time: the coming training step walked through, stage by stage."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.training.staged_plain import plain
from engine.training.staged_stage import GRAINS, PHASES
from gui.icons import set_icon
from gui.panels.panel import Panel
from gui.panels.step_words import (
    grain_name,
    pace_name,
    phase_name,
    phase_tip,
    place_name,
    remarks,
    stage_sentence,
    what_name,
)
from gui.session import Session
from gui.session.stepping import WALK_PACES, WHATS
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.dock_title import DockTitle
from gui.widgets.narrow import LEAST
from gui.widgets.readout import Readout
from gui.widgets.stage_view import StageView
from gui.widgets.typesetting_ahead import TypesettingAhead
from gui.widgets.yielding import Yielding

GRAIN = Setting("steps/grain", "neuron")
WHAT = Setting("steps/what", "example")
PACE = Setting("steps/pace", "medium")

PRESENT = "▸ "
"""Before the name of the phase that is shown."""


class StepsPanel(Panel):
    """Feeds the walk's buttons and shows its stage."""

    def __init__(self, session: Session) -> None:
        super().__init__("steps", tr("One step at a time"), session)

    def build(self) -> None:
        walk = self.session.stepping
        self._back = _button("steps.back", tr("Back"), tr("The stage before"))
        self._next = _button("steps.next", tr("Next"), tr("The next stage of the coming training step"))
        self._play = _button("steps.play", "", "")
        self._finish = _button(
            "steps.finish",
            tr("Make the step"),
            tr("Make this very step as training does; then comes the next"),
        )
        self._close = _button("steps.close", tr("Close"), tr("Put the step away; nothing has been changed"))
        self._back.clicked.connect(walk.back)
        self._next.clicked.connect(walk.next)
        self._play.clicked.connect(walk.toggle_play)
        self._finish.clicked.connect(walk.finish)
        self._close.clicked.connect(walk.close)
        self._progress = Readout("steps.progress", tr("{place} of {count}", place="00000", count="00000"))
        self._progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._phases = [_phase_button(number, phase) for number, phase in enumerate(PHASES, start=1)]
        for button, phase in zip(self._phases, PHASES, strict=True):
            button.clicked.connect(lambda checked=False, phase=phase: walk.jump(phase))
        self.view = StageView("steps.stage")
        self._ahead = TypesettingAhead(self)
        self.view.commanded.connect(self._on_command)
        pressed: tuple[QAbstractButton, ...] = (
            self._back,
            self._next,
            self._play,
            self._finish,
            *self._phases,
        )
        for each in pressed:
            each.clicked.connect(self._take_keys)  # so that the arrows go on from here
        choices = self._make_choices()
        walk.changed.connect(self._show)
        self.follow(Yielding(self._arranged()), *choices)
        walk.set_seen(self.is_shown)

    def show_design(self) -> None:
        self._show()

    def _make_choices(self) -> tuple[Choice, ...]:
        walk = self.session.stepping
        self._what = _choice("steps.what", tr("Walked through"), WHATS, what_name)
        self._what.setToolTip(tr("Walk through the chosen example alone, or the mean over the coming batch"))
        self._grain = _choice("steps.grain", tr("How fine the stages are"), GRAINS, grain_name)
        self._grain.setToolTip(tr("One stage for each layer, each neuron or each product"))
        self._pace = _choice("steps.pace", tr("Pace"), WALK_PACES, pace_name)
        self._pace.setToolTip(tr("How long each stage stands still while it plays"))
        for choice, setting, known, change in (
            (self._what, WHAT, WHATS, walk.set_what),
            (self._grain, GRAIN, GRAINS, walk.set_grain),
            (self._pace, PACE, tuple(WALK_PACES), walk.set_pace),
        ):
            key = str(setting.read())
            if key in known:
                change(key)
            choice.chosen.connect(change)
            choice.chosen.connect(setting.write)
        return self._what, self._grain, self._pace

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_row(self._back, self._next, self._play, None, self._finish, self._close))
        column.addLayout(_row(*self._phases, None, self._progress))
        column.addWidget(self.view, 1)
        return content

    def _show(self) -> None:
        walk = self.session.stepping
        self._what.show_key(walk.what)
        self._grain.show_key(walk.grain)
        self._pace.show_key(walk.pace)
        stage, staged = walk.stage, walk.staged
        self._back.setEnabled(walk.position > 0)
        self._next.setEnabled(not walk.is_at_end)
        for button in (self._finish, self._close):
            button.setEnabled(walk.is_open)
        self._say_play(walk.is_playing)
        self._mark_phase(None if stage is None else stage.phase)
        self._say_title("" if stage is None else place_name(stage))
        if stage is None or staged is None:
            self._progress.setText("")
            invitation = tr("“Next” opens up the coming training step; nothing is changed by looking.")
            self.view.show_stage(self.windowTitle(), ("", ""), ("", ""), walk.word or invitation, "")
            return
        self._progress.setText(tr("{place} of {count}", place=walk.position + 1, count=len(staged)))
        self.view.show_stage(
            place_name(stage),
            (stage.letters, plain(stage.letters)),
            (stage.numbers, plain(stage.numbers)),
            stage_sentence(staged, stage),
            remarks(staged),
        )
        self._prepare_next()

    def _prepare_next(self) -> None:
        """So that the next stage is there at once."""
        walk = self.session.stepping
        if walk.staged is None or walk.is_at_end or not self.is_shown:
            return
        following = walk.staged[walk.position + 1]
        self._ahead.take(self.view.preparations(following.letters, following.numbers))

    def _say_title(self, place: str) -> None:
        title = self.titleBarWidget()
        if isinstance(title, DockTitle):  # there is none while it is being built
            title.say(place)

    def _say_play(self, is_playing: bool) -> None:
        set_icon(self._play, "pause" if is_playing else "play")
        self._play.setText(tr("Stop") if is_playing else tr("Play"))
        tip = tr("Stand still at this stage") if is_playing else tr("Let one stage follow the other")
        self._play.setToolTip(tip)

    def _mark_phase(self, present: str | None) -> None:
        for button, phase in zip(self._phases, PHASES, strict=True):
            is_present = phase == present
            button.setChecked(is_present)
            button.setText((PRESENT if is_present else "") + phase_name(phase))

    def _take_keys(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_command(self, command: str) -> None:
        walk = self.session.stepping
        if command.startswith("phase_"):
            walk.jump(PHASES[int(command[-1]) - 1])
            return
        {
            "next": walk.next,
            "back": walk.back,
            "first": lambda: walk.go_to(0),
            "last": lambda: walk.go_to(len(walk.staged or ()) - 1),
            "play": walk.toggle_play,
            "finish": walk.finish,
            "close": walk.close,
        }[command]()

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        self.session.stepping.set_seen(is_visible)
        if is_visible:
            self._ahead.warm_up()


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIconSize(QSize(14, 14))
    return button


def _phase_button(number: int, phase: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"steps.phase_{number}")
    button.setCheckable(True)
    button.setProperty("chip", True)
    button.setMinimumWidth(84)
    button.setToolTip(phase_tip(PHASES[number - 1]))
    button.setAccessibleName(phase_name(PHASES[number - 1]))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _choice(name: str, caption: str, keys: Iterable[str], words: Callable[[str], str]) -> Choice:
    choice = Choice(name, caption)
    choice.setAccessibleName(caption)
    choice.offer(keys, words)
    choice.setMinimumWidth(LEAST)  # in a narrow dock its words are cut rather than the dock widened
    return choice


def _row(*widgets: QAbstractButton | QWidget | None) -> QHBoxLayout:
    """Side by side; None for what pushes the rest to the right."""
    row = QHBoxLayout()
    row.setContentsMargins(8, 4, 8, 2)
    row.setSpacing(5)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
