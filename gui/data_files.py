"""Examples from a table on disk, and examples to one."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.data import DataSpec
from engine.data.tables import SUFFIXES
from engine.errors import BackpropLabError
from engine.files import write_table
from gui.dialogs import files, import_table
from gui.translation import tr
from gui.wording import dataset_name

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def import_data(window: "MainWindow") -> None:
    """Ask for a table, then what is to be learnt from it."""
    kinds = tr("Tables ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES))
    path = files.service.ask_open(window, tr("Import data"), kinds)
    if path is not None:
        import_path(window, path)


def import_path(window: "MainWindow", path: Path) -> None:
    """Ask what is to be learnt from that table, and go on with it as one undoable step."""
    if path.suffix.lower() not in SUFFIXES:
        window.session.complained.emit(tr("{name} is no table; choose a CSV or Excel file.", name=path.name))
        return
    imported = import_table.service.ask(window, path)
    if imported is None:
        return
    data = DataSpec.of_own(imported.own, standardize=imported.standardize)
    window.session.attempt(
        lambda experiment: experiment.with_data(data), tr("Import {name}", name=imported.own.name)
    )


def export_data(window: "MainWindow") -> None:
    """Ask for a place and write all examples, in their own units."""
    data = window.session.experiment.data
    if data.own is not None and data.own.is_blank:
        window.session.complained.emit(tr("The sheet is blank; there is nothing to export."))
        return
    name = data.own.name if data.own is not None else dataset_name(data.dataset)
    path = files.service.ask_save(window, tr("Export data"), tr("CSV table (*.csv)"), f"{name}.csv")
    if path is None:
        return
    try:
        write_table(window.session.prepared.raw, path)
    except BackpropLabError as error:
        window.session.complained.emit(str(error))
        return
    window.statusBar().showMessage(tr("Examples written to {path}", path=path))
