"""Looking back through a run, and going on from an earlier step.

While looking back a trainer of its own stands at the chosen step, re-run exactly from the nearest moment that was
kept; the run itself waits untouched at its end.
"""

from dataclasses import replace

from engine.experiment import Experiment
from engine.training import Trainer
from gui.session.document import Document


class TimeTravel:
    """The moment of the run that is shown.

    Attributes:
        past: The trainer at the chosen earlier step; None while the present is shown.
        experiment: The design as the run was led at that step; None while the present is shown.
    """

    def __init__(self) -> None:
        self.past: Trainer | None = None
        self.experiment: Experiment | None = None

    def go_to(self, document: Document, step: int) -> bool:
        """Show a step of the document's run, its end or beyond meaning the present; whether anything changed."""
        run = document.trainer
        earliest, latest = span(run)
        wanted = min(max(step, earliest), latest)
        shown = self.past.step_count if self.past is not None else latest
        if wanted == shown:
            return False
        self.leave()
        if wanted != latest:
            self.past = run.at_step(wanted)
            self.experiment = _led_as(document.experiment, self.past)
        return True

    def leave(self) -> None:
        """Show the present."""
        self.past = self.experiment = None

    def document_from_here(self, document: Document) -> Document:
        """The document that goes on from the step that is shown, led as the run was led there."""
        assert self.past is not None
        assert self.experiment is not None
        here = Document(self.experiment, document.prepared, self.past)
        self.leave()
        return here


def _led_as(experiment: Experiment, trainer: Trainer) -> Experiment:
    """The experiment with the way of training, the frozen weights and the silenced neurons of a trainer."""
    return replace(
        experiment,
        training=trainer.spec,
        frozen=trainer.frozen,
        silenced=tuple(sorted(trainer.network.silenced)),
    )


def span(run: Trainer) -> tuple[int, int]:
    """(earliest, latest) step of a run that can be shown."""
    return run.snapshots.exact_from, run.step_count
