"""What is kept on disk: experiments, trained weights, tables of examples."""

from engine.files.experiments import decode_experiment, encode_experiment, read_experiment
from engine.files.tables import write_table
from engine.files.weights import FORMATS, load_weights, save_weights

__all__ = [
    "FORMATS",
    "decode_experiment",
    "encode_experiment",
    "load_weights",
    "read_experiment",
    "save_weights",
    "write_table",
]
