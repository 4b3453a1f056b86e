"""The LSTM's recurrence in one direction, with its gradient written out.

Shapes are given in letters: t time steps, b films of a batch, u units. Whatever comes in fours is
for the gates in Keras's order: input, forget, cell, output.
"""

from collections.abc import Callable, Sequence

import tensorflow as tf

Gates = Sequence[tf.Tensor]
Gradient = Callable[[tf.Tensor], list[tf.Tensor | None]]

GATES = 4
_SAVED = 6
"""Tensors of each step that its gradient needs: four gates, the cell before, tanh of the cell."""


def recurrence(inputs: Gates, kernels: Gates, masks: Gates) -> tf.Tensor:
    """Return the LSTM's outputs at all steps, shape (t, b, u), from a zero state.

    inputs: each gate's input times its kernel, plus its bias, (t, b, u). kernels: recurrent,
    (u, u). masks: dropout of the recurrent state, (b, u) or (1, 1); no gradient flows into them.
    The equations are Hochreiter and Schmidhuber's, 1997, with the forget gate of Gers et al., 2000,
    as in keras.layers.LSTM.

    TensorFlow's own gradient of a loop would add up the kernels' gradients step by step; this one
    keeps each step's gradient and takes one product after the loop. Gates are multiplied one by
    one because TensorFlow's batched products make poor use of a second thread.
    """

    def outputs_and_gradient(*tensors: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
        inputs, kernels, masks = (tensors[n : n + GATES] for n in range(0, len(tensors), GATES))
        outputs, saved = _forward(inputs, kernels, masks)

        def gradient(upstream: tf.Tensor) -> list[tf.Tensor | None]:
            d_inputs = _backward(upstream, tf.zeros_like(outputs[0]), saved, kernels, masks)
            return [*d_inputs, *_kernel_gradients(outputs, d_inputs, masks), *[None] * GATES]

        return outputs, gradient

    return tf.custom_gradient(outputs_and_gradient)(*inputs, *kernels, *masks)


def _forward(
    inputs: Gates, kernels: Gates, masks: Gates
) -> tuple[tf.Tensor, Sequence[tf.TensorArray]]:
    steps = tf.shape(inputs[0])[0]
    zero = tf.zeros_like(inputs[0][0])

    def step(t: tf.Tensor, h: tf.Tensor, c: tf.Tensor, *kept: tf.TensorArray) -> Sequence[object]:
        recurrent = [tf.matmul(h * m, kernel) for m, kernel in zip(masks, kernels, strict=True)]
        z_i, z_f, z_g, z_o = (x[t] + r for x, r in zip(inputs, recurrent, strict=True))
        i, f, g, o = tf.sigmoid(z_i), tf.sigmoid(z_f), tf.tanh(z_g), tf.sigmoid(z_o)
        cell = f * c + i * g
        tanh_cell = tf.tanh(cell)
        output = o * tanh_cell
        values = (output, i, f, g, o, c, tanh_cell)
        return t + 1, output, cell, *_write(kept, t, values)

    kept = _arrays(1 + _SAVED, steps, zero)
    _, _, _, outputs, *saved = tf.while_loop(lambda t, *_: t < steps, step, (0, zero, zero, *kept))
    return outputs.stack(), saved


def _backward(
    upstream: tf.Tensor,
    zero: tf.Tensor,
    saved: Sequence[tf.TensorArray],
    kernels: Gates,
    masks: Gates,
) -> Gates:
    steps = tf.shape(upstream)[0]
    sigmoid_grad, tanh_grad = tf.raw_ops.SigmoidGrad, tf.raw_ops.TanhGrad
    # Once for all steps: a product that transposes its kernel anew each time takes twice as long.
    backwards = [tf.transpose(kernel) for kernel in kernels]

    def step(t: tf.Tensor, dh: tf.Tensor, dc: tf.Tensor, *kept: tf.TensorArray) -> Sequence[object]:
        i, f, g, o, c, tanh_cell = (array.read(t) for array in saved)
        dh += upstream[t]
        dc += tanh_grad(y=tanh_cell, dy=dh * o)
        dz = (
            sigmoid_grad(y=i, dy=dc * g),
            sigmoid_grad(y=f, dy=dc * c),
            tanh_grad(y=g, dy=dc * i),
            sigmoid_grad(y=o, dy=dh * tanh_cell),
        )
        gates = zip(dz, backwards, masks, strict=True)
        dh = tf.add_n([tf.matmul(d, kernel) * m for d, kernel, m in gates])
        return t - 1, dh, dc * f, *_write(kept, t, dz)

    start = (steps - 1, zero, zero, *_arrays(GATES, steps, zero))
    _, _, _, *d_inputs = tf.while_loop(lambda t, *_: t >= 0, step, start)
    return [array.stack() for array in d_inputs]


def _kernel_gradients(outputs: tf.Tensor, d_inputs: Gates, masks: Gates) -> Gates:
    units = outputs.shape[-1]
    before = tf.concat([tf.zeros_like(outputs[:1]), outputs[:-1]], axis=0)
    return [
        tf.matmul(tf.reshape(before * m, (-1, units)), tf.reshape(d, (-1, units)), transpose_a=True)
        for m, d in zip(masks, d_inputs, strict=True)
    ]


def _arrays(count: int, steps: tf.Tensor, element: tf.Tensor) -> list[tf.TensorArray]:
    return [
        tf.TensorArray(element.dtype, steps, element_shape=element.shape, clear_after_read=False)
        for _ in range(count)
    ]


def _write(arrays: Sequence[tf.TensorArray], t: tf.Tensor, values: Gates) -> list[tf.TensorArray]:
    return [array.write(t, value) for array, value in zip(arrays, values, strict=True)]
