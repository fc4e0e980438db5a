"""Who may import whom."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

FORMATS = {"pandas", "openpyxl", "safetensors", "onnx", "msgspec", "PIL"}
"""Libraries of file formats: imported inside the function that needs them."""

HEAVY = {"pandas", "openpyxl", "onnx", "PIL"}
QT = {"PySide6", "shiboken6", "pyqtgraph"}
LOOKS = {
    *("gui.appearance", "gui.begins_anew", "gui.icons", "gui.numbers"),
    *("gui.stylesheet", "gui.themes", "gui.translation"),
}


@dataclass(frozen=True)
class Import:
    """One import: what, where, and whether only when a function runs."""

    module: str
    line: int
    is_late: bool

    def is_in(self, *rooms: str) -> bool:
        return any(self.module == room or self.module.startswith(f"{room}.") for room in rooms)

    @property
    def root(self) -> str:
        return self.module.partition(".")[0]

    @property
    def is_standard(self) -> bool:
        return self.root in sys.stdlib_module_names


@pytest.fixture(scope="session")
def modules(sources) -> frozenset[str]:
    return frozenset(source.module for source in sources("engine", "gui"))


def imports_of(source, modules: frozenset[str]) -> list[Import]:
    """Every import of a file; `from gui import numbers` counts as gui.numbers. Types only for checkers do not."""
    return list(_walk(source.tree, modules, is_late=False))


def _walk(node: ast.AST, modules: frozenset[str], is_late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, is_late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            base = child.module or ""
            for alias in child.names:
                inner = f"{base}.{alias.name}"
                is_module = inner in modules or base == "PySide6"
                yield Import(inner if is_module else base, child.lineno, is_late)
        elif not _is_for_checkers(child):
            late = is_late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _walk(child, modules, late)


def _is_for_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def wrong_imports(found, modules: frozenset[str], is_right) -> list[str]:
    return [
        f"{source.name}:{entry.line} imports {entry.module}"
        for source in found
        for entry in imports_of(source, modules)
        if not is_right(source, entry)
    ]


def test_engine_knows_no_window(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        may_read = source.name.startswith(("engine/files/", "engine/data/"))
        return (
            entry.is_standard
            or entry.root in ("numpy", "engine")
            or (may_read and entry.is_late and entry.root in FORMATS)
        )

    assert wrong_imports(sources("engine"), modules, is_right) == []


def test_session_knows_no_widget(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        return (
            entry.is_standard
            or entry.root in ("numpy", "engine")
            or entry.is_in("gui.session", "gui.lessons", "gui.translation", "gui.numbers")
            or entry.is_in("PySide6.QtCore", "PySide6.QtGui")
        )

    assert wrong_imports(sources("gui/session"), modules, is_right) == []


def test_lessons_know_no_qt(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        return entry.is_standard or entry.root in ("numpy", "engine") or entry.is_in("gui.lessons")

    assert wrong_imports(sources("gui/lessons"), modules, is_right) == []


def test_plots_and_widgets_know_no_session_and_no_training(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        own = "gui.plots" if source.name.startswith("gui/plots") else "gui.widgets"
        return (
            entry.is_standard
            or entry.root in ("numpy", "contourpy", "ziamath", *QT)
            or entry.is_in(own, "engine.registry", *LOOKS)
        )

    assert wrong_imports(sources("gui/plots", "gui/widgets"), modules, is_right) == []


def test_panels_and_dialogs_do_not_know_each_other(sources, modules) -> None:
    """Panels share their base and small parts, never each other; only the table of panels knows them all."""
    panels = {source.module for source in sources("gui/panels") if _is_a_panel(source)}

    def is_right(source, entry: Import) -> bool:
        is_table = source.module == "gui.panels"
        is_shell = entry.is_in("gui.main_window", "gui.app", "gui.commands", "gui.terminal")
        other = entry.module in panels or entry.module == "gui.panels"
        across = entry.is_in("gui.dialogs") and source.name.startswith("gui/panels")
        return not is_shell and not across and (is_table or not other)

    assert len(panels) >= 5
    assert wrong_imports(sources("gui/panels", "gui/dialogs"), modules, is_right) == []


def _is_a_panel(source) -> bool:
    """Whether the file holds a dock or a tool bar of its own."""
    bases = {
        ast.unparse(base)
        for node in source.tree.body
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    }
    return bool(bases & {"Panel", "QToolBar"})


def test_heavy_libraries_are_imported_when_first_used(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        return entry.root not in HEAVY or entry.is_late

    assert wrong_imports(sources("engine", "gui", "main.py"), modules, is_right) == []


def test_nobody_imports_the_start(sources, modules) -> None:
    def is_right(source, entry: Import) -> bool:
        return not entry.is_in("main")

    assert wrong_imports(sources("engine", "gui"), modules, is_right) == []


def test_the_reading_of_imports_sees_what_there_is(sources, modules) -> None:
    """The rules above would hold for a reader that finds nothing."""
    window = next(source for source in sources("gui") if source.module == "gui.main_window")
    found = {entry.module for entry in imports_of(window, modules)}
    assert {"gui.settings", "gui.session", "PySide6.QtWidgets", "gui.panels.training_bar"} <= found
    weights = next(source for source in sources("engine") if source.module == "engine.files.weights")
    late = {entry.root for entry in imports_of(weights, modules) if entry.is_late}
    assert "safetensors" in late
