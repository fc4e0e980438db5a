"""Looking back through a run, and going on from an earlier step.

While looking back a trainer of its own stands at the chosen step, re-run exactly from the nearest moment that was
kept; the run itself waits untouched at its end.
"""

from dataclasses import replace

from engine.training import Trainer
from gui.session.document import Document


class TimeTravel:
    """The moment of the run that is shown.

    Attributes:
        past: The trainer at the chosen earlier step; None while the present is shown.
    """

    def __init__(self) -> None:
        self.past: Trainer | None = None

    def go_to(self, run: Trainer, step: int) -> bool:
        """Show a step of `run`, its end or beyond meaning the present; whether anything changed."""
        earliest, latest = span(run)
        wanted = min(max(step, earliest), latest)
        shown = self.past.step_count if self.past is not None else latest
        if wanted == shown:
            return False
        self.past = None if wanted == latest else run.at_step(wanted)
        return True

    def document_from_here(self, document: Document) -> Document:
        """The document that goes on from the step that is shown, led as the run was led there."""
        assert self.past is not None
        past, self.past = self.past, None
        experiment = replace(
            document.experiment,
            training=past.spec,
            frozen=past.frozen,
            silenced=tuple(sorted(past.network.silenced)),
        )
        return Document(experiment, document.prepared, past)


def span(run: Trainer) -> tuple[int, int]:
    """(earliest, latest) step of a run that can be shown."""
    return run.snapshots.exact_from, run.step_count
