"""What every test of the pages needs: empty caches, and a page with a coach that the test chose."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from browsing import CHROMIUM, Tab, running
from streamlit.testing.v1 import AppTest
from ui_fakes import APP, FakeCoach

from oneframe import settings as config
from oneframe.ui import resources
from oneframe.wiring import build_preparer


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """Return a folder for the index of guides, which is built once for all tests of the pages."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch, index, tmp_path) -> Iterator[None]:
    monkeypatch.setenv("ONEFRAME_WRITER", "composer")
    monkeypatch.setenv("ONEFRAME_INDEX_DIR", str(index))
    monkeypatch.setenv("ONEFRAME_GUIDES_DIR", str(tmp_path / "guides"))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeCoach], AppTest]:
    """Return a function that opens the page with a fake coach."""

    def opened(coach: FakeCoach) -> AppTest:
        monkeypatch.setattr(resources, "coach", lambda settings, may_send: coach)
        return AppTest.from_file(APP, default_timeout=30).run()

    return opened


@pytest.fixture(scope="session")
def preparer():
    """Return what prepares talks, with the real reader; it keeps nothing of a draft."""
    return build_preparer(config.load(writer="composer"))


@pytest.fixture
def opened(open_page, monkeypatch: pytest.MonkeyPatch, preparer) -> Callable[[str], AppTest]:
    """Return a function that opens one of the pages beside Rewrite."""
    monkeypatch.setattr(resources, "preparer", lambda settings: preparer)
    return lambda name: open_page(FakeCoach()).switch_page(f"views/{name}.py").run()


@pytest.fixture(scope="session")
def address(index) -> Iterator[str]:
    """Return the address of an app whose composer writes."""
    with running(index, ONEFRAME_WRITER="composer") as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """Return a browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_tab(browser, address) -> Iterator[Callable[..., Tab]]:
    """Return a function that opens the app in a tab of its own, on a desk unless told."""
    contexts = []

    def opened(width: int = 1440, scheme: str = "light", url: str = address) -> Tab:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        tab = Tab(context.new_page())
        tab.page.goto(url)
        tab.page.get_by_role("textbox").wait_for()
        tab.settle()
        return tab

    yield opened
    for context in contexts:
        context.close()
