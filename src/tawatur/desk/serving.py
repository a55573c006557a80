"""Runs the desk with uvicorn, in this process."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn

from tawatur.desk.app import make_app
from tawatur.desk.gate import Desk
from tawatur.desk.reviewing import refresh
from tawatur.store.database import Store, StoreError

_LOG = logging.getLogger(__name__)
_FRESH = 60.0
_WAITING = 2_048  # connections that may wait to be accepted
_IDLE = 75  # seconds that a connection may be idle: closed sooner, it is cut off under a request where much goes on


def listen(desk: Desk, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address once it answers. Raises StoreError for a taken port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        raise StoreError(f"{host}:{port}: {(error.strerror or str(error)).lower()}; choose another --port.") from error
    shown = f"[{host}]" if ":" in host else host
    with bound, kept_fresh(desk.store):
        ready(f"http://{shown}:{bound.getsockname()[1]}/")
        uvicorn.Server(config(desk)).run([bound])


@contextlib.contextmanager
def kept_fresh(store: Store, every: float = _FRESH) -> Iterator[None]:
    """While the desk runs, its lists follow what others link in the project; looks every so many seconds."""
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(every):
            try:
                refresh(store)
            except StoreError as error:
                _LOG.warning("%s", error)

    thread = threading.Thread(target=look, name="lists", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def config(desk: Desk) -> uvicorn.Config:
    """How uvicorn runs the desk: quiet, and without telling its version."""
    return uvicorn.Config(
        make_app(desk),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=_WAITING,
        timeout_keep_alive=_IDLE,
        lifespan="off",
        ws="none",
        h11_max_incomplete_event_size=64 * 1024,
    )
