"""The page "Settings": what holds for this tab, a test of the connection, and where a text goes."""

import re

import pytest
from pages_fakes import press, words_of
from ui_fakes import DRAFT, REWRITTEN, FakeCoach, steps

from oneframe.errors import WriterUnavailable
from oneframe.settings import Settings
from oneframe.ui import state
from oneframe.ui import wording_settings as words


@pytest.fixture
def page(opened):
    return opened("settings")


def provider(page, model="openai:gpt-x", address=""):
    page = page.radio(key="settings-writer").set_value("provider").run()
    page.text_input(key="settings-provider").set_value(model)
    page.text_input(key="settings-address").set_value(address)
    return press(page, words.USE)


def test_by_default_a_text_goes_nowhere_and_the_page_says_so(page):
    said = words_of(page)
    assert not page.exception
    assert words.LOCAL in said
    assert words.NOT_KEPT in said
    assert words.BOUNDARY in said


def test_a_provider_is_named_where_the_text_would_go(page):
    said = words_of(provider(page))
    assert "`openai:gpt-x`" in said
    assert words.LOCAL not in said


def test_a_provider_on_this_machine_sends_nothing(page):
    assert words.LOCAL in words_of(provider(page, "openai:local", "http://127.0.0.1:1/v1"))


def test_a_name_that_is_no_provider_is_refused_in_words(page):
    page = provider(page, "gpt")
    assert not page.exception
    said = press(page, words.TEST).error[0].value
    assert "name a model after the colon" in said


def test_another_writer_takes_back_the_leave_to_send(page):
    page.session_state[state.CONSENT_KEY] = True
    page = provider(page)
    assert page.session_state[state.CONSENT_KEY] is False


@pytest.mark.parametrize(("took_s", "says"), [(None, words.TEST_LOCAL), (0.4, "It answered in 0.4 s.")])
def test_a_connection_that_works_is_said_to(monkeypatch, page, took_s, says):
    monkeypatch.setattr("oneframe.doctor.reach", lambda settings: took_s)
    assert press(page, words.TEST).success[0].value == says


def test_a_connection_that_fails_says_why(monkeypatch, page):
    def reach(settings: Settings) -> float:
        raise WriterUnavailable("The provider refused the key (401).")

    monkeypatch.setattr("oneframe.doctor.reach", reach)
    assert press(page, words.TEST).error[0].value == "The provider refused the key (401)."


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("strictness", "radio", "one-sitting"),
        ("text_size", "radio", "larger"),
        ("screenshots", "toggle", True),
    ],
)
def test_a_setting_holds_for_this_tab_and_on_other_pages(page, name, kind, value):
    page = getattr(page, kind)(key=f"settings-{name}").set_value(value).run()
    page = page.switch_page("views/choose.py").run().switch_page("views/settings.py").run()
    assert not page.exception
    assert getattr(page, kind)(key=f"settings-{name}").value == value


def test_history_is_switched_on_with_its_days_and_its_place(monkeypatch, page, tmp_path):
    monkeypatch.setenv("ONEFRAME_HISTORY_URL", f"sqlite:///{tmp_path / 'h.db'}")
    page = page.toggle(key="settings-history").set_value(True).run()
    page = page.number_input(key="settings-history_days").set_value(7).run()
    assert "7 days" in words_of(page)
    assert str(tmp_path / "h.db") in words_of(page)
    assert not (tmp_path / "h.db").exists(), "a setting writes nothing"


def test_house_words_are_shown_as_text(opened, monkeypatch, tmp_path):
    (tmp_path / "oneframe.toml").write_text('[terms]\nperformance = "**standards** review"\n', "utf-8")
    monkeypatch.setenv("ONEFRAME_CONFIG", str(tmp_path / "oneframe.toml"))
    page = opened("settings")
    assert "performance: **standards** review" in [t.value for t in page.text]


def test_settings_that_cannot_be_read_are_told(opened, monkeypatch):
    monkeypatch.setenv("ONEFRAME_TEXT_SIZE", "huge")
    page = opened("settings")
    assert not page.exception
    assert "text_size" in words_of(page)


def test_names_are_masked_on_the_rewrite_page_and_copied_in_full(monkeypatch, open_page):
    monkeypatch.setenv("ONEFRAME_SCREENSHOTS", "true")
    page = open_page(FakeCoach(*steps(REWRITTEN)))
    page = page.chat_input[0].set_value(DRAFT).run()
    assert not page.exception
    drawn = [
        *(t.value for t in page.text),
        *(c.value for c in page.code),
        *(h.proto.body for h in page.get("html")),
    ]
    assert any("Name A" in text for text in drawn)
    assert [text for text in drawn if re.search(r"\bJo\b", text)] == []
