"""The letters of the texts, w_jk^[l] and their like, as the inspector's formulas and headings write them."""

from engine.experiment import Experiment
from engine.network.address import Address
from gui.panels.inspector_moment import Subject
from gui.translation import tr
from gui.widgets.letters import Letter
from gui.wording import SUBSCRIPTS, SUPERSCRIPTS, network_input_names, parameter_name


def parameter_letter(address: Address) -> Letter:
    """w_jk^[l] or b_j^[l]."""
    letter, _, rest = address.name.partition("_")
    low, _, high = rest.partition("^")
    return Letter(letter, low, high)


def neuron_letter(letter: str, layer: int, neuron: int) -> Letter:
    """z_j^[l], a_j^[l], δ_j^[l] (neurons from 0)."""
    return Letter(letter, str(neuron + 1), f"[{layer}]")


def activation_letter(layer: int, neuron: int, last: int) -> Letter:
    """a_j^[l]; x_j for an input, ŷ_j for an output."""
    if layer == 0:
        return Letter("x", str(neuron + 1))
    if layer == last:
        return Letter(r"\hat y", str(neuron + 1))
    return neuron_letter("a", layer, neuron)


def plain_neuron(letter: str, layer: int, neuron: int) -> str:
    """The same in signs that need no typesetting: z₂⁽¹⁾."""
    return f"{letter}{str(neuron + 1).translate(SUBSCRIPTS)}{f'[{layer}]'.translate(SUPERSCRIPTS)}"


def neuron_words(layer: int, neuron: int, experiment: Experiment) -> str:
    """A neuron in words."""
    if layer == 0:
        name = network_input_names(experiment)[neuron]
        return tr("input {number} ({name})", number=neuron + 1, name=name)
    if layer == len(experiment.network.layers):
        return tr("output neuron {number}", number=neuron + 1)
    return tr("neuron {number} of layer {layer}", number=neuron + 1, layer=layer)


def subject_letters(subject: Subject) -> str:
    """What is picked, in letters."""
    if subject.address is not None:
        return parameter_name(subject.address)
    if subject.neuron is None:
        return tr("layer {layer}", layer=subject.layer)
    return plain_neuron("a", subject.layer, subject.neuron)


def subject_words(subject: Subject, experiment: Experiment) -> str:
    """What is picked, in words."""
    if subject.neuron is None:
        return layer_words(subject.layer, experiment)
    own = neuron_words(subject.layer, subject.neuron, experiment)
    if subject.address is None:
        return own[:1].upper() + own[1:]
    source = subject.address.source
    if source is None:
        return tr("Bias of {neuron}", neuron=own)
    start = _within(subject.address.below, source, experiment)
    end = _within(subject.layer, subject.neuron, experiment)
    if subject.address.origin is not None:
        return tr("Long link from {source} to {neuron}", source=start, neuron=end)
    return tr("Weight from {source} to {neuron}", source=start, neuron=end)


def layer_words(layer: int, experiment: Experiment) -> str:
    """A layer in words."""
    if layer == 0:
        return tr("The inputs")
    if layer == len(experiment.network.layers):
        return tr("The output layer")
    return tr("Layer {layer}", layer=layer)


def filter_words(address: Address) -> str:
    """What a filter may look for in a parameter: "w 2 1", "w21", "layer 1", "neuron 2", "weight", "long link"."""
    number, layer, neuron = address.source, address.layer, address.neuron + 1
    if number is None:
        return tr("b {neuron} b{neuron} bias layer {layer} neuron {neuron}", neuron=neuron, layer=layer)
    words = tr(
        "w {neuron} {source} w{neuron}{source} weight layer {layer} neuron {neuron} from {source}",
        neuron=neuron,
        source=number + 1,
        layer=layer,
    )
    return words if address.origin is None else tr("{words} long link", words=words)


def _within(layer: int, neuron: int, experiment: Experiment) -> str:
    """A neuron in words, always with its layer."""
    if layer == 0:
        return neuron_words(layer, neuron, experiment)
    return tr("neuron {number} of layer {layer}", number=neuron + 1, layer=layer)
