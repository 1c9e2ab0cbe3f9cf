"""The child process that owns xllamacpp: JSON lines in on stdin, JSON lines out on stdout.
It must not outlive its parent (stdin's end is its end), write a text anywhere else, or be imported
for its model by another module."""

import contextlib
import hashlib
import http.client
import json
import os
import queue
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

WINDOW_TOKENS: Final = 2048
STOP: Final = "<|im_end|>"
_LOOP_CHARS: Final = 60
_LOOP_TIMES: Final = 3

Json = dict[str, Any]
Emit = Callable[[Json], None]


class Refused(Exception):
    """A reason not to serve, in words for the user."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def is_looping(text: str) -> bool:
    """True when the last 60 characters now stand there three times: a stuck model."""
    tail, end = text[-_LOOP_CHARS:], len(text)
    for _ in range(_LOOP_TIMES - 1):
        # They may overlap: a short sentence said again and again comes round before 60 characters.
        start = text.rfind(tail, 0, end - 1)
        if len(tail) < _LOOP_CHARS or start < 0:
            return False
        end = start + len(tail)
    return True


def _verify(files: Mapping[str, str | None]) -> None:
    """Raise Refused where a file is not the one pinned; None skips one checked before."""
    with ThreadPoolExecutor(len(files)) as pool:
        sums = pool.map(lambda f: files[f] and sha256_of(Path(f)), files)
        for path, found in zip(files, sums, strict=True):
            if found != files[path]:
                raise Refused(f"{Path(path).name} is not the file this release was tested with")


class Engine:
    """The loaded model behind its keyed port; one generation at a time."""

    def __init__(self, order: Json) -> None:
        # Hashed before the parser sees a byte: a crafted GGUF must never reach llama.cpp.
        _verify({order["base"]: order["base_sha256"], order["adapter"]: order["adapter_sha256"]})
        import xllamacpp

        self._server = xllamacpp.Server(_settings(order))
        self.address = str(self._server.listening_address)
        _expect_refusal(self.address)

    def write(self, order: Json, is_cancelled: Callable[[], bool], emit: Emit) -> None:
        """Stream one completion as `chunk` events and one `end` event."""
        pieces: queue.SimpleQueue[object] = queue.SimpleQueue()
        stuck = threading.Event()

        def on_piece(piece: object) -> bool:
            # Only enqueues: an exception here would end the reply with no error at all.
            # A true return cancels (undocumented, from the first token on).
            pieces.put(piece)
            return is_cancelled() or stuck.is_set()

        relay = threading.Thread(target=_relay, args=(pieces, order["id"], stuck, emit))
        relay.start()
        try:
            self._server.handle_completions(_request(order), on_piece)
        except Exception as e:
            pieces.put({"error": type(e).__name__})
        finally:
            pieces.put(None)
            relay.join()


def _settings(order: Json) -> object:
    """Return the parameters that keep the library's own HTTP server closed to all but its key."""
    import xllamacpp

    p = xllamacpp.CommonParams()
    p.model.path = order["base"]
    p.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(order["adapter"], 1.0)]
    p.api_keys = [secrets.token_urlsafe(32)]
    p.ui = p.endpoint_slots = p.endpoint_props = p.endpoint_metrics = False
    p.cors_origins, p.cors_credentials = "http://127.0.0.1", False
    # One conversation's text must never serve another (ggml-org/llama.cpp#27148).
    p.cache_ram_mib, p.cache_idle_slots, p.n_parallel = 0, False, 1
    p.n_ctx, p.n_gpu_layers, p.fit_params, p.offline = WINDOW_TOKENS, 0, False, True
    p.n_ctx_checkpoints, p.verbosity = 0, 0
    p.cpuparams.n_threads = p.cpuparams_batch.n_threads = order["threads"]
    return p


def _expect_refusal(address: str) -> None:
    """Raise Refused unless the port answers 401 to a call without the key."""
    # http.client, not urllib: a proxy in the environment must not see loopback calls.
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        link.request("POST", "/completion", b'{"prompt":"a","n_predict":1}')
        status = link.getresponse().status
    finally:
        link.close()
    if status != http.client.UNAUTHORIZED:
        raise Refused(f"the model's port answers {status} without a key")


def _request(order: Json) -> Json:
    """Return the completion request. Attempt 0 is greedy and cold, so that it repeats exactly."""
    sampled = order["temperature"] > 0
    return {
        "prompt": order["prompt"],
        "stream": True,
        "max_tokens": order["max_tokens"],
        "temperature": order["temperature"],
        "top_p": 0.95,
        "seed": order["seed"],
        "stop": [STOP],
        "grammar": order["grammar"],
        # Repetition penalties would punish copying facts; loops are found by `is_looping`.
        "repeat_penalty": 1.0,
        "cache_prompt": sampled,
    }


def _relay(pieces: "queue.SimpleQueue[object]", number: int, stuck: threading.Event, emit: Emit) -> None:
    """Turn the library's pieces into events until None; no finish reason means cut off."""
    finish, written, tokens = "missing", "", 0
    while (piece := pieces.get()) is not None:
        text, reason = _read(piece)
        finish = reason or finish
        if text and not stuck.is_set():
            written += text
            tokens += 1
            emit({"event": "chunk", "id": number, "text": text})
            if is_looping(written):
                stuck.set()
    finish = "loop" if stuck.is_set() else finish
    emit({"event": "end", "id": number, "finish": finish, "tokens": tokens})


def _read(piece: object) -> tuple[str, str | None]:
    """Return a piece's text and finish reason; errors come as dicts of several shapes."""
    match piece:
        case {"choices": [{"text": str(text), "finish_reason": str() | None as reason}]}:
            return text, reason
    return "", "error"


class Worker:
    """Reads orders on the main thread, so that the parent's end is seen during a generation."""

    def __init__(self, orders: BinaryIO, emit: Emit) -> None:
        self._orders, self._emit = orders, emit
        self._jobs: queue.SimpleQueue[Json] = queue.SimpleQueue()
        self._cancelled = 0  # orders are numbered upwards: all up to here are cancelled

    def run(self) -> None:
        """Serve until stdin ends."""
        threading.Thread(target=self._work, daemon=True).start()
        for line in self._orders:
            self._take(json.loads(line))

    def _take(self, order: Json) -> None:
        match order["op"]:
            case "cancel":
                self._cancelled = max(self._cancelled, order["id"])
            case "ping":
                self._emit({"event": "pong"})
            case _:
                self._jobs.put(order)

    def _work(self) -> None:
        """Load once, then write one order after the other."""
        try:
            started = time.perf_counter()
            engine = Engine(self._jobs.get())
        except Exception as e:
            why = str(e) if isinstance(e, Refused) else f"it cannot be loaded ({type(e).__name__})"
            self._emit({"event": "failed", "why": why})
            return
        seconds = time.perf_counter() - started
        self._emit({"event": "ready", "address": engine.address, "seconds": seconds})
        while True:
            order = self._jobs.get()
            engine.write(order, partial(self._is_cancelled, order["id"]), self._emit)

    def _is_cancelled(self, number: int) -> bool:
        return number <= self._cancelled


def _own_stdout() -> BinaryIO:
    """Return the parent's pipe, and point descriptor 1 elsewhere: llama.cpp prints there."""
    sys.stdout.flush()
    ours = os.fdopen(os.dup(1), "wb")
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.close(sink)
    return ours


def main() -> None:
    """Serve the parent until it goes away; leave at once then, whatever the model is doing."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    pipe, lock = _own_stdout(), threading.Lock()

    def emit(event: Json) -> None:
        try:
            with lock:
                pipe.write(json.dumps(event).encode() + b"\n")
                pipe.flush()
        except OSError:
            os._exit(0)

    try:
        Worker(sys.stdin.buffer, emit).run()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
