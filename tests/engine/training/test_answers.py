"""Which class is taken for which, and how far numbers are off: by hand, and against scikit-learn."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import LayerSpec, NetworkSpec
from engine.training.answers import Fit, confusion, predicted_labels, row_shares

THREE = Dataset(np.zeros((4, 2)), np.eye(3)[[0, 2, 1, 1]], "classes")
TWO = Dataset(np.zeros((4, 2)), np.array([-1.0, 1.0, 1.0, -1.0]), "binary")


def spec(outputs: int, activation: str) -> NetworkSpec:
    return NetworkSpec(2, (LayerSpec(outputs, activation),))


def test_largest_output_wins_and_of_equal_ones_the_first() -> None:
    predictions = np.array([[0.2, 0.3, 0.5], [0.9, 0.05, 0.05], [0.4, 0.4, 0.2], [0.1, 0.45, 0.45]])
    found = predicted_labels(predictions, THREE, spec(3, "softmax"), "cross_entropy")
    assert found.tolist() == [2, 0, 0, 1]


@pytest.mark.parametrize(
    ("activation", "loss", "outputs", "classes"),
    [
        ("tanh", "mse", [-0.9, 0.1, 0.0, -0.1], [0, 1, 0, 0]),
        ("sigmoid", "binary_cross_entropy", [0.4, 0.6, 0.5, 0.51], [0, 1, 0, 1]),
    ],
)
def test_one_output_speaks_for_the_second_class_above_the_middle(activation, loss, outputs, classes) -> None:
    predictions = np.array(outputs)[:, None]
    assert predicted_labels(predictions, TWO, spec(1, activation), loss).tolist() == classes


def test_confusion_by_hand() -> None:
    counts = confusion(np.array([0, 0, 0, 1, 1, 3]), np.array([0, 2, 0, 1, 0, 3]), 4)
    assert counts.tolist() == [[2, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
    shares = row_shares(counts)
    assert shares[0].tolist() == pytest.approx([2 / 3, 0, 1 / 3, 0])
    assert np.isnan(shares[2]).all()
    assert confusion(np.array([], np.intp), np.array([], np.intp), 2).tolist() == [[0, 0], [0, 0]]


def test_fit_by_hand() -> None:
    fit = Fit.of(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 5.0]))
    assert fit.root_mean_square == pytest.approx(np.sqrt(4 / 3))
    assert fit.explained == pytest.approx(1 - 4 / 2)
    assert np.isnan(Fit.of(np.ones(3), np.ones(3)).explained)
    assert np.isnan(Fit.of(np.empty(0), np.empty(0)).root_mean_square)


@pytest.mark.referee
@pytest.mark.parametrize("seed", range(5))
def test_confusion_and_fit_against_scikit_learn(seed: int) -> None:
    from sklearn.metrics import confusion_matrix, r2_score, root_mean_squared_error

    generator = np.random.default_rng(seed)
    labels, predicted = generator.integers(0, 5, (2, 200))
    ours = confusion(labels, predicted, 5)
    assert np.array_equal(ours, confusion_matrix(labels, predicted, labels=range(5)))
    theirs = confusion_matrix(labels, predicted, labels=range(5), normalize="true")
    assert np.allclose(row_shares(ours), theirs, rtol=0, atol=1e-15)
    targets, predictions = generator.normal(size=(2, 50))
    fit = Fit.of(targets, predictions)
    assert fit.root_mean_square == pytest.approx(root_mean_squared_error(targets, predictions), rel=1e-12)
    assert fit.explained == pytest.approx(r2_score(targets, predictions), rel=1e-12)
