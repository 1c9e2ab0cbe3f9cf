"""What the tests of the pages beside Rewrite share: what a page says, and a button pressed."""

from streamlit.testing.v1 import AppTest


def words_of(page: AppTest) -> str:
    """Return all that the page says, for what must or must not be among it."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.text, page.caption, page.code)
    said = [e.value for kind in kinds for e in kind]
    boxes = (page.info, page.warning, page.error, page.success)
    return "\n".join([*said, *(e.value for kind in boxes for e in kind)])


def press(page: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    return next(b for b in page.button if b.label == label).click().run()
