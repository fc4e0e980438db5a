"""What was written into a file but not understood: a misspelt field, most often."""

from typing import Any


def stranger(written: Any, understood: Any, path: str) -> str:
    """The path of the first field that was written but not understood, "" if there is none.

    Frozen dataclasses cannot forbid unknown fields, so what was understood is held against what was written.
    """
    if isinstance(written, dict) and isinstance(understood, dict):
        pairs = [(f"{path}.{key}", value, understood.get(key)) for key, value in written.items()]
        unknown = [f"{path}.{key}" for key in written if key not in understood]
    elif isinstance(written, list) and isinstance(understood, list | tuple):
        entries = enumerate(zip(written, understood, strict=False))
        pairs = [(f"{path}[{index}]", value, known) for index, (value, known) in entries]
        unknown = []
    else:
        return ""
    inner = (stranger(value, known, place) for place, value, known in pairs)
    return next(iter(unknown), "") or next((place for place in inner if place), "")
