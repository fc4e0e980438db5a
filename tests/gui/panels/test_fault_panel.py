"""The fault panel: what is planted shows in the map, is named, explained and left; without one all agree."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from engine.network.address import Address, index_of
from engine.network.long_link import LongLink
from engine.training import FAULTS
from gui.app import create_application
from gui.fault_words import fault_lines, fault_name
from gui.panels.fault_panel import SURPRISE, FaultPanel
from gui.plots.check_heatmap import RIGHT, WRONG
from gui.presets import load_preset
from gui.session import Session
from gui.widgets.choice import Choice
from gui.widgets.formula import Formula

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot) -> FaultPanel:
    create_application()
    panel = FaultPanel(Session(load_preset("circle")))
    panel.ensure_built()
    panel.resize(640, 600)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def click(panel: FaultPanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, f"fault.{name}"), LEFT)


def text(panel: FaultPanel, name: str) -> str:
    return panel.findChild(QLabel, f"fault.{name}").text()


def check(panel: FaultPanel, even_time) -> None:
    click(panel, "check")
    even_time.until(lambda: panel.session.fault_hunt.check.is_finished, 20)


def verdicts(panel: FaultPanel) -> np.ndarray:
    return np.concatenate([layer.verdict.ravel() for layer in panel.heatmap.layers])


def test_without_a_fault_all_agree(panel: FaultPanel, even_time) -> None:
    panel.session.advance(40)
    assert text(panel, "result") == "Not checked yet."
    check(panel, even_time)
    assert (verdicts(panel) == RIGHT).all()
    assert text(panel, "result") == "All 25 derivatives agree. On 10 training examples."
    panel.session.step()
    assert text(panel, "result") == "All 25 derivatives agree. The weights have moved since step 40."


@pytest.mark.parametrize("key", FAULTS)
def test_the_map_shows_each_fault_where_it_is(panel: FaultPanel, even_time, key: str) -> None:
    """By hand: which parameters each mistake reaches in a network of tanh layers with several examples."""
    panel.session.fault_hunt.start(key)
    panel.session.advance(20)
    check(panel, even_time)
    is_weight = panel.session.network.layout.is_weight()
    found = verdicts(panel)
    expected = {"bias_gradient_lost": ~is_weight, "stale_activations": is_weight}
    if key == "transposed_weights":
        blocks = panel.heatmap.layers
        # The output's single row is its own transpose; the errors of layer 1 came through the matrix above it.
        assert (blocks[0].verdict == WRONG).all()
        assert (blocks[1].verdict == RIGHT).all()
        assert (blocks[2].verdict == RIGHT).all()
    else:
        np.testing.assert_array_equal(found == WRONG, expected.get(key, np.ones(len(found), dtype=bool)))
    assert text(panel, "result").startswith(f"{(found == WRONG).sum()} of 25 derivatives differ.")


def test_a_hunt_from_the_planting_to_the_explanation(panel: FaultPanel) -> None:
    hunt = panel.session.fault_hunt
    which = panel.findChild(Choice, "fault.which")
    assert which.key == SURPRISE
    click(panel, "start")
    assert hunt.is_on
    assert hunt.is_surprise
    planted = hunt.planted
    shown = [label.text() for label in panel.findChildren(QLabel)]
    assert not any(fault_name(planted) in words for words in shown)  # nothing gives it away
    wrong = next(key for key in FAULTS if key != planted)
    click(panel, f"is_{wrong}")
    click(panel, "answer")
    assert text(panel, "verdict").startswith("No")
    assert not panel.findChild(Formula, "fault.right").isVisible()
    click(panel, f"is_{planted}")
    click(panel, "answer")
    assert text(panel, "verdict").startswith("Yes.")
    assert text(panel, "score") == "Found: 1, attempts: 2"
    for name, place, words in (("right", FAULTS[planted].right, 0), ("wrong", FAULTS[planted].formula, 1)):
        formula = panel.findChild(Formula, f"fault.{name}")
        assert formula.isVisible()
        assert formula.is_typeset()
        assert formula.tex == place
        assert formula.accessibleName() == fault_lines(planted)[words]
    assert not panel.findChild(QAbstractButton, "fault.answer").isEnabled()
    click(panel, "leave")
    assert not hunt.is_on
    assert text(panel, "verdict") == ""


def test_a_chosen_fault_is_planted(panel: FaultPanel) -> None:
    which = panel.findChild(Choice, "fault.which")
    which.setCurrentIndex(which.findData("no_batch_mean"))
    click(panel, "start")
    assert panel.session.fault_hunt.planted == "no_batch_mean"
    assert fault_name("no_batch_mean") in text(panel, "story")
    assert which.key == "no_batch_mean"


@pytest.mark.parametrize("key", FAULTS)
def test_every_explanation_fits(panel: FaultPanel, even_time, key: str) -> None:
    panel.session.fault_hunt.start(key)
    panel.session.fault_hunt.name(key)
    label = panel.findChild(QLabel, "fault.verdict")
    needed = label.fontMetrics().boundingRect(
        0, 0, label.width(), 1000, Qt.TextFlag.TextWordWrap, label.text()
    )
    assert needed.height() <= label.height()
    formulas = [panel.findChild(Formula, f"fault.{name}") for name in ("right", "wrong")]
    # As soon as the layout has made room.
    even_time.until(
        lambda: all(
            formula.sizeHint().width() <= formula.width() and formula.sizeHint().height() <= formula.height()
            for formula in formulas
        ),
        5,
    )


def test_only_faults_that_show_can_be_picked(panel: FaultPanel) -> None:
    panel.session.attempt(lambda present: present.with_hidden(()), "No hidden layer")
    which = panel.findChild(Choice, "fault.which")
    offered = [which.itemData(row) for row in range(which.count())]
    assert offered == [SURPRISE, *(key for key in FAULTS if key != "transposed_weights")]
    assert not panel.findChild(QAbstractButton, "fault.is_transposed_weights").isEnabled()
    assert panel.findChild(QAbstractButton, "fault.is_wrong_sign").isEnabled()


def test_a_cell_selects_its_parameter(panel: FaultPanel, even_time) -> None:
    check(panel, even_time)
    place = panel.heatmap.places()[1].rect(1, 2).center().toPoint()
    QTest.mouseMove(panel.heatmap, place)
    derivative = next(
        each
        for each in panel.session.fault_hunt.check.derivatives
        if each.address.name == "w_23^[2]"
        and each.index == index_of(panel.session.network.spec, each.address)
    )
    assert text(panel, "reading").startswith("w₂₃ of layer 2: backprop ")
    assert float(
        text(panel, "reading").split("backprop ")[1].split(",")[0].replace("−", "-")
    ) == pytest.approx(derivative.backprop, rel=1e-4)
    QTest.mouseClick(panel.heatmap, LEFT, pos=place)
    picked = panel.session.selection
    assert (picked.layer, picked.neuron, picked.source, picked.is_bias) == (2, 1, 2, False)
    QTest.mouseClick(panel.heatmap, LEFT, pos=panel.heatmap.places()[0].rect(3, 2).center().toPoint())
    picked = panel.session.selection
    assert (picked.layer, picked.neuron, picked.source, picked.is_bias) == (1, 3, None, True)


def test_check_can_be_cancelled(panel: FaultPanel) -> None:
    panel.session.open_experiment(load_preset("digits"))
    click(panel, "check")
    check = panel.session.fault_hunt.check
    assert check.is_running
    assert text(panel, "result").startswith("Checked 0 of ")
    click(panel, "check")
    assert not check.is_running
    assert not check.is_finished


def test_links_over_layers_are_checked_and_chosen_too(panel: FaultPanel, even_time) -> None:
    links = (LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 2))
    panel.session.attempt(lambda design: design.with_long_links(links), "Draw long links")
    panel.session.fault_hunt.start("wrong_sign")
    panel.session.advance(20)
    check(panel, even_time)
    assert [layer.name for layer in panel.heatmap.layers][-2:] == ["output", "long links"]
    assert (panel.heatmap.layers[-1].verdict == WRONG).all()
    assert text(panel, "result").startswith("27 of 27 derivatives differ.")
    click(panel, "leave")
    check(panel, even_time)
    assert text(panel, "result").startswith("All 27 derivatives agree.")
    QTest.mouseClick(panel.heatmap, LEFT, pos=panel.heatmap.places()[-1].rect(0, 1).center().toPoint())
    assert text(panel, "reading").startswith("w₁₃ from layer 1 to layer 3: backprop ")
    picked = panel.session.selection
    assert picked.address == Address(3, 0, 2, 1)
    assert not picked.is_bias
