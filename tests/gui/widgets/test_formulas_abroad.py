"""Formulas wear the decimal point of the person's country, and what is copied is TeX that sets it without a gap."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from gui import numbers
from gui.widgets.formula import Formula, typeset
from gui.widgets.letters import Letter
from gui.widgets.live_formula import LiveFormula, Token
from gui.widgets.stage_view import StageView


@pytest.fixture(autouse=True)
def german(application):
    """The program in Germany."""
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


def test_only_points_between_digits_are_points_of_numbers():
    assert numbers.in_tex(r"0.25 \cdot 3.5e2 \ldots a.b") == r"0{,}25 \cdot 3{,}5e2 \ldots a.b"
    assert numbers.in_text("δ = 0.25. So.") == "δ = 0,25. So."


def test_a_comma_is_as_narrow_as_a_point():
    with_point, with_comma, with_gap = (typeset(tex, 20.0, 1.0) for tex in ("0.25", "0{,}25", "0 , 25"))
    assert with_comma.size.width() == pytest.approx(with_point.size.width(), abs=1.5)
    assert with_comma.size.width() < with_gap.size.width() - 2.0


def test_a_formula_shows_and_reads_commas(qtbot):
    formula = Formula("a.formula")
    qtbot.addWidget(formula)
    formula.show_formula("z = 0.25", "z = 0.25")
    assert formula.tex == "z = 0{,}25"
    assert formula.accessibleName() == "z = 0,25"
    assert formula.is_typeset()


def test_a_stage_is_read_and_copied_with_commas(qtbot):
    view = StageView("a.stage")
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.show_stage("Forward", ("z", "z"), (r"-0.5 \cdot 1.5", "−0.5 · 1.5"), "A sentence.", "")
    assert view.accessibleName() == "Forward: z; −0,5 · 1,5"
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == "z\n-0{,}5 \\cdot 1{,}5"


def test_live_numbers_are_copied_as_tex_with_commas(qtbot):
    formula = LiveFormula("a.live", "Formula", "A formula")
    qtbot.addWidget(formula)
    formula.show_tokens([Token((Letter("z"),), numbers.significant(-0.25), "z")])
    assert formula.tokens[0].text == "−0,2500"
    assert r"\left(-0{,}2500\right)" in formula.tex()
