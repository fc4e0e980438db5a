"""The words for the faults that can be planted in backprop: what each is called, and how it shows."""

from gui.translation import tr


def fault_name(key: str) -> str:
    """A fault, as it is named in the hunt."""
    return {
        "missing_derivative": tr("f′(z) forgotten"),
        "wrong_sign": tr("Wrong sign"),
        "forgotten_zero_grad": tr("Gradient not reset"),
        "no_batch_mean": tr("Sum, not mean"),
        "transposed_weights": tr("W not transposed"),
        "bias_gradient_lost": tr("Biases left out"),
        "stale_activations": tr("Stale activations"),
    }[key]


def fault_tip(key: str) -> str:
    """What is done wrong."""
    return {
        "missing_derivative": tr("The error goes down a layer without being multiplied by the slope f′(z)."),
        "wrong_sign": tr("The gradient has its sign turned round, so each step climbs."),
        "forgotten_zero_grad": tr(
            "The gradient of the step before was not cleared, and the new one is added to it."
        ),
        "no_batch_mean": tr("The gradients of a batch are added up, but not divided by its size N."),
        "transposed_weights": tr("The error is sent down through W where its transpose belongs."),
        "bias_gradient_lost": tr("The biases get no gradient, so they never move."),
        "stale_activations": tr("The errors are multiplied by the activations of another example."),
    }[key]


def fault_trace(key: str) -> str:
    """What it leaves in the gradient check: how it could have been told."""
    return {
        "missing_derivative": tr(
            "The further down a layer is, the further off; an output whose loss gives its error agrees."
        ),
        "wrong_sign": tr("Every derivative is minus the numerical one: relative error 2."),
        "forgotten_zero_grad": tr(
            "Every derivative is twice the numerical one, whatever N is: relative error 0.5."
        ),
        "no_batch_mean": tr("Every derivative is N times the numerical one: relative error 1 − 1/N."),
        "transposed_weights": tr(
            "Below a weight matrix that is no single row, the errors are mixed up; above, all agree."
        ),
        "bias_gradient_lost": tr("All weights agree; every bias is 0 by backprop: relative error 1."),
        "stale_activations": tr("All biases agree, for they need no activation; the weights do not."),
    }[key]


def fault_lines(key: str) -> tuple[str, str]:
    """The line as it should be and as it was, in plain signs for those who listen."""
    whole = "∂C/∂θ"
    sent = "δ^[l] = f′(z^[l]) ⊙ W^[l+1]ᵀ δ^[l+1]"
    return {
        "missing_derivative": (sent, "δ^[l] = W^[l+1]ᵀ δ^[l+1]"),
        "wrong_sign": (whole, "−∂C/∂θ"),
        "forgotten_zero_grad": (whole, "∂C/∂θ + ∂C/∂θ"),
        "no_batch_mean": ("1/N Σ_i ∂c_i/∂θ", "Σ_i ∂c_i/∂θ"),
        "transposed_weights": (sent, "δ^[l] = f′(z^[l]) ⊙ W^[l+1] δ^[l+1]"),
        "bias_gradient_lost": ("∂C/∂b = 1/N Σ_i δ_i", "∂C/∂b = 0"),
        "stale_activations": ("∂c_i/∂W^[l] = δ_i^[l] a_i^[l−1]ᵀ", "∂c_i/∂W^[l] = δ_i^[l] a_{i−1}^[l−1]ᵀ"),
    }[key]
