"""A tiny encoder and a tiny corpus, for tests that need no model."""

import re
import zlib
from pathlib import Path

import numpy as np

from oneframe.guidance.frontmatter import FOLDERS

TOPICS = ("standard", "gap", "closing", "consequence", "question", "growth", "naming", "role")


class WordEncoder:
    """Sums one fixed random vector a word, so texts that share words are near each other."""

    id = "words-1"

    def embed(self, texts):
        return np.stack([self._vector(t) for t in texts]) if texts else np.zeros((0, 32), "f4")

    def _vector(self, text):
        words = re.findall(r"\w+", text.lower()) or ["nothing"]
        seeds = [zlib.crc32(w.encode()) for w in words]
        total = sum(np.random.default_rng(s).normal(size=32) for s in seeds)
        return (total / np.linalg.norm(total)).astype(np.float32)


def words(text):
    """Count words, in place of tokens."""
    return len(text.split())


def guide_text(name, folder, body, **changes):
    """Return a guide file whose front matter is right but for `changes` (field to TOML value)."""
    frames = ", ".join(f'"{f}"' for f in FOLDERS[folder])
    fields = {
        "id": f'"{name}"',
        "title": f'"About {name}"',
        "frames": f"[{frames}]",
        "topics": '["a topic"]',
        "reviewed": "2026-11-24",
        **changes,
    }
    lines = [f"{k} = {v}" for k, v in fields.items() if v is not None]
    source = '[[sources]]\nauthor = "A. Writer"\nyear = 2018\nwhere = "A Journal"\nseen = true'
    return "\n".join(["+++", *lines, source, "+++", body])


def write_corpus(root: Path, version: str = "one") -> Path:
    """Write eight guides of two sections each, every section saying which version it is of."""
    for n, topic in enumerate(TOPICS):
        folder = tuple(FOLDERS)[n % 3]
        body = (
            f"# About {topic}\n\n## What it is\nThe {topic} is a part of the talk, {version}. "
            f"A manager says the {topic} in plain words.\n\n"
            f"## What goes wrong\nThe {topic} comes late, {version}. Then nobody hears it.\n"
        )
        path = root / folder / f"{topic}-guide.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(guide_text(f"{topic}-guide", folder, body), encoding="utf-8")
    return root
