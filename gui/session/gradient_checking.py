"""The gradient check of the whole network, slice by slice: backprop as it is now beside the numerical gradient."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.errors import BackpropLabError
from engine.network import NetworkSpec
from engine.training import Derivative, Trainer, checked_one_by_one, encode_targets
from engine.training.check_sample import sample_places
from gui.session.slices import Slices

if TYPE_CHECKING:
    from gui.session.session import Session

MOST_PARAMETERS = 4000
"""Beyond, a sample is checked: each parameter takes two forward passes."""

MOST_EXAMPLES = 64


class GradientChecking(QObject):
    """The one check of the session; network and run are left alone, also while they train.

    Attributes:
        derivatives: What was checked so far.
        network: The design they belong to; None before the first check.
        count: How many parameters are to be checked.
        examples: On how many training examples, the first of them: one batch, or fewer where a batch is large.
        step: The step of the run whose weights are checked.

    Signals:
        changed: A check began, came further, ended, or what was found has gone.
    """

    changed = Signal()

    def __init__(self, session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.derivatives: list[Derivative] = []
        self.network: NetworkSpec | None = None
        self.count = self.examples = self.step = 0
        self._trainer: Trainer | None = None
        self._parameters: Array = np.empty(0)
        self._slices = Slices(self)
        self._slices.sliced.connect(self.changed)
        self._slices.ended.connect(self.changed)
        session.experiment_replaced.connect(self._on_replaced)

    @property
    def is_running(self) -> bool:
        """Whether there is more to check."""
        return self._slices.is_running

    @property
    def is_finished(self) -> bool:
        """Whether a whole check stands there."""
        return bool(self.derivatives) and not self.is_running and len(self.derivatives) == self.count

    @property
    def is_sample(self) -> bool:
        """Whether some parameters are left out."""
        return self.network is not None and self.count < self.network.parameter_count

    @property
    def is_out_of_date(self) -> bool:
        """Whether the weights are other than those that were checked."""
        return self.network is not None and not np.array_equal(
            self._parameters, self._session.network.parameters
        )

    def start(self) -> None:
        """Check the present weights; a check that runs begins anew."""
        trainer = self._session.trainer
        self.clear()
        if not self._session.has_examples():
            return
        places = sample_places(trainer.network.spec, MOST_PARAMETERS)
        self.examples = min(len(trainer.data), trainer.spec.batch_size, MOST_EXAMPLES)
        targets = encode_targets(trainer.data, trainer.network.spec, trainer.spec.loss)
        try:
            work = checked_one_by_one(
                trainer.network,
                trainer.data.inputs[: self.examples],
                targets[: self.examples],
                loss=trainer.spec.loss,
                parameters=places.tolist(),
                backprop=trainer.backprop,
            )
        except BackpropLabError as error:
            self._session.complained.emit(str(error))
            return
        self.network, self.count, self.step = trainer.network.spec, len(places), trainer.step_count
        self._trainer, self._parameters = trainer, trainer.network.parameters.copy()
        self._slices.begin(self._work(iter(work)))
        self.changed.emit()

    def cancel(self) -> None:
        """Leave off; what was checked stays."""
        if self.is_running:
            self._slices.stop()
            self.changed.emit()

    def clear(self) -> None:
        """Forget what was found."""
        self._slices.stop()
        self.derivatives, self.network, self._trainer, self.count = [], None, None, 0
        self.changed.emit()

    def with_verdict(self, verdict: str) -> int:
        """How many of those checked have that verdict."""
        return sum(each.verdict == verdict for each in self.derivatives)

    def _work(self, checks: Iterator[Derivative]) -> Iterator[None]:
        for derivative in checks:
            self.derivatives.append(derivative)
            yield

    def _on_replaced(self) -> None:
        if self.network is not None and self._trainer is not self._session.trainer:
            self.clear()  # it was said of another network, or of another backprop
