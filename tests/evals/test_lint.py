"""Each flaw of a labelled file is found, named by file and id, and nothing else is."""

import json
from pathlib import Path

import pytest

from oneframe.cli import main
from oneframe.errors import SettingsInvalid
from oneframe.evals.lint import lint

DATA = Path(__file__).parents[2] / "evals" / "messages"
LONG = "The depot on Quay Street closes its gates at nine and nobody may load a van after that hour"


def message(id_="a", **changes):
    draft = [{"text": "Hi Ana,", "frame": "neutral", "error": None}, {"text": LONG, "frame": "performance"}]
    row = {"id": id_, "text": f"Hi Ana, {LONG}", "draft": draft, "label": "unnamed", "intent": "performance"}
    return row | changes


def routing(id_="r", **changes):
    return {"id": id_, "text": "He hit me.", "expect": "harassment", "evidence": ["He hit me."]} | changes


def written(root, **splits):
    for split, found in splits.items():
        (root / split).mkdir()
        lines = "".join(json.dumps(r) + "\n" for r in found)
        (root / split / "x.jsonl").write_text(lines, encoding="utf-8")
    return root


def test_the_project_s_own_texts_have_no_flaw():
    count, flaws = lint(DATA)
    assert count > 5_000 and not flaws


def test_sound_rows_have_no_flaw(tmp_path):
    assert lint(written(tmp_path, train=[message(), routing()])) == (2, [])


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (message(label="blended"), "label is blended, its frames say performance or unnamed"),
        (message(label="coaching"), "label is coaching"),
        (message(text="Something else."), "sentence is not in the text at its place"),
        (message(facts=["Bo"]), "not in the text: 'Bo'"),
        (message(elements={"gap": "a gap"}), "not in the text: 'a gap'"),
        (message(intent="both"), "intent: 'both' is not one of"),
        (message(draft=[]), "draft: [] should be non-empty"),
        (message(colour="red"), "'colour' was unexpected"),
        (routing(expect="weather"), "expect: 'weather' is not one of"),
        (routing(evidence=["She hit me."]), "not in the text: 'She hit me.'"),
    ],
)
def test_a_flaw_is_named_with_its_file_and_id(tmp_path, row, what):
    _, flaws = lint(written(tmp_path, train=[row]))
    assert len(flaws) == 1
    assert str(flaws[0]).startswith(f"{Path('train', 'x.jsonl')} {row['id']}: ")
    assert what in flaws[0].what


def test_an_id_may_stand_once_over_all_files(tmp_path):
    _, flaws = lint(written(tmp_path, train=[message("a")], dev=[routing("a")]))
    assert [f.what for f in flaws] == ["another row has this id"] * 2


def test_a_near_duplicate_matters_across_splits_only(tmp_path):
    twin = message("b", text=f"Hello Bo, {LONG}", draft=[{"text": LONG, "frame": "performance"}])
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert lint(written(tmp_path / "one", train=[message("a"), twin]))[1] == []
    _, flaws = lint(written(tmp_path / "two", train=[message("a")], test=[twin]))
    assert [f.what for f in flaws] == [f"near-duplicate of {Path('test', 'x.jsonl')} b"]


def test_an_empty_folder_is_an_error_not_a_pass(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"holds no \.jsonl"):
        lint(tmp_path)


def test_the_command_exits_1_where_it_finds_a_flaw(tmp_path, capsys):
    root = written(tmp_path, train=[message(label="blended")])
    with pytest.raises(SystemExit) as end:
        main(["data", "lint", str(root)])
    assert end.value.code == 1
    assert "1 rows, 1 flaws" in capsys.readouterr().out
