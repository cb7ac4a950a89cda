"""The clients of `make soak`, each once: what they take for right is what the server gives."""

import random

import pytest
import soak_clients
import soak_drawing
import soak_server


@pytest.fixture(scope="module")
def port(package, tmp_path_factory):
    package("xlwings_server", "pip install '.[server]'")
    folder = tmp_path_factory.mktemp("soak")
    with soak_server.server(folder) as (_, number):
        yield number
    log = (folder / "log").read_text()
    assert soak_clients.MARK not in log
    assert soak_clients.TOKEN not in log
    assert "Traceback" not in log


@pytest.mark.server
@pytest.mark.parametrize("kind", soak_clients.KINDS)
def test_each_client_of_the_soak_gets_what_it_takes_for_right(kind, port):
    soak_clients.KINDS[kind][1](port, random.Random(kind))


@pytest.mark.server
def test_a_wrong_answer_is_noticed(port, monkeypatch):
    monkeypatch.setattr(soak_clients, "KNOWN", [("SOCROI", [[[1000]], [[500]], None, None], 99)])
    with pytest.raises(soak_clients.Wrong, match="SOCROI gave"):
        soak_clients.documented(port, random.Random(0))


def test_the_picture_of_the_memory_begins_at_nothing():
    picture = soak_drawing.drawn([(0, 100.0), (3600, 100.0)])
    assert "100.0" not in picture.split("<polyline")[0]
    assert picture.count(">0</text>") == 2
