"""Dropout in the panels: the walk through a step shows who sits out, and the inspector says whose numbers are whose."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.network.address import Address, index_of
from gui import numbers
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.matrices_panel import MatricesPanel
from gui.panels.settings_panel import SettingsPanel
from gui.panels.steps_panel import StepsPanel
from gui.session import Selection, Session
from gui.widgets.formula import Formula
from gui.widgets.number_field import NumberField


@pytest.fixture
def session(network_session: Session) -> Session:
    """With a dropout of a half, at an example of the coming batch."""
    changed = replace(network_session.experiment.training, dropout=0.5)
    network_session.attempt(lambda experiment: replace(experiment, training=changed), "Change the dropout")
    network_session.example.set(int(network_session.trainer.next_examples()[3]))
    return network_session


def text(panel, name: str) -> str:
    return panel.findChild(QLabel, name).text()


@pytest.mark.parametrize("what", ["example", "batch"])
@pytest.mark.parametrize("grain", ["layer", "neuron", "term"])
def test_every_stage_is_typeset_and_has_its_words(open_panel, session, grain, what):
    panel, walk = open_panel(StepsPanel, session), session.stepping
    walk.set_grain(grain)
    walk.set_what(what)
    walk.open()
    kinds = [(stage.kind, position) for position, stage in enumerate(walk.staged)]
    first = {
        kind: position
        for kind, position in reversed(kinds)
        if "kept" in kind or "thinned" in kind or "out" in kind
    }
    assert len(first) >= 2
    for position in first.values():
        walk.go_to(position)
        assert panel.findChild(Formula, "steps.stage_letters").is_typeset()
        assert panel.findChild(Formula, "steps.stage_numbers").is_typeset()
        sentence = text(panel, "steps.stage_sentence")
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "Dropout p = 0.5" in text(panel, "steps.stage_remark")


def test_the_diagram_crosses_out_who_sits_out_as_soon_as_the_walk_knows(open_panel, session):
    open_panel(StepsPanel, session)
    walk, trainer = session.stepping, session.trainer
    column = list(trainer.next_examples()).index(session.example.index)
    by_layer = [trainer.next_network().factors_of(layer)[:, column] for layer in (1, 2)]
    out = {
        (at, int(neuron)) for at, factors in enumerate(by_layer, 1) for neuron in np.flatnonzero(factors == 0)
    }
    assert out
    walk.open()
    for position, stage in enumerate(walk.staged):
        walk.go_to(position)
        known = {place for place in out if stage.phase != "forward" or place[0] <= stage.layer}
        assert session.spotlight.lit.out == (set() if stage.phase == "update" else known)
    walk.finish()
    assert session.trainer.step_count == 8


def test_an_example_outside_the_batch_is_said_to_be_whole(open_panel, session):
    panel, walk = open_panel(StepsPanel, session), session.stepping
    batch = session.trainer.next_examples()
    session.example.set(next(row for row in range(len(session.trainer.data)) if row not in batch))
    walk.open()
    assert "not in the coming batch" in text(panel, "steps.stage_remark")
    assert session.spotlight.lit.out == frozenset()


def test_the_matrices_have_the_masks(open_panel, session):
    panel = open_panel(MatricesPanel, session)
    walk = session.stepping
    walk.set_what("batch")
    walk.open()
    walk.go_to(next(at for at, stage in enumerate(walk.staged) if stage.line == "activation"))
    stage = walk.stage
    assert [matrix.name for matrix in stage.matrices] == ["z[1]", "m[1]/(1−p)", "a[1]"]
    assert set(np.unique(stage.matrices[1].values)) == {0.0, 2.0}
    assert "m[l] / (1 - drop)" in panel.code.listing()


def test_the_inspector_shows_the_coming_gradient_and_says_what_is_whole(inspector, session):
    assert inspector.session is session
    session.select(Selection(2, 1, 0))
    place = index_of(session.network.spec, Address(2, 1, 0))
    session.step()
    session.select(Selection(2, 1, 0))
    assert "neurons sit out" in text(inspector, "explain.dropout")
    assert inspector.thinned.isVisible()
    shown = text(inspector, "explain.batch_gradient")
    inputs, targets = session.trainer.next_batch()
    inspector.check.button.click()
    assert inspector.check.found.verdict == "right"  # it looks at the whole network
    thinned, nudged = session.trainer.next_network(), []
    for step in (1e-6, -1e-6):
        session.network.parameters[place] += step
        nudged.append(thinned.loss(inputs, targets, "mse"))
        session.network.parameters[place] -= step
    assert numbers.parse_number(shown) == pytest.approx((nudged[0] - nudged[1]) / 2e-6, rel=6e-4)
    session.undo_stack.undo()  # the step
    session.undo_stack.undo()
    session.select(Selection(2, 1, 0))
    assert session.experiment.training.dropout == 0.0
    assert not inspector.thinned.isVisible()


def test_without_hidden_neurons_nobody_can_sit_out(open_panel, session):
    panel, inspector = open_panel(SettingsPanel, session), open_panel(InspectorPanel, session)
    field = panel.findChild(NumberField, "settings.dropout")
    assert (field.isEnabled(), field.text()) == (True, "50")
    session.attempt(lambda experiment: experiment.with_hidden(()), "No hidden layers")
    session.select(Selection(1, 0, 0))
    assert not field.isEnabled()
    assert not inspector.thinned.isVisible()
    session.advance(3)
    session.undo_stack.undo()
    assert field.isEnabled()


def test_what_is_no_share_is_refused_with_a_share(open_panel, session, qtbot):
    field = open_panel(SettingsPanel, session).findChild(NumberField, "settings.dropout")
    with qtbot.waitSignal(session.complained) as said:
        field.setText("half")
        field.commit()
    assert said.args == ["Dropout % is “half”, but takes a number such as 20."]
    assert session.experiment.training.dropout == 0.5
