"""The lint of a folder of guides: form, manifest, references, repetition, length, reading level, suspicions.
Out of its reach: whether a claim is true, whether a source that was not seen (`seen = false`) is stated as
a fact, and whether a listed source is used at all: guides often tell of one without its author's name."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Final

from oneframe.errors import AssetDamaged
from oneframe.guidance.corpus import read_corpus, sentences
from oneframe.guidance.frontmatter import HEADING, Guide, read
from oneframe.guidance.suspicion import Flaw, suspicions

__all__ = ["MANIFEST", "grade", "lint", "write_manifest"]

MANIFEST: Final = "manifest.json"
BEYOND: Final = "beyond.toml"
WORDS: Final = (250, 700)
# Measured on 107 guides: at most 8.7; nothing near-alike (0.013); no sentence of six words said twice.
HIGHEST_GRADE: Final = 10.0
ALIKE: Final = 0.08
SHINGLE: Final = 5
LONG_SENTENCE: Final = 6

_TOKEN = re.compile(r"\w+")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")
_NAME: Final = r"[A-Z][\w'’-]*[a-z]"
_NAMES = re.compile(_NAME)
_CITED: Final = (
    re.compile(rf"\b((?:{_NAME}, )*{_NAME}(?: and {_NAME})?),? (?:and (?:colleagues|others)\b|et al\b)"),
    re.compile(rf"\b((?:{_NAME}, )*{_NAME}(?: and {_NAME})?),? \((?:19|20)\d\d\)"),
)
_REFERS: Final = (
    re.compile(
        r"\b(?:guides?|pages?|see|read)\b(?: (?:on|about|called|named|titled|also|the|guide|in))*:? "
        r"[\"“]([^\"”]{3,90})[\"”]"
    ),
    re.compile(r"\b([a-z0-9]+(?:-[a-z0-9]+)*)\.md\b"),
)


@dataclass(frozen=True)
class _Text:
    """One guide file: where it lies, and the guide where its form is right."""

    file: str
    raw: str
    guide: Guide | None
    fault: str

    @property
    def body(self) -> str:
        """The text without front matter and headings."""
        return HEADING.sub("", self.guide.body) if self.guide else ""

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the body."""
        body = self.body
        return tuple(body[a:b] for block in sentences(body) for a, b in block)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The runs of five words of the body."""
        said = _TOKEN.findall(self.body.lower())
        return frozenset(tuple(said[i : i + SHINGLE]) for i in range(len(said) - SHINGLE + 1))

    def flaw(self, rule: str, what: str, mend: str, place: str = "") -> Flaw:
        """Return a flaw of this file."""
        return Flaw(rule, f"{self.file} {place}".strip(), what, mend)


def lint(root: Path) -> tuple[int, tuple[Flaw, ...]]:
    """Return how many guides lie under `root`, and every flaw of theirs, file by file."""
    texts = tuple(_text(path, root) for path in sorted(root.glob("*/*.md")))
    found = [flaw for text in texts for flaw in _alone(text)]
    whole = tuple(t for t in texts if t.guide)
    for rule in (_twins, _said_twice, _dead_references, _unlisted_sources):
        found += rule(whole)
    found += [*_beyond(root), *_manifest(root, texts)]
    if not texts:
        found.append(Flaw("form", str(root), "holds no guides", "name the folder of the guides"))
    return len(texts), tuple(sorted(found, key=lambda flaw: flaw.place))


def write_manifest(root: Path) -> Path:
    """Write the digest of every file of the corpus, line ends unified; return the manifest's path."""
    path = root / MANIFEST
    table = {"schema": 1, "files": dict(sorted(_digests(root).items()))}
    path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return path


def grade(said: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of sentences: the school year that reads them with ease."""
    spoken = [w for s in said for w in _LETTERS.findall(s)]
    if not spoken:
        return 0.0
    return 0.39 * len(spoken) / len(said) + 11.8 * sum(map(_syllables, spoken)) / len(spoken) - 15.59


def _syllables(word: str) -> int:
    """Return about how many syllables a word has: its runs of vowels, without a silent e."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded")))
    return max(1, count - silent)


def _text(path: Path, root: Path) -> _Text:
    file = path.relative_to(root).as_posix()
    raw = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return _Text(file, raw, read(path), "")
    except AssetDamaged as fault:
        return _Text(file, raw, None, str(fault).partition(": ")[2])


def _alone(text: _Text) -> Iterator[Flaw]:
    """Yield the flaws that a guide has by itself."""
    if text.fault:
        what, _, mend = text.fault.rstrip(".").partition(". To mend it, ")
        yield text.flaw("form", what, mend or "correct the file")
    for flaw in suspicions(text.raw):
        yield replace(flaw, place=f"{text.file} {flaw.place}")
    yield from _foreign(text)
    if text.guide is None:
        return
    count = len(text.body.split())
    if not WORDS[0] <= count <= WORDS[1]:
        yield text.flaw("length", f"has {count} words", f"bring it to {WORDS[0]} to {WORDS[1]}")
    if (level := grade(text.sentences)) > HIGHEST_GRADE:
        yield text.flaw("level", f"reads at grade {level:.1f}", f"shorten its sentences to {HIGHEST_GRADE:g}")


def _foreign(text: _Text) -> Iterator[Flaw]:
    """Yield letters of other alphabets: our guides need none, and whole words of them can pass for ours."""
    for number, line in enumerate(text.raw.split("\n"), 1):
        if odd := next((c for c in line if ord(c) > 0x24F and c.isalpha()), ""):
            what = f"holds the letter U+{ord(odd):04X} of another alphabet"
            yield text.flaw("lookalike", what, "write it in Latin letters", f"line {number}")
            return


def _twins(texts: Sequence[_Text]) -> Iterator[Flaw]:
    """Yield pairs of guides that share too many runs of five words, as a share of the shorter."""
    for one, two in combinations(texts, 2):
        shorter = min(len(one.shingles), len(two.shingles))
        share = len(one.shingles & two.shingles) / shorter if shorter else 0.0
        if share > ALIKE:
            yield two.flaw("twin", f"shares {share:.0%} of its runs of words with {one.file}", "word it anew")


def _said_twice(texts: Sequence[_Text]) -> Iterator[Flaw]:
    """Yield sentences, and titles, that two guides share."""
    where: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        title = text.guide.title if text.guide else ""
        for said in {_key(s) for s in text.sentences if len(_TOKEN.findall(s)) >= LONG_SENTENCE} | {
            _key(title)
        }:
            where[said].append(text)
    for said, holders in where.items():
        for text in holders[1:]:
            yield text.flaw("twin", f'says what {holders[0].file} says: "{said[:60]}"', "word it anew")


def _dead_references(texts: Sequence[_Text]) -> Iterator[Flaw]:
    """Yield titles and file names that a guide refers to and that no guide has."""
    known = {_key(name) for t in texts if t.guide for name in (t.guide.id, t.guide.title)}
    for text in texts:
        for name in (m[1] for rule in _REFERS for m in rule.finditer(text.body)):
            if _key(name) not in known:
                yield text.flaw("reference", f'names the guide "{name}", which does not exist', "correct it")


def _unlisted_sources(texts: Sequence[_Text]) -> Iterator[Flaw]:
    """Yield authors that a guide cites by name and that its front matter lacks."""
    plain = {w for t in texts for w in _TOKEN.findall(t.body) if w.islower()}
    cited = {name for t in texts for name in _authors(t) if name.lower() not in plain}
    for text in texts:
        listed = (
            {name for s in text.guide.sources for name in _NAMES.findall(f"{s.author} {s.where}")}
            if text.guide
            else set()
        )
        named = {n for n in _NAMES.findall(text.body) if n.removesuffix("'s").removesuffix("’s") in cited}
        groups = [{n} for n in named] + [
            set(_NAMES.findall(m[1])) for rule in _CITED for m in rule.finditer(text.body)
        ]
        for group in groups:
            if not {n.removesuffix("'s").removesuffix("’s") for n in group} & listed:
                who = " and ".join(sorted(group))
                yield text.flaw("source", f"cites {who}, who is not among its sources", "add the source")


def _authors(text: _Text) -> set[str]:
    return {n for s in text.guide.sources for n in _NAMES.findall(s.author)} if text.guide else set()


def _beyond(root: Path) -> Iterator[Flaw]:
    """Yield what is wrong with the topics that no guide answers."""
    path = root / BEYOND
    if not path.is_file():
        return
    raw = path.read_bytes().decode("utf-8", "replace")
    for flaw in suspicions(raw):
        yield replace(flaw, place=f"{BEYOND} {flaw.place}")
    try:
        read_corpus(root)
    except AssetDamaged as fault:
        if BEYOND in str(fault):
            yield Flaw("form", BEYOND, str(fault), "correct the file")


def _manifest(root: Path, texts: Iterable[_Text]) -> Iterator[Flaw]:
    """Yield files whose digest is not the manifest's, or that only one of the two has."""
    mend = "read the change, then run oneframe corpus lint --write"
    try:
        listed: Mapping[str, str] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        yield Flaw("manifest", MANIFEST, "is missing or cannot be read", mend)
        return
    found = _digests(root)
    for file in sorted(found.keys() | listed.keys()):
        if found.get(file) != listed.get(file):
            what = "is new" if file not in listed else "was changed" if file in found else "is gone"
            yield Flaw("manifest", file, f"{what} since the manifest was written", mend)


def _digests(root: Path) -> dict[str, str]:
    paths = [*root.glob("*/*.md"), *root.glob(BEYOND)]
    return {p.relative_to(root).as_posix(): _digest(p) for p in paths}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _key(text: str) -> str:
    return " ".join(_TOKEN.findall(text.lower()))
