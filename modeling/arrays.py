"""Names for the arrays that the measuring modules pass to one another."""

import numpy as np
from numpy.typing import NDArray

LabelArray = NDArray[np.bool_] | NDArray[np.int8]
"""(films, genres), 1 where a film has a genre."""

ProbabilityArray = NDArray[np.float32]
"""(films, genres), a model's probability that a film has a genre."""

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.intp]
