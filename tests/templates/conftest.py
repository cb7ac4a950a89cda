import pytest
from four_step_case import CASE, NAMES, Computed

from socroi.templates import build


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "four_step.xlsx"
    build("four_step", "en", path, data=CASE, names=NAMES)
    return path


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    path = tmp_path_factory.mktemp("blank") / "four_step.xlsx"
    build("four_step", "en", path, names=NAMES)
    return path


@pytest.fixture(scope="session")
def computed(filled):
    return Computed(filled)


@pytest.fixture(scope="session")
def computed_blank(blank):
    return Computed(blank)
