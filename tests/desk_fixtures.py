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
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn
from playwright.sync_api import Browser as PlayedBrowser
from playwright.sync_api import Page, sync_playwright
from project_fixtures import IN_CI, new_database

from tawatur.desk.gate import Desk
from tawatur.desk.people import Person, add_account
from tawatur.desk.reviewing import refresh
from tawatur.desk.serving import config
from tawatur.project.demo import demo_project, fill_with_demo
from tawatur.records import Coded
from tawatur.store.database import Store, create_store, open_store

KEY = "1234-5678-9012"
PASSWORD = "a password of some length"
SIDES = "i-837bf9ad0196"  # the demo's incident that five chains tell of
# One reading of the demo's reports, so that what reviewers do does not hang on how well reports are read this week.
READ = msgspec.json.decode((Path(__file__).parent / "desk/demo-read.json").read_bytes(), type=dict[str, Coded])


@contextlib.contextmanager
def read_before() -> Iterator[None]:
    """While it lasts, projects take the claims of `READ` for their reports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tawatur.project.code.code_report", lambda report: READ[report.id])
        yield


@pytest.fixture(scope="session")
def demo_folder_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, made once."""
    folder = tmp_path_factory.mktemp("demo") / "project"
    with read_before():
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


@pytest.fixture(scope="session")
def demo_database(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a PostgreSQL database with the demo project, made once; tests use copies of it."""
    address = new_database(postgres_server)
    store = create_store(address, tmp_path_factory.mktemp("demo") / "captures")
    with read_before():
        fill_with_demo(store)
    refresh(store)
    store.close()
    return address.rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The demo project on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("demo_store")
        return
    template = request.getfixturevalue("demo_database")
    store = open_store(new_database(request.getfixturevalue("postgres_server"), template))
    yield store
    store.close()


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

    def __init__(self, **options: Any) -> None:
        super().__init__(timeout=120, **options)

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


def chromium() -> str | None:
    """The browser that Debian packs, or another Chromium of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chrome() -> Iterator[PlayedBrowser]:
    """A real Chromium without a window; it asks nothing of any other host than the desk."""
    found = chromium()
    if found is None:
        reason = "Chromium is not installed; `make test-setup` installs it"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    flags = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as played:
        browser = played.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


def _denied(said: Any) -> bool:
    """A locked desk shows nothing, so that what a page behind the lock still asks is not found; its own files are."""
    return "404" in said.text and "/static/" not in said.location["url"]


@contextlib.contextmanager
def opened(chrome: PlayedBrowser, address: str, **options: Any) -> Iterator[Page]:
    """A page of a browser of its own; what goes wrong in it, or is asked of another host, fails the test."""
    wrong: list[str] = []
    context = chrome.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options})
    page = context.new_page()
    page.set_default_timeout(120_000)  # a machine may be busy with other things
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" and not _denied(said) else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "blob:")) else None)
    yield page
    context.close()
    assert [one for one in wrong if "409" not in one] == []
