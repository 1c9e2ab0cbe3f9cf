"""Trains the embedded writer's adapter: `python -m oneframe.training.writer --help`. Owns peft and gguf."""

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

from oneframe.training.pairs import Pair, PairMaker
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases
from oneframe.writing.worker import STOP

# Query and key are left out: their rotary order differs between the two file formats.
_TARGETS = {
    "v_proj": "attn_v", "o_proj": "attn_output",
    "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down",
}  # fmt: skip
_BASE_NAME = "SmolLM2-135M-Instruct"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run besides its pairs. `most_tokens` leaves longer pairs out."""

    epochs: int = 1
    batch: int = 8
    rate: float = 2e-4
    rank: int = 16
    alpha: int = 32
    most_tokens: int = 448
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair as token ids; only the last `answer` of them are learned."""

    ids: tuple[int, ...]
    answer: int


def tokens_of(tokenizer: Any, pair: Pair) -> Tokens:
    """Return prompt, answer and the stop token as ids."""
    prompt = tokenizer(pair.prompt, add_special_tokens=False)["input_ids"]
    answer = tokenizer(pair.answer + STOP, add_special_tokens=False)["input_ids"]
    return Tokens((*prompt, *answer), len(answer))


def batches(items: Sequence[Tokens], size: int, rng: random.Random) -> Iterator[list[Tokens]]:
    """Yield batches of similar length, in random order."""
    order = sorted(items, key=lambda t: len(t.ids) + rng.random() * 24)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks


def loss_of(model: Any, chunk: Sequence[Tokens]) -> Tensor:
    """Return the mean loss a token of the answers in a batch."""
    width = max(len(t.ids) for t in chunk)
    ids = torch.tensor([[*t.ids, *[0] * (width - len(t.ids))] for t in chunk])
    mask = torch.tensor([[1] * len(t.ids) + [0] * (width - len(t.ids)) for t in chunk])
    places = torch.arange(width)
    ends = mask.sum(-1, keepdim=True)
    starts = ends - torch.tensor([[t.answer] for t in chunk])
    learned = (places >= starts) & (places < ends)
    hidden = model.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
    logits = model.lm_head(hidden[learned[:, 1:]])
    return nn.functional.cross_entropy(logits.float(), ids[:, 1:][learned[:, 1:]])


def train(
    model: Any, items: Sequence[Tokens], dev: Sequence[Tokens], recipe: Recipe
) -> list[dict[str, float]]:
    """Train the adapter in place; return the loss a token on `dev` after each epoch."""
    rng = random.Random(recipe.seed)
    weights = [p for p in model.parameters() if p.requires_grad]
    steps = recipe.epochs * math.ceil(len(items) / recipe.batch)
    optimiser = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=steps + 1, pct_start=0.06
    )
    curve, began = [], time.monotonic()
    for epoch in range(recipe.epochs):
        model.train()
        for number, chunk in enumerate(batches(items, recipe.batch, rng)):
            optimiser.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model.get_base_model(), chunk)
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            if number % 20 == 0:
                _say(f"  step {number} loss {float(loss):.4f} {time.monotonic() - began:.0f} s")
        curve.append({"epoch": epoch + 1, "dev": evaluate(model, dev)})
        _say(f"epoch {epoch + 1}/{recipe.epochs} {curve[-1]} {time.monotonic() - began:.0f} s")
    return curve


@torch.no_grad()
def evaluate(model: Any, dev: Sequence[Tokens]) -> float:
    """Return the mean loss a token of the answers of `dev`."""
    model.eval()
    total = sum(float(loss_of(model.get_base_model(), [t])) * t.answer for t in dev)
    return round(total / sum(t.answer for t in dev), 4)


def adapted(weights: Path, recipe: Recipe, start: Path | None) -> tuple[Any, Any]:
    """Return the base model of a GGUF file with an adapter (new, or as in `start`), and its tokenizer."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base = AutoModelForCausalLM.from_pretrained(weights.parent, gguf_file=weights.name, dtype=torch.float32)
    config = LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, target_modules=list(_TARGETS), task_type="CAUSAL_LM"
    )
    model = get_peft_model(base, config)
    if start:
        _load(model, start)
    return model, AutoTokenizer.from_pretrained(weights.parent, gguf_file=weights.name)


def _matrices(model: Any) -> Iterator[tuple[str, nn.Parameter]]:
    """Yield the adapter's matrices under their names in a GGUF file."""
    for name, weight in model.named_parameters():
        if "lora_" in name:
            parts = name.split(".")
            layer, module = parts[parts.index("layers") + 1], next(p for p in parts if p in _TARGETS)
            kind = "lora_a" if "lora_A" in parts else "lora_b"
            yield f"blk.{layer}.{_TARGETS[module]}.weight.{kind}", weight


def _load(model: Any, file: Path) -> None:
    from gguf import GGUFReader

    found = {t.name: torch.tensor(t.data.copy()).float() for t in GGUFReader(file).tensors}
    with torch.no_grad():
        for name, weight in _matrices(model):
            weight.copy_(found[name].reshape(weight.shape))


def export(model: Any, recipe: Recipe, target: Path) -> None:
    """Write the adapter as a GGUF file in half precision."""
    import numpy as np
    from gguf import GGUFWriter

    writer = GGUFWriter(str(target), "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(recipe.alpha))
    writer.add_name("oneframe writer")
    writer.add_string("general.base_model.0.name", _BASE_NAME)
    for name, weight in _matrices(model):
        writer.add_tensor(name, weight.detach().numpy().astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m oneframe.training.writer", description=main.__doc__)
    add, usual = parser.add_argument, Recipe()
    add("--train", nargs="+", type=Path, required=True, help="JSONL files (or folders) to learn from")
    add("--dev", nargs="+", type=Path, required=True, help="JSONL files (or folders) to follow the loss on")
    add("--base", type=Path, required=True, help="the base model, a GGUF file")
    add("--prompts", type=Path, default=Path("prompts"), help="the prompts that are served")
    add("--out", type=Path, required=True, help="where writer-adapter.gguf and writer.json go")
    add("--start", type=Path, help="an adapter to go on from")
    add("--most", type=int, help="learn from this many pairs, chosen at random")
    add("--epochs", type=int, default=usual.epochs)
    add("--rate", type=float, default=usual.rate, help="peak learning rate")
    add("--seed", type=int, default=usual.seed)
    add("--threads", type=int, default=2)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Train the adapter from labelled messages and write it as GGUF beside a record of the run."""
    options = _options(argv)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    recipe = Recipe(options.epochs, rate=options.rate, seed=options.seed)
    maker = PairMaker(Composer(load_phrases(options.prompts / "phrases")), options.prompts)
    model, tokenizer = adapted(options.base, recipe, options.start)
    items, dev = (
        [
            t
            for path in paths
            for p in maker.pairs(path)
            if len((t := tokens_of(tokenizer, p)).ids) <= recipe.most_tokens
        ]
        for paths in (options.train, options.dev)
    )
    random.Random(recipe.seed).shuffle(items)
    items = items[: options.most]
    _say(f"{len(items)} pairs to learn from, {len(dev)} for dev; dev at the start {evaluate(model, dev)}")
    curve = train(model, items, dev, recipe)
    options.out.mkdir(parents=True, exist_ok=True)
    export(model, recipe, options.out / "writer-adapter.gguf")
    record = {"recipe": asdict(recipe), "pairs": len(items), "dev": len(dev), "curve": curve}
    (options.out / "writer.json").write_text(json.dumps(record, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
