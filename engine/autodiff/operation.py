"""An operation: a formula as the texts print it, the same formula as code, and its derivatives beside it.

Operators (`engine.autodiff.operators`) and functions (`engine.autodiff.functions`) are entries of this one
kind; the scalar graph, the typed expressions and the array functions all read them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import BackpropLabError

Array = NDArray[np.float64]


class DomainError(BackpropLabError, ArithmeticError):
    """A number outside the domain of an operation, such as log(-1) or 3/0."""


@dataclass(frozen=True, slots=True)
class Form:
    """One formula three times: in TeX, for plain numbers, and for arrays of any shape.

    The operands are called x where there is one, a and b where there are two. The array form follows
    IEEE arithmetic: outside the domain it gives nan or inf, with NumPy's warning unless the caller
    switches it off.
    """

    formula: str
    scalar: Callable[..., float]
    array: Callable[..., Any]


def everywhere(*_operands: float) -> bool:
    """The domain of an operation that takes any numbers."""
    return True


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done to numbers: its value, and one partial derivative for each operand, in order.

    `symbol` is what a picture of the graph shows, `pattern` how a person writes the operation with its
    operands; `defined` says for which operands it has a value, and `takes` the same in words.
    """

    key: str
    symbol: str
    pattern: str
    form: Form
    derivatives: tuple[Form, ...]
    defined: Callable[..., bool] = everywhere
    takes: str = "any number"

    @property
    def operands(self) -> int:
        """How many operands there are: one or two."""
        return len(self.derivatives)

    def value(self, *operands: float) -> float:
        """The operation applied to plain numbers; raises `DomainError` where it has no value.

        A result too large for a float is ±inf, as in IEEE arithmetic.
        """
        if not self.defined(*operands):
            raise DomainError(f"{self.key} takes {self.takes}, but this is {self.written(*operands)}.")
        return float(self.form.scalar(*operands))

    def local_derivatives(self, *operands: float) -> tuple[float, ...]:
        """∂value/∂operand for each operand, where `value` is defined."""
        return tuple(float(derivative.scalar(*operands)) for derivative in self.derivatives)

    def written(self, *operands: float) -> str:
        """The operation with its numbers, as a person would write it: ``log(-1)``, ``3/0``, ``(-8)^0.5``."""
        bare = "(" in self.pattern
        words = [f"({operand:g})" if operand < 0 and not bare else f"{operand:g}" for operand in operands]
        return self.pattern.format(*words)
