"""`oneframe prepare`: JSON by schema, each format, exit codes, and a file only where one was named."""

import json
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
from docx import Document

from oneframe import cli

SCHEMA = json.loads((Path(cli.__file__).parent / "schemas" / "prepare.json").read_text("utf-8"))
BLENDED = (
    "Hi Ravi, I would love to explore where you want to grow next year. Stock counts have to be in by Monday noon "
    "and yours were late on 3, 10 and 17 May. What would help you shine?"
)
ROUTED = "Ravi, since you went to HR about me your counts have been late. Expect a warning."


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("ONEFRAME_WRITER", "composer")
    monkeypatch.chdir(tmp_path)

    def call(*argv, text=BLENDED):
        (tmp_path / "draft.txt").write_text(text, "utf-8")
        with pytest.raises(SystemExit) as ended:
            cli.main(["prepare", "draft.txt", *argv])
        out = capsys.readouterr()
        return ended.value.code, out.out, out.err

    return call


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        (BLENDED, "prepared", 0),
        (ROUTED, "routed", 1),
        ("Canteen is closed on Friday.", "none", 1),
        ("what is coaching?", "ask", 1),
    ],
)
def test_json_keeps_to_its_schema_and_the_exit_code_says_whether_there_is_a_talk(run, text, status, code):
    ended, out, _ = run("--json", text=text)
    made = json.loads(out)
    jsonschema.validate(made, SCHEMA)
    assert (made["status"], ended) == (status, code)


def test_a_frame_that_was_asked_for_is_the_talk_s(run):
    made = json.loads(run("--json", "--frame", "coaching")[1])
    assert made["frame"] == "coaching"
    assert [q["text"] for q in made["questions"]] == ["What would help you shine?"]


@pytest.mark.parametrize(
    ("form", "starts"), [("md", "# Plan for a performance talk"), ("mail", "Subject: Plan for")]
)
def test_text_formats_go_to_standard_output(run, form, starts):
    code, out, _ = run("--format", form)
    assert code == 0
    assert out.startswith(starts)
    assert "17 May" in out


def test_a_word_file_is_written_where_it_was_named(run, tmp_path):
    assert run("--format", "docx", "-o", "plan.docx")[0] == 0
    said = "\n".join(p.text for p in Document(BytesIO((tmp_path / "plan.docx").read_bytes())).paragraphs)
    assert "17 May" in said


def test_an_invitation_needs_its_time_and_takes_a_subject(run):
    code, out, _ = run("--format", "ics", "--at", "2026-12-03T15:00", "--about", "the stock counts")
    assert code == 0
    assert "DTSTART:20261203T150000" in out
    assert "about the stock counts" in out.replace("\r", "").replace("\n ", "")


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--format", "docx"], "-o FILE.docx"),
        (["--format", "ics"], "--at 2026-12-03T15:00"),
        (["--format", "ics", "--at", "tomorrow"], "--at 2026-12-03T15:00"),
        (["--format", "ics", "--at", "2026-12-03T15:00", "--minutes", "0"], "--minutes"),
        (["-o", "no/such/folder/plan.md"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_sentence(run, argv, says):
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert says in err
