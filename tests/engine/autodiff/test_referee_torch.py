"""The graph of Values beside PyTorch scalars: values, gradients, accumulation, and the edges of functions."""

import math

import pytest

from engine.autodiff import Value, parse_expression

pytestmark = pytest.mark.referee

TEXTS = [
    "tanh(x*w + b)",
    "sigmoid(x)*log(2 + w^2) - exp(-b)/(1 + x^2)",
    "relu(x*w - b) + relu(b - x*w) + abs(x - w)",
    "max(x, w)*sin(b) + cos(x*w)^3",
    "sqrt(1 + x^2 + w^2) / (3 + b)",
    "(2 + sin(x))^(w*b)",
    "x*x + x/w - (x - b)^-2",
    "max(x, x) + relu(x - x) + abs(b - b)",
]
NUMBERS = [(0.7, -1.3, 0.4), (-2.1, 0.9, 1.6), (1.0, 1.0, -0.5)]


def torch_names(torch):
    names = {name: getattr(torch, name) for name in ("exp", "log", "tanh", "sigmoid", "relu")}
    names |= {name: getattr(torch, name) for name in ("sin", "cos", "abs", "sqrt")}
    return {**names, "max": torch.maximum}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_values_and_gradients(text, numbers):
    import torch

    leaves = {
        name: torch.tensor(number, dtype=torch.float64, requires_grad=True)
        for name, number in zip("xwb", numbers, strict=True)
    }
    theirs = eval(text.replace("^", "**"), {}, {**torch_names(torch), **leaves})
    theirs = theirs + 0 * sum(leaves.values())
    ours = parse_expression(f"{text} + 0*(x + w + b)", dict(zip("xwb", numbers, strict=True)))
    assert ours.result.data == pytest.approx(theirs.item(), rel=1e-13, abs=1e-13)
    # Twice: both add the second walk to the leaves.
    for _ in range(2):
        theirs.backward(retain_graph=True)
        ours.result.backward()
        for name, leaf in leaves.items():
            assert ours.values[name].grad == pytest.approx(leaf.grad.item(), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("base", "exponent"), [(0, 0), (0, 1), (0, 2), (0, 0.5), (-2, 3), (2, -1.5)])
def test_powers_at_the_edges(base, exponent):
    import torch

    a, b = (torch.tensor(float(each), dtype=torch.float64, requires_grad=True) for each in (base, exponent))
    (a**b).backward()
    x, y = Value(base), Value(exponent)
    (x**y).backward()
    for ours, theirs in ((x.grad, a.grad.item()), (y.grad, b.grad.item())):
        assert ours == pytest.approx(theirs, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", ["relu", "abs", "sqrt"])
def test_functions_at_zero(name):
    import torch

    leaf = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    getattr(torch, name)(leaf).backward()
    x = Value(0)
    getattr(x, name)().backward()
    assert x.grad == leaf.grad.item()
    assert not math.isnan(x.grad)
