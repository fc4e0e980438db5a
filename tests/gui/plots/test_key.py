"""The key of a plot keeps to its width, however long the words."""

import numpy as np
import pytest
from PySide6.QtGui import QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem

from gui.plots.key import Key, line_entry

CANVAS = 1200


def inked(words: tuple[str, ...], width: float) -> np.ndarray:
    """(height, CANVAS) where a key of that width leaves ink."""
    owner = QGraphicsRectItem()
    key = Key(owner)
    key.set_style(QFont("Inter", 9), "#000000")
    key.set_entries([line_entry(text, QPen()) for text in words])
    key.fit(width)
    image = QImage(CANVAS, 80, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    key.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, :CANVAS] < 128


@pytest.mark.parametrize("width", [90.0, 300.0])
def test_a_name_too_long_for_a_row_ends_in_it(application, width: float) -> None:
    ink = inked(("train", "W" * 40), width)
    assert np.flatnonzero(ink.any(axis=0))[-1] <= width
    assert inked(("train", "W" * 40), 1e4).any(axis=0)[int(width) + 2 :].any()


def test_words_that_fit_are_left_as_they_are(application) -> None:
    ink = inked(("train", "test"), 1e4)
    end = int(np.flatnonzero(ink.any(axis=0))[-1])
    np.testing.assert_array_equal(inked(("train", "test"), end + 2.0), ink)
