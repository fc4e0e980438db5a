"""Data to learn from: datasets, where they come from, and how a network is given them."""

from engine.data.dataset import Dataset
from engine.data.features import FEATURES
from engine.data.input_plane import InputPlane, input_plane, telling_axes
from engine.data.kinds import DATASETS, DatasetKind, make_dataset
from engine.data.own import OWN, OwnData
from engine.data.preparation import DataSpec, PreparedData, feature_preview, prepare
from engine.data.table_format import TableFormat
from engine.data.tables import Column, Table, open_table, read_table

__all__ = [
    "DATASETS",
    "FEATURES",
    "OWN",
    "Column",
    "DataSpec",
    "Dataset",
    "DatasetKind",
    "InputPlane",
    "OwnData",
    "PreparedData",
    "Table",
    "TableFormat",
    "feature_preview",
    "input_plane",
    "make_dataset",
    "open_table",
    "prepare",
    "read_table",
    "telling_axes",
]
