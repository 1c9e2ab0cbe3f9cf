"""Suites on disk, run with a reader that knows sentences by their words and never loads a model."""

import json

from oneframe.evals.running import Options, run
from oneframe.evals.samples import load_run
from oneframe.evals.suite import load_suite

GOOD = "This is a performance conversation. The counts have to be in by noon."
BLENDED = f"{GOOD} What would you like to explore?"
DRAFT = "Hi Ana, what would you like to explore? The counts have to be in by noon."


def case(id_, frame="performance", **more):
    return {"id": id_, "draft": f"{DRAFT} ({id_})", "expect": {"frame": frame}, **more}


def suite_in(folder, cases, outputs=None, **changes):
    """Write a suite that plays a recording, a line an output, and return its file."""
    folder.mkdir(exist_ok=True)
    value = {"version": 1, "name": "s", "target": {"recorded": "outputs.jsonl"}, "cases": cases} | changes
    lines = outputs if outputs is not None else [{"id": c["id"], "text": GOOD} for c in cases]
    (folder / "outputs.jsonl").write_text("".join(json.dumps(o) + "\n" for o in lines), encoding="utf-8")
    file = folder / "suite.yaml"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def recorded(file, out, **options):
    """Run the suite and return how many answers failed, and the run read back."""
    failed = run(load_suite(file), file.parent, out, Options(**options))
    return failed, load_run(out)
