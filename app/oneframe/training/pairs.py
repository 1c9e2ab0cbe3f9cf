"""What the embedded writer learns: the prompt it is served with, and the text that passes. Trains nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.evals.labelled import Labelled, message, rows
from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.planning.plan import Planner
from oneframe.reading.facts import facts
from oneframe.reading.reader import single_frame
from oneframe.records import Named, Plan, Reading, Sentence, Span
from oneframe.writing import prompts as prompting
from oneframe.writing.composer import Composer
from oneframe.writing.mending import spliced


@dataclass(frozen=True, slots=True)
class Pair:
    """One lesson: `prompt` ends with the opening the writer is given; `answer` is what it must add."""

    id: str
    prompt: str
    answer: str


class PairMaker:
    """Makes pairs with the planner, composer and prompt file that serve; labels stand in for the reader."""

    def __init__(self, composer: Composer, prompts: Path) -> None:
        self._composer, self._prompt = composer, prompting.load(prompts, "rewrite-embedded")
        self._planner = Planner(lambda lines: tuple((Frame.BLEND, 0.0) for _ in lines))

    def pairs(self, file: Path) -> Iterator[Pair]:
        """Yield the rewrite's pair, and the companion's where something was set aside, of each message."""
        for row in rows(file):
            if "label" in row and row["intent"] != Intent.NEITHER.value:
                yield from self._of(row)

    def _of(self, row: Mapping[str, Any]) -> Iterator[Pair]:
        reading = gold(message(row))
        plan = self._planner.plan(reading, Frame(row["intent"]), again=True)
        if not isinstance(plan, Plan) or not plan.kept:
            return
        yield from self._pair(row["id"], plan, reading, row.get("rewrite") or "")
        second = self._planner.companion(plan, reading)
        if second is not None:
            yield from self._pair(
                f"{row['id']}+", second, reading, row.get("companion") or "", companion=True
            )

    def _pair(
        self, id_: str, plan: Plan, reading: Reading, reference: str, *, companion: bool = False
    ) -> Iterator[Pair]:
        """The lesson is the composer's text with the reference's wording wherever that is faithful."""
        brief = self._composer.brief(plan, reading, companion=companion)
        text, _ = spliced(reference, brief)
        if text.startswith(brief.opening):
            opening = prompting.clean(brief.opening).rstrip(" ")
            prompt = prompting.chatml(prompting.embedded_rewrite(self._prompt, brief), opening)
            yield Pair(id_, prompt, text[len(brief.opening.rstrip(" ")) :])


def gold(text: Labelled) -> Reading:
    """Return the reading that `text`'s own labels give."""
    at, found = 0, []
    for mark in text.sentences:
        start = text.text.index(mark.text, at)
        at = start + len(mark.text)
        fault = Fault(mark.fault) if mark.fault else None
        found.append(Sentence(mark.text, start, at, Frame(mark.frame), fault, 1.0))
    label = Label(text.label)
    frame = single_frame(found)
    stated = {
        e: tuple(Span(s.start, s.end) for s, m in zip(found, text.sentences, strict=True) if e in m.elements)
        for e in Element
    }
    is_named = frame is not None and label is not Label.UNNAMED
    named = Named(frame, 0) if frame and is_named else None
    return Reading(text.text, tuple(found), stated, facts(text.text), named, label, Intent(text.intent), 1.0)
