"""What the window says of a step, stage by stage, against PyTorch on the same network and example (`make referees`)."""

import re

import pytest
from PySide6.QtWidgets import QLabel

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec, TrainingSpec
from gui.panels.steps_panel import StepsPanel
from gui.session import Session
from gui.widgets.formula import Formula

pytestmark = pytest.mark.referee

RATE = 0.3
DESIGNS = {
    "circle": (DataSpec("circle", samples=60), "sigmoid", 1, "binary_cross_entropy"),
    "iris": (DataSpec.of("iris"), "softmax", 3, "cross_entropy"),
    "plane": (DataSpec("plane", samples=60), "linear", 1, "huber"),
    "iris with long links": (DataSpec.of("iris"), "softmax", 3, "cross_entropy"),
}
LONG_LINKS = (LongLink(2, 1, 0, 3), LongLink(3, 0, 0, 2), LongLink(3, 0, 1, 1), LongLink(3, 2, 1, 1))


def make_session(name: str) -> Session:
    data, output, outputs, loss = DESIGNS[name]
    inputs = len(data.features) or len(data.kind.input_names)
    layers = (LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", skip=True), LayerSpec(outputs, output))
    training = TrainingSpec(loss=loss, optimizer=OptimizerSpec("sgd", learning_rate=RATE), batch_size=7)
    design = NetworkSpec(inputs, layers, LONG_LINKS if "long" in name else ())
    session = Session(Experiment(data=data, network=design, training=training))
    session.advance(9)
    session.example.set(4)
    return session


def theirs(session: Session, inputs, targets):
    """z of each layer with its gradient, a of each layer, (weights, biases) with theirs, and those of long links.

    After `backward`.
    """
    import torch
    from torch.nn import functional

    network = session.network
    pairs = [
        (torch.tensor(weights, requires_grad=True), torch.tensor(biases, requires_grad=True))
        for weights, biases in zip(network.weights, network.biases, strict=True)
    ]
    bend = {
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "linear": lambda z: z,
        "softmax": lambda z: z.softmax(1),
    }
    over = [torch.tensor(weight, requires_grad=True) for weight in network.long_weights]
    a, sums, said = torch.tensor(inputs), [], []
    for at, (layer, (weights, biases)) in enumerate(zip(network.spec.layers, pairs, strict=True), 1):
        z = functional.linear(a, weights, biases)
        for link, weight in zip(network.spec.long_links, over, strict=True):
            if link.layer == at:
                heard = said[link.origin - 1] if link.origin else torch.tensor(inputs)
                one = functional.one_hot(torch.tensor(link.neuron), layer.neurons)
                z = z + weight * heard[:, link.source, None] * one
        z.retain_grad()
        a = bend[layer.activation](z) + (a if layer.skip else 0)
        sums.append(z)
        said.append(a)
    wanted = torch.tensor(targets)
    cost = {
        "binary_cross_entropy": lambda: functional.binary_cross_entropy_with_logits(z, wanted),
        "cross_entropy": lambda: functional.cross_entropy(z, wanted),
        "huber": lambda: functional.huber_loss(a, wanted),
    }[session.trainer.spec.loss]()
    cost.backward()
    return sums, said, pairs, dict(zip(network.spec.long_links, over, strict=True))


def first_number(panel: StepsPanel) -> float:
    """What comes first in the line with the numbers: the result."""
    reading = panel.findChild(Formula, "steps.stage_numbers").accessibleName()
    found = re.match(r"g = (.*)|(.*)", reading)
    text = (found.group(1) or found.group(2)).split(" = ")[0].replace(" · 10^", "e").strip("() ")
    return float(text)


@pytest.mark.parametrize("name", DESIGNS)
def test_every_stage_of_an_example(name: str, qtbot) -> None:
    session = make_session(name)
    panel = StepsPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    sums, said, pairs, over = theirs(
        session, session.example.inputs[None].copy(), session.example.targets[None].copy()
    )
    *_, batch, batch_over = theirs(session, *session.trainer.next_batch())
    walk = session.stepping
    walk.set_grain("term")
    walk.open()
    checked = set()
    for position in range(len(walk.staged)):
        walk.go_to(position)
        stage = walk.stage
        at, j, k = stage.layer - 1, stage.neuron, stage.source
        own, of_batch = (pairs[at][stage.is_bias], batch[at][stage.is_bias]) if stage.layer else (None, None)
        place = j if stage.is_bias else (j, k)
        if stage.origin is not None and stage.kind != "long_flow":
            place, link = (), (stage.layer, j, stage.origin, k)
            own, of_batch = over[link], batch_over[link]
        if stage.kind == "sum":
            expected = sums[at][0, j]
        elif stage.line == "activation":
            expected = said[at][0, j]
        elif stage.line in ("output_delta", "delta"):
            expected = sums[at].grad[0, j]
        elif stage.line in ("weight_gradient", "bias_gradient", "long_gradient"):
            expected = own.grad[place]
        elif stage.line == "loss_gradient":
            expected = of_batch.grad[place]
        elif stage.line == "step":
            expected = -RATE * of_batch.grad[place]
        elif stage.line == "next":
            expected = of_batch[place] - RATE * of_batch.grad[place]
        else:
            continue
        checked.add(stage.line)
        assert first_number(panel) == pytest.approx(expected.item(), rel=6e-4, abs=1e-12), stage
        assert panel.findChild(QLabel, "steps.progress").text() == f"{position + 1} of {len(walk.staged)}"
    assert len(checked) == 9 + bool(over)
