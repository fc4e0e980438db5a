"""Where the program's own file dialogs begin, through the dialogs themselves."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from journey_hands import Hand, Mouse
from journey_pages import in_next_dialog
from journey_restless_hands import Hands
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit

from gui.dialogs import files


@pytest.fixture
def documents(lab, tmp_path: Path) -> Path:
    """The person's documents, in a folder of their own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere nobody but the system says where documents are")
    place = tmp_path / "My papers"
    place.mkdir()
    told = Path(os.environ["XDG_CONFIG_HOME"])
    told.mkdir(parents=True, exist_ok=True)
    (told / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="{place}"\n')
    return place


@pytest.fixture
def begun_in(monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Choose an entry of the File menu and paste a place into the dialog, "" for none; gives where it began."""

    def go(lab, words: str, typed: str = "") -> Path:
        monkeypatch.setattr(files, "service", files.FileDialogs())
        seen: list[Path] = []

        def answer(dialog: QFileDialog) -> None:
            seen.append(Path(dialog.directory().absolutePath()))
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            if not typed:
                QTest.keyClick(line, Qt.Key.Key_Escape)
                return
            QApplication.clipboard().setText(typed)  # typed, it would be completed
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
            QTest.mouseClick(save, Qt.MouseButton.LeftButton)

        in_next_dialog(lab.window, QFileDialog, answer)
        Mouse(lab).menu("File", words)
        (folder,) = seen
        return folder

    return go


def test_the_first_dialog_begins_among_the_documents(lab, documents, begun_in) -> None:
    for words in ("Open…", "Save as…", "Import data…", "Export weights…"):
        assert begun_in(lab, words) == documents
    documents.rmdir()
    assert begun_in(lab, "Open…") == Path.home()


def test_a_dialog_begins_where_the_last_file_was(lab, documents, begun_in, launch, tmp_path) -> None:
    lesson, drawer = tmp_path / "lesson", tmp_path / "drawer"
    for folder in (lesson, drawer):
        folder.mkdir()
    assert begun_in(lab, "Save as…", str(lesson / "work")) == documents
    assert (lesson / "work.backproplab").is_file()
    assert begun_in(lab, "Export weights…", str(drawer / "weights.json")) == lesson
    lab.window.close()
    again = launch()
    assert begun_in(again, "Open…") == drawer
    assert Hands(again.window).drop(str(lesson / "work.backproplab"))
    assert begun_in(again, "Open…") == lesson
    assert Hands(again.window).drop(str(drawer / "weights.json"))
    assert begun_in(again, "Save as…") == drawer
    (drawer / "weights.json").unlink()
    drawer.rmdir()
    assert begun_in(again, "Open…") == documents, "the folder is gone"


def answer_with(lab, hand: Hand, words: str, path: Path) -> None:
    """Choose an entry of the File menu, paste a place into the dialog, and click its button or press Enter."""

    def answer(dialog: QFileDialog) -> None:
        QApplication.clipboard().setText(str(path))
        if not isinstance(hand, Mouse):
            line = dialog.focusWidget()
            assert line.objectName() == "fileNameEdit"
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(line, Qt.Key.Key_Return)
            return
        line, buttons = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        kind = QDialogButtonBox.StandardButton
        QTest.mouseClick(buttons.button(kind.Open) or buttons.button(kind.Save), Qt.MouseButton.LeftButton)

    in_next_dialog(lab.window, QFileDialog, answer)
    hand.menu("File", words)


def test_work_and_points_go_out_and_in_through_the_dialogs(lab, hand, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(files, "service", files.FileDialogs())
    hand.menu("Examples", "Spiral")
    hand.push("training.step")
    about = lab.data.about
    answer_with(lab, hand, "Save as…", tmp_path / "lesson")
    assert lab.window.windowTitle().startswith("lesson")
    answer_with(lab, hand, "Export data…", tmp_path / "points.csv")
    hand.menu("File", "New")
    assert (lab.data.shown("dataset"), lab.training.step) == ("Circle", 0)
    answer_with(lab, hand, "Open…", tmp_path / "lesson.backproplab")
    assert (lab.data.shown("dataset"), lab.training.step) == ("Spiral", 1)
    assert not lab.window.isWindowModified()
    assert (tmp_path / "points.csv").read_text(encoding="utf-8-sig").count("\n") == 1 + int(about.split()[0])
