"""The guides page: the list, one guide, a link that leads nowhere."""

import pytest
from streamlit.testing.v1 import AppTest
from ui_fakes import APP, FakeCoach

from oneframe.ui import resources, wording


@pytest.fixture
def guides_page(open_page) -> AppTest:
    return open_page(FakeCoach()).switch_page("pages/guides.py")


def test_every_guide_is_listed(guides_page):
    page = guides_page.run()
    assert not page.exception
    assert len(page.get("page_link")) == len(resources.guides())


@pytest.mark.parametrize("guide", [g.id for g in resources.guides()])
def test_a_guide_shows_its_whole_body_and_its_sources(guides_page, guide):
    guides_page.query_params["guide"] = guide
    page = guides_page.run()
    assert not page.exception
    chosen = next(g for g in resources.guides() if g.id == guide)
    assert page.title[0].value == chosen.title
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


def test_the_app_is_a_file_that_streamlit_can_run():
    assert APP.name == "app.py" and (APP.parent / "pages" / "guides.py").is_file()
