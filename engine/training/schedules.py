"""Learning-rate schedules: η_t = η · factor(epoch). The epoch grows by fractions within an epoch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, floor, pi

from engine.registry import Registry
from engine.training.options import Option, resolve_options


@dataclass(frozen=True)
class Schedule:
    """One schedule: ``factor(epoch, options)`` is what the learning rate is multiplied by."""

    key: str
    formula: str
    factor: Callable[[float, Mapping[str, float]], float]
    options: tuple[Option, ...] = ()


def _cosine(epoch: float, options: Mapping[str, float]) -> float:
    progress = min(floor(epoch) / options["epochs"], 1.0)
    lowest = options["lowest"]
    return lowest + (1.0 - lowest) * 0.5 * (1.0 + cos(pi * progress))


SCHEDULES: Registry[Schedule] = Registry(
    "schedule",
    Schedule("constant", r"\eta", lambda epoch, options: 1.0),
    Schedule(
        "step",
        r"\eta\,\gamma^{\lfloor t / k \rfloor}",
        lambda epoch, options: options["factor"] ** floor(epoch / options["every"]),
        (Option("every", 100.0, 1.0, 1e6), Option("factor", 0.5, 1e-6, 1.0)),
    ),
    Schedule(
        "exponential",
        r"\eta\,\gamma^{t}",
        lambda epoch, options: options["factor"] ** floor(epoch),
        (Option("factor", 0.99, 1e-6, 1.0),),
    ),
    Schedule(  # Loshchilov and Hutter 2016, without restarts
        "cosine",
        r"\eta\left(m + \tfrac{1-m}{2}(1 + \cos \pi t / T)\right)",
        _cosine,
        (Option("epochs", 300.0, 1.0, 1e6), Option("lowest", 0.0, 0.0, 1.0)),
    ),
    Schedule(  # Goyal et al. 2017, section 2.2
        "warm_up",
        r"\eta \min(1, t / T)",
        lambda epoch, options: min(1.0, max(epoch, 0.0) / options["epochs"]),
        (Option("epochs", 5.0, 0.1, 1e6),),
    ),
)


@dataclass(frozen=True)
class ScheduleSpec:
    """Which schedule, with which options; options left out take the registry's defaults."""

    key: str = "constant"
    options: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entry = SCHEDULES.find(self.key)
        object.__setattr__(self, "options", resolve_options("schedule", entry.options, self.options))

    def factor(self, epoch: float) -> float:
        """What the learning rate is multiplied by at that (fractional) epoch."""
        return SCHEDULES[self.key].factor(epoch, self.options)
