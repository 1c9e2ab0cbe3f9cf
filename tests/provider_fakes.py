"""An OpenAI-compatible server on loopback that fails in a chosen way and keeps what it was sent."""

import io
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = "Hi Tomas, this is a performance conversation. Every pallet is scanned."


def chunk(text: str | None, finish: str | None = None) -> bytes:
    """Return one server-sent event of a chat completion."""
    delta = {"role": "assistant", "content": text} if text is not None else {}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps({**event, "choices": [choice]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
PIECES = [chunk(word + " ") for word in TEXT.split()]
WHOLE = [*PIECES, chunk(None, "stop"), DONE]


class Server(ThreadingHTTPServer):
    """Serves `plan[n](handler)` to the nth request, and the last plan to all that follow."""

    daemon_threads = True

    def __init__(self, plan: list[Callable[["Handler"], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.plan, self.bodies, self.keys, self.paths = plan, [], [], []
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request, client_address):
        """Keep quiet about clients that hang up: that is what some tests do."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.append(body.decode())
        self.server.keys.append(self.headers.get("authorization", ""))
        self.server.paths.append(self.path)
        turn = min(len(self.server.bodies), len(self.server.plan)) - 1
        self.server.plan[turn](self)

    def do_GET(self) -> None:
        """Count it: nothing here is fetched by a writer, so only a tracer would ask."""
        self.server.bodies.append("")
        refuse(404)(self)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def stream(*events: bytes, pause_s: float = 0.0) -> Callable[[Handler], None]:
    """Serve these events and end the stream as if all were well."""

    def serve(h: Handler) -> None:
        h.begin()
        try:
            for event in events:
                h.wfile.write(event)
                h.wfile.flush()
                time.sleep(pause_s)
        except OSError:
            h.server.hung_up.set()

    return serve


def refuse(status: int, body: str = "{}", **headers: str) -> Callable[[Handler], None]:
    """Answer with a status, headers (`_` for `-`) and a body; `KEY` is the key as it came."""

    def serve(h: Handler) -> None:
        text = body.replace("KEY", h.headers.get("authorization", "")).encode()
        h.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            h.send_header(name.replace("_", "-"), value)
        h.send_header("content-length", str(len(text)))
        h.end_headers()
        h.wfile.write(text)

    return serve


def reset(*events: bytes) -> Callable[[Handler], None]:
    """Serve these events, then tear the connection down."""

    def serve(h: Handler) -> None:
        if events:
            h.begin()
            h.wfile.write(b"".join(events))
            h.wfile.flush()
            time.sleep(0.05)
        # With this option the close is a reset; detached, the handler cannot say goodbye first.
        h.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(h.connection.detach())
        h.wfile, h.rfile = io.BytesIO(), io.BytesIO()

    return serve


def stall(*events: bytes, hold_s: float = 3.0) -> Callable[[Handler], None]:
    """Serve these events, then say nothing while holding the line."""

    def serve(h: Handler) -> None:
        h.begin()
        h.wfile.write(b"".join(events))
        h.wfile.flush()
        time.sleep(hold_s)

    return serve


@contextmanager
def serving(*plan: Callable[[Handler], None]) -> Iterator[Server]:
    """Run a server with this plan for the length of a block."""
    server = Server(list(plan))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
