"""A moving average of the weights, by which a model is judged and kept.

Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging" (SIAM J.
Control and Optimization 30, 1992); here exponential, as Keras's optimisers keep it beside their
own state, where a checkpoint finds it.
"""

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from data_contracts.recipe import TrainingConfig

if TYPE_CHECKING:
    import keras

Weights = list[NDArray[Any]]


class Averaging:
    """One call of a model's fit under averaging; without it, everything is as Keras has it.

    Keras evaluates under the averages, and leaves them in the model when fit ends.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self._config = config
        self._stepped: Weights = []

    def callbacks(self, model: "keras.Model") -> list["keras.callbacks.Callback"]:
        """Return what fit needs to evaluate under the averages and to go on from the weights."""
        import keras

        if not self._config.averaging:
            return []
        remember = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda _epoch, _logs: self._remember(model)
        )
        return [keras.callbacks.SwapEMAWeights(), remember]

    def go_on(self, model: "keras.Model") -> None:
        """Put the weights of the last step back, which the next epoch starts from."""
        if self._config.averaging:
            model.set_weights(self._stepped)

    def _remember(self, model: "keras.Model") -> None:
        self._stepped = model.get_weights()
