"""When a run should stop by itself: looked at each time an epoch is recorded."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.limits import number, whole_number
from engine.training.history import History

MOST_EPOCHS = 10_000_000


@dataclass(frozen=True)
class StopSpec:
    """Conditions any of which stops a run; None is no condition.

    Attributes:
        epoch: That many epochs are done.
        cost_below: The training cost is below this.
        test_rising: The test cost has found no new low for that many epochs (early stopping, Prechelt 1998).
    """

    epoch: int | None = None
    cost_below: float | None = None
    test_rising: int | None = None

    def __post_init__(self) -> None:
        for name in ("epoch", "test_rising"):
            value = getattr(self, name)
            if value is not None:
                whole = int(value) if isinstance(value, float) and value.is_integer() else value
                object.__setattr__(self, name, whole_number(f"stop {name}", whole, (1, MOST_EPOCHS)))
        if self.cost_below is not None:
            object.__setattr__(self, "cost_below", number("stop cost_below", self.cost_below, (0.0, 1e12)))

    def with_condition(self, name: str, value: float | None) -> "StopSpec":
        """The same conditions but for the one of that name; None takes it away."""
        conditions: dict[str, Any] = {
            "epoch": self.epoch,
            "cost_below": self.cost_below,
            "test_rising": self.test_rising,
        }
        return StopSpec(**(conditions | {name: value}))

    @property
    def is_set(self) -> bool:
        """Whether there is any condition."""
        return self != StopSpec()

    def reason(self, history: History) -> str | None:
        """The name of the condition that is met by the newest record and metrics, None if none is."""
        if self.epoch is not None and history.epochs[-1] >= self.epoch:
            return "epoch"
        if self.cost_below is not None and history.last and history.last.train_cost < self.cost_below:
            return "cost_below"
        if self.test_rising is not None and _epochs_without_low(history) >= self.test_rising:
            return "test_rising"
        return None


def _epochs_without_low(history: History) -> int:
    """Epochs since the test cost was lowest; 0 without a test set."""
    lows = history.range_of("test_cost")[:, 0]
    if np.isnan(lows).any():
        return 0
    return int(history.epochs[-1] - history.epochs[int(lows.argmin())])
