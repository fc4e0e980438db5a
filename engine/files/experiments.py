"""An experiment as JSON: what a preset is. Strict: unknown fields and wrong types are refused by name."""

from pathlib import Path
from typing import Any

from engine.errors import FileError
from engine.experiment import Experiment

MAX_BYTES = 1_000_000


def decode_experiment(text: bytes | str, source: str) -> Experiment:
    """The experiment in a JSON text; `source` names it in complaints.

    Raises:
        FileError: not JSON, unknown fields, wrong types or a design that makes no sense, with the path to it.
    """
    import msgspec

    class Strict(msgspec.Struct, forbid_unknown_fields=True):
        experiment: Experiment

    try:
        decoded = msgspec.json.decode(text, type=Strict)
        # Frozen dataclasses cannot forbid unknown fields, so what was understood is held against what was written.
        stranger = _stranger(msgspec.json.decode(text), msgspec.to_builtins(decoded), "$")
    except (msgspec.DecodeError, RecursionError) as error:
        said = str(error).replace(". - at ", " - at ").rstrip(".")  # our sentence, then msgspec's path
        raise FileError(f"{source} is not an experiment: {said}.") from error
    if stranger:
        raise FileError(f"{source} is not an experiment: it has no field `{stranger}`.")
    return decoded.experiment


def _stranger(written: Any, understood: Any, path: str) -> str:
    """The path of the first field that was written but not understood, "" if there is none."""
    if isinstance(written, dict) and isinstance(understood, dict):
        pairs = [(f"{path}.{key}", value, understood.get(key)) for key, value in written.items()]
        unknown = [f"{path}.{key}" for key in written if key not in understood]
    elif isinstance(written, list) and isinstance(understood, list | tuple):
        entries = enumerate(zip(written, understood, strict=False))
        pairs = [(f"{path}[{index}]", value, known) for index, (value, known) in entries]
        unknown = []
    else:
        return ""
    inner = (_stranger(value, known, place) for place, value, known in pairs)
    return next(iter(unknown), "") or next((place for place in inner if place), "")


def encode_experiment(experiment: Experiment) -> bytes:
    """The experiment as indented JSON."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode({"experiment": experiment}), indent=2) + b"\n"


def read_experiment(path: Path) -> Experiment:
    """The experiment in a JSON file; `FileError` if it cannot be read or makes no sense."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(f"{path} is larger than {MAX_BYTES} bytes; an experiment is far smaller.")
        return decode_experiment(path.read_bytes(), str(path))
    except OSError as error:
        raise FileError(f"{path} cannot be read ({(error.strerror or '').lower()}).") from error
