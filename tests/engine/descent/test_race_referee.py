"""Races beside PyTorch: the stories that ship, runner by runner, and copies of a network."""

import numpy as np
import pytest

from engine.data import DataSpec
from engine.descent import STORIES, SURFACES, Plane, Window, network_race, surface_race
from engine.experiment import Experiment
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer, TrainingSpec

pytestmark = pytest.mark.referee


def their_optimizer(torch, spec: OptimizerSpec, leaves):
    kinds = {
        "sgd": lambda: torch.optim.SGD(leaves, spec.rate),
        "momentum": lambda: torch.optim.SGD(leaves, spec.rate, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD(leaves, spec.rate, momentum=0.9, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad(leaves, spec.rate),
        "rmsprop": lambda: torch.optim.RMSprop(leaves, spec.rate),
        "adam": lambda: torch.optim.Adam(leaves, spec.rate),
        "adamw": lambda: torch.optim.AdamW(leaves, spec.rate),
    }
    return kinds[spec.key]()


@pytest.mark.parametrize("key", STORIES)
def test_the_stories(key):
    import torch

    spec = STORIES[key].spec
    race = surface_race(spec, SURFACES[spec.terrain])
    for _ in range(120):
        race.advance()
    for index, entrant in enumerate(spec.entrants):
        point = torch.tensor(spec.start, dtype=torch.float64, requires_grad=True)
        optimizer = their_optimizer(torch, entrant, [point])
        theirs = [point.detach().numpy().copy()]
        for _ in range(120):
            slope = SURFACES[spec.terrain].gradient(*point.detach().numpy())
            point.grad = torch.tensor([float(part) for part in slope], dtype=torch.float64)
            optimizer.step()
            theirs.append(point.detach().numpy().copy())
        np.testing.assert_allclose(race.path(index), theirs, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_networks_on_the_same_batches(key):
    import torch

    trainer = Trainer.from_experiment(
        Experiment(data=DataSpec("circle", samples=60), training=TrainingSpec("mse", batch_size=9))
    )
    assert [layer.activation for layer in trainer.network.spec.layers] == ["tanh"] * 3
    batches = Trainer.from_experiment(
        Experiment(data=DataSpec("circle", samples=60), training=TrainingSpec("mse", batch_size=9))
    )
    spec = OptimizerSpec(key, 0.02)
    race = network_race(
        trainer, [spec], Plane.through_parameters(trainer.network, 0, 3), Window(-9, 9, -9, 9)
    )
    blocks = [
        torch.tensor(np.hstack([w, b[:, None]]), requires_grad=True)
        for w, b in zip(trainer.network.weights, trainer.network.biases, strict=True)
    ]
    optimizer = their_optimizer(torch, spec, blocks)
    for _ in range(30):
        inputs, targets = (torch.tensor(part) for part in batches.next_batch())
        batches.step()
        said = inputs
        for block in blocks:
            said = torch.tanh(said @ block[:, :-1].T + block[:, -1])
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(said, targets).backward()
        optimizer.step()
        race.advance()
    first = blocks[0].detach().numpy().ravel()
    origin = trainer.network.parameters
    np.testing.assert_allclose(
        race.path(0)[-1], [first[0] - origin[0], first[3] - origin[3]], rtol=1e-7, atol=1e-10
    )
