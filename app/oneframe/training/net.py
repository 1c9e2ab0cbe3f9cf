"""The reader as a network, and how messages become its batches. Trains nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from oneframe.reading.model import ELEMENTS, FAULTS, FRAMES, INTENTS, OUTPUTS, TRIGGERS
from oneframe.training.labels import Example

UNLABELLED = -100
_CLS, _SEP, _PAD = 101, 102, 0
_SENTENCE_TOKENS, _MESSAGE_TOKENS = 120, 510


class ReaderNet(nn.Module):
    """MiniLM with a vector a sentence; heads on sentences (`s` of them), and on the message (`m`)."""

    def __init__(self, encoder: nn.Module, width: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.frame = nn.Linear(width, len(FRAMES))
        self.error = nn.Linear(width, 1 + len(FAULTS))
        self.element = nn.Linear(width, len(ELEMENTS))
        self.trigger = nn.Linear(width, len(TRIGGERS))
        self.named = nn.Linear(width, 1)
        self.intent = nn.Linear(width, len(INTENTS))
        self.present = nn.Linear(width, 2)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, sentence_mask: Tensor) -> tuple[Tensor, ...]:
        """Return the logits of one message, as exported: `OUTPUTS` in order."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[0]
        vectors = sentence_mask @ hidden / sentence_mask.sum(-1, keepdim=True).clamp(min=1)
        logits = self.heads(vectors, hidden[0])
        return tuple(logits[name] for name in OUTPUTS)

    def score(self, batch: "Batch") -> dict[str, Tensor]:
        """Return the logits of a batch, all its sentences one below the other."""
        hidden = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state.float()
        width = hidden.shape[-1]
        sums = hidden.new_zeros(batch.sentences + 1, width)
        sums = sums.index_add(0, batch.rows.flatten(), hidden.reshape(-1, width))
        sizes = torch.bincount(batch.rows.flatten(), minlength=batch.sentences + 1).clamp(min=1)
        vectors = (sums / sizes[:, None].to(sums.dtype))[: batch.sentences]
        return self.heads(vectors, hidden[:, 0])

    def heads(self, vectors: Tensor, message: Tensor) -> dict[str, Tensor]:
        """Apply the heads to sentence vectors `[s,h]` and message vectors `[m,h]` (or `[h]`)."""
        v, m = self.dropout(vectors), self.dropout(message)
        return {
            "frame": self.frame(v),
            "error": self.error(v),
            "element": self.element(v),
            "trigger": self.trigger(v),
            "named": self.named(m),
            "intent": self.intent(m),
            "present": self.present(m),
        }


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a message, the sentence that each token belongs to (-1: none), and the sentences used."""

    ids: tuple[int, ...]
    rows: tuple[int, ...]
    used: tuple[int, ...]
    example: Example


def load_tokenizer(folder: Path) -> Any:
    """Return the tokenizer of an encoder's folder; it neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode(tokenizer: Any, example: Example, keep: Sequence[int] | None = None) -> Encoded:
    """Encode the sentences `keep` of an example as `[CLS] s1 [SEP] s2 [SEP] …`, cut at the limits."""
    ids, rows = [_CLS], [-1]
    used: list[int] = []
    for index in keep if keep is not None else range(len(example.lines)):
        tokens = tokenizer.encode(example.lines[index], add_special_tokens=False).ids[:_SENTENCE_TOKENS]
        if len(ids) + len(tokens) + 1 > _MESSAGE_TOKENS:
            break
        ids += [*tokens, _SEP]
        rows += [len(used)] * (len(tokens) + 1)
        used.append(index)
    return Encoded(tuple(ids), tuple(rows), tuple(used), example)


def inputs(item: Encoded) -> tuple[Tensor, Tensor, Tensor]:
    """Return the three inputs of the exported model for one message."""
    rows = torch.tensor(item.rows)
    member = torch.stack([(rows == r).float() for r in range(len(item.used))])
    ids = torch.tensor([item.ids])
    return ids, torch.ones_like(ids), member


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages padded to one length, `rows` naming the sentence of each token, and a target a head."""

    ids: Tensor
    mask: Tensor
    rows: Tensor
    sentences: int
    targets: dict[str, Tensor]

    def to(self, device: str) -> "Batch":
        """Return the batch on `device`."""
        targets = {k: v.to(device) for k, v in self.targets.items()}
        return Batch(self.ids.to(device), self.mask.to(device), self.rows.to(device), self.sentences, targets)


def collate(items: Sequence[Encoded]) -> Batch:
    """Return one batch of `items`; what carries no label is `UNLABELLED` (classes) or NaN (yes or no)."""
    width = max(len(item.ids) for item in items)
    starts = [sum(len(item.used) for item in items[:i]) for i in range(len(items) + 1)]
    rows = [
        [r + start if r >= 0 else starts[-1] for r in item.rows] + [starts[-1]] * (width - len(item.rows))
        for item, start in zip(items, starts, strict=False)
    ]
    ids = torch.tensor([[*item.ids, *[_PAD] * (width - len(item.ids))] for item in items])
    mask = torch.tensor([[1] * len(item.ids) + [0] * (width - len(item.ids)) for item in items])
    return Batch(ids, mask, torch.tensor(rows), starts[-1], _targets(items))


def _targets(items: Sequence[Encoded]) -> dict[str, Tensor]:
    messages = [item.example for item in items]
    sentences = [(item.example, i) for item in items for i in item.used]
    unknown = float("nan")
    return {
        "frame": torch.tensor([e.frames[i] if e.frames else UNLABELLED for e, i in sentences]),
        "error": torch.tensor([1 + e.faults[i] if e.faults else UNLABELLED for e, i in sentences]),
        "element": torch.tensor(
            [e.elements[i] if e.elements else [unknown] * len(ELEMENTS) for e, i in sentences]
        ).float(),
        "trigger": torch.tensor([_marks(e.triggers[i]) for e, i in sentences]),
        "named": torch.tensor([[unknown if x.named is None else float(x.named)] for x in messages]),
        "intent": torch.tensor([UNLABELLED if x.intent is None else x.intent for x in messages]),
        "present": torch.tensor([x.example.present(x.used) or (unknown, unknown) for x in items]),
    }


def _marks(marked: frozenset[int] | None) -> list[float]:
    if marked is None:
        return [float("nan")] * len(TRIGGERS)
    return [float(j in marked) for j in range(len(TRIGGERS))]
