"""A picture of a widget in a file, whole or not at all."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from engine.errors import FileError
from gui.pictures import save_picture


@pytest.fixture
def label(qtbot) -> QLabel:
    widget = QLabel("picture")
    widget.setStyleSheet("background: #0877bd")
    widget.resize(120, 40)
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize("name", ["picture.png", "PICTURE.PNG"])
def test_picture_is_what_the_widget_shows(label: QLabel, tmp_path: Path, name: str) -> None:
    save_picture(label, tmp_path / name)
    picture = QImage(str(tmp_path / name))
    assert (picture.width(), picture.height()) == (120, 40)
    assert picture.pixelColor(2, 2).name() == "#0877bd"


def test_other_suffix_is_refused_and_nothing_lost(label: QLabel, tmp_path: Path, is_one_sentence) -> None:
    path = tmp_path / "picture.txt"
    path.write_text("precious")
    with pytest.raises(FileError) as refused:
        save_picture(label, path)
    assert is_one_sentence(str(refused.value))
    assert path.read_text() == "precious"


def test_missing_folder_is_refused(label: QLabel, tmp_path: Path, is_one_sentence) -> None:
    with pytest.raises(FileError) as refused:
        save_picture(label, tmp_path / "nowhere" / "picture.png")
    assert is_one_sentence(str(refused.value))
    assert list(tmp_path.rglob("*.png")) == []
