"""Outputs as shares: probabilities as they are, others between no and yes."""

import numpy as np
import pytest

from engine.network import LayerSpec, NetworkSpec
from engine.training.class_shares import class_shares


@pytest.mark.parametrize(
    ("activation", "loss", "predictions", "shares"),
    [
        ("softmax", "cross_entropy", [0.2, 0.5, 0.3], [0.2, 0.5, 0.3]),
        ("sigmoid", "mse", [0.0, 0.25, 1.0], [0.0, 0.25, 1.0]),
        ("tanh", "mse", [-1.0, 0.0, 1.0], [0.0, 0.5, 1.0]),
        ("linear", "mse", [-7.0, 0.5, np.nan], [0.0, 0.75, 0.0]),
    ],
)
def test_shares_by_output(activation: str, loss: str, predictions, shares) -> None:
    spec = NetworkSpec(2, (LayerSpec(3, activation),))
    assert class_shares(np.array([predictions]), spec, loss)[0] == pytest.approx(shares)
