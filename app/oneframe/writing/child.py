"""The worker process as its parent sees it, and the line of writes in front of it.
Knows no prompt, weight or setting, and never lets a caller wait without an end."""

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from oneframe.errors import WriterUnavailable

AGAIN: Final = "Try again; the composer can write meanwhile."

Json = dict[str, Any]


class Turns:
    """First come, first served, one at a time, with a bounded line."""

    def __init__(self, places: int) -> None:
        self._places, self._lock = places, threading.Lock()
        self._line: deque[threading.Event] = deque()

    @contextlib.contextmanager
    def take(self, wait_s: float) -> Iterator[None]:
        """Wait for one's turn; raise WriterUnavailable where the line is full or too slow."""
        mine = threading.Event()
        with self._lock:
            if len(self._line) > self._places:
                raise WriterUnavailable(f"The embedded writer has {self._places} waiting. {AGAIN}")
            self._line.append(mine)
            self._line[0].set()
        try:
            if not mine.wait(wait_s):
                raise WriterUnavailable(f"The embedded writer stayed busy for {wait_s:g} s. {AGAIN}")
            yield
        finally:
            with self._lock:
                self._line.remove(mine)
                if self._line:
                    self._line[0].set()


class Link:
    """One worker process: orders go in, a thread collects its events, None marks its end."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "oneframe.writing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.pid, self.is_ready = self._process.pid, False
        self._events: queue.SimpleQueue[Json | None] = queue.SimpleQueue()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # a torn last line, a closed pipe
            for line in self._process.stdout:
                self._events.put(json.loads(line))
        self._events.put(None)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def send(self, order: Json) -> None:
        """Hand over an order; a dead worker is noticed by `await_event`."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def await_event(self, number: int, deadline: float, beat_s: float) -> Json:
        """Return the next event of order `number`; ping a silent worker, give up on a mute one."""
        is_asked = False
        while (left_s := deadline - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=min(left_s, beat_s))
            except queue.Empty:
                if is_asked:
                    raise WriterUnavailable(f"The embedded writer hangs. {AGAIN}") from None
                is_asked = True
                self.send({"op": "ping"})
                continue
            if event is None:
                raise WriterUnavailable(f"The embedded writer's process died. {AGAIN}")
            is_asked = False
            if event.get("id", 0) == number and event["event"] != "pong":
                return event
        raise WriterUnavailable(f"The embedded writer took too long. {AGAIN}")

    def kill(self) -> None:
        """End the process and collect it; there is nothing of it to save."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
