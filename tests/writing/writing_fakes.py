"""Briefs and paths that the writing tests share."""

from dataclasses import replace
from pathlib import Path

from oneframe.frames import Element, Frame
from oneframe.records import Brief, Passage, Slot

ROOT = Path(__file__).parents[2]
PROMPTS = ROOT / "prompts"
MODELS = ROOT / "app" / "oneframe" / "models"

LINES = (
    "Every pallet is scanned before it leaves bay 4, that has been the rule since March.",
    "On 3 and 5 November 14 pallets left unscanned.",
    "From Monday all of them are scanned, Ines can show you the new gun.",
)
BRIEF = Brief(
    frame=Frame.PERFORMANCE,
    lines=LINES,
    slots=(Slot(Element.CONSEQUENCE, "what happens if pallets still leave unscanned"),),
    opening="Hi Tomas, this is a performance conversation about scanning.",
    draft="Hi Tomas! Love your energy. " + " ".join(LINES),
)


def words(text: str) -> int:
    """Count tokens roughly, as a stand-in for the real encoding."""
    return 2 * len(text.split())


def passage(n: int, quote: str) -> Passage:
    return Passage(f"g#{n}", "g", "G", quote, (Frame.PERFORMANCE,), 1.0 / n)


def varied(**changes: object) -> Brief:
    return replace(BRIEF, **changes)  # type: ignore[arg-type]
