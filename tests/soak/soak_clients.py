"""The clients of a soak: each asks for one thing, and knows which answer or which refusal is right."""

import json
import socket
import time

import pytest
from answers import EXAMPLES, arguments, for_office, from_office, same, shown

from socroi.hosts.server_guard import LARGEST

TOKEN = "Bearer the-one-that-is-right"  # noqa: S105 - of a trial on the loopback
MARK = "Fraeulein-Geheim"
"""Stands in whatever is sent, and nowhere in the log."""
PATIENCE = 120
CALLS = "/xlwings/custom-functions-call"
KNOWN = [(each.call.name, list(map(for_office, arguments(each))), same(shown(each.result))) for each in EXAMPLES]


class Wrong(AssertionError):
    """An answer that is neither right nor a refusal."""


def right(found, what):
    """Complain where something is not so."""
    if not found:
        raise Wrong(what)


def body(name, given):
    """What the browser posts for a cell."""
    return json.dumps(
        {"client": "Office.js", "func_name": name, "args": given, "caller_address": f"[{MARK}.xlsx]Sheet1!E1",
         "session_id": "t", "culture_info_name": "en-US", "date_format": "m/d/yyyy", "version": "0.37.8", "runtime": "1.4"}
    ).encode()  # fmt: skip


def head(size, token=TOKEN, path=CALLS, method="POST", more=""):
    """The head of a request."""
    length = "" if size is None else f"Content-Length: {size}\r\n"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{length}"
        f"Authorization: {token}\r\nConnection: close\r\n{more}\r\n"
    ).encode()


def connected(port):
    """A connection to the server."""
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answer(line):
    """Read status and body of the answer."""
    received = b""
    while part := line.recv(1 << 16):
        received += part
    start, _, rest = received.partition(b"\r\n\r\n")
    right(start.startswith(b"HTTP/1.1 "), f"no answer but {received[:80]!r}")
    if b"transfer-encoding: chunked" in start.lower():
        rest = _dechunked(rest)
    return int(start.split(b" ", 2)[1]), rest


def _dechunked(rest):
    whole = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        count = int(size, 16)
        whole, rest = whole + rest[:count], rest[count + 2 :]
    return whole


def ask(port, content, token=TOKEN, **more):
    """Send a request at once and return its answer."""
    with connected(port) as line:
        line.sendall(head(len(content), token, **more) + content)
        return answer(line)


def _result(port, name, given):
    status, text = ask(port, body(name, given))
    right(status == 200, f"{name} gave {status}: {text[:200]!r}")
    return json.loads(text)["result"]


def documented(port, draw):
    """A call of an example gives what is documented."""
    name, given, expected = draw.choice(KNOWN)
    found = from_office(_result(port, name, given))
    right(found == expected, f"{name} gave {found!r}, not {expected!r}")


def with_a_name(port, draw):
    """A sum by platform gives the platform's name back."""
    gain, cost = draw.randint(1, 999), draw.randint(1, 999)
    found = _result(port, "SOCBYPLATFORM", [[[MARK]], [[gain]], [[cost]], None])
    right(MARK in str(found), f"SOCBYPLATFORM gave {found!r}")


def large(port, draw):
    """20,000 rows give the profit that can be added by hand."""
    rows = draw.choice([1_000, 20_000])
    found = _result(port, "SOCPROFIT", [[[n] for n in range(rows)], [[1]] * rows, None])
    right(found == [[pytest.approx(rows * (rows - 1) / 2 - rows)]], f"SOCPROFIT gave {found!r}")


def an_error(port, draw):
    """A division by nothing is an error value."""
    found = _result(port, "SOCROI", [[[draw.randint(1, 9)]], [[0]], None, None])
    right("Div0" in str(found), f"SOCROI gave {found!r}")


def a_stranger(port, draw):
    """Who has no token, or a wrong one, is refused."""
    token = draw.choice(["", "Bearer", f"Bearer {MARK}", "Bearer " + "x" * 5000, "Basic YTpi", "Bearer a b c"])
    name, given, _ = draw.choice(KNOWN)
    status, text = ask(port, body(name, given), token)
    right(status == 401, f"a stranger got {status}: {text[:100]!r}")


def no_json(port, draw):
    """What is no request of Excel's is refused."""
    content = draw.choice([b"", b"{", b"[]", MARK.encode(), b'{"args": []}', body("NOSUCH", [[[MARK]]]), body(MARK, []), b"\xff\xfe", b"[" * 100_000])  # fmt: skip
    status, _ = ask(port, content)
    right(400 <= status < 600, f"{content[:30]!r} got {status}")


def too_large(port, draw):
    """A body of more than 8 MiB is refused, whether its size is told or it comes in chunks."""
    part = MARK.encode().ljust(1 << 16, b"x")
    count = (LARGEST >> 16) + draw.randint(1, 30)
    told = draw.random() < 0.5
    with connected(port) as line:
        line.sendall(head(count << 16 if told else None, more="" if told else "Transfer-Encoding: chunked\r\n"))
        for _ in range(count):
            line.sendall(part if told else b"10000\r\n" + part + b"\r\n")
        if not told:
            line.sendall(b"0\r\n\r\n")
        status, _ = answer(line)
    right(status == 413, f"what is too large got {status}")


def slow(port, draw):
    """Who sends slowly is answered in the end."""
    gain = draw.randint(1, 999)
    content = body("SOCPROFIT", [[[gain]], [[1]], None])
    whole = head(len(content)) + content
    with connected(port) as line:
        size = len(whole) // draw.randint(2, 8) + 1
        for at in range(0, len(whole), size):
            line.sendall(whole[at : at + size])
            time.sleep(draw.random())
        status, text = answer(line)
    right(status == 200 and json.loads(text)["result"] == [[gain - 1]], f"a slow client got {status}: {text[:80]!r}")


def hung_up(port, draw):
    """Who hangs up in the middle, or before the answer, costs nobody else anything."""
    rows = draw.choice([1, 20_000])
    content = body("SOCPROFIT", [[[n] for n in range(rows)], [[1]] * rows, None])
    whole = head(len(content)) + content
    with connected(port) as line:
        line.sendall(whole[: draw.choice([10, len(whole) // 2, len(whole) - 1, len(whole)])])
        time.sleep(draw.random() / 5)


def a_page(port, draw):
    """The manifest and the list of functions are served."""
    path = draw.choice(["/manifest.xml", "/xlwings/custom-functions-meta.json", "/xlwings/custom-functions-code.js"])
    status, text = ask(port, b"", path=path, method="GET")
    right(status == 200 and b"SOC" in text, f"{path} got {status}")


KINDS = {
    "documented calls": (30, documented),
    "calls with a name": (8, with_a_name),
    "large calls": (4, large),
    "errors": (5, an_error),
    "strangers": (12, a_stranger),
    "broken requests": (10, no_json),
    "too large": (3, too_large),
    "slow clients": (5, slow),
    "hung up": (10, hung_up),
    "pages": (3, a_page),
}
"""What is asked for: how often in ninety, and by which client."""
