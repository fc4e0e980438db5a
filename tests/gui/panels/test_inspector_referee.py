"""What the window shows beside what PyTorch says of the same network, example and step (`make referees`)."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.address import address_of
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec, TrainingSpec, encode_targets
from gui import numbers
from gui.panels.inspector_moment import selection_of
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.parameters_panel import ParametersPanel
from gui.session import Selection, Session

pytestmark = pytest.mark.referee

SHOWN = 6e-4
"""Four significant figures: half a unit of the last one, relative."""

EXPERIMENTS = {
    "circle": Experiment(
        data=DataSpec("circle", samples=80),
        network=NetworkSpec(
            2, (LayerSpec(4, "relu"), LayerSpec(4, "sigmoid", skip=True), LayerSpec(1, "tanh"))
        ),
        training=TrainingSpec(loss="mse", optimizer=OptimizerSpec("momentum", 0.05), batch_size=8),
    ),
    "iris": Experiment(
        data=DataSpec.of("iris"),
        network=NetworkSpec(4, (LayerSpec(5, "gelu"), LayerSpec(3, "softmax"))),
        training=TrainingSpec(loss="cross_entropy", optimizer=OptimizerSpec("sgd", 0.1), batch_size=16),
    ),
    "sine": Experiment(
        data=DataSpec.of("sine"),
        network=NetworkSpec(1, (LayerSpec(6, "sine"), LayerSpec(4, "elu"), LayerSpec(1, "linear"))),
        training=TrainingSpec(loss="huber", optimizer=OptimizerSpec("sgd", 0.05), batch_size=8),
    ),
    "long links": Experiment(
        data=DataSpec.of("iris"),
        network=NetworkSpec(
            4,
            (LayerSpec(3, "tanh"), LayerSpec(3, "gelu", skip=True), LayerSpec(3, "softmax")),
            (LongLink(2, 1, 0, 3), LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 2), LongLink(3, 2, 1, 2)),
        ),
        training=TrainingSpec(loss="cross_entropy", optimizer=OptimizerSpec("sgd", 0.1), batch_size=16),
    ),
}


@pytest.fixture(params=EXPERIMENTS)
def session(request, application) -> Session:
    # A fresh optimizer at every look: the momentum of the steps before is not PyTorch's.
    session = Session(EXPERIMENTS[request.param])
    session.advance(20)
    session.trainer.start_from(session.network.parameters.copy())
    session.example.set(3)
    return session


class Theirs:
    """z, a, f'(z), δ of one example, the gradients of example, batch and all data, and the next value, by PyTorch."""

    def __init__(self, session: Session) -> None:
        import torch

        self.torch = torch
        trainer = session.trainer
        self.layers, self.loss = trainer.network.spec.layers, trainer.spec.loss
        self.links = trainer.network.spec.long_links
        self.long = torch.tensor(trainer.network.long_weights.copy(), requires_grad=bool(self.links))
        self.pairs = [
            (torch.tensor(w.copy(), requires_grad=True), torch.tensor(b.copy(), requires_grad=True))
            for w, b in zip(trainer.network.weights, trainer.network.biases, strict=True)
        ]
        inputs = trainer.data.inputs
        targets = encode_targets(trainer.data, trainer.network.spec, self.loss)
        row, batch = [session.example.index], trainer.next_batch()
        self.data = self.gradient(inputs, targets)
        self.batch = self.gradient(*batch)
        self.example = self.gradient(inputs[row], targets[row])  # the last one: its z and a are kept
        rate = trainer.spec.optimizer.rate
        self.next = self.flat(lambda tensor: tensor) - rate * self.batch  # the first step of momentum too
        self.delta = [z.grad[0].numpy() for z in self.z]
        self.slope = [self.slopes(layer.activation, z) for layer, z in zip(self.layers, self.z, strict=True)]

    def slopes(self, key, z) -> np.ndarray:
        at = z.detach().requires_grad_()
        return self.torch.autograd.grad(self.bend(key, at).sum(), at)[0][0].numpy()

    def bend(self, key, z):
        torch = self.torch
        return {
            "linear": lambda: z,
            "elu": lambda: torch.nn.functional.elu(z),
            "gelu": lambda: torch.nn.functional.gelu(z, approximate="tanh"),
            "sine": lambda: torch.sin(z),
            "softmax": lambda: torch.softmax(z, dim=1),
        }.get(key, lambda: getattr(torch, key)(z))()

    def gradient(self, inputs, targets) -> np.ndarray:
        torch = self.torch
        for tensor in (*(tensor for pair in self.pairs for tensor in pair), self.long):
            tensor.grad = None
        a, self.z, self.a = torch.tensor(inputs), [], []
        said = [a]
        for layer, (weights, biases) in zip(self.layers, self.pairs, strict=True):
            z = torch.nn.functional.linear(a, weights, biases)
            for link, weight in zip(self.links, self.long, strict=True):
                if link.layer == len(said):
                    place = torch.eye(layer.neurons, dtype=z.dtype)[link.neuron]
                    z = z + torch.outer(said[link.origin][:, link.source] * weight, place)
            z.retain_grad()
            a = self.bend(layer.activation, z) + (a if layer.skip else 0)
            self.z.append(z)
            self.a.append(a)
            said.append(a)
        y = torch.tensor(targets)
        losses = {
            "mse": lambda: torch.nn.functional.mse_loss(a, y),
            "huber": lambda: torch.nn.functional.huber_loss(a, y),
            "cross_entropy": lambda: torch.nn.functional.cross_entropy(self.z[-1], y),
        }
        losses[self.loss]().backward()
        return self.flat(lambda tensor: tensor.grad)

    def flat(self, take) -> np.ndarray:
        blocks = [
            np.column_stack([take(w).detach().numpy(), take(b).detach().numpy()]).ravel()
            for w, b in self.pairs
        ]
        return np.concatenate([*blocks, take(self.long).detach().numpy()] if self.links else blocks)


def read(panel, name: str) -> float:
    label = panel.findChild(QLabel, f"explain.{name}")
    assert label.isVisible(), name
    return numbers.parse_number(label.text())


def same(shown: float, right: float) -> bool:
    return shown == pytest.approx(right, rel=SHOWN, abs=1e-12)


def test_every_neuron_says_what_pytorch_says(session, open_panel):
    panel, theirs = open_panel(InspectorPanel, session), Theirs(session)
    for layer, spec in enumerate(session.network.spec.layers, start=1):
        for neuron in range(spec.neurons):
            session.select(Selection(layer, neuron))
            assert same(read(panel, "z"), theirs.z[layer - 1][0, neuron].item())
            assert same(read(panel, "a"), theirs.a[layer - 1][0, neuron].item())
            assert same(read(panel, "delta"), theirs.delta[layer - 1][neuron])
            if spec.activation != "softmax":
                assert same(read(panel, "slope"), theirs.slope[layer - 1][neuron])


def test_every_parameter_has_pytorchs_gradients_and_next_value(session, open_panel):
    panel, theirs = open_panel(InspectorPanel, session), Theirs(session)
    for place in range(session.network.layout.size):
        session.select(selection_of(address_of(session.network.spec, place)))
        assert same(read(panel, "example_gradient"), theirs.example[place])
        assert same(read(panel, "batch_gradient"), theirs.batch[place])
        assert same(read(panel, "next_value"), theirs.next[place])


def test_the_table_of_all_parameters_is_pytorchs(session, open_panel):
    panel, theirs = open_panel(ParametersPanel, session), Theirs(session)
    table = panel.table.numbers
    headings = [column.heading for column in table.columns]
    for heading, right in (
        ("∂c/∂w", theirs.example),
        ("∂C/∂w", theirs.batch),
        ("all data", theirs.data),
        ("next", theirs.next),
    ):
        column = headings.index(heading) + 1
        shown = [numbers.parse_number(table.text(row, column)) for row in range(len(right))]
        np.testing.assert_allclose(shown, right, rtol=SHOWN, atol=1e-12)
        np.testing.assert_allclose(table.values[:, column - 1], right, rtol=1e-8, atol=1e-12)


def test_the_strip_and_the_paths_are_pytorchs(session, open_panel):
    panel = open_panel(InspectorPanel, session)
    for section in (panel.section_examples, panel.section_paths):
        section.button.click()
    theirs = Theirs(session)
    places = range(0, session.network.layout.size, 5)
    links = len(session.network.spec.long_links)
    for place in (*places, *range(session.network.layout.size - links, session.network.layout.size)):
        session.select(selection_of(address_of(session.network.spec, place)))
        products = [bar.value for bar in panel.paths.list.entries.bars]
        assert sum(products) == pytest.approx(theirs.example[place], rel=1e-8, abs=1e-12)
        assert panel.strip.mean == pytest.approx(theirs.batch[place], rel=1e-8, abs=1e-12)
        inputs, targets = session.trainer.next_batch()
        alone = Theirs(session)
        for at in (0, len(inputs) - 1):
            right = alone.gradient(inputs[at : at + 1], targets[at : at + 1])[place]
            assert panel.strip.values[at] == pytest.approx(right, rel=1e-8, abs=1e-12)


def test_the_numbers_follow_the_next_step(session, open_panel):
    panel = open_panel(InspectorPanel, session)
    session.attempt(
        lambda present: replace(
            present, training=replace(present.training, optimizer=OptimizerSpec("sgd", 0.02))
        ),
        "plain",
    )
    session.select(Selection(1, 0, 0))
    for _ in range(3):
        theirs = Theirs(session)
        assert same(read(panel, "next_value"), theirs.next[0])
        session.step()
        assert same(read(panel, "value"), theirs.next[0])
