"""The stages of ∂C/∂w and ∂C/∂b of one layer: the error above a weight times what it heard from below."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.arrays import Array
from engine.training import staged_formulas as tex
from engine.training.staged_edges import edges_between
from engine.training.staged_long_links import LongWeight
from engine.training.staged_numbers import PassNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import Grain, Matrix, Stage


class GradientStages:
    """The derivatives of `numbers` in stages of a grain."""

    def __init__(self, numbers: PassNumbers, grain: Grain) -> None:
        self._numbers = numbers
        self._grain = grain
        self._cost = "c" if numbers.count == 1 else "C"

    def run(self, layer: int) -> Run:
        """First the weights, then the biases, then the long links; by neurons those of each neuron in turn."""
        arriving = self._numbers.long_links.arrive_at(layer)
        if self._grain == "layer":
            return Run(2 + any(arriving), partial(self._of_layer, layer))
        if self._grain == "neuron":
            return Run.in_parts([2 + bool(count) for count in arriving], partial(self._of_neuron, layer))
        each = self._numbers.size(layer - 1) + 1
        return Run.in_parts([each + count for count in arriving], partial(self._of_term, layer))

    def _of_neuron(self, layer: int, neuron: int, step: int) -> Stage:
        if step == 2:
            return self._over(self._numbers.long_links.arriving(layer, neuron), neuron)
        return self._of_bias(layer, neuron) if step else self._of_row(layer, neuron)

    def _of_term(self, layer: int, neuron: int, step: int) -> Stage:
        over = step - self._numbers.size(layer - 1) - 1
        if over >= 0:
            return self._of_long(self._numbers.long_links.arriving(layer, neuron)[over])
        return self._of_bias(layer, neuron) if over == -1 else self._of_weight(layer, neuron, step)

    def _of_weight(self, layer: int, neuron: int, source: int) -> Stage:
        numbers = self._numbers
        result = float(numbers.blocks[layer - 1][neuron, source])
        errors, heard = numbers.delta[layer][neuron], numbers.a[layer - 1][source]
        name = tex.weight(layer, neuron, source)
        product = rf"{tex.indexed(tex.DELTA, layer, neuron)}\,{tex.indexed('a', layer - 1, source)}"
        edge = (layer, neuron, source)
        return Stage(
            "backward",
            "weight_gradient",
            "weight_gradient",
            layer,
            neuron,
            source,
            neurons=frozenset({(layer, neuron), (layer - 1, source)}),
            edges=frozenset({edge}),
            flow=-1,
            notes=(
                ((layer - 1, source), float(heard.mean())),
                ((layer, neuron), float(errors.mean())),
                (edge, result),
            ),
            letters=f"{tex.slope_of(self._cost, name)} = {tex.averaged(product, numbers.count)}",
            numbers=f"{tex.number(result)} = {_products(errors, heard)}",
            result=result,
            matrices=self._matrices(layer, neuron, source),
        )

    def _of_long(self, long: LongWeight) -> Stage:
        """∂C/∂w of a long link: the error it leads to times what it brought, as of every weight."""
        numbers, (above, below) = self._numbers, long.ends
        product = rf"{long.error_letter}\,{long.heard_letter}"
        own = np.array([[long.gradient]], dtype=long.heard.dtype)
        return Stage(
            "backward",
            "long_gradient",
            "long_gradient",
            *above,
            long.link.source,
            neurons=frozenset(long.ends),
            edges=frozenset({long.edge}),
            flow=-1,
            notes=(
                (below, float(long.heard.mean())),
                (above, float(long.error.mean())),
                (long.edge, long.gradient),
            ),
            letters=f"{tex.slope_of(self._cost, long.letter)} = {tex.averaged(product, numbers.count)}",
            numbers=f"{tex.number(long.gradient)} = {_products(long.error, long.heard)}",
            result=long.gradient,
            matrices=(
                Matrix(f"δ[{above[0]}][{above[1]}]", long.error[np.newaxis], "left", 0),
                Matrix(f"a[{below[0]}][{below[1]}]ᵀ", long.heard[:, np.newaxis], "right", None, 0),
                Matrix(f"dw[{long.place}]", own, "result", 0, 0),
            ),
            origin=long.link.origin,
        )

    def _over(self, over: Sequence[LongWeight], neuron: int | None) -> Stage:
        """The same of all the long links that arrive, at a neuron or in a layer."""
        if len(over) == 1:
            return self._of_long(over[0])
        numbers, layer = self._numbers, over[0].link.layer
        names = tex.listed([tex.slope_of(self._cost, long.letter) for long in over])
        products = tex.listed(
            [tex.averaged(rf"{long.error_letter}\,{long.heard_letter}", numbers.count) for long in over]
        )
        found = tex.listed([tex.number(long.gradient) for long in over])
        shown = products
        if numbers.count == 1:
            shown = tex.listed([_products(long.error, long.heard) for long in over])
        return Stage(
            "backward",
            "long_gradients" if neuron is not None else "layer_long_gradient",
            "long_gradient",
            layer,
            neuron,
            neurons=frozenset(end for long in over for end in long.ends),
            edges=frozenset(long.edge for long in over),
            flow=-1,
            notes=tuple((long.edge, long.gradient) for long in over if len(over) <= tex.MOST_TERMS),
            letters=f"{names} = {products}",
            numbers=f"{found} = {shown}",
            matrices=(
                Matrix(f"δ[{layer}][j]", np.array([long.error for long in over]), "cells"),
                Matrix("a[start][k]", np.array([long.heard for long in over]), "cells"),
                Matrix(
                    "dw", np.array([[long.gradient] for long in over], dtype=over[0].heard.dtype), "result"
                ),
            ),
        )

    def _of_row(self, layer: int, neuron: int) -> Stage:
        numbers = self._numbers
        sources = range(numbers.size(layer - 1))
        row = numbers.blocks[layer - 1][neuron, :-1]
        error = float(numbers.delta[layer][neuron].mean())
        heard = [float(numbers.a[layer - 1][source].mean()) for source in sources]
        comma = "," if neuron > 8 else ""
        name = tex.slope_of(self._cost, rf"w_{{{neuron + 1}{comma}k}}^{{[{layer}]}}")
        below = "x_k" if layer == 1 else rf"a_k^{{[{layer - 1}]}}"
        product = rf"{tex.indexed(tex.DELTA, layer, neuron)}\,{below}"
        result = tex.listed([tex.number(float(value)) for value in row])
        shown = rf"{tex.factor(error)} \cdot {tex.listed([tex.number(value) for value in heard])}"
        if numbers.count > 1:  # the mean of the products is not the product of the means
            shown = tex.averaged(product, 2)
        return Stage(
            "backward",
            "row_gradient" if numbers.count == 1 else "row_gradient_batch",
            "weight_gradient",
            layer,
            neuron,
            neurons=frozenset({(layer, neuron), *((layer - 1, source) for source in sources)}),
            edges=edges_between(numbers.network, layer, neuron),
            flow=-1,
            notes=(
                ((layer, neuron), error),
                *(
                    ((layer, neuron, source), float(row[source]))
                    for source in sources
                    if len(sources) <= tex.MOST_TERMS
                ),
            ),
            letters=f"{name} = {tex.averaged(product, numbers.count)}," + rf"\quad k = 1 \ldots {len(heard)}",
            numbers=f"{result} = {shown}",
            matrices=self._matrices(layer, neuron),
        )

    def _of_bias(self, layer: int, neuron: int) -> Stage:
        numbers = self._numbers
        result = float(numbers.blocks[layer - 1][neuron, -1])
        own = tex.indexed(tex.DELTA, layer, neuron)
        name = tex.slope_of(self._cost, tex.indexed("b", layer, neuron))
        return Stage(
            "backward",
            "bias_gradient",
            "bias_gradient",
            layer,
            neuron,
            is_bias=True,
            neurons=frozenset({(layer, neuron)}),
            notes=(((layer, neuron), result),),
            letters=f"{name} = {tex.averaged(own, numbers.count)}",
            numbers=f"{tex.number(result)} = {tex.mean_of(numbers.delta[layer][neuron])}",
            result=result,
            matrices=self._matrices(layer, neuron, numbers.size(layer - 1)),
        )

    def _of_layer(self, layer: int, index: int) -> Stage:
        numbers = self._numbers
        if index == 2:
            return self._over(numbers.long_links.arriving(layer), None)
        own, below = tex.whole(tex.DELTA, layer), rf"{tex.whole('a', layer - 1)}{{}}^T"
        letter = "b" if index else "W"
        values = numbers.blocks[layer - 1][:, -1:] if index else numbers.blocks[layer - 1][:, :-1]
        product = own if index else rf"{own}\,{below}"
        if numbers.count > 1:
            product = rf"\tfrac1N {product}" if not index else tex.averaged(own, 2)
        shown = tex.small(values)
        sizes = (numbers.size(layer), numbers.size(layer - 1))
        neurons = {(layer, neuron) for neuron in range(sizes[0])}
        if not index:
            neurons |= {(layer - 1, source) for source in range(sizes[1])}
        return Stage(
            "backward",
            "layer_bias_gradient" if index else "layer_weight_gradient",
            "bias_gradient" if index else "weight_gradient",
            layer,
            is_bias=bool(index),
            neurons=frozenset(neurons),
            edges=frozenset() if index else edges_between(numbers.network, layer),
            flow=0 if index else -1,
            letters=f"{tex.slope_of(self._cost, tex.whole(letter, layer))} = {product}",
            numbers=f"{tex.slope_of(self._cost, tex.whole(letter, layer))} = {shown}",
            matrices=self._matrices(layer, None, sizes[1] if index else None),
        )

    def _matrices(self, layer: int, neuron: int | None, source: int | None = None) -> tuple[Matrix, ...]:
        numbers = self._numbers
        return (
            Matrix(f"δ[{layer}]", numbers.delta[layer], "left", neuron),
            Matrix(f"ā[{layer - 1}]ᵀ", numbers.with_ones(layer - 1).T, "right", None, source),
            Matrix(f"dW[{layer}] | db[{layer}]", numbers.blocks[layer - 1], "result", neuron, source),
        )


def _products(errors: Array, heard: Array) -> str:
    """δ a of one example, or its mean over all of them, with its numbers."""
    pairs = [
        rf"{tex.factor(error)} \cdot {tex.factor(value)}"
        for error, value in zip(errors.tolist(), heard.tolist(), strict=True)
    ]
    return pairs[0] if len(pairs) == 1 else rf"\frac{{1}}{{{len(pairs)}}}\left({tex.added(pairs)}\right)"
