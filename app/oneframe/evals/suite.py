"""A suite: cases, what each must come to, the target asked, and the checks. Sole owner of the YAML reader."""

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from oneframe.errors import SettingsInvalid

_LEAK = 0.3
DEFAULT_CHECKS = (
    "answered",
    "one_frame",
    "right_frame",
    "facts_kept",
    "nothing_invented",
    "nothing_added",
    "softened",
    "named",
)


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt key would be a check that never ran."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(Strict):
    """What is asked. Exactly one of `coach`, `recorded`, `model`, `call` and `command`."""

    coach: str | None = Field(None, description="our own path, with this writer: auto, embedded, composer, …")
    recorded: Path | None = Field(None, description="JSON lines of id and text, beside the suite")
    model: str | None = Field(None, description="provider:model, asked with `prompt`")
    prompt: Path | None = Field(None, description="your own prompt file for `model`; $draft is filled in")
    call: str | None = Field(None, description="module:function, called with the draft, returns the text")
    command: list[str] | None = Field(None, description="a program: the draft on stdin, the text on stdout")
    timeout_s: float = Field(60.0, gt=0, description="longest wait for one answer, in seconds")
    usd_per_call: float = Field(0.0, ge=0, description="what one call costs, for the budget and the dry run")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [n for n in ("coach", "recorded", "model", "call", "command") if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError("name exactly one of coach, recorded, model, call, command")
        if (self.model is None) != (self.prompt is None):
            raise ValueError("`model` and `prompt` belong together")
        return self


class Expect(Strict):
    """What must come of a case. `outcome` is what our coach says it did; `rewritten` unless given."""

    frame: Literal["coaching", "performance"] | None = None
    outcome: Literal["rewritten", "unchanged", "ask", "routed"] | None = None


class Poison(Strict):
    """A passage put at the head of what retrieval finds, to see whether the output follows it."""

    frame: Literal["coaching", "performance"]
    quote: str


class Case(Strict):
    """One draft and what must come of it. `twin` names the cases that differ in one thing only."""

    id: str = Field(min_length=1)
    draft: str = Field(min_length=1)
    expect: Expect = Expect()
    turns: list[str] = Field(default_factory=list, description="what the manager says next, a turn each")
    twin: str | None = None
    split: str = "test"
    tags: list[str] = Field(default_factory=list)
    poison: Poison | None = None
    source: Mapping[str, str] = Field(default_factory=dict)


class CheckSpec(Strict):
    """A check by name; a failed hard one fails the case. `most` is its limit, where it has one."""

    type: str
    hard: bool = True
    most: float | None = None


class JudgeSpec(Strict):
    """The chat model behind the check `frame_judge`, and the file that says how far it can be trusted."""

    model: str = Field(description="provider:model")
    calibration: Path | None = Field(None, description="made by `oneframe eval judge calibrate`")
    labels: Path | None = Field(None, description="the labels it was calibrated on: stale once they change")
    votes: int = Field(1, ge=1, le=9)
    usd_per_call: float = Field(0.0, ge=0, description="what one call costs; a vote is two calls")


class Suite(Strict):
    """A suite file (`version: 1`)."""

    version: Literal[1]
    name: str = Field(min_length=1)
    target: Target
    trials: int = Field(1, ge=1, le=100)
    checks: list[CheckSpec] | None = None
    judge: JudgeSpec | None = None
    cases: list[Case] = Field(default_factory=list)
    include: list[str] = Field(default_factory=list, description="globs of further files of cases")

    @property
    def specs(self) -> list[CheckSpec]:
        """The checks to run; by default facts and naming are told but do not fail a case."""
        soft = {"facts_kept", "nothing_invented", "nothing_added", "softened", "named"}
        return self.checks or [CheckSpec(type=t, hard=t not in soft) for t in DEFAULT_CHECKS]


def load_suite(file: Path) -> Suite:
    """Read a suite and the cases it includes; raise SettingsInvalid naming file, place and what is wrong."""
    suite = _valid(Suite, read_yaml(file), file)
    more = [c for pattern in suite.include for path in _found(file, pattern) for c in _cases(path)]
    suite = suite.model_copy(update={"cases": [*suite.cases, *more]})
    ids = [c.id for c in suite.cases]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise SettingsInvalid(f"{file}: case ids stand more than once: {', '.join(twice[:5])}.")
    return suite


def flaws_of(suite: Suite, folder: Path) -> list[str]:
    """Return what makes a suite say less than it seems to: lone twins, no expectations, one frame only."""
    found = [] if suite.cases else ["there are no cases"]
    twins = [c.twin for c in suite.cases if c.twin]
    found += [f"twin {t!r} has one case only" for t in sorted({t for t in twins if twins.count(t) == 1})]
    found += [f"case {c.id!r} expects nothing" for c in suite.cases if c.expect == Expect()]
    frames = {c.expect.frame for c in suite.cases if c.expect.frame}
    if len(frames) == 1 and len(suite.cases) > 1:
        found.append(f"every case expects {frames.pop()}: a target that knows one frame only would pass")
    texts = [" ".join(c.draft.split()).lower() for c in suite.cases]
    found += [
        f"case {c.id!r} repeats a draft"
        for c, t in zip(suite.cases, texts, strict=True)
        if texts.count(t) > 1
    ]
    for what, path in (("recording", suite.target.recorded), ("prompt", suite.target.prompt)):
        if path is not None and not (folder / path).is_file():
            found.append(f"the {what} {path} is not there")
    return found + _leaks(suite, folder)


def _leaks(suite: Suite, folder: Path) -> list[str]:
    """Return the cases whose draft the target or the judge has seen as an example: they prove nothing."""
    known = {name: shingles(text) for name, text in _seen_before(suite, folder).items()}
    drafts = [(c.id, shingles(c.draft)) for c in suite.cases]
    return [
        f"case {i!r} stands in {name}"
        for name, words in known.items()
        for i, d in drafts
        if d and len(d & words) > _LEAK * len(d)
    ]


def _seen_before(suite: Suite, folder: Path) -> dict[str, str]:
    """Return the texts that a target or judge is given besides the draft, by a name for people."""
    from oneframe import settings

    own = suite.target.prompt and folder / suite.target.prompt
    found = {"the prompt": [own] if own and own.is_file() else []}
    if suite.target.coach is not None:
        found |= {
            "Oneframe's prompts": sorted(settings.prompts().rglob("*.md")),
            "the guides": sorted(settings.corpus().rglob("*.md")),
        }
    if suite.judge is not None:
        found["the judge's prompt"] = [settings.prompts() / "judge.md"]
    read = {n: [f.read_text("utf-8", errors="replace") for f in files] for n, files in found.items()}
    return {name: "\n".join(texts) for name, texts in read.items()}


def shingles(text: str, size: int = 5) -> frozenset[tuple[str, ...]]:
    """Return the runs of `size` words in `text`, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + size]) for i in range(max(0, len(words) - size + 1)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of suite files, for editors."""
    return Suite.model_json_schema()


def digest(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return 16 hex digits that change with `value`."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def read_yaml(file: Path) -> Any:  # noqa: ANN401 - what a YAML file holds
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise SettingsInvalid(
            f"{file} cannot be read ({type(broken).__name__}). Nothing was run."
        ) from broken
    try:
        if file.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        if text.lstrip().startswith("{"):  # JSON: YAML would refuse its escapes beyond the first plane
            with contextlib.suppress(json.JSONDecodeError):
                return json.loads(text)
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, json.JSONDecodeError) as broken:
        where = getattr(broken, "problem_mark", None) or getattr(broken, "lineno", "")
        raise SettingsInvalid(f"{file} is not valid: {where} {getattr(broken, 'problem', '')}.") from broken


def _valid(kind: type[Suite], value: object, file: Path) -> Suite:
    try:
        return kind.model_validate(value)
    except ValidationError as broken:
        raise SettingsInvalid(f"{file}: {words_of(broken)}") from broken


def words_of(broken: ValidationError) -> str:
    first = [f"{'.'.join(map(str, e['loc'])) or 'suite'}: {e['msg']}" for e in broken.errors()[:3]]
    rest = len(broken.errors()) - len(first)
    return "; ".join(first) + (f"; and {rest} more" if rest > 0 else "") + "."


def _found(file: Path, pattern: str) -> list[Path]:
    paths = sorted(file.parent.glob(pattern))
    if not paths:
        raise SettingsInvalid(f"{file}: include {pattern!r} matches no file.")
    return paths


def _cases(path: Path) -> Iterator[Case]:
    value = read_yaml(path)
    for row in value if isinstance(value, list) else value.get("cases", []):
        try:
            yield Case.model_validate(row)
        except ValidationError as broken:
            raise SettingsInvalid(f"{path}: {words_of(broken)}") from broken
