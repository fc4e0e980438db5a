"""Training: optimizers, schedules, the trainer and what it remembers of a run.

The tools that look at a training from outside (diagnosis, faults, finder, gradient check) are loaded when they are
first asked for, so that a training starts without them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from engine.errors import Diverged
from engine.training.history import History, Metrics
from engine.training.optimizers import OPTIMIZERS, Optimizer, OptimizerSpec
from engine.training.options import Option
from engine.training.schedules import SCHEDULES, ScheduleSpec
from engine.training.snapshots import Snapshots, TrainerState
from engine.training.spec import TrainingSpec
from engine.training.stopping import StopSpec
from engine.training.targets import encode_targets
from engine.training.trainer import Trainer

if TYPE_CHECKING:
    from engine.training.diagnosis import diagnose
    from engine.training.diagnosis_remedies import Remedy
    from engine.training.diagnosis_rules import RULES, Finding, Rule
    from engine.training.faults import FAULTS, Fault
    from engine.training.finder import (
        LearningRateSearch,
        Suggestion,
        Trial,
        find_learning_rate,
        suggest,
        try_learning_rates,
    )
    from engine.training.gradient_check import (
        Derivative,
        GradientCheck,
        check_gradients,
        checked_one_by_one,
    )

_LATER = {
    "diagnosis": ("diagnose",),
    "diagnosis_remedies": ("Remedy",),
    "diagnosis_rules": ("RULES", "Finding", "Rule"),
    "faults": ("FAULTS", "Fault"),
    "finder": (
        *("LearningRateSearch", "Suggestion", "Trial"),
        *("find_learning_rate", "suggest", "try_learning_rates"),
    ),
    "gradient_check": ("Derivative", "GradientCheck", "check_gradients", "checked_one_by_one"),
}
"""For each module the names that come from it when they are first asked for."""


def __getattr__(name: str) -> object:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"engine.training.{module}"), name)
    raise AttributeError(f"module 'engine.training' has no attribute {name!r}")


__all__ = [
    "FAULTS",
    "OPTIMIZERS",
    "RULES",
    "SCHEDULES",
    "Derivative",
    "Diverged",
    "Fault",
    "Finding",
    "GradientCheck",
    "History",
    "LearningRateSearch",
    "Metrics",
    "Optimizer",
    "OptimizerSpec",
    "Option",
    "Remedy",
    "Rule",
    "ScheduleSpec",
    "Snapshots",
    "StopSpec",
    "Suggestion",
    "Trainer",
    "TrainerState",
    "TrainingSpec",
    "Trial",
    "check_gradients",
    "checked_one_by_one",
    "diagnose",
    "encode_targets",
    "find_learning_rate",
    "suggest",
    "try_learning_rates",
]
