"""From words to a program: statements, and within them operators by precedence.

From the loosest to the tightest: `+ -`, then `* /`, then a sign in front, then `^`, which alone groups from
the right; as in Python, -x^2 is -(x^2) and 2^-1 is ½. The method is precedence climbing (Richards and
Whitby-Strevens, 1979).
"""

import math
import re

from engine.autodiff.expression_error import ExpressionError
from engine.autodiff.functions import FUNCTIONS
from engine.autodiff.operation import Operation
from engine.autodiff.operators import OPERATORS
from engine.autodiff.program import Apply, Constant, Input, Program, Step
from engine.autodiff.tokens import Token, tokenize
from engine.errors import choices

CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e}

# Every level costs a few frames of Python's own stack.
MAX_DEPTH = 100

SUM, PRODUCT, SIGN, POWER = 1, 2, 3, 4
INFIX: dict[str, tuple[int, Operation]] = {
    "+": (SUM, OPERATORS["addition"]),
    "-": (SUM, OPERATORS["subtraction"]),
    "*": (PRODUCT, OPERATORS["multiplication"]),
    "/": (PRODUCT, OPERATORS["division"]),
    "^": (POWER, OPERATORS["power"]),
}


def read_program(text: str) -> Program:
    """Read statements ``name = expression`` and, as the last one, perhaps an expression alone.

    Raises `ExpressionError` at the first word that does not fit.
    """
    return _Parser(text).program()


class _Parser:
    """One reading of one text; the methods mirror the grammar, and each returns the step it ended with."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.position = 0
        self.depth = 0
        self.steps: list[Step] = []
        self.constants: set[str] = set()
        self.inputs: dict[str, int] = {}
        self.assigned: dict[str, int] = {}
        self.assigned_at: dict[str, int] = {}

    # Statements.

    def program(self) -> Program:
        result = -1
        unnamed: Token | None = None
        while self.next_statement():
            if unnamed:
                raise self.error("only the last statement can do without “name =” in front", unnamed)
            first, second = self.tokens[self.position], self.tokens[self.position + 1]
            if first.kind == "name" and second.text == "=":
                result = self.assignment()
            else:
                unnamed, result = first, self.expression(SUM)
            self.expect_end()
        if result < 0:
            raise self.error("expected an expression, but the text is empty", self.token)
        return Program(self.text, tuple(self.steps), self.inputs, self.assigned, self.assigned_at, result)

    def next_statement(self) -> bool:
        while self.token.kind == "end of statement":
            self.position += 1
        return self.token.kind != "end of text"

    def assignment(self) -> int:
        name = self.take()
        if name.text in FUNCTIONS:
            raise self.error(f"expected another name, because “{name.text}” is a function", name)
        if name.text in self.assigned:
            raise self.error(f"expected a new name, because “{name.text}” has a value already", name)
        self.take()
        slot = self.expression(SUM)
        if name.text in self.inputs or name.text in self.constants:
            raise self.error(f"expected “{name.text}” to get its value before it is used", name)
        self.assigned[name.text] = slot
        self.assigned_at[name.text] = name.offset
        return slot

    def expect_end(self) -> None:
        self.refuse_missing_operator()
        self.refuse_decimal_comma()
        if not self.token.kind.startswith("end"):
            raise self.error(f"expected an operator or the end of the line, but {self.token}", self.token)

    # Expressions.

    def expression(self, loosest: int) -> int:
        """Operands joined by operators that bind at least as tightly as `loosest`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"expected at most {MAX_DEPTH} levels of nesting", self.token)
        slot = self.operand()
        while (infix := INFIX.get(self.token.text)) and infix[0] >= loosest:
            sign = self.take()
            precedence, operation = infix
            # The exponent may bring its own sign and its own powers: 2^-x^2.
            right = self.expression(SIGN if precedence == POWER else precedence + 1)
            slot = self.add(Apply(operation, (slot, right), sign.offset))
        self.depth -= 1
        return slot

    def operand(self) -> int:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            slot = self.expression(SUM)
            self.expect(")", f"to close the parenthesis of {self.place(token)}")
            return slot
        if token.text in ("+", "-"):
            return self.signed(token)
        self.position -= 1
        raise self.error(f"expected a number, a name or “(”, but {token}", token)

    def number(self, token: Token) -> int:
        value = float(token.text)
        if math.isinf(value):
            raise self.error("expected a number below 1.8e308", token)
        return self.add(Constant(value, token.offset))

    def name(self, token: Token) -> int:
        name = token.text
        if name in FUNCTIONS:
            return self.call(token)
        if self.token.text == "(":
            known = choices(FUNCTIONS)
            raise self.error(f"expected a function ({known}) or “*” before “(”, but found “{name}”", token)
        # Assigned names first: many a text calls the error e.
        if name in self.assigned:
            return self.assigned[name]
        if name in CONSTANTS:
            self.constants.add(name)
            return self.add(Constant(CONSTANTS[name], token.offset, name))
        if name not in self.inputs:
            self.inputs[name] = self.add(Input(name, token.offset))
        return self.inputs[name]

    def call(self, function: Token) -> int:
        operation = FUNCTIONS[function.text]
        self.expect("(", f"after the function “{function.text}”")
        operands = [self.expression(SUM)]
        while len(operands) < operation.operands:
            self.expect(",", f"and another operand of “{function.text}”")
            operands.append(self.expression(SUM))
        self.expect(")", f"after the operands of “{function.text}”")
        return self.add(Apply(operation, tuple(operands), function.offset))

    def signed(self, sign: Token) -> int:
        start = len(self.steps)
        slot = self.expression(SIGN)
        if sign.text == "+":
            return slot
        step = self.steps[slot]
        if isinstance(step, Constant) and not step.name and slot == start:
            # -3 is a number, not an operation on 3.
            self.steps[slot] = Constant(-step.value, sign.offset)
            return slot
        return self.add(Apply(OPERATORS["negation"], (slot,), sign.offset))

    # Words.

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.token
        # The end of the text can be looked at but not passed.
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def refuse_decimal_comma(self) -> None:
        """A comma right between two digits, where none can stand between operands, was meant as a point."""
        comma = self.token
        digits = re.compile(r"[0-9],[0-9]")
        if comma.text == "," and comma.offset and digits.match(self.text, comma.offset - 1):
            raise self.error(f"expected a decimal point (0.5, not 0,5), but {comma}", comma)

    def expect(self, sign: str, why: str) -> None:
        if self.token.text != sign:
            if sign != "(":
                self.refuse_missing_operator()
            self.refuse_decimal_comma()
            raise self.error(f"expected “{sign}” {why}, but {self.token}", self.token)
        self.take()

    def refuse_missing_operator(self) -> None:
        """Where an operand is followed by another: 2x, or x y."""
        if self.token.kind in ("number", "name") or self.token.text == "(":
            raise self.error(f"expected an operator (2*x, not 2x), but {self.token}", self.token)

    def add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def place(self, token: Token) -> str:
        at = ExpressionError("", self.text, token.offset)
        return f"line {at.line}, column {at.column}"

    def error(self, problem: str, token: Token) -> ExpressionError:
        return ExpressionError(f"{problem}.", self.text, token.offset)
