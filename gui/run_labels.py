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


def run_labels(
    experiments: Sequence[Experiment], present: Experiment, numbers: Sequence[int] = ()
) -> list[str]:
    """A label for each experiment: where it differs from the others or from the present one.

    Where that tells none, or not from another, its number does: 1, 2 … unless `numbers` are given.
    """
    words = run_words(experiments, present)
    counts = Counter(words)
    return [
        word if word and counts[word] == 1 else SEPARATOR.join(filter(None, (word, _number(number))))
        for word, number in zip(words, numbers or range(1, len(words) + 1), strict=True)
    ]


def run_words(experiments: Sequence[Experiment], present: Experiment) -> list[str]:
    """The settings in which each differs from the others or from the present one; "" where all are switched off."""
    rows = [_settings(experiment) for experiment in experiments]
    chosen = _telling(rows, _settings(present))
    return [_label(row, chosen) for row in rows]


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
    skips, long = sum(layer.skip for layer in network.layers), len(network.long_links)
    return (
        tr("η {rate}", rate=plain(experiment.training.optimizer.rate)),
        "/".join(activations),
        "-".join(map(str, hidden)) if hidden else tr("no hidden layer"),
        _counted(skips, tr("1 skip connection"), tr("{count} skip connections", count=skips)),
        _counted(long, tr("1 long link"), tr("{count} long links", count=long)),
        tr("output {name}", name=activation_name(network.layers[-1].activation)),
        *_stopped(experiment),
    )


def _stopped(experiment: Experiment) -> tuple[str, str, str]:
    """What a person has taken from the network by hand."""
    frozen, cut, silenced = len(experiment.frozen), len(experiment.cut), len(experiment.silenced)
    frozen -= cut  # a link that is cut stays as it is, too
    return (
        _counted(frozen, tr("1 parameter frozen"), tr("{count} parameters frozen", count=frozen)),
        _counted(cut, tr("1 link cut"), tr("{count} links cut", count=cut)),
        _counted(silenced, tr("1 neuron off"), tr("{count} neurons off", count=silenced)),
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


def _counted(count: int, one: str, many: str) -> str:
    """The words for so many; none for none."""
    return ("", one, many)[min(count, 2)]


def _number(number: int) -> str:
    return tr("run {number}", number=number)
