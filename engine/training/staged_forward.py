"""The forward stages: every neuron adds up what it hears, then bends the sum by its activation."""

from collections.abc import Iterator
from functools import partial

from engine.arrays import Array
from engine.network import ACTIVATIONS
from engine.training import staged_formulas as tex
from engine.training.staged_edges import edges_into
from engine.training.staged_numbers import PassNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import Grain, Matrix, Place, Stage

MOST_NOTES = 6


class ForwardStages:
    """The forward pass of `numbers`, layer by layer in stages of a grain."""

    def __init__(self, numbers: PassNumbers, grain: Grain) -> None:
        self._numbers = numbers
        self._grain = grain

    def runs(self) -> Iterator[Run]:
        """One run of stages for each layer."""
        for layer in range(1, self._numbers.last + 1):
            if self._grain == "layer":
                yield Run(2, partial(self._of_layer, layer))
                continue
            sums = self._sums(layer)
            if self._mixes(layer):  # softmax needs every sum of its layer
                yield Run.in_parts(sums, partial(self._stage, layer, sums))
                yield Run(self._numbers.size(layer), partial(self._activation, layer))
            else:
                yield Run.in_parts([count + 1 for count in sums], partial(self._stage, layer, sums))

    def _sums(self, layer: int) -> list[int]:
        """Stages of each neuron before its activation."""
        if self._grain != "term":
            return [1] * self._numbers.size(layer)
        below = self._numbers.size(layer - 1)
        return [below + arriving + 2 for arriving in self._numbers.long_links.arrive_at(layer)]

    def _of_layer(self, layer: int, index: int) -> Stage:
        return self._layer_activation(layer) if index else self._layer_sum(layer)

    def _stage(self, layer: int, sums: list[int], neuron: int, step: int) -> Stage:
        """Products with what the layer below says, the bias, those over long links, the sum, the activation."""
        if step == sums[neuron]:
            return self._activation(layer, neuron)
        if step == sums[neuron] - 1:
            return self._sum(layer, neuron)
        over = step - self._numbers.size(layer - 1) - 1
        return self._term(layer, neuron, step) if over < 0 else self._long_term(layer, neuron, over)

    def _mixes(self, layer: int) -> bool:
        return self._numbers.activation(layer) == "softmax"

    def _term(self, layer: int, neuron: int, source: int) -> Stage:
        """w_jk a_k, or after the last of them b_j."""
        numbers = self._numbers
        is_bias = source == numbers.size(layer - 1)
        value = float(numbers.block(layer)[neuron, source])
        product = value if is_bias else value * self._mean("a", layer - 1, source)
        if is_bias:
            letters, shown = tex.indexed("b", layer, neuron), tex.number(value)
        else:
            heard = self._mean("a", layer - 1, source)
            letters = rf"{tex.weight(layer, neuron, source)}\,{self._averaged('a', layer - 1, source)}"
            shown = rf"{tex.factor(value)} \cdot {tex.factor(heard)} = {tex.number(product)}"
        edges = frozenset() if is_bias else frozenset({(layer, neuron, source)})
        sender = () if is_bias else ((layer - 1, source),)
        notes: tuple[tuple[Place, float], ...] = ((sender[0], heard),) if sender else ()
        place: Place = (layer, neuron) if is_bias else (layer, neuron, source)
        return Stage(
            "forward",
            "forward_bias" if is_bias else "forward_term",
            "sum",
            layer,
            neuron,
            None if is_bias else source,
            is_bias,
            frozenset({(layer, neuron), *sender}),
            edges,
            1,
            (*notes, (place, product)),
            letters,
            shown,
            product,
            self._sum_matrices(layer, neuron, source),
        )

    def _long_term(self, layer: int, neuron: int, number: int) -> Stage:
        """w_jk a_k of one of the long links that lead to a neuron."""
        long = self._numbers.long_links.arriving(layer, neuron)[number]
        heard = float(long.heard.mean())
        product = long.weight * heard
        return Stage(
            "forward",
            "long_term",
            "long_sum",
            layer,
            neuron,
            long.link.source,
            neurons=frozenset(long.ends),
            edges=frozenset({long.edge}),
            flow=1,
            notes=((long.ends[1], heard), (long.edge, product)),
            letters=rf"{long.letter}\,{tex.averaged(long.heard_letter, self._numbers.count)}",
            numbers=rf"{tex.factor(long.weight)} \cdot {tex.factor(heard)} = {tex.number(product)}",
            result=product,
            matrices=long.forward_matrices(),
            origin=long.link.origin,
        )

    def _sum(self, layer: int, neuron: int) -> Stage:
        numbers = self._numbers
        over = numbers.long_links.arriving(layer, neuron)
        sources = range(numbers.size(layer - 1))
        row = numbers.block(layer)[neuron]
        heard = [self._mean("a", layer - 1, source) for source in sources]
        letters = [
            rf"{tex.weight(layer, neuron, source)}\,{self._averaged('a', layer - 1, source)}"
            for source in sources
        ]
        shown = [rf"{tex.factor(float(row[source]))} \cdot {tex.factor(heard[source])}" for source in sources]
        letters = [tex.added(letters), tex.indexed("b", layer, neuron)]
        shown = [tex.added(shown), tex.number(float(row[-1]))]
        if over:
            means = [float(long.heard.mean()) for long in over]
            letters.append(
                tex.added(
                    [rf"{long.letter}\,{tex.averaged(long.heard_letter, numbers.count)}" for long in over]
                )
            )
            shown.append(
                tex.added(
                    [
                        rf"{tex.factor(long.weight)} \cdot {tex.factor(mean)}"
                        for long, mean in zip(over, means, strict=True)
                    ]
                )
            )
        senders = [
            *((layer - 1, source) for source in sources),
            *dict.fromkeys(long.ends[1] for long in over),
        ]
        result = self._mean("z", layer, neuron)
        return Stage(
            "forward",
            "sum",
            "sum",
            layer,
            neuron,
            neurons=frozenset({(layer, neuron), *senders}),
            edges=edges_into(numbers.network, layer, neuron),
            flow=1,
            notes=(
                *_first((place, self._mean("a", *place)) for place in senders),
                ((layer, neuron), result),
            ),
            letters=f"{self._averaged('z', layer, neuron)} = {' + '.join(letters)}",
            numbers=f"{tex.number(result)} = {tex.signed_sum(shown)}",
            result=result,
            matrices=self._sum_matrices(layer, neuron),
        )

    def _activation(self, layer: int, neuron: int) -> Stage:
        numbers = self._numbers
        result = self._mean("a", layer, neuron)
        letters, shown = self._bent(layer, neuron)
        own = self._averaged("a", layer, neuron)
        neurons = {(layer, neuron)}
        if numbers.skips(layer):
            neurons.add((layer - 1, neuron))
        return Stage(
            "forward",
            self._activation_kind(layer, neuron),
            "activation",
            layer,
            neuron,
            neurons=frozenset(neurons),
            skips=frozenset({(layer, neuron)}) if numbers.skips(layer) else frozenset(),
            flow=1 if numbers.skips(layer) else 0,
            notes=(((layer, neuron), result),),
            letters=f"{own} = {letters}",
            numbers=f"{tex.number(result)} = {shown}",
            result=result,
            matrices=self._activation_matrices(layer, neuron),
        )

    def _activation_kind(self, layer: int, neuron: int) -> str:
        if self._numbers.is_silenced(layer, neuron):
            return "silenced"
        if self._mixes(layer):
            return "softmax"
        if layer in self._numbers.masks:
            return self._thinned_kind(layer, neuron)
        return "skip_activation" if self._numbers.skips(layer) else "activation"

    def _thinned_kind(self, layer: int, neuron: int) -> str:
        if self._numbers.sits_out(layer, neuron):
            return "sits_out"
        return "kept" if self._numbers.masks[layer][neuron].all() else "kept_in_some"

    def _bent(self, layer: int, neuron: int) -> tuple[str, str]:
        """f(z_j) in letters and in numbers, with what a skip connection adds."""
        numbers = self._numbers
        sums = numbers.z[layer][:, 0]
        if numbers.is_silenced(layer, neuron):
            letters, shown = "0", "0"
        elif numbers.count > 1:
            name = f"f({tex.indexed('z', layer, neuron)})"
            if layer in numbers.masks:
                name = rf"{tex.thinning(layer, neuron)}\,{name}"
            letters, shown = tex.averaged(name, 2), tex.mean_of(self._own_part(layer, neuron))
        elif self._mixes(layer):
            names = [rf"e^{{{tex.indexed('z', layer, each)}}}" for each in range(len(sums))]
            powers = [rf"e^{{{tex.number(float(each))}}}" for each in sums]
            letters = rf"\frac{{{names[neuron]}}}{{{tex.added(names)}}}"
            shown = rf"\frac{{{powers[neuron]}}}{{{tex.added(powers)}}}"
        else:
            formula = ACTIVATIONS[numbers.activation(layer)].formula
            if layer in numbers.masks:
                mask = tex.number(float(numbers.masks[layer][neuron, 0]))
                # What is an equation itself, or lies in cases, would not be read as a factor.
                formula = "f(z)" if "=" in formula or "cases" in formula else formula
                starts = tex.thinning(layer, neuron), tex.thinning_number(mask, numbers.dropout)
            letters = tex.in_letters(formula, {"z": tex.indexed("z", layer, neuron)})
            shown = tex.in_numbers(formula, {"z": float(sums[neuron])})
            if layer in numbers.masks:
                letters, shown = (
                    rf"{start} \cdot {rest}" for start, rest in zip(starts, (letters, shown), strict=True)
                )
        if numbers.skips(layer):
            letters += f" + {self._averaged('a', layer - 1, neuron)}"
            shown = tex.signed_sum([shown, tex.number(self._mean("a", layer - 1, neuron))])
        return letters, shown

    def _own_part(self, layer: int, neuron: int) -> Array:
        """f(z_j) of each example, without what a skip connection adds."""
        numbers = self._numbers
        said: Array = numbers.a[layer][neuron]
        if numbers.skips(layer):
            said = said - numbers.a[layer - 1][neuron]
        return said

    def _layer_sum(self, layer: int) -> Stage:
        numbers = self._numbers
        weights, biases = numbers.block(layer)[:, :-1], numbers.block(layer)[:, -1:]
        below, sums = numbers.a[layer - 1], numbers.z[layer]
        arriving = numbers.long_links.arriving(layer)
        parts = [sums, weights, below, biases]
        is_small = max(max(part.shape) for part in parts) <= tex.MOST_CELLS
        shown = [tex.matrix(part) if is_small else tex.shape(part) for part in parts]
        letters = f"{tex.whole('W', layer)}\\,{tex.whole('a', layer - 1)} + {tex.whole('b', layer)}"
        terms = f"{shown[1]}\\,{shown[2]} + {shown[3]}"
        if arriving:
            brought = numbers.long_links.brought(layer)
            letters += f" + {numbers.long_links.brought_letters(layer)}"
            terms += f" + {tex.matrix(brought) if is_small else tex.shape(brought)}"
        kind = "layer_long_sum" if arriving else "layer_sum"
        return Stage(
            "forward",
            kind if is_small else f"{kind}_shapes",
            "sum",
            layer,
            neurons=self._all(layer - 1) | self._all(layer) | {long.ends[1] for long in arriving},
            edges=edges_into(numbers.network, layer),
            flow=1,
            notes=_first(((layer, neuron), self._mean("z", layer, neuron)) for neuron in range(len(sums))),
            letters=f"{tex.whole('z', layer)} = {letters}",
            numbers=f"{shown[0]} = {terms}",
            matrices=self._sum_matrices(layer),
        )

    def _layer_activation(self, layer: int) -> Stage:
        numbers = self._numbers
        said = numbers.a[layer]
        formula = ACTIVATIONS[numbers.activation(layer)].formula
        letters = tex.in_letters(formula, {"z": tex.whole("z", layer)})
        shown = rf"f\left({tex.small(numbers.z[layer])}\right)"
        if layer in numbers.masks:
            letters = rf"{tex.thinning(layer)} \odot f({tex.whole('z', layer)})"
            masks = tex.small(numbers.masks[layer])
            shown = rf"{tex.thinning_number('1', numbers.dropout)}\,{masks} \odot {shown}"
        neurons = self._all(layer)
        if numbers.skips(layer):
            letters += f" + {tex.whole('a', layer - 1)}"
            neurons = neurons | self._all(layer - 1)
        kind = "layer_activation"
        if layer in numbers.masks:
            kind = "layer_activation_thinned"
        elif any(numbers.is_silenced(layer, neuron) for neuron in range(len(said))):
            kind = "layer_activation_silenced"
        return Stage(
            "forward",
            kind,
            "activation",
            layer,
            neurons=neurons,
            skips=self._all(layer) if numbers.skips(layer) else frozenset(),
            flow=1 if numbers.skips(layer) else 0,
            notes=_first(((layer, neuron), self._mean("a", layer, neuron)) for neuron in range(len(said))),
            letters=f"{tex.whole('a', layer)} = {letters}",
            numbers=f"{tex.small(said)} = {shown}",
            matrices=self._activation_matrices(layer),
        )

    def _sum_matrices(
        self, layer: int, neuron: int | None = None, source: int | None = None
    ) -> tuple[Matrix, ...]:
        numbers = self._numbers
        return (
            Matrix(f"W[{layer}] | b[{layer}]", numbers.block(layer), "left", neuron, source),
            Matrix(f"ā[{layer - 1}]", numbers.with_ones(layer - 1), "right", source),
            *numbers.long_links.brought_matrix(layer, neuron),
            Matrix(f"z[{layer}]", numbers.z[layer], "result", neuron),
        )

    def _activation_matrices(self, layer: int, neuron: int | None = None) -> tuple[Matrix, ...]:
        numbers = self._numbers
        heard: tuple[Matrix, ...] = (Matrix(f"z[{layer}]", numbers.z[layer], "cells", neuron),)
        if layer in numbers.masks:
            heard += (thinning_matrix(numbers, layer, neuron),)
        if numbers.skips(layer):
            heard += (Matrix(f"a[{layer - 1}]", numbers.a[layer - 1], "cells", neuron),)
        return (*heard, Matrix(f"a[{layer}]", numbers.a[layer], "result", neuron))

    def _all(self, layer: int) -> frozenset[tuple[int, int]]:
        return frozenset((layer, neuron) for neuron in range(self._numbers.size(layer)))

    def _mean(self, letter: str, layer: int, neuron: int) -> float:
        values = self._numbers.a if letter == "a" else self._numbers.z
        return float(values[layer][neuron].mean())

    def _averaged(self, letter: str, layer: int, neuron: int) -> str:
        return tex.averaged(tex.indexed(letter, layer, neuron), self._numbers.count)


def thinning_matrix(numbers: PassNumbers, layer: int, neuron: int | None) -> Matrix:
    """What dropout multiplies each neuron of a layer by in each example."""
    return Matrix(f"m[{layer}]/(1−p)", numbers.factors(layer), "cells", neuron)


def _first(notes: "Iterator[tuple[Place, float]]") -> tuple[tuple[Place, float], ...]:
    """As many notes as can be read at once; of more, none."""
    found = tuple(notes)
    return found if len(found) <= MOST_NOTES else ()
