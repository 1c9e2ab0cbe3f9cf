"""Draws the guided path: its questions, the recommendation, the checklist. Must not decide anything."""

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from oneframe.frames import Frame
from oneframe.planning.choose import (
    Advice,
    Answers,
    Check,
    ChoiceWording,
    Requirement,
    Stake,
    Told,
    Topic,
)
from oneframe.ui import browser, details, keeping, wording
from oneframe.ui import wording_choose as words

if TYPE_CHECKING:
    from oneframe.preparer import Preparer

_Answer = TypeVar("_Answer", bound=StrEnum)
_QUESTIONS = ("requirement", "told", "topic", "stake")
_GUIDES = "views/guides.py"


def draw_questions(choice: ChoiceWording) -> Answers:
    """Draw the questions one under the other, the next when the one before is answered."""
    requirement = _ask(choice, "requirement", Requirement)
    told = _ask(choice, "told", Told) if requirement is Requirement.YES else None
    known = requirement and (told or requirement is not Requirement.YES)
    topic = _ask(choice, "topic", Topic) if known else None
    stake = _ask(choice, "stake", Stake) if topic else None
    return Answers(requirement, told, topic, stake)


def draw_stop() -> None:
    """Draw what is for none of these conversations."""
    st.caption(f":material/support_agent: {words.STOP}")
    st.page_link(
        _GUIDES,
        label=words.STOP_GUIDE,
        icon=":material/menu_book:",
        query_params={"guide": "when-to-stop-and-get-help"},
    )


def draw_advice(advice: Advice, checks: tuple[Check, ...], preparer: "Preparer") -> None:
    """Draw the recommendation with its condition, a first line to use, and what is still missing."""
    with st.container(border=True):
        st.header(advice.name, anchor=False)
        if advice.frame:
            details.badge(wording.FRAMES[advice.frame])
        st.markdown(advice.why)
        st.markdown(f"**{words.CONDITION}** {advice.condition}")
        _draw_opening(advice, preparer)
        if checks:
            st.subheader(words.CHECKLIST, anchor=False)
            with st.container(gap="xsmall"):
                for check in checks:
                    _draw_check(check)
        _draw_ways(advice)
    st.page_link(
        _GUIDES, label=words.GUIDE, icon=":material/menu_book:", query_params={"guide": "which-conversation"}
    )


def _ask(choice: ChoiceWording, name: str, of: type[_Answer]) -> _Answer | None:
    question = choice.questions[name]
    chosen = st.radio(
        question["ask"],
        [answer.value for answer in of],
        index=None,
        format_func=lambda answer: question[answer],
        key=f"choose-{name}",
        persist_state="session",
    )
    return of(chosen) if chosen else None


def _draw_opening(advice: Advice, preparer: "Preparer") -> None:
    if not preparer.carries(advice.opening, advice.frame):
        return
    st.caption(words.OPENING_OPEN if "[" in advice.opening else words.OPENING)
    st.code(advice.opening, language=None, wrap_lines=True)
    browser.copy_button(advice.opening, f"copy-{advice.kind}")


def _draw_check(check: Check) -> None:
    mark = ":green[:material/check_circle:]" if check.is_done else ":orange[:material/pending:]"
    said = words.THERE if check.is_done else words.MISSING
    st.markdown(f"{mark} **{check.name}.** {said}{check.words}")


def _draw_ways(advice: Advice) -> None:
    """Draw where it goes on; without a frame there is no talk to prepare."""
    with st.container(horizontal=True, gap="small"):
        if st.button(words.WRITE, icon=":material/edit_note:", key="choose-write"):
            keeping.put_message(advice.opening)
            st.switch_page("views/rewrite.py")
        if advice.frame and st.button(words.PREPARE, icon=":material/checklist:", key="choose-prepare"):
            keeping.put_draft(advice.opening, Frame(advice.frame))
            st.switch_page("views/prepare.py")
        keys = tuple(f"choose-{name}" for name in _QUESTIONS)
        st.button(
            words.AGAIN, icon=":material/restart_alt:", key="choose-again", on_click=keeping.forget, args=keys
        )
