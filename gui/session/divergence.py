"""The end of a run that left all bounds: at which step, why, and the way back to before it."""

from engine.errors import Diverged
from engine.training import Trainer
from engine.training.blow_up import step_before_blow_up
from gui.translation import tr


class Divergence:
    """How a run diverged.

    Attributes:
        step: The updates made before the cost was not finite any more.
        step_before: A step at which the run was still well.
        learning_rate: η of the run's last step.
    """

    def __init__(self, error: Diverged, run: Trainer) -> None:
        self.step = error.step
        self.step_before = step_before_blow_up(run)
        self.learning_rate = float(run.optimizer.learning_rate)

    @property
    def has_way_back(self) -> bool:
        """Whether there is an earlier step to go back to."""
        return self.step_before < self.step

    @property
    def sentence(self) -> str:
        """At which step, and why."""
        if not self.has_way_back:
            return tr(
                "Training diverged at step {step}: the cost is not finite with these weights and inputs, "
                "which are too large.",
                step=self.step,
            )
        return tr(
            "Training diverged at step {step}: the cost is not finite any more, because with a learning rate "
            "of {rate} the steps overshoot ever further.",
            step=self.step,
            rate=f"{self.learning_rate:.4g}",
        )

    @property
    def short_sentence(self) -> str:
        """The same for a narrow place."""
        if not self.has_way_back:
            return tr("Diverged at step {step}: weights or inputs are too large.", step=self.step)
        return tr(
            "Diverged at step {step}: the steps of η = {rate} overshoot ever further.",
            step=self.step,
            rate=f"{self.learning_rate:.4g}",
        )
