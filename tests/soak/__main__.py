"""`make soak MINUTES=60`: the xlwings Server project under mixed load on the loopback, and its memory.

Good calls with their answers known, strangers with bad tokens, bodies that are too large or no JSON, slow clients and
clients that hang up. The memory of the server is sampled; every answer is right or a refusal; its log holds nothing of what was sent.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests" / "hosts")]

import soak_drawing  # noqa: E402 - found by the line above
from soak_clients import MARK, TOKEN  # noqa: E402
from soak_server import loaded, server  # noqa: E402


def main():
    """Run the load, print what was counted, and end with status 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=5, help="requests in a second, of all clients together")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=float, default=5, help="seconds between two looks at the memory")
    parser.add_argument("--samples", metavar="FILE", help="keep the samples of memory: seconds, MiB")
    parser.add_argument("--draw", metavar="FILE", help="draw them as SVG")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as (process, port):
        counts, wrong, samples = loaded(process, port, options)
        log = (Path(name) / "log").read_bytes()
    return told(counts, wrong, samples, log, options)


def told(counts, wrong, samples, log, options):
    """Say what came of it, and return whether anything is wrong."""
    found = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))
    slope, base, last = trend(samples)
    print(  # noqa: T201 - a program's answer
        f"{counts.total():,} requests in {samples[-1][0] / 60:.1f} minutes: {found}; {len(wrong):,} answered wrongly.\n"
        f"memory of the server: {samples[0][1]:.1f} MiB at first, {base:.1f} after the first quarter, {last:.1f} in the last "
        f"one; slope of the last three quarters {slope:+.2f} MiB an hour ({len(samples)} samples)."
    )
    leaked = [word for word in (MARK.encode(), TOKEN.encode()) if word in log]
    print(f"log: {len(log):,} bytes, {'WITH' if leaked else 'without'} anything of what was sent.")  # noqa: T201
    for each in wrong[:20]:
        print(f"  {each}")  # noqa: T201
    if options.samples:
        Path(options.samples).write_text("".join(f"{s:.0f},{m:.2f}\n" for s, m in samples), encoding="utf-8")
    if options.draw:
        Path(options.draw).write_text(soak_drawing.drawn(samples), encoding="utf-8")
    return bool(wrong or leaked)


def trend(samples):
    """Slope in MiB an hour of the last three quarters by least squares, and the means of the second and the last quarter."""
    quarter = max(1, len(samples) // 4)
    late = samples[quarter:] if len(samples) > quarter else samples
    times, sizes = [s / 3600 for s, _ in late], [size for _, size in late]
    middle, mean = sum(times) / len(times), sum(sizes) / len(sizes)
    spread = sum((t - middle) ** 2 for t in times)
    slope = sum((t - middle) * (size - mean) for t, size in zip(times, sizes, strict=True)) / spread if spread else 0.0
    second = sizes[:quarter]
    last = sizes[-quarter:]
    return slope, sum(second) / len(second), sum(last) / len(last)


if __name__ == "__main__":
    sys.exit(main())
