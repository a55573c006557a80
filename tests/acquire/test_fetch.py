from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tawatur.acquire.addresses import Refused, check_address
from tawatur.acquire.fetch import Answer, Fetcher, Manners, Validators

HERE = frozenset({"127.0.0.1", "localhost"})
PAGE = "<html><body><p>وصلت قافلة إلى البلدة</p></body></html>"


def get(url: str, known: Validators | None = None, waits: list[float] | None = None, **manners: Any) -> Answer:
    said: dict[str, Any] = {"allowed_hosts": HERE, "delay": 0.0, "timeout": 3.0, **manners}
    with Fetcher(Manners(**said), wait=(waits if waits is not None else []).append) as fetcher:
        return fetcher.fetch(url, known or Validators())


def test_a_page_as_it_is(site: Any) -> None:
    url = site.put("/a", PAGE.encode("cp1256"), Content_Type="text/html; charset=windows-1256", ETag='"1"')
    answer = get(url)
    assert answer.raw == PAGE.encode("cp1256")
    assert (answer.charset, answer.media_type, answer.problem) == ("windows-1256", "text/html", "")
    assert answer.validators.etag == '"1"'
    assert get(url, answer.validators).unchanged


def test_loopback_and_private_addresses_are_refused_unless_named(site: Any) -> None:
    answer = get(site.put("/a", PAGE), allowed_hosts=frozenset())
    assert answer.raw is None
    assert "private or loopback" in answer.problem
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://user:secret@a.example/",
        "http://",
        "http://a.example:99999/",
        "gopher://127.0.0.1",
    ],
)
def test_addresses_that_are_never_fetched(url: str) -> None:
    answer = get(url, allowed_hosts=frozenset(), obey_robots=False)
    assert answer.raw is None
    assert answer.problem


def test_numbers_in_odd_notation_are_refused() -> None:
    for url in ("http://2130706433/", "http://0x7f.1/", "http://127.1/"):
        assert "private or loopback" in get(url, allowed_hosts=frozenset(), obey_robots=False).problem


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.7.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert "private or loopback" in get("http://public.example/", allowed_hosts=frozenset(), obey_robots=False).problem


def test_redirects_are_followed_and_kept(site: Any) -> None:
    site.put("/old", status=301, Location="/new")
    site.put("/new", PAGE)
    answer = get(site.address + "/old")
    assert answer.final == site.address + "/new"
    assert answer.transport["redirects"] == [site.address + "/old", site.address + "/new"]


def test_redirects_in_a_circle_or_without_end(site: Any) -> None:
    site.put("/a", status=302, Location="/b")
    site.put("/b", status=302, Location="/a")
    assert "in a circle" in get(site.address + "/a").problem
    for i in range(10):
        site.put(f"/n{i}", status=302, Location=f"/n{i + 1}")
    assert "more than 5 times" in get(site.address + "/n0").problem


@pytest.mark.parametrize("target", ["http://10.1.2.3/", "file:///etc/passwd", "http://localhost:1/"])
def test_redirects_to_where_nothing_is_fetched(site: Any, target: str) -> None:
    site.put("/a", status=302, Location=target)
    answer = get(site.address + "/a", allowed_hosts=frozenset({"127.0.0.1"}))
    assert answer.raw is None
    assert "private or loopback" in answer.problem or "only http" in answer.problem


def test_robots_are_obeyed(site: Any) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nCrawl-delay: 7\n", Content_Type="text/plain")
    site.put("/private/a", PAGE)
    site.put("/open", PAGE)
    assert "robots.txt" in get(site.address + "/private/a").problem
    assert site.paths() == []
    waits: list[float] = []
    with Fetcher(Manners(allowed_hosts=HERE, delay=0.0), wait=waits.append) as fetcher:
        assert fetcher.fetch(site.address + "/open").raw
        assert fetcher.fetch(site.address + "/open").raw
    assert len(waits) == 1
    assert 6 < waits[0] <= 7
    assert get(site.address + "/private/a", obey_robots=False).raw


def test_a_site_in_trouble_is_left_alone(site: Any) -> None:
    site.put("/robots.txt", status=503)
    site.put("/a", PAGE)
    assert "robots.txt" in get(site.address + "/a").problem


def test_busy_servers_are_asked_again_and_told_waits_are_kept(site: Any) -> None:
    waits: list[float] = []
    site.put("/busy", status=503, Retry_After="9")
    assert "answers 503" in get(site.address + "/busy", waits=waits).problem
    assert waits == [9.0, 9.0]
    site.put("/later", status=429, Retry_After="86400")
    assert "come back in 86400 seconds" in get(site.address + "/later").problem


def test_a_server_that_never_ends_is_left(site: Any) -> None:
    assert "had not come to an end" in get(site.put("/endless", 20.0), longest=0.3).problem


def test_too_large_and_bombs_and_wrong_types(site: Any) -> None:
    assert "larger than 1 MB" in get(site.put("/large", b"x" * 2_000_000), largest=1024 * 1024).problem
    bomb = site.put("/bomb", gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip")
    assert "larger than 1 MB" in get(bomb, largest=1024 * 1024).problem
    assert "video/mp4" in get(site.put("/film", b"x", Content_Type="video/mp4")).problem
    assert "answers 404" in get(site.address + "/none").problem


def test_damaged_answers_are_problems(site: Any) -> None:
    url = site.put("/broken", b"\x1f\x8bnot gzip", Content_Encoding="gzip")
    assert get(url).problem.startswith("cannot be fetched")


@pytest.fixture
def silent() -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_server_that_says_nothing(silent: str) -> None:
    assert "does not answer in time" in get(silent, timeout=0.2, obey_robots=False).problem


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert get(f"http://127.0.0.1:{port}/", obey_robots=False).problem.startswith("cannot be fetched")


def test_a_written_private_number_is_refused_before_any_connection() -> None:
    with pytest.raises(Refused):
        check_address("http://127.0.0.1/x", frozenset())
