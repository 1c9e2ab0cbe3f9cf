"""The guides page: the list, one guide, a link that leads nowhere."""

import pytest
from streamlit.testing.v1 import AppTest
from ui_fakes import APP, FakeCoach

from oneframe.ui import resources, wording, wording_ask


@pytest.fixture
def guides_page(open_page) -> AppTest:
    return open_page(FakeCoach()).switch_page("views/guides.py")


def test_every_guide_is_listed(guides_page):
    page = guides_page.run()
    assert not page.exception
    assert len(page.get("page_link")) == len(resources.guides())


@pytest.mark.parametrize("guide", [g.id for g in resources.guides()][::12])
def test_a_guide_shows_its_whole_body_and_its_sources(guides_page, guide):
    guides_page.query_params["guide"] = guide
    page = guides_page.run()
    assert not page.exception
    chosen = next(g for g in resources.guides() if g.id == guide)
    assert page.title[0].value.replace("\\", "") == chosen.title
    shown = "\n".join(t.value for t in page.text)
    assert all(
        line in shown for line in chosen.body.splitlines() if line.strip() and not line.startswith("#")
    )
    assert all(s.author in shown for s in chosen.sources)


def test_an_unknown_guide_leads_to_the_list_and_is_not_repeated(guides_page):
    guides_page.query_params["guide"] = "<b>no</b>"
    page = guides_page.run()
    assert page.info[0].value == wording.GUIDE_UNKNOWN
    assert len(page.get("page_link")) == len(resources.guides())


def test_a_link_to_a_quote_marks_the_section_that_holds_it(guides_page):
    guide = next(g for g in resources.guides() if g.id == "moment-tears")
    at = guide.body.index("## ", guide.body.index("## ") + 10) + 30
    guides_page.query_params.update({"guide": guide.id, "at": str(at)})
    page = guides_page.run()
    assert sum(wording_ask.QUOTED in c.value for c in page.caption) == 1
    guides_page.query_params["at"] = "x9"
    assert not any(wording_ask.QUOTED in c.value for c in guides_page.run().caption)


def test_a_search_shows_quotes_with_the_way_to_their_place(guides_page):
    guides_page.run()
    page = guides_page.text_input(key="guides-search").set_value("she cried last time").run()
    assert not page.exception
    quotes = [t.value for t in page.text if t.value.startswith("“")]
    bodies = "\n".join(g.body for g in resources.guides())
    assert 1 <= len(quotes) <= 8 and all(q.strip("“”") in bodies for q in quotes)


HANDBOOK = b"# Supervision\n\n## Notes\nThe [caseworker](http://x.example) keeps the *notes* of each meeting. :red[No]\n"


def test_an_own_guide_is_taken_in_listed_read_as_plain_text_and_removed(guides_page):
    guides_page.run()
    page = guides_page.file_uploader[0].upload("handbook.md", HANDBOOK, "text/markdown")
    page = next(b for b in guides_page.button if b.label == wording_ask.OWN_ADD).click().run()
    assert not page.exception and page.success[0].value == wording_ask.OWN_ADDED
    (own,) = resources.own_guides(resources.settings())
    guides_page.query_params["guide"] = own.id
    page = guides_page.run()
    assert any(":red[No]" in t.value and "](http" in t.value for t in page.text)
    page = guides_page.button(key="remove-own").click().run()
    assert not page.exception and resources.own_guides(resources.settings()) == ()


def test_a_file_that_cannot_be_a_guide_is_refused_with_the_reason(guides_page):
    guides_page.run()
    guides_page.file_uploader[0].upload("x.md", b"", "text/markdown")
    page = next(b for b in guides_page.button if b.label == wording_ask.OWN_ADD).click().run()
    assert page.error[0].value == wording_ask.OWN_REFUSED and resources.own_guides(resources.settings()) == ()


def test_the_app_is_a_file_that_streamlit_can_run():
    assert APP.name == "app.py" and (APP.parent / "views" / "guides.py").is_file()
