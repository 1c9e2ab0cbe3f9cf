"""The words around a prepared talk: headings and labels of the page, shown or exported. Decides nothing."""

from typing import Final

from oneframe.frames import Element, Frame
from oneframe.prepared import Point, Preparation, Talk
from oneframe.writing.export import Item, Page, Section

TITLES: Final = {Frame.COACHING: "Plan for a coaching talk", Frame.PERFORMANCE: "Plan for a performance talk"}
OPENING: Final = "Open with"
POINTS: Final = {Frame.COACHING: "The topic, in your words", Frame.PERFORMANCE: "Then say, in this order"}
QUESTIONS: Final = "Ask, and wait"
LEAVE_OUT: Final = "Leave out"
REACTIONS: Final = "What you may hear back"
AVOID: Final = "Not: {avoid}"
NOTE: Final = "The note afterwards"
INVITE: Final = "The invitation"
FROM_DRAFT: Final = "from your draft"
REMINDER: Final = "Write as if they will read this. What stands in [brackets] only you can say."
ELEMENTS: Final = {
    Element.STANDARD: "Standard",
    Element.GAP: "Gap",
    Element.CLOSING: "How it closes",
    Element.CONSEQUENCE: "Consequence",
}


def page_of(prepared: Preparation) -> Page:
    """Return the page of a preparation that has a talk."""
    assert prepared.talk is not None
    talk = prepared.talk
    sections = [Section(OPENING, (Item(talk.opening),)), *points_of(talk), leave_out_of(talk)]
    sections.append(
        Section(
            REACTIONS,
            tuple(Item(r.line, r.moment, AVOID.format(avoid=quoted(r.avoid))) for r in talk.reactions),
        )
    )
    sections += [Section(NOTE, body=prepared.note)] if prepared.note else []
    if prepared.invite:
        sections.append(Section(INVITE, (Item(prepared.invite.text, prepared.invite.title),)))
    return Page(TITLES[talk.frame], tuple(sections), REMINDER)


def points_of(talk: Talk) -> tuple[Section, ...]:
    """Return the sections of what is said, without those that are empty."""
    sections = (
        Section(POINTS[talk.frame], tuple(Item(p.text, label(p)) for p in talk.points)),
        Section(QUESTIONS, tuple(Item(p.text) for p in talk.questions)),
    )
    return tuple(s for s in sections if s.items)


def leave_out_of(talk: Talk) -> Section:
    """Return what does not belong in the talk: the draft's own sentences first."""
    own = tuple(Item(quoted(s), FROM_DRAFT.capitalize()) for s in talk.set_aside)
    return Section(LEAVE_OUT, (*own, *(Item(s) for s in talk.stay_out)))


def label(point: Point) -> str:
    """Return what a point is: one or more of the four parts, or nothing."""
    return " and ".join(ELEMENTS[e] if i == 0 else ELEMENTS[e].lower() for i, e in enumerate(point.elements))


def quoted(text: str) -> str:
    """Return `text` in quotation marks."""
    return f"“{' '.join(text.split())}”"
