"""The backward stages: the error of the output, then layer by layer the derivatives of its parameters and the
errors of the layer below."""

from collections.abc import Iterator
from functools import partial

from engine.arrays import Array
from engine.training import staged_formulas as tex
from engine.training.staged_edges import Edges, edges_out_of
from engine.training.staged_forward import thinning_matrix
from engine.training.staged_gradient import GradientStages
from engine.training.staged_numbers import PassNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import Grain, Matrix, Place, Stage


class BackwardStages:
    """The backward pass of `numbers` in stages of a grain."""

    def __init__(self, numbers: PassNumbers, grain: Grain) -> None:
        self._numbers = numbers
        self._grain = grain
        self._gradients = GradientStages(numbers, grain)

    def runs(self) -> Iterator[Run]:
        """For each layer from the last to the first a run of errors and one of derivatives."""
        for layer in range(self._numbers.last, 0, -1):
            if self._grain == "layer":
                yield Run(1, partial(self._of_layer, layer))
            elif layer == self._numbers.last:
                yield Run(self._numbers.size(layer), self._output_error)
            else:
                errors = self._errors(layer)
                yield Run.in_parts(errors, partial(self._stage, layer, errors))
            yield self._gradients.run(layer)

    def _errors(self, layer: int) -> list[int]:
        """Stages that the δ of each neuron takes."""
        if self._grain != "term":
            return [1] * self._numbers.size(layer)
        above = self._numbers.size(layer + 1) + self._numbers.skips(layer + 1)
        return [above + leaving + 1 for leaving in self._numbers.long_links.leave_from(layer)]

    def _stage(self, layer: int, errors: list[int], neuron: int, step: int) -> Stage:
        """What comes back over each weight, along a skip connection, over each long link, and then δ."""
        if step == errors[neuron] - 1:
            return self._hidden_error(layer, neuron)
        over = step - self._numbers.size(layer + 1) - self._numbers.skips(layer + 1)
        return self._flow(layer, neuron, step) if over < 0 else self._long_flow(layer, neuron, over)

    def _output_error(self, neuron: int) -> Stage:
        numbers, last = self._numbers, self._numbers.last
        errors = numbers.delta[last][neuron]
        result = float(errors.mean())
        letters, shown = self._output_formula(neuron)
        if numbers.count > 1:
            letters, shown = tex.averaged(letters, 2), tex.mean_of(errors)
        return Stage(
            "backward",
            self._output_kind(),
            "output_delta",
            last,
            neuron,
            neurons=frozenset({(last, neuron)}),
            flow=-1,
            notes=(((last, neuron), result),),
            letters=f"{self._averaged(last, neuron)} = {letters}",
            numbers=f"{tex.number(result)} = {shown}",
            result=result,
            matrices=self._output_matrices(neuron),
        )

    def _output_kind(self) -> str:
        if self._numbers.is_fused:
            return f"fused_{self._numbers.loss.fused_with}"
        return "softmax_delta" if self._is_softmax else "output_delta"

    @property
    def _is_softmax(self) -> bool:
        return self._numbers.activation(self._numbers.last) == "softmax"

    def _output_formula(self, neuron: int) -> tuple[str, str]:
        """δ_j^[L] of one example, in letters and in numbers."""
        numbers, last = self._numbers, self._numbers.last
        name = rf"\hat y_{{{neuron + 1}}}"
        if numbers.is_fused:
            formula = numbers.loss.derivative_formula
            known = {
                r"\hat y_j": float(numbers.a[last][neuron, 0]),
                "y_j": float(numbers.targets[neuron, 0]),
                "n": numbers.size(last),
            }
            names = {r"\hat y_j": name, "y_j": f"y_{{{neuron + 1}}}"}
            return tex.in_letters(formula, names), tex.in_numbers(formula, known)
        slope = tex.slope_of("c", name)
        error = float(numbers.upstream[last][neuron, 0])
        if self._is_softmax:
            shares = self._shares()[:, 0]
            common = float(shares @ numbers.upstream[last][:, 0])
            letters = rf"p_{{{neuron + 1}}} \left({slope} - \sum_k p_k\,{tex.slope_of('c', tex.GUESS + '_k')}\right)"
            inner = tex.signed_sum([tex.number(error), tex.number(-common)])
            return letters, rf"{tex.factor(float(shares[neuron]))} \cdot \left({inner}\right)"
        bend = float(numbers.slopes[last][neuron, 0])
        letters = rf"f'({tex.indexed('z', last, neuron)})\,{slope}"
        return letters, rf"{tex.factor(bend)} \cdot {tex.factor(error)}"

    def _shares(self) -> Array:
        """Softmax's own part of the output (n_L, N), without what a skip connection adds."""
        numbers, last = self._numbers, self._numbers.last
        return numbers.a[last] - numbers.a[last - 1] if numbers.skips(last) else numbers.a[last]

    def _flow(self, layer: int, neuron: int, step: int) -> Stage:
        """One of the errors above on its way down: w_kj δ_k, or straight along a skip connection."""
        numbers = self._numbers
        if step == numbers.size(layer + 1):
            value = float(numbers.upstream[layer + 1][neuron].mean())
            name = tex.averaged(tex.slope_of("c", tex.indexed("a", layer + 1, neuron)), numbers.count)
            return Stage(
                "backward",
                "flow_skip",
                "flow",
                layer,
                neuron,
                neurons=frozenset({(layer, neuron), (layer + 1, neuron)}),
                skips=frozenset({(layer + 1, neuron)}),
                flow=-1,
                notes=(((layer, neuron), value),),
                letters=name,
                numbers=tex.number(value),
                result=value,
                matrices=self._error_matrices(layer, neuron),
            )
        weight = float(numbers.network.weights[layer][step, neuron])
        error = float(numbers.delta[layer + 1][step].mean())
        edge = (layer + 1, step, neuron)
        return Stage(
            "backward",
            "flow_term",
            "flow",
            layer,
            neuron,
            step,
            neurons=frozenset({(layer, neuron), (layer + 1, step)}),
            edges=frozenset({edge}),
            flow=-1,
            notes=(((layer + 1, step), error), (edge, weight * error)),
            letters=rf"{tex.weight(*edge)}\,{self._averaged(layer + 1, step)}",
            numbers=rf"{tex.factor(weight)} \cdot {tex.factor(error)} = {tex.number(weight * error)}",
            result=weight * error,
            matrices=self._error_matrices(layer, neuron, step),
        )

    def _long_flow(self, layer: int, neuron: int, number: int) -> Stage:
        """w δ of one of the long links that a neuron is heard by."""
        long = self._numbers.long_links.leaving(layer, neuron)[number]
        error = float(long.error.mean())
        return Stage(
            "backward",
            "long_flow",
            "long_flow",
            layer,
            neuron,
            long.link.neuron,
            neurons=frozenset(long.ends),
            edges=frozenset({long.edge}),
            flow=-1,
            notes=((long.ends[0], error), (long.edge, long.weight * error)),
            letters=rf"{long.letter}\,{tex.averaged(long.error_letter, self._numbers.count)}",
            numbers=rf"{tex.factor(long.weight)} \cdot {tex.factor(error)} = {tex.number(long.weight * error)}",
            result=long.weight * error,
            matrices=long.backward_matrices(),
            origin=long.link.layer,
        )

    def _hidden_error(self, layer: int, neuron: int) -> Stage:
        numbers = self._numbers
        over = numbers.long_links.leaving(layer, neuron)
        hearers = [
            *((layer + 1, each) for each in range(numbers.size(layer + 1))),
            *(long.ends[0] for long in over),
        ]
        between = frozenset((layer + 1, each, neuron) for each in range(numbers.size(layer + 1)))
        errors = numbers.delta[layer][neuron]
        result = float(errors.mean())
        letters, shown = self._hidden_formula(layer, neuron)
        if numbers.count > 1:
            letters, shown = tex.averaged(letters, 2), tex.mean_of(errors)
        sent: list[tuple[Place, float]] = [
            ((at, each), float(numbers.delta[at][each].mean())) for at, each in hearers
        ]
        return Stage(
            "backward",
            self._hidden_kind(layer, neuron),
            "delta",
            layer,
            neuron,
            neurons=frozenset({(layer, neuron), *hearers}),
            edges=between | {long.edge for long in over},
            skips=frozenset({(layer + 1, neuron)}) if numbers.skips(layer + 1) else frozenset(),
            flow=-1,
            notes=(*(sent if len(sent) <= tex.MOST_TERMS + 1 else ()), ((layer, neuron), result)),
            letters=f"{self._averaged(layer, neuron)} = {letters}",
            numbers=f"{tex.number(result)} = {shown}",
            result=result,
            matrices=self._error_matrices(layer, neuron),
        )

    def _hidden_kind(self, layer: int, neuron: int) -> str:
        if self._numbers.is_silenced(layer, neuron):
            return "silenced_delta"
        if layer in self._numbers.masks:
            return "sits_out_delta" if self._numbers.sits_out(layer, neuron) else "kept_delta"
        return "skip_delta" if self._numbers.skips(layer + 1) else "delta"

    def _hidden_formula(self, layer: int, neuron: int) -> tuple[str, str]:
        """δ_j^[l] of one example, in letters and in numbers."""
        numbers = self._numbers
        if numbers.is_silenced(layer, neuron):
            return "0", "0"
        weights, errors = numbers.network.weights[layer][:, neuron], numbers.delta[layer + 1][:, 0]
        letters = [
            rf"{tex.weight(layer + 1, above, neuron)}\,{tex.indexed(tex.DELTA, layer + 1, above)}"
            for above in range(len(weights))
        ]
        shown = [
            rf"{tex.factor(float(weight))} \cdot {tex.factor(float(error))}"
            for weight, error in zip(weights, errors, strict=True)
        ]
        sums = [tex.added(letters), tex.added(shown)]
        if numbers.skips(layer + 1):
            sums[0] += " + " + tex.slope_of("c", tex.indexed("a", layer + 1, neuron))
            sums[1] = tex.signed_sum([sums[1], tex.number(float(numbers.upstream[layer + 1][neuron, 0]))])
        if over := numbers.long_links.leaving(layer, neuron):
            sums[0] += " + " + tex.added([rf"{long.letter}\,{long.error_letter}" for long in over])
            sums[1] += " + " + tex.added(
                [rf"{tex.factor(long.weight)} \cdot {tex.factor(float(long.error[0]))}" for long in over]
            )
        bend = tex.factor(float(numbers.slopes[layer][neuron, 0]))
        name = f"f'({tex.indexed('z', layer, neuron)})"
        if layer in numbers.masks:
            mask = tex.number(float(numbers.masks[layer][neuron, 0]))
            name = rf"{tex.thinning(layer, neuron)}\,{name}"
            bend = rf"{tex.thinning_number(mask, numbers.dropout)} \cdot {bend}"
        return rf"{name} \left({sums[0]}\right)", rf"{bend} \cdot \left({sums[1]}\right)"

    def _of_layer(self, layer: int, index: int) -> Stage:
        return self._layer_error(layer)

    def _layer_error(self, layer: int) -> Stage:
        numbers = self._numbers
        errors, is_output = numbers.delta[layer], layer == numbers.last
        own = tex.whole(tex.DELTA, layer)
        above: Edges = frozenset()
        neurons = {(layer, neuron) for neuron in range(len(errors))}
        if is_output:
            kind, letters, line = self._output_kind(), self._layer_output_letters(), "output_delta"
            matrices = self._output_matrices(None)
        else:
            over = numbers.long_links.leaving(layer)
            above = edges_out_of(numbers.network, layer)
            kind, line = "layer_long_delta" if over else "layer_delta", "delta"
            letters = self._layer_hidden_letters(layer)
            if layer in numbers.masks:
                kind, letters = "layer_delta_thinned", rf"{tex.thinning(layer)} \odot {letters}"
            neurons |= {(layer + 1, each) for each in range(numbers.size(layer + 1))}
            neurons |= {long.ends[0] for long in over}
            matrices = self._error_matrices(layer)
        shown = tex.small(errors)
        return Stage(
            "backward",
            kind,
            line,
            layer,
            neurons=frozenset(neurons),
            edges=above,
            skips=frozenset((layer + 1, neuron) for neuron in range(len(errors)) if not is_output)
            if numbers.skips(layer + 1)
            else frozenset(),
            flow=-1,
            notes=tuple(
                ((layer, neuron), float(row.mean())) for neuron, row in enumerate(errors) if len(errors) <= 6
            ),
            letters=f"{own} = {letters}",
            numbers=f"{own} = {shown}",
            matrices=matrices,
        )

    def _layer_hidden_letters(self, layer: int) -> str:
        """f' ⊙ what comes back: over the weights, along a skip connection and over long links."""
        numbers = self._numbers
        parts = [rf"{tex.whole('W', layer + 1)}{{}}^T {tex.whole(tex.DELTA, layer + 1)}"]
        if numbers.skips(layer + 1):
            parts.append(tex.slope_of("c", tex.whole("a", layer + 1)))
        if numbers.long_links.leaving(layer):
            parts.append(numbers.long_links.returned_letters(layer))
        total = rf"\left({' + '.join(parts)}\right)" if len(parts) > 1 else parts[0]
        return rf"f'({tex.whole('z', layer)}) \odot {total}"

    def _layer_output_letters(self) -> str:
        numbers, last = self._numbers, self._numbers.last
        if numbers.is_fused:
            return tex.in_letters(numbers.loss.derivative_formula, {r"\hat y_j": r"\hat y", "y_j": "y"})
        slope = tex.slope_of("c", r"\hat y")
        if self._is_softmax:
            return rf"p \odot \left({slope} - p^T {slope}\right)"
        return rf"f'({tex.whole('z', last)}) \odot {slope}"

    def _output_matrices(self, neuron: int | None) -> tuple[Matrix, ...]:
        numbers, last = self._numbers, self._numbers.last
        result = Matrix(f"δ[{last}]", numbers.delta[last], "result", neuron)
        if numbers.is_fused:
            guess, wanted = numbers.a[last], numbers.targets
            return (Matrix("ŷ", guess, "cells", neuron), Matrix("y", wanted, "cells", neuron), result)
        bend = self._shares() if self._is_softmax else numbers.slopes[last]
        name = "p" if self._is_softmax else f"f′(z[{last}])"
        slope = Matrix("dŷ", numbers.upstream[last], "cells", None if self._is_softmax else neuron)
        return (slope, Matrix(name, bend, "cells", None if self._is_softmax else neuron), result)

    def _error_matrices(
        self, layer: int, neuron: int | None = None, above: int | None = None
    ) -> tuple[Matrix, ...]:
        numbers = self._numbers
        skip: tuple[Matrix, ...] = ()
        if numbers.skips(layer + 1):
            skip = (Matrix(f"da[{layer + 1}]", numbers.upstream[layer + 1], "cells", neuron),)
        return (
            Matrix(f"W[{layer + 1}]ᵀ", numbers.network.weights[layer].T, "left", neuron, above),
            Matrix(f"δ[{layer + 1}]", numbers.delta[layer + 1], "right", above),
            *skip,
            *numbers.long_links.returned_matrix(layer, neuron),
            Matrix(f"f′(z[{layer}])", numbers.slopes[layer], "cells", neuron),
            *((thinning_matrix(numbers, layer, neuron),) if layer in numbers.masks else ()),
            Matrix(f"δ[{layer}]", numbers.delta[layer], "result", neuron),
        )

    def _averaged(self, layer: int, neuron: int) -> str:
        return tex.averaged(tex.indexed(tex.DELTA, layer, neuron), self._numbers.count)
