"""The words of the diagnosis: what was seen, what it means, and what there is to try."""

from collections.abc import Mapping
from math import isinf
from typing import Any

from engine.training.diagnosis_remedies import Remedy
from engine.training.diagnosis_rules import Finding
from gui import numbers
from gui.translation import tr
from gui.wording import activation_name, initializer_name, optimizer_name


def finding_text(finding: Finding) -> str:
    """One sentence about a finding, with its numbers."""
    values = {key: _short(value) for key, value in finding.numbers.items()}
    values["neurons"] = _neurons(finding.neurons)
    return _finding_sentences()[finding.key].format(**values)


def remedy_text(remedy: Remedy) -> str:
    """What a remedy does, as the words on a button."""
    settings: Mapping[str, Any] = remedy.settings
    return {
        "scale_learning_rate": lambda: _scaled(settings["factor"]),
        "use_optimizer": lambda: tr("Use {name}", name=optimizer_name(settings["optimizer"])),
        "clip_gradient": lambda: tr("Clip the gradient at {norm}", norm=numbers.plain(settings["norm"])),
        "penalize": lambda: tr("Penalise large weights"),
        "drop_out": lambda: tr("Use dropout of {share} %", share=numbers.plain(100.0 * settings["share"])),
        "use_hidden_activation": lambda: tr("Use {name}", name=activation_name(settings["activation"])),
        "smooth_steps": lambda: tr("Use {name}", name=activation_name(settings["activation"])),
        "initialize": lambda: tr("Draw weights by {name}", name=initializer_name(settings["initializer"])),
        "add_skips": lambda: tr("Add skip connections"),
        "widen": lambda: tr("Double the neurons"),
        "add_hidden_layer": lambda: tr("Add a hidden layer"),
        "standardize_inputs": lambda: tr("Standardise inputs"),
        "use_more_data": lambda: tr("Train on more of the data"),
    }[remedy.key]()


def verdict_text(verdict: str, rate: float, steps: int, before: float, after: float) -> str:
    """What a short run with a learning rate was, in one sentence; `before` and `after` are its costs."""
    sentence = {
        "creeping": tr("η = {rate} creeps: {steps} steps only bring the cost from {before} to {after}."),
        "converging": tr("η = {rate} converges: {steps} steps bring the cost from {before} to {after}."),
        "overshooting": tr("η = {rate} overshoots: {steps} steps up and down, from {before} to {after}."),
        "diverging": tr("η = {rate} diverges: in {steps} steps the cost goes from {before} to {after}."),
    }[verdict]
    return sentence.format(
        rate=numbers.plain(rate), steps=steps, before=numbers.cost(before), after=numbers.cost(after)
    )


def _finding_sentences() -> Mapping[str, str]:
    """Translated sentences, whose placeholders are the names of the numbers of the finding."""
    return {
        "diverging": tr("Training diverges: the cost rose to {cost} from {lowest}. The steps are too large."),
        "rate_too_high": tr(
            "η = {learning_rate} is too large: with such steps the cost rises or swings, instead of falling."
        ),
        "rate_too_low": tr(
            "The cost falls slowly: η = {learning_rate} is small, larger steps would do more."
        ),
        "plateau": tr(
            "The cost has stood at {cost} for {epochs} epochs: a plateau, or the network is too small."
        ),
        "saturated": tr("Saturated, slope near 0: {count} of {of} hidden neurons ({neurons})."),
        "dead": tr("Dead: {count} of {of} hidden neurons ({neurons}). No gradient reaches them."),
        "stepped": tr("The steps of layer {layer} send no error back: {count} of {of} layers never learn."),
        "vanishing": tr(
            "The first layer's gradient is {ratio} of the last one's: it vanishes on the way down."
        ),
        "exploding": tr("Gradients explode: the largest layer mean is {largest}."),
        "symmetric": tr("Alike neurons ({neurons}) learn the same for ever."),
        "straight": tr("The cost stays at {cost}: without a bending hidden layer inputs only add up."),
        "overfitting": tr("Overfitting: the test cost was lowest, {lowest_test_cost}, at epoch {epoch}."),
        "unscaled_inputs": tr(
            "Inputs differ in size from {smallest} to {largest}: no learning rate suits all."
        ),
        "large_inputs": tr("Inputs are as large as {largest}: near 1 the weights learn best."),
    }


def _scaled(factor: Any) -> str:
    if factor >= 1.0:
        return tr("η × {factor}", factor=numbers.plain(float(factor)))
    return tr("η ÷ {factor}", factor=numbers.plain(float(round(1.0 / factor, 2))))


def _neurons(neurons: tuple[tuple[int, int], ...]) -> str:
    """The first few of them, as layer.neuron counted from 1."""
    named = [f"{layer}.{neuron + 1}" for layer, neuron in neurons[:3]]
    return ", ".join(named) + (" …" if len(neurons) > 3 else "")


def _short(value: float) -> str:
    if isinf(value):
        return "∞"
    if abs(value) < 1e6 and value == int(value):
        return str(int(value))
    return numbers.plain(float(f"{value:.3g}"))
