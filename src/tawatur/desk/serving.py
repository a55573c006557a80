"""Runs the desk with uvicorn, in this process."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from tawatur.desk.app import make_app
from tawatur.desk.gate import Desk
from tawatur.store.database import StoreError

_WAITING = 2_048  # connections that may wait to be accepted


def listen(desk: Desk, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address once it answers. Raises StoreError for a taken port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        raise StoreError(f"{host}:{port}: {(error.strerror or str(error)).lower()}; choose another --port.") from error
    shown = f"[{host}]" if ":" in host else host
    with bound:
        ready(f"http://{shown}:{bound.getsockname()[1]}/")
        uvicorn.Server(config(desk)).run([bound])


def config(desk: Desk) -> uvicorn.Config:
    """How uvicorn runs the desk: quiet, and without telling its version."""
    return uvicorn.Config(
        make_app(desk),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=_WAITING,
        lifespan="off",
        ws="none",
        h11_max_incomplete_event_size=64 * 1024,
    )
