"""Live comparison with PyTorch: every gradient, every δ and the next value of every parameter (`make referees`)."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec, Trainer, TrainingSpec, encode_targets
from engine.training.inspection import example_record, inspect_parameters
from engine.training.inspection_neuron import inspect_neuron

pytestmark = pytest.mark.referee

LINKS = (LongLink(2, 1, 0, 3), LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 2), LongLink(3, 2, 1, 2))

OPTIMIZERS = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
}


class Theirs:
    """The same network in PyTorch, its sums kept so that their derivatives can be asked for."""

    def __init__(self, network):
        import torch

        self.torch = torch
        self.layers, self.links = network.spec.layers, network.spec.long_links
        self.pairs = [
            (
                torch.tensor(weights.copy(), requires_grad=True),
                torch.tensor(biases.copy(), requires_grad=True),
            )
            for weights, biases in zip(network.weights, network.biases, strict=True)
        ]
        self.long = torch.tensor(network.long_weights.copy(), requires_grad=True)

    @property
    def tensors(self):
        return [*(tensor for pair in self.pairs for tensor in pair), *([self.long] if self.links else [])]

    def run(self, inputs):
        torch, a = self.torch, self.torch.tensor(inputs)
        self.z, self.a, said = [], [], [a]
        for layer, (weights, biases) in zip(self.layers, self.pairs, strict=True):
            z = torch.nn.functional.linear(a, weights, biases)
            for link, weight in zip(self.links, self.long, strict=True):
                if link.layer == len(said):
                    place = torch.eye(layer.neurons, dtype=z.dtype)[link.neuron]
                    z = z + torch.outer(said[link.origin][:, link.source] * weight, place)
            z.retain_grad()
            a = activation(torch, layer.activation, z) + (a if layer.skip else 0)
            self.z.append(z)
            self.a.append(a)
            said.append(a)
        return a

    def backward(self, inputs, targets, loss):
        for tensor in self.tensors:
            tensor.grad = None
        predictions = self.run(inputs)
        cost_of(self.torch, loss, self.z[-1], predictions, self.torch.tensor(targets)).backward()
        return self.flat(lambda tensor: tensor.grad)

    def flat(self, take):
        blocks = [
            np.column_stack([take(weights).detach().numpy(), take(biases).detach().numpy()]).ravel()
            for weights, biases in self.pairs
        ]
        if self.links:
            blocks.append(take(self.long).detach().numpy())
        return np.concatenate(blocks)


def activation(torch, key, z):
    functional = torch.nn.functional
    return {
        "linear": lambda: z,
        "leaky_relu": lambda: functional.leaky_relu(z),
        "elu": lambda: functional.elu(z),
        "softplus": lambda: functional.softplus(z),
        "silu": lambda: functional.silu(z),
        "gelu": lambda: functional.gelu(z, approximate="tanh"),
        "sine": lambda: torch.sin(z),
        "step": lambda: torch.sign(torch.relu(z)),  # torch.heaviside has no derivative; that of sign is 0
        "softmax": lambda: torch.softmax(z, dim=1),
    }.get(key, lambda: getattr(torch, key)(z))()


def cost_of(torch, key, z, predictions, targets):
    functional = torch.nn.functional
    return {
        "half_squared_error": lambda: ((predictions - targets) ** 2).sum(1).mean() / 2,
        "mse": lambda: functional.mse_loss(predictions, targets),
        "binary_cross_entropy": lambda: functional.binary_cross_entropy_with_logits(z, targets),
        "cross_entropy": lambda: functional.cross_entropy(z, targets),
        "huber": lambda: functional.huber_loss(predictions, targets),
        "hinge": lambda: (1 - predictions * targets).clamp(min=0).mean(),
    }[key]()


def make_trainer(loss, output, hidden="tanh", optimizer=("sgd", 0.1), links=LINKS, **spec):
    data = make_dataset("iris")
    layers = (LayerSpec(4, hidden), LayerSpec(4, hidden, skip=True), LayerSpec(3, output))
    network = Network(NetworkSpec(4, layers, links), "glorot_normal", 6)
    training = TrainingSpec(loss=loss, optimizer=OptimizerSpec(*optimizer), batch_size=16, **spec)
    trainer = Trainer(network, data, training, seed=2)
    trainer.run(3)
    return trainer


def assert_equal(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * np.abs(theirs).max() + 1e-15)


PAIRS = [(loss, output) for loss in LOSSES for output in ACTIVATIONS if LOSSES[loss].fits(output)]


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_gradients_of_example_batch_and_all_data(loss, output):
    trainer = make_trainer(loss, output)
    numbers, theirs = inspect_parameters(trainer, 21), Theirs(trainer.network)
    targets = encode_targets(trainer.data, trainer.network.spec, loss)
    for ours, rows in (
        (numbers.example_gradient, [21]),
        (numbers.batch_gradient, numbers.batch),
        (numbers.data_gradient, slice(None)),
    ):
        assert_equal(ours, theirs.backward(trainer.data.inputs[rows], targets[rows], loss))


@pytest.mark.parametrize("hidden", [key for key, entry in ACTIVATIONS.items() if not entry.output_only])
def test_z_a_slope_and_error_of_every_neuron(hidden):
    import torch

    trainer = make_trainer("mse", "linear", hidden)
    targets = encode_targets(trainer.data, trainer.network.spec, "mse")
    theirs, record = Theirs(trainer.network), example_record(trainer, 21)
    theirs.backward(trainer.data.inputs[[21]], targets[[21]], "mse")
    for layer in (1, 2, 3):
        for neuron in range(trainer.network.spec.sizes[layer]):
            ours = inspect_neuron(trainer.network, record, targets[21], "mse", layer, neuron)
            z = theirs.z[layer - 1].detach()[:, neuron].requires_grad_()
            f = activation(torch, trainer.network.spec.layers[layer - 1].activation, z)
            (slope,) = torch.autograd.grad(f, z)
            assert ours.z == pytest.approx(z.item(), rel=1e-10)
            assert ours.a == pytest.approx(theirs.a[layer - 1][0, neuron].item(), rel=1e-10, abs=1e-14)
            assert ours.slope == pytest.approx(slope.item(), rel=1e-9, abs=1e-14)
            assert ours.delta == pytest.approx(
                theirs.z[layer - 1].grad[0, neuron].item(), rel=1e-9, abs=1e-14
            )


@pytest.mark.parametrize("clipping", [{}, {"clip_norm": 0.02}, {"clip_value": 0.003}], ids=str)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_next_value_under_every_optimizer(optimizer, clipping):
    import torch

    trainer = make_trainer("mse", "linear", optimizer=(optimizer, 0.02), links=(), **clipping)
    trainer.start_from(trainer.network.parameters.copy())  # PyTorch's optimizer remembers nothing yet either
    theirs = Theirs(trainer.network)
    kind, options = OPTIMIZERS[optimizer]
    walker = getattr(torch.optim, kind)(theirs.tensors, lr=0.02, **options)
    for _ in range(4):
        numbers = inspect_parameters(trainer, 0)
        theirs.backward(*trainer.next_batch(), "mse")
        if "clip_norm" in clipping:
            # PyTorch's own clip_grad_norm_ adds 1e-6 to the norm, which no text does.
            norm = torch.sqrt(sum((tensor.grad**2).sum() for tensor in theirs.tensors))
            for tensor in theirs.tensors:
                tensor.grad *= min(1.0, clipping["clip_norm"] / norm.item())
        if "clip_value" in clipping:
            torch.nn.utils.clip_grad_value_(theirs.tensors, clipping["clip_value"])
        walker.step()
        np.testing.assert_allclose(
            numbers.next_value, theirs.flat(lambda tensor: tensor), rtol=1e-9, atol=1e-12
        )
        trainer.step()
