"""Trains and exports the reader: `python -m oneframe.training.reader --help`. Owns optimiser and export."""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from oneframe.reading.model import OUTPUTS
from oneframe.training.augment import Donors, kept, renamed, shown, spliced
from oneframe.training.calibration import calibrate
from oneframe.training.export import write_onnx
from oneframe.training.labels import Example, examples
from oneframe.training.net import (
    UNLABELLED,
    Batch,
    Encoded,
    ReaderNet,
    collate,
    encode,
    inputs,
    load_tokenizer,
)
from oneframe.training.shipped import weights_of

_FRAME_WEIGHTS = (0.8, 1.0, 1.0, 1.6)
_NO_ERROR_WEIGHT = 0.4
_SCALES = {
    "frame": 1.0, "error": 1.0, "intent": 0.5, "element": 1.0, "trigger": 1.0, "named": 0.5, "present": 0.5,
}  # fmt: skip
_POSITIVE = {"trigger": 3.0}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run besides its data."""

    epochs: int = 8
    batch: int = 16
    rate: float = 2e-4
    head_rate: float = 2e-3
    smoothing: float = 0.05
    dropout: float = 0.1
    drop_sentence: float = 0.08
    splice: float = 0.16
    rename: float = 0.4
    average: float = 0.998
    seed: int = 7


def loss_of(logits: dict[str, Tensor], batch: Batch, smoothing: float) -> Tensor:
    """Return the sum of the heads' losses, each a mean over what is labelled for it."""
    total = torch.zeros((), device=batch.ids.device)
    for name, scale in _SCALES.items():
        scores, target = logits[name].float(), batch.targets[name]
        if target.dtype == torch.long:
            total = total + scale * _classes(name, scores, target, smoothing)
        else:
            total = total + scale * _yes_or_no(scores, target, _POSITIVE.get(name, 1.0))
    return total


def _classes(name: str, scores: Tensor, target: Tensor, smoothing: float) -> Tensor:
    if not (target != UNLABELLED).any():
        return scores.sum() * 0
    weights = {
        "frame": torch.tensor(_FRAME_WEIGHTS),
        "error": torch.tensor([_NO_ERROR_WEIGHT, *[1.0] * (scores.shape[-1] - 1)]),
    }.get(name)
    return nn.functional.cross_entropy(
        scores,
        target,
        weight=None if weights is None else weights.to(scores.device),
        ignore_index=UNLABELLED,
        label_smoothing=smoothing,
    )


def _yes_or_no(scores: Tensor, target: Tensor, positive: float) -> Tensor:
    known = ~target.isnan()
    if not known.any():
        return scores.sum() * 0
    weight = torch.tensor(positive, device=scores.device)
    return nn.functional.binary_cross_entropy_with_logits(scores[known], target[known], pos_weight=weight)


def _batches(items: Sequence[Encoded], size: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """Yield batches of similar length, in random order."""
    order = sorted(items, key=lambda e: len(e.ids) + rng.random() * 24)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks


def train(
    net: ReaderNet,
    tokenizer: Any,
    rows: Sequence[Example],
    dev: Sequence[Example],
    recipe: Recipe,
    device: str = "cpu",
) -> tuple[ReaderNet, list[dict[str, float]]]:
    """Train on `rows`; return the averaged weights of the epoch that reads `dev` best, and the curve."""
    rng = random.Random(recipe.seed)
    optimiser, schedule = _optimiser(net, recipe, math.ceil(len(rows) / recipe.batch))
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))
    donors = Donors.of(rows)
    best, curve, began = {}, [], time.monotonic()
    for epoch in range(recipe.epochs):
        net.train()
        changed = [spliced(r, donors, rng) if rng.random() < recipe.splice else r for r in rows]
        changed = [renamed(r, rng) if rng.random() < recipe.rename else shown(r) for r in changed]
        items = [encode(tokenizer, r, kept(r, recipe.drop_sentence, rng)) for r in changed]
        for chunk in _batches(items, recipe.batch, rng):
            batch = collate(chunk).to(device)
            optimiser.zero_grad()
            with torch.autocast(device, dtype=torch.bfloat16):
                logits = net.score(batch)
            loss_of(logits, batch, recipe.smoothing).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(net)
        curve.append(evaluate(average.module, tokenizer, dev, device))
        _say(f"epoch {epoch + 1}/{recipe.epochs} {curve[-1]} {time.monotonic() - began:.0f} s")
        if _worth(curve[-1]) >= max(map(_worth, curve)):
            best = {k: v.clone() for k, v in average.module.state_dict().items()}
    net.load_state_dict(best)
    return net, curve


def _optimiser(net: ReaderNet, recipe: Recipe, steps: int) -> tuple[torch.optim.Optimizer, Any]:
    encoder = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [recipe.rate, recipe.head_rate],
        total_steps=recipe.epochs * steps + 1,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    return optimiser, schedule


def _worth(scores: dict[str, float]) -> float:
    return scores["sentence"] + scores["label"]


@torch.no_grad()
def evaluate(net: nn.Module, tokenizer: Any, dev: Sequence[Example], device: str = "cpu") -> dict[str, float]:
    """Return accuracies on labelled messages, on given sentences: sentence, label (named apart), intent."""
    net.eval()
    marks: dict[str, list[bool]] = {"sentence": [], "label": [], "intent": []}
    for example in (e for e in dev if e.frames is not None):
        item = encode(tokenizer, example)
        logits = dict(zip(OUTPUTS, net(*(t.to(device) for t in inputs(item))), strict=True))
        guess = logits["frame"].argmax(-1).tolist()
        truth = [example.frames[i] for i in item.used]  # type: ignore[index]
        marks["sentence"] += [g == t for g, t in zip(guess, truth, strict=True)]
        marks["label"].append(_kind(guess) == _kind(truth))
        marks["intent"].append(int(logits["intent"].argmax()) == example.intent)
    return {name: round(sum(hits) / len(hits), 4) for name, hits in marks.items()}


def _kind(frames: Sequence[int]) -> frozenset[int]:
    kinds = frozenset(frames) - {0}
    return kinds if len(kinds) < 2 and 3 not in kinds else frozenset({3})


def export(net: ReaderNet, tokenizer: Any, sample: Example, target: Path) -> None:
    """Write `target` as ONNX with int8 weights, and its float twin beside it."""
    ins = ("input_ids", "attention_mask", "sentence_mask")
    axes: dict[str, dict[int, str]] = {
        "input_ids": {1: "t"},
        "attention_mask": {1: "t"},
        "sentence_mask": {0: "s", 1: "t"},
        **{name: {0: "s"} for name in ("frame", "error", "element", "trigger")},
    }
    write_onnx(net, inputs(encode(tokenizer, sample)), (ins, OUTPUTS), axes, target)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m oneframe.training.reader", description=main.__doc__)
    add, usual = parser.add_argument, Recipe()
    add("--train", nargs="+", type=Path, required=True, help="JSONL files (or folders) to learn from")
    add("--dev", nargs="+", type=Path, required=True, help="JSONL files (or folders) that choose the epoch")
    add(
        "--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2 (safetensors, tokenizer.json)"
    )
    add("--out", type=Path, required=True, help="where reader.onnx, reader.pt and reader.json go")
    add("--start", type=Path, help="reader.pt of an earlier run, or a shipped reader.onnx, to go on from")
    add("--share", type=float, default=1.0, help="learn from this share of the rows (for a learning curve)")
    add("--fresh", nargs="*", type=Path, default=[], help="JSONL files of which all rows are learned from")
    add("--epochs", type=int, default=usual.epochs)
    add(
        "--rate",
        type=float,
        default=usual.rate,
        help="peak learning rate of the encoder; the heads' is tenfold",
    )
    add("--seed", type=int, default=usual.seed)
    add("--threads", type=int, default=2)
    add("--device", default="cpu", help="cpu or cuda")
    return parser.parse_args(argv)


def _net(folder: Path, start: Path | None, dropout: float) -> ReaderNet:
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(folder, attn_implementation="eager")
    net = ReaderNet(encoder, encoder.config.hidden_size, dropout)
    if start:
        shipped = start.suffix == ".onnx"  # it lacks the encoder's pooler, which nothing reads
        held = weights_of(start) if shipped else torch.load(start, weights_only=True)
        net.load_state_dict(held, strict=not shipped)
    return net


def main(argv: Sequence[str] | None = None) -> None:
    """Train from labelled files and write the ONNX reader beside a record of the run."""
    options = _options(argv)
    torch.set_num_threads(options.threads)
    recipe = Recipe(options.epochs, rate=options.rate, head_rate=10 * options.rate, seed=options.seed)
    torch.manual_seed(recipe.seed)
    tokenizer = load_tokenizer(options.encoder)
    rows, dev = list(examples(options.train)), [shown(e) for e in examples(options.dev)]
    random.Random(recipe.seed).shuffle(rows)
    rows = [*rows[: round(len(rows) * options.share)], *examples(options.fresh)]
    _say(f"{len(rows)} to train on, {len(dev)} for dev")
    net = _net(options.encoder, options.start, recipe.dropout).to(options.device)
    net, curve = train(net, tokenizer, rows, dev, recipe, options.device)
    temperatures = calibrate(net.cpu(), tokenizer, dev)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), options.out / "reader.pt")
    sample = next(e for e in dev if e.frames is not None)
    export(net, tokenizer, sample, options.out / "reader.onnx")
    record = {"recipe": asdict(recipe), "train": len(rows), "dev": len(dev), "curve": curve}
    record["temperatures"] = temperatures
    (options.out / "reader.json").write_text(json.dumps(record, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
