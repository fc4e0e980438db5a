"""Whether examples fit a network and a loss, and which part of them is for testing."""

import numpy as np

from engine.data import Dataset
from engine.errors import SpecError
from engine.network import LOSSES, NetworkSpec
from engine.network.network import check_targets
from engine.training.targets import encode_targets


def check_examples(spec: NetworkSpec, loss: str, train: Dataset, test: Dataset) -> None:
    """`SpecError` unless a network of that spec can be trained on the one part and tested on the other."""
    inputs, outputs = train.inputs.shape[1], train.targets.shape[1]
    if len(train) == 0:
        raise SpecError("data", "no examples", "at least one example to train on")
    if spec.inputs != inputs:
        raise SpecError("inputs", spec.inputs, f"{inputs}, as many as the data has")
    if spec.outputs != outputs:
        raise SpecError("outputs", spec.outputs, f"{outputs}, as many as the targets have")
    for part in (train, test):
        check_targets(LOSSES[loss], encode_targets(part, spec, loss))


def part_to_test(test: Dataset | None, data: Dataset) -> Dataset:
    """The examples to test on; none of their kind where nothing is given."""
    return test if test is not None else data.take(np.arange(0))
