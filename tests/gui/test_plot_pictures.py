"""A plot in a file opens again: as picture, drawing and document."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from engine.errors import FileError
from gui.pictures import save_plot
from gui.plots.contour_plot import ContourPlot

AXIS = np.linspace(-1.0, 1.0, 17)


@pytest.fixture
def plot(qtbot, application) -> ContourPlot:
    plot = ContourPlot()
    qtbot.addWidget(plot)
    plot.resize(420, 360)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_window(-1.0, 1.0, -1.0, 1.0)
    plot.show_surface(AXIS, AXIS, AXIS**2 + AXIS[:, None] ** 2)
    plot.show_path(np.array([[-0.8, -0.8], [0.2, 0.3]]))
    plot.show_arrow("gradient", (0.2, 0.3), (0.3, 0.2), "−∇C")
    return plot


def colours(image: QImage) -> np.ndarray:
    """(height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def likeness(first: QImage, second: QImage) -> float:
    """Mean difference of two pictures of one size, 0…255."""
    return float(np.abs(colours(first) - colours(second)).mean())


def test_png_is_what_is_seen_at_twice_the_size(plot: ContourPlot, tmp_path: Path) -> None:
    save_plot(plot, tmp_path / "plot.png")
    picture = QImage(str(tmp_path / "plot.png"))
    assert picture.size() == plot.size() * 2
    assert likeness(picture.scaled(plot.size()), plot.grab().toImage()) < 8.0


def test_svg_is_a_drawing_that_looks_the_same(plot: ContourPlot, tmp_path: Path) -> None:
    save_plot(plot, tmp_path / "plot.svg")
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    assert root.tag.endswith("svg")
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > len(plot.levels.values)
    renderer = QSvgRenderer(str(tmp_path / "plot.svg"))
    assert renderer.isValid()
    drawn = QImage(QSize(plot.width(), plot.height()), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    assert likeness(drawn, plot.grab().toImage()) < 12.0


def test_pdf_is_a_document_of_one_page_of_that_shape(plot: ContourPlot, tmp_path: Path) -> None:
    save_plot(plot, tmp_path / "plot.pdf")
    written = (tmp_path / "plot.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert written.rstrip().endswith(b"%%EOF")
    box = written.split(b"/MediaBox [")[1].split(b"]")[0].split()
    width, height = float(box[2]), float(box[3])
    assert width / height == pytest.approx(plot.width() / plot.height(), rel=0.02)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_any_widget_can_be_saved(qtbot, application, tmp_path: Path, suffix: str) -> None:
    label = QLabel("words")
    label.resize(120, 40)
    qtbot.addWidget(label)
    save_plot(label, tmp_path / f"label.{suffix}")
    assert (tmp_path / f"label.{suffix}").stat().st_size > 100


def test_saving_leaves_the_plot_as_it_was(plot: ContourPlot, tmp_path: Path) -> None:
    before = plot.grab().toImage()
    for suffix in ("png", "svg", "pdf"):
        save_plot(plot, tmp_path / f"plot.{suffix}")
    assert likeness(plot.grab().toImage(), before) == 0.0


def test_another_suffix_and_a_missing_folder_are_refused(
    plot: QWidget, tmp_path: Path, is_one_sentence
) -> None:
    for path in (tmp_path / "plot.gif", tmp_path / "nowhere" / "plot.svg"):
        with pytest.raises(FileError) as refused:
            save_plot(plot, path)
        assert is_one_sentence(str(refused.value).replace("png, .svg or .pdf", "png"))
    assert list(tmp_path.iterdir()) == []
