"""Trains and exports the reader: `python -m oneframe.training.reader --help`. Sole owner of torch."""

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

from oneframe.training.labels import FAULTS, TRIGGERS, Example, examples
from oneframe.training.net import Encoded, ReaderNet, encode, inputs

_PAD = 0


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
    seed: int = 7


def _loss(net: ReaderNet, batch: Sequence[Encoded], weights: Tensor, recipe: Recipe) -> Tensor:
    width = max(len(e.ids) for e in batch)
    ids = torch.tensor([[*e.ids, *[_PAD] * (width - len(e.ids))] for e in batch])
    mask = torch.tensor([[1] * len(e.ids) + [0] * (width - len(e.ids)) for e in batch])
    hidden = net.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    total = torch.zeros(())
    parts: dict[str, list[tuple[Tensor, Any]]] = {
        k: [] for k in ("frame", "error", "element", "named", "intent", "trigger")
    }
    for state, item in zip(hidden, batch, strict=True):
        rows = torch.tensor([*item.rows, *[-1] * (width - len(item.rows))])
        present = sorted({r for r in item.rows if r >= 0})
        if not present:
            continue
        member = (rows[None, :] == torch.tensor(present)[:, None]).float()
        vectors = member.to(state.dtype) @ state / member.sum(-1, keepdim=True)
        _collect(parts, net.heads(vectors, state[0]), item.example, present)
    total = total + _cross_entropy(parts["frame"], weights, recipe.smoothing)
    total = total + 0.5 * _cross_entropy(parts["intent"], None, recipe.smoothing)
    for key, scale in (("error", 0.5), ("element", 0.5), ("named", 0.5), ("trigger", 1.0)):
        total = total + scale * _binary(parts[key], 3.0 if key in ("error", "trigger") else 1.0)
    return total


def _collect(
    parts: dict[str, list[tuple[Tensor, Any]]],
    out: tuple[Tensor, ...],
    example: Example,
    present: list[int],
) -> None:
    frame, error, element, named, intent, trigger = out
    if example.frames is not None:
        parts["frame"].append((frame, [example.frames[i] for i in present]))
    if example.faults is not None:
        parts["error"].append(
            (error, [[float(j == example.faults[i]) for j in range(len(FAULTS))] for i in present])
        )
    if example.elements is not None:
        parts["element"].append((element, [[float(x) for x in example.elements[i]] for i in present]))
    if example.named is not None:
        parts["named"].append((named, [float(example.named)]))
    if example.intent is not None:
        parts["intent"].append((intent[None], [example.intent]))
    known = [(k, marks) for k, i in enumerate(present) if (marks := example.triggers[i]) is not None]
    if known:
        target = [[float(j in marks) for j in range(len(TRIGGERS))] for _, marks in known]
        parts["trigger"].append((trigger[[k for k, _ in known]], target))


def _cross_entropy(pairs: list[tuple[Tensor, Any]], weights: Tensor | None, smoothing: float) -> Tensor:
    if not pairs:
        return torch.zeros(())
    logits, target = (
        torch.cat([p.float() for p, _ in pairs]),
        torch.tensor([t for _, ts in pairs for t in ts]),
    )
    return nn.functional.cross_entropy(logits, target, weight=weights, label_smoothing=smoothing)


def _binary(pairs: list[tuple[Tensor, Any]], positive: float) -> Tensor:
    if not pairs:
        return torch.zeros(())
    logits, target = (
        torch.cat([p.float() for p, _ in pairs]),
        torch.cat([torch.tensor(t) for _, t in pairs]),
    )
    return nn.functional.binary_cross_entropy_with_logits(logits, target, pos_weight=torch.tensor(positive))


def _batches(items: Sequence[Encoded], size: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """Yield batches of similar length, in random order."""
    order = sorted(items, key=lambda e: len(e.ids) + rng.random() * 24)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks


def _kept(example: Example, share: float, rng: random.Random) -> list[int]:
    """Drop a few neutral sentences: the message keeps its labels without them."""
    if example.frames is None:
        return list(range(len(example.lines)))
    keep = [i for i, f in enumerate(example.frames) if f != 0 or rng.random() >= share]
    return keep or list(range(len(example.lines)))


def train(
    net: ReaderNet, tokenizer: Any, rows: Sequence[Example], dev: Sequence[Example], recipe: Recipe
) -> ReaderNet:
    """Train on `rows`, keep the epoch that reads `dev` best (sentence plus label accuracy)."""
    rng = random.Random(recipe.seed)
    encoder = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=0.01,
    )
    steps = recipe.epochs * math.ceil(len(rows) / recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [recipe.rate, recipe.head_rate],
        total_steps=steps + 1,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    weights = torch.tensor([0.8, 1.0, 1.0, 1.6])
    best, best_score, began = None, -1.0, time.monotonic()
    for epoch in range(recipe.epochs):
        net.train()
        items = [encode(tokenizer, r, _kept(r, recipe.drop_sentence, rng)) for r in rows]
        for batch in _batches(items, recipe.batch, rng):
            optimiser.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = _loss(net, batch, weights, recipe)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        score = evaluate(net, tokenizer, dev)
        _say(f"epoch {epoch + 1}/{recipe.epochs} {score} {time.monotonic() - began:.0f} s")
        if (total := score["sentence"] + score["label"]) > best_score:
            best, best_score = {k: v.clone() for k, v in net.state_dict().items()}, total
    if best is not None:
        net.load_state_dict(best)
    return net


@torch.no_grad()
def evaluate(net: ReaderNet, tokenizer: Any, dev: Sequence[Example]) -> dict[str, float]:
    """Return accuracies on labelled messages, on given sentences: sentence, label (named apart), intent."""
    net.eval()
    right = total = label = intent = count = 0
    for example in (e for e in dev if e.frames is not None):
        assert example.frames is not None
        item = encode(tokenizer, example)
        frame, *_, intents, _ = net(*inputs(item))
        guess = frame.argmax(-1).tolist()
        right += sum(g == t for g, t in zip(guess, example.frames, strict=False))
        total += len(guess)
        label += _kind(guess) == _kind(list(example.frames))
        intent += int(intents.argmax()) == example.intent
        count += 1
    return {
        "sentence": round(right / total, 4),
        "label": round(label / count, 4),
        "intent": round(intent / count, 4),
    }


def _kind(frames: Sequence[int]) -> frozenset[int]:
    kinds = frozenset(frames) - {0}
    return kinds if len(kinds) < 2 and 3 not in kinds else frozenset({3})


def export(net: ReaderNet, tokenizer: Any, sample: Example, target: Path) -> None:
    """Write `target` as ONNX with int8 weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = target.with_suffix(".fp32.onnx")
    names = ["frame", "error", "element", "named", "intent", "trigger"]
    axes: dict[str, dict[int, str]] = {
        "input_ids": {1: "t"},
        "attention_mask": {1: "t"},
        "sentence_mask": {0: "s", 1: "t"},
        "frame": {0: "s"},
        "error": {0: "s"},
        "element": {0: "s"},
        "trigger": {0: "s"},
    }
    net.eval()
    torch.onnx.export(
        net,
        inputs(encode(tokenizer, sample)),
        str(full),
        input_names=list(axes)[:3],
        output_names=names,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main(argv: Sequence[str] | None = None) -> None:
    """Train from labelled files and write the ONNX reader beside a record of the run."""
    from tokenizers import Tokenizer
    from transformers import AutoModel

    parser = argparse.ArgumentParser(prog="python -m oneframe.training.reader", description=main.__doc__)
    parser.add_argument(
        "--train",
        nargs="+",
        type=Path,
        required=True,
        help="JSONL files of labelled messages or routing cases",
    )
    parser.add_argument(
        "--dev", nargs="+", type=Path, required=True, help="JSONL files that choose the epoch"
    )
    parser.add_argument(
        "--encoder",
        type=Path,
        required=True,
        help="folder of all-MiniLM-L6-v2 (safetensors, tokenizer.json)",
    )
    parser.add_argument("--out", type=Path, required=True, help="where reader.onnx goes")
    parser.add_argument("--start", type=Path, help="reader.pt of an earlier run to go on from")
    parser.add_argument("--rate", type=float, default=Recipe().rate, help="peak learning rate of the encoder")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    recipe = Recipe(options.epochs, rate=options.rate, head_rate=10 * options.rate, seed=options.seed)
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = AutoModel.from_pretrained(options.encoder, attn_implementation="eager")
    net = ReaderNet(encoder, encoder.config.hidden_size, recipe.dropout)
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    rows, dev = list(examples(options.train)), list(examples(options.dev))
    _say(f"{len(rows)} to train on, {len(dev)} for dev")
    net = train(net, tokenizer, rows, dev, recipe)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), options.out / "reader.pt")
    export(net, tokenizer, dev[0], options.out / "reader.onnx")
    record = {
        "recipe": asdict(recipe),
        "train": len(rows),
        "dev": len(dev),
        "scores": evaluate(net, tokenizer, dev),
    }
    (options.out / "reader.json").write_text(json.dumps(record, indent=2), encoding="utf-8")
    _say(json.dumps(record))


if __name__ == "__main__":
    main()
