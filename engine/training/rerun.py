"""An earlier step of a run once more: from the nearest moment kept, over every stretch of examples, to that step."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.training.trainer import Trainer


def rerun(run: "Trainer", step: int) -> "Trainer":
    """A trainer of its own that stands at an earlier step of `run`, led and taught as the run was then."""
    from engine.training.trainer import Trainer

    moments, stretches = run.snapshots, run.snapshots.stretches
    state = moments.before(step)
    examples = stretches.at(state.step)
    twin = Trainer(run.network.copy(), examples.train, state.spec, run.seed, examples.test)
    twin.silence(state.silenced)
    twin.freeze(state.frozen)
    twin.backprop = run.backprop
    kept = [moment for moment in moments if moment.step <= state.step]
    twin.resume(state, run.history.copy(), kept, moments.exact_from, stretches.until(state.step))
    twin.watch.seconds = _time_of(run, state.step)
    for first, others in stretches.between(state.step, step):
        _run_to(twin, first, run)
        twin.change_examples(others)
    _run_to(twin, step, run)
    return twin


def _run_to(twin: "Trainer", step: int, run: "Trainer") -> None:
    """To that step, also where training had stopped by itself on the way and was sent on.

    Its time is that of the run when it came by.
    """
    while twin.step_count < step:
        twin.run(step - twin.step_count, clock=lambda: _time_of(run, twin.step_count))


def _time_of(run: "Trainer", step: int) -> float:
    return run.history.seconds_at(step, (run.step_count, run.watch.seconds))
