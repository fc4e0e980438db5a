"""Data to learn from: datasets, where they come from, and how a network is given them."""

from engine.data.dataset import Dataset
from engine.data.features import FEATURES
from engine.data.input_plane import InputPlane, input_plane, telling_axes
from engine.data.kinds import DATASETS, DatasetKind, make_dataset
from engine.data.preparation import DataSpec, PreparedData, prepare

__all__ = [
    "DATASETS",
    "FEATURES",
    "DataSpec",
    "Dataset",
    "DatasetKind",
    "InputPlane",
    "PreparedData",
    "input_plane",
    "make_dataset",
    "prepare",
    "telling_axes",
]
