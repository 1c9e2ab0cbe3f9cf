"""Two one-sided judges: each lists one frame's sentences, blind to the other; code verifies and combines."""

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.evals.labelled import Labelled
from oneframe.evals.suite import digest
from oneframe.records import Outcome
from oneframe.writing import prompts as prompting

SIDES: Mapping[str, str] = {
    "coaching": "an open question about the person's own thinking or wishes, an offer to explore, a word "
    "about their learning, strengths or growth, a promise that nothing is assessed.",
    "performance": "a required standard, a gap against it, a change that is required, a deadline to comply, "
    "a consequence, a rating, a formal step, support that is given to close a gap.",
}
_REPLY_CHARS = 20_000
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
Ask = Callable[[prompting.Rendered], str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What both sides found. `outcome` fails a blend; unscored: a quote or reply cannot be used."""

    outcome: Outcome
    why: str
    quotes: Mapping[str, tuple[str, ...]]


class Judge:
    """A chat model asked twice for each text. `ask` gives its reply to a prompt."""

    def __init__(self, ask: Ask, prompts: Path, model: str) -> None:
        self._ask, self._prompt, self.model = ask, prompting.load(prompts, "judge"), model

    @property
    def prompt(self) -> str:
        """The hash of the prompt's file."""
        return self._prompt.sha

    @property
    def identity(self) -> str:
        """Changes with the model, the prompt and what the sides look for."""
        return digest([self.model, self._prompt.sha, dict(SIDES)])

    def judge(self, text: str, sides: Sequence[str] = tuple(SIDES)) -> Verdict:
        """Judge one text; the order of `sides` must not matter."""
        found: dict[str, tuple[str, ...]] = {}
        for side in sides:
            quotes = self._side(text, side)
            if isinstance(quotes, str):
                return Verdict(Outcome.UNSCORED, f"{side}: {quotes}", {})
            found[side] = quotes
        if all(found.values()):
            both = "; ".join(f"{side}: {quotes[0]!r}" for side, quotes in sorted(found.items()))
            return Verdict(Outcome.FAIL, both, found)
        return Verdict(Outcome.PASS, "", found)

    def majority(self, text: str, votes: int) -> Verdict:
        """Judge `votes` times; without a majority of one scored outcome it is unscored."""
        given = [self.judge(text) for _ in range(votes)]
        for outcome in (Outcome.FAIL, Outcome.PASS):
            same = [v for v in given if v.outcome is outcome]
            if 2 * len(same) > votes:
                return same[0]
        return Verdict(Outcome.UNSCORED, f"no majority in {votes} votes", {})

    def _side(self, text: str, side: str) -> tuple[str, ...] | str:
        """Return the verified quotes of one side, or why the reply cannot be used."""
        cleaned = prompting.clean(text)
        rendered = self._prompt.render(side=side, moves=SIDES[side], fence=secrets.token_hex(8), text=cleaned)
        return verified(self._ask(rendered), cleaned)


def build_judge(model: str) -> Judge:
    """Return the judge that a `provider:model` makes."""
    from oneframe import settings
    from oneframe.errors import SettingsInvalid
    from oneframe.wiring import build_writer
    from oneframe.writing.providers import ProviderWriter

    chosen = settings.load(writer=model)
    settings.keep_quiet(tracing=chosen.tracing)
    writer = build_writer(chosen)
    if not isinstance(writer, ProviderWriter):
        raise SettingsInvalid(f"judge: {model!r} is not provider:model.")
    return Judge(lambda rendered: "".join(writer.answer(rendered, _REPLY_CHARS)), settings.prompts(), model)


def verified(reply: str, text: str) -> tuple[str, ...] | str:
    """Return the quotes of a reply that all stand in `text`, or why the reply cannot be used."""
    found = _OBJECT.search(reply)
    try:
        quotes = json.loads(found.group())["quotes"] if found else None
    except (json.JSONDecodeError, KeyError, TypeError):
        quotes = None
    if not isinstance(quotes, list) or not all(isinstance(q, str) for q in quotes):
        return "the reply is not the object that was asked for"
    flat = " ".join(text.split())
    strange = [q for q in quotes if not q.strip() or " ".join(q.split()) not in flat]
    return f"a quote does not stand in the text: {strange[0][:80]!r}" if strange else tuple(quotes)


def trouble(
    calibration: Mapping[str, Any],
    judge: str,
    today: str,
    *,
    max_age_days: int = 60,
    labels: str | None = None,
) -> str:
    """Return why a calibration does not speak for the judge in use, or "" where it does.

    `labels` is the digest of the labels as they are now, where they are at hand.
    """
    from datetime import date

    if calibration.get("judge") != judge:
        return "it was made for another model, prompt or policy"
    if labels is not None and calibration.get("labels") != labels:
        return "the labels changed since"
    age = (date.fromisoformat(today) - date.fromisoformat(calibration["date"])).days
    if age > max_age_days:
        return f"it is {age} days old, at most {max_age_days} are allowed"
    for name, least in (("sensitivity", 0.85), ("specificity", 0.95)):
        if calibration[name]["low"] < least:
            return f"{name} may be as low as {calibration[name]['low']}, at least {least} is due"
    return ""


def labels_digest(texts: Sequence[Labelled]) -> str:
    """Return a digest that changes with any text or label."""
    return digest([[t.id, t.text, t.label] for t in texts])
