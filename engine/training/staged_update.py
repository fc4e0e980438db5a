"""The update stages of each parameter: gradient, penalty, clipping, the optimizer's named numbers, the step."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.network import PENALTIES, Network, address_of
from engine.network.address import Address
from engine.training import staged_formulas as tex
from engine.training.optimizers import OPTIMIZERS
from engine.training.spec import TrainingSpec
from engine.training.staged_edges import edges_between
from engine.training.staged_numbers import UpdateNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import Matrix, Place, Stage

UpdateGrain = Literal["parameter", "neuron", "layer"]

OPTION_SYMBOLS: Mapping[str, str] = {
    "momentum": r"\mu",
    "alpha": r"\alpha",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "epsilon": r"\epsilon",
    "weight_decay": r"\lambda",
}
"""How the optimizers' rules write their options."""


class UpdateStages:
    """The coming update of `network` as `spec` has it, after `count` updates."""

    def __init__(
        self,
        network: Network,
        spec: TrainingSpec,
        numbers: UpdateNumbers,
        count: int,
        grain: UpdateGrain,
    ) -> None:
        self._network = network
        self._spec = spec
        self._numbers = numbers
        self._count = count + 1
        self._grain = grain
        self._kind = OPTIMIZERS[spec.optimizer.key]
        self._names = self._stage_names()

    @property
    def names(self) -> tuple[str, ...]:
        """The stages of each parameter."""
        return self._names

    @property
    def is_scheduled(self) -> bool:
        """Whether η changes with the epochs."""
        return self._spec.schedule.key != "constant"

    def count_of(self, grain: UpdateGrain) -> int:
        """How many stages the update has in a grain."""
        return self._groups(grain) * len(self._names) + self.is_scheduled

    def runs(self) -> Iterator[Run]:
        """η where a schedule leads it, then the parameters one after another."""
        if self.is_scheduled:
            yield Run(1, lambda index: self._rate())
        yield Run(self._groups(self._grain) * len(self._names), self._stage)

    def _stage_names(self) -> tuple[str, ...]:
        spec = self._spec
        has_penalty = spec.penalty != "none" and spec.penalty_rate > 0.0
        clips = spec.clip_norm is not None or spec.clip_value is not None
        state = [name for name in self._kind.rules if name not in ("gradient", "step")]
        return (
            "loss_gradient",
            *(("penalty_gradient",) if has_penalty else ()),
            *(("clip",) if clips else ()),
            *state,
            "step",
            "next",
        )

    def _groups(self, grain: UpdateGrain) -> int:
        spec = self._network.spec
        long = bool(spec.long_links)
        sizes = {
            "parameter": spec.parameter_count,
            "neuron": sum(spec.sizes[1:]) + long,
            "layer": len(spec.layers) + long,
        }
        return sizes[grain]

    def _rate(self) -> Stage:
        spec, rate = self._spec, self._numbers.rate
        share = rate / spec.optimizer.rate if spec.optimizer.rate else 0.0
        return Stage(
            "update",
            "rate",
            "rate",
            letters=r"\eta_t = \eta \cdot \mathrm{factor}(t)",
            numbers=rf"{tex.number(rate)} = {tex.number(spec.optimizer.rate)} \cdot {tex.number(share)}",
            result=rate,
        )

    def _stage(self, index: int) -> Stage:
        group, step = divmod(index, len(self._names))
        name = self._names[step]
        if self._grain == "parameter":
            return self._of_parameter(group, name)
        if self._network.spec.long_links and group == self._groups(self._grain) - 1:
            return self._of_long_links(name)
        if self._grain == "layer":
            return self._of_many(group + 1, None, name)
        layer, neuron = 1, group
        while neuron >= self._network.spec.sizes[layer]:
            neuron -= self._network.spec.sizes[layer]
            layer += 1
        return self._of_many(layer, neuron, name)

    def _of_parameter(self, place: int, name: str) -> Stage:
        address = address_of(self._network.spec, place)
        is_bias = address.source is None
        spot: Place = address[:2]
        neurons = {(address.layer, address.neuron)}
        if address.source is not None:
            neurons.add((address.below, address.source))
            spot = tuple(part for part in address if part is not None)
        result = float(self._values(name)[place])
        letters, numbers = self._formula(place, address, name)
        return Stage(
            "update",
            self._kind_of(place, name),
            name,
            address.layer,
            address.neuron,
            address.source,
            is_bias,
            frozenset(neurons),
            frozenset() if is_bias else frozenset({spot}),
            notes=((spot, result),),
            letters=letters,
            numbers=numbers,
            result=result,
            matrices=self._matrices_of(place, address, name),
            origin=address.origin,
        )

    def _kind_of(self, place: int, name: str) -> str:
        if name == "next" and self._numbers.is_frozen[place]:
            return "frozen"
        if name == "penalty_gradient" and not self._numbers.is_weight[place]:
            return "no_penalty"
        return name

    def _of_many(self, layer: int, neuron: int | None, name: str) -> Stage:
        """A whole layer, or all parameters of a neuron, at once."""
        sizes = self._network.spec.sizes
        rows = range(sizes[layer]) if neuron is None else (neuron,)
        block = self._network.layout.blocks(self._values(name))[layer - 1]
        return Stage(
            "update",
            f"many_{name}",
            name,
            layer,
            neuron,
            neurons=frozenset((layer, row) for row in rows),
            edges=edges_between(self._network, layer, neuron),
            letters=self._rule(name),
            numbers=tex.small(block if neuron is None else block[neuron : neuron + 1]),
            matrices=self._matrices(partial(self._block, layer), neuron, None, name),
        )

    def _of_long_links(self, name: str) -> Stage:
        """All the weights that pass over layers at once; they are of no layer."""
        links = self._network.spec.long_links
        return Stage(
            "update",
            f"many_{name}",
            name,
            neurons=frozenset((link.layer, link.neuron) for link in links),
            edges=frozenset((link.layer, link.neuron, link.source, link.origin) for link in links),
            letters=self._rule(name),
            numbers=tex.small(self._column(self._values(name))),
            matrices=self._matrices(self._column, None, None, name),
        )

    def _values(self, name: str) -> Array:
        numbers = self._numbers
        if name == "next":
            return numbers.after
        return numbers.named["gradient" if name == "clip" else name]

    def _rule(self, name: str) -> str:
        spec = self._spec
        if name == "loss_gradient":
            return r"g = \frac{\partial C}{\partial \theta}"
        if name == "penalty_gradient":
            return rf"g \leftarrow g + {PENALTIES[spec.penalty].derivative_formula}"
        if name == "clip":
            return self._clip_rule()
        if name == "next":
            return r"\theta \leftarrow \theta + \Delta\theta"
        return self._kind.rules[name]

    def _clip_rule(self) -> str:
        spec = self._spec
        rule = "g"
        if spec.clip_norm is not None:
            rule += r"\,\min\left(1, \frac{c}{\|g\|}\right)"
        if spec.clip_value is not None:
            rule = rf"\max(-r, \min(r, {rule}))"
        return rf"g \leftarrow {rule}"

    def _formula(self, place: int, address: Address, name: str) -> tuple[str, str]:
        numbers = self._numbers
        own = (
            tex.indexed("b", address.layer, address.neuron)
            if address.source is None
            else tex.weight(address.layer, address.neuron, address.source, address.origin)
        )
        result = tex.number(float(self._values(name)[place]))
        if name == "loss_gradient":
            return f"g = {tex.slope_of('C', own)}", f"g = {result}"
        if name == "penalty_gradient":
            return self._penalty_formula(place, own)
        if name == "clip":
            return self._clip_rule(), self._clip_numbers(place)
        if name == "next":
            value, change = float(numbers.before[place]), float(numbers.named["step"][place])
            if numbers.is_frozen[place]:
                return rf"{own} \leftarrow {own}", rf"{result} = {tex.number(value)}"
            shown = tex.signed_sum([tex.number(value), tex.number(change)])
            return rf"{own} \leftarrow {own} + \Delta {own}", f"{result} = {shown}"
        rule = self._kind.rules[name]
        _, right = _parted(rule)
        shown = tex.in_numbers(right, self._known(place, name))
        return tex.in_letters(rule, {r"\theta": f" {own}"}), f"{result} = {shown}"

    def _penalty_formula(self, place: int, own: str) -> tuple[str, str]:
        numbers = self._numbers
        before, extra = (
            float(numbers.named["loss_gradient"][place]),
            float(numbers.named["penalty_gradient"][place]),
        )
        if not numbers.is_weight[place]:
            return r"g \leftarrow g", tex.number(before)
        rule = PENALTIES[self._spec.penalty].derivative_formula
        known = {r"\lambda": self._spec.penalty_rate, "w": float(numbers.before[place])}
        letters = tex.in_letters(rule, {"w": own})
        total = tex.number(before + extra)
        return (
            rf"g \leftarrow g + {letters}",
            rf"{total} = {tex.number(before)} + {tex.in_numbers(rule, known)}",
        )

    def _clip_numbers(self, place: int) -> str:
        numbers, spec = self._numbers, self._spec
        total = float(numbers.named["loss_gradient"][place] + numbers.named["penalty_gradient"][place])
        shown = tex.number(total)
        if spec.clip_norm is not None:
            inside = rf"\frac{{{tex.number(spec.clip_norm)}}}{{{tex.number(numbers.norm)}}}"
            shown = rf"{tex.factor(total)} \cdot \min\left(1, {inside}\right)"
        if spec.clip_value is not None:
            bound = tex.number(spec.clip_value)
            shown = rf"\max(-{bound}, \min({bound}, {shown}))"
        return f"{tex.number(float(numbers.named['gradient'][place]))} = {shown}"

    def _known(self, place: int, name: str) -> dict[str, float]:
        """The numbers behind the letters of a rule; on its right the number it makes is the one from before."""
        numbers, options = self._numbers, self._spec.optimizer.options
        known = {OPTION_SYMBOLS.get(key, key): float(value) for key, value in options.items()}
        known |= {r"\eta": numbers.rate, "t": self._count, r"\theta": float(numbers.before[place])}
        known["g"] = float(numbers.named["gradient"][place])
        for other, rule in self._kind.rules.items():
            symbol, _ = _parted(rule)
            is_own = other == name and other in numbers.states
            if other in numbers.named and other not in ("gradient", "step"):
                source = numbers.states if is_own else numbers.named
                known[symbol] = float(source[other][place])
        return known

    def _matrices_of(self, place: int, address: Address, name: str) -> tuple[Matrix, ...]:
        spec = self._network.spec
        if address.origin is not None:
            first = spec.parameter_count - len(spec.long_links)
            return self._matrices(self._column, place - first, 0, name)
        column = spec.sizes[address.layer - 1] if address.source is None else address.source
        return self._matrices(partial(self._block, address.layer), address.neuron, column, name)

    def _matrices(
        self, part_of: Callable[[Array], Array], row: int | None, column: int | None, name: str
    ) -> tuple[Matrix, ...]:
        """The same part of every vector θ that a stage is about; `row` and `column` of it take part."""
        shown = {
            "loss_gradient": (),
            "penalty_gradient": (("θ", self._numbers.before),),
            "clip": (("g", self._numbers.named["loss_gradient"] + self._numbers.named["penalty_gradient"]),),
            "next": (("θ", self._numbers.before), ("Δθ", self._numbers.named["step"])),
        }.get(name, (("g", self._numbers.named["gradient"]),))
        result_name = {"next": "θ new", "step": "Δθ", "loss_gradient": "g", "clip": "g clipped"}.get(
            name, name
        )
        cells = [Matrix(each, part_of(vector), "cells", row, column) for each, vector in shown]
        return (*cells, Matrix(result_name, part_of(self._values(name)), "result", row, column))

    def _block(self, layer: int, vector: Array) -> Array:
        return self._network.layout.blocks(vector)[layer - 1]

    def _column(self, vector: Array) -> Array:
        """(long links, 1)"""
        return self._network.layout.long_links(vector)[:, np.newaxis]


def _parted(rule: str) -> tuple[str, str]:
    """Left and right side of a rule."""
    mark = r"\leftarrow" if r"\leftarrow" in rule else "="
    left, _, right = rule.partition(mark)
    return left.strip(), right.strip()
