"""What is said of a stage of a training step: where it is, and in one sentence what happens."""

from engine.network.address import Address
from engine.training.staged import StagedStep
from engine.training.staged_stage import Phase, Stage
from gui import numbers
from gui.translation import tr
from gui.wording import parameter_name


def phase_name(phase: Phase) -> str:
    """One of the four phases."""
    return {
        "forward": tr("Forward"),
        "loss": tr("Loss"),
        "backward": tr("Backward"),
        "update": tr("Update"),
    }[phase]


def phase_tip(phase: Phase) -> str:
    """What a phase does."""
    return {
        "forward": tr("To the forward pass: what every neuron says, layer by layer"),
        "loss": tr("To the loss: how wrong the answer is"),
        "backward": tr("To the backward pass: the error of every neuron and the gradient of every weight"),
        "update": tr("To the update: what the optimizer makes of each gradient"),
    }[phase]


def grain_name(grain: str) -> str:
    """How fine the stages are."""
    return {"layer": tr("by layer"), "neuron": tr("by neuron"), "term": tr("by term")}[grain]


def what_name(what: str) -> str:
    """What is walked through."""
    return {"example": tr("one example"), "batch": tr("the batch")}[what]


def pace_name(key: str) -> str:
    """How long a stage stands still."""
    return {"slow": tr("slow"), "medium": tr("medium"), "fast": tr("fast")}[key]


def place_name(stage: Stage) -> str:
    """The phase, and where in the network it is."""
    phase = phase_name(stage.phase)
    if stage.phase == "update" and stage.layer == 0 and stage.edges:
        return tr("{phase}, long links", phase=phase)
    if stage.layer == 0 or (stage.phase == "loss" and stage.neuron is None):
        return phase
    if stage.phase == "loss":
        return tr("{phase}, output {number}", phase=phase, number=(stage.neuron or 0) + 1)
    if stage.neuron is None:
        return tr("{phase}, layer {layer}", phase=phase, layer=stage.layer)
    if (stage.source is not None and stage.kind not in ("flow_term", "long_flow")) or stage.is_bias:
        source = None if stage.is_bias else stage.source
        name = parameter_name(Address(stage.layer, stage.neuron, source, stage.origin))
        return tr("{phase}, {name}", phase=phase, name=name)
    return tr(
        "{phase}, layer {layer}, neuron {neuron}",
        phase=phase,
        layer=stage.layer,
        neuron=stage.neuron + 1,
    )


def stage_sentence(staged: StagedStep, stage: Stage) -> str:
    """What happens in a stage."""
    kind = stage.kind.removeprefix("many_")
    layer, source = stage.layer, stage.source
    below = layer - 1 if stage.origin is None else stage.origin
    sender = tr("input {number}", number=(source or 0) + 1)
    if below > 0:
        sender = tr("neuron {number} of layer {layer}", number=(source or 0) + 1, layer=below)
    words = {
        **_forward(),
        **_loss(),
        **_backward(),
        **_gradients(),
        **_update(),
        **_optimizer(),
        **_long_links(),
    }[kind]
    return words.format(
        layer=layer,
        above_layer=layer + 1 if stage.origin is None else stage.origin,
        neuron=(stage.neuron or 0) + 1,
        above=(source or 0) + 1,
        sender=sender,
        count=staged.batch_size,
    )


def remarks(staged: StagedStep) -> str:
    """What must be known to read the stages of this step: signs, and what is shown together."""
    said = []
    if staged.passes.count > 1:
        said.append(tr("⟨ ⟩ is the mean over the {count} examples of the batch.", count=staged.passes.count))
    if staged.is_outside:
        said.append(tr("This example is not in the coming batch, so no neuron sits out for it."))
    elif staged.passes.masks:
        said.append(
            tr(
                "Dropout p = {share}: m is 0 for a neuron that sits out, else 1.",
                share=numbers.plain(staged.passes.dropout),
            )
        )
    if staged.is_coarsened:
        said.append(
            tr("So many stages would be too much, so it is shown {grain}.", grain=grain_name(staged.grain))
        )
    if staged.is_update_coarsened:
        groups = {"neuron": tr("neuron"), "layer": tr("layer")}
        said.append(
            tr("The parameters of a {group} are updated together here.", group=groups[staged.update_grain])
        )
    return " ".join(said)


def _forward() -> dict[str, str]:
    return {
        "forward_term": tr("Neuron {neuron} of layer {layer} hears {sender}, times the weight between them."),
        "forward_bias": tr("To its sum neuron {neuron} of layer {layer} adds its bias."),
        "sum": tr(
            "Neuron {neuron} of layer {layer} adds up what it hears, each times its weight, and its bias."
        ),
        "activation": tr(
            "Neuron {neuron} of layer {layer} bends its sum by its activation: this is what it says."
        ),
        "skip_activation": tr(
            "Neuron {neuron} of layer {layer} bends its sum and adds what was skipped to it."
        ),
        "softmax": tr(
            "Softmax turns the sums into shares that add up to 1; this is the share of output {neuron}."
        ),
        "silenced": tr("Neuron {neuron} of layer {layer} is switched off, so its activation gives 0."),
        "sits_out": tr("Neuron {neuron} of layer {layer} sits this update out: dropout makes it say 0."),
        "kept": tr(
            "Neuron {neuron} of layer {layer} bends its sum; dropout makes more of it for those that sit out."
        ),
        "kept_in_some": tr(
            "Neuron {neuron} of layer {layer} bends its sum; dropout makes it 0 in some examples, more in the others."
        ),
        "layer_sum": tr("All neurons of layer {layer} add up what they hear: one matrix product."),
        "layer_sum_shapes": tr(
            "All neurons of layer {layer} add up what they hear; in brackets stand rows × columns."
        ),
        "layer_activation": tr("All neurons of layer {layer} bend their sums: this is what they say."),
        "layer_activation_thinned": tr(
            "All neurons of layer {layer} bend their sums; dropout makes some of them 0 and more of the others."
        ),
        "layer_activation_silenced": tr(
            "All neurons of layer {layer} bend their sums; those that are switched off say 0."
        ),
    }


def _loss() -> dict[str, str]:
    return {
        "cost": tr("The cost says how wrong the answer to this example is."),
        "batch_cost": tr("The cost of the batch is the mean of what its examples cost."),
        "penalty_cost": tr("The penalty for large weights is added: this sum is what training makes small."),
        "cost_slope": tr("How the cost changes with output {neuron}: here every error begins."),
        "layer_cost_slope": tr("How the cost changes with each output: here every error begins."),
    }


def _backward() -> dict[str, str]:
    return {
        "output_delta": tr(
            "The error of the output: the slope of the cost times the slope of the activation."
        ),
        "fused_softmax": tr(
            "Softmax and cross-entropy together leave a simple error: prediction minus target."
        ),
        "fused_sigmoid": tr(
            "Sigmoid and cross-entropy together leave a simple error: prediction minus target."
        ),
        "softmax_delta": tr("Softmax mixes the outputs, so the slopes of all of them enter into each error."),
        "flow_term": tr(
            "The error of neuron {above} of layer {above_layer} comes back to neuron {neuron} over their weight."
        ),
        "flow_skip": tr("Along the skip connection the error comes back to neuron {neuron} as it is."),
        "delta": tr(
            "The error of neuron {neuron} of layer {layer}: what comes back to it, times its activation’s slope."
        ),
        "skip_delta": tr(
            "The error of neuron {neuron} of layer {layer}: what comes back, the skip too, times its slope."
        ),
        "silenced_delta": tr(
            "Neuron {neuron} of layer {layer} is switched off, so no error goes through it."
        ),
        "sits_out_delta": tr(
            "Neuron {neuron} of layer {layer} sits this update out, so no error goes through it."
        ),
        "kept_delta": tr(
            "The error of neuron {neuron} of layer {layer}: what comes back, times its slope and dropout’s factor."
        ),
        "layer_delta_thinned": tr(
            "The errors of layer {layer}: those above come back, but not through neurons that sit out."
        ),
        "layer_delta": tr(
            "The errors of layer {layer}: those above come back through the same weights, turned."
        ),
    }


def _gradients() -> dict[str, str]:
    return {
        "weight_gradient": tr(
            "How the cost changes with this weight: the error of neuron {neuron} times what {sender} said."
        ),
        "row_gradient": tr(
            "How the cost changes with the weights into neuron {neuron}: its error times what it heard."
        ),
        "row_gradient_batch": tr(
            "The weights into neuron {neuron}: its error times what it heard, averaged over the batch."
        ),
        "bias_gradient": tr("How the cost changes with the bias of neuron {neuron}: that is its error."),
        "layer_weight_gradient": tr(
            "How the cost changes with each weight of layer {layer}: errors times what was heard."
        ),
        "layer_bias_gradient": tr("How the cost changes with each bias of layer {layer}: that is its error."),
    }


def _update() -> dict[str, str]:
    return {
        "rate": tr("The schedule says how large the learning rate is now."),
        "loss_gradient": tr("The update uses the mean of ∂c/∂θ over the coming batch: N = {count}."),
        "penalty_gradient": tr("The penalty pulls the weight towards 0: its slope is added to the gradient."),
        "no_penalty": tr("Biases are not penalised, so this gradient stays as it is."),
        "clip": tr("Clipping keeps the gradient from being too large."),
        "step": tr("The change of the parameter: against the gradient, as far as the learning rate says."),
        "next": tr("The parameter moves: this is its value after the step."),
        "frozen": tr("This parameter is frozen: it keeps its value."),
    }


def _optimizer() -> dict[str, str]:
    return {
        "velocity": tr("The velocity keeps a part of what it was and adds the gradient."),
        "squared_sum": tr("The squares of all gradients so far are added up."),
        "squared_average": tr("A running mean of the squared gradients."),
        "first_moment": tr("The first moment: a running mean of the gradients."),
        "second_moment": tr("The second moment: a running mean of their squares."),
        "corrected_first_moment": tr("The first moment began at 0; this takes out what that does to it."),
        "corrected_second_moment": tr("The second moment began at 0; this takes out what that does to it."),
    }


def _long_links() -> dict[str, str]:
    return {
        "long_term": tr(
            "Neuron {neuron} of layer {layer} hears {sender} over a long link, times the weight of that link."
        ),
        "layer_long_sum": tr(
            "All neurons of layer {layer} add up what they hear: a matrix product, and what long links bring."
        ),
        "layer_long_sum_shapes": tr(
            "All neurons of layer {layer} add up what they hear, also over long links; "
            "in brackets stand rows × columns."
        ),
        "long_flow": tr(
            "The error of neuron {above} of layer {above_layer} comes back to neuron {neuron} over a long link."
        ),
        "layer_long_delta": tr(
            "The errors of layer {layer}: those above come back through the same weights, over long links too."
        ),
        "long_gradient": tr(
            "How the cost changes with this long link’s weight: the error of neuron {neuron} "
            "times what {sender} said."
        ),
        "long_gradients": tr(
            "How the cost changes with the long links into neuron {neuron}: its error times what each brought."
        ),
        "layer_long_gradient": tr(
            "How the cost changes with each long link into layer {layer}: the error it leads to "
            "times what it brought."
        ),
    }
