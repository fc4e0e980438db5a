"""The loss stages: how wrong the answer is, and how the cost changes with each prediction."""

from collections.abc import Iterator, Mapping

import numpy as np

from engine.network import PENALTIES
from engine.training import staged_formulas as tex
from engine.training.staged_numbers import PassNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import Grain, Matrix, Stage

OWN_SHARE: Mapping[str, tuple[str, str]] = {
    "half_squared_error": (r"\tfrac12", r"(\hat y - y)^2"),
    "mse": ("n", r"(\hat y - y)^2"),
    "binary_cross_entropy": ("-n", r"y \ln \hat y + (1 - y) \ln(1 - \hat y)"),
    "cross_entropy": ("-", r"y \ln \hat y"),
    "hinge": ("n", r"\max(0, 1 - y\,\hat y)"),
    "huber": ("n", r"h(\hat y - y)"),
}
"""What stands before the sum over the outputs ("n": its mean), and what each output adds; h is Huber's function."""


class LossStages:
    """The cost of `numbers`; `penalty` is the key and the value of what the whole cost has besides."""

    def __init__(self, numbers: PassNumbers, grain: Grain, penalty: tuple[str, float] | None) -> None:
        self._numbers = numbers
        self._grain = grain
        self._penalty = penalty

    def runs(self) -> Iterator[Run]:
        """The cost, the penalty where there is one, and ∂c/∂ŷ where the loss does not give δ itself."""
        yield Run(1, lambda index: self._cost())
        if self._penalty is not None:
            yield Run(1, lambda index: self._penalised())
        if not self._numbers.is_fused:
            if self._grain == "layer":
                yield Run(1, lambda index: self._layer_slope())
            else:
                yield Run(self._numbers.size(self._numbers.last), self._slope)

    @property
    def _outputs(self) -> frozenset[tuple[int, int]]:
        last = self._numbers.last
        return frozenset((last, neuron) for neuron in range(self._numbers.size(last)))

    def _cost(self) -> Stage:
        numbers = self._numbers
        result = float(numbers.costs.mean())
        is_one = numbers.count == 1
        letters = f"c = {numbers.loss.formula}"
        if not is_one:
            letters = rf"C = \left\langle c \right\rangle,\quad {letters}"
        shown = self._expanded(result) if is_one else tex.mean_of(numbers.costs)
        return Stage(
            "loss",
            "cost" if is_one else "batch_cost",
            "cost",
            numbers.last,
            neurons=self._outputs,
            letters=letters,
            numbers=f"{tex.number(result)} = {shown}",
            result=result,
            matrices=(*self._compared(None), Matrix("c", numbers.costs[np.newaxis], "result")),
        )

    def _expanded(self, result: float) -> str:
        """c of one example with its numbers, output by output."""
        numbers = self._numbers
        if numbers.loss.key not in OWN_SHARE:
            return tex.number(result)
        before, share = OWN_SHARE[numbers.loss.key]
        pairs = zip(numbers.a[-1][:, 0].tolist(), numbers.targets[:, 0].tolist(), strict=True)
        terms = [tex.in_numbers(share, {r"\hat y": guess, "y": wanted}) for guess, wanted in pairs]
        outputs = len(terms)
        if before.endswith("n"):
            before = before[:-1] + (rf"\frac{{1}}{{{outputs}}}" if outputs > 1 else "")
        total = tex.added(terms)
        is_bare = before == "" or (outputs == 1 and before == r"\tfrac12")
        return f"{before}{total}" if is_bare else rf"{before}\left({total}\right)"

    def _penalised(self) -> Stage:
        assert self._penalty is not None
        key, value = self._penalty
        cost = float(self._numbers.costs.mean())
        name = "c" if self._numbers.count == 1 else "C"
        return Stage(
            "loss",
            "penalty_cost",
            "penalty_cost",
            letters=rf"{name} + {PENALTIES[key].formula}",
            numbers=rf"{tex.number(cost)} + {tex.number(value)} = {tex.number(cost + value)}",
            result=cost + value,
        )

    def _slope(self, neuron: int) -> Stage:
        numbers, last = self._numbers, self._numbers.last
        slopes = numbers.upstream[last][neuron]
        result = float(slopes.mean())
        name = rf"\hat y_{{{neuron + 1}}}"
        formula = numbers.loss.derivative_formula
        names = {r"\hat y_j": name, "y_j": f"y_{{{neuron + 1}}}"}
        letters = tex.slope_of("c", name) + " = " + tex.in_letters(formula, names)
        if numbers.count > 1:
            letters = (
                tex.averaged(tex.slope_of("c", name), 2)
                + " = "
                + tex.averaged(tex.in_letters(formula, names), 2)
            )
            shown = tex.mean_of(slopes)
        else:
            guess, wanted = float(numbers.a[last][neuron, 0]), float(numbers.targets[neuron, 0])
            known = {r"\hat y_j": guess, "y_j": wanted, "n": numbers.size(last)}
            shown = tex.number(result) if "cases" in formula else tex.in_numbers(formula, known)
        return Stage(
            "loss",
            "cost_slope",
            "cost_slope",
            last,
            neuron,
            neurons=frozenset({(last, neuron)}),
            notes=(((last, neuron), result),),
            letters=letters,
            numbers=f"{tex.number(result)} = {shown}",
            result=result,
            matrices=(*self._compared(neuron), Matrix("dŷ", numbers.upstream[last], "result", neuron)),
        )

    def _layer_slope(self) -> Stage:
        numbers, last = self._numbers, self._numbers.last
        slopes = numbers.upstream[last]
        shown = tex.small(slopes)
        name = tex.slope_of("c", r"\hat y_j")
        return Stage(
            "loss",
            "layer_cost_slope",
            "cost_slope",
            last,
            neurons=self._outputs,
            letters=f"{name} = {numbers.loss.derivative_formula}",
            numbers=f"{tex.slope_of('c', tex.GUESS)} = {shown}",
            matrices=(*self._compared(None), Matrix("dŷ", slopes, "result")),
        )

    def _compared(self, neuron: int | None) -> tuple[Matrix, ...]:
        numbers = self._numbers
        return (
            Matrix("ŷ", numbers.a[numbers.last], "cells", neuron),
            Matrix("y", numbers.targets, "cells", neuron),
        )
