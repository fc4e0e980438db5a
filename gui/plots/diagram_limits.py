"""How large a network is made by the buttons and keys of its picture, and what is said there."""

from gui.translation import tr

MOST_HIDDEN = 8
MOST_NEURONS = 32


def layers_limit() -> str:
    """Why there is no further hidden layer."""
    return tr(
        "Buttons and keys here add up to {most} hidden layers; the layer table (View, Panels) adds more.",
        most=MOST_HIDDEN,
    )


def neurons_limit() -> str:
    """Why there is no further neuron in a layer."""
    return tr(
        "Buttons and keys here add up to {most} neurons in a layer; the layer table (View, Panels) takes more.",
        most=MOST_NEURONS,
    )
