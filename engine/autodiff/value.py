"""A number that remembers how it was made.

Every `Value` keeps its operation and, as plain data, one edge for each operand: the parent and the local
derivative ∂(this)/∂(parent) at the numbers of the moment. Backpropagation is then nothing but a walk along
these edges, multiplying and adding (`engine.autodiff.walk`). The idea of a class of numbers whose gradient
is one small graph is as in micrograd (Karpathy, 2020); reverse accumulation itself is Linnainmaa (1970).
"""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Real
from typing import ClassVar, TypeGuard, cast

from engine.autodiff.functions import FUNCTIONS
from engine.autodiff.operation import Operation
from engine.autodiff.operators import OPERATORS, raised_to
from engine.autodiff.walk import BackwardStep, clear_gradients, walk_backward
from engine.errors import SpecError

ADD, SUBTRACT = OPERATORS["addition"], OPERATORS["subtraction"]
MULTIPLY, DIVIDE = OPERATORS["multiplication"], OPERATORS["division"]
POWER, NEGATE = OPERATORS["power"], OPERATORS["negation"]


class Value:
    """One scalar node of a graph.

    Operators and methods make new nodes from old ones; plain numbers met on the way become leaves
    without a label, except the exponent in ``x ** 2``, which is part of the operation. Changing `data`
    of a node does not recompute the nodes made from it.

    Attributes:
        data: the number.
        grad: ∂(root)/∂(this), filled by `backward`.
        label: a name for pictures; may be empty.
        operation: what made it, or None for a leaf.
        edges: (parent, local derivative) in the order of the operands; a value used twice has two edges.
    """

    __slots__ = ("data", "edges", "grad", "label", "operation")

    data: float
    grad: float
    label: str
    operation: Operation | None
    edges: tuple[tuple[Value, float], ...]

    # Lets NumPy hand `np.float64(2) * value` to our reflected operator.
    __array_ufunc__: ClassVar[None] = None

    def __init__(self, data: float, label: str = "") -> None:
        """A leaf. Raises `SpecError` unless `data` is a real number."""
        if not _is_number(data):
            raise SpecError("data", data, "a real number")
        self.data = float(data)
        self.grad = 0.0
        self.label = label
        self.operation = None
        self.edges = ()

    @classmethod
    def made_by(cls, operation: Operation, *operands: Value | float) -> Value:
        """The node that `operation` makes of its operands; raises `DomainError` where it has no value."""
        parents = [each if isinstance(each, Value) else cls(each) for each in operands]
        numbers = [parent.data for parent in parents]
        made = cls(operation.value(*numbers))
        made.operation = operation
        made.edges = tuple(zip(parents, operation.local_derivatives(*numbers), strict=True))
        return made

    @property
    def op(self) -> str:
        """The symbol of the operation that made this node: ``+``, ``^2``, ``tanh``; empty for a leaf."""
        return self.operation.symbol if self.operation else ""

    @property
    def is_leaf(self) -> bool:
        """Whether it was given rather than made."""
        return self.operation is None

    def __repr__(self) -> str:
        name = f"{self.label!r}, " if self.label else ""
        return f"Value({name}data={self.data:g}, grad={self.grad:g})"

    # Operators. Each takes another Value or a plain number on either side.

    def __add__(self, other: Value | float) -> Value:
        return _binary(ADD, self, other)

    def __radd__(self, other: float) -> Value:
        return _binary(ADD, other, self)

    def __sub__(self, other: Value | float) -> Value:
        return _binary(SUBTRACT, self, other)

    def __rsub__(self, other: float) -> Value:
        return _binary(SUBTRACT, other, self)

    def __mul__(self, other: Value | float) -> Value:
        return _binary(MULTIPLY, self, other)

    def __rmul__(self, other: float) -> Value:
        return _binary(MULTIPLY, other, self)

    def __truediv__(self, other: Value | float) -> Value:
        return _binary(DIVIDE, self, other)

    def __rtruediv__(self, other: float) -> Value:
        return _binary(DIVIDE, other, self)

    def __pow__(self, other: Value | float) -> Value:
        if _is_number(other):
            return Value.made_by(raised_to(float(other)), self)
        return _binary(POWER, self, other)

    def __rpow__(self, other: float) -> Value:
        return _binary(POWER, other, self)

    def __neg__(self) -> Value:
        return Value.made_by(NEGATE, self)

    def __pos__(self) -> Value:
        return self

    def __abs__(self) -> Value:
        return self.abs()

    # Functions: the entries of FUNCTIONS by name.

    def exp(self) -> Value:
        return Value.made_by(FUNCTIONS["exp"], self)

    def log(self) -> Value:
        return Value.made_by(FUNCTIONS["log"], self)

    def tanh(self) -> Value:
        return Value.made_by(FUNCTIONS["tanh"], self)

    def sigmoid(self) -> Value:
        return Value.made_by(FUNCTIONS["sigmoid"], self)

    def relu(self) -> Value:
        return Value.made_by(FUNCTIONS["relu"], self)

    def sin(self) -> Value:
        return Value.made_by(FUNCTIONS["sin"], self)

    def cos(self) -> Value:
        return Value.made_by(FUNCTIONS["cos"], self)

    def abs(self) -> Value:
        return Value.made_by(FUNCTIONS["abs"], self)

    def sqrt(self) -> Value:
        return Value.made_by(FUNCTIONS["sqrt"], self)

    def max(self, other: Value | float) -> Value:
        return Value.made_by(FUNCTIONS["max"], self, other)

    # Backpropagation.

    def backward(self) -> None:
        """Find ∂(this)/∂(node) for every node below, as `grad`.

        Leaves add it to the `grad` they have, so that without `zero_grad` a second call doubles them, as
        in PyTorch. Nodes in between hold the gradient of the last walk alone: were they to add up too,
        the second call would pass the first one's gradients on again, and the leaves would come out wrong.
        """
        for _ in self.backward_steps():
            pass

    def backward_steps(self) -> Iterator[BackwardStep]:
        """The walk of `backward`, one node at a time, this one first, each step taken when asked for."""
        return walk_backward(self)

    def zero_grad(self) -> None:
        """Set `grad` of this and every node below to 0."""
        clear_gradients(self)


def _is_number(candidate: object) -> TypeGuard[float]:
    # Python's own numbers first: asking the abstract Real, for NumPy's, is slow.
    return isinstance(candidate, float | int | Real)


def _binary(operation: Operation, left: object, right: object) -> Value:
    """The node for an infix operator; for operands we do not know, what Python takes as a refusal."""
    if (isinstance(left, Value) or _is_number(left)) and (isinstance(right, Value) or _is_number(right)):
        return Value.made_by(operation, left, right)
    return cast(Value, NotImplemented)
