"""Many numbers at a time: activations, losses, penalties, initializers, and the network made of them."""

from engine.network.activations import ACTIVATIONS, Activation
from engine.network.address import Address, address_of, index_of
from engine.network.contributions import Factor, Path, PathSum, gradients_per_example, paths_to_cost
from engine.network.initializers import INITIALIZERS, Initializer
from engine.network.layout import Layout
from engine.network.losses import LOSSES, Loss
from engine.network.network import BackwardRecord, ForwardRecord, Network
from engine.network.passes import Pass
from engine.network.penalties import PENALTIES, Penalty
from engine.network.spec import LayerSpec, NetworkSpec

__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "PENALTIES",
    "Activation",
    "Address",
    "BackwardRecord",
    "Factor",
    "ForwardRecord",
    "Initializer",
    "LayerSpec",
    "Layout",
    "Loss",
    "Network",
    "NetworkSpec",
    "Pass",
    "Path",
    "PathSum",
    "Penalty",
    "address_of",
    "gradients_per_example",
    "index_of",
    "paths_to_cost",
]
