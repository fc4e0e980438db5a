"""Typed expressions in TeX: as a text prints them, with parentheses where they are needed."""

import pytest

from engine.autodiff import ExpressionError, typeset


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("(1-x)^2 + 100*(y-x^2)^2", r"\left(1-x\right)^{2}+100\cdot \left(y-x^{2}\right)^{2}"),
        ("a-(b-c)", r"a-\left(b-c\right)"),
        ("a-b-c", "a-b-c"),
        ("-x*y", r"-x\cdot y"),
        ("2*-x", r"2\cdot \left(-x\right)"),
        ("-(x+y)", r"-\left(x+y\right)"),
        ("(-x)^2", r"\left(-x\right)^{2}"),
        ("(-3)^2", r"\left(-3\right)^{2}"),
        ("-x^2", "-x^{2}"),
        ("2^-x", "2^{-x}"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("x/(y+1)", r"\frac{x}{y+1}"),
        ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
        ("sqrt(abs(x))*log(pi)", r"\sqrt{\left|x\right|}\cdot \ln\left(\pi\right)"),
        ("tanh(max(x, e))", r"\operatorname{tanh}\left(\operatorname{max}\left(x, e\right)\right)"),
        ("x1*w_2 + theta*rate", r"x_{1}\cdot w_{2}+\theta\cdot \mathrm{rate}"),
        ("2e-7*x", r"2\cdot 10^{-7}\cdot x"),
        ("u = x*2; L = u^2", r"u=x\cdot 2,\quad L=u^{2}"),
        ("u = x*2; v = u; v^2", r"u=x\cdot 2,\quad u^{2}"),
        ("u = x*2; u^2", r"u=x\cdot 2,\quad u^{2}"),
    ],
)
def test_typeset(text, tex):
    assert typeset(text) == tex


def test_a_text_that_cannot_be_read():
    with pytest.raises(ExpressionError):
        typeset("x +")
