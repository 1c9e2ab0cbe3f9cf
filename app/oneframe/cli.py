"""The command line: arguments, exit codes and the only `print`. Holds no rule of any step."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from oneframe import __version__
from oneframe.errors import DraftRefused, OneframeError, SettingsInvalid
from oneframe.frames import Frame
from oneframe.reading.intake import MAX_BYTES, accept, decoded
from oneframe.records import Rewrite, Status, Step

if TYPE_CHECKING:
    from oneframe.coach import Coach
    from oneframe.settings import Settings

FINE, SHORT, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130
_PROGRESS_FROM = 20
_EPILOG = """exit codes: 0 fine · 1 the text falls short (blended, unnamed, or nothing could be delivered) · 2 usage or
bad input · 3 incomplete (a writer, model or index is not available) · 130 interrupted

examples:
  oneframe check draft.txt               is this message blended, or unnamed?
  pbpaste | oneframe rewrite             the message with exactly one frame, named
  oneframe rewrite draft.txt --json      with the companion, the slots and what was checked
  oneframe read --jsonl drafts.jsonl     one {"id","text"} a line in, one object a line out
  oneframe run                           the chat in the browser
"""


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
    options = _parser().parse_args(argv)
    try:
        return int(options.command(options))
    except OneframeError as fault:
        _tell(f"oneframe: {fault}")
        return fault.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oneframe",
        description="One conversation, one frame, named: coaching or performance.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"oneframe {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _text_command(commands, "read", _read, "say what each sentence does, and what the message is")
    _text_command(commands, "check", _check, "exit 1 when the message is blended or its frame is not named")
    rewrite = _text_command(
        commands, "rewrite", _rewrite, "give the message back with exactly one frame, named"
    )
    rewrite.add_argument(
        "--frame", choices=["coaching", "performance"], help="the frame to write in (default: the draft's)"
    )
    rewrite.add_argument("--writer", help="auto, embedded, composer or provider:model (default: auto)")
    rewrite.add_argument("--base-url", help="an OpenAI-compatible address for provider:model")
    rewrite.add_argument(
        "--send-drafts",
        action="store_true",
        help="agree that the drafts of this command are sent to the provider; without it nothing leaves this machine",
    )
    index = commands.add_parser("index", help="build the search index of the guides")
    index.add_argument("--rebuild", action="store_true", help="build it anew even if it is sound")
    index.set_defaults(command=_index)
    run = commands.add_parser("run", help="open the chat in the browser")
    run.add_argument("--port", type=int, help="the port on 127.0.0.1 (default: the first free one from 8501)")
    run.add_argument("--headless", action="store_true", help="do not open a browser")
    run.set_defaults(command=_run)
    _data_commands(commands)
    doctor = commands.add_parser(
        "doctor", help="say what is installed, which writer will serve, and what is wrong"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(command=_doctor)
    return parser


def _text_command(
    commands: Any,  # noqa: ANN401 - argparse keeps the type of its sub-parsers private
    name: str,
    command: Callable[[argparse.Namespace], int],
    what: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=what[0].upper() + what[1:] + "."
    )
    parser.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input (default)")
    parser.add_argument("--json", action="store_true", help="print one JSON object (schema 1)")
    parser.add_argument(
        "--jsonl", metavar="FILE", help='read one {"id","text"} a line, print one object a line, in order'
    )
    parser.set_defaults(command=command)
    return parser


def _data_commands(commands: Any) -> None:  # noqa: ANN401 - as above
    data = commands.add_parser("data", help="measure Oneframe on labelled texts")
    parts = data.add_subparsers(metavar="COMMAND", required=True)
    measure = parts.add_parser(
        "measure", help="read (and rewrite) a folder of labelled JSONL; print shares and intervals"
    )
    measure.add_argument("path", type=Path, help="a .jsonl file, or a folder of them")
    measure.add_argument(
        "--rewrite", action="store_true", help="also rewrite every text, and measure what is delivered"
    )
    measure.add_argument("--writer", help="auto, embedded, composer or provider:model (default: auto)")
    measure.add_argument(
        "--delivered", type=Path, metavar="FILE", help="write what was delivered, one JSON object a line"
    )
    measure.set_defaults(command=_measure)
    bench = parts.add_parser(
        "bench", help="time the parts where people wait, with the raw model call beside them"
    )
    bench.set_defaults(command=_bench)


def _measure(options: argparse.Namespace) -> int:
    from oneframe.evals import measure
    from oneframe.evals.labelled import labelled, route_cases
    from oneframe.wiring import build_coach, build_reader, build_router

    settings = _settings(options)
    reader, router = build_reader(settings), build_router()
    texts, cases = labelled(options.path), route_cases(options.path)
    figures: dict[str, Any] = {"schema": 1}
    if texts:
        figures["read"] = measure.measure_reading(texts, reader.read)
    if cases:
        figures["route"] = measure.measure_routing(cases, lambda text: router.route(reader.read(text)))
    if texts and options.rewrite:
        coach = build_coach(settings)
        with _bar("rewriting", "text") as bar:
            figures["rewrite"], delivered = measure.measure_rewrites(texts, coach, bar)
        coach.close()
        if options.delivered:
            lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in delivered)
            options.delivered.write_text(lines, encoding="utf-8")
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return FINE


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

    return _each(options, one, _read_words)


def _check(options: argparse.Namespace) -> int:
    from oneframe.wire import check_json
    from oneframe.wiring import build_reader

    reader = build_reader(_settings(options))

    def one(id_: str, text: str) -> tuple[dict[str, Any], int]:
        checked = check_json(id_, reader.read(text))
        return checked, FINE if checked["ok"] else SHORT

    return _each(options, one, _check_words)


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
        return _each(options, one, _rewrite_words)
    finally:
        coach.close()


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
    from oneframe.guidance.embedding import Embedder
    from oneframe.guidance.index import build, ensure
    from oneframe.settings import corpus, models

    settings = _settings(options)
    embedder = Embedder(models())
    with _bar("indexing the guides", "chunk") as bar:
        if options.rebuild:
            build(corpus(), settings.index_dir, embedder, bar)
        index = ensure(
            corpus(),
            settings.index_dir,
            embedder,
            "exact" if settings.index_backend == "exact" else "chroma",
            bar,
        )
    guides = len({c.guide for c in index.chunks})
    print(f"{guides} guides, {len(index.chunks)} chunks, {index.backend} index in {settings.index_dir}")
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


def _each(options: argparse.Namespace, one: One, words: Callable[[dict[str, Any]], str]) -> int:
    if options.jsonl:
        return _stream(options.jsonl, one)
    made, code = one("-" if options.file == "-" else Path(options.file).name, accept(_text(options.file)))
    print(json.dumps(made, ensure_ascii=False) if options.json else words(made))
    return code


def _stream(file: str, one: One) -> int:
    """Answer each line in order; a bad line becomes an object with `error`, the rest goes on."""
    from oneframe.wire import refused_json

    worst = FINE
    for number, line in _lines(file):
        id_: str | None = None
        try:
            id_, text = _row(number, line)
            made, code = one(id_, accept(text))
        except (DraftRefused, SettingsInvalid) as fault:
            made, code = refused_json(id_, str(fault)), fault.exit_code
        print(json.dumps(made, ensure_ascii=False), flush=True)
        worst = max(worst, code)
    return worst


def _row(number: int, line: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as broken:
        raise SettingsInvalid(
            f"line {number} is not JSON ({broken.msg} at column {broken.colno})"
        ) from broken
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise SettingsInvalid(f'line {number} needs an object with "id" and "text" (a string)')
    return str(row.get("id", number)), row["text"]


def _lines(file: str) -> Iterator[tuple[int, str]]:
    with _opened(file) as source:
        numbered = ((n, line) for n, line in enumerate(source, 1) if line.strip())
        yield from _with_progress(numbered, file)


def _with_progress(lines: Iterable[tuple[int, str]], file: str) -> Iterable[tuple[int, str]]:
    if file == "-" or not sys.stderr.isatty():
        return lines
    total = sum(
        1 for line in Path(file).read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
    )
    if total < _PROGRESS_FROM:
        return lines
    from tqdm import tqdm

    bar: Iterable[tuple[int, str]] = tqdm(lines, total=total, unit="text")
    return bar


def _opened(file: str) -> contextlib.AbstractContextManager[TextIO]:
    if file == "-":
        return contextlib.nullcontext(sys.stdin)
    try:
        return Path(file).open(encoding="utf-8-sig", errors="replace")
    except OSError as missing:
        raise SettingsInvalid(f"{file} cannot be opened: {missing.strerror or missing}.") from missing


def _text(file: str) -> str:
    if file == "-" and sys.stdin.isatty():
        _tell("Paste the message, then press Ctrl-D (Ctrl-Z and Enter on Windows).")
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else Path(file).read_bytes()
    except OSError as missing:
        raise SettingsInvalid(f"{file} cannot be opened: {missing.strerror or missing}.") from missing
    return decoded(raw)


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


def _read_words(made: dict[str, Any]) -> str:
    named = f"named in sentence {made['named']['sentence'] + 1}" if made["named"] else "not named"
    lines = [f"{made['label']} ({named}; the conversation it needs first: {made['intent']})", ""]
    for s in made["sentences"]:
        error = f"  ← {s['error']}" if s["error"] else ""
        lines.append(f"  {s['frame']:<11} {' '.join(s['text'].split())}{error}")
    return "\n".join(lines)


def _check_words(made: dict[str, Any]) -> str:
    verdict = "ok" if made["ok"] else "not ok"
    lines = [f"{verdict}: {made['label']}"]
    texts = {(s["start"], s["end"]): s["text"] for s in made["sentences"]}
    for f in made["findings"]:
        quote = " ".join(texts.get((f["start"], f["end"]), "").split())
        lines += [f"  {f['error'] or f['rule']}: “{quote}”", f"    {f['why']} {f['fix']}"]
    return "\n".join(lines)


def _rewrite_words(made: dict[str, Any]) -> str:
    """Return the text to send; the rest goes to standard error, so that a pipe carries the message alone."""
    if made["status"] in ("ask", "routed"):
        _tell(f"{made['status']}: {made['why']}")
        return ""
    notes = [f"{made['status']}: {made['why']}"]
    if made["companion"]:
        notes += ["", f"Second message ({made['companion']['frame']}):", made["companion"]["text"]]
    if made["set_aside"]:
        notes += ["", "Set aside:", *(f"  - {p['text']}" for p in made["set_aside"])]
    if made["slots"]:
        notes += ["", f"{len(made['slots'])} part(s) in [brackets] are yours to fill in before you send it."]
    if made["sources"]:
        notes += [
            "",
            "Guides:",
            *(f"  - {s['title']}: “{' '.join(s['quote'].split())}”" for s in made["sources"]),
        ]
    _tell("\n".join(notes) + "\n")
    return str(made["text"])


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
