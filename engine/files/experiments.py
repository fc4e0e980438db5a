"""An experiment as JSON: what a preset is. Strict: unknown fields and wrong types are refused by name."""

from pathlib import Path

from engine.errors import FileError
from engine.experiment import Experiment
from engine.files.strangers import stranger

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
        unknown = stranger(msgspec.json.decode(text), msgspec.to_builtins(decoded), "$")
    except (msgspec.DecodeError, RecursionError) as error:
        said = str(error).replace(". - at ", " - at ").rstrip(".")  # our sentence, then msgspec's path
        raise FileError(f"{source} is not an experiment: {said}.") from error
    if unknown:
        raise FileError(f"{source} is not an experiment: it has no field `{unknown}`.")
    return decoded.experiment


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
