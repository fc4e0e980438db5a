"""The table of all commands, and the menus made of them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from engine.data import DATASETS
from engine.errors import BackpropLabError
from engine.files import FORMATS
from gui import presets, settings
from gui.actions import ActionSpec
from gui.appearance import THEMES, appearance
from gui.dialogs import files
from gui.pictures import save_picture
from gui.session import weights_file
from gui.translation import tr
from gui.wording import dataset_name
from gui.workspaces import Workspace, all_workspaces

if TYPE_CHECKING:
    from gui.main_window import MainWindow

THEME_KEYS = tuple(THEMES)


def all_commands(window: "MainWindow") -> list[ActionSpec]:
    """Every command, bound to a window."""
    session = window.session
    undo = session.undo_stack
    return [
        ActionSpec("play", tr("&Play"), tr("Train the network"), session.toggle, "Space", "play"),
        ActionSpec(
            "step", tr("&Step one batch"), tr("One update with one mini-batch"), session.step, "Right", "step"
        ),
        ActionSpec(
            "step_epoch",
            tr("Step one &epoch"),
            tr("Use every training example once"),
            session.step_epoch,
            "Shift+Right",
            "step_epoch",
        ),
        ActionSpec(
            "reset",
            tr("&Reset"),
            tr("Back to the very same first weights: the training begins anew, Undo brings it back"),
            session.reset,
            "R",
            "reset",
        ),
        ActionSpec(
            "new_start",
            tr("&New first weights"),
            tr("The same design from other random weights: the training begins anew, Undo brings it back"),
            session.new_start,
            "Shift+R",
            "dice",
        ),
        ActionSpec("undo", tr("&Undo"), tr("Take back the last edit"), undo.undo, "Ctrl+Z", "undo"),
        ActionSpec("redo", tr("&Redo"), tr("Make the edit again"), undo.redo, "Ctrl+Shift+Z", "redo"),
        ActionSpec(
            "export_weights",
            tr("Export &weights…"),
            tr("Write the trained weights to a file that NumPy, PyTorch or any other program reads"),
            partial(export_weights, window),
            "Ctrl+E",
            "export",
        ),
        ActionSpec(
            "import_weights",
            tr("&Import weights…"),
            tr("Begin anew from weights that were exported here; Undo brings the present ones back"),
            partial(import_weights, window),
            "Ctrl+I",
            "open",
        ),
        ActionSpec(
            "import_data",
            tr("Import &data…"),
            tr(
                "Learn from a CSV or Excel file, or drop it on the window: the training begins anew,"
                " Undo brings it back"
            ),
            partial(import_data, window),
            "Ctrl+D",
            "open",
        ),
        ActionSpec(
            "export_data",
            tr("Export da&ta…"),
            tr("Write all examples to a CSV file"),
            partial(export_data, window),
            "Ctrl+Shift+D",
            "export",
        ),
        ActionSpec(
            "export_picture",
            tr("Export &picture…"),
            tr("Write a picture of the window"),
            partial(export_picture, window),
            "Ctrl+Shift+E",
            "picture",
        ),
        ActionSpec(
            "new", tr("&New"), tr("Begin with the first experiment again"), window.work.new, "Ctrl+N", "new"
        ),
        ActionSpec(
            "open", tr("&Open…"), tr("Go on with a saved project"), window.work.open, "Ctrl+O", "open"
        ),
        ActionSpec(
            "save",
            tr("&Save"),
            tr("Save design, data, weights, history and kept runs"),
            window.work.save,
            "Ctrl+S",
            "save",
        ),
        ActionSpec(
            "save_as",
            tr("Save &as…"),
            tr("Save to another file"),
            window.work.save_as,
            "Ctrl+Shift+S",
            "save",
        ),
        ActionSpec(
            "full_screen",
            tr("&Full screen"),
            tr("Nothing but the program on the screen, and back"),
            partial(_switch_full_screen, window),
            "F11",
        ),
        ActionSpec("quit", tr("&Quit"), tr("Close the program"), window.close, "Ctrl+Q"),
        *(_workspace_command(window, workspace) for workspace in all_workspaces()),
        *(_theme_command(key) for key in THEME_KEYS),
        *(_preset_command(window, name) for name in presets.preset_names()),
    ]


def menus() -> list[tuple[str, tuple[str, ...]]]:
    """Title and command keys of each menu; "-" is a line between, "recent" and "panels" are menus of their own."""
    return [
        (
            tr("&File"),
            (
                *("new", "open", "recent", "-", "save", "save_as", "-"),
                *("import_data", "export_data", "-"),
                *("import_weights", "export_weights", "export_picture", "-", "quit"),
            ),
        ),
        (tr("&Edit"), ("undo", "redo")),
        (tr("E&xamples"), tuple(f"preset_{name}" for name in _examples())),
        (tr("&Training"), ("play", "step", "step_epoch", "-", "reset", "new_start")),
        (
            tr("&View"),
            (
                *(f"workspace_{workspace.key}" for workspace in all_workspaces()),
                *("-", "panels", "full_screen", "-", *(f"theme_{key}" for key in THEME_KEYS)),
            ),
        ),
    ]


def _examples() -> list[str]:
    """The presets, in the order in which the list of data names theirs: by kind, the plainest first."""
    order = list(DATASETS)
    return sorted(presets.preset_names(), key=order.index)


def _switch_full_screen(window: "MainWindow") -> None:
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


# What reads and shows tables is loaded when it is first used; the window opens without it.


def import_data(window: "MainWindow") -> None:
    """Ask for a table and what is to be learnt from it."""
    from gui import data_files

    data_files.import_data(window)


def import_table_at(window: "MainWindow", path: Path) -> None:
    """Ask what is to be learnt from that table."""
    from gui import data_files

    data_files.import_path(window, path)


def export_data(window: "MainWindow") -> None:
    """Ask for a place and write the examples."""
    from gui import data_files

    data_files.export_data(window)


def export_weights(window: "MainWindow") -> None:
    """Ask for a place and write the weights."""
    window.work.end_typing()
    kinds = ";;".join(
        (
            tr("NumPy (*{suffix})", suffix=".npz"),
            tr("safetensors (*{suffix})", suffix=".safetensors"),
            tr("JSON (*{suffix})", suffix=".json"),
        )
    )
    path = files.service.ask_save(window, tr("Export weights"), kinds, "weights.npz")
    if path is not None and weights_file.export_weights(window.session, path):
        window.statusBar().showMessage(tr("Weights written to {path}", path=path))


def import_weights(window: "MainWindow") -> None:
    """Ask for a file and go on from its weights."""
    kinds = tr("Weights ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in FORMATS))
    path = files.service.ask_open(window, tr("Import weights"), kinds)
    if path is not None:
        import_weights_at(window, path)


def import_weights_at(window: "MainWindow", path: Path) -> None:
    """Go on from the weights in that file."""
    if weights_file.import_weights(window.session, path):
        window.statusBar().showMessage(tr("Weights read from {path}", path=path))


def export_picture(window: "MainWindow") -> None:
    """Ask for a place and write a picture of the window."""
    path = files.service.ask_save(window, tr("Export picture"), tr("PNG picture (*.png)"), "backprop-lab.png")
    if path is None:
        return
    try:
        save_picture(window, path)
    except BackpropLabError as error:
        window.session.complained.emit(str(error))
        return
    window.statusBar().showMessage(tr("Picture written to {path}", path=path))


def _workspace_command(window: "MainWindow", workspace: Workspace) -> ActionSpec:
    return ActionSpec(
        f"workspace_{workspace.key}",
        workspace.title,
        workspace.tip,
        partial(window.go_to, workspace.key),
        workspace.shortcut,
        group="workspace",
    )


def _theme_command(key: str) -> ActionSpec:
    def wear() -> None:
        appearance().set_theme(key)
        settings.THEME.write(key)

    title = THEMES[key].title
    return ActionSpec(f"theme_{key}", title, tr("Wear the theme {name}", name=title), wear, group="theme")


def _preset_command(window: "MainWindow", name: str) -> ActionSpec:
    title = dataset_name(name)
    tip = tr("Begin anew with the example {name}; what is not saved is asked about first", name=title)
    return ActionSpec(f"preset_{name}", title, tip, partial(window.work.open_preset, name))
