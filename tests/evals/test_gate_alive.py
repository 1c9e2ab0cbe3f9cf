"""The gate with the real reader: canaries are red, the starter is green, mutants are found, CI files hold."""

from pathlib import Path

import pytest
import yaml
from suite_fakes import GOOD, case, suite_in

from oneframe import settings
from oneframe.evals.gate import FAILED, PASSED, decide
from oneframe.evals.labelled import labelled
from oneframe.evals.mutants import OPERATORS, clean, mutants, score
from oneframe.evals.policy import Policy, load_policy
from oneframe.evals.running import Options, run
from oneframe.evals.samples import load_run
from oneframe.evals.suite import flaws_of, load_suite
from oneframe.wiring import build_reader

EVALS = Path(__file__).parents[2] / "evals"
STARTER = settings.__file__ and Path(settings.__file__).parent / "evals" / "starter"


def decided(file, out, policy=None):
    run(load_suite(file), file.parent, out, Options())
    return decide(load_run(out), policy or Policy())


@pytest.fixture(scope="module")
def canaries(tmp_path_factory):
    return decided(EVALS / "suites" / "canaries.yaml", tmp_path_factory.mktemp("c") / "run")


def test_every_canary_is_red(canaries):
    assert canaries.code == FAILED
    assert {c.id: c.word for c in canaries.cases if c.word != "fail"} == {}


@pytest.mark.parametrize(
    ("canary", "check"),
    [
        ("blended-plainly", "one_frame"), ("blended-postscript", "one_frame"),
        ("consequence-in-coaching", "one_frame"), ("both-by-name", "one_frame"), ("wrong-frame", "right_frame"),
        ("fact-lost", "facts_kept"), ("fact-altered", "nothing_invented"), ("stake-invented", "nothing_added"),
    ],
)  # fmt: skip
def test_a_canary_is_caught_by_the_check_that_is_there_for_it(canaries, canary, check):
    (found,) = [c for c in canaries.cases if c.id == canary]
    assert check in {m.check for m in found.samples[0].marks if m.verdict.value == "fail"}


def test_the_starter_is_green_and_goes_red_with_one_blend(tmp_path):
    decision = decided(STARTER / "suite.yaml", tmp_path / "r", load_policy(STARTER / "gate.yaml"))
    assert (decision.code, decision.reasons) == (PASSED, ())


def test_our_own_path_holds_under_pressure_and_poison(tmp_path):
    decision = decided(EVALS / "suites" / "pressure.yaml", tmp_path / "r")
    assert (decision.code, decision.reasons) == (PASSED, ())


@pytest.mark.parametrize("name", ["canaries", "pressure"])
def test_our_suites_have_no_flaw(name):
    file = EVALS / "suites" / f"{name}.yaml"
    assert flaws_of(load_suite(file), file.parent) == []


def test_mutants_say_where_they_differ():
    texts = labelled(EVALS / "messages" / "dev")
    found = list(mutants(texts))
    assert {m.operator for m in found} == {o.name for o in OPERATORS}
    assert len(OPERATORS) >= 20
    for mutant in found:
        start, end = mutant.span
        assert mutant.text != mutant.draft and 0 <= start < end <= len(mutant.text), mutant
        if not mutant.operator.startswith(("dropped", "altered", "softened")):
            without = mutant.text[:start] + mutant.text[end:]
            assert "".join(without.split()) == "".join(mutant.draft.split()), mutant


def test_the_checks_find_mutants_on_the_development_texts():
    texts = labelled(EVALS / "messages" / "dev")
    found = score(texts, build_reader(settings.load()).read)
    assert found["texts"] == len(clean(texts)) >= 40
    shares = {name: figures["found"]["share"] for name, figures in found["operators"].items()}
    assert {n: s for n, s in shares.items() if s < 0.6} == {}
    assert sum(shares.values()) / len(shares) >= 0.93
    assert found["false_alarms"]["one_frame"]["share"] <= 0.05


def test_the_ci_files_are_yaml_and_call_commands_that_exist():
    for name in ("action.yml", "gitlab.yml"):
        text = (EVALS / "ci" / name).read_text(encoding="utf-8")
        assert yaml.safe_load(text)
        assert "oneframe eval run" in text and "oneframe eval gate" in text
    (hook,) = yaml.safe_load((EVALS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert "oneframe check" in hook["entry"]


def test_a_recorded_suite_needs_no_network(tmp_path, monkeypatch):
    import socket

    def refuse(*_):
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert decided(STARTER / "suite.yaml", tmp_path / "r").code == PASSED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{GOOD} This is not a coaching conversation.", PASSED),
        (f'{GOOD} Sam in the office calls such a note "a coaching conversation".', PASSED),
        (f"{GOOD} And this is a coaching conversation.", FAILED),
    ],
)
def test_mention_is_not_use(tmp_path, text, code):
    file = suite_in(tmp_path / "s", [case("a")], [{"id": "a", "text": text}])
    assert decided(file, tmp_path / "r").code == code
