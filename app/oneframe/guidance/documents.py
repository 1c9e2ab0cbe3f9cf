"""Reads Word and PDF files in a process of its own, with limits of time and memory: such files come from
anywhere, and their parsers are large. Knows neither formats (word, pdf) nor where guides are kept."""

import contextlib
import json
import subprocess
import sys
from dataclasses import astuple, dataclass
from typing import Final

from oneframe.guidance.suspicion import Flaw

SECONDS: Final = 60.0
MEMORY: Final = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a file and what of it no reader sees; or `fault`, why it cannot be taken."""

    text: str
    flaws: tuple[Flaw, ...] = ()
    fault: str = ""


def read(kind: str, raw: bytes, seconds: float = SECONDS) -> Found:
    """Return what a child process finds in the bytes of a `docx` or `pdf`."""
    # -P: a file of the user's in the current folder must not stand in for a module.
    command = [sys.executable, "-P", "-m", __spec__.name, kind]
    try:
        child = subprocess.run(command, input=raw, capture_output=True, timeout=seconds, check=False)
        told = json.loads(child.stdout)
    except subprocess.TimeoutExpired:
        return Found("", fault=f"takes longer than {seconds:g} s to read")
    except (OSError, ValueError):
        return Found("", fault="breaks the program that reads such files")
    return Found(told["text"], tuple(Flaw(*flaw) for flaw in told["flaws"]), told["fault"])


def found_in(kind: str, raw: bytes) -> Found:
    """Return what is found in this process: the child's half."""
    from oneframe.guidance import pdf, word

    if kind == "pdf":
        return Found(*pdf.text_of(raw))
    if fault := word.unfit(raw):
        return Found("", fault=fault)
    try:
        return Found(*word.text_of(raw))
    except Exception as e:  # python-docx and lxml raise errors of many kinds for a torn file
        return Found("", fault=f"is not a sound Word file ({type(e).__name__})")


def _limit() -> None:
    """Bound this process's memory where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main() -> None:
    _limit()
    found = found_in(sys.argv[1], sys.stdin.buffer.read())
    told = {"text": found.text, "flaws": [astuple(f) for f in found.flaws], "fault": found.fault}
    sys.stdout.buffer.write(json.dumps(told).encode())


if __name__ == "__main__":
    _main()
