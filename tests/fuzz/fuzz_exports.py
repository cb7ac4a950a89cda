"""Exports of platforms and tables of anybody, damaged: lines, separators, encodings, numbers."""

from functools import cache
from pathlib import Path

import numpy as np

import socroi
from socroi.errors import SocroiError

DATA = Path(__file__).parents[1] / "sources" / "data"
_PIECES = ["", "0", "-1", "1e400", "nan", "1.234,56", "1,234.56", "(5)", "12%", "€ 5", "2026-02-30", "31/12/2026", "Total", "=1+1", '"', "\t", "\0", "﻿", "x" * 3000, "٣", "−5", "\r"]  # fmt: skip


@cache
def seeds():
    """The exports that are damaged, as bytes."""
    return [path.read_bytes() for path in sorted(DATA.glob("*.csv"))]


def case(random, folder):
    """Damage an export and read it: in our own words it is refused, or all its figures are finite."""
    data = random.choice(seeds())
    path = folder / "export.csv"
    path.write_bytes(_damaged(data, random))
    before = path.read_bytes()
    try:
        export = socroi.read_export(path)
    except SocroiError as refused:
        assert str(refused).strip()
        return
    for column in export.table.select_dtypes("number"):
        values = export.table[column].to_numpy(dtype=float, na_value=np.nan)
        assert not np.isinf(values).any(), f"{column} holds an infinity"
    assert path.read_bytes() == before


def _damaged(data, random):
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    if random.random() < 0.3:
        raw = bytearray(data)
        for _ in range(random.choice([1, 3, 20])):
            raw[random.randrange(len(raw))] = random.randrange(256)
        return bytes(raw)[: random.choice([len(raw), random.randrange(len(raw) + 1)])]
    lines = data.decode(encoding, "replace").split("\n")
    for _ in range(random.choice([1, 1, 2, 4])):
        at = random.randrange(len(lines))
        way = random.randrange(8)
        cells = lines[at].split(",")
        if way in {0, 1, 2}:
            cells[random.randrange(len(cells))] = random.choice(_PIECES)
            lines[at] = ",".join(cells)
        elif way == 3:
            lines.insert(at, random.choice(lines))
        elif way == 4 and len(lines) > 1:
            del lines[at]
        elif way == 5:
            lines[at] = lines[at].replace(",", random.choice([";", "\t", "|", ",,"]))
        elif way == 6:
            random.shuffle(cells)
            lines[at] = ",".join(cells)
        else:
            lines[at] += random.choice(_PIECES)
    out = random.choice([encoding, encoding, "utf-8", "cp1252", "utf-16-le"])
    return "\n".join(lines).encode(out, "replace")
