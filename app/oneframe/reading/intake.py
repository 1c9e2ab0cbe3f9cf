"""Says whether a text can be read as a message at all, and why not. Changes nothing but broken code points."""

import re
import unicodedata

from oneframe.errors import DraftRefused
from oneframe.reading.languages import ENGLISH, OTHERS

MAX_BYTES = 1_000_000
MAX_WORDS = 5_000
_KEPT = "Your text is kept as it was."
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(
    r"</?(?:html|body|div|span|p|br|table|tr|td|a|b|i|ul|ol|li|h[1-6]|script|style|img|head|meta|font)\b[^>]*>",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def decoded(raw: bytes) -> str:
    """Return the text of a file or pipe; DraftRefused when it is too large, binary or not Unicode."""
    if len(raw) > MAX_BYTES:
        raise DraftRefused(
            f"That is {len(raw) / 1e6:.1f} MB; Oneframe reads one message at a time, up to {MAX_WORDS:,} words. {_KEPT}"
        )
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as broken:
        kind = "binary" if b"\0" in raw else "in another encoding"
        raise DraftRefused(
            f"That is not UTF-8 text (it looks {kind}; byte {broken.start:,} does not fit). {_KEPT} "
            "Save the message as plain UTF-8 text and try again."
        ) from broken


def accept(text: str) -> str:
    """Return `text` ready to be read, same length; DraftRefused with what is wrong and what to do."""
    text = _SURROGATE.sub("\ufffd", text)
    if fault := _fault(text):
        raise DraftRefused(f"{fault} {_KEPT}")
    return text


def _fault(text: str) -> str | None:
    if not text.strip():
        return "There is no text. Paste the message you are about to send."
    if text.count("\0") or _control_share(text) > 0.05:
        return "That looks binary, not like a message. Paste the message as text."
    words = _WORD.findall(text)
    if len(words) > MAX_WORDS:
        return f"That is {len(words):,} words; Oneframe reads one message at a time, up to {MAX_WORDS:,} words. Paste the part to send."
    if len(_TAG.findall(text)) >= 3:
        return "That is HTML. Paste the message as it reads on the page, without tags."
    if not words:
        return "There are no words in it, only signs or emoji. Paste the message you are about to send."
    return _language_fault(words)


def _control_share(text: str) -> float:
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f\v" for c in text)
    return (controls + text.count("\ufffd")) / len(text)


def _language_fault(words: list[str]) -> str | None:
    """English of any variety passes; other languages are named where that is sure, never guessed at."""
    foreign = sum(not _is_latin(w) for w in words)
    if foreign > len(words) / 2:
        return "That is not in English, the one language that Oneframe reads so far. Write the message in English."
    low = [w.lower().replace("’", "'") for w in words]
    english = sum(w in ENGLISH or "'" in w for w in low) / len(low)
    counts = {name: sum(w in common for w in low) / len(low) for name, common in OTHERS.items()}
    best = max(counts, key=counts.__getitem__)
    if len(low) >= 4 and counts[best] > 0.15 and counts[best] > 1.5 * english:
        return f"That looks like {best}; English is the one language that Oneframe reads so far. Write the message in English."
    return None


def _is_latin(word: str) -> bool:
    return "LATIN" in unicodedata.name(word[0], "")
