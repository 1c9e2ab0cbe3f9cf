"""A real browser on a real app: how the app is started, and what a manager's hands do to its page."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oneframe.ui import wording
from oneframe.ui.launch import command

CHROMIUM = Path("/usr/bin/chromium")
DRAFT = (
    "Hi Maren, just checking in on how you are feeling about the front desk! You have so much potential and I would "
    "love to hear where you want to grow. The night audit has to be closed by 03:00, and last week it was open until "
    "05:30 on three nights. Maybe we could think about what is getting in your way? If this keeps up I am not sure "
    "the trainer role will still be there for you."
)
TRAP = "Maybe we could think about what is getting in your way?"
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason=f"no browser at {CHROMIUM}"),
]


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[str]:
    """Run the app for the length of a block; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = subprocess.Popen(
        [sys.executable, *command(port, headless=True)],
        env=os.environ | {"ONEFRAME_INDEX_DIR": str(folder)} | settings,
        cwd=folder,
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
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 30 s")


class Tab:
    """A page of the app, with what a test does again and again."""

    def __init__(self, page) -> None:
        self.page = page
        page.set_default_timeout(60_000)

    def send(self, text: str) -> None:
        """Paste a text and send it; while the page's script still runs, Enter does nothing, as for anyone."""
        box = self.page.get_by_role("textbox").last
        box.fill(text)
        deadline = time.monotonic() + 30
        while box.input_value() == text and time.monotonic() < deadline:
            box.press("Enter")
            self.page.wait_for_timeout(300)

    def rewrite(self, text: str = DRAFT) -> None:
        """Send a draft and wait for what comes of it."""
        self.send(text)
        self.page.get_by_text("Written by").wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until the page's script has run."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def press(self, name: str, nth: int = 0, *, exact: bool = True) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=exact).nth(nth).click()

    def copied(self, nth: int = 0) -> str:
        """Press a Copy button and return what came of it."""
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.press(wording.COPY_BUTTON, nth)
        self.page.wait_for_function("navigator.clipboard.readText().then(t => t.length > 0)")
        return self.page.evaluate("navigator.clipboard.readText()")

    def says(self, text: str) -> None:
        """Wait until the page says `text`."""
        self.page.get_by_text(text).first.wait_for()
