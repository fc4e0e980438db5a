"""A person types the curve that tells the classes apart, by mouse and by keys."""

import numpy as np
from journey_hands import Keys
from journey_pages import click_entry
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu


def sides(lab) -> np.ndarray:
    """Which examples are of the class above."""
    return lab.session.prepared.raw.targets[:, 0] > 0


def choose_set(hand, words: str) -> None:
    """Pick a picture of the gallery: by keys along its rows of five."""
    if not isinstance(hand, Keys):
        hand.choose("data.dataset", words)
        return
    box = hand.go_to("data.dataset")
    down, right = divmod(box.findText(words), 5)
    hand.lab.press(Qt.Key.Key_Space)
    for key in (Qt.Key.Key_Home, *down * [Qt.Key.Key_Down], *right * [Qt.Key.Key_Right], Qt.Key.Key_Return):
        QTest.keyClick(box.view(), key)
    hand.pause()


def test_curve_is_typed_mistyped_mended_and_undone(lab, hand) -> None:
    choose_set(hand, "Above a curve")
    assert hand.shown("data.formula") == "2*sin(x)"
    hand.write("data.formula", "x^2/4 - 3")
    across, up = lab.session.prepared.raw.inputs.T
    assert np.array_equal(sides(lab), up > across**2 / 4 - 3)
    hand.write("data.formula", "x^2/")
    assert lab.message == "Formula, column 5: expected a number, a name or “(”, but the text ends."
    assert hand.shown("data.formula") == "x^2/"
    assert lab.session.experiment.data.formula == "x^2/4 - 3"
    hand.write("data.formula", "abs(x) - 2")
    hand.push("data.redraw")
    hand.to_end("data.noise")
    across, up = lab.session.prepared.raw.inputs.T
    flipped = sides(lab) != (up > np.abs(across) - 2)
    assert 0.1 < flipped.mean() < 0.5
    choose_set(hand, "Typed curve")
    hand.write("data.formula", "sin(2*x)")
    raw = lab.session.prepared.raw
    assert np.abs(raw.targets - np.sin(2 * raw.inputs)).max() < 0.5
    names = []
    for _ in range(lab.session.undo_stack.count()):
        names.append(lab.session.undo_stack.undoText())
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert names == [
        "Change the formula",
        "Choose Typed curve",
        "Change the noise",
        "New data",
        "Change the formula",
        "Change the formula",
        "Choose Above a curve",
    ]
    assert hand.shown("data.dataset") == "Circle"
    assert lab.session.experiment.data.formula == ""


def test_curve_is_taken_from_a_few(lab, hand) -> None:
    choose_set(hand, "Above a curve")
    hand.push("data.formulas")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = menu.actions()[1]
    if isinstance(hand, Keys):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)
    else:
        click_entry(menu, entry)
    assert hand.shown("data.formula") == entry.text() == "x^3/9 - x"
    across, up = lab.session.prepared.raw.inputs.T
    assert np.array_equal(sides(lab), up > across**3 / 9 - across)
