from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


@pytest.fixture
def data():
    """Small files in the exact formats of real exports, their numbers openly invented."""
    return DATA


@pytest.fixture
def samples():
    """Public exports and fixtures of other projects, where they lie beside the project."""
    if not SAMPLES.is_dir():
        pytest.skip("needs the folder ../shared/samples beside the project")
    return SAMPLES
