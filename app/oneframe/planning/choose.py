"""Which conversation this is, from a few plain answers: a decision table. Its words are in `choose.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame


class Requirement(StrEnum):
    """Is there a stated requirement?"""

    YES = "yes"
    UNSAID = "unsaid"
    NO = "no"


class Told(StrEnum):
    """Was it ever said to them? Asked only where it is stated somewhere."""

    YES = "yes"
    NO = "no"


class Topic(StrEnum):
    """Whose topic is it?"""

    THEIRS = "theirs"
    MINE = "mine"


class Stake(StrEnum):
    """What happens if nothing changes?"""

    NOTHING = "nothing"
    WORK = "work"
    PERSON = "person"


class Kind(StrEnum):
    """What is recommended."""

    PERFORMANCE = "performance"
    TELL_FIRST = "tell-first"
    COACHING = "coaching"
    OFFER = "offer"
    EVERYDAY = "everyday"


class Need(StrEnum):
    """What may still be missing before the conversation."""

    STANDARD = "standard"
    TOLD = "told"
    CONSEQUENCE = "consequence"
    INSTANCES = "instances"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said so far; None where it was not."""

    requirement: Requirement | None = None
    told: Told | None = None
    topic: Topic | None = None
    stake: Stake | None = None

    @property
    def is_complete(self) -> bool:
        """True when nothing that matters is left open."""
        told = self.told or self.requirement is not Requirement.YES
        return bool(self.requirement and told and self.topic and self.stake)


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation in words. `frame` is None where no frame is to be named."""

    kind: Kind
    frame: Frame | None
    name: str
    why: str
    condition: str
    opening: str


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist: what it is, whether it is there, and what to do."""

    need: Need
    name: str
    is_done: bool
    words: str


@dataclass(frozen=True, slots=True)
class ChoiceWording:
    """All of `prompts/choose.toml`. `questions` hold `ask` and a word for each answer."""

    questions: Mapping[str, Mapping[str, str]]
    advice: Mapping[Kind, Advice]
    checklist: Mapping[Need, Mapping[str, str]]


def choose(answers: Answers) -> Kind:
    """Return what complete `answers` point to; what is required outweighs whose topic it is."""
    assert answers.is_complete
    hangs = answers.stake is not Stake.NOTHING
    if answers.topic is Topic.THEIRS and not hangs:
        return Kind.COACHING
    if answers.requirement is Requirement.YES and answers.told is Told.YES:
        return Kind.PERFORMANCE if hangs else Kind.EVERYDAY
    # Where somebody would suffer, something is required, even if it was never said.
    return Kind.TELL_FIRST if hangs or answers.requirement is not Requirement.NO else Kind.OFFER


def missing(kind: Kind, answers: Answers, wording: ChoiceWording) -> tuple[Check, ...]:
    """Return the checklist of a recommendation, in the order of the talk."""
    done = {
        Need.STANDARD: answers.requirement is Requirement.YES,
        Need.TOLD: answers.requirement is Requirement.YES and answers.told is Told.YES,
    }
    return tuple(_check(need, done.get(need, False), wording) for need in _NEEDS[kind])


def load_choice(file: Path) -> ChoiceWording:
    """Read `choose.toml`; AssetDamaged when it cannot be used."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        questions = {name: _answered(table["questions"][name], of) for name, of in _ANSWERS.items()}
        advice = {kind: _advice(kind, table["advice"][kind.value]) for kind in Kind}
        checklist = {need: _listed(table["checklist"][need.value]) for need in Need}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as broken:
        raise AssetDamaged(
            f"The wording file {file.name} is missing or damaged ({broken}). Nothing can be recommended "
            "without it. Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken
    return ChoiceWording(questions, advice, checklist)


_ANSWERS: Mapping[str, type[StrEnum]] = {
    "requirement": Requirement,
    "told": Told,
    "topic": Topic,
    "stake": Stake,
}
_NEEDS = {
    Kind.PERFORMANCE: (Need.STANDARD, Need.TOLD, Need.INSTANCES, Need.CONSEQUENCE),
    Kind.TELL_FIRST: (Need.STANDARD, Need.TOLD, Need.CONSEQUENCE),
    Kind.COACHING: (Need.QUESTION,),
    Kind.OFFER: (),
    Kind.EVERYDAY: (),
}


def _check(need: Need, is_done: bool, wording: ChoiceWording) -> Check:
    words = wording.checklist[need]
    return Check(need, words["name"], is_done, words["done" if is_done else "missing"])


def _answered(table: Mapping[str, str], of: type[StrEnum]) -> Mapping[str, str]:
    return {key: table[key] for key in ("ask", *of)}


def _listed(table: Mapping[str, str]) -> Mapping[str, str]:
    return {"name": table["name"], "missing": table["missing"], "done": table.get("done", "")}


def _advice(kind: Kind, table: Mapping[str, Any]) -> Advice:
    frame = Frame(table["frame"]) if table["frame"] else None
    return Advice(kind, frame, table["name"], table["why"], table["condition"], table["opening"])
