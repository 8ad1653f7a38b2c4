"""One function that hides the gradient APIs of Keras' three backends."""

from collections.abc import Callable, Sequence
from typing import Any

import keras

from engine.contract.errors import UserError

Tensor = Any
Tensors = list[Any]
Differentiable = Callable[[Tensors, Tensors], tuple[Tensor, Tensors]]
Compiled = Callable[[Sequence[Any], Sequence[Any]], tuple[Tensors, Tensors]]


def value_and_gradients(function: Differentiable, variables: Sequence[keras.Variable]) -> Compiled:
    """Compile a function together with the gradient of its first result.

    Args:
        function: ``(points, inputs) -> (scalar, results)``, written with ``keras.ops``.
        variables: the weights that the function reads; a compiled function sees their values of the moment.

    Returns:
        ``(points, inputs) -> (results, gradients of the scalar with respect to the points)``. It is compiled again
        for new shapes. Without points it is the forward pass alone.
    """
    match keras.config.backend():
        case "tensorflow":
            return _compile_tensorflow(function)
        case "jax":
            return _compile_jax(function, variables)
        case "torch":
            return _compile_torch(function)
        case other:
            raise UserError(
                f"There are no gradients on this backend. Received: {other}.", "Use TensorFlow, JAX or torch."
            )


def _compile_tensorflow(function: Differentiable) -> Compiled:
    import tensorflow as tf

    @tf.function(reduce_retracing=True, autograph=False)
    def run(points: Tensors, inputs: Tensors) -> tuple[Tensors, Tensors]:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(points)
            value, results = function(points, inputs)
        return results, tape.gradient(value, points, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    def call(points: Sequence[Any], inputs: Sequence[Any]) -> tuple[Tensors, Tensors]:
        results, gradients = run(
            [tf.convert_to_tensor(point) for point in points], [tf.convert_to_tensor(value) for value in inputs]
        )
        return results, gradients

    return call


def _compile_jax(function: Differentiable, variables: Sequence[keras.Variable]) -> Compiled:
    import jax

    def with_weights(points: Tensors, inputs: Tensors, weights: Tensors) -> tuple[Tensor, Tensors]:
        with keras.StatelessScope(state_mapping=list(zip(variables, weights, strict=True))):
            return function(points, inputs)

    run = jax.jit(jax.value_and_grad(with_weights, has_aux=True))

    def call(points: Sequence[Any], inputs: Sequence[Any]) -> tuple[Tensors, Tensors]:
        weights = [variable.value for variable in variables]
        (_, results), gradients = run(list(points), list(inputs), weights)
        return results, gradients

    return call


def _compile_torch(function: Differentiable) -> Compiled:
    import torch

    def call(points: Sequence[Any], inputs: Sequence[Any]) -> tuple[Tensors, Tensors]:
        leaves = [keras.ops.convert_to_tensor(point).detach().requires_grad_() for point in points]
        values = [keras.ops.convert_to_tensor(value) for value in inputs]
        with torch.set_grad_enabled(bool(leaves)):
            value, results = function(leaves, values)
        if not leaves:
            return results, []
        gradients = torch.autograd.grad(value, leaves, allow_unused=True)
        filled = [leaf.new_zeros(leaf.shape) if g is None else g for leaf, g in zip(leaves, gradients, strict=True)]
        return [result.detach() for result in results], filled

    return call
