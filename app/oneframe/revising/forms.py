"""The same checked sentences as a chat line, a mail, an opener or an agenda. Adds a subject, no judgement."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.reading.facts import facts
from oneframe.reading.naming import frames_named
from oneframe.reading.segment import sentences
from oneframe.reading.wordset import words
from oneframe.revising.sheet import Sheet, stands
from oneframe.writing.composer import greeting_in, is_sign_off

_FRAMES = (Frame.COACHING, Frame.PERFORMANCE)
_SPOKEN = 2


class Form(StrEnum):
    """What a text is for. The last two are cut from the whole: a part may leave slots to it."""

    MESSAGE = "message"
    CHAT = "chat"
    MAIL = "mail"
    OPENER = "opener"
    AGENDA = "agenda"

    @property
    def is_part(self) -> bool:
        """True for a form that leaves sentences out."""
        return self in (Form.OPENER, Form.AGENDA)


@dataclass(frozen=True, slots=True)
class FormPhrases:
    """What a form adds, by frame: the subject of a mail, the line that opens that frame within a talk."""

    subjects: Mapping[Frame, str]
    transitions: Mapping[Frame, str]


def load_form_phrases(folder: Path) -> FormPhrases:
    """Read `forms.toml` from `folder`; AssetDamaged when it cannot be used."""
    try:
        table = tomllib.loads((folder / "forms.toml").read_text(encoding="utf-8"))
        subjects, transitions = (
            {f: str(table[k][f.value]) for f in _FRAMES} for k in ("subject", "transition")
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as broken:
        raise AssetDamaged(
            "The phrase file forms.toml is missing or damaged. No mail or agenda can be laid out without it. "
            "Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken
    return FormPhrases(subjects, transitions)


def formed(sheet: Sheet, form: Form, phrases: FormPhrases) -> tuple[str, str]:
    """Return a subject (a mail's, else empty) and the sheet's text as `form`."""
    if form is Form.MESSAGE:
        return "", sheet.text
    letter = _letter(sheet.text)
    if form is Form.CHAT:
        return "", " ".join(sheet.text.split())
    if form is Form.MAIL:
        return phrases.subjects[sheet.plan.frame], letter.as_mail
    if form is Form.OPENER:
        return "", " ".join(_opening(letter, sheet))
    return "", _agenda(letter, sheet)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A text in its parts; `body` keeps the sentences, `between` what stood between them."""

    greeting: str
    body: tuple[str, ...]
    between: str
    sign_off: tuple[str, ...]

    @property
    def as_mail(self) -> str:
        """Greeting, body and sign-off, an empty line between."""
        return "\n\n".join(p for p in (self.greeting, self.between, "\n".join(self.sign_off)) if p)


def _letter(text: str) -> _Letter:
    spans = sentences(text)
    cuts = [text[s.start : s.end] for s in spans]
    end = len(cuts)
    while end > 1 and is_sign_off(cuts[end - 1], text[spans[end - 2].end : spans[end - 1].start]):
        end -= 1
    greeting = greeting_in(cuts[0]) if cuts else ""
    first = cuts[0][len(greeting) :].strip() if cuts else ""
    start = text.find(greeting) + len(greeting) if greeting else 0
    between = text[start : spans[end - 1].end].strip() if cuts else ""
    body = (*([first] if first else []), *cuts[1:end])
    return _Letter(greeting, body, _capital(between), tuple(cuts[end:]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _opening(letter: _Letter, sheet: Sheet) -> list[str]:
    """The greeting, the first two sentences that are spoken, and the first point after them."""
    spoken, rest = letter.body[:_SPOKEN], letter.body[_SPOKEN:]
    point = next((s for s in rest if _is_point(s, sheet)), "")
    return [p for p in (letter.greeting, *spoken, point) if p]


def _agenda(letter: _Letter, sheet: Sheet) -> str:
    """The sentence that names the frame, then a line a point."""
    naming = next((s for s in letter.body if sheet.plan.frame in frames_named(s)), letter.body[0])
    points = [s for s in letter.body if s != naming and _is_point(s, sheet)]
    return "\n".join([_capital(naming), *(f"- {' '.join(s.split())}" for s in points)])


def _is_point(sentence: str, sheet: Sheet) -> bool:
    """A sentence of the frame, a slot, a fact: what a talk has to reach, and no courtesy."""
    said = [words(sentence)]
    framed = (p for p in sheet.plan.kept if p.frame is sheet.plan.frame and words(p.text))
    return "[" in sentence or bool(facts(sentence)) or any(stands(p, said) for p in framed)
