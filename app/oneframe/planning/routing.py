"""What stops frame work: triggers in a fixed order, each with fixed advice. Patterns only; never a model."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oneframe.errors import AssetDamaged
from oneframe.frames import Trigger
from oneframe.records import Route


@dataclass(frozen=True, slots=True)
class TriggerRules:
    """What a trigger looks like. `near` is blanked out first: idioms that only look like it."""

    trigger: Trigger
    advice: str
    near: tuple[re.Pattern[str], ...]
    signs: tuple[re.Pattern[str], ...]

    def evidence(self, text: str) -> str | None:
        """Return the words of `text` that trigger, or None."""
        for idiom in self.near:
            text = idiom.sub(lambda m: "·" * len(m.group()), text)
        hits = (sign.search(text) for sign in self.signs)
        return next((" ".join(m.group().split()) for m in hits if m), None)


class Router:
    """Checks the triggers in the order of `Trigger`; the first that fires wins."""

    def __init__(self, rules: tuple[TriggerRules, ...]) -> None:
        self._rules = rules

    def route(self, text: str) -> Route | None:
        """Return why and where to send the manager instead of rewriting, or None."""
        plain = text.replace("’", "'")
        for rule in self._rules:
            if (evidence := rule.evidence(plain)) is not None:
                return Route(rule.trigger, rule.advice, evidence)
        return None


def load_router(file: Path) -> Router:
    """Read `routes.toml`: a table a trigger with `advice`, `signs`, `near` and shared `words`."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        words = {f"<{name}>": pattern for name, pattern in raw.get("words", {}).items()}
        return Router(tuple(_rules(trigger, raw[trigger.value], words) for trigger in Trigger))
    except (OSError, tomllib.TOMLDecodeError, KeyError, re.error) as broken:
        raise AssetDamaged(
            f"The routing file {file.name} is missing or damaged ({broken}). No draft is read without it. "
            "Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken


def _rules(trigger: Trigger, table: Mapping[str, object], words: Mapping[str, str]) -> TriggerRules:
    return TriggerRules(
        trigger,
        " ".join(str(table["advice"]).split()),
        _patterns(table.get("near", []), words),
        _patterns(table["signs"], words),
    )


def _patterns(lines: object, words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    assert isinstance(lines, list)
    return tuple(re.compile(_expand(str(line), words), re.IGNORECASE) for line in lines)


def _expand(line: str, words: Mapping[str, str]) -> str:
    for name, pattern in words.items():
        line = line.replace(name, pattern)
    return line
