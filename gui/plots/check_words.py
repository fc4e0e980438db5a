"""How a gradient check is said: parameters counted from 1, derivatives and their relative errors."""

import numpy as np

from gui.plots.axes import number_text
from gui.translation import tr

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def parameter_text(layer: int, neuron: int, source: int | None) -> str:
    """A parameter as a person reads it, counted from 1: w₂₁ or b₂, with its layer."""
    j = str(neuron + 1).translate(_SUBSCRIPTS)
    if source is None:
        return tr("b{j} of layer {layer}", j=j, layer=layer)
    comma = "," if max(neuron, source) > 8 else ""
    k = str(source + 1).translate(_SUBSCRIPTS)
    return tr("w{jk} of layer {layer}", jk=f"{j}{comma}{k}", layer=layer)


def long_link_text(layer: int, neuron: int, source: int, origin: int) -> str:
    """The weight of a link that passes over layers, counted from 1; layer 0 are the inputs."""
    comma = "," if max(neuron, source) > 8 else ""
    jk = f"{neuron + 1}{comma}{source + 1}".translate(_SUBSCRIPTS)
    if origin == 0:
        return tr("w{jk} from the inputs to layer {layer}", jk=jk, layer=layer)
    return tr("w{jk} from layer {origin} to layer {layer}", jk=jk, origin=origin, layer=layer)


def derivative_text(value: float) -> str:
    """A derivative with five significant digits."""
    return number_text(float(f"{value:.5g}")) if np.isfinite(value) else tr("not finite")


def error_text(value: float) -> str:
    """A relative error with two significant digits."""
    return number_text(float(f"{value:.2g}")) if np.isfinite(value) else tr("not finite")


def power_text(error: float, smallest: float) -> str:
    """The power of ten a relative error is nearest to; below `smallest` it counts as 0."""
    if not np.isfinite(error):
        return "∞"
    if error < smallest:
        return "0"
    exponent = round(float(np.log10(error)))
    return "1" if exponent == 0 else f"10{str(exponent).translate(_SUPERSCRIPTS)}"
