"""Measures reader, router and rewrites on labelled texts: shares, intervals, confusion. Prints nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import fmean, median
from typing import Any

from oneframe.checking.compare import fact_keys
from oneframe.coach import Coach
from oneframe.evals.labelled import Labelled, Marked, RouteCase
from oneframe.evals.stats import Share
from oneframe.evals.twins import KINDS, twins
from oneframe.frames import Label
from oneframe.records import Reading, Rewrite, Route, Sentence, Status

GUARDS = tuple(f"N{n}" for n in range(1, 15))
Json = dict[str, Any]
Read = Callable[[str], Reading]


def measure_reading(texts: Sequence[Labelled], read: Read) -> Json:
    """Return label accuracy (5 and 4 ways), intent, blends, guards, confusion and the wrong cases."""
    scored = [t for t in texts if not t.disputed]
    guesses = [(t, read(t.text)) for t in scored]
    pairs = [(t.label, r.label.value) for t, r in guesses]
    return {
        "n": len(scored),
        "disputed": len(texts) - len(scored),
        "label": share(a == b for a, b in pairs),
        "label_4_ways": share(a == b for a, b in pairs if a != Label.NEITHER.value),
        "intent": share(t.intent == r.intent.value for t, r in guesses if not t.intent_disputed),
        "blend_precision": share(a == "blended" for a, b in pairs if b == "blended"),
        "blend_recall": share(b == "blended" for a, b in pairs if a == "blended"),
        "false_blends": share(b == "blended" for a, b in pairs if a != "blended"),
        **_sentences(guesses),
        "guards": _guards(guesses),
        "sources": _sources(guesses),
        "twins_flipped": _twins(guesses, read),
        "confusion": _confusion(pairs),
        "wrong": [
            {"id": t.id, "kind": t.kind, "is": t.label, "read": r.label.value}
            for t, r in guesses
            if t.label != r.label.value
        ],
    }


def measure_routing(cases: Sequence[RouteCase], route: Callable[[str], Route | None]) -> Json:
    """Return the share routed (at all, and to the right trigger) and the share of near misses that passed."""
    found = [(c, route(c.text)) for c in cases]
    must = [(c, r) for c, r in found if c.expect]
    by_trigger = {
        name: share(r is not None for c, r in must if c.expect == name)
        for name in sorted({c.expect or "" for c, _ in must})
    }
    return {
        "routed": share(r is not None for _, r in must),
        "right_trigger": share(r is not None and r.trigger.value in (c.expect, *c.also) for c, r in must),
        "near_misses_passed": share(r is None for c, r in found if not c.expect),
        "by_trigger": by_trigger,
        "missed": [c.id for c, r in must if r is None],
        "false": [c.id for c, r in found if not c.expect and r is not None],
    }


def measure_rewrites(
    texts: Sequence[Labelled], coach: Coach, each: Callable[[int, int], None] | None = None
) -> tuple[Json, list[Json]]:
    """Rewrite every text; return the figures and, a text each, what was delivered."""
    kept: list[tuple[Labelled, Rewrite]] = []
    for number, text in enumerate(texts, 1):
        *_, last = coach.rewrite(text.text)
        assert last.rewrite is not None
        kept.append((text, last.rewrite))
        if each:
            each(number, len(texts))
    return _rewrites(kept), [_delivered(t, r) for t, r in kept]


def _rewrites(kept: Sequence[tuple[Labelled, Rewrite]]) -> Json:
    new = [(t, r) for t, r in kept if r.status is Status.REWRITTEN]
    good = [(t, r) for t, r in kept if not t.disputed and t.label in ("coaching", "performance", "neither")]
    facts = [f.lower() in _everywhere(r) for t, r in new for f in t.facts]
    return {
        "n": len(kept),
        "status": dict(Counter(r.status.value for _, r in kept)),
        "facts_found": share(facts),
        "texts_with_a_new_fact": share(bool(_invented(t, r)) for t, r in new),
        "by_embedded": share(r.writer == "embedded" for _, r in new),
        "good_changed": share(r.status is Status.REWRITTEN for _, r in good),
        "all_checks_passed": share(all(c.verdict.value == "pass" for c in r.checks) for _, r in new),
        "length_ratio": round(median(_length(t, r) for t, r in new), 3) if new else None,
        "median_s": round(median(r.seconds for _, r in new), 3) if new else None,
    }


def _delivered(text: Labelled, rewrite: Rewrite) -> Json:
    return {
        "id": text.id,
        "kind": text.kind,
        "draft": text.text,
        "status": rewrite.status.value,
        "frame": rewrite.frame.value if rewrite.frame else None,
        "text": rewrite.text,
        "companion": rewrite.companion.text if rewrite.companion else None,
        "set_aside": [p.text for p in rewrite.set_aside],
        "writer": rewrite.writer,
        "lost": [f for f in text.facts if f.lower() not in _everywhere(rewrite)]
        if rewrite.status is Status.REWRITTEN
        else [],
        "new": _invented(text, rewrite),
    }


def _length(text: Labelled, rewrite: Rewrite) -> float:
    """Return the words of both delivered texts over the words of the draft."""
    companion = rewrite.companion.text if rewrite.companion else ""
    return len(f"{rewrite.text} {companion}".split()) / len(text.text.split())


def _everywhere(rewrite: Rewrite) -> str:
    companion = rewrite.companion.text if rewrite.companion else ""
    return "\n".join([rewrite.text, companion, *(p.text for p in rewrite.set_aside)]).lower()


def _invented(text: Labelled, rewrite: Rewrite) -> list[str]:
    """Return the facts of the delivered texts that the draft does not hold (the phrase bank holds none)."""
    if rewrite.status is not Status.REWRITTEN:
        return []
    companion = rewrite.companion.text if rewrite.companion else ""
    return sorted(fact_keys(f"{rewrite.text}\n{companion}") - fact_keys(text.text))


def share(claims: Iterable[bool]) -> Json:
    """Return how many of `claims` are true, of how many, the share and its Wilson 95 % interval."""
    marks = list(claims)
    share = Share(sum(marks), len(marks))
    low, high = share.interval
    value = None if share.value is None else round(share.value, 4)
    return {"hits": share.hits, "n": share.n, "share": value, "low": round(low, 4), "high": round(high, 4)}


def _guards(guesses: Sequence[tuple[Labelled, Reading]]) -> dict[str, Json]:
    """Return, by must-not-flag kind, the share not called blended; messages labelled blended are left out."""
    passed: dict[str, list[bool]] = defaultdict(list)
    for text, reading in guesses:
        if text.kind in GUARDS and text.label != "blended":
            passed[text.kind].append(reading.label is not Label.BLENDED)
    return {kind: share(passed[kind]) for kind in GUARDS if kind in passed}


def _confusion(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts = Counter(pairs)
    return {a.value: {b.value: counts[a.value, b.value] for b in Label} for a in Label}


def _sentences(guesses: Sequence[tuple[Labelled, Reading]]) -> Json:
    """Return the figures of sentences, where the splitter found the labelled sentence exactly.

    `error_named`: of the sentences with an error, those on which the same error was found;
    `error_false`: of the clean ones, those on which any was; `elements`: F1 over sentences and elements;
    `calibration`: how far the probability of a sentence's frame is from how often it is right.
    """
    pairs = [(text.marked, *pair) for text, reading in guesses for pair in _aligned(text, reading)]
    marked = [(m, f, e) for known, m, f, e in pairs if known]
    return {
        "sentence": share(m.frame == found.frame.value for _, m, found, _ in pairs),
        "error_named": share(found.error == m.fault for m, found, _ in marked if m.fault),
        "error_false": share(found.error is not None for m, found, _ in marked if not m.fault),
        "elements": _f1([(m.elements, stated) for m, _, stated in marked]),
        "calibration": _calibration([(found.p, m.frame == found.frame.value) for _, m, found, _ in pairs]),
    }


def _twins(guesses: Sequence[tuple[Labelled, Reading]], read: Read) -> dict[str, Json]:
    """Return, by kind of twin, the share read with another label than the original."""
    flips: dict[str, list[bool]] = defaultdict(list)
    for text, reading in guesses:
        for kind, twin in twins(text):
            flips[kind].append(read(twin).label is not reading.label)
    return {kind: share(flips[kind]) for kind in KINDS}


def _aligned(text: Labelled, reading: Reading) -> Iterator[tuple[Marked, Sentence, frozenset[str]]]:
    """Yield each labelled sentence that was split off exactly, as it was read, and its elements found."""
    read = {s.text: s for s in reading.sentences}
    for mark in text.sentences:
        if (found := read.get(mark.text)) is not None:
            stated = {
                e.value for e, spans in reading.elements.items() if any(s.start == found.start for s in spans)
            }
            yield mark, found, frozenset(stated)


def _f1(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Json:
    true = sum(len(a & b) for a, b in pairs)
    wanted, found = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    f1 = round(2 * true / (wanted + found), 4) if wanted + found else None
    return {"f1": f1, "true": true, "wanted": wanted, "found": found}


def _calibration(pairs: Sequence[tuple[float, bool]]) -> Json:
    """Return the expected calibration error (0 to 1) over ten equal-width bins, and the bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, right in pairs:
        bins[min(9, int(p * 10))].append((p, right))
    rows = [(fmean(p for p, _ in b), fmean(r for _, r in b), len(b)) for _, b in sorted(bins.items())]
    error = sum(n * abs(p - right) for p, right, n in rows) / len(pairs) if pairs else None
    return {
        "error": None if error is None else round(error, 4),
        "bins": [{"p": round(p, 3), "right": round(right, 3), "n": n} for p, right, n in rows],
    }


def _sources(guesses: Sequence[tuple[Labelled, Reading]]) -> Json:
    """Return label accuracy and false blends averaged over sources: a large one does not decide."""
    by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for text, reading in guesses:
        if text.source:
            by[text.source].append((text.label, reading.label.value))
    right = [fmean(a == b for a, b in pairs) for pairs in by.values()]
    rest = [[b for a, b in pairs if a != "blended"] for pairs in by.values()]
    blends = [fmean(b == "blended" for b in read) for read in rest if read]
    return {
        "n": len(by),
        "label": round(fmean(right), 4) if right else None,
        "false_blends": round(fmean(blends), 4) if blends else None,
    }
