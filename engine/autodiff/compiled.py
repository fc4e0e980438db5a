"""A typed expression as a function of arrays, with its exact gradient.

The same program and the same derivatives as the graph of Values, with an array in each node: forward down
the steps, then reverse accumulation up again. A plot of 100×100 points so costs one pass, not ten thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.autodiff.expression_error import ExpressionError
from engine.autodiff.operation import Array
from engine.autodiff.parser import read_program
from engine.autodiff.program import Apply, Constant, Input, Program
from engine.errors import SpecError, choices


@dataclass(frozen=True, slots=True, eq=False)
class CompiledExpression:
    """f and ∇f for arrays; `variables` are the operands, in order.

    Where the expression has no value (the log of a negative number) or overflows, the arrays hold nan or
    inf, without a warning: a surface has holes, and a plot leaves them out.
    """

    program: Program
    variables: tuple[str, ...]

    def value(self, *arrays: ArrayLike) -> Array:
        """f at each point: one array for each variable, any shapes that broadcast together."""
        points = self._points(arrays)
        with np.errstate(all="ignore"):
            result = self._forward(points)[self.program.result]
        return np.array(np.broadcast_to(result, points[0].shape), dtype=np.float64)

    def gradient(self, *arrays: ArrayLike) -> tuple[Array, ...]:
        """(∂f/∂variable, …) at each point, each in the broadcast shape of the arrays."""
        points = self._points(arrays)
        slots = [self.program.inputs.get(name) for name in self.variables]
        with np.errstate(all="ignore"):
            values = self._forward(points)
            found = self._backward(values, {slot for slot in slots if slot is not None})
        # Where f has no value it has no slope, though a formula such as 1/x for log(x) would go on.
        holes = np.where(np.isnan(values[self.program.result]), np.nan, np.zeros(points[0].shape))
        return tuple(holes + (0.0 if slot is None else found.get(slot, 0.0)) for slot in slots)

    def _points(self, arrays: Sequence[ArrayLike]) -> tuple[Array, ...]:
        if len(arrays) != len(self.variables):
            raise SpecError("the number of arrays", len(arrays), f"one for each of {choices(self.variables)}")
        return np.broadcast_arrays(*(np.asarray(array, dtype=np.float64) for array in arrays))

    def _forward(self, points: Sequence[Array]) -> list[Any]:
        given = dict(zip(self.variables, points, strict=True))
        values: list[Any] = []
        for step in self.program.steps:
            match step:
                case Constant():
                    # NumPy's float, because Python's raises where an array would hold inf.
                    values.append(np.float64(step.value))
                case Input():
                    values.append(given[step.name])
                case Apply():
                    operands = [values[slot] for slot in step.operands]
                    values.append(step.operation.form.array(*operands))
        return values

    def _backward(self, values: list[Any], variables: set[int]) -> dict[int, Any]:
        """∂f/∂step for the steps in `variables`, as far as f depends on them."""
        moving = self.program.depending_on(variables)
        upstream: dict[int, Any] = {self.program.result: 1.0}
        for slot in range(self.program.result, -1, -1):
            step = self.program.steps[slot]
            if slot not in upstream or not isinstance(step, Apply):
                continue
            arrived = upstream.pop(slot)
            operands = [values[each] for each in step.operands]
            for operand, derivative in zip(step.operands, step.operation.derivatives, strict=True):
                # Only towards the variables: ∂xⁿ/∂n, which a fixed n does not need, is nan at x < 0.
                if operand in moving:
                    upstream[operand] = upstream.get(operand, 0.0) + arrived * derivative.array(*operands)
        return {slot: upstream[slot] for slot in variables if slot in upstream}


def compile_expression(text: str, variables: Sequence[str] = ("x", "y")) -> CompiledExpression:
    """Read `text` (the language of `parse_expression`) as a function of `variables`.

    Raises `ExpressionError` where the text cannot be read, uses any other name without a value, or gives a
    variable a value.
    """
    program = read_program(text)
    takes, is_one = choices(variables), len(variables) == 1
    for name, slot in program.inputs.items():
        if name not in variables:
            known = f"the variable {takes}" if is_one else f"one of the variables {takes}"
            problem = f"expected {known}, but found “{name}”."
            raise ExpressionError(problem, text, program.steps[slot].offset)
    for name, offset in program.assigned_at.items():
        if name in variables:
            raise ExpressionError(
                f"expected a name other than the variable{'' if is_one else 's'} {takes}.", text, offset
            )
    return CompiledExpression(program, tuple(variables))
