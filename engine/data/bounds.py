"""The numbers a data design may take: (lowest, highest), both included; of `FORMULA` the highest alone."""

SAMPLES = (2, 20_000)
NOISE = (0.0, 0.8)
# Below 2**32 a seed fills one word of NumPy's seed sequence, so that (seed, tag) never meets another seed.
SEED = (0, 2**32 - 1)
TRAIN_FRACTION = (0.01, 1.0)
# Of examples from outside: their squares are still far from the end of float32.
VALUE = (-1e12, 1e12)
# Characters: far more than a curve needs, and still drawn at once.
FORMULA = 200
