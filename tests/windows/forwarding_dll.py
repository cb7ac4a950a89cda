"""A Windows DLL without code that hands a function on to another DLL, for what an older Wine lacks."""

import struct

BASE, SECTION, ALIGNED = 0x180000000, 0x1000, 0x200


def forwarding_dll(name, function, to):
    """The bytes of DLL `name`, whose `function` is the one of `to` (`ADVAPI32.SystemFunction036`).

    The layout is that of Microsoft's "PE Format": headers, and one section that holds the table of exports.
    """
    texts, places = b"", {}
    table = 40 + 4 + 4 + 2  # directory, one address, one name, one ordinal
    for text in (name, function, to):
        places[text] = SECTION + table + len(texts)
        texts += text.encode() + b"\0"
    directory = struct.pack("<2I2H7I", 0, 0, 0, 0, places[name], 1, 1, 1, SECTION + 40, SECTION + 44, SECTION + 48)
    exports = directory + struct.pack("<2IH", places[to], places[function], 0) + texts
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    kind = struct.pack("<2H3I2H", 0x8664, 1, 0, 0, 0, 240, 0x2022)  # x86-64, one section, a DLL with large addresses
    optional = struct.pack(
        "<H2B5IQ2I6H4I2H4Q2I", 0x20B, 14, 0, 0, ALIGNED, 0, 0, SECTION, BASE, 0x1000, ALIGNED, 6, 0, 0, 0, 6, 0, 0,
        0x2000, ALIGNED, 0, 3, 0x0100, 0x100000, 0x1000, 0x100000, 0x1000, 0, 16
    ) + struct.pack("<2I", SECTION, len(exports)) + bytes(15 * 8)  # fmt: skip
    section = struct.pack("<8s6I2HI", b".edata", len(exports), SECTION, ALIGNED, ALIGNED, 0, 0, 0, 0, 0x40000040)
    headers = dos + b"PE\0\0" + kind + optional + section
    return headers.ljust(ALIGNED, b"\0") + exports.ljust(ALIGNED, b"\0")
