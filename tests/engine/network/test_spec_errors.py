"""A design that makes no sense is refused with the field, what it got and what it takes."""

import re

import pytest

from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec


def deep(*layers, inputs=2):
    return lambda: NetworkSpec(inputs, layers)


def fitting(loss, *layers):
    """Ask a network of these layers for that loss."""

    def ask():
        network = Network(NetworkSpec(2, layers))
        targets = [[1.0] * layers[-1].neurons]
        network.loss_and_gradient([[0.0, 0.0]], targets, loss)

    return ask


TOO_MANY = [LayerSpec(1)] * 65

REFUSALS = [
    (lambda: LayerSpec(0), "neurons", "neurons is 0, but takes a whole number from 1 to 4096."),
    (lambda: LayerSpec(5000), "neurons", "neurons is 5000, but takes a whole number from 1 to 4096."),
    (lambda: LayerSpec(2.5), "neurons", "neurons is 2.5, but takes a whole number"),
    (lambda: LayerSpec(True), "neurons", "neurons is True, but takes a whole number"),
    (lambda: LayerSpec(3, "swish"), "activation", "activation is 'swish', but takes one of linear, sigmoid,"),
    (lambda: LayerSpec(3, ["tanh"]), "activation", "activation is ['tanh'], but takes one of linear,"),
    (lambda: LayerSpec(3, skip="no"), "skip", "skip is 'no', but takes true or false."),
    (deep(LayerSpec(1), inputs=0), "inputs", "inputs is 0, but takes a whole number from 1 to 4096."),
    (deep(), "number of layers", "number of layers is 0, but takes 1 to 64, the last of them the output."),
    (deep(*TOO_MANY), "number of layers", "number of layers is 65, but takes 1 to 64, the last"),
    (deep(3, LayerSpec(1)), "layers[0]", "layers[0] is 3, but takes a LayerSpec."),
    (
        deep(*[LayerSpec(4096)] * 2, inputs=4096),
        "layers",
        "layers is '33562624 parameters', but takes at most 5000000 in all.",
    ),
    (
        deep(LayerSpec(2, "softmax"), LayerSpec(1)),
        "layers[0].activation",
        "layers[0].activation is 'softmax', but takes softmax at the output layer only.",
    ),
    (
        deep(LayerSpec(2), LayerSpec(3, skip=True)),
        "layers[1].skip",
        "layers[1].skip is 'a skip connection from 2 to 3 neurons', but takes equal widths.",
    ),
    (
        lambda: Network(NetworkSpec(1, (LayerSpec(1),)), dtype="float16"),
        "dtype",
        "dtype is 'float16', but takes float64 or float32.",
    ),
    (fitting("abs", LayerSpec(1)), "loss", "loss is 'abs', but takes one of half_squared_error, mse,"),
    (
        fitting("binary_cross_entropy", LayerSpec(1, "tanh")),
        "loss",
        "loss is 'binary_cross_entropy', but takes a sigmoid output, not tanh.",
    ),
    (
        fitting("hinge", LayerSpec(1, "sigmoid")),
        "loss",
        "loss is 'hinge', but takes an output that reaches −1 and +1, not sigmoid.",
    ),
    (
        fitting("binary_cross_entropy", LayerSpec(2, "sigmoid", skip=True)),
        "loss",
        "loss is 'binary_cross_entropy', but takes a sigmoid output without a skip connection.",
    ),
    (
        fitting("cross_entropy", LayerSpec(1, "softmax")),
        "loss",
        "loss is 'cross_entropy', but takes two or more outputs",
    ),
]


@pytest.mark.parametrize(("build", "field", "sentence"), REFUSALS)
def test_refusal(build, field, sentence):
    with pytest.raises(SpecError, match=re.escape(sentence)) as refusal:
        build()
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")


def test_lists_of_layers_become_tuples():
    spec = NetworkSpec(2, [LayerSpec(3), LayerSpec(1)])
    assert spec == NetworkSpec(2, (LayerSpec(3), LayerSpec(1)))
    assert spec.sizes == (2, 3, 1)
    assert spec.parameter_count == 3 * 3 + 4
    assert (spec.outputs, spec.hidden) == (1, (LayerSpec(3),))
