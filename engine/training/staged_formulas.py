"""Formulas of a stage in TeX: in letters as DESIGN's table has them, and with numbers in the same places."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from engine.arrays import Array

DELTA, GUESS = r"\delta", r"\hat y"

MINUS = "{-}"
"""The sign of a number; a bare one would be set apart like the one between two numbers."""

DIGITS = 4
MOST_TERMS = 4
"""A longer sum shows its first terms and its last."""

MOST_CELLS = 4
"""A vector of more numbers than this is shown by its first and its last."""

_TOKEN = re.compile(
    r"\\(?:begin|end)\{\w+\}|\\mathrm\{\w+\}|\\hat [a-zA-Z](?:_\w)?|\\[a-zA-Z]+(?:_\d)?|\\,|[a-zA-Z](?:_\w)?|\s+|.",
    re.DOTALL,
)


def number(value: float) -> str:
    """A number in TeX with four significant digits."""
    if value != value:
        return r"\mathrm{nan}"
    if not np.isfinite(value):
        return r"\infty" if value > 0 else r"{-}\infty"
    text = f"{value:.{DIGITS}g}".replace("-", MINUS, value < 0)
    mantissa, mark, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if mark else text


def factor(value: float) -> str:
    """The same where it is multiplied: in brackets if it is negative or a power of ten."""
    text = number(value)
    return rf"({text})" if text.startswith(MINUS) or "cdot" in text else text


def weight(layer: int, neuron: int, source: int, origin: int | None = None) -> str:
    """w_jk^[l], over layers w_jk^[l←m]"""
    comma = "," if max(neuron, source) > 8 else ""
    over = "" if origin is None else rf"{{\leftarrow}}{origin}"
    return rf"w_{{{neuron + 1}{comma}{source + 1}}}^{{[{layer}{over}]}}"


def indexed(letter: str, layer: int, neuron: int) -> str:
    """z_j^[l], a_j^[l], δ_j^[l] or b_j^[l]; a of layer 0 is x_j."""
    if letter == "a" and layer == 0:
        return rf"x_{{{neuron + 1}}}"
    return rf"{letter}_{{{neuron + 1}}}^{{[{layer}]}}"


def whole(letter: str, layer: int) -> str:
    """The matrix or vector of a layer."""
    return "x" if letter == "a" and layer == 0 else rf"{letter}^{{[{layer}]}}"


def thinning(layer: int, neuron: int | None = None) -> str:
    """m_j^[l] / (1 − p): what dropout multiplies a neuron by, or a whole layer."""
    mask = whole("m", layer) if neuron is None else indexed("m", layer, neuron)
    return rf"\frac{{{mask}}}{{1 - p}}"


def thinning_number(mask: str, rate: float) -> str:
    """The same with numbers; `mask` is one in TeX already."""
    return rf"\frac{{{mask}}}{{1 - {number(rate)}}}"


def slope_of(cost: str, parameter: str) -> str:
    """∂c/∂w"""
    return rf"\frac{{\partial {cost}}}{{\partial {parameter}}}"


def added(terms: Sequence[str]) -> str:
    """A sum, shortened in the middle where it is long."""
    shown = shortened(terms, MOST_TERMS)
    return " + ".join(shown)


def listed(cells: Sequence[str]) -> str:
    """A vector in brackets, shortened in the middle where it is long."""
    inside = r",\; ".join(shortened(cells, MOST_CELLS))
    return rf"\left({inside}\right)"


def shortened(parts: Sequence[str], most: int) -> list[str]:
    """The first and the last of many parts, dots between them."""
    if len(parts) <= most + 1:
        return list(parts)
    return [*parts[: most - 1], r"\ldots", parts[-1]]


def averaged(symbol: str, count: int) -> str:
    """⟨…⟩, the mean over the examples of a batch; a single example needs no mean."""
    return symbol if count == 1 else rf"\left\langle {symbol} \right\rangle"


def mean_of(values: Array) -> str:
    """(v_1 + … + v_N) / N with its numbers; the value itself where there is one."""
    terms = [number(float(value)) for value in shortened_values(values, MOST_TERMS)]
    if len(values) == 1:
        return terms[0]
    if len(values) > MOST_TERMS + 1:
        terms.insert(-1, r"\ldots")
    return rf"\frac{{1}}{{{len(values)}}} \left({signed_sum(terms)}\right)"


def shortened_values(values: Array, most: int) -> list[float]:
    """The values that `shortened` would show."""
    kept = values.tolist()
    return kept if len(kept) <= most + 1 else [*kept[: most - 1], kept[-1]]


def signed_sum(terms: Sequence[str]) -> str:
    """Numbers added up, a negative one taken off."""
    text = terms[0]
    for term in terms[1:]:
        text += f" - {term.removeprefix(MINUS)}" if term.startswith(MINUS) else f" + {term}"
    return text


def matrix(values: Array) -> str:
    """A small matrix with its numbers."""
    rows = r" \\ ".join(" & ".join(number(float(value)) for value in row) for row in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def shape(values: Array) -> str:
    """[rows × columns]"""
    return rf"\left[{values.shape[0]} \times {values.shape[1]}\right]"


def small(values: Array) -> str:
    """A matrix with its numbers, or where it is too large its shape."""
    return matrix(values) if max(values.shape) <= MOST_CELLS else shape(values)


def in_letters(tex: str, table: Mapping[str, str]) -> str:
    """`tex` with the letters of `table` replaced by others."""
    return "".join(table.get(token, token) for token in _TOKEN.findall(tex)).replace("= -", f"= {MINUS}")


def in_numbers(tex: str, table: Mapping[str, float]) -> str:
    """`tex` with the letters of `table` replaced by numbers; where two meet they are multiplied."""
    text, is_after_number = "", False
    for token in _TOKEN.findall(tex):
        if token.isspace():
            text += token
        elif token == r"\,":
            text += r" \cdot "
            is_after_number = False
        elif token in table:
            text += (r" \cdot " if is_after_number else "") + f"{{{factor(table[token])}}}"
            is_after_number = True
        else:
            text += token
            is_after_number = False
    return MINUS + text[1:] if text.startswith("-") else text
