"""What a diagnosis looks at: the numbers of one moment of a run, measured once for all rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.errors import Diverged
from engine.network import BackwardRecord, Network
from engine.network.slopes import slopes
from engine.training.history import Metrics
from engine.training.layer_gradients import LayerGradients
from engine.training.optimizers import MAX_LEARNING_RATE
from engine.training.schedules import ScheduleSpec
from engine.training.targets import encode_targets
from engine.training.trainer import Trainer

MOST_EXAMPLES = 1000
"""Training examples that are looked at; more would not change the picture."""

FARTHER = 10.0
"""How many times its length the coming step is tried as well."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """One moment of a run.

    Attributes:
        trainer: The run itself.
        diverged: How it ended, if it did not stay finite.
        metrics: Loss and accuracy on both parts now.
        run_epochs, run_costs, run_test_costs: (n,) the epochs recorded since the examples are these, oldest first, and
            C after each of them; test costs are NaN without a test part.
        epochs, costs: (m,) the same since a person last led the run otherwise, beginning with that moment. A cost that
            jumped because of a weight set by hand, a neuron switched off or a penalty says nothing of the steps.
        record: Every z, a and δ of the first training examples, at most a thousand, of the whole network.
        slopes: ``slopes[l]`` (N, n_l), f'(z^[l]); ``slopes[0]`` is empty.
        layer_gradients, layer_weights: (L,) mean |∂C/∂w| and mean |w| over the weights of each layer.
        cost: C on those examples, penalty included.
        cost_after, cost_farther: The same after the step the optimizer would take with their gradient, and
            after a step `FARTHER` times as long.
    """

    trainer: Trainer
    diverged: Diverged | None
    metrics: Metrics
    run_epochs: NDArray[np.int64]
    run_costs: NDArray[np.float64]
    run_test_costs: NDArray[np.float64]
    epochs: NDArray[np.int64]
    costs: NDArray[np.float64]
    record: BackwardRecord
    slopes: tuple[Array, ...]
    layer_gradients: Array
    layer_weights: Array
    cost: float
    cost_after: float
    cost_farther: float

    @property
    def network(self) -> Network:
        """The network that is trained."""
        return self.trainer.network

    @property
    def cost_at_start(self) -> float:
        """C when the run began."""
        return float(self.trainer.history.range_of("train_cost")[0].mean())

    @property
    def first_cost(self) -> float:
        """C when the run began, or when it was last led otherwise, where that is more."""
        return max(self.cost_at_start, float(self.costs[0]))


def gather(trainer: Trainer, diverged: Diverged | None = None) -> Evidence:
    """Measure everything; the trainer is left as it is."""
    twin = _one_batch(trainer)
    targets = encode_targets(twin.data, twin.network.spec, twin.spec.loss)
    present, means = twin.network.parameters.copy(), LayerGradients(twin.network)
    # A run that has gone astray overflows here too, and that is what is to be seen.
    with np.errstate(all="ignore"):
        record = twin.network.backward(twin.data.inputs, targets, twin.spec.loss)
        step = twin.explain()["step"]
        step[list(trainer.frozen)] = 0.0

        def cost_after(times: float) -> float:
            return cost_at(present + times * step)

        def cost_at(parameters: Array) -> float:
            twin.network.parameters[...] = parameters
            return twin.evaluate().train_cost

        metrics = trainer.evaluate()
        epochs, costs = _since_led_otherwise(trainer, metrics.train_cost, cost_at)
        same = _since_same_examples(trainer)
        return Evidence(
            trainer=trainer,
            diverged=diverged,
            metrics=metrics,
            run_epochs=trainer.history.epochs[same],
            run_costs=trainer.history.range_of("train_cost")[same].mean(axis=1),
            run_test_costs=trainer.history.range_of("test_cost")[same].mean(axis=1),
            epochs=epochs,
            costs=costs,
            record=record,
            slopes=_all_slopes(twin.network, record),
            layer_gradients=means.measure(record.gradient),
            layer_weights=means.measure(present),
            cost=cost_after(0.0),
            cost_after=cost_after(1.0),
            cost_farther=cost_after(FARTHER),
        )


def _since_same_examples(trainer: Trainer) -> NDArray[np.bool_]:
    """(n,) which rows of the history were measured on the present examples."""
    examples_from, steps = trainer.snapshots.stretches.steps[-1], trainer.history.steps
    return steps > examples_from if examples_from else np.ones(len(steps), bool)


def _since_led_otherwise(
    trainer: Trainer, now: float, cost_at: Callable[[Array], float]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The epochs and C after each since the last change by hand, which itself comes first."""
    history, kept = trainer.history, trainer.snapshots
    epochs, costs = history.epochs, history.range_of("train_cost").mean(axis=1)
    seam = next((moment for moment in reversed(tuple(kept)) if moment.is_seam), None)
    examples_from = kept.stretches.steps[-1]
    if seam is None and not examples_from:
        return epochs, costs
    if seam is None or examples_from > seam.step:
        later = history.steps > examples_from
        begin = (epochs[later], costs[later]) if later.any() else ([trainer.epoch], [now])
        return np.array(begin[0]), np.array(begin[1])
    later = history.steps > seam.step
    return np.append(seam.epoch, epochs[later]), np.append(cost_at(seam.parameters), costs[later])


def _one_batch(trainer: Trainer) -> Trainer:
    """A trainer at the same moment whose next batch is all the examples that are looked at, without dropout."""
    spec = trainer.spec
    rate = min(spec.optimizer.rate * spec.schedule.factor(trainer.epoch), MAX_LEARNING_RATE)
    examples = trainer.data.take(np.arange(min(len(trainer.data), MOST_EXAMPLES)))
    all_at_once = replace(
        spec,
        optimizer=replace(spec.optimizer, learning_rate=rate),
        schedule=ScheduleSpec(),
        batch_size=len(examples),
        dropout=0.0,
    )
    twin = Trainer(trainer.network.copy(), examples, all_at_once)
    twin.optimizer.restore(trainer.optimizer.count, trainer.optimizer.state)
    twin.backprop = trainer.backprop
    return twin


def _all_slopes(network: Network, record: BackwardRecord) -> tuple[Array, ...]:
    layers = zip(network.spec.layers, record.forward.z[1:], strict=True)
    return (np.empty((len(record.cost), 0)), *(slopes(layer, z) for layer, z in layers))
