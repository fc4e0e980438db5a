"""One training step walked through in stages: where a person is in it, and what the network lights up for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.errors import BackpropLabError
from engine.training.staged import StagedStep, stage
from engine.training.staged_stage import GRAINS, PHASES, Grain, Phase, Stage
from gui import numbers
from gui.session.spotlight import NOTHING_LIT, Lit
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session

WHATS = ("example", "batch")
"""What is walked through: the chosen example, or the coming batch."""


WALK_PACES: Mapping[str, float] = {"slow": 3.0, "medium": 1.2, "fast": 0.4}
"""How long a stage stands still while the walk plays, in seconds."""


class Stepping(QObject):
    """The walk through the coming step. It is of the network as it is now: what changes below it, it shows anew.

    Attributes:
        staged: The stages, None while no step is open.
        position: The number of the stage that is shown, from 0.
        grain, what, pace: How fine, of what, and how fast it plays; what is missing of them stays as it was.
        word: Why the step was closed by itself, "" if it was not.

    Signals:
        changed: Another stage, another step, or none.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.staged: StagedStep | None = None
        self.position = 0
        self.grain: Grain = "neuron"
        self.what = WHATS[0]
        self.pace = "medium"
        self.word = self._word_of_hunt()
        self._is_seen = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._play_on)
        session.experiment_replaced.connect(self._follow)
        session.parameters_moved.connect(self._follow)
        session.training_state_changed.connect(self._follow)
        session.example.changed.connect(self._follow)
        session.spotlight.changed.connect(self._take_light_back)
        session.fault_hunt.changed.connect(self._on_hunt)

    @property
    def is_open(self) -> bool:
        """Whether a step is open."""
        return self.staged is not None

    @property
    def stage(self) -> Stage | None:
        """The stage that is shown."""
        return None if self.staged is None else self.staged[self.position]

    @property
    def is_at_end(self) -> bool:
        """Whether the last stage is shown."""
        return self.staged is not None and self.position == len(self.staged) - 1

    @property
    def is_playing(self) -> bool:
        """Whether one stage follows the other by itself."""
        return self._timer.isActive()

    def open(self) -> bool:
        """Open up the coming step at its first stage; False, after a complaint, where that cannot be."""
        if not self._session.has_examples():
            return False
        self._session.pause()
        self.position = 0
        return self._reopen()

    def close(self) -> None:
        """Put the step away; nothing was changed by looking at it."""
        self._close("")

    def next(self) -> None:
        """The next stage; the first one where no step is open."""
        self._stop_playing()
        if self.staged is None:
            self.open()
        else:
            self._go_to(self.position + 1)

    def back(self) -> None:
        """The stage before."""
        self._stop_playing()
        self._go_to(self.position - 1)

    def go_to(self, position: int) -> None:
        """The stage of that number, or the nearest there is."""
        self._stop_playing()
        self._go_to(position)

    def jump(self, phase: Phase) -> None:
        """The first stage of a phase."""
        if self.staged is not None or self.open():
            assert self.staged is not None
            self.go_to(self.staged.first_of(phase))

    def toggle_play(self) -> None:
        """Let one stage follow the other, or stop."""
        if self.is_playing:
            self._stop_playing()
        elif self.staged is not None or self.open():
            if self.is_at_end:
                self._go_to(0)
            self._timer.start(self._stand_ms)
        self.changed.emit()

    def finish(self) -> None:
        """Make the step that was walked through, as training makes it; the next one is then open."""
        if self.staged is None:
            return
        self._stop_playing()
        before = self._session.trainer.step_count
        self._session.step()
        if self.staged is not None and self._session.trainer.step_count != before:
            self._go_to(0)

    def set_grain(self, grain: str) -> None:
        """Choose how fine the stages are; the walk goes on at the beginning of its phase."""
        phase = self._phase
        self.grain = next(each for each in GRAINS if each == grain)
        self._change_cut(phase)

    def set_what(self, what: str) -> None:
        """Walk through the chosen example ("example") or the coming batch ("batch")."""
        phase = self._phase
        self.what = what
        self._change_cut(phase)

    def set_pace(self, key: str) -> None:
        """Choose how long a stage stands still."""
        self.pace = key
        if self.is_playing:
            self._timer.start(self._stand_ms)

    def set_seen(self, is_seen: bool) -> None:
        """Whether the walk is on the screen: only then does it light up the network."""
        if is_seen != self._is_seen:
            self._is_seen = is_seen
            if not is_seen:
                self._stop_playing()
            self._light()

    @property
    def _stand_ms(self) -> int:
        return round(WALK_PACES[self.pace] * 1000)

    @property
    def _phase(self) -> Phase:
        present = self.stage
        return PHASES[0] if present is None else present.phase

    def _change_cut(self, phase: Phase) -> None:
        if self.staged is not None and self._reopen(announce=False):
            assert self.staged is not None
            self._go_to(self.staged.first_of(phase))
        else:
            self.changed.emit()

    def _reopen(self, announce: bool = True) -> bool:
        """Open the coming step as it is now, at the present position as far as it has so many stages."""
        if self._session.fault_hunt.is_on:
            self._close(self._word_of_hunt())
            return False
        example = self._session.example.index if self.what == "example" else None
        try:
            self.staged = stage(self._session.trainer, self.grain, example)
        except BackpropLabError as error:
            self._close(str(error))
            return False
        self.word = ""
        self.position = min(self.position, len(self.staged) - 1)
        if announce:
            self._announce()
        return True

    def _follow(self) -> None:
        """The network, the data or the example is another."""
        if self.staged is None:
            return
        own = self._session.experiment.data.own
        if self._session.is_running:
            self._close(tr("Training goes on, so the step was closed."))
        elif own is not None and own.is_blank:
            self._close(tr("The sheet is blank, so the step was closed."))
        else:
            self._reopen()

    def _on_hunt(self) -> None:
        word = self._word_of_hunt()
        if self.staged is None and word != self.word:
            self.word = word
            self.changed.emit()

    def _word_of_hunt(self) -> str:
        """Why there is no step while a fault is planted; "" without one."""
        if not self._session.fault_hunt.is_on:
            return ""
        return tr("A fault is planted, so the stages of a true step would not be those of this one.")

    def _close(self, word: str) -> None:
        self._stop_playing()
        self.staged, self.position, self.word = None, 0, word
        self._announce()

    def _go_to(self, position: int) -> None:
        if self.staged is not None:
            self.position = min(max(position, 0), len(self.staged) - 1)
            self._announce()

    def _stop_playing(self) -> None:
        self._timer.stop()

    @Slot()
    def _play_on(self) -> None:
        if self.is_at_end:
            self._stop_playing()
            self.changed.emit()
        else:
            self._go_to(self.position + 1)

    def _announce(self) -> None:
        self._light()
        self.changed.emit()

    def _take_light_back(self) -> None:
        """Another explanation had the light and has let it go."""
        if self.staged is not None and self._session.spotlight.lit == NOTHING_LIT:
            self._light()

    def _light(self) -> None:
        present = self.stage
        if present is None or not self._is_seen:
            self._session.spotlight.clear()
            return
        notes = tuple((place, numbers.signed(value)) for place, value in present.notes)
        self._session.spotlight.show(
            Lit(
                present.neurons,
                present.edges,
                present.flow,
                notes,
                skips=present.skips,
                out=frozenset() if self.staged is None else self.staged.out_at(present),
            )
        )
