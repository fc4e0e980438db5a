"""The hint bar after a divergence: one sentence, one way back, and quiet again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from engine.experiment import Experiment
from engine.training import diagnose
from gui.panels.hint_bar import HintBar
from gui.session import Session


@pytest.fixture
def bar(application, explosive: Experiment, qtbot) -> HintBar:
    session = Session(explosive.with_learning_rate(0.001))
    bar = HintBar(session)
    bar.session_kept = session  # Python would let go of it
    bar.resize(640, 30)
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    session.advance(300)
    session.rate_search.take(1000.0)
    session.advance(100_000)
    return bar


def said(bar: HintBar) -> str:
    return bar.findChild(QLabel, "window.said").toolTip()


def back(bar: HintBar) -> QPushButton:
    return bar.findChild(QPushButton, "hint.back")


def test_the_divergence_is_said_at_once_and_in_full(bar: HintBar) -> None:
    step = bar.session_kept.divergence.step
    assert said(bar) == f"Diverged at step {step}: the steps of η = 1000 overshoot ever further."
    assert bar.findChild(QLabel, "window.said").text() == said(bar), "nothing is cut off"
    assert back(bar).isVisible()
    assert not bar.findChild(QPushButton, "hint.apply").isVisible()


def test_back_shows_the_run_when_it_was_well_and_forth_says_it_again(bar: HintBar) -> None:
    session = bar.session_kept
    wanted = session.divergence.step_before
    QTest.mouseClick(back(bar), Qt.MouseButton.LeftButton)
    assert session.trainer.step_count == wanted
    assert session.is_in_the_past
    assert not back(bar).isVisible()
    assert "Diverged" not in said(bar)
    session.look_back(session.run.step_count)
    assert "Diverged" in said(bar)
    assert back(bar).isVisible()


def test_a_new_run_is_quiet(bar: HintBar) -> None:
    bar.session_kept.reset()
    assert "Diverged" not in said(bar)
    assert not back(bar).isVisible()


def test_a_cost_that_grows_but_is_finite_is_noticed_too(bar: HintBar) -> None:
    session = bar.session_kept
    session.look_back(session.divergence.step - 20)
    bar.look()
    assert said(bar).startswith("Training diverges: the cost rose to")
    assert bar.findChild(QPushButton, "hint.apply").text() == "η ÷ 10"


def test_nothing_is_advised_while_a_fault_is_planted(application, explosive: Experiment, qtbot) -> None:
    session = Session(explosive.with_learning_rate(0.001))
    bar = HintBar(session)
    qtbot.addWidget(bar)
    session.fault_hunt.start("wrong_sign")
    session.advance(100)  # the wrong way: the cost rises
    assert diagnose(session.trainer)
    bar.look()
    assert said(bar) == ""


def test_a_remark_stays_until_the_next_edit(application, qtbot) -> None:
    session = Session()
    bar = HintBar(session)
    qtbot.addWidget(bar)
    session.set_silenced(2, 0, True)
    session.attempt(lambda experiment: experiment.with_hidden(()), "No hidden layer")
    remark = "Switched-off neurons that went with this change: 1. Undo brings them back."
    assert said(bar) == remark
    session.step()
    bar.look()
    assert said(bar) == remark
    bar.say("Saved")
    assert said(bar) == "Saved"
    bar.say("")
    assert said(bar) == remark
    session.undo_stack.undo()
    assert said(bar) == ""
