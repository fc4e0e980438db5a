"""A formula, typeset from TeX without a browser and drawn in the theme's text colour.

Each is typeset once in black, kept by its text, size and screen, and tinted when it is drawn. What cannot be
typeset is shown as it is written.
"""

import warnings
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import numbers
from gui.appearance import Theme, appearance, number_font

MOST_KEPT = 512
RIM = 2.0
"""Logical pixels around a formula: some letters reach beyond the width they claim."""

SCALE = 1.3
"""A formula's letters are small beside those of the program's font."""


@dataclass(frozen=True, eq=False)
class Typeset:
    """A formula in black on nothing: its picture, its size in logical pixels, and how far its line is from the top."""

    pixmap: QPixmap
    size: QSizeF
    ascent: float

    def tinted(self, colour: str) -> QPixmap:
        """The picture in one colour."""
        pixmap = QPixmap(self.pixmap)
        painter = QPainter(pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(QRectF(QPointF(), self.size), QColor(colour))
        painter.end()
        return pixmap


@lru_cache(maxsize=MOST_KEPT)
def typeset(tex: str, size: float, ratio: float) -> Typeset | None:
    """`tex` with letters of `size` logical pixels on a screen of that device pixel ratio; None if it cannot be."""
    try:
        svg, below = _drawn(tex, size)
    except Exception:  # whatever the typesetter makes of a person's text, the text itself can be shown
        return None
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.viewBoxF()
    if not renderer.isValid() or box.isEmpty():
        return None
    renderer.setViewBox(box.adjusted(-RIM, -RIM, RIM, RIM))
    extent = renderer.viewBoxF().size()
    # Whole device pixels, or the letters would be blurred.
    pixels = QSize(round(extent.width() * ratio + 0.5), round(extent.height() * ratio + 0.5))
    pixmap = QPixmap(pixels)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(QPointF(), extent))
    painter.end()
    return Typeset(
        pixmap,
        QSizeF(pixels.width() / ratio, pixels.height() / ratio),
        extent.height() - RIM - max(below, 0.0),
    )


def _drawn(tex: str, size: float) -> tuple[str, float]:
    """The formula as SVG, and how far it reaches below its line."""
    # Imported late: it takes as long as the rest of the window's start.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it finds its own font
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # Qt's renderer clips the glyphs of the other kind
    formula = Latex(tex, size=size)
    return formula.svg(), -float(formula.getyofst())


class Formula(QWidget):
    """One formula at the left, in the middle of its height; it shrinks rather than being cut off."""

    def __init__(self, name: str, scale: float = 1.0) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tex = ""
        self._scale = scale
        self._tints: dict[tuple[str, str, float], QPixmap] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance().theme_changed.connect(self.apply_theme)

    def apply_theme(self, theme: Theme) -> None:
        self.update()

    @property
    def tex(self) -> str:
        """What is shown."""
        return self._tex

    def show_formula(self, tex: str, reading: str) -> None:
        """Show `tex`; `reading` is the same in plain words or signs, for those who listen."""
        tex = numbers.in_tex(tex)
        self.setAccessibleName(numbers.in_text(reading))
        if tex != self._tex:
            self._tex = tex
            self._tints = {}
            self.updateGeometry()
            self.update()

    def prepare(self, tex: str) -> None:
        """Set a formula that may soon be shown."""
        self._typeset_as(numbers.in_tex(tex))

    def is_typeset(self) -> bool:
        """Whether it could be typeset; else it is shown as it is written."""
        return self._typeset() is not None

    def sizeHint(self) -> QSize:
        found = self._typeset()
        if found is not None:
            return QSize(round(found.size.width() + 0.5), round(found.size.height() + 0.5))
        metrics = QFontMetricsF(self._source_font())
        return QSize(round(metrics.horizontalAdvance(self._tex)) + 1, round(metrics.height()) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, min(self.sizeHint().height(), 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, found = appearance().theme.text, self._typeset()
        if found is None:
            painter.setFont(self._source_font())
            painter.setPen(QColor(colour))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect(), flags, self._tex)
            return
        share = min(1.0, self.width() / found.size.width(), self.height() / found.size.height())
        size = found.size * share
        target = QRectF(QPointF(0.0, (self.height() - size.height()) / 2.0), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, share < 1.0)
        if share == 1.0:
            painter.drawPixmap(target.topLeft().toPoint(), self._tinted(found, colour))
        else:
            picture = self._tinted(found, colour)
            painter.drawPixmap(target, picture, QRectF(picture.rect()))

    def _typeset(self) -> Typeset | None:
        return self._typeset_as(self._tex)

    def _typeset_as(self, tex: str) -> Typeset | None:
        size = QFontInfo(self.font()).pixelSize() * SCALE * self._scale
        return typeset(tex, size, self.devicePixelRatioF()) if tex else None

    def _tinted(self, found: Typeset, colour: str) -> QPixmap:
        key = (self._tex, colour, self.devicePixelRatioF())
        if key not in self._tints:
            self._tints[key] = found.tinted(colour)
        return self._tints[key]

    def _source_font(self) -> QFont:
        return number_font(self._scale)
