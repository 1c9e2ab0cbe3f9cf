"""The sole owner of chat models through LangChain: one contract for every provider.
Must not quote what a server says (it may echo the key or the draft) or read the environment."""

import contextlib
import ipaddress
import queue
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlsplit

from oneframe.errors import WriterTruncated, WriterUnavailable
from oneframe.records import Brief
from oneframe.writing.failures import Failed, explain, pause_seconds
from oneframe.writing.prompts import Count, Rendered, RewritePrompts, clean

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRAS: Final = ("openai", "anthropic", "ollama")
_OLLAMA: Final = "http://127.0.0.1:11434"
_STOPPED: Final = frozenset({"stop", "end_turn", "stop_sequence", "eos", "completed"})
_UNFINISHED: Final = "ended its stream without saying that it was done"
_REASONS: Final = ("finish_reason", "stop_reason", "done_reason", "status")


def is_remote(base_url: str | None, provider: str) -> bool:
    """True when a draft would leave this machine; an unreadable address counts as remote."""
    if base_url is None:
        return provider != "ollama"
    try:
        host = urlsplit(base_url).hostname or ""
        return host != "localhost" and not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one write. `read_s` is the longest silence, `total_s` includes every retry;
    `pause_s` is before the first retry and doubles from there."""

    read_s: float = 20.0
    total_s: float = 60.0
    retries: int = 2
    pause_s: float = 0.5
    prompt_tokens: int = 6000
    reply_tokens: int = 4096


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """Which model, where and with what key; `extra` goes to the provider's class as it stands."""

    provider: str
    model: str
    base_url: str | None = None
    api_key: str | None = None
    extra: Mapping[str, Any] | None = None

    @property
    def address(self) -> str | None:
        """The address to call; given for Ollama, which else takes one from the environment."""
        return self.base_url or (_OLLAMA if self.provider == "ollama" else None)


class ProviderWriter:
    """Any LangChain chat model as a writer; the model is built at the first draft."""

    def __init__(
        self,
        access: Access,
        *,
        prompts: Path,
        count: Count,
        limits: Limits | None = None,
        tracing: bool = False,
    ) -> None:
        """Take the access, the folder of prompt files and a token counter. Raises AssetDamaged."""
        self.name = f"{access.provider}:{access.model}"
        self._access, self._count, self._tracing = access, count, tracing
        self._limits = limits or Limits()
        self._prompts = RewritePrompts.read(prompts)
        self._lock = threading.Lock()
        self._chat: BaseChatModel | None = None

    @property
    def is_remote(self) -> bool:
        """True when drafts leave this machine: ask for consent before the first write."""
        return is_remote(self._access.base_url, self._access.provider)

    def write(self, brief: Brief) -> Iterator[str]:
        """Yield the reply as it comes; the opening is asked for, not forced.

        A failure is tried again only before the first chunk. Raises WriterUnavailable,
        WriterTruncated, or DraftRefused where the draft does not fit.
        """
        prompt = self._prompts.fit(brief, self._count, self._limits.prompt_tokens)
        yield from self.answer(prompt, 8 * len(clean(brief.draft)) + 4000)

    def answer(self, prompt: Rendered, budget_chars: int) -> Iterator[str]:
        """Yield the reply to any prompt, at most `budget_chars` of it; raises as `write` does."""
        deadline = time.monotonic() + self._limits.total_s
        for tries_left in range(self._limits.retries, -1, -1):
            stream = _Stream(self._model(), prompt, self._tracing)
            try:
                yield from self._relay(stream, deadline, budget_chars)
                return
            except Failed as failed:
                pause_s = pause_seconds(failed, self._limits.pause_s, self._limits.retries - tries_left)
                if not (tries_left and failed.may_retry and _is_before(deadline, pause_s)):
                    self._give_up(failed)
            finally:
                stream.cancel()
            time.sleep(pause_s)

    def close(self) -> None:
        """Forget the model with its connections and key."""
        with self._lock:
            self._chat = None

    def _model(self) -> "BaseChatModel":
        """Return the chat model, built once; raise WriterUnavailable where it cannot be."""
        with self._lock:
            if self._chat is None:
                self._chat = _build(self._access, self._limits)
            return self._chat

    def _relay(self, stream: "_Stream", deadline: float, budget_chars: int) -> Iterator[str]:
        """Yield the text of one attempt, and see that it ended whole and within its bounds."""
        written, finish = 0, ""
        for text, reason in stream.parts(deadline):
            finish = reason or finish
            written += len(text)
            if written > budget_chars:
                raise WriterTruncated(self._say("wrote far more than the draft and was stopped."))
            if text:
                yield text
        if finish not in _STOPPED:
            fact = f"stopped in the middle ({finish})" if finish.isidentifier() else _UNFINISHED
            raise WriterTruncated(self._say(f"{fact}. Try again."))
        if not written:
            raise Failed(None, "sent an empty reply", may_retry=True)

    def _say(self, fact: str) -> str:
        return f"The provider {self.name} {fact} Nothing of it was kept."

    def _give_up(self, failed: "Failed") -> NoReturn:
        kind = WriterTruncated if failed.has_begun else WriterUnavailable
        raise kind(self._say(f"{failed.fact}. Try again, or use the embedded writer.")) from None


Part = tuple[str, str]


class _Stream:
    """One attempt on a thread of its own: neither a stall nor a trickle outlasts a deadline.

    The thread also keeps LangSmith's switch, a context variable, from leaking into the caller.
    """

    def __init__(self, chat: "BaseChatModel", prompt: Rendered, tracing: bool) -> None:
        self._parts: queue.SimpleQueue[Part | Exception | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        args = (chat, prompt, tracing)
        threading.Thread(target=self._run, args=args, daemon=True).start()

    def cancel(self) -> None:
        """Let go: the connection is closed at the next chunk, or when the silence is too long."""
        self._cancelled.set()

    def parts(self, deadline: float) -> Iterator[Part]:
        """Yield (text, finish reason or ""); raise Failed where the attempt breaks off."""
        has_begun = False
        while True:
            try:
                part = self._parts.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                fact = "did not finish in time"
                raise Failed(None, fact, may_retry=False, has_begun=has_begun) from None
            if part is None:
                return
            if isinstance(part, Exception):
                raise explain(part, has_begun)
            has_begun = has_begun or bool(part[0])
            yield part

    def _run(self, chat: "BaseChatModel", prompt: Rendered, tracing: bool) -> None:
        try:
            with _tracing(tracing), contextlib.closing(_chunks(chat, prompt)) as chunks:
                for part in chunks:
                    if self._cancelled.is_set():
                        return
                    self._parts.put(part)
            self._parts.put(None)
        except Exception as e:
            self._parts.put(e)


def _tracing(enabled: bool) -> contextlib.AbstractContextManager[None]:
    from langsmith.run_helpers import tracing_context

    return tracing_context(enabled=enabled)


def _chunks(chat: "BaseChatModel", prompt: Rendered) -> Generator[Part, None, None]:
    """Yield a chat model's chunks as (text, finish reason or "")."""
    turns = [("system", prompt.system), ("human", prompt.user)]
    for chunk in chat.stream(turns):
        about = chunk.response_metadata
        reason = next((str(about[r]) for r in _REASONS if about.get(r)), "")
        yield str(chunk.text), reason


def _build(access: Access, limits: Limits) -> "BaseChatModel":
    """Build the chat model without retries, cache or environment of its own."""
    from langchain.chat_models import init_chat_model

    try:
        options = _options(access, limits)
        chat: BaseChatModel = init_chat_model(access.model, model_provider=access.provider, **options)
        return chat
    except ImportError:
        package = f"langchain-{access.provider}"
        if access.provider in EXTRAS:
            package = f'"oneframe[{access.provider}]"'
        fact = f"needs a package that is not installed. Run: pip install {package}"
    except Exception as e:
        fact = f"cannot be set up ({type(e).__name__}). Check its name, model and key"
    raise WriterUnavailable(f"The provider {access.provider}:{access.model} {fact}.")


def _options(access: Access, limits: Limits) -> dict[str, Any]:
    """Return the keyword arguments for the provider's class."""
    options: dict[str, Any] = {"cache": False, **(access.extra or {})}
    if access.address:
        options["base_url"] = access.address
    if access.provider == "ollama":
        return options | {"client_kwargs": {"timeout": limits.read_s, "follow_redirects": False}}
    options |= {"timeout": limits.read_s, "max_retries": 0, "max_tokens": limits.reply_tokens}
    local = not is_remote(access.base_url, access.provider)
    if key := access.api_key or ("none" if local else None):
        options["api_key"] = key
    if access.provider == "openai":
        options["http_client"] = _http(limits, local)
    return options


def _http(limits: Limits, local: bool) -> object:
    """Return a client that takes a draft nowhere else: no redirects, no proxy for loopback."""
    try:
        from openai import DefaultHttpxClient
    except ImportError:
        return None
    return DefaultHttpxClient(timeout=limits.read_s, follow_redirects=False, trust_env=not local)


def _is_before(deadline: float, pause_s: float) -> bool:
    return time.monotonic() + pause_s < deadline
