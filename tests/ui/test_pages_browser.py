"""Journeys in a real browser through the pages beside Rewrite: choose, prepare, settings, history."""

import pytest
from browsing import DRAFT, needs_browser, running
from test_quality import axe, faults  # noqa: F401 - a fixture

from oneframe import settings
from oneframe.planning.choose import load_choice
from oneframe.ui import wording, wording_choose, wording_history, wording_prepare, wording_settings
from oneframe.writing import pages

pytestmark = needs_browser
CHOICE = load_choice(settings.prompts() / "choose.toml")
TITLES = {
    "Rewrite": wording.TITLE,
    "Choose": wording_choose.TITLE,
    "Prepare": wording_prepare.TITLE,
    "History": wording_history.TITLE,
    "Settings": wording_settings.TITLE,
}
_WIDEST = "Math.max(...[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().right))"
_HOLDS = "text => [...document.querySelectorAll('textarea')].some(area => area.value === text)"
_SIZE = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"


@pytest.fixture
def kept(tmp_path):
    """Return the address of an app that keeps a history, and the folder that it is in."""
    url = f"sqlite:///{tmp_path / 'kept' / 'h.db'}"
    with running(
        tmp_path, ONEFRAME_WRITER="composer", ONEFRAME_HISTORY="true", ONEFRAME_HISTORY_URL=url
    ) as at:
        yield at, tmp_path / "kept"


def go(tab, name):
    """Go to a page by the navigation, which a phone keeps behind a button."""
    is_phone = tab.page.viewport_size["width"] < 768
    if is_phone:
        tab.page.get_by_test_id("stExpandSidebarButton").click()
    tab.page.get_by_role("link", name=name, exact=True).first.click()
    if is_phone:
        tab.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    tab.page.get_by_role("heading", name=TITLES[name], exact=True).wait_for()
    tab.settle()


def fits(tab, width):
    """Return whether nothing on the page is wider than the page."""
    return tab.page.evaluate(_WIDEST) <= width + 1


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_from_a_doubt_to_a_prepared_talk_and_its_copied_note(open_tab, axe, width, scheme):  # noqa: F811
    tab = open_tab(width, scheme)
    go(tab, "Choose")
    for name, answer in (("requirement", "yes"), ("told", "yes"), ("topic", "mine"), ("stake", "work")):
        tab.page.get_by_text(CHOICE.questions[name][answer]).first.click()
        tab.settle()
    tab.says(wording_choose.CHECKLIST)
    tab.page.get_by_role("button", name=wording.COPY_BUTTON, exact=True).first.wait_for()
    assert faults(tab, axe) == []
    assert fits(tab, width)
    tab.press(wording_choose.PREPARE)
    draft = tab.page.get_by_label(wording_prepare.DRAFT)
    tab.page.wait_for_function(_HOLDS, arg=CHOICE.advice["performance"].opening)
    draft.fill(DRAFT)
    tab.press(wording_prepare.PREPARE)
    tab.says(pages.TITLES["performance"])
    tab.page.evaluate("navigator.clipboard.writeText('')")
    tab.press(wording_prepare.COPY_NOTE)
    tab.page.wait_for_function("navigator.clipboard.readText().then(t => t.length > 0)")
    note = tab.page.evaluate("navigator.clipboard.readText()")
    assert note.startswith("Hi Maren,\n\nThis is the note on our performance conversation.")
    assert "03:00" in note
    tab.page.evaluate("document.querySelectorAll('summary').forEach(s => s.click())")
    tab.page.wait_for_timeout(400)
    assert faults(tab, axe) == []
    assert fits(tab, width)


def test_the_files_are_whole(open_tab):
    tab = open_tab()
    go(tab, "Prepare")
    tab.page.get_by_label(wording_prepare.DRAFT).fill(DRAFT)
    tab.press(wording_prepare.PREPARE)
    tab.says(pages.TITLES["performance"])
    tab.page.get_by_label(wording_prepare.ABOUT).fill("the night audit")
    tab.page.keyboard.press("Enter")
    tab.says("It is about the night audit.")
    starts = {
        wording_prepare.MARKDOWN: b"# Plan for a performance talk",
        wording_prepare.WORD: b"PK",
        wording_prepare.MAIL: b"Subject: Plan for a performance talk",
        wording_prepare.CALENDAR: b"BEGIN:VCALENDAR\r\n",
    }
    for label, start in starts.items():
        with tab.page.expect_download() as found:
            tab.press(label, exact=False)
        assert open(found.value.path(), "rb").read().startswith(start)  # noqa: SIM115, PTH123


@pytest.mark.parametrize(("width", "scheme"), [(768, "light"), (390, "dark")])
def test_settings_hold_in_the_tab_and_are_readable(open_tab, axe, width, scheme):  # noqa: F811
    tab = open_tab(width, scheme)
    go(tab, "Settings")
    tab.says(wording_settings.LOCAL)
    before = tab.page.evaluate(_SIZE)
    tab.page.get_by_text(wording_settings.SIZES["larger"], exact=True).click()
    tab.page.wait_for_function(f"{_SIZE} > {before * 1.2}")
    assert faults(tab, axe) == []
    assert fits(tab, width)
    go(tab, "Choose")
    tab.page.wait_for_function(f"{_SIZE} > {before * 1.2}")


def test_in_one_sitting_the_line_between_is_offered_at_once(open_tab):
    tab = open_tab()
    go(tab, "Settings")
    tab.page.get_by_text(wording_settings.STRICTNESS["one-sitting"]).click()
    tab.settle()
    go(tab, "Rewrite")
    tab.rewrite()
    tab.says(wording_settings.COMPANIONS["one-sitting"])
    tab.says("I want to stop there and change the purpose")


def test_a_rewrite_is_kept_found_put_back_and_erased_without_a_trace(open_tab, kept, axe):  # noqa: F811
    address, folder = kept
    tab = open_tab(url=address)
    tab.rewrite()
    go(tab, "History")
    tab.says(wording_history.FRAMES["performance"])
    tab.page.locator("summary").first.click()
    tab.says("03:00")
    tab.page.wait_for_timeout(400)
    assert faults(tab, axe) == []
    tab.press(wording_history.OPEN)
    tab.says(wording.TITLE)
    tab.page.wait_for_function(_HOLDS, arg=DRAFT)
    go(tab, "History")
    tab.press(wording_history.ERASE)
    tab.press(wording_history.ERASE_YES)
    tab.says(wording_history.EMPTY)
    assert [f.name for f in folder.iterdir() if b"night audit" in f.read_bytes()] == []
