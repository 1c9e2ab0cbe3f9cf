"""Whatever can be asked for a text: our coach, a recording, a chat model, a function, a program."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oneframe.errors import SettingsInvalid, WriterUnavailable
from oneframe.evals.suite import Case, Poison, Suite, Target
from oneframe.frames import Element, Fault, Frame
from oneframe.records import Passage, Rewrite, Step

if TYPE_CHECKING:
    from oneframe.coach import Guides

_STDERR_CHARS = 300


@dataclass(frozen=True, slots=True)
class Output:
    """What a target gave for one draft, or, with `turns`, for each turn after it.

    `status`, `companion`, `aside` and `passage_frames` are known of our own coach only, or where recorded.
    """

    text: str
    status: str | None = None
    companion: str = ""
    aside: tuple[str, ...] = ()
    passage_frames: tuple[tuple[str, ...], ...] = ()
    turns: tuple[str, ...] = ()


Ask = Callable[[Case, int], Output]


@contextmanager
def asking(suite: Suite, folder: Path) -> Iterator[Ask]:
    """Give the function that asks `suite`'s target for case and trial; paths stand beside `folder`."""
    from oneframe import settings

    settings.keep_quiet(tracing=settings.load().tracing)
    target = suite.target
    if target.coach is not None:
        with _coach(target) as ask:
            yield ask
    elif target.recorded is not None:
        yield _recorded(folder / target.recorded, [c.id for c in suite.cases])
    elif target.model is not None:
        yield _model(target, folder)
    elif target.call is not None:
        yield _call(target.call, folder)
    else:
        yield _command(target)


class _Poisoned:
    """Guides with one passage of the wrong frame put first, as a careless or hostile corpus would."""

    def __init__(self, guides: "Guides | None", poison: Poison) -> None:
        self._guides = guides
        self._first = Passage("poison#0", "poison", "Poison", poison.quote, (Frame(poison.frame),), 1.0)

    def for_plan(
        self, frame: Frame, faults: Sequence[Fault], missing: Sequence[Element]
    ) -> tuple[Passage, ...]:
        """Return the poison, then what the guides find."""
        found = self._guides.for_plan(frame, faults, missing) if self._guides else ()
        return (self._first, *found)


@contextmanager
def _coach(target: Target) -> Iterator[Ask]:
    from oneframe import settings
    from oneframe.wiring import build_coach

    coach = build_coach(settings.load(writer=target.coach))

    def ask(case: Case, trial: int) -> Output:
        ours = coach.guided_by(_Poisoned(coach.guides, case.poison)) if case.poison else coach
        first = _last(ours.rewrite(case.draft, turn=trial))
        later = [
            _last(ours.rewrite(f"{first.text or case.draft}\n{said}", turn=trial)) for said in case.turns
        ]
        return replace(_output(first), turns=tuple(r.text for r in later))

    try:
        yield ask
    finally:
        coach.close()


def _last(steps: Iterator[Step]) -> Rewrite:
    *_, done = steps
    assert done.rewrite is not None
    return done.rewrite


def _output(rewrite: Rewrite) -> Output:
    return Output(
        rewrite.text,
        rewrite.status.value,
        rewrite.companion.text if rewrite.companion else "",
        tuple(p.text for p in rewrite.set_aside),
        tuple(tuple(f.value for f in p.frames) for p in rewrite.sources),
    )


def _recorded(file: Path, ids: Sequence[str]) -> Ask:
    """Return an ask that looks texts up; a line a trial, the last one for trials beyond."""
    lines: dict[str, list[Output]] = {}
    for number, row in enumerate(_lines(file), 1):
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("id"), str)
            or not isinstance(row.get("text"), str)
        ):
            raise SettingsInvalid(
                f"{file.name}, line {number}: a recorded line needs the strings id and text."
            )
        companion, aside = row.get("companion") or "", tuple(row.get("set_aside") or ())
        turns = tuple(row.get("turns") or ())
        lines.setdefault(row["id"], []).append(
            Output(row["text"], row.get("status"), str(companion), tuple(map(str, aside)), (), turns)
        )
    if strays := sorted(set(lines) - set(ids)):
        raise SettingsInvalid(f"{file.name} has texts for no case: {', '.join(strays[:5])}.")

    def ask(case: Case, trial: int) -> Output:
        if case.id not in lines:
            raise WriterUnavailable(f"{file.name} holds no text for this case.")
        return lines[case.id][min(trial, len(lines[case.id]) - 1)]

    return ask


def _lines(file: Path) -> Iterator[Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise SettingsInvalid(f"The recording {file} cannot be read ({type(broken).__name__}).") from broken
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as broken:
                raise SettingsInvalid(f"{file.name}, line {number} is not JSON ({broken.msg}).") from broken


def _model(target: Target, folder: Path) -> Ask:
    """Ask a chat model with the team's own prompt: a file in which `$draft` stands for the draft."""
    from string import Template

    from oneframe import settings
    from oneframe.wiring import build_writer
    from oneframe.writing.prompts import Rendered, clean
    from oneframe.writing.providers import ProviderWriter

    assert target.prompt is not None
    words = Template(_text(folder / target.prompt))
    writer = build_writer(settings.load(writer=target.model, timeout_s=target.timeout_s))
    if not isinstance(writer, ProviderWriter):
        raise SettingsInvalid(f"model: {target.model!r} is not provider:model.")

    def ask(case: Case, trial: int) -> Output:
        rendered = Rendered("", words.safe_substitute(draft=clean(case.draft)))
        return Output("".join(writer.answer(rendered, 8 * len(case.draft) + 4000)).strip())

    return ask


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise SettingsInvalid(f"The prompt file {file} cannot be read ({type(broken).__name__}).") from broken


def _call(name: str, folder: Path) -> Ask:
    module, _, function = name.partition(":")
    sys.path.insert(0, str(folder.resolve()))
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as broken:
        raise SettingsInvalid(
            f"call: {name!r} cannot be found ({broken}). Write module:function."
        ) from broken
    finally:
        sys.path.remove(str(folder.resolve()))

    def ask(case: Case, trial: int) -> Output:
        return _given(found(case.draft), name)

    return ask


def _given(answer: object, name: str) -> Output:
    """A function or program gives the text, or an object with `text` and what else it knows."""
    if isinstance(answer, str):
        return Output(answer)
    if isinstance(answer, Mapping) and isinstance(answer.get("text"), str):
        aside = tuple(map(str, answer.get("set_aside") or ()))
        return Output(answer["text"], answer.get("status"), str(answer.get("companion") or ""), aside)
    raise WriterUnavailable(f"{name} gave {type(answer).__name__} instead of a text.")


def _command(target: Target) -> Ask:
    assert target.command is not None
    command = target.command

    def ask(case: Case, trial: int) -> Output:
        try:
            done = subprocess.run(
                command,
                input=case.draft.encode(),
                capture_output=True,
                timeout=target.timeout_s,
                check=False,
            )
        except FileNotFoundError as broken:
            raise SettingsInvalid(f"command: {command[0]!r} was not found.") from broken
        except subprocess.TimeoutExpired as broken:
            raise WriterUnavailable(f"{command[0]} took longer than {target.timeout_s:g} s.") from broken
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()[-_STDERR_CHARS:]
            raise WriterUnavailable(f"{command[0]} ended with {done.returncode}: {said}")
        return Output(done.stdout.decode(errors="replace").strip())

    return ask
