"""The order of the steps from a draft to a prepared talk: read, route, plan, lay out, check. No library."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from oneframe.checking.checker import Checker
from oneframe.frames import Fault, Frame, Label
from oneframe.planning.plan import Planner
from oneframe.planning.prepare import naming_sentence, talk_of
from oneframe.planning.requests import asks_the_assistant
from oneframe.prepared import Invite, Preparation, TalkWording
from oneframe.reading.intake import accept
from oneframe.records import Plan, Question, Reading, Rewrite, Route, Untouched, Verdict
from oneframe.writing.composer import Composer, greeting_in
from oneframe.writing.notes import NoteComposer, invite
from oneframe.writing.phrases import PhraseBank
from oneframe.writing.plain import say_plainly
from oneframe.writing.prompts import clean

_TRIES = 4
_SLOT = re.compile(r"\[[^\[\]]*\]")
_UNPLAIN = (Fault.SOFTENED_STANDARD, Fault.VERDICT_QUESTION)
_NOT_A_DRAFT = (
    "That reads like a question rather than a message. Paste what you would write or say to the person."
)
_NO_TALK = (
    "This is neither a coaching nor a performance conversation: say or send it as it is. No talk to prepare."
)
_NOT_ONE_FRAME = "The draft could not be brought to one frame, so no plan is offered. Your draft is kept."
_NO_NOTE = "No wording of the note passed every check, so none is offered."


class Preparer:
    """Prepares the talk that a draft opens. Holds no state of a draft: one serves every session."""

    def __init__(
        self,
        read: Callable[[str], Reading],
        route: Callable[[Reading], Route | None],
        planner: Planner,
        bank: PhraseBank,
        wording: TalkWording,
    ) -> None:
        self._read, self._route, self._planner, self._wording = read, route, planner, wording
        self._notes = NoteComposer(Composer(bank), wording)
        self._checker = Checker(read, (*bank.all(), *wording.phrases))

    def prepare(
        self, draft: str, *, wish: Frame | None = None, rewrite: Rewrite | None = None
    ) -> Preparation:
        """Return plan, note and invitation for `draft`, or why there are none. Raises DraftRefused.

        `wish` forces a frame. `rewrite` is what the coach made of the same draft: its frame, and its opening
        line, are taken over, so that the talk begins as the message does.
        """
        reading = self._read(clean(accept(draft)))
        if route := self._route(reading):
            return Preparation(route.advice, route=route)
        if asks_the_assistant(draft):
            return Preparation(_NOT_A_DRAFT, question=_NOT_A_DRAFT)
        plan = self._plan(reading, wish or (rewrite.frame if rewrite else None))
        if isinstance(plan, Question):
            return Preparation(plan.text, question=plan.text)
        if isinstance(plan, Untouched):
            return Preparation(_NO_TALK)
        return self._prepared(reading, plan, rewrite.text if rewrite else "")

    def invite(self, frame: Frame, about: str = "") -> tuple[Invite | None, str]:
        """Return the calendar entry, checked to carry and name `frame` alone; else None and why."""
        entry = invite(self._wording.frames[frame], clean(about))
        if self.carries(entry.text, frame):
            return entry, ""
        return None, f"With these words the invitation no longer reads as {frame} alone. Say it more plainly."

    def carries(self, text: str, frame: Frame | None) -> bool:
        """Return whether `text`, its slots aside, carries and names `frame` alone; None is no frame."""
        label = self._read(_SLOT.sub("…", text)).label
        return label == (Label(frame.value) if frame else Label.NEITHER)

    def _plan(self, reading: Reading, wish: Frame | None) -> Plan | Question | Untouched:
        """Plan a good draft too: what needs no rewrite can still be talked about."""
        planned = self._planner.plan(reading, wish)
        if not isinstance(planned, Untouched) or planned.frame is None:
            return planned
        again = self._planner.plan(reading, wish, again=True)
        return replace(again, why=planned.why) if isinstance(again, Plan) else planned

    def _prepared(self, reading: Reading, plan: Plan, rewritten: str) -> Preparation:
        """Take the first opening and wording of the points that pass together."""
        for opening in self._openings(reading, plan.frame, rewritten):
            for worded in dict.fromkeys((_plainly(plan), plan)):
                settled, verdict = self._settled(reading, worded, opening)
                if verdict.ok:
                    return self._passed(reading, settled, opening, verdict)
        return Preparation(_NOT_ONE_FRAME)

    def _passed(self, reading: Reading, plan: Plan, opening: str, verdict: Verdict) -> Preparation:
        talk = talk_of(reading, plan, self._wording, opening)
        note, noted = self._note(reading, plan)
        checks = (*verdict.checks, *(replace(c, rule=f"note:{c.rule}") for c in noted.checks))
        entry, _ = self.invite(plan.frame)
        return Preparation(plan.why if note else f"{plan.why} {_NO_NOTE}", talk, note, entry, checks)

    def _openings(self, reading: Reading, frame: Frame, rewritten: str) -> Iterator[str]:
        """Yield first lines, best first: the rewrite's, the draft's own, the fixed one."""
        for read in ([self._read(rewritten)] if rewritten else []) + [reading]:
            line = naming_sentence(read, frame)
            if line and "[" not in line:
                yield line
        yield self._wording.frames[frame].opening

    def _settled(self, reading: Reading, plan: Plan, opening: str) -> tuple[Plan, Verdict]:
        """Check what would be said, in the draft's order; what reads as the other frame is set aside."""
        verdict = Verdict(())
        for _ in range(_TRIES):
            said = [opening, *(p.text for p in plan.kept if p.text not in opening)]
            text = "\n".join([*said, *(s.text for s in plan.slots)])
            verdict = self._check(reading, plan, text)
            strays = [s.text for s in self._checker.strays(plan, text)]
            moved = tuple(p for p in plan.kept if any(p.text in s or s in p.text for s in strays))
            if verdict.ok or not moved:
                break
            kept = tuple(p for p in plan.kept if p not in moved)
            plan = replace(plan, kept=kept, set_aside=(*plan.set_aside, *moved))
        return plan, verdict

    def _note(self, reading: Reading, plan: Plan) -> tuple[str, Verdict]:
        """Return the follow-up note, or nothing where no wording passes."""
        narrowed, text = self._notes.note(reading, plan)
        greeting = greeting_in(reading.sentences[0].text)
        verdict = self._check(reading, narrowed, text, (greeting,) if greeting else ())
        return (text if verdict.ok else ""), verdict

    def _check(self, reading: Reading, plan: Plan, text: str, given: tuple[str, ...] = ()) -> Verdict:
        aside = (*plan.set_aside, *plan.dropped)
        return self._checker.check(reading, plan, text, set_aside=aside, given=given)


def _plainly(plan: Plan) -> Plan:
    """Return the plan with what is required said outright, as a rewrite says it."""
    if plan.frame is not Frame.PERFORMANCE:
        return plan
    kept = (replace(p, text=say_plainly(p.text)) if p.error in _UNPLAIN else p for p in plan.kept)
    return replace(plan, kept=tuple(kept))
