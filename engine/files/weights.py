"""Trained weights on disk, in formats others read.

The tensors are named as PyTorch names those of ``nn.Sequential(Linear, activation, Linear, activation, …)``:
layer l has ``{2(l−1)}.weight`` (n_l, n_{l−1}) and ``{2(l−1)}.bias`` (n_l,). Links that pass over layers, which no
``nn.Sequential`` has, are one more tensor, ``long_links``, in the order of the design. Beside them stands the design,
so that we can read our own files without being told what network they belong to.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.errors import FileError, choices
from engine.files.atomic import replacing
from engine.files.file_check import check_file
from engine.files.weights_json import read_json, write_json
from engine.network import LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink

DESIGN_KEY = "backprop_lab_network"
LONG_LINKS = "long_links"
"""Their name among the tensors, and among the fields of the design."""

MAX_BYTES = 2**30


@dataclass(frozen=True)
class WeightsFormat:
    """One file format: its suffix, ``write(path, tensors, design)`` and ``read(path) -> (tensors, design)``."""

    suffix: str
    write: Callable[[Path, Mapping[str, Array], str], None]
    read: Callable[[Path], tuple[dict[str, Array], str | None]]


def save_weights(network: Network, path: str | Path) -> Path:
    """Write the weights of `network` to `path`; its suffix chooses the format (.npz, .safetensors or .json).

    Raises:
        FileError: unknown suffix, or a place that cannot be written; what was there is unchanged.
    """
    target = Path(path)
    chosen = _format_of(target)
    design = json.dumps(_design_of(network.spec))
    with replacing(target) as temporary:
        chosen.write(temporary, tensors_of(network), design)
    return target


def load_weights(path: str | Path) -> Network:
    """The network in a file that `save_weights` wrote, float32 or float64 as stored.

    Raises:
        FileError: no such file, another kind of file, or tensors that do not fit the design in it.
    """
    source = Path(path)
    chosen = _format_of(source)
    check_file(source, "a weights file that was exported before")
    try:
        tensors, design = chosen.read(source)
    except FileError:
        raise
    except Exception as error:  # whatever the format's reader makes of a strange file
        raise FileError(
            f"{source} is not a weights file ({_first_line(error)}); choose a {chosen.suffix} file exported here."
        ) from error
    if design is None:
        raise FileError(f"{source} holds tensors but no Backprop Lab network; choose a file exported here.")
    return _network_from(source, tensors, design)


def tensors_of(network: Network) -> dict[str, Array]:
    """Name → contiguous array, in PyTorch's names and shapes."""
    named: dict[str, Array] = {}
    for index, (weights, biases) in enumerate(network.split(network.parameters)):
        # safetensors silently scrambles views that are not contiguous.
        named[f"{2 * index}.weight"] = np.ascontiguousarray(weights)
        named[f"{2 * index}.bias"] = np.ascontiguousarray(biases)
    if network.spec.long_links:
        named[LONG_LINKS] = network.long_weights.copy()
    return named


def _design_of(spec: NetworkSpec) -> dict[str, Any]:
    """Only what a network has: one without long links is read by who has never heard of them."""
    design = asdict(spec)
    if not spec.long_links:
        del design[LONG_LINKS]
    return design


def _network_from(source: Path, tensors: Mapping[str, Array], design: str) -> Network:
    try:
        spec = _spec_from(design)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors too
        raise FileError(f"{source} describes a network that makes no sense: {_first_line(error)}.") from error
    dtypes = {tensor.dtype for tensor in tensors.values()}
    if len(dtypes) != 1 or not dtypes <= {np.dtype(np.float64), np.dtype(np.float32)}:
        raise FileError(f"{source} holds {_names(dtypes)} numbers; weights are all float64 or all float32.")
    network = Network(spec, "zeros", dtype=dtypes.pop())
    for name, own in _named_views(network).items():
        _fill(source, name, own, tensors)
    return network


def _fill(source: Path, name: str, own: Array, tensors: Mapping[str, Array]) -> None:
    stored = tensors.get(name)
    if stored is None:
        raise FileError(f"{source} lacks the tensor {name} of shape {own.shape}.")
    if stored.shape != own.shape:
        raise FileError(f"{source} holds {name} with shape {stored.shape}, but its design needs {own.shape}.")
    if not np.isfinite(stored).all():
        raise FileError(f"{source} holds values in {name} that are not finite; weights are finite numbers.")
    own[...] = stored


def _named_views(network: Network) -> dict[str, Array]:
    views: dict[str, Array] = {}
    for index, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        views |= {f"{2 * index}.weight": weights, f"{2 * index}.bias": biases}
    if network.spec.long_links:
        views[LONG_LINKS] = network.long_weights
    return views


def _spec_from(design: str) -> NetworkSpec:
    import msgspec

    class Layer(msgspec.Struct, forbid_unknown_fields=True):
        neurons: int
        activation: str
        skip: bool = False

    class Design(msgspec.Struct, forbid_unknown_fields=True):
        inputs: int
        layers: list[Layer]
        long_links: list[LongLink] = []

    read = msgspec.json.decode(design, type=Design)
    layers = tuple(LayerSpec(layer.neurons, layer.activation, layer.skip) for layer in read.layers)
    return NetworkSpec(read.inputs, layers, tuple(read.long_links))


def _format_of(path: Path) -> WeightsFormat:
    if path.suffix not in FORMATS:
        raise FileError(f"{path.name} has no known weights suffix; end it in {choices(FORMATS)}.")
    return FORMATS[path.suffix]


def _write_npz(path: Path, tensors: Mapping[str, Array], design: str) -> None:
    members: dict[str, Any] = {DESIGN_KEY: np.array(design), **tensors}
    with path.open("wb") as stream:
        np.savez(stream, **members)


def _read_npz(path: Path) -> tuple[dict[str, Array], str | None]:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        # A zip of zeros unpacks to a thousand times its size: look before unpacking.
        if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
            raise FileError(f"{path} unpacks to more than {MAX_BYTES >> 20} MB; weights files are smaller.")
    with np.load(path, allow_pickle=False) as members:
        tensors = {name: members[name] for name in members.files}
    design = tensors.pop(DESIGN_KEY, None)
    return tensors, None if design is None else str(design)


def _write_safetensors(path: Path, tensors: Mapping[str, Array], design: str) -> None:
    from safetensors.numpy import save

    path.write_bytes(save(dict(tensors), metadata={DESIGN_KEY: design}))


def _read_safetensors(path: Path) -> tuple[dict[str, Array], str | None]:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as opened:
        metadata = opened.metadata() or {}
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a mapping
    return tensors, metadata.get(DESIGN_KEY)


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".")


def _names(dtypes: set[np.dtype[Any]]) -> str:
    return " and ".join(sorted(str(dtype) for dtype in dtypes)) or "no"


FORMATS: dict[str, WeightsFormat] = {
    entry.suffix: entry
    for entry in (
        WeightsFormat(".npz", _write_npz, _read_npz),
        WeightsFormat(".safetensors", _write_safetensors, _read_safetensors),
        WeightsFormat(".json", write_json, read_json),
    )
}
