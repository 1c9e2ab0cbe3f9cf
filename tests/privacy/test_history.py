"""The history: kept, searched, let go in time, and erased to the last byte of every file."""

import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.errors import HistoryUnavailable
from oneframe.privacy.history import History, Kept

CANARY = "KANARIENVOGEL-7f3a"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'kept' / 'history.db'}"


@pytest.fixture
def history(url):
    made = History(url, 30)
    yield made
    made.close()


def entry(n=0, word="Ravi"):
    return Kept(f"{word} draft {n}", f"{word} text {n}", "performance", f"{word} companion {n}")


def files_with(folder, words):
    return [f.name for f in folder.rglob("*") if f.is_file() and words.encode() in f.read_bytes()]


def test_what_is_kept_comes_back_newest_first(history):
    ids = [history.keep(entry(n)) for n in range(3)]
    found = history.entries()
    assert [k.id for k in found] == ids[::-1]
    assert (found[0].draft, found[0].text, found[0].frame, found[0].companion) == (
        "Ravi draft 2", "Ravi text 2", "performance", "Ravi companion 2",
    )  # fmt: skip
    assert abs((datetime.now(UTC) - found[0].at).total_seconds()) < 60


def test_another_window_sees_it_after_a_restart(history, url):
    history.keep(entry())
    history.close()
    assert len(History(url, 30).entries()) == 1


@pytest.mark.parametrize(
    ("search", "count"), [("", 3), ("DANA", 1), ("text", 3), ("100%", 0), ("_", 0), ("companion 1", 1)]
)
def test_search_is_for_words_in_any_case_and_takes_signs_as_signs(history, search, count):
    for n, word in enumerate(("Ravi", "Dana", "Lee")):
        history.keep(entry(n, word))
    assert len(history.entries(search)) == count


def test_entries_older_than_the_days_are_let_go_to_the_last_byte(url, tmp_path):
    now = NOON - timedelta(days=31)
    history = History(url, 30, now=lambda: now)
    history.keep(entry(0, CANARY))
    now = NOON
    assert history.entries() == ()
    assert files_with(tmp_path, CANARY) == []
    assert len(History(url, 30, now=lambda: NOON - timedelta(days=2)).entries()) == 0


def test_an_entry_within_the_days_stays(url):
    now = NOON - timedelta(days=29)
    history = History(url, 30, now=lambda: now)
    history.keep(entry())
    now = NOON
    assert len(history.entries()) == 1


def test_the_canary_is_in_the_files_while_it_is_kept(history, tmp_path):
    history.keep(entry(0, CANARY))
    assert files_with(tmp_path, CANARY)


@pytest.mark.parametrize("size", [1, 40, 30_000])
def test_erase_leaves_no_byte_of_any_draft_in_any_file(history, tmp_path, size):
    for n in range(25):
        history.keep(Kept(f"{CANARY} {'x' * size} {n}", CANARY, "coaching", CANARY))
    history.erase()
    assert history.entries() == ()
    assert files_with(tmp_path, CANARY) == []
    assert files_with(tmp_path, "x" * min(size, 20)) == [] or size == 1


def test_deleting_one_leaves_no_byte_of_it_and_all_of_the_others(history, tmp_path):
    for n in range(20):
        history.keep(entry(n))
    gone = history.keep(entry(99, CANARY))
    history.keep(entry(100))
    history.delete(gone)
    assert files_with(tmp_path, CANARY) == []
    assert len(history.entries()) == 21


def test_a_second_window_that_reads_does_not_hinder_erasing(history, url, tmp_path):
    other = History(url, 30)
    history.keep(entry(0, CANARY))
    assert len(other.entries()) == 1
    history.erase()
    assert files_with(tmp_path, CANARY) == []
    assert other.entries() == ()


def test_erasing_under_an_open_reader_says_that_it_is_not_done(url, tmp_path, monkeypatch):
    monkeypatch.setattr("oneframe.privacy.history._BUSY_S", 0.1)
    history = History(url, 30)
    history.keep(entry(0, CANARY))
    reader = sqlite3.connect(tmp_path / "kept" / "history.db", timeout=0)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM rewrites").fetchall()
    with pytest.raises(HistoryUnavailable):
        history.erase()
    reader.close()
    history.erase()
    assert files_with(tmp_path, CANARY) == []


def test_the_file_is_its_owner_s_alone(history, tmp_path):
    history.keep(entry())
    assert stat.S_IMODE((tmp_path / "kept" / "history.db").stat().st_mode) == 0o600


def test_the_file_is_set_to_lose_nothing_and_to_wipe_what_is_deleted(history):
    with history._engine.connect() as line:
        said = {
            p: line.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "secure_delete")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_many_windows_at_once_lose_nothing(url):
    def write(k):
        mine = History(url, 30)
        for n in range(10):
            mine.keep(entry(n, f"w{k}"))

    windows = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(History(url, 30).entries()) == 40


def test_no_error_quotes_a_draft_or_a_password(tmp_path):
    (tmp_path / "history.db").write_bytes(
        b"this is no database at all, and long enough to be read as one" * 40
    )
    with pytest.raises(HistoryUnavailable) as refused:
        History(f"sqlite:///{tmp_path / 'history.db'}", 30)
    assert "could not be opened" in str(refused.value)
    with pytest.raises(HistoryUnavailable) as refused:
        History("nosuchdb://ann:hunter2@server/x", 30)
    assert "hunter2" not in str(refused.value)


def test_where_it_is_kept_is_said_without_a_password(history, tmp_path):
    assert history.where == str(tmp_path / "kept" / "history.db")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_kept(text):
    history = History("sqlite://", 30)
    history.keep(Kept(text, text))
    kept = history.entries()[0].draft
    assert kept == text.replace("\0", "").encode("utf-8", "replace").decode()
