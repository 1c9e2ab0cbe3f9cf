"""Two one-sided judges: each lists one frame's sentences, blind to the other; code verifies and combines."""

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.evals.agreement import kappa
from oneframe.evals.labelled import Labelled
from oneframe.evals.measure import share
from oneframe.evals.stats import Share, spotless_chance
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

    writer = build_writer(settings.load(writer=model))
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


def calibrate(
    judge: Judge,
    texts: Sequence[Labelled],
    *,
    repeats: int = 1,
    today: str,
    each: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Return how far `judge` can be trusted on labelled texts, bound to judge and labels by their digests.

    `repeats` further judgements of each text, sides swapped, give self-consistency and symmetry.
    """
    scored = [t for t in texts if not t.disputed]
    rows = []
    for number, text in enumerate(scored, 1):
        first = judge.judge(text.text)
        again = [judge.judge(text.text, tuple(SIDES)[::-1]).outcome for _ in range(repeats)]
        rows.append((text, first.outcome, again))
        if each:
            each(number, len(scored))
    pairs = [(t.label == "blended", o is Outcome.FAIL) for t, o, _ in rows if o is not Outcome.UNSCORED]
    caught = [said for due, said in pairs if due]
    cleared = [not said for due, said in pairs if not due]
    base = sum(due for due, _ in pairs) / len(pairs) if pairs else 0.0
    return {
        "schema": 1,
        "judge": judge.identity,
        "model": judge.model,
        "labels": labels_digest(texts),
        "date": today,
        "n": len(rows),
        "unscored": share(o is Outcome.UNSCORED for _, o, _ in rows),
        "sensitivity": share(caught),
        "specificity": share(cleared),
        "kappa": _rounded(kappa([(str(a), str(b)) for a, b in pairs])),
        "base_rate": _rounded(base),
        "constant_predictor": _rounded(max(base, 1 - base)),
        "accuracy": share(a == b for a, b in pairs),
        "same_again_sides_swapped": share(o is first for _, first, again in rows for o in again),
        "errors_with_length": _rounded(_correlation([(len(t.text), _wrong(t, o)) for t, o, _ in rows])),
        "spotless_run_of_100": _rounded(spotless_chance(100, Share(sum(cleared), len(cleared)).value or 0.0)),
        "disagreements": [t.id for t, o, _ in rows if _wrong(t, o)],
    }


def trouble(calibration: Mapping[str, Any], judge: str, today: str, *, max_age_days: int = 60) -> str:
    """Return why a calibration does not speak for the judge in use, or "" where it does."""
    from datetime import date

    if calibration.get("judge") != judge:
        return "it was made for another model, prompt or policy"
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


def _wrong(text: Labelled, outcome: Outcome) -> bool:
    return outcome is not Outcome.UNSCORED and (outcome is Outcome.FAIL) != (text.label == "blended")


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, or None where one side does not vary."""
    from statistics import StatisticsError, correlation

    try:
        return correlation([float(a) for a, _ in pairs], [float(b) for _, b in pairs])
    except StatisticsError:
        return None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
