"""A desk of the demo project, on SQLite and on PostgreSQL where a test asks for both, answering on loopback."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from tawatur.desk.gate import Desk
from tawatur.desk.people import Person, add_account
from tawatur.desk.reviewing import refresh
from tawatur.desk.serving import config
from tawatur.project.demo import demo_project, fill_with_demo
from tawatur.store.database import Store, open_store

KEY = "1234-5678-9012"
PASSWORD = "a password of some length"
SIDES = "i-837bf9ad0196"  # the demo's incident that five chains tell of


@pytest.fixture(scope="session")
def demo_folder_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, made once."""
    folder = tmp_path_factory.mktemp("demo") / "project"
    demo_project(folder)
    store = open_store(folder)
    refresh(store)
    store.close()
    return folder


@pytest.fixture
def demo_store(demo_folder_made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demo project that a test may change."""
    shutil.copytree(demo_folder_made, tmp_path / "demo")
    store = open_store(tmp_path / "demo")
    yield store
    store.close()


@pytest.fixture
def any_store(store: Store) -> Store:
    """The demo project on SQLite and on PostgreSQL."""
    fill_with_demo(store)
    refresh(store)
    return store


@pytest.fixture
def alone() -> Person:
    """Whose desk it is, on a machine of their own."""
    return Person("rima", "lead", alone=True)


@contextlib.contextmanager
def answering(desk: Desk) -> Iterator[str]:
    """The address at which a desk answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as bound:
        server = uvicorn.Server(config(desk))
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the desk did not start"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Browser(httpx.Client):
    """A client that sends forms as the pages make them, with their hidden token."""

    def send_form(self, page: str, action: str, **fields: object) -> httpx.Response:
        """Post a form whose token stands on a page."""
        token = re.search(r'name="_csrf_token" value="([^"]+)"', self.get(page).text)
        assert token, f"no form on {page}"
        return self.post(action, data={"_csrf_token": token[1], **fields})


@pytest.fixture
def desk(demo_store: Store) -> Iterator[Browser]:
    """The desk of one person, opened."""
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address, Browser(base_url=address) as browser:
        assert browser.get("/", params={"key": KEY}).status_code == 303
        yield browser


@pytest.fixture
def team(demo_store: Store) -> Iterator[str]:
    """The address of a team's desk, with a reader, two reviewers and a lead."""
    for name, role in (("nour", "reader"), ("samir", "reviewer"), ("lina", "reviewer"), ("hala", "lead")):
        add_account(demo_store, name, PASSWORD, role)
    with answering(Desk(store=demo_store, team=True)) as address:
        yield address


@contextlib.contextmanager
def signed_in(address: str, name: str) -> Iterator[Browser]:
    """A client of a team's desk, signed in."""
    with Browser(base_url=address) as browser:
        answer = browser.send_form("/sign-in", "/sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        yield browser
