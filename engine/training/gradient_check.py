"""Is backprop right? Each derivative beside the same number found by nudging the parameter.

The numerical gradient is the central difference (C(θ_i + h) − C(θ_i − h)) / 2h with h = ε^⅓ max(1, |θ_i|),
which balances what the formula leaves out against rounding (Press et al., Numerical Recipes, section 5.7). It
knows nothing of backprop, so the two agree only if both are right. All is done in float64.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.data import Dataset
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, Network
from engine.network.address import Address, address_of
from engine.network.network import check_fit, check_targets, with_ones
from engine.training.targets import encode_targets

Verdict = Literal["right", "kink", "wrong"]
Backprop = Callable[[Network, Array, Array, str], Array]
"""(network, inputs (N, n_0), targets (N, n_L), loss) → what it takes for ∂C/∂θ, (P,)."""

TOLERANCE = 1e-5
"""The largest relative error of a derivative that is right."""

_EPSILON = float(np.finfo(np.float64).eps)
_STEP = _EPSILON ** (1.0 / 3.0)
# Rounding moves C by a few units in the last place of the numbers it is made of, and the quotient by that
# over h. Smaller derivatives than make this a right one's error are compared absolutely.
_BLUR = 4.0 * _EPSILON / _STEP / TOLERANCE


@dataclass(frozen=True)
class Derivative:
    """One parameter, its derivative both ways.

    Attributes:
        index: Its place in θ.
        address: Which weight or bias it is.
        backprop, numerical: ∂C/∂θ_i from backprop, and from the difference quotient.
        relative_error: |difference| over the larger of the two, but at least over the smallest derivative
            that the quotient can tell from 0.
        verdict: "right"; "kink" where they differ and a curve has a corner between the two nudges, so
            that the quotient means nothing; "wrong" where they differ without excuse.
    """

    index: int
    address: Address
    backprop: float
    numerical: float
    relative_error: float
    verdict: Verdict


@dataclass(frozen=True)
class GradientCheck:
    """The derivatives that were checked, worst first: wrong ones, then kinks, then right ones."""

    derivatives: tuple[Derivative, ...]

    @property
    def passed(self) -> bool:
        """Whether none is wrong."""
        return all(each.verdict != "wrong" for each in self.derivatives)

    @property
    def worst(self) -> Derivative:
        """The first of them."""
        return self.derivatives[0]

    def with_verdict(self, verdict: Verdict) -> tuple[Derivative, ...]:
        """Those of that verdict, worst first."""
        return tuple(each for each in self.derivatives if each.verdict == verdict)


_SEVERITY: dict[Verdict, int] = {"wrong": 0, "kink": 1, "right": 2}


def check_gradients(
    network: Network,
    data: Dataset | Array,
    targets: Array | None = None,
    *,
    loss: str = "mse",
    parameters: Iterable[int] | None = None,
    backprop: Backprop | None = None,
) -> GradientCheck:
    """Compare backprop's gradient of C, penalty not included, of the whole network with the numerical one.

    `data` is a Dataset, or inputs (N, n_0) with `targets` (N, n_L) beside them. `parameters` are places
    in θ, all if left out. `backprop` is who is examined, the program's own if left out; an entry of FAULTS
    has one that fails. The network is left as it is. `SpecError` where shapes do not fit or C is not finite.
    """
    checks = checked_one_by_one(network, data, targets, loss=loss, parameters=parameters, backprop=backprop)
    return GradientCheck(
        tuple(sorted(checks, key=lambda each: (_SEVERITY[each.verdict], -each.relative_error)))
    )


def checked_one_by_one(
    network: Network,
    data: Dataset | Array,
    targets: Array | None = None,
    *,
    loss: str = "mse",
    parameters: Iterable[int] | None = None,
    backprop: Backprop | None = None,
) -> Iterator[Derivative]:
    """The same derivatives in the order asked for, each checked when it is asked for."""
    prober = _Prober(network, *_examples(network, data, targets, loss), loss)
    chosen = range(network.layout.size) if parameters is None else list(parameters)
    addresses = [address_of(network.spec, index) for index in chosen]
    gradient = (backprop or own_backprop)(prober.network, prober.inputs, prober.targets, loss)
    pairs = zip(chosen, addresses, strict=True)
    return (prober.check(index, address, float(gradient[index])) for index, address in pairs)


def own_backprop(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    """The program's own: `Network.loss_and_gradient`."""
    return network.loss_and_gradient(inputs, targets, loss)[1]


class _Prober:
    """A copy of the network in float64 that can be nudged, and what it says of C and of kinks."""

    def __init__(self, network: Network, inputs: Array, targets: Array, loss: str) -> None:
        self.network = Network(network.spec, "zeros")
        self.network.parameters[...] = network.parameters
        self.network.silence(network.silenced)
        self.inputs, self.targets = inputs, targets
        self._loss = LOSSES[loss]
        self._columns = np.ascontiguousarray(targets.T)
        self._inputs_bar = with_ones(inputs, np.float64).T
        self._pass = self.network.make_pass(len(inputs))
        cost, _ = self._look()
        if not np.isfinite(cost):
            raise SpecError("C", cost, "a finite number where gradients are checked")
        self._floor = _BLUR * (cost + max(1.0, float(np.abs(self._pass.z).max())))

    def check(self, index: int, address: Address, backprop: float) -> Derivative:
        """Nudge θ[index] up and down."""
        theta = self.network.parameters
        present = float(theta[index])
        step = _STEP * max(1.0, abs(present))
        theta[index] = present + step
        cost_above, sides_above = self._look()
        theta[index] = present - step
        cost_below, sides_below = self._look()
        theta[index] = present
        # What was really stepped, after rounding of θ ± h.
        width = (present + step) - (present - step)
        numerical = (cost_above - cost_below) / width
        error = abs(backprop - numerical) / max(abs(backprop), abs(numerical), self._floor)
        jumps = any((up != down).any() for up, down in zip(sides_above, sides_below, strict=True))
        return Derivative(index, address, backprop, numerical, error, _verdict(error, jumps))

    def _look(self) -> tuple[float, list[np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]]:
        """C, and for every place where a derivative can jump, on which side of it each number is."""
        passed, spec = self._pass, self.network.spec
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            passed.forward(self._inputs_bar)
            cost = float(self._loss.cost(passed.z, passed.a, self._columns).mean())
            sides = [
                z > kink
                for layer, z in zip(spec.layers, passed.layer_z(), strict=True)
                for kink in ACTIVATIONS[layer.activation].kinks
            ]
            if self._loss.kink is not None:
                sides.append(self._loss.kink(passed.a, self._columns) > 0.0)
        return cost, sides


def _verdict(relative_error: float, jumps: bool) -> Verdict:
    if relative_error <= TOLERANCE:  # false for NaN, which so counts as wrong
        return "right"
    return "kink" if jumps else "wrong"


def _examples(
    network: Network, data: Dataset | Array, targets: Array | None, loss: str
) -> tuple[Array, Array]:
    """Inputs and targets in float64, checked against the network."""
    check_fit(LOSSES.find(loss), network.spec)
    if isinstance(data, Dataset):
        inputs, wanted = data.inputs, encode_targets(data, network.spec, loss)
    else:
        inputs, wanted = np.asarray(data, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    spec = network.spec
    if inputs.ndim != 2 or inputs.shape[1] != spec.inputs or len(inputs) == 0:
        raise SpecError("inputs", f"an array of shape {inputs.shape}", f"shape (N, {spec.inputs}), N ≥ 1")
    if wanted.shape != (len(inputs), spec.outputs):
        raise SpecError(
            "targets", f"an array of shape {wanted.shape}", f"shape ({len(inputs)}, {spec.outputs})"
        )
    check_targets(LOSSES[loss], wanted)
    return inputs, wanted
