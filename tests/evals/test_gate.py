"""The gate is green for a whole, clean run and for nothing else; the exit code says which kind of not."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from suite_fakes import BLENDED, GOOD, case, recorded, suite_in

from oneframe.cli import main
from oneframe.errors import SettingsInvalid
from oneframe.evals.baseline import compare, load_baseline, passed_of
from oneframe.evals.gate import (
    FAILED,
    INCOMPLETE,
    NO_CASES,
    PASSED,
    UNTRUSTED,
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
    decision = decide(run, policy, today=today)
    assert decision.code == code
    assert ("quarantine" in codes(decision)) == (code == FAILED)
    with pytest.raises(SettingsInvalid, match="owner"):
        file = tmp_path / "gate.yaml"
        file.write_text(json.dumps({"quarantine": [{"case": "c1", "until": "2026-12-31"}]}))
        load_policy(file)


def test_more_than_a_few_excused_cases_are_red(tmp_path):
    run = made(tmp_path, ["", GOOD])
    policy = Policy.model_validate({"quarantine": [{"case": "c0", "owner": "a", "until": "2999-01-01"}]})
    assert "quarantine" in codes(decide(run, policy, today="2026-11-24"))


def test_a_case_that_broke_against_the_baseline_is_red_even_where_the_rest_allows_it(tmp_path):
    before = passed_of(decide(made(tmp_path, [GOOD, GOOD], name="old"), Policy()).cases)
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


def passes(**counts):
    """Return a baseline from `case=(passed, trials)`."""
    word = {c: "pass" if k == n else "mixed" if k else "fail" for c, (k, n) in counts.items()}
    return {"cases": word, "passed": {c: list(kn) for c, kn in counts.items()}, "clusters": {}}


def test_comparison_pairs_by_case_and_says_what_it_can_tell():
    before = passes(**{f"c{n}": (1, 1) for n in range(8)}, old=(1, 1))
    after = passes(**{f"c{n}": (int(n >= 6), 1) for n in range(8)}, new=(0, 1))
    found = compare(before, after)
    assert (len(found["broken"]), found["fixed"], found["p"]) == (6, [], 0.0312)
    assert (found["only_before"], found["only_after"], found["smallest_detectable_change"]) == (
        ["old"],
        ["new"],
        6,
    )
    assert found["change"]["mean"] == -0.75 and found["change"]["high"] < 0
    assert set(found["classes"].values()) == {"insufficient", "stable"}


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ((5, 5), (5, 5), "stable"),
        ((5, 5), (0, 5), "regression"),
        ((5, 5), (4, 5), "soft"),
        ((3, 3), (0, 3), "insufficient"),
        ((3, 5), (1, 5), "unreliable"),
        ((9, 10), (0, 10), "regression"),
        ((0, 5), (5, 5), "mended"),
    ],
)
def test_a_case_s_change_is_called_what_its_trials_can_show(before, after, word):
    assert compare(passes(a=before), passes(a=after))["classes"] == {"a": word}


def test_a_fall_that_stands_alone_may_not_stand_among_many():
    alone = compare(passes(a=(4, 4)), passes(a=(0, 4)))
    among = compare(passes(a=(4, 4), b=(4, 4), c=(4, 4)), passes(a=(0, 4), b=(3, 4), c=(3, 4)))
    assert (alone["classes"]["a"], among["classes"]["a"]) == ("regression", "soft")


def test_broken_cases_that_chance_does_not_explain_are_red_even_where_some_are_allowed(tmp_path):
    before = passed_of(decide(made(tmp_path, [GOOD] * 8, name="old"), Policy()).cases)
    loose = {"regression": {"max_broken": 8}, "per_case": {"max_failed": 8}}
    for broken, is_red in ((5, False), (6, True)):
        run = made(tmp_path, [""] * broken + [GOOD] * (8 - broken), name=f"new{broken}")
        found = decide(run, Policy.model_validate(loose), before)
        assert ("regression" in codes(found)) == is_red


def test_an_excused_case_does_not_break_the_baseline(tmp_path):
    before = passed_of(decide(made(tmp_path, [GOOD] * 2, name="old"), Policy()).cases)
    excuse = {"quarantine": [{"case": "c1", "owner": "a", "until": "2999-01-01"}], "max_quarantined": 1}
    run = made(tmp_path, [GOOD, ""], name="new")
    assert decide(run, Policy.model_validate(excuse), before, today="2026-11-24").code == PASSED


def test_a_file_that_is_no_baseline_is_refused(tmp_path):
    file = tmp_path / "b.json"
    for text in ("[]", '{"schema": 1, "cases": {}}', "{"):
        file.write_text(text)
        with pytest.raises(SettingsInvalid, match=r"b\.json"):
            load_baseline(file)


@pytest.mark.parametrize(("spare", "code"), [(0, FAILED), (1, FAILED), (2, PASSED)])
def test_a_policy_may_allow_a_few_cases_to_fall_short(tmp_path, spare, code):
    run = made(tmp_path, [GOOD, "", ""])
    assert decide(run, Policy.model_validate({"per_case": {"max_failed": spare}})).code == code


COACHING = "This is a coaching conversation. What would you like to explore?"


@pytest.mark.parametrize(
    ("frames", "texts", "flipped"),
    [
        (("performance", "coaching"), (GOOD, COACHING), []),
        (("performance", "coaching"), (GOOD, GOOD), ["t"]),
        (("performance", "performance"), (GOOD, GOOD.replace("noon", "ten")), []),
        ((None, None), (GOOD, COACHING), ["t"]),
        (("performance", "coaching"), (GOOD, None), []),
    ],
)
def test_twins_hold_together_or_apart_as_they_must(tmp_path, frames, texts, flipped):
    cases = [case(i, f, twin="t") for i, f in zip("ab", frames, strict=True)]
    lines = [{"id": i, "text": t} for i, t in zip("ab", texts, strict=True) if t]
    decision = decide(recorded(suite_in(tmp_path / "s", cases, lines), tmp_path / "r")[1], Policy())
    assert decision.figures["twins"] == {"clusters": 1, "flipped": flipped}
    assert ("twins" in codes(decision)) == bool(flipped)


def trusted(monkeypatch, caught, cleared):
    """Make the shipped measurement speak for the fake reader."""
    from oneframe.evals import trust

    made = {
        "judge": trust.identity("fake"),
        "sensitivity": {"hits": caught, "n": 100},
        "specificity": {"hits": cleared, "n": 100},
        "false_alarms": {"texts": 100, "checks": {"one_frame": {}}, "together": {"one_frame named": 2}},
    }
    monkeypatch.setattr(trust, "shipped", lambda: made)


def test_the_blend_rate_is_corrected_for_what_the_checker_misses_and_invents(tmp_path, monkeypatch):
    trusted(monkeypatch, 90, 95)
    run = made(tmp_path, [BLENDED] * 2 + [GOOD] * 23)
    rate = decide(run, Policy()).figures["blended_corrected"]
    assert rate["share"] == pytest.approx((0.08 + 0.95 - 1) / (0.90 + 0.95 - 1), abs=1e-4)
    assert rate["low"] < rate["share"] < rate["high"]
    assert (rate["by"], rate["n"]) == ("checker", 25)
    for most, is_red in ((0.01, True), (0.9, False)):
        policy = Policy.model_validate({"blends": {"max_corrected95": most, "max_cases": 9}})
        assert ("blend_rate" in codes(decide(run, policy))) == is_red


def test_a_measurement_of_another_reader_corrects_nothing_and_a_policy_that_needs_it_is_not_green(tmp_path):
    run = made(tmp_path, [GOOD])
    assert decide(run, Policy()).figures["blended_corrected"] is None
    strict = Policy.model_validate({"blends": {"max_corrected95": 0.5}})
    assert decide(run, strict).code == UNTRUSTED


def test_the_false_alarm_budget_is_told_before_the_gate_is_armed(tmp_path, monkeypatch, capsys):
    trusted(monkeypatch, 90, 98)
    file = suite_in(tmp_path / "s", [case(f"c{n}", ("coaching", "performance")[n % 2]) for n in range(50)])
    policy = tmp_path / "gate.yaml"
    for text, words in (("{}", "in 63.6% of runs"), ("per_case: {max_failed: 3}", "in 1.8% of runs")):
        policy.write_text(text)
        with pytest.raises(SystemExit) as end:
            main(["eval", "lint", str(file), "--policy", str(policy)])
        told = capsys.readouterr().out
        assert end.value.code == 0 and words in told
        assert ("max_failed: 3 would" in told) == (text == "{}")


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
    for name in ("summary.json", "junit.xml", "summary.md", "comment.md", "report.html"):
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
