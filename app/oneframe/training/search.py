"""Trains and exports the encoder of the guide search: `python -m oneframe.training.search --help`.
Owns the contrast of questions and passages; knows no index."""

import argparse
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from oneframe.guidance.corpus import BEYOND, Corpus, chunks, read_corpus, token_counter
from oneframe.training.export import write_onnx
from oneframe.training.net import load_tokenizer

_QUESTION_TOKENS, _PASSAGE_TOKENS = 64, 128


Drawn = tuple[str, str, str]  # a key, a question, and what it must be near


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run besides its data. `keep` holds vectors near the untouched encoder's."""

    epochs: int = 4
    batch: int = 32
    rate: float = 6e-5
    temperature: float = 0.05
    keep: float = 0.3
    seed: int = 7


class Embedding(nn.Module):
    """An encoder whose tokens are averaged into one unit vector a text."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return `[b, 384]` unit vectors."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        return nn.functional.normalize(pooled.float(), dim=-1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions by what answers them (a guide, or a topic beyond the guides), and the guides' passages."""

    questions: Mapping[str, tuple[str, ...]]
    passages: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, corpus: Corpus, ranks: Path) -> "Pairs":
        """Collect what the corpus asks, and its passages."""
        found: dict[str, list[str]] = {}
        for ask in corpus.asks:
            found.setdefault(ask.guide, []).append(ask.text)
        count = token_counter(ranks)
        passages = {
            g.id: tuple(f"{c.heading}\n{c.text}" for c in chunks(g, count=count)) for g in corpus.guides
        }
        return cls({k: tuple(v) for k, v in found.items()}, passages)

    def drawn(self, rng: random.Random) -> list[Drawn]:
        """Return an epoch's (key, question, what it must be near): a passage, or a sister question."""
        rows_ = []
        for key, asked in self.questions.items():
            for question in asked:
                sisters = [q for q in asked if q != question]
                pool = self.passages.get(key, ())
                near = rng.choice(pool) if pool and rng.random() < 0.4 else rng.choice(sisters)
                rows_.append((key, question, near))
        rng.shuffle(rows_)
        return rows_


def train(net: Embedding, untouched: Embedding, tokenizer: Any, pairs: Pairs, recipe: Recipe) -> list[float]:
    """Train on `pairs` in place; return the mean loss of each epoch."""
    rng = random.Random(recipe.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=0.01)
    steps = recipe.epochs * (sum(map(len, pairs.questions.values())) // recipe.batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps, pct_start=0.1)
    curve, began = [], time.monotonic()
    for epoch in range(recipe.epochs):
        net.train()
        drawn, losses = pairs.drawn(rng), []
        for start in range(0, len(drawn), recipe.batch):
            batch = drawn[start : start + recipe.batch]
            optimiser.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = _loss(net, untouched, tokenizer, batch, recipe)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss))
        curve.append(round(sum(losses) / len(losses), 4))
        sys.stderr.write(f"epoch {epoch + 1}/{recipe.epochs} {curve[-1]} {time.monotonic() - began:.0f} s\n")
    return curve


def _loss(
    net: Embedding, untouched: Embedding, tokenizer: Any, batch: Sequence[Drawn], recipe: Recipe
) -> Tensor:
    keys = [k for k, _, _ in batch]
    asked = encode(tokenizer, [q for _, q, _ in batch], _QUESTION_TOKENS)
    near = encode(tokenizer, [n for _, _, n in batch], _PASSAGE_TOKENS)
    a, b = net(*asked), net(*near)
    scores = a @ b.T / recipe.temperature
    # Two questions of one guide are no contrast to each other.
    same = torch.tensor([[i != j and x == y for j, y in enumerate(keys)] for i, x in enumerate(keys)])
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(batch))
    entropy = nn.functional.cross_entropy
    contrast = (entropy(scores, target) + entropy(scores.T, target)) / 2
    with torch.no_grad():
        before = untouched(*near)
    return contrast + recipe.keep * (1 - (b * before).sum(-1)).mean()


def encode(tokenizer: Any, texts: Sequence[str], most: int) -> tuple[Tensor, Tensor]:
    """Return token ids and mask `[b, t]` of `texts`, each cut at `most` tokens."""
    coded = [tokenizer.encode(t).ids[:most] for t in texts]
    width = max(map(len, coded))
    ids = torch.tensor([c + [0] * (width - len(c)) for c in coded])
    return ids, torch.tensor([[1] * len(c) + [0] * (width - len(c)) for c in coded])


def export(net: Embedding, tokenizer: Any, target: Path) -> None:
    """Write `target` as ONNX with int8 weights, and its float twin beside it."""
    ins, out = ("input_ids", "attention_mask"), ("embedding",)
    axes = {**{name: {0: "b", 1: "t"} for name in ins}, "embedding": {0: "b"}}
    sample = encode(tokenizer, ["Is this on record?", "What is the standard, and was it ever said?"], 32)
    write_onnx(net, sample, (ins, out), axes, target)


def _net(folder: Path) -> Embedding:
    from transformers import AutoModel

    return Embedding(AutoModel.from_pretrained(folder, attn_implementation="eager"))


def main(argv: Sequence[str] | None = None) -> None:
    """Train the encoder on what the guides, and the topics beyond them, ask, and write embed.onnx."""
    parser = argparse.ArgumentParser(prog="python -m oneframe.training.search", description=main.__doc__)
    usual = Recipe()
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="where embed.onnx and search.json go")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--ranks", type=Path, default=Path("app/oneframe/models/smollm2.tiktoken"))
    parser.add_argument("--epochs", type=int, default=usual.epochs)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--keep", type=float, default=usual.keep)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    recipe = Recipe(options.epochs, rate=options.rate, keep=options.keep)
    torch.set_num_threads(options.threads)
    torch.manual_seed(recipe.seed)
    tokenizer = load_tokenizer(options.encoder)
    pairs = Pairs.of(read_corpus(options.corpus), options.ranks)
    net, untouched = _net(options.encoder), _net(options.encoder).eval()
    curve = train(net, untouched, tokenizer, pairs, recipe)
    options.out.mkdir(parents=True, exist_ok=True)
    export(net, tokenizer, options.out / "embed.onnx")
    told = {"recipe": asdict(recipe), "questions": sum(map(len, pairs.questions.values())), "loss": curve}
    told["beyond"] = sum(len(v) for k, v in pairs.questions.items() if k.startswith(BEYOND))
    (options.out / "search.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
