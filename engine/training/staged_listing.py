"""The training step as a listing of NumPy lines: the same for every stage of a step, so that a line can be marked.

Examples stand in columns; lists are indexed by the layer, 0 the inputs. Flat vectors hold, layer by layer, each
neuron's weights and then its bias, and last the weights of the links that pass over layers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.network import Network
from engine.network.losses import LOSSES
from engine.training.spec import TrainingSpec

OPTIMIZER_LINES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sgd": (("step", "step = -eta * g"),),
    "momentum": (("velocity", "v = mu * v + g"), ("step", "step = -eta * v")),
    "nesterov": (("velocity", "v = mu * v + g"), ("step", "step = -eta * (g + mu * v)")),
    "adagrad": (("squared_sum", "s = s + g**2"), ("step", "step = -eta * g / (np.sqrt(s) + epsilon)")),
    "rmsprop": (
        ("squared_average", "s = alpha * s + (1 - alpha) * g**2"),
        ("step", "step = -eta * g / (np.sqrt(s) + epsilon)"),
    ),
    "adam": (
        ("first_moment", "m = beta1 * m + (1 - beta1) * g"),
        ("second_moment", "v = beta2 * v + (1 - beta2) * g**2"),
        ("corrected_first_moment", "m_hat = m / (1 - beta1**t)"),
        ("corrected_second_moment", "v_hat = v / (1 - beta2**t)"),
        ("step", "step = -eta * m_hat / (np.sqrt(v_hat) + epsilon)"),
    ),
    "adamw": (
        ("first_moment", "m = beta1 * m + (1 - beta1) * g"),
        ("second_moment", "v = beta2 * v + (1 - beta2) * g**2"),
        ("corrected_first_moment", "m_hat = m / (1 - beta1**t)"),
        ("corrected_second_moment", "v_hat = v / (1 - beta2**t)"),
        ("step", "step = -eta * m_hat / (np.sqrt(v_hat) + epsilon) - eta * weight_decay * theta"),
    ),
}

PENALTY_LINES: Mapping[str, tuple[str, str]] = {
    "l1": ("C = C + lam * np.abs(theta[is_weight]).sum()", "g = g + lam * np.sign(theta) * is_weight"),
    "l2": ("C = C + lam / 2 * (theta[is_weight]**2).sum()", "g = g + lam * theta * is_weight"),
}


@dataclass(frozen=True)
class CodeLine:
    """One line; `key` is what stages call it by, "" for a line that only belongs to the others."""

    key: str
    text: str


def listing(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    """The lines of a training step."""
    return (
        *_forward(network, spec),
        *_loss(network, spec),
        *_backward(network, spec),
        *_update(network, spec),
    )


def shapes(network: Network, key: str, layer: int, count: int) -> str:
    """The shapes of a line's arrays at a layer with `count` examples, "" where all are shaped alike."""
    sizes = network.spec.sizes
    if layer == 0:
        return ""
    here, below = sizes[layer], sizes[layer - 1]
    above = sizes[layer + 1] if layer + 1 < len(sizes) else 0
    return {
        "sum": f"({here}, {count}) = ({here}, {below}) @ ({below}, {count}) + ({here}, 1)",
        "activation": f"({here}, {count})",
        "cost": f"() from ({here}, {count})",
        "cost_slope": f"({here}, {count})",
        "output_delta": f"({here}, {count})",
        "flow": f"({here}, {count}) = ({here}, {above}) @ ({above}, {count})",
        "delta": f"({here}, {count}) = ({here}, {count}) * ({here}, {count})",
        "weight_gradient": f"({here}, {below}) = ({here}, {count}) @ ({count}, {below})",
        "long_sum": f"({count},) += () * ({count},)",
        "long_flow": f"({count},) += () * ({count},)",
        "long_gradient": f"() = ({count},) @ ({count},)",
        "bias_gradient": f"({here}, 1) from ({here}, {count})",
    }.get(key, f"({network.layout.size},)")


def _forward(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    masked = " * on[l]" if network.silenced else ""
    if spec.dropout:
        masked += " * (m[l] / (1 - drop) if l < L else 1)"
    skipped = " + (a[l-1] if skip[l] else 0)" if _has_skip(network) else ""
    return (
        CodeLine("", "a[0] = x"),
        CodeLine("", "for l in range(1, L + 1):"),
        CodeLine("sum", "    z[l] = W[l] @ a[l-1] + b[l]"),
        *_long(network, 4, "long_sum", "if end == l: z[l][j] += w[i] * a[start][k]"),
        CodeLine("activation", f"    a[l] = f[l](z[l]){masked}{skipped}"),
    )


def _loss(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    lines = [CodeLine("cost", "C = cost(z[L], a[L], y).mean()")]
    if _has_penalty(spec):
        lines.append(CodeLine("penalty_cost", PENALTY_LINES[spec.penalty][0]))
    if LOSSES[spec.loss].fused_with is None:
        lines.append(CodeLine("cost_slope", "da = cost_slope(a[L], y)"))
    return tuple(lines)


def _backward(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    skipped = " + (da if skip[l] else 0)" if _has_skip(network) else ""
    masked = " * on[l-1]" if network.silenced else ""
    if spec.dropout:
        masked += " * (m[l-1] / (1 - drop))"
    return (
        *_output_delta(network, spec),
        CodeLine("", "for l in range(L, 0, -1):"),
        CodeLine("weight_gradient", "    dW[l] = delta[l] @ a[l-1].T / N"),
        CodeLine("bias_gradient", "    db[l] = delta[l].mean(axis=1, keepdims=True)"),
        *_long(network, 4, "long_gradient", "if end == l: dw[i] = delta[l][j] @ a[start][k] / N"),
        CodeLine("", "    if l > 1:"),
        CodeLine("flow", f"        da = W[l].T @ delta[l]{skipped}"),
        *_long(network, 8, "long_flow", "if start == l - 1: da[k] += w[i] * delta[end][j]"),
        CodeLine("delta", f"        delta[l-1] = da * df[l-1](z[l-1]){masked}"),
    )


def _output_delta(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    fused = LOSSES[spec.loss].fused_with
    if fused is not None:
        share = " / n" if spec.loss == "binary_cross_entropy" and network.spec.outputs > 1 else ""
        error = f"(a[L] - y){share}" if share else "a[L] - y"
        after = CodeLine("", "da = 0"), CodeLine("output_delta", f"delta[L] = {error}")
        return after if _has_skip(network) else after[1:]
    if network.spec.layers[-1].activation == "softmax":
        return (
            CodeLine("", "p = f[L](z[L])"),
            CodeLine("output_delta", "delta[L] = p * (da - (p * da).sum(axis=0))"),
        )
    return (CodeLine("output_delta", "delta[L] = da * df[L](z[L])"),)


def _update(network: Network, spec: TrainingSpec) -> tuple[CodeLine, ...]:
    long = ", dw" if network.spec.long_links else ""
    lines = [CodeLine("loss_gradient", f"g = flat(dW, db{long})")]
    if _has_penalty(spec):
        lines.append(CodeLine("penalty_gradient", PENALTY_LINES[spec.penalty][1]))
    if spec.clip_norm is not None:
        lines.append(CodeLine("clip", "g = g * min(1, clip_norm / np.sqrt(g @ g))"))
    if spec.clip_value is not None:
        lines.append(CodeLine("clip", "g = np.clip(g, -clip_value, clip_value)"))
    if spec.schedule.key != "constant":
        lines.append(CodeLine("rate", "eta = eta_0 * factor(epoch)"))
    lines += [CodeLine(key, text) for key, text in OPTIMIZER_LINES[spec.optimizer.key]]
    lines += [CodeLine("next", "theta = theta + step")]
    return tuple(lines)


def _long(network: Network, indent: int, key: str, text: str) -> tuple[CodeLine, ...]:
    """What is done for each long link, from neuron k of layer `start` to neuron j of layer `end`; w is its weight."""
    if not network.spec.long_links:
        return ()
    blank = " " * indent
    return (
        CodeLine("", f"{blank}for i, (end, j, start, k) in enumerate(long_links):"),
        CodeLine(key, f"{blank}    {text}"),
    )


def _has_skip(network: Network) -> bool:
    return any(layer.skip for layer in network.spec.layers)


def _has_penalty(spec: TrainingSpec) -> bool:
    return spec.penalty != "none" and spec.penalty_rate > 0.0
