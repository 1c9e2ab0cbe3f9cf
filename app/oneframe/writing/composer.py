"""The writer that cannot fail: lays out the manager's own sentences under one named frame, with slots."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from oneframe.frames import Element, Frame
from oneframe.reading.house import OURS, House
from oneframe.reading.naming import frames_named
from oneframe.records import Brief, Part, Piece, Plan, Reading, Slot, Tone
from oneframe.writing.phrases import PhraseBank, Register, register_of
from oneframe.writing.plain import UNPLAIN, say_plainly

_HELLO = (
    r"(?:hi|hiya|hey|hello|dear(?:est)?|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|yo|howdy|oi|g'day|kia ora|"
    r"greetings|righto|alright|to|salut|bonjour)"
)
_GREETING = re.compile(
    rf"^(?:{_HELLO}\b(?:[^,.!?:;\n–—]|\b(?:mr|mrs|ms|dr|prof|st)\.){{0,40}}?(?:(?:[,!:]|(?<!mr)(?<!ms)(?<!mrs)(?<!dr)(?<!prof)(?<!st)\.)(?=\s|$)|\s[-–—](?=\s|$)|(?=\n)|$)"
    rf"|[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+)?(?:,(?=\s*\n|$)|\s[-–—](?=\s|$)))",
    re.IGNORECASE,
)
_NAME_START = re.compile(r"^[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,\s+(?=\S)")
_SIGN_OFF = re.compile(
    r"^(?:thanks|thank you|many thanks|best|best wishes|regards|kind regards|with kind regards|warm regards|cheers|yours|sincerely|"
    r"yours (?:faithfully|sincerely|truly)|respectfully|ta|ciao|see you|talk soon|take care|speak (?:soon|then)|love|xx?|all the best)\b",
    re.IGNORECASE,
)
_SIGN_OFF_WORDS = 6
_EARLY = (Element.STANDARD, Element.GAP)
_REGISTERS = {Tone.WARMER: Register.WARM, Tone.PLAINER: Register.PLAIN}
_BRIEF = (Tone.SHORTER, Tone.PLAINER)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the rewrite and what stood before it in the draft (a space, a line break, a bullet)."""

    text: str
    join: str
    frame: Frame


class Composer:
    """Composes a brief and, as a writer, delivers it. Stateless."""

    name = "composer"

    def __init__(self, bank: PhraseBank, house: House = OURS) -> None:
        self._bank, self._house = bank.in_house(house), house

    def write(self, brief: Brief) -> Iterator[str]:
        """Yield the composed text."""
        yield brief.composed

    def close(self) -> None:
        """Nothing to close."""

    def brief(
        self,
        plan: Plan,
        reading: Reading,
        *,
        tone: Tone = Tone.PLAIN,
        turn: int = 0,
        companion: bool = False,
        bare: bool = False,
    ) -> Brief:
        """Return what a writer needs for `plan`; `turn` varies the phrasing between requests.

        `bare` leaves every kept sentence exactly as it is, the greeting with it: the last resort.
        """
        register = _REGISTERS.get(tone) or register_of(reading.text)
        pick = _Picker(self._bank, plan.frame, register, reading.text, turn, briefly=tone in _BRIEF)
        plainer = tone is Tone.PLAINER
        greeting, body, sign_off = _bare(plan, reading) if bare else _parts(plan, reading, plainer)
        if not bare:
            body = [replace(line, text=self._house.toned(line.text)) for line in body]
        opening = _opening(
            greeting, body, pick, named_already=not companion and self._names(body, plan.frame)
        )
        if companion:
            opening = f"{opening} {pick('companion')}"
        lines = tuple(ln.text for ln in (*([greeting] if greeting else []), *body, *sign_off))
        parts = _lay_out(opening, _with_slots(body, plan.slots, pick), sign_off)
        return Brief(plan.frame, lines, plan.slots, opening, reading.text, tone=tone, parts=parts)

    def _names(self, body: Sequence[_Line], frame: Frame) -> bool:
        """True when the first kept sentence already says what the conversation is for."""
        return bool(body) and frames_named(self._house.plain(body[0].text)) == {frame}


def greeting_in(first: str) -> str:
    """Return the greeting that a first sentence begins with, or nothing."""
    hit = _GREETING.match(first) or _NAME_START.match(first)
    return hit.group().strip() if hit else ""


def is_sign_off(sentence: str, join: str) -> bool:
    """Return whether a last sentence, with `join` before it, is a closing formula or a name under the text."""
    words = sentence.split()
    if len(words) > _SIGN_OFF_WORDS or sentence.rstrip().endswith("?"):
        return False
    return bool(_SIGN_OFF.match(sentence)) or ("\n" in join and len(words) <= 3)


@dataclass(frozen=True, slots=True)
class _Picker:
    bank: PhraseBank
    frame: Frame
    register: Register
    seed: str
    turn: int
    briefly: bool = False

    def __call__(self, purpose: str) -> str:
        if self.briefly:
            return self.bank.shortest(self.frame, purpose, self.register, self.turn)
        return self.bank.pick(self.frame, purpose, self.register, self.seed, self.turn)


def _parts(plan: Plan, reading: Reading, plainer: bool) -> tuple[_Line | None, list[_Line], list[_Line]]:
    """Return greeting, body and sign-off lines of the kept pieces, worded plainly."""
    greeting = _greeting(reading)
    pieces = plan.kept
    before = [0 if greeting else None, *(p.sentence for p in pieces)]
    lines = [_line(p, reading, plan.frame, at, plainer) for p, at in zip(pieces, before, strict=False)]
    if greeting and pieces and pieces[0].sentence == 0:
        rest = _started(lines[0].text.removeprefix(greeting.text).strip(), reading.text)
        lines = [*([_Line(rest, " ", pieces[0].frame)] if rest else []), *lines[1:]]
    end = len(lines)
    while end > 0 and _signs_off(lines[end - 1]):
        end -= 1
    return greeting, lines[:end], _sign_off(reading, pieces, lines[end:])


def _bare(plan: Plan, reading: Reading) -> tuple[None, list[_Line], list[_Line]]:
    return None, [_Line(p.text, _join(reading, p.sentence), p.frame) for p in plan.kept], []


def _sign_off(reading: Reading, pieces: Sequence[Piece], lines: list[_Line]) -> list[_Line]:
    """Return the sign-off; a companion made of parked sentences borrows the draft's own."""
    if lines or (pieces and pieces[-1].sentence == len(reading.sentences) - 1):
        return lines
    tail: list[_Line] = []
    for index in range(len(reading.sentences) - 1, 0, -1):
        line = _Line(reading.sentences[index].text, _join(reading, index), reading.sentences[index].frame)
        if not _signs_off(line):
            break
        tail.insert(0, line)
    return tail


def _greeting(reading: Reading) -> _Line | None:
    """Return the draft's greeting, which may share its sentence with what follows."""
    if not reading.sentences:
        return None
    hello = greeting_in(reading.sentences[0].text)
    return _Line(hello, "", Frame.NEUTRAL) if hello else None


def _line(piece: Piece, reading: Reading, frame: Frame, after: int | None, plainer: bool) -> _Line:
    text = piece.text
    if frame is Frame.PERFORMANCE and (plainer or piece.error in UNPLAIN):
        text = say_plainly(text)
    sentence = reading.sentences[piece.sentence]
    starts_it = sentence.text.startswith(piece.text[:20])
    join = _join(reading, piece.sentence, after) if starts_it else " "
    if len(piece.text) < len(sentence.text):
        text = _closed(text, reading.text)
    return _Line(text, join, piece.frame)


def _started(rest: str, draft: str) -> str:
    """Return what followed a greeting, or a cut, as a sentence of its own, in the draft's own case."""
    return rest if register_of(draft) is Register.TERSE else rest[:1].upper() + rest[1:]


def _closed(clause: str, draft: str) -> str:
    """Return a clause as a sentence of its own."""
    text = _started(clause.strip(" ,;"), draft)
    return text if text[-1:] in ".!?" else text + "."


def _join(reading: Reading, index: int, after: int | None = None) -> str:
    """Return what stands before sentence `index`; a line break of a sentence left out since `after` is kept."""
    between = _between(reading, index)
    skipped = [_between(reading, i) for i in range((index if after is None else after) + 1, index)]
    if "\n" not in between and any("\n" in s for s in skipped):
        return "\n" * max(s.count("\n") for s in skipped)
    return between


def _between(reading: Reading, index: int) -> str:
    if index == 0:
        return ""
    between = reading.text[reading.sentences[index - 1].end : reading.sentences[index].start]
    return between.replace("\r\n", "\n") if "\n" in between else " "


def _signs_off(line: _Line) -> bool:
    return line.frame is Frame.NEUTRAL and is_sign_off(line.text, line.join)


def _opening(greeting: _Line | None, body: Sequence[_Line], pick: _Picker, *, named_already: bool) -> str:
    naming = "" if named_already else pick("naming")
    if not greeting:
        return naming
    after = "\n" if body and "\n" in body[0].join else " "
    hello = greeting.text
    if after == " " and hello[-1:] == "," and naming and pick.register is not Register.TERSE:
        naming = naming if naming.startswith(("I ", "I'")) else naming[0].lower() + naming[1:]
    return f"{hello}{body[0].join if body and after != ' ' else after}{naming}".rstrip() if naming else hello


def _with_slots(body: Sequence[_Line], slots: Sequence[Slot], pick: _Picker) -> list[tuple[_Line, bool]]:
    """Return the body with carriers: standard and gap before the first framed line, the rest after the last."""
    early = [(_carrier(s, pick), False) for s in slots if s.element in _EARLY]
    late = [(_carrier(s, pick), False) for s in slots if s.element not in _EARLY]
    drafted = [(ln, True) for ln in body]
    framed = [i for i, ln in enumerate(body) if ln.frame is pick.frame]
    first, last = (framed[0], framed[-1] + 1) if framed else (len(body), len(body))
    return [*drafted[:first], *early, *drafted[first:last], *late, *drafted[last:]]


def _carrier(slot: Slot, pick: _Picker) -> _Line:
    text = slot.text if slot.element is None else pick(slot.element.value).format(slot=slot.text)
    return _Line(text, " ", pick.frame)


def _lay_out(opening: str, body: Sequence[tuple[_Line, bool]], sign_off: Sequence[_Line]) -> tuple[Part, ...]:
    parts = [Part(opening, "", False)]
    for line, is_draft in (*body, *((ln, False) for ln in sign_off)):
        parts.append(Part(line.text, _stop(parts[-1].text, line.join or " ", parts), is_draft))
    return tuple(parts)


def _stop(before: str, join: str, parts: Sequence[Part]) -> str:
    """Return `join`, with a full stop or a line break where the text before ends without one."""
    if join != " " or not before or before[-1] in '.!?…:,;)]"”' or _is_emoji(before[-1]):
        return join
    return "\n" if any("\n" in p.join or "\n" in p.text for p in parts) else ". "


def _is_emoji(char: str) -> bool:
    return ord(char) > 0x2190 and not char.isalpha()
