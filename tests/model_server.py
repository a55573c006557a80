"""A server that speaks the chat-completions protocol on loopback; a test says what it answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from loopback import Quiet, serving


class Model:
    """Answers in the order in which they were put, the last one again and again; remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes, float]] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.address = ""

    def put(self, status: int = 200, body: bytes | str = b"", delay: float = 0.0, **headers: str) -> None:
        """The next answer, as bytes; header names are written with _ for -. It takes `delay` seconds."""
        raw = body.encode() if isinstance(body, str) else body
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, raw, delay))

    def says(self, content: str, **more: Any) -> None:
        """The next answer, as what the model says."""
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop", **more}
        self.put(body=json.dumps({"object": "chat.completion", "choices": [choice]}))

    def tells(self, *events: dict[str, Any]) -> None:
        """The next answer, as events."""
        self.says(json.dumps({"events": list(events)}, ensure_ascii=False))


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()

    class Handler(Quiet):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            made.paths.append(self.path)
            made.headers.append({k.lower(): v for k, v in self.headers.items()})
            made.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, headers, body, delay = made.answers[min(len(made.asked), len(made.answers)) - 1]
            time.sleep(delay)
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    with serving(Handler) as address:
        made.address = address + "/v1"
        yield made
