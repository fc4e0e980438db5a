"""Every finding and every remedy has words, and the hint applies its remedy as an edit that can be undone."""

from dataclasses import replace

import pytest

from engine.experiment import Experiment
from engine.network import LayerSpec
from engine.training import OptimizerSpec, Trainer, diagnosis_remedies
from engine.training.diagnosis import RULES, diagnose
from engine.training.diagnosis_rules import Finding
from gui.advice import finding_text, remedy_text
from gui.panels.hint_bar import HintBar
from gui.session import Session

REMEDIES = [
    diagnosis_remedies.scale_learning_rate(10.0),
    diagnosis_remedies.scale_learning_rate(1.0 / 3.0),
    diagnosis_remedies.use_optimizer("adam"),
    diagnosis_remedies.clip_gradient(1.0),
    diagnosis_remedies.penalize(0.003),
    diagnosis_remedies.drop_out(0.2),
    diagnosis_remedies.use_hidden_activation("relu"),
    diagnosis_remedies.smooth_steps("sigmoid"),
    diagnosis_remedies.initialize("glorot_uniform"),
    diagnosis_remedies.add_skips(),
    diagnosis_remedies.add_hidden_layer(4),
    diagnosis_remedies.widen(2),
    diagnosis_remedies.standardize_inputs(),
    diagnosis_remedies.use_more_data(0.8),
]


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.key)
def test_every_remedy_has_words(remedy):
    text = remedy_text(remedy)
    assert text
    assert "{" not in text


def experiments() -> dict[str, Experiment]:
    first = Experiment()
    slow = replace(first.training, optimizer=OptimizerSpec("sgd", 1e-6))
    wild = replace(first.training, optimizer=OptimizerSpec("sgd", 10.0))
    deep = first.with_hidden(tuple(LayerSpec(4, "sigmoid") for _ in range(7)))
    return {
        "symmetric": replace(first, initializer="zeros"),
        "slow": replace(first, training=slow),
        "wild": replace(first, training=wild),
        "vanishing": replace(deep, initializer="glorot_uniform"),
    }


@pytest.mark.parametrize("name", ["symmetric", "slow", "wild", "vanishing"])
def test_what_is_found_in_real_runs_is_said_with_its_numbers(name):
    trainer = Trainer.from_experiment(experiments()[name])
    trainer.run(250)
    found = diagnose(trainer)
    assert found
    for finding in found:
        text = finding_text(finding)
        assert "{" not in text
        assert text.endswith(".")


def test_every_rule_has_a_sentence():
    names = "cost lowest learning_rate epochs count of ratio largest smallest lowest_test_cost epoch layer"
    every_number = dict.fromkeys(names.split(), 0.25)
    for key in RULES:
        assert "0.25" in finding_text(Finding(key, "note", every_number, ((1, 0),), ())) or key == "symmetric"


def test_what_is_out_of_range_is_said_too():
    text = finding_text(Finding("exploding", "warning", {"largest": float("inf")}, (), ()))
    assert text == "Gradients explode: the largest layer mean is ∞."


def test_the_hint_applies_its_remedy_and_undo_takes_it_back(qtbot):
    session = Session(replace(Experiment(), initializer="zeros"))
    hints = HintBar(session)
    qtbot.addWidget(hints)
    hints.resize(700, 30)
    hints.show()
    hints.look()
    button = hints.findChild(type(hints._try), "hint.apply")
    assert button.isVisible()
    button.click()
    assert session.experiment.initializer == "glorot_uniform"
    assert not button.isVisible(), "the run is well now"
    session.undo_stack.undo()
    assert session.experiment.initializer == "zeros"


def test_a_message_takes_the_line_and_gives_it_back(qtbot):
    session = Session(replace(Experiment(), initializer="zeros"))
    hints = HintBar(session)
    qtbot.addWidget(hints)
    hints.resize(900, 30)
    hints.show()
    hints.look()
    label = hints.findChild(type(hints._label), "window.said")
    finding = label.toolTip()
    hints.say("Saved.")
    assert label.toolTip() == "Saved."
    hints.say("")
    assert label.toolTip() == finding
