"""Formulas with live numbers: what is drawn where, what a click asks for, what is copied and read out."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.widgets.letters import Letter, box_of, tex_of
from gui.widgets.live_formula import LiveFormula, Token, sign

TOKENS = [
    Token((Letter("z", "2", "[1]"),), "−0.2500", "z"),
    sign("=", "="),
    Token((Letter("w", "21", "[1]"),), "−0.5000", "weight", "w"),
    sign(r"\cdot", "·"),
    Token((Letter("x", "1"),), "+0.5000", "input", "x"),
    sign("+", "+", breaks=True),
    Token((Letter("b", "2", "[1]"),), "+1.25e-05", "bias", "b"),
]


@pytest.fixture
def formula(qtbot):
    create_application()
    formula = LiveFormula("test.formula", "Formula", "A formula")
    qtbot.addWidget(formula)
    formula.resize(420, 60)
    formula.show_tokens(TOKENS)
    with qtbot.waitExposed(formula):
        formula.show()
    return formula


def center(formula, index: int):
    return formula.place_of(index).center().toPoint()


def ink(formula, rect) -> int:
    image = formula.grab(rect).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()]
    return int((pixels < 150).sum())


def test_every_number_stands_below_its_letters(formula):
    for index, token in enumerate(TOKENS):
        place, below = formula._places[index], formula.place_of(index)
        letters = place.toRect().adjusted(-2, 0, 2, -round(below.height()))
        assert ink(formula, letters) > 0, token
        assert ink(formula, below.toRect()) > 0, token
        assert abs(place.center().x() - below.center().x()) < 1.0
        assert below.top() > place.top() + 10


def test_it_wraps_where_a_line_may_begin(formula):
    wide = formula.height()
    formula.resize(230, 60)
    assert formula.height() > 1.8 * wide
    tops = [formula.place_of(index).top() for index in range(len(TOKENS))]
    assert len(set(tops[:5])) == 1
    assert tops[5] == tops[6] > tops[4]


def test_nothing_moves_while_numbers_of_one_length_run(formula):
    before = [formula.place_of(index).left() for index in (0, 2, 4, 6)]
    formula.show_tokens(
        [Token(t.letters, t.text.replace("5", "7"), t.reading, t.goal, t.breaks) for t in TOKENS]
    )
    assert [formula.place_of(index).left() for index in (0, 2, 4, 6)] == pytest.approx(before, abs=1.0)


def test_a_click_on_a_number_asks_for_what_it_stands_for(formula, qtbot):
    for index, goal in ((2, "w"), (4, "x"), (6, "b")):
        with qtbot.waitSignal(formula.chosen) as asked:
            QTest.mouseClick(formula, Qt.MouseButton.LeftButton, pos=center(formula, index))
        assert asked.args == [goal]
    with qtbot.assertNotEmitted(formula.chosen):
        QTest.mouseClick(formula, Qt.MouseButton.LeftButton, pos=center(formula, 0))
        QTest.mouseClick(formula, Qt.MouseButton.LeftButton, pos=center(formula, 1))


def test_tab_goes_from_number_to_number_and_enter_asks(formula, qtbot):
    formula.setFocus(Qt.FocusReason.TabFocusReason)
    asked = []
    formula.chosen.connect(asked.append)
    for _ in range(3):
        QTest.keyClick(formula, Qt.Key.Key_Return)
        formula.focusNextPrevChild(True)
    assert asked == ["w", "x", "b"]
    QTest.keyClick(formula, Qt.Key.Key_Left)
    QTest.keyClick(formula, Qt.Key.Key_Enter)
    assert asked[-1] == "x"


def test_it_reads_itself_out_with_its_numbers(formula):
    assert formula.accessibleName() == (
        "Formula: z −0.2500 = weight −0.5000 · input +0.5000 + bias +1.25e-05"
    )


def test_it_is_copied_as_tex(formula):
    formula.setFocus()
    QTest.keyClick(formula, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    letters, below = QGuiApplication.clipboard().text().splitlines()[1:3]
    assert letters == r"& z_{2}^{[1]} = w_{21}^{[1]} \cdot x_{1} + b_{2}^{[1]} \\"
    assert below == (r"& \left(-0.2500\right) = \left(-0.5000\right) \cdot 0.5000 + 1.25 \cdot 10^{-5}")


def test_the_tex_is_one_that_a_typesetter_takes(formula):
    from ziamath.zmath import Latex

    tex = formula.tex().replace(r"\begin{aligned}", "").replace(r"\end{aligned}", "")
    for line in tex.replace("&", "").split(r"\\"):
        assert Latex(line.strip()).svg().startswith("<svg")


def test_letters_know_their_extent_and_their_tex(qapp):
    create_application()
    plain, indexed = (Letter("w"),), (Letter("w", "2,11", "[3]"),)
    assert tex_of(indexed) == "w_{2,11}^{[3]}"
    assert tex_of((Letter("f'"), Letter("("), Letter("z", "2"), Letter(")"))) == "f' ( z_{2} )"
    bare, box = (box_of(each, 17.0, 1.0) for each in (plain, indexed))
    assert box.width > bare.width + 10
    assert box.above > bare.above
    assert box.below > bare.below
