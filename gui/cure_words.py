"""The words for vanishing and exploding gradients and their cures."""

from gui.translation import tr


def cure_name(key: str) -> str:
    """A recipe."""
    return {
        "plain": tr("Sigmoid, plain"),
        "relu": tr("ReLU"),
        "glorot": tr("Tanh, Glorot weights"),
        "skip": tr("Skip connections"),
        "large": tr("Large weights"),
        "clip": tr("Clipping"),
    }[key]


def cure_sentence(key: str) -> str:
    """What there is to see: the ill, or what it cures."""
    return {
        "plain": tr("Vanishing: f′ is at most ¼, so each layer further down gets less of the gradient."),
        "relu": tr("Cures vanishing: f′ is 1 where a neuron is active."),
        "glorot": tr("Cures vanishing: weights just so large that tanh keeps the gradient's size."),
        "skip": tr("Cures vanishing: the error also goes past each layer, undiminished."),
        "large": tr("Exploding: with weights drawn by N(0, 1) the gradient grows in a deep network."),
        "clip": tr("Cures exploding, not vanishing: large weights, but the gradient is cut to length 1."),
    }[key]
