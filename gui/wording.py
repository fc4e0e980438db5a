"""The words for the engine's keys. Keys are what files store; these are what a person reads."""

from engine.data import OWN, DatasetKind
from engine.experiment import Experiment
from engine.network.address import Address
from gui.numbers import MINUS
from gui.translation import tr

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789[]", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def dataset_name(key: str) -> str:
    """A dataset."""
    return {
        "circle": tr("Circle"),
        "xor": tr("Exclusive or"),
        "gauss": tr("Two clouds"),
        "spiral": tr("Spiral"),
        "moons": tr("Two moons"),
        "checkerboard": tr("Checkerboard"),
        "curve": tr("Above a curve"),
        "plane": tr("Plane"),
        "multi_gauss": tr("Six hills"),
        "line": tr("Noisy line"),
        "sine": tr("Sine"),
        "function": tr("Typed curve"),
        "gate_and": tr("AND gate"),
        "gate_or": tr("OR gate"),
        "gate_xor": tr("XOR gate"),
        "iris": tr("Iris"),
        "wine": tr("Wine"),
        "breast_cancer": tr("Breast cancer"),
        "digits": tr("Digits 8×8"),
        OWN: tr("Own data"),
    }[key]


def problem_name(kind: DatasetKind) -> str:
    """What is to be learned: classes, or numbers by regression."""
    if kind.problem == "regression":
        return tr("regression")
    count = len(kind.class_names)
    return tr("two classes") if count == 2 else tr("{count} classes", count=count)


def activation_name(key: str) -> str:
    """An activation."""
    return {
        "linear": tr("Linear"),
        "sigmoid": tr("Sigmoid"),
        "tanh": tr("Tanh"),
        "relu": tr("ReLU"),
        "leaky_relu": tr("Leaky ReLU"),
        "elu": tr("ELU"),
        "softplus": tr("Softplus"),
        "silu": tr("SiLU"),
        "gelu": tr("GELU"),
        "sine": tr("Sine"),
        "step": tr("Step"),
        "softmax": tr("Softmax"),
    }[key]


def optimizer_name(key: str) -> str:
    """An optimizer."""
    return {
        "sgd": tr("SGD"),
        "momentum": tr("Momentum"),
        "nesterov": tr("Nesterov"),
        "adagrad": tr("Adagrad"),
        "rmsprop": tr("RMSprop"),
        "adam": tr("Adam"),
        "adamw": tr("AdamW"),
    }[key]


def loss_name(key: str) -> str:
    """A loss."""
    return {
        "half_squared_error": tr("Half squared error"),
        "mse": tr("Mean squared error"),
        "binary_cross_entropy": tr("Binary cross-entropy"),
        "cross_entropy": tr("Cross-entropy"),
        "huber": tr("Huber"),
        "hinge": tr("Hinge"),
    }[key]


def penalty_name(key: str) -> str:
    """A penalty."""
    return {"none": tr("None"), "l1": tr("L1"), "l2": tr("L2")}[key]


def schedule_name(key: str) -> str:
    """A learning-rate schedule."""
    return {
        "constant": tr("Constant"),
        "step": tr("Steps"),
        "exponential": tr("Exponential"),
        "cosine": tr("Cosine"),
        "warm_up": tr("Warm-up"),
    }[key]


def initializer_name(key: str) -> str:
    """How the first weights are drawn."""
    return {
        "zeros": tr("Zeros"),
        "constant": tr("Constant"),
        "uniform": tr("Uniform ±0.5"),
        "normal": tr("Normal"),
        "glorot_uniform": tr("Glorot uniform"),
        "glorot_normal": tr("Glorot normal"),
        "he_uniform": tr("He uniform"),
        "he_normal": tr("He normal"),
        "lecun_normal": tr("LeCun normal"),
        "orthogonal": tr("Orthogonal"),
    }[key]


def precision_name(key: str) -> str:
    """A precision."""
    return {"float64": tr("64 bit"), "float32": tr("32 bit")}[key]


def option_name(key: str) -> str:
    """A number that belongs to an optimizer or a schedule."""
    return {
        "momentum": tr("Momentum μ"),
        "epsilon": tr("Epsilon ε"),
        "alpha": tr("Decay α"),
        "beta1": tr("Decay β₁"),
        "beta2": tr("Decay β₂"),
        "weight_decay": tr("Weight decay"),
        "every": tr("Every … epochs"),
        "factor": tr("Factor γ"),
        "epochs": tr("Epochs T"),
        "lowest": tr("Lowest share"),
    }[key]


def option_tip(key: str) -> str:
    """What such a number does."""
    return {
        "momentum": tr("How much of the last step goes on into the next; 0 for none"),
        "epsilon": tr("Added to what the gradient is divided by, so that it is never 0"),
        "alpha": tr("How slowly squared gradients of the past are forgotten, close to 1 for slowly"),
        "beta1": tr("How slowly gradients of the past are forgotten, close to 1 for slowly"),
        "beta2": tr("How slowly squared gradients of the past are forgotten, close to 1 for slowly"),
        "weight_decay": tr("What share of every parameter, times η, each update takes away"),
        "every": tr("After so many epochs the learning rate falls once more, by the factor γ"),
        "factor": tr("What the learning rate is multiplied by each time"),
        "epochs": tr("In so many epochs the learning rate falls (cosine), or rises (warm-up)"),
        "lowest": tr("What share of the learning rate is left at the end; 0 for nothing"),
    }[key]


def stop_sentence(reason: str) -> str:
    """Why training stopped by itself."""
    return {
        "epoch": tr("Stopped: the number of epochs is reached."),
        "cost_below": tr("Stopped: the cost is low enough."),
        "test_rising": tr("Stopped: the test cost finds no new low."),
    }[reason]


def held_back_sentence(reason: str) -> str:
    """Why training does not begin, and what would let it."""
    return {
        "epoch": tr(
            "Not played: the epoch to stop at is reached; "
            "a larger number at “At epoch”, or none, lets it go on."
        ),
        "cost_below": tr(
            "Not played: the cost is below the one to stop at; "
            "a smaller number at “Cost below”, or none, lets it go on."
        ),
        "test_rising": tr(
            "Not played: the test cost has found no new low for as many epochs as were set; "
            "a larger number at “No new low”, or none, lets it go on."
        ),
    }[reason]


def speed_name(key: str) -> str:
    """A pace of playing."""
    return {
        "step_1": tr("1 step/s"),
        "step_10": tr("10 steps/s"),
        "step_60": tr("60 steps/s"),
        "epoch_1": tr("1 epoch/s"),
        "epoch_10": tr("10 epochs/s"),
        "epoch_60": tr("60 epochs/s"),
        "max": tr("fastest"),
    }[key]


def terrain_name(key: str) -> str:
    """A surface to walk on."""
    return {
        "bowl": tr("Bowl"),
        "ravine": tr("Ravine"),
        "saddle": tr("Saddle"),
        "plateau": tr("Plateau"),
        "two_wells": tr("Two wells"),
        "distill": tr("Bent valley (Distill)"),
        "rosenbrock": tr("Rosenbrock"),
        "beale": tr("Beale"),
        "himmelblau": tr("Himmelblau"),
        "six_hump_camel": tr("Six-hump camel"),
        "styblinski_tang": tr("Styblinski and Tang"),
        "ackley": tr("Ackley"),
        "rastrigin": tr("Rastrigin"),
        "expression": tr("Own expression"),
        "network": tr("This network"),
    }[key]


def story_name(key: str) -> str:
    """A race that tells something."""
    return {
        "ravine": tr("Ravine and momentum"),
        "saddle": tr("Escape from a saddle"),
        "plateau": tr("Plateau and RMSprop"),
        "two_wells": tr("Into which well?"),
    }[key]


def story_sentence(key: str) -> str:
    """What to watch in it."""
    return {
        "ravine": tr("Watch SGD zigzag across while momentum and Adam gather speed along the ravine."),
        "saddle": tr("Watch SGD wait at the saddle, where the slope is almost 0, while the others escape."),
        "plateau": tr("Watch RMSprop cross the plateau: it divides by the tiny slope, SGD steps by it."),
        "two_wells": tr("Watch momentum roll through the shallow well; SGD and Adam stay in it."),
    }[key]


def stage_name(key: str) -> str:
    """A named number of an update."""
    return {
        "gradient": tr("Gradient g"),
        "velocity": tr("Velocity v"),
        "squared_sum": tr("Sum of squares s"),
        "squared_average": tr("Mean of squares s"),
        "first_moment": tr("First moment m"),
        "second_moment": tr("Second moment v"),
        "corrected_first_moment": tr("Corrected m̂"),
        "corrected_second_moment": tr("Corrected v̂"),
        "step": tr("Step Δθ"),
    }[key]


def stage_sign(key: str) -> str:
    """Its letter in the formulas."""
    return {
        "gradient": "g",
        "velocity": "v",
        "squared_sum": "s",
        "squared_average": "s",
        "first_moment": "m",
        "second_moment": "v",
        "corrected_first_moment": "m̂",
        "corrected_second_moment": "v̂",
        "step": "Δθ",
    }[key]


def part_name(key: str) -> str:
    """A part of the examples."""
    return {"train": tr("Train examples"), "test": tr("Test examples")}[key]


def slope_mode_name(key: str) -> str:
    """Along what the slope is taken."""
    return {"direction": tr("In a direction"), "parameter": tr("In one parameter")}[key]


def layer_view_name(key: str) -> str:
    """A picture of the layers."""
    return {
        "gradients": tr("Gradients"),
        "weights": tr("Weights"),
        "activations": tr("Activations"),
    }[key]


def feature_name(key: str, inputs: tuple[str, ...] = ("x1", "x2")) -> str:
    """A feature made of two inputs of these names."""
    first, second = (_as_factor(input_name(name)) for name in inputs)
    times = "" if inputs == ("x1", "x2") else "·"
    return {
        "x1": input_name(inputs[0]),
        "x2": input_name(inputs[1]),
        "x1_squared": f"{first}²",
        "x2_squared": f"{second}²",
        "x1_x2": f"{first}{times}{second}",
        "sin_x1": f"sin {first}",
        "sin_x2": f"sin {second}",
    }[key]


def _as_factor(name: str) -> str:
    return f"({name})" if " " in name else name


def input_name(name: str) -> str:
    """A base input: x1 becomes x₁, names from real data stay as they are."""
    if name[:1] == "x" and name[1:].isdigit():
        return "x" + name[1:].translate(SUBSCRIPTS)
    return name.replace("_", " ")


def network_input_names(experiment: Experiment) -> tuple[str, ...]:
    """What each input of the network is called."""
    data = experiment.data
    if data.features:
        return tuple(feature_name(key, data.kind.input_names) for key in data.features)
    return tuple(input_name(name) for name in data.kind.input_names)


def class_name(name: str) -> str:
    """A class: a number with a proper minus sign, or a word from real data."""
    return name.replace("-", MINUS) if name[1:].isdigit() else name.replace("_", " ")


def output_names(kind: DatasetKind) -> tuple[str, ...]:
    """The classes, where each has an output of its own; () where there is none."""
    return tuple(map(class_name, kind.class_names)) if kind.problem == "classes" else ()


def seen_input_name(experiment: Experiment, axis: int) -> str:
    """What stands at an axis of a picture of the base inputs."""
    return input_name(experiment.data.kind.input_names[axis])


def parameter_name(address: Address) -> str:
    """A weight or a bias: w₂₁⁽¹⁾, b₂⁽¹⁾, over layers w₂₁⁽³←¹⁾; neurons counted from 1."""
    letter, _, rest = address.name.partition("_")
    low, _, high = rest.partition("^")
    return letter + low.translate(SUBSCRIPTS) + high.translate(SUPERSCRIPTS)


def plane_name(kind: str) -> str:
    """A plane through parameter space."""
    return {
        "parameters": tr("Two weights"),
        "random": tr("Random directions"),
        "principal": tr("Principal directions"),
    }[kind]
