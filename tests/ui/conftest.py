"""What every test of the pages needs: empty caches, and a page with a coach that the test chose."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from ui_fakes import APP, FakeCoach

from oneframe.ui import resources


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Iterator[None]:
    monkeypatch.setenv("ONEFRAME_WRITER", "composer")
    monkeypatch.setenv("ONEFRAME_INDEX_DIR", str(tmp_path / "index"))
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
