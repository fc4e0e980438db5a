"""The numbers of the stages against PyTorch's autograd and optimizers (`make referees`)."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec, Trainer, TrainingSpec
from engine.training.staged import stage

pytestmark = pytest.mark.referee

LOSSES = ("half_squared_error", "mse", "binary_cross_entropy", "cross_entropy", "huber")
OUTPUTS = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")

LONG_LINKS = (
    LongLink(2, 1, 0, 2),
    LongLink(3, 0, 0, 2),
    LongLink(3, 0, 1, 1),
    LongLink(3, 1, 1, 1),
)
"""From an input over one layer and over two, two into one neuron, two out of one neuron."""


def make_trainer(loss, batch, links=(), **training):
    """3-4-4-2 with a skip connection, all examples in one batch."""
    rng = np.random.default_rng(6)
    layers = (
        LayerSpec(4, "tanh"),
        LayerSpec(4, "sigmoid", skip=True),
        LayerSpec(2, OUTPUTS.get(loss, "linear")),
    )
    network = Network(NetworkSpec(3, layers, links), "glorot_normal", seed=4)
    data = Dataset(rng.normal(size=(batch, 3)), np.eye(2)[rng.integers(0, 2, batch)])
    return Trainer(network, data, TrainingSpec(loss=loss, batch_size=batch, **training), seed=0)


def their_pass(trainer, inputs, targets):
    """z and a of every layer with their gradients, each layer's (weights, biases), the long weights, after `backward`.

    Neurons that are switched off or that dropout leaves out say 0, the others that it thins more.
    """
    import torch
    from torch.nn import functional

    network, loss = trainer.next_network(), trainer.spec.loss
    over = [torch.tensor(weight, requires_grad=True) for weight in network.long_weights]
    parameters = [
        (torch.tensor(weights, requires_grad=True), torch.tensor(biases, requires_grad=True))
        for weights, biases in zip(network.weights, network.biases, strict=True)
    ]
    a, sums, said = torch.tensor(inputs), [], []
    heard = [a]
    for at, (layer, (weights, biases)) in enumerate(zip(network.spec.layers, parameters, strict=True), 1):
        z = functional.linear(a, weights, biases)
        for link, weight in zip(network.spec.long_links, over, strict=True):
            if link.layer == at:
                one = functional.one_hot(torch.tensor(link.neuron), layer.neurons)
                z = z + weight * heard[link.origin][:, link.source, None] * one
        bent = {
            "tanh": torch.tanh,
            "sigmoid": torch.sigmoid,
            "linear": lambda each: each,
            "softmax": lambda each: torch.softmax(each, dim=1),
        }[layer.activation](z)
        factors = network.factors_of(at) if at < len(parameters) else None
        if factors is not None:
            bent = bent * torch.tensor(factors.T)
        for silent in (neuron for place, neuron in network.silenced if place == at):
            bent = bent * (torch.arange(layer.neurons) != silent)
        a = bent + (a if layer.skip else 0)
        heard.append(a)
        z.retain_grad()
        sums.append(z)
        said.append(a)
    wanted = torch.tensor(targets)
    value = {
        "half_squared_error": lambda: ((a - wanted) ** 2).sum(1).mean() / 2,
        "mse": lambda: functional.mse_loss(a, wanted),
        "binary_cross_entropy": lambda: functional.binary_cross_entropy_with_logits(z, wanted),
        "cross_entropy": lambda: functional.cross_entropy(z, wanted),
        "huber": lambda: functional.huber_loss(a, wanted),
    }[loss]()
    value.backward()
    return value.item(), sums, said, parameters, dict(zip(network.spec.long_links, over, strict=True))


@pytest.mark.parametrize("links", [(), LONG_LINKS], ids=["", "long"])
@pytest.mark.parametrize(("example", "dropout"), [(None, 0.0), (None, 0.4), (2, 0.0)])
@pytest.mark.parametrize("loss", LOSSES)
def test_forward_and_backward(loss, example, links, dropout):
    """With dropout one neuron is switched off besides."""
    trainer = make_trainer(loss, batch=6, links=links, dropout=dropout)
    trainer.silence([(1, 3)] if dropout else [])
    inputs, targets = trainer.next_batch()
    if example is not None:
        inputs, targets = trainer.data.inputs[[example]], trainer.data.targets[[example]]
    value, sums, said, parameters, over = their_pass(trainer, inputs, targets)

    def theirs(each):
        at, j = each.layer - 1, each.neuron
        if each.kind in ("forward_term", "forward_bias", "long_term"):
            return None
        if each.line in ("output_delta", "delta"):
            return sums[at].grad[:, j].sum()  # theirs is of the mean over the batch, ours the mean of δ
        if each.line == "weight_gradient":
            return parameters[at][0].grad[j, each.source]
        if each.line == "bias_gradient":
            return parameters[at][1].grad[j]
        if each.kind == "long_gradient":
            return over[each.layer, j, each.origin, each.source].grad
        if each.line in ("sum", "activation"):
            return (sums if each.line == "sum" else said)[at][:, j].mean().item()
        return value if each.line == "cost" else None

    checked = set()
    staged = stage(trainer, "term", example)
    for each in staged[: staged.first_of("update")]:
        expected = theirs(each)
        if expected is not None:
            assert each.result == pytest.approx(float(expected), rel=1e-9, abs=1e-14)
            checked.add(each.line)
    assert checked == {
        "sum", "activation", "cost", "output_delta", "delta", "weight_gradient", "bias_gradient",
        *(("long_gradient",) if links else ()),
    }  # fmt: skip


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_update(key):
    """Three steps with PyTorch's optimizer on the gradients of the stages."""
    import torch

    trainer = make_trainer("mse", batch=6, links=LONG_LINKS, optimizer=OptimizerSpec(key, learning_rate=0.05))
    theta = torch.tensor(trainer.network.parameters.copy(), requires_grad=True)
    make = {
        "sgd": lambda: torch.optim.SGD([theta], lr=0.05),
        "momentum": lambda: torch.optim.SGD([theta], lr=0.05, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([theta], lr=0.05, momentum=0.9, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad([theta], lr=0.05),
        "rmsprop": lambda: torch.optim.RMSprop([theta], lr=0.05),
        "adam": lambda: torch.optim.Adam([theta], lr=0.05),
        "adamw": lambda: torch.optim.AdamW([theta], lr=0.05),
    }[key]()
    for _ in range(3):
        staged = stage(trainer, "neuron")
        update = staged[staged.first_of("update") :]
        theta.grad = torch.tensor(np.array([each.result for each in update if each.line == "loss_gradient"]))
        make.step()
        after = [each.result for each in update if each.line == "next"]
        np.testing.assert_allclose(after, theta.detach().numpy(), rtol=1e-9, atol=1e-13)
        trainer.step()
