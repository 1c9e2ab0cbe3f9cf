"""A journey in a real browser: from an empty page to a checked text, on a desk and on a phone."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from oneframe.ui import wording
from oneframe.ui.launch import command

CHROMIUM = Path("/usr/bin/chromium")
DRAFT = (
    "Hi Maren, just checking in on how you feel about the front desk! I would love to hear where you want to grow. "
    "The night audit has to be closed by 03:00, and last week it was open until 05:30 on three nights."
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason=f"no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    index = tmp_path_factory.mktemp("index")
    settings = {"ONEFRAME_WRITER": "composer", "ONEFRAME_INDEX_DIR": str(index)}
    app = subprocess.Popen(
        [sys.executable, *command(port, headless=True)],
        env=os.environ | settings,
        cwd=index,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.wait(10)


def _await(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 20 s")


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_pasted_draft_comes_back_checked_copyable_and_within_the_page(address, browser, width, scheme):
    pages = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    pages.grant_permissions(["clipboard-read", "clipboard-write"])
    page = pages.new_page()
    outside: list[str] = []
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else outside.append(r.url)
    )
    page.goto(address)
    page.get_by_role("textbox").fill(DRAFT)
    page.keyboard.press("Enter")
    page.get_by_text("Written by").wait_for(timeout=20_000)
    assert page.get_by_text(wording.FRAMES["performance"].word).first.is_visible()
    copy = page.get_by_role("button", name=wording.COPY_BUTTON, exact=True).first
    copy.press("Enter")
    page.get_by_text(wording.COPIED).first.wait_for()
    assert "03:00" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.querySelectorAll('summary').forEach(s => s.click())")
    page.get_by_text(wording.CHANGED_KEY).wait_for()
    assert page.evaluate(_WIDEST) <= width + 1
    assert DRAFT[:20] not in page.url
    assert [u for u in outside if not u.startswith("ws://127.0.0.1")] == []
    pages.close()


_WIDEST = "Math.max(...[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().right))"
