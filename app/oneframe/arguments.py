"""The arguments that the command line takes, and the help that teaches them. Runs nothing."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from oneframe import __version__
from oneframe.evals.arguments import add_data, add_eval
from oneframe.guides_commands import add_guides
from oneframe.prepare_command import add_prepare

Command = Callable[[argparse.Namespace], int]
_EPILOG = """exit codes: 0 fine · 1 the text falls short (blended, unnamed, or nothing could be delivered) · 2 usage or
bad input · 3 incomplete (a writer, model or index is not available) · 130 interrupted

examples:
  oneframe check draft.txt               is this message blended, or unnamed?
  pbpaste | oneframe rewrite             the message with exactly one frame, named
  oneframe rewrite draft.txt --json      with the companion, the slots and what was checked
  echo "she cried last time" | oneframe ask    what the guides say, in their own words
  oneframe read --jsonl drafts.jsonl     one {"id","text"} a line in, one object a line out
  oneframe run                           the chat in the browser
"""


def build_parser(run: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Return the parser; `run` gives each command its function."""
    parser = argparse.ArgumentParser(
        prog="oneframe",
        description="One conversation, one frame, named: coaching or performance.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"oneframe {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _text_command(commands, "read", run["read"], "say what each sentence does, and what the message is")
    _text_command(
        commands, "check", run["check"], "exit 1 when the message is blended or its frame is not named"
    )
    rewrite = _text_command(
        commands, "rewrite", run["rewrite"], "give the message back with exactly one frame, named"
    )
    rewrite.add_argument(
        "--frame", choices=["coaching", "performance"], help="the frame to write in (default: the draft's)"
    )
    _writer_arguments(rewrite)
    ask = _text_command(
        commands, "ask", run["ask"], "answer a question from the guides, each claim with its quote"
    )
    _writer_arguments(ask)
    add_prepare(commands, run)
    index = commands.add_parser("index", help="build the search index of the guides")
    index.add_argument("--rebuild", action="store_true", help="build it anew even if it is sound")
    index.set_defaults(command=run["index"])
    chat = commands.add_parser("run", help="open the chat in the browser")
    chat.add_argument(
        "--port", type=int, help="the port on 127.0.0.1 (default: the first free one from 8501)"
    )
    chat.add_argument("--headless", action="store_true", help="do not open a browser")
    chat.set_defaults(command=run["run"])
    add_guides(commands, run)
    add_data(commands, run)
    add_eval(commands, run)
    doctor = commands.add_parser(
        "doctor", help="say what is installed, which writer will serve, and what is wrong"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(command=run["doctor"])
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


def _writer_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--writer", help="auto, embedded, composer or provider:model (default: auto)")
    parser.add_argument("--base-url", help="an OpenAI-compatible address for provider:model")
    parser.add_argument(
        "--send-drafts",
        action="store_true",
        help="agree that what this command reads is sent to the provider; without it nothing leaves this machine",
    )
