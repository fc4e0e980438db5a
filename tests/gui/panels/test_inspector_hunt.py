"""While a fault is planted no number of the inspector gives the true backprop beside the faulty one."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.network.address import Address, index_of
from engine.training import FAULTS
from gui import numbers
from gui.panels.matrices_panel import MatricesPanel
from gui.panels.steps_panel import StepsPanel
from gui.session import Selection
from gui.session.spotlight import NOTHING_LIT

ERROR = 3
"""The column of δ in the table of a layer."""


def shown(panel, name: str) -> str:
    label = panel.findChild(QLabel, f"explain.{name}")
    assert label.isVisible(), name
    return label.text()


@pytest.mark.parametrize("key", ["missing_derivative", "no_batch_mean", "stale_activations"])
def test_the_derivatives_of_a_weight_are_those_training_goes_by(inspector, key):
    session = inspector.session
    session.fault_hunt.start(key)
    session.advance(3)
    session.select(Selection(2, 1, 0))
    network, trainer = session.network, session.trainer
    place = index_of(network.spec, Address(2, 1, 0))
    inputs, targets = trainer.next_batch()
    faulty = FAULTS[key].backprop(network, inputs, targets, "mse")[place]
    assert shown(inspector, "batch_gradient") == numbers.significant(float(faulty))
    before, after = network.parameters[place], shown(inspector, "next_value")
    assert before == pytest.approx(numbers.parse_number(shown(inspector, "value")), rel=6e-4)
    session.step()
    assert after == numbers.significant(float(session.network.parameters[place]))


def test_what_would_show_the_true_ones_is_hidden_and_that_is_said(inspector):
    session = inspector.session
    session.select(Selection(1, 1, 0))
    inspector.section_paths.button.click()
    inspector.paths.light_all.click()
    assert not inspector.hunted.isVisible()
    session.fault_hunt.start("missing_derivative")
    session.advance(2)
    session.select(Selection(1, 1, 0))
    assert "A fault is planted" in shown(inspector, "hunted")
    assert "hidden" in shown(inspector, "hunted")
    assert shown(inspector, "delta") == "–"
    assert not inspector.section_examples.isVisible()
    assert not inspector.section_paths.isVisible()
    assert session.spotlight.lit == NOTHING_LIT

    for formula in inspector.formulas:
        if formula.isVisible():
            assert "δ" not in formula.reading()
            assert r"\delta" not in formula.tex()
            assert r"\sum" not in formula.tex()
    session.select(Selection(1, 1))
    readings = [each.tex() for each in inspector.formulas if each.isVisible()]
    assert len(readings) == 2
    assert not any(r"\delta" in each for each in readings)
    session.select(Selection(2))
    assert np.isnan(inspector.table.numbers.values[:, ERROR]).all()
    session.fault_hunt.leave()
    session.select(Selection(1, 1, 0))
    assert not inspector.hunted.isVisible()
    assert inspector.section_examples.isVisible()
    assert inspector.section_paths.isVisible()
    numbers.parse_number(shown(inspector, "delta"))


def test_walk_and_matrices_say_why_they_are_closed_and_only_so_long(open_panel, network_session):
    steps, matrices = open_panel(StepsPanel, network_session), open_panel(MatricesPanel, network_session)
    invitation = steps.findChild(QLabel, "steps.stage_sentence").text()
    network_session.fault_hunt.start("missing_derivative")
    for said in (
        steps.findChild(QLabel, "steps.stage_sentence").text(),
        matrices.plot._words,
    ):
        assert said.startswith("A fault is planted")
    network_session.stepping.next()
    assert network_session.stepping.stage is None
    network_session.fault_hunt.leave()
    assert steps.findChild(QLabel, "steps.stage_sentence").text() == invitation
    assert "fault" not in matrices.plot._words
