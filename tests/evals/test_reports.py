"""Reports tell a decision where it is read, whatever the texts hold."""

import json
import re
from xml.etree import ElementTree

import pytest
from suite_fakes import BLENDED, GOOD, case, recorded, suite_in

from oneframe.errors import SettingsInvalid
from oneframe.evals.gate import decide
from oneframe.evals.ledger import add_entry, entry_of, load_ledger, standing
from oneframe.evals.policy import Policy
from oneframe.evals.report.files import COMMENT_BYTES, SUMMARY_BYTES, write_reports
from oneframe.evals.report.page import confusion
from oneframe.evals.report.words import words

pytestmark = pytest.mark.usefixtures("no_model")

HOSTILE = "x\x00\x1b[31m <script>alert(1)</script> | `@team` [a](http://x) \ud800".encode(
    "utf-8", "replace"
).decode()


def written(tmp_path, texts, ids=None, policy=None, **more):
    names = ids or [f"c{n}" for n in range(len(texts))]
    lines = [{"id": i, "text": t} for i, t in zip(names, texts, strict=True) if t is not None]
    run = recorded(suite_in(tmp_path / "s", [case(i) for i in names], lines), tmp_path / "r")[1]
    decision = decide(run, policy or Policy(), today="2026-11-24")
    return (
        run,
        decision,
        {p.name: p.read_text(encoding="utf-8") for p in write_reports(run, decision, **more)},
    )


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


def test_markdown_stays_under_its_limits_and_says_how_many_are_left(tmp_path):
    _, _, files = written(tmp_path, [BLENDED] * 700)
    assert len(files["comment.md"].encode()) <= COMMENT_BYTES + 200 < 65_536
    assert re.search(r"\d+ more cases are in report.html", files["comment.md"])
    assert len(files["summary.md"].encode()) <= SUMMARY_BYTES + 200 < 1024 * 1024
    assert "more cases" not in files["summary.md"]


def test_a_comment_s_first_line_lets_a_bot_find_it_again(tmp_path):
    _, _, files = written(tmp_path, [GOOD])
    assert files["comment.md"].splitlines()[0] == "<!-- oneframe gate: s -->"


EXCUSE = Policy.model_validate(
    {"quarantine": [{"case": "c1", "owner": "ana", "until": "2999-01-01"}], "max_quarantined": 1}
)


def test_an_excused_case_is_skipped_in_junit_and_named_everywhere(tmp_path):
    _, decision, files = written(tmp_path, [GOOD, BLENDED], policy=EXCUSE)
    assert decision.code == 0
    root = ElementTree.fromstring(files["junit.xml"])
    assert (root.get("failures"), root.get("skipped")) == ("0", "1")
    assert [c.tag for t in root.iter("testcase") if t.get("name") == "c1" for c in t] == ["skipped"]
    assert "| c1 | in quarantine |" in files["summary.md"]
    assert "In quarantine (1)" in files["report.html"]


def test_the_page_shows_each_case_s_history_and_what_changed(tmp_path):
    from oneframe.evals.baseline import passed_of

    ledger = tmp_path / "ledger.jsonl"
    runs = {}
    for day, texts in (("2026-11-20", [GOOD, GOOD]), ("2026-11-21", [GOOD, BLENDED])):
        (tmp_path / day).mkdir()
        run, decision, _ = written(tmp_path / day, texts)
        for _ in range(2):
            add_entry(ledger, entry_of(run, decision, day))
        runs[day] = (run, decision)
    assert len(ledger.read_text().splitlines()) == 2
    run, first = runs["2026-11-21"][0], runs["2026-11-20"][1]
    again = decide(run, Policy(), passed_of(first.cases))
    page = next(p for p in write_reports(run, again, load_ledger(ledger, "s")) if p.name == "report.html")
    text = page.read_text(encoding="utf-8")
    assert 'aria-label="last runs, oldest first: pass, fail"' in text and "flaky" in text
    assert "broken:</strong> c1" in text and "2026-11-20 ✓ passed" in text
    assert load_ledger(ledger, "another") == () == load_ledger(tmp_path / "none", "s")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pass"], "new"), (["pass"] * 3, "always passes"), (["fail"] * 3, "never passes"),
        (["pass", "fail"], "flaky"), (["fail", "mixed"], "flaky"), (["unscored", "fail"], "never passes"),
    ],
)  # fmt: skip
def test_a_case_s_standing_follows_from_its_last_runs(words, said):
    assert standing(words) == said


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "l").write_text("[1]\n")
    with pytest.raises(SettingsInvalid, match="is no ledger"):
        load_ledger(tmp_path / "l", "s")


def test_the_grid_shades_what_is_frequent_and_tells_the_number(tmp_path):
    _, decision, _ = written(tmp_path, [GOOD, GOOD, GOOD, BLENDED])
    grid = confusion(decision)
    (cells,) = grid["rows"].values()
    by = dict(zip(grid["labels"], cells, strict=True))
    assert (by["performance"]["n"], by["performance"]["due"], by["blended"]["n"]) == (3, True, 1)
    assert by["performance"]["shade"] > by["blended"]["shade"] > 0


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one, other, share):
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_the_page_can_be_read(tmp_path, scheme):
    _, _, files = written(tmp_path, [GOOD])
    found = re.findall(r"--([\w-]+): (#\w{3,6})", files["report.html"])
    half = len(found) // 2
    assert [n for n, _ in found[:half]] == [n for n, _ in found[half:]]
    colours = {n: v if len(v) == 7 else "#" + "".join(2 * c for c in v[1:]) for n, v in found[:half]}
    if scheme == "dark":
        colours |= dict(found[half:])
    grounds = [colours[g] for g in ("paper", "card", "wash-good", "wash-bad", "wash-open")]
    for ink in ("ink", "soft", "good", "bad", "open"):
        assert min(contrast(colours[ink], g) for g in grounds) >= 4.5, ink
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
    assert contrast(colours["ink"], mixed(colours["shade"], colours["card"], 0.45)) >= 4.5


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
