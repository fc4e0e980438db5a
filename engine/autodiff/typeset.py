"""A typed expression in TeX, for the head of a plot: what a person typed, as a text would print it."""

import re

from engine.autodiff.parser import read_program
from engine.autodiff.program import Apply, Constant, Input, Step

# How tightly a piece of TeX holds together. A sign stands below products here, unlike in the parser:
# -x·y needs no parentheses, but 2·(-x) does.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)

# Key of the operation: its TeX, how tightly that holds, and how tightly each operand must. Functions that
# are not here are written by name.
LAYOUTS: dict[str, tuple[str, int, tuple[int, ...]]] = {
    "addition": ("{}+{}", SUM, (SUM, PRODUCT)),
    "subtraction": ("{}-{}", SUM, (SUM, PRODUCT)),
    "multiplication": (r"{}\cdot {}", PRODUCT, (NEGATIVE, POWER)),
    "division": (r"\frac{{{}}}{{{}}}", POWER, (SUM, SUM)),
    "power": ("{}^{{{}}}", POWER, (ATOM, SUM)),
    "negation": ("-{}", NEGATIVE, (POWER,)),
    "exp": ("e^{{{}}}", POWER, (SUM,)),
    "abs": (r"\left|{}\right|", ATOM, (SUM,)),
    "sqrt": (r"\sqrt{{{}}}", ATOM, (SUM,)),
    "log": (r"\ln\left({}\right)", ATOM, (SUM,)),
    "sigmoid": (r"\sigma\left({}\right)", ATOM, (SUM,)),
}
GREEK = {"alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "rho", "sigma", "tau"}


def typeset(text: str) -> str:
    """The TeX of `text`, its statements parted by commas; raises `ExpressionError` as `parse_expression`."""
    program = read_program(text)
    # Backwards, so that of two names for one step the first stays.
    names = {slot: name for name, slot in reversed(list(program.assigned.items()))}
    written: list[tuple[str, int]] = []
    statements = []
    for slot, step in enumerate(program.steps):
        tex, binding = _step(step, written)
        if slot in names:
            name = _name(names[slot])
            statements.append(f"{name}={tex}")
            tex, binding = name, ATOM
        written.append((tex, binding))
    if program.result not in names:
        statements.append(written[program.result][0])
    return r",\quad ".join(statements)


def _step(step: Step, written: list[tuple[str, int]]) -> tuple[str, int]:
    match step:
        case Constant():
            return _number(step)
        case Input():
            return _name(step.name), ATOM
        case Apply():
            layout, binding, needed = LAYOUTS.get(step.operation.key) or _call(step)
            operands = [
                _held(*written[slot], at_least) for slot, at_least in zip(step.operands, needed, strict=True)
            ]
            return layout.format(*operands), binding


def _held(tex: str, binding: int, at_least: int) -> str:
    return tex if binding >= at_least else rf"\left({tex}\right)"


def _call(step: Apply) -> tuple[str, int, tuple[int, ...]]:
    operands = ", ".join("{}" for _ in step.operands)
    name = rf"\operatorname{{{{{step.operation.key}}}}}"
    return rf"{name}\left({operands}\right)", ATOM, tuple(SUM for _ in step.operands)


def _number(step: Constant) -> tuple[str, int]:
    if step.name:
        return (r"\pi" if step.name in ("pi", "π") else step.name), ATOM
    mantissa, _, exponent = f"{step.value:.12g}".partition("e")
    tex = rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return tex, NEGATIVE if step.value < 0 else PRODUCT if exponent else ATOM


def _name(name: str) -> str:
    parts = re.fullmatch(r"(.*?)_?([0-9]*)", name)
    stem, digits = parts.groups() if parts else (name, "")
    letters = stem.replace("_", r"\_")
    if stem in GREEK:
        letters = rf"\{stem}"
    elif len(stem) > 1:
        letters = rf"\mathrm{{{letters}}}"
    return f"{letters}_{{{digits}}}" if digits else letters
