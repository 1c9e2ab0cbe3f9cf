"""Clean messages with one known fault at a known place: how many of them the checks find. Calls no target."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from oneframe.evals.checks import CHECKS, Seen
from oneframe.evals.labelled import Labelled
from oneframe.evals.stats import Share
from oneframe.evals.suite import Case, Expect
from oneframe.evals.targets import Output
from oneframe.frames import FactKind
from oneframe.reading.facts import facts
from oneframe.reading.segment import sentences
from oneframe.records import Outcome, Reading

Span = tuple[int, int]
Change = Callable[[str, random.Random], tuple[str, Span] | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """One kind of fault. `frame` is what a message must be to get it (None: either); `check` must fail."""

    name: str
    frame: str | None
    check: str
    change: Change


@dataclass(frozen=True, slots=True)
class Mutant:
    """A message, what was done to it and where (code points), and the check that has to notice."""

    id: str
    operator: str
    check: str
    draft: str
    text: str
    span: Span


def _added(*wordings: str, where: str = "middle") -> Change:
    """Return a change that adds one of `wordings` as a sentence: in the middle, at the end or in front."""

    def change(text: str, rng: random.Random) -> tuple[str, Span] | None:
        words = rng.choice(wordings)
        spans = sentences(text)
        if not spans:
            return None
        at = {"front": 0, "end": len(text.rstrip())}.get(where, spans[_body(text, spans)].end)
        before = text[:at]
        glue = "" if not before else "\n\n" if where == "end" else " "
        after = " " if where == "front" else ""
        start = len(before + glue)
        return before + glue + words + after + text[at:], (start, start + len(words))

    return change


def _body(text: str, spans: Sequence[Any]) -> int:
    """Return the sentence after which a body goes on: the middle one that ends as a sentence does."""
    middle = len(spans) // 2
    ended = [i for i, s in enumerate(spans) if text[s.end - 1 : s.end] in ".!?"]
    return min(ended, key=lambda i: abs(i - middle)) if ended else middle


def _replaced(pattern: str, *wordings: str) -> Change:
    """Return a change that puts one of `wordings` for the first match of `pattern`."""
    found = re.compile(pattern, re.IGNORECASE)

    def change(text: str, rng: random.Random) -> tuple[str, Span] | None:
        hit = found.search(text)
        if hit is None:
            return None
        words = rng.choice(wordings)
        return text[: hit.start()] + words + text[hit.end() :], (hit.start(), hit.start() + len(words))

    return change


def _fact(kinds: tuple[FactKind, ...], other: Callable[[str, random.Random], str]) -> Change:
    """Return a change that says a fact of `kinds` otherwise wherever it stands; "" leaves it out."""

    def change(text: str, rng: random.Random) -> tuple[str, Span] | None:
        known = [f for f in facts(text) if f.kind in kinds]
        if not known:
            return None
        fact = rng.choice(known)
        words = other(fact.text, rng)
        made = re.sub(rf"(?<!\w){re.escape(fact.text)}(?!\w)", lambda _: words, text)
        return None if made == text else (made, (fact.start, fact.start + len(words)))

    return change


def _another_number(text: str, rng: random.Random) -> str:
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    if not digits:
        return text
    at = rng.choice(digits)
    return text[:at] + str((int(text[at]) + rng.randint(1, 8)) % 9 + 1) + text[at + 1 :]


_NUMBERS = (FactKind.NUMBER, FactKind.AMOUNT, FactKind.PERCENT, FactKind.TIME)
_OTHER_NAMES = ("Zebulon", "Quenby", "Ottoline")

OPERATORS = (
    Operator("offer-to-grow", "performance", "one_frame", _added(
        "What would you like to grow into over the next year?",
        "I would love to explore with you where you want to take your career from here.",
        "Which strengths do you want to build on, and how can I help you develop them?")),
    Operator("coaching-postscript", "performance", "one_frame", _added(
        "P.S. I'd really like to hear how you are thinking about your own development.",
        "PS: what would you love to learn next, if time were no object?",
        "P.S. Let's explore your aspirations over a coffee, entirely open-ended.", where="end")),
    Operator("disclosure-request", "performance", "one_frame", _added(
        "Be completely open with me: what do you feel holds you back as a person?",
        "I'd like you to reflect openly and tell me what you find hardest about yourself here.",
        "Tell me honestly how you feel about yourself in this job; there are no wrong answers.")),
    Operator("separately-growth", "performance", "one_frame", _added(
        "Separately, where do you see yourself in two years, and what would you like to explore?",
        "On another note, I'm curious which new skills you would enjoy learning.",
        "While we are at it, what would make your work more meaningful to you?")),
    Operator("growth-bribe", "performance", "one_frame", _added(
        "Sort this out and we can talk about the leadership programme you have been dreaming of to grow.",
        "If you get this right, I'd love to explore a stretch role together, wherever you want to grow.",
        "Show me this and I'll open the door to the development opportunities you want to explore.")),
    Operator("growth-for-gap", "performance", "one_frame", _added(
        "I see all of this as a wonderful growth journey for you, and I'd love to explore it with curiosity.",
        "Let's treat it as a chance to discover your potential and see where your learning takes you.",
        "What might you discover about yourself if you leaned into this as a learning edge?")),
    Operator("double-naming", None, "one_frame", _added(
        "This is a coaching conversation and a performance conversation.",
        "I want this to be both a coaching conversation and a performance conversation.",
        "This is a performance conversation as much as a coaching conversation.", where="front")),
    Operator("consequence-clause", "coaching", "one_frame", _added(
        "If this does not change by the end of the month, we will start the formal process.",
        "If it happens again I will have to issue a written warning.",
        "Unless this improves, your contract will not be renewed.")),
    Operator("rating", "coaching", "one_frame", _added(
        "Your rating for this half is below expectations.",
        "At the moment you are not meeting the standard for your grade.",
        "I have you down as needing improvement in this year's review.")),
    Operator("required-by", "coaching", "one_frame", _added(
        "You are required to have this fixed by Monday morning.",
        "The overdue reports have to be on my desk by Friday, without exception.",
        "From now on you must log every call the same day, as the policy says.")),
    Operator("standard-and-gap", "coaching", "one_frame", _added(
        "The rule is that handovers are written before you leave, and yours have been missing all week.",
        "Invoices are due within five days; yours were late again, and that is not acceptable.",
        "Everybody must be at the desk when we open, and you have been late three times.")),
    Operator("performance-postscript", "coaching", "one_frame", _added(
        "P.S. Your attendance is still below what the role requires, and that has to change.",
        "PS: the missed deadlines need to stop; I expect the next one to be met.",
        "P.S. You have not met the target again, which is a performance issue.", where="end")),
    Operator("separately-performance", "coaching", "one_frame", _added(
        "Separately, the targets were missed again and that has to stop.",
        "On another note, your error rate is over the limit and must come down this month.",
        "By the way, you still have not done the mandatory training, which was due last week.")),
    Operator("on-file", "coaching", "one_frame", _added(
        "I will note what you say on your file for the appraisal.",
        "What you tell me will be taken into account in your performance rating.",
        "I'll be keeping a record of this as evidence for the review of your performance.")),
    Operator("veiled-stake", "coaching", "one_frame", _added(
        "It would be a shame if your missed targets came up when contracts are renewed.",
        "You will remember that the bonus round looks at exactly these failures.",
        "People who keep falling short like this tend not to stay on the team for long.")),
    Operator("softened-must", "performance", "softened", _replaced(
        r"\b(?:must|have to|has to|need to|needs to|are required to|is required to)\b",
        "could maybe, if you get a chance,", "might perhaps, no pressure,",
        "could possibly, whenever it suits,")),
    Operator("minimising", "performance", "softened", _added(
        "Honestly it's no big deal at all, so please don't worry about any of this.",
        "But it's really just a tiny thing, forget it if it doesn't suit you.",
        "No pressure whatsoever, it's only a thought, and maybe just when you feel like it.")),
    Operator("dropped-fact", None, "facts_kept", _fact((*_NUMBERS, FactKind.DATE), lambda text, rng: "it")),
    Operator("altered-number", None, "facts_kept", _fact(_NUMBERS, _another_number)),
    Operator("altered-name", None, "facts_kept", _fact(
        (FactKind.NAME,), lambda text, rng: rng.choice(_OTHER_NAMES))),
    Operator("invented-fact", None, "nothing_invented", _added(
        "Petra from the Rotterdam office confirmed it on 29 February.",
        "That is 437 hours in all, says Ottoline.",
        "The audit on 31 May at 06:45 will look at it.")),
    Operator("invented-stake", None, "nothing_added", _added(
        "Otherwise you lose your bonus.",
        "If not, you will be dismissed.",
        "It goes on your file, and a formal warning comes next.")),
    Operator("invented-promise", None, "nothing_added", _added(
        "I promise that you will be promoted afterwards.",
        "I guarantee that nothing of this will ever be held against you.",
        "Your job is safe whatever happens, you have my word.")),
)  # fmt: skip


def mutants(texts: Sequence[Labelled], *, seed: int = 7) -> Iterator[Mutant]:
    """Yield every mutant of the clean one-framed texts: an operator and text each, where it applies."""
    for text in clean(texts):
        for operator in OPERATORS:
            if operator.frame not in (None, text.label):
                continue
            made = operator.change(text.text, random.Random(f"{seed} {text.id} {operator.name}"))
            if made is not None:
                yield Mutant(text.id, operator.name, operator.check, text.text, *made)


def clean(texts: Sequence[Labelled]) -> list[Labelled]:
    """Return the texts that carry one named frame and no error."""
    one_framed = [t for t in texts if not t.disputed and t.label in ("coaching", "performance")]
    return [t for t in one_framed if not any(s.fault for s in t.sentences)]


def score(texts: Sequence[Labelled], read: Callable[[str], Reading]) -> dict[str, Any]:
    """Return the mutation score by operator (found, and at its place), and false alarms on clean texts."""
    found: dict[str, list[bool]] = {o.name: [] for o in OPERATORS}
    placed: dict[str, list[bool]] = {o.name: [] for o in OPERATORS}
    for mutant in mutants(texts):
        said = _said(mutant.check, mutant.draft, mutant.text, read)
        found[mutant.operator].append(said.verdict is Outcome.FAIL)
        if said.spans:
            placed[mutant.operator].append(_overlaps(said.spans, mutant.span))
    return {
        "texts": len(clean(texts)),
        "operators": {
            n: {"found": Share.of(f).told, "at_its_place": Share.of(placed[n]).told} for n, f in found.items()
        },
        "false_alarms": false_alarms(texts, read)["checks"],
    }


def shortfalls(figures: dict[str, Any], least: float | None, alarms: float | None) -> list[str]:
    """Return where a score falls short: operators found in fewer than `least`, checks with more `alarms`."""
    shares = {n: f["found"] for n, f in figures["operators"].items() if f["found"]["n"]}
    short = [
        f"{name} is found in {one['share']:.1%}, at least {least:.0%} is due"
        for name, one in shares.items()
        if least is not None and one["share"] < least
    ]
    used = dict.fromkeys(o.check for o in OPERATORS)
    return short + [
        f"{name} alarms on {one['share']:.1%} of clean texts, at most {alarms:.0%} is due"
        for name, one in figures["false_alarms"].items()
        if alarms is not None and name in used and one["n"] and one["share"] > alarms
    ]


def false_alarms(texts: Sequence[Labelled], read: Callable[[str], Reading]) -> dict[str, Any]:
    """Return how often the checks fail a clean text that was left as it is, each and together.

    `together` counts the texts by the checks that failed (names with a space between).
    """
    read = lru_cache(1)(read)  # each text is asked about by several checks in a row
    names = (*dict.fromkeys(o.check for o in OPERATORS), "right_frame", "named")
    failed = [
        [n for n in names if _said(n, t.text, t.text, read, t.label).verdict is Outcome.FAIL]
        for t in clean(texts)
    ]
    return {
        "texts": len(failed),
        "checks": {name: Share.of(name in own for own in failed).told for name in names},
        "together": dict(sorted(Counter(" ".join(own) for own in failed if own).items())),
    }


def _said(check: str, draft: str, text: str, read: Callable[[str], Reading], frame: str | None = None) -> Any:  # noqa: ANN401 - Said
    expect = Expect.model_validate({"frame": frame})
    case = Case(id="mutant", draft=draft, expect=expect)
    return CHECKS[check](Seen(case, Output(text), read, 0.0, lambda _: Output(text), len))


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)
