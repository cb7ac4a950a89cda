"""`python -m socroi`, and the program `socroi`: the command line, started and ended quickly."""

import atexit
import gc
import os
import sys
import threading


def main() -> None:
    """Run the command line and end the process."""
    # To load hundreds of modules makes nothing but objects that stay. To look through them for what could be freed,
    # now and once more in the end, takes a quarter of the time in which a small workbook is computed.
    gc.set_threshold(1_000_000, 20, 100)
    from socroi.processor import compute_alike

    compute_alike()
    from socroi.cli import main as run

    try:
        run()
    except SystemExit as ended:
        gc.freeze()
        if isinstance(ended.code, int):
            _leave(ended.code)
        raise


def _leave(status: int) -> None:
    """End the process, if nobody else works in it: what it holds need not be taken apart to be given back, which takes
    a twentieth of the time of a small workbook.
    """
    main_thread = threading.main_thread()
    if any(not each.daemon for each in threading.enumerate() if each is not main_thread):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - what multiprocessing calls, too, before it ends a process so
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads it any more; Python tells of that in the way it has
        return
    os._exit(status)


if __name__ == "__main__":
    main()
