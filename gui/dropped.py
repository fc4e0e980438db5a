"""What a file that is dropped on the window means: what the File menu does with one of its kind."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.tables import SUFFIXES
from engine.files import FORMATS, SUFFIX, is_project
from gui import commands
from gui.dialogs import files
from gui.translation import tr

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def open_dropped(window: "MainWindow", paths: tuple[Path, ...]) -> None:
    """Go on with a project, learn from a table, or take over weights; whatever else it is, say so."""
    if len(paths) != 1:
        window.session.complained.emit(tr("Drop one file at a time: a project, a table or weights."))
        return
    (path,) = paths
    suffix = path.suffix.lower()
    if suffix == SUFFIX or is_project(path):  # whatever it was named when it was saved
        window.work.open_recent(path)
    elif suffix in SUFFIXES:
        files.remember_folder(path)
        commands.import_table_at(window, path)
    elif suffix in FORMATS:
        files.remember_folder(path)
        commands.import_weights_at(window, path)
    else:
        sentence = tr(
            "{name} is no project, table or weights file; drop a {project}, CSV, Excel or exported weights file.",
            name=path.name,
            project=SUFFIX,
        )
        window.session.complained.emit(sentence)
