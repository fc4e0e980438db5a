"""A person's own surface: an expression in x and y, typed."""

import numpy as np

from engine.autodiff import CompiledExpression, compile_expression, typeset
from engine.descent.surfaces_entry import Array, Surface, Window, runs_from, surface
from engine.errors import SpecError

# Where in the window a walk may start, as shares of its width and height: off the middle, where a surface
# drawn around its minimum is flat, and off the axes of symmetry.
PLACES = ((0.1, 0.8), (0.85, 0.85), (0.85, 0.2), (0.15, 0.15), (0.6, 0.45))

# How far the first step of sgd, and every step of the adaptive methods, goes: a share of the window.
FIRST_STEP = 0.02


def surface_from_expression(text: str, window: tuple[float, float, float, float] = (-3, 3, -3, 3)) -> Surface:
    """The surface of `text` in the variables x and y, its gradient exact, its minima not known.

    The runs start at the first of a few places where the slope is a finite number other than 0, with
    learning rates made from the slope there; they are a beginning, not a lesson. Where the expression has
    no value, the height is nan or inf.

    Raises `ExpressionError` where `text` cannot be read or uses another name without a value, `SpecError`
    for a window without area.
    """
    x0, x1, y0, y1 = window
    if not (np.all(np.isfinite(window)) and x0 < x1 and y0 < y1):
        raise SpecError("window", window, "finite numbers x0 < x1, y0 < y1")
    compiled = compile_expression(text, ("x", "y"))

    def slope(x: Array, y: Array) -> tuple[Array, Array]:
        across, up = compiled.gradient(x, y)
        return across, up

    start_x, start_y, steepness = _start(compiled, Window(*window))
    stride = FIRST_STEP * min(x1 - x0, y1 - y0)
    # No more than 1, or a plateau would send the walk out of the window once it finds a slope.
    rate = min(stride / steepness, 1.0)
    return surface(
        "expression",
        typeset(text),
        text,
        compiled.value,
        slope,
        window=window,
        minima=(),
        runs=runs_from(
            start_x,
            start_y,
            sgd=rate,
            # A gradient that stays the same moves momentum ten times as far.
            momentum=rate / 4,
            nesterov=rate / 4,
            adagrad=3 * stride,
            rmsprop=stride / 4,
            adam=stride,
            adamw=stride,
        ),
        source="typed",
    )


def _start(compiled: CompiledExpression, window: Window) -> tuple[float, float, float]:
    """A place to start from, and how steep it is there; 1 where it is flat at all places."""
    across, up = np.transpose(PLACES)
    xs = window.x0 + across * (window.x1 - window.x0)
    ys = window.y0 + up * (window.y1 - window.y0)
    steepness = np.hypot(*compiled.gradient(xs, ys))
    usable = np.isfinite(steepness) & (steepness > 0)
    first = int(np.argmax(usable))
    return float(xs[first]), float(ys[first]), float(steepness[first]) if usable.any() else 1.0
