"""The files beside a run: summary.json, junit.xml, summary.md and report.html."""

import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from oneframe.evals.gate import CaseResult, Decision
from oneframe.evals.report.words import VERDICTS, percent, share_words, trouble, word_of
from oneframe.evals.samples import Run, write_json

SUMMARY_BYTES = 60_000
_XML_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_reports(run: Run, decision: Decision) -> tuple[Path, ...]:
    """Write the four files into the run's folder and return their paths."""
    paths = tuple(run.folder / n for n in ("summary.json", "junit.xml", "summary.md", "report.html"))
    write_json(paths[0], summary(run, decision))
    paths[1].write_bytes(junit(run, decision))
    paths[2].write_text(markdown(run, decision), encoding="utf-8")
    paths[3].write_text(html(run, decision), encoding="utf-8")
    return paths


def summary(run: Run, decision: Decision) -> dict[str, Any]:
    """Return the decision as JSON, schema 1: verdict, reasons, figures and a word a case."""
    return {
        "schema": 1,
        "suite": run.manifest["suite"],
        "digest": run.manifest["digest"],
        "versions": run.manifest["versions"],
        "gate": {
            "exit_code": decision.code,
            "verdict": VERDICTS[decision.code],
            "reasons": [
                {"code": r.code, "seen": r.seen, "limit": r.limit, "cases": list(r.cases)}
                for r in decision.reasons
            ],
        },
        "figures": decision.figures,
        "cases": {
            c.id: {"verdict": word_of(c), "trials": [s.verdict.value for s in c.samples], "why": trouble(c)}
            for c in decision.cases
        },
    }


def junit(run: Run, decision: Decision) -> bytes:
    """Return JUnit XML, one test case a case: failed, in error where nothing could be said."""
    words = [word_of(c) for c in decision.cases]
    about = {"name": run.manifest["suite"], "tests": str(len(words))}
    counts = {"failures": str(words.count("fail")), "errors": str(words.count("unscored"))}
    root = ElementTree.Element("testsuites", about | counts)
    suite = ElementTree.SubElement(root, "testsuite", about | counts)
    for case, word in zip(decision.cases, words, strict=True):
        item = ElementTree.SubElement(
            suite, "testcase", {"classname": _fit(run.manifest["suite"]), "name": _fit(case.id)}
        )
        if word != "pass":
            why = _fit(trouble(case))
            kind = "failure" if word == "fail" else "error"
            ElementTree.SubElement(item, kind, {"message": why[:200]}).text = why
    if not decision.cases:
        item = ElementTree.SubElement(
            suite, "testcase", {"classname": about["name"], "name": "no case was run"}
        )
        ElementTree.SubElement(item, "error", {"message": "no case was run"})
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def markdown(run: Run, decision: Decision) -> str:
    """Return the decision for a pull request: at most 60,000 bytes, failures first."""
    figures = decision.figures
    lines = [
        f"## {VERDICTS[decision.code]}: {_cell(run.manifest['suite'])}",
        "",
        *(f"- {_cell(str(r))}" for r in decision.reasons),
        "",
        "| | |",
        "| --- | --- |",
        f"| cases passed | {share_words(figures['passed'])} |",
        f"| blended | {share_words(figures['blended'])}, at most {percent(figures['blended']['upper95'])} |",
        *(f"| {frame} | {share_words(share)} |" for frame, share in figures["by_frame"].items()),
        "",
    ]
    faulty = [c for c in decision.cases if trouble(c)]
    if faulty:
        lines += ["| case | verdict | why |", "| --- | --- | --- |"]
    text = "\n".join(lines)
    for number, case in enumerate(faulty):
        row = f"\n| {_cell(case.id)} | {word_of(case)} | {_cell(trouble(case))} |"
        if len((text + row).encode()) > SUMMARY_BYTES:
            return f"{text}\n\n{len(faulty) - number} more cases are in report.html.\n"
        text += row
    return text + "\n"


def html(run: Run, decision: Decision) -> str:
    """Return one page without scripts from elsewhere; works from a file, light and dark."""
    from jinja2 import Environment

    template = files("oneframe.evals.report").joinpath("report.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    return page.render(
        suite=run.manifest["suite"],
        versions=run.manifest["versions"],
        verdict=VERDICTS[decision.code],
        code=decision.code,
        reasons=[str(r) for r in decision.reasons],
        figures=decision.figures,
        confusion=_confusion(decision),
        cases=[_case(c) for c in sorted(decision.cases, key=lambda c: _ORDER[word_of(c)])],
        percent=percent,
        share_words=share_words,
    )


_ORDER = {"fail": 0, "unscored": 1, "pass": 2}


def _case(case: CaseResult) -> dict[str, Any]:
    return {
        "id": case.id,
        "word": word_of(case),
        "why": trouble(case),
        "draft": case.about["draft"],
        "expect": case.about["expect"],
        "trials": [
            {
                "verdict": s.verdict.value,
                "parts": _parts(s.output.text, [p for m in s.marks for p in m.spans]) if s.output else [],
                "companion": s.output.companion if s.output else "",
                "error": s.error,
                "marks": s.marks,
            }
            for s in case.samples
        ],
    }


def _parts(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut `text` at the spans: pieces in order, and whether each lies in a span."""
    cuts = sorted({0, len(text), *(c for span in spans for c in span if 0 <= c <= len(text))})
    pieces = pairwise(cuts)
    return [(text[a:b], any(s <= a and b <= e for s, e in spans)) for a, b in pieces]


def _confusion(decision: Decision) -> dict[str, dict[str, int]]:
    """Return how often each expected frame was read as each label."""
    table: dict[str, dict[str, int]] = {}
    for case in decision.cases:
        due = case.about["expect"].get("frame") or case.about["expect"].get("outcome") or "any"
        for sample in case.samples:
            for mark in sample.marks:
                if mark.check == "one_frame" and mark.found:
                    row = table.setdefault(due, {})
                    row[mark.found] = row.get(mark.found, 0) + 1
    return {due: dict(sorted(row.items())) for due, row in sorted(table.items())}


def _fit(text: str) -> str:
    """Return `text` without characters that XML cannot hold."""
    return _XML_UNFIT.sub("\ufffd", text)


def _cell(text: str) -> str:
    """Return `text` as inert words of one table cell: no markup, no mention, no link."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>|#!~])", r"\\\1", flat).replace("@", "@\u200b")
