"""Reports tell a decision where it is read, whatever the texts hold."""

import json
import re
from xml.etree import ElementTree

import pytest
from suite_fakes import BLENDED, GOOD, case, recorded, suite_in

from oneframe.evals.gate import decide
from oneframe.evals.policy import Policy
from oneframe.evals.report.files import SUMMARY_BYTES, write_reports
from oneframe.evals.report.words import words

pytestmark = pytest.mark.usefixtures("no_model")

HOSTILE = "x\x00\x1b[31m <script>alert(1)</script> | `@team` [a](http://x) \ud800".encode(
    "utf-8", "replace"
).decode()


def written(tmp_path, texts, ids=None):
    names = ids or [f"c{n}" for n in range(len(texts))]
    lines = [{"id": i, "text": t} for i, t in zip(names, texts, strict=True) if t is not None]
    run = recorded(suite_in(tmp_path / "s", [case(i) for i in names], lines), tmp_path / "r")[1]
    decision = decide(run, Policy())
    return run, decision, {p.name: p.read_text(encoding="utf-8") for p in write_reports(run, decision)}


def test_junit_counts_failures_and_errors_apart(tmp_path):
    _, _, files = written(tmp_path, [GOOD, BLENDED, None])
    root = ElementTree.fromstring(files["junit.xml"])
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    kinds = {t.get("name"): [c.tag for c in t] for t in root.iter("testcase")}
    assert kinds == {"c0": [], "c1": ["failure"], "c2": ["error"]}


def test_an_empty_run_is_an_error_in_junit_too(tmp_path):
    _, _, files = written(tmp_path, [])
    root = ElementTree.fromstring(files["junit.xml"])
    assert [c.tag for t in root.iter("testcase") for c in t] == ["error"]


def test_the_summary_says_verdict_reasons_and_a_word_a_case(tmp_path):
    _, _, files = written(tmp_path, [GOOD, BLENDED])
    summary = json.loads(files["summary.json"])
    assert summary["schema"] == 1 and summary["gate"]["exit_code"] == 1
    assert {r["code"] for r in summary["gate"]["reasons"]} == {"per_case", "blends"}
    assert {k: v["verdict"] for k, v in summary["cases"].items()} == {"c0": "pass", "c1": "fail"}


def test_the_page_marks_the_sentence_and_loads_nothing_from_elsewhere(tmp_path):
    _, _, files = written(tmp_path, [GOOD, BLENDED])
    page = files["report.html"]
    assert "<mark>What would you like to explore?</mark>" in page
    assert "prefers-color-scheme: dark" in page and '<html lang="en">' in page
    assert not re.search(r"(?:src|href)=|url\(|<script", page)


@pytest.mark.parametrize("name", ["junit.xml", "summary.md", "report.html"])
def test_hostile_texts_stay_inert(tmp_path, name):
    _, _, files = written(tmp_path, [HOSTILE + BLENDED, None], ids=["<b>|@all`", "b]]>&"])
    text = files[name]
    assert ("<script>" not in text and "\x00" not in text.replace("\x00 ", "")) or name == "report.html"
    if name == "junit.xml":
        ElementTree.fromstring(text)
    if name == "summary.md":
        assert "@all" not in text and "<b>" not in text.replace("\\<", "")
    if name == "report.html":
        assert "<script>" not in text and "<b>|" not in text


def test_markdown_stays_under_its_limit_and_says_how_many_are_left(tmp_path):
    _, _, files = written(tmp_path, [BLENDED] * 700)
    assert len(files["summary.md"].encode()) <= SUMMARY_BYTES + 200
    assert re.search(r"\d+ more cases are in report.html", files["summary.md"])


def test_reports_do_not_depend_on_the_order_of_answers(tmp_path):
    run, _, files = written(tmp_path, [GOOD, BLENDED, GOOD])
    samples = run.folder / "samples.jsonl"
    samples.write_text("".join(reversed(samples.read_text().splitlines(keepends=True))))
    from oneframe.evals.samples import load_run

    again = load_run(run.folder)
    assert {p.name: p.read_text() for p in write_reports(again, decide(again, Policy()))} == files


def test_the_terminal_has_failures_first_and_the_verdict_last(tmp_path):
    run, decision, _ = written(tmp_path, [GOOD, BLENDED, None])
    lines = words(decision, run.manifest["suite"]).splitlines()
    assert any(line.startswith("FAIL     c1") for line in lines)
    assert any(line.startswith("UNSCORED c2") for line in lines)
    assert lines[-1] == "GATE FAILED (exit 1)"
