"""The reader as a network, and how a message becomes its input. Trains nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from oneframe.training.labels import ELEMENTS, FAULTS, FRAMES, INTENTS, TRIGGERS, Example

_CLS, _SEP = 101, 102
_SENTENCE_TOKENS, _MESSAGE_TOKENS = 120, 510


class ReaderNet(nn.Module):
    """MiniLM with a vector a sentence; heads on sentences, and named and intent on the message."""

    def __init__(self, encoder: nn.Module, width: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.frame = nn.Linear(width, len(FRAMES))
        self.error = nn.Linear(width, len(FAULTS))
        self.element = nn.Linear(width, len(ELEMENTS))
        self.trigger = nn.Linear(width, len(TRIGGERS))
        self.named = nn.Linear(width, 1)
        self.intent = nn.Linear(width, len(INTENTS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, sentence_mask: Tensor) -> tuple[Tensor, ...]:
        """Return logits: frame `[s,4]`, error `[s,8]`, element `[s,4]`, named, intent, trigger `[s,8]`."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[0]
        vectors = sentence_mask @ hidden / sentence_mask.sum(-1, keepdim=True).clamp(min=1)
        return self.heads(vectors, hidden[0])

    def heads(self, vectors: Tensor, message: Tensor) -> tuple[Tensor, ...]:
        """Apply the heads to sentence vectors and the message vector."""
        v, m = self.dropout(vectors), self.dropout(message)
        return (
            self.frame(v),
            self.error(v),
            self.element(v),
            self.named(m),
            self.intent(m),
            self.trigger(v),
        )


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a message and the row (-1: none) that each token belongs to."""

    ids: tuple[int, ...]
    rows: tuple[int, ...]
    count: int
    example: Example


def encode(tokenizer: Any, example: Example, keep: Sequence[int] | None = None) -> Encoded:
    """Encode the sentences `keep` of an example as `[CLS] s1 [SEP] s2 [SEP] …`, cut at the limits."""
    ids, rows = [_CLS], [-1]
    used = 0
    for index in keep if keep is not None else range(len(example.lines)):
        tokens = tokenizer.encode(example.lines[index], add_special_tokens=False).ids[:_SENTENCE_TOKENS]
        if len(ids) + len(tokens) + 1 > _MESSAGE_TOKENS:
            break
        ids += [*tokens, _SEP]
        rows += [index] * (len(tokens) + 1)
        used += 1
    return Encoded(tuple(ids), tuple(rows), used, example)


def inputs(item: Encoded) -> tuple[Tensor, Tensor, Tensor]:
    """Return the three inputs of the exported model for one message."""
    rows = torch.tensor(item.rows)
    present = sorted({r for r in item.rows if r >= 0})
    member = torch.stack([(rows == r).float() for r in present])
    ids = torch.tensor([item.ids])
    return ids, torch.ones_like(ids), member
