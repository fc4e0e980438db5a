"""How fast training is shown: in steps or epochs a second, or as fast as the machine allows."""

from dataclasses import dataclass

from engine.registry import Registry


@dataclass(frozen=True)
class Speed:
    """One pace; `per_second` counts steps or, if `in_epochs`, epochs; None is no limit."""

    key: str
    per_second: float | None
    in_epochs: bool = False

    def steps_per_second(self, steps_per_epoch: int) -> float:
        """The pace in steps, infinite if there is no limit."""
        if self.per_second is None:
            return float("inf")
        return self.per_second * (steps_per_epoch if self.in_epochs else 1)


SPEEDS: Registry[Speed] = Registry(
    "speed",
    Speed("step_1", 1.0),
    Speed("step_10", 10.0),
    Speed("epoch_1", 1.0, in_epochs=True),
    Speed("epoch_10", 10.0, in_epochs=True),
    Speed("epoch_60", 60.0, in_epochs=True),
    Speed("max", None),
)

DEFAULT_SPEED = "epoch_60"
"""One epoch a frame, as in the browser playground."""

RACE_SPEEDS: Registry[Speed] = Registry(
    "speed of a race",
    Speed("step_1", 1.0),
    Speed("step_10", 10.0),
    Speed("step_60", 60.0),
    Speed("max", None),
)
