"""Provider writers against a server that fails in every way it can."""

import json
import sys
import time

import pytest
from writing_fakes import BRIEF, PROMPTS, varied, words

from oneframe.errors import DraftRefused, WriterTruncated, WriterUnavailable
from oneframe.writing.providers import Access, Limits, ProviderWriter, is_remote
from provider_fakes import DONE, PIECES, TEXT, WHOLE, chunk, refuse, reset, serving, stall, stream

KEY = "sk-test-KJHGFD0123456789"
ECHO = json.dumps({"error": {"message": "bad key KEY for " + BRIEF.draft, "type": "x"}})


def writer(url: str, **limits: float) -> ProviderWriter:
    access = Access("openai", "tiny", base_url=url, api_key=KEY)
    bounds = Limits(**{"read_s": 0.4, "total_s": 4.0, "retries": 1, "pause_s": 0.05, **limits})
    return ProviderWriter(access, prompts=PROMPTS, count=words, limits=bounds)


def text_of(url: str, **limits: float) -> str:
    return "".join(writer(url, **limits).write(BRIEF)).strip()


def test_a_whole_reply_arrives_in_chunks_and_the_name_says_who_wrote_it():
    with serving(stream(*WHOLE)) as server:
        w = writer(server.url)
        chunks = list(w.write(BRIEF))
    assert "".join(chunks).strip() == TEXT and len(chunks) == len(PIECES)
    assert w.name == "openai:tiny" and not w.is_remote


def test_the_server_gets_the_prompt_once_and_only_what_the_prompt_says():
    with serving(stream(*WHOLE)) as server:
        text_of(server.url)
    (body,) = map(json.loads, server.bodies)
    system, user = body["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert BRIEF.draft in user["content"] and BRIEF.draft not in system["content"]
    assert server.keys == [f"Bearer {KEY}"] and server.paths == ["/v1/chat/completions"]


RETRIED = {
    "429 with Retry-After": refuse(429, ECHO, retry_after="1"),
    "500": refuse(500, ECHO),
    "503 that is not JSON": refuse(503, "<html>busy KEY</html>", content_type="text/html"),
    "reset before the first byte": reset(),
    "stall before the first chunk": stall(),
    "empty reply": stream(chunk(None, "stop"), DONE),
}


@pytest.mark.parametrize("fault", RETRIED.values(), ids=RETRIED)
def test_a_fault_before_the_first_chunk_is_tried_again(fault):
    with serving(fault, stream(*WHOLE)) as server:
        assert text_of(server.url) == TEXT
    assert len(server.bodies) == 2


def test_retry_after_is_waited_out():
    with serving(refuse(429, retry_after="1"), stream(*WHOLE)) as server:
        began = time.monotonic()
        text_of(server.url)
    assert 1.0 <= time.monotonic() - began < 3


def test_a_retry_after_beyond_the_deadline_fails_at_once():
    with serving(refuse(429, retry_after="3600")) as server:
        began = time.monotonic()
        with pytest.raises(WriterUnavailable, match="429"):
            text_of(server.url)
    assert time.monotonic() - began < 2 and len(server.bodies) == 1


UNAVAILABLE = {
    "wrong key, echoed": (refuse(401, ECHO), "Check the key", 1),
    "400": (refuse(400, ECHO), "400", 1),
    "403": (refuse(403, ECHO), "403", 1),
    "unknown model": (refuse(404, ECHO), "does not know this model", 1),
    "500 for ever": (refuse(500, ECHO), "status 500", 2),
    "empty for ever": (stream(chunk(None, "stop"), DONE), "empty reply", 2),
    "invalid JSON": (stream(b"data: {nonsense KEY\n\n"), "broke off", 1),
    "wrong charset": (stream(b'data: {"choices": "\xff\xfe"}\n\n'), "broke off", 1),
    "redirect elsewhere": (refuse(307, location="http://127.0.0.2:9/v1"), "307", 1),
}


@pytest.mark.parametrize(("fault", "fact", "calls"), UNAVAILABLE.values(), ids=UNAVAILABLE)
def test_a_refusal_is_told_in_our_words_without_key_or_draft(fault, fact, calls):
    with serving(fault) as server, pytest.raises(WriterUnavailable, match=fact) as caught:
        text_of(server.url)
    assert len(server.bodies) == calls
    _assert_silent(caught.value)


TRUNCATED = {
    "reset mid stream": reset(*PIECES[:4]),
    "stall mid stream": stall(*PIECES[:4]),
    "missing finish reason": stream(*PIECES, DONE),
    "stream just ends": stream(*PIECES[:4]),
    "cut at the length": stream(*PIECES, chunk(None, "length"), DONE),
    "content filter": stream(*PIECES[:4], chunk(None, "content_filter"), DONE),
    "invalid JSON mid stream": stream(*PIECES[:4], b"data: {nonsense\n\n"),
    "huge reply": stream(*[chunk("word " * 2000)] * 50, *WHOLE),
    "error event mid stream": stream(*PIECES[:4], b'data: {"error": {"message": "KEY"}}\n\n'),
}


@pytest.mark.parametrize("fault", TRUNCATED.values(), ids=TRUNCATED)
def test_a_reply_cut_short_is_never_taken_for_whole_nor_asked_for_twice(fault):
    with serving(fault) as server, pytest.raises(WriterTruncated) as caught:
        text_of(server.url)
    assert len(server.bodies) == 1
    _assert_silent(caught.value)


def _assert_silent(error: BaseException | None) -> None:
    """Neither the error nor what led to it, as a traceback would print it, tells key or draft."""
    while error is not None:
        assert KEY not in str(error) and "pallet" not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_duplicate_chunk_is_passed_on_for_the_checker_to_judge():
    with serving(stream(PIECES[0], PIECES[0], *PIECES[1:], *WHOLE[-2:])) as server:
        assert text_of(server.url) == "Hi " + TEXT


def test_a_trickle_ends_at_the_deadline():
    slow = stream(*[chunk("a ")] * 100, pause_s=0.1)
    with serving(slow) as server:
        began = time.monotonic()
        with pytest.raises(WriterTruncated, match="in time"):
            text_of(server.url, total_s=1.0)
    assert time.monotonic() - began < 1.5


def test_closing_the_iterator_hangs_up_within_a_second():
    with serving(stream(*[chunk("a ")] * 200, pause_s=0.05)) as server:
        chunks = writer(server.url).write(BRIEF)
        next(chunks)
        began = time.monotonic()
        chunks.close()
        assert time.monotonic() - began < 0.2
        assert server.hung_up.wait(1.0)


def test_tracing_in_the_environment_stays_off_unless_asked_for(monkeypatch):
    from langsmith.utils import get_env_var

    with serving(refuse(404)) as trap, serving(stream(*WHOLE)) as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "ls-x")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", trap.url)
        get_env_var.cache_clear()  # LangSmith remembers what it once read
        assert text_of(server.url) == TEXT
        time.sleep(0.5)
    get_env_var.cache_clear()
    assert trap.bodies == []


def test_a_proxy_in_the_environment_does_not_see_a_loopback_call(monkeypatch):
    with serving(refuse(500)) as proxy, serving(stream(*WHOLE)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert text_of(server.url) == TEXT
    assert proxy.bodies == []


@pytest.mark.parametrize(
    ("provider", "remedy"),
    [
        ("anthropic", 'pip install "oneframe\\[anthropic\\]"'),
        ("ollama", 'pip install "oneframe\\[ollama\\]"'),
        ("groq", "pip install langchain-groq"),
        ("nonsense", "cannot be set up"),
    ],
)
def test_a_missing_package_or_provider_is_named_with_its_remedy(provider, remedy, monkeypatch):
    for package in ("langchain_anthropic", "langchain_ollama", "langchain_groq"):
        monkeypatch.setitem(sys.modules, package, None)
    w = ProviderWriter(Access(provider, "m", api_key=KEY), prompts=PROMPTS, count=words)
    with pytest.raises(WriterUnavailable, match=remedy) as caught:
        next(w.write(BRIEF))
    assert KEY not in str(caught.value)


def test_a_remote_provider_without_a_key_is_unavailable_not_a_crash(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    w = ProviderWriter(Access("openai", "m"), prompts=PROMPTS, count=words)
    with pytest.raises(WriterUnavailable, match="cannot be set up"):
        next(w.write(BRIEF))


def test_a_draft_that_does_not_fit_is_refused_before_anything_is_sent():
    with serving(stream(*WHOLE)) as server, pytest.raises(DraftRefused):
        list(writer(server.url).write(varied(draft="word " * 9000)))
    assert server.bodies == []


def test_a_closed_writer_can_write_again():
    with serving(stream(*WHOLE)) as server:
        w = writer(server.url)
        for _ in range(2):
            assert "".join(w.write(BRIEF)).strip() == TEXT
            w.close()


def test_an_access_does_not_print_its_key():
    assert KEY not in repr(Access("openai", "m", api_key=KEY))


@pytest.mark.parametrize(
    ("base_url", "provider", "remote"),
    [
        (None, "openai", True),
        (None, "anthropic", True),
        (None, "ollama", False),
        ("http://localhost:11434", "ollama", False),
        ("http://127.0.0.1:8000/v1", "openai", False),
        ("http://127.8.9.1/v1", "openai", False),
        ("http://[::1]:8000/v1", "openai", False),
        ("http://gpu-box:11434", "ollama", True),
        ("http://10.0.0.7:8000/v1", "openai", True),
        ("http://localhost.evil.example/v1", "openai", True),
        ("http://127.0.0.1@evil.example/v1", "openai", True),
        ("http://0.0.0.0/v1", "openai", True),
        ("http://[nonsense", "openai", True),
        ("", "openai", True),
    ],
)
def test_what_leaves_the_machine_is_told_by_the_address(base_url, provider, remote):
    assert is_remote(base_url, provider) is remote


def test_ollama_is_called_at_the_address_that_was_judged():
    assert Access("ollama", "m").address == "http://127.0.0.1:11434"
