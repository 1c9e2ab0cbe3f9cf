"""The trained reader's raw scores: sole owner of its onnxruntime session. It decides nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oneframe.errors import AssetDamaged
from oneframe.frames import Element, Fault, Frame, Intent, Trigger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAMES = (Frame.NEUTRAL, Frame.COACHING, Frame.PERFORMANCE, Frame.BLEND)
FAULTS = tuple(f for f in Fault if f is not Fault.UNNAMED_FRAME)
ELEMENTS = tuple(Element)
INTENTS = (Intent.COACHING, Intent.PERFORMANCE, Intent.NEITHER)
TRIGGERS = tuple(Trigger)
OUTPUTS = ("frame", "error", "element", "named", "intent", "trigger", "present")

_SENTENCE_TOKENS = 120
_WINDOW_TOKENS = 510
_CONTEXT = 2
_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities (0 to 1) for n sentences; rows follow the sentences, columns the tuples above.

    `present` holds two: that some sentence does coaching, and that some sentence does performance.
    """

    frame: "NDArray[np.float32]"
    fault: "NDArray[np.float32]"
    element: "NDArray[np.float32]"
    trigger: "NDArray[np.float32]"
    intent: "NDArray[np.float32]"
    present: "NDArray[np.float32]"
    named: float


class ReaderModel:
    """The ONNX reader and its tokenizer, loaded at the first use; calls may come from any thread."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 2) -> None:
        self._model_file, self._tokenizer_file, self._threads = model, tokenizer, threads

    def score(self, sentences: Sequence[str]) -> Scores:
        """Score one or more sentences together, in windows of 510 tokens with two sentences of context."""
        import numpy as np

        tokens = [
            e.ids[:_SENTENCE_TOKENS]
            for e in self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        ]
        windows = list(_windows([len(t) + 1 for t in tokens]))
        runs = [self._run(tokens[w.context : w.end]) for w in windows]
        own = [slice(w.start - w.context, None) for w in windows]
        sizes = [w.end - w.start for w in windows]
        return Scores(
            frame=np.concatenate([_softmax(r[0])[s] for r, s in zip(runs, own, strict=True)]),
            fault=np.concatenate([_softmax(r[1])[s, 1:] for r, s in zip(runs, own, strict=True)]),
            element=np.concatenate([_sigmoid(r[2])[s] for r, s in zip(runs, own, strict=True)]),
            trigger=np.concatenate([_sigmoid(r[5])[s] for r, s in zip(runs, own, strict=True)]),
            intent=np.average([_softmax(r[4]) for r in runs], axis=0, weights=sizes),
            present=np.max([_sigmoid(r[6]) for r in runs], axis=0),
            named=float(_sigmoid(runs[0][3])[0]),
        )

    def _run(self, tokens: Sequence[Sequence[int]]) -> list["NDArray[np.float32]"]:
        return list(self._session.run(list(OUTPUTS), feed(tokens)))

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
        except Exception as broken:
            raise _damaged(self._tokenizer_file) from broken
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 4
        try:
            return onnxruntime.InferenceSession(
                str(self._model_file), options, providers=["CPUExecutionProvider"]
            )
        except Exception as broken:
            raise _damaged(self._model_file) from broken


def feed(tokens: Sequence[Sequence[int]]) -> dict[str, "NDArray[Any]"]:
    """Return the model's inputs for sentences given as token ids: `[CLS] s1 [SEP] s2 [SEP] …`."""
    import numpy as np

    ids = [_CLS]
    mask = np.zeros((len(tokens), 1 + sum(len(t) + 1 for t in tokens)), dtype=np.float32)
    for row, sentence in enumerate(tokens):
        mask[row, len(ids) : len(ids) + len(sentence) + 1] = 1
        ids += [*sentence, _SEP]
    return {
        "input_ids": np.array([ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "sentence_mask": mask,
    }


@dataclass(frozen=True, slots=True)
class _Window:
    """Sentences `[context, end)` are run together; `[start, end)` are scored."""

    context: int
    start: int
    end: int


def _windows(sizes: Sequence[int]) -> Iterator[_Window]:
    start = 0
    while start < len(sizes):
        context = max(0, start - _CONTEXT)
        end, used = start + 1, 1 + sum(sizes[context : start + 1])
        while end < len(sizes) and used + sizes[end] <= _WINDOW_TOKENS:
            used += sizes[end]
            end += 1
        yield _Window(context, start, end)
        start = end


def _softmax(logits: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exps / exps.sum(axis=-1, keepdims=True))


def _sigmoid(logits: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-logits)))


def _damaged(file: Path) -> AssetDamaged:
    return AssetDamaged(
        f"The model file {file.name} is missing or damaged. Nothing was read. "
        "Reinstall Oneframe (in a checkout: git checkout -- app/oneframe/models && make install)."
    )
