"""Owns the files in `prompts/`: loading and rendering them, and what fits a model's window.
Must not talk to a model; a user's text enters as a value only, cleaned and fenced."""

import hashlib
import re
import secrets
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final, NamedTuple

from oneframe.errors import AssetDamaged, DraftRefused
from oneframe.frames import Element
from oneframe.records import Brief, Passage, Tone

Count = Callable[[str], int]

_MEND: Final = "Restore prompts/ from the release you installed."

TONES: Final[Mapping[Tone, str]] = {
    Tone.PLAIN: "as the draft",
    Tone.SHORTER: "shorter than the draft, with every fact kept",
    Tone.PLAINER: "in plainer words than the draft, each requirement said outright",
    Tone.WARMER: "warmer than the draft, without softening a requirement or adding a promise",
}

_PARTS = re.compile(
    r"\A\+\+\+\n(?P<front>.*?)^\+\+\+\n## system\n(?P<system>.*?)\n## user\n(?P<user>.*)\Z",
    re.S | re.M,
)
# <|im_end|>, DeepSeek's fullwidth bars, Llama 2 and Gemma turns; bare halves too, so that removing
# one token cannot join the halves of another (every removal leaves a space).
_TEMPLATE = re.compile(
    r"<[|｜][^<>|｜\n]{1,40}[|｜]>|<+[|｜]+|[|｜]+>+|</?s>|<</?SYS>>|\[/?INST\]"
    r"|</?(?:start|end)_of_turn>|<(?:bos|eos|unk|pad)>",
    re.I,
)
_SELECTORS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0e\U000e0100-\U000e01ef]")


class Rendered(NamedTuple):
    """A prompt filled in: the static part, and the part that carries the draft."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One file of `prompts/`. `sha` (12 hex digits) is of the whole file with `\\n` line ends."""

    id: str
    version: int
    variables: frozenset[str]
    system: str
    user: str
    sha: str

    def render(self, **values: str) -> Rendered:
        """Fill in exactly the declared variables; braces and dollars in a value are inert."""
        if values.keys() != self.variables:
            odd = ", ".join(sorted(values.keys() ^ self.variables))
            raise AssetDamaged(f"Prompt {self.id!r} and its caller disagree on: {odd}. {_MEND}")
        filled = (Template(t).substitute(values) for t in (self.system, self.user))
        return Rendered(*filled)


def load(root: Path, name: str) -> Prompt:
    """Read `root/name.md`; raise AssetDamaged where it is missing or at odds with itself."""
    path = root / f"{name}.md"
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as e:
        raise AssetDamaged(f"Prompt file {path} cannot be read. {_MEND}") from e
    parts = _PARTS.match(text)
    if parts is None:
        raise AssetDamaged(f"Prompt file {path} lacks its +++ block or a section. {_MEND}")
    fields = _front(path, parts["front"], name)
    system, user = parts["system"], parts["user"].removesuffix("\n")
    _refuse_strays(path, fields.variables, system, user)
    sha = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, fields.version, fields.variables, system, user, sha)


class _Front(NamedTuple):
    version: int
    variables: frozenset[str]


def _front(path: Path, text: str, name: str) -> _Front:
    """Return the front matter: an id equal to the file name, a version and variables."""
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise AssetDamaged(f"Prompt file {path}: its front matter is not TOML. {_MEND}") from e
    match fields:
        case {"id": str(id_), "version": int(version), "variables": list(names), **more}:
            if id_ == name and version >= 1 and not more and all(isinstance(n, str) for n in names):
                return _Front(version, frozenset(names))
    raise AssetDamaged(f"Prompt file {path}: id, version and variables are not as due. {_MEND}")


def _refuse_strays(path: Path, declared: frozenset[str], *bodies: str) -> None:
    """Raise where the bodies use other variables than those declared, or hold a stray dollar."""
    templates = [Template(b) for b in bodies]
    used = {n for t in templates for n in t.get_identifiers()}
    if not all(t.is_valid() for t in templates) or used != declared:
        odd = ", ".join(sorted(used ^ declared)) or "a lone $ (write $$)"
        raise AssetDamaged(f"Prompt file {path}: declared and used variables differ: {odd}. {_MEND}")


def clean(text: str) -> str:
    """Return `text` without hidden characters and chat-template tokens; visible words stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n")
    seen = _SELECTORS.sub("", "".join(c for c in text if _is_visible(c)))
    return _TEMPLATE.sub(" ", seen)


def _is_visible(c: str) -> bool:
    """True for what a reader sees: not tags, zero-width, bidi, control, private or surrogates."""
    return c.isprintable() or c in "\n\t" or unicodedata.category(c) == "Zs"


def chatml(rendered: Rendered, opening: str) -> str:
    """Return the ChatML string the embedded model was tuned on, with the answer begun."""
    return (
        f"<|im_start|>system\n{rendered.system}<|im_end|>\n"
        f"<|im_start|>user\n{rendered.user}<|im_end|>\n"
        f"<|im_start|>assistant\n{opening}"
    )


def embedded_rewrite(prompt: Prompt, brief: Brief) -> Rendered:
    """Render the tuned prompt: missing elements in their fixed order, a kept line a line."""
    absent = {s.element for s in brief.slots}
    missing = ", ".join(e for e in Element if e in absent) or "none"
    lines = "\n".join(one_line(clean(line)) for line in brief.lines)
    return prompt.render(frame=str(brief.frame), missing=missing, lines=lines)


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class RewritePrompts:
    """The two prompts for chat models, and the one that a brief calls for."""

    rewrite: Prompt
    repair: Prompt

    @classmethod
    def read(cls, root: Path) -> "RewritePrompts":
        """Load both from `root`; raises AssetDamaged."""
        return cls(load(root, "rewrite"), load(root, "repair"))

    def fit(self, brief: Brief, count: Count, budget_tokens: int) -> Rendered:
        """Render for `brief` within `budget_tokens`, dropping the weakest passages first.

        The draft and the kept lines are never cut: raises DraftRefused where they do not fit alone.
        """
        prompt = self.repair if brief.faults else self.rewrite
        values = _values(brief)
        for kept in range(len(brief.passages), -1, -1):
            rendered = prompt.render(**values, passages=_quoted(brief.passages[:kept]))
            if count(rendered.system) + count(rendered.user) <= budget_tokens:
                return rendered
        raise DraftRefused(
            f"The draft is too long for this writer ({count(brief.draft):,} tokens, its prompt may "
            f"hold {budget_tokens:,}). Send a shorter draft or split it in two."
        )


def _values(brief: Brief) -> dict[str, str]:
    """Return what fills a prompt for `brief` except the passages, cleaned, with a fresh fence."""
    draft = clean(brief.draft)
    values = {
        "frame": str(brief.frame),
        "opening": one_line(clean(brief.opening)) or "(none given: write one)",
        "tone": TONES[brief.tone],
        "slots": "\n".join(clean(s.text) for s in brief.slots) or "none",
        "lines": "\n".join(one_line(clean(line)) for line in brief.lines),
        "draft": draft,
        "fence": _fence(draft),
    }
    if brief.faults:
        values["faults"] = "\n".join(f"- {one_line(clean(f))}" for f in brief.faults)
    return values


def _fence(draft: str) -> str:
    """Return a random boundary that the draft cannot have foreseen and does not hold."""
    while (fence := secrets.token_hex(8)) in draft:
        pass
    return fence


def _quoted(passages: Sequence[Passage]) -> str:
    return "\n".join(f"{n}. {one_line(clean(p.quote))}" for n, p in enumerate(passages, 1)) or "none"
