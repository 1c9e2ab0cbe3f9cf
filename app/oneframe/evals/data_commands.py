"""What the commands of `oneframe data` do: options in, words and exit code out."""

import argparse
import json
from typing import Any

from oneframe.evals.commands import FINE, SHORT, Bar, Told


def measure(options: argparse.Namespace, bar: Bar) -> Told:
    """Read, and with `--rewrite` rewrite, labelled texts; print the figures."""
    from oneframe import settings
    from oneframe.evals import measure as measuring
    from oneframe.evals.labelled import labelled, route_cases
    from oneframe.wiring import build_coach, build_reader, build_router

    chosen = settings.load(**({"writer": options.writer} if options.writer else {}))
    reader, router = build_reader(chosen), build_router()
    texts, cases = labelled(options.path), route_cases(options.path)
    figures: dict[str, Any] = {"schema": 1}
    if texts:
        figures["read"] = measuring.measure_reading(texts, reader.read)
    if cases:
        figures["route"] = measuring.measure_routing(cases, lambda text: router.route(reader.read(text)))
    if texts and options.rewrite:
        coach = build_coach(chosen)
        with bar("rewriting", "text") as on_progress:
            figures["rewrite"], delivered = measuring.measure_rewrites(texts, coach, on_progress)
        coach.close()
        if options.delivered:
            lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in delivered)
            options.delivered.write_text(lines, encoding="utf-8")
    return json.dumps(figures, indent=1, ensure_ascii=False), FINE


def lint_data(options: argparse.Namespace, bar: Bar) -> Told:
    """Look for flaws in labelled texts."""
    from oneframe.evals.lint import lint

    count, flaws = lint(options.path)
    words = [*map(str, flaws), f"{count} rows, {len(flaws)} flaws"]
    return "\n".join(words), SHORT if flaws else FINE


def agreement(options: argparse.Namespace, bar: Bar) -> Told:
    """Compare labels with a second reading."""
    from oneframe.evals.agreement import agreement as agree
    from oneframe.evals.labelled import labelled, rows

    figures = agree(labelled(options.path), tuple(rows(options.second)))
    return json.dumps({"schema": 1, **figures}, indent=1), FINE


def questions(options: argparse.Namespace, bar: Bar) -> Told:
    """Measure the search of the guides, the declines and the quotes on labelled questions."""
    from oneframe import settings
    from oneframe.evals.retrieval import measure_questions

    return json.dumps(measure_questions(options.paths, settings.load()), indent=1, ensure_ascii=False), FINE


DATA = {"questions": questions, "measure": measure, "lint": lint_data, "agreement": agreement}
