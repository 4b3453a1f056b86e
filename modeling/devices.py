"""What a training process may use of its machine, and where its random numbers start."""


def prepare_process(threads: int, seed: int) -> None:
    """Give this process its CPU threads for TensorFlow's operations, and its seed.

    Raises RuntimeError where TensorFlow runs already with another number of threads: each
    training needs a fresh process, since two in one share seeds and change each other's result.
    """
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(seed)
