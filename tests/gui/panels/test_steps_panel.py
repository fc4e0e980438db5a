"""The walk in the window: what is read there is what a hand calculation gives, and it can be led by the mouse alone."""

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel

from engine.training.staged_stage import PHASES
from gui.panels.matrices_panel import MatricesPanel
from gui.panels.steps_panel import StepsPanel
from gui.session import Session
from gui.widgets.formula import Formula, typeset

LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot) -> StepsPanel:
    panel = StepsPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(640, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def matrices(session: Session, qtbot) -> MatricesPanel:
    panel = MatricesPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(640, 560)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def click(panel: StepsPanel, name: str) -> None:
    button = panel.findChild(QAbstractButton, f"steps.{name}")
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT_BUTTON)


def text(panel: StepsPanel, name: str) -> str:
    return panel.findChild(QLabel, f"steps.{name}").text()


def numbers_shown(panel: StepsPanel) -> list[float]:
    """Every number of the line with the numbers, as it is read aloud."""
    reading = panel.findChild(Formula, "steps.stage_numbers").accessibleName().replace("· 10^", "e")
    return [float(each) for each in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", reading)]


def choose(panel: StepsPanel, name: str, row: int) -> None:
    box = panel.findChild(QComboBox, f"steps.{name}")
    box.setCurrentIndex(row)
    box.activated.emit(row)


def test_a_closed_step_invites(panel: StepsPanel) -> None:
    assert text(panel, "stage_sentence").startswith("“Next” opens up the coming training step")
    assert text(panel, "progress") == ""
    for name in ("back", "finish", "close"):
        assert not panel.findChild(QAbstractButton, f"steps.{name}").isEnabled()


def test_the_first_sum_is_what_a_hand_calculation_gives(panel: StepsPanel, session: Session) -> None:
    click(panel, "next")
    x = session.example.inputs
    weights, bias = session.network.weights[0][0], session.network.biases[0][0]
    z, w1, x1, w2, x2, b = numbers_shown(panel)
    expected = (weights[0] * x[0] + weights[1] * x[1] + bias, weights[0], x[0], weights[1], x[1], bias)
    assert (z, w1, x1, w2, x2, b) == pytest.approx(expected, rel=6e-4)
    assert text(panel, "stage_sentence") == (
        "Neuron 1 of layer 1 adds up what it hears, each times its weight, and its bias."
    )
    assert text(panel, "progress") == f"1 of {len(session.stepping.staged)}"


def test_an_error_in_the_middle_is_what_the_chain_rule_gives(panel: StepsPanel, session: Session) -> None:
    """δ of the first neuron of layer 2 of 2-4-2-1 with tanh: (1 − a²) w δ, by hand from the forward pass."""
    session.advance(5)
    click(panel, "phase_3")
    click(panel, "next")
    click(panel, "next")
    click(panel, "next")
    network, example = session.network, session.example
    a = [example.inputs]
    for weights, biases in zip(network.weights, network.biases, strict=True):
        a.append(np.tanh(weights @ a[-1] + biases))
    output_error = (1.0 - a[3][0] ** 2) * (a[3][0] - example.targets[0])
    slope, weight = 1.0 - a[2][0] ** 2, network.weights[2][0, 0]
    expected = (slope * weight * output_error, slope, weight, output_error)
    assert numbers_shown(panel) == pytest.approx(list(expected), rel=1e-3)
    assert panel.findChild(QLabel, "dock.steps.title").text() == "Backward, layer 2, neuron 1"


def test_the_present_phase_is_marked_by_a_sign_too(panel: StepsPanel, session: Session) -> None:
    for number, phase in enumerate(PHASES, start=1):
        click(panel, f"phase_{number}")
        assert session.stepping.stage.phase == phase
        texts = [panel.findChild(QAbstractButton, f"steps.phase_{each}").text() for each in range(1, 5)]
        assert [each.startswith("▸") for each in texts] == [each == number for each in range(1, 5)]


def test_the_keys_of_the_stage(panel: StepsPanel, session: Session) -> None:
    walk, view = session.stepping, panel.view
    view.setFocus()
    for key, position in (
        (Qt.Key.Key_Right, 0),
        (Qt.Key.Key_N, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_B, 0),
    ):
        QTest.keyClick(view, key)
        assert walk.position == position
    QTest.keyClick(view, Qt.Key.Key_End)
    assert walk.is_at_end
    QTest.keyClick(view, Qt.Key.Key_3)
    assert walk.stage.phase == "backward"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert walk.position == 0
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert walk.is_playing
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not walk.is_playing
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert session.trainer.step_count == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not walk.is_open


def test_the_formula_is_copied_as_tex(panel: StepsPanel, session: Session) -> None:
    click(panel, "next")
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    present = session.stepping.stage
    assert QApplication.clipboard().text() == f"{present.letters}\n{present.numbers}"


def test_a_click_on_next_leaves_the_keys_with_the_stage(panel: StepsPanel) -> None:
    click(panel, "next")
    assert panel.view.hasFocus()


def test_the_next_stage_is_typeset_before_it_is_asked_for(panel: StepsPanel, qtbot) -> None:
    click(panel, "next")
    qtbot.waitUntil(lambda: panel._ahead.is_idle)
    before = typeset.cache_info().misses
    click(panel, "next")
    QApplication.processEvents()
    assert panel.view.grab().width()
    assert typeset.cache_info().misses == before


def test_play_turns_into_stop(panel: StepsPanel) -> None:
    button = panel.findChild(QAbstractButton, "steps.play")
    assert button.text() == "Play"
    click(panel, "play")
    assert button.text() == "Stop"
    click(panel, "play")
    assert button.text() == "Play"


def test_grain_and_what_are_kept_for_the_next_start(panel: StepsPanel, session: Session, qtbot) -> None:
    click(panel, "next")
    choose(panel, "grain", 2)
    choose(panel, "what", 1)
    assert (session.stepping.grain, session.stepping.what) == ("term", "batch")
    assert text(panel, "stage_remark") == "⟨ ⟩ is the mean over the 10 examples of the batch."
    later = Session(session.experiment)
    again = StepsPanel(later)
    qtbot.addWidget(again)
    again.ensure_built()
    assert (later.stepping.grain, later.stepping.what) == ("term", "batch")


def test_every_formula_can_be_typeset_and_every_stage_has_its_words(
    panel: StepsPanel, session: Session
) -> None:
    for row in range(3):
        choose(panel, "grain", row)
        click(panel, "phase_1")
        for position in range(0, len(session.stepping.staged), 1 if row == 0 else 7):
            session.stepping.go_to(position)
            assert panel.findChild(Formula, "steps.stage_letters").is_typeset()
            assert (
                session.stepping.stage.numbers == ""
                or panel.findChild(Formula, "steps.stage_numbers").is_typeset()
            )
            sentence = text(panel, "stage_sentence")
            assert sentence.endswith(".")
            assert "{" not in sentence


def test_a_word_says_why_the_step_was_closed(panel: StepsPanel, session: Session) -> None:
    click(panel, "next")
    session.play()
    session.pause()
    assert text(panel, "stage_sentence") == "Training goes on, so the step was closed."


def test_the_matrices_are_those_of_the_pass(
    panel: StepsPanel, matrices: MatricesPanel, session: Session
) -> None:
    click(panel, "next")
    left, right, result = matrices.plot._grids
    x = np.append(session.example.inputs, 1.0)
    np.testing.assert_array_equal(left.values[:, :2], session.network.weights[0])
    np.testing.assert_array_equal(right.values[:, 0], x)
    np.testing.assert_allclose(left.values @ x, result.values[:, 0], rtol=1e-12)
    assert (
        matrices.code.present_text == "    z[l] = W[l] @ a[l-1] + b[l]  # (4, 1) = (4, 2) @ (2, 1) + (4, 1)"
    )
    for _ in range(4):  # first to the cell in play, then down
        QTest.keyClick(matrices.plot, Qt.Key.Key_Down)
    said = matrices.findChild(QLabel, "matrices.reading").text()
    assert said.startswith("z[1]: row 4, column 1 is ")
    value = float(said.rpartition(" ")[2].replace("−", "-"))
    assert value == pytest.approx(session.network.forward(x[np.newaxis, :2]).z[1][0, 3], rel=6e-4)


def test_closed_the_code_is_there_and_nothing_is_marked(matrices: MatricesPanel, session: Session) -> None:
    assert "dW[l] = delta[l] @ a[l-1].T / N" in matrices.code.listing()
    assert matrices.code.present_text == ""
    session.stepping.open()
    assert matrices.code.present_text
    session.stepping.close()
    assert matrices.code.present_text == ""
