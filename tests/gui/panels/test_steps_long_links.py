"""The walk through a step of a network with long links: what is read of them, and that nothing of them is lost."""

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.network.long_link import LongLink
from gui.panels.matrices_panel import MatricesPanel
from gui.panels.steps_panel import StepsPanel
from gui.session import Session
from gui.widgets.formula import Formula

LONG_LINKS = (LongLink(2, 0, 0, 1), LongLink(3, 0, 0, 0), LongLink(3, 0, 1, 2))


@pytest.fixture
def session(network_session: Session) -> Session:
    """2-3-3-1 with them, a few steps trained."""
    network_session.attempt(lambda experiment: experiment.with_long_links(LONG_LINKS), "Draw long links")
    network_session.advance(7)
    network_session.example.set(5)
    return network_session


def text(panel, name: str) -> str:
    return panel.findChild(QLabel, name).text()


def numbers_shown(panel: StepsPanel) -> list[float]:
    reading = panel.findChild(Formula, "steps.stage_numbers").accessibleName().replace("· 10^", "e")
    return [float(each) for each in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", reading)]


def go_to(session: Session, kind: str, **where) -> None:
    walk = session.stepping
    walk.open()
    walk.go_to(
        next(
            position
            for position, stage in enumerate(walk.staged)
            if stage.kind == kind and all(getattr(stage, name) == value for name, value in where.items())
        )
    )


@pytest.mark.parametrize("what", ["example", "batch"])
@pytest.mark.parametrize("grain", ["layer", "neuron", "term"])
def test_every_stage_of_them_is_typeset_and_has_its_words(open_panel, session, grain, what):
    panel, walk = open_panel(StepsPanel, session), session.stepping
    walk.set_grain(grain)
    walk.set_what(what)
    walk.open()
    first: dict[str, int] = {}
    for position, stage in enumerate(walk.staged):
        if any(len(edge) == 4 for edge in stage.edges):
            first.setdefault(stage.kind, position)
    assert {name.split("_")[0] for name in first} & {"long", "layer"}
    for position in first.values():
        walk.go_to(position)
        assert panel.findChild(Formula, "steps.stage_letters").is_typeset()
        assert panel.findChild(Formula, "steps.stage_numbers").is_typeset()
        assert text(panel, "steps.stage_sentence").endswith(".")
        assert "{" not in text(panel, "steps.stage_sentence")
        assert session.spotlight.lit.edges == walk.stage.edges


def test_the_sum_of_the_output_is_what_a_hand_calculation_gives(open_panel, session):
    panel = open_panel(StepsPanel, session)
    go_to(session, "sum", layer=3)
    network, x = session.network, session.example.inputs
    first = np.tanh(network.weights[0] @ x + network.biases[0])
    z = network.weights[1] @ first + network.biases[1]
    z[0] += network.long_weights[0] * x[1]
    second = 1.0 / (1.0 + np.exp(-z)) + first
    row, bias, over = network.weights[2][0], network.biases[2][0], network.long_weights[1:]
    heard = (x[0], first[2])
    expected = [row @ second + bias + over @ heard]
    expected += [number for pair in zip(row, second, strict=True) for number in pair]
    expected += [bias, over[0], heard[0], over[1], heard[1]]
    shown = numbers_shown(panel)
    assert shown[0] == pytest.approx(expected[0], rel=6e-4)
    assert np.abs(shown[1:]) == pytest.approx(
        np.abs(expected[1:]), rel=6e-4
    )  # one that is taken off has no sign
    reading = panel.findChild(Formula, "steps.stage_letters").accessibleName()
    assert reading.endswith("+ b_1^[3] + w_11^[3←0] x_1 + w_13^[3←1] a_3^[1]")


def test_each_is_named_where_it_takes_part(open_panel, session):
    panel, walk = open_panel(StepsPanel, session), session.stepping
    walk.set_grain("term")
    for kind, where, title, sentence in (
        (
            "long_term",
            {"layer": 3, "source": 2},
            "Forward, w₁₃⁽³←¹⁾",
            "Neuron 1 of layer 3 hears neuron 3 of layer 1 over a long link, times the weight of that link.",
        ),
        (
            "long_flow",
            {"layer": 1},
            "Backward, layer 1, neuron 3",
            "The error of neuron 1 of layer 3 comes back to neuron 3 over a long link.",
        ),
        (
            "long_gradient",
            {"layer": 2},
            "Backward, w₁₂⁽²←⁰⁾",
            "How the cost changes with this long link’s weight: the error of neuron 1 times what input 2 said.",
        ),
        (
            "next",
            {"layer": 3, "origin": 0},
            "Update, w₁₁⁽³←⁰⁾",
            "The parameter moves: this is its value after the step.",
        ),
    ):
        go_to(session, kind, **where)
        assert text(panel, "dock.steps.title") == title
        assert text(panel, "steps.stage_sentence") == sentence
    walk.set_grain("layer")
    walk.go_to(len(walk.staged) - 1)
    assert text(panel, "dock.steps.title") == "Update, long links"


def test_the_matrices_have_what_they_bring(open_panel, session):
    panel = open_panel(MatricesPanel, session)
    session.stepping.set_grain("layer")
    go_to(session, "layer_long_sum", layer=2)
    found = {matrix.name: matrix.values for matrix in session.stepping.stage.matrices}
    brought = [session.network.long_weights[0] * session.example.inputs[1], 0.0, 0.0]
    assert found["Σ w a"][:, 0] == pytest.approx(brought, rel=1e-12)
    assert text(panel, "matrices.reading").endswith("Σ w a: what long links bring.")
    go_to(session, "layer_sum", layer=1)
    assert text(panel, "matrices.reading") == "Deeper colour: larger within its matrix."
    code = panel.code.listing()
    for line in (
        "        if end == l: z[l][j] += w[i] * a[start][k]",
        "        if end == l: dw[i] = delta[l][j] @ a[start][k] / N",
        "            if start == l - 1: da[k] += w[i] * delta[end][j]",
        "g = flat(dW, db, dw)",
    ):
        assert line in code.splitlines()
