"""The recipes beside PyTorch: the same gradient in every layer, skip connections and clipped steps included."""

import numpy as np
import pytest

from engine.training import Trainer
from engine.training.cures import CURES, gradient_sizes

pytestmark = pytest.mark.referee

DEPTH = 6


class TheirNetwork:
    """The recipe in PyTorch's own operations, from our weights."""

    def __init__(self, torch, run: Trainer) -> None:
        self.torch = torch
        self.spec = run.network.spec
        as_leaf = lambda array: torch.tensor(array.copy(), dtype=torch.float64, requires_grad=True)  # noqa: E731
        self.weights = [as_leaf(weights) for weights in run.network.weights]
        self.biases = [as_leaf(biases) for biases in run.network.biases]

    def cost(self, inputs: np.ndarray, targets: np.ndarray):
        torch = self.torch
        functions = {
            "sigmoid": torch.sigmoid,
            "tanh": torch.tanh,
            "relu": torch.relu,
            "leaky_relu": torch.nn.functional.leaky_relu,
        }
        a = torch.tensor(inputs)
        for number, layer in enumerate(self.spec.layers):
            z = a @ self.weights[number].T + self.biases[number]
            if number + 1 == len(self.spec.layers):
                return torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(targets))
            a = functions[layer.activation](z) + (a if layer.skip else 0.0)
        return a

    @property
    def parameters(self) -> list:
        return [*self.weights, *self.biases]


@pytest.mark.parametrize("key", CURES)
def test_gradient_of_every_layer(key: str) -> None:
    import torch

    run = Trainer.from_experiment(CURES[key].experiment(DEPTH))
    theirs = TheirNetwork(torch, run)
    theirs.cost(run.data.inputs, (run.data.targets + 1.0) / 2.0).backward()
    expected = [weights.grad.abs().mean().item() for weights in theirs.weights]
    np.testing.assert_allclose(gradient_sizes(run), expected, rtol=1e-10)


@pytest.mark.parametrize("key", ["skip", "clip"])
def test_steps(key: str) -> None:
    import torch

    run = Trainer.from_experiment(CURES[key].experiment(DEPTH))
    theirs = TheirNetwork(torch, run)
    optimizer = torch.optim.SGD(theirs.parameters, lr=run.spec.optimizer.rate)
    for _ in range(20):
        inputs, targets = run.next_batch()
        optimizer.zero_grad()
        theirs.cost(inputs, targets).backward()
        if run.spec.clip_norm is not None:
            # Its own clip_grad_norm_ adds 1e-6 to the norm.
            norm = torch.nn.utils.get_total_norm([each.grad for each in theirs.parameters])
            for each in theirs.parameters:
                each.grad *= min(1.0, run.spec.clip_norm / norm.item())
        optimizer.step()
        run.step()
    for ours, other in zip(run.network.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(ours, other.detach().numpy(), rtol=1e-9, atol=1e-13)
