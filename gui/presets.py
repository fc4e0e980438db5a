"""The experiments that ship with the program: one JSON file each under resources/presets."""

from pathlib import Path

from engine.errors import SpecError, choices
from engine.experiment import Experiment
from engine.files import SUFFIX, load_project, read_experiment

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "presets"

FIRST = "circle"
"""The one a person meets first."""


def preset_names() -> tuple[str, ...]:
    """The presets there are, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load_preset(name: str) -> Experiment:
    """The experiment of a preset; of a JSON file if `name` ends in .json, or of a project by its own suffix.

    Raises:
        SpecError: there is no preset of that name.
        FileError: the file cannot be read or makes no sense.
    """
    if name.endswith(".json"):
        return read_experiment(Path(name))
    if name.endswith(SUFFIX):
        return load_project(name).experiment
    if name not in preset_names():
        raise SpecError("preset", name, f"{choices(preset_names())}, or a .json or {SUFFIX} file")
    return read_experiment(FOLDER / f"{name}.json")
