"""A suite file says what it means, or is refused with the place that is wrong."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from suite_fakes import case, suite_in

from oneframe.cli import main
from oneframe.errors import SettingsInvalid
from oneframe.evals.checks import CHECKS, verify_checks
from oneframe.evals.suite import CheckSpec, flaws_of, load_suite, schema


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"version": 2}, "version: Input should be 1"),
        ({"colour": "red"}, "colour: Extra inputs"),
        ({"target": {}}, "exactly one of"),
        ({"target": {"recorded": "a", "coach": "auto"}}, "exactly one of"),
        ({"target": {"model": "openai:x"}}, "belong together"),
        ({"trials": 0}, "trials"),
        ({"cases": [{"id": "a"}]}, r"cases\.0\.draft"),
        ({"cases": [{"id": "a", "draft": "x", "expect": {"frame": "both"}}]}, r"cases\.0\.expect\.frame"),
        ({"cases": [{"id": "a", "draft": "x"}] * 2}, "stand more than once: a"),
        ({"include": ["none/*.yaml"]}, "matches no file"),
        ({"checks": [{"type": "one_frame", "hrad": True}]}, "hrad"),
    ],
)
def test_a_wrong_suite_is_refused_with_its_place(tmp_path, changes, what):
    with pytest.raises(SettingsInvalid, match=what):
        load_suite(suite_in(tmp_path / "s", **{"cases": [case("a")], "outputs": [], **changes}))


@pytest.mark.parametrize("text", ["{", "a: [1", "\tx: 1", "version: 1\n  name: x"])
def test_what_is_not_yaml_is_refused(tmp_path, text):
    file = tmp_path / "suite.yaml"
    file.write_text(text)
    with pytest.raises(SettingsInvalid, match="is not valid"):
        load_suite(file)


def test_yaml_cannot_run_code(tmp_path):
    file = tmp_path / "suite.yaml"
    file.write_text("!!python/object/apply:os.system ['true']")
    with pytest.raises(SettingsInvalid, match="is not valid"):
        load_suite(file)


def test_binary_and_absent_files_are_refused(tmp_path):
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    for name in ("b.yaml", "absent.yaml"):
        with pytest.raises(SettingsInvalid, match="cannot be read"):
            load_suite(tmp_path / name)


def test_cases_come_from_included_yaml_and_json_lines(tmp_path):
    (tmp_path / "more.yaml").write_text(yaml.safe_dump({"cases": [case("b")]}))
    (tmp_path / "more.jsonl").write_text(json.dumps(case("c")) + "\n")
    file = suite_in(tmp_path, [case("a")], include=["more.*"])
    assert {c.id for c in load_suite(file).cases} == {"a", "b", "c"}


def test_the_schema_accepts_what_the_loader_accepts(tmp_path):
    file = suite_in(tmp_path, [case("a", turns=["and?"], twin="t", tags=["x"])], trials=3)
    jsonschema.validate(json.loads(file.read_text()), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "name": "x", "target": {}, "colour": "red"}, schema())


def test_a_misspelt_check_is_an_error_and_not_a_pass():
    verify_checks([CheckSpec(type=t) for t in CHECKS])
    with pytest.raises(SettingsInvalid, match="No check is called one_farme"):
        verify_checks([CheckSpec(type="one_farme")])


def test_lint_finds_what_a_suite_does_not_test(tmp_path, capsys):
    cases = [case("a", twin="t"), case("b"), {"id": "c", "draft": case("b")["draft"], "expect": {}}]
    file = suite_in(tmp_path, cases)
    found = "; ".join(flaws_of(load_suite(file), tmp_path))
    for what in ("twin 't' has one case only", "'c' expects nothing", "every case expects performance",
                 "'c' repeats a draft"):  # fmt: skip
        assert what in found
    with pytest.raises(SystemExit) as end:
        main(["eval", "lint", str(file)])
    assert end.value.code == 2
    assert "4 flaws" not in capsys.readouterr().err


def test_the_starter_is_sound_and_runs_as_it_says(tmp_path, capsys):
    folder = tmp_path / "mine"
    for command, code in (
        (["init", str(folder)], 0),
        (["lint", str(folder / "suite.yaml")], 0),
        (["run", str(folder / "suite.yaml"), "-o", str(folder / "run"), "--dry-run"], 0),
        (["init", str(folder)], 2),
    ):
        with pytest.raises(SystemExit) as end:
            main(["eval", *command])
        assert end.value.code == code
    assert not (folder / "run").exists()
    assert "2 calls, 0.00 USD" in capsys.readouterr().out
    head = (folder / "suite.yaml").read_text().splitlines()[0]
    assert head == "# yaml-language-server: $schema=suite.schema.json"
    assert json.loads((folder / "suite.schema.json").read_text()) == schema()


def test_our_own_suites_name_a_schema_that_is_the_loader_s():
    suites = Path(__file__).parents[2] / "evals" / "suites"
    assert json.loads((suites / "suite.schema.json").read_text()) == schema()
    for file in suites.glob("*.yaml"):
        assert file.read_text().startswith("# yaml-language-server: $schema=suite.schema.json\n"), file


def test_a_case_that_stands_in_the_prompt_proves_nothing(tmp_path):
    target = {"model": "openai:tiny", "prompt": "mine.md"}
    file = suite_in(tmp_path, [case("a"), case("b", "coaching")], target=target)
    assert "the prompt mine.md is not there" in flaws_of(load_suite(file), tmp_path)
    (tmp_path / "mine.md").write_text(f"Example: {case('a')['draft']}\n$draft")
    assert "case 'a' stands in the prompt" in flaws_of(load_suite(file), tmp_path)
    (tmp_path / "mine.md").write_text("Rewrite it.\n$draft")
    assert flaws_of(load_suite(file), tmp_path) == []


def test_a_case_from_our_own_prompts_or_guides_proves_nothing_about_our_path(tmp_path):
    from oneframe import settings

    guide = sorted(settings.corpus().rglob("*.md"))[0].read_text(encoding="utf-8").split("---")[-1]
    leaked = " ".join(guide.split()[20:60])
    file = suite_in(
        tmp_path, [case("a") | {"draft": leaked}, case("b", "coaching")], target={"coach": "composer"}
    )
    assert flaws_of(load_suite(file), tmp_path) == ["case 'a' stands in the guides"]
