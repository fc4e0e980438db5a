"""The fault hunt: a fault is planted in backprop, training goes by it, and a person finds out which it is.

The person's own work waits meanwhile, untouched, and comes back exactly: weights, optimizer, history, the step looked
back at, and the undo stack, which takes no edit of a hunt. It ends when it is left, and when other work is opened.
"""

from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.training import Trainer
from gui.session.document import Document
from gui.session.moment import Moment
from gui.session.runs import KeptRun
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.gradient_checking import GradientChecking
    from gui.session.session import Session


class FaultHunt(QObject):
    """The one hunt of the session.

    Attributes:
        check: The gradient check, of the planted fault or, without one, of backprop as it is.
        planted: Key of the fault that is planted; None outside a hunt.
        is_surprise: Whether it was drawn and not chosen.
        answer: The fault that was named last in this hunt, or None.
        found, attempts: How many hunts ended with the right name, and how many names were tried.

    Signals:
        changed: A hunt began or ended, or a fault was named.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.planted: str | None = None
        self.is_surprise = False
        self.answer: str | None = None
        self.found = self.attempts = 0
        self._kept: Moment | None = None
        self._known_runs: tuple[object, ...] = ()

    @cached_property
    def check(self) -> "GradientChecking":
        """Made, with all it needs, when it is first asked for."""
        from gui.session.gradient_checking import GradientChecking

        return GradientChecking(self._session, self)

    @property
    def is_on(self) -> bool:
        """Whether a fault is planted."""
        return self.planted is not None

    @property
    def is_solved(self) -> bool:
        """Whether the planted fault has been named."""
        return self.is_on and self.answer == self.planted

    @property
    def work(self) -> Document | None:
        """The person's own document while a hunt is on; what is saved."""
        return self._kept.document if self._kept is not None else None

    @property
    def own_runs(self) -> tuple[KeptRun, ...]:
        """The kept runs but for those of a hunt, which learned from wrong gradients; what is saved."""
        kept = self._session.runs.kept
        if not self.is_on:
            return kept
        return tuple(run for run in kept if any(run.history is known for known in self._known_runs))

    @property
    def offered(self) -> tuple[str, ...]:
        """The faults that make a difference in the present network."""
        return _showing(self._session.document)

    def start(self, key: str | None = None, seed: int | None = None) -> None:
        """Plant the fault of that key, or a surprise, drawn by `seed` if one is given; a hunt before is left."""
        self.leave()
        session = self._session
        session.pause()
        if not session.has_examples():
            return
        offered = self.offered
        if key is not None and key not in offered:
            session.complained.emit(tr("This fault makes no difference in this network; choose another one."))
            return
        generator = np.random.default_rng(seed)
        self.planted = key if key is not None else offered[int(generator.integers(len(offered)))]
        self.is_surprise, self.answer = key is None, None
        self._kept = session.moment
        self._known_runs = tuple(run.history for run in session.runs.kept)
        session.show_moment(Moment(_faulty(session.document, self.planted)))
        self.changed.emit()

    def name(self, key: str) -> bool:
        """Say that it is that fault; whether it is."""
        if not self.is_on or self.is_solved:
            return self.is_solved
        self.answer = key
        self.attempts += 1
        self.found += self.is_solved
        self.changed.emit()
        return self.is_solved

    def leave(self) -> None:
        """Back to the person's own work, exactly as it was."""
        if self._kept is not None:
            self._session.pause()
            self._session.show_moment(self._kept)

    # What the session asks

    def allows(self, document: Document) -> bool:
        """Whether a document may be shown in the hunt: the same network, still with the fault, trained otherwise."""
        present = self._session.document.experiment
        is_same = _but_training(document.experiment) == _but_training(present)
        return is_same and document.trainer.backprop is not None and self.planted in _showing(document)

    def refuses(self) -> bool:
        """Whether the design is not to be changed now; if so, that is said."""
        if self.is_on:
            self._session.complained.emit(
                tr(
                    "While a fault is planted only the way of training can change; leave the hunt for the rest."
                )
            )
            self._session.experiment_replaced.emit()  # the controls show again what is true
        return self.is_on

    def on_shown(self, document: Document) -> None:
        """Another document is shown: without the fault the hunt is over."""
        if self.is_on and document.trainer.backprop is None:
            own = self.own_runs
            self.planted = self.answer = self._kept = None
            self._session.runs.take(own)
            self.changed.emit()


def _but_training(experiment: Experiment) -> tuple[object, ...]:
    return tuple(getattr(experiment, each.name) for each in fields(experiment) if each.name != "training")


def _showing(document: Document) -> tuple[str, ...]:
    """The faults that make a difference in a document's training."""
    from engine.training import FAULTS

    spec, training = document.experiment.network, document.experiment.training
    examples = min(training.batch_size, len(document.trainer.data))
    return tuple(key for key, fault in FAULTS.items() if fault.shows(spec, examples, training.loss))


def _faulty(document: Document, key: str) -> Document:
    """The document at its first weights, with a trainer that goes by the faulty backprop."""
    from engine.training import FAULTS

    run, experiment = document.trainer, document.experiment
    network = run.network.copy()
    network.parameters[...] = run.snapshots[0].parameters
    trainer = Trainer(network, run.data, experiment.training, run.seed, run.test)
    trainer.freeze(run.frozen)
    trainer.backprop = FAULTS[key].backprop
    return Document(experiment, document.prepared, trainer)
