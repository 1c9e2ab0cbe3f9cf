"""The composer's phrase bank: loads it, hears the draft's register, picks a phrase. Adds no facts."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zlib import crc32

from oneframe.errors import AssetDamaged
from oneframe.frames import Element, Frame
from oneframe.reading.house import House

_PURPOSES = {
    Frame.COACHING: ("naming", "companion"),
    Frame.PERFORMANCE: ("naming", "companion", *(e.value for e in Element)),
}


class Register(StrEnum):
    """How the manager writes; phrases are chosen to sound like it."""

    PLAIN = "plain"
    WARM = "warm"
    FORMAL = "formal"
    TERSE = "terse"


_FORMAL = re.compile(
    r"^dear (?:mr|mrs|ms|dr|prof|sir|madam|colleague|all)\b|\b(?:yours (?:faithfully|sincerely)|kindly|hereby|herewith|"
    r"pursuant|further to (?:my|our|your)|please be advised|with kind regards|respectfully)\b",
    re.IGNORECASE,
)
_WARM = re.compile(
    r"[!❤😀-🙏🥳🤗]|\b(?:love|lovely|hiya|cheers|thanks so much|hope you(?:'re| are)|xx?)\b",
    re.IGNORECASE,
)


def register_of(text: str) -> Register:
    """Return the register of a draft: lower-case chat is terse, letter formulas are formal."""
    letters = [c for c in text if c.isalpha()]
    lines = [ln for ln in text.splitlines() if ln.strip()] or [text]
    if letters and sum(ln.lstrip()[:1].islower() for ln in lines) > len(lines) / 2:
        return Register.TERSE
    if _FORMAL.search(text):
        return Register.FORMAL
    return Register.WARM if _WARM.search(text) else Register.PLAIN


@dataclass(frozen=True, slots=True)
class PhraseBank:
    """Phrases by frame, purpose and register."""

    phrases: Mapping[Frame, Mapping[str, Mapping[str, list[str]]]]

    def pick(self, frame: Frame, purpose: str, register: Register, seed: str, turn: int = 0) -> str:
        """Return a phrase; the same seed and turn give the same one, and the next turn gives the next."""
        choices = self.phrases[frame][purpose][register.value]
        return choices[(crc32(seed.encode("utf-8", "replace")) + turn) % len(choices)]

    def shortest(self, frame: Frame, purpose: str, register: Register, turn: int = 0) -> str:
        """Return one of the two shortest phrases."""
        choices = sorted(self.phrases[frame][purpose][register.value], key=len)[:2]
        return choices[turn % len(choices)]

    def in_house(self, house: House) -> "PhraseBank":
        """Return the bank in a house's words; a phrase that cannot be said in them is left out."""
        return PhraseBank(
            {
                frame: {
                    purpose: {r: _said(house, frame, purpose, ps) for r, ps in registers.items()}
                    for purpose, registers in purposes.items()
                }
                for frame, purposes in self.phrases.items()
            }
        )

    def all(self) -> tuple[str, ...]:
        """Return every phrase, for the checker: what the composer says is not an addition."""
        return tuple(
            p
            for frame in self.phrases.values()
            for purpose in frame.values()
            for ps in purpose.values()
            for p in ps
        )


def _said(house: House, frame: Frame, purpose: str, phrases: list[str]) -> list[str]:
    """Return phrases in the house's words; where none can be, the plainest naming, or ours."""
    said = [new for phrase in phrases if (new := house.phrase(phrase)) is not None]
    naming = house.naming(frame) if purpose == "naming" else None
    return said or ([naming] if naming else phrases)


def load_phrases(folder: Path) -> PhraseBank:
    """Read `coaching.toml` and `performance.toml` from `folder`; AssetDamaged when one cannot be used."""
    return PhraseBank(
        {frame: _load(folder / f"{frame}.toml", purposes) for frame, purposes in _PURPOSES.items()}
    )


def _load(file: Path, purposes: tuple[str, ...]) -> Mapping[str, Mapping[str, list[str]]]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        assert all(table[p][r.value] for p in {*purposes, *table} for r in Register)
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        AssertionError,
    ) as broken:
        raise AssetDamaged(
            f"The phrase file {file.name} is missing or damaged. No rewrite can be composed without it. "
            "Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken
    return table
