"""How the present optimizer makes its step of one parameter: its rule with the numbers of this moment."""

from collections.abc import Callable, Mapping

from engine.training import Trainer
from engine.training.inspection import ParameterNumbers
from gui import numbers
from gui.panels.inspector_formulas import CLOSE, EQUALS, MINUS_SIGN, OPEN, PLUS, TIMES, number
from gui.panels.inspector_letters import parameter_letter
from gui.panels.inspector_moment import Moment
from gui.translation import tr
from gui.widgets.letters import Letter
from gui.widgets.live_formula import Token, sign

OVER = sign("/", "/")


class Update:
    """The numbers of one parameter's coming update."""

    def __init__(self, trainer: Trainer, given: ParameterNumbers, place: int) -> None:
        self._options = trainer.spec.optimizer.options
        self._before = {name: float(vector[place]) for name, vector in trainer.optimizer.state.items()}
        self._stages = {name: float(vector[place]) for name, vector in given.stages.items()}
        self._count = trainer.optimizer.count + 1
        self._given, self._place = given, place

    def g(self) -> Token:
        """The gradient, penalty and clipping included."""
        return number((Letter("g"),), float(self._given.gradient[self._place]), tr("gradient"))

    def rate(self) -> Token:
        """η"""
        text = numbers.plain(self._given.learning_rate)
        return Token((Letter(r"\eta"),), text, tr("learning rate"))

    def value(self) -> Token:
        """The parameter itself."""
        return number((Letter(r"\theta"),), float(self._given.value[self._place]), tr("value"))

    def option(self, tex: str, key: str, low: str = "") -> Token:
        """A number of the optimizer."""
        return Token((Letter(tex, low),), numbers.plain(self._options[key]), key.replace("_", " "))

    def rest(self, tex: str, key: str, low: str = "") -> Token:
        """1 − β"""
        letters = (Letter("("), Letter("1"), Letter("-"), Letter(tex, low), Letter(")"))
        return Token(letters, numbers.plain(1.0 - self._options[key]), tr("the rest"))

    def old(self, tex: str, key: str) -> Token:
        """A number that is remembered, as it is before the step."""
        return number((Letter(tex, "", ""),), self._before[key], tr("as it was"))

    def new(self, tex: str, key: str) -> Token:
        """The same after the step."""
        return number((Letter(tex),), self._stages[key], tr("as it will be"))

    def g_squared(self) -> Token:
        """g²"""
        g = float(self._given.gradient[self._place])
        return number((Letter("g", "", "2"),), g * g, tr("gradient squared"))

    def root(self, tex: str, key: str) -> list[Token]:
        """(√s + ε)"""
        size = max(self._stages[key], 0.0) ** 0.5
        root = number((Letter(rf"\sqrt{{{tex}}}"),), size, tr("square root"))
        return [OPEN, root, sign("+", "+"), self.option(r"\epsilon", "epsilon"), CLOSE]

    def corrected(self, hat: str, letter: str, key: str, option: str, low: str) -> list[Token]:
        """m̂ = m / (1 − β^t)"""
        share = 1.0 - self._options[option] ** self._count
        divisor = (Letter("("), Letter("1"), Letter("-"), Letter(r"\beta", low, "t"), Letter(")"))
        below = Token(
            divisor, numbers.plain(float(f"{share:.4g}")), tr("correction at update {t}", t=self._count)
        )
        return [
            self.new(hat, f"corrected_{key}"),
            EQUALS,
            self.new(letter, key),
            OVER,
            below,
        ]

    def average(self, letter: str, key: str, option: tuple[str, str, str], what: Token) -> list[Token]:
        """m = β m + (1 − β) g"""
        tex, name, low = option
        return [
            self.new(letter, key),
            EQUALS,
            self.option(tex, name, low),
            TIMES,
            self.old(rf"{letter}_{{\mathrm{{old}}}}", key),
            PLUS,
            self.rest(tex, name, low),
            TIMES,
            what,
        ]


Lines = list[list[Token]]
MINUS_RATE = (MINUS_SIGN,)


def _sgd(update: Update) -> Lines:
    return [[*MINUS_RATE, update.rate(), TIMES, update.g()]]


def _velocity(update: Update) -> list[Token]:
    return [
        update.new("v", "velocity"),
        EQUALS,
        update.option(r"\mu", "momentum"),
        TIMES,
        update.old(r"v_{\mathrm{old}}", "velocity"),
        PLUS,
        update.g(),
    ]


def _momentum(update: Update) -> Lines:
    return [_velocity(update), [*MINUS_RATE, update.rate(), TIMES, update.new("v", "velocity")]]


def _nesterov(update: Update) -> Lines:
    inner = [update.g(), PLUS, update.option(r"\mu", "momentum"), TIMES, update.new("v", "velocity")]
    return [_velocity(update), [*MINUS_RATE, update.rate(), TIMES, OPEN, *inner, CLOSE]]


def _adagrad(update: Update) -> Lines:
    key = "squared_sum"
    remembered = [
        update.new("s", key),
        EQUALS,
        update.old(r"s_{\mathrm{old}}", key),
        PLUS,
        update.g_squared(),
    ]
    return [remembered, [*MINUS_RATE, update.rate(), TIMES, update.g(), OVER, *update.root("s", key)]]


def _rmsprop(update: Update) -> Lines:
    key = "squared_average"
    remembered = update.average("s", key, (r"\alpha", "alpha", ""), update.g_squared())
    return [remembered, [*MINUS_RATE, update.rate(), TIMES, update.g(), OVER, *update.root("s", key)]]


def _adam(update: Update) -> Lines:
    return [
        update.average("m", "first_moment", (r"\beta", "beta1", "1"), update.g()),
        update.average("v", "second_moment", (r"\beta", "beta2", "2"), update.g_squared()),
        update.corrected(r"\hat m", "m", "first_moment", "beta1", "1"),
        update.corrected(r"\hat v", "v", "second_moment", "beta2", "2"),
        [
            *MINUS_RATE,
            update.rate(),
            TIMES,
            update.new(r"\hat m", "corrected_first_moment"),
            OVER,
            *update.root(r"\hat v", "corrected_second_moment"),
        ],
    ]


def _adamw(update: Update) -> Lines:
    *stages, step = _adam(update)
    decay = [update.rate(), TIMES, update.option(r"\lambda", "weight_decay"), TIMES, update.value()]
    return [*stages, [*step, sign("-", numbers.MINUS, breaks=True), *decay]]


RULES: Mapping[str, Callable[[Update], Lines]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
}


def update_formulas(moment: Moment) -> list[list[Token]]:
    """What the optimizer remembers, line by line, then Δw, then the next value."""
    subject, given = moment.subject, moment.parameters
    assert subject is not None
    assert subject.place is not None
    place = subject.place
    *stages, step = RULES[moment.trainer.spec.optimizer.key](Update(moment.trainer, given, place))
    change, value = float(given.step[place]), float(given.value[place])
    delta = (
        Letter(r"\Delta"),
        Letter("w" if subject.address and subject.address.source is not None else "b"),
    )
    if given.is_frozen[place]:
        step = [Token((Letter("0"),), "0", tr("frozen"))]
    own = parameter_letter(subject.address) if subject.address else Letter("b")
    following = [
        number(
            (Letter(r"\mathrm{next}"), Letter(r"\;"), own), float(given.next_value[place]), tr("next value")
        ),
        EQUALS,
        number((own,), value, tr("value")),
        PLUS,
        number(delta, change, tr("update")),
    ]
    return [*stages, [number(delta, change, tr("update")), EQUALS, *step], following]
