"""What is kept on disk: experiments, trained weights, tables of examples."""

from engine.files.experiments import decode_experiment, encode_experiment, read_experiment
from engine.files.projects import SUFFIX, Project, is_project, load_project, project_of, save_project
from engine.files.tables import write_grid, write_table
from engine.files.weights import FORMATS, load_weights, save_weights

__all__ = [
    "FORMATS",
    "SUFFIX",
    "Project",
    "decode_experiment",
    "encode_experiment",
    "is_project",
    "load_project",
    "load_weights",
    "project_of",
    "read_experiment",
    "save_project",
    "save_weights",
    "write_grid",
    "write_table",
]
