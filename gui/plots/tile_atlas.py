"""The tiles of a layer as one image, made at the size they are drawn: scaling a picture costs more than making it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage


def atlas(values: NDArray[np.floating], lut: NDArray[np.uint8], side: int) -> QImage:
    """All tiles of a layer (n, rows, columns) below one another as one image, the highest y of each on top.

    A tile is `side` pixels wide and high, or as many as there are values where those are fewer.
    """
    rows, columns = (_places(count, side) for count in values.shape[1:])
    shades = np.ascontiguousarray(values[:, rows[::-1, None], columns])
    # fmax and fmin pass over what is not a number: it takes the colour of the lowest value.
    np.fmin(np.fmax(shades, -1.0, out=shades), 1.0, out=shades)
    shades += 1.0
    shades *= len(lut) / 2.0
    np.fmin(shades, len(lut) - 1.0, out=shades)
    pixels = _packed(lut)[shades.astype(np.uint8 if len(lut) <= 256 else np.intp)]
    height, width = len(values) * len(rows), len(columns)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def tile_side(tile: float, ratio: float) -> int:
    """Side in pixels of the screen of a square of `tile` units, `ratio` pixels a unit."""
    return max(1, round(tile * ratio))


def tile_frame(x: float, y: float, tile: float, ratio: float) -> QRectF:
    """The square of `tile` units around a centre, moved to whole pixels of the screen: it need not be blended."""
    side = tile_side(tile, ratio) / ratio
    left, top = (round((middle - side / 2.0) * ratio) / ratio for middle in (x, y))
    return QRectF(left, top, side, side)


def _places(count: int, side: int) -> NDArray[np.intp]:
    """Which of `count` values in a row stand in the middle of each of `side` pixels."""
    side = min(side, count)
    return ((np.arange(side) + 0.5) * (count / side)).astype(np.intp)


def _packed(lut: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(shades,) opaque colours as Qt keeps them: 0xffRRGGBB."""
    red, green, blue = (lut[:, channel].astype(np.uint32) for channel in range(3))
    return np.asarray(np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue)
