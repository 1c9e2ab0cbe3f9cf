"""How the page behaves in a real browser: to a screen reader, to a keyboard, and while a text is written."""

from importlib.resources import files

import pytest
from browsing import DRAFT, needs_browser, running

from oneframe.ui import wording
from oneframe.ui import wording_rewrite as words
from provider_fakes import DONE, chunk, serving, stream

pytestmark = needs_browser
_SHIFTS = """
window.shifted = 0
new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) window.shifted += e.value }))
  .observe({ type: "layout-shift", buffered: false })
"""
_DRAWN = """
window.drawn = []
new MutationObserver(() => {
  const said = [...document.querySelectorAll('[data-testid="stText"]')].map(e => e.textContent).join("|")
  if (said !== window.last) { window.last = said; window.drawn.push(performance.now()) }
}).observe(document.body, { subtree: true, childList: true, characterData: true })
"""
SLOW = [chunk(f"word{i} ") for i in range(60)]


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return files(package).joinpath("axe.min.js").read_text(encoding="utf-8")


def faults(tab, axe: str) -> list[tuple[str, str]]:
    """Return what axe finds wrong: the rule and the first element."""
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run()")
    assert len(found["passes"]) > 15, "axe looked at the page"
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_empty_page_a_finished_turn_and_an_edit(open_tab, axe, scheme):
    tab = open_tab(scheme=scheme)
    assert faults(tab, axe) == []
    tab.rewrite()
    tab.page.evaluate("document.querySelectorAll('summary').forEach(s => s.click())")
    tab.says(wording.RULES["one-frame"])
    tab.page.wait_for_timeout(400)
    assert faults(tab, axe) == []
    tab.press(words.EDIT)
    area = tab.page.get_by_label(words.EDIT_LABEL)
    area.press("Control+End")
    area.press_sequentially(" What would you love to explore?")
    tab.says(words.FAILS)
    assert faults(tab, axe) == []


def test_the_keyboard_alone_goes_from_a_draft_to_a_copied_rewrite(open_tab):
    tab = open_tab()
    press = tab.page.keyboard.press
    assert reached(tab, "textarea"), "the input"
    tab.page.keyboard.insert_text(DRAFT)
    press("Enter")
    tab.says("Written by")
    tab.settle()
    assert reached(tab, "button", wording.COPY_BUTTON)
    press("Enter")
    tab.says(wording.COPIED)
    assert "03:00" in tab.page.evaluate("navigator.clipboard.readText()")
    assert reached(tab, "button", words.TONES["shorter"][0])
    press("Enter")
    tab.says(words.OPEN_TURN)


def reached(tab, tag: str, name: str = "") -> bool:
    """Press Tab until an element of that kind has the focus; a shadow root is looked into."""
    for _ in range(60):
        tab.page.keyboard.press("Tab")
        focus = """() => { let e = document.activeElement
            while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement
            return [e.tagName.toLowerCase(), e.textContent || ""] }"""
        found, text = tab.page.evaluate(focus)
        if found == tag and name in text:
            return True
    return False


@pytest.fixture(scope="module")
def slow(index):
    """An app whose writer is a model that takes its time, and the server that plays the model."""
    with (
        serving(stream(*SLOW, chunk(None, "stop"), DONE, pause_s=0.04)) as model,
        running(index, ONEFRAME_WRITER="openai:slow", ONEFRAME_BASE_URL=model.url) as url,
    ):
        yield url, model


def test_nothing_jumps_while_a_text_is_written_and_it_is_drawn_ten_times_a_second_at_most(open_tab, slow):
    tab = open_tab(url=slow[0])
    tab.send(DRAFT)
    tab.says("word1 ")
    tab.page.evaluate(_SHIFTS)
    tab.page.evaluate(_DRAWN)
    tab.says("word40 ")
    drawn, shifted = tab.page.evaluate("[window.drawn, window.shifted]")
    assert len(drawn) >= 5
    assert len(drawn) <= 10 * (drawn[-1] - drawn[0]) / 1000 + 2
    assert shifted < 0.02
    tab.says("Written by")


def test_a_stopped_turn_says_so_ends_the_generation_and_can_be_tried_again(open_tab, slow):
    url, model = slow
    tab = open_tab(url=url)
    model.hung_up.clear()
    tab.send(DRAFT)
    tab.says("word5 ")
    tab.press("Stop", exact=False)
    tab.says(wording.STOPPED)
    assert model.hung_up.wait(2), "no generation outlives a stop"
    assert tab.page.locator("code").count() == 0
    tab.press(wording.RETRY)
    tab.says("Written by")
    assert "03:00" in tab.copied()


def test_a_closed_tab_ends_the_generation_within_two_seconds(open_tab, slow):
    url, model = slow
    tab = open_tab(url=url)
    model.hung_up.clear()
    tab.send(DRAFT)
    tab.says("word5 ")
    tab.page.close()
    assert model.hung_up.wait(2)
