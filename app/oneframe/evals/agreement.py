"""How far two readers of the same messages agree, label by label: Cohen's kappa. Standard library only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.labelled import Labelled

Json = dict[str, Any]
Pairs = Sequence[tuple[str, str]]


def agreement(texts: Sequence[Labelled], second: Sequence[Mapping[str, Any]]) -> Json:
    """Return the agreement on frames, errors, labels and intents of the texts that `second` holds too.

    `second` has an object a message: `id`, `frames` (and `errors`) a sentence, `label`, `intent`.
    `differ` names the messages whose label or intent the second reader gave otherwise.
    """
    again = {row["id"]: row for row in second}
    both = [(text, again[text.id]) for text in texts if text.id in again]
    if not both:
        raise SettingsInvalid("The two readings share no id.")
    frames = [pair for text, row in both for pair in _lined_up(text, row, "frames")]
    errors = [pair for text, row in both for pair in _lined_up(text, row, "errors")]
    return {
        "messages": len(both),
        "sentences": len(frames),
        "frame": _by_class(frames),
        "error": _by_class(errors),
        "label": _by_class([(text.label, row["label"]) for text, row in both]),
        "intent": _by_class([(text.intent, row["intent"]) for text, row in both]),
        "differ": [t.id for t, r in both if (t.label, t.intent) != (r["label"], r["intent"])],
    }


def kappa(pairs: Pairs) -> float | None:
    """Return Cohen's kappa (1: always agree, 0: as by chance), or None where chance alone agrees always."""
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ours[c] * theirs[c] for c in ours) / len(pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def _lined_up(text: Labelled, row: Mapping[str, Any], what: str) -> Pairs:
    given = row.get(what)
    if given is None or (what == "errors" and not text.marked):
        return ()
    if len(given) != len(text.sentences):
        raise SettingsInvalid(f"{text.id}: {len(given)} {what} for {len(text.sentences)} sentences.")
    own = [m.frame if what == "frames" else m.fault or "none" for m in text.sentences]
    return list(zip(own, (g or "none" for g in given), strict=True))


def _by_class(pairs: Pairs) -> Json:
    """Return kappa over all classes, and of each class against the rest."""
    classes = sorted({c for pair in pairs for c in pair})
    return {
        "n": len(pairs),
        "kappa": _rounded(kappa(pairs)),
        "each": {c: _rounded(kappa([(str(a == c), str(b == c)) for a, b in pairs])) for c in classes},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
