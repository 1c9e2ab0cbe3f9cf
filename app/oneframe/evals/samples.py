"""What a run keeps: a folder with a manifest and one line a case and trial. Sole reader and writer of it."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.checks import Mark
from oneframe.evals.suite import Suite, digest
from oneframe.evals.targets import Output
from oneframe.records import Outcome

SCHEMA = 1
SAMPLES, MANIFEST = "samples.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer and its marks, or why there is none. `key` binds it to case, target and trial."""

    case: str
    trial: int
    key: str
    output: Output | None
    marks: tuple[Mark, ...]
    error: str | None
    seconds: float

    @property
    def verdict(self) -> Outcome:
        """Fail if a hard check failed, unscored if there is no answer or a hard check could not decide."""
        hard = {m.verdict for m in self.marks if m.hard}
        if Outcome.FAIL in hard:
            return Outcome.FAIL
        return Outcome.UNSCORED if self.error or Outcome.UNSCORED in hard else Outcome.PASS


@dataclass(frozen=True, slots=True)
class Run:
    """A run read back: its manifest, and its samples in the order of suite and trial."""

    folder: Path
    manifest: Mapping[str, Any]
    samples: tuple[Sample, ...]

    @property
    def missing(self) -> int:
        """How many answers the manifest asks for that are not there."""
        return len(self.manifest["cases"]) * int(self.manifest["trials"]) - len(self.samples)


def manifest_of(
    suite: Suite,
    chosen: Sequence[str],
    versions: Mapping[str, str],
    judge: Mapping[str, Any] | None = None,
    shard: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Return what binds a run: the suite, what of it was chosen, and the versions of what decides."""
    about = {
        c.id: {
            "expect": c.expect.model_dump(exclude_none=True),
            "draft": c.draft,
            "twin": c.twin,
            "tags": c.tags,
            "split": c.split,
        }
        for c in suite.cases
        if c.id in set(chosen)
    }
    return {
        "schema": SCHEMA,
        "suite": suite.name,
        "digest": digest(suite.model_dump(mode="json")),
        "target": suite.target.model_dump(mode="json", exclude_none=True),
        "checks": [s.model_dump(exclude_none=True) for s in suite.specs],
        "trials": suite.trials,
        "cases": about,
        "versions": dict(versions),
        "judge": judge,
        "shard": list(shard) if shard else None,
    }


class Journal:
    """Appends samples, each on the disk before the next is asked for: a kill loses one answer at most."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / SAMPLES).open("ab")

    def add(self, sample: Sample) -> None:
        """Write one line and hand it to the system."""
        line = json.dumps(_row(sample), ensure_ascii=False, separators=(",", ":"))
        self._file.write(line.encode() + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Put everything on the disk."""
        os.fsync(self._file.fileno())
        self._file.close()


def _row(sample: Sample) -> dict[str, Any]:
    """Return a sample as JSON. By hand: `asdict` copies every text and takes half of a cheap run's time."""
    output = sample.output
    return {
        "case": sample.case,
        "trial": sample.trial,
        "key": sample.key,
        "output": None if output is None else row_of_output(output),
        "marks": [row_of_mark(m) for m in sample.marks],
        "error": sample.error,
        "seconds": sample.seconds,
    }


def row_of_output(output: Output) -> dict[str, Any]:
    """Return an output as its JSON object."""
    return {name: getattr(output, name) for name in Output.__slots__}


def row_of_mark(mark: Mark) -> dict[str, Any]:
    """Return a mark as its JSON object."""
    return {name: getattr(mark, name) for name in Mark.__slots__}


def begin(folder: Path, manifest: Mapping[str, Any], *, resume: bool) -> tuple[Sample, ...]:
    """Make the run's folder, or, to resume, return what it holds; a folder of another run is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    there = folder / MANIFEST
    if not there.exists():
        write_json(there, manifest)
        return ()
    if not resume:
        raise SettingsInvalid(
            f"{folder} holds a run already. Add --resume to go on with it, or name a new folder."
        )
    if load_json(there) != json.loads(json.dumps(manifest)):
        raise SettingsInvalid(f"{folder} holds a run of another suite, choice or version. Name a new folder.")
    _cut_torn_line(folder / SAMPLES)
    return tuple(_samples(folder / SAMPLES))


def load_run(folder: Path) -> Run:
    """Read a run; a torn last line (the kill) is left out. Raises SettingsInvalid where there is none."""
    if not (folder / MANIFEST).is_file():
        raise SettingsInvalid(
            f"{folder} holds no run ({MANIFEST} is missing). Make one with `oneframe eval run`."
        )
    manifest = load_json(folder / MANIFEST)
    if manifest.get("schema") != SCHEMA:
        raise SettingsInvalid(f"{folder} was written by another version (schema {manifest.get('schema')}).")
    place = {id_: n for n, id_ in enumerate(manifest["cases"])}
    latest = {(s.case, s.trial): s for s in _samples(folder / SAMPLES) if s.case in place}
    ordered = sorted(latest.values(), key=lambda s: (place[s.case], s.trial))
    return Run(folder, manifest, tuple(ordered))


def merge(folders: Sequence[Path], out: Path) -> int:
    """Put the shards of one suite, taken with one version, into `out`; return how many answers it holds."""
    runs = [load_run(folder) for folder in folders]
    if len({_but_cases(r.manifest) for r in runs}) > 1:
        raise SettingsInvalid("These runs are of different suites, checks or versions. Nothing was merged.")
    _whole([r.manifest["shard"] for r in runs])
    cases = {id_: about for r in runs for id_, about in r.manifest["cases"].items()}
    begin(out, {**runs[0].manifest, "cases": cases, "shard": None}, resume=False)
    journal = Journal(out)
    for run in runs:
        for sample in run.samples:
            journal.add(sample)
    journal.close()
    return len(load_run(out).samples)


def _whole(shards: Sequence[Sequence[int] | None]) -> None:
    """Refuse shards of which some are missing: the gate would be green for a part."""
    given = {tuple(s) for s in shards if s}
    if not given:
        return
    parts = next(iter(given))[1]
    if missing := [f"{i}/{parts}" for i in range(1, parts + 1) if (i, parts) not in given]:
        raise SettingsInvalid(f"Shards are missing: {', '.join(missing)}. Nothing was merged.")


def _but_cases(manifest: Mapping[str, Any]) -> str:
    return digest({k: v for k, v in manifest.items() if k not in ("cases", "shard")})


def write_json(file: Path, value: object) -> None:
    """Write JSON so that a reader sees the old file or the new one, never half of it."""
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(file)


def load_json(file: Path) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise SettingsInvalid(
            f"{file} cannot be read ({type(broken).__name__}). Run the suite anew."
        ) from broken


def _samples(file: Path) -> Iterator[Sample]:
    if not file.exists():
        return
    lines = file.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _sample(json.loads(line))
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as broken:
            if number == len(lines):
                return
            raise SettingsInvalid(f"{file}, line {number} is damaged. Run the suite anew.") from broken


def _cut_torn_line(file: Path) -> None:
    if file.exists() and (held := file.read_bytes()) and not held.endswith(b"\n"):
        file.write_bytes(held[: held.rfind(b"\n") + 1])


def _sample(row: Mapping[str, Any]) -> Sample:
    marks = tuple(mark_of(m) for m in row["marks"])
    output = None if row["output"] is None else output_of(row["output"])
    return Sample(row["case"], row["trial"], row["key"], output, marks, row["error"], row["seconds"])


def mark_of(row: Mapping[str, Any]) -> Mark:
    """Return a mark from its JSON object."""
    spans = _pairs(row["spans"])
    return Mark(row["check"], row["hard"], Outcome(row["verdict"]), row["why"], spans, row["found"])


def _pairs(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((a, b) for a, b in rows)


def output_of(row: Mapping[str, Any]) -> Output:
    """Return an output from its JSON object."""
    frames = tuple(tuple(f) for f in row["passage_frames"])
    return Output(
        row["text"], row["status"], row["companion"], tuple(row["aside"]), frames, tuple(row["turns"])
    )
