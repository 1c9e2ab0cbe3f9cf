"""Readers on the same texts, from guessing to ours: `python -m oneframe.training.ladder --help`."""

import argparse
import copy
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from oneframe.evals.labelled import Labelled, labelled
from oneframe.evals.measure import share
from oneframe.frames import Frame, Label
from oneframe.reading.model import FAULTS, OUTPUTS, TRIGGERS, ReaderModel, feed
from oneframe.reading.naming import frames_named
from oneframe.reading.reader import Reader
from oneframe.writing import prompts as prompting

Guess = Callable[[str], str]
_LABELS = [label.value for label in Label]
_CUES = {
    Frame.COACHING: re.compile(
        r"\b(?:explore|curious|grow\w*|develop\w*|learn\w*|reflect\w*|coach\w*|your thinking|how do you|"
        r"what would you|where do you want|strengths?|career|goals?|stretch)\b",
        re.IGNORECASE,
    ),
    Frame.PERFORMANCE: re.compile(
        r"\b(?:standards?|expect\w*|required?|requirements?|must|deadline|late|missed|gap|performance|improve\w*|unacceptable|"
        r"consequences?|warning|disciplin\w*|policy|rating|by (?:mon|tues|wednes|thurs|fri)day)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A reader by name; `guess` takes a text and returns one of the five labels."""

    name: str
    guess: Guess


def by_lexicon(text: str) -> str:
    """Label by key words: both kinds blended, one kind by whether the opening names it."""
    kinds = [frame for frame, cues in _CUES.items() if cues.search(text)]
    if len(kinds) != 1:
        return "blended" if kinds else "neither"
    return kinds[0].value if kinds[0] in frames_named(text[:300]) else "unnamed"


def by_words(train: Sequence[Labelled]) -> Guess:
    """Return tf-idf of words and pairs with logistic regression, learned from `train`."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = make_pipeline(vectors, LogisticRegression(C=20, class_weight="balanced", max_iter=2000))
    model.fit([t.text for t in train], [t.label for t in train])
    return lambda text: str(model.predict([text])[0])


class ZeroShot:
    """The embedded writer's base model, asked for the label: the likeliest of the five words wins."""

    def __init__(self, weights: Path, prompts: Path) -> None:
        self._weights, self._prompt = weights, prompting.load(prompts, "label")

    def __call__(self, text: str) -> str:
        """Return the label whose tokens are likeliest after the prompt, each token counted alike."""
        import torch

        rendered = self._prompt.render(text=prompting.clean(text)[:6000])
        with torch.no_grad():
            asked = self._model(torch.tensor([self._tokens(prompting.chatml(rendered, ""))]), use_cache=True)
            scores = [self._likely(asked, self._tokens(label)) for label in _LABELS]
        return _LABELS[scores.index(max(scores))]

    def _likely(self, asked: Any, answer: list[int]) -> float:
        """Return the mean log chance a token of `answer`, going on from the prompt's own cache."""
        import torch

        logits = asked.logits[0, -1:]
        if len(answer) > 1:
            kept = copy.deepcopy(asked.past_key_values)
            further = self._model(torch.tensor([answer[:-1]]), past_key_values=kept).logits[0]
            logits = torch.cat([logits, further])
        return float(logits.log_softmax(-1).gather(-1, torch.tensor(answer)[:, None]).mean())

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    @cached_property
    def _tokenizer(self) -> Any:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(self._weights.parent, gguf_file=self._weights.name)

    @cached_property
    def _model(self) -> Any:
        from transformers import AutoModelForCausalLM

        return AutoModelForCausalLM.from_pretrained(self._weights.parent, gguf_file=self._weights.name)


def by_chat_model(name: str, prompts: Path) -> Guess:
    """Return any `provider:model` asked with `prompts/label.md`; the first label it says counts."""
    from oneframe.settings import Settings
    from oneframe.wiring import build_writer
    from oneframe.writing.providers import ProviderWriter

    writer, prompt = build_writer(Settings(writer=name)), prompting.load(prompts, "label")
    assert isinstance(writer, ProviderWriter)

    def guess(text: str) -> str:
        reply = "".join(writer.answer(prompt.render(text=prompting.clean(text)), 400)).lower()
        return next((w for w in re.findall(r"[a-z]+", reply) if w in _LABELS), "neither")

    return guess


class _Partial(ReaderModel):
    """An earlier reader: outputs it lacks are filled so that they decide nothing."""

    def _run(self, tokens: Sequence[Sequence[int]]) -> list[Any]:
        import numpy as np

        names = [o.name for o in self._session.get_outputs() if o.name in OUTPUTS]
        found = dict(zip(names, self._session.run(names, feed(tokens)), strict=True))
        found.setdefault("present", np.full(2, 20.0, np.float32))
        found.setdefault("trigger", np.full((len(tokens), len(TRIGGERS)), -20.0, np.float32))
        if found["error"].shape[1] == len(FAULTS):
            found["error"] = np.pad(found["error"], ((0, 0), (1, 0)))
        return [found[name] for name in OUTPUTS]


def by_reader(file: Path, tokenizer: Path) -> Guess:
    """Return a reader of ours, of this version or an earlier one."""
    reader = Reader(_Partial(file, tokenizer))
    return lambda text: reader.read(text).label.value


def climb(rungs: Sequence[Rung], texts: Sequence[Labelled]) -> list[dict[str, Any]]:
    """Return a row a rung: accuracy (5 and 4 ways), figures of `blended`, median milliseconds."""
    return [_row(rung, [t for t in texts if not t.disputed]) for rung in rungs]


def _row(rung: Rung, texts: Sequence[Labelled]) -> dict[str, Any]:
    times, pairs = [], []
    for text in texts:
        began = time.perf_counter()
        pairs.append((text.label, rung.guess(text.text)))
        times.append(time.perf_counter() - began)
    hits = sum(a == b == "blended" for a, b in pairs)
    said, due = (sum(p[i] == "blended" for p in pairs) for i in (1, 0))
    return {
        "reader": rung.name,
        "label": share(a == b for a, b in pairs),
        "label_4_ways": share(a == b for a, b in pairs if a != "neither"),
        "blended_f1": round(2 * hits / (said + due), 4) if said + due else None,
        "blended_precision": share(a == "blended" for a, b in pairs if b == "blended"),
        "false_blends": share(b == "blended" for a, b in pairs if a != "blended"),
        "median_ms": round(1000 * sorted(times)[len(times) // 2], 2),
    }


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m oneframe.training.ladder", description=main.__doc__)
    add = parser.add_argument
    add("--train", type=Path, required=True, help="what the word model learns from")
    add("--test", nargs="+", type=Path, required=True, help="files or folders to read; a table each")
    add("--reader", nargs="*", default=[], metavar="NAME=FILE", help="ONNX readers, any version")
    add("--tokenizer", type=Path, default=Path("app/oneframe/models/tokenizer.json"))
    add("--base", nargs=1, type=Path, help="GGUF of the embedded model, to be asked zero-shot")
    add(
        "--model",
        nargs="*",
        default=[],
        metavar="PROVIDER:NAME",
        help="chat models; the texts are sent to them",
    )
    add("--prompts", type=Path, default=Path("prompts"))
    add("--out", type=Path, help="write the tables here (default: stdout)")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Read the same labelled texts with every reader and write one table a test set."""
    options = _options(argv)
    rungs = [
        Rung("always blended", lambda text: "blended"),
        Rung("keyword lexicon", by_lexicon),
        Rung("tf-idf + logistic regression", by_words(labelled(options.train))),
        *(Rung("embedded model, zero-shot", ZeroShot(b, options.prompts)) for b in options.base or ()),
        *(Rung(name, by_reader(Path(file), options.tokenizer)) for name, _, file in
          (r.partition("=") for r in options.reader)),
        *(Rung(name, by_chat_model(name, options.prompts)) for name in options.model),
    ]  # fmt: skip
    tables = {path.as_posix(): climb(rungs, labelled(path)) for path in options.test}
    text = json.dumps({"schema": 1, "tables": tables}, indent=1)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
