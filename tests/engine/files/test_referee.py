"""Our weights in PyTorch's hands: its own loader, an ordinary nn.Sequential, the same predictions."""

import numpy as np
import pytest

from engine.files import save_weights
from engine.network import ACTIVATIONS, LayerSpec, Network, NetworkSpec

pytestmark = pytest.mark.referee


def sine_module():
    """PyTorch has the function but no module of it."""
    import torch

    class Sine(torch.nn.Module):
        def forward(self, z):
            return torch.sin(z)

    return Sine()


def step_module():
    import torch

    class Step(torch.nn.Module):
        def forward(self, z):
            return torch.heaviside(z, torch.zeros_like(z))

    return Step()


def their_module(key):
    from torch import nn

    return {
        "linear": nn.Identity,
        "sigmoid": nn.Sigmoid,
        "tanh": nn.Tanh,
        "relu": nn.ReLU,
        "leaky_relu": nn.LeakyReLU,
        "elu": nn.ELU,
        "softplus": nn.Softplus,
        "silu": nn.SiLU,
        "gelu": lambda: nn.GELU(approximate="tanh"),
        "sine": sine_module,
        "step": step_module,
        "softmax": lambda: nn.Softmax(dim=1),
    }[key]()


def their_network(spec, dtype):
    """Linear, activation, Linear, activation, … as anyone would write it."""
    from torch import nn

    modules = []
    for layer, inputs in zip(spec.layers, spec.sizes, strict=False):
        modules += [nn.Linear(inputs, layer.neurons, dtype=dtype), their_module(layer.activation)]
    return nn.Sequential(*modules)


def load_safetensors(path):
    from safetensors.torch import load_file

    return load_file(path)


def load_npz(path):
    import torch

    with np.load(path) as members:
        return {name: torch.from_numpy(members[name]) for name in members.files if name[0].isdigit()}


@pytest.mark.parametrize(("suffix", "load"), [(".safetensors", load_safetensors), (".npz", load_npz)])
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_pytorch_predicts_the_same(activation, precision, suffix, load, tmp_path):
    import torch

    hidden = "tanh" if ACTIVATIONS[activation].output_only else activation
    spec = NetworkSpec(3, (LayerSpec(5, hidden), LayerSpec(4, "relu"), LayerSpec(3, activation)))
    network = Network(spec, "glorot_normal", 6, precision)
    for biases in network.biases:
        biases[...] = np.random.default_rng(0).normal(size=biases.shape)
    model = their_network(spec, getattr(torch, precision))
    model.load_state_dict(load(save_weights(network, tmp_path / f"net{suffix}")))
    inputs = np.random.default_rng(1).normal(size=(10, 3)).astype(precision)
    with torch.no_grad():
        theirs = model(torch.from_numpy(inputs)).numpy()
    np.testing.assert_allclose(network.predict(inputs), theirs, atol=1e-6)
