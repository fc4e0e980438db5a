"""The examples that ship with the program."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from engine.data import DATASETS
from engine.errors import FileError, SpecError
from engine.files import decode_experiment, encode_experiment
from engine.training import Trainer
from gui.app import create_window
from gui.commands import menus
from gui.presets import FIRST, load_preset, preset_names
from gui.translation import tr


@pytest.mark.parametrize("name", preset_names())
def test_preset_is_named_after_its_data_and_learns_something(name: str) -> None:
    experiment = load_preset(name)
    assert experiment.data.dataset == name
    trainer = Trainer.from_experiment(experiment)
    before = trainer.evaluate().train_cost
    trainer.run(10 * trainer.steps_per_epoch)
    assert trainer.evaluate().train_cost < before


def test_the_spiral_is_solved_on_points_it_has_never_seen() -> None:
    trainer = Trainer.from_experiment(load_preset("spiral"))
    trainer.run(300 * trainer.steps_per_epoch)
    assert trainer.evaluate().test_accuracy > 0.96


@pytest.mark.parametrize("name", preset_names())
def test_preset_comes_back_as_it_was_written(name: str) -> None:
    experiment = load_preset(name)
    assert decode_experiment(encode_experiment(experiment), name) == experiment


def test_there_is_one_for_every_dataset() -> None:
    assert set(preset_names()) == set(DATASETS)
    assert FIRST in preset_names()


def test_the_menu_names_them_in_the_order_of_the_list_of_data(application) -> None:
    window = create_window()
    data = window.findChild(QComboBox, "data.dataset")
    entries = dict(menus())[tr("E&xamples")]
    said = [window.actions_by_key[key].text() for key in entries]
    assert said == [data.itemText(row) for row in range(data.count())][: len(said)]


def test_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(SpecError, match="circus") as refused:
        load_preset("circus")
    assert "spiral" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "experiment"),
        ("[]", "experiment"),
        ('{"experiment": {"sed": 1}}', "sed"),
        ('{"experiment": {"network": {"inputs": 2, "layers": [{"neurons": 1, "colour": 2}]}}}', "colour"),
        ('{"experiment": {"seed": "one"}}', "seed"),
        ('{"experiment": {"data": {"dataset": "circus"}}}', "circus"),
        ('{"experiment": {}, "author": "me"}', "author"),
    ],
)
def test_broken_file_is_refused_by_the_place_of_its_fault(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(text)
    with pytest.raises(FileError, match=r"mine\.json") as refused:
        load_preset(str(path))
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_file_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(encode_experiment(load_preset("moons")))
    assert load_preset(str(path)) == load_preset("moons")
