"""Takes a house's terms and tone from the settings and refuses what would bend the one-frame rule: a name
that is the other frame's, that belittles or threatens, a word whose change would harden, soften or deny."""

import re
from collections.abc import Mapping
from typing import Final

from oneframe.checking.lexicon import BINDS, HARD, OBLIGES, PROMISES, STAKES
from oneframe.errors import SettingsInvalid
from oneframe.frames import Frame
from oneframe.reading.house import House
from oneframe.reading.naming import frames_named
from oneframe.reading.wordset import negations
from oneframe.writing.plain import softeners

_WORDS = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*(?: [A-Za-z]+(?:[-'’][A-Za-z]+)*)*")
# Words that belong to one frame, whatever a house says.
_KIN: Final = {
    Frame.COACHING: re.compile(
        r"\b(?:coach\w*|mentor\w*|growth|grow\w*|develop\w*|learn\w*|career|aspiration\w*|explor\w*)\b", re.I
    ),
    Frame.PERFORMANCE: re.compile(
        r"\b(?:perform\w*|account\w*|standards?|requirements?|expectations?|gaps?|improvement|conduct|disciplin\w*|"
        r"warnings?|compliance|targets?)\b",
        re.I,
    ),
}
_SMALL = re.compile(
    r"\b(?:informal|friendly|quick|little|casual|cosy|cozy|light|fun|happy|nice|optional|gentle|no)\b", re.I
)
_ANY_TALK: Final = re.compile(
    r"(?:(?:an?|the|our|my|your|of|on|for|in|and|with|conversations?|talks?|chats?|meetings?|messages?|notes?|mail|"
    r"call|session|time|team|weekly|daily|monthly|regular|work|one-to-one|reviews?|update|catch|up|check|check-in|"
    r"feedback|general|point|matter)\s*)+",
    re.I,
)
_MOST_WORDS: Final = 5
_MOST_TONES: Final = 100
_KEPT: Final = "No house rule was taken over."


def house_rules(terms: Mapping[str, str], tone: Mapping[str, str]) -> House:
    """Return the house of `[terms]` (frame to name) and `[tone]` (word to avoid to word instead).

    Raises SettingsInvalid naming the rule, why it cannot stand and what would.
    """
    named = {_frame(frame): _term(frame, " ".join(term.split())) for frame, term in terms.items()}
    if len(named) == 2:
        one, two = (set(t.lower().split()) for t in named.values())
        if one <= two or two <= one:
            raise _refused("terms", " / ".join(named.values()), "names both conversations alike", _APART)
    if len(tone) > _MOST_TONES:
        raise _refused(
            "tone", f"{len(tone)} words", f"is more than {_MOST_TONES}", "keep the ones that matter"
        )
    return House(named, {word.strip(): _instead(word.strip(), new.strip()) for word, new in tone.items()})


_APART: Final = 'give each its own name, such as "growth talk" and "standards review"'


def _frame(name: str) -> Frame:
    if name not in (Frame.COACHING.value, Frame.PERFORMANCE.value):
        raise _refused("terms", name, "is no conversation of ours", "name coaching or performance")
    return Frame(name)


def _term(frame: str, term: str) -> str:
    """Return a house's name for a frame, or refuse it."""
    own, other = Frame(frame), Frame(frame).other
    sentence = f"This is a {term}."
    if not _WORDS.fullmatch(term) or not 2 <= len(term.split()) <= _MOST_WORDS:
        why, mend = f"is not two to {_MOST_WORDS} words", _APART
    elif other in frames_named(sentence) or _KIN[other].search(term):
        why, mend = f"names the {other} conversation; one message carries one frame", _APART
    elif negations(term) or _SMALL.search(term) or softeners(sentence):
        why, mend = f"says that it is less than a {own} conversation", _APART
    elif STAKES.search(term) or PROMISES.search(term) or HARD.search(term):
        why, mend = "says a stake or a promise, which only the message may", _APART
    elif _ANY_TALK.fullmatch(term):
        why, mend = "is said of any talk, so nobody would know the frame by it", _APART
    else:
        return term
    raise _refused("terms", f'{frame} = "{term}"', why, mend)


def _instead(word: str, new: str) -> str:
    """Return the word that a house says instead of `word`, or refuse the change."""
    said = f"{word} {new}"
    if not (_WORDS.fullmatch(word) and _WORDS.fullmatch(new)) or len(said.split()) > 2 * _MOST_WORDS:
        why = "is not words for words"
    elif any(frames_named(f"This is {w}.") or _names_a_frame(w) for w in (word, new)):
        why = "would change which conversation is named; use [terms] for that"
    elif any(p.search(w) for p in (BINDS, OBLIGES) for w in (word, new)):
        why = "would change what is required"
    elif negations(word) or negations(new):
        why = "would turn a yes into a no"
    elif any(p.search(new) for p in (STAKES, PROMISES, HARD)) or softeners(new) or softeners(f"{new} late"):
        why = "would make a message harder or softer than its writer"
    else:
        return new
    raise _refused("tone", f'"{word}" = "{new}"', why, "change or delete that line")


def _names_a_frame(word: str) -> bool:
    return bool(re.search(r"\b(?:coaching|performance)\b", word, re.I))


def _refused(table: str, rule: str, why: str, mend: str) -> SettingsInvalid:
    return SettingsInvalid(f"[{table}] {rule}: it {why}. {_KEPT} To mend it, {mend}.")
