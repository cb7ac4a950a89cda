"""Attribution and the bootstrap beside other packages: seconds, memory, and whether the results agree.

    python benchmarks/attribution.py [--peers PYTHON] [--paths 1000000] [--repeat 3] [--limit 900]

PYTHON is an interpreter that has mta, pychattr and marketing_attribution_models (they need versions of their own:
python -m venv peers; peers/bin/pip install mta pychattr marketing_attribution_models). Every measurement is a process
of its own on the same file of paths; reading the file does not count, and each package gets the form it likes best:
lists for SOCROI, a DataFrame of pandas or polars for the others. Memory is the growth of the process's peak during the
call. The best of some repetitions is shown, of one where that took longer than 20 seconds.
"""

from __future__ import annotations

import argparse
import csv
import gc
import importlib.metadata
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

Result = dict[str, float]


def write_paths(target: Path, rows: int, channels: int) -> None:
    """Write journeys: channels as unequal as in life, one to ten touches, 3% of them convert."""
    chance = Random(2026)
    names = [f"channel_{chr(97 + index)}" for index in range(channels)]
    weights = [1 / (index + 1) for index in range(channels)]
    with target.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["path", "conversions", "nulls"])
        for _ in range(rows):
            touches = chance.choices(names, weights, k=min(10, 1 + int(chance.expovariate(1 / 3))))
            converted = int(chance.random() < 0.03)
            lines.writerow([" > ".join(touches), converted, 1 - converted])


def _read_paths(source: Path) -> tuple[list[str], list[float], list[float]]:
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in rows], [float(row[1]) for row in rows], [float(row[2]) for row in rows]


# What is measured: a function without arguments, and how its result is read


def _socroi_markov(source: Path, order: int = 1) -> Any:
    from socroi.definition import registry
    from socroi.gate import gate

    paths, conversions, nulls = _read_paths(source)
    formula = registry.formulas()["SOCMARKOV"]
    return (
        lambda: gate.call(formula, paths, conversions, nulls, order),
        lambda table: {row[0]: row[1] for row in table.body[:-1]},
    )


def _socroi_markov_second(source: Path) -> Any:
    return _socroi_markov(source, 2)


def _socroi_shapley(source: Path) -> Any:
    from socroi.definition import registry
    from socroi.gate import gate

    paths, conversions, _ = _read_paths(source)
    formula = registry.formulas()["SOCSHAPLEY"]
    return (
        lambda: gate.call(formula, paths, conversions),
        lambda table: {row[0]: row[2] for row in table.body[:-1]},
    )


def _mam(source: Path) -> Any:
    import polars as pl
    from mam.core import MAM

    paths, conversions, _ = _read_paths(source)
    frame = pl.DataFrame(
        {"journey": paths, "conversion": [c > 0 for c in conversions], "occurrences": [1] * len(paths)}
    )
    return lambda: MAM(
        df=frame,
        format_type="grouped_journey",
        channels_colname="journey",
        journey_with_conv_colname="conversion",
        occurrences_colname="occurrences",
    )


def _mam_markov(source: Path) -> Any:
    make = _mam(source)
    return (
        lambda: make().run_markov(),
        lambda result: result.metadata["removal_effect"]["removal_effect"].to_dict(),
    )


def _mam_shapley(source: Path) -> Any:
    make = _mam(source)
    # It plays a game of its own within each path, so that its values are not those of one game of all channels.
    return lambda: make().run_shapley(max_size=12, value_column="conversions"), lambda _: {}


def _mta_frame(source: Path) -> Any:
    import pandas as pd

    paths, conversions, nulls = _read_paths(source)
    return pd.DataFrame({"path": paths, "total_conversions": conversions, "total_null": nulls})


def _mta_markov(source: Path) -> Any:
    from mta import MTA

    frame = _mta_frame(source)
    # What it calls Markov sums over the paths that were seen, so that it is no removal effect of the chain.
    return lambda: MTA(frame, allow_loops=True, add_timepoints=False).markov(normalize=False), lambda _: {}


def _mta_shapley(source: Path) -> Any:
    from mta import MTA

    frame = _mta_frame(source)
    return (
        lambda: MTA(frame, allow_loops=True, add_timepoints=False).shapley(),
        lambda model: dict(model.attribution["shapley"]),
    )


def _pychattr_markov(source: Path) -> Any:
    from pychattr.channel_attribution import MarkovModel

    frame = _mta_frame(source)
    frame["path"] = frame["path"].str.replace(" > ", ">>>")

    def run() -> Any:
        model = MarkovModel(
            path_feature="path",
            conversion_feature="total_conversions",
            null_feature="total_null",
            separator=">>>",
            random_state=1,
        )
        return model.fit(frame)

    return run, lambda model: dict(zip(*model.removal_effects_.to_numpy().T, strict=True))


def _boot_rows(rows: int = 10_000) -> tuple[list[float], list[float]]:
    chance = Random(7)
    costs = [chance.uniform(10, 200) for _ in range(rows)]
    return [cost * chance.lognormvariate(0.2, 0.8) for cost in costs], costs


def _socroi_boot(_: Path) -> Any:
    from socroi.definition import registry
    from socroi.gate import gate

    gains, costs = _boot_rows()
    formula = registry.formulas()["SOCBOOT"]
    return lambda: gate.call(formula, gains, costs, 2000), lambda t: {"low": t.body[0][1], "high": t.body[0][2]}


def _socroi_boot_plain(source: Path) -> Any:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # as where numpy is not installed
    return _socroi_boot(source)


def _scipy_boot(_: Path) -> Any:
    import numpy as np
    from scipy import stats

    gains, costs = map(np.array, _boot_rows())

    def roi(gain: Any, cost: Any, axis: int = -1) -> Any:
        paid = cost.sum(axis=axis)
        return (gain.sum(axis=axis) - paid) * 100 / paid

    def run() -> Any:
        return stats.bootstrap((gains, costs), roi, n_resamples=2000, paired=True, method="percentile", batch=200)

    return run, lambda result: {"low": result.confidence_interval.low, "high": result.confidence_interval.high}


JOBS: dict[str, list[tuple[str, str, str]]] = {
    "SOCMARKOV, {paths:,} paths, 20 channels": [
        ("socroi", "_socroi_markov", "20"),
        ("marketing_attribution_models", "_mam_markov", "20"),
        ("pychattr", "_pychattr_markov", "20"),
        ("mta", "_mta_markov", "20"),
    ],
    "SOCMARKOV of order 2, {paths:,} paths, 20 channels": [("socroi", "_socroi_markov_second", "20")],
    "SOCSHAPLEY, {paths:,} paths, 12 channels": [
        ("socroi", "_socroi_shapley", "12"),
        ("marketing_attribution_models", "_mam_shapley", "12"),
        ("mta", "_mta_shapley", "12"),
    ],
    "SOCBOOT, 10,000 rows, 2,000 draws": [
        ("socroi", "_socroi_boot", "20"),
        ("socroi without numpy", "_socroi_boot_plain", "20"),
        ("scipy", "_scipy_boot", "20"),
    ],
}
PEERS = ("marketing_attribution_models", "pychattr", "mta")


def measure(job: str, source: Path, repeat: int) -> None:
    """Run one job in this process and print what it took as JSON."""
    run, read = globals()[job](source)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best, result, peak = float("inf"), None, 0
    sys.stdout = sys.stderr
    for _ in range(repeat):
        begin = time.perf_counter()
        result = run()
        took = time.perf_counter() - begin
        best = min(best, took)
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if took > 20:
            break
    sys.stdout = sys.__stdout__
    print(json.dumps({"seconds": best, "megabytes": (peak - before) / 1024, "result": read(result)}))


def ask(python: str, job: str, source: Path, repeat: int, limit: float) -> dict[str, Any] | str:
    """Measure in a process of its own; a text says why there is no measurement."""
    command = [python, __file__, "--job", job, "--source", str(source), "--repeat", str(repeat)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return f"not done after {limit:g} s"
    if done.returncode != 0:
        return (done.stderr.strip().splitlines() or ["ended without a word"])[-1][:90]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def versions(python: str, names: tuple[str, ...]) -> str:
    """Return the installed versions, as an interpreter knows them."""
    code = (
        "import importlib.metadata as m, json, sys\nfound = {}\nfor name in sys.argv[1:]:\n"
        "    try: found[name] = m.version(name)\n    except m.PackageNotFoundError: found[name] = 'not installed'\n"
        "print(json.dumps(found))"
    )
    done = subprocess.run([python, "-c", code, *names], capture_output=True, text=True, check=True)
    return ", ".join(f"{name} {version}" for name, version in json.loads(done.stdout).items())


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, help="an interpreter that has the other packages")
    parser.add_argument("--paths", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a measurement is given up")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.job:
        measure(chosen.job, chosen.source, chosen.repeat)
        return
    machine = f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}, Python {platform.python_version()}")
    print(f"socroi {importlib.metadata.version('socroi')}, {versions(sys.executable, ('numpy', 'scipy'))}")
    print(f"others: {versions(chosen.peers, (*PEERS, 'numpy', 'pandas', 'polars'))}")
    with tempfile.TemporaryDirectory() as folder:
        sources = {}
        for channels in ("20", "12"):
            sources[channels] = Path(folder, f"paths_{channels}.csv")
            write_paths(sources[channels], chosen.paths, int(channels))
        for title, jobs in JOBS.items():
            print(f"\n{title.format(paths=chosen.paths)}")
            ours: dict[str, Any] = {}
            for name, job, channels in jobs:
                python = chosen.peers if name in PEERS else sys.executable
                answer = ask(python, job, sources[channels], chosen.repeat, chosen.limit)
                if isinstance(answer, str):
                    print(f"  {name:30} {answer}", flush=True)
                    continue
                ours = ours or answer
                ratio = answer["seconds"] / ours["seconds"]
                print(
                    f"  {name:30} {answer['seconds']:9.2f} s {answer['megabytes']:8.0f} MB {ratio:8.2f} x"
                    f"  {_agreement(ours['result'], answer['result'])}",
                    flush=True,
                )


def _agreement(ours: Result, theirs: Result) -> str:
    shared = ours.keys() & theirs.keys()
    if ours is theirs or not shared:
        return ""
    return f"differs by {max(abs(ours[key] - theirs[key]) for key in shared):.1g} at most"


if __name__ == "__main__":
    main()
