"""Engine: which version of the arithmetic this is. Reports print it, so that a later one can say what it compares with.

It goes up whenever any case could come out differently: another figure beyond 1e-9, another rank, flag or exclusion, or
another figure in the assessment. A faster way to the same figures keeps it.
"""

ENGINE_VERSION = "1"
