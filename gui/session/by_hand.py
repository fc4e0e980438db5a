"""What a person does to single weights and neurons, each as one undoable step; training goes on from there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import Array
from gui.session.edits import ParameterEdit
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def set_parameter(session: "Session", place: int, value: float, merge_key: str = "") -> None:
    """Set θ[place] to `value`; a drag, whose steps share a `merge_key`, becomes one step."""
    set_parameters(session, (place,), np.array([value]), tr("Set a weight"), merge_key)


def set_parameters(
    session: "Session", places: Sequence[int], values: Array, label: str, merge_key: str = ""
) -> None:
    """The same for several places at once; `values` is shaped like `places`."""
    with np.errstate(over="ignore"):  # 1e39 is finite, but not in single precision
        values = values.astype(session.network.parameters.dtype)
    if not np.isfinite(values).all():
        wrong = values[~np.isfinite(values)][0]
        session.complained.emit(tr("A weight is {value}, but takes a finite number.", value=wrong))
        return
    if session.fault_hunt.refuses():
        return
    session.go_on_from_here()
    if (values != session.network.parameters[list(places)]).any():
        announce = session.training.on_set_by_hand
        session.undo_stack.push(ParameterEdit(label, session.trainer, places, values, announce, merge_key))


def set_frozen(session: "Session", place: int, is_frozen: bool) -> None:
    """Let training leave θ[place] as it is, or move it again."""
    places = set(session.experiment.frozen)
    changed = places | {place} if is_frozen else places - {place}
    label = tr("Freeze a weight") if is_frozen else tr("Release a weight")
    session.attempt(lambda experiment: replace(experiment, frozen=tuple(changed)), label)


def set_silenced(session: "Session", layer: int, neuron: int, is_silenced: bool) -> None:
    """Switch a hidden neuron off, or on again."""
    neurons = set(session.experiment.silenced)
    changed = neurons | {(layer, neuron)} if is_silenced else neurons - {(layer, neuron)}
    label = tr("Switch a neuron off") if is_silenced else tr("Switch a neuron on")
    session.attempt(lambda experiment: replace(experiment, silenced=tuple(changed)), label)
