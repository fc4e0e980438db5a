"""What can be typeset before it is asked for is: one thing after the other, the latest wish alone."""

import sys

from PySide6.QtCore import QObject

from gui.widgets.formula import Formula, typeset
from gui.widgets.typesetting_ahead import PARTS, TypesettingAhead


def test_the_typesetter_is_loaded_and_then_formulas_are_set(application, qtbot):
    parent = QObject()
    ahead = TypesettingAhead(parent)
    assert ahead.is_idle
    ahead.warm_up()
    done = []
    ahead.take([lambda: done.append("old")])
    ahead.take([lambda: done.append("first"), lambda: done.append("second")])
    qtbot.waitUntil(lambda: ahead.is_idle)
    assert done == ["first", "second"]
    assert all(part in sys.modules for part in PARTS)
    ahead.warm_up()
    assert ahead.is_idle


def test_a_prepared_formula_is_shown_without_typesetting(application, qtbot):
    formula = Formula("a.formula")
    qtbot.addWidget(formula)
    tex = r"\delta_2^{[7]} = 0.12345678"
    formula.prepare(tex)
    before = typeset.cache_info()
    formula.show_formula(tex, "a reading")
    assert formula.is_typeset()
    after = typeset.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits
