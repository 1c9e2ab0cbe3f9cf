"""Fits one temperature a head on dev and folds it into the head's weights. Changes no decision."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from oneframe.training.labels import Example
from oneframe.training.net import UNLABELLED, ReaderNet, collate, encode

HEADS = ("frame", "error", "intent", "named", "present", "element")
_STEPS = torch.logspace(-0.5, 0.6, 45)


@torch.no_grad()
def calibrate(net: ReaderNet, tokenizer: Any, dev: Sequence[Example]) -> dict[str, float]:
    """Divide each head of `HEADS` by the temperature (1: none) of least loss on `dev`; return them."""
    net.eval()
    found = {}
    for name in HEADS:
        scores, target = _collected(net, tokenizer, dev, name)
        losses = [_loss(scores / t, target) for t in _STEPS]
        found[name] = round(float(_STEPS[int(torch.stack(losses).argmin())]), 3)
        head = getattr(net, name)
        head.weight /= found[name]
        head.bias /= found[name]
    return found


def _collected(net: ReaderNet, tokenizer: Any, dev: Sequence[Example], name: str) -> tuple[Tensor, Tensor]:
    scores, targets = [], []
    for example in dev:
        batch = collate([encode(tokenizer, example)])
        scores.append(net.score(batch)[name])
        targets.append(batch.targets[name])
    return torch.cat(scores), torch.cat(targets)


def _loss(scores: Tensor, target: Tensor) -> Tensor:
    if target.dtype == torch.long:
        return nn.functional.cross_entropy(scores, target, ignore_index=UNLABELLED)
    known = ~target.isnan()
    return nn.functional.binary_cross_entropy_with_logits(scores[known], target[known])
