"""The guard before a server, with servers that are three lines long."""

import asyncio

import pytest

from socroi.errors import UsageError
from socroi.hosts.server_guard import guarded, require_guests


def ask(application, *parts, headers=(), kind="http"):
    """The messages that come back when a body arrives in parts."""
    waiting, sent = list(parts), []

    async def receive():
        if not waiting:
            return {"type": "http.disconnect"}
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    asyncio.run(application({"type": kind, "headers": list(headers)}, receive, send))
    return sent


async def echo(scope, receive, send):
    del scope
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def endless(scope, receive, send):
    del scope, receive, send
    await asyncio.sleep(60)


async def late(scope, receive, send):
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(60)


def test_what_is_small_and_quick_goes_through_as_it_is():
    assert ask(guarded(echo, largest=6), b"abc", b"def")[1]["body"] == b"abcdef"


@pytest.mark.parametrize(
    ("parts", "headers"),
    [((b"abc", b"defg"), ()), ((b"",), [(b"Content-Length", b"7")])],
    ids=["as it comes", "announced"],
)
def test_what_is_too_large_is_refused_as_soon_as_it_is_known(parts, headers):
    start, body = ask(guarded(echo, largest=6), *parts, headers=headers)
    assert start["status"] == 413
    assert b"6 bytes" in body["body"]


async def swallowing(scope, receive, send):
    """Takes whatever goes wrong with a body for a broken one, as FastAPI does."""
    del scope
    try:
        while (await receive())["more_body"]:
            pass
    except Exception:  # noqa: BLE001 - that is the point
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def test_what_is_too_large_is_told_so_whatever_the_server_makes_of_it():
    start, body = ask(guarded(swallowing, largest=6), b"abc", b"defg")
    assert start["status"] == 413
    assert b"6 bytes" in body["body"]


async def failing(scope, receive, send):
    del scope, send
    raise KeyError((await receive())["body"])


def test_a_request_that_fails_is_refused_and_the_log_says_where_but_nothing_of_what_was_sent(caplog):
    start, body = ask(guarded(failing), b"Fraeulein Geheim")
    assert start["status"] == 500
    assert b"Geheim" not in body["body"]
    assert "KeyError in failing, line " in caplog.text
    assert "Geheim" not in caplog.text


def test_what_takes_too_long_is_given_up():
    start, body = ask(guarded(endless, longest=0.05), b"")
    assert start["status"] == 504
    assert b"0.05 seconds" in body["body"]
    # An answer that has begun cannot become another one; it ends.
    assert [message["status"] for message in ask(guarded(late, longest=0.05), b"")] == [200]


def test_what_is_no_request_is_left_to_the_server():
    seen = []

    async def lifespan(scope, receive, send):
        del receive, send
        seen.append(scope["type"])

    assert ask(guarded(lifespan), kind="lifespan") == []
    assert seen == ["lifespan"]


def test_a_server_for_everybody_has_to_be_meant(monkeypatch):
    monkeypatch.delenv("SOCROI_OPEN", raising=False)
    with pytest.raises(UsageError, match="answer everybody"):
        require_guests([], "prod")
    require_guests(["entraid"], "prod")
    require_guests([], "dev")
    monkeypatch.setenv("SOCROI_OPEN", "yes")
    require_guests([], "prod")
