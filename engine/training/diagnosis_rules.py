"""The rules of a diagnosis: each looks at the evidence for one thing, and says what it has seen or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.network import ACTIVATIONS, Network, NetworkSpec
from engine.registry import Registry
from engine.training.diagnosis_evidence import Evidence
from engine.training.diagnosis_remedies import (
    Remedy,
    add_hidden_layer,
    add_skips,
    clip_gradient,
    drop_out,
    initialize,
    penalize,
    scale_learning_rate,
    smooth_steps,
    standardize_inputs,
    use_hidden_activation,
    use_more_data,
    use_optimizer,
    widen,
)
from engine.training.left_over import agreement_of_neighbours

Severity = Literal["serious", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """Something noticed.

    Attributes:
        key: The rule that noticed it.
        severity: "serious" where nothing good can come of going on, "warning", or "note".
        numbers: What was seen, by name.
        neurons: The neurons concerned, (layer from 1, neuron from 0), where it is about neurons.
        remedies: What to try, the best first.
    """

    key: str
    severity: Severity
    numbers: Mapping[str, float]
    neurons: tuple[tuple[int, int], ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Rule:
    """``look(evidence)`` gives what the rule finds, or None."""

    key: str
    look: Callable[[Evidence], Finding | None]


ALIKE = 0.3  # of an error is that of the nearest example: then errors follow the inputs
FEW = 20  # examples, whose neighbours say nothing
BLOWN_UP = 4.0  # times its lowest, and above its start: the cost has blown up
RISEN = 1.05  # times the cost before: a step has gone too far
GROWN = 1.2  # times the cost at the start: training has made it worse
SWING, SWING_EPOCHS = 0.2, 10  # mean change from epoch to epoch as a share of the cost: it swings
SLOW_EPOCH = 0.005  # a cost that falls by less than this share an epoch falls slowly
SETTLING = 1e-4  # and by less than this, after it has moved at all, it settles
MOVED = 0.98  # times the cost at the start: it has moved
STILL = 0.001  # a cost that fell by less than this share over the last epochs stands still
STILL_EPOCHS = 20
SAME = 0.01  # means of ten epochs that differ by less are the same but for the noise of mini-batches
SOLVED = 0.05  # below this share of its start the cost may stand still
WELL = 0.95  # so may an accuracy above this
FLAT = 0.05  # below this share of the steepest slope a neuron is saturated
ALMOST_ALL = 0.95  # of the examples
FADED = 0.01  # a layer's mean gradient, beside another layer's
DWARFED = 10.0  # a layer's mean gradient, beside its mean weight
OVERFIT = 1.5  # times the train cost
TURNED = 1.1  # times its lowest: the test cost has turned
LARGE_INPUT = 10.0  # root mean square of an input, and ratio between two inputs


def _diverging(evidence: Evidence) -> Finding | None:
    cost, lowest = evidence.metrics.train_cost, float(np.min(evidence.costs))
    numbers = {"cost": cost, "lowest": lowest, "learning_rate": evidence.trainer.spec.optimizer.rate}
    if evidence.diverged is not None:
        numbers |= {"step": float(evidence.diverged.step), "cost": evidence.diverged.loss}
    elif np.isfinite(cost) and cost <= max(BLOWN_UP * lowest, evidence.first_cost):
        return None
    return Finding(
        "diverging",
        "serious",
        numbers,
        remedies=(scale_learning_rate(0.1), clip_gradient(1.0), standardize_inputs()),
    )


def _rate_too_high(evidence: Evidence) -> Finding | None:
    """Training has made the cost worse, or swings it about, or its next step will.

    That step is tried with the gradient of all examples, so that it is not the noise of a mini-batch.
    """
    before, after, swing = evidence.cost, evidence.cost_after, _swing(evidence)
    if not np.isfinite(before) or _is_solved(evidence):
        return None
    worse = evidence.metrics.train_cost > GROWN * evidence.first_cost
    if not (worse or swing > SWING or after > RISEN * before or np.isnan(after)):
        return None
    numbers = {
        "cost": before,
        "cost_after": after,
        "first_cost": evidence.first_cost,
        "swing": swing,
        "learning_rate": evidence.trainer.spec.optimizer.rate,
    }
    return Finding("rate_too_high", "warning", numbers, remedies=(scale_learning_rate(1.0 / 3.0),))


def _rate_too_low(evidence: Evidence) -> Finding | None:
    """The cost falls, but slowly, and a step ten times as long would lower it nearly ten times as much."""
    if _is_solved(evidence) or evidence.cost <= 0.0:
        return None
    drop, farther = evidence.cost - evidence.cost_after, evidence.cost - evidence.cost_farther
    an_epoch = drop * evidence.trainer.steps_per_epoch / evidence.cost
    change = evidence.metrics.train_cost / evidence.cost_at_start
    if not (0.0 < an_epoch < SLOW_EPOCH and farther > 8.0 * drop) or change > GROWN:
        return None
    if change < MOVED and an_epoch < SETTLING:
        return None
    numbers = {"fall_an_epoch": an_epoch, "learning_rate": evidence.trainer.spec.optimizer.rate}
    severity: Severity = "note" if change < MOVED else "warning"
    remedies = (scale_learning_rate(10.0), use_optimizer("adam"))
    return Finding("rate_too_low", severity, numbers, remedies=remedies)


def _plateau(evidence: Evidence) -> Finding | None:
    """The cost is not low, has stood still for at least twenty epochs, and is not the noise of the examples."""
    trainer = evidence.trainer
    recent = evidence.costs[evidence.epochs <= trainer.epoch - STILL_EPOCHS]
    if len(recent) == 0 or _is_solved(evidence) or not np.isfinite(evidence.cost):
        return None
    before, now = float(recent[-1]), evidence.metrics.train_cost
    if abs(before - now) > STILL * abs(before) or _is_noise(evidence):
        return None
    numbers = {"cost": now, "cost_before": before, "epochs": float(STILL_EPOCHS)}
    return Finding(
        "plateau",
        "warning",
        numbers,
        remedies=(scale_learning_rate(3.0), use_optimizer("adam"), widen(2)),
    )


def _is_noise(evidence: Evidence) -> bool:
    """Whether the errors have nothing to do with the inputs: then no network has less of them to show for it."""
    record = evidence.record
    if len(record.cost) < FEW:
        return False
    return abs(agreement_of_neighbours(record.forward.a[0], record.delta[-1])) < ALIKE


def _straight(evidence: Evidence) -> Finding | None:
    """No hidden layer bends, the cost has not fallen for twenty epochs, and what is left of it is not noise.

    The inputs are only added up (Minsky and Papert 1969). The noise of mini-batches hides a standstill from epoch to
    epoch, but not from ten to ten.
    """
    trainer, late = evidence.trainer, evidence.costs[-STILL_EPOCHS:]
    bends = any(layer.activation != "linear" for layer in evidence.network.spec.hidden)
    if bends or _is_solved(evidence) or trainer.epoch - evidence.epochs[0] < STILL_EPOCHS or len(late) < 4:
        return None
    before, now = np.array_split(late, 2)
    by_chance = 2.0 * np.sqrt(before.var() / len(before) + now.var() / len(now))
    if not before.mean() - now.mean() <= max(SAME * before.mean(), by_chance) < np.inf:
        return None
    if _is_noise(evidence) or _rate_too_low(evidence) or _rate_too_high(evidence):
        return None
    numbers = {"cost": float(now.mean()), "cost_before": float(before.mean())}
    return Finding(
        "straight", "warning", numbers, remedies=(use_hidden_activation("tanh"), add_hidden_layer(4))
    )


def _saturated(evidence: Evidence) -> Finding | None:
    """Hidden neurons that stand on a flat end of their curve for almost every example (Glorot and Bengio 2010)."""
    layers = evidence.network.spec.hidden
    neurons = []
    for at, layer in enumerate(layers, start=1):
        entry = ACTIVATIONS[layer.activation]
        if not np.isfinite(entry.output_range).all():
            continue
        steepest = _slope_at_zero(layer.activation)
        flat = (np.abs(evidence.slopes[at]) < FLAT * steepest).mean(axis=0)
        neurons += [(at, int(neuron)) for neuron in np.flatnonzero(flat > ALMOST_ALL)]
    return _about_neurons(
        "saturated",
        evidence,
        neurons,
        (
            initialize("glorot_uniform"),
            standardize_inputs(),
            scale_learning_rate(1.0 / 3.0),
            use_hidden_activation("relu"),
        ),
    )


def _dead(evidence: Evidence) -> Finding | None:
    """Hidden neurons with slope 0 for every example, so that no gradient reaches their weights any more."""
    neurons = [
        (at, int(neuron))
        for at, layer in enumerate(evidence.network.spec.hidden, start=1)
        if np.isinf(ACTIVATIONS[layer.activation].output_range[1])  # what is bounded is called saturated
        for neuron in np.flatnonzero(~evidence.slopes[at].any(axis=0))
    ]
    return _about_neurons(
        "dead",
        evidence,
        neurons,
        (use_hidden_activation("leaky_relu"), initialize("he_normal"), scale_learning_rate(1.0 / 3.0)),
    )


def _stepped(evidence: Evidence) -> Finding | None:
    """An activation whose slope is 0 everywhere stands between the cost and some of the weights."""
    layers = evidence.network.spec.layers
    flat = [at for at, layer in enumerate(layers, start=1) if ACTIVATIONS[layer.activation].is_flat]
    if not flat:
        return None
    moved = _layers_with_error(evidence.network.spec)
    unmoved = [at for at in range(1, len(layers) + 1) if at not in moved]
    numbers = {"layer": float(flat[-1]), "count": float(len(unmoved)), "of": float(len(layers))}
    return Finding("stepped", "serious", numbers, remedies=(smooth_steps("sigmoid"), smooth_steps("tanh")))


def _layers_with_error(spec: NetworkSpec) -> set[int]:
    """The layers 1 … L to whose z an error comes back.

    A skip connection and a long link lead errors around a step, but not to the step's own weights.
    """
    last, moved, reached = len(spec.layers), set[int](), {len(spec.layers)}
    for at in range(last, 0, -1):
        layer = spec.layers[at - 1]
        if at in reached and not ACTIVATIONS[layer.activation].is_flat:
            moved.add(at)
        if at in moved or (layer.skip and at in reached):
            reached.add(at - 1)
        reached |= {link.origin for link in spec.long_links if link.layer == at and at in moved}
    return moved


def _vanishing(evidence: Evidence) -> Finding | None:
    """The first layer's gradient is lost beside the last one's (Hochreiter 1991)."""
    first, last = float(evidence.layer_gradients[0]), float(evidence.layer_gradients[-1])
    if len(evidence.layer_gradients) < 2 or not first < FADED * last or _stepped(evidence):
        return None
    return Finding(
        "vanishing",
        "warning",
        {"first": first, "last": last, "ratio": first / last},
        remedies=(
            use_hidden_activation("relu"),
            add_skips(),
            use_hidden_activation("tanh"),
            initialize("glorot_uniform"),
        ),
    )


def _exploding(evidence: Evidence) -> Finding | None:
    """The first layer's gradient is many times the last one's, or some layer's dwarfs its weights.

    Bengio et al. 1994, section III.
    """
    gradients, weights = evidence.layer_gradients, evidence.layer_weights
    if len(gradients) == 1:  # there is nothing for it to grow through
        return None
    first, last = float(gradients[0]), float(gradients[-1])
    dwarfed = np.flatnonzero(gradients > DWARFED * weights) if weights.all() else np.empty(0, np.intp)
    if not (last < FADED * first or len(dwarfed)):
        return None
    numbers = {"first": first, "last": last, "largest": float(gradients.max())}
    if len(dwarfed):
        numbers["layer"] = float(dwarfed[0] + 1)
    remedies = (initialize("glorot_uniform"), clip_gradient(1.0), standardize_inputs())
    return Finding("exploding", "warning", numbers, remedies=remedies)


def _symmetric(evidence: Evidence) -> Finding | None:
    """Neurons of one hidden layer with the same weights in and out: they learn the same for ever."""
    network, neurons = evidence.network, []
    for at, layer in enumerate(network.spec.hidden, start=1):
        if layer.skip or network.spec.layers[at].skip:
            continue  # what passes around them tells them apart
        whole = np.column_stack(
            [network.weights[at - 1], network.biases[at - 1], network.weights[at].T, _long_ends(network, at)]
        )
        _, inverse, counts = np.unique(whole, axis=0, return_inverse=True, return_counts=True)
        neurons += [(at, int(neuron)) for neuron in np.flatnonzero(counts[inverse.ravel()] > 1)]
    if not neurons:
        return None
    return Finding(
        "symmetric",
        "serious",
        {"count": float(len(neurons))},
        tuple(neurons),
        (initialize("glorot_uniform"),),
    )


def _long_ends(network: Network, layer: int) -> Array:
    """(n_l, 2 · …) for each other end of a layer's long links: whether a neuron is linked to it, and the weight."""
    ends: dict[tuple[str, int, int], Array] = {}
    for link, weight in zip(network.spec.long_links, network.long_weights, strict=True):
        for own, other in (
            ((link.layer, link.neuron), ("from", link.origin, link.source)),
            ((link.origin, link.source), ("to", link.layer, link.neuron)),
        ):
            if own[0] == layer:
                column = ends.setdefault(other, np.zeros((network.spec.sizes[layer], 2)))
                column[own[1]] = 1.0, weight
    return np.hstack([np.empty((network.spec.sizes[layer], 0)), *ends.values()])


def _overfitting(evidence: Evidence) -> Finding | None:
    """The test cost has turned and risen while the train cost fell."""
    train, test = evidence.metrics.train_cost, evidence.metrics.test_cost
    if not np.isfinite(test) or len(evidence.run_test_costs) < 2:
        return None
    lowest = int(np.argmin(evidence.run_test_costs))
    turned = test > TURNED * evidence.run_test_costs[lowest] and train < evidence.run_costs[lowest]
    if not (turned and test > OVERFIT * train):
        return None
    numbers = {
        "train_cost": train,
        "test_cost": test,
        "lowest_test_cost": float(evidence.run_test_costs[lowest]),
        "epoch": float(evidence.run_epochs[lowest]),
    }
    remedies = (penalize(0.003), drop_out(0.2), use_more_data(0.8))
    return Finding("overfitting", "warning", numbers, remedies=remedies)


def _unscaled_inputs(evidence: Evidence) -> Finding | None:
    """Inputs of such different size that no learning rate suits all (LeCun et al. 1998, section 4.3)."""
    largest, smallest = _sizes_of_inputs(evidence)
    if not largest > LARGE_INPUT * smallest:
        return None
    numbers = {"largest": largest, "smallest": smallest}
    return Finding("unscaled_inputs", "warning", numbers, remedies=(standardize_inputs(),))


def _large_inputs(evidence: Evidence) -> Finding | None:
    """Inputs of about the same size, all so large that every weight has to be small (the same)."""
    largest, smallest = _sizes_of_inputs(evidence)
    if not LARGE_INPUT < largest <= LARGE_INPUT * smallest:
        return None
    return Finding("large_inputs", "warning", {"largest": largest}, remedies=(standardize_inputs(),))


def _sizes_of_inputs(evidence: Evidence) -> tuple[float, float]:
    """Root mean square of the largest input and of the smallest, those aside that are always 0."""
    sizes = np.sqrt(np.square(evidence.trainer.data.inputs).mean(axis=0))
    return float(sizes.max()), float(sizes[sizes > 0.0].min(initial=np.inf))


def _swing(evidence: Evidence) -> float:
    """Mean change of the cost from epoch to epoch of late, as a share of it; 0 before there are enough."""
    late = evidence.costs[-SWING_EPOCHS:]
    if len(late) < SWING_EPOCHS or not np.isfinite(late).all() or not late.any():
        return 0.0
    return float(np.abs(np.diff(late)).mean() / late.mean())


def _is_solved(evidence: Evidence) -> bool:
    metrics = evidence.metrics
    return metrics.train_cost < SOLVED * evidence.first_cost or metrics.train_accuracy > WELL


def _about_neurons(
    key: str, evidence: Evidence, neurons: list[tuple[int, int]], remedies: tuple[Remedy, ...]
) -> Finding | None:
    """A finding about those of the neurons that are not switched off: a warning from half of a layer on."""
    heard = [neuron for neuron in neurons if neuron not in evidence.network.silenced]
    if not heard:
        return None
    shares = [
        sum(layer == at for layer, _ in heard) / spec.neurons
        for at, spec in enumerate(evidence.network.spec.hidden, start=1)
    ]
    hidden = sum(layer.neurons for layer in evidence.network.spec.hidden)
    severity: Severity = "warning" if max(shares) >= 0.5 else "note"
    numbers = {"count": float(len(heard)), "of": float(hidden)}
    return Finding(key, severity, numbers, tuple(heard), remedies)


def _slope_at_zero(activation: str) -> float:
    zero, a, slope = np.zeros((1, 1)), np.empty((1, 1)), np.empty((1, 1))
    ACTIVATIONS[activation].function(zero, a)
    ACTIVATIONS[activation].derivative(zero, a, slope)
    return float(slope[0, 0])


RULES: Registry[Rule] = Registry(
    "rule",
    Rule("diverging", _diverging),
    Rule("symmetric", _symmetric),
    Rule("unscaled_inputs", _unscaled_inputs),
    Rule("large_inputs", _large_inputs),
    Rule("exploding", _exploding),  # before the rate, which is too large for such gradients
    Rule("rate_too_high", _rate_too_high),
    Rule("rate_too_low", _rate_too_low),
    Rule("dead", _dead),
    Rule("saturated", _saturated),
    Rule("stepped", _stepped),
    Rule("vanishing", _vanishing),
    Rule("straight", _straight),
    Rule("plateau", _plateau),
    Rule("overfitting", _overfitting),
)
