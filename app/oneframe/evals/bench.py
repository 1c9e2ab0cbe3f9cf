"""Times the parts where people wait, side by side in one run. Prints nothing."""

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from os import cpu_count
from statistics import median
from typing import Any

from oneframe.coach import Coach
from oneframe.settings import Settings
from oneframe.wiring import build_coach, build_reader

_RUNS = 7
_DRAFT = """Hi Priya,

I have been thinking about how you are growing into the lead role and would love to explore where you want to take it next year. \
The month-end reports have to be with finance by the 3rd, and yours came on the 7th in July, the 9th in August and the 6th in \
September. Finance closed the books two days late each time, and Marek in audit has asked me twice what is going on. Maybe you could \
try to get them in on time from now on, if that is ok? Kofi is happy to show you the export template he built, it saves him half a day. \
If it is late again in October I will hand the reports to Kofi. What would help you feel at your best, do you think? I am curious which \
parts of the lead role give you energy. Coffee on Thursday at ten, the usual place?

Tom"""
_MEMORY = (
    "import resource,subprocess,sys;"
    "subprocess.run([sys.executable,'-m','oneframe.cli','rewrite','-','--json'],input={draft!r}.encode(),stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def bench(settings: Settings) -> dict[str, Any]:
    """Return medians in seconds (memory in MB) of seven runs; the largest single process counts for memory."""
    reader = build_reader(settings)
    reader.read(_DRAFT)
    composer = build_coach(_with(settings, "composer"))
    embedded = build_coach(_with(settings, "embedded"))
    _turn(composer)
    _turn(embedded)
    firsts: list[float] = []
    rewrite_s = _timed(lambda: firsts.append(_turn(embedded)))
    raw_s = _timed(lambda: _raw(embedded))
    pieces = sum(1 for _ in embedded.writes_alone(_DRAFT))
    figures = {
        "date": date.today().isoformat(),
        "machine": f"{cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "words": len(_DRAFT.split()),
        "check_cold_s": _timed(lambda: _cli("check")),
        "check_warm_s": _timed(lambda: reader.read(_DRAFT)),
        "rewrite_composer_warm_s": _timed(lambda: _turn(composer)),
        "rewrite_embedded_warm_s": rewrite_s,
        "first_words_s": round(median(firsts), 3),
        "raw_model_call_s": raw_s,
        "rewrite_over_raw_call": round(rewrite_s / raw_s, 2),
        "writer_tokens_a_second": round((pieces - 1) / raw_s),
        "cli_rewrite_peak_mb": _peak_mb(),
    }
    composer.close()
    embedded.close()
    return figures


def _turn(coach: Coach) -> float:
    """Run one turn; return the seconds until the first words of text."""
    began, first = time.perf_counter(), 0.0
    for step in coach.rewrite(_DRAFT):
        if step.chunk and not first:
            first = time.perf_counter() - began
    return first


def _raw(coach: Coach) -> None:
    """Call the writer alone, with the brief of the turn's own main text."""
    for _ in coach.writes_alone(_DRAFT):
        pass


def _timed(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return round(median(times), 4)


def _cli(command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "oneframe.cli", command, "--json"], input=_DRAFT.encode(), capture_output=True
    )


def _peak_mb() -> float | None:
    """Return the peak of the largest process of a CLI rewrite, or None where the system does not count it."""
    if platform.system() == "Windows":
        return None
    code = _MEMORY.format(draft=_DRAFT)
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return round(int(out.stdout) / (1024 if platform.system() == "Linux" else 1024 * 1024), 1)


def _with(settings: Settings, writer: str) -> Settings:
    from dataclasses import replace

    return replace(settings, writer=writer)
