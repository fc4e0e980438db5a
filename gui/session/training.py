"""Training: played frame by frame, made step by step, stopped, taken back to its start; and what becomes of it."""

from collections.abc import Callable
from enum import Enum
from time import perf_counter
from typing import TYPE_CHECKING

from engine.errors import Diverged
from gui.session.clock import Clock
from gui.session.divergence import Divergence
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


class TrainingState(Enum):
    """What training is doing."""

    PAUSED = "paused"
    RUNNING = "running"
    DIVERGED = "diverged"


class Training:
    """How the session's run goes on; the signals are the session's.

    Attributes:
        state: Paused, running or diverged.
        divergence: How the run diverged, as long as the state says so.
        clock: What plays it.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.state = TrainingState.PAUSED
        self.divergence: Divergence | None = None
        self.clock = Clock(
            self.advance, lambda: session.trainer.steps_per_epoch, session, fill=self._advance_unseen
        )
        self._is_ahead = False  # of what has been announced

    @property
    def is_running(self) -> bool:
        """Whether it is playing."""
        return self.state is TrainingState.RUNNING

    # What a person does

    def play(self) -> None:
        """Train, frame by frame, until paused; not where a condition to stop is met already."""
        self._end_gesture()
        if not self.is_running and (reason := self._is_done()) is not None:
            self._session.held_back.emit(reason)
            return
        self._session.go_on_from_here()
        if not self.is_running and self.has_examples():
            self._set_state(TrainingState.RUNNING)
            self.clock.start()

    def pause(self) -> None:
        """Stop where it is."""
        self.clock.stop()
        if self.is_running:
            self._set_state(TrainingState.PAUSED)
            if self._is_ahead:
                self._announce_move()

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_running:
            self.pause()
        else:
            self.play()

    def step(self) -> None:
        """One mini-batch."""
        self.pause()
        self._end_gesture()
        self.advance(1)

    def step_epoch(self) -> None:
        """To the end of the present epoch."""
        self.pause()
        self._end_gesture()
        self.advance(self._session.trainer.steps_left_in_epoch)

    def reset(self) -> None:
        """Back to the very same first weights; undo brings back what was trained."""
        self.pause()
        self._end_gesture()
        self._session.look_back(self._session.run.step_count)
        self._session.begin_again()
        self._set_state(TrainingState.PAUSED)

    def advance(self, steps: int, proceed: Callable[[], bool] | None = None) -> None:
        """Make up to `steps` updates now; divergence becomes a state with a sentence, not an exception."""
        if not self.has_examples():
            return
        self._session.go_on_from_here()
        self._train(steps, proceed)
        self._announce_move()

    def has_examples(self) -> bool:
        """Whether there is anything to train on; a blank sheet is complained of."""
        own = self._session.experiment.data.own
        if own is not None and own.is_blank:
            self.pause()
            self._session.complained.emit(tr("The sheet is blank; draw at least one point to train on."))
            return False
        return True

    def _is_done(self) -> str | None:
        """The condition to stop that is met at the step that is shown."""
        trainer = self._session.trainer
        return trainer.spec.stop.reason(trainer.history)

    def _end_gesture(self) -> None:
        """Undo comes back to what is trained from here: an edit after it is another step."""
        self._session.undo_stack.end_gesture()

    # What the session says

    def on_set_by_hand(self) -> None:
        """Weights were set by hand; from them a run that had diverged can go on."""
        self.forget_divergence()
        self._announce_move()

    def forget_divergence(self) -> None:
        """Training can go on: what had diverged is another now."""
        if self.state is TrainingState.DIVERGED:
            self._set_state(TrainingState.PAUSED)

    def show_divergence(self, divergence: Divergence) -> None:
        """The run that is shown has diverged like that."""
        self.divergence = divergence
        self._set_state(TrainingState.DIVERGED)

    # Inside

    def _advance_unseen(self, steps: int, proceed: Callable[[], bool]) -> None:
        """More of the same frame: it is shown with the next one, unless there will be none."""
        self._is_ahead = True
        self._train(steps, proceed)
        if not self.is_running:
            self._announce_move()

    def _train(self, steps: int, proceed: Callable[[], bool] | None) -> None:
        trainer = self._session.trainer
        try:
            trainer.run(steps, proceed, perf_counter)
            if trainer.stop_reason is not None:
                self._stop(trainer.stop_reason)
            self.forget_divergence()
        except Diverged as error:
            self.clock.stop()
            divergence = Divergence(error, trainer)
            self.show_divergence(divergence)
            self._session.complained.emit(divergence.sentence)

    def _stop(self, reason: str) -> None:
        if self.is_running:
            self.pause()
            self._session.stopped.emit(reason)

    def _announce_move(self) -> None:
        self._is_ahead = False
        self._session.announce_move()

    def _set_state(self, state: TrainingState) -> None:
        if state is not TrainingState.DIVERGED:
            self.divergence = None
        if state is not self.state:
            self.state = state
            self._session.training_state_changed.emit()
