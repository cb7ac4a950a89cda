"""What is tried, kind by kind, and one case of it by its number."""

import random
import tempfile
import traceback
from pathlib import Path

import fuzz_cells
import fuzz_commands
import fuzz_examples
import fuzz_exports
import fuzz_formulas
import fuzz_packages
import fuzz_parts
import fuzz_texts

KINDS = {
    "packages": fuzz_packages.case,
    "formulas": fuzz_formulas.case,
    "whatif": fuzz_formulas.what_if,
    "cells": fuzz_cells.case,
    "exports": fuzz_exports.case,
    "parts": fuzz_parts.case,
    "examples": fuzz_examples.case,
    "plain": fuzz_examples.plain,
    "texts": fuzz_texts.case,
    "commands": fuzz_commands.case,
}
WEIGHTS = {
    "packages": 3,
    "formulas": 2,
    "whatif": 1,
    "cells": 10,
    "exports": 4,
    "parts": 2,
    "examples": 2,
    "plain": 1,
    "texts": 2,
    "commands": 1,
}
"""How many cases of each kind go together: those of some take longer than others."""
SHARES = {
    "packages": 7,
    "formulas": 28,
    "whatif": 3,
    "cells": 35,
    "exports": 4,
    "parts": 3,
    "examples": 12,
    "plain": 3,
    "texts": 3,
    "commands": 2,
}
"""How many of a hundred are of each kind in a long run, which counts each formula of a book."""
COUNTED_AS = {"formulas": fuzz_formulas.PER_BOOK, "examples": fuzz_examples.PER_BOOK}


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
