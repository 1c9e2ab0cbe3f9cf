"""The gate is green for a whole, clean run and for nothing else; the exit code says which kind of not."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from suite_fakes import BLENDED, GOOD, case, recorded, suite_in

from oneframe.cli import main
from oneframe.errors import SettingsInvalid
from oneframe.evals.baseline import baseline_of, compare
from oneframe.evals.gate import (
    FAILED,
    INCOMPLETE,
    NO_CASES,
    PASSED,
    decide,
)
from oneframe.evals.policy import Policy, load_policy
from oneframe.evals.samples import MANIFEST, SAMPLES, load_run
from oneframe.records import Outcome

pytestmark = pytest.mark.usefixtures("no_model")


def made(tmp_path, texts, *, name="r", trials=1, **more):
    """Run a suite whose case `cN` plays `texts[N]` (a text, a list of a text a trial, or None: no answer)."""
    cases = [case(f"c{n}", **more) for n in range(len(texts))]
    lines = [
        {"id": f"c{n}", "text": t}
        for n, given in enumerate(texts)
        for t in ([given] if isinstance(given, str) else given or [])
    ]
    file = suite_in(tmp_path / f"s-{name}", cases, lines)
    return recorded(file, tmp_path / name, trials=trials)[1]


def codes(decision):
    return {r.code for r in decision.reasons}


def test_a_whole_clean_run_passes(tmp_path):
    decision = decide(made(tmp_path, [GOOD, GOOD]), Policy())
    assert (decision.code, decision.reasons) == (PASSED, ())
    assert decision.figures["blended"]["upper95"] == pytest.approx(0.7764, abs=1e-4)


@pytest.mark.parametrize(
    ("texts", "code", "reasons"),
    [
        ([], NO_CASES, {"cases"}),
        ([GOOD, BLENDED], FAILED, {"per_case", "blends"}),
        ([None, None], INCOMPLETE, {"coverage"}),
        ([GOOD, None], INCOMPLETE, {"coverage"}),
        ([BLENDED, None], FAILED, {"per_case", "blends", "coverage"}),
        (["", GOOD], FAILED, {"per_case"}),
    ],
)
def test_nothing_missing_outage_and_blend_are_never_green(tmp_path, texts, code, reasons):
    decision = decide(made(tmp_path, texts), Policy())
    assert decision.code == code
    assert codes(decision) == reasons


def test_a_run_cut_off_in_the_middle_is_incomplete(tmp_path):
    run = made(tmp_path, [GOOD] * 5)
    file = run.folder / SAMPLES
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:3]))
    assert decide(load_run(run.folder), Policy()).code == INCOMPLETE
    file.unlink()
    assert decide(load_run(run.folder), Policy()).code == INCOMPLETE


def test_a_dead_check_is_not_green(tmp_path, monkeypatch):
    from oneframe.evals import checks

    monkeypatch.setitem(checks.CHECKS, "one_frame", lambda seen: 1 / 0)
    decision = decide(made(tmp_path, [GOOD]), Policy())
    assert decision.code == INCOMPLETE
    assert decision.figures["checks"]["one_frame"] == {"unscored": 1}


def test_an_average_shows_its_denominator(tmp_path):
    figures = decide(made(tmp_path, [GOOD, None, None, None]), Policy()).figures
    assert (figures["passed"]["hits"], figures["passed"]["n"]) == (1, 4)
    assert figures["answers"] == {"wanted": 4, "held": 4, "answered": 1}


@pytest.mark.parametrize(("least", "code"), [(None, FAILED), (2, PASSED), (3, FAILED)])
def test_k_of_n_holds_for_every_case(tmp_path, least, code):
    run = made(tmp_path, [GOOD, [GOOD, GOOD, ""]], trials=3)
    assert decide(run, Policy.model_validate({"per_case": {"min_pass": least}})).code == code


def test_one_case_that_always_fails_is_not_hidden_by_many_that_pass(tmp_path):
    decision = decide(made(tmp_path, [GOOD] * 49 + [""]), Policy())
    assert decision.code == FAILED
    assert decision.reasons[0].cases == ("c49",)


@pytest.mark.parametrize(("most", "code"), [(0.06, PASSED), (0.04, FAILED)])
def test_the_suite_s_size_limits_what_can_be_claimed(tmp_path, most, code):
    run = made(tmp_path, [GOOD] * 59)
    decision = decide(run, Policy.model_validate({"blends": {"max_upper95": most}}))
    assert decision.code == code
    assert decision.figures["blended"]["upper95"] == pytest.approx(0.0495, abs=1e-3)


def test_a_target_that_writes_one_frame_only_shows_in_the_groups(tmp_path):
    cases = [case("a"), case("b", "coaching")]
    file = suite_in(tmp_path / "s", cases, [{"id": i, "text": GOOD} for i in "ab"])
    run = recorded(file, tmp_path / "r")[1]
    groups = {"groups": {"by": "frame", "min_pass_rate": 0.9, "max_gap": 0.1}}
    decision = decide(run, Policy.model_validate(groups))
    assert {"group", "gap"} <= codes(decision)
    assert {k: v["share"] for k, v in decision.figures["by_frame"].items()} == {
        "coaching": 0.0,
        "performance": 1.0,
    }


@pytest.mark.parametrize(
    ("entry", "today", "code"),
    [
        ({"case": "c1", "owner": "ana", "until": "2026-12-31"}, "2026-11-24", PASSED),
        ({"case": "c1", "owner": "ana", "until": "2026-11-01"}, "2026-11-24", FAILED),
        ({"case": "zz", "owner": "ana", "until": "2026-12-31"}, "2026-11-24", FAILED),
    ],
)
def test_quarantine_has_an_owner_a_case_and_an_end(tmp_path, entry, today, code):
    run = made(tmp_path, [GOOD, "", *[GOOD] * 20])
    policy = Policy.model_validate({"quarantine": [entry]})
    assert decide(run, policy, today=today).code == code
    with pytest.raises(SettingsInvalid, match="owner"):
        file = tmp_path / "gate.yaml"
        file.write_text(json.dumps({"quarantine": [{"case": "c1", "until": "2026-12-31"}]}))
        load_policy(file)


def test_more_than_a_few_excused_cases_are_red(tmp_path):
    run = made(tmp_path, ["", GOOD])
    policy = Policy.model_validate({"quarantine": [{"case": "c0", "owner": "a", "until": "2999-01-01"}]})
    assert "quarantine" in codes(decide(run, policy, today="2026-11-24"))


def test_a_case_that_broke_against_the_baseline_is_red_even_where_the_rest_allows_it(tmp_path):
    before = baseline_of(decide(made(tmp_path, [GOOD, GOOD], name="old"), Policy()))
    after = made(tmp_path, [GOOD, ""], name="new")
    loose = Policy.model_validate({"quarantine": [], "max_quarantined": 1})
    assert "regression" in codes(decide(after, loose, before))


def test_a_policy_with_a_misspelt_key_is_refused(tmp_path):
    file = tmp_path / "gate.yaml"
    file.write_text("blends: {max_case: 3}")
    with pytest.raises(SettingsInvalid, match="max_case"):
        load_policy(file)


def test_an_earlier_version_s_run_is_refused(tmp_path):
    run = made(tmp_path, [GOOD])
    manifest = json.loads((run.folder / MANIFEST).read_text()) | {"schema": 0}
    (run.folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(SettingsInvalid, match="another version"):
        load_run(run.folder)


def test_comparison_pairs_by_case_and_says_what_it_can_tell():
    before = {f"c{n}": "pass" for n in range(8)} | {"old": "pass"}
    after = {f"c{n}": "fail" if n < 6 else "pass" for n in range(8)} | {"new": "pass"}
    found = compare(before, after)
    assert (len(found["broken"]), found["fixed"], found["p"]) == (6, [], 0.0312)
    assert (found["only_before"], found["only_after"], found["smallest_detectable_change"]) == (
        ["old"],
        ["new"],
        6,
    )


def test_a_hard_check_fails_a_case_and_a_told_one_does_not(tmp_path):
    run = made(tmp_path, [GOOD])
    assert any(not m.hard and m.verdict is Outcome.FAIL for m in run.samples[0].marks)
    assert run.samples[0].verdict is Outcome.PASS
    marks = tuple(replace(m, hard=True) for m in run.samples[0].marks)
    assert replace(run.samples[0], marks=marks).verdict is Outcome.FAIL


@pytest.mark.parametrize(("texts", "code"), [([GOOD], 0), ([BLENDED], 1), ([None], 3), ([], 5)])
def test_the_commands_end_with_the_code_and_say_it_last(tmp_path, capsys, texts, code):
    run = made(tmp_path, texts)
    with pytest.raises(SystemExit) as end:
        main(["eval", "gate", str(run.folder)])
    assert end.value.code == code
    assert capsys.readouterr().out.rstrip().endswith(f"(exit {code})")
    for name in ("summary.json", "junit.xml", "summary.md", "report.html"):
        assert (run.folder / name).stat().st_size > 0


def test_bless_and_compare_work_from_the_command_line(tmp_path, capsys):
    good, bad = made(tmp_path, [GOOD], name="a"), made(tmp_path, [BLENDED], name="b")
    for command, code in (
        (["bless", str(good.folder), "-o", str(tmp_path / "base.json")], 0),
        (["compare", str(good.folder), str(bad.folder)], 0),
        (["compare", str(good.folder), str(bad.folder), "--fail-on", "regression", "--json"], 1),
        (["compare", str(bad.folder), str(good.folder), "--fail-on", "regression"], 0),
        (["gate", str(bad.folder), "--baseline", str(tmp_path / "base.json")], 1),
        (["gate", str(tmp_path)], 2),
        (["view", str(good.folder)], 0),
    ):
        with pytest.raises(SystemExit) as end:
            main(["eval", *command])
        assert end.value.code == code, command
    assert "BROKEN c0" in capsys.readouterr().out


def test_the_table_of_known_outcomes_names_tests_that_exist():
    folder = Path(__file__).parent
    table = (folder.parents[1] / "evals" / "README.md").read_text(encoding="utf-8")
    written = "".join(p.read_text(encoding="utf-8") for p in folder.glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", table))
    assert len(named) >= 15
    assert {n for n in named if f"def {n}(" not in written} == set()
