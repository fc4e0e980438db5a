"""Walks beside PyTorch's optimizers, on every surface and through the plane of a network."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.descent import SURFACES, Plane, walk
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OPTIMIZERS, OptimizerSpec

pytestmark = pytest.mark.referee

STEPS = 150


def their_optimizer(torch, key, point, rate):
    kinds = {
        "sgd": lambda: torch.optim.SGD([point], rate),
        "momentum": lambda: torch.optim.SGD([point], rate, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([point], rate, momentum=0.9, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad([point], rate),
        "rmsprop": lambda: torch.optim.RMSprop([point], rate),
        "adam": lambda: torch.optim.Adam([point], rate),
        "adamw": lambda: torch.optim.AdamW([point], rate),
    }
    return kinds[key]()


def their_positions(torch, key, start, rate, gradient, steps):
    """The way of torch.optim, fed the slope at each position."""
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = their_optimizer(torch, key, point, rate)
    positions = [point.detach().numpy().copy()]
    for _ in range(steps):
        point.grad = gradient(point)
        optimizer.step()
        positions.append(point.detach().numpy().copy())
    return np.array(positions)


@pytest.mark.parametrize("key", SURFACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_races(key, optimizer):
    import torch

    surface = SURFACES[key]
    run = surface.runs[optimizer]

    def gradient(point):
        across, up = surface.gradient(*point.detach().numpy())
        return torch.tensor([float(across), float(up)], dtype=torch.float64)

    theirs = their_positions(torch, optimizer, (run.x, run.y), run.learning_rate, gradient, STEPS)
    stops = walk(surface, OptimizerSpec(optimizer, run.learning_rate), (run.x, run.y), STEPS)
    ours = np.array([stop.position for stop in stops])
    # A valley may stretch a difference in the last digit, so the bound is loose beside that digit.
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_plane_through_a_network_differentiated_by_pytorch(optimizer):
    import torch

    net = Network(NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(1, "tanh"))), seed=1)
    data = make_dataset("circle", samples=50)
    plane = Plane.random(net, seed=2)
    vectors = [torch.tensor(vector) for vector in (plane.origin, *plane.directions)]
    inputs, targets = torch.tensor(data.inputs), torch.tensor(data.targets)

    def gradient(point):
        leaf = point.detach().clone().requires_grad_(True)
        theta = vectors[0] + leaf[0] * vectors[1] + leaf[1] * vectors[2]
        first, last = theta[:12].reshape(4, 3), theta[12:].reshape(1, 5)
        hidden = torch.tanh(inputs @ first[:, :-1].T + first[:, -1])
        predictions = torch.tanh(hidden @ last[:, :-1].T + last[:, -1])
        torch.nn.functional.mse_loss(predictions, targets).backward()
        return leaf.grad

    theirs = their_positions(torch, optimizer, (0.3, -0.8), 0.05, gradient, 40)
    stops = walk(plane.over(net, data), OptimizerSpec(optimizer, 0.05), (0.3, -0.8), 40)
    np.testing.assert_allclose([stop.position for stop in stops], theirs, rtol=1e-9, atol=1e-11)
