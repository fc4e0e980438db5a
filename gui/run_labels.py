"""What tells runs apart, in a few words: the settings in which they differ, "η 0.03 · Tanh · 4-2"."""

from collections import Counter
from collections.abc import Sequence

from engine.experiment import Experiment
from engine.training.spec import MAX_BATCH
from gui.numbers import plain
from gui.translation import tr
from gui.wording import (
    activation_name,
    dataset_name,
    feature_name,
    initializer_name,
    loss_name,
    optimizer_name,
    penalty_name,
    precision_name,
    schedule_name,
)

SEPARATOR = " · "
MOST_DIFFERENCES = 4
"""Settings a label names; runs that differ in more are told apart by these already."""

ALIKE = 3
"""Where nothing differs, the first settings say what all of them are."""


def run_labels(experiments: Sequence[Experiment], present: Experiment) -> list[str]:
    """A label for each experiment: where it differs from the others or from the present one."""
    rows = [_settings(experiment) for experiment in experiments]
    chosen = _telling(rows, _settings(present))
    return _numbered([_label(row, chosen) for row in rows])


def present_label(experiments: Sequence[Experiment], present: Experiment) -> str:
    """The same settings of the present one."""
    own = _settings(present)
    return _label(own, _telling([_settings(experiment) for experiment in experiments], own))


def _telling(rows: Sequence[tuple[str, ...]], present: tuple[str, ...]) -> list[int]:
    """The places of the settings that are named."""
    columns = list(zip(*rows, present, strict=True))
    telling = [place for place, column in enumerate(columns) if len(set(column)) > 1]
    return telling[:MOST_DIFFERENCES] or list(range(ALIKE))


def _label(settings: tuple[str, ...], places: Sequence[int]) -> str:
    return SEPARATOR.join(settings[place] for place in places if settings[place])


def _settings(experiment: Experiment) -> tuple[str, ...]:
    """Every setting in words, what is changed oftenest first; "" for what is switched off."""
    return (*_network_settings(experiment), *_training_settings(experiment), *_data_settings(experiment))


def _network_settings(experiment: Experiment) -> tuple[str, ...]:
    network = experiment.network
    hidden = [layer.neurons for layer in network.hidden]
    activations = list(dict.fromkeys(activation_name(layer.activation) for layer in network.hidden))
    skips = sum(layer.skip for layer in network.layers)
    return (
        tr("η {rate}", rate=plain(experiment.training.optimizer.rate)),
        "/".join(activations),
        "-".join(map(str, hidden)) if hidden else tr("no hidden layer"),
        tr("skip connections: {count}", count=skips) if skips else "",
        tr("long links: {count}", count=len(network.long_links)) if network.long_links else "",
        tr("output {name}", name=activation_name(network.layers[-1].activation)),
        *_stopped(experiment),
    )


def _stopped(experiment: Experiment) -> tuple[str, str, str]:
    """What a person has taken from the network by hand."""
    frozen, cut, silenced = len(experiment.frozen), len(experiment.cut), len(experiment.silenced)
    frozen -= cut  # a link that is cut stays as it is, too
    return (
        ("", tr("1 parameter frozen"), tr("{count} parameters frozen", count=frozen))[min(frozen, 2)],
        ("", tr("1 link cut"), tr("{count} links cut", count=cut))[min(cut, 2)],
        ("", tr("1 neuron off"), tr("{count} neurons off", count=silenced))[min(silenced, 2)],
    )


def _training_settings(experiment: Experiment) -> tuple[str, ...]:
    training = experiment.training
    clips = [plain(clip) for clip in (training.clip_norm, training.clip_value) if clip is not None]
    has_penalty = training.penalty != "none"
    has_dropout = training.dropout and experiment.network.hidden  # it thins hidden neurons alone
    return (
        optimizer_name(training.optimizer.key),
        tr("batch {size}", size=tr("all") if training.batch_size == MAX_BATCH else training.batch_size),
        loss_name(training.loss),
        f"{penalty_name(training.penalty)} {plain(training.penalty_rate)}" if has_penalty else "",
        tr("dropout {share} %", share=plain(100.0 * training.dropout)) if has_dropout else "",
        schedule_name(training.schedule.key) if training.schedule.key != "constant" else "",
        tr("clipped at {limits}", limits="/".join(clips)) if clips else "",
        initializer_name(experiment.initializer),
        precision_name(experiment.precision),
        tr("seed {number}", number=experiment.seed),
    )


def _data_settings(experiment: Experiment) -> tuple[str, ...]:
    data = experiment.data
    return (
        dataset_name(data.dataset) if data.own is None else data.own.name,
        tr("y = {formula}", formula=data.formula) if data.formula else "",
        tr("noise {share} %", share=plain(100.0 * data.noise)),
        tr("{count} examples", count=data.samples),
        tr("{share} % trained on", share=plain(100.0 * data.train_fraction)),
        " ".join(map(feature_name, data.features)),
        tr("standardised") if data.standardize else "",
        tr("data seed {number}", number=data.seed),
    )


def _numbered(labels: list[str]) -> list[str]:
    """Labels of equal words, and those without any, get a number."""
    counts, seen = Counter(labels), Counter[str]()
    result = []
    for label in labels:
        seen[label] += 1
        number = tr("run {number}", number=seen[label])
        is_only_one = bool(label) and counts[label] == 1
        result.append(label if is_only_one else SEPARATOR.join(filter(None, (label, number))))
    return result
