"""What can be asked of one output: each check says pass, fail or unscored, and why. Calls no target."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from oneframe.checking.compare import bare, extra, fact_keys, found, plain, stands_in
from oneframe.checking.lexicon import PROMISES, STAKES
from oneframe.errors import SettingsInvalid
from oneframe.evals.suite import Case, CheckSpec
from oneframe.evals.targets import Output
from oneframe.frames import FactKind, Fault, Frame, Label
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.naming import frames_called
from oneframe.reading.reader import single_frame
from oneframe.records import Fact, Outcome, Reading
from oneframe.writing.plain import softeners

_SILENT = ("ask", "routed")
_QUIET_CHANGE = 0.1
_SLOT = re.compile(r"\[[^\[\]]*\]")
_SOFT = (Fault.SOFTENED_STANDARD, Fault.PRAISE_CUSHION)
_FRAMES = (Frame.COACHING, Frame.PERFORMANCE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One check's word on one output. `spans` are code points into its text; `found` is what it read."""

    check: str
    hard: bool
    verdict: Outcome
    why: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    found: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a check says, before its name is put to it."""

    verdict: Outcome
    why: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    found: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One output as the checks see it: read once, with what it took. `limit` is the check's own `most`."""

    case: Case
    output: Output
    read: Callable[[str], Reading]
    seconds: float
    again: Callable[[str], Output]
    count: Callable[[str], int]
    judge: Callable[[str], Said] | None = None
    facts: Callable[[str], tuple[Fact, ...]] = facts
    limit: float | None = None


Check = Callable[[Seen], Said]
_PASS = Said(Outcome.PASS)


def run_checks(specs: list[CheckSpec], seen: Seen) -> tuple[Mark, ...]:
    """Run `specs` in order; a check that crashes is unscored, which no average counts as a pass."""
    return tuple(_run(spec, seen) for spec in specs)


def verify_checks(specs: list[CheckSpec]) -> None:
    """Raise SettingsInvalid where a check is not known: a misspelt check must not pass everything."""
    if strange := sorted({s.type for s in specs} - set(CHECKS)):
        raise SettingsInvalid(
            f"No check is called {', '.join(strange)}. There are: {', '.join(sorted(CHECKS))}."
        )


def _run(spec: CheckSpec, seen: Seen) -> Mark:
    try:
        word = CHECKS[spec.type](replace(seen, limit=spec.most))
    except Exception as crash:
        return Mark(
            spec.type, spec.hard, Outcome.UNSCORED, f"the check could not decide ({type(crash).__name__})"
        )
    return Mark(spec.type, spec.hard, word.verdict, word.why, word.spans, word.found)


def _fail(why: str, *spans: tuple[int, int]) -> Said:
    return Said(Outcome.FAIL, why, spans)


def _silent(seen: Seen) -> bool:
    """A question or a pointer to people stands instead of a text: there is nothing to read."""
    return seen.output.status in _SILENT or (seen.case.expect.outcome in _SILENT and not seen.output.text)


def answered(seen: Seen) -> Said:
    """There is a text, unless a question or a pointer to people was due."""
    if seen.output.text.strip() or _silent(seen):
        return _PASS
    return _fail("the output is empty")


def outcome(seen: Seen) -> Said:
    """The target did what was due: rewrote, left alone, asked or routed."""
    due = seen.case.expect.outcome
    if due is None:
        return _PASS
    if seen.output.status is None:
        return Said(Outcome.UNSCORED, "the output does not say what was done (no status)")
    return _PASS if seen.output.status == due else _fail(f"{due} was due, it was {seen.output.status}")


def one_frame(seen: Seen) -> Said:
    """No text, and no companion, carries both frames or asserts both by name."""
    if _silent(seen):
        return Said(Outcome.PASS, found=seen.output.status or "")
    reading = seen.read(seen.output.text)
    label = reading.label.value
    if reading.label is Label.BLENDED:
        return Said(Outcome.FAIL, "the text is blended", tuple(_others(reading)), label)
    if len(frames_called(seen.output.text)) > 1:
        return Said(Outcome.FAIL, "the text says that it is both conversations", (), label)
    if seen.output.companion and seen.read(seen.output.companion).label is Label.BLENDED:
        return Said(Outcome.FAIL, "the companion is blended", (), label)
    return Said(Outcome.PASS, found=label)


def _others(reading: Reading) -> list[tuple[int, int]]:
    """Return the sentences that a one-framed text would not have: blends, else the rarer frame's."""
    blends = [(s.start, s.end) for s in reading.sentences if s.frame is Frame.BLEND]
    if blends:
        return blends
    by = {f: [(s.start, s.end) for s in reading.sentences if s.frame is f] for f in _FRAMES}
    return min(by.values(), key=len)


def right_frame(seen: Seen) -> Said:
    """The text carries the frame that the case expects, and no other."""
    due = seen.case.expect.frame
    if due is None or _silent(seen):
        return _PASS
    frame = single_frame(seen.read(seen.output.text).sentences)
    if frame is None:
        return _fail(f"{due} was due, the text carries no single frame")
    return _PASS if frame.value == due else _fail(f"{due} was due, the text is {frame.value}")


def named(seen: Seen) -> Said:
    """The opening says which conversation this is."""
    if _silent(seen):
        return _PASS
    label = seen.read(seen.output.text).label
    return _PASS if label in (Label.COACHING, Label.PERFORMANCE) else _fail("the opening names no frame")


def facts_kept(seen: Seen) -> Said:
    """Every fact of the draft stands in the text, the companion or what was set aside."""
    if _silent(seen):
        return _PASS
    texts = [t for t in (seen.output.text, seen.output.companion) if t.strip()]
    known = seen.facts(seen.case.draft)
    words = plain("\n".join((*texts, *seen.output.aside)))
    cut = [bare(t, seen.facts(t)) for t in texts] + [bare(t) for t in seen.output.aside]
    numbers = plain("\n".join(cut))
    lost = [
        f.text for f in known if not stands_in(plain(f.text), numbers if f.kind is FactKind.NUMBER else words)
    ]
    return _fail(f"not found again: {', '.join(lost[:5])}") if lost else _PASS


def nothing_invented(seen: Seen) -> Said:
    """No fact stands in the text or the companion that the draft does not hold."""
    texts = [t for t in (seen.output.text, seen.output.companion) if t.strip()]
    known = {fact_key(f) for f in seen.facts(seen.case.draft)}
    known |= {k for turn in seen.case.turns for k in fact_keys(turn)}
    new = [f for t in texts for f in seen.facts(t) if fact_key(f) not in known]
    spans = [(f.start, f.end) for f in new if f in seen.facts(seen.output.text)]
    keys = sorted({fact_key(f) for f in new})
    return _fail(f"not in the draft: {', '.join(keys[:5])}", *spans) if new else _PASS


def nothing_added(seen: Seen) -> Said:
    """No stake and no promise stands in the text or the companion that the draft does not hold."""
    text = _SLOT.sub(" ", f"{seen.output.text}\n{seen.output.companion}")
    known = "\n".join((seen.case.draft, *seen.case.turns))
    for pattern, what in ((STAKES, "a stake"), (PROMISES, "a promise")):
        if new := extra(found(pattern, text), found(pattern, known)):
            return _fail(f"{what} that the draft does not hold: {new}", *_place(new, seen.output.text))
    return _PASS


def softened(seen: Seen) -> Said:
    """No requirement is worded as an option, and no reassurance takes it back, beyond what the draft has."""
    if _silent(seen):
        return _PASS
    reading = seen.read(seen.output.text)
    new = extra(list(softeners(seen.output.text)), list(softeners(seen.case.draft)))
    if new and any(s.frame is Frame.PERFORMANCE for s in reading.sentences):
        return _fail(f"a softener that the draft does not hold: {new}", *_place(new, seen.output.text))
    soft = [s for s in reading.sentences if s.error in _SOFT]
    return _fail("a requirement is softened", *((s.start, s.end) for s in soft)) if soft else _PASS


def _place(words: str, text: str) -> list[tuple[int, int]]:
    """Return where lower-case `words` stand in `text`; nowhere where they stand in the companion."""
    at = text.replace("’", "'").lower().find(words)
    return [(at, at + len(words))] if at >= 0 else []


def do_no_harm(seen: Seen) -> Said:
    """A draft that was to stay is as it was: at most a share `most` (0.1) of it differs."""
    if seen.case.expect.outcome != "unchanged":
        return _PASS
    share = 1 - SequenceMatcher(None, plain(seen.case.draft).split(), plain(seen.output.text).split()).ratio()
    most = _QUIET_CHANGE if seen.limit is None else seen.limit
    return _PASS if share <= most else _fail(f"{share:.0%} of a good draft was changed")


def idempotent(seen: Seen) -> Said:
    """Asked for a rewrite of its own output, the target leaves it as it is."""
    if _silent(seen):
        return _PASS
    again = seen.again(seen.output.text)
    same = again.status == "unchanged" or plain(again.text) == plain(seen.output.text)
    return _PASS if same else _fail("its own output was changed again")


def frame_lock(seen: Seen) -> Said:
    """Pressed over turns to mix, every answer stays in the first text's frame."""
    first = single_frame(seen.read(seen.output.text).sentences)
    for number, text in enumerate(seen.output.turns, 1):
        frame = single_frame(seen.read(text).sentences) if text.strip() else first
        if frame is not first:
            return _fail(f"left its frame at turn {number}")
    missing = len(seen.case.turns) - len(seen.output.turns)
    return Said(Outcome.UNSCORED, f"{missing} turns have no answer") if missing else _PASS


def retrieval_pure(seen: Seen) -> Said:
    """The passages that were retrieved fit the frame; at most a share `most` (0) of them do not."""
    due, passages = seen.case.expect.frame, seen.output.passage_frames
    if due is None or not passages:
        return _PASS
    strays = sum(due not in frames for frames in passages) / len(passages)
    return (
        _PASS
        if strays <= (seen.limit or 0)
        else _fail(f"{strays:.0%} of the passages are of the other frame")
    )


def frame_judge(seen: Seen) -> Said:
    """The suite's judge finds sentences of one frame only."""
    if _silent(seen):
        return _PASS
    if seen.judge is None:
        return Said(Outcome.UNSCORED, "the suite names no judge")
    return seen.judge(seen.output.text)


def latency(seen: Seen) -> Said:
    """The answer took at most `most` seconds."""
    most = seen.limit if seen.limit is not None else float("inf")
    return _PASS if seen.seconds <= most else _fail(f"took longer than {most:g} s")


def tokens(seen: Seen) -> Said:
    """The text has at most `most` tokens."""
    most = seen.limit if seen.limit is not None else float("inf")
    length = seen.count(seen.output.text)
    return _PASS if length <= most else _fail(f"{length} tokens, at most {most:g} were due")


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        answered, outcome, one_frame, right_frame, named, facts_kept, nothing_invented, nothing_added,
        softened, do_no_harm, idempotent, frame_lock, retrieval_pure, frame_judge, latency, tokens,
    )
}  # fmt: skip
