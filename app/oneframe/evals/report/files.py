"""The files beside a run: summary.json, junit.xml, summary.md, comment.md and report.html."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from oneframe.evals.gate import Decision
from oneframe.evals.ledger import Entry
from oneframe.evals.report.page import html
from oneframe.evals.report.words import VERDICTS, percent, share_words, trouble, word_of
from oneframe.evals.samples import Run, write_json
from oneframe.evals.tally import CaseResult

# A step summary may have 1 MiB, a comment 65,536 characters; what is longer is refused whole.
SUMMARY_BYTES, COMMENT_BYTES = 900_000, 60_000
_XML_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_reports(run: Run, decision: Decision, entries: Sequence[Entry] = ()) -> tuple[Path, ...]:
    """Write the files into the run's folder and return their paths; `entries` are the ledger's."""
    names = ("summary.json", "junit.xml", "summary.md", "comment.md", "report.html")
    paths = tuple(run.folder / n for n in names)
    write_json(paths[0], summary(run, decision))
    paths[1].write_bytes(junit(run, decision))
    paths[2].write_text(markdown(run, decision, SUMMARY_BYTES), encoding="utf-8")
    paths[3].write_text(comment(run, decision), encoding="utf-8")
    paths[4].write_text(html(run, decision, entries), encoding="utf-8")
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
        "changes": decision.changes,
        "excused": sorted(decision.excused),
        "cases": {
            c.id: {"verdict": word_of(c), "trials": [s.verdict.value for s in c.samples], "why": trouble(c)}
            for c in decision.cases
        },
    }


def junit(run: Run, decision: Decision) -> bytes:
    """Return JUnit XML, one test case a case: failed, in error where nothing could be said, or skipped."""
    name = _fit(run.manifest["suite"])
    kinds = [_kind(c, decision) for c in decision.cases] or ["error"]
    about = {"name": name, "tests": str(len(kinds))}
    about |= {f"{kind}s": str(kinds.count(kind)) for kind in ("failure", "error")}
    about["skipped"] = str(kinds.count("skipped"))
    root = ElementTree.Element("testsuites", about)
    suite = ElementTree.SubElement(root, "testsuite", about)
    for case, kind in zip(decision.cases, kinds, strict=False):
        item = ElementTree.SubElement(suite, "testcase", {"classname": name, "name": _fit(case.id)})
        if kind:
            why = _fit(trouble(case))
            said = f"in quarantine: {why}" if kind == "skipped" else why
            ElementTree.SubElement(item, kind, {"message": said[:200]}).text = why
    if not decision.cases:
        item = ElementTree.SubElement(suite, "testcase", {"classname": name, "name": "no case was run"})
        ElementTree.SubElement(item, "error", {"message": "no case was run"})
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _kind(case: CaseResult, decision: Decision) -> str:
    """Return JUnit's word for a case: nothing for one that passed."""
    word = word_of(case)
    if word == "pass":
        return ""
    return "skipped" if case.id in decision.excused else "failure" if word == "fail" else "error"


def comment(run: Run, decision: Decision) -> str:
    """Return the decision for a pull request's comment; its first line lets a bot find it and renew it."""
    name = re.sub(r"[^\w. -]", "", run.manifest["suite"])
    return f"<!-- oneframe gate: {name} -->\n" + markdown(run, decision, COMMENT_BYTES)


def markdown(run: Run, decision: Decision, most: int) -> str:
    """Return the decision in at most about `most` bytes of Markdown, failures first."""
    lines = [
        f"## {VERDICTS[decision.code]}: {_cell(run.manifest['suite'])}",
        "",
        *(f"- {_cell(str(r))}" for r in decision.reasons),
        "",
        *_table(decision),
        "",
    ]
    faulty = [c for c in decision.cases if trouble(c)]
    if faulty:
        lines += ["| case | verdict | why |", "| --- | --- | --- |"]
    text = "\n".join(lines)
    size = len(text.encode())
    for number, case in enumerate(faulty):
        word = "in quarantine" if case.id in decision.excused else word_of(case)
        row = f"\n| {_cell(case.id)} | {word} | {_cell(trouble(case))} |"
        size += len(row.encode())
        if size > most:
            return f"{text}\n\n{len(faulty) - number} more cases are in report.html.\n"
        text += row
    return text + "\n"


def _table(decision: Decision) -> list[str]:
    figures, rate, changes = decision.figures, decision.figures["blended_corrected"], decision.changes
    rows = {
        "cases passed": share_words(figures["passed"]),
        "blended": f"{share_words(figures['blended'])}, at most {percent(figures['blended']['upper95'])}",
    }
    if rate:
        bounds = f"[{100 * rate['low']:.1f}, {100 * rate['high']:.1f}]"
        rows[f"truly blended, corrected for the {rate['by']}"] = f"{percent(rate['share'])} {bounds}"
    if changes:
        told = f"{len(changes['broken'])} broken, {len(changes['fixed'])} fixed, p = {changes['p']}"
        rows["against the baseline"] = told
    rows |= {frame: share_words(share) for frame, share in figures["by_frame"].items()}
    return ["| | |", "| --- | --- |", *(f"| {name} | {words} |" for name, words in rows.items())]


def _fit(text: str) -> str:
    """Return `text` without characters that XML cannot hold."""
    return _XML_UNFIT.sub("\ufffd", text)


def _cell(text: str) -> str:
    """Return `text` as inert words of one table cell: no markup, no mention, no link."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>|#!~])", r"\\\1", flat).replace("@", "@\u200b")
