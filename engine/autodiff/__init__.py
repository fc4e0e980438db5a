"""One number at a time: `Value` and its backward walk, and a small language for expressions."""

from engine.autodiff.compiled import CompiledExpression, compile_expression
from engine.autodiff.expression import Expression, expression_inputs, parse_expression
from engine.autodiff.expression_error import ExpressionError
from engine.autodiff.functions import FUNCTIONS
from engine.autodiff.operation import DomainError, Form, Operation
from engine.autodiff.operators import OPERATORS
from engine.autodiff.trace import NetworkTrace, NeuronTrace, trace_network, trace_neuron
from engine.autodiff.typeset import typeset
from engine.autodiff.value import Value
from engine.autodiff.walk import BackwardStep, Contribution, nodes_in_order

__all__ = [
    "FUNCTIONS",
    "OPERATORS",
    "BackwardStep",
    "CompiledExpression",
    "Contribution",
    "DomainError",
    "Expression",
    "ExpressionError",
    "Form",
    "NetworkTrace",
    "NeuronTrace",
    "Operation",
    "Value",
    "compile_expression",
    "expression_inputs",
    "nodes_in_order",
    "parse_expression",
    "trace_network",
    "trace_neuron",
    "typeset",
]
