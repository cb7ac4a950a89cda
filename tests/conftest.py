"""What tests of every part share: programs and packages of others, which CI has and a stranger's machine may lack."""

import importlib.util
import os
import shutil

import pytest

from socroi.processor import compute_alike

# Figures that are held to the last digit are those of a machine without AVX-512.
compute_alike()


def _missing(what, how):
    reason = f"{what} is missing ({how})" if how else f"{what} is missing"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must have it", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def program():
    """`program("node")` gives the path of a program; without it the test is skipped, and fails in CI."""

    def find(name, how=""):
        return shutil.which(name) or _missing(f"the program {name}", how)

    return find


@pytest.fixture(scope="session")
def package():
    """`package("ironcalc")` is the same for a Python package; it gives the package's name."""

    def find(name, how=""):
        return name if importlib.util.find_spec(name) else _missing(f"the Python package {name}", how)

    return find


@pytest.fixture(scope="session")
def folder():
    """`folder(path)` is the same for a folder."""

    def find(path, how=""):
        return path if path.is_dir() else _missing(f"the folder {path.name}", how)

    return find
