"""Asks, one by one, what decides which conversation is needed, and reads the answers. Words: `choose.toml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oneframe.planning.choose import (
    Advice,
    Answers,
    ChoiceWording,
    Requirement,
    Stake,
    Told,
    Topic,
    choose,
    missing,
)

_WANTED = re.compile(
    r"\b(?:which|what (?:kind|sort|type) of|what) (?:conversation|talk|frame|chat|one)\b.*\b(?:need|is this|this is|should|have|hold|right|"
    r"pick|choose|start|do i)\b|"
    r"\b(?:is|are) (?:this|that|it|these) (?:a |about )?(?:coaching|performance)\b|"
    r"\bcoaching or (?:a )?performance\b|\bperformance or (?:a )?coaching\b|"
    r"\b(?:don'?t|do not|not) (?:really )?(?:know|sure) (?:which|what) (?:conversation|talk|kind|frame)\b|\bcoach or correct\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:yes|yep|yeah|ya|sure|of course|definitely|stated|written|it is|there is|they know|i (?:did|have|told))\b",
    re.I,
)
_NO = re.compile(r"\b(?:no|nope|none|never|not|nothing|isn'?t|haven'?t|didn'?t|don'?t|wasn'?t)\b", re.I)
_READ: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = {
    "requirement": (
        ("unsaid", re.compile(r"\b(?:my head|unwritten|unspoken|implied|expect(?:ed)? it|obvious|assumed|not (?:written|said))\b", re.I)),
        ("no", _NO),
        ("yes", _YES),
    ),
    "told": (("no", re.compile(rf"{_NO.pattern}|\b(?:maybe|hint\w*)\b", re.I)), ("yes", _YES)),
    "topic": (
        ("mine", re.compile(r"\b(?:mine|my (?:topic|concern|issue)|i (?:raised|brought|want|need)|me|ours|the (?:team|company)'s)\b", re.I)),
        ("theirs", re.compile(r"\b(?:theirs?|hers?|his|they|she|he|them)\b", re.I)),
    ),
    "stake": (
        ("person", re.compile(r"\b(?:warning|plan|job|fired?|dismiss\w*|contract|rating|pay|bonus|role|hr|probation|consequence\w*|follow)\b", re.I)),
        ("nothing", re.compile(r"\b(?:nothing|not much|no(?:ne| harm)?|fine|never mind|doesn'?t matter)\b", re.I)),
        ("work", re.compile(r"\b(?:work|customers?|clients?|patients?|pupils?|team|colleagues?|others?|late|delay\w*|cost\w*|suffer\w*|mistakes?|quality)\b", re.I)),
    ),
}  # fmt: skip
_VALUES = {"requirement": Requirement, "told": Told, "topic": Topic, "stake": Stake}


def wants_triage(said: str) -> bool:
    """Return whether `said` asks which conversation is needed."""
    return bool(_WANTED.search(said))


@dataclass(frozen=True, slots=True)
class Triage:
    """The questions in their words, and where a talk stands in them."""

    wording: ChoiceWording

    def begun(self, asked: Sequence[str]) -> Answers | None:
        """Return empty answers if the last thing asked was a question of the triage."""
        return Answers() if asked and self._name(asked[-1]) else None

    def question(self, answers: Answers) -> str | None:
        """Return the next question with its possible answers, or None when all is said."""
        name = self._next(answers)
        if name is None:
            return None
        words = self.wording.questions[name]
        choices = "; ".join(words[v] for v in _VALUES[name])
        return f"{words['ask']} ({choices}.)"

    def heard(self, answers: Answers, asked: str, said: str) -> Answers | None:
        """Return the answers with what `said` answers to `asked`, or None where it does not."""
        name = self._name(asked)
        if name is None:
            return None
        if said.rstrip().endswith("?"):
            return None
        chosen = (v for v in _VALUES[name] if _opens_with(said, self.wording.questions[name][v]))
        found = next(chosen, None) or next((v for v, p in _READ[name] if p.search(said)), None)
        if found is None:
            return None
        told: dict[str, Any] = {name: _VALUES[name](found)}
        return replace(answers, **told)

    def advice(self, answers: Answers) -> tuple[Advice, str]:
        """Return the recommendation for complete answers, and it in words with what is still missing."""
        kind = choose(answers)
        advice = self.wording.advice[kind]
        open_ = [f"- {c.name}: {c.words}" for c in missing(kind, answers, self.wording) if not c.is_done]
        parts = [
            f"{advice.name}. {advice.why} {advice.condition}",
            f"It could open like this:\n“{advice.opening}”",
        ]
        if open_:
            parts.append("Before you go in:\n" + "\n".join(open_))
        return advice, "\n\n".join(parts)

    def _next(self, answers: Answers) -> str | None:
        if answers.requirement is None:
            return "requirement"
        if answers.requirement is Requirement.YES and answers.told is None:
            return "told"
        return "topic" if answers.topic is None else "stake" if answers.stake is None else None

    def _name(self, asked: str) -> str | None:
        return next((n for n in _VALUES if asked.startswith(self.wording.questions[n]["ask"])), None)


def _opens_with(said: str, choice: str) -> bool:
    """Return whether `said` is one of the offered answers, word for word or its beginning."""
    words = re.findall(r"\w+", said.lower())
    return bool(words) and re.findall(r"\w+", choice.lower())[: len(words)] == words
