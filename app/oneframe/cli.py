"""The command line: arguments, exit codes and the only `print`. Holds no rule of any step."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from oneframe.arguments import build_parser
from oneframe.errors import DraftRefused, OneframeError, SettingsInvalid
from oneframe.evals.commands import EVAL
from oneframe.evals.data_commands import DATA
from oneframe.frames import Frame
from oneframe.guides_commands import GUIDES
from oneframe.prepare_command import prepare
from oneframe.reading.intake import accept
from oneframe.records import Rewrite, Status, Step
from oneframe.sources import lines_of, row_of, text_of
from oneframe.talk import Reply
from oneframe.telling import ask_words, check_words, read_words, rewrite_words

if TYPE_CHECKING:
    from oneframe.coach import Coach
    from oneframe.settings import Settings

FINE, SHORT, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    _speak_utf8()
    try:
        sys.exit(_main(argv))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            sys.stdout.close()
        sys.exit(FINE)


def _main(argv: Sequence[str] | None) -> int:
    options = build_parser(_COMMANDS).parse_args(argv)
    try:
        return int(options.command(options))
    except OneframeError as fault:
        _tell(f"oneframe: {fault}")
        return fault.exit_code


def _printed(command: Callable[..., tuple[str, int]]) -> Callable[[argparse.Namespace], int]:
    """Return a command whose words are printed and whose code is the exit code."""

    def printed(options: argparse.Namespace) -> int:
        words, code = command(options, _bar)
        print(words)
        return code

    return printed


def _bench(options: argparse.Namespace) -> int:
    from oneframe.evals.bench import bench

    print(json.dumps(bench(_settings(options)), indent=1))
    return FINE


def _read(options: argparse.Namespace) -> int:
    from oneframe.wire import read_json
    from oneframe.wiring import build_reader

    reader = build_reader(_settings(options))

    def one(id_: str, text: str) -> tuple[dict[str, Any], int]:
        return read_json(id_, reader.read(text)), FINE

    return _each(options, one, lambda made: (read_words(made), ""))


def _check(options: argparse.Namespace) -> int:
    from oneframe.wire import check_json
    from oneframe.wiring import build_reader

    reader = build_reader(_settings(options))

    def one(id_: str, text: str) -> tuple[dict[str, Any], int]:
        checked = check_json(id_, reader.read(text))
        return checked, FINE if checked["ok"] else SHORT

    return _each(options, one, lambda made: (check_words(made), ""))


def _rewrite(options: argparse.Namespace) -> int:
    from oneframe.wire import rewrite_json
    from oneframe.wiring import build_coach

    settings = _settings(options)
    _agreed(settings, options)
    coach = build_coach(settings)
    wish = Frame(options.frame) if options.frame else None
    shown = not options.json and not options.jsonl

    def one(id_: str, text: str) -> tuple[dict[str, Any], int]:
        rewrite = _turn(coach, text, wish, shown)
        delivered = rewrite.status in (Status.REWRITTEN, Status.UNCHANGED)
        return rewrite_json(id_, rewrite), FINE if delivered else SHORT

    try:
        return _each(options, one, rewrite_words)
    finally:
        coach.close()


def _ask(options: argparse.Namespace) -> int:
    from oneframe.wire import ask_json
    from oneframe.wiring import build_adviser

    settings = _settings(options)
    _agreed(settings, options)
    adviser = build_adviser(settings, may_send=options.send_drafts)

    def one(id_: str, text: str) -> tuple[dict[str, Any], int]:
        answer = adviser.ask(text)
        return ask_json(id_, answer), SHORT if answer.status is Reply.DRAFT else FINE

    return _each(options, one, ask_words)


def _turn(coach: "Coach", text: str, wish: Frame | None, shown: bool) -> Rewrite:
    """Take one draft along its path; steps are shown on a terminal's standard error."""
    rewrite: Rewrite | None = None
    for step in coach.rewrite(text, wish=wish):
        rewrite = step.rewrite
        if shown and sys.stderr.isatty():
            _show(step)
    assert rewrite is not None
    return rewrite


def _show(step: Step) -> None:
    if step.name in ("planned", "guided", "companion"):
        _tell(f"· {step.note}")


def _index(options: argparse.Namespace) -> int:
    from oneframe.guidance.corpus import read_corpus
    from oneframe.guidance.embedding import Embedder
    from oneframe.guidance.index import build, ensure
    from oneframe.settings import corpus, models

    settings, guides = _settings(options), read_corpus(corpus())
    embedder = Embedder(models())
    with _bar("indexing the guides", "chunk") as bar:
        if options.rebuild:
            build(guides, settings.index_dir, embedder, bar)
        index = ensure(
            guides,
            settings.index_dir,
            embedder,
            "exact" if settings.index_backend == "exact" else "chroma",
            bar,
            settings.chroma_url,
        )
    where = f"{index.backend} index in {settings.index_dir}"
    print(f"{len(guides.guides)} guides, {len(index.chunks)} chunks, {where}")
    return FINE


def _run(options: argparse.Namespace) -> int:
    import subprocess

    from oneframe.ui.launch import command

    _settings(options)
    return subprocess.call([sys.executable, *command(options.port, options.headless)])


def _doctor(options: argparse.Namespace) -> int:
    from oneframe.doctor import examine

    lines = examine(_settings(options))
    if options.json:
        print(json.dumps({"schema": 1, "findings": [vars(line) for line in lines]}, ensure_ascii=False))
    else:
        for line in lines:
            print(f"{'ok ' if line.ok else 'no '} {line.part}: {line.words}")
    return FINE if all(line.ok or line.optional for line in lines) else INCOMPLETE


One = Callable[[str, str], tuple[dict[str, Any], int]]


def _each(options: argparse.Namespace, one: One, words: Callable[[dict[str, Any]], tuple[str, str]]) -> int:
    if options.jsonl:
        return _stream(options.jsonl, one)
    if options.file == "-" and sys.stdin.isatty():
        _tell("Paste the message, then press Ctrl-D (Ctrl-Z and Enter on Windows).")
    made, code = one("-" if options.file == "-" else Path(options.file).name, accept(text_of(options.file)))
    text, notes = (json.dumps(made, ensure_ascii=False), "") if options.json else words(made)
    if notes:
        _tell(notes)
    if text:
        print(text)
    return code


def _stream(file: str, one: One) -> int:
    """Answer each line in order; a bad line becomes an object with `error`, the rest goes on."""
    from oneframe.wire import refused_json

    worst = FINE
    for number, line in lines_of(file):
        id_: str | None = None
        try:
            id_, text = row_of(number, line)
            made, code = one(id_, accept(text))
        except (DraftRefused, SettingsInvalid) as fault:
            made, code = refused_json(id_, str(fault)), fault.exit_code
        print(json.dumps(made, ensure_ascii=False), flush=True)
        worst = max(worst, code)
    return worst


def _settings(options: argparse.Namespace) -> "Settings":
    from oneframe import settings as config

    given = {k: getattr(options, k) for k in ("writer", "base_url") if hasattr(options, k)}
    settings = config.load(**given)
    config.keep_quiet(tracing=settings.tracing)
    return settings


def _agreed(settings: "Settings", options: argparse.Namespace) -> None:
    """Refuse to send drafts elsewhere unless that was agreed for this command."""
    from oneframe.wiring import leaves_this_machine

    if leaves_this_machine(settings) and not options.send_drafts:
        raise SettingsInvalid(
            f"{settings.writer} is not on this machine, and drafts name people. Nothing was sent. "
            "Add --send-drafts to agree for this command, or use --writer embedded."
        )


@contextlib.contextmanager
def _bar(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    from tqdm import tqdm

    with tqdm(desc=what, unit=unit, disable=not sys.stderr.isatty()) as bar:

        def on_progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield on_progress


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


_COMMANDS = {
    "read": _read,
    "check": _check,
    "rewrite": _rewrite,
    "ask": _ask,
    "prepare": _printed(prepare),
    "index": _index,
    "run": _run,
    **{name: _printed(command) for name, command in (DATA | EVAL | GUIDES).items()},
    "bench": _bench,
    "doctor": _doctor,
}

if __name__ == "__main__":
    main()
