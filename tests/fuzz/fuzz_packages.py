"""Workbook files that were damaged: bytes, parts and tags."""

import re

from fuzz_books import _parts, must_hold, packed, seeds

_INTERESTING = [b"", b"0", b"-1", b"1048577", b"4294967296", b"9" * 40, b"A1:XFD1048576", b"XFE1", b"nan", b"1e999", b"&#0;", b"\xff", b"true", b"_x0000_", b"#REF!", b"\xed\xa0\x80"]  # fmt: skip
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_TAG = re.compile(rb"<[^>]+>")
_TEXT = re.compile(rb">([^<]+)<")


def case(random, folder):
    """Damage a package, and compute it."""
    package = random.choice(seeds())
    if random.random() < 0.35:
        package = _flipped(package, random)
    else:
        parts = _parts(package)
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            _damage(parts, random)
        package = packed(parts)
        if random.random() < 0.05:
            package = _flipped(package, random)
    path = folder / "book.xlsx"
    path.write_bytes(package)
    must_hold(path, folder)


def _flipped(package, random):
    data = bytearray(package)
    for _ in range(random.choice([1, 1, 2, 8])):
        way = random.randrange(5)
        at = random.randrange(len(data))
        if way == 0:
            data[at] ^= 1 << random.randrange(8)
        elif way == 1:
            data[at] = random.choice([0, 255, 80, 75])
        elif way == 2:
            del data[at : at + random.choice([1, 4, 100, len(data)])]
        elif way == 3:
            data[at:at] = bytes(random.randrange(256) for _ in range(random.choice([1, 4, 30])))
        else:
            # The directory at the end says where everything lies.
            at = max(0, len(data) - random.randrange(1, 400))
            data[at] = random.randrange(256)
        if not data:
            break
    return bytes(data)


def _damage(parts, random):
    name = random.choice([*parts, *[each for each in parts if "sheet" in each] * 4])
    text = parts[name]
    way = random.randrange(12)
    if way == 0:
        del parts[name]
        parts.setdefault("[Content_Types].xml", b"")
    elif way == 1:
        parts[name.upper() if random.random() < 0.5 else f"/{name}"] = parts.pop(name)
    elif way == 2:
        parts[name] = _flipped(text, random) if text else b"\0"
    elif way in {3, 4, 5, 6}:
        parts[name] = _replaced(text, _ATTRIBUTE, 2, random.choice(_INTERESTING), random)
    elif way in {7, 8}:
        parts[name] = _replaced(text, _TEXT, 1, random.choice(_INTERESTING), random)
    elif way == 9:
        parts[name] = _replaced(text, _TAG, 0, b"", random)
    elif way == 10:
        tags = list(_TAG.finditer(text))
        if tags:
            a, b = sorted(random.choices(tags, k=2), key=lambda tag: tag.start())
            parts[name] = text[: b.end()] + text[a.start() :]
    else:
        encoding = random.choice(["utf-16", "latin-1", "utf-8-sig"])
        parts[name] = text.decode("utf-8", "replace").encode(encoding, "replace")


def _replaced(text, what, group, by, random):
    found = list(what.finditer(text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start(group)] + by + text[one.end(group) :]
