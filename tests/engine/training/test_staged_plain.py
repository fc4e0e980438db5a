"""Formulas in plain signs."""

import pytest

from engine.network import ACTIVATIONS, LOSSES
from engine.training import OPTIMIZERS
from engine.training.staged_plain import plain


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"z_{1}^{[1]} = w_{11}^{[1]}\,x_{1} + b_{1}^{[1]}", "z_1^[1] = w_11^[1] x_1 + b_1^[1]"),
        (r"0.3775 = 0.15 \cdot 0.05 + 0.35", "0.3775 = 0.15 · 0.05 + 0.35"),
        (r"\frac{\partial c}{\partial w_{11}^{[1]}} = \delta_{1}^{[1]}\,x_{1}", "∂c/∂w_11^[1] = δ_1^[1] x_1"),
        (r"\tfrac12 ({0.75} - {(-1)})^2", "1/2 (0.75 - (-1))^2"),
        (r"\frac{1}{1 + e^{-{0.3775}}}", "1/(1 + e^-0.3775)"),
        (r"\left\langle a_{2}^{[1]} \right\rangle", "⟨ a_2^[1] ⟩"),
        (r"-\eta\,\frac{g}{\sqrt{s} + \epsilon}", "-η g/(√(s) + ε)"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[1 , 2 ; 3 , 4]"),
        (r"\hat y_{1} - y_{1}", "ŷ_1 - y_1"),
    ],
)
def test_a_formula_is_one_line_of_signs(tex, expected):
    assert plain(tex).replace("[ ", "[").replace(" ]", "]") == expected


def test_nothing_of_tex_is_left_in_any_formula_of_the_registries():
    formulas = [entry.formula for entry in ACTIVATIONS.values()]
    formulas += [each for entry in LOSSES.values() for each in (entry.formula, entry.derivative_formula)]
    formulas += [rule for kind in OPTIMIZERS.values() for rule in kind.rules.values()]
    for formula in formulas:
        assert not set(plain(formula)) & set("\\{}&"), formula
