"""The formulas of the inspector: each a row of letters with the numbers of this moment below them.

A number's goal is the `Selection` it stands for, so that a click on it goes there.
"""

from collections.abc import Callable, Sequence

import numpy as np

from engine.network import LOSSES
from engine.network.address import Address
from engine.training.inspection_neuron import LongTerm, NeuronNumbers
from gui import numbers
from gui.panels.inspector_letters import activation_letter, neuron_letter, parameter_letter
from gui.panels.inspector_moment import Moment, selection_of
from gui.session import Selection
from gui.translation import tr
from gui.widgets.letters import Letter
from gui.widgets.live_formula import Token, sign

MOST_TERMS = 6
"""Terms of a sum that are written out; the rest stands together at its end."""

EQUALS, PLUS, MINUS_SIGN = sign("=", "="), sign("+", "+", breaks=True), sign("-", numbers.MINUS)
TIMES, OPEN, CLOSE = sign(r"\cdot", "·"), sign("(", "("), sign(")", ")")

LEADING = {"mse": 2.0, "binary_cross_entropy": 1.0, "half_squared_error": 0.0, "cross_entropy": 0.0}
"""Losses whose derivative is a multiple of ŷ − y: what stands over n, 0 for ŷ − y itself."""


def number(letters: Sequence[Letter], value: float, reading: str, goal: Selection | None = None) -> Token:
    """A number below its letters."""
    return Token(tuple(letters), numbers.significant(value), reading, goal, tip=reading)


def sum_formula(moment: Moment) -> list[Token]:
    """z_j = Σ_k w_jk a_k + what long links bring + b_j"""
    own, last = moment.neuron, len(moment.trainer.network.spec.layers)
    tokens = [_z(own), EQUALS]

    def term(k: int) -> list[Token]:
        return [
            _parameter(Address(own.layer, own.neuron, k), float(own.weights[k])),
            TIMES,
            _activation(own.layer - 1, k, float(own.inputs[k]), last),
        ]

    tokens += _written_out(own.weights * own.inputs, term)
    if own.arriving:
        tokens += [PLUS, *_written_out(_products(own.arriving), _long_terms(own.arriving, _heard(last)))]
    return [*tokens, PLUS, _parameter(Address(own.layer, own.neuron, None), own.bias)]


def activation_formula(moment: Moment) -> list[Token]:
    """a_j = f(z_j), and what a skip connection adds"""
    own, last = moment.neuron, len(moment.trainer.network.spec.layers)
    said = number(
        (Letter("f"), Letter("("), neuron_letter("z", own.layer, own.neuron), Letter(")")),
        own.curve,
        tr("f of z"),
    )
    whole = number((activation_letter(own.layer, own.neuron, last),), own.a, tr("a"))
    tokens = [whole, EQUALS, said]
    if own.is_silenced:
        tokens += [TIMES, _silence()]
    if own.skipped is not None:
        tokens += [PLUS, _activation(own.layer - 1, own.neuron, own.skipped, last)]
    return tokens


def error_formula(moment: Moment) -> list[Token]:
    """δ_j, by the way it comes about"""
    own = moment.neuron
    delta = number((neuron_letter(r"\delta", own.layer, own.neuron),), own.delta, "δ")
    tokens = [delta, EQUALS]
    if own.origin == "fused":
        return tokens + loss_derivative(moment)
    if own.origin == "softmax":
        return tokens + _mixed_error(moment)
    if own.origin == "input":
        return tokens + _sum_from_above(moment)
    slope = number(
        (Letter("f'"), Letter("("), neuron_letter("z", own.layer, own.neuron), Letter(")")),
        own.slope,
        tr("the slope of f at z"),
    )
    tokens += [slope, TIMES]
    if own.is_silenced:
        tokens += [_silence(), TIMES]
    inner = loss_derivative(moment) if own.origin == "output" else _sum_from_above(moment)
    is_product = own.origin == "output" and LEADING.get(moment.trainer.spec.loss, 0.0) != 0.0
    return tokens + (inner if len(inner) == 1 or is_product else [OPEN, *inner, CLOSE])


def loss_derivative(moment: Moment) -> list[Token]:
    """∂c/∂ŷ_j, or ∂c/∂z_j where the loss is fused with its output: the multiple of ŷ_j − y_j that it is."""
    own, loss = moment.neuron, moment.trainer.spec.loss
    outputs = moment.trainer.network.spec.outputs
    if loss not in LEADING:
        formula = Letter(LOSSES[loss].derivative_formula)
        return [number((formula,), own.upstream, tr("the derivative of the loss"))]
    assert own.target is not None
    low = str(own.neuron + 1)
    gap = [
        number((Letter(r"\hat y", low),), own.a, tr("prediction"), Selection(own.layer, own.neuron)),
        MINUS_SIGN,
        number((Letter("y", low),), own.target, tr("target")),
    ]
    if LEADING[loss] == 0.0:
        return gap
    over = Letter(rf"\frac{{{LEADING[loss]:.0f}}}{{n}}")
    share = Token((over,), numbers.plain(LEADING[loss] / outputs), tr("share of one output"))
    return [share, TIMES, OPEN, *gap, CLOSE]


def gradient_formula(moment: Moment) -> list[Token]:
    """∂c/∂w_jk = δ_j a_k, or ∂c/∂b_j = δ_j"""
    address, place = _parameter_at(moment)
    own, last = moment.neuron, len(moment.trainer.network.spec.layers)
    value = float(moment.parameters.example_gradient[place])
    delta = number(
        (neuron_letter(r"\delta", own.layer, own.neuron),),
        own.delta,
        tr("the error δ of the neuron"),
        Selection(own.layer, own.neuron),
    )
    tokens = [number(_derivative("c", address), value, tr("derivative for the example")), EQUALS, delta]
    if address.source is not None:
        k = address.source
        tokens += [TIMES, _activation(address.below, k, _sent(own, address), last)]
    return tokens


def batch_formula(moment: Moment) -> list[Token]:
    """∂C/∂w, the mean over the batch; with penalty and clipping what the optimizer is given"""
    address, place = _parameter_at(moment)
    given = moment.parameters
    count, batch = len(given.batch), float(given.batch_gradient[place])
    total = float(np.sum(moment.of_batch))
    tokens = [
        number(_derivative("C", address), batch, tr("derivative for the batch")),
        EQUALS,
        Token((Letter(r"\frac{1}{N}"),), f"1/{count}", tr("one over the number of examples")),
        TIMES,
        number(
            (
                Letter(r"\sum"),
                Letter(r"\partial c"),
                Letter("/"),
                Letter(r"\partial"),
                parameter_letter(address),
            ),
            total,
            tr("sum over the examples"),
        ),
    ]
    penalty, clipping = float(given.penalty_gradient[place]), float(given.clipping[place])
    g = number((Letter("g"),), float(given.gradient[place]), "g")
    if penalty == 0.0 and clipping == 0.0:
        return [g, EQUALS, *tokens]
    tokens += [
        sign(r";\;", ";", breaks=True),
        g,
        EQUALS,
    ]
    tokens.append(number(_derivative("C", address), batch, tr("derivative for the batch")))
    if penalty != 0.0:
        formula = moment.trainer.spec.penalty
        letters = {"l1": r"\lambda\,\mathrm{sign}\,w", "l2": r"\lambda\,w"}.get(formula, r"\lambda")
        tokens += [PLUS, number((Letter(letters),), penalty, tr("from the penalty"))]
    if clipping != 0.0:
        tokens += [PLUS, number((Letter(r"\mathrm{clip}"),), clipping, tr("from clipping"))]
    return tokens


def _written_out(products: np.ndarray, term: Callable[[int], list[Token]]) -> list[Token]:
    """The terms of a sum with plus signs between; the last ones together where there are many."""
    shown = len(products) if len(products) <= MOST_TERMS + 1 else MOST_TERMS
    tokens: list[Token] = []
    for k in range(shown):
        tokens += ([PLUS] if k else []) + term(k)
    if shown < len(products):
        rest = len(products) - shown
        reading = tr("{count} more terms", count=rest)
        tokens += [PLUS, number((Letter(r"\cdots"),), float(products[shown:].sum()), reading)]
    return tokens


def _sum_from_above(moment: Moment) -> list[Token]:
    """Σ_k w_kj^[l+1] δ_k^[l+1], what long links bring back, and what a skip connection sends down"""
    own = moment.neuron

    def term(k: int) -> list[Token]:
        return [
            _parameter(Address(own.layer + 1, k, own.neuron), float(own.weights_above[k])),
            TIMES,
            _error(own.layer + 1, k, float(own.deltas_above[k])),
        ]

    tokens = _written_out(own.weights_above * own.deltas_above, term)
    if own.leaving:
        tokens += [PLUS, *_written_out(_products(own.leaving), _long_terms(own.leaving, _sent_back))]
    if own.passed_on is not None:
        letters = (Letter(r"\partial c"), Letter("/"), Letter(r"\partial"), _above(own))
        tokens += [PLUS, number(letters, own.passed_on, tr("through the skip connection"), _goal_above(own))]
    return tokens


def _products(terms: Sequence[LongTerm]) -> np.ndarray:
    return np.array([term.product for term in terms])


def _long_terms(
    terms: Sequence[LongTerm], factor: Callable[[LongTerm], Token]
) -> Callable[[int], list[Token]]:
    """The weight of each link over layers, times what runs along it."""
    return lambda at: [_parameter(terms[at].address, terms[at].weight), TIMES, factor(terms[at])]


def _heard(last: int) -> Callable[[LongTerm], Token]:
    """a_k^[m]"""
    return lambda term: _activation(term.address.below, term.address.source or 0, term.value, last)


def _sent_back(term: LongTerm) -> Token:
    """δ_j^[l]"""
    return _error(term.address.layer, term.address.neuron, term.value)


def _sent(own: NeuronNumbers, address: Address) -> float:
    """What comes in along that weight."""
    if address.origin is None:
        return float(own.inputs[address.source])
    return next(term.value for term in own.arriving if term.address == address)


def _mixed_error(moment: Moment) -> list[Token]:
    """a_j (∂c/∂ŷ_j − Σ_k ŷ_k ∂c/∂ŷ_k): softmax lets every output have a part in every error"""
    own = moment.neuron
    low = str(own.neuron + 1)
    mean = own.upstream - own.delta / own.curve if own.curve else float("nan")
    slope = (Letter(r"\partial c"), Letter("/"), Letter(r"\partial"), Letter(r"\hat y", low))
    return [
        number((Letter(r"\hat y", low),), own.curve, tr("prediction")),
        TIMES,
        OPEN,
        number(slope, own.upstream, tr("the derivative of the loss")),
        MINUS_SIGN,
        number(
            (Letter(r"\sum_k \hat y_k\,\partial c/\partial \hat y_k"),),
            mean,
            tr("the same of all outputs, in their shares"),
        ),
        CLOSE,
    ]


def _above(own: NeuronNumbers) -> Letter:
    return neuron_letter("a", own.layer + 1, own.neuron)


def _goal_above(own: NeuronNumbers) -> Selection:
    return Selection(own.layer + 1, own.neuron)


def _z(own: NeuronNumbers) -> Token:
    return number((neuron_letter("z", own.layer, own.neuron),), own.z, "z")


def _silence() -> Token:
    return Token((Letter("0"),), "0", tr("switched off"))


def _parameter(address: Address, value: float) -> Token:
    if address.source is None:
        reading = tr("bias")
    else:
        reading = tr(
            "weight from {source} to {neuron}, layer {layer}",
            source=address.source + 1,
            neuron=address.neuron + 1,
            layer=address.layer,
        )
        if address.origin is not None:
            reading = tr(
                "weight of the long link from {start} to {end}",
                start=_neuron_reading(address.below, address.source),
                end=_neuron_reading(address.layer, address.neuron),
            )
    return number((parameter_letter(address),), value, reading, selection_of(address))


def _activation(layer: int, neuron: int, value: float, last: int) -> Token:
    reading = _neuron_reading(layer, neuron)
    if layer:
        reading = tr("activation of {neuron}", neuron=reading)
    return number((activation_letter(layer, neuron, last),), value, reading, Selection(layer, neuron))


def _error(layer: int, neuron: int, value: float) -> Token:
    reading = tr("the error δ of {neuron}", neuron=_neuron_reading(layer, neuron))
    return number((neuron_letter(r"\delta", layer, neuron),), value, reading, Selection(layer, neuron))


def _neuron_reading(layer: int, neuron: int) -> str:
    if layer == 0:
        return tr("input {number}", number=neuron + 1)
    return tr("neuron {number} of layer {layer}", number=neuron + 1, layer=layer)


def _derivative(cost: str, address: Address) -> tuple[Letter, ...]:
    """∂c/∂w in one line"""
    return (Letter(rf"\partial {cost}"), Letter("/"), Letter(r"\partial"), parameter_letter(address))


def _parameter_at(moment: Moment) -> tuple[Address, int]:
    subject = moment.subject
    assert subject is not None
    assert subject.neuron is not None
    assert subject.place is not None
    return subject.address or Address(subject.layer, subject.neuron, None), subject.place
