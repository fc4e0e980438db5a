"""The size of each layer's gradient: a mean over its weights, recorded with the history and as bounded as it."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import History, Trainer, TrainingSpec
from engine.training.history import Metrics
from engine.training.layer_gradients import LayerGradients

METRICS = Metrics(0.5, 0.6, 0.0, 0.7, 0.8)
NETWORK = NetworkSpec(2, (LayerSpec(3), LayerSpec(1)))


def make_trainer(batch_size=500):
    data = make_dataset("circle", samples=40)
    return Trainer(Network(NETWORK, seed=3), data, TrainingSpec(batch_size=batch_size), seed=0)


def test_means_are_over_weights_and_not_biases() -> None:
    network = Network(NETWORK)
    gradient = np.zeros(13)
    first, second = network.split(gradient)
    first[0][...] = [[1.0, -2.0], [3.0, -4.0], [5.0, -6.0]]
    first[1][...] = 100.0
    second[0][...] = [[0.5, -1.0, 0.0]]
    second[1][...] = -100.0
    assert LayerGradients(network).measure(gradient).tolist() == pytest.approx([21.0 / 6.0, 0.5])


def test_width_alone_makes_no_layer_look_strong() -> None:
    for neurons in (1, 7, 64):
        network = Network(NetworkSpec(2, (LayerSpec(neurons), LayerSpec(1))))
        assert LayerGradients(network).measure(np.full(network.layout.size, -0.25)).tolist() == pytest.approx(
            [0.25, 0.25]
        )


def test_record_is_of_the_gradient_of_the_last_update() -> None:
    trainer = make_trainer()
    inputs, targets = trainer.next_batch()  # the whole part is one batch
    _, gradient = trainer.network.loss_and_gradient(inputs, targets, trainer.spec.loss)
    trainer.run_epoch()
    for layer, (weights, _) in enumerate(trainer.network.split(gradient), start=1):
        recorded = trainer.history.gradient_of(layer)
        assert np.isnan(recorded[0]).all()  # before the first update there was none
        assert recorded[1] == pytest.approx(np.full(2, np.abs(weights).mean()))


def test_thinning_keeps_smallest_and_largest() -> None:
    history = History(capacity=4, layers=2)
    sizes = [(1.0, 0.1), (9.0, 0.2), (2.0, 0.3), (3.0, 0.4), (4.0, 0.05)]
    for epoch, pair in enumerate(sizes):
        history.append(epoch, epoch, METRICS, pair)
    assert len(history) == 3
    assert history.gradient_of(1).tolist() == [[1.0, 9.0], [2.0, 3.0], [4.0, 4.0]]
    assert history.gradient_of(2).tolist() == [[0.1, 0.2], [0.3, 0.4], [0.05, 0.05]]
    assert history.copy().gradient_of(1).tolist() == history.gradient_of(1).tolist()


def test_gradients_come_back_from_rows() -> None:
    history = History(layers=2)
    history.append(0, 0, METRICS)
    history.append(1, 5, METRICS, (0.1, 0.2))
    same = History.from_rows(history.epochs, history.steps, history.ranges, 1, 1, METRICS)
    assert same.layers == 2
    assert np.array_equal(same.ranges, history.ranges, equal_nan=True)


def test_history_without_gradients_makes_room_for_them() -> None:
    history = History()
    history.append(0, 0, METRICS)
    wider = history.with_layers(2)
    assert wider.range_of("train_cost").tolist() == [[0.5, 0.5]]
    assert np.isnan(wider.gradient_of(2)).all()
    wider.append(1, 5, METRICS, (0.1, 0.2))
    assert wider.gradient_of(2)[1].tolist() == [0.2, 0.2]
    assert wider.with_layers(2) is wider


@pytest.mark.parametrize("layer", [0, 3])
def test_layer_that_is_not_there_is_refused(layer: int) -> None:
    with pytest.raises(SpecError, match="layer"):
        History(layers=2).gradient_of(layer)


def test_too_few_columns_are_refused() -> None:
    with pytest.raises(SpecError):
        History.from_rows(np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros((2, 3, 2)), 1, 1, None)
