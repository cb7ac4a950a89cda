"""Run by the Windows Python: opens a file as another program does that shares it with nobody, or with readers only."""

import ctypes
import sys

READ, READ_AND_WRITE, EXISTING = 0x80000000, 0xC0000000, 3
INVALID = ctypes.c_void_p(-1).value


def hold(path, share):
    """Hold a file until the standard input ends; `share` is 0 for nobody, 1 for readers."""
    create = ctypes.windll.kernel32.CreateFileW
    create.restype = ctypes.c_void_p
    handle = create(path, READ_AND_WRITE, int(share), None, EXISTING, 0, None)
    if handle in {None, INVALID}:
        raise OSError(path)
    sys.stdout.write("held\n")
    sys.stdout.flush()
    sys.stdin.read()


hold(*sys.argv[1:])
