"""Training with dropout against PyTorch's autograd and optimizers under the same masks (`make referees`)."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, Trainer, TrainingSpec
from engine.training.dropout import Dropout

pytestmark = pytest.mark.referee


@pytest.mark.parametrize("key", ["sgd", "adam"])
@pytest.mark.parametrize(("activation", "skip"), [("tanh", True), ("relu", False), ("sigmoid", True)])
def test_thirty_updates(activation, skip, key):
    import torch
    from torch.nn import functional

    layers = (LayerSpec(6, activation), LayerSpec(6, activation, skip=skip), LayerSpec(3, "softmax"))
    network = Network(NetworkSpec(4, layers), "glorot_normal", seed=1)
    generator = np.random.default_rng(2)
    data = Dataset(generator.normal(size=(23, 4)), np.eye(3)[generator.integers(0, 3, 23)])
    spec = TrainingSpec("cross_entropy", OptimizerSpec(key, 0.02), batch_size=5, dropout=0.4)
    trainer = Trainer(network, data, spec, seed=6)
    theirs = [
        torch.tensor(part.copy(), requires_grad=True)
        for pair in zip(network.weights, network.biases, strict=True)
        for part in pair
    ]
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[key]
    optimizer = kind(theirs, lr=0.02)
    bend = getattr(torch, activation)
    dropout = Dropout(network, 0.4, 6)
    for step in range(30):
        inputs, targets = (torch.tensor(part) for part in trainer.next_batch())
        kept = (torch.tensor(dropout.factors(step, len(inputs)).T) != 0).double()
        first, second = kept[:, :6] / (1 - 0.4), kept[:, 6:] / (1 - 0.4)
        a1 = bend(functional.linear(inputs, theirs[0], theirs[1])) * first
        a2 = bend(functional.linear(a1, theirs[2], theirs[3])) * second + (a1 if skip else 0)
        value = functional.cross_entropy(functional.linear(a2, theirs[4], theirs[5]), targets)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        assert trainer.step() == pytest.approx(value.item(), rel=1e-9)
    for ours, expected in zip(
        (part for pair in zip(network.weights, network.biases, strict=True) for part in pair),
        theirs,
        strict=True,
    ):
        np.testing.assert_allclose(ours, expected.detach().numpy(), rtol=1e-7, atol=1e-10)


def test_the_scale_and_the_share_are_those_of_their_layer():
    """nn.Dropout in training: zeros, and 1/(1 − p) for what is kept, p of the cells zero."""
    import torch

    network = Network(NetworkSpec(1, (LayerSpec(50), LayerSpec(1))), seed=0)
    ours = Dropout(network, 0.3, 0).factors(0, 400)
    torch.manual_seed(0)
    theirs = torch.nn.Dropout(0.3)(torch.ones(50, 400, dtype=torch.float64)).numpy()
    np.testing.assert_array_equal(np.unique(ours), np.unique(theirs))
    deviation = np.sqrt(2.0 * 0.3 * 0.7 / ours.size)  # of the difference of two shares
    assert abs((ours == 0).mean() - (theirs == 0).mean()) < 5.0 * deviation
