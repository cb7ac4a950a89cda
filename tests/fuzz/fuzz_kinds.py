"""What is tried, kind by kind, and one case of it by its number."""

import random
import tempfile
import traceback
from pathlib import Path

import fuzz_cells
import fuzz_exports
import fuzz_formulas
import fuzz_packages

KINDS = {
    "packages": fuzz_packages.case,
    "formulas": fuzz_formulas.case,
    "whatif": fuzz_formulas.what_if,
    "cells": fuzz_cells.case,
    "exports": fuzz_exports.case,
}
WEIGHTS = {"packages": 3, "formulas": 2, "whatif": 1, "cells": 10, "exports": 4}
"""How many cases of each kind go together: those of some take longer than others."""
SHARES = {"packages": 8, "formulas": 34, "whatif": 3, "cells": 50, "exports": 5}
"""How many of a hundred are of each kind in a long run, which counts each formula of a book."""
COUNTED_AS = {"formulas": fuzz_formulas.PER_BOOK}


def tried(kind, number, folder):
    """Return what is wrong with a case, "" where nothing is."""
    try:
        KINDS[kind](random.Random(f"{kind} {number}"), folder)
    except Exception:  # noqa: BLE001 - whatever escapes is what is looked for
        return traceback.format_exc()
    return ""


def batch(item):
    """Try some cases of a kind, from one number on; return how many that were, and (number, what is wrong) of some."""
    kind, first, count = item
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [(number, wrong) for number in range(first, first + count) if (wrong := tried(kind, number, folder))]
    return kind, first, count, found


def lost(item, how):
    """The same of a batch that took its process with it."""
    kind, first, count = item
    return kind, first, count, [(first, f"the process {how} in one of the {count} cases from here on")]
