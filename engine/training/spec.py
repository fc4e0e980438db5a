"""How a network is trained, frozen: loss, optimizer, batch size, penalty, dropout, clipping and schedule."""

from dataclasses import dataclass, field

from engine.errors import SpecError
from engine.limits import number, whole_number
from engine.network.losses import LOSSES
from engine.network.penalties import PENALTIES
from engine.training.optimizers import OptimizerSpec
from engine.training.schedules import ScheduleSpec
from engine.training.stopping import StopSpec

MAX_BATCH = 100_000
"""The largest batch; it stands for all examples, however many there are."""

MAX_DROPOUT = 0.9
"""Of fewer neurons than a tenth nothing is learned."""


@dataclass(frozen=True)
class TrainingSpec:
    """One way of training.

    Attributes:
        loss: Key of the loss.
        optimizer: The optimizer and its learning rate.
        batch_size: Examples an update; an epoch's last batch may be shorter. `MAX_BATCH` is all of them.
        penalty, penalty_rate: What is added to the cost, and its rate λ.
        clip_norm: Largest Euclidean norm of the gradient, or None.
        clip_value: Largest absolute value of any of its components, or None.
        schedule: How the learning rate changes with the epochs.
        stop: When the run stops by itself.
        dropout: p, the share of the neurons of every hidden layer that sits an update out, in each example.
    """

    loss: str = "half_squared_error"
    optimizer: OptimizerSpec = field(default_factory=OptimizerSpec)
    batch_size: int = 10
    penalty: str = "none"
    penalty_rate: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None
    schedule: ScheduleSpec = field(default_factory=ScheduleSpec)
    stop: StopSpec = field(default_factory=StopSpec)
    dropout: float = 0.0

    def __post_init__(self) -> None:
        LOSSES.find(self.loss)
        PENALTIES.find(self.penalty)
        if not isinstance(self.optimizer, OptimizerSpec):
            raise SpecError("optimizer", self.optimizer, "an OptimizerSpec")
        if not isinstance(self.schedule, ScheduleSpec):
            raise SpecError("schedule", self.schedule, "a ScheduleSpec")
        if not isinstance(self.stop, StopSpec):
            raise SpecError("stop", self.stop, "a StopSpec")
        # NumPy's numbers become Python's own, so that the design can be written to a file.
        checked: dict[str, float] = {
            "penalty_rate": number("penalty rate", self.penalty_rate, (0.0, 1e6)),
            "dropout": number("dropout", self.dropout, (0.0, MAX_DROPOUT)),
            "batch_size": whole_number("batch size", self.batch_size, (1, MAX_BATCH)),
        }
        for name in ("clip_norm", "clip_value"):
            if getattr(self, name) is not None:
                checked[name] = number(name, getattr(self, name), (1e-12, 1e12))
        for name, value in checked.items():
            object.__setattr__(self, name, value)
