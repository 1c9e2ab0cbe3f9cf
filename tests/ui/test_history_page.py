"""The page "History": off until it is switched on, then kept, found, opened, deleted and erased."""

import pytest
from pages_fakes import press, words_of
from ui_fakes import DRAFT, REWRITTEN, UNCHANGED

from oneframe import settings as config
from oneframe.privacy.history import History, Kept
from oneframe.ui import asking, remembering, state
from oneframe.ui import wording_history as words

CANARY = "KANARIENVOGEL"


@pytest.fixture
def file(monkeypatch, tmp_path):
    made = tmp_path / "kept" / "history.db"
    monkeypatch.setenv("ONEFRAME_HISTORY_URL", f"sqlite:///{made}")
    return made


@pytest.fixture
def on(monkeypatch, file):
    monkeypatch.setenv("ONEFRAME_HISTORY", "true")
    return file


def turn(rewrite=REWRITTEN):
    return state.Turn(0, asking.Asked(DRAFT, DRAFT), state.Phase.DONE, rewrite=rewrite)


def entries(file):
    return History(f"sqlite:///{file}", 30).entries()


def test_off_keeps_nothing_and_makes_no_file(opened, file):
    remembering.keep(turn(), config.load())
    page = opened("history")
    assert words.OFF in words_of(page)
    assert str(file) in words_of(page)
    assert not file.parent.exists()


def test_on_keeps_a_finished_rewrite_once_with_both_texts(on):
    remembering.keep(turn(), config.load())
    (kept,) = entries(on)
    assert (kept.draft, kept.text, kept.frame) == (DRAFT, REWRITTEN.text, "performance")
    assert kept.companion == REWRITTEN.companion.text


@pytest.mark.parametrize("rewrite", [None, UNCHANGED])
def test_what_was_not_rewritten_is_not_kept(on, rewrite):
    remembering.keep(turn(rewrite), config.load())
    assert not on.exists() or entries(on) == ()


def test_a_history_that_fails_costs_the_turn_nothing(monkeypatch, tmp_path):
    (tmp_path / "kept").write_text("a file where a folder should be")
    monkeypatch.setenv("ONEFRAME_HISTORY", "true")
    monkeypatch.setenv("ONEFRAME_HISTORY_URL", f"sqlite:///{tmp_path / 'kept' / 'history.db'}")
    done = turn()
    remembering.keep(done, config.load())
    assert done.rewrite is REWRITTEN


def test_the_page_says_where_and_how_long_and_shows_what_is_kept(opened, on):
    History(f"sqlite:///{on}", 30).keep(Kept("Ravi draft", "Ravi text", "coaching", "Other"))
    page = opened("history")
    said = words_of(page)
    assert not page.exception
    assert str(on) in said
    assert "30 days" in said
    assert "Ravi draft" in said
    assert [c.value for c in page.code] == ["Ravi text", "Other"]


def test_no_word_of_a_draft_is_in_a_title(opened, on):
    History(f"sqlite:///{on}", 30).keep(Kept("**Ravi** :red[draft]", "text", "coaching"))
    page = opened("history")
    assert [e.label for e in page.expander] and not any("Ravi" in e.label for e in page.expander)


def test_search_finds_by_words(opened, on):
    history = History(f"sqlite:///{on}", 30)
    history.keep(Kept("Ravi draft", "one"))
    history.keep(Kept("Dana draft", "two"))
    page = opened("history")
    page = page.text_input[0].set_value("dana").run()
    assert [c.value for c in page.code] == ["two"]
    assert words.NOTHING in words_of(page.text_input[0].set_value("nobody").run())


def test_one_is_deleted_and_the_rest_stays(opened, on):
    history = History(f"sqlite:///{on}", 30)
    history.keep(Kept("Ravi draft", "one"))
    history.keep(Kept(f"{CANARY} draft", "two"))
    page = press(opened("history"), words.DELETE)
    assert not page.exception
    assert [k.draft for k in entries(on)] == ["Ravi draft"]
    assert not any(CANARY.encode() in f.read_bytes() for f in on.parent.iterdir())


def test_everything_is_erased_to_the_last_byte(opened, on):
    history = History(f"sqlite:///{on}", 30)
    for n in range(5):
        history.keep(Kept(f"{CANARY} draft {n}", "text"))
    page = press(opened("history"), words.ERASE_YES)
    assert not page.exception
    assert words.EMPTY in words_of(page)
    assert not any(CANARY.encode() in f.read_bytes() for f in on.parent.iterdir())


def test_what_is_left_from_before_can_be_erased_while_history_is_off(opened, file):
    History(f"sqlite:///{file}", 30).keep(Kept(f"{CANARY} draft", "text"))
    page = opened("history")
    assert "1 entry" in words_of(page)
    assert CANARY not in words_of(page)
    press(page, words.ERASE_YES)
    assert entries(file) == ()


def test_an_entry_goes_back_into_rewrite(opened, on):
    History(f"sqlite:///{on}", 30).keep(Kept("Ravi draft", "text"))
    page = press(opened("history"), words.OPEN)
    assert not page.exception
    assert page.chat_input[0].proto.value == "Ravi draft"


def test_names_are_masked_on_the_screen(opened, monkeypatch, on):
    monkeypatch.setenv("ONEFRAME_SCREENSHOTS", "true")
    History(f"sqlite:///{on}", 30).keep(
        Kept("Hi Priya, the report is late. Tom", "Hi Priya, this is about performance. Tom")
    )
    said = words_of(opened("history"))
    assert "Hi Name A" in said
    assert "Priya" not in said


def test_a_database_that_cannot_be_opened_is_said_in_our_words(opened, monkeypatch, on):
    monkeypatch.setenv("ONEFRAME_HISTORY_URL", "nosuchdb://ann:hunter2@server/x")
    page = opened("history")
    assert not page.exception
    assert "history_url cannot be used" in page.error[0].value
    assert "hunter2" not in words_of(page)
