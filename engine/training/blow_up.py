"""A run that blew up: where it was still well, to go back to."""

import numpy as np

from engine.training.trainer import Trainer

CALM = 1.2
"""Up to so many times the lowest cost before it a recorded cost is calm."""


def step_before_blow_up(trainer: Trainer) -> int:
    """The last recorded step, an epoch before the run's end at least, from which the cost had not yet begun to grow.

    From there back no recorded cost lies above `CALM` times the lowest before it, but for those the run has
    come back from. Nor is it a step at which a person changed how the run is led, which may be what threw it out.
    The earliest step that can be shown, where it never was well.
    """
    steps = trainer.history.steps
    costs = trainer.history.range_of("train_cost").max(axis=1)
    costs = np.where(np.isfinite(costs), costs, np.inf)
    calm = costs <= CALM * np.minimum.accumulate(costs)
    calm &= np.isfinite(costs) & (steps <= trainer.step_count - trainer.steps_per_epoch)
    meddled = [moment.step for moment in trainer.snapshots if moment.is_seam]
    calm &= ~np.isin(steps, [*meddled, *trainer.snapshots.stretches.steps[1:]])
    last = int(steps[calm][-1]) if calm.any() else 0
    return max(last, trainer.snapshots.exact_from)
