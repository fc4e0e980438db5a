"""A typed expression as a graph of Values, with numbers for its names."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.autodiff.expression_error import ExpressionError
from engine.autodiff.operation import DomainError
from engine.autodiff.operators import OPERATORS
from engine.autodiff.parser import read_program
from engine.autodiff.program import Apply, Constant, Input, Program, Step
from engine.autodiff.value import Value
from engine.errors import SpecError, choices


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """The graph of a text.

    Attributes:
        text: the text itself.
        result: the node of the last statement.
        values: the node of each name, the names without a value in the text first.
        inputs: those names, in the order of their first use.
    """

    text: str
    result: Value
    values: Mapping[str, Value]
    inputs: tuple[str, ...]


def parse_expression(text: str, values: Mapping[str, float] | None = None, /, **named: float) -> Expression:
    """Read ``L = tanh(x1*w1 + x2*w2 + b)`` into a graph; `values` and `named` give the open names numbers.

    The language has ``+ - * /``, ``^`` or ``**``, parentheses, the functions of FUNCTIONS, and the constants
    ``pi`` and ``e``, unless the text gives these names a value of its own. Several statements are parted by
    line ends or ``;``, and ``#`` starts a comment. Numbers in the text become leaves without a label. An
    exponent in which no name occurs belongs to its power, as in ``Value ** 2``.

    Raises `ExpressionError` where the text cannot be read, leaves a name without a number, or has no value
    for these numbers; `SpecError` for a number that no open name takes.
    """
    program = read_program(text)
    given = {**(values or {}), **named}
    _require_a_value_for_each(program, given)
    nodes = _Graph(program, given).nodes
    named_steps = {**program.inputs, **program.assigned}
    # Backwards, so that of two names for one node the first stays.
    for name, slot in reversed(named_steps.items()):
        nodes[slot].label = name
    by_name = {name: nodes[slot] for name, slot in named_steps.items()}
    return Expression(text, nodes[program.result], by_name, tuple(program.inputs))


def expression_inputs(text: str) -> tuple[str, ...]:
    """The names that `text` leaves open, in the order of their first use; raises `ExpressionError`."""
    return tuple(read_program(text).inputs)


def _require_a_value_for_each(program: Program, given: Mapping[str, float]) -> None:
    missing = [name for name in program.inputs if name not in given]
    if missing:
        listed = ", ".join(f"“{name}”" for name in missing)
        problem = f"expected a number for {listed}."
        raise ExpressionError(problem, program.text, program.steps[program.inputs[missing[0]]].offset)
    for name in given:
        if name not in program.inputs:
            takes = choices(program.inputs) if program.inputs else "no name at all"
            raise SpecError("a name with a number", name, f"{takes}, the names left open by the text")


class _Graph:
    """The nodes of a program, one for each step."""

    def __init__(self, program: Program, given: Mapping[str, float]) -> None:
        self.given = given
        self.nodes: list[Value] = []
        self.named = program.depending_on({*program.inputs.values(), *program.assigned.values()})
        for step in program.steps:
            try:
                self.nodes.append(self.node(step))
            except DomainError as error:
                raise ExpressionError(str(error), program.text, step.offset) from error

    def node(self, step: Step) -> Value:
        match step:
            case Constant():
                return Value(step.value, step.name)
            case Input():
                return Value(self.given[step.name])
            case Apply(operation, (base, exponent)) if (
                operation is OPERATORS["power"] and exponent not in self.named
            ):
                return self.nodes[base] ** self.nodes[exponent].data
            case Apply():
                return Value.made_by(step.operation, *(self.nodes[slot] for slot in step.operands))
