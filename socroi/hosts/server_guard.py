"""What stands before xlwings Server: no request is larger or longer than it may be, and none is answered to strangers.

It is plain ASGI and knows nothing of the server behind it. What people send is neither kept nor logged.
"""

from __future__ import annotations

import asyncio
import logging
import os
import traceback
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Message, Receive, Send], Awaitable[None]]

LARGEST: Final = 8 << 20
"""Bytes of a request: a range of about half a million numbers."""
LONGEST: Final = 60.0
"""Seconds until a request is given up."""


_LOG: Final = logging.getLogger(__name__)

_PASSED_OVER: Final = 8
"""How many times as much may still come before the line is cut."""


class _TooLarge(Exception):
    """More was sent than may be."""


def guarded(application: Application, *, largest: int = LARGEST, longest: float = LONGEST) -> Application:
    """Return an application that refuses what is too large with 413, and gives up what takes too long with 504.

    Args:
        application: what answers.
        largest: bytes of a request's body.
        longest: seconds until it has answered. What a thread still computes goes on; nobody waits for it.
    """

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        begun, got = False, _announced(scope)

        async def read() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > largest:
                raise _TooLarge
            return message

        async def write(message: Message) -> None:
            nonlocal begun
            # What the application makes of a body that it did not get is no answer.
            if got <= largest:
                begun = True
                await send(message)

        if got <= largest:
            got = 0
            try:
                await asyncio.wait_for(application(scope, read, write), longest)
            except TimeoutError:
                why = f"This took longer than {longest:g} seconds: ask for fewer cells at a time."
                if not begun:
                    await _refuse(send, 504, why)
                return
            except Exception as error:  # noqa: BLE001 - a server writes down what gets through, and that may quote a cell
                if got <= largest:
                    _LOG.critical("a request failed: %s", _place(error))
                    if not begun:
                        await _refuse(send, 500, "This request could not be answered.")
                    return
        if got > largest and not begun:
            await _pass_over(receive, _PASSED_OVER * largest)
            await _refuse(send, 413, f"This is larger than {largest:,} bytes: ask for fewer cells at a time.")

    return guard


def require_guests(providers: object, environment: str) -> None:
    """Refuse to serve everybody by accident.

    Args:
        providers: who says whose request it is, as xlwings Server's settings name them.
        environment: as those settings name it; in `dev` nobody has to.

    Raises:
        UsageError: nobody says so, and `SOCROI_OPEN=yes` does not say that it is meant.
    """
    if providers or environment == "dev" or os.environ.get("SOCROI_OPEN") == "yes":
        return
    raise UsageError(
        "this server would answer everybody who reaches its address.",
        hint="Set XLWINGS_AUTH_PROVIDERS (README.md says how), or SOCROI_OPEN=yes where only your own people reach it.",
    )


def _announced(scope: Message) -> int:
    for name, value in scope.get("headers", ()):
        if name.lower() == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _place(error: Exception) -> str:
    """Say what failed and where in the code, and nothing of the values."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{type(error).__name__} in {last[0].name}, line {last[0].lineno}" if last else type(error).__name__


async def _pass_over(receive: Receive, most: int) -> None:
    """Take what is still coming and keep none of it: who is cut off while sending never hears why."""
    got = 0
    while got <= most:
        message = await receive()
        got += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _refuse(send: Send, status: int, why: str) -> None:
    body = why.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
