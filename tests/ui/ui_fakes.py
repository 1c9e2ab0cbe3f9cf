"""A coach that says what a test wants said, and the page under test."""

from collections.abc import Iterator
from pathlib import Path

from heart_fakes import frame_of, read
from oneframe import settings
from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.planning.plan import Planner
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
    Verdict,
)
from oneframe.revising.reviser import Reviser
from oneframe.ui import launch
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases

APP = Path(launch.APP)
DRAFT = "Hi Jo, the till report was late on Monday. I would love to hear where you want to grow."
STANDARD = Slot(Element.STANDARD, "what is required, and where it was agreed")
HINTED = Slot(Element.CONSEQUENCE, "confirm or strike: :red[we shall see] about <b>Jo</b>")
TEXT = f"Hi Jo, this is about performance. The till report was late on Monday. The bar is {STANDARD.text}. Or else {HINTED.text}."
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
ASIDE = Piece(DRAFT[43:], Frame.COACHING, None, 1)
TRAPPED = Piece("Tell me what is in your way.", Frame.COACHING, Fault.DISCLOSURE_TRAP, 1)
PLAN = Plan(
    Frame.PERFORMANCE,
    "",
    (Piece(DRAFT[:42], Frame.PERFORMANCE, None, 0),),
    (ASIDE, TRAPPED),
    (),
    (STANDARD, HINTED),
)
SECOND = Plan(Frame.COACHING, "", (ASIDE,), (), (), ())
REWRITTEN = Rewrite(
    Status.REWRITTEN,
    Frame.PERFORMANCE,
    TEXT,
    "A standard is not met, so this is a performance conversation.",
    companion=Companion(Frame.COACHING, COMPANION, SECOND),
    set_aside=(ASIDE, TRAPPED),
    slots=(STANDARD, HINTED),
    checks=(
        Check("one-frame", Outcome.PASS, ""),
        Check("no-leak", Outcome.PASS, ""),
        Check("companion:one-frame", Outcome.PASS, ""),
    ),
    sources=(PASSAGE,),
    seconds=0.5,
    plan=PLAN,
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


class FakeChecker:
    """Passes every text but one that says FAIL, and keeps what it was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def check(self, draft: Reading, plan: Plan, text: str, **rest: object) -> Verdict:
        """Return one rule's word."""
        self.texts.append(text)
        fails = "FAIL" in text
        return Verdict(
            (Check("one-frame", Outcome.FAIL if fails else Outcome.PASS, "FAIL" if fails else ""),)
        )


def reviser(checker: FakeChecker) -> Reviser:
    """Return a reviser whose checker is a fake."""
    return Reviser(
        read,
        lambda reading: None,
        Planner(lambda lines: tuple((frame_of(line), 0.9) for line in lines)),
        Composer(load_phrases(settings.prompts() / "phrases")),
        checker,  # type: ignore[arg-type]
    )


class FakeCoach:
    """Plays its script for every draft and keeps what it was asked."""

    writer = "fake"

    def __init__(self, *script: Step | Exception) -> None:
        self.script = script
        self.asked: list[tuple[str, Frame | None, Tone, int]] = []
        self.closed = 0
        self.checker = FakeChecker()
        self.reviser = reviser(self.checker)

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
