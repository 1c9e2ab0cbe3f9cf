"""Can one encoder read and search? Guides found with the untouched encoder and with the reader's own."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from oneframe.evals.labelled import rows
from oneframe.evals.measure import share
from oneframe.guidance.corpus import chunks, load, token_counter

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
_K = 5


def found(embed: Embed, guides: Path, questions: Path, ranks: Path) -> dict[str, Any]:
    """Return how many of the answerable questions have an answering guide among the first five."""
    parts = [
        (g.id, f"{c.heading}\n{c.text}") for g in load(guides) for c in chunks(g, count=token_counter(ranks))
    ]
    vectors = embed([text for _, text in parts])
    asked = [q for q in rows(questions) if q["guides"]]
    scores = embed([q["question"] for q in asked]) @ vectors.T
    hits = []
    for question, row in zip(asked, scores, strict=True):
        best = list(dict.fromkeys(parts[i][0] for i in np.argsort(-row)))[:_K]
        hits.append(bool(set(best) & set(question["guides"])))
    return {"recall_at_5": share(hits), "chunks": len(parts)}


def embedder(encoder: Path, reader: Path | None) -> Embed:
    """Return mean-pooled unit vectors of an encoder, with the reader's weights where given."""
    from tokenizers import Tokenizer
    from transformers import AutoModel

    model = AutoModel.from_pretrained(encoder)
    if reader:
        held = torch.load(reader, weights_only=True)
        model.load_state_dict(
            {k.removeprefix("encoder."): v for k, v in held.items() if k.startswith("encoder.")}
        )
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    model.eval()

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = []
        with torch.no_grad():
            for text in texts:
                ids = torch.tensor([tokenizer.encode(text).ids])
                pooled = model(input_ids=ids).last_hidden_state[0].mean(0)
                vectors.append((pooled / pooled.norm()).numpy())
        return np.stack(vectors)

    return embed


def main(argv: Sequence[str] | None = None) -> None:
    """Print recall of the guides with both encoders."""
    parser = argparse.ArgumentParser(prog="python -m oneframe.training.retrieval", description=main.__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt of a training run")
    parser.add_argument("--questions", type=Path, default=Path("evals/questions/dev.jsonl"))
    parser.add_argument("--guides", type=Path, default=Path("corpus"))
    parser.add_argument("--ranks", type=Path, default=Path("app/oneframe/models/smollm2.tiktoken"))
    options = parser.parse_args(argv)
    told = {
        name: found(embedder(options.encoder, weights), options.guides, options.questions, options.ranks)
        for name, weights in (("untouched", None), ("reader's own", options.reader))
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
