"""The 8×8 pictures of the digits: how ink gets on them, and which data consist of them."""

import numpy as np

from engine.data.classic import DIGITS
from engine.data.dataset import Floats
from engine.data.kinds import DatasetKind

SIDE = 8
FULL = 16.0
"""A pixel's darkest value: all 4×4 points of the scan that it stands for."""

# Half a pixel of solid ink around the pen, fading out within another: about the strokes of the scans.
CORE, FADE = 0.45, 0.75


def consists_of_digits(kind: DatasetKind) -> bool:
    """Whether the inputs are the 64 pixels and the digits are to be told apart, also in a table of one's own."""
    return kind.input_names == DIGITS.input_names and kind.problem == "classes"


def inked(pixels: Floats, row: float, column: float, erases: bool = False) -> Floats:
    """The picture (8, 8) after a touch of the pen at that place; the middle of the first pixel is 0.5, 0.5."""
    middles = np.arange(SIDE) + 0.5
    distance = np.hypot(middles[:, np.newaxis] - row, middles[np.newaxis] - column)
    ink = FULL * np.clip(1.0 - (distance - CORE) / FADE, 0.0, 1.0)
    painted: Floats = np.minimum(pixels, FULL - ink) if erases else np.maximum(pixels, ink)
    return painted
