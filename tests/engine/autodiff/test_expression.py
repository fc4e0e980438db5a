"""The typed language: Python's own arithmetic as referee, graphs, and errors that point."""

import contextlib
import pickle

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.autodiff import ExpressionError, expression_inputs, parse_expression
from engine.autodiff.parser import MAX_DEPTH
from engine.autodiff.tokens import MAX_LENGTH
from engine.errors import SpecError

# Pasted together without parentheses of their own, so that precedence decides what they mean.
ARITHMETIC = st.recursive(
    st.sampled_from(["1.0", "2.0", "3.5", "0.25", ".5", "4.", "1e-1", "a", "b"]),
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "/", "**", " - ", " * "]), inner),
        st.builds("-{}".format, inner),
        st.builds("+{}".format, inner),
        st.builds("({})".format, inner),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(text=ARITHMETIC, power=st.sampled_from(["^", "**"]))
def test_arithmetic_means_what_it_means_in_python(text, power):
    names = {"a": 1.75, "b": -0.5}
    used = {name: names[name] for name in expression_inputs(text)}
    ours = text.replace("**", power)
    try:
        expected = eval(text, {}, names)
    except OverflowError:
        assume(False)
    except ZeroDivisionError:
        with pytest.raises(ExpressionError):
            parse_expression(ours, used)
        return
    if isinstance(expected, complex):
        with pytest.raises(ExpressionError):
            parse_expression(ours, used)
        return
    assert parse_expression(ours, used).result.data == pytest.approx(expected, rel=1e-14, abs=0, nan_ok=True)


def test_the_graph_of_a_neuron():
    expression = parse_expression("L = tanh(x1*w1 + x2*w2 + b)", x1=2, x2=0, w1=-3, w2=1, b=6.88)
    assert expression.inputs == ("x1", "w1", "x2", "w2", "b")
    assert list(expression.values) == [*expression.inputs, "L"]
    assert expression.result is expression.values["L"]
    assert [value.label for value in expression.values.values()] == list(expression.values)
    assert [(node.op, len(node.edges)) for node in walk_down(expression.result)] == [
        ("tanh", 1),
        ("+", 2),
        ("+", 2),
    ]
    expression.result.backward()
    assert expression.values["x1"].grad == pytest.approx(-3 * (1 - expression.result.data**2))


def walk_down(node):
    while not node.is_leaf and node.op != "*":
        yield node
        node = node.edges[0][0]


def test_several_statements_comments_and_line_ends():
    text = """
        # the inputs
        x = 2; w = -3   # given here
        z = (x*w
             + b)
        z^2 / 2;
    """
    expression = parse_expression(text, b=7)
    assert expression.result.data == 0.5
    assert expression.inputs == ("b",)
    assert expression.values["w"].data == -3
    assert expression.values["w"].is_leaf
    expression.result.backward()
    assert expression.values["w"].grad == 2


def test_signs_of_the_blackboard():
    assert parse_expression("3·2 − 4×−1 + 0*π").result.data == 10


@pytest.mark.parametrize(
    ("text", "op"), [("x^2", "^2"), ("x**-1", "^-1"), ("x^(1/2)", "^0.5"), ("x^n", "^"), ("n = 2; x^n", "^")]
)
def test_an_exponent_without_a_name_belongs_to_the_power(text, op):
    values = dict.fromkeys(expression_inputs(text), 2.0)
    assert parse_expression(text, values).result.op == op


def test_the_square_of_a_negative_number_has_a_slope():
    expression = parse_expression("x^2", x=-3)
    expression.result.backward()
    assert expression.values["x"].grad == -6


def test_a_negative_number_is_a_leaf_and_the_negative_of_a_name_is_not():
    assert parse_expression("-3").result.is_leaf
    assert parse_expression("n = 3; L = -n").result.op == "-"
    assert parse_expression("-2^2").result.data == -4


def test_a_text_may_call_its_error_e():
    expression = parse_expression("e = y - t; L = e^2/2", y=3, t=1)
    assert expression.result.data == 2
    assert expression.values["e"].label == "e"
    assert parse_expression("log(e)").result.data == 1


def test_two_names_for_one_node():
    expression = parse_expression("a = x; L = a*x", x=3)
    assert expression.values["a"] is expression.values["x"]
    assert expression.values["a"].label == "x"


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("2x", 1, 2, "expected an operator (2*x, not 2x), but found “x”."),
        ("sin(3x)", 1, 6, "expected an operator (2*x, not 2x), but found “x”."),
        ("max(2x, 1)", 1, 6, "expected an operator (2*x, not 2x), but found “x”."),
        ("2*(x 3)", 1, 6, "expected an operator (2*x, not 2x), but found “3”."),
        ("(1+", 1, 4, "expected a number, a name or “(”, but the text ends."),
        ("1 +\n2", 1, 4, "expected a number, a name or “(”, but the line ends."),
        ("3+*2", 1, 3, "expected a number, a name or “(”, but found “*”."),
        ("sin x", 1, 5, "expected “(” after the function “sin”, but found “x”."),
        ("max(1)", 1, 6, "expected “,” and another operand of “max”, but found “)”."),
        ("exp(1, 2)", 1, 6, "expected “)” after the operands of “exp”, but found “,”."),
        (
            "a = (3*\n (4+5",
            2,
            6,
            "expected “)” to close the parenthesis of line 2, column 2, but the text ends.",
        ),
        ("0,5", 1, 2, "expected a decimal point (0.5, not 0,5), but found “,”."),
        ("sin(3,5*x)", 1, 6, "expected a decimal point (0.5, not 0,5), but found “,”."),
        ("(0,5 + x)", 1, 3, "expected a decimal point (0.5, not 0,5), but found “,”."),
        ("x $ y", 1, 3, "expected a number, a name, an operator or a parenthesis, but found “$”."),
        ("x²", 1, 2, "expected a number, a name, an operator or a parenthesis, but found “²”."),
        ("a = b = 2", 1, 7, "expected an operator or the end of the line, but found “=”."),
        ("a = 1; a = 2", 1, 8, "expected a new name, because “a” has a value already."),
        ("y = a\na = 2", 2, 1, "expected “a” to get its value before it is used."),
        ("a = 2*e\ne = 3", 2, 1, "expected “e” to get its value before it is used."),
        ("exp = 3", 1, 1, "expected another name, because “exp” is a function."),
        ("1\n2", 1, 1, "only the last statement can do without “name =” in front."),
        ("", 1, 1, "expected an expression, but the text is empty."),
        (" # nothing", 1, 11, "expected an expression, but the text is empty."),
        ("1e999", 1, 1, "expected a number below 1.8e308."),
        ("a = 3\nb = 4/(a-3)", 2, 6, "division takes a divisor other than 0, but this is 4/0."),
        ("1 + log(1-1)", 1, 5, "log takes a number above 0, but this is log(0)."),
        ("1\n+ p*q", 1, 1, "only the last statement can do without “name =” in front."),
        ("2 + p*q", 1, 5, "expected a number for “p”, “q”."),
        (
            "__import__('os')",
            1,
            12,
            "expected a number, a name, an operator or a parenthesis, but found “'”.",
        ),
        ("a.b", 1, 2, "expected a number, a name, an operator or a parenthesis, but found “.”."),
    ],
)
def test_an_error_points_and_says_what_was_expected(text, line, column, problem):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    error = caught.value
    assert (error.problem, error.line, error.column) == (problem, line, column)
    assert str(error) == f"Line {line}, column {column}: {problem}"
    shown, caret = error.excerpt.split("\n")
    assert shown == text.split("\n")[line - 1]
    assert caret.index("^") == column - 1


def test_an_unknown_function_is_told_the_known_ones():
    with pytest.raises(ExpressionError, match=r"exp, log, tanh.* or max") as caught:
        parse_expression("1 + foo(2)")
    assert caught.value.column == 5


def test_a_tab_in_front_of_the_caret():
    with pytest.raises(ExpressionError) as caught:
        parse_expression("\t2 + $")
    assert caught.value.excerpt == "\t2 + $\n\t    ^"


def test_an_error_can_be_sent_to_another_process():
    with pytest.raises(ExpressionError) as caught:
        parse_expression("1 +")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 5000 + "1", "2^" * 4000 + "2", "exp(" * 2000])
def test_nesting_too_deep_is_an_error_of_ours(text):
    with pytest.raises(ExpressionError, match=f"at most {MAX_DEPTH} levels"):
        parse_expression(text)


def test_nesting_within_the_limit_and_long_sums():
    depth = MAX_DEPTH - 1
    assert parse_expression("(" * depth + "1" + ")" * depth).result.data == 1
    assert parse_expression("+".join(["1"] * (MAX_LENGTH // 2))).result.data == MAX_LENGTH // 2


def test_a_text_too_long():
    with pytest.raises(ExpressionError, match="at most 10000 characters"):
        parse_expression("1+" * MAX_LENGTH + "1")


def test_a_number_that_no_open_name_takes():
    with pytest.raises(SpecError, match="'z', but takes x"):
        parse_expression("x*2", x=1, z=3)
    with pytest.raises(SpecError, match="no name"):
        parse_expression("L = 2", L=3)


@settings(deadline=None)
@given(st.text(alphabet="xyae0123.+-*/^(),=;#\n πlogmx\t", max_size=40))
def test_any_text_is_read_or_refused_in_our_own_words(text):
    with contextlib.suppress(ExpressionError):
        parse_expression(text, dict.fromkeys(expression_inputs(text), 0.5))
