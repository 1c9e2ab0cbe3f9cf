"""The commands `oneframe guides` (the company's own) and `oneframe corpus` (ours): their arguments, and
options in, words and exit code out. Holds no rule of intake or lint."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.commands import FINE, SHORT, Bar, Told

if TYPE_CHECKING:
    from oneframe.settings import Settings

Command = Callable[[argparse.Namespace], int]


def add_guides(commands: Any, run: Mapping[str, Command]) -> None:  # noqa: ANN401 - argparse hides the type
    """Add `oneframe guides` and `oneframe corpus` with their commands."""
    parts = commands.add_parser("guides", help="your organisation's own guides: add, list, remove, lint")
    parts = parts.add_subparsers(metavar="COMMAND", required=True)
    adding = _part(parts, run, "add", "guides-add", "take a file in (.md .txt .docx .pdf) to be quoted from")
    adding.add_argument("path", type=Path)
    adding.add_argument(
        "--title", default="", help="how it is cited (default: its first heading, or its name)"
    )
    adding.add_argument("--frame", choices=["coaching", "performance", "both"], default="both")
    _part(parts, run, "list", "guides-list", "name the own guides, with their ids")
    removing = _part(parts, run, "remove", "guides-remove", "delete an own guide and its index from the disk")
    removing.add_argument("id")
    looking = _part(parts, run, "lint", "guides-lint", "say what would bar a file, and add nothing")
    looking.add_argument("path", type=Path)
    corpus = commands.add_parser("corpus", help="the guides that Oneframe ships with")
    corpus = corpus.add_subparsers(metavar="COMMAND", required=True)
    lint = _part(
        corpus, run, "lint", "corpus-lint", "look for flaws in the guides; exit 1 where there is one"
    )
    lint.add_argument("--write", action="store_true", help="write the manifest of the guides as they are now")
    lint.add_argument("--path", type=Path, help="another folder of guides (default: the shipped one)")


def add(options: argparse.Namespace, bar: Bar) -> Told:
    """Take a file in as an own guide."""
    from oneframe.guidance import own

    raw = _bytes(options.path)
    added = own.add(_settings().guides_dir, options.path.name, raw, title=options.title, frame=options.frame)
    return f'Added "{added.title}" as {added.id}. It is indexed at the next question.', FINE


def listing(options: argparse.Namespace, bar: Bar) -> Told:
    """Name the own guides."""
    from oneframe.guidance import own

    folder = _settings().guides_dir
    rows = [
        f"{o.id}  {o.title}  ({o.file}, {o.size:,} bytes, {o.frame}, added {o.added})"
        for o in own.listed(folder)
    ]
    return "\n".join([*rows, f"{len(rows)} own guides in {folder}"]), FINE


def remove(options: argparse.Namespace, bar: Bar) -> Told:
    """Delete an own guide, and the index that holds its text."""
    from oneframe.guidance import own

    settings = _settings()
    own.remove(settings.guides_dir, options.id)
    own.wipe(settings.own_index_dir)
    return f"Removed {options.id} and its index. What is left is indexed anew at the next question.", FINE


def lint_file(options: argparse.Namespace, bar: Bar) -> Told:
    """Say what would bar a file from being an own guide."""
    from oneframe.guidance.intake import take

    taken = take(options.path.name, _bytes(options.path))
    count = len(taken.text.split())
    words = [*map(str, taken.flaws), f"{options.path.name}: {count:,} words, {len(taken.flaws)} flaws"]
    return "\n".join(words), SHORT if taken.flaws else FINE


def lint_corpus(options: argparse.Namespace, bar: Bar) -> Told:
    """Look for flaws in the shipped guides, or write their manifest and, for ours, their vectors."""
    from oneframe import settings as config
    from oneframe.guidance.lint import lint, write_manifest

    root = options.path or config.corpus()
    wrote = [f"Wrote {write_manifest(root)}"] if options.write else []
    if options.write and options.path is None:
        wrote.append(_ship_vectors(root))
    count, flaws = lint(root)
    words = [*wrote, *map(str, flaws), f"{count} guides, {len(flaws)} flaws"]
    return "\n".join(words), SHORT if flaws else FINE


def _ship_vectors(root: Path) -> str:
    from oneframe import settings as config
    from oneframe.guidance.corpus import read_corpus, token_counter
    from oneframe.guidance.embedding import SHIPPED, ship
    from oneframe.guidance.index import parts_of, texts_of

    corpus = read_corpus(root)
    size = ship(texts_of(parts_of(corpus, token_counter()), corpus.asks), config.models())
    return f"Wrote {config.models() / SHIPPED} ({size / 1e6:.1f} MB)"


def _part(parts: Any, run: Mapping[str, Command], name: str, key: str, what: str) -> argparse.ArgumentParser:  # noqa: ANN401
    parser: argparse.ArgumentParser = parts.add_parser(
        name, help=what, description=what[0].upper() + what[1:] + "."
    )
    parser.set_defaults(command=run[key])
    return parser


def _settings() -> "Settings":
    from oneframe import settings as config

    settings = config.load()
    config.keep_quiet(tracing=settings.tracing)
    return settings


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, no more than show that it is too large."""
    from oneframe.guidance.intake import KEPT, MAX_BYTES

    try:
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as e:
        raise SettingsInvalid(f"{path} cannot be read ({e.strerror}). {KEPT} Name a file.") from e


GUIDES = {
    "guides-add": add,
    "guides-list": listing,
    "guides-remove": remove,
    "guides-lint": lint_file,
    "corpus-lint": lint_corpus,
}
