"""What stops frame work: triggers in a fixed order, each with fixed advice. Cues, and the reader's signs."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.errors import AssetDamaged
from oneframe.frames import Trigger
from oneframe.records import Reading, Route

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TriggerRules:
    """How one trigger is seen. `idioms` only look like it: they are blanked out before `cues` are sought."""

    trigger: Trigger
    advice: str
    threshold: float
    idioms: tuple[re.Pattern[str], ...]
    cues: tuple[re.Pattern[str], ...]

    def evidence(self, reading: Reading) -> str | None:
        """Return the words or the sentence that trigger, or None."""
        return self._cue(reading.text) or self._sign(reading)

    def _cue(self, text: str) -> str | None:
        # A mail program wraps lines anywhere: only an empty line parts words of one cue.
        plain = _BLANK.sub(lambda m: "\n" if m.group().count("\n") > 1 else " ", text.replace("’", "'"))
        for idiom in self.idioms:
            plain = idiom.sub(lambda m: "·" * len(m.group()), plain)
        hits = (cue.search(plain) for cue in self.cues)
        return next((" ".join(m.group().split()) for m in hits if m), None)

    def _sign(self, reading: Reading) -> str | None:
        signs = (s for s in reading.signs if s.trigger is self.trigger and s.p >= self.threshold)
        return next((reading.sentences[s.sentence].text for s in signs), None)


class Router:
    """Checks the triggers in the order of `Trigger`; the first that fires wins."""

    def __init__(self, rules: tuple[TriggerRules, ...]) -> None:
        self._rules = rules

    def route(self, reading: Reading) -> Route | None:
        """Return why and where to send the manager instead of rewriting, or None."""
        for rule in self._rules:
            if evidence := rule.evidence(reading):
                return Route(rule.trigger, rule.advice, evidence)
        return None


def load_router(file: Path) -> Router:
    """Read `routes.toml`: a table a trigger with `advice`, `threshold`, `cues` and `idioms`."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        return Router(tuple(_rules(trigger, raw[trigger.value]) for trigger in Trigger))
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        AttributeError,
        re.error,
    ) as broken:
        raise AssetDamaged(
            f"The routing file {file.name} is missing or damaged ({broken}). No draft is read without it. "
            "Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken


def _rules(trigger: Trigger, table: Mapping[str, Any]) -> TriggerRules:
    advice = " ".join(table["advice"].split())
    return TriggerRules(
        trigger, advice, table["threshold"], _patterns(table["idioms"]), _patterns(table["cues"])
    )


def _patterns(lines: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line, re.IGNORECASE) for line in lines)
