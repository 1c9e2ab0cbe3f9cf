"""What a text says that its draft does not: each function returns the reason why, or None. Pure."""

from collections.abc import Iterator

from oneframe.checking.compare import extra, fact_keys, found, plain, said, sentences_of, stands_in
from oneframe.checking.lexicon import BOUNDS, COURTESIES, PERSONS, PROMISES, STAKES
from oneframe.checking.scene import Scene
from oneframe.frames import FactKind, Fault
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.wordset import negations, words
from oneframe.records import Piece
from oneframe.writing.plain import say_plainly

_NEW_WORDS = 0.34
_UNBOUNDED = (FactKind.NAME, FactKind.SYSTEM, FactKind.QUOTE, FactKind.ID)


def new_fact(scene: Scene) -> str | None:
    """A name, number, date, person, or bound on one of them ("after Monday"), that the draft lacks."""
    known = scene.draft_keys | scene.phrases.keys
    for fact in facts(scene.unslotted):
        if fact_key(fact) not in known and not said(fact, scene.source):
            return f'not in the draft: "{fact.text}"'
    had = f"{scene.source} {scene.phrases.text}"
    for person in PERSONS:
        if (hit := person.search(scene.unslotted)) and not person.search(had):
            return f'a person that the draft lacks: "{hit.group()}"'
    return _new_bound(scene)


def new_stake(scene: Scene) -> str | None:
    """A stake or a promise that the draft lacks."""
    known = f"{scene.source} {scene.phrases.text}"
    for pattern, what in ((STAKES, "stake"), (PROMISES, "promise")):
        if new := extra(found(pattern, scene.unslotted), found(pattern, known)):
            return f'a {what} that the draft lacks: "{new}"'
    return None


def new_content(scene: Scene) -> str | None:
    """A third of a sentence may be new wording; of one or two content words, none ("You are lazy.")."""
    said_before = plain("\n".join([scene.source, *(say_plainly(p.text) for p in scene.plan.kept)]))
    for sentence in sentences_of(scene.masked):
        used = words(sentence)
        new = used - scene.allowed_words - COURTESIES
        if new and (len(used) < 3 or len(new) > _NEW_WORDS * len(used)):
            return "words that the draft lacks: " + ", ".join(sorted(new)[:5])
        bare = plain(sentence)
        if used or not bare or "…" in sentence or scene.phrases.has(sentence):
            continue
        if not stands_in(bare, said_before):
            return f'a sentence that the draft lacks: "{sentence}"'
    return None


def crossed(scene: Scene) -> str | None:
    """A sentence says of one thing what the draft says of another, or turns the draft's order round."""
    source = scene.kept_words
    keys = [fact_keys(p.text) for p in scene.plan.kept]
    last = 0
    for sentence in sentences_of(scene.unslotted):
        if scene.is_own(sentence):
            continue
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


def said_twice(scene: Scene) -> str | None:
    """A sentence comes again that the draft does not repeat."""
    seen: list[frozenset[str]] = []
    source = [words(s.text) for s in scene.draft.sentences]
    for sentence in sentences_of(scene.unslotted):
        used = words(sentence)
        if len(used) >= 3 and sentence not in scene.given:
            twin = next((s for s in seen if len(s & used) >= 0.8 * max(len(s), len(used))), None)
            if twin is not None and sum(len(s & used) >= 0.8 * len(used) for s in source) < 2:
                return f'says twice: "{sentence}"'
            seen.append(used)
    return None


def _new_bound(scene: Scene) -> str | None:
    had = set(_bounds(scene.source))
    known = {key for key, _ in had}
    for key, bound in _bounds(scene.unslotted):
        if key in known and (key, bound) not in had:
            return f'the draft does not say "{bound} {key}"' if bound else f'the draft bounds "{key}"'
    return None


def _bounds(text: str) -> Iterator[tuple[str, str]]:
    """Yield the key of each date, time and quantity with the bound before it, or with nothing."""
    for fact in facts(text):
        if fact.kind not in _UNBOUNDED:
            hit = BOUNDS.search(text[max(0, fact.start - 20) : fact.start])
            yield fact_key(fact), " ".join(hit.group().lower().split()) if hit else ""


def _turned(piece: Piece, sentence: str) -> bool:
    """True when the sentence says no where its source says yes (a verdict question's "don't you" is none)."""
    asks = piece.error is Fault.VERDICT_QUESTION
    return not asks and negations(sentence) % 2 != negations(piece.text) % 2
