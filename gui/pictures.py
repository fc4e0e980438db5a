"""Writing what a widget shows to a file: a window as PNG, a plot as PNG, SVG or PDF."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPalette, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

from engine.errors import FileError
from engine.files.atomic import replacing

FINENESS = 2
"""Pixels of a saved plot for one on the screen."""

PDF_RESOLUTION = 300
POINTS_AN_INCH = 72.0


def save_picture(widget: QWidget, path: Path) -> None:
    """Write a PNG of `widget` to `path`.

    Raises:
        FileError: the suffix is not .png, or the place cannot be written; what was there is unchanged.
    """
    if path.suffix.lower() != ".png":
        raise FileError(f"{path.name} has no known picture suffix; end it in .png.")
    with replacing(path) as temporary:
        if not widget.grab().save(str(temporary), "PNG"):
            raise FileError(f"{path} cannot be written; choose another place.")


def save_plot(widget: QWidget, path: Path) -> None:
    """Write a plot, or any other widget, to `path`: PNG, or lines and words that stay sharp in SVG and PDF.

    Raises:
        FileError: the suffix is none of the three, or the place cannot be written; what was there is unchanged.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise FileError(f"{path.name} has no known picture suffix; end it in .png, .svg or .pdf.")
    with replacing(path) as temporary:
        if not write(widget, str(temporary)):
            raise FileError(f"{path} cannot be written; choose another place.")


def _write_png(widget: QWidget, place: str) -> bool:
    size = widget.size() * FINENESS
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    _paint(widget, painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image.save(place)


def _write_svg(widget: QWidget, place: str) -> bool:
    generator = QSvgGenerator()
    generator.setFileName(place)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(QRectF(widget.rect()))
    generator.setResolution(widget.logicalDpiX())  # else axes and curves disagree
    generator.setTitle(widget.accessibleName())
    generator.setDescription(widget.accessibleDescription())
    painter = QPainter()
    if not painter.begin(generator):
        return False
    _paint(widget, painter, QRectF(widget.rect()))
    return painter.end()


def _write_pdf(widget: QWidget, place: str) -> bool:
    writer = QPdfWriter(place)
    writer.setTitle(widget.accessibleName())
    writer.setResolution(PDF_RESOLUTION)
    inches = widget.width() / widget.logicalDpiX(), widget.height() / widget.logicalDpiY()
    page = QSizeF(inches[0] * POINTS_AN_INCH, inches[1] * POINTS_AN_INCH)
    # By hand the page would be rounded to the nearest paper.
    writer.setPageSize(QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(writer.pageLayout().minimumMargins())
    painter = QPainter()
    if not painter.begin(writer):
        return False
    _paint(widget, painter, QRectF(0, 0, writer.width(), writer.height()))
    return painter.end()


_WRITERS: dict[str, Callable[[QWidget, str], bool]] = {
    ".png": _write_png,
    ".svg": _write_svg,
    ".pdf": _write_pdf,
}
PICTURE_SUFFIXES = tuple(_WRITERS)


def _paint(widget: QWidget, painter: QPainter, target: QRectF) -> None:
    """Draw the widget into that part of a page."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(widget, QGraphicsView):
        painter.fillRect(target, widget.backgroundBrush())
        with _exporting(widget, painter):
            seen = widget.mapToScene(widget.viewport().rect()).boundingRect()
            widget.scene().render(painter, target, seen)
        return
    painter.fillRect(target, widget.palette().color(QPalette.ColorRole.Base))
    painter.scale(target.width() / widget.width(), target.height() / widget.height())
    widget.render(painter, QPoint())


@contextmanager
def _exporting(view: QGraphicsView, painter: QPainter) -> Iterator[None]:
    """pyqtgraph's items draw symbols as shapes, not as torn pictures, while they are told of an export."""
    scene: Any = view.scene()
    if hasattr(scene, "prepareForPaint"):
        scene.prepareForPaint()
    told = [item for item in scene.items() if hasattr(item, "setExportMode")]
    options = {
        "antialias": True,
        "background": view.backgroundBrush().color(),
        "painter": painter,
        "resolutionScale": 1.0,
    }
    try:
        for item in told:
            item.setExportMode(True, options)
        yield
    finally:
        for item in told:
            item.setExportMode(False)
