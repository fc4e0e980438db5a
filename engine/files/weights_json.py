"""Weights as JSON: the design and every number in words that any language and any person reads.

``{"dtype": "float64", "backprop_lab_network": {"inputs": …, "layers": […]}, "tensors": {"0.weight": [[…], …], …}}``,
the tensors named and shaped as in the other formats. Numbers are written with all the digits they need, so that
they come back bit for bit.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.arrays import Array
from engine.errors import FileError
from engine.network.overflow import overflow_allowed

MAX_BYTES = 2**28
"""The most weights a network may have, with all their digits, take half of it."""


def write_json(path: Path, tensors: Mapping[str, Array], design: str) -> None:
    """Write named tensors of one type and a design; `FileError` for a number that is not finite, which JSON lacks."""
    if not all(np.isfinite(tensor).all() for tensor in tensors.values()):
        raise FileError("JSON has no number for weights that are not finite; reset or export as .npz.")
    content = {
        "dtype": str(next(iter(tensors.values())).dtype),
        "backprop_lab_network": json.loads(design),
        "tensors": {name: tensor.tolist() for name, tensor in tensors.items()},
    }
    path.write_text(json.dumps(content), encoding="utf-8")


def read_json(path: Path) -> tuple[dict[str, Array], str | None]:
    """The tensors and the design, None where there is none; an error that says what else the file is."""
    import msgspec

    class Content(msgspec.Struct, forbid_unknown_fields=True):
        dtype: str
        tensors: dict[str, list[float | list[float]]]
        backprop_lab_network: msgspec.Raw = msgspec.Raw()

    if path.stat().st_size > MAX_BYTES:
        raise FileError(f"{path} is larger than {MAX_BYTES >> 20} MB; weights files are smaller.")
    content = msgspec.json.decode(path.read_bytes(), type=Content)
    if content.dtype not in ("float32", "float64"):
        raise FileError(f"{path} holds {content.dtype} numbers; weights are all float64 or all float32.")
    with overflow_allowed():  # what is too large for its type is not finite, and refused as such
        tensors = {name: np.array(rows, dtype=content.dtype) for name, rows in content.tensors.items()}
    return tensors, bytes(content.backprop_lab_network).decode() or None
