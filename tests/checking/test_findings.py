"""What `check` says of a draft: where each fault is, why it is one and how to mend it."""

import pytest

from heart_fakes import read
from oneframe.checking.findings import findings, is_ok
from oneframe.frames import Fault, Intent

NAMES, RULE = "This is a performance conversation.", "The counts have to be in by noon."
GROW = "What would you like to learn?"


@pytest.mark.parametrize(
    ("text", "faults", "rules", "ok"),
    [
        ("", {}, [], True),
        ("Lunch is at one.", {}, [], True),
        (f"{NAMES} {RULE}", {}, [], True),
        (RULE, {}, ["named-in-opening"], False),
        (GROW, {}, ["named-in-opening"], False),
        (f"{RULE} {GROW}", {}, ["one-frame"], False),
        ("Explore why the counts must be in.", {}, ["one-frame"], False),
        (f"{NAMES} {RULE} Lovely day.", {"Lovely": Fault.PRAISE_CUSHION}, ["frame-fault"], True),
        (f"Lovely day. {RULE}", {"Lovely": Fault.PRAISE_CUSHION}, ["named-in-opening", "frame-fault"], False),
    ],
)
def test_each_fault_is_found_once(text, faults, rules, ok):
    reading = read(text, faults=faults)
    assert [f.rule for f in findings(reading)] == rules
    assert is_ok(reading) is ok


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.UNNAMED_FRAME])
def test_every_fault_has_its_own_reason_and_remedy(fault):
    (found,) = findings(read(f"{NAMES} {RULE}", faults={"counts": fault}))
    assert found.error is fault
    assert found.why.endswith(".")
    assert found.fix


@pytest.mark.parametrize(("intent", "part"), [(Intent.PERFORMANCE, GROW), (Intent.COACHING, RULE)])
def test_the_sentence_of_the_other_frame_is_pointed_at(intent, part):
    text = f"Hi Ana,\n{RULE}\n{GROW}"
    (found,) = findings(read(text, intent=intent))
    assert text[found.start : found.end] == part
