"""Every visible text goes through `tr` as a whole sentence, and every key of the engine has its words."""

import ast
import importlib
import re
from collections.abc import Iterator

import pytest

from engine.data import DATASETS, FEATURES
from engine.descent import STORIES, SURFACES
from engine.experiment import PRECISIONS
from engine.network import ACTIVATIONS, INITIALIZERS, LOSSES, PENALTIES
from engine.registry import Registry
from engine.training import FAULTS, OPTIMIZERS, SCHEDULES
from engine.training.cures import CURES
from gui import cure_words, fault_words, wording
from gui.presets import preset_names
from gui.session import RACE_SPEEDS, SPEEDS

KEYS = [
    (wording.dataset_name, DATASETS),
    (wording.activation_name, ACTIVATIONS),
    (wording.optimizer_name, OPTIMIZERS),
    (wording.loss_name, LOSSES),
    (wording.penalty_name, PENALTIES),
    (wording.initializer_name, INITIALIZERS),
    (wording.schedule_name, SCHEDULES),
    (wording.precision_name, PRECISIONS),
    (wording.speed_name, SPEEDS),
    (wording.speed_name, RACE_SPEEDS),
    (wording.terrain_name, SURFACES),
    (wording.story_name, STORIES),
    (wording.story_sentence, STORIES),
    (wording.feature_name, FEATURES),
    (wording.dataset_name, preset_names()),
    (fault_words.fault_name, FAULTS),
    (fault_words.fault_tip, FAULTS),
    (fault_words.fault_trace, FAULTS),
    (cure_words.cure_name, CURES),
    (cure_words.cure_sentence, CURES),
]

SHOWING = {
    *("setText", "setToolTip", "setStatusTip", "setWindowTitle", "setPlaceholderText", "setTitle"),
    *("setAccessibleName", "setAccessibleDescription", "setInformativeText", "showMessage", "addMenu"),
    *("QLabel", "QAction", "QCheckBox", "QPushButton", "QRadioButton", "QGroupBox", "QMenu", "QDockWidget"),
}
"""Calls whose texts a person sees."""

OUR_NAME = "Backprop Lab"
NOT_FOR_EYES = ("setObjectName", "setStyleSheet", "setOrganizationName", "setApplicationName", "QSettings")


@pytest.mark.parametrize(("words", "keys"), KEYS, ids=lambda part: getattr(part, "__name__", ""))
def test_every_key_has_words_of_its_own(words, keys) -> None:
    texts = [words(key) for key in keys]
    assert len(texts) > 1
    assert all(text and text == text.strip() for text in texts)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("registry", [OPTIMIZERS, SCHEDULES], ids=lambda registry: registry.kind)
def test_every_option_has_words(registry) -> None:
    for entry in registry.values():
        for option in entry.options:
            assert wording.option_name(option.key)
            assert wording.option_tip(option.key)


def test_every_number_of_an_update_has_words() -> None:
    for entry in OPTIMIZERS.values():
        for key in entry.rules:
            assert wording.stage_name(key)


def test_every_registry_that_a_panel_shows_is_among_them(sources) -> None:
    named = {id(keys) for _, keys in KEYS}
    for source in sources("gui/panels", "gui/dialogs"):
        for name, registry in _registries_of(source):
            assert id(registry) in named, f"{source.name} shows {name}, whose keys have no words in the table"


def _registries_of(source) -> Iterator[tuple[str, object]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("engine", "gui.session")):
            for alias in node.names:
                thing = getattr(importlib.import_module(node.module), alias.name, None)
                if isinstance(thing, Registry):
                    yield alias.name, thing


# How texts are written


def calls(sources) -> Iterator[tuple[str, ast.Call]]:
    for source in sources("gui"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                yield f"{source.name}:{node.lineno}", node


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def translations(sources) -> Iterator[tuple[str, ast.Call]]:
    return ((place, call) for place, call in calls(sources) if called(call) == "tr")


def test_what_is_translated_is_written_out(sources) -> None:
    """A translator can only find texts that stand in the source as they are."""
    found = list(translations(sources))
    assert len(found) > 100
    for place, call in found:
        assert len(call.args) == 1, f"{place}: one text"
        text = call.args[0]
        assert isinstance(text, ast.Constant), f"{place}: a text, not {ast.unparse(text)}"
        assert isinstance(text.value, str)
        assert text.value == text.value.strip() != "", f"{place}: no blanks at the ends"


def test_placeholders_are_named_and_filled(sources) -> None:
    """At once, but for the sentences of a table, which are filled when one of them is picked."""
    in_tables = {
        id(value)
        for source in sources("gui")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Dict)
        for value in node.values
    }
    for place, call in translations(sources):
        if id(call) in in_tables and not call.keywords:
            continue
        wanted = set(re.findall(r"\{(.*?)\}", call.args[0].value))
        given = {keyword.arg for keyword in call.keywords}
        assert wanted == given, f"{place}: the text has {wanted}, but is given {given}"


def test_what_is_shown_is_translated(sources) -> None:
    for place, call in calls(sources):
        if called(call) in SHOWING:
            for argument in call.args:
                assert not _words_in(argument), f"{place}: {ast.unparse(argument)} is not translated"


def test_sentences_are_translated_wherever_they_stand(sources) -> None:
    for source in sources("gui/panels", "gui/widgets", "gui/dialogs", "gui/plots", "gui/commands.py"):
        for node in _outside_translation(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_sentence = re.match(r"[A-Z][a-z]+ [a-z]", node.value)
                assert not is_sentence, f"{source.name}:{node.lineno}: {node.value!r} is not translated"


def _words_in(node: ast.AST) -> bool:
    """Whether a text, or the fixed part of a composed one, holds a word."""
    parts = [node] if isinstance(node, ast.Constant) else getattr(node, "values", [])
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(re.search(r"[A-Za-z]{2}", text) for text in texts if text != OUR_NAME)


def _outside_translation(node: ast.AST) -> Iterator[ast.AST]:
    """All of a tree but docstrings, translated texts, errors for programmers, and names for machines."""
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        is_apart = isinstance(child, ast.Call) and called(child) in ("tr", *NOT_FOR_EYES)
        if not (is_docstring or is_apart or isinstance(child, ast.Raise)):
            yield child
            yield from _outside_translation(child)
