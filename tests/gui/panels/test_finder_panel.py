"""The finder's panel: what it says, and when it says it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from engine.training.short_run import VERDICTS
from gui.advice import verdict_text
from gui.panels.finder_panel import FinderPanel
from gui.session import Session

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot) -> FinderPanel:
    panel = FinderPanel(session)
    qtbot.addWidget(panel)
    panel.resize(390, 280)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    panel.setFocus()  # as in the window, where no control has the keyboard at first
    return panel


def words(panel: FinderPanel) -> str:
    return panel.findChild(QLabel, "finder.words").text()


def take(panel: FinderPanel) -> QPushButton:
    return panel.findChild(QPushButton, "finder.take")


def search(panel: FinderPanel, qtbot) -> None:
    with qtbot.waitSignal(panel.session.rate_search.finished):
        QTest.mouseClick(panel.findChild(QToolButton, "finder.start"), LEFT)


def test_a_search_ends_in_a_band_and_a_rate_to_take(panel: FinderPanel, qtbot) -> None:
    assert not take(panel).isEnabled()
    search(panel, qtbot)
    result = panel.session.rate_search.result
    low, high = result.band
    assert words(panel).startswith(f"Try {low:.1g} to {high:.1g}.")
    assert panel.plot.marks.band == result.band
    rate = float(f"{result.suggestion.learning_rate:.2g}")
    assert take(panel).text() == f"Take η = {rate:g}"
    QTest.mouseClick(take(panel), LEFT)
    assert panel.session.experiment.training.optimizer.rate == rate
    assert panel.plot.marks.present == rate
    assert panel.plot.marks.band == result.band, "the rate alone does not make the search out of date"


def test_an_old_result_is_called_out_of_date(panel: FinderPanel, qtbot) -> None:
    search(panel, qtbot)
    panel.session.new_start()
    assert words(panel).startswith("Out of date")
    assert not take(panel).isEnabled()
    assert panel.plot.marks.band is None
    panel.session.undo_stack.undo()
    assert words(panel).startswith("Try ")
    assert take(panel).isEnabled()


def test_start_becomes_cancel(panel: FinderPanel, qtbot) -> None:
    panel.session.rate_search.set_range(count=100_000)
    start = panel.findChild(QToolButton, "finder.start")
    QTest.mouseClick(start, LEFT)
    assert start.text() == "Cancel"
    assert words(panel).startswith("Trying ")
    QTest.mouseClick(start, LEFT)
    assert start.text() == "Search"
    assert words(panel).startswith("Search, or point")


@pytest.mark.parametrize(
    ("field", "typed", "said"), [("low", "5", "less than"), ("high", "x", "takes a number")]
)
def test_a_range_without_sense_is_refused_and_the_old_one_stands(
    panel: FinderPanel, complaints: list[str], is_one_sentence, field: str, typed: str, said: str
) -> None:
    line = panel.findChild(QLineEdit, f"finder.{field}")
    before = line.text()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert said in complaints[-1]
    assert is_one_sentence(complaints[-1])
    assert line.text() == before


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_sentence(verdict: str, is_one_sentence) -> None:
    said = verdict_text(verdict, 0.3, 30, 0.5, float("inf"))
    assert is_one_sentence(said)
    assert said.startswith("η = 0.3 ")
    for number in ("30", "0.5000", "∞"):
        assert number in said


def test_no_effect_is_said_in_words(panel: FinderPanel, qtbot) -> None:
    panel.session.rate_search.set_range(low=1e-9, high=1e-7, count=100)
    search(panel, qtbot)
    assert "made a difference" in words(panel)
    assert panel.plot.marks.band is None


@pytest.mark.parametrize(("rate", "verb"), [(0.001, "creeps"), (0.3, "converges"), (300.0, "overshoots")])
def test_a_rate_that_is_read_off_is_named(panel: FinderPanel, qtbot, rate: float, verb: str) -> None:
    panel.plot.hovered.emit(rate)
    qtbot.waitUntil(lambda: f"η = {rate:g} {verb}" in words(panel))
    panel.plot.hovered.emit(None)
    assert words(panel).startswith("Search, or point")


@pytest.mark.parametrize("rate", [0.0013, 0.33, 300.0])
def test_nothing_is_cut_off(panel: FinderPanel, qtbot, rate: float) -> None:
    """At the smallest size the panel has in its workspace."""
    search(panel, qtbot)
    panel.plot.hovered.emit(rate)
    qtbot.waitUntil(lambda: f"η = {rate:g} " in words(panel))
    label = panel.findChild(QLabel, "finder.words")
    assert label.heightForWidth(label.width()) <= label.height(), label.text()
    assert panel.minimumSizeHint().width() <= 390


def test_a_short_run_says_that_it_is_without_dropout(panel: FinderPanel, qtbot) -> None:
    thinned = replace(panel.session.experiment.training, dropout=0.3)
    panel.session.attempt(lambda experiment: replace(experiment, training=thinned), "Change the dropout")
    panel.plot.hovered.emit(0.0013)
    qtbot.waitUntil(lambda: words(panel).endswith("(Tried without dropout.)"))
    label = panel.findChild(QLabel, "finder.words")
    assert label.heightForWidth(label.width()) <= label.height(), label.text()
