"""A learning record store on loopback that keeps to xAPI 1.0.3 where we rely on it, and fails as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DROP = 0
"""Instead of a status: the connection is cut without an answer."""


class Lrs:
    """What the store has, what it was asked, and the statuses it answers next (then as it should)."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.next: list[int] = []
        self.always: int | None = None
        self.retry_after = ""
        self.strict = True
        self.lists = False
        self.endpoint = ""

    def post(self, statements: list[dict[str, Any]]) -> tuple[int, Any]:
        known = [s for s in statements if s["id"] in self.kept]
        if known and self.strict:
            return 409, "one of these is here already"
        if len(known) == len(statements):
            return 204, None
        for statement in statements:
            authority = {"objectType": "Agent", "mbox": "mailto:lrs@lrs.example"}
            mine = {"stored": "2026-01-01T00:00:00Z", "authority": authority}
            self.kept.setdefault(statement["id"], statement | mine)
        return 200, [s["id"] for s in statements]

    def get(self, statement_id: str) -> tuple[int, Any]:
        found = self.kept.get(statement_id)
        if self.lists:
            return 200, {"statements": [] if found is None else [found], "more": ""}
        return (404, "none") if found is None else (200, found)


@contextmanager
def running() -> Iterator[Lrs]:
    lrs = Lrs()

    class Answer(BaseHTTPRequestHandler):
        def answer(self, body: bytes = b"") -> None:
            lrs.asked.append(
                (f"{self.command} {self.path}", {k.lower(): v for k, v in self.headers.items()})
            )
            status = lrs.next.pop(0) if lrs.next else lrs.always
            said: Any = "no"
            if status == DROP:
                self.close_connection = True
                return
            if status is None and self.headers["X-Experience-API-Version"] != "1.0.3":
                status = 400
            if status is None and self.command == "POST":
                status, said = lrs.post(json.loads(body))
            elif status is None:
                wanted = parse_qs(urlsplit(self.path).query)["statementId"][0]
                status, said = lrs.get(wanted)
            raw = b"" if status == 204 else json.dumps(said).encode()
            self.send_response(status)
            if lrs.retry_after:
                self.send_header("Retry-After", lrs.retry_after)
            if 300 <= status < 400:
                self.send_header("Location", f"{lrs.endpoint}/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_told: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    lrs.endpoint = f"http://127.0.0.1:{server.server_address[1]}/xapi"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield lrs
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
