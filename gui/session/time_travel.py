"""Looking back through a run, and going on from an earlier step.

While looking back a trainer of its own stands at the chosen step, re-run exactly from the nearest moment that was
kept; the run itself waits untouched at its end.
"""

from dataclasses import dataclass, replace

from engine.data import PreparedData
from engine.experiment import Experiment
from engine.training import Trainer
from gui.session.document import Document


@dataclass(frozen=True, eq=False)
class TimeTravel:
    """The moment of the run that is shown.

    Attributes:
        past: The trainer at the chosen earlier step; None while the present is shown.
        experiment: The design as the run was led at that step; None while the present is shown.
        prepared: The examples it learned from at that step; None while the present is shown.
    """

    past: Trainer | None = None
    experiment: Experiment | None = None
    prepared: PreparedData | None = None

    @property
    def epoch(self) -> float | None:
        """The epoch of the chosen earlier step, with the part of it that was done; None while the present is shown."""
        past = self.past
        return None if past is None else past.epoch + 1 - past.steps_left_in_epoch / past.steps_per_epoch

    def to(self, document: Document, step: int) -> "TimeTravel | None":
        """The moment at a step of the document's run, its end or beyond meaning the present; None if it is this one."""
        run = document.trainer
        earliest, latest = span(run)
        wanted = min(max(step, earliest), latest)
        shown = self.past.step_count if self.past is not None else latest
        if wanted == shown:
            return None
        return _moment(document, run.at_step(wanted)) if wanted != latest else TimeTravel()

    def document_from_here(self) -> Document:
        """The document that goes on from the step that is shown, led and taught as the run was there."""
        assert self.past is not None
        assert self.experiment is not None
        assert self.prepared is not None
        return Document(self.experiment, self.prepared, self.past)


def _moment(document: Document, past: Trainer) -> TimeTravel:
    """The document's run at an earlier step, with what it was led by and learned from then."""
    origin = past.snapshots.stretches.present.origin
    assert origin is not None  # whatever is shown was led by its document
    experiment = replace(
        document.experiment,
        data=origin.design,
        training=past.spec,
        frozen=past.frozen,
        silenced=tuple(sorted(past.network.silenced)),
    )
    return TimeTravel(past, experiment, origin.prepared)


def span(run: Trainer) -> tuple[int, int]:
    """(earliest, latest) step of a run that can be shown."""
    return run.snapshots.exact_from, run.step_count
