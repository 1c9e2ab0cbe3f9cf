"""What each case came to over the last runs: a file of one line a decided run. Decides nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oneframe.errors import SettingsInvalid
from oneframe.evals.gate import Decision
from oneframe.evals.samples import Run

_KEPT, _TOLD = 200, 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One decided run: its day (ISO), suite, the gate's exit code and a word a case."""

    day: str
    suite: str
    code: int
    cases: dict[str, str]


def entry_of(run: Run, decision: Decision, day: str) -> Entry:
    """Return what the ledger keeps of a decision."""
    return Entry(day, run.manifest["suite"], decision.code, {c.id: c.word for c in decision.cases})


def load_ledger(file: Path, suite: str) -> tuple[Entry, ...]:
    """Read the entries of `suite`, oldest first; a file that is not there holds none."""
    if not file.exists():
        return ()
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        entries = [Entry(r["day"], r["suite"], r["code"], r["cases"]) for r in rows]
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as broken:
        raise SettingsInvalid(
            f"{file} is no ledger ({type(broken).__name__}). Name another file."
        ) from broken
    return tuple(e for e in entries if e.suite == suite)


def add_entry(file: Path, entry: Entry) -> None:
    """Append an entry; the same decision twice on one day is one. The oldest beyond 200 lines go."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    line = json.dumps(
        {"day": entry.day, "suite": entry.suite, "code": entry.code, "cases": entry.cases}, ensure_ascii=False
    )
    if lines and lines[-1] == line:
        return
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text("\n".join([*lines, line][-_KEPT:]) + "\n", encoding="utf-8")
    beside.replace(file)


def words_of_case(entries: Sequence[Entry], case: str) -> list[str]:
    """Return what `case` came to in the last twelve runs that had it, oldest first."""
    return [e.cases[case] for e in entries if case in e.cases][-_TOLD:]


def standing(words: Sequence[str]) -> str:
    """Return new, always passes, never passes or flaky, from a case's words over runs."""
    if len(words) < 2:
        return "new"
    if all(w == "pass" for w in words):
        return "always passes"
    return "flaky" if any(w in ("pass", "mixed") for w in words) else "never passes"
