"""A training step in stages: what the stages say adds up, and together they are the ordinary step to the last bit."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, PENALTIES, LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import FAULTS, OPTIMIZERS, SCHEDULES, OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec
from engine.training.staged import MOST_STAGES, stage
from engine.training.staged_edges import MOST_EDGES
from engine.training.staged_stage import GRAINS, PHASES

HIDDEN = [key for key, entry in ACTIVATIONS.items() if not entry.output_only]
PAIRS = [(activation, loss) for loss in LOSSES for activation in ACTIVATIONS if LOSSES[loss].fits(activation)]

LONG_LINKS = (
    LongLink(2, 0, 0, 0),
    LongLink(2, 0, 0, 1),
    LongLink(3, 0, 1, 2),
    LongLink(3, 1, 0, 1),
    LongLink(3, 1, 1, 2),
)
"""From inputs over one layer and over two, two into one neuron, two out of one neuron."""


def make_trainer(
    hidden="tanh", output="tanh", loss="mse", dtype=np.float64, outputs=2, skip=True, links=(), **training
) -> Trainer:
    """Two inputs, two hidden layers of 3, the second with a skip connection; 12 examples in batches of 5, 5 and 2."""
    rng = np.random.default_rng(3)
    layers = (LayerSpec(3, hidden), LayerSpec(3, hidden, skip=skip), LayerSpec(outputs, output))
    network = Network(NetworkSpec(2, layers, links), "glorot_normal", seed=2, dtype=dtype)
    targets = np.zeros((12, outputs))
    targets[np.arange(12), rng.integers(0, outputs, 12)] = 1.0
    if LOSSES[loss].wants == "signed":
        targets = 2.0 * targets - 1.0
    data = Dataset(rng.normal(size=(12, 2)), targets)
    return Trainer(network, data, TrainingSpec(loss=loss, batch_size=5, **training), seed=1)


def mazur() -> Trainer:
    """The network of Matt Mazur, "A Step by Step Backpropagation Example" (2015)."""
    network = Network(NetworkSpec(2, (LayerSpec(2, "sigmoid"), LayerSpec(2, "sigmoid"))), "zeros")
    network.weights[0][...] = [[0.15, 0.20], [0.25, 0.30]]
    network.biases[0][...] = 0.35
    network.weights[1][...] = [[0.40, 0.45], [0.50, 0.55]]
    network.biases[1][...] = 0.60
    data = Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]))
    optimizer = OptimizerSpec("sgd", learning_rate=0.5)
    return Trainer(network, data, TrainingSpec(loss="half_squared_error", optimizer=optimizer, batch_size=1))


def assert_same_step(trainer: Trainer, steps: int = 4) -> None:
    for _ in range(steps):
        promised = [stage(trainer, grain, example).finish() for grain in GRAINS for example in (None, 3)]
        trainer.step()
        for theta in promised:
            np.testing.assert_array_equal(theta, trainer.network.parameters)


def by_kind(staged, *kinds):
    return [each for each in staged if each.kind in kinds]


# The ordinary step, to the last bit


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer(key, dtype):
    assert_same_step(make_trainer(dtype=dtype, optimizer=OptimizerSpec(key)))


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_every_output_and_loss(output, loss):
    assert_same_step(make_trainer(output=output, loss=loss))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_every_hidden_activation(hidden):
    assert_same_step(make_trainer(hidden=hidden))


@pytest.mark.parametrize("clip", [{}, {"clip_norm": 0.05}, {"clip_value": 0.01}])
@pytest.mark.parametrize("penalty", PENALTIES)
def test_every_penalty_and_way_of_clipping(penalty, clip):
    assert_same_step(
        make_trainer(penalty=penalty, penalty_rate=0.03, optimizer=OptimizerSpec("adam"), **clip)
    )


@pytest.mark.parametrize("key", SCHEDULES)
def test_every_schedule(key):
    assert_same_step(make_trainer(schedule=ScheduleSpec(key)), steps=7)


def test_frozen_parameters_and_silent_neurons():
    trainer = make_trainer(optimizer=OptimizerSpec("momentum"))
    trainer.freeze([0, 4, 11])
    trainer.silence([(1, 1), (2, 0)])
    assert_same_step(trainer)
    staged = stage(trainer, "neuron")
    held = [each for each in staged if each.kind == "frozen"]
    assert len(held) == 3
    assert {each.result for each in held} == {
        float(trainer.network.parameters[place]) for place in (0, 4, 11)
    }
    silent = {(each.layer, each.neuron) for each in by_kind(staged, "silenced", "silenced_delta")}
    assert silent == {(1, 1), (2, 0)}


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize("hidden", ["tanh", "elu", "gelu"])
def test_dropout(hidden, links):
    trainer = make_trainer(hidden=hidden, links=links, dropout=0.5, optimizer=OptimizerSpec("adam"))
    trainer.silence([(1, 1)])
    assert_same_step(trainer)


def test_looking_changes_nothing():
    trainer, twin = (make_trainer(optimizer=OptimizerSpec("adam")) for _ in range(2))
    for each in stage(trainer, "term"):
        assert each.letters
    trainer.run(5)
    twin.run(5)
    np.testing.assert_array_equal(trainer.network.parameters, twin.network.parameters)


# The numbers of the stages


def test_mazurs_numbers():
    """His figures, to the digits he prints."""
    staged = stage(mazur(), "term", example=0)
    found = {(each.kind, each.layer, each.neuron, each.source): each.result for each in staged}
    assert found["forward_term", 1, 0, 0] == pytest.approx(0.0075, abs=5e-10)
    assert found["sum", 1, 0, None] == pytest.approx(0.3775, abs=5e-10)
    assert found["activation", 1, 0, None] == pytest.approx(0.593269992, abs=5e-10)
    assert found["sum", 2, 0, None] == pytest.approx(1.105905967, abs=5e-10)
    assert found["activation", 2, 1, None] == pytest.approx(0.772928465, abs=5e-9)
    assert found["cost", 2, None, None] == pytest.approx(0.298371109, abs=5e-10)
    assert found["cost_slope", 2, 0, None] == pytest.approx(0.74136507, abs=5e-9)
    assert found["output_delta", 2, 0, None] == pytest.approx(0.138498562, abs=5e-10)
    assert found["weight_gradient", 2, 0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert found["flow_term", 1, 0, 0] == pytest.approx(0.055399425, abs=5e-10)
    assert found["weight_gradient", 1, 0, 0] == pytest.approx(0.000438568, abs=5e-10)
    assert found["next", 2, 0, 0] == pytest.approx(0.35891648, abs=5e-9)
    assert found["next", 1, 0, 0] == pytest.approx(0.149780716, abs=5e-10)


def test_mazurs_formulas_have_his_numbers_in_the_places_of_the_letters():
    staged = stage(mazur(), "neuron", example=0)
    first = staged[0]
    assert first.letters == r"z_{1}^{[1]} = w_{11}^{[1]}\,x_{1} + w_{12}^{[1]}\,x_{2} + b_{1}^{[1]}"
    assert first.numbers == r"0.3775 = 0.15 \cdot 0.05 + 0.2 \cdot 0.1 + 0.35"
    assert staged[1].numbers == r"0.5933 = \sigma({0.3775}) = \frac{1}{1 + e^{-{0.3775}}}"
    error = next(each for each in staged if each.kind == "output_delta")
    assert error.letters == r"\delta_{1}^{[2]} = f'(z_{1}^{[2]})\,\frac{\partial c}{\partial \hat y_{1}}"
    assert error.numbers == r"0.1385 = 0.1868 \cdot 0.7414"


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize("example", [None, 3])
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_the_stages_are_the_records_numbers(output, loss, example, links):
    trainer = make_trainer(output=output, loss=loss, links=links)
    staged = stage(trainer, "term", example)
    inputs, targets = trainer.next_batch()
    if example is not None:
        inputs, targets = trainer.data.inputs[[example]], trainer.data.targets[[example]]
    record = trainer.network.backward(inputs, targets, loss)
    gradients = trainer.network.split(record.gradient)
    over = dict(zip(links, trainer.network.layout.long_links(record.gradient), strict=True))
    for each in staged[: staged.first_of("update")]:
        at = each.layer
        if each.kind == "sum":
            assert each.result == record.forward.z[at][:, each.neuron].mean()
        elif each.kind in ("activation", "skip_activation", "softmax"):
            assert each.result == record.forward.a[at][:, each.neuron].mean()
        elif each.line in ("output_delta", "delta"):
            assert each.result == record.delta[at][:, each.neuron].mean()
        elif each.kind == "weight_gradient":
            assert each.result == gradients[at - 1][0][each.neuron, each.source]
        elif each.kind == "bias_gradient":
            assert each.result == gradients[at - 1][1][each.neuron]
        elif each.kind == "long_gradient":
            assert each.result == over.pop((at, each.neuron, each.origin, each.source))
        elif each.line == "cost":
            assert each.result == record.loss
    assert not over


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize("example", [None, 3])
def test_terms_add_up(example, links):
    trainer = make_trainer(hidden="sigmoid", links=links)
    staged = stage(trainer, "term", example)
    terms, sums = 0.0, 0
    for each in staged[: staged.first_of("loss")]:
        if each.kind in ("forward_term", "forward_bias", "long_term"):
            terms += each.result
        elif each.kind == "sum":
            assert terms == pytest.approx(each.result, rel=1e-12, abs=1e-15)
            terms, sums = 0.0, sums + 1
    assert sums == 8


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
def test_errors_that_flow_back_add_up_before_the_slope(links):
    """With linear neurons f' = 1, so δ is the sum of what flows back, over skip connections and long links too."""
    staged = stage(make_trainer(hidden="linear", links=links), "term", example=3)
    flow, sums = 0.0, 0
    for each in staged[staged.first_of("backward") : staged.first_of("update")]:
        if each.kind in ("flow_term", "flow_skip", "long_flow"):
            flow += each.result
        elif each.line == "delta":
            assert flow == pytest.approx(each.result, rel=1e-12)
            flow, sums = 0.0, sums + 1
    assert sums == 6


@pytest.mark.parametrize(("key", "loss"), [("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy")])
def test_a_fused_loss_has_a_line_of_its_own(key, loss):
    """δ^[L] = ŷ − y, as the texts derive it, divided by the outputs where the cost is their mean."""
    trainer = make_trainer(output=key, loss=loss)
    staged = stage(trainer, "neuron", example=3)
    prediction = trainer.network.predict(trainer.data.inputs[[3]])[0]
    expected = (prediction - trainer.data.targets[3]) / (1 if key == "softmax" else 2)
    errors = by_kind(staged, f"fused_{key}")
    assert [each.result for each in errors] == pytest.approx(expected.tolist(), rel=1e-12)
    assert not by_kind(staged, "cost_slope")


# The update


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_named_number_of_the_optimizer_has_its_stage(key):
    trainer = make_trainer(
        optimizer=OptimizerSpec(key), penalty="l2", penalty_rate=0.1, clip_norm=0.2, links=LONG_LINKS
    )
    trainer.run(4)
    explained = trainer.explain()
    staged = stage(trainer, "neuron")
    names = ["loss_gradient", "penalty_gradient", "clip", *list(OPTIMIZERS[key].rules)[1:], "next"]
    update = staged[staged.first_of("update") :]
    assert len(update) == len(names) * trainer.network.layout.size
    for place in (0, 2, 7, trainer.network.layout.size - 1):
        own = update[place * len(names) : (place + 1) * len(names)]
        assert [each.line for each in own] == names
        for each in own:
            if each.line in explained and each.line != "gradient":
                assert each.result == explained[each.line][place]


def test_numbers_stand_where_the_rule_has_its_letters():
    trainer = mazur()
    staged = stage(trainer, "term", example=0)
    step = next(each for each in staged if each.kind == "step" and (each.layer, each.source) == (2, 0))
    assert step.letters == r"\Delta w_{11}^{[2]} = {-}\eta\,g"
    assert step.numbers == r"{-}0.04108 = {-}{0.5} \cdot {0.08217}"


def test_a_schedule_gives_the_rate_first():
    trainer = make_trainer(
        schedule=ScheduleSpec("exponential", {"factor": 0.5}), optimizer=OptimizerSpec("sgd", 0.4)
    )
    trainer.run(3)
    staged = stage(trainer, "layer")
    rate = staged[staged.first_of("update")]
    assert (rate.kind, rate.result) == ("rate", 0.2)


def test_biases_are_not_penalised():
    staged = stage(make_trainer(penalty="l2", penalty_rate=0.1), "neuron")
    assert all(each.is_bias for each in by_kind(staged, "no_penalty"))
    assert len(by_kind(staged, "no_penalty")) == 8
    assert not any(each.is_bias for each in by_kind(staged, "penalty_gradient"))


# Their order, and large networks


@pytest.mark.parametrize("grain", GRAINS)
def test_the_phases_come_in_order(grain):
    staged = stage(make_trainer(links=LONG_LINKS), grain)
    phases = [each.phase for each in staged]
    assert [phases[staged.first_of(phase)] for phase in PHASES] == list(PHASES)
    assert phases == sorted(phases, key=PHASES.index)


@pytest.mark.parametrize("grain", GRAINS)
def test_forward_goes_up_and_backward_goes_down(grain):
    staged = stage(make_trainer(links=LONG_LINKS), grain, example=3)
    up = [each.layer for each in staged[: staged.first_of("loss")]]
    down = [each.layer for each in staged[staged.first_of("backward") : staged.first_of("update")]]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize("grain", GRAINS)
def test_what_takes_part_is_in_the_network_and_the_numbers_run_along_it(grain, links):
    trainer = make_trainer(links=links)
    sizes = trainer.network.spec.sizes
    lit = {phase: set() for phase in PHASES}
    for each in stage(trainer, grain):
        assert all(neuron < sizes[layer] for layer, neuron in each.neurons)
        for layer, neuron, source, *origin in each.edges:
            assert (layer, neuron, *origin, source) in links if origin else source < sizes[layer - 1]
            assert neuron < sizes[layer]
        lit[each.phase] |= each.edges
        if each.line in ("sum", "long_sum") and each.edges:
            assert each.flow == 1
        if each.line in ("delta", "flow", "long_flow"):
            assert each.flow == -1
    over = {(layer, neuron, source, origin) for layer, neuron, origin, source in links}
    for phase in ("forward", "backward", "update"):
        assert {edge for edge in lit[phase] if len(edge) == 4} == over


@pytest.mark.parametrize("grain", GRAINS)
def test_results_stand_in_the_last_matrix(grain):
    for each in stage(make_trainer(links=LONG_LINKS), grain, example=3):
        if (
            each.matrices
            and each.result is not None
            and each.line not in ("sum", "flow", "cost", "penalty_gradient")
        ):
            last = each.matrices[-1]
            assert last.role == "result"
            assert float(last.values[last.row, last.column or 0]) == each.result


def test_eight_layers_of_32_are_shown_coarser_and_every_stage_can_be_made():
    layers = (*(LayerSpec(32, "tanh") for _ in range(8)), LayerSpec(1, "tanh"))
    network = Network(NetworkSpec(2, layers), seed=0)
    data = Dataset(np.zeros((4, 2)), np.zeros((4, 1)))
    trainer = Trainer(network, data, TrainingSpec(batch_size=4), seed=0)
    staged = stage(trainer, "term")
    assert (staged.grain, staged.update_grain) == ("neuron", "neuron")
    assert staged.is_coarsened
    assert staged.is_update_coarsened
    assert len(staged) <= 4 * MOST_STAGES
    for place in range(0, len(staged), 97):
        assert staged[place].letters
    assert staged[-1].phase == "update"
    np.testing.assert_array_equal(staged.finish(), (trainer.step(), network.parameters)[1])


def test_of_very_many_weights_the_largest_take_part():
    network = Network(NetworkSpec(40, (LayerSpec(50, "tanh"), LayerSpec(1, "tanh"))), seed=0)
    trainer = Trainer(network, Dataset(np.zeros((4, 40)), np.zeros((4, 1))), TrainingSpec(batch_size=4))
    edges = stage(trainer, "layer")[0].edges
    assert len(edges) == MOST_EDGES
    sizes = np.abs(network.weights[0])
    assert min(sizes[neuron, source] for _, neuron, source in edges) == np.sort(sizes, axis=None)[-MOST_EDGES]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_planted_fault_is_in_the_update_that_is_shown(fault):
    trainer = make_trainer()
    trainer.backprop = fault.backprop
    assert_same_step(trainer, steps=2)


def test_what_does_not_exist_is_refused():
    trainer = make_trainer()
    with pytest.raises(SpecError, match="grain is 'letter', but takes one of"):
        stage(trainer, "letter")
    with pytest.raises(SpecError, match="example"):
        stage(trainer, "neuron", 12)
    with pytest.raises(IndexError):
        stage(trainer, "layer")[10_000]


def test_diverging_numbers_are_shown_and_not_raised():
    trainer = make_trainer(output="linear")
    trainer.network.parameters[...] = 1e200
    shown = [each.numbers for each in stage(trainer, "neuron")]
    assert any(r"\infty" in text or "nan" in text for text in shown)
