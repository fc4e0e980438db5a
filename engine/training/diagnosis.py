"""What a good teacher would notice, looking over a student's shoulder at a run, and what there is to try."""

from engine.errors import Diverged
from engine.network.overflow import overflow_allowed
from engine.training.diagnosis_evidence import gather
from engine.training.diagnosis_rules import RULES, Finding
from engine.training.trainer import Trainer

_ORDER = {"serious": 0, "warning": 1, "note": 2}


def diagnose(trainer: Trainer, diverged: Diverged | None = None) -> tuple[Finding, ...]:
    """All that stands out about a run now, the most serious first; nothing, if it is well.

    `diverged` is the exception with which the run ended, if it did. The trainer is left as it is.
    """
    evidence = gather(trainer, diverged)
    with overflow_allowed():  # costs may be too large to be squared
        found = [finding for rule in RULES.values() if (finding := rule.look(evidence)) is not None]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))
