"""Keras's Adam, with each variable gone through once a step.

Keras writes the update as a dozen operations, each of which reads and writes arrays as large as the
variable; for the reference LSTM, whose embedding alone has 2.6 million weights, they take an eighth
of a step. TensorFlow has the same update as one operation.
"""

import keras
import tensorflow as tf


class OnePassAdam(keras.optimizers.Adam):  # type: ignore[misc]  # Keras has no types
    """Updates weights as keras.optimizers.Adam does, to float tolerance, given dense gradients.

    Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (ICLR 2015), in the order of
    the end of section 2. An embedding's gradient has a row for each token of the batch; the rows of
    a word that stands there more than once are added up before they are squared, as the source and
    the Keras of TensorFlow 2 have it, where Keras 3 adds up their squares. It keeps its state in
    Adam's own variables.
    """

    def update_step(
        self,
        gradient: tf.Tensor | tf.IndexedSlices,
        variable: tf.Variable,
        learning_rate: tf.Tensor,
    ) -> None:
        """Update a variable and its two moments in place."""
        place = self._get_variable_index(variable)
        step = tf.cast(self.iterations + 1, variable.dtype)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[place].value.handle,
            v=self._velocities[place].value.handle,
            beta1_power=tf.pow(tf.cast(self.beta_1, variable.dtype), step),
            beta2_power=tf.pow(tf.cast(self.beta_2, variable.dtype), step),
            lr=tf.cast(learning_rate, variable.dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.convert_to_tensor(gradient),
        )
