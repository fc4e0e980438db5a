"""The listing of a training step is not only for reading: run line by line, it makes the step of the trainer."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import ACTIVATIONS, LOSSES, PENALTIES, LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OPTIMIZERS, OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec
from engine.training.staged import stage
from engine.training.staged_listing import OPTIMIZER_LINES, PENALTY_LINES

PAIRS = [(activation, loss) for loss in LOSSES for activation in ACTIVATIONS if LOSSES[loss].fits(activation)]

LONG_LINKS = (
    LongLink(2, 0, 0, 0),
    LongLink(2, 0, 0, 1),
    LongLink(3, 0, 1, 2),
    LongLink(3, 1, 0, 1),
    LongLink(3, 1, 1, 2),
)
"""From inputs over one layer and over two, two into one neuron, two out of one neuron."""


def make_trainer(output="tanh", loss="mse", silenced=(), skip=True, links=(), **training) -> Trainer:
    rng = np.random.default_rng(3)
    layers = (LayerSpec(3, "tanh"), LayerSpec(3, "sine", skip=skip), LayerSpec(2, output))
    network = Network(NetworkSpec(2, layers, links), "glorot_normal", seed=2)
    targets = np.eye(2)[rng.integers(0, 2, 12)]
    if LOSSES[loss].wants == "signed":
        targets = 2.0 * targets - 1.0
    data = Dataset(rng.normal(size=(12, 2)), targets)
    trainer = Trainer(network, data, TrainingSpec(loss=loss, batch_size=5, **training), seed=1)
    trainer.silence(silenced)
    return trainer


def written(entry_function):
    """A registry's function that writes into an array, as one that gives it."""

    def given(*arrays):
        out = np.empty_like(arrays[0])
        entry_function(*arrays, out)
        return out

    return given


def flat(weights, biases, long=()):
    """(P,) in the order of θ."""
    pairs = zip(weights[1:], biases[1:], strict=True)
    return np.concatenate([*(np.hstack(pair).ravel() for pair in pairs), long])


def names_of(trainer: Trainer) -> dict[str, object]:
    """What the listing takes as given, before a step."""
    network, spec = trainer.network, trainer.spec
    entries = [None, *(ACTIVATIONS[layer.activation] for layer in network.spec.layers)]
    loss, inputs_and_targets = LOSSES[spec.loss], trainer.next_batch()
    by_layer = [trainer.next_network().factors_of(layer) for layer in (1, 2)]
    on = [None] + [np.ones((size, 1)) for size in network.spec.sizes[1:]]
    for layer, neuron in network.silenced:
        on[layer][neuron] = 0.0
    memory = {
        "velocity": "v",
        "squared_sum": "s",
        "squared_average": "s",
        "first_moment": "m",
        "second_moment": "v",
    }
    x, y = (each.T for each in inputs_and_targets)
    return {
        "np": np,
        "x": x,
        "y": y,
        "N": x.shape[1],
        "n": len(y),
        "L": len(network.spec.layers),
        "W": [None, *(weights.copy() for weights in network.weights)],
        "b": [None, *(biases[:, np.newaxis].copy() for biases in network.biases)],
        "long_links": [tuple(link) for link in network.spec.long_links],
        "w": network.long_weights.copy(),
        "dw": np.full_like(network.long_weights, np.nan),
        "f": [None, *(written(entry.function) for entry in entries[1:])],
        "df": [
            None,
            *(lambda z, e=entry: written(e.derivative)(z, written(e.function)(z)) for entry in entries[1:]),
        ],
        "skip": [None, *(float(layer.skip) for layer in network.spec.layers)],
        "on": on,
        "m": [None, *(np.sign(factors) for factors in by_layer if factors is not None)],
        "drop": spec.dropout,
        "cost": loss.cost,
        "cost_slope": written(loss.derivative),
        **{name: [None] * (len(network.spec.layers) + 1) for name in ("z", "a", "delta", "dW", "db")},
        "flat": flat,
        "theta": network.parameters.copy(),
        "is_weight": network.layout.is_weight(),
        "lam": spec.penalty_rate,
        "clip_norm": spec.clip_norm,
        "clip_value": spec.clip_value,
        "eta": spec.optimizer.rate,
        "eta_0": spec.optimizer.rate,
        "factor": spec.schedule.factor,
        "epoch": trainer.epoch + 1 - trainer.steps_left_in_epoch / trainer.steps_per_epoch,
        "t": trainer.optimizer.count + 1,
        "mu": spec.optimizer.options.get("momentum"),
        **spec.optimizer.options,
        **{memory[name]: vector.copy() for name, vector in trainer.optimizer.state.items()},
    }


def assert_runs_as_the_trainer(trainer: Trainer, steps: int = 4) -> None:
    for _ in range(steps):
        names = names_of(trainer)
        assert ("w[i]" in "".join(line.text for line in stage(trainer).lines)) == bool(names["long_links"])
        code = "\n".join(line.text for line in stage(trainer).lines)
        exec(code, names)
        cost = trainer.step()
        assert names["C"] == pytest.approx(cost, rel=1e-9)
        np.testing.assert_allclose(names["theta"], trainer.network.parameters, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer(key, links):
    assert_runs_as_the_trainer(make_trainer(optimizer=OptimizerSpec(key), links=links))


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_every_output_and_loss(output, loss, links):
    assert_runs_as_the_trainer(make_trainer(output=output, loss=loss, links=links), steps=2)


@pytest.mark.parametrize(
    "clip", [{}, {"clip_norm": 0.05}, {"clip_value": 0.01}, {"clip_norm": 0.1, "clip_value": 0.02}]
)
@pytest.mark.parametrize("penalty", PENALTIES)
def test_every_penalty_and_way_of_clipping(penalty, clip):
    assert_runs_as_the_trainer(make_trainer(penalty=penalty, penalty_rate=0.03, **clip))


@pytest.mark.parametrize("skip", [True, False])
def test_silent_neurons_with_and_without_a_skip_connection(skip):
    assert_runs_as_the_trainer(make_trainer(silenced=[(1, 0), (2, 2)], skip=skip))


@pytest.mark.parametrize("silenced", [[], [(1, 0), (2, 2)]])
@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize(
    ("output", "loss"), [("tanh", "mse"), ("softmax", "cross_entropy"), ("softmax", "mse")]
)
def test_dropout(output, loss, skip, silenced):
    """With long links too."""
    for links in ((), LONG_LINKS):
        trainer = make_trainer(output, loss, silenced=silenced, skip=skip, links=links, dropout=0.4)
        assert_runs_as_the_trainer(trainer)


def test_a_schedule():
    assert_runs_as_the_trainer(make_trainer(schedule=ScheduleSpec("warm_up", {"epochs": 2.0})), steps=7)


def test_every_entry_has_its_lines():
    assert set(OPTIMIZER_LINES) == set(OPTIMIZERS)
    assert {"none", *PENALTY_LINES} == set(PENALTIES)
    for key, kind in OPTIMIZERS.items():
        assert [name for name, _ in OPTIMIZER_LINES[key]] == list(kind.rules)[1:]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("grain", ["layer", "neuron", "term"])
def test_every_stage_has_its_line(grain, loss):
    output = next(activation for activation, fitting in PAIRS if fitting == loss)
    trainer = make_trainer(
        output,
        loss,
        links=LONG_LINKS,
        penalty="l1",
        penalty_rate=0.1,
        clip_norm=1.0,
        schedule=ScheduleSpec("step"),
    )
    staged = stage(trainer, grain)
    for each in staged:
        assert staged.lines[staged.line_of(each)].key == each.line


def test_shapes_are_those_of_the_arrays():
    staged = stage(make_trainer(links=LONG_LINKS), "term")
    sums = [staged.shapes_of(each) for each in staged if each.line == "sum"]
    assert sums[0] == "(3, 5) = (3, 2) @ (2, 5) + (3, 1)"
    assert sums[-1] == "(2, 5) = (2, 3) @ (3, 5) + (2, 1)"
    for each in staged:
        if each.line in ("sum", "activation", "output_delta", "flow", "delta"):
            assert staged.shapes_of(each).startswith(str(each.matrices[-1].values.shape))
        elif each.line in ("long_sum", "long_flow"):
            left, right = (matrix.values.shape for matrix in each.matrices[:2])
            assert (left, right) == ((1, 1), (1, 5))
            assert staged.shapes_of(each) == "(5,) += () * (5,)"
