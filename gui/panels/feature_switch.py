"""Switching on and off what the network is given of the two inputs: one feature, or by a menu of all."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from engine.data import FEATURES
from engine.experiment import Experiment
from gui.begins_anew import begins_anew
from gui.session import Session
from gui.translation import tr
from gui.wording import feature_name


def features_off(session: Session) -> tuple[str, ...]:
    """The features that are off, in the registry's order; () for data that take none."""
    used = session.experiment.data.features
    return tuple(key for key in FEATURES if key not in used) if used else ()


def switch_feature(session: Session, key: str) -> None:
    """Give a feature to the network or take it away; the last one stays, and a sentence says why."""
    data = session.experiment.data
    name = feature_name(key, data.kind.input_names)
    is_on = key in data.features
    if data.features == (key,):
        session.complained.emit(
            tr("{name} is the only input left; the network needs at least one.", name=name)
        )
        return
    label = tr("Switch off {name}", name=name) if is_on else tr("Switch on {name}", name=name)
    session.attempt(partial(_switched, key), label)


def feature_menu(session: Session, parent: QWidget) -> QMenu:
    """All features, those in use ticked."""
    menu = QMenu(parent)
    menu.setObjectName("network.feature_menu")
    data = session.experiment.data
    for key in FEATURES:
        action = menu.addAction(tr("Input {name}", name=feature_name(key, data.kind.input_names)))
        action.setCheckable(True)
        action.setChecked(key in data.features)
        action.triggered.connect(partial(_on_triggered, session, key))
    begins_anew(menu)
    return menu


def _switched(key: str, experiment: Experiment) -> Experiment:
    used = set(experiment.data.features) ^ {key}
    features = tuple(known for known in FEATURES if known in used)
    return experiment.with_data(replace(experiment.data, features=features))


def _on_triggered(session: Session, key: str, is_checked: bool = False) -> None:
    switch_feature(session, key)
