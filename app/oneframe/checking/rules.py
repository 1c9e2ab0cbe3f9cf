"""The rules that a deliverable text must pass: one small function each, pure, over a `Scene`."""

import re
from collections.abc import Callable, Iterable, Iterator

from oneframe.checking.lexicon import HARD, LEAKS, LINK, PROMISES, STAKES
from oneframe.checking.scene import Scene, fact_keys, masked
from oneframe.frames import Fault, Frame
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.naming import frames_called, frames_named
from oneframe.reading.segment import sentences
from oneframe.reading.wordset import negations, words
from oneframe.records import Fact, Piece
from oneframe.writing.plain import softeners

Rule = Callable[[Scene], str | None]
"""Returns None to pass, else the reason why not. An exception means unscored."""

_OPENING_SENTENCES = 2
_KEPT_SHARE = 0.85
_LINE_SHARE = 0.5
_NEW_WORDS = 0.34


def one_frame(scene: Scene) -> str | None:
    """Every sentence of the text, read again, is neutral or of the plan's frame."""
    strays = [s for s in scene.reading.sentences if s.frame not in (Frame.NEUTRAL, scene.plan.frame)]
    return f'reads as {strays[0].frame}: "{strays[0].text}"' if strays else None


def named_in_opening(scene: Scene) -> str | None:
    """The first two sentences name the plan's frame and no other."""
    opening = _sentences(scene.text)[:_OPENING_SENTENCES]
    called = frozenset[Frame]().union(*(frames_called(s) for s in opening))
    if scene.plan.frame.other in called:
        return f"the opening also names the {scene.plan.frame.other} frame"
    if any(scene.plan.frame in frames_named(s) for s in opening):
        return None
    named = scene.reading.named
    if named and named.sentence < _OPENING_SENTENCES:
        sentence = scene.reading.sentences[named.sentence]
        if named.frame is scene.plan.frame is sentence.frame:
            return None
    return f"the first two sentences do not say that this is a {scene.plan.frame} conversation"


def facts_kept(scene: Scene) -> str | None:
    """Every fact of the kept sentences is in the text."""
    lost = _lost(facts(scene.kept_text), fact_keys(scene.text), scene.text)
    return f'lost: "{lost}"' if lost else None


def nothing_added(scene: Scene) -> str | None:
    """No new name, number, date, stake or promise, no sentence of new content, none said twice."""
    return (
        _new_fact(scene) or _new_stake(scene) or _new_content(scene) or _crossed(scene) or _said_twice(scene)
    )


def nothing_lost(scene: Scene) -> str | None:
    """Each fact of the draft is in the rewrite, the companion or the set-aside list; the rest is here."""
    if lost := _lost(scene.draft.facts, scene.everywhere_keys, scene.everywhere):
        return f'lost altogether: "{lost}"'
    had, has = words(scene.kept_text), words(scene.text)
    if had and len(had & has) < _KEPT_SHARE * len(had):
        return "leaves out: " + ", ".join(sorted(had - has)[:6])
    for piece, line in zip(scene.plan.kept, scene.kept_words, strict=True):
        if len(line) >= 3 and len(line & has) < _LINE_SHARE * len(line):
            return f'leaves out: "{piece.text}"'
    return None


def elements_or_slots(scene: Scene) -> str | None:
    """A performance text states its standard, gap, closing and consequence, or carries a slot for each."""
    missing = [s for s in scene.plan.slots if s.text not in scene.text]
    return f"no slot for the {missing[0].element or 'part to confirm'}" if missing else None


def no_harder_no_softer(scene: Scene) -> str | None:
    """No threat and no softener that the draft lacks."""
    bank = scene.phrases.text
    soft = _extra(list(softeners(scene.unslotted)), list(softeners(scene.draft.text + bank)))
    if soft:
        return f'a softener that the draft lacks: "{soft}"'
    hard = _extra(_found(HARD, scene.unslotted), _found(HARD, scene.draft.text + bank))
    return f'harder than the draft: "{hard}"' if hard else None


def no_leak(scene: Scene) -> str | None:
    """No prompt text, markup, link or hidden character that the draft lacks."""
    for pattern, what in LEAKS:
        if (hit := pattern.search(scene.text)) and hit.group() not in scene.draft.text:
            return f"carries {what}"
    links = [m.group() for m in LINK.finditer(scene.text) if m.group().rstrip(".,)") not in scene.draft.text]
    return f"carries a link that the draft lacks: {links[0]}" if links else None


RULES: dict[str, Rule] = {
    "one-frame": one_frame,
    "named-in-opening": named_in_opening,
    "facts-kept": facts_kept,
    "nothing-added": nothing_added,
    "nothing-lost": nothing_lost,
    "elements-or-slots": elements_or_slots,
    "no-harder-no-softer": no_harder_no_softer,
    "no-leak": no_leak,
}


def _sentences(text: str) -> list[str]:
    plain = masked(text)
    return [plain[s.start : s.end] for s in sentences(plain)]


def _lost(wanted: Iterable[Fact], keys: frozenset[str], target: str) -> str | None:
    """Return the first wanted fact that `target`, whose facts have `keys`, lacks."""
    plain = _plain(target)
    missing = (f.text for f in wanted if fact_key(f) not in keys and _plain(f.text) not in plain)
    return next(missing, None)


def _new_fact(scene: Scene) -> str | None:
    known = scene.draft_keys | scene.phrases.keys
    plain = _plain(scene.draft.text)
    for fact in facts(scene.unslotted):
        if fact_key(fact) not in known and _plain(fact.text) not in plain:
            return f'not in the draft: "{fact.text}"'
    return None


def _new_stake(scene: Scene) -> str | None:
    bank = scene.phrases.text
    for pattern, what in ((STAKES, "stake"), (PROMISES, "promise")):
        extra = _extra(
            _found(pattern, scene.unslotted),
            _found(pattern, scene.draft.text) + _found(pattern, bank),
        )
        if extra:
            return f'a {what} that the draft lacks: "{extra}"'
    return None


def _new_content(scene: Scene) -> str | None:
    for sentence in _sentences(scene.unslotted):
        used = words(sentence)
        new = used - scene.allowed_words
        if len(used) >= 3 and len(new) > _NEW_WORDS * len(used):
            return "words that the draft lacks: " + ", ".join(sorted(new)[:5])
    return None


def _crossed(scene: Scene) -> str | None:
    """A sentence says of one thing what the draft says of another, or turns the draft's order round."""
    source = scene.kept_words
    keys = [fact_keys(p.text) for p in scene.plan.kept]
    last = 0
    for sentence in _sentences(scene.unslotted):
        used = words(sentence)
        shares = [len(used & s) / len(used) if used else 0.0 for s in source]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        if best is None or shares[best] < 0.5:
            continue
        merged = [k for i, k in enumerate(keys) if len(source[i] & used) >= 0.7 * len(source[i])]
        if len(merged) < 2 and _turned(scene.plan.kept[best], sentence):
            return f'says the opposite of the draft: "{sentence}"'
        if len(used) < 3:
            continue
        known = keys[best].union(*merged, scene.phrases.keys)
        if foreign := fact_keys(sentence) - known:
            return f'says of one thing what the draft says of another ({sorted(foreign)[0]}): "{sentence}"'
        if best < last and shares[best] > max(shares[last:], default=0):
            return f'turns the draft\'s order round: "{sentence}"'
        last = max(last, best)
    return None


def _turned(piece: Piece, sentence: str) -> bool:
    """True when the sentence says no where its source says yes (a verdict question's "don't you" is none)."""
    asks = piece.error is Fault.VERDICT_QUESTION
    return not asks and negations(sentence) % 2 != negations(piece.text) % 2


def _said_twice(scene: Scene) -> str | None:
    seen: list[frozenset[str]] = []
    source = [words(s.text) for s in scene.draft.sentences]
    for sentence in _sentences(scene.unslotted):
        used = words(sentence)
        if len(used) >= 3:
            twin = next((s for s in seen if len(s & used) >= 0.8 * max(len(s), len(used))), None)
            if twin is not None and sum(len(s & used) >= 0.8 * len(used) for s in source) < 2:
                return f'says twice: "{sentence}"'
            seen.append(used)
    return None


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [m.group().lower() for m in pattern.finditer(text.replace("’", "'"))]


def _extra(found: list[str], known: list[str]) -> str | None:
    return next((f for f in found if f not in known), None)


def _plain(text: str) -> str:
    return " ".join(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    yield from re.findall(r"[^\W_]+|[%£$€₦₹]", text.lower().replace("’", "'"))
