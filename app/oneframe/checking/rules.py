"""The rules that a deliverable text must pass: one small function each, pure, over a `Scene`."""

import re
from collections.abc import Callable, Iterable

from oneframe.checking.additions import crossed, new_content, new_fact, new_stake, said_twice
from oneframe.checking.compare import extra, fact_keys, found, said, sentences_of
from oneframe.checking.lexicon import BINDS, HARD, LEAKS, LINK, OBLIGES, SHOUTS
from oneframe.checking.scene import Scene
from oneframe.frames import Frame
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.naming import frames_called, frames_denied, frames_named
from oneframe.reading.wordset import words
from oneframe.records import Fact
from oneframe.writing.plain import softeners

Rule = Callable[[Scene], str | None]
"""Returns None to pass, else the reason why not. An exception means unscored."""

_OPENING_SENTENCES = 2
_KEPT_SHARE = 0.85
_LINE_SHARE = 0.7
_BRACKET = re.compile(r"\[[^\[\]]*\]")


def one_frame(scene: Scene) -> str | None:
    """Every sentence of the text, read again, is neutral or of the plan's frame."""
    strays = [s for s in scene.reading.sentences if s.frame not in (Frame.NEUTRAL, scene.plan.frame)]
    return f'reads as {strays[0].frame}: "{strays[0].text}"' if strays else None


def named_in_opening(scene: Scene) -> str | None:
    """The first two sentences name the plan's frame and no other; no sentence denies it."""
    said = scene.house.plain(scene.masked)
    if scene.plan.frame in frames_denied(said):
        return f"it says that this is no {scene.plan.frame} conversation"
    opening = sentences_of(said)[:_OPENING_SENTENCES]
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
    return new_fact(scene) or new_stake(scene) or new_content(scene) or crossed(scene) or said_twice(scene)


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
    """A performance text states its standard, gap, closing and consequence, or has one slot for each."""
    for slot in scene.plan.slots:
        if scene.text.count(slot.text) != 1:
            return f"not one slot for the {slot.element or 'part to confirm'}"
    strays = [b for b in _BRACKET.findall(scene.unslotted) if b not in scene.source]
    return f"a bracket that is no slot: {strays[0]}" if strays else None


def no_harder_no_softer(scene: Scene) -> str | None:
    """No threat and no softener that the draft lacks."""
    known = f"{scene.source} {scene.phrases.text}"
    soft = extra(list(softeners(scene.unslotted)), list(softeners(known)))
    if soft:
        return f'a softener that the draft lacks: "{soft}"'
    hard = extra(found(HARD, scene.unslotted), found(HARD, known))
    hard = hard or extra(SHOUTS.findall(scene.unslotted), SHOUTS.findall(known))
    return f'harder than the draft: "{hard}"' if hard else _unbound(scene)


def no_leak(scene: Scene) -> str | None:
    """No prompt text, markup, link or hidden character that the draft lacks."""
    for pattern, what in LEAKS:
        if any(hit.group() not in scene.source for hit in pattern.finditer(scene.text)):
            return f"carries {what}"
    links = [m.group() for m in LINK.finditer(scene.text) if m.group().rstrip(".,)") not in scene.source]
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


def _lost(wanted: Iterable[Fact], keys: frozenset[str], target: str) -> str | None:
    """Return the first wanted fact that `target`, whose facts have `keys`, lacks."""
    missing = (f.text for f in wanted if fact_key(f) not in keys and not said(f, target))
    return next(missing, None)


def _unbound(scene: Scene) -> str | None:
    """A sentence no longer requires what its source in the draft requires."""
    for sentence in sentences_of(scene.unslotted):
        if sentence in scene.given:
            continue
        used = words(sentence)
        sources = [i for i, s in enumerate(scene.kept_words) if s and len(s & used) >= _LINE_SHARE * len(s)]
        bound = any(BINDS.search(scene.plan.kept[i].text) for i in sources)
        if bound and not OBLIGES.search(sentence):
            return f'no longer says that it is required: "{sentence}"'
    return None
