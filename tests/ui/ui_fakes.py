"""A coach that says what a test wants said, and the page under test."""

from collections.abc import Iterator
from pathlib import Path

from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.records import (
    Check,
    Companion,
    Named,
    Outcome,
    Passage,
    Piece,
    Plan,
    Reading,
    Rewrite,
    Route,
    Sentence,
    Slot,
    Status,
    Step,
    Tone,
)
from oneframe.ui import launch

APP = Path(launch.APP)
DRAFT = "Hi Jo, the till report was late on Monday. I would love to hear where you want to grow."
STANDARD = Slot(Element.STANDARD, "what is required, and where it was agreed")
HINTED = Slot(Element.CONSEQUENCE, "confirm or strike: :red[we shall see] about <b>Jo</b>")
TEXT = f"Hi Jo, this is about performance. The bar is {STANDARD.text}. Or else {HINTED.text}."
COMPANION = "Hi Jo, this is a coaching chat. I would love to hear where you want to grow."
READING = Reading(
    DRAFT,
    (
        Sentence(DRAFT[:42], 0, 42, Frame.PERFORMANCE, Fault.BAIT_AND_SWITCH, 0.9),
        Sentence(DRAFT[43:], 43, len(DRAFT), Frame.COACHING, None, 0.9),
    ),
    dict.fromkeys(Element, ()),
    (),
    Named(Frame.PERFORMANCE, 0),
    Label.BLENDED,
    Intent.PERFORMANCE,
    0.9,
)
PASSAGE = Passage(
    "performance-frame#1",
    "performance-frame",
    "The performance frame",
    "Say the $5 *plainly*.",
    (Frame.PERFORMANCE,),
    1.0,
)
REWRITTEN = Rewrite(
    Status.REWRITTEN,
    Frame.PERFORMANCE,
    TEXT,
    "A standard is not met, so this is a performance conversation.",
    companion=Companion(Frame.COACHING, COMPANION),
    set_aside=(Piece(DRAFT[43:], Frame.COACHING, None, 1),),
    slots=(STANDARD, HINTED),
    checks=(
        Check("one-frame", Outcome.PASS, ""),
        Check("no-leak", Outcome.PASS, ""),
        Check("companion:one-frame", Outcome.PASS, ""),
    ),
    sources=(PASSAGE,),
    seconds=0.5,
)
UNCHANGED = Rewrite(Status.UNCHANGED, Frame.COACHING, DRAFT, "This already carries one frame.")
ASK = Rewrite(Status.ASK, None, "", "Which one?", question="Which one comes first?")
ROUTED = Rewrite(
    Status.ROUTED,
    None,
    "",
    "Speak to HR first.",
    route=Route("retaliation", "Speak to HR first.", DRAFT),  # type: ignore[arg-type]
)


def steps(rewrite: Rewrite) -> tuple[Step, ...]:
    """Return the steps that lead to `rewrite`."""
    plan = Plan(Frame.PERFORMANCE, rewrite.why, (), (), (), ())
    return (
        Step("reading"),
        Step("read", reading=READING),
        Step("planned", rewrite.why, plan=plan),
        Step("guided", passages=(PASSAGE,)),
        Step("writing", "fake", chunk="Hi "),
        Step("writing", "fake", chunk="Jo"),
        Step("done", rewrite=rewrite),
    )


class FakeCoach:
    """Plays its script for every draft and keeps what it was asked."""

    writer = "fake"

    def __init__(self, *script: Step | Exception) -> None:
        self.script = script
        self.asked: list[tuple[str, Frame | None, Tone, int]] = []
        self.closed = 0

    def rewrite(
        self, draft: str, *, wish: Frame | None = None, tone: Tone = Tone.PLAIN, turn: int = 0
    ) -> Iterator[Step]:
        """Yield the script; an exception in it is raised."""
        self.asked.append((draft, wish, tone, turn))
        try:
            for step in self.script:
                if isinstance(step, Exception):
                    raise step
                yield step
        finally:
            self.closed += 1
