"""Runs a page's function in a worker thread, as reading the database waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

import anyio.to_thread

Given = ParamSpec("Given")
Made = TypeVar("Made")


def in_thread(function: Callable[Given, Made]) -> Callable[Given, Awaitable[Made]]:
    """The function as one that waits; Litestar's own `sync_to_thread` wraps twice where an address has two methods."""

    @wraps(function)
    async def run(*args: Given.args, **named: Given.kwargs) -> Made:
        return await anyio.to_thread.run_sync(partial(function, *args, **named))

    return run
