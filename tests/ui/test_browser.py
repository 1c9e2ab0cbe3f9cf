"""Journeys in a real browser: what a manager does with a draft and with what comes back."""

import pytest
from browsing import DRAFT, TRAP, needs_browser

from oneframe.revising.forms import Form
from oneframe.ui import wording
from oneframe.ui import wording_rewrite as words

pytestmark = needs_browser
_WIDEST = "Math.max(...[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().right))"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "light"), (390, "dark")])
def test_a_pasted_draft_comes_back_checked_copyable_and_within_the_page(open_tab, address, width, scheme):
    tab = open_tab(width, scheme)
    page, outside = tab.page, []
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else outside.append(r.url)
    )
    tab.rewrite()
    assert page.get_by_text(wording.FRAMES["performance"].word).first.is_visible()
    assert "03:00" in tab.copied()
    page.get_by_text(wording.COPIED).first.wait_for()
    page.evaluate("document.querySelectorAll('summary').forEach(s => s.click())")
    tab.says(wording.RULES["one-frame"])
    assert page.evaluate(_WIDEST) <= width + 1
    assert DRAFT[:20] not in page.url
    assert [u for u in outside if not u.startswith("ws://127.0.0.1")] == []


def test_the_first_minute_an_example_is_marked_and_gives_a_rewrite(open_tab):
    tab = open_tab()
    tab.press(wording.EXAMPLES[2].label)
    tab.says("Written by")
    assert tab.page.get_by_text(wording.EXAMPLE, exact=True).is_visible()
    assert "03:00" in tab.copied()


def test_typing_is_checked_at_a_pause_and_only_what_passed_can_be_copied(open_tab):
    tab = open_tab()
    tab.rewrite()
    tab.press(words.EDIT)
    area = tab.page.get_by_label(words.EDIT_LABEL)
    area.press("Control+End")
    area.press_sequentially(" What would you love to explore next?")
    tab.says(words.FAILS)
    assert tab.page.get_by_role("button", name=wording.COPY_BUTTON, exact=True).count() == 1, "the second's"
    for _ in " What would you love to explore next?":
        area.press("Backspace")
    area.press_sequentially(" Ravi takes the desk at 02:30.")
    tab.page.get_by_text(words.FAILS).wait_for(state="detached")
    assert area.evaluate("e => document.activeElement === e"), "the caret stays where it was"
    tab.page.wait_for_timeout(1000)
    assert tab.copied().endswith("Ravi takes the desk at 02:30.")


def test_a_slot_is_filled_live_and_the_copy_has_its_words(open_tab):
    tab = open_tab()
    tab.rewrite()
    tab.page.get_by_placeholder(wording.SLOT_EMPTY).first.press_sequentially("closed by 02:30 from Monday")
    tab.page.locator("code", has_text="closed by 02:30 from Monday").wait_for()
    assert "closed by 02:30 from Monday" in tab.copied()


def test_a_sentence_is_brought_back_refused_undone_and_picked_again(open_tab):
    tab = open_tab()
    tab.rewrite()
    tab.page.locator("summary", has_text=wording.SET_ASIDE).click()
    tab.press(words.BACK_TO_TEXT, exact=False)
    tab.page.locator("code", has_text=TRAP).wait_for()
    assert TRAP in tab.copied(1)
    tab.press(words.KEEP_MINE, exact=False)
    stands = "said => [...document.querySelectorAll('input')].some(e => e.value.includes(said))"
    tab.page.wait_for_function(stands, arg=words.MINE)
    tab.press(words.UNDO)
    # The page is drawn anew before the next press, or that press goes to a button that is leaving.
    tab.page.wait_for_function(f"said => !({stands})(said)", arg=words.MINE)
    tab.settle()
    tab.press(words.UNDO)
    tab.page.locator("code", has_text=TRAP).wait_for(state="detached")
    assert TRAP not in tab.copied(1)


def test_a_text_takes_each_form_and_a_transition_comes_on_request(open_tab):
    tab = open_tab()
    tab.rewrite()
    tab.page.get_by_role("radio", name=words.FORMS[Form.AGENDA]).click()
    tab.page.locator("code", has_text="- The night audit").wait_for()
    assert "\n- " in tab.copied()
    tab.page.get_by_role("radio", name=words.FORMS[Form.MAIL]).click()
    tab.says(words.SUBJECT)
    assert tab.copied().startswith("Hi Maren,\n\n")
    tab.press(words.TRANSITION)
    tab.says(words.TRANSITION_WHAT)
    assert "change the purpose" in tab.copied(2)


def test_another_tone_and_the_other_frame_keep_the_versions_before(open_tab):
    tab = open_tab()
    tab.rewrite()
    tab.press(words.TONES["plainer"][0])
    tab.page.get_by_text(words.OPEN_TURN, exact=True).wait_for()
    tab.settle()
    assert "03:00" in tab.copied()
    tab.press(wording.OTHER)
    tab.says(words.EARLIER.format(count=1))
    tab.settle()
    assert "coaching" in tab.copied()
    tab.press(words.UNDO)
    tab.press(words.UNDO)
    tab.page.locator("code", has_text="03:00").first.wait_for()
