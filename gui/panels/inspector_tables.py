"""The tables of numbers: of a neuron's parameters, of all parameters, of a layer's neurons."""

from collections.abc import Sequence

import numpy as np

from engine.network import NetworkSpec
from engine.network.address import Address, address_of, index_of
from engine.training import OPTIMIZERS
from engine.training.inspection import ParameterNumbers
from engine.training.inspection_health import Health
from engine.training.inspection_neuron import LayerNumbers
from gui.panels.inspector_letters import filter_words, plain_neuron
from gui.translation import tr
from gui.widgets.number_table import NumberColumn, NumberRow
from gui.wording import parameter_name, stage_name

CONDITIONS = ("alive", "saturated", "dead", "stepped", "silenced")


def parameter_columns(optimizer: str) -> list[NumberColumn]:
    """The columns of a table of parameters; the optimizer of that key has numbers of its own."""
    stages = [name for name in OPTIMIZERS[optimizer].rules if name not in ("gradient", "step")]
    return [
        NumberColumn(tr("value"), tr("The present value")),
        NumberColumn("∂c/∂w", tr("The derivative for the chosen example")),
        NumberColumn(
            "∂C/∂w",
            tr(
                "The derivative for the coming batch: the mean over its examples, with dropout where it is on"
            ),
        ),
        NumberColumn("Δw", tr("The coming update")),
        NumberColumn(tr("next"), tr("The value after the coming step")),
        NumberColumn(tr("all data"), tr("The derivative for all training examples")),
        NumberColumn(tr("penalty"), tr("What the penalty adds to the derivative of the batch")),
        NumberColumn(tr("clipping"), tr("What clipping adds to it or takes away")),
        NumberColumn("g", tr("What the optimizer is given")),
        *(NumberColumn(stage_name(name), tr("A number of the optimizer after the step")) for name in stages),
        NumberColumn(tr("frozen"), tr("Whether training leaves it as it is"), _frozen_word),
    ]


def parameter_values(given: ParameterNumbers, places: Sequence[int] | slice) -> np.ndarray:
    """The numbers of those parameters (rows, columns), in the order of `parameter_columns`."""
    columns = [
        given.value,
        given.example_gradient,
        given.batch_gradient,
        given.step,
        given.next_value,
        given.data_gradient,
        given.penalty_gradient,
        given.clipping,
        given.gradient,
        *given.stages.values(),
        given.is_frozen,
    ]
    return np.stack([column[places] for column in columns], axis=1).astype(np.float64)


def parameter_rows(spec: NetworkSpec, places: Sequence[int]) -> list[NumberRow]:
    """The rows of those parameters."""
    addresses = [address_of(spec, place) for place in places]
    return [NumberRow(parameter_name(address), filter_words(address)) for address in addresses]


def places_of_neuron(spec: NetworkSpec, layer: int, neuron: int) -> list[int]:
    """Where in θ the weights into a neuron stand, those of long links last, then its bias; none for an input."""
    if layer == 0:
        return []
    addresses = [Address(layer, neuron, source) for source in range(spec.sizes[layer - 1])]
    addresses += [
        Address(layer, neuron, link.source, link.origin)
        for link in spec.long_links
        if link[:2] == (layer, neuron)
    ]
    return [index_of(spec, address) for address in (*addresses, Address(layer, neuron, None))]


def neuron_columns() -> list[NumberColumn]:
    """The columns of a table of neurons."""
    return [
        NumberColumn("z", tr("The weighted sum")),
        NumberColumn("a", tr("What the neuron says")),
        NumberColumn("f′(z)", tr("The slope of the activation at z")),
        NumberColumn("δ", tr("The error that reaches the neuron")),
        NumberColumn(tr("state"), tr("Whether it still learns, over all training examples"), _state_word),
    ]


def neuron_rows(layer: int, count: int) -> list[NumberRow]:
    """The rows of a layer's neurons."""
    letter = "x" if layer == 0 else "a"
    return [
        NumberRow(plain_neuron(letter, layer, at), tr("neuron {number}", number=at + 1))
        for at in range(count)
    ]


def neuron_values(layer: LayerNumbers, health: Sequence[Health], has_error: bool = True) -> np.ndarray:
    """The numbers of a layer's neurons (rows, columns); δ only with `has_error`."""
    states = [CONDITIONS.index(each.condition) for each in health] or [0] * len(layer.z)
    delta = layer.delta if has_error else np.full(len(layer.z), np.nan)
    columns = [layer.z, layer.a, layer.slope, delta, np.array(states)]
    return np.stack(columns, axis=1).astype(np.float64)


def _frozen_word(value: float) -> str:
    return tr("frozen") if value else ""


def _state_word(value: float) -> str:
    if value != value:
        return ""
    words = {
        "alive": "",
        "saturated": tr("saturated"),
        "dead": tr("dead"),
        "stepped": tr("slope 0"),
        "silenced": tr("switched off"),
    }
    return words[CONDITIONS[int(value)]]
