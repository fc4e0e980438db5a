"""Letters with indices, w₂₁ of layer 1 and their like, set from pieces that are typeset once and kept.

A formula with live numbers names dozens of letters, and typesetting each as a whole would halt the window. The
pieces (a letter, a digit, a bracket) are few.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SCRIPT = 0.68
"""Size of an index beside its letter."""

LOW, HIGH = 0.24, 0.46
"""How far the line of a lower and an upper index lies from the letter's, in letter sizes."""

AIR = 0.045
"""Free room at either side of a piece, in its own size."""

RIM = 3.0


@dataclass(frozen=True)
class Letter:
    """`base` in TeX with a lower and an upper index, each of digits, commas, brackets and ←."""

    base: str
    low: str = ""
    high: str = ""

    @property
    def tex(self) -> str:
        """The same in TeX."""
        low = f"_{{{self.low}}}" if self.low else ""
        high = f"^{{{self.high}}}".replace("←", r" \leftarrow ") if self.high else ""
        return f"{self.base}{low}{high}"


@dataclass(frozen=True)
class Box:
    """The extent of letters: width, and how far they reach above and below their line."""

    width: float
    above: float
    below: float


def tex_of(letters: Sequence[Letter]) -> str:
    """Letters in a row, in TeX."""
    return " ".join(letter.tex for letter in letters)


def box_of(letters: Sequence[Letter], size: float, ratio: float) -> Box:
    """The extent of letters in a row, of `size` logical pixels on a screen of that device pixel ratio."""
    boxes = [_box(letter, size, ratio) for letter in letters]
    return Box(
        sum(box.width for box in boxes),
        max((box.above for box in boxes), default=0.0),
        max((box.below for box in boxes), default=0.0),
    )


def draw_letters(
    painter: QPainter, place: QPointF, letters: Sequence[Letter], size: float, colour: str
) -> None:
    """Draw letters in a row from `place` on, which is the left end of their line."""
    ratio = painter.device().devicePixelRatioF()
    x = place.x()
    for letter in letters:
        width = _draw_row(painter, QPointF(x, place.y()), (letter.base,), size, colour, ratio)
        for index, shift in ((letter.low, LOW), (letter.high, -HIGH)):
            spot = QPointF(x + width, place.y() + shift * size)
            _draw_row(painter, spot, tuple(index), SCRIPT * size, colour, ratio)
        x += _box(letter, size, ratio).width


def _box(letter: Letter, size: float, ratio: float) -> Box:
    width, above, below = _row_box((letter.base,), size, ratio)
    extra = 0.0
    for index, shift in ((letter.low, LOW), (letter.high, -HIGH)):
        if index:
            wide, up, down = _row_box(tuple(index), SCRIPT * size, ratio)
            extra = max(extra, wide)
            above, below = max(above, up - shift * size), max(below, down + shift * size)
    return Box(width + extra, above, below)


def _row_box(pieces: tuple[str, ...], size: float, ratio: float) -> tuple[float, float, float]:
    found = [_piece(piece, size, ratio) for piece in pieces]
    return (
        sum(each.width for each in found),
        max((each.above for each in found), default=0.0),
        max((each.below for each in found), default=0.0),
    )


def _draw_row(
    painter: QPainter, place: QPointF, pieces: tuple[str, ...], size: float, colour: str, ratio: float
) -> float:
    x = place.x()
    for piece in pieces:
        found = _piece(piece, size, ratio)
        spot = QPointF(x - found.left, place.y() - found.top)
        snapped = QPointF(round(spot.x() * ratio) / ratio, round(spot.y() * ratio) / ratio)
        painter.drawPixmap(snapped, _tinted(piece, size, ratio, colour))
        x += found.width
    return x - place.x()


@dataclass(frozen=True, eq=False)
class _Piece:
    """A picture in black on nothing; `left` and `top` say where in it the piece's place on the line is."""

    pixmap: QPixmap
    left: float
    top: float
    width: float
    above: float
    below: float


@lru_cache(maxsize=1024)
def _piece(tex: str, size: float, ratio: float) -> _Piece:
    renderer = QSvgRenderer(QByteArray(_svg(tex, size).encode()))
    claimed = renderer.viewBoxF()
    box = claimed.adjusted(-RIM, -RIM, RIM, RIM)  # some letters reach beyond what they claim
    renderer.setViewBox(box)
    pixels = QSize(ceil(box.width() * ratio), ceil(box.height() * ratio))
    image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0.0, 0.0, box.width() * ratio, box.height() * ratio))
    painter.end()
    first, last = _ink(image)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    air = AIR * size
    return _Piece(
        pixmap,
        first / ratio - air,
        -box.top(),
        (last + 1 - first) / ratio + 2.0 * air,
        -claimed.top(),
        claimed.bottom(),
    )


def _svg(tex: str, size: float) -> str:
    # Imported late: it takes as long as the rest of the window's start.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it finds its own font
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # Qt's renderer clips the glyphs of the other kind
    return str(Latex(tex, size=size).svg())


def _ink(image: QImage) -> tuple[int, int]:
    """The first and the last column of pixels with something in it."""
    alpha = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)[:, :, 3]
    columns = np.flatnonzero(alpha[:, : image.width()].any(axis=0))
    return (int(columns[0]), int(columns[-1])) if len(columns) else (0, image.width() - 1)


@lru_cache(maxsize=2048)
def _tinted(piece: str, size: float, ratio: float, colour: str) -> QPixmap:
    pixmap = QPixmap(_piece(piece, size, ratio).pixmap)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
