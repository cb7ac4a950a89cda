"""`python -m socroi`, and the program `socroi`: the command line, started and ended quickly."""

import gc


def main() -> None:
    """Run the command line and end the process."""
    # To load hundreds of modules makes nothing but objects that stay. To look through them for what could be freed,
    # now and once more in the end, takes a quarter of the time in which a small workbook is computed.
    gc.set_threshold(1_000_000, 20, 100)
    from socroi.cli import main as run

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
