"""Words an answer with a chat model: each sentence must carry a quote that stands verbatim in its passage.
Verifies in code and drops the rest. Knows neither the search nor the provider."""

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from oneframe.records import Passage
from oneframe.writing import prompts as prompting

QUOTE_WORDS: Final = 5
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_ODD = re.compile(r"https?://|www\.|[<>\[\]`*_#|]")
Ask = Callable[[prompting.Rendered], str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the model's and the verified quote (of which passage) that it rests on."""

    text: str
    passage: int
    quote: str


class ModelSpeaker:
    """A chat model as the speaker; `ask` gives its reply to a prompt, and raises WriterUnavailable."""

    def __init__(self, ask: Ask, prompts: Path) -> None:
        self._ask, self._prompt = ask, prompting.load(prompts, "answer")

    def say(self, question: str, passages: Sequence[Passage]) -> tuple[str, tuple[Passage, ...]]:
        """Return the verified sentences, numbered as their sources, and the sources with the quotes used."""
        shown = "\n\n".join(f"[{n}] {p.title}\n{p.quote}" for n, p in enumerate(passages, 1))
        rendered = self._prompt.render(
            passages=shown, question=prompting.clean(question), fence=secrets.token_hex(8)
        )
        claims = verified(self._ask(rendered), passages)
        used = list(dict.fromkeys(c.passage for c in claims))
        text = " ".join(f"{c.text.rstrip()} [{used.index(c.passage) + 1}]" for c in claims)
        return text, tuple(replace(passages[n], quote=_first(claims, n)) for n in used)


def verified(reply: str, passages: Sequence[Passage]) -> tuple[Claim, ...]:
    """Return the claims of a reply whose quote stands in the passage they name; the rest is dropped."""
    found = _OBJECT.search(reply)
    try:
        rows = json.loads(found.group())["sentences"] if found else []
    except (json.JSONDecodeError, KeyError, TypeError):
        return ()
    if not isinstance(rows, list):
        return ()
    return tuple(claim for row in rows if (claim := _claim(row, passages)))


def _claim(row: Any, passages: Sequence[Passage]) -> Claim | None:  # noqa: ANN401 - a model's JSON
    match row:
        case {"text": str(text), "passage": int(number), "quote": str(quote)}:
            flat = " ".join(quote.split())
            sound = 1 <= number <= len(passages) and len(flat.split()) >= QUOTE_WORDS
            if sound and flat in " ".join(passages[number - 1].quote.split()) and _is_plain(text, flat):
                return Claim(" ".join(text.split()), number - 1, flat)
    return None


def _is_plain(text: str, quote: str) -> bool:
    """No markup or link, and no number that the quote does not give."""
    figures = set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", quote))
    return bool(text.strip()) and not figures and not _ODD.search(text)


def _first(claims: Sequence[Claim], passage: int) -> str:
    return next(c.quote for c in claims if c.passage == passage)
