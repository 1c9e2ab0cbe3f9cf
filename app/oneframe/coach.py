"""The order of the steps, a turn at a time: read, route, plan, guide, write, check, deliver. No library."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Protocol

from oneframe.checking.checker import Checker
from oneframe.delivery import Delivery, rewritten, sum_up
from oneframe.errors import WriterUnavailable
from oneframe.frames import Element, Fault, Frame
from oneframe.planning.plan import Planner
from oneframe.planning.requests import asks_the_assistant
from oneframe.reading.wordset import words
from oneframe.records import (
    Brief,
    Passage,
    Plan,
    Question,
    Reading,
    Rewrite,
    Route,
    Status,
    Step,
    Tone,
    Untouched,
    Verdict,
)
from oneframe.revising.reviser import Reviser
from oneframe.writing.composer import Composer
from oneframe.writing.mending import settled, spliced
from oneframe.writing.prompts import clean
from oneframe.writing.writer import Writer

TRIES = 3
_COMPANION_TRIES = 1
_NO_TRY_AFTER_S = 2.5
_OWN_SHARE = 0.5
_NOT_A_DRAFT = (
    "That reads like a question to me rather than a message to send. Paste the message you would send, "
    "in your own words, and I will give it one frame. What would you write to the person?"
)
_NOTHING_PASSED = (
    "No wording of this draft passed every check, so nothing is offered to copy. Your draft is kept. "
    "Which one thing must the person take away from it?"
)


class Guides(Protocol):
    """Finds the passages of the corpus that a plan relies on."""

    def for_plan(
        self, frame: Frame, faults: Sequence[Fault], missing: Sequence[Element]
    ) -> tuple[Passage, ...]:
        """Return passages of `frame`, best first."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    """One text to deliver. A companion's job knows the main text and plan that stand beside it."""

    reading: Reading
    plan: Plan
    tone: Tone
    turn: int
    elsewhere: str = ""
    main: Plan | None = None
    began: float = field(default_factory=monotonic)

    def has_time(self, attempts: int) -> bool:
        """Return whether one more try is worth the wait; the main text always has its first."""
        return monotonic() - self.began < _NO_TRY_AFTER_S or not (attempts or self.is_companion)

    @property
    def is_companion(self) -> bool:
        return self.main is not None


class Coach:
    """Takes a draft along its path. Holds no state of a turn: one coach serves every session."""

    def __init__(
        self,
        read: Callable[[str], Reading],
        route: Callable[[Reading], Route | None],
        planner: Planner,
        composer: Composer,
        checker: Checker,
        guides: Guides | None = None,
        writer: Writer | None = None,
    ) -> None:
        self._read, self._route, self._planner = read, route, planner
        self._composer, self._checker = composer, checker
        self._guides, self._writer = guides, writer

    @property
    def writer(self) -> str:
        """The name of the writer that is asked first."""
        return self._writer.name if self._writer else self._composer.name

    @property
    def reviser(self) -> Reviser:
        """Return what takes the manager's own changes to a delivered text."""
        return Reviser(self._read, self._route, self._planner, self._composer, self._checker)

    @property
    def guides(self) -> Guides | None:
        """Return where passages come from."""
        return self._guides

    def guided_by(self, guides: Guides) -> "Coach":
        """Return this coach with other guides; both share the writer."""
        return Coach(
            self._read, self._route, self._planner, self._composer, self._checker, guides, self._writer
        )

    def close(self) -> None:
        """End what the writer holds (a worker process, a connection)."""
        if self._writer:
            self._writer.close()

    def rewrite(
        self, draft: str, *, wish: Frame | None = None, tone: Tone = Tone.PLAIN, turn: int = 0
    ) -> Iterator[Step]:
        """Yield the steps of one turn; the last, named "done", carries the `Rewrite`.

        `wish` forces a frame; `turn` counts the requests for the same draft, so that the next is worded
        anew. Unchecked text appears only in `chunk` of steps named "writing".
        """
        began = monotonic()
        steps = self._steps(draft, wish, tone, turn)
        while True:
            try:
                yield next(steps)
            except StopIteration as end:
                yield Step("done", rewrite=replace(end.value, seconds=round(monotonic() - began, 3)))
                return

    def writes_alone(self, draft: str) -> Iterator[str]:
        """Yield the writer's unchecked candidate for a draft: to time it, never to deliver it."""
        reading = self._read(clean(draft))
        plan = self._planner.plan(reading)
        if self._writer and isinstance(plan, Plan):
            yield from self._writer.write(self._composer.brief(plan, reading))

    def _steps(self, draft: str, wish: Frame | None, tone: Tone, turn: int) -> Generator[Step, None, Rewrite]:
        yield Step("reading", "Reading the draft")
        reading = self._read(clean(draft))
        yield Step("read", f"{len(reading.sentences)} sentences: {reading.label}", reading=reading)
        if route := self._route(reading):
            return Rewrite(Status.ROUTED, None, "", route.advice, route=route)
        if asks_the_assistant(draft):
            return _ask(_NOT_A_DRAFT)
        plan = self._planner.plan(reading, wish, again=tone is not Tone.PLAIN)
        if isinstance(plan, Untouched):
            return Rewrite(Status.UNCHANGED, plan.frame, draft, plan.why)
        if isinstance(plan, Question):
            return _ask(plan.text)
        if tone is Tone.SHORTER:
            plan = self._planner.shorter(plan, reading)
        yield Step("planned", plan.why, plan=plan)
        return (yield from self._turn(reading, plan, tone, turn))

    def _turn(self, reading: Reading, plan: Plan, tone: Tone, turn: int) -> Generator[Step, None, Rewrite]:
        passages = self._passages(reading, plan)
        yield Step("guided", f"{len(passages)} guide passages", passages=passages)
        job = _Job(reading, plan, tone, turn)
        main = yield from self._deliver(job, passages)
        if main is None:
            return _ask(_NOTHING_PASSED)
        second = self._planner.companion(main.plan, reading)
        other = None
        if second is not None:
            yield Step("companion", f"Writing the {second.frame} message")
            job = replace(job, plan=second, elsewhere=main.text, main=main.plan)
            other = yield from self._deliver(job)
        return rewritten(main, other, passages)

    def _passages(self, reading: Reading, plan: Plan) -> tuple[Passage, ...]:
        if self._guides is None:
            return ()
        faults = [s.error for s in reading.sentences if s.error]
        missing = [s.element for s in plan.slots if s.element]
        return self._guides.for_plan(plan.frame, faults, missing)

    def _deliver(
        self, job: _Job, passages: tuple[Passage, ...] = ()
    ) -> Generator[Step, None, Delivery | None]:
        """Return the first text that passes: the writer's, the writer's repaired, the composer's, or None."""
        brief = replace(self._brief(job), passages=passages)
        attempts = 0
        tries = _COMPANION_TRIES if job.is_companion else TRIES
        while self._writer is not None and brief.lines and attempts < tries and job.has_time(attempts):
            attempts += 1
            try:
                candidate = yield from _stream(self._writer, replace(brief, attempt=job.turn + attempts - 1))
            except WriterUnavailable as down:
                yield Step("writing", str(down))
                break
            text, verdict = self._accept(job, brief, candidate)
            yield Step("checked", sum_up(verdict), verdict=verdict)
            if verdict.ok:
                return Delivery(text, verdict, job.plan, self._writer.name, attempts)
            brief = replace(brief, faults=tuple(c.why for c in verdict.checks if c.why))
        return (yield from self._compose(job, attempts))

    def _accept(self, job: _Job, brief: Brief, candidate: str) -> tuple[str, Verdict]:
        """Check what the candidate gives: line by line if it is complete, as it stands, then mended."""
        mended, share = spliced(candidate, brief)
        forms = [mended, settled(candidate, brief)] if share == 1 else [settled(candidate, brief)]
        forms += [mended] if _OWN_SHARE <= share < 1 else []
        tried = [(form, self._check(job, form)) for form in forms[:1]]
        while not tried[-1][1].ok and len(tried) < len(forms):
            form = forms[len(tried)]
            tried.append((form, self._check(job, form)))
        return next((t for t in tried if t[1].ok), tried[0])

    def _compose(self, job: _Job, attempts: int) -> Generator[Step, None, Delivery | None]:
        """Compose; while a sentence does not pass, set it aside and compose again."""
        most = len(job.reading.sentences) + 6
        for tried in range(most):
            job = replace(job, turn=job.turn + min(tried, 1))
            text = self._brief(job, bare=tried > most // 2).composed
            verdict = self._check(job, text)
            if verdict.ok:
                yield Step("writing", self._composer.name, chunk=text)
                yield Step("checked", sum_up(verdict), verdict=verdict)
                return Delivery(text, verdict, job.plan, self._composer.name, attempts)
            job = replace(job, plan=self._without_strays(job.plan, text))
        return None

    def _without_strays(self, plan: Plan, text: str) -> Plan:
        """Set aside the kept sentences that read as the other frame where they now stand."""
        strays = {s.text for s in self._checker.strays(plan, text)}
        moved = tuple(p for p in plan.kept if any(_same(p.text, s) for s in strays))
        kept = tuple(p for p in plan.kept if p not in moved)
        return replace(plan, kept=kept, set_aside=(*plan.set_aside, *moved)) if moved else plan

    def _brief(self, job: _Job, *, bare: bool = False) -> Brief:
        return self._composer.brief(
            job.plan, job.reading, tone=job.tone, turn=job.turn, companion=job.is_companion, bare=bare
        )

    def _check(self, job: _Job, text: str) -> Verdict:
        aside = (*job.plan.set_aside, *job.plan.dropped)
        if job.main is not None:
            aside = (*aside, *job.main.set_aside, *job.main.dropped)
        return self._checker.check(job.reading, job.plan, text, companion=job.elsewhere, set_aside=aside)


def _stream(writer: Writer, brief: Brief) -> Generator[Step, None, str]:
    chunks: list[str] = []
    for chunk in writer.write(brief):
        chunks.append(chunk)
        yield Step("writing", writer.name, chunk=chunk)
    return "".join(chunks).strip()


def _same(piece: str, sentence: str) -> bool:
    ours, theirs = words(piece), words(sentence)
    return bool(theirs) and len(ours & theirs) >= 0.6 * len(theirs)


def _ask(question: str) -> Rewrite:
    return Rewrite(Status.ASK, None, "", question, question=question)
