"""The two things a browser does and Streamlit has no widget for: a copy button that keyboard and touch
reach (st.code shows its own on hover only), and bringing a turn into view. Static scripts; anyone's text
travels as a value, never as markup. Must not send anything back."""

import streamlit as st

from oneframe.ui import wording

_COPY_HTML = """
<button type="button"></button>
<span role="status"></span>
"""
_COPY_CSS = """
button {
  font: 600 0.875rem var(--st-font); padding: 0.4rem 0.9rem; cursor: pointer;
  color: var(--st-background-color); background: var(--st-primary-color);
  border: 1px solid var(--st-primary-color); border-radius: var(--st-button-radius);
}
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
span { font: 0.875rem var(--st-font); color: var(--st-text-color); margin-left: 0.6rem; }
"""
_COPY_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector("span")
  button.textContent = data.label
  said.textContent = ""
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text)
      said.textContent = data.done
    } catch {
      said.textContent = data.failed
    }
  }
}
"""
# Runs when it is mounted and when its value changes: once as a turn begins, once as it ends. Where a long
# draft would leave no room for what came of it (a phone), the view starts at the outcome.
_VIEW_JS = """
export default function ({ data }) {
  const turn = document.querySelector(`.st-key-${data.key}`)
  const parts = turn ? [...turn.querySelectorAll('[data-testid="stChatMessage"]')] : []
  const isLong = parts.length > 1 && parts[0].offsetHeight > window.innerHeight * 0.3
  const target = isLong ? parts[1] : turn
  if (target) {
    target.style.scrollMarginTop = "4.5rem"
    target.scrollIntoView({ block: "start" })
  }
}
"""
# A text area tells the page what was typed when it is left, or at Ctrl+Enter. A pause is as good a moment:
# the key is pressed for whoever types, and the caret stays where it is.
_PAUSE_JS = """
export default function ({ data, parentElement }) {
  if (parentElement.hears === data.key) return
  parentElement.hears = data.key
  let timer
  document.addEventListener("input", ({ target }) => {
    if (!parentElement.isConnected || !target.closest(`.st-key-${data.key}`)) return
    clearTimeout(timer)
    const done = new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true })
    timer = setTimeout(() => target.dispatchEvent(done), data.pause)
  })
}
"""
_PAUSE_MS = 600
_copy = st.components.v2.component("oneframe_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)
_view = st.components.v2.component("oneframe_view", js=_VIEW_JS)
_pause = st.components.v2.component("oneframe_pause", js=_PAUSE_JS)


def copy_button(text: str, key: str, label: str = wording.COPY_BUTTON) -> None:
    """Draw a button that copies `text`, and says so to the eye and to a screen reader."""
    values = {
        "text": text,
        "label": label,
        "done": wording.COPIED,
        "failed": wording.NOT_COPIED,
    }
    _copy(data=values, key=key)


def tell_at_pauses(key: str) -> None:
    """Let the text area of that key tell the page what was typed whenever typing pauses."""
    _pause(data={"key": key, "pause": _PAUSE_MS}, key=f"pause-{key}")


def bring_into_view(container: str, moment: str) -> None:
    """Scroll to the keyed container; again whenever `moment` changes."""
    _view(data={"key": container, "moment": moment}, key=f"view-{container}")
