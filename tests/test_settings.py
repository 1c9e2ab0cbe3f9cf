"""What a user can set for the pages and the history: by option, variable or file, refused in words, told by doctor."""

import json
from dataclasses import replace

import pytest

from oneframe import settings as config
from oneframe.doctor import examine, reach
from oneframe.errors import SettingsInvalid, WriterUnavailable
from oneframe.privacy.history import History, Kept
from provider_fakes import DONE, chunk, serving, stream

GIVEN = {
    "strictness": "one-sitting",
    "history": True,
    "history_url": "sqlite:////tmp/elsewhere.db",
    "history_days": 7,
    "screenshots": True,
    "text_size": "large",
}


def line(part, settings):
    return next(x for x in examine(settings) if x.part == part)


def test_a_variable_sets_what_the_file_sets(monkeypatch, tmp_path):
    (tmp_path / "oneframe.toml").write_text(
        "\n".join(f"{k} = {json.dumps(v)}" for k, v in GIVEN.items()), "utf-8"
    )
    monkeypatch.setenv("ONEFRAME_CONFIG", str(tmp_path / "oneframe.toml"))
    by_file = config.load()
    monkeypatch.setenv("ONEFRAME_CONFIG", str(tmp_path / "none.toml"))
    for name, value in GIVEN.items():
        monkeypatch.setenv(
            f"ONEFRAME_{name.upper()}", str(value).lower() if isinstance(value, bool) else str(value)
        )
    assert config.load() == by_file
    assert {k: getattr(by_file, k) for k in GIVEN} == GIVEN


def test_history_is_off_and_would_be_in_a_file_of_the_user_s():
    plain = config.load()
    assert not plain.history
    assert plain.history_url.startswith("sqlite:///") and plain.history_url.endswith("/history.db")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strictness", "loose"),
        ("text_size", "huge"),
        ("history_days", 0),
        ("history_days", 4000),
        ("history_days", "soon"),
    ],
)
def test_what_no_page_could_use_is_refused_by_name(name, value):
    with pytest.raises(SettingsInvalid, match=r"strictness|text_size|history_days|wrong type"):
        config.load(**{name: value})


def test_settings_that_write_alike_share_a_coach():
    plain = config.load(writer="composer")
    assert replace(plain, **GIVEN).for_writing == plain.for_writing
    assert config.load(writer="embedded").for_writing != plain.for_writing


def test_doctor_tells_of_history_and_pages(tmp_path):
    url = f"sqlite:///{tmp_path / 'h.db'}"
    settings = config.load(writer="composer", history_url=url, strictness="one-sitting", screenshots=True)
    off = line("history", settings)
    assert off.ok and off.words.startswith("off; it would be kept at") and "file from before" not in off.words
    assert (
        line("pages", settings).words
        == "the two conversations in one sitting; text normal; names masked on screen"
    )
    assert not (tmp_path / "h.db").exists()
    History(url, 30).keep(Kept("draft", "text"))
    assert (
        line("history", replace(settings, history=True)).words
        == f"on, 1 kept at {tmp_path / 'h.db'}, 30 days"
    )
    assert "file from before" in line("history", settings).words


def test_doctor_says_that_a_history_cannot_be_opened_and_hides_the_password(tmp_path):
    settings = config.load(writer="composer", history=True, history_url="nosuchdb://ann:hunter2@server/x")
    broken = line("history", settings)
    assert not broken.ok
    assert "hunter2" not in broken.words


def test_a_test_of_the_connection_sends_one_fixed_sentence_and_no_draft():
    with serving(stream(chunk("ready"), chunk(None, "stop"), DONE)) as server:
        settings = config.load(writer="openai:local", base_url=server.url)
        assert 0 <= reach(settings) < 30
    (sent,) = server.bodies
    assert "This is a test of the connection" in json.dumps(sent)


def test_a_provider_that_is_down_is_said_to_be():
    with pytest.raises(WriterUnavailable, match="openai:local"):
        reach(config.load(writer="openai:local", base_url="http://127.0.0.1:9/v1", timeout_s=2))


def test_the_composer_needs_no_connection():
    assert reach(config.load(writer="composer")) is None
