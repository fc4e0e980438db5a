"""A formula is seen whole, in the theme's colour; what cannot be typeset is shown as it is written."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from engine.descent import SURFACES
from engine.network import ACTIVATIONS, LOSSES
from engine.training import OPTIMIZERS
from gui.appearance import appearance
from gui.widgets.formula import Formula, typeset

ADAM = OPTIMIZERS["adam"].rules["step"]


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4).astype(int)


def ink(widget: Formula) -> np.ndarray:
    """Where a widget differs from its ground, (height, width)."""
    seen = pixels(widget.grab().toImage())
    return np.abs(seen - seen[0, -1])[..., :3].max(axis=-1) > 60


def shown(show, tex: str) -> Formula:
    formula = Formula("a.formula")
    formula.show_formula(tex, "a reading")
    show(formula)
    return formula


def test_letters_are_lit_from_end_to_end(show) -> None:
    """Clipped glyphs, as Qt draws the other kind of SVG, would leave crumbs."""
    formula = shown(show, ADAM)
    lit = ink(formula)
    columns = np.flatnonzero(lit.any(axis=0))
    width = formula.sizeHint().width()
    assert formula.is_typeset()
    assert columns[0] < 6
    assert 0.92 * width < columns[-1] <= width
    # Seven letters, a fraction's bar and a root: more than a tenth of the columns' area is ink in places.
    assert 0.04 < lit[:, : columns[-1]].mean() < 0.5
    bar = lit[:, : columns[-1]].mean(axis=1).max()
    assert bar > 0.4  # the bar of the fraction


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_it_wears_the_theme(show, theme: str) -> None:
    formula = shown(show, ADAM)
    appearance().set_theme(theme)
    colour = QColor(appearance().theme.text)
    seen = pixels(formula.grab().toImage())[..., :3]
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    assert (np.abs(seen - wanted).max(axis=-1) < 12).sum() > 30


def test_what_cannot_be_typeset_is_shown_as_it_is_written(show) -> None:
    for broken in (r"\frac{", "a<b & c"):
        formula = shown(show, broken)
        assert not formula.is_typeset()
        assert ink(formula).any()
        formula.hide()


def test_the_reading_is_its_name(show) -> None:
    formula = shown(show, "x^2")
    assert formula.accessibleName() == "a reading"


def test_it_shrinks_rather_than_being_cut_off(show) -> None:
    formula = shown(show, ADAM)
    formula.setFixedWidth(formula.sizeHint().width() // 2)
    lit = ink(formula)
    assert not lit[:, -1].any()
    assert np.flatnonzero(lit.any(axis=0))[-1] > 0.9 * formula.width()


def test_a_finer_screen_has_finer_letters(application) -> None:
    coarse, fine = typeset(ADAM, 16.0, 1.0), typeset(ADAM, 16.0, 2.0)
    assert fine.pixmap.width() == pytest.approx(2 * coarse.pixmap.width(), abs=2)
    assert fine.size.width() == pytest.approx(coarse.size.width(), abs=1)


def test_the_line_of_a_plain_letter_is_below_most_of_it(application) -> None:
    found = typeset("x", 20.0, 1.0)
    assert 0.5 * found.size.height() < found.ascent <= found.size.height()


def test_every_formula_of_the_registries_can_be_typeset(application) -> None:
    written = [rule for kind in OPTIMIZERS.values() for rule in (kind.formula, *kind.rules.values())]
    for registry in (SURFACES, ACTIVATIONS, LOSSES):
        written += [entry.formula for entry in registry.values()]
    assert len(written) > 40
    assert [tex for tex in written if typeset(tex, 16.0, 1.0) is None] == []


def test_the_typesetter_waits_until_it_is_needed() -> None:
    code = "import sys, gui.widgets.formula; assert 'ziamath' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
