"""Owns reading guides: the set of them, their chunks, hashes and token counts (tiktoken).
Guides are text to quote: nothing in them is ever run, rendered or obeyed. Knows no index."""

import base64
import hashlib
import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.guidance.frontmatter import HEADING, Guide, Source, damaged, read

__all__ = [
    "BEYOND",
    "RANKS",
    "Ask",
    "Beyond",
    "Chunk",
    "Corpus",
    "Count",
    "Guide",
    "Source",
    "chunks",
    "corpus_hash",
    "load",
    "read_corpus",
    "sentences",
    "token_counter",
]

Count = Callable[[str], int]

RANKS: Final = Path(__file__).parent.parent / "models" / "smollm2.tiktoken"
BEYOND: Final = "beyond/"
CHUNKING: Final = "chunks-2"  # raise it when `chunks` cuts differently: every index is then rebuilt

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"\n(?=[ \t]*(?:[-*•>]|\d+[.)])[ \t])")
_STOP = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bvs\.)(?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)"
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)\]*_]))\s+(?=[\"'“‘(\[*_]*[A-Z0-9])"
)
_SPACE = re.compile(r"\s+")
_LEVELS: Final = (_BLANK, _BULLET, _STOP, _SPACE)
# SmolLM2 splits every digit off before the GPT-2 rule, so white space before a digit stays whole.
_PRETOKENS = r"\p{N}|'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?=\p{N})|\s+(?!\S)|\s+"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a guide answers, or, where `guide` is a `beyond/` topic, that no guide answers."""

    guide: str
    text: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """A topic outside the corpus, what to say instead of an answer, and questions that belong to it."""

    id: str
    advice: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The guides to quote, and what they do not answer."""

    guides: tuple[Guide, ...]
    beyond: tuple[Beyond, ...] = ()

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The questions of all guides, then those of the topics beyond them."""
        told = [Ask(g.id, text) for g in self.guides for text in g.asks]
        return (*told, *(Ask(f"{BEYOND}{b.id}", text) for b in self.beyond for text in b.asks))

    @property
    def digest(self) -> str:
        """A hex digest of all that is indexed and of the way it is cut; the order does not matter."""
        beyond = sorted(f"{b.id} {'|'.join(b.asks)}" for b in self.beyond)
        return hashlib.sha256("\n".join([corpus_hash(self.guides), *beyond]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A verbatim run of one section of a guide; `id` is `guide#n`, `heading` the path of titles."""

    id: str
    guide: str
    title: str
    heading: str
    frames: tuple[Frame, ...]
    text: str


def load(root: Path) -> tuple[Guide, ...]:
    """Read every guide under `root`, by id; raise AssetDamaged naming file, field and mend."""
    paths = sorted(p for p in root.glob("*/*.md")) if root.is_dir() else []
    if not paths:
        raise AssetDamaged(f"No guides were found under {root}. Restore the corpus folder.")
    guides = sorted((read(p) for p in paths), key=lambda g: g.id)
    for a, b in itertools.pairwise(guides):
        if a.id == b.id:
            raise damaged(b.path, "id", f"is also that of {a.path}", "give one of them another id")
    return tuple(guides)


def read_corpus(root: Path) -> Corpus:
    """Read the guides under `root` and `beyond.toml` beside them; raise AssetDamaged as `load` does."""
    file = root / "beyond.toml"
    if not file.is_file():
        return Corpus(load(root))
    try:
        topics = tomllib.loads(file.read_text(encoding="utf-8"))["topic"]
        beyond = tuple(Beyond(t["id"], " ".join(t["advice"].split()), tuple(t["asks"])) for t in topics)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as e:
        raise damaged(file, "topics", f"cannot be read ({e!r})", "restore the corpus folder") from e
    return Corpus(load(root), beyond)


def corpus_hash(guides: Iterable[Guide]) -> str:
    """Return a hex digest of all guides and of the way they are cut; the order does not matter."""
    lines = sorted(f"{g.id} {'+'.join(g.frames)} {g.sha256}" for g in guides)
    return hashlib.sha256("\n".join([CHUNKING, *lines]).encode()).hexdigest()


def chunks(guide: Guide, *, max_tokens: int = 220, count: Count) -> tuple[Chunk, ...]:
    """Cut a guide into verbatim chunks of one section and at most `max_tokens` tokens each.

    A section ends at any heading. Long ones are cut between paragraphs, then list items, then
    sentences, then words, then characters, at the first of these that fits.
    """
    body = guide.body
    found: list[Chunk] = []
    for heading, start, end in _sections(guide):
        for a, b in _cut(body, start, end, lambda s: count(s) <= max_tokens, _LEVELS):
            name = f"{guide.id}#{len(found) + 1}"
            found.append(Chunk(name, guide.id, guide.title, heading, guide.frames, body[a:b]))
    return tuple(found)


def sentences(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the offsets of the sentences of guide text, one group a paragraph or list item."""
    blocks = [item for a, b in _split(text, 0, len(text), _BLANK) for item in _split(text, a, b, _BULLET)]
    return tuple(tuple(_whole(text, _split(text, a, b, _STOP))) for a, b in blocks)


def token_counter(ranks: Path = RANKS) -> Count:
    """Return a counter of SmolLM2 tokens; template tokens such as `<|im_end|>` count as plain text.

    `ranks` holds tiktoken's `base64 rank` lines. Bytes that the model has no token for (six control
    characters, unassigned planes) count one each. Raises AssetDamaged when the file is unusable.
    """
    import tiktoken

    # Read here and not by tiktoken's loader, which keeps copies in the temporary folder.
    try:
        lines = [line.split() for line in ranks.read_bytes().splitlines() if line]
        table = {base64.b64decode(token, validate=True): int(rank) for token, rank in lines}
    except (OSError, ValueError) as e:
        raise AssetDamaged(f"The token ranks {ranks} cannot be read ({e}). Reinstall oneframe.") from e
    if any(bytes([b]) not in table for b in range(256)) or len(set(table.values())) != len(lines):
        raise AssetDamaged(f"The token ranks {ranks} are incomplete. Reinstall oneframe.")
    encoding = tiktoken.Encoding("smollm2", pat_str=_PRETOKENS, mergeable_ranks=table, special_tokens={})
    return lambda text: len(encoding.encode_ordinary(text))


def _sections(guide: Guide) -> Iterator[tuple[str, int, int]]:
    """Yield heading path, start and end of the text between any two headings."""
    marks = list(HEADING.finditer(guide.body))
    path = {1: guide.title}
    start = 0
    for mark in [*marks, None]:
        end = mark.start() if mark else len(guide.body)
        for a, b in _split(guide.body, start, end, None):
            yield " › ".join(path[level] for level in sorted(path)), a, b
        if mark:
            level = len(mark[1])
            path = {k: v for k, v in path.items() if k < level} | {level: mark[2]}
            start = mark.end()


def _split(text: str, start: int, end: int, rule: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield the stripped, non-empty spans of `text[start:end]` between the matches of `rule`."""
    cuts = [(m.start(), m.end()) for m in rule.finditer(text, start, end)] if rule else []
    for a, b in zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True):
        inner = text[a:b]
        if kept := inner.strip():
            first = a + inner.index(kept)
            yield first, first + len(kept)


def _cut(
    text: str, start: int, end: int, fits: Callable[[str], bool], rules: Sequence[re.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    """Yield spans that fit, each as long as the first usable rule allows."""
    if fits(text[start:end]):
        yield start, end
        return
    parts = list(_split(text, start, end, rules[0])) if rules else _halves(start, end)
    held: tuple[int, int] | None = None
    for a, b in parts:
        if held and fits(text[held[0] : b]):
            held = (held[0], b)
            continue
        if held:
            yield from _cut(text, *held, fits, rules[1:])
        held = (a, b)
    if held:
        yield from _cut(text, *held, fits, rules[1:])


def _whole(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans until no quotation mark stays open: quoted speech is one with what leads to it."""
    start: int | None = None
    for a, b in spans:
        start = a if start is None else start
        run = text[start:b]
        if run.count('"') % 2 == 0 and run.count("“") == run.count("”"):
            yield start, b
            start = None
    if start is not None:
        yield start, b


def _halves(start: int, end: int) -> list[tuple[int, int]]:
    """Split inside a word, where nothing better is left; one character is never split."""
    middle = (start + end) // 2
    if middle == start:
        raise AssetDamaged("A chunk budget of so few tokens holds no character. Raise max_tokens.")
    return [(start, middle), (middle, end)]
