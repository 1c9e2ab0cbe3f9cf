"""How long the page takes to draw itself again: a long history costs little."""

import time

from ui_fakes import DRAFT, READING, REWRITTEN, FakeCoach

from oneframe.ui import state
from oneframe.ui import wording_rewrite as words
from oneframe.ui.asking import Asked

_RUNS = 25


def seconds(*pages) -> list[float]:
    """Return the shortest rerun of each page, taken in turns: what the machine does besides is no matter."""
    took: list[list[float]] = [[] for _ in pages]
    for _ in range(_RUNS):
        for page, times in zip(pages, took, strict=True):
            began = time.process_time()
            page.run()
            times.append(time.process_time() - began)
            assert not page.exception
    return [min(times) for times in took]


def turn(number: int) -> state.Turn:
    draft = f"{DRAFT} It was number {number}."
    return state.Turn(number, Asked(draft, draft), state.Phase.DONE, READING, rewrite=REWRITTEN)


def test_fifty_turns_are_drawn_again_in_three_times_an_empty_pages_time(open_page):
    empty, many = open_page(FakeCoach()), open_page(FakeCoach())
    many.session_state["turns"] = [turn(n) for n in range(50)]
    few, lots = seconds(empty, many)
    assert lots <= 3 * few


def test_the_earliest_turns_come_on_request(open_page):
    page = open_page(FakeCoach())
    page.session_state["turns"] = [turn(n) for n in range(12)]
    page.run()
    button = next(b for b in page.button if b.label == words.EARLIER.format(count=10))
    assert sum(b.label == words.OPEN_TURN for b in page.button) == 1
    button.click().run()
    assert sum(b.label == words.OPEN_TURN for b in page.button) == 11
