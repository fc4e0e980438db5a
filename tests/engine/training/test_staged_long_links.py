"""A training step in stages, of a network with long links: nothing that runs along them is lost."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer, TrainingSpec
from engine.training.staged import stage
from engine.training.staged_edges import MOST_EDGES
from engine.training.staged_stage import GRAINS

LONG_LINKS = (
    LongLink(2, 0, 0, 0),
    LongLink(2, 0, 0, 1),
    LongLink(3, 0, 1, 2),
    LongLink(3, 1, 0, 1),
    LongLink(3, 1, 1, 2),
)
"""From inputs over one layer and over two, two into one neuron, two out of one neuron."""


def make_trainer(**training) -> Trainer:
    """2-3-3-2, a skip connection to the second layer, softmax at the end; 12 examples in batches of 5, 5 and 2."""
    rng = np.random.default_rng(3)
    layers = (LayerSpec(3, "tanh"), LayerSpec(3, "tanh", skip=True), LayerSpec(2, "softmax"))
    network = Network(NetworkSpec(2, layers, LONG_LINKS), "glorot_normal", seed=2)
    data = Dataset(rng.normal(size=(12, 2)), np.eye(2)[rng.integers(0, 2, 12)])
    return Trainer(network, data, TrainingSpec(loss="cross_entropy", batch_size=5, **training), seed=1)


def test_a_skip_connection_hands_on_what_came_back_over_long_links():
    """From layer 2, which is heard in layer 4, down to layer 1: the same sum, once more."""
    layers = tuple(LayerSpec(3, "linear", skip=at == 1) for at in range(4))
    network = Network(NetworkSpec(2, layers, (LongLink(4, 1, 2, 0), LongLink(4, 2, 1, 0))), seed=2)
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(4, 2)), rng.normal(size=(4, 3)))
    staged = stage(Trainer(network, data, TrainingSpec(batch_size=4)), "term")
    flow, handed_on = 0.0, []
    for each in staged[staged.first_of("backward") : staged.first_of("update")]:
        if each.kind in ("flow_term", "flow_skip", "long_flow"):
            flow += each.result
            handed_on += [each.result] if each.kind == "flow_skip" else []
        elif each.line == "delta":
            assert flow == pytest.approx(each.result, rel=1e-12)
            flow = 0.0
    over = network.long_weights[0] * staged.passes.delta[4][1].mean()
    assert handed_on[0] == pytest.approx(
        network.weights[2][:, 0] @ staged.passes.delta[3].mean(axis=1) + over, rel=1e-12
    )


@pytest.mark.parametrize("grain", GRAINS)
def test_what_a_neuron_is_heard_by_is_where_its_error_comes_from(grain):
    trainer = make_trainer()
    into, back = {}, {}
    for each in stage(trainer, grain):
        if each.line in ("sum", "long_sum", "flow", "long_flow", "delta"):
            found = into if each.flow == 1 else back
            found.setdefault(each.layer, set()).update(each.edges)
    heard_by = {edge for edges in into.values() for edge in edges}
    for layer in (1, 2):
        below = {edge for edge in heard_by if (edge[3] if len(edge) == 4 else edge[0] - 1) == layer}
        assert back[layer] == below


@pytest.mark.parametrize("grain", GRAINS)
def test_the_matrices_make_what_is_said_of_them(grain):
    """Products and what stands cell by cell beside them, put together by hand."""
    trainer = make_trainer(dropout=0.4)
    trainer.silence([(2, 1)])
    seen = set()
    for each in stage(trainer, grain):
        parts = {matrix.name.split("[")[0]: matrix.values for matrix in each.matrices}
        made, said = each.matrices[-1].values if each.matrices else None, each.line
        if said == "sum":
            product = parts["W"] @ parts["ā"] + parts.get("Σ w a", 0.0)
        elif said in ("flow", "delta"):
            above = each.matrices[0].values @ each.matrices[1].values
            above = above + parts.get("da", 0.0) + parts.get("Σ w δ", 0.0)
            product = above * parts["f′(z"] * parts["m"]
        elif said in ("long_sum", "long_flow"):
            product = each.matrices[0].values @ each.matrices[1].values
        else:
            continue
        np.testing.assert_allclose(made, product, rtol=1e-12, atol=1e-15)
        seen.add((said, each.layer, any("Σ" in name for name in parts)))
    assert {("sum", 1, False), ("sum", 2, True), ("sum", 3, True), ("delta", 1, True)} <= seen


def test_by_layers_the_long_links_are_updated_together_at_last():
    trainer = make_trainer(optimizer=OptimizerSpec("adam"))
    staged = stage(trainer, "layer")
    names = list(OPTIMIZERS["adam"].rules)[1:]
    last = staged[-2 - len(names) :]
    assert [each.line for each in last] == ["loss_gradient", *names, "next"]
    trainer.step()
    for each in last:
        assert {len(edge) for edge in each.edges} == {4}
        assert len(each.edges) == len(LONG_LINKS)
    np.testing.assert_array_equal(last[-1].matrices[-1].values[:, 0], trainer.network.long_weights)


def test_of_very_many_the_largest_take_part_whether_long_or_not():
    layers = (LayerSpec(30, "tanh"), LayerSpec(30, "tanh"))
    links = tuple(LongLink(2, neuron, 0, 0) for neuron in range(30))
    network = Network(NetworkSpec(2, layers, links), seed=0)
    network.long_weights[:15] = 1e-9
    network.long_weights[15:] = 5.0
    trainer = Trainer(network, Dataset(np.zeros((4, 2)), np.zeros((4, 30))), TrainingSpec(batch_size=4))
    edges = next(each for each in stage(trainer, "layer") if each.kind.startswith("layer_long_sum")).edges
    assert len(edges) == MOST_EDGES
    assert {edge for edge in edges if len(edge) == 4} == {(2, neuron, 0, 0) for neuron in range(15, 30)}
