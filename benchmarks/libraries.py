"""Our methods against published MCDA libraries: the same figures, and how long each takes.

    scripts/libraries.sh

runs it in an environment of its own under var/, since these libraries are no dependency of ours. What counts is the
ratio within one run. Every library must give the figures that we give; one that does not is named, and the run fails.
"""

import time
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.robustness import rank_acceptability
from scoring.formulas.second_opinion import promethee2, topsis, vikor

SIZES = ((5, 20), (20, 100), (100, 300))  # offers, criteria
DRAWS = 100_000  # of ours; a library goes through its draws one by one, so some hundreds tell what one costs
LOOPED = 300
Q, P = 5.0, 20.0

Figures = NDArray[np.float64]


def main() -> int:
    """Run it, and print the tables."""
    warnings.simplefilter("ignore")  # what the libraries say of their own future
    wrong: list[str] = []
    for offers, criteria in SIZES:
        random = np.random.default_rng(0)
        values = random.uniform(10, 100, (offers, criteria))
        weights = random.dirichlet(np.ones(criteria))
        print(f"\n{offers} offers x {criteria} criteria")
        for method, ours, theirs in _methods(values, weights):
            mine, base = ours(), _best(ours)
            for library, call in theirs.items():
                same = np.allclose(np.asarray(call(), dtype=float), np.asarray(mine, dtype=float), atol=1e-6)
                wrong += [] if same else [f"{method} of {library} at {offers} x {criteria}"]
                print(f"  {method:<14} {library:<16} {_best(call) / base:8.1f} times ours ({base * 1e6:,.0f} us)")
        _draws(values)
    for each in wrong:
        print(f"differs from ours: {each}")
    return 1 if wrong else 0


def _methods(values: Figures, weights: Figures) -> list[tuple[str, Callable[[], Any], dict[str, Callable[[], Any]]]]:
    """Name, our call, and the calls of the libraries that define the method as we do."""
    types, benefit = np.ones(values.shape[1]), [True] * values.shape[1]
    pymcdm, norms = import_module("pymcdm.methods"), import_module("pymcdm.normalizations")
    repo, repo_norms = import_module("pyrepo_mcda.mcda_methods"), import_module("pyrepo_mcda.normalizations")
    skcriteria = import_module("skcriteria")
    decision = skcriteria.mkdm(values, [max] * values.shape[1], weights=weights)
    nearest = import_module("skcriteria.agg.topsis").TOPSIS()
    scaled = import_module("skcriteria.preprocessing.scalers").VectorScaler(target="matrix").transform(decision)
    linear = repo.PROMETHEE_II()
    shapes = [linear._linear_function] * values.shape[1]  # noqa: SLF001 - its documentation names them so
    q, p = np.full(values.shape[1], Q), np.full(values.shape[1], P)
    return [
        (
            "TOPSIS",
            lambda: topsis(values, weights, benefit),
            {
                "pymcdm": lambda: pymcdm.TOPSIS(norms.vector_normalization)(values, weights, types),
                "pyrepo-mcda": lambda: repo.TOPSIS(repo_norms.vector_normalization)(values, weights, types),
                "scikit-criteria": lambda: nearest.evaluate(scaled).e_.similarity,
            },
        ),
        (
            "VIKOR",
            lambda: vikor(values, weights, benefit)[2],
            {
                "pymcdm": lambda: pymcdm.VIKOR()(values, weights, types),
                "pyrepo-mcda": lambda: repo.VIKOR()(values, weights, types),
            },
        ),
        (
            "PROMETHEE II",
            lambda: promethee2(values, weights, Q, P),
            {
                # It uses up its thresholds, so each call needs an object of its own.
                "pymcdm": lambda: pymcdm.PROMETHEE_II("vshape_2", q=q, p=p)(values, weights, types),
                "pyrepo-mcda": lambda: linear(values, weights, types, shapes, p=p, q=q),
            },
        ),
    ]


def _draws(values: Figures) -> None:
    """Ranks under random weights, for each draw: all at once here, one call after another there."""
    pymcdm = import_module("pymcdm.methods")
    total, types = pymcdm.WSM(), np.ones(values.shape[1])
    began = time.perf_counter()
    rank_acceptability(values, DRAWS, 0)
    ours = (time.perf_counter() - began) / DRAWS
    random = np.random.default_rng(0)
    began = time.perf_counter()
    for _ in range(LOOPED):
        total.rank(total(values, random.dirichlet(types), types))
    theirs = (time.perf_counter() - began) / LOOPED
    print(f"  {'one draw':<14} {'pymcdm WSM':<16} {theirs / ours:8.1f} times ours ({ours * 1e6:,.2f} us)")


def _best(call: Callable[[], object], *, seconds: float = 0.3) -> float:
    """The fastest of as many calls as fit into the time, three at least."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < until:  # noqa: PLR2004 - one call alone tells little
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
